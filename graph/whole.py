"""The whole case as one graph, streamed: an export of millions of links needs no memory for them.

Evidence is read back only when it is asked for: a line for each statement costs a look into its
object, which for millions of links takes minutes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from ..evidence.case import Case
from ..evidence.links.rows import EdgeRow, Lens, NodeRow
from ..evidence.links.view import Links
from .model import About, GraphEdge, GraphNode
from .parts import AT_ONCE, about_of, graph_edges, graph_nodes
from .steps import Steps

_ORDER = "SELECT id FROM nodes ORDER BY value, kind"


class CaseSource:
    """All nodes and links of a case that the lens lets through; a `Source`.

    Nodes come in the order of value and kind, edges in that in which the ledger first told of
    them. A node that has a name but no link stands there too; a text that is only someone's name
    does not, nor does a node of which nothing that was said stands any more. Where the lens
    narrows what counts, only nodes that it leaves a link of are there.
    """

    def __init__(self, case: Case, links: Links, lens: Lens, *, evidence: bool = False) -> None:
        """Take the case as `links` knows it; `evidence` reads it back for every edge."""
        self._case = case
        self._links = links
        self._lens = lens
        self._evidence = evidence

    @property
    def about(self) -> About:
        """What it is of: the case."""
        _, opening = self._case.opening()
        title = f"{opening.number} {opening.title}"
        return about_of(self._case, self._links, self._lens, title=title, question="the whole case")

    def nodes(self) -> Iterator[GraphNode]:
        """Yield the nodes, those decided to be one as one."""
        for node in graph_nodes(self._links, self._rows(), self._lens):
            if node.degree or node.names:
                yield node

    def _linked(self) -> set[int] | None:
        """Return the nodes with a link, where the lens narrows what counts."""
        if replace(self._lens, as_of="", decisions=True) == Lens():
            return None
        _, sources, targets, _ = self._links.arrays(self._lens)
        return set(sources).union(targets)

    def _rows(self) -> Iterator[NodeRow]:
        linked = self._linked()
        ids = (row[0] for row in self._links.database.execute(_ORDER))
        while block := list(islice(ids, AT_ONCE)):
            found = self._links.nodes(block)
            for number in block:
                row = found.get(number)
                merged = self._lens.decisions and self._links.root(number) != number
                if row is None or merged or _only_a_name(row):
                    continue
                if linked is None or number in linked:
                    yield row

    def edges(self) -> Iterator[GraphEdge]:
        """Yield the edges; one that the lens leaves no statement of is none."""
        steps = Steps(self._links, self._lens)
        rows = iter(self._links.all_edges(self._lens))
        while block := list(islice(rows, AT_ONCE)):
            yield from graph_edges(steps, block, self._named(block), evidence=self._evidence)

    def _named(self, block: Iterable[EdgeRow]) -> dict[int, str]:
        ids = {end for edge in block for end in (edge.a, edge.b)}
        return {number: str(row.node) for number, row in self._links.nodes(ids).items()}


def _only_a_name(row: NodeRow) -> bool:
    """Tell whether a node is there only as the object of `named` or `alias`."""
    return row.node.kind in ("name", "alias") and not row.degree
