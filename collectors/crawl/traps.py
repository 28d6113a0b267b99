"""Traps: addresses that a site can make without end, such as calendars, each bounded and counted.

A bound says nothing of the page: it is a guess by the form of its address, so every address that
is left out is told, by count and example. Comparing goes by `urls.same_page`.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal, TypeAlias

from .urls import host_of, path_of

Trap: TypeAlias = Literal["long", "deep", "repeating", "growing", "queries", "calendar"]

MAX_LENGTH = 2_048
"""Characters of an address that is followed; longer ones come from scripts gone wrong."""
MAX_SEGMENTS = 24
"""Segments of a path."""
MAX_REPEATS = 3
"""Times that one segment, or one run of segments, may stand in a path in a row."""
MAX_SAME = 5
"""Times that one segment may stand in a path at all."""
MAX_QUERIES = 500
"""Addresses of one path that differ only in their query."""
MAX_DATES = 100
"""Addresses that differ only in a date: eight years of months, or three months of days."""
MAX_FAMILIES = 200_000
"""Families of addresses that are counted; memory must not grow with a hostile site."""

REASONS: dict[Trap, str] = {
    "long": f"address longer than {MAX_LENGTH} characters",
    "deep": f"path of more than {MAX_SEGMENTS} segments",
    "repeating": f"path that repeats itself more than {MAX_REPEATS} times in a row",
    "growing": f"path with the same segment more than {MAX_SAME} times",
    "queries": f"more than {MAX_QUERIES} addresses of one path with other queries",
    "calendar": f"more than {MAX_DATES} addresses that differ only in a date",
}
"""What each bound says, as it is reported."""

_DATE = re.compile(
    r"(?<![0-9])(?:19|20|21)[0-9]{2}(?:([-/_.]?)(?:0?[1-9]|1[0-2])(?:\1(?:0?[1-9]|[12][0-9]|3[01]))?)"
    r"(?![0-9])"
)
_DATE_PARAMETER = re.compile(
    r"(?<=[?&])((?:date|day|month|year|week|ngay|thang|nam|from|to|start|end|ical|tribe-bar-date"
    r"|y|m|d)=)[^&]*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Traps:
    """Counts the addresses of one collection by family."""

    _families: Counter[str]

    def __init__(self) -> None:
        self._families = Counter()

    def caught(self, key: str) -> Trap | None:
        """Return the bound that the address oversteps, if one; `key` is from `urls.same_page`.

        Each key is to be asked for once: asking counts it.
        """
        if len(key) > MAX_LENGTH:
            return "long"
        path, mark, _ = path_of(key).partition("?")
        shape = _shape(path)
        if shape is not None:
            return shape
        family = _DATE_PARAMETER.sub(r"\1*", _DATE.sub("*", key))
        if family != key and self._is_full(f"c {family}", MAX_DATES):
            return "calendar"
        if mark and self._is_full(f"q {host_of(key)}{path}", MAX_QUERIES):
            return "queries"
        return None

    def _is_full(self, family: str, limit: int) -> bool:
        count = self._families[family]
        if count >= limit:
            return True
        if count or len(self._families) < MAX_FAMILIES:
            self._families[family] = count + 1
        return False


def _shape(path: str) -> Trap | None:
    segments = path.split("/")[1:]
    if len(segments) <= MAX_REPEATS:
        return None
    if len(segments) > MAX_SEGMENTS:
        return "deep"
    if _repeats(segments):
        return "repeating"
    counted = Counter(segment for segment in segments if segment)
    return "growing" if max(counted.values(), default=0) > MAX_SAME else None


def _repeats(segments: list[str]) -> bool:
    """Tell whether a run of one to three segments stands more than `MAX_REPEATS` times in a row."""
    for length in (1, 2, 3):
        streak = 0
        for at in range(length, len(segments)):
            same = segments[at] == segments[at - length]
            streak = streak + 1 if same else 0
            if streak >= length * MAX_REPEATS:
                return True
    return False
