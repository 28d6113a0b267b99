"""A row of a table as it stands there, before anything is read into it."""

from dataclasses import dataclass
from typing import Protocol

from ...evidence.scans.locator import Locator

MAX_ROW = 16 << 20
"""Bytes of a row: one cell of ten megabytes is read."""
MAX_CELLS = 1_024
"""Cells of a row that are read: real tables have a few dozen."""


class Source(Protocol):
    """Where rows come from."""

    def cell(self, row: "Row", place: int) -> Locator:
        """Return the locator of a cell by its place from 0; the row's own where there is none."""


@dataclass(kw_only=True, slots=True)
class Row:
    """A row; millions of them are made, so it is plain."""

    number: int
    """Its number from 1, empty rows and headings counted too."""
    locator: Locator
    """Where it stands."""
    raw: bytes
    """What stands there."""
    cells: list[str]
    """Its cells as text."""
    problem: str
    """What is wrong with it; empty for most."""
    source: Source
    """Where it comes from."""
    figures: frozenset[int] = frozenset()
    """Places of cells that are numbers to a spreadsheet: a point in them is before a fraction."""


def is_sign(text: str) -> bool:
    """Tell whether a text can part cells: one ASCII character, no letter, digit or quote."""
    return len(text) == 1 and text.isascii() and not text.isalnum() and text not in '"\r\n\0'
