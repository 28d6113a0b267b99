"""Where metadata stands in a JPEG file (ITU-T T.81, annex B; JFIF; Exif 2.32; XMP part 3)."""

import re
from collections.abc import Iterator
from struct import unpack_from

from .block import MAX_BLOCK, Block, Buffer, piece

MAGIC = b"\xff\xd8\xff"
_EXIF = b"Exif\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENDED = b"http://ns.adobe.com/xmp/extension/\0"
_PHOTOSHOP = b"Photoshop 3.0\0"
_JFXX = b"JFXX\0\x10"
_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")
_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
MAX_SCAN = 256 << 20
"""Bytes of a scan in which the next marker is looked for; guards time."""
MAX_SEGMENTS = 20_000
"""Markers that are followed; guards time."""


def blocks(source: Buffer) -> Iterator[Block]:
    """Yield the blocks of a JPEG file in the order of the file; `EOFError` where it is cut off."""
    photoshop: list[tuple[int, int]] = []
    extended: dict[bytes, list[tuple[int, int, int]]] = {}
    for marker, start, length in segments(source):
        if marker == _END:
            yield from _joined(source, photoshop, extended)
            yield _appended(source, start)
            return
        head = source[start : start + 40]
        if marker == _COMMENT:
            yield Block(kind="comment", source=source, start=start, length=length, name="jpeg:COM")
        elif marker == 0xE1 and head.startswith(_EXIF):
            yield Block(kind="exif", source=source, start=start + 6, length=length - 6)
        elif marker == 0xE1 and head.startswith(_XMP):
            skip = len(_XMP)
            yield Block(kind="xmp", source=source, start=start + skip, length=length - skip)
        elif marker == 0xE1 and head.startswith(_EXTENDED) and length >= 75:
            _full, offset = unpack_from(">II", source, start + 67)
            guid = source[start + 35 : start + 67]
            extended.setdefault(guid, []).append((offset, start + 75, length - 75))
        elif marker == 0xED and head.startswith(_PHOTOSHOP):
            photoshop.append((start + len(_PHOTOSHOP), length - len(_PHOTOSHOP)))
        elif marker == 0xE0 and head.startswith(_JFXX):
            yield Block(
                kind="thumbnail", source=source, start=start + 6, length=length - 6, name="jfxx"
            )
        elif marker == 0xEB and head[:2] == b"JP" and head[12:16] == b"jumb":
            yield Block(kind="credentials", source=source, start=start, length=length, name="c2pa")
    yield from _joined(source, photoshop, extended)
    raise EOFError("no end of image")


def segments(source: Buffer) -> Iterator[tuple[int, int, int]]:
    """Yield (marker, offset of the content, its length); the end's content is what follows it."""
    position, size = 2, len(source)
    for _ in range(MAX_SEGMENTS):
        found = _MARKER.search(source, position, position + MAX_SCAN)
        if found is None:
            return
        marker, start = source[found.start() + 1], found.end()
        if marker == _END:
            yield marker, start, size - start
            return
        if marker == _START or start + 2 > size:
            position = start
            continue
        length = int(unpack_from(">H", source, start)[0])
        if length < 2 or start + length > size:
            return
        yield marker, start + 2, length - 2
        position = start + length


def _joined(
    source: Buffer,
    photoshop: list[tuple[int, int]],
    extended: dict[bytes, list[tuple[int, int, int]]],
) -> Iterator[Block]:
    """Yield what may be spread over several segments."""
    if len(photoshop) == 1:
        start, length = photoshop[0]
        yield Block(kind="photoshop", source=source, start=start, length=length)
    elif photoshop:
        yield piece("photoshop", b"".join(source[at : at + size] for at, size in photoshop))
    for parts in extended.values():
        joined = b"".join(source[at : at + size] for _, at, size in sorted(parts))
        yield piece("xmp", joined[:MAX_BLOCK])


def _appended(source: Buffer, start: int) -> Block:
    return Block(kind="appended", source=source, start=start, length=len(source) - start)
