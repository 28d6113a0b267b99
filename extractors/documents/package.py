"""A package of parts in a zip file (OOXML: ECMA-376 part 2; ODF: part 3), read with bounds.

What is decoded of one part is bounded, so that a bomb ends as a problem.
"""

import io
import zipfile
import zlib
from typing import BinaryIO

MAX_PART = 256 << 20
"""Decoded bytes of a part that are read: guards time and memory against bombs."""
MAX_SMALL = 16 << 20
"""Decoded bytes of a part that is read whole: property parts, macros, lists of strings."""
MAX_PARTS = 50_000
"""Parts that are looked at: real workbooks stay below 5,000."""
DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, LookupError,
    NotImplementedError, RuntimeError,
)  # fmt: skip
"""What `zipfile` raises on damaged or encrypted members; RuntimeError is its word for both."""


class TooMuch(Exception):
    """A part decodes to more than its bound."""


class _Bounded(io.RawIOBase):
    """A file that refuses to give more than a number of bytes."""

    def __init__(self, file: BinaryIO, limit: int) -> None:
        self._file = file
        self._left = limit

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = self._left + 1 if size < 0 else min(size, self._left + 1)
        chunk = self._file.read(wanted)
        self._left -= len(chunk)
        if self._left < 0:
            raise TooMuch
        return chunk


class Package:
    """The parts of a zip file, in the order of its directory; the last of a name counts."""

    def __init__(self, file: BinaryIO) -> None:
        """`file` is seekable; `DAMAGE` where it is no zip file that can be listed."""
        self._zip = zipfile.ZipFile(file)
        infos = self._zip.infolist()
        self.cut = len(infos) > MAX_PARTS
        """Whether there are more parts than are looked at."""
        self._infos = {info.filename: info for info in infos[:MAX_PARTS] if not info.is_dir()}

    @property
    def names(self) -> list[str]:
        """The names of the parts."""
        return list(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def close(self) -> None:
        """Forget the file."""
        self._zip.close()

    def open(self, name: str, limit: int = MAX_PART) -> BinaryIO:
        """Return a part as a stream that raises `TooMuch` beyond `limit` bytes."""
        info = self._infos[name]
        return _Bounded(self._zip.open(info), limit)  # type: ignore[return-value, arg-type]

    def read(self, name: str, limit: int = MAX_SMALL) -> bytes:
        """Return a small part whole; `TooMuch` when it is larger."""
        with self.open(name, limit) as stream:
            return stream.read()

    def size(self, name: str) -> int:
        """Return the length that the directory claims."""
        return self._infos[name].file_size
