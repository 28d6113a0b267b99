"""Android's binary XML (AOSP, ResourceTypes.h), as the manifest of a package is written.

Read: the pool of strings, the begins and ends of elements, attributes by name or, where a hostile
builder blanked the names, by resource number. Not resolved: references to other resources.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from ..pictures.block import Buffer

MAGIC = b"\x03\x00\x08\x00"
MAX_STRINGS = 100_000
"""Strings of a pool that are read."""
MAX_ELEMENTS = 100_000
"""Elements that are read."""
MAX_BYTES = 32 << 20
"""Bytes of a document that are read."""
_POOL, _RESOURCES, _START, _END = 0x0001, 0x0180, 0x0102, 0x0103
_UTF8 = 1 << 8
_STRING, _DECIMAL, _HEX, _BOOLEAN, _REFERENCE = 3, 16, 17, 18, 1
_ATTRIBUTES = {
    0x01010003: "name", 0x01010006: "permission", 0x01010010: "exported", 0x01010001: "label",
    0x0101020C: "minSdkVersion", 0x01010270: "targetSdkVersion", 0x0101021B: "versionCode",
    0x0101021C: "versionName", 0x0101000F: "debuggable", 0x01010018: "authorities",
    0x0101001C: "priority", 0x01010027: "scheme", 0x01010028: "host", 0x01010280: "allowBackup",
    0x010104EC: "usesCleartextTraffic", 0x01010026: "mimeType", 0x01010024: "value",
}  # fmt: skip
"""Names of attributes by their resource number (android.R.attr)."""
NONE = 0xFFFFFFFF


@dataclass(frozen=True, kw_only=True, slots=True)
class Element:
    """The begin of an element."""

    path: tuple[str, ...]
    """Names of the elements around it and its own, outermost first."""
    attributes: dict[str, str]
    """Values by name; a reference as `@7f0a0001`."""


def elements(source: Buffer) -> Iterator[Element]:
    """Yield the elements of a document in its order; struct.error where it is damaged."""
    content = source[:MAX_BYTES]
    strings: list[str] = []
    resources: list[int] = []
    path: list[str] = []
    position, seen = 8, 0
    while position + 8 <= len(content) and seen < MAX_ELEMENTS:
        kind, head, size = struct.unpack_from("<HHI", content, position)
        if size < 8:
            raise ValueError("a chunk shorter than its head")
        if kind == _POOL:
            strings = pool(content, position)
        elif kind == _RESOURCES:
            count = min((size - 8) // 4, MAX_STRINGS)
            resources = list(struct.unpack_from(f"<{count}I", content, position + head))
        elif kind == _START:
            seen += 1
            element = _element(content, position + head, strings, resources)
            path.append(element[0])
            yield Element(path=tuple(path), attributes=element[1])
        elif kind == _END and path:
            path.pop()
        position += size


def pool(content: bytes, start: int) -> list[str]:
    """Return the strings of a pool; one that is damaged reads as far as it goes."""
    _, head, size, count, _, flags, strings_at, _ = struct.unpack_from("<HHIIIIII", content, start)
    count = min(count, MAX_STRINGS)
    offsets = struct.unpack_from(f"<{count}I", content, start + head)
    base = start + strings_at
    end = min(start + size, len(content))
    read = _narrow if flags & _UTF8 else _wide
    return [read(content, base + offset, end) for offset in offsets]


def _narrow(content: bytes, position: int, end: int) -> str:
    """Return a string of UTF-8: two lengths, in characters and in bytes, of one or two bytes."""
    if position + 2 > end:
        return ""
    position += 2 if content[position] & 0x80 else 1
    length = content[position]
    position += 1
    if length & 0x80:
        length = (length & 0x7F) << 8 | content[position]
        position += 1
    return content[position : min(position + length, end)].decode("utf-8", "replace")


def _wide(content: bytes, position: int, end: int) -> str:
    if position + 2 > end:
        return ""
    (length,) = struct.unpack_from("<H", content, position)
    position += 2
    if length & 0x8000:
        length = (length & 0x7FFF) << 16 | struct.unpack_from("<H", content, position)[0]
        position += 2
    wide = content[position : min(position + 2 * length, end)]
    return wide.decode("utf-16-le", "replace")


def _element(
    content: bytes, at: int, strings: list[str], resources: list[int]
) -> tuple[str, dict[str, str]]:
    _, name, start, size, count = struct.unpack_from("<IIHHH", content, at)
    if size < 20:
        raise ValueError("an attribute shorter than it can be")
    attributes: dict[str, str] = {}
    for number in range(count):
        place = at + start + number * size
        _, key, raw, _, _, form, value = struct.unpack_from("<IIIHBBI", content, place)
        known = _ATTRIBUTES.get(resources[key]) if key < len(resources) else None
        word = known or _at(strings, key)
        attributes.setdefault(word, _value(strings, raw, form, value))
    return _at(strings, name), attributes


def _value(strings: list[str], raw: int, form: int, value: int) -> str:
    if form == _STRING or raw != NONE:
        return _at(strings, value if form == _STRING else raw)
    if form == _BOOLEAN:
        return "true" if value else "false"
    if form == _REFERENCE:
        return f"@{value:08x}"
    if form == _DECIMAL and value >= 1 << 31:
        return str(value - (1 << 32))
    return hex(value) if form == _HEX else str(value)


def _at(strings: list[str], number: int) -> str:
    return strings[number] if number < len(strings) else ""
