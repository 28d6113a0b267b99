"""Workbooks as rows: what is shown, merged, dated, calculated; damaged ones and bombs."""

import zipfile
from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook as Book
from tests.extractors.tables.reads import first, saved, workbook

from truyvet.extractors.tables.rows import MAX_CELLS, Row
from truyvet.extractors.tables.workbooks import (
    NoWorkbook,
    Workbook,
    column,
    is_workbook,
    letters,
    resolve,
)


def read(content: bytes, sheet: str = "") -> list[Row]:
    book = Workbook(BytesIO(content))
    found = list(book.rows(sheet or book.sheets[0]))
    for row in found:
        if row.raw:
            assert resolve(book, row.locator[0]) == row.raw
    book.close()
    return found


def cells(content: bytes, sheet: str = "") -> list[list[str]]:
    return [row.cells for row in read(content, sheet)]


def changed(content: bytes, part: str, old: str, new: str) -> bytes:
    """Return a workbook with a text in one of its parts replaced."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            raw = source.read(name)
            if name == part:
                assert old.encode() in raw
                raw = raw.replace(old.encode(), new.encode())
            target.writestr(name, raw)
    return out.getvalue()


def test_texts_numbers_and_dates_are_read_as_they_are_shown() -> None:
    line = ["0912345678", 912345678, 1.5, datetime(2026, 3, 14, 9, 15), True, None, "Hà Nội"]  # noqa: DTZ001
    assert cells(workbook(("a", [line]))) == [
        ["0912345678", "912345678", "1.5", "2026-03-14 09:15:00", "TRUE", "", "Hà Nội"]
    ]


def test_rows_keep_the_numbers_that_the_spreadsheet_shows() -> None:
    book = Book()
    first(book)["B3"], first(book)["A7"] = "x", "y"
    found = read(saved(book))
    assert [(row.number, row.cells) for row in found] == [(3, ["", "x"]), (7, ["y"])]
    assert [row.locator for row in found] == [("rows:Sheet/3",), ("rows:Sheet/7",)]
    assert found[0].raw == b"\tx"


def test_a_formula_is_what_it_came_to() -> None:
    book = Book()
    first(book)["A1"] = "=1+1"
    content = changed(saved(book), "xl/worksheets/sheet1.xml", "<v></v>", "<v>2</v>")
    assert cells(content) == [["2"]]


def test_a_merged_cell_counts_for_each_row_that_it_covers() -> None:
    book = Book()
    for line in (("Đức", "1"), (None, "2"), (None, "3"), ("Hoa", "4")):
        first(book).append(line)
    first(book).merge_cells("A1:A3")
    assert cells(saved(book)) == [["Đức", "1"], ["Đức", "2"], ["Đức", "3"], ["Hoa", "4"]]


def test_every_sheet_is_there_hidden_ones_too() -> None:
    book = Book()
    first(book).title = "Một"
    hidden = book.create_sheet("Hai 2%")
    hidden.sheet_state = "veryHidden"
    hidden["A1"] = "ẩn"
    content = saved(book)
    assert Workbook(BytesIO(content)).sheets == ["Một", "Hai 2%"]
    assert read(content, "Hai 2%")[0].locator == ("rows:Hai 2%25/1",)


def test_a_cell_is_located_by_its_letters() -> None:
    book = Workbook(BytesIO(workbook(("a", [["x", "y", "z"]]))))
    (row,) = book.rows("a")
    assert book.cell(row, 1) == ("rows:a/B1",)
    assert resolve(book, "rows:a/B1") == b"y"


@pytest.mark.parametrize(
    "step", ["rows:", "rows:b/1", "rows:a/9", "rows:a/Z1", "rows:a/0", "rows:a/x", "rows:a/-1"]
)
def test_a_step_that_leads_nowhere_is_a_lookup_error(step: str) -> None:
    with pytest.raises(LookupError):
        resolve(Workbook(BytesIO(workbook(("a", [["x"]])))), step)


@pytest.mark.parametrize(("name", "place"), [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16383)])
def test_columns_are_counted_by_letters(name: str, place: int) -> None:
    assert column(name) == place
    assert letters(place) == name


def test_a_number_that_lost_digits_is_not_made_up() -> None:
    content = changed(
        workbook(("a", [[7]])),
        "xl/worksheets/sheet1.xml",
        "<v>7</v>",
        "<v>1.23456789012346E+15</v>",
    )
    assert cells(content) == [["1.23456789012346E+15"]]


def test_cells_beyond_all_tables_are_named() -> None:
    book = Book()
    first(book).cell(1, MAX_CELLS + 1, "x")
    first(book)["A1"] = "y"
    (row,) = read(saved(book))
    assert (row.cells, row.problem) == (["y"], f"more than {MAX_CELLS} cells")


def test_a_sheet_that_breaks_off_ends_with_a_problem() -> None:
    content = changed(
        workbook(("a", [["x"], ["y"]])), "xl/worksheets/sheet1.xml", '<row r="2">', '<row r="2"'
    )
    found = read(content)
    assert [row.cells for row in found] == [["x"], []]
    assert "breaks off" in found[-1].problem


def test_a_sheet_that_declares_entities_is_not_read_on() -> None:
    content = changed(
        workbook(("a", [["x"]])), "xl/worksheets/sheet1.xml", "<worksheet",
        '<!DOCTYPE w [<!ENTITY a "b">]><worksheet',
    )  # fmt: skip
    assert "entities" in read(content)[-1].problem


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"no zip at all", b"PK\x05\x06" + bytes(18)]
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(NoWorkbook):
        Workbook(BytesIO(content))


def test_a_workbook_is_known_by_its_first_bytes() -> None:
    assert is_workbook(workbook(("a", [])))
    assert not is_workbook(b"a,b\n")


def test_damaged_copies_raise_nothing_else() -> None:
    content = workbook(("a", [["From", "To"], ["1", "2"]] * 20))
    for at in range(0, len(content), 41):
        damaged = content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]
        try:
            book = Workbook(BytesIO(damaged))
            for sheet in book.sheets:
                list(book.rows(sheet))
        except NoWorkbook:
            continue
