"""Reading whole tables: rows, statements, persons, problems; and nothing is dropped."""

import hashlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extractors.tables.reads import ITEM, made, named, rows, says, tables, workbook

from truyvet.evidence.links.node import KINDS, Node
from truyvet.evidence.links.statement import link_facts, statement_of
from truyvet.evidence.scans.observation import Observation
from truyvet.extractors.tables.profile import Given, built_in, parse_profile, with_given
from truyvet.extractors.tables.reading import NoHeader, NoTable, read_rows
from truyvet.hashes.canonical import encode

CDR = named("cdr")
PEOPLE = """
[columns.name]
names = ["name"]
kind = "name"
[columns.id]
names = ["id"]
kind = ["cccd", "cmnd"]
[columns.birth]
names = ["birth"]
[made.person]
by = ["id"]
name = "name"
also = ["birth"]
[[statements]]
subject = "person"
relation = "named"
object = "name"
[[statements]]
subject = "person"
relation = "holder_of"
object = "id"
"""


def person(*key: str) -> str:
    digest = hashlib.sha256(encode([ITEM, *key])).hexdigest()
    return f"person:{digest[:16]}"


def subjects(content: str, profile: str = PEOPLE) -> list[str]:
    found = rows(content, made(profile))
    return [str(row.statements[0].subject) for row in found]


def test_a_call_says_who_whom_when_how_long_and_from_which_cell() -> None:
    (row,) = rows("From,To,Time,Duration,Cell\n0912345678,200,14/03/2026 09:15,10:40,HN 1\n", CDR)
    (said,) = row.statements
    assert str(said.subject) == "phone:+84912345678"
    assert (said.relation, str(said.object)) == ("called", "phone:200")
    assert said.since == "2026-03-14T02:15:00Z"
    assert said.facts == {"duration": "640", "cell": "HN 1", "row": "2"}
    assert said.locator == row.locator == ("bytes:27+42",)
    assert row.number == 2


def test_a_statement_comes_back_from_its_observation() -> None:
    (row,) = rows("From,To,Time\n1,2,20060601 0008\n", CDR)
    seen = Observation(
        extractor="rows", item=ITEM, kind="link", locator=row.locator, raw=row.raw.decode(),
        facts=link_facts(row.statements[0]),
    )  # fmt: skip
    back = statement_of(seen)
    assert (back.subject, back.since) == (Node(kind="phone", value="1"), "2006-05-31T17:08:00Z")


def test_cells_are_found_by_heading_and_located_by_column() -> None:
    content = "x,From,,To\n9,1,8,2\n"
    (row,) = rows(content, CDR)
    assert dict(row.cells) == {"x": "9", "From": "1", "column-3": "8", "To": "2"}
    assert (len(row.cells), row.cells["To"]) == (4, "2")
    offset = int(row.cell("callee")[0].removeprefix("bytes:").partition("+")[0])
    assert content[offset] == "2"
    assert row.cell("time") == row.locator


def test_nodes_that_cells_name_are_told() -> None:
    (row,) = rows("From,To,Cell\n1,2,HN1\n", CDR)
    assert [(one.column, str(one.node)) for one in row.selectors] == [
        ("caller", "phone:1"), ("callee", "phone:2"), ("cell", "cell:HN1"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "why", "statements"),
    [
        ("1,,20060601 0008,5", "callee: is empty", 0),
        ("1,2,hôm qua,5", "time: in none of the forms of a time (“hôm qua”)", 1),
        ("1,2,20060601 0008,-2", "duration: no length of time (“-2”)", 1),
        ("1,2,20060601 0008,5,6", "5 cells, but 4 headings", 0),
        ('1,"2', "a quote that is never closed", 0),
        ("1,8.4E+10,20060601 0008,5", "callee: a spreadsheet has cut digits off (“8.4E+10”)", 0),
    ],
)
def test_a_row_that_cannot_be_read_is_given_with_its_reason(
    line: str, why: str, statements: int
) -> None:
    found = rows(f"From,To,Time,Duration\n{line}\n3,4,20060601 0008,5\n", CDR)
    assert [row.problem for row in found] == [why, ""]
    assert len(found[0].statements) == statements
    assert found[0].cells["From"] == "1"


def test_a_problem_points_at_its_cell() -> None:
    content = "From,To,Time\n1,2,hôm qua\n"
    (row,) = rows(content, CDR)
    offset, _, length = row.where[0].removeprefix("bytes:").partition("+")
    assert content.encode()[int(offset) : int(offset) + int(length)].decode() == "hôm qua"


def test_short_rows_and_trailing_commas_are_read() -> None:
    found = rows("From,To,Time\n1,2\n1,2,20060601 0008,,\n", CDR)
    assert [len(row.statements) for row in found] == [1, 1]
    assert not any(row.problem for row in found)


def test_a_number_that_called_itself_gives_no_link() -> None:
    (row,) = rows("From,To\n5,5\n", CDR)
    assert (row.statements, row.problem) == ((), "")


@pytest.mark.parametrize("content", [b"", b"\n", b"From,To\n", b"\xef\xbb\xbf"])
def test_a_table_of_nothing_has_no_rows(content: bytes) -> None:
    assert rows(content, CDR) == []


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"%PDF-1.7", "PDF"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
     (b"<html><table>", "page"), (b"  <?xml version='1.0'?>", "page"), (b"{\\rtf1", "RTF"),
     (b"\x1f\x8b\x08", "compressed"), (b"SQLite format 3\0", "database"),
     (b"PK\x03\x04rest", "cannot be read")],
)  # fmt: skip
def test_what_is_no_table_is_named(content: bytes, what: str) -> None:
    with pytest.raises(NoTable, match=what):
        rows(content, CDR)


def test_other_columns_are_told_before_any_row() -> None:
    with pytest.raises(NoHeader) as caught:
        rows("a,b\n1,2\n", CDR)
    assert caught.value.seen == ("a", "b")


def test_how_a_table_was_read_is_kept() -> None:
    table = tables("Số gọi;Số nhận;Ghi chú\n1;2;x\n1;;x\n", CDR)
    list(table.rows())
    (sheet,) = table.sheets
    assert (sheet.delimiter, sheet.encoding) == (";", "utf-8")
    assert (sheet.rows, sheet.statements, sheet.problems) == (2, 1, 1)
    assert sheet.header.headings == ("Số gọi", "Số nhận", "Ghi chú")
    assert sheet.raw == "Số gọi;Số nhận;Ghi chú".encode()


def test_every_sheet_with_the_headings_is_read() -> None:
    content = workbook(
        ("A", [["From", "To"], ["1", "2"]]), ("Notes", [["x"]]), ("B", [["To", "From"], ["1", "2"]])
    )
    table = tables(content, CDR)
    assert says(list(table.rows())) == ["phone:1 called phone:2", "phone:2 called phone:1"]
    assert [sheet.name for sheet in table.sheets] == ["A", "B"]
    assert table.passed == ["Notes"]


def test_one_sheet_may_be_chosen() -> None:
    content = workbook(("A", [["From", "To"], ["1", "2"]]), ("B", [["From", "To"], ["3", "4"]]))
    chosen = parse_profile(with_given(built_in("cdr"), Given(sheet="B")))
    assert says(rows(content, chosen)) == ["phone:3 called phone:4"]
    other = parse_profile(with_given(built_in("cdr"), Given(sheet="C")))
    with pytest.raises(NoTable, match="no sheet 'C', only A, B"):
        rows(content, other)


def test_a_workbook_without_the_headings_is_refused_with_what_it_has() -> None:
    with pytest.raises(NoHeader) as caught:
        rows(workbook(("A", [["a", "b"]]), ("B", [])), CDR)
    assert caught.value.seen == ("a", "b")


def test_a_workbook_and_its_text_say_the_same() -> None:
    lines = [["From", "To", "Time"], ["0912345678", "0168 345 6789", "14/03/2026 09:15"]]
    text = "\n".join(",".join(line) for line in lines)
    of_text, of_book = rows(text, CDR), rows(workbook(("A", lines)), CDR)
    assert says(of_text) == says(of_book)
    assert of_text[0].statements[0].since == of_book[0].statements[0].since


# Persons.


def test_a_person_with_a_number_is_one_in_the_whole_table() -> None:
    found = subjects("name,id\nĐức,001090012345\nNguyễn Văn Đức,001 090 012 345\n")
    assert found == [person("cccd", "001090012345")] * 2


def test_a_person_with_name_and_birthday_is_one_in_the_whole_table() -> None:
    found = subjects("name,id,birth\nNguyễn Văn Đức,,1/1/1990\nNGUYEN VAN DUC,,1/1/1990\n")
    assert found == [person("name", "nguyen van duc", "1/1/1990")] * 2


def test_two_of_the_same_name_alone_are_two() -> None:
    assert len(set(subjects("name,id\nĐức,\nĐức,\n"))) == 2


def test_two_of_the_same_name_are_one_where_the_profile_says_so() -> None:
    same = PEOPLE.replace('also = ["birth"]', 'alone = "same"')
    assert set(subjects("name,id\nĐức,\nduc,\n", same)) == {person("name", "duc")}


def test_a_person_of_another_table_is_another_one() -> None:
    profile = made(PEOPLE)
    one, other = (rows("name,id\nĐức,001090012345\n", profile, table) for table in ("x", "y"))
    assert one[0].statements[0].subject != other[0].statements[0].subject
    assert one[0].statements[1].object == other[0].statements[1].object


def test_nobody_is_made_up_where_nothing_names_him() -> None:
    (row,) = rows("name,id,birth\n,,1990\n", made(PEOPLE))
    assert (row.statements, row.problem) == ((), "")


# Conditions, options, given values, parts.


def test_direction_and_service_decide_who_called_or_wrote_to_whom() -> None:
    lines = ["1,2,Gọi đi,", "1,2,gọi đến,", "1,2,SMS,đi", "1,2,Tin nhắn,Đến", "1,2,SMSMT,",
             "1,2,thoại,incoming", "1,2,,"]  # fmt: skip
    found = rows("Số A,Số B,Loại,Chiều\n" + "\n".join(lines), CDR)
    assert says(found) == [
        "phone:1 called phone:2", "phone:2 called phone:1", "phone:1 messaged phone:2",
        "phone:2 messaged phone:1", "phone:2 messaged phone:1", "phone:2 called phone:1",
        "phone:1 called phone:2",
    ]  # fmt: skip


def test_further_statements_are_given_where_they_are_asked_for() -> None:
    content = "From,To,Cell,IMEI\n1,2,HN1,490154203237518\n"
    assert len(says(rows(content, CDR))) == 1
    asked = parse_profile(with_given(built_in("cdr"), Given(options=("places", "devices"))))
    assert says(rows(content, asked))[1:] == [
        "phone:1 seen_at cell:HN1", "phone:1 uses imei:490154203237518",
    ]  # fmt: skip


def test_a_value_that_is_given_counts_where_the_cell_is_empty() -> None:
    profile = named("cdr", caller="0912345678")
    assert says(rows("To\n2\n", profile)) == ["phone:+84912345678 called phone:2"]
    assert says(rows("From,To\n,2\n7,2\n", profile)) == [
        "phone:+84912345678 called phone:2", "phone:7 called phone:2",
    ]  # fmt: skip


def test_day_and_time_of_day_in_two_columns_are_one_time() -> None:
    (row,) = rows("From,To,Ngày,Giờ\n1,2,14/03/2026,09:15:00\n", CDR)
    assert row.statements[0].since == "2026-03-14T02:15:00Z"


def test_a_table_without_headings_is_read_by_place() -> None:
    profile = made(
        'header = false\ndelimiter = "\\t"\n'
        '[columns.a]\nplace = 1\nkind = "person"\nplain = true\n'
        '[columns.b]\nplace = 2\nkind = "person"\nplain = true\n'
        '[columns.weight]\nplace = 3\nkind = "number"\n'
        '[[statements]]\nsubject = "a"\nrelation = "met"\nobject = "b"\n'
        'facts = {weight = "weight"}\n'
    )
    found = rows("0\t1\t1\n0\t2\t5\n", profile)
    assert says(found) == ["person:0 met person:1", "person:0 met person:2"]
    assert found[1].statements[0].facts["weight"] == "5"


def test_reading_needs_nothing_but_a_file_and_a_profile() -> None:
    (row,) = read_rows(BytesIO(b"From,To\n1,2\n"), CDR)
    assert says([row]) == ["phone:1 called phone:2"]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_whatever_stands_below_the_headings_each_row_is_given(content: bytes) -> None:
    table = tables(b"From,To,Time\n" + content, CDR)
    found = list(table.rows())
    assert sum(sheet.rows for sheet in table.sheets) == len(found)
    for row in found:
        assert row.statements or row.problem or dict(row.cells)
        for said in row.statements:
            assert said.subject.kind in KINDS
            assert 0 < len(said.subject.value) <= 512
