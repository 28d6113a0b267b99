"""Boxes around what belongs together: few of them, from top to bottom."""

from typing import NamedTuple

MAX_BOXES = 40
"""Boxes that are drawn; more would hide what they mark."""
_BAND = 128  # rows of pixels whose boxes become one where there are far too many
_FAR_TOO_MANY = 400


class Box(NamedTuple):
    """A rectangle, in pixels or blocks."""

    left: int
    """First column."""
    top: int
    """First row."""
    right: int
    """First column after it."""
    bottom: int
    """First row after it."""

    def moved(self, rows: int) -> "Box":
        """Return it so many rows further down."""
        return Box(self.left, self.top + rows, self.right, self.bottom + rows)

    def scaled(self, by: int, width: int, height: int) -> "Box":
        """Return it in a unit so many times finer, within a picture of this size."""
        right, bottom = min(self.right * by, width), min(self.bottom * by, height)
        return Box(self.left * by, self.top * by, right, bottom)

    def padded(self, by: int, width: int, height: int) -> "Box":
        """Return it larger on each side, within a picture of this size."""
        right, bottom = min(self.right + by, width), min(self.bottom + by, height)
        return Box(max(0, self.left - by), max(0, self.top - by), right, bottom)

    def joined(self, other: "Box") -> "Box":
        """Return the smallest box around both."""
        return Box(
            min(self.left, other.left), min(self.top, other.top),
            max(self.right, other.right), max(self.bottom, other.bottom),
        )  # fmt: skip

    def is_near(self, other: "Box", distance: int) -> bool:
        """Tell whether they overlap, or less than `distance` lies between them."""
        return (
            self.left < other.right + distance
            and other.left < self.right + distance
            and self.top < other.bottom + distance
            and other.top < self.bottom + distance
        )


def boxes_of(cells: bytes, across: int) -> list[Box]:
    """Return a box around each group of marked cells that touch; `cells` are rows of `across`."""
    found, left = list[Box](), set[int](at for at, cell in enumerate(cells) if cell)
    while left:
        start = left.pop()
        row, column = divmod(start, across)
        box, todo = Box(column, row, column + 1, row + 1), [start]
        while todo:
            row, column = divmod(todo.pop(), across)
            box = box.joined(Box(column, row, column + 1, row + 1))
            for other in range(max(0, column - 1), min(across, column + 2)):
                for at in (other + (row + step) * across for step in (-1, 0, 1)):
                    if at in left:
                        left.remove(at)
                        todo.append(at)
        found.append(box)
    return found


def merged(boxes: list[Box], *, near: int) -> list[Box]:
    """Return at most `MAX_BOXES` boxes that cover all of `boxes`, from top to bottom.

    Those less than `near` apart become one, and where that leaves too many, those further apart.
    """
    found = _by_bands(boxes) if len(boxes) > _FAR_TOO_MANY else sorted(set(boxes))
    while True:
        found = _merged_once(found, near)
        if len(found) <= MAX_BOXES:
            return sorted(found, key=lambda box: (box.top, box.left))
        near *= 2


def _by_bands(boxes: list[Box]) -> list[Box]:
    bands = dict[int, Box]()
    for box in boxes:
        known = bands.get(box.top // _BAND)
        bands[box.top // _BAND] = box if known is None else known.joined(box)
    return list(bands.values())


def _merged_once(boxes: list[Box], near: int) -> list[Box]:
    """Return boxes of which no two are near."""
    found = list[Box]()
    for box in boxes:
        while True:
            close = [one for one in found if one.is_near(box, near)]
            if not close:
                break
            found = [one for one in found if one not in close]
            for one in close:
                box = box.joined(one)
        found.append(box)
    return found
