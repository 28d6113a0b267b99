"""vCards: the properties of each card, with the bytes that each stands in.

Sources: vCard 2.1 (versit), 3.0 (RFC 2426), 4.0 (RFC 6350). Lines are folded by a blank at the
beginning of the next one, or, in 2.1 with quoted-printable, by `=` at the end. A card that is not
closed ends where the next begins.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..charsets import decode, detect
from ..charsets.decoding import charset_of
from ..letters.fields import Buffer

MAX_LINE = 8 << 20
"""Bytes of a property: a photograph stands in one."""
MAX_PROPERTIES = 2_000
"""Properties of a card that are kept."""
_NAME = re.compile(
    rb"(?:[A-Za-z0-9-]{1,60}\.)?([A-Za-z0-9-]{1,60})(;(?:\"[^\"\r\n]{0,2000}\"|[^:\r\n]){0,2000}+)?:"
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PIECES = re.compile(r"\\.|[^\\;]+|;|\\", re.DOTALL)
_QUOTED = b"quoted-printable"


@dataclass(frozen=True, kw_only=True, slots=True)
class Property:
    """One property of a card."""

    name: str
    """Its name in upper case, without its group."""
    types: frozenset[str]
    """What its parameters say, in lower case: `cell`, `home` …"""
    value: str
    """Its value, decoded; structured ones with `;` between their parts."""
    start: int
    """Offset of its line."""
    length: int
    """Length of its line or lines, without the end."""

    def text(self) -> str:
        """Return the value as one line for people."""
        return " ".join(_unescaped(self.value).split())

    def parts(self) -> list[str]:
        """Return the parts of a structured value."""
        parts = [""]
        for piece in _PIECES.findall(self.value):
            if piece == ";":
                parts.append("")
            else:
                parts[-1] += piece
        return [" ".join(_unescaped(one).split()) for one in parts]


@dataclass(kw_only=True, slots=True)
class Card:
    """A card."""

    start: int
    """Offset of its first line."""
    length: int
    """Length of its first line, without the end."""
    properties: list[Property] = field(default_factory=list)
    """In order."""
    is_closed: bool = False
    """Whether it has an end."""

    def all(self, name: str) -> list[Property]:
        """Return the properties of a name that hold anything."""
        return [one for one in self.properties if one.name == name and one.value.strip(" ;")]


def cards(buffer: Buffer) -> Iterator[Card]:
    """Yield the cards of a file, in order; cards inside cards are left out."""
    card: Card | None = None
    depth = 0
    for start, line in _lines(buffer):
        word = line.strip().upper()
        if word == b"BEGIN:VCARD":
            depth += 1
            if depth == 1 or (card is not None and not card.properties):
                card, depth = Card(start=start, length=len(line)), 1
        elif word == b"END:VCARD":
            depth = max(depth - 1, 0)
            if card is not None and depth == 0:
                card.is_closed = True
                yield card
                card = None
        elif card is not None and depth == 1 and len(card.properties) < MAX_PROPERTIES:
            found = _property(start, line)
            if found is not None:
                card.properties.append(found)
    if card is not None:
        yield card


def _lines(buffer: Buffer) -> Iterator[tuple[int, bytes]]:
    """Yield (offset, bytes without the end) of each line with what is folded to it."""
    at, end = 0, len(buffer)
    if buffer[:3] == b"\xef\xbb\xbf":
        at = 3
    while at < end:
        stop = _line_end(buffer, at, end)
        head = buffer[at : min(stop, at + 2_000)]
        is_quoted = _QUOTED in head.partition(b":")[0].lower()
        while stop < end and stop - at < MAX_LINE:
            tail = buffer[max(at, stop - 3) : stop].rstrip(b"\r\n")
            folded = buffer[stop : stop + 1] in (b" ", b"\t")
            if not folded and not (is_quoted and tail.endswith(b"=")):
                break
            stop = _line_end(buffer, stop, end)
        yield at, bytes(buffer[at : min(stop, at + MAX_LINE)]).rstrip(b"\r\n")
        at = stop


def _line_end(buffer: Buffer, at: int, end: int) -> int:
    found = buffer.find(b"\n", at, end)
    return end if found < 0 else found + 1


def _property(start: int, line: bytes) -> Property | None:
    found = _NAME.match(line)
    if found is None:
        return None
    told = (found[2] or b"").decode("ascii", "replace").replace('"', "")
    words = [one.strip().lower() for one in told.split(";")]
    value = line[found.end() :]
    if any(word.removeprefix("encoding=") == "quoted-printable" for word in words):
        value = binascii.a2b_qp(re.sub(rb"=\r?\n[ \t]?", b"", value))
    else:
        value = re.sub(rb"\r?\n[ \t]", b"", value)
    charset = next((one[8:] for one in words if one.startswith("charset=")), "")
    types = {part for one in words for part in one.removeprefix("type=").split(",") if part}
    return Property(
        name=found[1].decode().upper(), types=frozenset(types), value=_decoded(value, charset),
        start=start, length=len(line),
    )  # fmt: skip


def _decoded(value: bytes, charset: str) -> str:
    try:
        name = charset_of(charset) if charset else detect(value).charset
    except LookupError:
        name = detect(value).charset
    return decode(value, name)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], text)
