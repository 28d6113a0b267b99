"""The index: what the ledger and the manifests say, laid out for questions (SQLite, WAL).

Derived and never evidence: it can be thrown away and rebuilt to an equal one. It knows up to
which entry it has read the ledger; an index that is behind catches up, one that speaks of
another ledger is rebuilt.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import examined
from .acts import Collect, Export, Note, Scan, Tag, type_of
from .database import FORMAT, differing_tables, open_database
from .entry import Entry
from .errors import TruyvetError
from .item import Item, item_id, trusted_item

_SHORT_NAME = re.compile(r"([0-9]{1,15})\.([0-9]{1,15})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """An item as the index knows it."""

    seq: int
    """Entry that brought it."""
    n: int
    """Number in that entry's manifest."""
    id: str
    """Item id, 64 hexadecimal digits."""
    kind: str
    """What it was: file, directory, symlink …"""
    path: str
    """Path below its source."""
    size: int | None
    """Length in bytes."""
    sha256: str | None
    """Hash of its bytes, if they were stored."""
    modified: str | None
    """Last modification, UTC."""
    problem: str | None
    """Problem code and the system's reason, if any."""
    position: int
    """Byte offset of its line in the manifest."""
    parent: str | None
    """Id of the item it was found in."""
    unverified: bool = False
    """Whether anything in it came from a server whose certificate is not to be trusted."""

    @property
    def name(self) -> str:
        """The short name, such as `2.17`."""
        return f"{self.seq}.{self.n}"


_COLUMNS = (
    "seq, n, lower(hex(id)), kind, path, size, iif(sha256 IS NULL, NULL, lower(hex(sha256))),"
    " modified, problem, position, iif(parent IS NULL, NULL, lower(hex(parent))),"
    " unverified"
)
_NEWEST = (
    "NOT EXISTS (SELECT 1 FROM items AS later WHERE later.id = items.id"
    " AND (later.seq, later.n) > (items.seq, items.n))"
)


class Index:
    """An open index database."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self.examinations = examined.Examinations(database)
        """What was examined, how it ended and what was seen."""

    @classmethod
    def open(cls, path: Path, *, writable: bool) -> "Index":
        """Open the index at `path`, creating it when `writable`.

        Raises `TruyvetError` E601 when there is none to read, E602 when it is no index.
        """
        return cls(open_database(path, writable=writable))

    @classmethod
    def build(cls, path: Path) -> "Index":
        """Make a new, empty index at `path`."""
        return cls.open(path, writable=True)

    def head(self) -> tuple[int, str] | None:
        """Return (entries read, hash of the last of them), or none where there is no index."""
        try:
            row = self._database.execute("SELECT format, entries, prev FROM state").fetchone()
        except sqlite3.OperationalError:
            return None
        if row is None or row[0] != FORMAT:
            raise TruyvetError("E602", reason="it has another format")
        return row[1], row[2]

    def begin(self) -> None:
        """Start a transaction, unless one is open; nothing of it is seen before `commit`."""
        if not self._database.in_transaction:
            self._database.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make the transaction lasting and fold it into the database file."""
        self._database.execute("COMMIT")
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def rollback(self) -> None:
        """Forget the transaction, if one is open."""
        if self._database.in_transaction:
            self._database.execute("ROLLBACK")

    def add_items(self, seq: int, collection: str, lines: Iterable[bytes], position: int) -> int:
        """Add the items of manifest lines that start at byte `position`; return where they end."""
        rows = []
        for line in lines:
            rows.append(_row(seq, collection, trusted_item(line), position))
            position += len(line) + 1
        self._database.executemany("INSERT INTO items VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", rows)
        return position

    def add_entry(self, entry: Entry, leaf_hash: str) -> None:
        """Add what `entry` says, but for the items of a collection, and move the head to it."""
        act, actor, time = entry.act, entry.actor, entry.time
        of = act.item if isinstance(act, Export | Tag | Note) else None
        item = bytes.fromhex(of) if of else None
        self._database.execute(
            "INSERT INTO acts VALUES (?,?,?,?,?,?,?,?)",
            (entry.seq, type_of(act), time.utc, time.zone, actor.name, actor.unit, actor.key, item),
        )
        if isinstance(act, Collect):
            manifest = entry.outputs[0].sha256
            self._add_collection(entry.seq, act.collection, manifest, act.collector)
        if isinstance(act, Scan):
            self._add_scan(entry, act)
        if isinstance(act, Export):
            rows = ((bytes.fromhex(one.item), entry.seq) for one in act.more)
            self._database.executemany("INSERT OR IGNORE INTO packed VALUES (?,?)", rows)
        if isinstance(act, Tag):
            self._tag(entry.seq, act)
        self._database.execute("UPDATE state SET entries = ?, prev = ?", (entry.seq + 1, leaf_hash))

    def _add_scan(self, entry: Entry, act: Scan) -> None:
        outputs = [(ref.kind, ref.sha256) for ref in entry.outputs]
        self.examinations.add_scan(entry.seq, act, outputs)
        self._add_collection(entry.seq, act.scan, dict(outputs).get("manifest", ""), None)

    def _add_collection(self, seq: int, name: str, manifest: str, collector: str | None) -> None:
        """Add what brought items: a collection, or a scan, which has no collector."""
        row = (seq, name, manifest, collector)
        self._database.execute("INSERT INTO collections VALUES (?,?,?,?)", row)

    def _tag(self, seq: int, act: Tag) -> None:
        self._database.execute("DELETE FROM tags WHERE name = ? AND tag = ?", (act.name, act.tag))
        if not act.off:
            row = (act.name, act.tag, bytes.fromhex(act.item), seq)
            self._database.execute("INSERT INTO tags VALUES (?,?,?,?)", row)

    def tags(self, *, item: str | None = None) -> list[tuple[str, str, int]]:
        """Return (short name of what bears it, tag, entry) of all tags, or of those of an item."""
        query = "SELECT name, tag, seq FROM tags WHERE ?1 IS NULL OR item = ?1 ORDER BY seq"
        of = None if item is None else bytes.fromhex(item)
        return self._database.execute(query, (of,)).fetchall()

    def has_child(self, item: str, sha256: str | None = None) -> bool:
        """Tell whether there is an item with this id, and these bytes if any, inside another.

        What once had no bytes, for want of a password, is listed anew with them.
        """
        query = "SELECT 1 FROM items WHERE id = ? AND parent IS NOT NULL"
        query += " AND sha256 IS ifnull(?, sha256)"
        digest = None if sha256 is None else bytes.fromhex(sha256)
        row = self._database.execute(query, (bytes.fromhex(item), digest)).fetchone()
        return row is not None

    def collection_of(self, seq: int) -> tuple[str, str, str | None] | None:
        """Return (id of collection or scan, hash of its manifest, collector) of the entry `seq`."""
        query = "SELECT collection, manifest, collector FROM collections WHERE seq = ?"
        found: tuple[str, str, str | None] | None = self._database.execute(query, (seq,)).fetchone()
        return found

    def brought_by(self, collector: str) -> list[int]:
        """Return the entries of the collections that a collector made."""
        query = "SELECT seq FROM collections WHERE collector = ? ORDER BY seq"
        return [row[0] for row in self._database.execute(query, (collector,))]

    def recorded(self, collection: str) -> bool:
        """Tell whether the ledger has an entry for this collection or scan."""
        query = "SELECT 1 FROM collections WHERE collection = ?"
        return self._database.execute(query, (collection,)).fetchone() is not None

    def holds(self, sha256: str) -> bool:
        """Tell whether some item's bytes have this hash."""
        query = "SELECT 1 FROM items WHERE sha256 = ? LIMIT 1"
        return self._database.execute(query, (bytes.fromhex(sha256),)).fetchone() is not None

    def items(
        self,
        *,
        glob: str | None = None,
        sha256: str | None = None,
        name: str | None = None,
        seq: int | None = None,
        problems: bool = False,
        unverified: bool = False,
    ) -> Iterator[Row]:
        """Yield items in ledger order.

        By path glob, by hash, by short name or start of the id, by entry, or only those with a
        problem, or unverified; all that is given must hold.
        """
        clauses, values = ["1"], list[object]()
        if glob is not None:
            clauses.append("path GLOB ?")
            values.append(glob.replace("[", "[[]"))
        if sha256 is not None:
            clauses.append("sha256 BETWEEN ? AND ?")
            values.extend(_span(sha256))
        if seq is not None:
            clauses.append("seq = ?")
            values.append(seq)
        if problems:
            clauses.append("problem IS NOT NULL")
        if unverified:
            clauses.append("unverified")
        if name is not None:
            clause, given = _by_name(name)
            clauses.append(clause)
            values.extend(given)
        return self._rows(" AND ".join(clauses), values)

    def inside(self, *items: str) -> Iterator[Row]:
        """Yield what was found inside the items with these ids (at most 999), in ledger order."""
        marks = ",".join("?" * len(items))
        return self._rows(f"parent IN ({marks})", [bytes.fromhex(item) for item in items])

    def below(self, folder: Row) -> Iterator[Row]:
        """Yield what its collection has below a collected folder, by the paths that people see.

        Two sources of one name, or two names that are not UTF-8, may look the same here.
        """
        stem = folder.path.rstrip("/")
        where = "seq = ? AND parent IS NULL AND path > ? AND path < ?"
        return self._rows(where, (folder.seq, f"{stem}/", f"{stem}0"))  # 0 follows / in ASCII

    def items_with_bytes(self) -> Iterator[Row]:
        """Yield all items whose bytes are stored, in ledger order; of lines of one item the last.

        A collection that goes on lists a file anew that has changed since: the later line counts.
        """
        return self._rows(f"sha256 IS NOT NULL AND {_NEWEST}")

    def _rows(self, where: str, values: Sequence[object] = ()) -> Iterator[Row]:
        query = f"SELECT {_COLUMNS} FROM items WHERE {where} ORDER BY seq, n"  # noqa: S608 - constants
        for *facts, unverified in self._database.execute(query, values):
            named = dict(zip(Row.__slots__, (*facts, bool(unverified)), strict=True))
            yield Row(**named)

    def acts_on(self, item: str) -> list[int]:
        """Return the entries, after its collection, that name the item with this id."""
        query = "SELECT seq FROM acts WHERE item = ?1 UNION SELECT seq FROM packed WHERE item = ?1"
        rows = self._database.execute(f"{query} ORDER BY seq", (bytes.fromhex(item),))
        return [row[0] for row in rows]

    def totals(self) -> tuple[int, int, int]:
        """Return (items, bytes of all items, items with a problem)."""
        query = "SELECT count(*), coalesce(sum(size) FILTER (WHERE sha256 IS NOT NULL), 0),"
        row = self._database.execute(f"{query} count(problem) FROM items").fetchone()
        return int(row[0]), int(row[1]), int(row[2])

    def population(self) -> tuple[int, int, int]:
        """Return (all items, those with stored bytes, files whose bytes could not be had)."""
        query = (
            "SELECT count(*), count(sha256), count(*) FILTER (WHERE sha256 IS NULL"  # noqa: S608
            " AND (kind IN ('file', 'unknown') OR problem IS NOT NULL)) FROM items"
            f" WHERE {_NEWEST}"
        )
        row = self._database.execute(query).fetchone()
        return int(row[0]), int(row[1]), int(row[2])

    def differs_from(self, path: Path) -> list[str]:
        """Return the tables whose rows are not those of the index at `path`.

        Where that one is not consistent in itself, `integrity` comes first.
        """
        return differing_tables(self._database, path)

    def close(self) -> None:
        """Close the database; an open transaction is forgotten."""
        self._database.close()


def _row(seq: int, collection: str, item: Item, position: int) -> tuple[object, ...]:
    digest = bytes.fromhex(item.sha256) if item.sha256 else None
    problem = (
        ": ".join(filter(None, (item.problem.code, item.problem.text))) if item.problem else None
    )
    identity = bytes.fromhex(item_id(collection, item))
    return (
        seq, item.n, identity, item.kind, item.path, item.size, digest, item.modified, problem,
        position, bytes.fromhex(item.parent) if item.parent else None, item.unverified,
    )  # fmt: skip


def _by_name(name: str) -> tuple[str, list[object]]:
    short = _SHORT_NAME.fullmatch(name)
    if short:
        return "seq = ? AND n = ?", [int(short[1]), int(short[2])]
    if not 6 <= len(name) <= 64 or set(name.lower()) - set("0123456789abcdef"):
        return "0", []
    return "id BETWEEN ? AND ?", [*_span(name)]


def _span(start: str) -> tuple[bytes, bytes]:
    """Return the least and the greatest hash that begin with these hexadecimal digits."""
    return bytes.fromhex(start.ljust(64, "0")), bytes.fromhex(start.ljust(64, "f"))
