"""Folders for the runs, in parts of the disk where a new file costs what it should.

On ext4 without a journal a new file may not take the inode of one removed in the last
minutes, and looking past those makes creating it 10 to 40 times dearer
(`recently_deleted` in fs/ext4/ialloc.c). Anybody's `rm -rf` on the same disk does that
to the block groups it emptied: one copy of 5,000 files took 4.8 s instead of 0.2 s.
So each round starts by dropping the cached inode tables, which ends it, when we are
root; each run gets a folder in another part of the disk (the T attribute of
chattr(1)); a few files are created there first, and a place where they cost too much
is left for another. All contenders get their places the same way.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

DROP_CACHES = Path("/proc/sys/vm/drop_caches")
PROBE_FILES = 300  # takes about 7 ms
PROBES = 8  # places that show what a file costs on this disk at best
TOLERATED = 1.6  # times the best; undisturbed places differ by up to 1.4
TRIES = 40  # parts of the disk to try before taking what there is
BYTES_ON_DISK = 1.6  # disk used per byte of corpus: blocks rounded up, lists, inodes
MARGIN = 0.9  # of the free space


class Places:
    """Hands out fresh folders inside one folder and keeps what a new file cost there."""

    def __init__(self, folder: Path) -> None:
        """Make `folder` and find out what a new file costs there at best."""
        self._folder = folder
        self.costs: list[float] = []
        """Seconds a new file cost in each place handed out, in order."""
        folder.mkdir(parents=True, exist_ok=True)
        spread_out(folder)
        self._best = min(creation_cost(folder / f"probe-{n}") for n in range(PROBES))

    def take(self, name: str) -> Path:
        """Return a new empty folder; its name may get a suffix when places were left."""
        place = self._folder / name
        cost = creation_cost(place / "probe")
        tries = 1
        while cost > self._best * TOLERATED and tries < TRIES:
            place = self._folder / f"{name}.{tries}"
            cost = creation_cost(place / "probe")
            tries += 1
        self._best = min(self._best, cost)
        self.costs.append(cost)
        return place


def spread_out(folder: Path) -> None:
    """Ask ext4 to put each folder made in `folder` in another part of the disk.

    Other file systems refuse the flag, which is all right: they do not have the trap.
    """
    if program := shutil.which("chattr"):
        subprocess.run((program, "+T", str(folder)), capture_output=True, check=False)


def forget_removed() -> bool:
    """Drop clean pages from the cache, the inode tables among them; False when not allowed.

    An inode whose table block is not in memory counts as free at once.
    """
    os.sync()
    try:
        DROP_CACHES.write_text("1")
    except OSError:
        return False
    return True


def creation_cost(folder: Path) -> float:
    """Make `folder` and return the seconds that a new empty file costs in it."""
    folder.mkdir(parents=True)
    started = time.perf_counter()
    for number in range(PROBE_FILES):
        os.close(os.open(f"{folder}/{number}", os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    return (time.perf_counter() - started) / PROBE_FILES


def room_problem(folder: Path, needed_bytes: int, needed_files: int) -> str:
    """Say why a series does not fit on the disk of `folder`; empty when it does."""
    disk = os.statvfs(folder)
    free = disk.f_bavail * disk.f_frsize
    needed = needed_bytes * BYTES_ON_DISK
    if needed > free * MARGIN:
        return f"needs {needed / 1e9:.0f} GB, {free / 1e9:.0f} GB are free"
    if disk.f_files and needed_files > disk.f_favail * MARGIN:
        return f"needs {needed_files} files, the disk has room for {disk.f_favail}"
    return ""
