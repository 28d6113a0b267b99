"""Workbooks (XLSX) as rows: what the cells of each sheet show, and formulas by their last result.

Source: ECMA-376 part 1, section 18. A cell of a merged range shows what stands in its first one,
for each row that the range covers. The bytes of a row stand nowhere by themselves, so its locator
is `rows:SHEET/ROW`: its cells, parted by tabs, in UTF-8.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from ...evidence.scans.locator import quote, unquote
from ..documents.cells import whole
from ..documents.markup import Walk
from ..documents.package import DAMAGE, Package, TooMuch
from ..documents.relations import internal
from ..documents.sheetml import Book, formats, shown, strings, workbook
from .rows import MAX_CELLS, Row

SCHEME = "rows"
"""Scheme of the locators that are written here."""
MAX_SHEET = 2 << 30
"""Decoded bytes of a sheet: a full one has a million rows."""
MAX_STRINGS = 512 << 20
"""Decoded bytes of the texts that all sheets share."""
MAX_MERGED = 100_000
"""Merged ranges of a sheet that count."""
MAX_NAME = 255
"""Characters of a sheet's name; Excel allows 31."""
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_MERGED = re.compile(rb"<(?:[a-z0-9]+:)?mergeCell\s[^>]*?ref=\"([A-Z0-9:]{5,23})\"")
_ESCAPED = re.compile(r"_x(00[0-9A-Fa-f]{2})_")  # ECMA-376 part 1, 22.9.2.19
_CHUNK = 1 << 20
_EXACT = 10**15  # a spreadsheet keeps 15 digits


class NoWorkbook(ValueError):
    """The bytes are no workbook that can be read."""


def is_workbook(head: bytes) -> bool:
    """Tell whether a file that begins so may be one."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


@dataclass(kw_only=True, slots=True)
class _Merged:
    """Ranges of a sheet that show one value."""

    ranges: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """(row, column) of the first cell: (last row, last column)."""
    open: dict[int, tuple[int, str, bool]] = field(default_factory=dict)
    """By column, (last row, value, whether it is a figure) of those that go on below."""


@dataclass(kw_only=True, slots=True)
class _Cells:
    """A row of a sheet."""

    number: int
    by_place: dict[int, str] = field(default_factory=dict)
    figures: set[int] = field(default_factory=set)
    problem: str = ""


class Workbook:
    """The sheets of a workbook."""

    def __init__(self, file: BinaryIO) -> None:
        """`NoWorkbook` where it is none."""
        try:
            self._package = Package(file)
            if _BOOK not in self._package:
                raise NoWorkbook("a zip file that holds no workbook")
            self._book = self._shared()
            self._parts = self._sheets()
        except (*DAMAGE, TooMuch) as error:
            if isinstance(error, NoWorkbook):
                raise
            raise NoWorkbook(f"cannot be read: {type(error).__name__}") from error

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets, in order, hidden ones too."""
        return list(self._parts)

    def close(self) -> None:
        """Forget the file."""
        self._package.close()

    def _shared(self) -> Book:
        with self._package.open(_BOOK) as stream:
            book = workbook(Walk(stream, ""))
        if "xl/sharedStrings.xml" in self._package:
            with self._package.open("xl/sharedStrings.xml", MAX_STRINGS) as stream:
                book.strings = strings(Walk(stream, ""))
        if "xl/styles.xml" in self._package:
            with self._package.open("xl/styles.xml") as stream:
                book.dates = formats(Walk(stream, ""))
        return book

    def _sheets(self) -> dict[str, str]:
        """Return the part of each sheet by its name."""
        by_id, found = dict[str, tuple[str, str]](), dict[str, str]()
        if _RELATIONS in self._package:
            with self._package.open(_RELATIONS) as stream:
                by_id = internal(Walk(stream, ""), "xl/")
        for number, (own, _, relation) in enumerate(self._book.sheets, 1):
            _, part = by_id.get(relation, ("", f"xl/worksheets/sheet{number}.xml"))
            name = own if len(own) <= MAX_NAME else f"sheet{number}"
            while name in found:  # Excel writes no two of one name, others may
                name = f"{name} ({number})"
            found[name] = part
        if not any(part in self._package for part in found.values()):
            raise NoWorkbook("a workbook without its sheets")
        return found

    def rows(self, sheet: str) -> Iterator[Row]:
        """Yield the rows of a sheet that hold anything; a damaged one ends with a problem."""
        number = 0
        if self._parts[sheet] not in self._package:
            yield self._broken(sheet, 1, "it is missing")
            return
        try:
            merged = _Merged(ranges=self._merged(self._parts[sheet]))
            stream = self._package.open(self._parts[sheet], MAX_SHEET)
        except (*DAMAGE, TooMuch) as error:
            yield self._broken(sheet, 1, type(error).__name__)
            return
        with stream:
            walk = Walk(stream, "")
            for row in _rows(walk, self._book):
                number = row.number
                _fill(merged, row)
                if row.problem or any(cell.strip() for cell in row.by_place.values()):
                    yield self._row(sheet, row)
        if walk.trouble:
            yield self._broken(sheet, number + 1, walk.trouble[0].why)

    def _broken(self, sheet: str, number: int, why: str) -> Row:
        """Return the row that stands for what cannot be read on."""
        return Row(
            number=number, locator=(_step(sheet, str(number)),), raw=b"", cells=[],
            problem=f"the sheet breaks off: {why}", source=self,
        )  # fmt: skip

    def _row(self, sheet: str, row: _Cells) -> Row:
        listed = [row.by_place.get(n, "") for n in range(max(row.by_place, default=-1) + 1)]
        return Row(
            number=row.number, locator=(_step(sheet, str(row.number)),),
            raw="\t".join(listed).encode("utf-8", "replace"), cells=listed,
            problem=row.problem, source=self, figures=frozenset(row.figures),
        )  # fmt: skip

    def cell(self, row: Row, place: int) -> tuple[str, ...]:
        """Return the locator of a row's cell; see `Source`."""
        sheet, _, number = row.locator[0].rpartition("/")
        return (f"{sheet}/{letters(place)}{number}",)

    def _merged(self, part: str) -> dict[tuple[int, int], tuple[int, int]]:
        """Return the merged ranges of a sheet; they stand behind its rows, so it is read twice."""
        found, kept = dict[tuple[int, int], tuple[int, int]](), b""
        with self._package.open(part, MAX_SHEET) as stream:
            while chunk := stream.read(_CHUNK):
                kept += chunk
                for one in _MERGED.finditer(kept):
                    ends = _RANGE.fullmatch(one[1].decode())
                    if ends and len(found) < MAX_MERGED:
                        first = (int(ends[2]), column(ends[1]))
                        found[first] = (int(ends[4]), column(ends[3]))
                kept = kept[-200:]
        return found


def resolve(workbook: Workbook, step: str) -> bytes:
    """Return the bytes of `rows:SHEET/ROW` or `…/CELL`; LookupError where there is none."""
    name, _, place = step.partition(":")[2].rpartition("/")
    sheet = unquote(name).decode("utf-8", "replace")
    found = _PLACE.fullmatch(place)
    wanted = whole(found[2] if found else place)
    if sheet not in workbook.sheets or wanted < 0:
        raise LookupError(step)
    for row in workbook.rows(sheet):
        if row.number == wanted and not found:
            return row.raw
        if row.number == wanted and found and column(found[1]) < len(row.cells):
            return row.cells[column(found[1])].encode("utf-8", "replace")
        if row.number > wanted:
            break
    raise LookupError(step)


def column(letters_of: str) -> int:
    """Return the place from 0 of a column by its letters."""
    number = 0
    for letter in letters_of:
        number = number * 26 + ord(letter) - 64
    return number - 1


def letters(place: int) -> str:
    """Return the letters of a column by its place from 0."""
    name, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def _step(sheet: str, place: str) -> str:
    return f"{SCHEME}:{quote(sheet)}/{place}"


def _rows(walk: Walk, book: Book) -> Iterator[_Cells]:
    """Yield each row; none has the number of one before it, whatever is written there."""
    row, place = _Cells(number=0), -1
    cell, pieces = dict[str, str](), list[str]()
    takes = False
    for event, value, attributes in walk:
        if event == "text":
            if takes:
                pieces.append(value)
        elif event == "start":
            if value == "row":
                number = max(whole(attributes.get("r", "")), row.number + 1)
                row, place = _Cells(number=number), -1
            elif value == "c":
                at = _PLACE.fullmatch(attributes.get("r", ""))
                place = column(at[1]) if at else place + 1
                cell, pieces = attributes, []
            takes = value in ("v", "t")
        elif value == "c":
            if place >= MAX_CELLS:
                row.problem = row.problem or f"more than {MAX_CELLS} cells"
            elif pieces:
                _take(book, row, place, cell, "".join(pieces))
        elif value == "row":
            yield row
        else:
            takes = False


def _take(book: Book, row: _Cells, place: int, cell: dict[str, str], value: str) -> None:
    """Take a cell into its row."""
    if cell.get("t") == "s" and not 0 <= whole(value) < len(book.strings):
        row.problem = row.problem or "a cell whose text is missing from the workbook"
        return
    shown = row.by_place[place] = _shown(book, cell, value)
    if cell.get("t", "n") == "n" and "." in shown:
        row.figures.add(place)


def _shown(book: Book, cell: dict[str, str], value: str) -> str:
    """Return what a cell shows; a number that lost digits stays as it stands there."""
    if cell.get("t", "n") == "n" and "e+" in value.lower():
        try:
            if abs(float(value)) >= _EXACT:
                return value
        except ValueError:
            pass
    text = shown(book, cell, value)
    return _ESCAPED.sub(_unescaped, text) if "_x00" in text else text


def _unescaped(found: re.Match[str]) -> str:
    """Return the control character, or the `_`, that a workbook writes as `_x000D_`."""
    code = int(found[1], 16)
    return chr(code) if code < 32 or code == ord("_") else found[0]


def _fill(merged: _Merged, row: _Cells) -> None:
    """Fill the cells of a row that merged ranges cover."""
    for place, (last, value, is_figure) in list(merged.open.items()):
        if last < row.number:
            del merged.open[place]
        elif row.by_place.setdefault(place, value) is value and is_figure:
            row.figures.add(place)
    for place in list(row.by_place) if merged.ranges else ():
        ends = merged.ranges.get((row.number, place))
        if ends is not None and ends[0] > row.number:
            merged.open[place] = (ends[0], row.by_place[place], place in row.figures)
