"""Where metadata stands in HEIC, HEIF and AVIF files (ISO/IEC 14496-12, 8.11; 23008-12, annex A).

Only the boxes that lead to items of metadata are read; pictures are not decoded here.
"""

from collections.abc import Iterator
from struct import unpack_from

from .block import MAX_BLOCK, Block, Buffer, piece

MAX_ITEMS = 10_000
"""Items, extents and boxes that are followed; guards time."""


def blocks(source: Buffer) -> Iterator[Block]:
    """Yield the blocks of a file of boxes; LookupError or struct.error where it is damaged."""
    meta = next((box for box in boxes(source, 0, len(source)) if box[0] == b"meta"), None)
    if meta is None:
        return
    inner = {name: (start, end) for name, start, end in boxes(source, meta[1] + 4, meta[2])}
    if b"iinf" not in inner or b"iloc" not in inner:
        return
    kinds = dict(_kinds(source, *inner[b"iinf"]))
    base = inner[b"idat"][0] if b"idat" in inner else 0
    for item, extents in _places(source, *inner[b"iloc"], base):
        if kinds.get(item) == "exif":
            yield from _exif(source, extents)
        elif kinds.get(item) == "xmp":
            yield _block("xmp", source, extents)


def boxes(source: Buffer, position: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the (name, begin, end) of the boxes between two offsets."""
    for _ in range(MAX_ITEMS):
        if position + 8 > end:
            return
        length, name = unpack_from(">I4s", source, position)
        head = 8
        if length == 1:
            length, head = int(unpack_from(">Q", source, position + 8)[0]), 16
        elif length == 0:
            length = end - position
        if length < head:
            raise ValueError("a box shorter than its head")
        yield name, position + head, min(position + length, end)
        position += length


def _kinds(source: Buffer, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield (item, exif or xmp) from the item information box."""
    wide = source[start] > 0
    for name, at, stop in boxes(source, start + (8 if wide else 6), end):
        version = source[at]
        if name != b"infe" or version < 2:
            continue
        item = int(unpack_from(">H" if version == 2 else ">I", source, at + 4)[0])
        kind_at = at + (8 if version == 2 else 10)
        kind = source[kind_at : kind_at + 4]
        if kind == b"Exif":
            yield item, "exif"
        elif kind == b"mime" and b"application/rdf+xml" in source[kind_at:stop]:
            yield item, "xmp"


def _places(
    source: Buffer, start: int, end: int, base: int
) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Yield (item, its extents as (offset, length)) from the item location box."""
    version, sizes, more = source[start], source[start + 4], source[start + 5]
    widths = (sizes >> 4, sizes & 15, more >> 4, more & 15)
    position = start + 6

    def number(width: int) -> int:
        nonlocal position
        position += width
        if position > end or width not in (0, 2, 4, 8):
            raise EOFError("a location beyond its box")
        return int.from_bytes(source[position - width : position], "big")

    for _ in range(min(number(2 if version < 2 else 4), MAX_ITEMS)):
        item = number(2 if version < 2 else 4)
        method = number(2) & 15 if version else 0
        number(2)
        origin = number(widths[2]) + (base if method == 1 else 0)
        extents = []
        for _ in range(min(number(2), MAX_ITEMS)):
            if version:
                number(widths[3])
            offset = number(widths[0])
            extents.append((origin + offset, number(widths[1])))
        if method < 2:
            yield item, extents


def _block(kind: str, source: Buffer, extents: list[tuple[int, int]]) -> Block:
    if len(extents) == 1:
        start, length = extents[0]
        return Block(kind=kind, source=source, start=start, length=length)
    joined, left = [], MAX_BLOCK
    for start, length in extents:
        joined.append(source[start : start + min(length, left)])
        left -= len(joined[-1])
    return piece(kind, b"".join(joined))


def _exif(source: Buffer, extents: list[tuple[int, int]]) -> Iterator[Block]:
    """Yield the TIFF inside an Exif item, whose first four bytes tell how many come before it."""
    block = _block("exif", source, extents)
    skip = 4 + int.from_bytes(block.source[block.start : block.start + 4], "big")
    if skip < block.length:
        yield Block(
            kind="exif",
            source=block.source,
            start=block.start + skip,
            length=block.length - skip,
            inside=block.inside,
        )


def size(source: Buffer) -> tuple[int, int] | None:
    """Return the largest (width, height) that a file of boxes claims; None where it claims none."""
    inside = (0, len(source))
    for wanted, skip in ((b"meta", 0), (b"iprp", 4), (b"ipco", 0)):
        found = [box for box in boxes(source, inside[0] + skip, inside[1]) if box[0] == wanted]
        if not found:
            return None
        inside = found[0][1], found[0][2]
    sizes: list[tuple[int, int]] = [
        unpack_from(">II", source, start + 4)
        for name, start, end in boxes(source, *inside)
        if name == b"ispe" and end - start >= 12
    ]
    return max(sizes, key=lambda pair: pair[0] * pair[1], default=None)
