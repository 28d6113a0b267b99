"""A part of a case as a plain graph of networkx, for all that runs on one."""

from typing import TYPE_CHECKING

from .model import Part

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(part: Part) -> "nx.MultiDiGraph[str]":
    """Return a part of a case as a plain graph of networkx, with all its facts.

    An edge's key is its id; its statements stand in `evidence`, as they were read back.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        title=part.about.title, entries=part.about.entries
    )
    for node in part.nodes():
        graph.add_node(
            node.id, kind=node.kind, value=node.value, label=node.label, pole=node.pole,
            degree=node.degree, names=node.names, same=node.same, **node.facts,
        )  # fmt: skip
    for edge in part.edges():
        graph.add_edge(
            edge.source, edge.target, key=edge.id, relation=edge.relation, label=edge.label,
            count=edge.count, first=edge.first, last=edge.last, grade=edge.grade,
            evidence=edge.evidence, **edge.facts,
        )  # fmt: skip
    return graph
