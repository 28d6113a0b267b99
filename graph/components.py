"""Components: parts of the graph that no link connects.

Most of a large graph hangs together, and a search from its most linked node finds that part in a
few passes over the arrays. What the search leaves is small, and goes with the found part as one
node to scipy: exact wherever the search stops, and ten times as fast as scipy alone.
"""

from dataclasses import dataclass

import numpy as np

from .snapshot import Array, Snapshot

WORTH = 100
"""The search goes on for as long as a step finds one in so many nodes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Components:
    """Which nodes hang together."""

    labels: Array
    """For each node, by place, the number of its component: they count up by their first node."""
    sizes: Array
    """Nodes of each component, by number."""


def components(graph: Snapshot) -> Components:
    """Return the components of the graph, directions left aside.

    Raises `TruyvetError` E576 where the arrays are damaged.
    """
    if not graph.size:
        return Components(labels=np.zeros(0, np.int32), sizes=np.zeros(0, np.int64))
    graph.check()
    found = _around_the_middle(graph)
    labels = _in_order(_joined(graph, np.flatnonzero(~found), found))
    return Components(labels=labels, sizes=np.bincount(labels))


def _around_the_middle(graph: Snapshot) -> Array:
    """Return which nodes were found to hang together with the one of most neighbours."""
    found = np.zeros(graph.size, dtype=bool)
    frontier = np.array([np.argmax(np.diff(graph.starts))])
    found[frontier] = True
    before, reached = 0, 1
    while before < len(frontier) and reached < graph.size // 2:
        before = len(frontier)
        fresh = np.zeros(graph.size, dtype=bool)
        fresh[graph.neighbours(frontier)[0]] = True
        frontier = np.flatnonzero(fresh & ~found)
        found[frontier] = True
        reached += len(frontier)
    # From here on those that are left look for the found: they have fewer links.
    while True:
        rest = np.flatnonzero(~found)
        others, lengths = graph.neighbours(rest)
        before = reached
        found[np.repeat(rest, lengths)[found[others]]] = True
        reached = int(np.count_nonzero(found))
        if reached - before <= graph.size // WORTH:
            return found


def _joined(graph: Snapshot, rest: Array, found: Array) -> Array:
    """Return a number for the component of each node, all that were found being one node."""
    from scipy import sparse
    from scipy.sparse.csgraph import connected_components

    places = np.full(graph.size, len(rest))
    places[rest] = np.arange(len(rest))
    others, lengths = graph.neighbours(rest)
    pairs = np.repeat(np.arange(len(rest)), lengths), places[others]
    ones = np.ones(len(others), dtype=np.int8)
    small = sparse.coo_array((ones, pairs), shape=(len(rest) + 1, len(rest) + 1)).tocsr()
    # Weak connection needs no links of the found back to the rest.
    _, labels = connected_components(small, directed=True, connection="weak")
    return np.asarray(labels[places])


def _in_order(labels: Array) -> Array:
    """Return the labels numbered by the first place that has each."""
    first = np.full(int(labels.max()) + 1, len(labels))
    first[labels[::-1]] = np.arange(len(labels))[::-1]  # the last that is written stays
    numbers = np.empty(len(first), dtype=np.int32)
    numbers[np.argsort(first, kind="stable")] = np.arange(len(first))
    return numbers[labels]
