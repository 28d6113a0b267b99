"""Manifests: the list of a collection's items, an object of its own.

One canonical JSON line for each item, numbered from 0; the entry names the manifest by SHA-256,
length, count and RFC 6962 Merkle root over its lines, so any single item has a two-step proof.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ..hashes.canonical import decode_record, encode_record
from ..hashes.merkle import Frontier, leaf_hash
from .durable import open_plain
from .item import Item
from .records import Ref

MAX_LINE_BYTES = 1 << 20
"""Longest manifest line: a path is at most 4 KiB, extended attributes at most 64 KiB each."""


def encode_items(items: Iterable[Item]) -> bytes:
    """Return the manifest lines of `items`, each with its line end."""
    return b"".join(encode_record(item) + b"\n" for item in items)


def lines_of(block: bytes) -> list[bytes]:
    """Split a block of whole lines, leaving their ends out."""
    return block[:-1].split(b"\n") if block else []


class ManifestWriter:
    """A manifest as it grows in a file: appends whole lines and keeps hash, root and count.

    Memory is constant. Nothing is buffered here: a line that `append` returned is with the system,
    and a failed write leaves only bytes that `recover` takes off.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._digest = hashlib.sha256()
        self._frontier = Frontier()
        self._size = 0
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        self._descriptor = os.open(path, flags, 0o600)

    def recover(self, has: Callable[[str], bool], sealed: int) -> Iterator[list[Item]]:
        """Yield the items that are in the file, in batches, and go on after them.

        Reading ends, and the file is cut, after the first `sealed` bytes or at the first line that
        is not whole, not canonical, not the next item, or names an object that the store does not
        have: a kill leaves half a line, a power cut may leave anything.
        """
        os.ftruncate(self._descriptor, min(sealed, os.fstat(self._descriptor).st_size))
        left = os.fstat(self._descriptor).st_size
        for lines in read_lines(self.path):
            left -= sum(map(len, lines)) + len(lines)
            if left < 0:
                lines.pop()  # the file ends before this line's end
            items = list(self._sound(lines, has))
            sound = lines[: len(items)]
            self._take(b"".join(line + b"\n" for line in sound), sound)
            if items:
                yield items
            if len(items) < len(lines):
                break
        os.ftruncate(self._descriptor, self._size)

    def _sound(self, lines: list[bytes], has: Callable[[str], bool]) -> Iterator[Item]:
        for n, line in enumerate(lines, self.count):
            try:
                item = decode_record(line, Item)
            except ValueError:
                return
            if item.n != n or (item.sha256 is not None and not has(item.sha256)):
                return
            yield item

    def append(self, block: bytes) -> list[bytes]:
        """Append a block of whole lines; return them without their ends."""
        written = 0
        while written < len(block):
            written += os.pwrite(self._descriptor, block[written:], self._size + written)
        lines = lines_of(block)
        self._take(block, lines)
        return lines

    def _take(self, block: bytes, lines: list[bytes]) -> None:
        self._digest.update(block)
        self._frontier.extend(map(leaf_hash, lines))
        self._size += len(block)
        self.count += len(lines)

    def state(self) -> tuple[int, str]:
        """Return the length and the hash of the lines so far."""
        return self._size, self._digest.hexdigest()

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def ref(self, kind: str = "manifest") -> Ref:
        """Return what an entry says of this manifest."""
        return Ref(
            kind=kind,
            sha256=self._digest.hexdigest(),
            size=self._size,
            count=self.count,
            root=self._frontier.root().hex(),
        )


def read_lines(path: Path, *, longest: int = MAX_LINE_BYTES) -> Iterator[list[bytes]]:
    """Yield the lines of the manifest at `path` in batches, without their ends.

    Memory is constant: reading stops with a line longer than `longest` bytes, which is yielded
    as far as it was read and is no item. A last line without an end comes as it is.
    """
    rest = b""
    with open_plain(path) as file:
        while chunk := file.read(1 << 20):
            lines = (rest + chunk).split(b"\n")
            rest = lines.pop()
            if lines:
                yield lines
            if len(rest) > longest:
                break
    if rest:
        yield [rest]
