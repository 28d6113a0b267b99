"""Graphs of networkx as the arrays of a snapshot, without a case."""

import networkx as nx
import numpy as np

from truyvet.graph.snapshot import Snapshot


def arrays_of(plain: "nx.Graph[int]") -> Snapshot:
    """The snapshot of a graph whose nodes are 0, 1, … in this order."""
    size = len(plain)
    matrix = nx.to_scipy_sparse_array(plain, nodelist=range(size), format="csr")
    starts, ends = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32)
    counts = matrix.data.astype(np.int32)
    return Snapshot(
        entries=0, prev="", ids=np.arange(1, size + 1), degrees=np.diff(starts).astype(np.int32),
        starts=starts, ends=ends, counts=counts,
        out_starts=starts * 0, out_ends=ends[:0], out_counts=counts[:0],
    )  # fmt: skip


def numbered(plain: "nx.Graph[object]") -> "nx.Graph[int]":
    """The same graph with its nodes numbered from 0."""
    return nx.convert_node_labels_to_integers(plain)
