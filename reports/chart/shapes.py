"""Shapes of nodes in pictures: circles, and polygons by their corners."""

from dataclasses import dataclass
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """A filled shape: a polygon, or a circle where it has one corner only, its middle."""

    corners: tuple[Point, ...]
    """Pixels."""
    colour: str
    """Of its inside."""
    radius: float = 0.0
    """Of a circle, pixels."""
    rimmed: bool = False
    """Whether it has a rim of the colour of paper."""


def shape(name: str, x: float, y: float, radius: float, colour: str) -> Area:
    """Return the shape of this name (a `looks.Look`'s) around a point."""
    if name == "circle":
        return Area(corners=((x, y),), colour=colour, radius=radius, rimmed=True)
    corners = {
        "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
        "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
        "triangle": ((0, -1.4), (1.25, 0.7), (-1.25, 0.7)),
        "page": ((-0.77, -1), (0.77, -1), (0.77, 1), (-0.77, 1)),
    }[name]
    placed = tuple((x + dx * radius, y + dy * radius) for dx, dy in corners)
    return Area(corners=placed, colour=colour, rimmed=True)
