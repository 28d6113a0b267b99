"""How alike two names are: Vietnamese order and marks, then letters (rapidfuzz).

`Nguyễn Văn Đức` is written without marks, given name first (`Đức Nguyễn Văn`), without its middle
name, run together. Marks and order that differ lower the score less than other letters do.
"""

import re
from dataclasses import dataclass

from ..evidence.folding import folded, marked

_WORD = re.compile(r"[^\W_]+")
_MARKS_LEFT_OUT = 2
_MARKS_DIFFER = 10
_ORDER_TURNED = 3
_ORDER_DIFFERS = 8
_WORD_LEFT_OUT = 12


@dataclass(frozen=True, slots=True)
class Name:
    """A name, read once."""

    text: str
    """As it is written."""
    words: tuple[str, ...]
    """Its words without marks, in lower case."""
    marks: tuple[str, ...]
    """Its words with marks."""

    @classmethod
    def read(cls, text: str) -> "Name":
        """Read a name."""
        return cls(text, tuple(_WORD.findall(folded(text))), tuple(_WORD.findall(marked(text))))


def alikeness(one: Name, two: Name) -> tuple[int, str]:
    """Return how alike two names are, 0 to 100, and in which way, in words; order is no matter."""
    if not one.words or not two.words:
        return 0, ""
    if one.marks == two.marks:
        return 100, "the same name"
    if sorted(one.words) == sorted(two.words):
        return _turned(one, two)
    if "".join(one.words) == "".join(two.words):
        return 100 - _MARKS_LEFT_OUT, "the same letters, words split otherwise"
    few, many = sorted((one, two), key=lambda name: len(name.words))
    if len(few.words) >= 2 and _is_part(few.words, many.words):
        left = len(many.words) - len(few.words)
        return max(0, 100 - _WORD_LEFT_OUT * left), "the same name with words left out"
    return _letters(one, two), "a similar name"


def _turned(one: Name, two: Name) -> tuple[int, str]:
    """Compare names of the same words but for marks and order."""
    lost, ways = 0, list[str]()
    if one.words != two.words:
        is_turned = any(one.words[n:] + one.words[:n] == two.words for n in range(len(one.words)))
        lost += _ORDER_TURNED if is_turned else _ORDER_DIFFERS
        ways.append("in another order")
    if sorted(one.marks) != sorted(two.marks):
        bare = one.marks == one.words or two.marks == two.words
        lost += _MARKS_LEFT_OUT if bare else _MARKS_DIFFER
        ways.append("without marks" if bare else "with other marks")
    return 100 - lost, f"the same name {', '.join(ways)}"


def _is_part(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    rest = list(many)
    for word in few:
        if word not in rest:
            return False
        rest.remove(word)
    return True


def _letters(one: Name, two: Name) -> int:
    """Compare letters: of the names as a whole, and word by word, whichever says less."""
    from rapidfuzz import fuzz

    whole = fuzz.ratio(" ".join(sorted(one.words)), " ".join(sorted(two.words)))
    if len(one.words) == len(two.words):
        pairs = zip(sorted(one.words), sorted(two.words), strict=True)
        whole = min(whole, 60 + min(fuzz.ratio(*pair) for pair in pairs) * 0.4)
    return int(whole)


def block_keys(name: Name) -> list[tuple[str, bool]]:
    """Return the keys under which a name meets all that may be alike.

    Names meet that share a key of which at least one is its whole: all its words in alphabetical
    order; its letters run together; all words but one, with the first letter of that one. A key of
    all words but one is that name's part: two names do not meet because each could be shortened.
    """
    words = sorted(name.words)
    keys = [(" ".join(words), True), ("=" + "".join(name.words), True)]
    for n, left_out in enumerate(words):
        rest = " ".join(words[:n] + words[n + 1 :])
        keys.append((f"{rest} {left_out[0]}*", True))
        if len(words) > 2:
            keys.append((rest, False))
    return list(dict.fromkeys(keys))
