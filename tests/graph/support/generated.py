"""Graphs that nobody thought of: any kinds, relations, times and texts, hostile ones among them."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from tests.graph.support.graphs import HOSTILE, TELLING

from truyvet.evidence.links.node import KINDS
from truyvet.evidence.links.relation import NAMING, RELATIONS
from truyvet.graph.exports.text import Text
from truyvet.graph.model import Evidence, GraphEdge, GraphNode, Part

texts = st.one_of(
    st.sampled_from(sorted({*HOSTILE.values()} - {HOSTILE["long"]})),
    st.text(st.characters(codec=None), max_size=12),
    st.text("a=+-@'\t\r\n\"&<>_x0041;,\\|`", min_size=1, max_size=8),
)
"""Anything, lone surrogates and control characters too."""
times = st.sampled_from([
    "", "2026", "2026-02", "2026-02-28", "2026-02-28T03:04:05Z", "2026-02-28T03:04:05.678901Z",
    "2026-02-31", "2026-13", "0000", "9999-12-31T23:59:60Z", "2026-02-28T03:04Z",
    "2026-02-28T99:99:99Z", "0001-01-01T00:00:00Z",
])  # fmt: skip
"""All that a statement may hold, days that no calendar has among them."""
grades = st.sampled_from(["", "A1", "B2", "F6"])
fact_names = st.sampled_from([
    "sum VND", "sum vnd", "sum ₫", "sum €", "sum $", "sum `x`", "sum a:int", "sum \x01", "sum \x02",
    "label", "fact_label", "count", "degree", "key", "node", "name", "note", "latitude", "more",
])  # fmt: skip
"""Names of facts, many of which some format has another use for."""
facts = st.dictionaries(fact_names, st.one_of(texts.filter(bool), st.sampled_from(["1", "2.5"])),
                        max_size=4)  # fmt: skip


@st.composite
def nodes(draw: Any) -> GraphNode:
    """A node of any kind."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    value = draw(texts.filter(bool))
    return GraphNode(
        id=f"{kind}:{value}", kind=kind, value=value, label=draw(texts), pole=KINDS[kind].pole,
        degree=draw(st.integers(0, 10**9)), names=tuple(draw(st.lists(texts, max_size=2))),
        facts=draw(facts),
    )  # fmt: skip


@st.composite
def pieces(draw: Any) -> Evidence:
    """A piece of evidence."""
    return Evidence(
        name=f"{draw(st.integers(1, 9))}:{draw(st.integers(0, 9))}", entry=5,
        said_by=draw(texts), recorded="2026-11-01T00:00:00Z",
        item=draw(st.sampled_from(["", "2.1"])),
        path=draw(texts), locator=tuple(draw(st.lists(texts, max_size=2))), raw=draw(texts),
        since=draw(times), grade=draw(grades),
    )  # fmt: skip


@st.composite
def parts(draw: Any, *, evidence: bool = True) -> Part:
    """A graph of a few nodes and links."""
    drawn = draw(st.lists(nodes(), min_size=1, max_size=5, unique_by=lambda one: Text().id(one.id)))
    held = sorted(drawn, key=lambda one: (one.value, one.kind))
    ends = st.sampled_from([one.id for one in held])
    edges = [
        GraphEdge(
            id=f"e{number}", source=draw(ends), target=draw(ends),
            relation=draw(st.sampled_from(sorted(RELATIONS.keys() - NAMING))), label=draw(texts),
            count=draw(st.integers(1, 10**9)), first=draw(times), last=draw(times),
            grade=draw(grades), facts=draw(facts),
            evidence=tuple(draw(st.lists(pieces(), max_size=2))) if evidence else (),
        )
        for number in range(draw(st.integers(0, 5)))
    ]  # fmt: skip
    return Part(about=TELLING, held_nodes=tuple(held), held_edges=tuple(edges))


NODE_TOLD = ("kind", "label", "normal", "pole", "degree")
EDGE_TOLD = ("relation", "label", "count", "first", "last", "grade")
Told = tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]
"""What a graph says, as comparable values: of each node, of each link."""


def told_by(graph: Part, *, loops: bool = True, cell: Callable[[str], str] = str) -> Told:
    """What any reader of an export of this graph must find in it."""
    text = Text()

    def words(*values: object) -> tuple[str, ...]:
        return tuple(cell(text(str(value))) for value in values)

    return (
        Counter(
            (cell(text.id(one.id)),
             *words(one.kind, one.label, one.value, one.pole, one.degree))
            for one in graph.held_nodes
        ),
        Counter(
            (cell(text.id(one.source)), cell(text.id(one.target)),
             *words(one.relation, one.label, one.count, one.first, one.last, one.grade))
            for one in graph.held_edges if loops or one.source != one.target
        ),
    )  # fmt: skip
