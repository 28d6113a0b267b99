"""Files that survive: whole or not at all."""

import stat
from pathlib import Path

import pytest
from tests.evidence.support.places import filled, small_disk

from truyvet.evidence.durable import replace, sync_file_system, sync_folder


def test_a_file_is_replaced_whole_and_no_part_is_left(tmp_path: Path) -> None:
    path, parts = tmp_path / "note", tmp_path / "parts"
    for content in (b"first", b"", b"x" * 100_000):
        replace(path, content, parts=parts)
        assert path.read_bytes() == content
    assert list(parts.iterdir()) == []


def test_a_file_is_private_unless_it_is_said_otherwise(tmp_path: Path) -> None:
    replace(tmp_path / "one", b"", parts=tmp_path / "parts")
    replace(tmp_path / "two", b"", parts=tmp_path / "parts", mode=0o400)
    assert stat.S_IMODE((tmp_path / "one").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "two").stat().st_mode) == 0o400


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "256k") as disk:
        replace(disk / "note", b"old", parts=disk / "parts")
        with filled(disk, 4096), pytest.raises(OSError, match="No space"):
            replace(disk / "note", b"n" * 50_000, parts=disk / "parts")
        assert (disk / "note").read_bytes() == b"old"
        assert list((disk / "parts").iterdir()) == []


def test_a_link_planted_in_the_place_of_a_file_is_replaced_and_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"important")
    (tmp_path / "note").symlink_to(victim)
    replace(tmp_path / "note", b"new", parts=tmp_path / "parts")
    assert victim.read_bytes() == b"important"
    assert not (tmp_path / "note").is_symlink()


def test_syncing_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    sync_folder(tmp_path)
    sync_file_system(tmp_path)
    for sync in (sync_folder, sync_file_system):
        with pytest.raises(FileNotFoundError):
            sync(tmp_path / "nothing")
