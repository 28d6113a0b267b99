"""`truyvet collect table` of what the case has already: nothing is counted twice in silence."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.test_collect_table import IN, brings, entries, lay, links

CALLS = "From,To,Time\n0912345678,0913456789,01/02/2026 03:04:05\n0912345678,191,\n"
COLLECT_ONLY = """
import os, sys
from pathlib import Path
from truyvet.commands.collect_table import _collect
from truyvet.commands.context import ActOptions
from truyvet.commands.table_profile import origin_of, profile_text
from truyvet.evidence.case import Case

acting = ActOptions(purpose="", authority="", signer=None, clock_step="").acting()
text = profile_text("cdr", sheet="", given=(), also="")
raw = [os.fsencode(os.path.abspath(one)) for one in sys.argv[1:]]
_collect(Case(Path("vu-01")), raw, origin_of("cdr"), text, "", acting, quiet=True)
"""
"""What a command has done that is killed before it reads the rows."""


def killed_before_reading(an: Officer, *names: str) -> None:
    command = [sys.executable, "-c", COLLECT_ONLY, *names]
    subprocess.run(command, cwd=an.place, env=an.environment, check=True, capture_output=True)


def tables(an: Officer) -> list[dict[str, Any]]:
    return [one for one in an.reads(*IN, "items") if one["path"].endswith(".csv")]


@pytest.fixture(scope="module")
def brought(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An officer whose case has calls.csv, item 2.1, read in entry 3; only asked."""
    place = tmp_path_factory.mktemp("known") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    lay(an, "calls.csv", CALLS)
    lay(an, "copy.csv", CALLS)
    brings(an, "calls.csv", "--profile", "cdr")
    return an


@pytest.mark.parametrize("name", ["calls.csv", "copy.csv", "./calls.csv"])
def test_the_same_bytes_are_not_read_twice_whatever_their_name(brought: Officer, name: str) -> None:
    before = entries(brought)
    ran = brought.run(*IN, "collect", "table", name, "--profile", "cdr")
    assert (ran.returncode, entries(brought)) == (0, before)
    assert ran.stdout == (
        f"{Path(name)} was read before by this profile: item 2.1, entry 3; "
        "nothing of it was added\n"
    )
    assert "--again" in ran.stderr


def test_what_was_known_is_told_as_json(brought: Officer) -> None:
    told = brings(brought, "copy.csv", "--profile", "cdr")
    assert told["known"] == [{"path": "copy.csv", "standing": "read", "item": "2.1", "entry": 3}]
    assert (told["entry"], told["scan"], told["rows"], told["statements"]) == (None, None, 0, {})


def test_who_cannot_sign_is_told_too_as_nothing_is_signed(brought: Officer, tmp_path: Path) -> None:
    nobody = Officer(place=brought.place, keys=tmp_path / "truyvet/keys")
    assert "item 2.1" in nobody.does(*IN, "collect", "table", "calls.csv", "--profile", "cdr")


def test_what_is_new_comes_in_and_what_is_known_does_not(an: Officer) -> None:
    lay(an, "calls.csv", CALLS)
    lay(an, "more.csv", "From,To\n0912345678,0914567890\n")
    brings(an, "calls.csv", "--profile", "cdr")
    told = brings(an, "calls.csv", "more.csv", "--profile", "cdr")
    assert ([one["path"] for one in told["known"]], told["rows"]) == (["calls.csv"], 1)
    assert [one["item"] for one in tables(an)] == ["2.1", "4.1"]
    assert len(links(an)) == 3


def test_two_files_of_the_same_bytes_come_in_once(an: Officer) -> None:
    lay(an, "calls.csv", CALLS)
    lay(an, "copy.csv", CALLS)
    lay(an, "long.csv", CALLS.replace("191", "192"))
    ran = an.run(*IN, "collect", "table", "calls.csv", "copy.csv", "long.csv", "--profile", "cdr")
    assert "copy.csv holds the same bytes as calls.csv: nothing of it was added" in ran.stdout
    assert [one["path"].rpartition("/")[2] for one in tables(an)] == ["calls.csv", "long.csv"]


def test_who_insists_has_them_twice(an: Officer) -> None:
    lay(an, "calls.csv", CALLS)
    lay(an, "copy.csv", CALLS)
    brings(an, "calls.csv", "--profile", "cdr")
    told = brings(an, "calls.csv", "copy.csv", "--profile", "cdr", "--again")
    assert (told["known"], told["rows"]) == ([], 4)
    assert len(links(an)) == 6
    an.does(*IN, "verify")


def test_another_profile_reads_them_and_it_is_said(an: Officer) -> None:
    lay(an, "calls.csv", CALLS)
    brings(an, "calls.csv", "--profile", "cdr")
    ran = an.run(*IN, "collect", "table", "calls.csv", "--profile", "cdr", "--also", "places")
    assert "entry 4: 2 items" in ran.stdout
    assert (
        "calls.csv was read before by another profile: item 2.1, entry 3; what both say counts "
        "twice\n"
    ) in ran.stderr


def test_a_file_that_has_changed_is_another(an: Officer) -> None:
    lay(an, "calls.csv", CALLS)
    brings(an, "calls.csv", "--profile", "cdr")
    lay(an, "calls.csv", CALLS.replace("191", "192"))
    assert brings(an, "calls.csv", "--profile", "cdr")["rows"] == 2


def test_a_file_that_came_in_as_a_file_only_is_read_as_a_table(an: Officer) -> None:
    lay(an, "calls.csv", CALLS)
    an.does(*IN, "collect", "files", "calls.csv")
    assert brings(an, "calls.csv", "--profile", "cdr")["rows"] == 2


def test_a_command_that_was_killed_goes_on_without_a_second_copy(an: Officer) -> None:
    lay(an, "calls.csv", CALLS)
    killed_before_reading(an, "calls.csv")
    ran = an.run(*IN, "collect", "table", "calls.csv", "--profile", "cdr")
    assert ran.stdout == "entry 3: 2 rows, 2 statements: 2 called\n"
    assert "going on with item 2.1: calls.csv was brought in before, and not read" in ran.stderr
    assert [one["item"] for one in tables(an)] == ["2.1"]
    assert "0 observations" in an.does(*IN, "scan", "--only", "rows")
    assert len(links(an)) == 2


@pytest.mark.parametrize("again", [[], ["--again"]])
def test_who_goes_on_with_some_brings_the_others(an: Officer, again: list[str]) -> None:
    lay(an, "calls.csv", CALLS)
    lay(an, "more.csv", "From,To\n0912345678,0914567890\n")
    killed_before_reading(an, "calls.csv")
    told = brings(an, "more.csv", "calls.csv", "--profile", "cdr", *again)
    assert (told["entry"], told["scan"], told["rows"]) == (3, 4, 3)
    assert told["known"] == [{"path": "calls.csv", "standing": "unread", "item": "2.1"}]


def test_who_was_killed_while_he_insisted_goes_on_too(an: Officer) -> None:
    lay(an, "calls.csv", CALLS)
    brings(an, "calls.csv", "--profile", "cdr")
    killed_before_reading(an, "calls.csv")
    told = brings(an, "calls.csv", "--profile", "cdr", "--again")
    assert (told["entry"], [one["item"] for one in told["known"]]) == (None, ["4.1"])
    assert [one["item"] for one in tables(an)] == ["2.1", "4.1"]
