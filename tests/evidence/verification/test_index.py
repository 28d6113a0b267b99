"""The index against the truth: whatever a reader would be served is what was compared."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from tests.evidence.support.alterations import ALTERATIONS
from tests.evidence.support.places import small_disk
from tests.evidence.support.scenes import check, codes, collect, rows_of

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.findings import Verdict


def alter(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for statement in statements:
            database.execute(statement)


@pytest.mark.parametrize("statement", ALTERATIONS)
def test_an_altered_row_or_layout_is_found(copy: Case, statement: str) -> None:
    alter(copy.index_path, statement)
    answer = check(copy.folder)
    assert answer.verdict is Verdict.INVALID
    assert set(answer.counts) <= {"E620", "E621"}


@pytest.mark.parametrize("entries", [1, 3, 6])
@pytest.mark.parametrize("statement", ALTERATIONS[:2] + ALTERATIONS[9:11] + ALTERATIONS[12:14])
def test_an_altered_row_is_found_in_an_index_that_says_it_is_behind(
    copy: Case, entries: int, statement: str
) -> None:
    alter(copy.index_path, statement, f"UPDATE state SET entries = {entries}")  # noqa: S608
    assert check(copy.folder).verdict is Verdict.INVALID


def test_an_index_that_is_really_behind_is_only_noted(copy: Case, who: Acting) -> None:
    old = shutil.copy(copy.index_path, copy.folder.parent / "old.db")
    collect(copy, who, {b"x": b"1"})
    shutil.copy(old, copy.index_path)
    assert codes(copy.folder) == ["W104"]
    alter(copy.index_path, "UPDATE items SET path = 'evil'")
    assert codes(copy.folder) == ["E620", "W104"]


def test_a_missing_index_is_only_noted(copy: Case) -> None:
    copy.drop_index()
    assert codes(copy.folder) == ["W104"]


@pytest.mark.parametrize("length", [1, 15, 100, 4095, 4096, 8192, 20_000])
def test_a_truncated_index_is_found(copy: Case, length: int) -> None:
    copy.index_path.write_bytes(copy.index_path.read_bytes()[:length])
    assert check(copy.folder).verdict is Verdict.INVALID


def test_garbage_in_the_place_of_the_index_is_found(copy: Case) -> None:
    copy.index_path.write_bytes(os.urandom(50_000))
    assert codes(copy.folder) == ["E621"]


def wal_with(case: Case, statement: str) -> bytes:
    """Return the write-ahead log that this statement leaves before it reaches the database."""
    aside = case.folder.parent / "aside.db"
    shutil.copy(case.index_path, aside)
    with closing(sqlite3.connect(aside, isolation_level=None)) as database:
        database.execute("PRAGMA wal_autocheckpoint = 0")
        database.execute(statement)
        return Path(f"{aside}-wal").read_bytes()


def test_rows_altered_in_the_log_beside_the_index_are_found(copy: Case) -> None:
    log = wal_with(copy, "UPDATE items SET path = 'evil'")
    Path(f"{copy.index_path}-wal").write_bytes(log)
    assert "E620" in codes(copy.folder)
    assert {row.path for row in rows_of(copy)} == {"evil"}, "the log is not what readers see"


def test_verifying_writes_nothing_into_the_case(copy: Case) -> None:
    log = wal_with(copy, "UPDATE items SET kind = kind")
    Path(f"{copy.index_path}-wal").write_bytes(log)
    before = {path: path.stat().st_mtime_ns for path in copy.folder.rglob("*")}
    check(copy.folder)
    assert {path: path.stat().st_mtime_ns for path in copy.folder.rglob("*")} == before


def test_an_index_that_could_not_be_compared_is_never_passed_over(
    copy: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    alter(copy.index_path, "UPDATE items SET path = 'evil'")
    with small_disk(tmp_path / "full", "64k") as full:
        monkeypatch.setattr(tempfile, "tempdir", str(full))
        answer = check(copy.folder)
    assert answer.verdict is not Verdict.VALID
    assert {one.place for one in answer.findings} == {"index.db"}


def test_a_search_tree_that_leaves_rows_out_is_found(copy: Case) -> None:
    """`items --sha256` asks such a tree: equal rows are not enough."""
    whole = copy.index_path.read_bytes()
    with closing(sqlite3.connect(copy.index_path)) as database:
        trees = dict(database.execute("SELECT name, rootpage FROM sqlite_master"))
        (size,) = database.execute("PRAGMA page_size").fetchone()
    at = (trees["items_sha256"] - 1) * size
    broken = whole[:at] + b"\x0a\0\0\0\0\x10\0\0" + bytes(size - 8) + whole[at + size :]
    copy.index_path.write_bytes(broken)
    assert check(copy.folder).verdict is Verdict.INVALID


def test_a_damaged_truth_is_told_as_such_and_not_as_a_bad_index(copy: Case) -> None:
    manifest = list(copy.ledger.entries())[1].entry.outputs[0].sha256
    copy.store.path(manifest).unlink()
    assert not {"E620", "E621"} & set(codes(copy.folder))
    assert "E310" in codes(copy.folder)
