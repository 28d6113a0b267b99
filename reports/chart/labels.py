"""Where labels find room in pictures; one that would lie over another is left out and counted."""

import math
from collections import defaultdict
from collections.abc import Mapping

from .plan import Line

_CELL = 40.0  # pixels of the squares by which neighbours are found


class Room:
    """Boxes that are taken in a picture `width` pixels wide."""

    def __init__(self, width: float = math.inf) -> None:
        self._width = width
        self._cells = defaultdict[tuple[int, int], list[tuple[float, float, float, float]]](list)

    def take(self, x: float, y: float, width: float, height: float) -> bool:
        """Take a box if it is free and inside; tell whether it was."""
        if x < 0 or x + width > self._width:
            return False
        cells = [
            (i, j)
            for i in range(int(x // _CELL), int((x + width) // _CELL) + 1)
            for j in range(int(y // _CELL), int((y + height) // _CELL) + 1)
        ]
        for cell in cells:
            for a, b, c, d in self._cells[cell]:
                if x < a + c and a < x + width and y < b + d and b < y + height:
                    return False
        for cell in cells:
            self._cells[cell].append((x, y, width, height))
        return True


def place_label(
    room: Room, x: float, y: float, radius: float, width: float, size: float
) -> tuple[float, float] | None:
    """Return the middle and base line of a label: below its node, above, right, left; or none."""
    aside = radius * 1.25 + 4 + width / 2
    for middle, base in (
        (x, y + radius + size + 2), (x, y - radius - 5),
        (x + aside, y + size * 0.36), (x - aside, y + size * 0.36),
    ):  # fmt: skip
        if room.take(middle - width / 2, base - size * 0.85, width, size * 1.05):
            return middle, base
    return None


def edge_label(line: Line, words: Mapping[str, str]) -> str:
    """Return what is written at a link: what it says, and how often where more than once."""
    text = words.get(f"relation.{line.edge.relation}", line.edge.relation)
    return f"{text} ×{line.edge.count}" if line.edge.count > 1 else text
