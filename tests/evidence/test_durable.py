"""Files that survive: whole or not at all."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.evidence.support.places import filled, small_disk

from truyvet.evidence.durable import drafted, replace, sync_file_system, sync_folder
from truyvet.evidence.errors import TruyvetError


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


def test_a_draft_is_private_and_becomes_the_target_when_all_went_well(tmp_path: Path) -> None:
    target = tmp_path / "report"
    with drafted(target) as file:
        file.write(b"whole")
        assert not target.exists()
    assert target.read_bytes() == b"whole"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_a_draft_is_read_back_before_it_becomes_the_target(tmp_path: Path) -> None:
    with drafted(tmp_path / "report", buffering=1 << 18) as file:
        file.write(b"written")
        file.seek(0)
        assert os.pread(file.fileno(), 100, 0) == b"written"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a draft has a name")
def test_a_killed_writer_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "report").write_bytes(b"old")
    writer = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from truyvet.evidence.durable import drafted\n"
        "with drafted(Path(sys.argv[1])) as file:\n"
        "    file.write(b'new')\n"
        "    file.flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ran = subprocess.run([sys.executable, "-c", writer, tmp_path / "report"], check=False)
    assert ran.returncode == -signal.SIGKILL
    assert [one.name for one in tmp_path.iterdir()] == ["report"]
    assert (tmp_path / "report").read_bytes() == b"old"


@pytest.mark.parametrize("failure", [ValueError(), KeyboardInterrupt(), TruyvetError("E205")])
def test_a_draft_that_fails_leaves_the_target_as_it_was(
    tmp_path: Path, failure: BaseException
) -> None:
    (tmp_path / "report").write_bytes(b"old")

    def failing() -> None:
        with drafted(tmp_path / "report") as file:
            file.write(b"new")
            raise failure

    with pytest.raises(type(failure)):
        failing()
    assert (tmp_path / "report").read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["report"]


def test_a_draft_on_a_full_disk_is_an_error_that_names_the_target(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "256k") as disk:
        with pytest.raises(TruyvetError, match="E901") as raised, drafted(disk / "x") as file:
            file.write(bytes(1 << 20))
        assert str(disk) in raised.value.text
        assert list(disk.iterdir()) == []


def test_a_draft_replaces_a_link_planted_meanwhile_and_does_not_follow_it(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"important")
    with drafted(tmp_path / "report") as file:
        file.write(b"new")
        (tmp_path / "report").symlink_to(victim)
    assert victim.read_bytes() == b"important"
    assert (tmp_path / "report").read_bytes() == b"new"
