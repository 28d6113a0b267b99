"""`truyvet collect table --preview`: how the first rows would be read, and nothing recorded."""

import unicodedata
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.extractors.tables.reads import workbook

CALLS = (
    "Số gọi,Số nhận,Thời gian,Thời lượng,Trạm phát sóng,Ghi chú của điều tra viên về cuộc gọi\r\n"
    '0912.345.678,0168 345 6789,14/03/2026 09:15:00,10:40,"12 Tràng Tiền, Hoàn Kiếm, Hà Nội",x\r\n'
    "0912345678,191,hôm qua,5,,\r\n0912345678,,,,,\r\n0912345678,0912345678,,,,\r\n"
)


@pytest.fixture(scope="module")
def an(tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """A person without a key or a case, and some tables."""
    place = tmp_path_factory.mktemp("preview")
    (place / "cdr.csv").write_text(CALLS, newline="")
    (place / "old.csv").write_bytes("Số gọi;Số nhận\n1;2\n".encode("utf-16"))
    (place / "empty.csv").touch()
    (place / "hostile.csv").write_text("From,To,\x1b[31mx\u202e\n1\x1b[2J,\u202e2\n" + "9" * 99)
    (place / "a.xlsx").write_bytes(
        workbook(("Tờ 1", [["From", "To"], ["1", "2"]]), ("Ghi chú", [["x"]]), ("Tờ 2", []))
    )
    return Officer(place=place, keys=place / "keys/truyvet/keys")


def preview(an: Officer, *arguments: str, status: int = 0) -> str:
    return an.does("collect", "table", *arguments, "--preview", status=status)


def test_columns_rows_statements_and_problems_are_shown(an: Officer) -> None:
    assert preview(an, "cdr.csv", "--profile", "cdr", status=4).splitlines() == [
        "cdr.csv",
        "  utf-8, cells parted by comma, headings in row 1",
        "  caller    Số gọi",
        "  callee    Số nhận",
        "  time      Thời gian",
        "  duration  Thời lượng",
        "  cell      Trạm phát sóng",
        "  not read: Ghi chú của điều tra viên về cuộc gọi",
        "  row 2: 0912.345.678 | 0168 345 6789 | 14/03/2026 09:15:00 | 10:40 | "
        "12 Tràng Tiền, Hoàn Kiếm, Hà Nội | x",
        "    phone:+84912345678 called phone:+84383456789 2026-03-14T02:15:00Z "
        "duration=640 cell=12 Tràng Tiền, Hoàn Kiếm, Hà Nội",
        "  row 3: 0912345678 | 191 | hôm qua | 5 |  | ",
        "    phone:+84912345678 called phone:191 duration=5",
        "    not read: time: in none of the forms of a time (“hôm qua”)",
        "  row 4: 0912345678 |  |  |  |  | ",
        "    not read: callee: is empty",
        "  row 5: 0912345678 | 0912345678 |  |  |  | ",
        "    no statement",
    ]


def test_no_line_is_wider_than_the_terminal(an: Officer) -> None:
    status, shown = an.types("collect", "table", "cdr.csv", "--profile", "cdr", "--preview")
    lines = shown.replace("\r", "").splitlines()
    assert status == 4
    assert max(len(unicodedata.normalize("NFC", line)) for line in lines) <= 80
    assert "  row 2: 0912.345.678 | 0168 345 6789 | 14/03/2026 09:15:00 | 10:40 | 12 Tràng" in lines
    assert lines[-1] == "nothing was recorded; without --preview it is"


def test_as_many_rows_are_shown_as_are_asked_for(an: Officer) -> None:
    shown = preview(an, "cdr.csv", "--profile", "cdr", "--rows", "1")
    assert "row 2" in shown
    assert "row 3" not in shown


def test_the_status_is_of_the_rows_that_are_shown(an: Officer) -> None:
    preview(an, "cdr.csv", "--profile", "cdr", "--rows", "1", status=0)
    preview(an, "cdr.csv", "--profile", "cdr", "--rows", "2", status=4)


def test_nothing_is_written_anywhere(an: Officer) -> None:
    before = sorted(an.place.iterdir())
    preview(an, "cdr.csv", "a.xlsx", "--profile", "cdr", status=4)
    assert sorted(an.place.iterdir()) == before
    assert not an.keys.exists()


def test_sheets_are_named_and_those_without_the_headings_too(an: Officer) -> None:
    lines = preview(an, "a.xlsx", "--profile", "cdr").splitlines()
    assert lines[1] == "  sheet Tờ 1, headings in row 1"
    assert "  sheet Ghi chú: other headings, not read" in lines
    assert "  Tờ 1 row 2: 1 | 2" in lines


def test_an_empty_table_is_said_to_be_empty(an: Officer) -> None:
    assert preview(an, "empty.csv", "--profile", "cdr") == "empty.csv\n  nothing stands in it\n"


def test_the_encoding_that_was_found_is_told(an: Officer) -> None:
    shown = preview(an, "old.csv", "--profile", "cdr")
    assert "  utf-16-le, cells parted by semicolon, headings in row 1" in shown


def test_hostile_cells_and_headings_do_not_reach_the_terminal(an: Officer) -> None:
    shown = preview(an, "hostile.csv", "--profile", "cdr", status=4)
    assert r"1\u001b[2J | \u202e2" in shown
    assert not {"\x1b", "\u202e"} & set(shown)


def test_json_tells_one_object_a_table(an: Officer) -> None:
    found = an.reads("collect", "table", "a.xlsx", "empty.csv", "--profile", "cdr", "--preview")
    assert [one["path"] for one in found] == ["a.xlsx", "empty.csv"]
    assert found[0]["sheets"] == [
        {"name": "Tờ 1", "header": 1, "encoding": "", "delimiter": "", "unread": [],
         "columns": {"caller": "From", "callee": "To"}},
    ]  # fmt: skip
    assert found[0]["rows"] == [
        {"number": 2, "sheet": "Tờ 1", "cells": {"From": "1", "To": "2"}, "problem": "",
         "says": ["phone:1 called phone:2"]},
    ]  # fmt: skip
    assert (found[0]["passed"], found[1]["rows"]) == (["Ghi chú"], [])


def test_what_is_given_counts_in_the_preview_too(an: Officer, tmp_path: Path) -> None:
    (tmp_path / "to.csv").write_text("To\n2\n")
    shown = preview(an, str(tmp_path / "to.csv"), "--profile", "cdr", "--set", "caller=0912345678")
    assert "phone:+84912345678 called phone:2" in shown


@pytest.mark.parametrize(("profile", "code"), [("vehicles", "E582"), ("cdrr", "E580")])
def test_what_collecting_would_refuse_the_preview_refuses_too(
    an: Officer, profile: str, code: str
) -> None:
    said = an.complains("collect", "table", "cdr.csv", "--profile", profile, "--preview")
    assert said.startswith(f"truyvet: {code}:")
