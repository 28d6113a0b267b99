"""Looking into chunks with `re` alone: where hyperscan is not there, and the tests' oracle."""

import re
from collections.abc import Sequence

from .matcher import LEAD, LEAST, PRINTABLE, Places
from .rule import Rule, Words
from .words import Word

_LITTLE = re.compile(LEAD + rb"(?=(?:" + PRINTABLE + rb"\x00){%d})" % LEAST)
_BIG = re.compile(rb"(?<![\t\n\r\x20-\x7e])(?=(?:\x00" + PRINTABLE + rb"){%d})" % LEAST)


class Plain:
    """A scanner that finds words by `re` and lets every rule look everywhere."""

    def __init__(self, rules: Sequence[Rule], words: Sequence[Word]) -> None:
        self._words = [(word.pattern(), word.classes) for word in words]

    def places(self, chunk: bytes) -> Places:
        """Return where the words of a chunk stand."""
        ends: dict[str, list[int]] = {}
        for pattern, classes in self._words:
            found = [match.end() for match in pattern.finditer(chunk)]
            for name in classes:
                ends.setdefault(name, []).extend(found)
        for some in ends.values():
            some.sort()
        little, big = (
            [match.start() for match in pattern.finditer(chunk, 1)] for pattern in (_LITTLE, _BIG)
        )
        return Places(starts=None, words=Words(ends), little=little, big=big)
