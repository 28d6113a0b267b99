"""Disks that are too small or cannot be written; other users. Each skips where it cannot be."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NOBODY = 65_534


def _mount(*arguments: str) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Mount a file system of `size` (as `1m`) in memory at `folder`."""
    if os.geteuid() != 0:
        pytest.skip("only root mounts a small disk")
    folder.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make `folder` read-only, for root too."""
    if os.geteuid() != 0:
        pytest.skip("only root makes a folder read-only for everybody")
    _mount("--bind", str(folder), str(folder))
    try:
        _mount("-o", "remount,bind,ro", str(folder))
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def filled(disk: Path, leave: int) -> Iterator[None]:
    """Fill the disk until only `leave` bytes, in whole pages, are free."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        while (free := _free(disk)) > leave:
            file.write(bytes(min(free - leave, 1 << 20)))
    try:
        yield
    finally:
        filler.unlink()


def _free(disk: Path) -> int:
    facts = os.statvfs(disk)
    return facts.f_bavail * facts.f_frsize


@contextmanager
def open_to_all() -> Iterator[Path]:
    """Give a folder that belongs to nobody, in a place that everybody can enter."""
    if os.geteuid() != 0:
        pytest.skip("only root acts as another user")
    with tempfile.TemporaryDirectory(prefix="truyvet-test-") as name:
        os.chown(name, NOBODY, NOBODY)
        yield Path(name)


def as_nobody(work: Callable[[], object]) -> None:
    """Run `work` as a user without rights; what it raises fails the test."""
    if os.geteuid() != 0:
        pytest.skip("only root acts as another user")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _serve_nobody(work, writing)
    os.close(writing)
    with open(reading, "rb") as answer:
        words = answer.read().decode()
    os.waitpid(child, 0)
    assert words == "done", words


def _serve_nobody(work: Callable[[], object], writing: int) -> None:
    words = "done"
    try:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        work()
    except BaseException as error:  # noqa: BLE001 - the parent says it
        words = f"{type(error).__name__}: {error}"
    finally:
        os.write(writing, words.encode("utf-8", "replace"))
        os._exit(0)
