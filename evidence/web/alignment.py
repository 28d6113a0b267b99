"""Which parts of two sequences are the same: patience diff, bounded for hostile input.

What stands exactly once on both sides ties them together (the longest run of such ties in order);
between two ties the same is done again, and equal ends are taken off first. Time is n log n for
each of at most `MAX_DEPTH` levels, whatever the sequences hold; what is left over counts as
different. Source: Bram Cohen's patience diff.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple

MAX_DEPTH = 16
"""Levels of ties between ties."""


class Block(NamedTuple):
    """A stretch that is the same on both sides, or that differs."""

    same: bool
    """Whether it is the same."""
    old: tuple[int, int]
    """First place in the old sequence, and the first after it."""
    new: tuple[int, int]
    """Likewise in the new one."""


def blocks(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Block]:
    """Return both sequences in order, cut into stretches that are the same and that differ."""
    found, at_old, at_new = list[Block](), 0, 0
    for start_old, start_new, length in _runs(old, new):
        if start_old > at_old or start_new > at_new:
            found.append(Block(False, (at_old, start_old), (at_new, start_new)))
        at_old, at_new = start_old + length, start_new + length
        found.append(Block(True, (start_old, at_old), (start_new, at_new)))
    if at_old < len(old) or at_new < len(new):
        found.append(Block(False, (at_old, len(old)), (at_new, len(new))))
    return found


def _runs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int, int]]:
    """Return (place in old, place in new, length) of all runs that are the same, in order."""
    found = list[tuple[int, int, int]]()
    todo = [(0, len(old), 0, len(new), 0)]
    while todo:
        low, high, begin, end, depth = todo.pop()
        length = 0
        while low + length < high and begin + length < end:
            if old[low + length] != new[begin + length]:
                break
            length += 1
        if length:
            found.append((low, begin, length))
        low, begin, length = low + length, begin + length, 0
        while low < high - length and begin < end - length:
            if old[high - 1 - length] != new[end - 1 - length]:
                break
            length += 1
        high, end = high - length, end - length
        if length:
            found.append((high, end, length))
        if low == high or begin == end or depth == MAX_DEPTH:
            continue
        ties = _ties(old, new, range(low, high), range(begin, end))
        for at_old, at_new in ties:
            todo.append((low, at_old, begin, at_new, depth + 1))
            low, begin = at_old, at_new  # the next stretch begins with the tie, and is taken off
        if ties:
            todo.append((low, high, begin, end, depth + 1))
    return _joined(found)


def _ties(
    old: Sequence[Hashable], new: Sequence[Hashable], of_old: range, of_new: range
) -> list[tuple[int, int]]:
    """Return the longest row of pairs, rising on both sides, of what stands once on each."""
    once_old = Counter(old[at] for at in of_old)
    once_new = Counter(new[at] for at in of_new)
    places = {new[at]: at for at in of_new if once_new[new[at]] == 1}
    pairs = [(at, places[old[at]]) for at in of_old if once_old[old[at]] == 1 and old[at] in places]
    ends, last, before = list[int](), list[int](), list[int]()
    for number, (_, place) in enumerate(pairs):  # patience sorting: longest rising row
        pile = bisect_left(ends, place)
        before.append(last[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [place]
        last[pile : pile + 1] = [number]
    row, at = list[tuple[int, int]](), last[-1] if last else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]


def _joined(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return runs in order, those that follow on from each other made one."""
    found = list[tuple[int, int, int]]()
    for run in sorted(runs):
        if found:
            old, new, length = found[-1]
            if (old + length, new + length) == run[:2]:
                found[-1] = (old, new, length + run[2])
                continue
        found.append(run)
    return found
