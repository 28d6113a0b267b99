"""What lies above the cells of a sheet in Excel 97: comments, text boxes, and the cells' links.

Source: MS-XLS 2.4.179 (Note), 2.4.181 (Obj), 2.4.329 (TxO), 2.4.140 (HLink); MS-OSHARED 2.3.7.1
(Hyperlink Object). The text of a drawn object stands in the continuation of its record.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from .findings import Finding, Seen, Words, step
from .records97 import string

MAX_DRAWN = 20_000
"""Objects and links of a sheet that are read."""
_NOTE, _OBJECT, _TEXT, _CONTINUE, _LINK = 0x1C, 0x5D, 0x1B6, 0x3C, 0x1B8
_URL = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
_FILE = bytes.fromhex("0303000000000000c000000000000046")
_UPWARDS, _MOST_UPWARDS = "..\\", 64
_HAS_MONIKER, _HAS_NAME, _HAS_FRAME, _AS_TEXT = 0x01, 0x10, 0x80, 0x100


@dataclass(kw_only=True)
class _Text:
    """A drawn text, as far as its continuations have come."""

    wanted: int
    pieces: list[str] = field(default_factory=list)


class Drawn:
    """Takes the records of a sheet one by one."""

    def __init__(self, names: tuple[str, ...]) -> None:
        """`names` lead to the sheet."""
        self._names = names
        self._object = 0
        self._texts: dict[int, _Text] = {}
        self._open: _Text | None = None
        self._notes: list[tuple[str, int, str]] = []
        self._links: list[tuple[str, str]] = []

    def take(self, kind: int, content: bytes) -> None:
        """Take a record; struct.error or IndexError where it is too short."""
        if kind == _CONTINUE:
            self._more(content)
            return
        self._open = None
        if kind == _OBJECT:
            (self._object,) = struct.unpack_from("<H", content, 6)
        elif kind == _TEXT and len(self._texts) < MAX_DRAWN:
            (wanted,) = struct.unpack_from("<H", content, 10)
            self._open = self._texts[self._object] = _Text(wanted=wanted)
        elif kind == _NOTE and len(self._notes) < MAX_DRAWN:
            row, column, _, number = struct.unpack_from("<HHHH", content)
            self._notes.append((_cell(row, column), number, string(content, 8)))
        elif kind == _LINK and len(self._links) < MAX_DRAWN:
            row, _, column = struct.unpack_from("<HHH", content)
            self._links.append((_cell(row, column), _target(content)))

    def _more(self, content: bytes) -> None:
        text = self._open
        if text is None or not content or text.wanted <= 0:
            return
        wide = content[0] & 1
        raw = content[1 : 1 + text.wanted * (1 + wide)]
        piece = raw.decode("utf-16-le" if wide else "latin-1", "replace")
        text.pieces.append(piece)
        text.wanted -= len(raw) // (1 + wide)

    def read(self) -> Iterator[Finding]:
        """Yield the comments, then the links, then all drawn text."""
        for n, (cell, number, author) in enumerate(self._notes, 1):
            text = self._texts.get(number)
            where = step("xls", *self._names, "comment", str(n))
            raw = "".join(text.pieces) if text else ""
            facts = {"author": author.strip("\0"), "cell": cell}
            yield Seen(kind="comment", step=where, raw=raw, facts=facts)
        for n, (cell, target) in enumerate(self._links, 1):
            where = step("xls", *self._names, "hyperlink", str(n))
            facts = {"relation": "hyperlink", "cell": cell}
            yield Seen(kind="external-link", step=where, raw=target, facts=facts)
        drawn = "\n".join("".join(text.pieces) for text in self._texts.values())
        if drawn.strip():
            yield Words(step=step("xls", *self._names, "drawn"), text=drawn)


def _cell(row: int, column: int) -> str:
    letters, left = "", column + 1
    while left:
        left, digit = divmod(left - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row + 1}"


def _target(content: bytes) -> str:
    """Read where a link leads; empty for a place in the workbook itself."""
    (flags,) = struct.unpack_from("<I", content, 28)
    place = 32
    for flag in (_HAS_NAME, _HAS_FRAME):
        if flags & flag:
            place += 4 + 2 * struct.unpack_from("<I", content, place)[0]
    if not flags & _HAS_MONIKER:
        return ""
    if flags & _AS_TEXT:
        length = int(struct.unpack_from("<I", content, place)[0])
        return _wide(content[place + 4 : place + 4 + 2 * length])
    sort = content[place : place + 16]
    place += 16
    if sort == _URL:
        length = int(struct.unpack_from("<I", content, place)[0])
        return _wide(content[place + 4 : place + 4 + length])
    if sort == _FILE:
        return _file(content, place)
    return ""


def _file(content: bytes, place: int) -> str:
    """Read a file moniker (MS-OSHARED 2.3.7.8): the path in 16 bits where there is one."""
    up, length = struct.unpack_from("<HI", content, place)
    short = content[place + 6 : place + 6 + length].split(b"\0")[0]
    place += 6 + length + 24
    path = short.decode("cp1252", "replace")
    if struct.unpack_from("<I", content, place)[0]:
        (length,) = struct.unpack_from("<I", content, place + 4)
        path = _wide(content[place + 10 : place + 10 + length])
    return _UPWARDS * min(int(up), _MOST_UPWARDS) + path


def _wide(raw: bytes) -> str:
    return raw.decode("utf-16-le", "replace").split("\0", 1)[0]
