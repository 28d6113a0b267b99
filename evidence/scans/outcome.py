"""Outcomes: how the examination of an item by an extractor ended; one for every pair of them.

The lines are at once the list of what is done and the proof of what is not. What differs from
run to run (time, memory, attempts) stands apart, in `Effort`, so that the same versions over the
same bytes give the same Merkle root. Format: docs/spec/scan.md, section "Outcome".
"""

from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec

from ..records import Count, Hex64, Record, Word

Status = Literal[
    "ok",
    "empty",
    "not_applicable",
    "skipped",
    "partial",
    "timeout",
    "memory",
    "crash",
    "encrypted",
    "corrupt",
    "unsupported",
    "bomb",
]
"""How it ended."""
FULL: frozenset[Status] = frozenset({"ok", "empty", "not_applicable"})
"""Nothing is left to examine: found something, found nothing, not its kind of bytes."""
PARTLY: frozenset[Status] = frozenset({"partial", "corrupt", "encrypted", "bomb"})
"""Something was examined; something could not be."""
MAX_PROBLEMS = 50
"""Problems that an outcome lists; the rest is counted."""

ProblemCode = Literal["encrypted", "corrupt", "unsupported", "partial", "skipped", "bomb"]
"""What an extractor itself may say went wrong; it becomes the status."""


class Defect(Record, frozen=True, kw_only=True):
    """One thing that could not be examined, and why."""

    code: ProblemCode
    """What kind of problem."""
    locator: Annotated[tuple[str, ...], msgspec.Meta(max_length=8)] = ()
    """Where; empty for the item as a whole."""
    text: Annotated[str, msgspec.Meta(max_length=512)] = ""
    """Why, in the words of the extractor or its library."""


class Outcome(Record, frozen=True, kw_only=True):
    """How one extractor's examination of one item ended."""

    children: Count = 0
    """Items that came out of it."""
    defects: tuple[Defect, ...] = ()
    """What could not be examined, the first `MAX_PROBLEMS` of them."""
    extractor: Word
    """Whose examination."""
    observations: Count = 0
    """How many were made."""
    problems: Count = 0
    """How many things could not be examined."""
    reason: Annotated[str, msgspec.Meta(max_length=512)] = ""
    """Which limit, signal or cause."""
    status: Status
    """How it ended."""
    texts: Count = 0
    """How many texts were taken out."""


class Examined(Record, frozen=True, kw_only=True):
    """All outcomes of one item in one scan: a line of the scan's outcomes."""

    item: Hex64
    """Id of the item."""
    not_applicable: tuple[Word, ...] = ()
    """Extractors that are not for such bytes: nothing was left out by them."""
    outcomes: tuple[Outcome, ...] = ()
    """Of all others, in the order of the scan's configuration."""


def examined(item: str, outcomes: Iterable[Outcome]) -> Examined:
    """Return the line for an item and all its outcomes, given in the order of the scan."""
    every = tuple(outcomes)
    return Examined(
        item=item,
        not_applicable=tuple(one.extractor for one in every if one.status == "not_applicable"),
        outcomes=tuple(one for one in every if one.status != "not_applicable"),
    )


class Effort(Record, frozen=True, kw_only=True):
    """What one extractor's examination of one item took; never part of a compared root."""

    attempts: Count
    """How often it was begun: 2 where the first ended in a fault."""
    cpu: Count
    """Processor time, microseconds."""
    extractor: Word
    """Whose examination."""
    memory: Count
    """Largest resident memory of its process so far, bytes."""


class Efforts(Record, frozen=True, kw_only=True):
    """What the examination of one item took: a line of the scan's efforts."""

    efforts: tuple[Effort, ...]
    """Of the extractors that applied."""
    item: Hex64
    """Id of the item."""


Completeness = Literal["full", "partly", "not"]
"""How far an item was examined."""


def completeness(statuses: Iterable[Status]) -> Completeness:
    """Return how far an item was examined, by the statuses of all its outcomes."""
    told = set(statuses) - {"not_applicable"}
    if told <= FULL:
        return "full"
    return "partly" if told & (FULL | PARTLY) else "not"
