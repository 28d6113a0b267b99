"""The index: what the truth says, laid out for questions; thrown away and built to an equal one."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.support.places import read_only
from tests.evidence.support.scenes import (
    FILES,
    USB,
    VARIED,
    bring,
    check,
    collect,
    items_of,
    rows_of,
    stop,
)

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Collect
from truyvet.evidence.case import Case, find_item
from truyvet.evidence.database import TABLES
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.findings import Verdict
from truyvet.evidence.index import Index
from truyvet.evidence.item import item_id
from truyvet.evidence.lookup import read_item


@contextmanager
def sql(case: Case) -> Iterator[sqlite3.Connection]:
    """Alter the index behind the program's back."""
    with closing(sqlite3.connect(case.index_path, isolation_level=None)) as database:
        yield database


def tables_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as database:
        return {
            table: database.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608
            for table in TABLES
        }


def test_it_says_what_the_manifests_say(copy: Case) -> None:
    truth, rows = items_of(copy), rows_of(copy)
    assert [(row.seq, row.n) for row in rows] == [(seq, item.n) for seq, item in truth]
    collections = {
        signed.entry.seq: signed.entry.act.collection
        for signed in copy.ledger.entries()
        if isinstance(signed.entry.act, Collect)
    }
    for row, (seq, item) in zip(rows, truth, strict=True):
        assert (row.kind, row.path, row.size) == (item.kind, item.path, item.size)
        assert (row.sha256, row.modified) == (item.sha256, item.modified)
        assert row.id == item_id(collections[seq], item)
        assert row.name == f"{seq}.{item.n}"
        assert (row.problem is None) == (item.problem is None)
    with copy.reading() as index:
        for row, (_, item) in zip(rows, truth, strict=True):
            assert read_item(copy, index, row) == item


def test_rebuilding_gives_an_equal_one(copy: Case, who: Acting) -> None:
    collect(copy, who, {b"more": b"x"})
    before = tables_of(copy.index_path)
    copy.reindex()
    assert tables_of(copy.index_path) == before
    with closing(Index.build(copy.folder.parent / "other.db")) as empty:
        assert empty.differs_from(copy.index_path) == ["state", "acts", "collections", "items"]


@pytest.mark.parametrize("suffixes", [["", "-wal", "-shm"], [""]])
def test_a_missing_index_is_built_when_it_is_needed(copy: Case, suffixes: list[str]) -> None:
    before = rows_of(copy)
    for suffix in suffixes:
        Path(f"{copy.index_path}{suffix}").unlink(missing_ok=True)
    assert rows_of(copy) == before


@pytest.mark.parametrize("length", [0, 1, 99, 100, 4096, 6000, 20_000])
@pytest.mark.parametrize("end", [b"", b"garbage" * 500])
def test_a_truncated_or_replaced_index_is_rebuilt(copy: Case, length: int, end: bytes) -> None:
    before = rows_of(copy)
    copy.index_path.write_bytes(copy.index_path.read_bytes()[:length] + end)
    assert rows_of(copy) == before


def test_an_index_of_any_changed_page_is_no_lasting_obstacle(copy: Case, who: Acting) -> None:
    whole = copy.index_path.read_bytes()
    for at in range(0, len(whole), 4096):
        copy.index_path.write_bytes(whole[:at] + b"\xa5" * 4096 + whole[at + 4096 :])
        try:
            collect(copy, who, {b"x%d" % at: b"1"}, note=str(at))
        except TruyvetError as error:
            assert "reindex" in error.hint  # noqa: PT017 - it may be raised and need not
            copy.reindex()
            collect(copy, who, {b"x%d" % at: b"1"}, note=str(at))
        copy.reindex()
        whole = copy.index_path.read_bytes()
    assert check(copy.folder).verdict is Verdict.VALID


@pytest.mark.parametrize("old", [b"items_sha256", b"ON items", b"CREATE TABLE acts", b"position"])
def test_an_index_whose_layout_is_not_even_text_is_brought_right(
    copy: Case, who: Acting, old: bytes
) -> None:
    """SQLite quotes what it cannot read, and the quotation is not UTF-8."""
    before = rows_of(copy)
    for writes in (False, True):
        content = copy.index_path.read_bytes()
        assert old in content
        copy.index_path.write_bytes(content.replace(old, old[:-3] + b"\xf4" + old[-2:]))
        assert check(copy.folder).verdict is Verdict.INVALID
        if writes:
            collect(copy, who, {}, note="nothing")
        assert rows_of(copy) == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE state SET entries = 1",
        "UPDATE state SET entries = 3, prev = (SELECT prev FROM state)",
        "UPDATE state SET entries = 99",
        "UPDATE state SET prev = ''",
        "UPDATE state SET format = 9",
        "DELETE FROM state",
        "DROP TABLE items",
        "CREATE TRIGGER t AFTER INSERT ON items BEGIN DELETE FROM items; END",
        "CREATE VIEW v AS SELECT 1",
        "DROP INDEX items_sha256",
    ],
)
def test_an_index_of_another_state_or_layout_is_brought_right(copy: Case, change: str) -> None:
    before = tables_of(copy.index_path)
    with sql(copy) as database:
        database.execute(change)
    with copy.reading():
        pass
    assert tables_of(copy.index_path) == before


def test_an_index_that_is_behind_catches_up(copy: Case, who: Acting) -> None:
    old = copy.folder.parent / "old.db"
    shutil.copy(copy.index_path, old)
    collect(copy, who, {b"more": b"x"})
    expected = tables_of(copy.index_path)
    shutil.copy(old, copy.index_path)
    assert [row.path for row in rows_of(copy)][-1] == "more"
    assert tables_of(copy.index_path) == expected


def test_an_index_of_another_case_is_replaced(copy: Case, case: Case) -> None:
    before = rows_of(copy)
    shutil.copy(case.index_path, copy.index_path)
    assert rows_of(copy) == before


def test_an_unfinished_collection_is_not_in_it(copy: Case, who: Acting) -> None:
    before = tables_of(copy.index_path)
    stop(copy, who, {b"x": b"1"}, note="x", safe=True)
    assert tables_of(copy.index_path) == before


def test_a_collection_under_way_in_another_process_does_not_disturb_readers(
    copy: Case, who: Acting
) -> None:
    before = rows_of(copy)
    with copy.writing() as writer:
        collecting = writer.begin_collect(who, "files", USB, "")
        bring(copy, collecting, {b"x": b"under way"})
        collecting.pause()
        assert rows_of(Case(copy.folder)) == before
        answer = check(copy.folder)
        assert answer.verdict is Verdict.VALID
        assert set(answer.counts) == {"W101", "W102", "W106"}


def test_a_read_only_case_is_read_as_long_as_its_index_is_right(copy: Case) -> None:
    before = rows_of(copy)
    with read_only(copy.folder):
        assert rows_of(copy) == before
    copy.drop_index()
    with read_only(copy.folder), pytest.raises(TruyvetError, match="E601"):
        rows_of(copy)


@pytest.mark.parametrize("broken", [b"", b"{}\n", None, b'{"kind":"file","n":0}'])
def test_a_damaged_manifest_stops_the_rebuilding_with_a_code(
    copy: Case, broken: bytes | None
) -> None:
    manifest = next(
        signed.entry.outputs[0].sha256
        for signed in copy.ledger.entries()
        if isinstance(signed.entry.act, Collect)
    )
    path = copy.store.path(manifest)
    content = path.read_bytes()
    path.unlink()
    if broken is not None:
        path.write_bytes(content + (broken or content))
    with pytest.raises(TruyvetError, match="E603"):
        copy.reindex()
    path.unlink(missing_ok=True)
    path.write_bytes(content)
    copy.reindex()


def test_items_are_found_by_path_hash_entry_problem_and_all_together(copy: Case) -> None:
    with copy.reading() as index:
        assert [row.path for row in index.items(glob="phone/*")] == ["phone/1.txt", "phone/2.txt"]
        assert [row.path for row in index.items(glob="*báo*")] == ["usb/báo cáo.docx"]
        empty = next(iter(index.items(glob="usb/empty"))).sha256
        assert [row.path for row in index.items(sha256=empty)] == ["usb/empty", "usb/copy of empty"]
        assert [row.path for row in index.items(sha256=empty, glob="*copy*")] == [
            "usb/copy of empty"
        ]
        problems = [row.problem for row in index.items(problems=True)]
        assert problems == ["special", "unreadable: EIO"]
        assert {row.seq for row in index.items(seq=3)} == {3}
        assert list(index.items(seq=2)) == []
        assert index.holds(str(empty))
        assert not index.holds("0" * 64)


def test_a_name_finds_the_item_it_was_given(copy: Case) -> None:
    rows = rows_of(copy)
    with copy.reading() as index:
        for row in rows:
            for name in (row.name, row.id, row.id.upper(), row.id[:7], row.id[:12]):
                assert find_item(index, name) == row
        for missing in ("1.99", "0.0", "ffffff", "abc", "", " " * 8, "1.", ".1", "-1.0", "²²²²²²"):
            with pytest.raises(TruyvetError, match="E105"):
                find_item(index, missing)


@given(st.text(max_size=70) | st.from_regex(r"\d{1,30}\.\d{1,30}", fullmatch=True))
def test_no_name_breaks_the_search(history: Path, name: str) -> None:
    with Case(history).reading() as index:
        for row in index.items(name=name):
            assert row.name == name or row.id.startswith(name.lower())


def test_an_item_whose_manifest_is_gone_or_altered_is_an_error_with_a_code(copy: Case) -> None:
    with copy.reading() as index:
        row = find_item(index, "1.5")
        manifest = copy.store.path((index.collection_of(1) or ("", "", None))[1])
        manifest.chmod(0o600)
        for content in (b"", b"x" * 5000, b"\n" * 5000, manifest.read_bytes()[: row.position + 9]):
            manifest.write_bytes(content)
            with pytest.raises(TruyvetError, match="E302"):
                read_item(copy, index, row)
        manifest.unlink()
        with pytest.raises(TruyvetError, match="E301"):
            read_item(copy, index, row)


def test_a_start_of_two_ids_is_refused(copy: Case) -> None:
    with sql(copy) as database:
        database.execute("UPDATE items SET id = zeroblob(32) WHERE seq = 3")
    with copy.reading() as index, pytest.raises(TruyvetError, match="E106"):
        find_item(index, "000000")


def test_totals_count_bytes_only_where_they_are_stored(copy: Case) -> None:
    with copy.reading() as index:
        items, size, problems = index.totals()
    assert (items, problems) == (len(VARIED) + len(FILES) + 2, 2)
    assert size == sum(map(len, FILES.values())) + 6


def test_acts_on_an_item_are_those_that_name_it(copy: Case) -> None:
    with copy.reading() as index:
        rows = list(index.items())
        exported = [row for row in rows if index.acts_on(row.id)]
        assert len(exported) == 1
        assert index.acts_on(exported[0].id) == [4]
        manifest = index.collection_of(1)
        assert manifest is not None
        assert index.recorded(manifest[0])
        assert not index.recorded("0" * 32)
        assert index.collection_of(0) is None


def test_a_link_in_the_place_of_the_index_is_never_followed(copy: Case, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    shutil.copy(copy.index_path, victim)
    victim.chmod(0o644)
    copy.index_path.unlink()
    copy.index_path.symlink_to(victim)
    before = victim.read_bytes()
    rows_of(copy)
    assert victim.read_bytes() == before
    assert victim.stat().st_mode & 0o777 == 0o644
    assert not copy.index_path.is_symlink()
