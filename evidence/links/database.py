"""The file of the second index: opening, checking, locking it, and putting a new one in its place.

Readers and whoever catches it up hold a shared `flock` on the case folder as long as they have it
open; replacing the file takes an exclusive one, so that no SQLite file changes under anybody.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from ..errors import INDEX_ERRORS, TruyvetError, of_sqlite_error
from .schema import DRAFT_NAME, FORMAT, INDEXES, LEFT_BY_LINKS, LINKS_NAME, TABLES

_READ_KIB = 65_536  # page caches: they bound memory at any size of case
_BUILD_KIB = 49_152
_WAIT_MS = 600_000  # another process may be reading in a long scan


class Folder:
    """A case folder's descriptor, for locking."""

    def __init__(self, folder: Path) -> None:
        self._descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def lock(self, *, alone: bool) -> None:
        """Wait for the lock; where the file system knows none, nobody is kept out."""
        with suppress(OSError):
            fcntl.flock(self._descriptor, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)

    def lock_alone_now(self) -> bool:
        """Take the lock alone if nobody else has it; else share it."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.lock(alone=False)
            return False
        return True

    def close(self) -> None:
        """Give the lock back."""
        os.close(self._descriptor)


def open_read_only(folder: Path) -> sqlite3.Connection:
    """Open the second index for reading.

    Raises `TruyvetError` E601 when there is none, E602 when it is damaged or laid out otherwise.
    """
    path = folder / LINKS_NAME
    if not path.is_file() or path.is_symlink():
        raise TruyvetError("E601")
    wal = path.with_name(path.name + "-wal").exists()
    # A folder on read-only media has no place for the WAL's shared memory.
    mode = "mode=ro" if wal or os.access(folder, os.W_OK) else "immutable=1"
    with _guarding(path):
        uri = f"{path.absolute().as_uri()}?{mode}"
        database = sqlite3.connect(uri, uri=True, isolation_level=None)
        return _prepared(database, _READ_KIB)


def open_to_catch_up(folder: Path) -> sqlite3.Connection:
    """Open the second index that is there for writing; raises as `open_read_only`."""
    path = folder / LINKS_NAME
    if not path.is_file() or path.is_symlink():
        raise TruyvetError("E601")
    with _guarding(path):
        database = sqlite3.connect(path, isolation_level=None)
        _prepared(database, _READ_KIB)
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "wal_autocheckpoint = 0"):
            database.execute(f"PRAGMA {pragma}")
        return database


@contextmanager
def drafting(folder: Path) -> Iterator[sqlite3.Connection]:
    """Give a new, empty database; when the block ends well, it takes the place of `links.db`.

    The caller holds the folder's lock alone. A kill leaves a draft, which the next one removes.
    """
    remove(folder)
    path = folder / DRAFT_NAME
    with _guarding(path):
        path.touch(mode=0o600, exist_ok=False)
        try:
            with _draft(path) as database:
                yield database
            with path.open("rb") as file:
                os.fsync(file.fileno())
            path.rename(folder / LINKS_NAME)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


@contextmanager
def _draft(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_BUILD_KIB}"):
            database.execute(f"PRAGMA {pragma}")
        database.executescript(f"BEGIN; {TABLES} COMMIT;")
        database.execute("INSERT INTO state VALUES (?, 0, '', 0, 0)", (FORMAT,))
        yield database
        database.execute("PRAGMA journal_mode = WAL")


def remove(folder: Path) -> None:
    """Remove the second index and what is left of drafts; it can always be built again."""
    for name in (*LEFT_BY_LINKS, LINKS_NAME):
        (folder / name).unlink(missing_ok=True)


def tidy(folder: Path) -> None:
    """Fold what readers left beside the file into it, if nobody else has it open."""
    if (folder / f"{LINKS_NAME}-shm").exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(folder / LINKS_NAME)) as database:
            database.execute("SELECT 1 FROM state").fetchone()


def head(database: sqlite3.Connection) -> tuple[int, str]:
    """Return (entries read, hash of the last of them)."""
    row = database.execute("SELECT format, entries, prev FROM state").fetchone()
    if row is None or row[0] != FORMAT:
        raise TruyvetError("E602", reason="it has another format")
    return row[1], row[2]


def _prepared(database: sqlite3.Connection, cache: int) -> sqlite3.Connection:
    try:
        database.execute(f"PRAGMA busy_timeout = {_WAIT_MS}")
        database.execute(f"PRAGMA cache_size = -{cache}")
        database.execute("PRAGMA temp_store = MEMORY")
        with closing(sqlite3.connect(":memory:")) as reference:
            reference.executescript(TABLES + INDEXES)
            if _layout(database) != _layout(reference):
                raise TruyvetError("E602", reason="it is laid out otherwise")
        head(database)
    except BaseException:
        database.close()
        raise
    return database


def _layout(database: sqlite3.Connection) -> list[tuple[str, str, str]]:
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
    return database.execute(query).fetchall()


@contextmanager
def _guarding(path: Path) -> Iterator[None]:
    try:
        yield
    except INDEX_ERRORS as error:
        raise of_sqlite_error(error, path) from error
