"""What a scan under way has gathered: a database of its own, one transaction for whole items.

Every item has a key by which it sorts as people read: entry and number of what was collected, then
for each step inwards the place among the children of its parent. So results can come in any order,
from any number of processes, and the finished lists are always the same.
"""

import sqlite3
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from ...hashes.canonical import encode_record
from ..item import Item, item_id, trusted_item
from .outcome import Efforts, Examined

_ROOT = struct.Struct(">QQ")
_CHILD = struct.Struct(">I")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS examined (
  key BLOB PRIMARY KEY, item BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,
  outcomes BLOB NOT NULL, efforts BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS observations (
  key BLOB NOT NULL, n INTEGER NOT NULL, line BLOB NOT NULL, PRIMARY KEY (key, n)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS texts (
  key BLOB NOT NULL, n INTEGER NOT NULL, line BLOB NOT NULL, PRIMARY KEY (key, n)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS children (
  key BLOB PRIMARY KEY, line BLOB NOT NULL, waits INTEGER) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS children_waiting ON children (key) WHERE waits;
"""


def root_key(seq: int, n: int) -> bytes:
    """Return the key of item `n` of entry `seq`."""
    return _ROOT.pack(seq, n)


def child_key(parent: bytes, place: int) -> bytes:
    """Return the key of the child at this place, from 0, of the item with the key `parent`."""
    return parent + _CHILD.pack(place)


@dataclass(frozen=True, kw_only=True, slots=True)
class Gathered:
    """All that was gathered of one item."""

    key: bytes
    """The item's key."""
    size: int
    """Its length in bytes."""
    examined: Examined
    """Its outcomes."""
    efforts: Efforts
    """What they took."""
    observations: Iterable[bytes]
    """Lines of observations, in order."""
    texts: Iterable[bytes]
    """Lines of texts, in order."""
    children: Iterable[tuple[bytes, Item]]
    """Items found in it, with their keys; their number is not given yet."""


class Gathering:
    """The database of a scan under way."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        path.chmod(0o600)
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -16384"):
            self._database.execute(f"PRAGMA {pragma}")
        self._database.executescript(_SCHEMA)
        self._database.execute(
            "UPDATE children SET waits = 1"
            " WHERE waits = 0 AND key NOT IN (SELECT key FROM examined)"
        )

    def begin(self) -> None:
        """Start a transaction unless one is open: items added are kept all together."""
        if not self._database.in_transaction:
            self._database.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Keep what was added since `begin`."""
        if self._database.in_transaction:
            self._database.execute("COMMIT")

    def add(self, gathered: Gathered) -> None:
        """Add an item's results; nothing of them is kept before `commit`."""
        self.begin()
        key, run = gathered.key, self._database.executemany
        try:
            self._database.execute("SAVEPOINT item")
            outcomes, efforts = encode_record(gathered.examined), encode_record(gathered.efforts)
            item = bytes.fromhex(gathered.examined.item)
            row = (key, item, gathered.size, outcomes, efforts)
            self._database.execute("INSERT INTO examined VALUES (?,?,?,?,?)", row)
            lines = ((key, n, line) for n, line in enumerate(gathered.observations))
            run("INSERT INTO observations VALUES (?,?,?)", lines)
            lines = ((key, n, line) for n, line in enumerate(gathered.texts))
            run("INSERT INTO texts VALUES (?,?,?)", lines)
            children = (
                (child, encode_record(item), None if item.sha256 is None else 1)
                for child, item in gathered.children
            )
            run("INSERT INTO children VALUES (?,?,?)", children)
            self._database.execute("RELEASE item")
        except BaseException:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK TO item")
            raise

    def has(self, item: str) -> bool:
        """Tell whether the item with this id is examined, whatever its key."""
        query = "SELECT 1 FROM examined WHERE item = ?"
        return self._database.execute(query, (bytes.fromhex(item),)).fetchone() is not None

    def leave(self, known: Callable[[Item], bool]) -> None:
        """Give out no more children that are `known`: another scan has recorded them meanwhile."""
        waiting = self._database.execute("SELECT key, line FROM children WHERE waits").fetchall()
        rows = [(key,) for key, line in waiting if known(trusted_item(line))]
        self._database.executemany("UPDATE children SET waits = NULL WHERE key = ?", rows)

    def take_child(self) -> tuple[bytes, Item] | None:
        """Return a child that waits to be examined, and count it as given out."""
        query = "SELECT key, line FROM children WHERE waits ORDER BY key LIMIT 1"
        row = self._database.execute(query).fetchone()
        if row is None:
            return None
        self.begin()
        self._database.execute("UPDATE children SET waits = 0 WHERE key = ?", (row[0],))
        return bytes(row[0]), trusted_item(row[1])

    def children(self) -> Iterator[Item]:
        """Yield all children in order, each with its number."""
        query = "SELECT line FROM children ORDER BY key"
        for n, (line,) in enumerate(self._database.execute(query)):
            yield msgspec.structs.replace(trusted_item(line), n=n)

    def lines(self, table: Literal["observations", "texts"]) -> Iterator[bytes]:
        """Yield the lines of observations or texts, in order."""
        query = f"SELECT line FROM {table} ORDER BY key, n"  # noqa: S608 - one of two constants
        return (row[0] for row in self._database.execute(query))

    def outcomes(self) -> Iterator[bytes]:
        """Yield the lines of outcomes, in order."""
        return (row[0] for row in self._database.execute("SELECT outcomes FROM examined"))

    def efforts(self) -> Iterator[bytes]:
        """Yield the lines of efforts, in order."""
        return (row[0] for row in self._database.execute("SELECT efforts FROM examined"))

    def counts(self) -> tuple[int, int]:
        """Return how many items are examined and their length in bytes together."""
        query = "SELECT count(*), coalesce(sum(size), 0) FROM examined"
        examined, size = self._database.execute(query).fetchone()
        return int(examined), int(size)

    def close(self) -> None:
        """Close the database; what was not committed is forgotten."""
        self._database.close()


def child_id(item: Item) -> str:
    """Return the id of an item that stands inside another."""
    return item_id("", item)
