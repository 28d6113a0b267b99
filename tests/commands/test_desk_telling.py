"""Every command of the desk: its errors with their next step, its JSON, its 80 columns."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.desks import ASKS, VEHICLES, moved, standing_in

from truyvet.commands.desk import COMMANDS

WHY = ASKS[1:]
IMPORT = ("desk", "register", "import", "vehicles.csv", "--profile", "vehicles")
LEAVES: list[tuple[str, ...]] = [(name,) for name in COMMANDS if name != "register"]
LEAVES += [("register", name) for name in ("import", "list", "remove")]


@pytest.fixture(scope="module")
def an(desk_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An, beside a desk with a register and a case of long names; tests only ask it."""
    desk = moved(desk_template, tmp_path_factory.mktemp("telling") / "pa05")
    (desk.place / "vehicles.csv").write_text(VEHICLES)
    desk.an.does(*IMPORT, "--name", "Xe đăng ký tại Hà Nội từ 2019 đến 2026", status=4)
    number = "Vụ lừa đảo chiếm đoạt tài sản qua mạng số 12/2026/PA05-Đội 3"
    desk.binh.does("case", "new", "vc", "--title", "x", "--number", number)
    name = "Nguyễn Thị Hoàng Phương Thảo Quỳnh Anh"
    desk.binh.does("--case", "vc", "person", "add", name, "--phone", "0912345678")
    contact = "Đại uý Trần Văn Bình, Phòng PA05, máy lẻ 12, tầng 3, nhà B, 258 đường Lý Thường Kiệt"
    desk.an.does("desk", "add", "vc", "--contact", contact)
    return desk.an


@pytest.mark.parametrize("words", LEAVES, ids=" ".join)
def test_help_says_what_it_does_and_ends_with_an_example(
    an: Officer, words: tuple[str, ...]
) -> None:
    told = an.does("desk", *words, "--help")
    assert "Usage:" in told.splitlines()[0]
    assert told.rstrip().splitlines()[-1].strip().startswith(("Example:", "truyvet", "'", "--"))
    assert all(len(line) <= 80 for line in told.splitlines())


ERRORS: list[tuple[tuple[str, ...], int, str]] = [
    (("desk", "status", "--desk", "va"), 1, "truyvet desk init"),
    (("desk", "status", "--desk", "nowhere"), 1, "E613"),
    (("desk", "refresh", "--desk", "va"), 1, "E613"),
    (("desk", "log", "--desk", "va"), 1, "E613"),
    (("desk", "overlaps", "--desk", "va", *WHY), 1, "E613"),
    (("known", "x", *ASKS, "--desk", "nowhere"), 1, "E613"),
    (("search", "x", *ASKS, "--desk", "nowhere"), 1, "E613"),
    (("desk", "init", "desk"), 1, "E1"),
    (("desk", "init", "va"), 1, "E1"),
    (("desk", "add", "nowhere"), 1, "E1"),
    (("desk", "add", "vehicles.csv"), 1, "E1"),
    (("desk", "add", "desk"), 1, "E624"),
    (("desk", "add"), 2, "CASE"),
    (("desk", "add", "va", "--access", "public"), 2, "--access"),
    (("desk", "add", "va", "--access", "restricted"), 2, "--contact"),
    (("desk", "add", "va", "--access", "restricted", "--contact", "  "), 2, "--contact"),
    (("desk", "add", "va", "--contact", "x" * 5000), 1, "E1"),
    (("desk", "remove", "77/2026"), 1, "truyvet desk status"),
    (("desk", "remove"), 2, "CASE"),
    (("desk", "refresh", "77/2026"), 1, "E617"),
    (("desk", "register"), 2, "import"),
    (("desk", "register", "import", "vehicles.csv"), 2, "--profile"),
    (("desk", "register", "import", "nowhere.csv", "--profile", "vehicles"), 1, "E501"),
    (("desk", "register", "import", "va", "--profile", "vehicles"), 1, "E619"),
    (("desk", "register", "import", "vehicles.csv", "--profile", "nonsense"), 1, "E58"),
    (("desk", "register", "import", "vehicles.csv", "--profile", "cdr"), 1, "--preview"),
    (("desk", "register", "remove", "nowhere"), 1, "Xe đăng ký"),
    (("desk", "register", "list", "--unread", "nowhere"), 1, "E623"),
    (("desk", "overlaps"), 1, "--purpose"),
    (("desk", "overlaps", "--purpose", "  "), 1, "E616"),
    (("desk", "overlaps", "--kind", "fone", *WHY), 2, "phone"),
    (("desk", "overlaps", "--min-cases", "1", *WHY), 2, "--min-cases"),
    (("desk", "overlaps", "--hub-cases", "-3", *WHY), 2, "--hub-cases"),
    (("desk", "overlaps", "--limit", "0", *WHY), 2, "--limit"),
    (("known", "x", "--all"), 1, "--purpose"),
    (("known", "--all", "--purpose", "x"), 2, "VALUE"),
    (("known", "x", "--all", "--purpose", "x" * 5000), 1, "E1"),
    (("known", "x" * 5000, *ASKS), 1, "E1"),
    (("known", "--list", "nowhere.txt", *ASKS), 1, "nowhere.txt"),
    (("search", "colour:red", *ASKS), 1, "E59"),
    (("search", "(((", *ASKS), 1, "E59"),
    (("desk", "stattus"), 2, "stattus"),
]


@pytest.mark.parametrize(("words", "status", "told"), ERRORS, ids=lambda one: str(one)[:60])
def test_what_is_wrong_is_said_with_the_next_step(
    an: Officer, words: tuple[str, ...], status: int, told: str
) -> None:
    before = an.does("desk", "log")
    ran = an.run(*words)
    assert (ran.returncode, ran.stdout) == (status, "")
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr
    assert status == 2 or "\n  hint: " in ran.stderr
    assert an.does("desk", "log") == before


SHAPES: list[tuple[tuple[str, ...], int, list[str]]] = [
    (("desk", "status"), 4, [
        "access", "as_of", "case", "contact", "entry", "examined", "number", "path", "reason",
        "state", "what",
    ]),
    (("desk", "refresh", "va"), 0, ["as_of", "case", "entries", "how", "number", "problem"]),
    (("desk", "add", "va"), 0, [
        "access", "as_of", "case", "entries", "entry", "number", "problem"
    ]),
    (("desk", "register", "list"), 0, [
        "entry", "item", "item_name", "name", "problem", "profile", "profile_sha256", "rows",
        "sha256", "source", "unread", "utc",
    ]),
    (("desk", "register", "list", "--unread", "Xe đăng ký tại Hà Nội từ 2019 đến 2026"), 0, [
        "locator", "reason", "row"
    ]),
    (("desk", "log"), 0, [
        "authority", "command", "covered", "entry", "hits", "key", "officer", "purpose",
        "questions", "unit", "utc", "withheld",
    ]),
    (("known", "0912345678", *ASKS), 0, [
        "ask", "ask_weaker", "asked", "cases", "gone", "inquiry", "known", "registers", "texts",
        "tried",
    ]),
    (("known", "0999999999", *ASKS), 1, [
        "ask", "ask_weaker", "asked", "cases", "covered", "gone", "inquiry", "known", "registers",
        "texts", "tried",
    ]),
    (("desk", "overlaps", "--kind", "phone", *WHY), 0, [
        "ask", "case_count", "cases", "hub", "inquiry", "kind", "or_more", "value", "what"
    ]),
    (("desk", "overlaps", "--kind", "person", *WHY), 0, [
        "ask", "because", "case_count", "cases", "inquiry", "or_more", "what"
    ]),
    (("search", "xyzzy", *ASKS), 1, ["covered", "inquiry"]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "status", "names"), SHAPES, ids=lambda one: str(one)[:60])
def test_json_has_just_these_names(
    an: Officer, words: tuple[str, ...], status: int, names: list[str]
) -> None:
    an.does("known", "0912345678", *ASKS)
    ran = an.run(*words, "--json")
    assert ran.returncode in (status, 0)
    assert sorted(json.loads(ran.stdout.splitlines()[0])) == names


def width(line: str) -> int:
    """Return how many columns a line takes."""
    return sum(
        0 if unicodedata.combining(one) else 1 + (unicodedata.east_asian_width(one) in "WF")
        for one in line
    )


@pytest.mark.parametrize(
    "words",
    [
        ("desk", "status"), ("desk", "log"), ("desk", "register", "list"),
        ("known", "0912345678", "30A12345", "0999999999", *ASKS),
        ("desk", "overlaps", *WHY),
    ],
    ids=" ".join,
)  # fmt: skip
def test_on_a_terminal_of_80_columns_no_line_is_longer(an: Officer, words: tuple[str, ...]) -> None:
    _, shown = an.types(*words)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).replace("\r", "").splitlines()
    assert lines
    # A word alone, such as a path, is never broken.
    assert [line for line in lines if width(line) > 80 and " " in line.strip()] == []


def test_on_a_terminal_a_long_number_leaves_room_for_what_else_is_told(an: Officer) -> None:
    _, shown = an.types("desk", "status")
    assert shown.count("current") >= 1
    assert "entry 2" in shown


def test_a_table_that_is_piped_has_a_row_a_line_and_cells_parted_by_tabs(an: Officer) -> None:
    for words in (("desk", "log"), ("desk", "register", "list")):
        head, *rows = an.does(*words).splitlines()
        assert all(row.count("\t") == head.count("\t") for row in rows)


@pytest.mark.parametrize(
    "value", ["\x1b[2J", "\u202etxt", "</script>", "%s%n", "-", "--", "'; DROP"]
)
def test_a_hostile_question_is_told_safely_and_kept_as_typed(an: Officer, value: str) -> None:
    ran = an.run("known", *ASKS, "--", value)
    assert ran.returncode == 1
    assert "\x1b" not in ran.stdout + ran.stderr
    assert "\u202e" not in ran.stdout + ran.stderr
    assert an.reads("desk", "log")[-1]["questions"] == [value]
    assert "\x1b" not in an.does("desk", "log")


def test_a_question_that_is_no_utf_8_is_an_error_and_no_act(an: Officer) -> None:
    before = an.does("desk", "log")
    ran = an.run("known", b"\xff\xfe", *ASKS)
    assert ran.returncode in (1, 2)
    assert "Traceback" not in ran.stderr
    assert an.does("desk", "log") == before


def test_the_purpose_and_the_authority_are_kept(an: Officer) -> None:
    an.does("known", "0912345678", "--all", "--purpose", "xác minh", "--authority", "QĐ 14")
    last = an.reads("desk", "log")[-1]
    assert (last["purpose"], last["authority"], last["hits"]) == ("xác minh", "QĐ 14", 4)


def test_who_stands_elsewhere_sees_the_same(an: Officer, desk_template: Path) -> None:
    assert standing_in(an.place, "Bình").does("desk", "log") == an.does("desk", "log")
