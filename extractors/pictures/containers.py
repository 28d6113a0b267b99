"""Where metadata stands in GIF, WebP, Photoshop and TIFF files; and which reader a file needs."""

from collections.abc import Callable, Iterator
from struct import unpack_from

from . import heif, jpeg, png
from .block import Block, Buffer, piece

MAX_STEPS = 200_000
"""Blocks, chunks or resources that are followed; guards time."""
_XMP_GIF = b"XMP DataXMP"


def blocks(source: Buffer) -> Iterator[Block]:
    """Yield the blocks of a picture in the order of the file; none for a form we do not know.

    Raises what damage leads to (`DAMAGE`), after the blocks that came before it.
    """
    head = source[:16]
    for magic, reader in _READERS:
        if head.startswith(magic):
            yield from reader(source)
            return
    if head[4:8] == b"ftyp":
        yield from heif.blocks(source)


def _gif(source: Buffer) -> Iterator[Block]:
    """Yield the blocks of a GIF file (GIF89a specification; XMP part 3, 1.1.2)."""
    flags = source[10]
    position = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    for _ in range(MAX_STEPS):
        mark = source[position]
        if mark == 0x3B:
            rest = len(source) - position - 1
            yield Block(kind="appended", source=source, start=position + 1, length=rest)
            return
        if mark == 0x2C:
            flags = source[position + 9]
            position += 11 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
            position = _skipped(source, position)
            continue
        if mark != 0x21:
            raise ValueError("no block of a GIF")
        label, start = source[position + 1], position + 2
        position = _skipped(source, start)
        if label == 0xFE:
            yield piece("comment", _joined(source, start, position), "gif:comment")
        elif label == 0xFF and source[start + 1 : start + 12] == _XMP_GIF:
            # Written as one stretch, with 258 bytes after it that end any walk by sub-blocks.
            length = max(position - start - 12 - 258, 0)
            yield Block(kind="xmp", source=source, start=start + 12, length=length)
    raise ValueError("too many blocks")


def _skipped(source: Buffer, position: int) -> int:
    """Return where a chain of sub-blocks ends; IndexError where it does not."""
    while length := source[position]:
        position += length + 1
    return position + 1


def _joined(source: Buffer, position: int, end: int) -> bytes:
    parts = []
    while position < end and (length := source[position]):
        parts.append(source[position + 1 : position + 1 + length])
        position += length + 1
    return b"".join(parts)


def _webp(source: Buffer) -> Iterator[Block]:
    """Yield the blocks of a RIFF file of pictures (WebP container specification)."""
    if source[8:12] != b"WEBP":
        return
    total = min(8 + int(unpack_from("<I", source, 4)[0]), len(source))
    position = 12
    while position + 8 <= total:
        name, length = unpack_from("<4sI", source, position)
        start = position + 8
        if name == b"EXIF":
            skip = 6 if source[start : start + 4] == b"Exif" else 0
            yield Block(kind="exif", source=source, start=start + skip, length=length - skip)
        elif name == b"XMP ":
            yield Block(kind="xmp", source=source, start=start, length=length)
        elif name == b"C2PA":
            yield Block(kind="credentials", source=source, start=start, length=length, name="c2pa")
        position = start + length + (length & 1)
    if position > len(source):
        raise EOFError("a chunk beyond the end")
    yield Block(kind="appended", source=source, start=position, length=len(source) - position)


def _photoshop(source: Buffer) -> Iterator[Block]:
    """Yield the resources of a Photoshop file (Adobe Photoshop file formats specification)."""
    start = 30 + int(unpack_from(">I", source, 26)[0])
    length = int(unpack_from(">I", source, start)[0])
    yield Block(kind="photoshop", source=source, start=start + 4, length=length)


def _tiff(source: Buffer) -> Iterator[Block]:
    yield Block(kind="exif", source=source, start=0, length=len(source), name="tiff")


_READERS: tuple[tuple[bytes, Callable[[Buffer], Iterator[Block]]], ...] = (
    (jpeg.MAGIC, jpeg.blocks),
    (png.MAGIC, png.blocks),
    (b"GIF8", _gif),
    (b"RIFF", _webp),
    (b"8BPS", _photoshop),
    (b"II*\0", _tiff),
    (b"MM\0*", _tiff),
)
