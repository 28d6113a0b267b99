"""What a `no` covered: what was never scanned, not whole, not to be had, or never asked."""

from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.scanning import bag, lay

from truyvet.evidence.case import Case
from truyvet.query.coverage import Coverage, covered
from truyvet.query.known import known
from truyvet.query.source import opened


@pytest.fixture(scope="module")
def officer(tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An officer with a key and a case of nothing; tests of this file go on with it in order."""
    place = tmp_path_factory.mktemp("covered")
    keys = place / "config/truyvet/keys"
    an = Officer(place=place, keys=keys, settings={"TRUYVET_CASE": "vu"})
    an.does("key", "new", "--name", "An", "--unit", "PA05", "--no-passphrase")
    return an


def fresh(officer: Officer, name: str) -> Officer:
    """The same officer beside a new case."""
    officer.does("case", "new", name, "--title", "Lừa đảo", "--number", name)
    return officer.with_(TRUYVET_CASE=name)


def looked(officer: Officer) -> Coverage:
    """What an answer of his case covers now."""
    with opened(Case(officer.place / officer.settings["TRUYVET_CASE"])) as source:
        assert not next(known(source, ["0999888777"])).known
        return covered(source)


def test_a_case_of_nothing_covers_nothing_and_asked_nobody(officer: Officer) -> None:
    told = looked(fresh(officer, "empty"))
    assert (told.case, told.entries, told.items, told.extractors) == ("empty", 1, 0, ())
    assert told.as_of.endswith("Z")


def test_items_that_no_scan_has_come_to_are_told(officer: Officer) -> None:
    an = fresh(officer, "unscanned")
    lay(an.place / "few", {"a.txt": b"0912345678", "b.txt": b"x", "empty": b""})
    an.does("collect", "files", "few")
    told = looked(an)
    assert (told.never, told.full, told.without_bytes) == (3, 0, 1)
    assert not told.whole


def test_what_was_collected_after_the_scan_is_told(officer: Officer) -> None:
    an = fresh(officer, "later")
    lay(an.place / "first", {"a.txt": b"0912345678"})
    lay(an.place / "second", {"b.txt": b"0987654321"})
    an.does("collect", "files", "first")
    an.does("scan", "--only", "filetype,plaintext,entities", "--jobs", "1")
    before = looked(an)
    an.does("collect", "files", "second")
    after = looked(an)
    assert (before.full, before.never) == (1, 0)
    assert (after.full, after.never) == (1, 1)
    assert after.entries == before.entries + 1
    assert after.as_of > before.as_of


def test_what_could_be_examined_only_partly_is_told(officer: Officer) -> None:
    an = fresh(officer, "partly")
    lay(an.place / "damaged", {"broken.zip": bag()["broken.zip"], "a.txt": b"x"})
    an.does("collect", "files", "damaged")
    an.does("scan", "--only", "filetype,archive,plaintext", "--jobs", "1", status=4)
    told = looked(an)
    assert told.partly + told.unexamined == 1
    assert told.full >= 1
    assert not told.whole


def test_what_could_not_be_collected_is_told(officer: Officer) -> None:
    an = fresh(officer, "gone")
    folder = lay(an.place / "pipes", {"a.txt": b"x"})
    (folder / "link").symlink_to("nowhere")
    an.does("collect", "files", "pipes")
    told = looked(an)
    assert told.items == 3
    assert told.without_bytes == 2


def test_extractors_are_told_in_the_version_that_ran_and_those_never_asked(
    officer: Officer,
) -> None:
    an = fresh(officer, "few-asked")
    lay(an.place / "one", {"a.txt": b"0912345678"})
    an.does("collect", "files", "one")
    an.does("scan", "--only", "filetype", "--jobs", "1")
    told = looked(an)
    assert [name for name, _ in told.extractors] == ["filetype"]
    assert {"entities", "mail"} <= set(told.left_out)
    an.does("scan", "--only", "entities,plaintext", "--jobs", "1")
    told = looked(an)
    assert [name for name, _ in told.extractors] == ["entities", "filetype", "plaintext"]
    assert "entities" not in told.left_out


def test_the_counts_of_a_case_add_up(asked: Path) -> None:
    with opened(Case(asked)) as source:
        told = covered(source)
    parts = told.full + told.partly + told.unexamined + told.never + told.not_collected
    assert parts + told.without_bytes == told.items
