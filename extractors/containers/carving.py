"""Looking for compressed streams at every byte of an item: fragments of disks, dumps, blobs.

What begins like a stream is tried; it counts when it decodes to its end or for a while. All
trials together may read a few times the item's length (`ziphidden.Budget`). Zeros are passed over
a window at a time, so that large sparse items cost little.
"""

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ..interface import ItemView
from .chains import Stream, at
from .passwords import Keys
from .reading import Refused
from .ziphidden import ENOUGH, Budget, Tried, attempt
from .zipmembers import Opener
from .zstandards import MAGIC as ZSTANDARD

WINDOW = 1 << 18
"""Bytes looked through at once."""
MIN_COST = 512
"""Bytes of the budget that any trial costs, however early it fails."""
_NEEDLES: tuple[tuple[bytes, int, str], ...] = (
    (b"\x1f\x8b\x08", 0, "gz"),
    (b"1AY&SY", 4, "bz2"),
    (b"\xfd7zXZ\0", 0, "xz"),
    (ZSTANDARD, 0, "zst"),
    (b"PK\x03\x04", 0, "zip-local"),
    (b"stream", 0, "pdf-stream"),
)
_OVERLAP = 16
_ZEROS = bytes(WINDOW + _OVERLAP)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unsearched:
    """The budget ended."""

    place: int
    """Byte from which nothing was tried."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """A stream whose library is not installed."""

    scheme: str
    place: int
    text: str
    """What is needed."""


Carved = Stream | Tried | Missing | Unsearched
"""What a search yields."""


def carved(view: ItemView, begin: int, keys: Keys) -> Iterator[Carved]:
    """Yield the streams and zip members found from byte `begin` on, in order.

    Each is to be read before the next is asked for: its end is where the search goes on.
    """
    budget, opener, place = Budget.of(view), Opener(view, keys), begin
    for offset, scheme in _hits(view, begin):
        if offset < place:
            continue
        if budget.left <= 0:
            yield Unsearched(place=offset)
            return
        budget.left -= MIN_COST
        if scheme == "zip-local":
            tried = attempt(view, opener, offset, view.facts.size, budget)
            if tried is not None:
                yield tried
                budget.left -= tried.consumed
                place = tried.after(view.facts.size)
            continue
        try:
            stream = at(view, offset, scheme)
        except Refused as refused:
            yield Missing(scheme=scheme, place=offset, text=refused.text)
            continue
        if stream is None:
            continue
        if stream.content.begins(ENOUGH):
            yield stream
        budget.left -= max(stream.chain.after - offset, 0)
        if stream.content.whole:
            place = stream.chain.after


def _hits(view: ItemView, begin: int) -> Iterator[tuple[int, str]]:
    """Yield where streams may begin, in order."""
    file, base = view.open(), begin
    while (base := _kept(file, base, view.facts.size)) < view.facts.size:
        window = view.read(base, WINDOW + _OVERLAP)
        found: list[tuple[int, str]] = []
        for needle, before, scheme in () if window == _ZEROS[: len(window)] else _NEEDLES:
            place = -1
            while 0 <= (place := window.find(needle, place + 1)) < WINDOW:
                found.append((base + place - before, scheme))
        yield from sorted(found)
        base += WINDOW


def _kept(file: BinaryIO, place: int, size: int) -> int:
    """Return the first byte from `place` on that the file system keeps: holes are zeros."""
    try:
        return os.lseek(file.fileno(), place, os.SEEK_DATA)
    except OSError as error:
        return size if error.errno == errno.ENXIO else place
