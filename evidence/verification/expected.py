"""The objects that a case should hold, by shard, in bounded memory.

Ledger and manifests say which objects there are; the object pass asks shard by shard. What does
not fit in memory waits in temporary files.
"""

import struct
import tempfile
from pathlib import Path

_RECORD = struct.Struct(">32sQ")
SPILL_BYTES = 32 << 20
"""Memory for expectations before they go to temporary files: about 800,000 objects."""


class Expected:
    """Collects (hash, length) pairs and gives them back by first byte of the hash."""

    def __init__(self) -> None:
        self._shards = [bytearray() for _ in range(256)]
        self._folder = tempfile.TemporaryDirectory(prefix="truyvet-verify-")
        self._in_memory = 0
        self._sizes = [0] * 256
        self.bytes = 0
        """Sum of all lengths, duplicates included."""

    def add(self, sha256: str, size: int) -> None:
        """Expect an object of this name and length."""
        digest = bytes.fromhex(sha256)
        self._shards[digest[0]] += _RECORD.pack(digest, size)
        self._in_memory += _RECORD.size
        self._sizes[digest[0]] += size
        self.bytes += size
        if self._in_memory >= SPILL_BYTES:
            self._spill()

    def _spill(self) -> None:
        for number, shard in enumerate(self._shards):
            with self._path(number).open("ab") as file:
                file.write(shard)
            shard.clear()
        self._in_memory = 0

    def _path(self, number: int) -> Path:
        return Path(self._folder.name) / f"{number:02x}"

    def size_of(self, number: int) -> int:
        """Return the sum of the lengths expected in a shard."""
        return self._sizes[number]

    def shard(self, number: int) -> bytes:
        """Return the records of the objects whose hash begins with this byte."""
        path = self._path(number)
        return (path.read_bytes() if path.exists() else b"") + bytes(self._shards[number])

    def close(self) -> None:
        """Remove the temporary files."""
        self._folder.cleanup()


def pairs_of(records: bytes) -> list[tuple[str, int]]:
    """Return the (hash, length) pairs of a shard's records."""
    return [(digest.hex(), size) for digest, size in _RECORD.iter_unpack(records)]
