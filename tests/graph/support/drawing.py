"""Random graphs as cases, opened once for the tests of a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import networkx as nx
from tests.graph.support.linking import graph_of, linked, statement

from truyvet.evidence.case import Case
from truyvet.evidence.links.node import parse_node
from truyvet.evidence.links.rows import NodeRow
from truyvet.evidence.links.view import Links


class Drawn:
    """A random case, and the same links as networkx holds them."""

    def __init__(self, case: Case, links: Links, plain: "nx.Graph[str]") -> None:
        self.case = case
        self.links = links
        self.plain = plain

    def row(self, name: str) -> NodeRow:
        """The node of this name."""
        found = self.links.find(parse_node(name))
        assert found is not None
        return found

    def names(self, ids: Iterator[int] | set[int] | list[int]) -> set[str]:
        """The names of nodes."""
        return {str(row.node) for row in self.links.nodes(list(ids)).values()}


def largest(graph: "nx.Graph[str]") -> list[str]:
    """Return the nodes of the largest component, by name."""
    parts = [sorted(part) for part in nx.connected_components(graph)]
    return max(parts, key=lambda part: (len(part), part))


@contextmanager
def drawn(folder: Path, seed: int, *, nodes: int = 40, edges: int = 60) -> Iterator[Drawn]:
    """Give a case whose links are a random graph, some of them twice, one with itself."""
    graph = nx.gnm_random_graph(nodes, edges, seed=seed)
    pairs = [(str(one), str(two)) for one, two in graph.edges]
    told = [
        statement((one, two, "called", f"2026-01-{1 + number % 28:02}"))
        for number, (one, two) in enumerate(pairs + pairs[::3] + [("0", "0")])
    ]
    case = linked(folder, told)
    with Links.open(case) as links:
        yield Drawn(case, links, graph_of(told))
