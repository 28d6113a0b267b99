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
    line = text.rfind(b"\n", max(0, start - COLUMN), start)
    if line < 0:
        if start > COLUMN:
            return False
        line = 0  # the first line, behind the edge of the bytes
    prefix, size = text[line + 1 : start], end - start
    above = text.rfind(b"\n", max(0, line - LINE), line)
    if above < 0 < line <= LINE:
        above = 0
    below = text.find(b"\n", end, end + LINE)
    return any(_hash_at(text, place + 1, prefix, size) for place in (above, below) if place >= 0)


def _hash_at(text: bytes, line: int, prefix: bytes, size: int) -> bool:
    """Tell whether a line begins as another does, with a hash of `size` digits behind."""
    found = _HASH.match(text, line + len(prefix))
    return found is not None and len(found[1]) == size and text.startswith(prefix, line)
