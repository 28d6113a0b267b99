"""Trying the rules: at the places that anchors tell, or everywhere as `re.finditer` would.

Both go through a rule's matches from left to right, none overlapping the one before; a match that
is no value takes its bytes, a value only its own. So both find the same.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from .rule import NEAR_BEFORE, Rule, Spot, Words
from .words import Word

LEAD = rb"(?:(?<=[^\x00])|(?<=\x00\x00)|(?<=[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\xff]\x00))"
"""What stands before a run of UTF-16LE; else it is the middle of one."""
PRINTABLE = rb"[\t\n\r\x20-\x7e]"
_COST = 16
LEAST = 6
"""ASCII characters in a row by which a run of UTF-16 is known."""


@dataclass(frozen=True, slots=True)
class Places:
    """What is known of a chunk before any rule is tried."""

    starts: Sequence[list[tuple[int, int]]] | None
    """For each rule where its matches may begin (from, to), in order; none: anywhere."""
    words: Words
    """Where the words stand."""
    little: list[int]
    """Where runs of UTF-16LE begin, in order."""
    big: list[int]
    """Where runs of UTF-16BE begin, in order."""


class Matcher:
    """Rules and words, compiled."""

    def __init__(self, rules: Sequence[Rule], words: Sequence[Word]) -> None:
        self.rules = tuple(rules)
        self.words = tuple(words)
        self._patterns = [rule.pattern() for rule in rules]

    def spots(
        self, chunk: bytes, places: Places, first: int, stop: int, taken: list[int]
    ) -> Iterator[Spot]:
        """Yield the values that begin from `first` to before `stop`, rule by rule.

        `taken` has for each rule where its last match ended, and is brought up to date.
        """
        for number, rule in enumerate(self.rules):
            pattern, begin = self._patterns[number], max(first, taken[number])
            if places.starts is None:
                walk = everywhere(rule, pattern, chunk, places.words, begin, stop)
            elif places.starts[number]:
                starts = places.starts[number]
                walk = anchored(rule, pattern, chunk, places.words, begin, stop, starts)
            else:
                continue
            for end, seen in walk:
                taken[number] = end
                if seen is not None:
                    yield seen


def everywhere(
    rule: Rule, pattern: re.Pattern[bytes], chunk: bytes, words: Words, last: int, stop: int
) -> Iterator[tuple[int, Spot | None]]:
    """Yield (end, value or none) for each match of a rule, looking everywhere."""
    while (found := pattern.search(chunk, last)) is not None and found.start() < stop:
        seen = rule.check(found, words)
        last = seen.end if seen else found.end()
        yield last, seen


def anchored(
    rule: Rule,
    pattern: re.Pattern[bytes],
    chunk: bytes,
    words: Words,
    last: int,
    stop: int,
    starts: Sequence[tuple[int, int]],
) -> Iterator[tuple[int, Spot | None]]:
    """Yield (end, value or none) for each match of a rule, looking where its anchors tell."""
    match, search, check, needs = pattern.match, pattern.search, rule.check, rule.needs
    beyond = rule.longest + rule.beyond
    few = rule.longest // _COST  # so many tries cost less than a search through all that may follow
    for low, high in starts:
        if high < last:
            continue
        if low < last:
            low = last
        if low >= stop:
            return
        if needs and not words.around(needs, low - NEAR_BEFORE, high + beyond):
            continue
        while low <= high:
            found = match(chunk, low)
            if found is None and low < high <= low + few:
                found = next(
                    filter(None, map(match, repeat(chunk), range(low + 1, high + 1))), None
                )
            elif found is None and low < high:
                found = search(chunk, low + 1, high + rule.longest)
            if found is None or found.start() > high or found.start() >= stop:
                break
            seen = check(found, words)
            low = last = seen.end if seen else found.end()
            yield last, seen
