"""Rows from manifests: in order, up to a limit, and from damaged ones what is still an item."""

import sqlite3
from pathlib import Path

import pytest
from tests.evidence.support.forging import change, entries_of

from truyvet.evidence.acts import Collect
from truyvet.evidence.case import Case
from truyvet.evidence.database import SCHEMA
from truyvet.evidence.entry import Entry
from truyvet.evidence.index import Index
from truyvet.reports.document import Collection
from truyvet.reports.ledger import Marks
from truyvet.reports.manifests import Exports, Findings, ManifestReader


def reader_of(
    case: Case,
    *,
    room: int | None = None,
    exports: Exports | None = None,
    findings: Findings | None = None,
) -> ManifestReader:
    """Return a reader of the case's manifests."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.executescript(SCHEMA)
    return ManifestReader(
        store=case.store, index=Index(database), exports=exports or {}, marks=Marks(),
        findings=findings or {}, room=room, problem_room=room,
    )  # fmt: skip


def first(case: Case) -> tuple[Entry, Collect]:
    """Return the first collection of a case."""
    entry = entries_of(case)[1]
    assert isinstance(entry.act, Collect)
    return entry, entry.act


def read(case: Case, **options: int | Exports | Findings) -> Collection:
    """Read the first collection."""
    return reader_of(case, **options).read(*first(case))  # type: ignore[arg-type]


def manifest_of(case: Case) -> Path:
    """Return where the first collection's manifest is, made writable."""
    path = case.store.path(first(case)[0].outputs[0].sha256)
    path.chmod(0o600)
    return path


def test_items_are_listed_in_order_with_their_facts(copy: Case) -> None:
    found = read(copy)
    assert [one.name for one in found.items] == [f"1.{n}" for n in range(10)]
    assert found.items[1].target == "../khác"
    assert found.items[5].path == "usb/báo cáo.docx"
    assert found.items[5].size == 4 + 3 * 256
    assert (found.state, found.unlisted, found.count) == ("sound", 0, 10)


def test_a_raw_name_is_kept_beside_its_text(copy: Case) -> None:
    (odd,) = (one for one in read(copy).items if one.path_bytes)
    assert bytes.fromhex(odd.path_bytes) == b"usb/\xff\xfe"


@pytest.mark.parametrize("room", [0, 1, 9, 10, 11])
def test_no_more_rows_are_listed_than_there_is_room_for(copy: Case, room: int) -> None:
    found = read(copy, room=room)
    assert len(found.items) == min(room, 10)
    assert len(found.items) + found.unlisted == 10


def test_room_is_shared_by_all_collections(copy: Case) -> None:
    reader = reader_of(copy, room=11)
    collects = [e for e in entries_of(copy) if isinstance(e.act, Collect)]
    found = [reader.read(e, e.act) for e in collects if isinstance(e.act, Collect)]
    assert [(len(one.items), one.unlisted) for one in found] == [(10, 0), (1, 1)]


def test_items_with_a_problem_are_counted_and_listed_even_beyond_the_rows(copy: Case) -> None:
    reader = reader_of(copy, room=1)
    reader.read(*first(copy))
    assert dict(reader.problems) == {"special": 1, "unreadable": 1}
    assert [one.name for one in reader.listed_problems] == ["1.2"]


def test_exports_and_findings_stand_at_their_items(copy: Case) -> None:
    digest = read(copy).items[5].sha256
    assert digest is not None
    found = read(copy, exports={"1.5": (4, 7)}, findings={digest: ("E311",)})
    assert [one.exports for one in found.items if one.exports] == [(4, 7)]
    assert [one.name for one in found.items if one.findings] == ["1.5"]


def test_a_missing_manifest_is_called_missing(copy: Case) -> None:
    manifest_of(copy).unlink()
    found = read(copy)
    assert (found.state, found.items, found.unlisted) == ("missing", (), 0)


def test_a_manifest_that_is_a_link_is_not_followed(copy: Case, tmp_path: Path) -> None:
    path = manifest_of(copy)
    elsewhere = tmp_path / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert read(copy).state == "missing"


def test_of_a_changed_manifest_the_items_that_are_left_are_listed(copy: Case) -> None:
    path = manifest_of(copy)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([b"not an item\n", b'{"n":"1"}\n', b"\xff\n", *lines[3:]]))
    found = read(copy)
    assert found.state == "damaged"
    assert [one.name for one in found.items] == [f"1.{n}" for n in range(3, 10)]


def test_a_manifest_without_its_last_line_end_is_damaged(copy: Case) -> None:
    path = manifest_of(copy)
    path.write_bytes(path.read_bytes()[:-1])
    assert read(copy).state == "damaged"


def test_an_entry_without_a_manifest_has_no_rows(copy: Case) -> None:
    entry, act = first(copy)
    found = reader_of(copy).read(change(entry, outputs=()), act)
    assert (found.manifest, found.state, found.items) == ("", "missing", ())


def test_a_manifest_that_is_not_sound_makes_the_counts_unsure(copy: Case) -> None:
    reader = reader_of(copy)
    reader.read(*first(copy))
    assert reader.sure
    manifest_of(copy).unlink()
    reader = reader_of(copy)
    reader.read(*first(copy))
    assert not reader.sure


def test_a_number_that_is_there_twice_makes_the_counts_unsure(copy: Case) -> None:
    path = manifest_of(copy)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, lines[-1]]))
    reader = reader_of(copy)
    assert len(reader.read(*first(copy)).items) == 11
    assert not reader.sure
