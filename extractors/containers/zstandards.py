"""Zstandard frames (RFC 8878), decoded by the library `zstandard` when it is installed."""

import re
from typing import Any

from ..interface import ItemView
from .reading import Damage, Reader, Refused

MAX_MEMORY = 512 << 20
"""Bytes that a decoder of a hostile stream may claim for its window."""
MAGIC = b"\x28\xb5\x2f\xfd"
"""How a frame begins."""


SKIPPED = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
"""How a frame begins that holds no content."""


def extent(view: ItemView, offset: int) -> tuple[int, bool]:
    """Return the first byte after the frames that begin at `offset`, and whether they are whole.

    Only headers of frames and blocks are read (RFC 8878, section 3.1.1).
    """
    place, whole = offset, False
    while True:
        head = view.read(place, 18)
        if SKIPPED.match(head) and len(head) >= 8:
            after: int | None = place + 8 + int.from_bytes(head[4:8], "little")
        elif head[:4] == MAGIC and len(head) > 5:
            after = _frame_end(view, place, head[4])
        else:
            return place, whole
        if after is None or after > view.facts.size:
            return view.facts.size, False
        place, whole = after, True


def _frame_end(view: ItemView, place: int, descriptor: int) -> int | None:
    single, dictionary = descriptor >> 5 & 1, (0, 1, 2, 4)[descriptor & 3]
    content = (single, 2, 4, 8)[descriptor >> 6]
    place += 5 + (1 - single) + dictionary + content
    while True:
        raw = view.read(place, 3)
        if len(raw) < 3:
            return None
        block = int.from_bytes(raw, "little")
        kind = block >> 1 & 3
        if kind == 3:
            return None
        place += 3 + (1 if kind == 1 else block >> 3)
        if block & 1:
            return place + (4 if descriptor >> 2 & 1 else 0)


class Zstandard:
    """What the library makes of the frames below."""

    def __init__(self, below: Reader) -> None:
        """Raise `Refused` where the library is not installed."""
        try:
            import zstandard
        except ImportError:
            raise Refused("unsupported", "needs zstandard: pip install zstandard") from None
        library: Any = zstandard
        self._error = library.ZstdError
        self._ended = False
        self._below = _Watched(below)
        opened = library.ZstdDecompressor(max_window_size=MAX_MEMORY)
        self._reader = opened.stream_reader(self._below, read_size=4096, read_across_frames=True)

    def read(self, size: int, /) -> bytes:
        """Return decoded bytes; `Damage` where a frame is damaged."""
        try:
            # A call that fails loses what it had decoded: each takes as little in as it can.
            chunk = bytes(self._reader.read1(min(size, 1 << 17)))
        except self._error as error:
            raise Damage(f"{error} (within {self._below.taken} compressed bytes)") from None
        return chunk


class _Watched:
    """A file as the library wants it."""

    def __init__(self, below: Reader) -> None:
        self._below = below
        self.taken = 0

    def read(self, size: int) -> bytes:
        chunk = self._below.read(size)
        self.taken += len(chunk)
        return chunk
