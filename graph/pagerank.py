"""PageRank (Brin, Page 1998) of every node, over the arrays of a snapshot.

Where direction does not matter, the ranks x solve (I - dWD⁻¹)x = c, whose matrix is symmetric and
positive in the inner product of D⁻¹ (W the counts, D their sums): conjugate gradients (Hestenes,
Stiefel 1952) need two thirds of the rounds of the power method, which is for all else.
"""

import numpy as np

from .snapshot import Array, Snapshot

DAMPING = 0.85
"""Chance to follow a link rather than to begin anew (Brin, Page 1998)."""
MAX_ROUNDS = 200
TOLERANCE = 1e-6
"""What all ranks together may still change by: of a node among n, 1/n of that on average.

Independent of n, where networkx's default grows with it and stops far too early on large graphs.
"""


def pagerank_of(
    graph: Snapshot, *, directed: bool = False, damping: float = DAMPING, weighted: bool = True
) -> tuple[Array, int]:
    """Return the PageRank of each node, by place, and the rounds it took.

    A round reads every link once. Raises `TruyvetError` E576 where the arrays are damaged.
    """
    if not graph.size:
        return np.zeros(0), 0
    matrix = graph.matrix(directed=directed).astype(np.float64)
    if not weighted:
        matrix.data = np.ones_like(matrix.data)
    strength = matrix @ np.ones(graph.size)
    share = np.divide(1.0, strength, out=np.zeros(graph.size), where=strength > 0)
    if directed or not 0 < damping < 1:
        onward = matrix.T.tocsr() if directed else matrix
        return _by_power(onward, share, damping)
    return _by_gradients(matrix, share, damping)


def _by_power(onward: Array, share: Array, damping: float) -> tuple[Array, int]:
    """Follow the links until nothing changes; who has none leads everywhere."""
    size, dangling = len(share), share == 0
    ranks = np.full(size, 1.0 / size)
    change, rounds = 1.0, 0
    while change >= TOLERANCE and rounds < MAX_ROUNDS:
        lost = float(ranks[dangling].sum())
        fresh = damping * (onward @ (ranks * share) + lost / size) + (1 - damping) / size
        change = float(np.abs(fresh - ranks).sum())
        ranks, rounds = fresh, rounds + 1
    return ranks, rounds


def _by_gradients(matrix: Array, share: Array, damping: float) -> tuple[Array, int]:
    """Solve for the ranks; what is left of the equation is what a round of power would change.

    Nothing is allocated in a round but the product, and no product of vectors is given to BLAS,
    whose threads cost more than they save at one pass over memory.
    """
    linked = share > 0
    start = 1.0 / (np.count_nonzero(linked) + (1 - damping) * np.count_nonzero(~linked))
    # Who has no links keeps the chance to begin there; they and the others add up to 1.
    ranks = np.where(linked, start, (1 - damping) * start)
    left = damping * (matrix @ (ranks * share)) + (1 - damping) * start - ranks
    step, shared, spare = left.copy(), left * share, np.empty_like(left)
    square, rounds = _product(left, shared), 1
    while float(np.abs(left, out=spare).sum()) >= TOLERANCE and rounds < MAX_ROUNDS:
        np.multiply(step, share, out=shared)
        image = matrix @ shared
        image *= -damping
        image += step
        length = square / _product(shared, image)
        ranks += np.multiply(step, length, out=spare)
        image *= length
        left -= image
        fresh = _product(np.multiply(left, share, out=shared), left)
        step *= fresh / square
        step += left
        square, rounds = fresh, rounds + 1
    return ranks + left, rounds


def _product(one: Array, two: Array) -> float:
    return float(np.einsum("i,i", one, two))
