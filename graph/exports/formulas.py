"""Cells that a spreadsheet would run: an apostrophe is put before them, and taken off again.

Excel and others take a CSV cell that begins with = + - @, a tab or a carriage return for a formula
(CWE-1236). A signed number is none: `+84912345678` stays as it is.
"""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-][0-9][0-9 .,]*")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet runs."""
    if cell[:1] not in "=+-@\t\r'" or not cell or _NUMBER.fullmatch(cell):
        return cell
    return "'" + cell if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return what `guarded` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell
