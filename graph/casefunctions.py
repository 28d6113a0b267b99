"""Functions of networkx as a case answers them; each takes what networkx's own takes.

What a case does not answer (weights, an end left open) is refused by E577, never guessed.
"""

# ruff: noqa: N803 - networkx calls its graphs G

from collections.abc import Iterator

import networkx as nx
import numpy as np

from ..evidence.errors import TruyvetError
from .casegraph import CaseGraph
from .components import components
from .neighbourhood import ego_of
from .pagerank import pagerank_of
from .parts import about_of, part_of
from .plain import to_networkx
from .ranking import is_small
from .shortest import Web, ranked, routes, shortest
from .snapshot import Array

FAR = 1 << 30
"""More links than any path has."""


def shortest_path(
    G: CaseGraph,
    source: str | None = None,
    target: str | None = None,
    weight: object = None,
    method: str = "dijkstra",
) -> list[str]:
    """Return a shortest path; of several the most specific one."""
    web = _web(G, source, target, weight, "shortest_path")
    return G.names(next(ranked(web, G.steps.weights(web.nodes()))))


def bidirectional_shortest_path(G: CaseGraph, source: str, target: str) -> list[str]:
    """Return a shortest path; of several the most specific one."""
    return shortest_path(G, source, target)


def shortest_path_length(
    G: CaseGraph,
    source: str | None = None,
    target: str | None = None,
    weight: object = None,
    method: str = "dijkstra",
) -> int:
    """Return the number of links on a shortest path."""
    return _web(G, source, target, weight, "shortest_path_length").length


def has_path(G: CaseGraph, source: str, target: str) -> bool:
    """Tell whether there is a path."""
    return shortest(G.steps, (G.number(source),), (G.number(target),), most=FAR) is not None


def all_shortest_paths(
    G: CaseGraph, source: str, target: str, weight: object = None, method: str = "dijkstra"
) -> Iterator[list[str]]:
    """Yield all shortest paths, the most specific first."""
    web = _web(G, source, target, weight, "all_shortest_paths")
    return (G.names(route) for route in ranked(web, G.steps.weights(web.nodes())))


def shortest_simple_paths(
    G: CaseGraph, source: str, target: str, weight: object = None
) -> Iterator[list[str]]:
    """Yield all paths in the order of their length, of equal ones the most specific first."""
    web = _web(G, source, target, weight, "shortest_simple_paths")
    found = routes(G.steps, G.number(source), G.number(target), most=FAR, web=web)
    return (G.names(route) for route in found)


def single_source_shortest_path_length(
    G: CaseGraph, source: str, cutoff: int | None = None
) -> dict[str, int]:
    """Return how many links away each node is, nearest first, up to `cutoff` of them."""
    start = G.number(source)
    seen, frontier, hops = {start: 0}, {start}, 0
    while frontier and (cutoff is None or hops < cutoff):
        hops += 1
        frontier = G.steps.reached(frontier) - seen.keys()
        seen |= dict.fromkeys(sorted(frontier), hops)
    return dict(zip(G.names(seen), seen.values(), strict=True))


def ego_graph(
    G: CaseGraph,
    n: str,
    radius: float = 1,
    center: bool = True,
    undirected: bool = False,
    distance: object = None,
) -> "nx.MultiDiGraph[str]":
    """Return all within `radius` links as a plain graph, with the evidence of every edge."""
    if distance is not None:
        raise TruyvetError("E577", what="ego_graph by a distance")
    row = G.links.node(G.number(n))
    around = ego_of(G.links, G.steps, row, hops=int(radius), limit=None)
    case = G.links.case
    about = about_of(case, G.links, G.lens, title=f"around {n}", question=f"ego {n}")
    graph = to_networkx(part_of(case, G.links, around.ids(), around.edges, about, G.lens))
    if not center:
        graph.remove_node(str(row.node))
    return graph


def connected_components(G: CaseGraph) -> Iterator[set[str]]:
    """Yield the sets of nodes that hang together, the largest first."""
    told = components(G.arrays())
    for number in np.argsort(-told.sizes, kind="stable"):
        yield set(G.names(G.arrays().ids[told.labels == number].tolist()))


def number_connected_components(G: CaseGraph) -> int:
    """Return how many such sets there are."""
    return len(components(G.arrays()).sizes)


def node_connected_component(G: CaseGraph, n: str) -> set[str]:
    """Return all nodes that hang together with one."""
    return set(single_source_shortest_path_length(G, n))


def pagerank(
    G: CaseGraph,
    alpha: float = 0.85,
    personalization: object = None,
    max_iter: int = 100,
    tol: float = 1.0e-6,
    nstart: object = None,
    weight: str | None = "weight",
    dangling: object = None,
) -> dict[str, float]:
    """Return the PageRank of each node, links weighted by their statements.

    `max_iter` and `tol` are left aside: it ends when all ranks together change by less than 1e-6.
    """
    given = (personalization, nstart, dangling)
    if any(one is not None for one in given) or weight not in ("weight", None):
        raise TruyvetError("E577", what="pagerank with a start or weights of its own")
    values, _ = pagerank_of(G.arrays(), damping=alpha, weighted=weight is not None)
    return _by_name(G, values)


def degree_centrality(G: CaseGraph) -> dict[str, float]:
    """Return for each node the share of all others that it is linked with."""
    if G.arrays().size == 1:
        return dict.fromkeys(G, 1.0)  # networkx's convention
    return _by_name(G, np.diff(G.arrays().starts) / (G.arrays().size - 1))


def betweenness_centrality(
    G: CaseGraph,
    k: int | None = None,
    normalized: bool = True,
    weight: object = None,
    endpoints: bool = False,
    seed: int | None = None,
) -> dict[str, float]:
    """Return the betweenness of each node; refused where it would take minutes."""
    graph = G.arrays()
    if weight is not None or not is_small(graph.size, graph.links):
        raise TruyvetError("E577", what="betweenness_centrality of a graph of this size")
    plain = nx.from_scipy_sparse_array(graph.matrix())
    found = nx.betweenness_centrality(
        plain, k=k, normalized=normalized, endpoints=endpoints, seed=seed
    )
    return _by_name(G, np.array([found[place] for place in range(graph.size)]))


def _by_name(G: CaseGraph, values: Array) -> dict[str, float]:
    return dict(zip(G.names(G.arrays().ids.tolist()), values.tolist(), strict=True))


def _web(
    G: CaseGraph, source: str | None, target: str | None, weight: object, function: str
) -> Web:
    """Return all shortest paths; `networkx.NetworkXNoPath` where there is none."""
    if source is None or target is None or weight is not None:
        raise TruyvetError("E577", what=f"{function} without both ends, or with weights,")
    web = shortest(G.steps, (G.number(source),), (G.number(target),), most=FAR)
    if web is None:
        raise nx.NetworkXNoPath(f"No path between {source} and {target}.")
    return web
