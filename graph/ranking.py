"""Ranking: who is central, over the whole graph as arrays.

Several links between two nodes count as one, with the number of their statements as its weight;
links of a node with itself do not count. Direction does not matter, unless asked for: `uses` and
`holder_of` say more of who writes them down than of who leads.
"""

import math
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

import numpy as np

from ..evidence.links.rows import Lens, NodeRow
from ..evidence.links.view import Links
from .arrays import ArraySteps
from .components import components
from .pagerank import DAMPING, pagerank_of
from .shortest import shortest
from .snapshot import Array, Snapshot

Metric = Literal["pagerank", "betweenness", "degree"]
EXACT_WORK = 20_000_000
"""Nodes times links up to which betweenness is computed, and above which it is sampled."""
DOUBT = 0.1
"""Chance that a sampled value is off by more than the bound that is told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranked:
    """The answer: nodes by how central they are."""

    metric: Metric
    """What was measured."""
    method: str
    """How, with its parameters, for people."""
    error: float | None
    """By how much a value may be off, but for one time in ten; none where it is exact."""
    nodes: int
    """Nodes of the graph."""
    links: int
    """Linked pairs."""
    entries: int
    """Entries of the ledger that it knows."""
    rows: tuple[tuple[NodeRow, float], ...]
    """Nodes and values, the highest first."""


def rank(
    links: Links,
    graph: Snapshot,
    metric: Metric,
    *,
    limit: int | None = 50,
    kinds: frozenset[str] = frozenset(),
    directed: bool = False,
    error: float = 0.05,
    seed: int = 1,
) -> Ranked:
    """Return the most central nodes, of these kinds only if any are given; values as networkx's."""
    bound = None
    if metric == "degree":
        values = np.diff(graph.starts)
        method = "nodes it is linked with"
    elif metric == "pagerank":
        values, rounds = pagerank_of(graph, directed=directed)
        way = "along" if directed else "over"
        method = f"PageRank, {way} links by statements, damping {DAMPING}, {rounds} rounds"
    else:
        values, method, bound = betweenness(links, graph, error=error, seed=seed)
    return Ranked(
        metric=metric,
        method=method,
        error=bound,
        nodes=graph.size,
        links=graph.links,
        entries=graph.entries,
        rows=tuple(_highest(links, graph, values, limit, kinds)),
    )


def _highest(
    links: Links, graph: Snapshot, values: Array, limit: int | None, kinds: frozenset[str]
) -> list[tuple[NodeRow, float]]:
    """Return the highest values; of equal ones the nodes that the ledger told of first."""
    order = np.lexsort((graph.ids, -np.round(values, 12)))
    found = list[tuple[NodeRow, float]]()
    for start in range(0, len(order), 1_000):
        places = order[start : start + 1_000]
        ids = graph.ids[places].tolist()
        rows = links.nodes(ids)
        for number, value in zip(ids, values[places].tolist(), strict=True):
            if number in rows and (not kinds or rows[number].node.kind in kinds):
                found.append((rows[number], value))
                if len(found) == limit:
                    return found
    return found


def betweenness(
    links: Links, graph: Snapshot, *, error: float, seed: int
) -> tuple[Array, str, float | None]:
    """Return the betweenness of each node, by place, how it was had, and the bound of its error."""
    if is_small(graph.size, graph.links):
        import networkx as nx

        plain = nx.from_scipy_sparse_array(graph.matrix())
        exact = nx.betweenness_centrality(plain)
        values = np.array([exact[place] for place in range(graph.size)])
        return values, "betweenness, all shortest paths", None
    return sampled(links, graph, error=error, seed=seed)


def is_small(nodes: int, links: int) -> bool:
    """Tell whether betweenness can be computed in seconds."""
    return nodes * (nodes + links) <= EXACT_WORK


def sampled(
    links: Links, graph: Snapshot, *, error: float, seed: int
) -> tuple[Array, str, float | None]:
    """Return an estimate by random shortest paths (Riondato, Kornaropoulos 2016, theorem 1)."""
    chance = Random(seed)  # noqa: S311 - a sample that can be drawn again
    steps = ArraySteps(links, Lens(), graph)
    longest = max(longest_path(graph), 4)
    rounds = math.ceil(
        0.5 / error**2 * (math.floor(math.log2(longest - 2)) + 1 + math.log(1 / DOUBT))
    )
    passed: dict[int, int] = {}
    for _ in range(rounds):
        one, two = (int(graph.ids[place]) for place in chance.sample(range(graph.size), 2))
        web = shortest(steps, (one,), (two,), most=longest)
        for node in web.one_of_all(chance)[1:-1] if web else ():
            passed[node] = passed.get(node, 0) + 1
    values = np.zeros(graph.size)
    values[graph.places(passed)] = np.fromiter(passed.values(), dtype=np.float64) / rounds
    method = f"betweenness, {rounds:,} sampled shortest paths, seed {seed}"
    return values, method, error


def longest_path(graph: Snapshot) -> int:
    """Return a bound on the nodes of the longest shortest path: twice what is farthest from one."""
    told = components(graph)
    bound, degrees = 0, np.diff(graph.starts)
    for number in np.argsort(-told.sizes, kind="stable"):
        if told.sizes[number] <= bound:
            break
        places = np.flatnonzero(told.labels == number)
        start = places[np.argmax(degrees[places])]
        bound = max(bound, min(int(told.sizes[number]), 2 * _farthest(graph, int(start)) + 1))
    return bound


def _farthest(graph: Snapshot, start: int) -> int:
    """Return how many links away the farthest node is."""
    seen: Any = np.zeros(graph.size, dtype=bool)
    seen[start] = True
    frontier, steps = np.array([start]), -1
    while len(frontier):
        steps += 1
        found = graph.neighbours(frontier)[0]
        frontier = np.unique(found[~seen[found]])
        seen[frontier] = True
    return steps
