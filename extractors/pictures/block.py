"""A block: a stretch of a picture's bytes that holds metadata of one form."""

import mmap
from dataclasses import dataclass

Buffer = bytes | mmap.mmap
"""The bytes of an item, or bytes decoded from it."""
MAX_BLOCK = 32 << 20
"""Bytes of a block that are read; real ones are below 1 MiB, this guards memory."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """Metadata of one form, in one piece."""

    kind: str
    """exif, xmp, photoshop, iptc, comment, text, time, thumbnail, credentials, appended;
    damaged: a text that does not read."""
    source: Buffer
    """What it lies in."""
    start: int
    """Where it begins there."""
    length: int
    """How many bytes it has."""
    inside: bool = True
    """The source is the item itself, so offsets are offsets of the item."""
    name: str = ""
    """The name its container gives it."""

    def content(self) -> bytes:
        """Return its bytes, at most `MAX_BLOCK` of them."""
        return self.source[self.start : self.start + min(self.length, MAX_BLOCK)]

    def place(self, offset: int, length: int) -> dict[str, str]:
        """Return the fact that tells where a value `offset` into the block stands in the item."""
        return {"bytes": f"{self.start + offset}+{length}"} if self.inside else {}


def piece(kind: str, content: bytes, name: str = "") -> Block:
    """Return a block of bytes that were decoded, not read as they stand."""
    return Block(kind=kind, source=content, start=0, length=len(content), inside=False, name=name)
