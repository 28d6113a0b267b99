"""Letters of pictures: one font that stands in the package, so that pictures are alike everywhere.

It has the letters of European languages and Vietnamese (font/README.md); any other is written as
an escape, so that nothing is left out and nothing is an empty box.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ...evidence.errors import TruyvetError
from ..visible import escape, plain

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FONT = Path(__file__).parent / "font" / "truyvet-chart.ttf"
"""The font."""
_COVERED = frozenset(chain(
    range(0x20, 0x7F), range(0xA0, 0x250), range(0x259, 0x25A), range(0x2BC, 0x2BD),
    range(0x300, 0x342), range(0x370, 0x374), range(0x374, 0x378), range(0x37A, 0x380),
    range(0x384, 0x38B), range(0x38C, 0x38D), range(0x38E, 0x3A2), range(0x3A3, 0x400),
    range(0x400, 0x460), range(0x490, 0x492), range(0x1EA0, 0x1EFA), range(0x2010, 0x2028),
    range(0x2030, 0x203B), range(0x20AB, 0x20AD), range(0x2116, 0x2117), range(0x2122, 0x2123),
    range(0x2190, 0x2196), range(0x2212, 0x2213),
))  # fmt: skip


def readable(text: str) -> str:
    """Return foreign text for a picture: composed (NFC), hidden characters written out."""
    return plain(unicodedata.normalize("NFC", text))


def drawable(text: str) -> str:
    """Return `readable` text with escapes for all letters that the font lacks."""
    return "".join(one if ord(one) in _COVERED else escape(one) for one in text)


@cache
def font(size: int) -> "FreeTypeFont":
    """Return the font in this size, pixels; `TruyvetError` E642 where Pillow draws no letters."""
    from PIL import ImageFont, features

    if not features.check("freetype2"):
        raise TruyvetError("E642")
    # The plain layout: another one depends on what else is installed.
    return ImageFont.truetype(str(FONT), size, layout_engine=ImageFont.Layout.BASIC)


def width(text: str, size: float) -> float:
    """Return how wide a `readable` text is, in pixels."""
    return float(font(100).getlength(drawable(text))) * size / 100


def fitted(text: str, size: float, room: float) -> str:
    """Return a text cut so that it takes no more than `room` pixels."""
    if width(text, size) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle] + "…", size) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low] + "…"


def wrapped(text: str, size: float, room: float) -> Iterator[str]:
    """Yield the lines of a text, each no wider than `room` pixels; a long word is cut."""
    line = ""
    for word in text.split():
        if line and width(f"{line} {word}", size) <= room:
            line = f"{line} {word}"
            continue
        if line:
            yield line
        line = fitted(word, size, room)
    if line:
        yield line
