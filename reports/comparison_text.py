"""Two texts side by side: which lines are the same, gone, new, and which words of a line changed.

Texts are of hostile pages: lines and rows are bounded, and what is left out is counted.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..evidence.web.alignment import Block, blocks

MAX_LINES = 20_000
"""Lines of a text that are compared."""
MAX_ROWS = 2_000
"""Rows that are shown."""
MAX_LINE = 4_000
"""Characters of a line that are shown."""
CONTEXT = 2
"""Lines that are the same, shown before and after what differs."""
_PAIRED = 40
"""Lines on each side of a stretch in which those that are alike are looked for."""
_ALIKE = 0.4
"""Share of words that two lines must have in common to stand beside each other."""
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A part of a line."""

    text: str
    """The part."""
    marked: bool = False
    """Whether it differs from the other side."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TextRow:
    """A line of the old text beside one of the new."""

    kind: Literal["same", "changed", "gone", "new", "skipped"]
    """What became of it."""
    old: tuple[Span, ...] = ()
    """The old line."""
    new: tuple[Span, ...] = ()
    """The new line."""
    count: int = 0
    """Lines that are not shown, of a row that is `skipped`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TextDifference:
    """In what two texts differ."""

    rows: tuple[TextRow, ...]
    """What is shown, in order."""
    gone: int
    """Lines that are gone, or were other words before."""
    new: int
    """Lines that are new, or other words now."""
    uncompared: int = 0
    """Lines beyond `MAX_LINES`, of both texts."""
    unshown: int = 0
    """Rows beyond `MAX_ROWS`."""

    @property
    def differs(self) -> bool:
        """Tell whether anything differs that was compared."""
        return bool(self.gone or self.new)


def lines_of(text: str) -> list[str]:
    """Return a text's lines that hold something, blanks made one: how they are laid out is not
    what they say."""
    return [line for one in text.splitlines() if (line := " ".join(one.split()))]


def difference(old: str, new: str) -> TextDifference:
    """Return in what two texts differ, line by line."""
    before, after = lines_of(old), lines_of(new)
    beyond = max(0, len(before) - MAX_LINES) + max(0, len(after) - MAX_LINES)
    before, after = before[:MAX_LINES], after[:MAX_LINES]
    found = blocks(before, after)
    rows, left = list[TextRow](), 0
    for row in _rows(found, before, after):
        if len(rows) < MAX_ROWS:
            rows.append(row)
        else:
            left += 1
    return TextDifference(
        rows=tuple(rows),
        gone=sum(one.old[1] - one.old[0] for one in found if not one.same),
        new=sum(one.new[1] - one.new[0] for one in found if not one.same),
        uncompared=beyond,
        unshown=left,
    )


def _rows(found: list[Block], old: list[str], new: list[str]) -> Iterator[TextRow]:
    for number, block in enumerate(found):
        if not block.same:
            yield from _differing(old[slice(*block.old)], new[slice(*block.new)])
            continue
        lines = old[slice(*block.old)]
        first = 0 if number == 0 else min(CONTEXT, len(lines))
        last = 0 if number == len(found) - 1 else CONTEXT
        last = min(last, len(lines) - first)
        skipped = len(lines) - first - last
        yield from map(_same, lines[:first])
        if skipped:
            yield TextRow(kind="skipped", count=skipped)
        yield from map(_same, lines[len(lines) - last :])


def _same(line: str) -> TextRow:
    span = (Span(text=_cut(line)),)
    return TextRow(kind="same", old=span, new=span)


def _differing(old: list[str], new: list[str]) -> Iterator[TextRow]:
    """Yield the rows of a stretch that differs: lines that are alike beside each other."""
    at = 0
    for line in old:
        partner = _partner(line, new[at:]) if len(old) <= _PAIRED and len(new) <= _PAIRED else None
        if partner is None and len(old) == len(new) == 1:
            partner = 0
        if partner is None:
            yield TextRow(kind="gone", old=(Span(text=_cut(line), marked=True),))
            continue
        yield from map(_new, new[at : at + partner])
        at += partner + 1
        one, two = words_marked(_cut(line), _cut(new[at - 1]))
        yield TextRow(kind="changed", old=one, new=two)
    yield from map(_new, new[at:])


def _new(line: str) -> TextRow:
    return TextRow(kind="new", new=(Span(text=_cut(line), marked=True),))


def _partner(line: str, others: list[str]) -> int | None:
    """Return which of the others has the most words of `line`; none where none has enough."""
    words, best, most = Counter(line.split()), None, _ALIKE
    for number, other in enumerate(others):
        theirs = Counter(other.split())
        share = 2 * (words & theirs).total() / (words.total() + theirs.total())
        if share > most:
            best, most = number, share
    return best


def words_marked(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return both lines with the words marked that the other does not have there."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    found = blocks(before, after)
    one = (
        Span(text="".join(before[slice(*block.old)]), marked=not block.same)
        for block in found if block.old[0] < block.old[1]
    )  # fmt: skip
    two = (
        Span(text="".join(after[slice(*block.new)]), marked=not block.same)
        for block in found if block.new[0] < block.new[1]
    )  # fmt: skip
    return tuple(one), tuple(two)


def _cut(line: str) -> str:
    return line if len(line) <= MAX_LINE else f"{line[:MAX_LINE]} …"
