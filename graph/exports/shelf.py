"""A place on disk for what a writer must look up again: memory stays the same for any graph.

A private SQLite database without a name, which the system removes by itself. Keys are the ids of
nodes.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from typing import Any

_BATCH = 200


class Shelf:
    """Facts of nodes by id, and pieces in the order in which they were laid down for an id."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Take a new database."""
        self._database = database
        database.execute("CREATE TABLE facts (id TEXT PRIMARY KEY, fact TEXT) WITHOUT ROWID")
        database.execute("CREATE TABLE pieces (id TEXT, n INTEGER, piece TEXT, PRIMARY KEY (id, n))"
                         " WITHOUT ROWID")  # fmt: skip

    def keep(self, facts: Iterable[tuple[str, Any]]) -> None:
        """Keep one value, of what JSON can hold, for each id."""
        self._insert("INSERT OR REPLACE INTO facts VALUES (?, ?)",
                     ((_key(one), json.dumps(fact)) for one, fact in facts))  # fmt: skip

    def get(self, one: str) -> Any:
        """Return what was kept for an id; None where nothing was."""
        query = "SELECT fact FROM facts WHERE id = ?"
        row = self._database.execute(query, (_key(one),)).fetchone()
        return None if row is None else json.loads(row[0])

    def lay(self, pieces: Iterable[tuple[str, Any]]) -> None:
        """Lay down any number of values for ids."""
        self._insert("INSERT INTO pieces VALUES (?, ?, ?)", (
            (_key(one), n, json.dumps(piece)) for n, (one, piece) in enumerate(pieces)
        ))  # fmt: skip

    def pieces(self, one: str) -> Iterator[Any]:
        """Yield what was laid down for an id, in that order."""
        query = "SELECT piece FROM pieces WHERE id = ? ORDER BY n"
        for (piece,) in self._database.execute(query, (_key(one),)):
            yield json.loads(piece)

    def _insert(self, query: str, rows: Iterable[tuple[Any, ...]]) -> None:
        left = iter(rows)
        while batch := list(islice(left, _BATCH)):
            self._database.executemany(query, batch)


def _key(one: str) -> bytes:
    return one.encode("utf-8", "surrogatepass")


@contextmanager
def shelf() -> Iterator[Shelf]:
    """Give an empty shelf and clear it away afterwards."""
    with closing(sqlite3.connect("", isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("BEGIN")
        yield Shelf(database)
