"""Foreign text made harmless and visible, for documents that are read and printed.

Control and format characters are written as escapes, so that a hostile name can neither move a
cursor nor turn a line around. So are characters that leave a blank, and the rest of a pile of
combining marks, which would run over the neighbouring lines.
"""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

MAX_MARKS = 4
"""Combining marks on one letter; Vietnamese, decomposed, has two at most."""
MAX_NAME = 600
"""Characters of a name that are shown; of a longer one, its two ends."""
_TAIL = 100
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp", "Cn", "Co"}
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks, by their category, that show nothing."""
_SELECTORS = range(0xE0100, 0xE01F0)  # variation selectors that carry hidden bytes


class Piece(NamedTuple):
    """A stretch of text."""

    text: str
    """What to show."""
    escape: bool
    """Whether it stands for a character that must not be shown as it is."""


def pieces(text: str, *, lines: bool = False) -> Iterator[Piece]:
    """Split `text` into stretches that are shown as they are and escapes for the others.

    `lines` leaves line ends as they are.
    """
    if text.isascii() and text.isprintable():
        yield Piece(text, False)
        return
    plain, marks = list[str](), 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if (character == "\n" and lines) or not _is_hidden(character, category, marks):
            plain.append(character)
            continue
        if plain:
            yield Piece("".join(plain), False)
            plain.clear()
        yield Piece(escape(character), True)
    if plain:
        yield Piece("".join(plain), False)


def escape(character: str) -> str:
    """Return how a character is written that must not be shown: `\\u202e`, `\\U000e0101`."""
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def plain(text: str) -> str:
    """Return `text` with escapes in it, for places that take no mark-up; line ends too."""
    return "".join(piece.text for piece in pieces(text))


def shorten(name: str) -> tuple[str, int, str]:
    """Return the first part of a name, how many characters are left out, and the last part."""
    if len(name) <= MAX_NAME:
        return name, 0, ""
    return name[: MAX_NAME - _TAIL], len(name) - MAX_NAME, name[-_TAIL:]


def _is_hidden(character: str, category: str, marks: int) -> bool:
    if category in _HIDDEN or marks > MAX_MARKS or character in _BLANKS:
        return True
    other_space = category == "Zs" and character not in " \u00a0"
    return other_space or ord(character) in _SELECTORS
