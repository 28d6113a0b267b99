"""Workbooks that are damaged, forged or meant to harm: nothing is made up, nothing is dropped."""

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as Book
from tests.extractors.tables.reads import first, saved, workbook
from tests.extractors.tables.test_workbooks import cells, changed, read

from truyvet.extractors.tables.workbooks import (
    MAX_NAME,
    NoWorkbook,
    Workbook,
    column,
    letters,
    resolve,
)

LETTERS = st.characters(min_codepoint=62, max_codepoint=0xD7FF)
SHEET = "xl/worksheets/sheet1.xml"
CALLS = workbook(("A", [["From", "To"], ["1", "2"], ["3", "4"]]))


def without(content: bytes, part: str) -> bytes:
    """Return a workbook without one of its parts."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            if name != part:
                target.writestr(name, source.read(name))
    return out.getvalue()


def with_cell(xml: str, shared: str = "") -> bytes:
    """Return a workbook whose only cell is written so, and the texts that its cells share."""
    content = changed(workbook(("A", [[7]])), SHEET, '<c r="A1" t="n"><v>7</v></c>', xml)
    out = BytesIO(content)
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/sharedStrings.xml"] = f"<sst>{shared}</sst>".encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, raw in parts.items():
            target.writestr(name, raw)
    return out.getvalue()


# Sheets.


def test_two_sheets_of_one_name_are_both_read() -> None:
    content = workbook(("A", [["1"]]), ("B", [["2"]]), ("C", [["3"]]))
    content = changed(content, "xl/workbook.xml", 'name="B"', 'name="A"')
    content = changed(content, "xl/workbook.xml", 'name="C"', 'name="A (2)"')
    book = Workbook(BytesIO(content))
    assert book.sheets == ["A", "A (2)", "A (2) (3)"]
    assert [[row.cells for row in book.rows(name)] for name in book.sheets] == [
        [["1"]], [["2"]], [["3"]],
    ]  # fmt: skip


def test_a_sheet_that_is_missing_is_a_row_with_a_problem() -> None:
    content = without(workbook(("A", [["1"]]), ("B", [["2"]])), "xl/worksheets/sheet2.xml")
    (row,) = read(content, "B")
    assert (row.cells, row.problem) == ([], "the sheet breaks off: it is missing")
    assert cells(content, "A") == [["1"]]


def test_a_workbook_without_any_of_its_sheets_is_none() -> None:
    with pytest.raises(NoWorkbook, match="without its sheets"):
        Workbook(BytesIO(without(CALLS, SHEET)))


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/sharedStrings.xml", "docProps/core.xml"])
def test_parts_that_a_table_can_do_without_may_be_missing(part: str) -> None:
    assert cells(without(CALLS, part))[1:] == [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize("part", ["xl/workbook.xml"])
def test_parts_that_it_cannot_do_without_may_not(part: str) -> None:
    with pytest.raises(NoWorkbook):
        Workbook(BytesIO(without(CALLS, part)))


def test_the_name_of_a_sheet_may_be_anything_and_its_rows_are_found_by_it() -> None:
    for name in ("a/b", "1", "%2F", "Tờ\u202e 1", "x:y"):
        content = changed(CALLS, "xl/workbook.xml", 'name="A"', f'name="{name}"')
        assert len(read(content)) == 3


def test_a_name_beyond_all_names_is_not_repeated_in_every_row() -> None:
    content = changed(CALLS, "xl/workbook.xml", 'name="A"', f'name="{"x" * (MAX_NAME + 1)}"')
    assert Workbook(BytesIO(content)).sheets == ["sheet1"]


# Rows.


@pytest.mark.parametrize("forged", ["2", "1", "0", "-5", "x", "99999999999999999999", ""])
def test_no_row_has_the_number_of_another(forged: str) -> None:
    found = read(changed(CALLS, SHEET, '<row r="3">', f'<row r="{forged}">'))
    assert [row.number for row in found] == [1, 2, 3]
    assert found[-1].cells == ["3", "4"]


def test_rows_without_numbers_are_counted() -> None:
    content = CALLS
    for number in (1, 2, 3):
        content = changed(content, SHEET, f'<row r="{number}">', "<row>")
    assert [row.number for row in read(content)] == [1, 2, 3]


def test_cells_without_places_stand_side_by_side() -> None:
    content = changed(CALLS, SHEET, ' r="A2"', "")
    assert cells(changed(content, SHEET, ' r="B2"', ""))[1] == ["1", "2"]


def test_a_row_far_down_is_found_by_its_number() -> None:
    book = Book()
    first(book)["A1048576"] = "x"
    (row,) = read(saved(book))
    assert row.locator == ("rows:Sheet/1048576",)


# Cells.


@pytest.mark.parametrize("index", ["1", "-1", "x", "99999999999999999999"])
def test_a_text_that_is_missing_is_named_and_its_number_no_text(index: str) -> None:
    content = with_cell(f'<c r="A1" t="s"><v>{index}</v></c>', "<si><t>a</t></si>")
    (row,) = read(content)
    assert (row.cells, row.problem) == ([], "a cell whose text is missing from the workbook")


def test_a_shared_text_is_found_by_its_number() -> None:
    content = with_cell('<c r="A1" t="s"><v>1</v></c>', "<si><t>a</t></si><si><t>đ</t></si>")
    assert cells(content) == [["đ"]]


@pytest.mark.parametrize(
    ("written", "shown"),
    [("a_x000D_b", "a\rb"), ("a_x005F_x000D_b", "a_x000D_b"), ("a_xD800_b", "a_xD800_b"),
     ("_x0041_", "_x0041_"), ("a_x000", "a_x000"), ("x_x0009_y", "x\ty")],
)  # fmt: skip
def test_characters_that_xml_cannot_hold_are_read_as_they_are_meant(
    written: str, shown: str
) -> None:
    assert cells(with_cell(f'<c r="A1" t="inlineStr"><is><t>{written}</t></is></c>')) == [[shown]]


@pytest.mark.parametrize(
    ("cell", "shown", "is_figure"),
    [('<c r="A1"><v>1.5</v></c>', "1.5", True), ('<c r="A1" t="n"><v>1.234</v></c>', "1.234", True),
     ('<c r="A1"><v>7</v></c>', "7", False), ('<c r="A1" t="str"><v>1.5</v></c>', "1.5", False),
     ('<c r="A1"><v>1.5E-3</v></c>', "0.0015", True), ('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A",
                                                       False)],
)  # fmt: skip
def test_a_number_with_a_fraction_is_known_as_one(cell: str, shown: str, is_figure: bool) -> None:
    (row,) = read(with_cell(cell))
    assert row.cells == [shown]
    assert row.figures == (frozenset({0}) if is_figure else frozenset())


def test_a_number_that_a_merged_cell_repeats_stays_one() -> None:
    book = Book()
    first(book).append([1.5, "a"])
    first(book).append([None, "b"])
    first(book).merge_cells("A1:A2")
    assert [(row.cells, row.figures) for row in read(saved(book))] == [
        (["1.5", "a"], frozenset({0})), (["1.5", "b"], frozenset({0})),
    ]  # fmt: skip


def test_merged_cells_that_overlap_are_each_read_once() -> None:
    book = Book()
    for n in range(1, 5):
        first(book).append([f"a{n}" if n in (1, 3) else None, str(n)])
    first(book).merge_cells("A1:A4")
    content = changed(
        saved(book), SHEET, '<mergeCell ref="A1:A4"',
        '<mergeCell ref="A3:A4"/><mergeCell ref="A1:A4"',
    )  # fmt: skip
    assert [row.cells[1] for row in read(content)] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("ref", ["A1:A0", "A4:A1", "ZZZ1:ZZZ9999999", "A1:A9999999"])
def test_merged_ranges_of_nonsense_do_no_harm(ref: str) -> None:
    book = Book()
    for line in (["x", "1"], ["y", "2"]):
        first(book).append(line)
    first(book).merge_cells("A8:A9")
    assert cells(changed(saved(book), SHEET, 'ref="A8:A9"', f'ref="{ref}"'))[:2] == [
        ["x", "1"], ["y", "2"],
    ]  # fmt: skip


# Bytes.


def test_a_sheet_whose_bytes_are_damaged_gives_what_stands_before_and_says_so() -> None:
    content = workbook(("A", [[f"{n:09d}", "x" * 50] for n in range(2000)]))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        info = archive.getinfo(SHEET)
    at = info.header_offset + 100 + info.compress_size // 2
    damaged = content[:at] + bytes(8) + content[at + 8 :]
    found = list(Workbook(BytesIO(damaged)).rows("A"))
    assert 0 < len(found) <= 2000
    assert [row.number for row in found if row.problem] == [found[-1].number]
    assert "breaks off" in found[-1].problem


@settings(max_examples=40)
@given(st.integers(1, len(CALLS) - 1))
def test_a_workbook_that_breaks_off_is_refused_or_read(cut: int) -> None:
    with suppress(NoWorkbook):
        assert Workbook(BytesIO(CALLS[:cut])).sheets == ["A"]


@given(st.integers(0, 20_000))
def test_letters_of_a_column_are_its_place(place: int) -> None:
    assert column(letters(place)) == place


@settings(max_examples=25)
@given(
    st.lists(
        st.lists(st.text(LETTERS, max_size=8), max_size=4),
        max_size=5,
    )
)  # fmt: skip
def test_every_row_is_found_again_by_its_locator(lines: list[list[str]]) -> None:
    book = Book()
    for n, line in enumerate(lines, 1):
        for place, text in enumerate(line, 1):
            first(book).cell(n, place, text)
    content = saved(book)
    opened = Workbook(BytesIO(content))
    for row in opened.rows("Sheet"):
        assert resolve(opened, row.locator[0]) == row.raw
        for place, cell in enumerate(row.cells):
            assert resolve(opened, opened.cell(row, place)[0]) == cell.encode()
