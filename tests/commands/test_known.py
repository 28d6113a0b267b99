"""`truyvet known`, as it is typed: what is told, the list, the statuses."""

import json
import subprocess
import sys
import unicodedata

import pytest
from tests.commands.conftest import Officer


@pytest.fixture
def an(scanned: Officer) -> Officer:
    """An investigator beside a scanned case, who names a person."""
    asked = scanned.with_(TRUYVET_CASE="vu-01")
    asked.does("person", "add", "Nguyễn Văn Đức", "--phone", "0912345678")
    return asked


def test_a_number_is_known_where_it_stands_and_whose_it_is(an: Officer) -> None:
    shown = an.does("known", "0912.345.678")
    assert shown.startswith("0912.345.678: known\n")
    assert "telephone number +84912345678" in shown
    assert "tied to Nguyễn Văn Đức" in shown
    assert "bag/page.html" in shown
    assert "by entities" in shown


def test_what_is_not_known_is_told_with_what_was_looked_into(an: Officer) -> None:
    shown = an.does("known", "0999.888.777", status=1)
    assert "0999.888.777: NOT KNOWN" in shown
    assert "looked up as telephone number +84999888777" in shown
    assert "covered: case 12/2026" in shown
    assert "examined fully" in shown
    assert "entities" in shown.partition("extractors:")[2]


def test_one_known_value_among_others_is_a_yes(an: Officer) -> None:
    shown = an.does("known", "0999888777", "0912345678", "Trần Không Ai")
    assert shown.count("NOT KNOWN") == 2
    assert shown.count("covered:") == 1


def test_json_has_an_object_for_each_value(an: Officer) -> None:
    yes, no = an.reads("known", "nguyen van duc", "0999888777")
    assert yes["known"] is True
    assert yes["readings"][0]["label"] == "Nguyễn Văn Đức"
    assert "covered" not in yes
    assert no["known"] is False
    assert no["covered"]["case"] == "12/2026"
    assert {"kind": "phone", "value": "+84999888777", "weak": ""} in no["tried"]


def test_a_name_is_met_composed_and_decomposed(an: Officer) -> None:
    for form in ("NFC", "NFD"):
        typed = unicodedata.normalize(form, "Nguyễn Văn Đức")
        assert "tied to" in an.does("known", typed)


def test_a_list_has_one_line_for_each_value(an: Officer) -> None:
    values = ["0912 345 678", "", "0999888777", "Nguyễn Văn Đức"]
    (an.place / "list.txt").write_text("\r\n".join(values), encoding="utf-16")
    lines = an.does("known", "--list", "list.txt").splitlines()
    assert [line.split("\t")[:2] for line in lines[1:]] == [
        ["0912 345 678", "known"],
        ["0999888777", "not known"],
        ["Nguyễn Văn Đức", "known"],
    ]


def test_a_line_of_a_list_tells_place_case_time_and_tags(an: Officer) -> None:
    (seen, *_) = an.reads("known", "0912345678")[0]["readings"][0]["sightings"]
    an.does("tag", seen["name"], "nghi phạm A")
    (an.place / "list.txt").write_text("0912 345 678\n0999888777\nNguyễn Văn Đức\n")
    head, *lines = (
        line.split("\t") for line in an.does("known", "--list", "list.txt").splitlines()
    )
    number, unknown, person = (dict(zip(head, line, strict=True)) for line in lines)
    assert (number["case"], number["item"], number["path"]) == (
        "12/2026", seen["item"], seen["path"]
    )  # fmt: skip
    assert number["where"] == " / ".join(seen["locator"])
    assert number["first recorded"] == seen["recorded"]
    assert number["tags"] == "nghi phạm A"
    assert set(unknown.values()) == {"0999888777", "not known", "", "0"}
    assert person["first recorded"] == an.reads("log")[-2]["time"]["utc"]


def test_a_list_fits_a_terminal(an: Officer) -> None:
    (an.place / "list.txt").write_text("0912 345 678\nNguyễn Văn Đức\n" + "x" * 200 + "\n")
    _, shown = an.types("known", "--list", "list.txt")
    plain = shown.replace("\x1b[1m", "").replace("\x1b[0m", "")
    listed = plain.partition("case 12/2026")[0]
    assert [line for line in listed.splitlines() if len(line) > 80] == []
    assert "since" in listed


@pytest.mark.parametrize("value", ["", " ", '""', "\u200b"])
def test_an_empty_value_is_wrong_usage(an: Officer, value: str) -> None:
    ran = an.run("known", value)
    assert ran.returncode == 2
    assert "empty" in ran.stderr


@pytest.mark.parametrize("option", ["--desk", "--purpose"])
@pytest.mark.parametrize("command", ["known", "search"])
def test_what_is_of_a_desk_is_wrong_usage_without_all(
    an: Officer, command: str, option: str
) -> None:
    ran = an.run(command, "0912345678", option, "vụ 1")
    assert ran.returncode == 2
    assert f"{option} needs --all" in ran.stderr


def test_a_list_of_nothing_known_is_a_no(an: Officer) -> None:
    (an.place / "list.txt").write_text("0999888777\n")
    ran = an.run("known", "--list", "list.txt")
    assert ran.returncode == 1
    assert "0 of 1 value known" in ran.stderr
    assert "covered: case 12/2026" in ran.stderr


def test_lines_that_cannot_be_read_are_named_and_the_others_looked_up(an: Officer) -> None:
    (an.place / "list.txt").write_bytes(b"0912345678\n\xff\xff\xff\n0999888777\n")
    ran = an.run("known", "--list", "list.txt")
    assert ran.returncode == 4
    assert "line 2 was not looked up" in ran.stderr
    assert "1 of 2 values known; 1 line not read" in ran.stderr
    assert len(ran.stdout.splitlines()) == 3


def test_a_list_comes_from_standard_input_and_goes_to_json(an: Officer) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "truyvet.cli", "known", "--list", "-", "--json"],
        input=b"0912345678\n0999888777\n",
        cwd=an.place,
        env=an.environment,
        capture_output=True,
        check=True,
    )
    assert [json.loads(line)["known"] for line in ran.stdout.splitlines()] == [True, False]


def test_a_list_that_is_not_there_is_an_error(an: Officer) -> None:
    assert "E117" in an.run("known", "--list", "gone.txt").stderr


def test_no_value_at_all_is_wrong_usage(an: Officer) -> None:
    assert an.run("known").returncode == 2


def test_bytes_that_are_no_text_are_an_error(an: Officer) -> None:
    assert "E114" in an.run("known", b"\xff\xfe").stderr


def test_hostile_values_move_no_cursor(an: Officer) -> None:
    shown = an.does("known", "\x1b[2J\u202e0912", status=1)
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_asking_changes_no_entry(an: Officer) -> None:
    ledger = an.place / "vu-01/ledger/entries.jsonl"
    before = ledger.read_bytes()
    an.does("known", "0912345678")
    an.does("search", "type:phone")
    an.does("sql", "SELECT 1")
    assert ledger.read_bytes() == before
    an.does("verify")
