"""A graph as rows: the columns of its nodes, edges and evidence, the same in every flat format.

Facts (amounts, durations, latitude …) have a column each, found by a first pass over the graph;
beyond `MAX_FACTS` names the rest stand together in the column `more`, as JSON.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..model import Evidence, GraphEdge, GraphNode, Source
from .text import Text

Cell = str | int
"""What a column holds; an empty text is written as nothing."""
MAX_FACTS = 100
"""Columns of facts; a table of a thousand columns opens nowhere."""
BETWEEN = "; "
"""Stands between names in one cell."""
MORE = "more"
_NUMBER = re.compile(r"-?(?=[0-9.]{1,15}$)(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
"""A number that comes back from binary floating point as it was: at most 15 digits."""
NODE = ("id", "kind", "label", "normal", "pole", "degree", "names", "same")
EDGE = ("id", "source", "target", "relation", "label", "count", "first", "last", "grade")
EVIDENCE = (
    "edge", "name", "entry", "said_by", "recorded", "item", "path", "sha256", "locator", "raw",
    "since", "until", "grade", "facts",
)  # fmt: skip
_OWN = frozenset({*NODE, *EDGE, MORE, "evidence", "name", "value"})
"""Names that are ours; a fact so called gets another, the same in every format."""
COUNTS = frozenset({"degree", "count"})
"""Columns that hold whole numbers; all others hold text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Survey:
    """What a first pass over a graph found."""

    nodes: int
    """How many nodes."""
    edges: int
    """How many edges."""
    kinds: tuple[str, ...]
    """Kinds of nodes, sorted."""
    relations: tuple[str, ...]
    """Relations, sorted."""
    node_facts: tuple[str, ...]
    """Names of facts of nodes that have a column, sorted."""
    edge_facts: tuple[str, ...]
    """Likewise of edges."""
    more: bool
    """Whether some facts have no column of their own."""
    evidence: bool
    """Whether some edge carries evidence."""
    numbers: frozenset[str] = frozenset()
    """Columns of facts that are numbers throughout: positions and sums."""

    def type_of(self, column: str) -> Literal["int", "double", "string"]:
        """Return what a column holds."""
        if column in COUNTS:
            return "int"
        return "double" if column in self.numbers else "string"

    def node_columns(self) -> tuple[str, ...]:
        """Return the names of the columns of nodes, in order."""
        return (*NODE, *_named(self.node_facts), *((MORE,) if self.more else ()))

    def edge_columns(self) -> tuple[str, ...]:
        """Return the names of the columns of edges, in order."""
        return (*EDGE, *_named(self.edge_facts), *((MORE,) if self.more else ()),
                *(("evidence",) if self.evidence else ()))  # fmt: skip

    def node_row(self, node: GraphNode) -> tuple[Cell, ...]:
        """Return the cells of a node."""
        own = (node.id, node.kind, node.label, node.value, node.pole, node.degree,
               BETWEEN.join(node.names), BETWEEN.join(node.same))  # fmt: skip
        return (*own, *_facts(node.facts, self.node_facts, more=self.more))

    def edge_row(self, edge: GraphEdge) -> tuple[Cell, ...]:
        """Return the cells of an edge."""
        own = (edge.id, edge.source, edge.target, edge.relation, edge.label, edge.count,
               edge.first, edge.last, edge.grade)  # fmt: skip
        facts = _facts(edge.facts, self.edge_facts, more=self.more)
        if not self.evidence:
            return (*own, *facts)
        return (*own, *facts, "\n".join(map(told_short, edge.evidence)))


@dataclass(slots=True)
class _Names:
    """Names of facts, as they turn up."""

    held: set[str] = field(default_factory=set)
    over: bool = False
    texts: set[str] = field(default_factory=set)
    """Names that could be numbers and are not, somewhere."""

    def meet(self, facts: Mapping[str, str]) -> None:
        """Hold the names of these facts, as many as there may be."""
        for name in facts:
            if name not in self.held:
                self.over = self.over or len(self.held) >= MAX_FACTS
                if len(self.held) < MAX_FACTS:
                    self.held.add(name)
        for name in filter(_may_be_number, facts):
            if facts[name] and not _NUMBER.fullmatch(facts[name]):
                self.texts.add(name)

    def numbers(self) -> set[str]:
        """Return the names whose values were numbers throughout."""
        return set(filter(_may_be_number, self.held)) - self.texts


def _may_be_number(name: str) -> bool:
    return name in ("latitude", "longitude") or name.startswith("sum ")


def survey(source: Source) -> Survey:
    """Pass over a graph once and tell what is in it, in constant memory."""
    nodes = edges = 0
    kinds, relations, evidence = set[str](), set[str](), False
    of_nodes, of_edges = _Names(), _Names()
    for node in source.nodes():
        nodes += 1
        kinds.add(node.kind)
        if node.facts:
            of_nodes.meet(node.facts)
    for edge in source.edges():
        edges += 1
        relations.add(edge.relation)
        evidence = evidence or bool(edge.evidence)
        if edge.facts:
            of_edges.meet(edge.facts)
    return Survey(
        nodes=nodes,
        edges=edges,
        kinds=tuple(sorted(kinds)),
        relations=tuple(sorted(relations)),
        node_facts=tuple(sorted(of_nodes.held)),
        edge_facts=tuple(sorted(of_edges.held)),
        more=of_nodes.over or of_edges.over,
        evidence=evidence,
        numbers=frozenset(of_nodes.numbers() | of_edges.numbers())
        - of_nodes.texts
        - of_edges.texts,
    )


def evidence_row(edge: str, one: Evidence) -> tuple[Cell, ...]:
    """Return the cells of one piece of evidence of an edge; columns are `EVIDENCE`."""
    return (
        edge, one.name, one.entry, one.said_by, one.recorded, one.item, one.path, one.sha256,
        " / ".join(one.locator), one.raw, one.since, one.until, one.grade, _json(one.facts),
    )  # fmt: skip


def evidence_fields(one: Evidence) -> dict[str, object]:
    """Return what is known of a piece of evidence, by name, without what is empty."""
    told = {
        "name": one.name, "entry": one.entry, "said_by": one.said_by, "recorded": one.recorded,
        "item": one.item, "path": one.path, "sha256": one.sha256, "locator": list(one.locator),
        "raw": one.raw, "since": one.since, "until": one.until, "grade": one.grade,
        "facts": dict(sorted(one.facts.items())),
    }  # fmt: skip
    return {name: fact for name, fact in told.items() if fact not in ("", [], {})}


def told_short(one: Evidence) -> str:
    """Return a piece of evidence in one line for people: where it stands and who says it."""
    where = [f"item {one.item}" if one.item else "", *one.locator]
    parts = [one.name, one.said_by, " / ".join(filter(None, where)), one.since, one.grade, one.raw]
    return " | ".join(part.replace("\n", " ") for part in parts if part)


def edge_summary(edge: GraphEdge) -> str:
    """Return an edge in one line, for formats that give a link no more than a comment."""
    times = " to ".join(dict.fromkeys(filter(None, (edge.first, edge.last))))
    parts = [edge.label, f"{edge.count} {'statement' if edge.count == 1 else 'statements'}", times]
    parts += [f"grade {edge.grade}" if edge.grade else ""]
    parts += [f"{name} {fact}" for name, fact in sorted(edge.facts.items())]
    parts += [f"evidence {one.name}" for one in edge.evidence]
    return ", ".join(filter(None, parts))


def with_facts(own: Iterable[tuple[str, object]], facts: Mapping[str, str]) -> dict[str, object]:
    """Return named values without what is empty, and the facts after them, by name."""
    named = dict(own)
    told = {name: value for name, value in named.items() if value not in ("", None, [])}
    taken = {*_OWN, *named}
    for name in sorted(facts):
        if facts[name] != "":
            told[_free(name, taken)] = facts[name]
    return told


def renamed(
    told: Mapping[str, object], other: re.Pattern[str], *, lower: bool = False
) -> dict[str, object]:
    """Return values under names without what `other` matches; no two names become one."""
    made = dict[str, object]()
    for name, value in told.items():
        low = name.lower() if lower else name
        plain = other.sub(lambda found: "_" if found[0] in " -.:" else f"_u{ord(found[0]):x}", low)
        free, number = plain, 1
        while free in made:
            number += 1
            free = f"{plain}_{number}"
        made[free] = value
    return made


def _facts(facts: Mapping[str, str], names: tuple[str, ...], *, more: bool) -> Sequence[str]:
    if not facts:
        return ("",) * (len(names) + more)
    told = [facts.get(name, "") for name in names]
    if more:
        told.append(_json({name: fact for name, fact in facts.items() if name not in names}))
    return told


def _json(facts: Mapping[str, str]) -> str:
    return json.dumps(dict(facts), ensure_ascii=False, sort_keys=True) if facts else ""


def _named(facts: tuple[str, ...]) -> Iterator[str]:
    taken = set(_OWN)
    for name in facts:
        yield _free(name, taken)


def _free(name: str, taken: set[str]) -> str:
    """Return a clean name for a fact that is none of ours, and take it."""
    free = Text().id(name)
    while free in taken:
        free = f"fact_{free}"
    taken.add(free)
    return free
