"""Graphs as GraphML (graphml.graphdrawing.org), for Gephi, yEd and Cytoscape.

The same graph gives the same bytes. Characters that XML 1.0 cannot hold are replaced by U+FFFD.
"""

import io
import re

import networkx as nx

NAME = "graphml"
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def encode_graphml(graph: "nx.MultiDiGraph[str]") -> bytes:
    """Return `graph` as a GraphML document in UTF-8."""
    clean: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in sorted(graph):
        clean.add_node(node, **_clean(graph.nodes[node]))
    for start, end, number, facts in sorted(graph.edges(keys=True, data=True), key=_edge_order):
        clean.add_edge(start, end, key=number, **_clean(facts))
    file = io.BytesIO()
    nx.write_graphml_xml(clean, file, named_key_ids=True)
    return file.getvalue()


def _edge_order(edge: tuple[str, str, int, dict[str, object]]) -> tuple[str, str, int]:
    return edge[:3]


def _clean(facts: dict[str, object]) -> dict[str, object]:
    return {
        name: _ILLEGAL.sub("\ufffd", fact) if isinstance(fact, str) else fact
        for name, fact in facts.items()
    }
