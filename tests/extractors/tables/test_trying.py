"""Trying a profile on the beginning of a table, in a process that may be lost."""

import os
from pathlib import Path

import msgspec
import pytest
from tests.extractors.tables.reads import workbook

from truyvet.extractors.tables.profile import built_in
from truyvet.extractors.tables.trying import (
    HEAD_BYTES,
    MAX_ROWS,
    NotTried,
    Question,
    Tried,
    answer,
    tried,
    try_out,
)

CDR = built_in("cdr")


def test_the_first_rows_are_told_as_they_would_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("From;To;Time;Note\n1;2;20060601 0008;x\n1;;;\n" + "3;4;;\n" * 9)
    found = try_out(path, CDR, 3)
    (sheet,) = found.sheets
    assert sheet.columns == {"caller": "From", "callee": "To", "time": "Time"}
    assert (sheet.delimiter, sheet.header, sheet.unread) == (";", 1, ("Note",))
    assert [row.says for row in found.rows] == [
        ("phone:1 called phone:2 2006-05-31T17:08:00Z",), (), ("phone:3 called phone:4",),
    ]  # fmt: skip
    assert found.rows[1].problem == "callee: is empty"
    assert found.rows[0].cells["Note"] == "x"


def test_a_workbook_is_looked_at_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(("x", [["a"]]), ("y", [["From", "To"], [1, 2]])))
    found = try_out(path, CDR, 5)
    assert [sheet.name for sheet in found.sheets] == ["y"]
    assert found.passed == ("x",)


def test_of_a_long_text_whole_lines_are_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("From,To\n" + "0912345678,0913456789\n" * (HEAD_BYTES // 20))
    found = try_out(path, CDR, 5000)
    assert len(found.rows) == 5000
    assert not any(row.problem for row in found.rows)


@pytest.mark.parametrize(("content", "why"), [(b"%PDF", "PDF"), (b"PK\x03\x04", "cannot be read")])
def test_what_is_no_table_is_told(content: bytes, why: str) -> None:
    assert why in tried(Question(profile=CDR, content=content, rows=1)).why


def test_lacking_columns_are_told() -> None:
    found = tried(Question(profile=CDR, content=b"a,b\n", rows=1))
    assert (found.lacking, found.seen) == (("caller", "callee"), ("a", "b"))


def test_a_table_of_nothing_has_nothing() -> None:
    found = tried(Question(profile=CDR, content=b"", rows=1))
    assert (found.why, found.sheets, found.rows) == ("", (), ())


def test_a_workbook_beyond_all_bounds_is_not_tried(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04")
    os.truncate(path, (256 << 20) + 1)
    with pytest.raises(NotTried, match="more than"):
        try_out(path, CDR, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_of_a_long_text_no_row_is_cut_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    line = "0912345678,0913456789," + "Ċ" * 400 + "\r\n"
    path.write_bytes(mark + ("From,To,x\r\n" + line * 2700).encode(encoding))
    assert path.stat().st_size > HEAD_BYTES
    found = try_out(path, CDR, 5000)
    assert 1000 < len(found.rows) < 2700
    assert {row.problem for row in found.rows} == {""}
    assert {len(row.cells["x"]) for row in found.rows} == {400}


def test_a_line_longer_than_what_is_looked_at_is_looked_at_in_part() -> None:
    content = b"From,To\n1," + b"2" * HEAD_BYTES
    (row,) = tried(Question(profile=CDR, content=content, rows=9)).rows
    assert len(row.cells["To"]) == 2000
    assert row.problem.startswith("callee: longer than 2048 characters (“222")


@pytest.mark.parametrize(
    ("profile", "why"),
    [("", "missing required field"), ("x", "no TOML"), ("x = 1\n" + CDR, "unknown: x")],
)
def test_a_profile_that_is_none_is_told(profile: str, why: str) -> None:
    assert why in tried(Question(profile=profile, content=b"a,b\n", rows=1)).why


@pytest.mark.parametrize(("wanted", "count"), [(0, 0), (1, 1), (99, 3)])
def test_as_many_rows_are_tried_as_are_asked_for(wanted: int, count: int) -> None:
    found = tried(Question(profile=CDR, content=b"From,To\n1,2\n3,4\n5,6\n", rows=wanted))
    assert len(found.rows) == count


def test_more_rows_than_the_bound_are_never_tried(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("From,To\n" + "1,2\n" * (MAX_ROWS + 50))
    assert len(try_out(path, CDR, MAX_ROWS + 50).rows) == MAX_ROWS


def test_an_answer_comes_back_as_it_was_given() -> None:
    asked = Question(profile=CDR, content="Số gọi,Số nhận\n1,\n".encode(), rows=3)
    told = msgspec.msgpack.decode(answer(msgspec.msgpack.encode(asked)), type=Tried)
    assert told == tried(asked)
    assert told.rows[0].problem == "callee: is empty"


@pytest.mark.parametrize("asked", [b"", b"\xff", b"{}"])
def test_what_is_no_question_has_no_answer(asked: bytes) -> None:
    with pytest.raises((msgspec.DecodeError, msgspec.ValidationError)):
        answer(asked)


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        try_out(tmp_path / "x.csv", CDR, 1)


def test_long_cells_and_statements_are_handed_back_cut() -> None:
    content = f"From,To,Type\n1,2,{'x' * 9000}\n".encode()
    (row,) = tried(Question(profile=CDR, content=content, rows=1)).rows
    assert len(row.cells["Type"]) == len(row.says[0]) == 2000


def test_a_table_without_headings_tells_its_columns_by_number() -> None:
    text = (
        'name = "x"\nheader = false\n[columns.a]\nplace = 2\nkind = "phone"\nplain = true\n'
        '[columns.b]\nplace = 1\nkind = "phone"\nplain = true\n'
        '[[statements]]\nsubject = "a"\nrelation = "met"\nobject = "b"\n'
    )
    found = tried(Question(profile=text, content=b"1,2\n", rows=1))
    assert (found.sheets[0].header, found.sheets[0].columns) == (0, {"a": "2", "b": "1"})
    assert found.rows[0].says == ("phone:2 met phone:1",)
