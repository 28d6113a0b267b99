"""Boxes beside one another: where the components of a graph come to lie.

Bottom-left placement on a skyline (Burke, Kendall and Whitwell, "A New Placement Heuristic for the
Orthogonal Stock-Cutting Problem", 2004), upside down: what is small fills the gaps beside what is
large.
"""

import math
from collections.abc import Sequence

ASPECT = 1.5
"""Width to height of what is aimed at."""
GAP = 16.0
"""Pixels between boxes."""
_Step = tuple[float, float, float]
"""A step of the skyline: where it begins and ends, and how far down it is filled."""


def pack(boxes: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the upper left corners of boxes, given as (width, height), in their order.

    From the highest box to the lowest, each as far up, then as far left, as it finds room.
    """
    sizes = [(width + GAP, height + GAP) for width, height in boxes]
    area = sum(width * height for width, height in sizes) * 1.08
    width = max([math.sqrt(area * ASPECT), *(one[0] for one in sizes)])
    skyline: list[_Step] = [(0.0, width, 0.0)]
    corners = [(0.0, 0.0)] * len(sizes)
    for index in sorted(range(len(sizes)), key=lambda index: (-sizes[index][1], index)):
        x, y = min(_seats(skyline, sizes[index][0], width), key=lambda seat: (seat[1], seat[0]))
        corners[index] = (x, y)
        skyline = _filled(skyline, x, x + sizes[index][0], y + sizes[index][1])
    return corners


def _seats(skyline: list[_Step], wanted: float, width: float) -> list[tuple[float, float]]:
    """Return where a box of this width may stand, at the left end of each step."""
    seats = []
    for index, (x, _, _) in enumerate(skyline):
        end = x + wanted
        if end > width * (1 + 1e-9):
            break
        under = (step[2] for step in skyline[index:] if step[0] < end - 1e-9)
        seats.append((x, max(under)))
    return seats


def _filled(skyline: list[_Step], x: float, end: float, depth: float) -> list[_Step]:
    """Return the skyline with all between `x` and `end` filled down to `depth`."""
    kept = [(start, min(stop, x), low) for start, stop, low in skyline if start < x - 1e-9]
    kept.append((x, end, depth))
    kept += [(max(start, end), stop, low) for start, stop, low in skyline if stop > end + 1e-9]
    joined: list[_Step] = []
    for start, stop, low in kept:
        if joined and joined[-1][2] == low:
            joined[-1] = (joined[-1][0], stop, low)
        else:
            joined.append((start, stop, low))
    return joined
