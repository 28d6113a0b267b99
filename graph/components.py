"""Components: parts of the graph that no link connects."""

from dataclasses import dataclass

import numpy as np

from .snapshot import Array, Snapshot


@dataclass(frozen=True, kw_only=True, slots=True)
class Components:
    """Which nodes hang together."""

    labels: Array
    """For each node, by place, the number of its component."""
    sizes: Array
    """Nodes of each component, by number."""


def components(graph: Snapshot) -> Components:
    """Return the components of the graph, directions left aside."""
    from scipy.sparse.csgraph import connected_components

    if not graph.size:
        return Components(labels=np.zeros(0, np.int32), sizes=np.zeros(0, np.int64))
    # The matrix is symmetric, and weak connection needs no second one of the reverse.
    count, labels = connected_components(graph.matrix(), directed=True, connection="weak")
    return Components(labels=labels, sizes=np.bincount(labels, minlength=count))
