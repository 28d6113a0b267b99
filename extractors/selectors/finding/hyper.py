"""Looking into chunks with hyperscan: one pass tells where each rule may match.

A second pass looks for words, only around the places where a rule asks for them. The databases are
made once, before processes fork; each process has its own scratch by the fork. Matches are told by
their ends only (no start of match), which is what makes hyperscan fast.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from .matcher import LEAST, PRINTABLE, Places
from .rule import NEAR_BEFORE, Anchor, Rule, Words
from .words import Word

Ranges = list[tuple[int, int]]
"""Between which places matches may begin."""
LONGEST_WORD = 72
"""Bytes of a word at most, with what stands beside it."""
_NEVER = (1 << 62, 1 << 62)
_GAP = b"\n\n"
_LITTLE = (
    rb"(?:[^\x00]|\x00\x00|[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\xff]\x00)(?:"
    + PRINTABLE + rb"\x00){%d}" % LEAST
)  # fmt: skip
_BIG = rb"[^\t\n\r\x20-\x7e](?:\x00" + PRINTABLE + rb"){%d}" % LEAST
_DIGITS = re.compile(rb"[0-9]+")


def available() -> bool:
    """Tell whether hyperscan can be imported and runs on this processor."""
    try:
        import hyperscan
    except ImportError:
        return False
    try:
        Database([(b"a", False)])
    except hyperscan.HyperscanError:
        return False
    return True


class Database:
    """Expressions that are looked for together."""

    def __init__(self, expressions: Sequence[tuple[bytes, bool]]) -> None:
        """Compile (expression, caseless) pairs."""
        import hyperscan

        self._count = len(expressions)
        flag = hyperscan.HS_FLAG_CASELESS
        self._database: Any = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=[expression for expression, _ in expressions],
            ids=list(range(self._count)),
            elements=self._count,
            flags=[hyperscan.HS_FLAG_DOTALL | flag * caseless for _, caseless in expressions],
        )
        self._database.scratch = hyperscan.Scratch(self._database)

    def ends(self, content: bytes) -> list[list[int]]:
        """Return for each expression where its matches end, in order."""
        hits: list[list[int]] = [[] for _ in range(self._count)]
        takers: list[Callable[[int], None]] = [hit.append for hit in hits]

        def take(number: int, start: int, end: int, flags: int, context: object) -> None:
            takers[number](end)

        self._database.scan(content, match_event_handler=take)
        for hit in hits:
            hit.sort()
        return hits


class Hyper:
    """A scanner that asks hyperscan where the rules may match."""

    def __init__(self, rules: Sequence[Rule], words: Sequence[Word]) -> None:
        self._rules = tuple(rules)
        self._words = [(word.classes, int(word.closed)) for word in words]
        anchors = [(one.expression, one.caseless) for rule in rules for one in rule.anchors]
        self._shared = list(dict.fromkeys(anchors))
        numbers = {anchor: number for number, anchor in enumerate(self._shared)}
        self._uses = [
            (number, numbers[one.expression, one.caseless], one)
            for number, rule in enumerate(rules)
            for one in rule.anchors
        ]
        self._anchors = Database([*self._shared, (_LITTLE, False), (_BIG, False)])
        self._vocabulary = Database([(word.expression(), True) for word in words])

    def places(self, chunk: bytes) -> Places:
        """Return where the rules may match in a chunk, and where its words stand."""
        hits = self._anchors.ends(chunk)
        starts: list[Ranges] = [[] for _ in self._rules]
        sized: dict[int, dict[int, list[int]]] = {}
        for number, shared, anchor in self._uses:
            if not hits[shared]:
                continue
            if not anchor.lengths:
                starts[number] += _starts(chunk, anchor, hits[shared])
                continue
            if shared not in sized:
                sized[shared] = _by_length(chunk, anchor.tail, hits[shared])
            for length in anchor.lengths:
                starts[number] += [(one, one) for one in sized[shared].get(length, ())]
        for some in starts:
            some.sort()
        little, big = ([end - 2 * LEAST for end in some] for some in hits[-2:])
        return Places(
            starts=starts,
            words=self._words_of(chunk, starts),
            little=sorted(set(little)),
            big=sorted(set(big)),
        )

    def _words_of(self, chunk: bytes, starts: Sequence[Ranges]) -> Words:
        """Return the words around the places where rules that ask for them may match."""
        wanted = [
            (low - NEAR_BEFORE - LONGEST_WORD, high + rule.longest + rule.beyond + 2)
            for rule, some in zip(self._rules, starts, strict=True)
            if rule.asks
            for low, high in some
        ]
        if not wanted:
            return Words({})
        parts, froms, origins = _pieces(chunk, sorted(wanted))
        ends: dict[str, list[int]] = {}
        found = self._vocabulary.ends(b"".join(parts))
        for (classes, behind), some in zip(self._words, found, strict=True):
            if not some:
                continue
            moved = []
            for end in some:
                piece = bisect_right(froms, end - 1 - behind) - 1
                moved.append(end - behind - froms[piece] + origins[piece])
            for name in classes:
                ends.setdefault(name, []).extend(moved)
        for places in ends.values():
            places.sort()
        return Words(ends)


def _pieces(chunk: bytes, wanted: Ranges) -> tuple[list[bytes], list[int], list[int]]:
    """Return the bytes of ranges joined where they meet; where each begins in all, in the chunk."""
    parts: list[bytes] = []
    froms: list[int] = []
    origins: list[int] = []
    size, (begin, end) = 0, wanted[0]
    for low, high in [*wanted[1:], _NEVER]:
        if low <= end:
            if high > end:
                end = high
            continue
        begin = max(0, begin)
        piece = chunk[begin:end]
        froms.append(size)
        origins.append(begin)
        parts += (piece, _GAP)
        size += len(piece) + len(_GAP)
        begin, end = low, high
    return parts, froms, origins


def _by_length(chunk: bytes, tail: int, ends: list[int]) -> dict[int, list[int]]:
    """Return where numbers begin, by how many digits they have."""
    sized: dict[int, list[int]] = {}
    match = _DIGITS.match
    for end in ends:
        found = match(chunk, end - tail)
        if found is not None:
            sized.setdefault(found.end() - end + tail, []).append(end - tail)
    return sized


def _starts(chunk: bytes, anchor: Anchor, ends: list[int]) -> Ranges:
    """Return between which places a match may begin, for each end of an anchor."""
    tail, reach, head = anchor.tail, anchor.reach, anchor.head
    if not reach:
        return [(end - tail, end - tail) for end in ends]
    if not head:
        return [(max(0, end - tail - reach), end - tail) for end in ends]
    found = []
    for end in ends:
        high = end - tail
        low = max(0, high - reach)
        before = chunk[low:high]
        found.append((high - len(before) + len(before.rstrip(head)), high))
    return found
