"""Reading a table: every row with what it says, where it stands, and why it could not be read.

Pure: a file and a profile go in, rows come out, in order and one at a time. No case, no engine, no
clock. The bytes are hostile: call it in a confined process (`extractors.rows`, `tables.trying`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from ...evidence.links.statement import Statement
from ...evidence.scans.locator import Locator
from .delimited import Delimited
from .giving import Given, Giver, Selector
from .headings import MAX_ROWS, Header, NoHeader, find_header, without_header
from .profile import Profile
from .rows import Row
from .workbooks import NoWorkbook, Workbook, is_workbook

__all__ = ["NoHeader", "NoTable", "ReadRow", "Selector", "Sheet", "Tables", "read_rows"]
MAX_HEAD = 24 << 20
"""Bytes of rows that are held while the headings are looked for."""
_OTHERS = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls), or one with a password",
    b"%PDF": "a PDF document",
    b"SQLite format 3\0": "a database",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "compressed",
}
_BEGUN = ("<!doctype html", "<html", "<table", "<?xml")


class NoTable(ValueError):
    """The file is no table that can be read; the message says what it is."""


class ReadRow(NamedTuple):
    """A row that was read; plain, because millions are made."""

    number: int
    """Its number in the table from 1, headings and empty rows counted too."""
    locator: Locator
    """Where it stands."""
    raw: bytes
    """What stands there; of a row of a workbook, its cells parted by tabs."""
    cells: Mapping[str, str]
    """Its cells as text, by heading; by `column-1` … where there is none."""
    statements: tuple[Statement, ...]
    """What it says; their locator is the row's."""
    selectors: tuple[Selector, ...]
    """The nodes that its cells name."""
    problem: str
    """Why it could not be read, or not all of it; empty for most."""
    sheet: str
    """Name of the sheet; empty for a text."""
    sure: bool
    """Whether it is sure which cell stands in which column."""
    where: Locator
    """Of a problem, the cell that it is about; else the row."""
    cell: Callable[[str], Locator]
    """Gives where the cell of a column stands, by the profile's word for it."""


@dataclass(kw_only=True, slots=True)
class Sheet:
    """How a table was read, and what came of it so far."""

    name: str
    """Name of the sheet; empty for a text."""
    header: Header
    """Which column stands where."""
    locator: Locator
    """Where its header stands; its first row where it has none."""
    raw: bytes
    """The header as it stands there."""
    encoding: str = ""
    """Of a text."""
    delimiter: str = ""
    """Of a text."""
    rows: int = 0
    """Rows below the header."""
    statements: int = 0
    """Statements that they give."""
    problems: int = 0
    """Rows that could not be read, or not all of them."""
    silent: int = 0
    """Rows that were read and give no statement, but for headings that are printed again."""
    headings: list[str] = field(init=False)
    """The cells of its header."""

    def __post_init__(self) -> None:
        self.headings = list(self.header.headings)


@dataclass(kw_only=True)
class Tables:
    """The tables of a file: its sheets, or the one that a text is."""

    file: BinaryIO
    """Seekable; it stays open."""
    profile: Profile
    """What the columns mean."""
    table: str = ""
    """Id of the item or whatever else tells files apart; persons without a number depend on it."""
    sheets: list[Sheet] = field(default_factory=list)
    """Those that were begun, in order."""
    passed: list[str] = field(default_factory=list)
    """Sheets of a workbook that have no such header."""

    def rows(self) -> Iterator[ReadRow]:
        """Yield every row below the headings.

        `NoTable` where the file is none, `NoHeader` where it names other columns, both before the
        first row. A file that holds nothing gives nothing.
        """
        self.file.seek(0)
        head = self.file.read(4096)
        if not head:
            return
        if is_workbook(head):
            yield from self._workbook()
            return
        _refuse(head)
        text = Delimited(self.file, self.profile.encoding, self.profile.delimiter)
        yield from self._read("", text.rows(), text)

    def _workbook(self) -> Iterator[ReadRow]:
        try:
            book = Workbook(self.file)
        except NoWorkbook as error:
            raise NoTable(str(error)) from error
        try:
            wanted = self.profile.given.sheet
            names = [wanted] if wanted else book.sheets
            if wanted and wanted not in book.sheets:
                raise NoTable(f"it has no sheet {wanted!r}, only {', '.join(book.sheets)}")
            refused: NoHeader | None = None
            for name in names:
                try:
                    yield from self._read(name, book.rows(name), None)
                except NoHeader as error:
                    self.passed.append(name)
                    refused = error if refused is None or error.seen else refused
            if refused is not None and not self.sheets:
                raise refused
        finally:
            book.close()

    def _read(self, name: str, rows: Iterator[Row], text: Delimited | None) -> Iterator[ReadRow]:
        first = list[Row]()
        if self.profile.header:
            size = 0
            for row in rows:
                first.append(row)
                size += len(row.raw)
                if len(first) == MAX_ROWS or size > MAX_HEAD:
                    break
            if not first:
                return
        if self.profile.header and any(row.cells for row in first):
            header = find_header(self.profile, [(row.number, row.cells) for row in first])
        else:  # it has none, or is damaged before it
            header = without_header(self.profile)
        sheet = self._begin(name, header, first, text)
        giver = Giver(self.profile, header, self.table, name)
        for row in first:
            if row.number > header.row:
                yield _one(sheet, giver, row)
        for row in rows:
            yield _one(sheet, giver, row)

    def _begin(
        self, name: str, header: Header, first: Sequence[Row], text: Delimited | None
    ) -> Sheet:
        at = next((row for row in first if row.number == header.row), None)
        sheet = Sheet(
            name=name, header=header, locator=at.locator if at else (), raw=at.raw if at else b"",
            encoding=text.encoding if text else "", delimiter=text.delimiter if text else "",
        )  # fmt: skip
        self.sheets.append(sheet)
        return sheet


def read_rows(file: BinaryIO, profile: Profile, *, table: str = "") -> Iterator[ReadRow]:
    """Yield every row of a table below its headings; see `Tables`."""
    return Tables(file=file, profile=profile, table=table).rows()


def _one(sheet: Sheet, giver: Giver, row: Row) -> ReadRow:
    """Read a row into what it says."""
    header = sheet.header
    given = giver.give(row.number, row.cells, row.locator, row.figures)
    again = row.cells == sheet.headings  # printed again at the top of each page
    if again:
        given = Given(values={}, statements=(), selectors=(), problem="", column="")
    problem, statements = row.problem, given.statements
    filled = len(row.cells)
    while filled > header.width > 0 and not row.cells[filled - 1].strip():
        filled -= 1
    if header.width and filled > header.width:
        problem = problem or f"{filled} cells, but {header.width} headings"
    sure = not problem
    if not sure:
        statements = ()
    sheet.rows += 1
    sheet.statements += len(statements)
    problem = problem or given.problem
    sheet.problems += bool(problem)
    sheet.silent += not (problem or statements or again)

    def cell(word: str) -> Locator:
        place = header.places.get(word, -1)
        return row.source.cell(row, place) if place >= 0 else row.locator

    cells = dict(zip(_names(header.headings, len(row.cells)), row.cells, strict=True))
    where = cell(given.column) if given.column and problem == given.problem else row.locator
    return ReadRow(
        number=row.number, locator=row.locator, raw=row.raw, cells=cells,
        statements=statements, selectors=given.selectors, problem=problem, sheet=sheet.name,
        sure=sure, where=where, cell=cell,
    )  # fmt: skip


@lru_cache(1 << 6)
def _names(headings: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Return by which names the cells of a row of this width go."""
    names = dict[str, None]()
    for place in range(width):
        name = (headings[place].strip() if place < len(headings) else "") or f"column-{place + 1}"
        while name in names:
            name = f"{name} {place + 1}"
        names[name] = None
    return tuple(names)


def _refuse(head: bytes) -> None:
    """Raise `NoTable` for bytes that are surely something else."""
    for magic, what in _OTHERS.items():
        if head.startswith(magic):
            raise NoTable(f"it is {what}")
    begun = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].decode("ascii", "replace").lower()
    if begun.startswith(_BEGUN):
        raise NoTable("it is a page (HTML or XML), whatever its name says")
