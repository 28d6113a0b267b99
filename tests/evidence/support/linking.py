"""Links in few words: scans that say what they are told to, and two ways to read what they mean.

`told` is what the second index answers; `meaning` reads the same off the ledger and its lists, by
the plainest rule and with hardly anything of `evidence.links`.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from tests.vectors.scanning import gathered

from truyvet.evidence import examining
from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Decide, Retract, Scan, State
from truyvet.evidence.case import Case
from truyvet.evidence.entry import Entry
from truyvet.evidence.links.mentions import mention
from truyvet.evidence.links.node import Node
from truyvet.evidence.links.opening import rebuild
from truyvet.evidence.links.rows import EdgeRow, Lens
from truyvet.evidence.links.statement import Statement, link_facts
from truyvet.evidence.links.stating import decide, retract, state
from truyvet.evidence.links.view import Links
from truyvet.evidence.scans.configuration import Configuration, ExtractorConfiguration
from truyvet.evidence.scans.gathering import root_key
from truyvet.evidence.scans.locator import span
from truyvet.evidence.scans.observation import Observation
from truyvet.evidence.scans.outcome import Outcome

_SAME = ("extractor", "item", "kind", "locator", "raw")
"""What makes two observations the same one."""
DUC, CUONG, HUNG = (Node(kind="person", value=f"{n}" * 16) for n in (1, 2, 3))
PHONE, OTHER = (Node(kind="phone", value=f"+8491234567{n}") for n in (8, 9))


@dataclass(frozen=True, kw_only=True, slots=True)
class Says:
    """What an extractor is to say of an item."""

    kind: str = "phone"
    normal: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    by: str = "toy"
    confidence: int = 100
    raw: str = ""
    at: int = 0

    def of(self, item: str) -> Observation:
        """Return the observation."""
        return Observation(
            confidence=self.confidence, extractor=self.by, facts=dict(self.facts), item=item,
            kind=self.kind, locator=(span(self.at, 4),), normal=self.normal,
            raw=self.raw or self.normal or "raw",
        )  # fmt: skip


def link(a: Node, relation: str, b: Node, **more: str) -> Says:
    """Return a link as an extractor says it."""
    told = Statement(subject=a, relation=relation, object=b, facts=more)  # type: ignore[arg-type]
    return Says(kind="link", facts=link_facts(told))


def configured(names: Sequence[str], version: str = "1") -> Configuration:
    """Return the configuration of made-up extractors."""
    made = [ExtractorConfiguration(configuration={}, name=name, version=version) for name in names]
    return Configuration(extractors=tuple(made), region="VN")


def scan(
    case: Case, who: Acting, said: Mapping[str, Iterable[Says]], *, names: Sequence[str] = ("toy",)
) -> Entry:
    """Examine the items with these paths, of which the extractors say what is given."""
    with case.writing() as writer:
        rows = {row.path: row for row in writer.index.items_with_bytes()}
        version = str(writer.tail.seq)
        scanning = examining.begin(writer, who, configured(names, version), ())
        with closing(scanning.gathering):
            for path, told in said.items():
                row = rows[path]
                seen = [one.of(row.id) for one in told]
                ended = [
                    Outcome(
                        extractor=name, status="ok",
                        observations=sum(one.extractor == name for one in seen),
                    )
                    for name in names
                ]  # fmt: skip
                key = root_key(row.seq, row.n)
                scanning.gathering.add(gathered(key, row.id, row.size or 0, ended, seen, []))
            scanning.gathering.commit()
            return examining.finish(
                writer, who, scanning, finished=False, confinement=("privileges",)
            )


def stated(case: Case, who: Acting, *said: Statement, note: str = "") -> Entry:
    """State facts."""
    with case.writing() as writer:
        return state(writer, who, said, note)


def ended(case: Case, who: Acting, *names: str) -> Entry:
    """End statements."""
    with case.writing() as writer:
        return retract(writer, who, names, "nhầm")


def decided(case: Case, who: Acting, decision: str, a: Node, b: Node, **more: Any) -> Entry:
    """Decide who is who."""
    told: dict[str, Any] = {"because": "đối chiếu", "decision": decision}
    told |= {"left": str(a), "right": str(b)}
    with case.writing() as writer:
        return decide(writer, who, Decide(**(told | more)))


def fact(a: Node, relation: str, b: Node, **more: Any) -> Statement:
    """Return a statement."""
    return Statement(subject=a, relation=relation, object=b, **more)  # type: ignore[arg-type]


def named(of: Node, name: str, relation: str = "named") -> Statement:
    """Return the statement that a node is called so."""
    return fact(of, relation, Node(kind="name" if relation == "named" else "alias", value=name))


def dump(case: Case) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of the second index, by table."""
    with Links.open(case) as links:
        tables = links.database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            table: sorted(links.database.execute(f"SELECT * FROM {table}"), key=repr)  # noqa: S608
            for (table,) in tables.fetchall()
        }


def ends(links: Links, edge: EdgeRow) -> tuple[str, str, str]:
    """Return an edge as (subject, relation, object)."""
    found = links.nodes([edge.a, edge.b])
    return str(found[edge.a].node), edge.relation, str(found[edge.b].node)


def told(case: Case, lens: Lens | None = None) -> dict[tuple[str, str, str], int]:
    """Return the edges that the second index tells, each with its count."""
    with Links.open(case) as links:
        return {ends(links, edge): edge.count for edge in links.all_edges(lens or Lens())}


def meaning(case: Case, *, entries: int = 1 << 60) -> dict[tuple[str, str, str], list[str]]:
    """Return what stands after so many entries: (subject, relation, object) and short names.

    Nodes are by themselves, names are left out.
    """
    standing = dict[str, tuple[tuple[str, str, str], tuple[str, str] | None]]()
    seen_as, struck = dict[str, object](), list[object]()
    for signed in case.ledger.entries():
        if signed.entry.seq >= entries:
            break
        act, lists = signed.entry.act, _lists(case, signed.entry)
        if isinstance(act, Retract):
            for name in act.statements:
                standing.pop(name, None)
                struck.append(seen_as.get(name))
        if isinstance(act, Scan):
            again = {
                (outcome["item"], one)
                for outcome in lists["outcomes"]
                for one in (
                    *outcome.get("not_applicable", ()),
                    *(ran["extractor"] for ran in outcome["outcomes"]),
                )
            }
            standing = {name: one for name, one in standing.items() if one[1] not in again}
            for n, seen in enumerate(lists.get("observations", ())):
                if triple := _said(seen):
                    name = f"{signed.entry.seq}:{n}"
                    seen_as[name] = triple, *(seen[one] for one in _SAME)
                    if seen_as[name] not in struck:
                        standing[name] = triple, (seen["item"], seen["extractor"])
        if isinstance(act, State):
            for n, said in enumerate(lists["statements"]):
                one, two = (
                    f"{said[end]['kind']}:{said[end]['value']}" for end in ("subject", "object")
                )
                standing[f"{signed.entry.seq}:{n}"] = (one, said["relation"], two), None
    found = dict[tuple[str, str, str], list[str]]()
    for name, (triple, _) in standing.items():
        if triple[1] not in ("named", "alias"):
            found.setdefault(triple, []).append(name)
    return found


def _said(seen: Mapping[str, Any]) -> tuple[str, str, str] | None:
    if seen["kind"] == "link":
        facts = seen["facts"]
        return facts["subject"], facts["relation"], facts["object"]
    shown = mention(str(seen["kind"]), str(seen.get("normal", "")), str(seen["raw"]))
    return shown and (":".join(shown), "mentioned_in", f"item:{seen['item']}")


def _lists(case: Case, entry: Entry) -> dict[str, list[dict[str, Any]]]:
    content = case.store.path
    return {
        ref.kind: list(map(json.loads, content(ref.sha256).read_bytes().splitlines()))
        for ref in entry.outputs
        if ref.kind in ("outcomes", "observations", "statements")
    }  # fmt: skip


def counted(
    standing: Mapping[tuple[str, str, str], Collection[str]],
) -> dict[tuple[str, str, str], int]:
    """Return how many statements stand on each edge."""
    return {triple: len(names) for triple, names in standing.items()}


def rebuilt(case: Case) -> None:
    """Build both indexes of a case anew."""
    case.reindex()
    with case.reading() as index:
        rebuild(case, index)
