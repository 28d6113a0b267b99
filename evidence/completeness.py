"""Completeness: how many items of a case are examined fully, partly, not, by the index.

An item counts as fully examined when every extractor that was ever asked in this case has an
outcome for it and none fell short. What has no bytes (folders, links) needs no examination; what
could not be collected is counted apart, and is never called examined.
"""

from dataclasses import dataclass

from .examined import summarise
from .index import Index
from .scans.outcome import Status


@dataclass(frozen=True, kw_only=True, slots=True)
class Completeness:
    """How completely a case is examined."""

    items: int
    """All items, those found inside others too."""
    without_bytes: int
    """Folders, links and other items that have no bytes."""
    not_collected: int
    """Items whose bytes could not be had at all."""
    full: int
    """Items of which nothing is left to examine."""
    partly: int
    """Items of which something is left."""
    unexamined: int
    """Items of which nothing could be examined."""
    never: int
    """Items with bytes that no scan has come to."""
    left_out: tuple[str, ...]
    """Extractors that no scan of this case has asked."""
    statuses: dict[str, dict[Status, int]]
    """By extractor: how many of its examinations ended how."""

    @property
    def whole(self) -> bool:
        """Whether nothing that could be examined is left."""
        left = self.partly + self.unexamined + self.never + self.not_collected
        return not left and not self.left_out


def of_case(index: Index) -> Completeness:
    """Return how completely the case of an index is examined."""
    examinations = index.examinations
    runs = examinations.runs()
    asked = {ran.name for of_one in runs.values() for ran in of_one if not ran.left_out}
    known = {ran.name for of_one in runs.values() for ran in of_one}
    told = summarise(
        statuses | dict.fromkeys(asked - statuses.keys(), "skipped")
        for _, statuses in examinations.statuses()
    )
    items, with_bytes, not_collected = index.population()
    examined = sum(told.counts.values())
    return Completeness(
        items=items,
        without_bytes=items - with_bytes - not_collected,
        not_collected=not_collected,
        full=told.counts["full"],
        partly=told.counts["partly"],
        unexamined=told.counts["not"],
        never=with_bytes - examined,
        left_out=tuple(sorted(known - asked)),
        statuses=told.statuses,
    )
