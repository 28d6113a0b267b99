"""Bytes of many exchanges in one file: a page may make thousands, and open files are few."""

import io
import os
import shutil
import tempfile
import threading
from pathlib import Path
from typing import IO, BinaryIO, cast

from .lines import let_go

_PIECE = 1 << 20


class Shelf:
    """A nameless file that takes in others. Threads may share it; `close` lets go of all of it."""

    def __init__(self, folder: Path | None = None) -> None:
        """Make it below `folder`; raise `OSError`."""
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - `close` closes it
        self._lock = threading.Lock()

    def put(self, file: BinaryIO) -> BinaryIO:
        """Take in a file from its beginning; return what reads it here. Raises `OSError`."""
        file.seek(0)
        with self._lock:
            begin = self._file.seek(0, os.SEEK_END)
            shutil.copyfileobj(file, self._file, _PIECE)
            end = self._file.tell()
            self._file.flush()
        return cast("BinaryIO", _Place(self._file, begin, end - begin))

    def close(self) -> None:
        """Let go of the file: nothing that `put` has returned can be read any more."""
        let_go(cast("BinaryIO", self._file))


class _Place(io.RawIOBase):
    """A part of a file, read as a file."""

    def __init__(self, file: IO[bytes], begin: int, size: int) -> None:
        super().__init__()
        self._file = file
        self._begin = begin
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Return as many bytes as there are, up to `size`; without one, all that are left."""
        left = max(0, self._size - self._at)
        wanted = left if size < 0 else min(size, left)
        found = os.pread(self._file.fileno(), wanted, self._begin + self._at)
        self._at += len(found)
        return found

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        found = self.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)
