"""Writing files that survive: whole or not at all, private, synced."""

import ctypes
import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from .errors import guarding

_OPEN = "/proc/self/fd"
"""Links to what this process has open (proc(5))."""


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


@contextmanager
def drafted(target: Path, *, buffering: int = -1) -> Iterator[IO[bytes]]:
    """Give a private file beside `target`, synced and renamed to it when all went well.

    It can be read back. Where anything fails, `target` stays as it was and nothing else is left,
    on Linux not even by a kill: there the draft has no name while it is written. Errors of the
    system leave as `TruyvetError` E116, E901 to E903. For the new name to survive a crash too, the
    folder is still to be synced.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with guarding(target):
        nameless = _nameless(target.parent)
        part = target.with_name(f".{os.urandom(8).hex()}.part")  # any target's name has room for it
        try:
            descriptor = os.open(part, flags, 0o600) if nameless is None else nameless
            with open(descriptor, "w+b", buffering=buffering) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
                if nameless is not None:
                    _name(nameless, part)
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _nameless(folder: Path) -> int | None:
    """Open a private file that has no name yet; none where the file system knows no such files."""
    if not hasattr(os, "O_TMPFILE") or not os.path.isdir(_OPEN):
        return None
    try:
        return os.open(folder, os.O_RDWR | os.O_TMPFILE | os.O_CLOEXEC, 0o600)
    except OSError:  # what else is wrong is told when one with a name is opened
        return None


def _name(descriptor: int, path: Path) -> None:
    """Give a file its name: open(2), O_TMPFILE."""
    # Only with a folder's descriptor does Python follow the link to the file.
    os.link(f"{_OPEN}/{descriptor}", path, src_dir_fd=descriptor, follow_symlinks=True)


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
