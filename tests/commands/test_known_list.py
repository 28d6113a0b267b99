"""`truyvet known --list`: files as people, spreadsheets and other programs write them."""

import codecs
import json
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.commands.conftest import Officer

from truyvet.query.valuelist import MAX_VALUE

YES, NO = "0912.345.678", "0999.888.777"


@pytest.fixture(scope="module")
def an(scanned_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An investigator beside a scanned case who names a person; tests only ask."""
    place = tmp_path_factory.mktemp("lists") / "an"
    shutil.copytree(scanned_template, place, symlinks=True)
    keys = place / "config/truyvet/keys"
    asked = Officer(place=place, keys=keys, settings={"TRUYVET_CASE": "vu-01"})
    asked.does("person", "add", "Nguyễn Văn Đức", "--phone", "0912345678")
    return asked


def told(an: Officer, content: bytes, status: int = 0) -> list[tuple[str, bool]]:
    """What is told of a list: each value, and whether it is known."""
    (an.place / "list.txt").write_bytes(content)
    answers = an.reads("known", "--list", "list.txt", status=status)
    return [(one["asked"], one["known"]) for one in answers]


EXPECTED = [(YES, True), (NO, False), ("Nguyễn Văn Đức", True)]
TEXT = "\n".join(value for value, _ in EXPECTED)


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r\n").encode("utf-16"),
        TEXT.encode() + b"\n",
        TEXT.encode() + b"\r\n\r\n\r\n",
        b"\n\n" + TEXT.replace("\n", "\n\n \t\n").encode(),
        TEXT.replace("\n", " \n\t").encode(),
        TEXT.encode() + b"\n\x00",
        TEXT.replace("\n", "\0\n").encode(),
        TEXT.replace("\n", "\r").encode(),
    ],
    ids=[
        "utf-8", "bom", "utf-16", "utf-16-be", "no mark le", "no mark be", "crlf", "utf-16 crlf",
        "last line ends", "empty lines", "blank lines", "blanks", "nul at end", "nul in lines",
        "cr alone",
    ],
)  # fmt: skip
def test_a_list_is_read_however_it_was_saved(an: Officer, content: bytes) -> None:
    assert told(an, content) == EXPECTED


def test_a_value_that_is_asked_twice_is_answered_twice(an: Officer) -> None:
    assert told(an, f"{YES}\n{NO}\n{YES}\n".encode()) == [(YES, True), (NO, False), (YES, True)]


def test_values_of_the_command_line_come_before_those_of_the_list(an: Officer) -> None:
    (an.place / "list.txt").write_text(f"{NO}\n")
    answers = an.reads("known", YES, "--list", "list.txt")
    assert [one["asked"] for one in answers] == [YES, NO]


@pytest.mark.parametrize("content", [b"", b"\n\n\n", b"\xef\xbb\xbf", b"\xff\xfe", b"   \r\n"])
def test_a_list_without_values_is_a_no(an: Officer, content: bytes) -> None:
    (an.place / "list.txt").write_bytes(content)
    ran = an.run("known", "--list", "list.txt")
    assert ran.returncode == 1
    assert "0 of 0 values known" in ran.stderr


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"\xff\xfe\xfd", "no text in the encoding of the file; save the file as UTF-8"),
        (b"\xc3", "no text in the encoding of the file; save the file as UTF-8"),
        (b"\xed\xa0\x80", "no text in the encoding of the file; save the file as UTF-8"),
        (
            "Nguyễn".encode("windows-1258", "replace") + b"\xf8\xa1",
            "no text in the encoding of the file; save the file as UTF-8",
        ),
        (b"9" * (MAX_VALUE + 1), "longer than 4,096 characters"),
        (b"9" * 300_000, "longer than 4,096 characters"),
        ("đ".encode() * 20_000, "longer than 4,096 characters"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_no_other_is_lost(
    an: Officer, line: bytes, why: str
) -> None:
    (an.place / "list.txt").write_bytes(b"\n".join([YES.encode(), line, NO.encode(), b""]))
    ran = an.run("known", "--list", "list.txt", "--json")
    assert ran.returncode == 4
    assert f"line 2 was not looked up: it is {why}" in ran.stderr
    assert "1 of 2 values known; 1 line not read" in ran.stderr
    assert [json.loads(one)["asked"] for one in ran.stdout.splitlines()] == [YES, NO]


def test_unreadable_lines_alone_are_no_answer_no(an: Officer) -> None:
    (an.place / "list.txt").write_bytes(b"\xff\xff\xff\n\xfe\xfe\xfe\n")
    ran = an.run("known", "--list", "list.txt")
    assert ran.returncode == 4
    assert "0 of 0 values known; 2 lines not read" in ran.stderr


def test_the_longest_value_is_looked_up(an: Officer) -> None:
    assert told(an, b"x" * MAX_VALUE, status=1) == [("x" * MAX_VALUE, False)]


@pytest.mark.parametrize(
    "value",
    ["so\0so-so", "\x1b[2J", "\u202e8765", "'; DROP TABLE items; --", "*", "%", "\\", "-1", "#"],
)
def test_hostile_values_are_looked_up_as_they_stand(an: Officer, value: str) -> None:
    assert told(an, value.encode(), status=1) == [(value, False)]
    shown = an.does("known", "--list", "list.txt", status=1)
    assert not {"\x1b", "\u202e", "\0"} & set(shown)
    assert len(shown.splitlines()) == 2


def test_a_tab_in_a_value_makes_no_column(an: Officer) -> None:
    (an.place / "list.txt").write_text("a\tb\n")
    head, line = an.does("known", "--list", "list.txt", status=1).splitlines()
    assert len(line.split("\t")) == len(head.split("\t"))


def test_thousands_of_values_come_out_one_line_each_in_order(an: Officer) -> None:
    values = [f"09{n:08d}" for n in range(1_000)] + [YES]
    (an.place / "list.txt").write_text("\r\n".join(values))
    lines = an.does("known", "--list", "list.txt").splitlines()[1:]
    assert [line.split("\t")[0] for line in lines] == values
    known = [line.split("\t")[0] for line in lines if line.split("\t")[1] == "known"]
    assert known[-1] == YES
    assert set(known) < {*values[:8], *values} - {NO}


def test_a_list_ends_with_what_was_looked_into_unless_all_is_known(an: Officer) -> None:
    (an.place / "list.txt").write_text(f"{YES}\n{NO}\n")
    assert "covered: case 12/2026" in an.run("known", "--list", "list.txt").stderr
    (an.place / "list.txt").write_text(f"{YES}\n")
    ran = an.run("known", "--list", "list.txt")
    assert "1 of 1 value known" in ran.stderr
    assert "covered" not in ran.stderr


def test_a_line_of_the_answer_says_what_it_is_how_often_and_who(an: Officer) -> None:
    (an.place / "list.txt").write_text(f"{YES}\n")
    head, line = an.does("known", "--list", "list.txt").splitlines()
    cells = dict(zip(head.split("\t"), line.split("\t"), strict=True))
    (answer,) = an.reads("known", YES)
    assert cells["value"] == YES
    assert cells["as"].startswith("telephone number +84912345678")
    assert cells["seen"] == str(sum(one["count"]["seen"] for one in answer["readings"]))
    assert cells["first recorded"] == min(one["first"] for one in answer["readings"])
    assert cells["who"] == "Nguyễn Văn Đức"


def test_a_list_counts_all_and_reads_back_one_sighting(an: Officer) -> None:
    (an.place / "list.txt").write_text(f"{YES}\n")
    (brief,) = an.reads("known", "--list", "list.txt")
    (whole,) = an.reads("known", YES)
    counts = [[one["count"] for one in told["readings"]] for told in (brief, whole)]
    assert counts[0] == counts[1]
    assert all(len(one["sightings"]) <= 1 for one in brief["readings"])


def test_a_directory_is_no_list(an: Officer) -> None:
    ran = an.run("known", "--list", ".")
    assert ran.returncode == 1
    assert "truyvet: E" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_list_that_may_not_be_read_is_an_error_with_a_code(an: Officer, limited: Officer) -> None:
    path = an.place / "secret.txt"
    path.write_text(YES)
    path.chmod(0)
    try:
        bound = Officer(place=an.place, keys=an.keys, settings=an.settings, prefix=limited.prefix)
        ran = bound.run("known", "--list", "secret.txt")
        assert ran.returncode == 1
        assert "truyvet: E9" in ran.stderr
        assert "Traceback" not in ran.stderr
    finally:
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)


def test_a_list_whose_name_begins_with_a_hyphen_is_read(an: Officer) -> None:
    (an.place / "-list").write_text(YES)
    assert an.run("known", "--list", "./-list").returncode == 0


@pytest.mark.parametrize("content", [b"", f"{YES}\r\n{NO}".encode("utf-16"), b"\xff" * 10_000])
def test_a_list_from_standard_input_is_read_as_from_a_file(an: Officer, content: bytes) -> None:
    (an.place / "list.txt").write_bytes(content)
    from_file = an.run("known", "--list", "list.txt", "--json")
    line = [sys.executable, "-m", "truyvet.cli", "known", "--list", "-", "--json"]
    ran = subprocess.run(
        line, input=content, cwd=an.place, env=an.environment, capture_output=True, check=False
    )
    assert (ran.returncode, ran.stdout.decode()) == (from_file.returncode, from_file.stdout)
    assert ran.stderr.decode() == from_file.stderr
