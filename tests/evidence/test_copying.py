"""Copies that leave a case: whole, read back, never over something by accident."""

import os
from pathlib import Path

import pytest
from tests.evidence.support.places import as_nobody, filled, open_to_all, small_disk

from truyvet.evidence.copying import check_target, copy_out, write_out
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.store import Store

CONTENT = os.urandom(700_000)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "case", tmp_path / "parts")
    (tmp_path / "case").mkdir()
    made.create()
    return made


def test_a_copy_is_private_whole_and_alone(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "out" / "bản sao.bin"
    target.parent.mkdir()
    copy_out(store, store.put_bytes(CONTENT).sha256, target)
    assert target.read_bytes() == CONTENT
    assert target.stat().st_mode & 0o777 == 0o600
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("broken", [None, b"other bytes"])
def test_a_target_stays_as_it_was_when_the_object_is_broken(
    store: Store, tmp_path: Path, broken: bytes | None
) -> None:
    stored, target = store.put_bytes(CONTENT), tmp_path / "out" / "copy"
    store.path(stored.sha256).unlink()
    if broken is not None:
        store.path(stored.sha256).write_bytes(broken)
    target.parent.mkdir()
    target.write_bytes(b"before")
    with pytest.raises(TruyvetError, match="E302" if broken else "E301"):
        copy_out(store, stored.sha256, target)
    assert target.read_bytes() == b"before"
    assert list(target.parent.iterdir()) == [target]


def test_a_full_target_is_an_error_that_names_the_target(store: Store, tmp_path: Path) -> None:
    stored = store.put_bytes(CONTENT)
    with small_disk(tmp_path / "stick", "512k") as stick:
        with pytest.raises(TruyvetError, match="E901") as raised:
            copy_out(store, stored.sha256, stick / "copy")
        assert str(stick) in raised.value.text
        assert list(stick.iterdir()) == []


def test_a_document_on_a_full_disk_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    with small_disk(tmp_path / "stick", "256k") as stick:
        write_out(tmp_path / "case", stick / "report", b"old", force=False)
        with filled(stick, 4096), pytest.raises(TruyvetError, match="E901"):
            write_out(tmp_path / "case", stick / "report", b"n" * 50_000, force=True)
        assert (stick / "report").read_bytes() == b"old"
        assert list(stick.iterdir()) == [stick / "report"]


def test_a_target_in_a_folder_of_others_is_an_error_with_a_code() -> None:
    with open_to_all() as place:
        (place / "case").mkdir()
        place.chmod(0o555)

        def refused() -> None:
            with pytest.raises(TruyvetError, match="E902"):
                write_out(place / "case", place / "report", b"", force=False)

        as_nobody(refused)


def test_a_copy_goes_to_a_name_as_long_as_the_disk_takes(store: Store, tmp_path: Path) -> None:
    target = tmp_path / ("ệ" * 84 + "abc")  # 255 bytes
    copy_out(store, store.put_bytes(b"x").sha256, target)
    write_out(store.folder.parent, target, b"y", force=True)
    assert target.read_bytes() == b"y"


@pytest.mark.parametrize("name", ["x" * 256, "ệ" * 86, "y/" * 2100 + "x"])
def test_a_name_longer_than_the_disk_takes_is_told_before_anything_is_written(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "case").mkdir()
    with pytest.raises(TruyvetError, match="E116") as raised:
        write_out(tmp_path / "case", tmp_path / name, b"", force=False)
    assert name in raised.value.text
    assert "255 bytes" in raised.value.hint
    assert [one.name for one in tmp_path.iterdir()] == ["case"]


def test_a_target_inside_the_case_is_refused_however_it_is_written(tmp_path: Path) -> None:
    case = tmp_path / "case"
    (case / "objects").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "link").symlink_to(case / "objects")
    inside = [case / "x", case / "objects" / "x", tmp_path / "other" / ".." / "case" / "x"]
    for target in [*inside, tmp_path / "link" / "x"]:
        with pytest.raises(TruyvetError, match="E111"):
            check_target(case, target, force=True)
    check_target(case, tmp_path / "case-2" / "x", force=False)


def test_a_target_that_exists_is_replaced_only_by_force(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    write_out(tmp_path / "case", tmp_path / "report", b"one", force=False)
    with pytest.raises(TruyvetError, match="E108"):
        write_out(tmp_path / "case", tmp_path / "report", b"two", force=False)
    assert (tmp_path / "report").read_bytes() == b"one"
    write_out(tmp_path / "case", tmp_path / "report", b"two", force=True)
    assert (tmp_path / "report").read_bytes() == b"two"


def test_a_link_that_leads_nowhere_counts_as_existing(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "report").symlink_to(tmp_path / "nothing")
    with pytest.raises(TruyvetError, match="E108"):
        check_target(tmp_path / "case", tmp_path / "report", force=False)
