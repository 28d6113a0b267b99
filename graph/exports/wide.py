"""One row for each link with both its ends beside it, for programs that import one table."""

from collections.abc import Callable, Iterator, Sequence

from ..model import GraphEdge, GraphNode, Source
from .columns import Cell, Survey
from .shelf import Shelf
from .text import Text

END = ("id", "type", "label", "value")
"""What stands of each end of a link; heads begin with `from_` and `to_`."""
LINK = ("link_id", "relation", "reads", "count", "first", "last", "grade_source", "grade_fact")

NameKind = Callable[[str], str]
"""Turns a kind of node into what the program calls it."""


def columns(found: Survey) -> tuple[str, ...]:
    """Return the heads of the table."""
    ends = (*(f"from_{name}" for name in END), *(f"to_{name}" for name in END))
    return (*ends, *LINK, *found.edge_columns()[9:])


def rows(
    source: Source, found: Survey, shelf: Shelf, text: Text, kind: NameKind
) -> Iterator[Sequence[Cell]]:
    """Yield a row for each link, cells clean."""
    shelf.keep((node.id, _end(node, kind)) for node in source.nodes())
    for edge in source.edges():
        start = shelf.get(edge.source) or ["", edge.source, edge.source]
        end = shelf.get(edge.target) or ["", edge.target, edge.target]
        rest = found.edge_row(edge)[9:]
        row = (text.id(edge.source), *start, text.id(edge.target), *end, *_link(edge, text), *rest)
        yield [text(cell) if isinstance(cell, str) else cell for cell in row]


def _end(node: GraphNode, kind: NameKind) -> list[str]:
    return [kind(node.kind), node.label, node.value]


def _link(edge: GraphEdge, text: Text) -> tuple[Cell, ...]:
    return (text.id(edge.id), edge.relation, edge.label, edge.count, edge.first, edge.last,
            edge.grade[:1], edge.grade[1:])  # fmt: skip
