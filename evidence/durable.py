"""Writing files that survive: whole or not at all, private, synced."""

import ctypes
import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO


def replace(path: Path, content: bytes, *, parts: Path, mode: int = 0o600) -> None:
    """Write `content` to `path` and sync it, replacing what is there.

    The bytes go to a file in `parts`, a folder on the same file system, and are renamed, so a
    crash leaves the old file or the new one, never half of it.
    """
    make_private(parts)
    part = parts / f"{os.getpid()}-{path.name}.part"
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        descriptor = os.open(part, flags, mode)
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def make_private(folder: Path) -> None:
    """Make a folder and those above it that are missing, for the owner alone."""
    if not folder.is_dir():
        make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def open_plain(path: Path) -> BinaryIO:
    """Open a plain file for reading; a link, a FIFO or a device is an `OSError`, never a wait."""
    return open(_open_plain(path), "rb")


def _open_plain(path: Path) -> int:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a plain file", str(path))
    return descriptor


def read_plain(path: Path, limit: int) -> bytes:
    """Return the first `limit` bytes of a plain file; refuses what `open_plain` refuses."""
    descriptor = _open_plain(path)
    try:
        content = os.read(descriptor, limit)
        while (
            content and len(content) < limit and (more := os.read(descriptor, limit - len(content)))
        ):
            content += more
        return content
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Sync the names in `folder` to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file_system(folder: Path) -> None:
    """Sync everything written on the file system that holds `folder`.

    One call for a batch of objects costs a tenth of an fsync for each. Where the C library has
    no `syncfs` (macOS), the whole computer is synced.
    """
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "syncfs"):
        os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if library.syncfs(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(descriptor)
