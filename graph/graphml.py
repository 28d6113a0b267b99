"""A networkx graph as GraphML (graphml.graphdrawing.org), for Gephi, yEd and Cytoscape.

The same graph gives the same bytes. Characters that XML 1.0 cannot hold are replaced by U+FFFD.
"""

import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from .exports.graphml import Document, Key
from .exports.text import Text

if TYPE_CHECKING:
    import networkx as nx

NAME = "graphml"


def encode_graphml(graph: "nx.MultiDiGraph[str]") -> bytes:
    """Return `graph` as a GraphML document in UTF-8."""
    file, text = io.BytesIO(), Text()
    document = Document(file, "", text)
    of_nodes = _keys(facts for _, facts in graph.nodes(data=True))
    of_edges = _keys(facts for *_, facts in graph.edges(data=True))
    document.keys("node", of_nodes)
    document.keys("edge", of_edges)
    document.begin()
    for node in sorted(graph):
        document.node(node, _values(graph.nodes[node], of_nodes))
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    for number, (start, end, _, facts) in enumerate(edges):
        document.edge(f"e{number}", start, end, _values(facts, of_edges))
    document.end()
    return file.getvalue()


def _keys(rows: Iterable[Mapping[str, object]]) -> list[Key]:
    """Return the attributes that occur, by name; a whole number wherever each value is one."""
    whole: dict[str, bool] = {}
    for facts in rows:
        for name, fact in facts.items():
            whole[name] = whole.get(name, True) and isinstance(fact, int)
    return [Key(name=name, type="long" if whole[name] else "string") for name in sorted(whole)]


def _values(facts: Mapping[str, object], keys: Iterable[Key]) -> list[object]:
    return [facts.get(key.name) for key in keys]
