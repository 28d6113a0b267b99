"""Text of PowerPoint presentations of 1997 to 2003, and the objects that lie in them.

Source: MS-PPT, 2.3.1 (record header), 2.9.45 and 2.9.46 (text atoms), 2.10.34 (objects).
"""

import struct
import zlib
from collections.abc import Iterator

from ..interface import Member
from .findings import Finding, Inside, Seen, Trouble, Words, step

MAX_TEXT = 16 << 20
"""Characters of text that are taken out."""
MAX_DEPTH = 32
"""How deep containers nest; real ones reach 12."""
MAX_OBJECT = 64 << 20
"""Decoded bytes of an embedded object."""
_CHARS, _BYTES, _STRING, _LINK, _VBA, _OBJECT, _MASTER = 4000, 4008, 4026, 4055, 1023, 4113, 1016
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
    """Yield the text, links and objects of a `PowerPoint Document` stream."""
    pieces: list[str] = []
    length, links, objects, macros = 0, 0, 0, False
    later: list[Finding] = []
    for around, instance, kind, content in _atoms(stream):
        if kind in (_CHARS, _BYTES) and _MASTER not in around and length < MAX_TEXT:
            text = content.decode("utf-16-le" if kind == _CHARS else "latin-1", "replace")
            pieces.append(text.replace("\r", "\n").replace("\x0b", "\n"))
            length += len(text)
        elif kind == _STRING and _LINK in around and instance in (1, 3):
            links += 1
            later.append(_link(links, content))
        elif kind == _OBJECT and objects < 1_000:
            objects += 1
            later.append(_object(objects, instance, content))
        macros = macros or _VBA in around
    yield Words(step=step("ppt", "text"), text="\n".join(pieces))
    if length >= MAX_TEXT:
        yield Trouble(code="partial", step=step("ppt", "text"), why="too much text")
    if macros:
        facts = {"language": "VBA"}
        where = step("ppt", "VBAInfo")
        yield Seen(kind="macro", step=where, raw="VBAInfo", facts=facts, flag="macros")
    yield from later


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
