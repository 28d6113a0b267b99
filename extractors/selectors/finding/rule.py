"""A rule: how one kind of value is written, where to try it, and what makes it one.

`core` is a regular expression over bytes, one character a byte; `before` and `after` are what must
not stand beside it. An anchor is an expression for hyperscan, without look-around, of which every
match of the rule holds one; it tells where the rule's expression is tried. Finding by anchors and
finding by `re.finditer` over everything give the same matches: the tests hold one against the
other.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..banks import longest_of
from ..normal import Normal

BANK = "bank:"
"""Before the number of a bank: the class of its names."""
NEAR_BEFORE = 48
"""Bytes before a value in which a word still belongs to it."""
NEAR_AFTER = 40
"""Bytes after a value in which a word still belongs to it."""
BANK_AFTER = 64
"""Bytes after an account in which its bank's name ends: names are long, each mark takes bytes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """Where a rule is tried: `tail` bytes before the end of a match of `expression`, or further.

    Each match of the rule must hold one match of the anchor that ends `tail` (to `tail` + `reach`)
    bytes after the rule's match begins.
    """

    expression: bytes
    """For hyperscan, in its dialect: no look-around, no back-references."""
    tail: int
    """Bytes from where the rule's match begins at the latest to where the anchor ends."""
    reach: int = 0
    """How many bytes earlier the rule's match may begin."""
    head: bytes = b""
    """If given, what stands between can only be these bytes."""
    lengths: frozenset[int] = frozenset()
    """If given, how many digits the number has that begins there."""
    caseless: bool = False
    """Whether letters of the expression stand for both cases."""


class Spot(NamedTuple):
    """A value that was found, and where in the bytes looked at; a tuple is made fastest."""

    start: int
    end: int
    kind: str
    value: str
    confidence: int
    facts: Mapping[str, str]


class Words:
    """Where in a chunk the words stand that tell what a value beside them is."""

    def __init__(self, ends: Mapping[str, Sequence[int]]) -> None:
        """`ends` has for each class of words the places where one ends, in order."""
        self._ends = ends
        self._banks: list[tuple[int, str]] | None = None

    def before(self, name: str, start: int, reach: int = NEAR_BEFORE) -> bool:
        """Tell whether a word of a class ends at most `reach` bytes before `start`."""
        ends = self._ends.get(name)
        if not ends:
            return False
        place = bisect_left(ends, start - reach)
        return place < len(ends) and ends[place] <= start

    def gap(self, names: Iterable[str], start: int) -> int | None:
        """Return how far before `start` the nearest word of these classes ends; none in reach."""
        gaps = []
        for name in names:
            ends = self._ends.get(name, ())
            place = bisect_right(ends, start) - 1
            if place >= 0 and ends[place] >= start - NEAR_BEFORE:
                gaps.append(start - ends[place])
        return min(gaps, default=None)

    def near(self, name: str, start: int, end: int) -> bool:
        """Tell whether a word of a class stands shortly before or after a value."""
        ends = self._ends.get(name)
        if not ends:
            return False
        place = bisect_left(ends, start - NEAR_BEFORE)
        if place < len(ends) and ends[place] <= start:
            return True
        place = bisect_right(ends, end)
        return place < len(ends) and ends[place] <= end + NEAR_AFTER

    def around(self, name: str, start: int, end: int) -> bool:
        """Tell whether a word of a class ends anywhere from `start` to `end`."""
        ends = self._ends.get(name)
        if not ends:
            return False
        place = bisect_left(ends, start)
        return place < len(ends) and ends[place] <= end

    def bank(self, start: int, end: int) -> str:
        """Return the number of the nearest bank, one before counting first; empty for none."""
        if self._banks is None:
            self._banks = sorted(
                (place, name.removeprefix(BANK))
                for name, ends in self._ends.items()
                if name.startswith(BANK)
                for place in ends
            )
        place = bisect_right(self._banks, (start, "~")) - 1
        if place >= 0 and self._banks[place][0] >= start - NEAR_BEFORE:
            return self._bank_at(place)
        place = bisect_right(self._banks, (end, "~"))
        if place < len(self._banks) and self._banks[place][0] <= end + BANK_AFTER:
            return self._bank_at(place)
        return ""

    def _bank_at(self, place: int) -> str:
        """Return the bank of the longest name that ends where this one does."""
        banks = self._banks or []
        end = banks[place][0]
        first, last = bisect_left(banks, (end, "")), bisect_right(banks, (end, "~"))
        return longest_of([number for _, number in banks[first:last]])

    def distance(self, name: str, start: int, end: int) -> int | None:
        """Return how far the nearest word of a class is, the one before counting first."""
        ends = self._ends.get(name)
        if not ends:
            return None
        place = bisect_right(ends, start) - 1
        if place >= 0 and ends[place] >= start - NEAR_BEFORE:
            return start - ends[place]
        place = bisect_right(ends, end)
        if place < len(ends) and ends[place] <= end + NEAR_AFTER:
            return NEAR_BEFORE + ends[place] - end
        return None


Check = Callable[[re.Match[bytes], Words], Spot | None]
"""Tells what a match is, or that it is nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """How one kind of value is written."""

    name: str
    """Unique among the rules."""
    core: bytes
    """The regular expression, without look-around and back-references: other engines take it."""
    anchors: tuple[Anchor, ...]
    """Where to try it."""
    check: Check
    """What makes a match a value."""
    before: bytes = rb"[0-9A-Za-z]"
    """What must not stand before it: a class of bytes, or nothing."""
    after: bytes = rb"[0-9A-Za-z]"
    """What must not stand after it."""
    longest: int = 256
    """Bytes that a match may have at most, with one behind it."""
    needs: str = ""
    """Class of words without which it is nothing; spares trying."""
    beyond: int = NEAR_AFTER
    """Bytes after a match in which its check may look for words."""
    asks: bool = True
    """Whether its check looks at the words around; else they need not be looked for."""

    def pattern(self) -> re.Pattern[bytes]:
        """Return the exact expression."""
        head = b"(?<!%s)" % self.before if self.before else b""
        tail = b"(?!%s)" % self.after if self.after else b""
        return re.compile(head + b"(?:" + self.core + b")" + tail)


def spot(
    found: re.Match[bytes], kind: str, normal: Normal | None, confidence: int = 0
) -> Spot | None:
    """Return the spot of a whole match, at its own confidence or a given one."""
    if normal is None:
        return None
    start, end = found.span()
    return Spot(start, end, kind, normal.value, confidence or normal.confidence, normal.facts)


def beside_dash(found: re.Match[bytes]) -> bool:
    """Tell whether a number without groups is a part of something longer with dashes: a UUID."""
    start, end = found.span()
    text = found.string
    if not found[0].isdigit():
        return False
    return (text[start - 1 : start] == b"-" and text[start - 2 : start - 1].isalnum()) or (
        text[end : end + 1] == b"-" and text[end + 1 : end + 2].isalnum()
    )


def text_of(found: re.Match[bytes]) -> str:
    """Return what a match wrote, as text; each byte that is no ASCII is one character."""
    return found[0].decode("latin-1")
