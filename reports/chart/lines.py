"""How links run in pictures: from rim to rim, bent where several lie beside one another."""

import math
from dataclasses import dataclass

from .plan import BEND, Line, Place
from .shapes import Area, Point

LOOP = 44.0
"""Pixels from a node's rim to what its link with itself is bent towards; the page has the same."""
_HEAD = 8.0  # pixels of an arrow's head


@dataclass(frozen=True, kw_only=True, slots=True)
class Stroke:
    """A line, or a quadratic Bézier curve where it has a control point."""

    start: Point
    """Pixels."""
    end: Point
    """Pixels."""
    colour: str
    """Its colour."""
    width: float
    """Pixels."""
    control: Point | None = None
    """What it is bent towards; none if straight."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """How a link runs."""

    start: Point
    """At the rim of its source."""
    end: Point
    """At the rim of its target, before the arrow's head."""
    control: Point | None
    """What it is bent towards."""
    x: float
    """Its middle."""
    y: float
    """Its middle."""
    angle: float
    """Direction at its end, radians."""
    width: float
    """Pixels."""

    def stroke(self, colour: str) -> Stroke:
        """Return it in this colour."""
        return Stroke(
            start=self.start, end=self.end, control=self.control, colour=colour, width=self.width
        )


def course_of(
    line: Line, source: tuple[float, float, Place], target: tuple[float, float, Place]
) -> Course:
    """Return how a link runs between two places, each given with its position."""
    (ax, ay, a), (bx, by, b) = source, target
    thick = min(1.2 + 0.5 * math.log2(max(line.edge.count, 1)), 5.0)
    if a is b:
        return _loop(line, ax, ay, a.radius, thick)
    dx, dy = bx - ax, by - ay
    length = math.hypot(dx, dy) or 1.0
    # A curve comes half as near to its control point as that lies from the straight line.
    cx, cy = (ax + bx) / 2 + line.bend * dy, (ay + by) / 2 - line.bend * dx
    head = 0.0 if line.mutual else _HEAD - 1
    start = _towards(ax, ay, cx, cy, min(a.radius, length / 3))
    end = _towards(bx, by, cx, cy, min(b.radius * 1.05 + head, length / 2.2))
    return Course(
        start=start, end=end, control=(cx, cy) if line.bend else None,
        x=(start[0] + 2 * cx + end[0]) / 4, y=(start[1] + 2 * cy + end[1]) / 4,
        angle=math.atan2(by - cy, bx - cx), width=thick,
    )  # fmt: skip


def _loop(line: Line, x: float, y: float, radius: float, thick: float) -> Course:
    """Return how a link with itself runs; several of one node are turned around it."""
    middle = line.bend / BEND - math.pi / 4

    def at(turn: float, away: float) -> Point:
        return x + away * math.cos(middle + turn), y + away * math.sin(middle + turn)

    top = at(0.0, radius + LOOP / 2 + 8)  # its words stand outside
    return Course(
        start=at(-0.6, radius), end=at(0.6, radius), control=at(0.0, radius + LOOP),
        x=top[0], y=top[1], angle=middle + math.pi, width=thick,
    )  # fmt: skip


def head_of(course: Course, colour: str) -> Area:
    """Return the head of the arrow at its end."""
    (x, y), cos, sin = course.end, math.cos(course.angle), math.sin(course.angle)
    half = 3.4 + course.width * 0.6
    corners = ((_HEAD, 0.0), (-1.5, half), (-1.5, -half))
    return Area(
        corners=tuple((x + u * cos - v * sin, y + u * sin + v * cos) for u, v in corners),
        colour=colour,
    )


def _towards(x: float, y: float, to_x: float, to_y: float, far: float) -> Point:
    length = math.hypot(to_x - x, to_y - y) or 1.0
    return x + (to_x - x) / length * far, y + (to_y - y) / length * far
