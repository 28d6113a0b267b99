"""SpreadsheetML: the cells of each sheet of an xlsx as they are shown, row by row.

Source: ECMA-376 part 1, section 18. A row is a line, cells are parted by tabs; numbers are shown
as dates where their format says so. Sheets stand in the order of the workbook, hidden ones too.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .cells import is_date, moment, number, whole
from .findings import Finding, Seen, Trouble, Words, step
from .markup import Walk
from .package import Package

MAX_TEXT = 48 << 20
"""Characters of text that are taken out of one sheet."""
MAX_STRINGS = 5_000_000
"""Shared strings that are kept: a full sheet has a million rows."""
_LOADS = re.compile(r"\bWEBSERVICE\s*\(|\|\s*'|^[A-Za-z_]+\|", re.IGNORECASE)


@dataclass(kw_only=True)
class Book:
    """What the sheets of a workbook share."""

    strings: list[str] = field(default_factory=list)
    """Texts that cells name by number."""
    dates: list[bool] = field(default_factory=list)
    """For each cell format, whether it shows a date."""
    from_1904: bool = False
    """Whether days are counted from 1904."""
    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    """(name, state, relation id) of each sheet."""
    names: list[tuple[str, str, bool]] = field(default_factory=list)
    """(name, what it stands for, hidden) of each defined name."""


def workbook(walk: Walk) -> Book:
    """Read the list of sheets and names."""
    book, name, pieces = Book(), dict[str, str](), list[str]()
    for event, value, attributes in walk:
        if event == "start":
            pieces = []
            if value == "sheet":
                state = attributes.get("state", "")
                book.sheets.append((attributes.get("name", ""), state, attributes.get("id", "")))
            elif value == "workbookPr":
                book.from_1904 = attributes.get("date1904", "0") in {"1", "true", "on"}
            elif value == "definedName":
                name = attributes
        elif event == "text":
            pieces.append(value)
        elif value == "definedName":
            hidden = name.get("hidden", "0") in {"1", "true"}
            book.names.append((name.get("name", ""), "".join(pieces), hidden))
    return book


def strings(walk: Walk) -> list[str]:
    """Read the shared strings; phonetic hints are left out."""
    found: list[str] = []
    pieces: list[str] = []
    hints, text = 0, False
    for event, value, _ in walk:
        if event == "text":
            if text and not hints:
                pieces.append(value)
        elif value == "rPh":
            hints += 1 if event == "start" else -1
        elif value == "t":
            text = event == "start"
        elif value == "si" and event == "end":
            found.append("".join(pieces))
            pieces.clear()
            if len(found) >= MAX_STRINGS:
                walk.trouble.append(Trouble(code="partial", why="too many shared strings"))
                break
    return found


def formats(walk: Walk) -> list[bool]:
    """Read which cell formats show dates."""
    codes: dict[str, str] = {}
    found: list[bool] = []
    inside = False
    for event, value, attributes in walk:
        if value == "cellXfs":
            inside = event == "start"
        elif event == "start" and value == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif event == "start" and value == "xf" and inside:
            wanted = attributes.get("numFmtId", "0")
            found.append(is_date(whole(wanted), codes.get(wanted, "")))
    return found


def shown(book: Book, cell: Mapping[str, str], value: str) -> str:
    """Return what a cell with these attributes shows of its value."""
    kind = cell.get("t", "n")
    if kind == "s":
        n = whole(value)
        return book.strings[n] if 0 <= n < len(book.strings) else value
    if kind == "b":
        return {"0": "FALSE", "1": "TRUE"}.get(value, value)
    if kind != "n":
        return value
    try:
        figure = float(value)
    except ValueError:
        return value
    n = whole(cell.get("s", "0"))
    if 0 <= n < len(book.dates) and book.dates[n]:
        return moment(figure, from_1904=book.from_1904)
    return number(figure) if "e" in value.lower() or "." in value else value


class Sheet:
    """Reads one sheet."""

    def __init__(self, name: str, part: str, book: Book, *, macros: bool = False) -> None:
        """`name` is the sheet's as shown, `part` the part's; formulas of macro sheets are code."""
        self._name, self._part, self._book, self._macros = name, part, book, macros
        self._lines: list[str] = []
        self._row: list[str] = []
        self._cell: dict[str, str] = {}
        self._pieces: list[str] = []
        self._formula: list[str] = []
        self._length = 0
        self._into: list[str] | None = None
        self._found: list[Finding] = []

    def read(self, package: Package) -> Iterator[Finding]:
        """Yield the sheet's text and what is odd about it."""
        here = step("xlsx", self._name)
        with package.open(self._part) as stream:
            walk = Walk(stream, here)
            for event, value, attributes in walk:
                if event == "text":
                    if self._into is not None:
                        self._into.append(value)
                elif event == "start":
                    self._start(value, attributes)
                else:
                    self._end(value)
                if self._length > MAX_TEXT:
                    walk.trouble.append(Trouble(code="partial", why="too much text", step=here))
                    break
        if self._row:
            self._lines.append("\t".join(self._row))
        yield Words(step=here, text="\n".join(self._lines))
        yield from self._found
        yield from walk.trouble

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._cell, self._pieces, self._formula = attributes, [], []
        elif name in {"v", "t"}:
            self._into = self._pieces
        elif name == "f":
            self._into = self._formula

    def _end(self, name: str) -> None:
        if name in {"v", "t", "f"}:
            self._into = None
        elif name == "c":
            shown = self._shown("".join(self._pieces))
            formula = "".join(self._formula)
            if formula:
                self._look_at(formula)
                if self._macros:
                    shown = f"={formula}"
            self._row.append(shown)
            self._length += len(shown) + 1
        elif name == "row":
            self._lines.append("\t".join(self._row).rstrip("\t"))
            self._row = []

    def _shown(self, value: str) -> str:
        return shown(self._book, self._cell, value)

    def _look_at(self, formula: str) -> None:
        if _LOADS.search(formula[:4096]):
            self._found.append(
                Seen(
                    kind="external-link", flag="script", raw=formula, facts={"relation": "formula"},
                    step=step("ooxml", self._part, "formula", self._cell.get("r", "")),
                )
            )  # fmt: skip
