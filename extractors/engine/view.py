"""The view that an extractor gets of an item: a file of exactly its bytes, opened read-only."""

import mmap
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ..interface import Facts, Text
from ..settings import Settings


class FileView:
    """An `ItemView` over a file."""

    def __init__(
        self,
        path: Path,
        facts: Facts,
        settings: Settings,
        folder: Path,
        prepared: object = None,
        texts: Sequence[Text] = (),
    ) -> None:
        self.path = path
        self.facts = facts
        self.settings = settings
        self.folder = folder
        self.prepared = prepared
        self.texts = texts
        self._files: list[BinaryIO] = []
        self._memory: mmap.mmap | bytes | None = None
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        self._size = os.fstat(self._descriptor).st_size

    def open(self) -> BinaryIO:
        """Return a new file over the bytes; see `ItemView`."""
        file = self.path.open("rb")
        self._files.append(file)
        return file

    def read(self, offset: int, length: int) -> bytes:
        """Return bytes at an offset; see `ItemView`."""
        if offset < 0 or length < 0:
            raise ValueError(f"{length} bytes at {offset}")
        within = min(length, self._size - offset)  # numbers out of hostile bytes may be anything
        return os.pread(self._descriptor, within, offset) if within > 0 else b""

    def memory(self) -> mmap.mmap | bytes:
        """Return all bytes, paged in when touched; see `ItemView`."""
        if self._memory is None:
            empty = os.fstat(self._descriptor).st_size == 0
            self._memory = b"" if empty else mmap.mmap(self._descriptor, 0, access=mmap.ACCESS_READ)
        return self._memory

    def tidy(self) -> None:
        """Close the files that the last extractor opened and empty the private folder."""
        for file in self._files:
            with suppress(OSError, ValueError):
                file.close()
        self._files.clear()
        for path in self.folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """Release everything."""
        self.tidy()
        if isinstance(self._memory, mmap.mmap):
            with suppress(BufferError):  # an extractor still holds a view into it
                self._memory.close()
        self._memory = None
        os.close(self._descriptor)
