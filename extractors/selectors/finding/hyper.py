"""Looking into chunks with hyperscan: one pass tells where each rule and word may be.

The database is made once, before processes fork; each process has its own scratch by the fork.
Matches are told by their ends only (no start of match), which is what makes hyperscan fast.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from .matcher import LEAST, PRINTABLE, Places
from .rule import Rule, Words
from .words import Word

_LITTLE = (
    rb"(?:[^\x00]|\x00\x00|[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\xff]\x00)(?:"
    + PRINTABLE + rb"\x00){%d}" % LEAST
)  # fmt: skip
_BIG = rb"[^\t\n\r\x20-\x7e](?:\x00" + PRINTABLE + rb"){%d}" % LEAST


class Database(Protocol):
    """What is used of a hyperscan database."""

    def scan(
        self,
        data: bytes,
        match_event_handler: Callable[[int, int, int, int, object], None],
        /,
    ) -> None:
        """Call the handler with (id, from, to, flags, context) for each match."""


def available() -> bool:
    """Tell whether hyperscan can be imported and runs on this processor."""
    try:
        import hyperscan
    except ImportError:
        return False
    try:
        hyperscan.Database().compile(expressions=[b"a"], ids=[0], flags=[0])
    except hyperscan.HyperscanError:
        return False
    return True


class Hyper:
    """A scanner that asks hyperscan where the rules may match."""

    def __init__(self, rules: Sequence[Rule], words: Sequence[Word]) -> None:
        import hyperscan

        self._words = [(word.classes, int(word.closed)) for word in words]
        anchors = [(number, one) for number, rule in enumerate(rules) for one in rule.anchors]
        self._anchors = anchors
        self._rules = len(rules)
        caseless, lines = hyperscan.HS_FLAG_CASELESS, hyperscan.HS_FLAG_DOTALL
        expressions = [
            *((one.expression, caseless * one.caseless) for _, one in anchors),
            *((word.expression(), caseless) for word in words),
            (_LITTLE, 0),
            (_BIG, 0),
        ]
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=[expression for expression, _ in expressions],
            ids=list(range(len(expressions))),
            elements=len(expressions),
            flags=[flag | lines for _, flag in expressions],
        )
        self._scratch = hyperscan.Scratch(self._database)
        self._database.scratch = self._scratch
        self._count = len(expressions)

    def places(self, chunk: bytes) -> Places:
        """Return where the rules may match in a chunk, and where its words stand."""
        hits: list[list[int]] = [[] for _ in range(self._count)]
        takers = [hit.append for hit in hits]

        def take(number: int, start: int, end: int, flags: int, context: object) -> None:
            takers[number](end)

        self._database.scan(chunk, match_event_handler=take)
        starts: list[list[tuple[int, int]]] = [[] for _ in range(self._rules)]
        for (number, anchor), ends in zip(self._anchors, hits, strict=False):
            if ends:
                starts[number] += _starts(chunk, anchor.tail, anchor.reach, anchor.head, ends)
        for some in starts:
            some.sort()
        words: dict[str, list[int]] = {}
        for (classes, behind), ends in zip(self._words, hits[len(self._anchors) :], strict=False):
            if ends:
                moved = [end - behind for end in ends]
                for name in classes:
                    words.setdefault(name, []).extend(moved)
        for found in words.values():
            found.sort()
        little, big = ([end - 2 * LEAST for end in hits[place]] for place in (-2, -1))
        return Places(
            starts=starts, words=Words(words), little=sorted(set(little)), big=sorted(big)
        )


def _starts(
    chunk: bytes, tail: int, reach: int, head: bytes, ends: list[int]
) -> list[tuple[int, int]]:
    """Return between which places a match may begin, for each end of an anchor."""
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
