"""Compound files (MS-CFB), read through olefile with bounds on every stream.

olefile holds a stream in memory when it is opened, so its claimed length is looked at first.
"""

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO, Self

import olefile  # type: ignore[import-untyped]

MAX_STREAM = 64 << 20
"""Bytes of a stream that are read; the text of a document lies far below."""
MAX_STREAMS = 20_000
"""Streams that are looked at."""
_HEADER = 512
_SHIFTS = {(9, 6), (12, 6)}  # lengths of sectors and mini sectors, as powers of two (2.2)
DAMAGE = (
    OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError,
    struct.error,
)  # fmt: skip
"""What olefile raises on damage: its own error is an OSError, but not all is foreseen there."""


class Compound:
    """The streams of a compound file, by their path of names."""

    def __init__(self, file: BinaryIO) -> None:
        """`file` is seekable; one of `DAMAGE` where it is no compound file."""
        head = file.read(_HEADER)
        if len(head) < _HEADER or struct.unpack_from("<HH", head, 30) not in _SHIFTS:
            raise ValueError("no header of a compound file")  # olefile would read 2**65535 bytes
        file.seek(0)
        self._ole = olefile.OleFileIO(file)
        found = sorted(map(tuple, self._ole.listdir(streams=True, storages=False)))
        self.cut = len(found) > MAX_STREAMS
        """Whether there are more streams than are looked at."""
        self.streams: list[tuple[str, ...]] = found[:MAX_STREAMS]
        """The paths of all streams, sorted."""
        self._known = {tuple(map(str.lower, path)): path for path in reversed(self.streams)}

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Return the compound file that lies in memory."""
        return cls(io.BytesIO(content))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ole.close()

    @property
    def damaged(self) -> bool:
        """Whether olefile had to pass over damage so far."""
        return bool(self._ole.parsing_issues)

    def __contains__(self, path: tuple[str, ...]) -> bool:
        return tuple(map(str.lower, path)) in self._known

    def size(self, path: tuple[str, ...]) -> int:
        """Return the length that the directory claims."""
        return int(self._ole.get_size(list(path)))

    def read(self, path: tuple[str, ...], limit: int = MAX_STREAM) -> bytes:
        """Return a stream whole; ValueError when it is longer than `limit`, `DAMAGE` else."""
        found = self._known[tuple(map(str.lower, path))]
        if self.size(found) > limit:
            raise ValueError("a stream too long")
        with self._ole.openstream(list(found)) as stream:
            return bytes(stream.read())

    def named(self, *names: str) -> Iterator[tuple[str, ...]]:
        """Yield the paths of the streams that bear one of these names, wherever they lie."""
        wanted = {name.lower() for name in names}
        return (path for path in self.streams if path[-1].lower() in wanted)
