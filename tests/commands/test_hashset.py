"""`truyvet hashset`: lists imported, listed, checked, looked up."""

import hashlib
import json
import stat
from pathlib import Path
from typing import Any

import pytest

BAD = hashlib.sha256(b"bad").hexdigest()
GOOD = hashlib.sha256(b"good").hexdigest()
OLD = hashlib.md5(b"old", usedforsecurity=False).hexdigest()


@pytest.fixture
def an(newcomer: Any) -> Any:
    """An officer who has a list of bad files and a folder of his own for sets."""
    (newcomer.place / "bad.txt").write_text(f"{BAD}  a.exe\n{OLD}  b.exe\n")
    return newcomer.with_(TRUYVET_HASHSETS=str(newcomer.place / "sets"))


def bring(officer: Any, *options: str, status: int = 0) -> str:
    """Import the list."""
    command = ("hashset", "import", "bad.txt", "--name", "C02", "--known", "bad")
    return str(officer.does(*command, *options, status=status))


def test_a_list_becomes_a_set_of_each_digest_in_it(an: Any) -> None:
    shown = bring(an)
    assert shown.splitlines() == [
        "1 md5 digests, known bad: C02",
        "1 sha256 digests, known bad: C02",
    ]
    sets = an.reads("hashset", "list")
    assert [(one["algorithm"], one["count"], one["state"]) for one in sets] == [
        ("md5", 1, "not checked"),
        ("sha256", 1, "not checked"),
    ]


def test_what_came_of_a_list_can_be_read_by_programs(an: Any) -> None:
    (result,) = map(json.loads, bring(an, "--json").splitlines())
    assert (result["kind"], result["rows"], result["refused"]) == ("checksums", 2, 0)
    assert result["sets"][1]["source"] == "bad.txt"
    assert result["sets"][1]["known"] == "bad"


def test_lines_that_give_no_digest_are_listed_and_the_status_says_so(an: Any) -> None:
    (an.place / "bad.txt").write_text(f"{BAD}\nhello\n")
    ran = an.run("hashset", "import", "bad.txt", "--name", "C02", "--known", "bad")
    assert ran.returncode == 4
    assert "line 2: no digest: 'hello'" in ran.stderr
    assert "1 lines of 2 gave no digest" in ran.stderr
    assert "1 sha256 digests" in ran.stdout


def test_what_holds_no_list_is_refused(an: Any) -> None:
    (an.place / "bad.txt").write_text("hello\n")
    ran = an.run("hashset", "import", "bad.txt", "--name", "C02", "--known", "bad")
    assert ran.returncode == 1
    assert "E802" in ran.stderr
    assert an.reads("hashset", "list") == []


def test_a_list_that_is_not_there_is_refused(an: Any) -> None:
    ran = an.run("hashset", "import", "gone.txt", "--name", "C02", "--known", "bad")
    assert (ran.returncode, "E501" in ran.stderr) == (1, True)


@pytest.mark.parametrize(("name", "code"), [("", "E112"), ("  ", "E112"), ("x" * 201, "E104")])
def test_a_name_is_asked_for(an: Any, name: str, code: str) -> None:
    ran = an.run("hashset", "import", "bad.txt", "--name", name, "--known", "bad")
    assert (ran.returncode, code in ran.stderr) == (1, True)


def test_a_name_is_given_once_unless_replaced(an: Any) -> None:
    bring(an)
    ran = an.run("hashset", "import", "bad.txt", "--name", "C02", "--known", "bad")
    assert (ran.returncode, "E803" in ran.stderr) == (1, True)
    (an.place / "bad.txt").write_text(f"{GOOD}\n")
    bring(an, "--replace")
    (one,) = an.reads("hashset", "list")
    assert one["algorithm"] == "sha256"


def test_a_list_that_fails_does_not_remove_the_set_it_was_to_replace(an: Any) -> None:
    bring(an)
    (an.place / "bad.txt").write_text("hello\n")
    bring(an, "--replace", status=1)
    assert len(an.reads("hashset", "list")) == 2


def test_which_digest_is_taken_can_be_said(an: Any) -> None:
    (an.place / "bad.txt").write_text(f"{GOOD}\n")
    bring(an, "--algorithm", "blake3")
    assert an.reads("hashset", "list")[0]["algorithm"] == "blake3"


def test_digests_are_looked_up_in_the_sets_of_their_kind(an: Any) -> None:
    bring(an)
    shown = an.does("hashset", "look", BAD.upper(), GOOD, OLD).splitlines()
    assert shown == [
        f"{BAD}  known bad: C02 (sha256)",
        f"{GOOD}  in no set",
        f"{OLD}  known bad: C02 (md5)",
    ]
    found = an.reads("hashset", "look", BAD, GOOD)
    assert [[one["name"] for one in row["sets"]] for row in found] == [["C02"], []]


@pytest.mark.parametrize("text", ["", "abc", "z" * 64, BAD[:-1]])
def test_what_is_no_digest_is_refused(an: Any, text: str) -> None:
    ran = an.run("hashset", "look", text)
    assert (ran.returncode, "E805" in ran.stderr) == (1, True)


def test_a_damaged_set_is_found_by_checking(an: Any) -> None:
    bring(an)
    assert {one["state"] for one in an.reads("hashset", "list", "--check")} == {"ok"}
    first = sorted((an.place / "sets").glob("*.hashset"))[0]
    content = bytearray(first.read_bytes())
    content[4100] ^= 1
    first.write_bytes(content)
    sets = an.reads("hashset", "list", "--check", status=4)
    assert sorted(one["state"] for one in sets) == [
        "its digests are not those that were imported",
        "ok",
    ]


def test_a_set_that_cannot_be_read_is_never_asked_silently(an: Any) -> None:
    bring(an)
    first = sorted((an.place / "sets").glob("*.hashset"))[0]
    first.write_bytes(first.read_bytes()[:5000])
    ran = an.run("hashset", "look", BAD)
    assert (ran.returncode, "E804" in ran.stderr) == (1, True)
    listed = an.run("hashset", "list")
    assert listed.returncode == 4
    assert first.name in listed.stdout


def test_without_sets_the_list_is_empty(newcomer: Any) -> None:
    own = newcomer.with_(XDG_DATA_HOME=str(newcomer.place / "data"))
    assert own.reads("hashset", "list") == []
    assert own.does("hashset", "look", BAD) == f"{BAD}  in no set\n"


def test_sets_lie_in_the_platform_s_folder_and_are_private(newcomer: Any) -> None:
    own = newcomer.with_(XDG_DATA_HOME=str(newcomer.place / "data"))
    (own.place / "bad.txt").write_text(f"{BAD}\n")
    bring(own)
    (file,) = Path(own.place, "data/truyvet/hashsets").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_where_the_folder_should_be_is_an_error_with_a_code(an: Any) -> None:
    (an.place / "sets").write_text("a file")
    ran = an.run("hashset", "import", "bad.txt", "--name", "C02", "--known", "bad")
    assert ran.returncode == 1
    assert ran.stderr.startswith("truyvet: E117")
