"""The signed note of a scan under way: who examines, with what; it can be carried nowhere."""

from pathlib import Path

import msgspec
import pytest
from tests.evidence.support.people import officer
from tests.evidence.support.scenes import open_case
from tests.vectors.scanning import configuration

from truyvet.evidence.case import Case
from truyvet.evidence.keyset import KeySet
from truyvet.evidence.notes import SignedNote
from truyvet.evidence.records import Actor, Moment
from truyvet.evidence.scans.pending import (
    GATHERED_NAME,
    SCAN_DOMAIN,
    SCAN_NAME,
    PendingScan,
    read_scan,
    scan_folders,
    write_scan,
)

SCAN = "ab" * 16
AN = officer()


@pytest.fixture
def keys(case: Case) -> KeySet:
    return case.ledger.tail().keys


@pytest.fixture
def folder(case: Case) -> Path:
    """The folder of a scan under way, whose note An has signed."""
    place = case.work / SCAN
    write_scan(place, pending(case), AN.key)
    return place


def pending(case: Case, **changes: object) -> PendingScan:
    card = AN.card
    fields: dict[str, object] = {
        "actor": Actor(key=card.id, name=card.name, role=card.role, unit=card.unit),
        "case": case.opening()[0],
        "configuration": configuration(),
        "entries": 1,
        "left_out": ("ocr",),
        "purpose": "tìm tài khoản",
        "scan": SCAN,
        "started": Moment(utc="2026-03-14T02:15:00.000000Z", zone="+07:00"),
    }
    return PendingScan(**(fields | changes))  # type: ignore[arg-type]


def test_it_is_read_as_it_was_written(case: Case, keys: KeySet, folder: Path) -> None:
    assert read_scan(folder, case.opening()[0], keys) == pending(case)
    assert case.scans_under_way() == [(folder, pending(case))]
    assert scan_folders(case.work) == [folder]


def test_its_form_is_that_of_every_note(folder: Path) -> None:
    content = (folder / SCAN_NAME).read_bytes()
    assert content.endswith(b"\n")
    assert len(msgspec.json.decode(content, type=SignedNote).sigs) == 1


def test_the_folder_appears_whole(case: Case, folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == [SCAN_NAME]
    assert not (case.parts / SCAN).exists()


def test_a_note_of_another_folder_is_none(case: Case, keys: KeySet, folder: Path) -> None:
    moved = folder.rename(folder.with_name("cd" * 16))
    assert read_scan(moved, case.opening()[0], keys) is None
    assert case.scans_under_way() == []


def test_a_note_of_another_case_is_none(tmp_path: Path, keys: KeySet, folder: Path) -> None:
    other = open_case(tmp_path / "other")
    assert read_scan(folder, other.opening()[0][:-1] + "0", keys) is None


def test_a_note_by_a_key_that_was_never_admitted_is_none(case: Case, folder: Path) -> None:
    assert read_scan(folder, case.opening()[0], KeySet()) is None


def test_a_note_begun_before_its_key_was_admitted_is_none(case: Case, keys: KeySet) -> None:
    stranger = officer(9)
    card = stranger.card
    actor = Actor(key=card.id, name=card.name, role=card.role, unit=card.unit)
    write_scan(case.work / SCAN, pending(case, actor=actor), stranger.key)
    assert read_scan(case.work / SCAN, case.opening()[0], keys) is None


def test_a_note_signed_for_another_officer_is_none(case: Case, keys: KeySet) -> None:
    write_scan(case.work / SCAN, pending(case), officer(9).key)
    assert read_scan(case.work / SCAN, case.opening()[0], keys) is None


def test_any_changed_byte_makes_it_none(case: Case, keys: KeySet, folder: Path) -> None:
    path, case_id = folder / SCAN_NAME, case.opening()[0]
    content = path.read_bytes()
    for at in range(0, len(content), 7):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert read_scan(folder, case_id, keys) is None, at
    for other in (b"", content[:-1], content + b"\n", content[1:]):
        path.write_bytes(other)
        assert read_scan(folder, case_id, keys) is None


def test_a_note_that_is_a_link_or_a_folder_is_none(case: Case, keys: KeySet, folder: Path) -> None:
    path, case_id = folder / SCAN_NAME, case.opening()[0]
    real = path.rename(folder / "real")
    path.symlink_to(real)
    assert read_scan(folder, case_id, keys) is None
    path.unlink()
    path.mkdir()
    assert read_scan(folder, case_id, keys) is None


def test_a_note_of_a_collection_does_not_pass_for_one_of_a_scan(
    case: Case, keys: KeySet, folder: Path
) -> None:
    path = folder / SCAN_NAME
    path.write_bytes(path.read_bytes().replace(b"truyvet/scan", b"truyvet/pend"))
    assert SCAN_DOMAIN != "truyvet/pending/v1"
    path.rename(folder / "pending.json")
    assert case.unfinished() == []
    assert case.scans_under_way() == []


def test_folders_without_a_note_are_no_scans(case: Case) -> None:
    (case.work / "ef" / "ab").mkdir(parents=True)
    (case.work / "cd").mkdir()
    (case.work / "cd" / GATHERED_NAME).touch()
    assert scan_folders(case.work) == []
    assert scan_folders(case.work / "gone") == []
