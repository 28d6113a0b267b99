"""The bytes of an archive's file, read at any place; holes of sparse files are passed over."""

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from ..interface import ItemView

WINDOW = 1 << 18
"""Bytes searched at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A file as this package reads it."""

    read: Callable[[int, int], bytes]
    """Gives up to so many bytes at a place, fewer only at the end."""
    size: int
    """Its length."""
    kept: Callable[[int], int]
    """Gives the first byte from a place on that is not in a hole."""

    def find(self, needle: bytes, place: int) -> int:
        """Return where `needle` next begins from `place` on; the file's length for nowhere."""
        while (place := self.kept(place)) < self.size:
            window = self.read(place, WINDOW + len(needle) - 1)
            at = window.find(needle)
            if at >= 0:
                return place + at
            place += WINDOW
        return self.size


def source_of_view(view: ItemView) -> Source:
    """Return an item as a source."""
    file = view.open()
    size = view.facts.size
    return Source(read=view.read, size=size, kept=lambda place: _kept(file, place, size))


def source_of_file(file: BinaryIO) -> Source:
    """Return a seekable file as a source; it stays the caller's to close."""
    size = file.seek(0, os.SEEK_END)

    def read(place: int, length: int) -> bytes:
        file.seek(place)
        return file.read(length)

    return Source(read=read, size=size, kept=lambda place: place)


def _kept(file: BinaryIO, place: int, size: int) -> int:
    if place >= size:
        return size
    try:
        return os.lseek(file.fileno(), place, os.SEEK_DATA)
    except OSError as error:
        return size if error.errno == errno.ENXIO else place
