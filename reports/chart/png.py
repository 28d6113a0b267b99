"""A chart as a picture in PNG, drawn twice as large and made smaller, so that edges are smooth.

Same graph, same bytes, with the same version of Pillow.
"""

import io
from typing import TYPE_CHECKING

from .lettering import drawable, font
from .lines import Stroke
from .scene import HALO, PAPER, Scene, Text
from .shapes import Area, Point

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

MAX_PIXELS = 36_000_000
"""Of the picture; a larger one is drawn smaller. Guards memory: twelve bytes a pixel."""
FINE = 2
"""How much larger it is drawn."""
_CURVE = 14  # straight pieces of a curve


def render_png(scene: Scene, *, scale: float = 1.0) -> bytes:
    """Return the picture as a PNG file, `scale` times as large as planned.

    Raises `TruyvetError` E642 where Pillow cannot draw letters.
    """
    from PIL import Image, ImageDraw

    pixels = scene.width * scene.height * scale**2
    scale *= min(1.0, (MAX_PIXELS / pixels) ** 0.5)
    size = (max(1, round(scene.width * scale)), max(1, round(scene.height * scale)))
    picture = Image.new("RGB", (size[0] * FINE, size[1] * FINE), PAPER)
    pen = _Pen(ImageDraw.Draw(picture), scale * FINE)
    for stroke in scene.strokes:
        pen.stroke(stroke)
    for area in scene.areas:
        pen.area(area)
    for text in scene.texts:
        pen.text(text)
    picture = picture.resize(size, Image.Resampling.BOX)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=False, dpi=(96 * scale, 96 * scale))
    return file.getvalue()


class _Pen:
    """Draws in the units of the scene."""

    def __init__(self, draw: "ImageDraw", scale: float) -> None:
        self._draw = draw
        self._scale = scale

    def _at(self, points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
        return [(x * self._scale, y * self._scale) for x, y in points]

    def stroke(self, stroke: Stroke) -> None:
        points: tuple[Point, ...] = (stroke.start, stroke.end)
        if stroke.control is not None:
            points = _curve(stroke.start, stroke.control, stroke.end)
        wide = max(1, round(stroke.width * self._scale))
        self._draw.line(self._at(points), fill=stroke.colour, width=wide, joint="curve")

    def area(self, area: Area) -> None:
        rim = 1.5 * self._scale if area.rimmed else 0.0
        if area.radius:
            ((x, y),) = self._at(area.corners)
            for far, colour in ((rim / 2, PAPER), (-rim / 2, area.colour)):
                r = area.radius * self._scale + far
                self._draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)
            return
        corners = self._at(area.corners)
        self._draw.polygon(corners, fill=area.colour)
        if rim:
            closed = [*corners, corners[0], corners[1]]
            self._draw.line(closed, fill=PAPER, width=max(1, round(rim)), joint="curve")

    def text(self, text: Text) -> None:
        face = font(max(1, round(text.size * self._scale)))
        ((x, y),) = self._at(((text.x, text.y),))
        self._draw.text(
            (x, y), drawable(text.text), fill=text.colour, font=face,
            anchor="ms" if text.middle else "ls",
            stroke_width=round(HALO * self._scale) if text.halo else 0, stroke_fill=PAPER,
        )  # fmt: skip


def _curve(start: Point, control: Point, end: Point) -> tuple[Point, ...]:
    """Return points of a quadratic Bézier curve."""
    points = list[Point]()
    for step in range(_CURVE + 1):
        t = step / _CURVE
        shares = ((1 - t) ** 2, 2 * t * (1 - t), t**2)
        ends = (start, control, end)
        x, y = (sum(a * end[axis] for a, end in zip(shares, ends, strict=True)) for axis in (0, 1))
        points.append((x, y))
    return tuple(points)
