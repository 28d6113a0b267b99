"""Text of PowerPoint presentations of 1997 to 2003, and the objects that lie in them.

Source: MS-PPT, 2.3.1 (record header), 2.9.45 and 2.9.46 (text atoms), 2.10.34 (objects).
"""

import struct
import zlib
from collections.abc import Iterator

from ..interface import Member
from .dates import w3c
from .findings import Finding, Inside, Seen, Trouble, Words, step

MAX_TEXT = 16 << 20
"""Characters of text that are taken out."""
MAX_DEPTH = 32
"""How deep containers nest; real ones reach 12."""
MAX_OBJECT = 64 << 20
"""Decoded bytes of an embedded object."""
_CHARS, _BYTES, _STRING, _LINK, _OBJECT, _MASTER = 4000, 4008, 4026, 4055, 4113, 1016
_VBA, _VBA_ATOM, _COMMENT, _COMMENT_ATOM, _SLIDE, _SLIDE_SHOW = 1023, 1024, 12000, 12001, 1006, 1017
_HIDDEN = 0x04  # 2.6.6
_PLACEHOLDER = "*"  # stands where a slide's number or date is drawn (2.9.43)
_TOKEN_ENCRYPTED = 0xF3D1C4DF
DAMAGE = (struct.error, IndexError)
"""What reading a stream that is too short raises."""


def is_encrypted(current_user: bytes) -> bool:
    """Tell whether a `Current User` stream says that the presentation is encrypted (2.3.2)."""
    return len(current_user) >= 16 and struct.unpack_from("<I", current_user, 12)[0] == (
        _TOKEN_ENCRYPTED
    )


def user(current_user: bytes) -> Iterator[Finding]:
    """Yield who saved the presentation last."""
    if len(current_user) >= 28:
        (length,) = struct.unpack_from("<H", current_user, 20)
        name = current_user[28 : 28 + length].decode("latin-1")
        where = step("ppt", "Current User")
        yield Seen(kind="author", step=where, raw=name, facts={"role": "modifier"})


def _atoms(stream: bytes) -> Iterator[tuple[tuple[int, ...], int, int, bytes]]:
    """Yield (types of the containers around it, instance, type, content) of each atom."""
    open_until: list[tuple[int, int]] = [(len(stream), 0)]
    place = 0
    while place + 8 <= len(stream):
        while len(open_until) > 1 and place >= open_until[-1][0]:
            open_until.pop()
        head, kind, length = struct.unpack_from("<HHI", stream, place)
        place += 8
        if head & 0xF == 0xF and len(open_until) <= MAX_DEPTH:
            open_until.append((place + length, kind))
            continue
        around = tuple(outer for _, outer in open_until[1:])
        yield around, head >> 4, kind, stream[place : place + length]
        place += length


def read(stream: bytes) -> Iterator[Finding]:
    """Yield the text, comments, links, objects and hidden slides of a `PowerPoint Document`."""
    reader = _Reader()
    for around, instance, kind, content in _atoms(stream):
        reader.take(around, instance, kind, content)
    yield Words(step=step("ppt", "text"), text="\n".join(reader.pieces))
    if reader.length >= MAX_TEXT:
        yield Trouble(code="partial", step=step("ppt", "text"), why="too much text")
    if reader.macros:
        facts = {"language": "VBA"}
        where = step("ppt", "VBAInfo")
        yield Seen(kind="macro", step=where, raw="VBAInfo", facts=facts, flag="macros")
    yield from reader.found


class _Reader:
    """Takes the atoms of a presentation one by one."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.macros = False
        self.found: list[Finding] = []
        self._numbers: dict[str, int] = {}
        self._comment: dict[int, str] = {}

    def take(self, around: tuple[int, ...], instance: int, kind: int, content: bytes) -> None:
        if kind in (_CHARS, _BYTES) and _MASTER not in around:
            self._text(content.decode("utf-16-le" if kind == _CHARS else "latin-1", "replace"))
        elif kind == _STRING and _LINK in around and instance in (1, 3):
            self.found.append(_link(self._next("link"), content))
        elif kind == _STRING and around[-1:] == (_COMMENT,):
            self._comment[instance] = content.decode("utf-16-le", "replace")
        elif kind == _COMMENT_ATOM and around[-1:] == (_COMMENT,):
            self._commented(content)
        elif kind == _OBJECT and self._numbers.get("object", 0) < 1_000:
            self.found.append(_object(self._next("object"), instance, content))
        elif kind == _SLIDE_SHOW and around[-1:] == (_SLIDE,):
            number = self._next("slide")
            if content[10:11] and content[10] & _HIDDEN:
                self.found.append(_hidden(number))
        elif kind == _VBA_ATOM and _VBA in around:
            self.macros = content[4:8] != bytes(4)  # 2.4.11: fHasMacros

    def _next(self, word: str) -> int:
        number = self._numbers[word] = self._numbers.get(word, 0) + 1
        return number

    def _text(self, text: str) -> None:
        if text == _PLACEHOLDER or self.length >= MAX_TEXT:
            return
        self.pieces.append(text.replace("\r", "\n").replace("\x0b", "\n"))
        self.length += len(text)

    def _commented(self, content: bytes) -> None:
        """A comment ends with its atom: number, SYSTEMTIME, place (2.8.2)."""
        author, text = self._comment.get(0, ""), self._comment.get(1, "")
        self._comment = {}
        facts = {"author": author}
        if len(content) >= 20:
            year, month, _, day, hour, minute, second = struct.unpack_from("<7H", content, 4)
            said = f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"
            facts |= {"written": said, **w3c(said)}
        where = step("ppt", "comment", str(self._next("comment")))
        self.found.append(Seen(kind="comment", step=where, raw=text, facts=facts))
        self.found.append(Words(step=where, text=text))


def _hidden(number: int) -> Finding:
    where = step("ppt", "slide", str(number), "hidden")
    facts = {"part": "slide", "number": str(number)}
    return Seen(kind="hidden-part", step=where, raw="fHidden", facts=facts, flag="metadata")


def _link(number: int, content: bytes) -> Finding:
    text = content.decode("utf-16-le", "replace")
    where = step("ppt", "link", str(number))
    return Seen(kind="external-link", step=where, raw=text, facts={"relation": "hyperlink"})


def _object(number: int, instance: int, content: bytes) -> Finding:
    """A compound file of its own, packed by zlib where the instance says so."""
    where = step("ppt", "object", str(number))
    if instance == 1:
        unpacking = zlib.decompressobj()
        try:
            content = unpacking.decompress(content[4:], MAX_OBJECT)
        except zlib.error:
            return Trouble(code="corrupt", step=where, why="an object that cannot be unpacked")
        if unpacking.unconsumed_tail:
            why = f"an object of more than {MAX_OBJECT} bytes"
            return Trouble(code="bomb", step=where, why=why)
    return Inside(step=where, content=content, member=Member(name=f"object-{number}.ole"))
