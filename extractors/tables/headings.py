"""Finding the row that names the columns, whatever stands above it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ...evidence.folding import folded
from .profile import Profile

MAX_ROWS = 60
"""Rows in which the headings are looked for: a bank's letterhead is shorter."""
_SIGNS = re.compile(r"[\W_]+")


class NoHeader(ValueError):
    """No row names the columns that the profile needs."""

    def __init__(self, lacking: Sequence[str], seen: Sequence[str]) -> None:
        super().__init__(f"no row names the columns {', '.join(lacking)}")
        self.lacking = tuple(lacking)
        """Words for the columns that are missed."""
        self.seen = tuple(seen)
        """The row that comes nearest: its cells."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Header:
    """Which column stands where."""

    row: int
    """Number of its row from 1; 0 for a table without headings."""
    width: int
    """How many cells a row has; 0 where nothing says so."""
    places: Mapping[str, int]
    """By the profile's word for a column: its place from 0."""
    headings: tuple[str, ...]
    """The cells of the row."""
    above: Mapping[str, str]
    """Values of columns that stand above the headings."""


def bare(text: str) -> str:
    """Return a heading as it is compared: folded, words parted by one blank, no other signs."""
    return _bare(text[:400])


@lru_cache(1 << 12)
def _bare(text: str) -> str:
    return _SIGNS.sub(" ", folded(text)).strip()


def without_header(profile: Profile) -> Header:
    """Return what a profile says of a table without headings."""
    places = {word: one.place - 1 for word, one in profile.columns.items() if one.place}
    return Header(row=0, width=0, places=places, headings=(), above={})


def find_header(profile: Profile, rows: Sequence[tuple[int, Sequence[str]]]) -> Header:
    """Return the header among the first (number, cells) of a table; `NoHeader` where none is.

    The row that names most columns, all the required ones among them; of several, the first.
    """
    needed = _needed(profile)
    best: tuple[int, Header] | None = None
    nearest, seen, lacking = -1, tuple[str, ...](), needed
    for at, (number, cells) in enumerate(rows):
        places = _places(profile, cells)
        missed = [word for word in needed if word not in places]
        if len(places) > nearest and any(cells):
            nearest, seen, lacking = len(places), tuple(cells), missed
        if places and not missed and (best is None or len(places) > best[0]):
            width = max((n + 1 for n, cell in enumerate(cells) if cell.strip()), default=0)
            header = Header(
                row=number, width=width, places=places, headings=tuple(cells),
                above=_above(profile, [cells for _, cells in rows[:at]]),
            )  # fmt: skip
            best = (len(places), header)
    if best is None:
        raise NoHeader(lacking or list(profile.columns), [cell for cell in seen if cell.strip()])
    return best[1]


def _needed(profile: Profile) -> list[str]:
    """Return the columns that a header must name."""
    given = profile.given.values
    return [
        word
        for word, one in profile.columns.items()
        if one.required and not (one.value or one.above or one.parts or word in given)
    ]


def _places(profile: Profile, cells: Sequence[str]) -> dict[str, int]:
    """Return where the columns of a profile stand, if this row names them."""
    by_heading: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if heading := bare(cell):
            by_heading.setdefault(heading, place)
    places, taken = dict[str, int](), set[int]()
    for word, one in profile.columns.items():
        for name in one.names:
            found = by_heading.get(bare(name), -1)
            if found >= 0 and found not in taken:
                places[word] = found
                taken.add(found)
                break
    return places


def _above(profile: Profile, rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return values that stand behind their words, in the same cell or in the next one filled."""
    found = dict[str, str]()
    for word, one in profile.columns.items():
        wanted = {bare(name) for name in one.above}
        for cells in rows if wanted else ():
            for place, cell in enumerate(cells):
                label, _, behind = cell.partition(":")
                if bare(label) not in wanted:
                    continue
                following = (after.strip() for after in cells[place + 1 :])
                value = behind.strip() or next(filter(None, following), "")
                if value:
                    found.setdefault(word, value)
    return found
