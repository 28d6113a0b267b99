"""Where the nodes of a chart stand: the same graph, the same places.

Each connected component is laid out by itself and all are packed side by side. A component starts
from distances to some pivots (Brandes and Pich, "Eigensolver Methods for Progressive
Multidimensional Scaling of Large Data", 2006) and is relaxed by springs and repulsion (Fruchterman
and Reingold 1991; above `EXACT` nodes the repulsion is summed on a grid by FFT); then nodes are
moved apart until none covers another. Nothing is random. Lengths are pixels; y grows downwards.
"""

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from .packing import pack

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Points: TypeAlias = "np.ndarray[tuple[int, int], np.dtype[np.float64]]"
Numbers: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float64]]"
Indices: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.int64]]"

EXACT = 900
"""Nodes up to which every pair repels; above, the grid does it."""
GRID = 192
"""Cells of the grid's side."""
PIVOTS = 40
STEPS = 160
REACH = 5.0
"""Lengths of a link beyond which repulsion falls with the cube: long branches stay together."""
LENGTH = 74.0
"""Pixels of a link of a star or pair, about."""
WIDE, NARROW = 88.0, 36.0
"""Pixels between neighbours in a small component, and in one of a thousand nodes or more."""
GAP = 7.0
"""Pixels between two nodes, at least."""
ROUNDS = 60
"""Of moving apart; what still overlaps then overlaps."""
_GOLDEN = 2.399963229728653  # radians: no two of a series come to lie in one direction


def lay_out(count: int, sources: Indices, targets: Indices, radii: Numbers) -> Points:
    """Return the places of `count` nodes that these links connect, from (0, 0) on.

    `radii` are those of the nodes. Memory: some hundred bytes a node and link.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    if not count:
        return np.zeros((0, 2))
    kept = sources != targets
    sources, targets = sources[kept], targets[kept]
    ones = np.ones(2 * len(sources))
    both = (np.concatenate([sources, targets]), np.concatenate([targets, sources]))
    matrix = csr_matrix((ones, both), shape=(count, count))
    matrix.data[:] = 1.0
    _, of = connected_components(matrix, directed=False)
    order = np.argsort(of, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(of[order])) + 1)
    parts.sort(key=lambda part: (-len(part), int(part[0])))
    places = [_component(matrix[part][:, part], radii[part]) for part in parts]
    boxes = [_box(place, radii[part]) for place, part in zip(places, parts, strict=True)]
    result = np.zeros((count, 2))
    for part, place, box, corner in zip(parts, places, boxes, _packed(boxes), strict=True):
        result[part] = place - place.min(axis=0) + corner + (box - _span(place)) / 2
    return result


def _packed(boxes: list[Numbers]) -> list[tuple[float, float]]:
    return pack([(float(box[0]), float(box[1])) for box in boxes])


def _span(place: Points) -> Numbers:
    span: Numbers = place.max(axis=0) - place.min(axis=0)
    return span


def _box(place: Points, radii: Numbers) -> Numbers:
    """Return width and height with room for labels."""
    box: Numbers = _span(place) + 2 * float(radii.max()) + np.array([76.0, 40.0])
    return box


def _component(matrix: "csr_matrix", radii: Numbers) -> Points:
    count = len(radii)
    degrees = np.diff(matrix.indptr)
    if count <= 2:
        return np.array([[LENGTH * 1.5 * number, 0.0] for number in range(count)])
    if int(degrees.max()) == count - 1 and matrix.nnz == 2 * (count - 1):
        return _apart(_star(int(degrees.argmax()), radii), radii)
    starts, ends = matrix.nonzero()
    once = starts < ends
    place = _relaxed(_pivoted(matrix), starts[once], ends[once], degrees)
    return _apart(_turned(place), radii)


def _star(hub: int, radii: Numbers) -> Points:
    """Return a hub with its leaves in rings around it."""
    place, ring, left = np.zeros((len(radii), 2)), 0, len(radii) - 1
    leaves = np.delete(np.arange(len(radii)), hub)
    while left:
        ring += 1
        distance = float(radii[hub]) + LENGTH * (0.35 + 0.65 * ring)
        seats = min(left, max(6, int(2 * np.pi * distance / 40.0)))
        angles = np.arange(seats) * (2 * np.pi / seats) + 0.5 * ring
        taken = leaves[len(leaves) - left :][:seats]
        place[taken] = distance * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        left -= seats
    return place


def _pivoted(matrix: "csr_matrix") -> Points:
    """Return places by the distances to pivots, each the farthest from those before it."""
    from scipy.sparse.csgraph import breadth_first_order, shortest_path

    count = matrix.shape[0]
    first = int(breadth_first_order(matrix, 0, return_predecessors=False)[-1])
    nearest, columns = np.full(count, np.inf), []
    pivot = first
    for _ in range(min(PIVOTS, count)):
        away = shortest_path(matrix, directed=False, unweighted=True, indices=pivot)
        columns.append(away)
        nearest = np.minimum(nearest, away)
        pivot = int(nearest.argmax())
    squares = np.stack(columns, axis=1) ** 2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean()
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, -2:][:, ::-1]
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
    place: Points = centred @ axes
    place = place / max(float(np.abs(place).max()), 1e-9) * np.sqrt(count)
    turn = np.arange(count) * _GOLDEN  # nodes with the same distances must not stand on one spot
    spread = np.sqrt(np.arange(1, count + 1) / count)[:, None]
    around: Points = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    apart: Points = place + 0.6 * spread * around
    return apart


def _relaxed(place: Points, starts: Indices, ends: Indices, degrees: Numbers) -> Points:
    """Return places where springs and repulsion are nearly at rest; a link is about 1 long."""
    weights = np.sqrt(1.0 + degrees / 2.0)
    pull = 1.0 / np.sqrt(np.minimum(degrees[starts], degrees[ends]))
    push = _push_exactly if len(place) <= EXACT else _push_on_grid
    count, heat = len(place), 0.12 * float(np.sqrt(len(place))) + 0.5
    for step in range(STEPS):
        force = push(place, weights)
        away = place[ends] - place[starts]
        spring = away * (np.sqrt((away**2).sum(axis=1)) * pull)[:, None]
        for axis in (0, 1):
            force[:, axis] += np.bincount(starts, spring[:, axis], count)
            force[:, axis] -= np.bincount(ends, spring[:, axis], count)
        size = np.sqrt((force**2).sum(axis=1)) + 1e-9
        limit = heat * (1.0 - step / STEPS) ** 1.5 + 0.01
        place = place + force * (np.minimum(size, limit) / size)[:, None]
    return place * (_spacing(count) / _nearest(place))


def _spacing(count: int) -> float:
    """Return how far neighbours of a component of so many nodes shall stand apart."""
    share = (np.log10(max(count, 30)) - np.log10(30)) / (3.0 - np.log10(30))
    return float(WIDE + (NARROW - WIDE) * min(share, 1.0))


def _nearest(place: Points) -> float:
    """Return the median distance of a node to the one nearest to it."""
    from scipy.spatial import cKDTree

    distances, _ = cKDTree(place).query(place, k=2)
    return max(float(np.median(distances[:, 1])), 1e-9)


def _push_exactly(place: Points, weights: Numbers) -> Points:
    x = place[:, 0][:, None] - place[:, 0]
    y = place[:, 1][:, None] - place[:, 1]
    squares = x**2 + y**2
    share = weights / ((squares + 0.01) * (1.0 + squares / REACH**2))
    return np.stack([(x * share).sum(axis=1), (y * share).sum(axis=1)], axis=1) * weights[:, None]


def _push_on_grid(place: Points, weights: Numbers) -> Points:
    """Return the repulsion of all by all, each laid on the four nearest points of a grid."""
    from scipy.fft import irfft2, rfft2

    low = place.min(axis=0)
    cell = max(float(_span(place).max()) / (GRID - 2), 1e-9)
    at = (place - low) / cell
    corner = at.astype(np.int64)
    part = at - corner
    mass = np.zeros(GRID * GRID)
    seats, shares = [], []
    for dx in (0, 1):
        for dy in (0, 1):
            seats.append((corner[:, 0] + dx) * GRID + corner[:, 1] + dy)
            shares.append(np.abs(1 - dx - part[:, 0]) * np.abs(1 - dy - part[:, 1]))
            mass += np.bincount(seats[-1], shares[-1] * weights, GRID * GRID)
    size = 2 * GRID
    steps = np.concatenate([np.arange(GRID), np.arange(-GRID, 0)]) * cell
    x, y = steps[:, None], steps[None, :]
    squares = x**2 + y**2
    field = (squares + cell**2) * (1.0 + squares / REACH**2)
    spectrum = rfft2(mass.reshape(GRID, GRID), (size, size))
    force = np.zeros_like(place)
    for axis, kernel in enumerate((x / field, y / field)):
        found = irfft2(rfft2(kernel) * spectrum, (size, size))[:GRID, :GRID].ravel()
        for seat, share in zip(seats, shares, strict=True):
            force[:, axis] += found[seat] * share
    return force * weights[:, None]


def _turned(place: Points) -> Points:
    """Return the places turned so that they are wider than high: screens are."""
    centred = place - place.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1] * np.sign(vectors[0, ::-1] + 1e-12)
    turned: Points = centred @ axes
    return turned


def _apart(place: Points, radii: Numbers) -> Points:
    """Return the places with nodes moved until none covers another."""
    from scipy.spatial import cKDTree

    reach = 2.0 * float(radii.max()) + GAP
    for _ in range(ROUNDS):
        pairs = cKDTree(place).query_pairs(reach, output_type="ndarray")
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        one, other = pairs[:, 0], pairs[:, 1]
        away = place[other] - place[one]
        distance = np.sqrt((away**2).sum(axis=1))
        lack = radii[one] + radii[other] + GAP - distance
        near = lack > 0.01
        if not near.any():
            break
        one, other, lack = one[near], other[near], lack[near]
        turn = (one + other) * _GOLDEN
        aside = np.stack([np.cos(turn), np.sin(turn)], axis=1)
        flat = distance[near] < 1e-6
        unit = np.where(
            flat[:, None], aside, away[near] / np.maximum(distance[near], 1e-6)[:, None]
        )
        move = unit * (0.5 * lack + 0.2)[:, None]
        for axis in (0, 1):
            place[:, axis] += np.bincount(other, move[:, axis], len(place))
            place[:, axis] -= np.bincount(one, move[:, axis], len(place))
    return place
