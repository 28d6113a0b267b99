"""Communities: groups that are linked among themselves more than with others.

Up to `LOUVAIN` linked pairs by the method of Louvain (Blondel et al. 2008, networkx), above that
by label propagation (Raghavan et al. 2007) over arrays: coarser, and seconds instead of minutes.
Both hang on chance; the seed is told, and gives the same groups again.
"""

from dataclasses import dataclass

import numpy as np

from ..evidence.links.rows import NodeRow
from ..evidence.links.view import Links
from .snapshot import Array, Snapshot

LOUVAIN = 200_000
"""Linked pairs up to which networkx finds communities in seconds."""
ROUNDS = 20
"""Rounds of label propagation at most."""
STILL = 0.002
"""Share of nodes that may still change when it ends."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Community:
    """A group of nodes."""

    size: int
    """Its nodes."""
    inside: int
    """Linked pairs among them."""
    outside: int
    """Linked pairs of one of them and a node of another group."""
    members: tuple[NodeRow, ...]
    """The nodes of most links within the group, at most as many as asked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Communities:
    """The answer: the groups of a graph."""

    method: str
    """How they were found, for people."""
    modularity: float
    """How much more is linked within groups than by chance (Newman 2004): 0 by chance."""
    nodes: int
    """Nodes of the graph."""
    links: int
    """Linked pairs."""
    entries: int
    """Entries of the ledger that it knows."""
    count: int
    """Number of groups."""
    told: tuple[Community, ...]
    """The largest of them, at most the limit; or the one asked for."""


def communities(
    links: Links,
    graph: Snapshot,
    *,
    limit: int | None = 20,
    members: int | None = 10,
    of: int | None = None,
    seed: int = 1,
) -> Communities:
    """Return the groups, the largest first; with `of`, the one of the node with that number."""
    small = graph.links <= LOUVAIN
    labels = _louvain(graph, seed) if small else propagated(graph, seed)
    method = f"{'Louvain' if small else 'label propagation'}, seed {seed}"
    sizes = np.bincount(labels, minlength=0)
    inside, ends = _linked(graph, labels, len(sizes))
    order = np.lexsort((np.arange(len(sizes)), -sizes))
    if of is not None:
        places = graph.places((of,))
        order = labels[places] if len(places) else order[:0]
    chosen = order if limit is None else order[:limit]
    within = _degrees_within(graph, labels)
    told = []
    for number in chosen.tolist():
        places = np.flatnonzero(labels == number)
        strongest = places[np.lexsort((places, -within[places]))][:members]
        rows = links.nodes(graph.ids[strongest].tolist())
        told.append(
            Community(
                size=int(sizes[number]),
                inside=int(inside[number]),
                outside=int(ends[number] - 2 * inside[number]),
                members=tuple(rows[one] for one in graph.ids[strongest].tolist()),
            )
        )
    return Communities(
        method=method,
        modularity=_modularity(graph, labels),
        nodes=graph.size,
        links=graph.links,
        entries=graph.entries,
        count=len(sizes),
        told=tuple(told),
    )


def _louvain(graph: Snapshot, seed: int) -> Array:
    import networkx as nx

    plain = nx.from_scipy_sparse_array(graph.matrix())
    found = nx.community.louvain_communities(plain, weight="weight", seed=seed)
    labels = np.zeros(graph.size, dtype=np.int64)
    for number, places in enumerate(sorted(found, key=lambda one: (-len(one), min(one)))):
        labels[list(places)] = number
    return labels


def propagated(graph: Snapshot, seed: int) -> Array:
    """Give every node, half of them a round, the label that most of its links lead to."""
    graph.check()
    chance = np.random.default_rng(seed)
    labels = np.arange(graph.size, dtype=np.int64)
    owners = np.repeat(np.arange(graph.size), np.diff(graph.starts))
    for _ in range(ROUNDS):
        awake = chance.random(graph.size) < 0.5
        asked = awake[owners]
        keys = owners[asked] * graph.size + labels[graph.ends[asked]]
        order = np.argsort(keys, kind="stable")
        keys, weights = keys[order], graph.counts[asked][order]
        first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
        sums = np.add.reduceat(weights, first) if len(first) else weights
        nodes, heard = np.divmod(keys[first], graph.size)
        best = np.lexsort((heard, -sums, nodes))
        leading = best[np.concatenate(([True], nodes[best][1:] != nodes[best][:-1]))]
        fresh = labels.copy()
        fresh[nodes[leading]] = heard[leading]
        changed = int((fresh != labels).sum())
        labels = fresh
        if changed <= STILL * graph.size:
            break
    return np.asarray(np.unique(labels, return_inverse=True)[1])


def _linked(graph: Snapshot, labels: Array, groups: int) -> tuple[Array, Array]:
    """Return by group the pairs linked within it, and the ends of links that lie in it."""
    owners = np.repeat(labels, np.diff(graph.starts))
    same = owners == labels[graph.ends]
    return np.bincount(owners[same], minlength=groups) // 2, np.bincount(owners, minlength=groups)


def _degrees_within(graph: Snapshot, labels: Array) -> Array:
    owners = np.repeat(np.arange(graph.size), np.diff(graph.starts))
    same = labels[owners] == labels[graph.ends]
    return np.bincount(owners[same], minlength=graph.size)


def _modularity(graph: Snapshot, labels: Array) -> float:
    """Return the modularity of groups, links weighted by their statements."""
    total = float(graph.counts.sum())
    if not total:
        return 0.0
    owners = np.repeat(labels, np.diff(graph.starts))
    groups = int(labels.max()) + 1
    inside = float(graph.counts[owners == labels[graph.ends]].sum())
    strength = np.bincount(owners, weights=graph.counts, minlength=groups)
    return inside / total - float(((strength / total) ** 2).sum())
