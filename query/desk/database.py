"""The file `desk.db`: opening, checking, and putting a new one in its place.

Whoever writes it waits for SQLite's own lock; readers go on meanwhile (WAL). Only a draft that is
whole takes its place: what somebody has open stays as it was for him.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ...evidence.desks import DESK_NAME, DRAFT_NAME, LEFT_BY_DESK
from ...evidence.errors import INDEX_ERRORS, TruyvetError, of_sqlite_error
from .schema import FORMAT, TABLES, name_key

_CACHE_KIB = 65_536  # bounds memory at any size of desk
_WAIT_MS = 600_000  # another officer may be refreshing


def open_index(folder: Path, desk: str, *, writable: bool) -> sqlite3.Connection:
    """Open the look-up index of the desk with this id.

    Raises `TruyvetError` E614 when there is none, E615 when it is damaged, of another desk or laid
    out otherwise.
    """
    path = folder / DESK_NAME
    if path.is_symlink() or not path.is_file():
        raise TruyvetError("E614", path=folder)
    with guarding_index(path):
        database = sqlite3.connect(_uri(path), uri=True, isolation_level=None)
        try:
            _prepare(database, writable=writable)
            _check(database, desk)
        except BaseException:
            database.close()
            raise
        return database


def _uri(path: Path) -> str:
    """Return how to open it: what may be written is, since only so nothing is left beside it."""
    wal = path.with_name(path.name + "-wal").exists()
    mode = "mode=rw" if os.access(path.parent, os.W_OK) else "mode=ro" if wal else "immutable=1"
    return f"{path.absolute().as_uri()}?{mode}"


def _prepare(database: sqlite3.Connection, *, writable: bool) -> None:
    database.execute(f"PRAGMA busy_timeout = {_WAIT_MS}")
    database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    database.execute("PRAGMA temp_store = FILE")
    if writable:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
    else:
        database.execute("PRAGMA query_only = 1")
    database.create_function("name_key", 1, name_key, deterministic=True)


def _check(database: sqlite3.Connection, desk: str) -> None:
    with closing(sqlite3.connect(":memory:")) as reference:
        reference.executescript(TABLES)
        if _layout(database) != _layout(reference):
            raise TruyvetError("E615", reason="it is laid out otherwise")
    row = database.execute("SELECT format, desk FROM state").fetchone()
    if row != (FORMAT, desk):
        raise TruyvetError("E615", reason="it is of another desk or version")


def _layout(database: sqlite3.Connection) -> list[tuple[str, str, str]]:
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
    return database.execute(query).fetchall()


def make_index(folder: Path, desk: str) -> None:
    """Make a new, empty look-up index in place of the one that is there, if any."""
    path = folder / DRAFT_NAME
    with guarding_index(path):
        for name in LEFT_BY_DESK:
            if name.startswith(DRAFT_NAME):
                (folder / name).unlink(missing_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as database:
                database.executescript(f"BEGIN; {TABLES} COMMIT;")
                database.execute("INSERT INTO state VALUES (?, ?)", (FORMAT, desk))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        for suffix in ("-wal", "-shm", "-journal"):
            (folder / f"{DESK_NAME}{suffix}").unlink(missing_ok=True)
        path.rename(folder / DESK_NAME)


@contextmanager
def writing(database: sqlite3.Connection) -> Iterator[None]:
    """Within this block all that is written becomes lasting at once, or nothing of it."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def guarding_index(path: Path) -> Iterator[None]:
    """Within this block an SQLite error leaves as a `TruyvetError`: E615 where it is damaged."""
    try:
        yield
    except INDEX_ERRORS as error:
        told = of_sqlite_error(error, path)
        if told.code == "E602":
            raise TruyvetError("E615", reason=error) from error
        raise told from error


def kind_id(database: sqlite3.Connection, kind: str) -> int:
    """Return the number of a kind, giving it one where it has none; within a transaction."""
    row = database.execute("SELECT id FROM kinds WHERE kind = ?", (kind,)).fetchone()
    if row is None:
        row = (database.execute("INSERT INTO kinds (kind) VALUES (?)", (kind,)).lastrowid,)
    return int(row[0])
