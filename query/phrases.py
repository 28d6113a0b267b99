"""Words and phrases: how they are asked of the full-text index, and where they stand in a text.

The index has two columns: the text folded (`nguyen van duc`) and with its marks (`nguyễn văn
đức`). A phrase is looked for in the first; what stands exactly as typed is found in the second and
ranks first. Words are cut as SQLite's `unicode61` cuts them: letters and digits.
"""

import re
import sqlite3
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import accumulate

from ..evidence.folding import folded, marked

_WORD = re.compile(r"[^\W_]+")
_PIECE = 2_048
"""Characters that are folded at once when a place is looked for."""
_OPENS, _CLOSES = "\ue000", "\ue001"  # private use: no text of the index is cut at them


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrase:
    """One word, or several that stand side by side in this order."""

    words: tuple[str, ...]
    """Folded."""
    exact: tuple[str, ...]
    """With their marks."""
    starts: bool
    """Whether the last one is only the beginning of a word."""

    @property
    def accented(self) -> bool:
        """Whether it was typed with marks, so that some texts hold it exactly and some not."""
        return self.words != self.exact

    def match(self, column: str) -> str:
        """Return the FTS5 expression for a column, `folded` or `marked`.

        Nothing in it is an operator: every word stands in quotes and has none inside.
        """
        words = self.words if column == "folded" else self.exact
        return f'{column} : "{" ".join(words)}"{" *" if self.starts else ""}'


def phrase_of(text: str, *, starts: bool = False) -> Phrase | None:
    """Return the phrase that a text is; none where it holds no letter and no digit."""
    words = tuple(_WORD.findall(folded(text)))
    exact = tuple(_WORD.findall(marked(text)))
    return Phrase(words=words, exact=exact, starts=starts) if words else None


def worded(text: str) -> str:
    """Return the words of a text with one blank around each, as a name's are looked through."""
    return f" {' '.join(_WORD.findall(text))} "


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a phrase stands in a text, in characters."""

    start: int
    """First one."""
    end: int
    """After the last one."""
    exact: bool
    """Whether it stands there as it was typed."""


def places(text: str, phrase: Phrase) -> Iterator[Place]:
    """Yield where the phrase stands in a text, in order; memory: the text twice."""
    base = folded(text)
    found = _expression(phrase).finditer(base)
    where = _Unfolding(text)
    for one in found:
        yield _place(text, phrase, where.of(one.start()), where.of(one.end()))


def places_by_index(text: str, phrase: Phrase) -> Iterator[Place]:
    """Yield the same by the full-text index's own cutting of words; slower.

    SQLite and Python know different versions of Unicode: for letters that only one of them knows.
    """
    base = folded(text)
    clean = base.replace(_OPENS, " ").replace(_CLOSES, " ")
    with closing(sqlite3.connect(":memory:")) as small:
        small.execute(
            "CREATE VIRTUAL TABLE one USING fts5 (folded, tokenize='unicode61 remove_diacritics 0')"
        )
        small.execute("INSERT INTO one VALUES (?)", (clean,))
        query = "SELECT highlight(one, 0, ?, ?) FROM one WHERE one MATCH ?"
        row = small.execute(query, (_OPENS, _CLOSES, phrase.match("folded"))).fetchone()
    before, *parts = row[0].split(_OPENS) if row else ("",)
    where, passed = _Unfolding(text), len(before)
    for part in parts:
        hit, _, rest = part.partition(_CLOSES)
        yield _place(text, phrase, where.of(passed), where.of(passed + len(hit)))
        passed += len(hit) + len(rest)


def _place(text: str, phrase: Phrase, start: int, end: int) -> Place:
    stands = tuple(_WORD.findall(marked(text[start:end])))
    last = len(phrase.exact) - 1
    exact = len(stands) == last + 1 and stands[:last] == phrase.exact[:last]
    if exact:
        begins = stands[last].startswith(phrase.exact[last])
        exact = begins and (phrase.starts or stands[last] == phrase.exact[last])
    return Place(start=start, end=end, exact=exact)


def _expression(phrase: Phrase) -> re.Pattern[str]:
    between = r"[\W_]+"
    ending = r"[^\W_]*" if phrase.starts else ""
    words = between.join(map(re.escape, phrase.words))
    return re.compile(rf"(?<![^\W_]){words}{ending}(?![^\W_])")


class _Unfolding:
    """From places in a folded text back to those in the text itself.

    Folding works letter by letter, and drops or doubles some: lengths are summed up piece by
    piece, and within the piece letter by letter.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._even = all(len(folded(letter)) == 1 for letter in set(text))
        self._sums = list[int]()

    def of(self, at: int) -> int:
        """Return the place in the text; marks that stand after a letter belong to it."""
        if self._even:
            return at
        if not self._sums:
            sizes = (
                len(folded(self._text[start : start + _PIECE]))
                for start in range(0, len(self._text), _PIECE)
            )
            self._sums = [0, *accumulate(sizes)]
        piece = min(bisect_right(self._sums, at) - 1, len(self._sums) - 2)
        start, rest = piece * _PIECE, at - self._sums[piece]
        letters = self._text[start : start + _PIECE]
        within = [0, *accumulate(len(folded(letter)) for letter in letters)]
        return start + bisect_right(within, rest) - 1
