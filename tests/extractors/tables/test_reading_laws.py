"""Laws of reading tables: equal to a naive reading, whatever the order, the form, the file."""

import csv
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extractors.tables.reads import made, named, rows, says, tables, workbook

from truyvet.evidence.links.statement import link_facts, statement_of
from truyvet.evidence.scans.observation import Observation
from truyvet.extractors.tables.profile import Given, built_in, parse_profile, with_given
from truyvet.extractors.tables.reading import NoHeader, NoTable, read_rows

CDR = named("cdr")
HEAD = ["From", "To", "Duration"]
NUMBERS = st.sampled_from(["", "1", "22", "191", "*101#", "-", "VIETTEL"])
LINES = st.lists(
    st.tuples(NUMBERS, NUMBERS, st.sampled_from(["", "5", "x", "1:00"])).map(list), max_size=12
)
LENGTHS = {"": "", "5": "5", "x": "", "1:00": "60"}


def text_of(lines: list[list[str]], sign: str = ",", end: str = "\n") -> str:
    out = StringIO(newline="")
    csv.writer(out, delimiter=sign, lineterminator=end).writerows(lines)
    return out.getvalue()


def told(content: bytes | str) -> list[str]:
    """Return the calls of a table: who, whom, how long."""
    return [
        f"{said.subject.value} {said.object.value} {said.facts.get('duration', '')}"
        for row in rows(content, CDR)
        for said in row.statements
    ]


def naive(lines: list[list[str]]) -> list[str]:
    """Return the calls that a person would read off."""
    return [
        f"{caller} {callee} {LENGTHS[length]}"
        for caller, callee, length in lines
        if caller.strip("-") and callee.strip("-") and caller != callee
    ]


@settings(max_examples=60)
@given(LINES)
def test_a_table_says_what_a_person_would_read_off(lines: list[list[str]]) -> None:
    assert told(text_of([HEAD, *lines])) == naive(lines)


@settings(max_examples=30)
@given(
    LINES, st.sampled_from(";,\t|"), st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)  # fmt: skip
def test_signs_line_ends_and_encodings_make_no_difference(
    lines: list[list[str]], sign: str, end: str, encoding: str
) -> None:
    assert told(text_of([HEAD, *lines], sign, end).encode(encoding)) == naive(lines)


@settings(max_examples=15)
@given(LINES)
def test_a_workbook_says_what_its_text_says(lines: list[list[str]]) -> None:
    assert told(workbook(("A", [HEAD, *lines]))) == naive(lines)


@settings(max_examples=40)
@given(LINES, st.permutations(range(3)))
def test_the_order_of_columns_makes_no_difference(lines: list[list[str]], order: list[int]) -> None:
    turned = [[line[n] for n in order] for line in [HEAD, *lines]]
    assert told(text_of(turned)) == naive(lines)


@settings(max_examples=40)
@given(LINES)
def test_every_row_that_holds_anything_is_given_and_counted(lines: list[list[str]]) -> None:
    table = tables(text_of([HEAD, *lines]), CDR)
    found = list(table.rows())
    assert [row.number for row in found] == [n for n, line in enumerate(lines, 2) if any(line)]
    for sheet in table.sheets:
        assert sheet.rows == len(found)
        assert sheet.statements == sum(len(row.statements) for row in found)
        assert sheet.problems == sum(bool(row.problem) for row in found)


@settings(max_examples=30)
@given(LINES)
def test_reading_again_gives_the_same(lines: list[list[str]]) -> None:
    table = tables(text_of([HEAD, *lines]), CDR)
    first = [(row.number, row.statements, row.problem) for row in table.rows()]
    assert [(row.number, row.statements, row.problem) for row in table.rows()] == first


@settings(max_examples=30)
@given(LINES)
def test_each_statement_comes_back_from_its_observation(lines: list[list[str]]) -> None:
    for row in rows(text_of([HEAD, *lines]), CDR):
        for said in row.statements:
            seen = Observation(
                extractor="rows", item="a" * 64, kind="link", locator=row.locator,
                raw=row.raw.decode(), facts=link_facts(said),
            )  # fmt: skip
            back = statement_of(seen)
            assert (back.subject, back.object, back.facts) == (
                said.subject, said.object, said.facts,
            )  # fmt: skip


# Headings.


def test_headings_that_are_printed_again_say_nothing_and_are_no_fault() -> None:
    table = tables("From,To\n1,2\nFrom,To\n3,4\n", CDR)
    found = list(table.rows())
    assert says(found) == ["phone:1 called phone:2", "phone:3 called phone:4"]
    assert [(row.number, row.problem, row.selectors) for row in found][1] == (3, "", ())
    assert (table.sheets[0].rows, table.sheets[0].problems) == (3, 0)


def test_a_row_that_is_nearly_the_headings_is_a_row() -> None:
    assert says(rows("From,To\nFrom,2\n", CDR)) == ["phone:From called phone:2"]


def test_without_headings_no_row_repeats_them() -> None:
    text = (
        'header = false\n[columns.a]\nplace = 1\nkind = "phone"\nplain = true\n'
        '[columns.b]\nplace = 2\nkind = "phone"\nplain = true\n'
        '[[statements]]\nsubject = "a"\nrelation = "called"\nobject = "b"\n'
    )
    assert len(says(rows("1,2\n1,2\n", made(text)))) == 2


@pytest.mark.parametrize("above", [0, 1, 58])
def test_headings_are_found_below_a_letterhead(above: int) -> None:
    content = "".join(f"dòng {n}\n" for n in range(above)) + "From,To\n1,2\n"
    assert says(rows(content, CDR)) == ["phone:1 called phone:2"]


def test_headings_below_all_letterheads_are_not_looked_for() -> None:
    with pytest.raises(NoHeader):
        rows("x\n" * 60 + "From,To\n1,2\n", CDR)


def test_two_columns_of_one_heading_are_both_among_the_cells() -> None:
    (row,) = rows("From,To,Note,Note,\n1,2,a,b,c\n", CDR)
    assert row.problem == "5 cells, but 4 headings"
    assert dict(row.cells) == {
        "From": "1", "To": "2", "Note": "a", "Note 4": "b", "column-5": "c",
    }  # fmt: skip


def test_a_cell_under_no_heading_is_a_problem_only_where_something_stands_in_it() -> None:
    found = rows("From,To\n1,2,\n1,2, \n1,2,x\n", CDR)
    assert [row.problem for row in found] == ["", "", "3 cells, but 2 headings"]
    assert [len(row.statements) for row in found] == [1, 1, 0]


# Files.


def test_a_sheet_that_breaks_off_before_its_headings_is_a_row_with_a_problem() -> None:
    from tests.extractors.tables.test_workbooks import changed

    part = "xl/worksheets/sheet1.xml"
    content = changed(workbook(("A", [["From", "To"]]), ("B", [])), part, "<row", "<row<")
    (row,) = rows(content, CDR)
    assert row.problem.startswith("the sheet breaks off")
    assert row.statements == ()


def test_what_is_said_of_a_workbook_of_other_columns_is_its_fullest_sheet() -> None:
    with pytest.raises(NoHeader) as caught:
        rows(workbook(("A", []), ("B", [["x", "y"]])), CDR)
    assert caught.value.seen == ("x", "y")


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"\xd0\xcf\x11\xe0" + bytes(600), "with a password"), (b"%PDF", "PDF"),
     (b"\n\n<HTML>", "page"), (b"\xef\xbb\xbf<?xml", "page"), (b"PK\x05\x06", "cannot be read"),
     (b"PK\x05\x06" + bytes(18), "no workbook")],
)  # fmt: skip
def test_what_is_no_table_is_refused_before_the_first_row(content: bytes, what: str) -> None:
    with pytest.raises(NoTable, match=what):
        next(read_rows(BytesIO(content), CDR))


def test_a_sheet_is_chosen_by_its_exact_name() -> None:
    content = workbook(("Tờ 1", [["From", "To"], ["1", "2"]]), ("tờ 1 ", [["x"]]))
    for name, count in (("Tờ 1", 1),):
        profile = parse_profile(with_given(built_in("cdr"), Given(sheet=name)))
        assert len(rows(content, profile)) == count
    for name in ("tờ 1", "TỜ 1", "Sheet1"):
        with pytest.raises(NoTable, match="only Tờ 1, tờ 1 "):
            rows(content, parse_profile(with_given(built_in("cdr"), Given(sheet=name))))


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_whatever_the_bytes_are_they_are_read_or_refused(content: bytes) -> None:
    try:
        found = list(read_rows(BytesIO(content), CDR))
    except (NoTable, NoHeader):
        return
    assert all(row.raw or row.problem for row in found)
