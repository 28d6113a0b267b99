"""Builder of TIFF blocks in both byte orders, with any type, count, offset and link by hand."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

BYTE, ASCII, SHORT, LONG, RATIONAL, SBYTE, UNDEFINED = 1, 2, 3, 4, 5, 6, 7
SSHORT, SLONG, SRATIONAL, FLOAT, DOUBLE, IFD, UTF8 = 8, 9, 10, 11, 12, 13, 129
_LETTERS = {
    BYTE: "B", SHORT: "H", LONG: "I", RATIONAL: "II", SBYTE: "b", SSHORT: "h", SLONG: "i",
    SRATIONAL: "ii", FLOAT: "f", DOUBLE: "d", IFD: "I",
}  # fmt: skip
POINTERS = {"Exif": 0x8769, "GPS": 0x8825, "Interop": 0xA005}


@dataclass(frozen=True, kw_only=True)
class Tag:
    """One entry; numbers are packed by their type, bytes stand as they are."""

    number: int
    form: int
    value: bytes | Sequence[int | float]
    count: int | None = None
    at: int | None = None

    def packed(self, order: str) -> bytes:
        if isinstance(self.value, bytes):
            return self.value
        letters = _LETTERS[self.form]
        return struct.pack(order + letters * (len(self.value) // len(letters)), *self.value)

    def counted(self) -> int:
        if self.count is not None:
            return self.count
        return len(self.value) // (2 if self.form in (RATIONAL, SRATIONAL) else 1)


@dataclass(kw_only=True)
class Directory:
    """A directory, those its pointers lead to, and the one after it."""

    tags: list[Tag] = field(default_factory=list)
    inner: dict[str, "Directory"] = field(default_factory=dict)
    following: "Directory | None" = None
    link: int | None = None


def text(number: int, value: str) -> Tag:
    """Return a tag of ASCII."""
    return Tag(number=number, form=ASCII, value=value.encode() + b"\0")


def ratios(number: int, *pairs: tuple[int, int]) -> Tag:
    """Return a tag of rationals."""
    return Tag(number=number, form=RATIONAL, value=[part for pair in pairs for part in pair])


def block(first: Directory, order: str = "<") -> bytes:
    """Return a TIFF block; `order` is that of its numbers."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    body = bytearray(mark + struct.pack(order + "I", 8))
    _written(first, body, order)
    return bytes(body)


def _written(one: Directory, body: bytearray, order: str) -> None:
    pointers = {POINTERS[name]: inner for name, inner in one.inner.items()}
    tags = sorted(
        [*one.tags, *(Tag(number=number, form=LONG, value=[0]) for number in pointers)],
        key=lambda tag: tag.number,
    )
    begin = len(body)
    body += struct.pack(order + "H", len(tags)) + bytes(12 * len(tags) + 4)
    places = {}
    for row, tag in enumerate(tags):
        at = begin + 2 + 12 * row
        places[tag.number] = at + 8
        content = tag.packed(order)
        struct.pack_into(order + "HHI", body, at, tag.number, tag.form, tag.counted())
        if tag.at is not None:
            struct.pack_into(order + "I", body, at + 8, tag.at)
        elif len(content) <= 4:
            body[at + 8 : at + 8 + len(content)] = content
        else:
            struct.pack_into(order + "I", body, at + 8, len(body))
            body += content + bytes(len(content) & 1)
    for number, inner in pointers.items():
        struct.pack_into(order + "I", body, places[number], len(body))
        _written(inner, body, order)
    link = begin + 2 + 12 * len(tags)
    if one.link is not None:
        struct.pack_into(order + "I", body, link, one.link)
    elif one.following is not None:
        struct.pack_into(order + "I", body, link, len(body))
        _written(one.following, body, order)
