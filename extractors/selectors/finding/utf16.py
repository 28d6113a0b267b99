"""Runs of UTF-16 in any bytes, with or without a byte order mark, seen as one byte a character.

A character below U+0100 is its own byte, any other is 0xFF: enough for rules, whose values are
ASCII, and for words, whose marked vowels may be any high byte.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .matcher import PRINTABLE, Places

_GAP = bytes(64)
"""Between two runs: further than a word may be from its value."""
_BACK = 96
"""Bytes before the first six ASCII characters in which marked letters may stand."""
_LATIN = PRINTABLE[:-1] + rb"\xa0-\xff]"
_UNIT_LE = rb"(?:" + _LATIN + rb"\x00|[\x00-\xff][\x01\x03\x1e]|[\x00-\x3f]\x20)"
_UNIT_BE = rb"(?:\x00" + _LATIN + rb"|[\x01\x03\x1e][\x00-\xff]|\x20[\x00-\x3f])"
_FORWARD = {
    "utf-16-le": re.compile(_UNIT_LE + b"+", re.DOTALL),
    "utf-16-be": re.compile(_UNIT_BE + b"+", re.DOTALL),
}
_BACKWARD = {
    "utf-16-le": re.compile(_UNIT_LE + rb"{1,48}\Z", re.DOTALL),
    "utf-16-be": re.compile(_UNIT_BE + rb"{1,48}\Z", re.DOTALL),
}


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of two bytes one after another."""

    start: int
    end: int
    encoding: str


class _Narrow(dict[int, int]):
    """A table for str.translate: every character that is no byte is 0xFF."""

    def __missing__(self, code: int) -> int:
        return code if code < 0x100 else 0xFF


_NARROW = _Narrow()


def runs(chunk: bytes, places: Places) -> list[Run]:
    """Return the runs of a chunk in order; where two overlap the one with more ASCII in it.

    ASCII between zeros reads alike in both orders of bytes; it is taken for little-endian.
    """
    found = [
        *_grown(chunk, places.little, "utf-16-le"),
        *_grown(chunk, places.big, "utf-16-be"),
    ]
    found.sort(key=lambda run: (run.start, run.encoding))
    kept: list[Run] = []
    for run in found:
        if not kept or run.start >= kept[-1].end:
            kept.append(run)
            continue
        better = _plain(chunk, run) - _plain(chunk, kept[-1])
        if better > 0 or (better == 0 and run.encoding == "utf-16-le"):
            kept[-1] = run
    return kept


def _plain(chunk: bytes, run: Run) -> int:
    """Return how many characters of a run are ASCII."""
    return len(chunk[run.start : run.end].decode(run.encoding).encode("ascii", "ignore"))


def _grown(chunk: bytes, starts: Iterable[int], encoding: str) -> Iterator[Run]:
    """Yield the whole runs that begin at or shortly before these places."""
    last = {0: 0, 1: 0}  # a run of the other parity may overlap: noise that reads as letters
    for start in starts:
        parity = start & 1
        if start < last[parity]:
            continue
        whole = _FORWARD[encoding].match(chunk, start)
        if whole is None:
            continue
        low = max(last[parity], start - _BACK)
        low += (start - low) & 1
        before = _BACKWARD[encoding].search(chunk[low:start])
        while before is not None and before.start() & 1:  # cut between two bytes of one
            before = _BACKWARD[encoding].search(chunk[low:start], before.start() + 1)
        last[parity] = whole.end()
        yield Run(start if before is None else low + before.start(), whole.end(), encoding)


class Screen:
    """All runs of a chunk, one byte a character, one after another with gaps between."""

    def __init__(self, chunk: bytes, some: Iterable[Run]) -> None:
        self._runs: list[Run] = []
        self._begins: list[int] = []
        parts, size = [_GAP], len(_GAP)
        for run in some:
            narrow = chunk[run.start : run.end].decode(run.encoding).translate(_NARROW)
            self._runs.append(run)
            self._begins.append(size)
            parts += (narrow.encode("latin-1"), _GAP)
            size += len(narrow) + len(_GAP)
        self.content = b"".join(parts)
        """The characters."""

    def origin(self, place: int) -> tuple[int, str]:
        """Return (place in the chunk, encoding) of a character."""
        number = bisect_right(self._begins, place) - 1
        run = self._runs[number]
        return run.start + 2 * (place - self._begins[number]), run.encoding
