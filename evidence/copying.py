"""Copies that leave the case: written whole, read back, compared."""

import os
from contextlib import suppress
from pathlib import Path

from ..hashes.digest import hash_fd
from .durable import drafted, sync_folder
from .errors import TruyvetError, guarding
from .store import Store


def copy_out(store: Store, sha256: str, target: Path) -> None:
    """Copy the object `sha256` to `target` and read the copy back from the disk.

    Raises `TruyvetError` E301 or E302 when the store no longer has the bytes, E109 when the copy
    does not hash to the same; the target then is as it was before.
    """
    with guarding(target):
        with drafted(target) as file:
            file.writelines(store.read(sha256))
            file.flush()
            os.fsync(file.fileno())
            _check_copy(file.fileno(), sha256, target)
        sync_folder(target.parent)


def write_out(case: Path, target: Path, content: bytes, *, force: bool) -> None:
    """Write a document made from a case to `target`, whole and privately.

    Raises what `check_target` raises.
    """
    check_target(case, target, force=force)
    with drafted(target) as file:
        file.write(content)


def absolute(path: str | os.PathLike[str]) -> str:
    """Return the absolute path the system means; `..` after a link is not undone as text."""
    whole = os.path.join(os.getcwd(), path)
    if ".." not in whole.split(os.sep):
        return os.path.normpath(whole)
    folder, name = os.path.split(whole.rstrip(os.sep))
    if name in ("..", "."):
        return os.path.realpath(whole)
    return os.path.join(os.path.realpath(folder), name)


def check_target(case: Path, target: Path, *, force: bool) -> None:
    """Refuse a target inside the case, one that exists, and one that no disk can name.

    Raises `TruyvetError` E111, E108 (without `force`), E116.
    """
    if target.absolute().parent.resolve().is_relative_to(case.resolve()):
        raise TruyvetError("E111", path=target)
    if os.path.lexists(target) and not (force and target.is_file()):
        raise TruyvetError("E108", path=target)
    with guarding(target), suppress(FileNotFoundError):
        target.lstat()  # a name that is too long fails here, not once all is written


def _check_copy(descriptor: int, sha256: str, target: Path) -> None:
    # Drop the cached pages, so that the disk is read and not our own memory of it.
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.lseek(descriptor, 0, os.SEEK_SET)
    if hash_fd(descriptor)[0].hex() != sha256:
        raise TruyvetError("E109", path=target, sha256=sha256)
