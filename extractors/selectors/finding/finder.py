"""Finding all values in bytes of any length, window by window.

A window is looked at with some bytes before and behind it, so that a value on a border is seen
whole; it belongs to the window in which it begins. Memory does not grow with the length.
"""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from . import utf16
from .matcher import Matcher, Places
from .rule import Spot
from .table import rules_for
from .words import words

WINDOW = 1 << 20
"""Bytes of a window: few enough for little memory, many enough to be worth a call."""
LEAD = 1_280
"""Bytes before a window: for the longest head of a value, twice for UTF-16, and words before it."""
TRAIL = 8_192
"""Bytes behind a window: for the longest value (a URL), twice for UTF-16, and words behind it."""


_EDGE = b"\x01"
"""Before and behind a chunk: neither a letter nor a digit nor half a character of UTF-16."""


class Buffer(Protocol):
    """Bytes that are read by slices: bytes, mmap."""

    def __len__(self) -> int: ...
    def __getitem__(self, place: slice, /) -> bytes: ...


class Scanner(Protocol):
    """Tells where the rules may match in a chunk."""

    def places(self, chunk: bytes) -> Places:
        """Return the places; the first and last byte of the chunk belong to no value."""


class Found(NamedTuple):
    """A value and where in the bytes it stands."""

    offset: int
    length: int
    spot: Spot
    encoding: str = ""
    """`utf-16-le`, `utf-16-be`, else empty: ASCII in any encoding of bytes."""


class Finder:
    """Finds the values of all kinds."""

    def __init__(self, matcher: Matcher, scanner: Scanner, window: int = WINDOW) -> None:
        """`window` is the length of a window in bytes."""
        self._matcher = matcher
        self._scanner = scanner
        self._window = window

    def find(self, content: Buffer) -> Iterator[Found]:
        """Yield the values of `content` in the order of windows, inside one of offsets."""
        size = len(content)
        taken = [0] * len(self._matcher.rules)
        zeros = bytes(self._window)
        for start in range(0, size, self._window):
            stop = min(size, start + self._window)
            own = content[start:stop]
            if own == zeros[: len(own)]:
                continue
            low, high = max(0, start - LEAD), min(size, stop + TRAIL)
            chunk = b"".join((_EDGE, content[low:start], own, content[stop:high], _EDGE))
            yield from self._window_of(chunk, low - 1, start, stop, taken)

    def _window_of(
        self, chunk: bytes, base: int, start: int, stop: int, taken: list[int]
    ) -> list[Found]:
        """Return the values that begin in [start, stop) of a chunk that begins at `base`."""
        places = self._scanner.places(chunk)
        local = [max(0, end - base) for end in taken]
        found = [
            Found(seen.start + base, seen.end - seen.start, seen)
            for seen in self._matcher.spots(chunk, places, start - base, stop - base, local)
        ]
        taken[:] = [end + base for end in local]
        if places.little or places.big:
            found += [one for one in self._wide(chunk, places, base) if start <= one.offset < stop]
        found.sort(key=lambda one: (one.offset, one.length, one.spot.kind))
        return found

    def _wide(self, chunk: bytes, places: Places, base: int) -> Iterator[Found]:
        """Yield the values of a chunk that are written in UTF-16."""
        screen = utf16.Screen(chunk, utf16.runs(chunk, places))
        content = screen.content
        within = self._scanner.places(content)
        taken = [0] * len(self._matcher.rules)
        for seen in self._matcher.spots(content, within, 0, len(content), taken):
            place, encoding = screen.origin(seen.start)
            yield Found(place + base, 2 * (seen.end - seen.start), seen, encoding)


def finder(region: str, *, hyperscan: bool, window: int = WINDOW) -> Finder:
    """Return a finder for a region, with hyperscan or with `re` alone; both find the same."""
    from .hyper import Hyper
    from .plain import Plain

    rules, some = rules_for(region), words()
    scanner: Scanner = Hyper(rules, some) if hyperscan else Plain(rules, some)
    return Finder(Matcher(rules, some), scanner, window)
