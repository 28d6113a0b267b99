"""Telling short hashes of commits from telephone numbers: some hashes happen to have digits only.

A number is a hash where the line before or after has a word of as many hexadecimal digits in the
same column, as a log of commits has; where it is one end of a range of hashes; and where a word
that only hashes follow stands right before it.
"""

import re

COLUMN = 40
"""Bytes of a line before the number in which a column is compared."""
LINE = 200
"""Bytes of a line before and after that are looked through."""
_ENDS = (b"\n", b"\0", b"\1")  # of a line, of a text in a program, of what is looked at
_HASH = re.compile(rb"(?=[0-9]*[a-f])(?=[a-f]*[0-9])([0-9a-f]+)(?![0-9A-Za-z])")
_RANGE_AFTER = re.compile(rb"\.{2,3}[0-9a-f]{7,40}(?![0-9A-Za-z])")
_RANGE_BEFORE = re.compile(rb"(?<![0-9A-Za-z])[0-9a-f]{7,40}\.{2,3}\Z")
_WORD_BEFORE = re.compile(
    rb"(?:\b(?:commit|reverts|cherry[ -]picked from(?: commit)?|git (?:show|checkout|revert|log))"
    rb"|\bfixes:|\bmerge:)[ \t]{1,2}[(\"'`]?\Z",
    re.IGNORECASE,
)


def is_commit(found: re.Match[bytes]) -> bool:
    """Tell whether a match of digits alone stands where the hash of a commit would."""
    if not found[0].isdigit():
        return False
    text, (start, end) = found.string, found.span()
    before = text[max(0, start - COLUMN) : start]
    if _WORD_BEFORE.search(before) or _RANGE_BEFORE.search(before):
        return True
    return _RANGE_AFTER.match(text, end) is not None or _in_column(text, start, end)


def _in_column(text: bytes, start: int, end: int) -> bool:
    """Tell whether a hash of the same length stands above or below."""
    line = _begin(text, start, COLUMN)
    if start - line == COLUMN:
        return False  # the line begins further before
    prefix, size = text[line:start], end - start
    below = text.find(b"\n", end, end + LINE) + 1
    places = [_begin(text, line - 1, LINE)] if line else []
    if below:
        places.append(below)
    return any(_hash_at(text, one, prefix, size) for one in places)


def _begin(text: bytes, place: int, reach: int) -> int:
    """Return where the line of a place begins, at most `reach` bytes before."""
    low = max(0, place - reach)
    return max([low, *(text.rfind(end, low, place) + 1 for end in _ENDS)])


def _hash_at(text: bytes, line: int, prefix: bytes, size: int) -> bool:
    """Tell whether a line begins as another does, with a hash of `size` digits behind."""
    found = _HASH.match(text, line + len(prefix))
    return found is not None and len(found[1]) == size and text.startswith(prefix, line)
