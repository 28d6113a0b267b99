"""A page as units of one width, so that a place in its text is a place in its bytes.

In every encoding that pages use, the signs of HTML are those of ASCII: one byte each, or one unit
of two or four bytes. So a page is cut into tags without being decoded, and only values are.
"""

import html
import sys
from array import array

from ...evidence.scans.locator import span
from ..charsets import decode

_WIDTHS = {"utf-16": 2, "utf-16-le": 2, "utf-16-be": 2, "utf-32": 4, "utf-32-le": 4, "utf-32-be": 4}
_MARKS = {2: b"\xfe\xff", 4: b"\0\0\xfe\xff"}
_SIGNS = {1: "B", 2: "H", 4: "I"}


class Source:
    """The text of a page in units, and the way back to its bytes."""

    def __init__(self, content: bytes, charset: str) -> None:
        """`charset` is one that `charsets.decode` takes."""
        self._content = content
        self.charset = charset
        """Encoding of the bytes."""
        self.width = _WIDTHS.get(charset, 1)
        """Bytes of a unit."""
        big = charset.endswith("-be")
        if self.width > 1:
            big = big or content.startswith(_MARKS[self.width])
            self.charset = f"utf-{8 * self.width}-{'be' if big else 'le'}"
        self.text = content.decode("latin-1") if self.width == 1 else self._units(big=big)
        """One character for each unit: ASCII is itself, what else there is may be anything."""

    def _units(self, *, big: bool) -> str:
        whole = len(self._content) // self.width * self.width
        units = array(_SIGNS[self.width], self._content[:whole])
        if big != (sys.byteorder == "big"):
            units.byteswap()
        return "".join(map(chr, (unit if unit < 0x110000 else 0xFFFD for unit in units)))

    def raw(self, start: int, end: int) -> bytes:
        """Return the bytes of some units."""
        return self._content[start * self.width : end * self.width]

    def step(self, start: int, end: int) -> str:
        """Return the step of a locator that leads to these bytes."""
        return span(start * self.width, (end - start) * self.width)

    def written(self, start: int, end: int) -> str:
        """Return the text of some units as it is written."""
        text = self.text[start:end]
        return text if text.isascii() else decode(self.raw(start, end), self.charset)

    def value(self, start: int, end: int) -> str:
        """Return the text of some units with its character references resolved."""
        text = self.written(start, end)
        return html.unescape(text) if "&" in text else text
