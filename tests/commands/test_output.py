"""What reaches a terminal, a pipe or a screen reader: sizes, escapes, statuses, no traceback."""

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from truyvet.commands.output import counted, safe, size_text
from truyvet.evidence.errors import ExitStatus

HOSTILE = "a\x1b[2Jb\nVALID  forged\r\t\x07\u202egnp.exe\u2066\u200b\x9b31m"
ESCAPES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069]")


@pytest.mark.parametrize(
    ("size", "text"),
    [(None, ""), (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (999_949, "999.9 kB"),
     (999_950, "1.0 MB"), (1_500_000_000, "1.5 GB"), (10**15, "1000.0 TB")],
)  # fmt: skip
def test_sizes_are_told_in_the_largest_fitting_unit(size: int | None, text: str) -> None:
    assert size_text(size) == text


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [(0, "item", "0 items"), (1, "page", "1 page"), (1_024, "page", "1,024 pages"),
     (1, "entry", "1 entry"), (2, "entry", "2 entries")],
)  # fmt: skip
def test_one_thing_is_told_in_the_singular(number: int, noun: str, text: str) -> None:
    assert counted(number, noun) == text


@pytest.mark.parametrize("text", ["", "Nguyễn Văn An", "hồ sơ (1).docx", "日本", "~/a b"])
def test_plain_text_is_shown_as_it_is(text: str) -> None:
    assert safe(text) == text


def test_nothing_that_a_terminal_obeys_is_left_in_shown_text() -> None:
    shown = safe("".join(map(chr, range(0x3000))) + "\ud800\ufeff\U000e0001")
    left = {unicodedata.category(character) for character in shown}
    assert not left & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def hostile_case(an: Any, binh: Callable[..., Any]) -> None:
    """Fill An's case with names that attack a terminal: of items, notes, people, the case."""
    other = binh(an, name=HOSTILE)
    an.does("case", "new", "hostile", "--title", HOSTILE, "--number", HOSTILE)
    folder = an.place / "hostile-files"
    folder.mkdir()
    (folder / HOSTILE).write_text("x")
    os.mkfifo(folder / f"{HOSTILE}pipe")
    (folder / "link").symlink_to(HOSTILE)
    an.does("--case", "hostile", "key", "admit", "binh.pub.json", "--purpose", HOSTILE)
    arguments = ("collect", "files", "hostile-files", "--note", HOSTILE)
    other.does("--case", "hostile", *arguments, status=4)


SHOWN = [
    ("items",), ("items", "--problems"), ("show", "2.1"), ("show", "2.3"), ("log",),
    ("case", "show"), ("verify",), ("key", "admit", "binh.pub.json"),
    ("collect", "files", "hostile-files"), ("collect", "files", "hostile-files", "--dry-run"),
    ("collect", "files", HOSTILE), ("show", HOSTILE),
    ("export", "2.1", "-o", f"out{HOSTILE}"), ("graph", "custody", "-o", f"g{HOSTILE}"),
]  # fmt: skip


def attacks(shown: str) -> bool:
    """Tell whether what a terminal was sent moves its cursor or forges a line."""
    # Of our own there are colours, bold heads of tables and the moves of a progress bar.
    text = re.sub(r"\x1b\[(\?25[hl]|2K|1A|[0-9;]*m)", "", shown)
    text = re.sub("[\r\n]+", "\n", text)
    return bool(ESCAPES.search(text) or re.search(r"^VALID  forged", text, re.MULTILINE))


def test_hostile_names_neither_move_the_cursor_nor_forge_a_line(
    an: Any, binh: Callable[..., Any]
) -> None:
    hostile_case(an, binh)
    shown = {command: an.types("--case", "hostile", *command)[1] for command in SHOWN}
    assert not [(*command, text) for command, text in shown.items() if attacks(text)]


def test_json_keeps_hostile_names_exactly(an: Any, binh: Callable[..., Any]) -> None:
    hostile_case(an, binh)
    assert f"hostile-files/{HOSTILE}" in [
        row["path"] for row in an.reads("--case", "hostile", "items")
    ]


def test_one_item_is_one_line_however_it_is_called(an: Any, binh: Callable[..., Any]) -> None:
    hostile_case(an, binh)
    lines = an.does("--case", "hostile", "items").split("\n")
    assert [line.count("\t") for line in lines] == [4] * 5 + [0]


def cells(line: str) -> int:
    """How many columns of a terminal a line takes."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in line)
    marks = sum(unicodedata.combining(character) > 0 for character in line)
    return len(line) + wide - marks


@pytest.mark.parametrize(
    "command",
    [("items",), ("log",), ("show", "1.3"), ("verify",), ("verify", "--fast"), ("key", "list"),
     ("case", "show"), ("collect", "files", "evidence", "--dry-run"), ("--help",)],
)  # fmt: skip
def test_nothing_is_wider_than_a_terminal_of_80_columns(an: Any, command: tuple[str, ...]) -> None:
    _, shown = an.types("--case", "vu-01", *command, width=80)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    assert [line for line in re.split("[\r\n]+", plain) if cells(line) > 80] == []


def test_a_progress_bar_leaves_nothing_on_the_terminal_but_the_result(an: Any) -> None:
    status, shown = an.types("--case", "vu-01", "collect", "files", "evidence")
    assert status == 0
    assert shown.endswith("entry 2: 7 items, 4 of them stored, 1.0 MB (complete)\r\n")


@pytest.mark.parametrize(
    "command",
    [("items",), ("items", "--json"), ("log",), ("verify",), ("case", "show"), ("show", "1.1")],
)
def test_a_reader_that_has_seen_enough_is_no_failure(an: Any, command: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = an.run("--case", "vu-01", *command, capture_output=False, stdout=writing,
                 stderr=subprocess.PIPE)  # fmt: skip
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (ExitStatus.DONE, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("target", ["/dev/full", None])
@pytest.mark.parametrize("command", [("items",), ("log", "--json"), ("verify",), ("case", "show")])
def test_output_that_cannot_be_written_ends_without_a_traceback(
    an: Any, command: tuple[str, ...], target: str | None
) -> None:
    line = 'exec >&-; exec "$@"' if target is None else f'exec >{target}; exec "$@"'
    words = ["sh", "-c", line, "sh", *map(str, an.command("--case", "vu-01", *command))]
    ran = subprocess.run(
        words, cwd=an.place, env=an.environment, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in ran.stderr
    assert "Exception ignored" not in ran.stderr


@pytest.mark.parametrize("command", [("items",), ("log", "--json"), ("verify",), ("key", "list")])
def test_a_terminal_that_knows_no_vietnamese_letters_gets_escapes(
    an: Any, command: tuple[str, ...]
) -> None:
    ran = an.with_(PYTHONIOENCODING="latin-1").run("--case", "vu-01", *command, encoding="latin-1")
    assert "Traceback" not in ran.stderr
    assert ran.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(("--version",), 0), (("--help",), 0), (("nonsense",), 2), (("items", "--nonsense"), 2),
     (("collect",), 2), (("show",), 2), (("verify", "--jobs", "many"), 2), (("case", "show"), 1)],
)  # fmt: skip
def test_statuses_are_those_of_the_table(
    newcomer: Any, arguments: tuple[str, ...], status: int
) -> None:
    ran = newcomer.run(*arguments)
    assert ran.returncode == status
    assert (ran.stderr == "") == (status == 0)


def test_a_current_folder_that_is_gone_is_told_and_no_traceback(an: Any) -> None:
    (an.place / "gone").mkdir()
    line = 'rmdir ../gone; exec "$@"'
    for command in (["case", "show"], ["--case", "vu-01", "collect", "files", "x"]):
        (an.place / "gone").mkdir(exist_ok=True)
        ran = subprocess.run(
            ["sh", "-c", line, "sh", *an.command(*command)], cwd=an.place / "gone",
            env=an.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 1
        assert ran.stderr.startswith("truyvet: E")


def test_the_package_runs_as_a_program(newcomer: Any) -> None:
    told = newcomer.does("--version")
    assert re.fullmatch(r"truyvet \d+\.\d+\.\d+\n", told)
    assert Path(sys.executable).exists()


def test_the_demonstration_runs_to_its_end_and_finds_the_tampering(newcomer: Any) -> None:
    ran = newcomer.run("demo", "demo")
    assert (ran.returncode, "Traceback" in ran.stderr) == (0, False)
    assert "VALID  case" in ran.stdout
    assert "INVALID  case" in ran.stdout
    assert "✗ E311" in ran.stdout
    assert re.search(r"2 pages, \d+ exchanges", ran.stdout), "the web site was captured"
    assert re.search(r"bank-account.*dat-coc\.html/capture\.warc", ran.stdout)
    path = ran.stdout.partition("path 1: 7 links")[2].partition("path 2")[0]
    for step in ("called 2", "capture.warc/http", "stands in", "evidence/", "cccd:", "holds"):
        assert step in path, "the path runs through calls, a page and a document"
    for name in (
        "custody-report.html",
        "links.html",
        "custody.graphml",
        "an.pub.json",
        "case/ledger/entries.jsonl",
    ):
        assert (newcomer.place / "demo" / name).is_file()
    assert not newcomer.keys.exists(), "the demonstration uses keys of its own"


def test_the_demonstration_is_never_laid_over_other_files(newcomer: Any) -> None:
    (newcomer.place / "demo").mkdir()
    (newcomer.place / "demo" / "precious").touch()
    assert "E102" in newcomer.run("demo", "demo").stderr
