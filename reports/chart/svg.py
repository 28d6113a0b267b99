"""A chart as a picture in SVG 1.1: no script, no style sheet, no link, no font, no other file.

Text is escaped, and hidden characters were written out before. Same graph, same bytes.
"""

from xml.sax.saxutils import escape

from .lettering import drawable, width
from .lines import Stroke
from .scene import HALO, PAPER, Scene, Text
from .shapes import Area

_FONTS = "'DejaVu Sans Condensed','Arial Narrow','Segoe UI',Arial,'Liberation Sans',sans-serif"


def render_svg(scene: Scene) -> bytes:
    """Return the picture as an SVG document, UTF-8."""
    size = f'width="{scene.width:.0f}" height="{scene.height:.0f}"'
    box = f'viewBox="0 0 {scene.width:.0f} {scene.height:.0f}"'
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} role="img" '
        f'font-family="{_FONTS}">\n<title>{escape(scene.title)}</title>\n',
        f'<rect width="100%" height="100%" fill="{PAPER}"/>\n',
        '<g fill="none">\n', *map(_stroke, scene.strokes), "</g>\n",
        "<g>\n", *map(_area, scene.areas), "</g>\n",
        '<g stroke-linejoin="round">\n', *map(_text, scene.texts), "</g>\n</svg>\n",
    ]  # fmt: skip
    return "".join(parts).encode()


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _stroke(stroke: Stroke) -> str:
    (x, y), (u, v) = stroke.start, stroke.end
    bent = "" if stroke.control is None else f"Q{_points((stroke.control,))} "
    course = f"M{x:.1f},{y:.1f}{bent or 'L'}{u:.1f},{v:.1f}"
    return f'<path d="{course}" stroke="{stroke.colour}" stroke-width="{stroke.width:.1f}"/>\n'


def _area(area: Area) -> str:
    paint = f'fill="{area.colour}"'
    paint += f' stroke="{PAPER}" stroke-width="1.5"' if area.rimmed else ""
    if area.radius:
        ((x, y),) = area.corners
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{area.radius:.1f}" {paint}/>\n'
    return f'<polygon points="{_points(area.corners)}" {paint}/>\n'


def _text(text: Text) -> str:
    place = f'x="{text.x:.1f}" y="{text.y:.1f}" font-size="{text.size:g}" fill="{text.colour}"'
    place += ' text-anchor="middle"' if text.middle else ""
    if text.halo:
        place += f' paint-order="stroke" stroke="{PAPER}" stroke-width="{2 * HALO:g}"'
    if drawable(text.text) == text.text:
        # Fonts differ: a text is set so that it takes the room that was kept for it.
        place += f' textLength="{width(text.text, text.size):.1f}" lengthAdjust="spacingAndGlyphs"'
    return f"<text {place}>{escape(text.text)}</text>\n"
