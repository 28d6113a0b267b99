"""What all questions about links share: which statements count, and how an answer is told."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..evidence.case import Case, find_item
from ..evidence.links.history import ended_evidence
from ..evidence.links.identity import Decision
from ..evidence.links.relation import NAMING, RELATIONS
from ..evidence.links.rows import EdgeRow, Lens, NodeRow
from ..evidence.links.view import Links
from .output import counted, note, safe
from .stating import when

if TYPE_CHECKING:
    from ..graph.snapshot import Snapshot
    from ..graph.steps import Steps

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkOptions:
    """Which statements count for a question, as typed."""

    as_of: str
    """Only what was recorded by then."""
    since: str
    """Only what holds or happened from then on."""
    until: str
    """Only until then."""
    least_grade: str
    """Only what is graded so or better."""
    via: frozenset[str]
    """Only these relations; none for all."""
    without: tuple[str, ...]
    """Items that do not count, with all that lies in them."""
    mentions: bool
    """Whether standing in an item is a link with it."""
    together: bool
    """Whether standing in one item is a link between two."""

    @contextmanager
    def opened(self, case: Case) -> Iterator[Links]:
        """Give the links of a case, with nodes one as they were decided to be by then."""
        with Links.open(case) as links:
            if self.as_of or self.without:
                lens = self.lens(links)
                links.identify_by(lens)
                for one in links.left_out(lens):
                    reason = f"does not count: its evidence is left out ({' '.join(one.evidence)})"
                    note(safe(f"{reason}: {decision_text(links, one, self.as_of)}"))
            yield links

    def lens(self, links: Links) -> Lens:
        """Return what they let through; `TruyvetError` E105 or E106 for an item that is none."""
        return Lens(
            as_of=self.as_of,
            since=self.since,
            until=self.until,
            least_grade=self.least_grade,
            relations=self.via,
            without=frozenset(find_item(links.index, name).id for name in self.without),
            mentions=self.mentions,
        )

    def steps(self, links: Links) -> "Steps":
        """Return the steps that a search takes."""
        from ..graph.steps import Steps
        from ..graph.together import TogetherSteps

        return (TogetherSteps if self.together else Steps)(links, self.lens(links))

    def words(self) -> str:
        """Return what they leave out, for people; empty where all counts."""
        said = {
            "as of": self.as_of,
            "since": self.since,
            "until": self.until,
            "graded at least": self.least_grade,
            "by": ", ".join(sorted(self.via)),
            "without": ", ".join(self.without),
        }
        told = [f"{name} {text}" for name, text in said.items() if text]
        if not self.mentions:
            told.append("without mentions")
        if self.together:
            told.append("with what stands together")
        return ", ".join(told)


def with_links(command: Command) -> Command:
    """Give a command the options about which statements count, as `which`."""

    @click.option("--as-of", metavar="WHEN", default="", help="Only what was recorded by then.")
    @click.option("--since", metavar="WHEN", default="", help="Only what holds from then on.")
    @click.option("--until", metavar="WHEN", default="", help="Only what held until then.")
    @click.option("--min-grade", metavar="GRADE", default="", help="Only graded so or better (B2).")
    @click.option("--via", metavar="RELATIONS", default="", help="Only these: called,transferred.")
    @click.option("--without", metavar="ITEM", multiple=True,
                  help="Leave this exhibit out, with all that lies in it.")  # fmt: skip
    @click.option("--no-mentions", is_flag=True, help="Standing in an item is no link with it.")
    @click.option("--together", is_flag=True, help="Standing in one item is a link between two.")
    @wraps(command)
    def wrapped(
        *args: Any,
        as_of: str,
        since: str,
        until: str,
        min_grade: str,
        via: str,
        without: tuple[str, ...],
        no_mentions: bool,
        together: bool,
        **options: Any,
    ) -> Any:
        which = LinkOptions(
            as_of=when(as_of, "--as-of") if as_of else "",
            since=when(since, "--since") if since else "",
            until=when(until, "--until") if until else "",
            least_grade=_grade(min_grade),
            via=_relations(via),
            without=without,
            mentions=not no_mentions,
            together=together,
        )
        return command(*args, which=which, **options)

    return wrapped  # type: ignore[return-value]


def _grade(text: str) -> str:
    grade = text.upper().removeprefix("<=")
    if grade and not re.fullmatch(r"[A-F][1-6]", grade):
        raise click.BadParameter(f"{text!r} is no grade such as B2", param_hint="--min-grade")
    return grade


def _relations(text: str) -> frozenset[str]:
    wanted = frozenset(word.strip() for word in text.split(",") if word.strip())
    known = RELATIONS.keys() - NAMING
    if wanted - known:
        problem = f"no relation is called {', '.join(sorted(wanted - known))}; there are "
        raise click.BadParameter(problem + ", ".join(sorted(known)), param_hint="--via")
    return wanted


def node_text(links: Links, row: NodeRow) -> str:
    """Return a node for people: its name and what it is, or an item's short name and path."""
    if row.node.kind == "item":
        for item in links.index.items(name=row.node.value):
            return f"item {item.name} {item.path}"
    name = "" if row.label == row.node.value else row.label
    return f"{name} ({row.node})" if name else str(row.node)


def node_facts(links: Links, row: NodeRow) -> dict[str, object]:
    """Return a node as JSON facts."""
    facts: dict[str, object] = {
        "node": str(row.node), "kind": row.node.kind, "label": row.label, "degree": row.degree
    }  # fmt: skip
    if row.node.kind == "item":
        for item in links.index.items(name=row.node.value):
            facts["item"] = item.name
    return facts


def decision_text(links: Links, one: Decision, as_of: str = "") -> str:
    """Return for people that two nodes are one, by which entry, and why, as known by then."""
    left, right = (links.members(end)[0].node for end in (one.a, one.b))
    ended = ended_text(ended_evidence(links, one, as_of))
    said = f"{left} and {right} are one by entry {one.seq}, {one.actor}: {one.because}"
    return "; ".join(filter(None, (said, ended)))


def ended_text(ended: Mapping[str, int]) -> str:
    """Return that evidence of a decision was ended, by which entries; empty for none."""
    each = ", ".join(f"{name} has ended (entry {seq})" for name, seq in ended.items())
    return f"its evidence {each}" if each else ""


def decision_facts(links: Links, one: Decision, as_of: str = "") -> dict[str, object]:
    """Return a decision that two nodes are one as JSON facts, as known by then."""
    left, right = (str(links.members(end)[0].node) for end in (one.a, one.b))
    return {
        "entry": one.seq, "left": left, "right": right, "because": one.because, "by": one.actor,
        "unit": one.unit, "evidence": list(one.evidence),
        "evidence_ended": ended_evidence(links, one, as_of),
    }  # fmt: skip


def edge_facts(edge: EdgeRow, rows: Iterable[NodeRow]) -> dict[str, object]:
    """Return a link as JSON facts; both its ends are among `rows`."""
    names = {row.id: str(row.node) for row in rows if row.id in (edge.a, edge.b)}
    return {
        "subject": names[edge.a], "relation": edge.relation, "object": names[edge.b],
        "count": edge.count, "first": edge.first, "last": edge.last,
    }  # fmt: skip


def refuse_together(which: LinkOptions) -> None:
    """Refuse what would be n² links of the whole case."""
    if which.together:
        raise click.UsageError("--together is for questions about some nodes, not the whole graph")


def whole_graph(case: Case, links: Links, which: LinkOptions) -> "Snapshot":
    """Return the whole graph as arrays: the stored snapshot where everything counts."""
    from ..graph.snapshot import build, snapshot_of

    lens = which.lens(links)
    everything = lens.is_open and lens.mentions and not lens.relations
    return snapshot_of(case, links) if everything else build(links, lens)


def relation_words(edges: Collection[EdgeRow], node: int, *, away: bool = True) -> str:
    """Return how links read away from one of their ends, or towards it: `→ called 3`."""
    told = []
    for edge in sorted(edges, key=lambda one: (-one.count, one.id)):
        kind = RELATIONS[edge.relation]
        arrow = "↔" if kind.mutual else "→" if (edge.a == node) == away else "←"
        told.append(f"{arrow} {kind.title}{f' {edge.count:,}' if edge.count > 1 else ''}")
    return ", ".join(told)


def tell_no_path(links: Links, which: LinkOptions, hops: int) -> None:
    """Say that no path was found, how long it could have been, and what that covers."""
    note(f"no path of at most {hops} links")
    tell_covered(links, which)


def tell_covered(links: Links, which: LinkOptions) -> None:
    """Say what an answer covers: a negative one is worth no more than that."""
    nodes, edges, statements = links.counts()
    entries, _ = links.head()
    limits = f"; {which.words()}" if which.words() else ""
    note(
        f"looked at {counted(nodes, 'node')}, {counted(edges, 'link')},"
        f" {counted(statements, 'statement')}: entries 0 to {entries - 1} of the ledger{limits}"
    )
    if skipped := links.skipped():
        note(f"{counted(skipped, 'line')} that should say something of links could not be read")
