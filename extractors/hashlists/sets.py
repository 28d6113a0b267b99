"""The folder of imported hash sets: written whole or not at all, opened by mapping."""

import mmap
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ...evidence.durable import make_private, open_plain, sync_folder
from ...hashes.digest import sha256_hex
from ...hashes.hashset import HEAD_BYTES, HashSet, Head, NotAHashSet, write_set
from .buckets import Buckets

SUFFIX = ".hashset"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """A file in the folder of hash sets."""

    path: Path
    """Where it lies."""
    opened: HashSet | None
    """The set; none where it cannot be used."""
    problem: str = ""
    """Why it cannot be used."""


def stored(folder: Path) -> list[Stored]:
    """Return all sets of a folder by name and algorithm, then those that cannot be used.

    A folder that is not there holds none; other errors of the folder itself are OSError.
    """
    try:
        names = sorted(os.listdir(folder))
    except FileNotFoundError:
        return []
    return sorted((_open(folder / name) for name in names if name.endswith(SUFFIX)), key=_order)


def _order(one: Stored) -> tuple[bool, str, str, str]:
    head = one.opened.head if one.opened else None
    return head is None, head.name if head else "", head.algorithm if head else "", one.path.name


def _open(path: Path) -> Stored:
    try:
        with open_plain(path) as file:
            if os.fstat(file.fileno()).st_size < HEAD_BYTES:
                raise NotAHashSet("it is shorter than a head")
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return Stored(path=path, opened=HashSet(content))
    except NotAHashSet as error:
        return Stored(path=path, opened=None, problem=str(error))
    except OSError as error:
        return Stored(path=path, opened=None, problem=error.strerror or "it cannot be read")


@contextmanager
def workspace(folder: Path) -> Iterator[Path]:
    """Give a private folder beside the sets for as long as an import takes."""
    make_private(folder)
    with tempfile.TemporaryDirectory(prefix=".importing-", dir=folder) as place:
        yield Path(place)


def keep(folder: Path, place: Path, buckets: Buckets, **head: str) -> tuple[Head, Path]:
    """Write a set into `folder`, whole or not at all, mode 0600; return (head, path).

    `place` is where it is made, on the same file system. ValueError as `write_set`.
    """
    part = place / f"{head['algorithm']}.part"
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with open(descriptor, "wb") as file:
        written = write_set(file, buckets.blocks(), **head)
        file.flush()
        os.fsync(file.fileno())
    with part.open("rb") as file:
        name = sha256_hex(file.read(HEAD_BYTES))[:16]
    kept = folder / f"{name}{SUFFIX}"
    part.replace(kept)
    sync_folder(folder)
    return written, kept
