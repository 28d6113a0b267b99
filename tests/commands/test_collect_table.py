"""`truyvet collect table`: tables come in byte for byte, and every row as what it says.

Most tests only ask one case, into which the tables came once.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.stem import Ran
from tests.extractors.tables.reads import workbook

CALLS = (
    "Số gọi,Số nhận,Thời gian,Thời lượng\r\n"
    "0912.345.678,0168 345 6789,14/03/2026 09:15:00,10:40\r\n"
    "0912345678,191,hôm qua,5\r\n0912345678,,,\r\n"
)
COLLECT_ONLY = """
import os, sys
from pathlib import Path
from truyvet.commands.collect_table import _collect
from truyvet.commands.context import ActOptions
from truyvet.commands.table_profile import profile_text
from truyvet.evidence.case import Case

acting = ActOptions(purpose="", authority="", signer=None, clock_step="").acting()
text = profile_text("cdr", sheet="", given=("caller=0912345678",), also="")
_collect(Case(Path("vu-01")), [os.fsencode(sys.argv[1])], "x", text, "", acting, quiet=True)
"""
IN = ("--case", "vu-01")


def links(officer: Officer) -> list[dict[str, Any]]:
    return officer.reads(*IN, "observations", "--kind", "link")


def brings(officer: Officer, *arguments: str, status: int = 0) -> dict[str, Any]:
    (told,) = officer.reads(*IN, "collect", "table", *arguments, status=status)
    return told


def lay(officer: Officer, name: str, content: str | bytes) -> Path:
    path = officer.place / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def entries(officer: Officer) -> int:
    return len(officer.reads(*IN, "log"))


@dataclass(frozen=True, kw_only=True)
class Brought:
    """A case into which tables came, and what was said of it."""

    an: Officer
    ran: Ran
    """Of cdr.csv: entries 2 and 3, on the terminal's streams."""
    contacts: dict[str, Any]
    """Of two/b.csv and a workbook: entries 4 and 5, as JSON."""


@pytest.fixture(scope="module")
def brought(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Brought:
    place = tmp_path_factory.mktemp("tables") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    lay(an, "cdr.csv", CALLS)
    ran = an.run(
        *IN, "collect", "table", "cdr.csv", "--profile", "cdr", "--set", "caller=0999",
        "--note", "từ nhà mạng",
    )  # fmt: skip
    lay(an, "two/b.csv", "Name,Phone\nĐức,0912345678\n,\nHoa,12/3\n")
    lay(an, "two/c.xlsx", workbook(("Danh bạ 1", [["Tên", "SĐT"], ["Ba", "0913456789"], ["Tư"]])))
    found = brings(an, "two/b.csv", "two/c.xlsx", "--profile", "contacts", "--set", "owner=191")
    return Brought(an=an, ran=ran, contacts=found)


@pytest.fixture(scope="module")
def beside(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An officer beside a case into which nothing comes."""
    place = tmp_path_factory.mktemp("refused") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    lay(an, "cdr.csv", "Số gọi,Số nhận\n1,2\n")
    lay(an, "from.csv", "Số gọi,Số gọi đến\n1,2\n")
    lay(an, "to.csv", "Ngày,Số nhận\n1,2\n")
    lay(an, "bad.toml", "colour = 1\n")
    lay(an, "bytes.toml", b"\xff\xfe")
    lay(an, "long.toml", "#" * 70_000)
    lay(an, "unknown.toml", 'name = "own"\ncolour = 1\n[columns.a]\nsize = 2\n')
    lay(an, "old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    lay(an, "page.xls", "<html><table><tr><td>Số gọi</td></tr></table>")
    lay(an, "a.xlsx", workbook(("A", [["From", "To"]])))
    lay(an, "cut.xlsx", workbook(("A", [["From", "To"]]))[:900])
    os.mkfifo(place / "pipe")
    return an


# What comes in.


def test_what_came_of_the_rows_is_told_and_what_did_not_is_listed(brought: Brought) -> None:
    ran = brought.ran
    assert ran.returncode == 4
    first, second = ran.stdout.splitlines()
    assert first.startswith("entry 2: 2 items, 2 of them stored, ")
    assert second == "entry 3: 3 rows, 2 statements: 2 called"
    assert "2 rows not read, or not all of it:" in ran.stderr
    assert (
        "  cdr.csv row 3: time: in none of the forms of a time (“hôm qua”)"
        in ran.stderr.splitlines()
    )
    assert "  cdr.csv row 4: callee: is empty" in ran.stderr.splitlines()


def test_each_row_is_what_it_says(brought: Brought) -> None:
    assert [one["normal"] for one in links(brought.an)][:2] == [
        "phone:+84912345678 called phone:+84383456789", "phone:+84912345678 called phone:191",
    ]  # fmt: skip


def test_the_case_verifies(brought: Brought) -> None:
    brought.an.does(*IN, "verify")


def test_the_bytes_are_the_files_and_the_profile_stands_beside_them(brought: Brought) -> None:
    an = brought.an
    an.does(*IN, "export", "2.1", "-o", "out.csv")
    an.does(*IN, "export", "2.0", "-o", "out.toml")
    assert (an.place / "out.csv").read_bytes() == CALLS.encode()
    profile = (an.place / "out.toml").read_text()
    assert profile.startswith("# Call records")
    assert profile.endswith('[given]\n[given.values]\ncaller = "0999"\n')


def test_a_row_is_shown_at_its_bytes_and_can_be_tagged(brought: Brought) -> None:
    name = links(brought.an)[0]["observation"]
    shown = brought.an.does(*IN, "show", name)
    assert "the same bytes stand there" in shown
    assert "2026-03-14T02:15:00Z" in shown
    brought.an.does(*IN, "tag", name, "important")


def test_a_row_of_a_workbook_is_shown_where_it_stands(brought: Brought) -> None:
    (seen,) = [one for one in links(brought.an) if one["normal"].endswith(":+84913456789")
               and "has_contact" in one["normal"]]  # fmt: skip
    assert seen["locator"] == ["rows:Danh bạ 1/2"]
    assert r"Ba\u00090913456789" in brought.an.does(*IN, "show", seen["observation"])


def test_every_row_that_says_nothing_is_still_an_observation(brought: Brought) -> None:
    seen = brought.an.reads(*IN, "observations", "--kind", "row")
    assert [(one["facts"]["row"], one["facts"].get("problem", "")) for one in seen] == [
        ("3", "time: in none of the forms of a time (“hôm qua”)"), ("4", "callee: is empty"),
    ]  # fmt: skip


def test_the_result_as_json_says_the_same(brought: Brought) -> None:
    told = brought.contacts
    assert (told["entry"], told["scan"], told["unread"], told["short"]) == (4, 5, 0, [])
    assert told["rows"] == 4
    assert told["statements"] == {"has_contact": 3, "named": 4, "uses": 3}
    assert told["first_unread"] == []


def test_two_collections_keep_their_own_profiles(brought: Brought) -> None:
    seen = brought.an.reads(*IN, "observations", "--kind", "table")
    assert [one["normal"] for one in seen] == ["cdr", "contacts", "contacts"]
    assert seen[2]["facts"]["sheet"] == "Danh bạ 1"


def test_the_officers_note_and_the_sources_stand_in_the_entry(brought: Brought) -> None:
    entry = brought.an.reads(*IN, "log")[2]
    assert "từ nhà mạng" in str(entry)
    assert "truyvet:profile/cdr" in str(entry)
    assert "cdr.csv" in str(entry)


def test_what_was_read_is_linked_and_asked_for(brought: Brought) -> None:
    assert "0912345678" in brought.an.does(*IN, "known", "0912345678")
    assert "+84383456789" in brought.an.does(*IN, "path", "0912345678", "0383456789")


def test_a_statement_of_an_account_without_other_sides_is_told_and_known(an: Officer) -> None:
    lay(an, "cash.csv", "Account,Date,Debit\n0071000123456,01/02/2026,5\n0071000123456,,6\n")
    ran = an.run(*IN, "collect", "table", "cash.csv", "--profile", "bank")
    assert (ran.returncode, "2 rows, 0 statements" in ran.stdout) == (0, True), ran
    assert "2 rows gave no statement" in ran.stderr
    (told,) = an.reads(*IN, "known", "0071000123456")
    assert told["known"] is True
    assert an.does(*IN, "search", "type:bank-account val:0071000123456").count("cash.csv") == 1
    again = brings(an, "cash.csv", "--profile", "bank", "--again")
    assert (again["rows"], again["silent"], again["unread"]) == (2, 2, 0)


def test_a_later_scan_loses_nothing_and_reads_nothing_again(brought: Brought) -> None:
    before = links(brought.an)
    brought.an.does(*IN, "scan", "--only", "rows")
    assert "nothing is left" in brought.an.does(*IN, "scan", "--only", "rows")
    assert links(brought.an) == before


def test_it_goes_on_where_it_was_stopped(brought: Brought) -> None:
    assert os.listdir(brought.an.place / "vu-01" / "work") in ([], ["parts"])


def test_a_table_that_was_brought_and_not_read_is_read_by_a_plain_scan(an: Officer) -> None:
    path = lay(an, "a.csv", "To,Time\n2,20060601 0008\n")
    command = [sys.executable, "-c", COLLECT_ONLY, str(path)]
    subprocess.run(command, cwd=an.place, env=an.environment, check=True, capture_output=True)
    an.does(*IN, "scan", "--only", "rows")
    assert [one["normal"] for one in links(an)] == ["phone:+84912345678 called phone:2"]


def test_tables_of_any_name_come_in_together_and_each_once(an: Officer) -> None:
    lay(an, "a.csv", "")
    lay(an, "b.csv", "From,To\n")
    lay(an, "profile.toml", "From,To\n1,2\n")
    lay(an, "x \n\u202e.csv", "From,To\n3,4\n")
    files = ("a.csv", "b.csv", "profile.toml", "./profile.toml", "x \n\u202e.csv")
    told = brings(an, *files, "--profile", "cdr")
    assert (told["rows"], told["unread"], told["statements"]) == (2, 0, {"called": 2})
    names = [one["item"] for one in an.reads(*IN, "items")]
    assert [name for name in names if name.startswith("2.")] == [f"2.{n}" for n in range(5)]
    an.does(*IN, "verify")


def test_a_list_longer_than_a_screen_is_cut_and_says_where_the_rest_is(an: Officer) -> None:
    lay(an, "a.csv", "From,To\n" + "1,\n" * 260)
    said = an.complains(*IN, "collect", "table", "a.csv", "--profile", "cdr", status=4)
    assert "260 rows not read" in said
    assert said.count("callee: is empty") == 50
    assert "all of them: truyvet observations --kind row" in said


# What is refused.


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["cdr.csv", "--profile", "nothing"], "E580", "give one of bank, cdr, contacts"),
        (["cdr.csv", "--profile", "."], "E580", "there is no profile ."),
        (["cdr.csv", "--profile", ""], "E580", "there is no profile"),
        (["cdr.csv", "--profile", "CDR"], "E580", "there is no profile CDR"),
        (["cdr.csv", "--profile", "bad.toml"], "E581", "unknown: colour"),
        (["cdr.csv", "--profile", "bytes.toml"], "E581", "it is not UTF-8"),
        (["cdr.csv", "--profile", "long.toml"], "E581", "longer than 65536 bytes"),
        (["cdr.csv", "--profile", "unknown.toml"], "E581", "colour, columns.a.size"),
        (["cdr.csv", "--profile", "bank"], "E582", "the columns account, bank"),
        (["cdr.csv", "--profile", "vehicles"], "E582", "Số gọi | Số nhận"),
        (["cdr.csv", "--profile", "vehicles"], "E582", "plate: plate, licence plate, "),
        (["cdr.csv", "--profile", "vehicles"], "E582", "--profile vehicles --show"),
        (["from.csv", "--profile", "cdr"], "E582", "callee: to, callee, "),
        (["to.csv", "--profile", "cdr"], "E582", "one caller counts for all rows: --set caller=V"),
        (["old.xls", "--profile", "cdr"], "E583", "or one with a password"),
        (["page.xls", "--profile", "cdr"], "E583", "it is a page"),
        (["cut.xlsx", "--profile", "cdr"], "E583", "cannot be read"),
        (["lacking.csv", "--profile", "cdr"], "E583", "not there"),
        (["cdr.csv", "x.csv", "--profile", "cdr"], "E583", "x.csv"),
        ([".", "--profile", "cdr"], "E583", "it is no file"),
        (["pipe", "--profile", "cdr"], "E583", "it is no file"),
        (["a.xlsx", "--profile", "cdr", "--sheet", "x"], "E583", "no sheet 'x', only A"),
        (["cdr.csv", "--profile", "cdr", "--set", "colour=red"], "E585", "known: caller, callee"),
        (["cdr.csv", "--profile", "cdr", "--set", "caller"], "E585", "known: COLUMN=VALUE"),
        (["cdr.csv", "--profile", "cdr", "--set", "=1"], "E585", "known: COLUMN=VALUE"),
        (["cdr.csv", "--profile", "cdr", "--also", "dreams"], "E585", "known: devices, places"),
        (["cdr.csv", "--profile", "bank", "--also", "x"], "E585", "known: none"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_before_anything_is_recorded(
    beside: Officer, arguments: list[str], code: str, says: str
) -> None:
    said = beside.complains(*IN, "collect", "table", *arguments)
    assert said.startswith(f"truyvet: {code}: ")
    assert "\n  hint: " in said
    assert says in said
    assert entries(beside) == 2


def test_a_value_for_all_rows_is_only_hinted_at_where_it_makes_sense(beside: Officer) -> None:
    said = beside.complains(*IN, "collect", "table", "from.csv", "--profile", "cdr")
    assert "--set" not in said
    assert "--set" not in beside.complains(*IN, "collect", "table", "cdr.csv", "--profile", "bank")


def test_a_profile_is_printed_as_it_would_be_kept(beside: Officer) -> None:
    shown = beside.does("collect", "table", "--profile", "cdr", "--show", "--set", "caller=0999")
    lay(beside, "own.toml", shown)
    assert shown.startswith("# Call records")
    assert '"số gọi"' in shown
    assert 'caller = "0999"' in shown
    again = beside.does("collect", "table", "--profile", "own.toml", "--show")
    assert again == shown


@pytest.mark.parametrize(
    "arguments",
    [[], ["cdr.csv"], ["--profile", "cdr"], ["cdr.csv", "--profile", "cdr", "--rows", "0"],
     ["cdr.csv", "--profile", "cdr", "--rows", "5001"]],
)  # fmt: skip
def test_a_wrong_call_is_wrong_usage(beside: Officer, arguments: list[str]) -> None:
    beside.does(*IN, "collect", "table", *arguments, status=2)


def test_a_table_inside_the_case_is_not_brought_into_it(beside: Officer) -> None:
    inside = beside.place / "vu-01" / "work"
    inside.mkdir(exist_ok=True)
    path = inside / "cdr.csv"
    path.write_text("From,To\n1,2\n")
    said = beside.complains(*IN, "collect", "table", str(path), "--profile", "cdr")
    path.unlink()
    assert "hint:" in said
    assert entries(beside) == 2


def test_a_table_that_may_not_be_read_is_an_error_of_one_line(limited: Officer) -> None:
    lay(limited, "a.csv", "From,To\n1,2\n").chmod(0)
    ran = limited.run(*IN, "collect", "table", "a.csv", "--profile", "cdr")
    assert ran.returncode == 1
    assert "a.csv" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_whom_the_case_does_not_know_brings_nothing(
    beside: Officer, binh: Callable[..., Officer]
) -> None:
    an = beside
    before = entries(an)
    said = binh(an).complains(*IN, "collect", "table", "cdr.csv", "--profile", "cdr")
    assert said.startswith("truyvet: E")
    assert entries(an) == before
