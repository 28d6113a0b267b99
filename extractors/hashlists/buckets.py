"""Sorting more digests than memory holds: 256 buckets by first byte, spilled to files."""

from collections.abc import Iterator
from pathlib import Path

SPILL_BYTES = 64 << 20
"""Digests held in memory before they go to the files of their buckets."""


class Buckets:
    """Takes digests in any order and gives them back sorted, each once."""

    def __init__(self, folder: Path, width: int, spill: int = SPILL_BYTES) -> None:
        """`folder` is private and empties itself no files: its owner removes it."""
        self._folder = folder
        self._width = width
        self._spill_at = spill
        self._parts = [bytearray() for _ in range(256)]
        self._held = 0
        self._spilled: set[int] = set()
        self.taken = 0
        """Digests taken so far, each as often as it came."""

    def add(self, digest: bytes) -> None:
        """Take a digest of the width."""
        self._parts[digest[0]] += digest
        self.taken += 1
        self._held += self._width
        if self._held >= self._spill_at:
            self._spill()

    def _spill(self) -> None:
        for number, part in enumerate(self._parts):
            if part:
                with self._path(number).open("ab") as file:
                    file.write(part)
                part.clear()
                self._spilled.add(number)
        self._held = 0

    def _path(self, number: int) -> Path:
        return self._folder / f"{self._width}-{number:02x}"

    def blocks(self) -> Iterator[list[bytes]]:
        """Yield the digests of each first byte, ascending, each once; memory: one bucket."""
        width = self._width
        for number, part in enumerate(self._parts):
            content = bytes(part)
            if number in self._spilled:
                content = self._path(number).read_bytes() + content
            yield sorted({content[at : at + width] for at in range(0, len(content), width)})
