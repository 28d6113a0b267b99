"""The index's database: its tables, and how it is opened, checked and compared with another.

What it is told and asked stands in `index.py` and, of examinations, in `examined.py`.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from . import examined
from .errors import INDEX_ERRORS, TruyvetError, of_sqlite_error
from .fulltext import words_differ

INDEX_NAME = "index.db"
INDEX_FILES = frozenset({INDEX_NAME, INDEX_NAME + "-wal", INDEX_NAME + "-shm"})
TABLES = ("state", "acts", "packed", "collections", "items", "tags", *examined.TABLES)
SCHEMA = f"""
CREATE TABLE state (format INTEGER NOT NULL, entries INTEGER NOT NULL, prev TEXT NOT NULL);
CREATE TABLE acts (
  seq INTEGER PRIMARY KEY, type TEXT NOT NULL, utc TEXT NOT NULL, zone TEXT NOT NULL,
  actor TEXT NOT NULL, unit TEXT NOT NULL, key TEXT NOT NULL, item BLOB);
CREATE INDEX acts_item ON acts (item) WHERE item IS NOT NULL;
CREATE TABLE packed (item BLOB NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (item, seq))
  WITHOUT ROWID;
CREATE TABLE collections (
  seq INTEGER PRIMARY KEY, collection TEXT NOT NULL, manifest TEXT NOT NULL, collector TEXT);
CREATE TABLE items (
  seq INTEGER NOT NULL, n INTEGER NOT NULL, id BLOB NOT NULL, kind TEXT NOT NULL,
  path TEXT NOT NULL, size INTEGER, sha256 BLOB, modified TEXT, problem TEXT,
  position INTEGER NOT NULL, parent BLOB, unverified INTEGER NOT NULL, PRIMARY KEY (seq, n))
  WITHOUT ROWID;
CREATE INDEX items_sha256 ON items (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX items_id ON items (id);
CREATE INDEX items_parent ON items (parent) WHERE parent IS NOT NULL;
CREATE TABLE tags (
  name TEXT NOT NULL, tag TEXT NOT NULL, item BLOB NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (name, tag)) WITHOUT ROWID;
{examined.SCHEMA}"""
FORMAT = 4
_CACHE_KIB = 32_768  # SQLite's page cache: bounds memory at any size of case


def open_database(path: Path, *, writable: bool) -> sqlite3.Connection:
    """Open the database at `path`, creating it when `writable`.

    Raises `TruyvetError` E601 when there is none to read, E602 when it is no index.
    """
    try:
        if path.is_symlink():
            raise TruyvetError("E602", reason="it is a symbolic link")
        if not writable:
            return _checked(_read_only(path))
        fresh = not path.exists()
        database = sqlite3.connect(path, isolation_level=None)
        path.chmod(0o600)
        _prepare(database)
        if fresh:
            _create(database)
        return _checked(database)
    except INDEX_ERRORS as error:
        raise of_sqlite_error(error, path) from error


def _read_only(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise TruyvetError("E601")
    wal = path.with_name(path.name + "-wal")
    # A folder on read-only media has no place for the WAL's shared memory.
    mode = "mode=ro" if wal.exists() else "immutable=1"
    database = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
    database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    return database


def _prepare(database: sqlite3.Connection) -> None:
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        f"cache_size = -{_CACHE_KIB}",
        "wal_autocheckpoint = 0",
    ):
        database.execute(f"PRAGMA {pragma}")


def _create(database: sqlite3.Connection) -> None:
    database.executescript(f"BEGIN; {SCHEMA} COMMIT;")
    database.execute("INSERT INTO state VALUES (?, 0, '')", (FORMAT,))


def _checked(database: sqlite3.Connection) -> sqlite3.Connection:
    """Return the database if it is laid out as `SCHEMA` says, with no trigger or view beside."""
    with closing(sqlite3.connect(":memory:")) as reference:
        reference.executescript(SCHEMA)
        if _layout(database) == _layout(reference):
            return database
    database.close()
    raise TruyvetError("E602", reason="it is laid out otherwise")


def _layout(database: sqlite3.Connection) -> list[tuple[str, str, str]]:
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
    return database.execute(query).fetchall()


def differing_tables(database: sqlite3.Connection, path: Path) -> list[str]:
    """Return the tables whose rows are not those of the database at `path`.

    The other's own consistency is checked too: a search tree that leaves rows out is `integrity`.
    """
    database.execute("ATTACH ? AS other", (str(path),))
    sound = database.execute("PRAGMA other.integrity_check(1)").fetchone() == ("ok",)
    different = [] if sound else ["integrity"]
    for table in TABLES:
        one, two = f"SELECT * FROM main.{table}", f"SELECT * FROM other.{table}"  # noqa: S608
        differing = (
            f"SELECT 1 FROM ({one} EXCEPT {two}) UNION ALL SELECT 1 FROM ({two} EXCEPT {one})"  # noqa: S608
            f" UNION ALL SELECT 1 WHERE (SELECT count(*) FROM main.{table})"
            f" <> (SELECT count(*) FROM other.{table}) LIMIT 1"
        )
        if database.execute(differing).fetchone():
            different.append(table)
    if words_differ(database):
        different.append("words")
    database.execute("DETACH other")
    return different
