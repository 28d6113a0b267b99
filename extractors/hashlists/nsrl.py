"""NSRL's Reference Data Set, version 3: a SQLite database (NIST, RDSv3).

The full sets keep the digests in the table METADATA and show FILE as a view; the minimal ones have
FILE (and DISTINCT_HASH) itself. Columns are `sha256`, `sha1`, `md5`, in upper-case hexadecimal.
The database is opened read-only and as unchanging; nothing in it is executed.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from .rows import STRENGTH, Row

MAGIC = b"SQLite format 3\0"
SOURCES = ("metadata", "file", "distinct_hash")
"""Tables or views with the digests, the best first."""


class NotASet(ValueError):
    """The database holds no digests where RDSv3 keeps them; the message says why."""


def rows(path: Path, algorithm: str) -> Iterator[Row]:
    """Yield the digests of a database: `algorithm`, or the strongest it has where this is empty.

    A row's number is its place in the table. `NotASet` where there are none or it is damaged.
    """
    address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    try:
        database = sqlite3.connect(address, uri=True)
        try:
            database.execute("PRAGMA trusted_schema = OFF")
            database.text_factory = lambda text: text.decode("ascii", "replace")
            table, column, name = _place(database, algorithm)
            query = f'SELECT "{column}" FROM "{table}"'  # noqa: S608 - names of the schema
            for number, (digest,) in enumerate(database.execute(query), 1):
                yield number, {name: digest} if isinstance(digest, str) else f"no {name} in it"
        finally:
            database.close()
    except sqlite3.Error as error:
        raise NotASet(f"SQLite says: {error}") from error


def _place(database: sqlite3.Connection, algorithm: str) -> tuple[str, str, str]:
    """Return (table, column, algorithm) to read."""
    names = [str(name) for (name,) in database.execute(
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name"
    )]  # fmt: skip
    ranked = sorted(
        (name for name in names if name.lower() in SOURCES),
        key=lambda name: SOURCES.index(name.lower()),
    )
    for table in ranked:
        quoted = table.replace('"', '""')
        columns = [str(row[1]) for row in database.execute(f'PRAGMA table_info("{quoted}")')]
        for wanted in (algorithm,) if algorithm else STRENGTH:
            for column in columns:
                if column.lower() == wanted:
                    return quoted, column, wanted
    raise NotASet(f"no table of RDSv3 with a column {algorithm or 'sha256, sha1 or md5'}")
