"""All metadata of a picture: its blocks, and the fields of each by the reader of its form."""

import io
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, BinaryIO

from ..fields import times
from ..fields.field import Field, sound
from ..interface import Emit
from . import containers, exif, heif, iptc, photoshop, xmp
from .block import MAX_BLOCK, Block, Buffer
from .tiff import Entry, entries

MAX_BLOCKS = 10_000
"""Blocks of a picture that are read; guards time."""
MAX_PADDING = 16 << 20
"""Bytes after a picture in which something else than padding is looked for; guards time."""
MIN_APPENDED = 4
"""Bytes that are no padding which make what follows a picture worth telling: no form has less."""
_SOMETHING = re.compile(rb"[^\0\r\n\t \xff]")
_HARMLESS = {b"\xff\xd8\xff": "picture", b"ftyp": "film"}
"""What cameras themselves append: further pictures and the film of a moving one."""


def fields(source: Buffer, name: str, media_type: str, emit: Emit | None) -> Iterator[Field]:
    """Yield the fields of all blocks in their order; damage in one leaves the others."""
    if is_document(source, name, media_type):
        yield from sound(xmp.fields(source[:MAX_BLOCK]), emit, "XMP")
        return
    for block in _all(source, emit):
        reader = _READERS.get(block.kind)
        if reader is not None:
            yield from sound(reader(block), emit, _SHOWN.get(block.kind, block.kind))


def is_document(source: Buffer, name: str, media_type: str) -> bool:
    """Tell whether it is a sidecar file or a drawing: XML as a whole."""
    if media_type == "image/svg+xml":
        return True
    named = name.endswith((".xmp", ".svg"))
    return named and source[:256].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \r\n\t")[:1] == b"<"


def thumbnails(source: Buffer) -> list[tuple[str, Block]]:
    """Return (step, bytes) of each embedded thumbnail; the second of a step has a number."""
    found: list[tuple[str, Block]] = []
    counts: dict[str, int] = {}
    for block in _all(source, None):
        if block.kind == "exif":
            inner, step = _thumbnail(block), "exif:thumbnail"
        elif block.kind == "thumbnail":
            inner = block
            step = "photoshop:thumbnail" if block.name == "photoshop" else "jpeg:JFXX"
        else:
            continue
        if inner is None or not inner.content():
            continue
        counts[step] = counts.get(step, 0) + 1
        found.append((step if counts[step] == 1 else f"{step}#{counts[step]}", inner))
        if len(found) >= 50:
            break
    return found


def appended(source: Buffer) -> list[Block]:
    """Return what follows the end of the picture, if it is more than padding."""
    blocks = sound(containers.blocks(source), None, "")
    return [block for block in blocks if block.kind == "appended" and _is_something(block)]


def boxed(source: Buffer) -> Iterator[Field]:
    """Yield the size that a file of boxes claims, where Pillow does not read it (HEIC)."""
    if source[4:8] != b"ftyp":
        return
    size = heif.size(source)
    if size is not None:
        form = source[8:12].decode("latin-1").strip()
        raw = f"{size[0]}x{size[1]}".encode()
        yield Field(kind="picture", step="image:size", raw=raw, facts={"form": form})


def stretch(source: Buffer, start: int, length: int) -> BinaryIO:
    """Return a stretch of a buffer as a file that is read once."""
    return io.BufferedReader(_Stretch(source, start, length), 1 << 18)


class _Stretch(io.RawIOBase):
    """A stretch of a buffer, unbuffered."""

    def __init__(self, source: Buffer, start: int, length: int) -> None:
        self._source, self._at, self._end = source, start, start + length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        taken = self._source[self._at : min(self._at + len(buffer), self._end)]
        buffer[: len(taken)] = taken
        self._at += len(taken)
        return len(taken)


def _all(source: Buffer, emit: Emit | None) -> Iterator[Block]:
    """Yield the blocks of a picture and those inside them."""
    waiting: list[Block] = []
    for count, outer in enumerate(sound(containers.blocks(source), emit, "picture")):
        if count >= MAX_BLOCKS:
            if emit:
                emit.problem("partial", "", f"more than {MAX_BLOCKS} blocks of metadata")
            return
        waiting = [outer]
        while waiting:
            block = waiting.pop(0)
            yield block
            if block.kind == "photoshop":
                waiting += sound(photoshop.blocks(block), None, "")
            elif block.kind == "exif":
                waiting += sound(_inside(block), None, "")


def _inside(block: Block) -> Iterator[Block]:
    for entry in entries(block.source, block.start, block.length):
        kind = exif.BLOCKS_INSIDE.get(entry.tag)
        if kind and entry.directory.startswith("IFD"):
            yield _part(block, kind, entry.offset, entry.size)


def _thumbnail(block: Block) -> Block | None:
    """Return the JPEG that the second directory points to."""
    at: dict[int, Entry] = {}
    for entry in sound(entries(block.source, block.start, block.length), None, ""):
        if entry.directory == "IFD1":
            at.setdefault(entry.tag, entry)
    numbers = [
        at[tag].numbers(1) if tag in at else []
        for tag in (exif.THUMBNAIL_AT, exif.THUMBNAIL_LENGTH)
    ]
    if not all(numbers):
        return None
    offset, length = numbers[0][0], numbers[1][0]
    if not isinstance(offset, int) or not isinstance(length, int):
        return None
    return _part(block, "thumbnail", offset, min(length, max(block.length - offset, 0)))


def _part(block: Block, kind: str, offset: int, length: int) -> Block:
    return Block(
        kind=kind, source=block.source, start=block.start + offset, length=length,
        inside=block.inside,
    )  # fmt: skip


def _text(block: Block) -> Iterator[Field]:
    raw = block.content()
    keyword = block.name.rpartition("/")[2].lower()
    kind = _WORDS.get(keyword, "metadata" if block.kind == "text" else "comment")
    shown = "" if raw.isascii() else raw.decode(_encoding(block, raw), "replace")
    if not raw.strip():
        return
    facts = block.place(0, len(raw))
    if kind == "created":
        moment = times.normal(raw.decode("latin-1"))
        yield times.timed(kind, block.name, raw, moment, facts)
        return
    yield Field(kind=kind, step=block.name, raw=raw, facts=facts, normal=shown, text=True)


def _encoding(block: Block, raw: bytes) -> str:
    """Return the encoding of a text: that of iTXt is UTF-8, tEXt is Latin-1, others unknown."""
    return "latin-1" if block.name.startswith(("png:tEXt", "png:zTXt")) else "utf-8"


_WORDS = {
    "software": "application", "author": "author", "artist": "author", "title": "title",
    "description": "description", "comment": "comment", "copyright": "copyright",
    "creation time": "created", "source": "device",
}  # fmt: skip


def _clock(block: Block) -> Iterator[Field]:
    content = block.content()
    year = int.from_bytes(content[:2], "big")
    raw = f"{year:04d}-{content[2]:02d}-{content[3]:02d} " + ":".join(
        f"{n:02d}" for n in content[4:]
    )
    moment = times.normal(raw + "Z")
    yield times.timed("modified", block.name, raw.encode(), moment, block.place(0, 7))


def _credentials(block: Block) -> Iterator[Field]:
    yield Field(
        kind="credentials", step=f"image:{block.name}", raw=block.content()[:64],
        facts={"size": str(block.length)} | block.place(0, block.length),
    )  # fmt: skip


def _rest(block: Block) -> Iterator[Field]:
    """Yield what follows the picture; a flag unless cameras themselves append such bytes."""
    if not _is_something(block):
        return
    head = block.source[block.start : block.start + 64]
    what = next((word for mark, word in _HARMLESS.items() if mark in head[:8]), "")
    yield Field(
        kind="appended",
        step=f"bytes:{block.start}+{len(head)}",
        raw=head,
        facts={"size": str(block.length), "what": what},
        flag="" if what else "metadata",
    )


def _is_something(block: Block) -> bool:
    end = block.start + min(block.length, MAX_PADDING)
    found = islice(_SOMETHING.finditer(block.source, block.start, end), MIN_APPENDED)
    return sum(1 for _ in found) == MIN_APPENDED


def _damaged(block: Block) -> Iterator[Field]:
    yield from ()  # a reader stumbles while it reads, not before
    raise ValueError(block.name)


def _packet(block: Block) -> Iterator[Field]:
    return xmp.fields(block.content())


_READERS: dict[str, Callable[[Block], Iterator[Field]]] = {
    "exif": exif.fields,
    "xmp": _packet,
    "iptc": iptc.fields,
    "photoshop": photoshop.fields,
    "comment": _text,
    "text": _text,
    "time": _clock,
    "credentials": _credentials,
    "appended": _rest,
    "damaged": _damaged,
}
_SHOWN = {"exif": "Exif", "xmp": "XMP", "iptc": "IPTC", "photoshop": "image resources",
          "damaged": "text"}  # fmt: skip
