"""`truyvet case`: opened, found, shown, reindexed, repaired."""

import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def test_a_new_case_is_private_and_verifies(an: Any) -> None:
    opened = an.does("case", "new", "vu-02", "--title", "Đánh bạc", "--number", "13/2026")
    assert opened.endswith("opened in vu-02\n")
    assert stat.S_IMODE((an.place / "vu-02").stat().st_mode) == 0o700
    an.does("verify", "vu-02")


def test_an_empty_folder_becomes_a_case(an: Any) -> None:
    (an.place / "vu-02").mkdir()
    an.does("case", "new", "vu-02", "--title", "Đánh bạc", "--number", "13/2026")


@pytest.mark.parametrize("taken", ["evidence", "evidence/empty", "vu-01"])
def test_a_case_is_never_laid_over_other_files(an: Any, taken: str) -> None:
    refused = an.run("case", "new", taken, "--title", "x", "--number", "1")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "E102" in refused.stderr


@pytest.mark.parametrize("title", ["", " ", b"\xff", "x" * 4097])
def test_a_title_that_no_entry_takes_is_refused(an: Any, title: str | bytes) -> None:
    refused = an.run("case", "new", "vu-02", "--title", title, "--number", "1")
    assert refused.returncode == 1
    assert refused.stderr.startswith("truyvet: E1")
    assert not (an.place / "vu-02").exists()


def test_a_refused_case_leaves_nothing_behind(an: Any, binh: Callable[..., Any]) -> None:
    other = binh(an, role="analyst")
    before = sorted(path.name for path in an.place.iterdir())
    assert "E706" in other.run("case", "new", "v", "--title", "x", "--number", "1").stderr
    assert sorted(path.name for path in an.place.iterdir()) == before


def found(officer: Any, *arguments: str) -> str:
    """The number of the case that a command found."""
    number: str = officer.reads(*arguments)[0]["number"]
    return number


def test_the_case_is_found_where_it_is_named(an: Any) -> None:
    assert found(an, "--case", "vu-01", "case", "show") == "12/2026"
    assert found(an, "case", "show", "--case", "vu-01") == "12/2026"
    assert found(an.with_(TRUYVET_CASE="vu-01"), "case", "show") == "12/2026"


def test_the_nearer_name_of_a_case_counts(an: Any) -> None:
    an.does("case", "new", "vu-02", "--title", "Đánh bạc", "--number", "13/2026")
    elsewhere = an.with_(TRUYVET_CASE="missing")
    assert found(elsewhere, "--case", "missing", "case", "show", "--case", "vu-02") == "13/2026"
    assert found(elsewhere, "--case", "vu-02", "case", "show") == "13/2026"


def test_the_case_is_found_from_a_folder_inside_it(an: Any, case: Path) -> None:
    shown = an.run("case", "show", "--json", cwd=case / "ledger" / "checkpoints")
    assert '"12/2026"' in shown.stdout


def test_no_case_says_how_to_name_one(an: Any) -> None:
    refused = an.run("case", "show")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "E101" in refused.stderr
    assert "--case" in refused.stderr


def test_a_named_folder_that_is_no_case_is_not_searched_for_one(an: Any, case: Path) -> None:
    assert "E101" in an.run("--case", "ledger", "case", "show", cwd=case).stderr


def test_a_case_is_shown_with_its_sums(an: Any) -> None:
    (shown,) = an.reads("--case", "vu-01", "case", "show")
    facts = {name: shown[name] for name in ("title", "entries", "items", "problems")}
    assert facts == {"title": "Lừa đảo", "entries": 2, "items": 7, "problems": 0}
    assert shown["bytes"] == 256 * 4000 + 2 * len("chuyển khoản\n".encode())


def test_a_case_is_shown_to_people_with_the_same_facts(an: Any) -> None:
    text = an.does("--case", "vu-01", "case", "show")
    (shown,) = an.reads("--case", "vu-01", "case", "show")
    lines = dict(line.split(None, 1) for line in text.splitlines())
    assert lines["root"] == shown["root"]
    assert lines["words"] == shown["words"]


def test_an_index_that_is_gone_is_built_again(an: Any, case: Path) -> None:
    before = an.reads("--case", "vu-01", "items")
    (case / "index.db").unlink()
    assert an.reads("--case", "vu-01", "items") == before
    an.does("verify", "vu-01")


def test_an_index_that_lies_is_rebuilt_when_asked(an: Any, case: Path) -> None:
    before = an.reads("--case", "vu-01", "items")
    (case / "index.db").write_bytes(b"no database")
    assert "7 items" in an.does("--case", "vu-01", "case", "reindex")
    assert an.reads("--case", "vu-01", "items") == before


def tear(case: Path) -> None:
    """Leave half a line at the ledger's end."""
    with (case / "ledger/entries.jsonl").open("ab") as ledger:
        ledger.write(b'{"entry":{"act"')


def test_a_torn_ledger_takes_no_entry(an: Any, case: Path) -> None:
    tear(case)
    refused = an.run("--case", "vu-01", "collect", "files", "evidence")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "E201" in refused.stderr
    an.does("verify", "vu-01", status=4)


def test_a_repair_is_an_act_that_keeps_the_torn_bytes(an: Any, case: Path) -> None:
    tear(case)
    said = an.does("--case", "vu-01", "case", "repair", "--purpose", "power cut")
    digest = said.split()[-1]
    assert (case / "objects" / digest[:2] / digest).read_bytes() == b'{"entry":{"act"'
    an.does("verify", "vu-01")
    assert an.reads("--case", "vu-01", "log")[-1]["purpose"] == "power cut"


def test_there_must_be_something_to_repair(an: Any) -> None:
    assert "E205" in an.run("--case", "vu-01", "case", "repair").stderr


def test_a_ledger_damaged_in_the_middle_is_not_added_to(an: Any, case: Path) -> None:
    ledger = case / "ledger/entries.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b"12/2026", b"13/2026"))
    size = ledger.stat().st_size
    assert "E202" in an.run("--case", "vu-01", "collect", "files", "evidence").stderr
    assert ledger.stat().st_size == size


def test_a_case_that_was_copied_goes_on(an: Any, case: Path) -> None:
    shutil.copytree(case, an.place / "copy")
    an.does("--case", "copy", "collect", "files", "evidence")
    an.does("verify", "copy")


@pytest.mark.parametrize("name", ["lock", "index.db"])
def test_a_link_in_a_case_does_not_lead_truyvet_to_other_files(
    an: Any, case: Path, name: str
) -> None:
    precious = an.place / "precious"
    precious.write_text("not the case's")
    precious.chmod(0o644)
    (case / name).unlink()
    (case / name).symlink_to(precious)
    an.run("--case", "vu-01", "collect", "files", "evidence")
    assert precious.read_text() == "not the case's"
    assert stat.S_IMODE(precious.stat().st_mode) == 0o644
