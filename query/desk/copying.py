"""Copying from a case what the desk looks up: selectors, names, hashes, who holds what.

A case whose ledger has not grown is not opened. One that has is copied from the entry on that was
copied last: only what its new entries touch is counted anew. Nothing is copied from a case that is
not the one that was attached, or whose ledger is not the continuation of the one read before.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from ...evidence.case import Case
from ...evidence.database import INDEX_NAME
from ...evidence.durable import open_plain
from ...evidence.entry import read_leaf
from ...evidence.errors import INDEX_ERRORS, TruyvetError, of_os_error, of_sqlite_error
from ...evidence.ledger import LEDGER_NAME, READ_BYTES, Tail
from ...evidence.links.schema import LINKS_NAME
from ...hashes.digest import sha256_hex
from ..coverage import covered
from ..source import Source, opened
from .database import writing
from .desk import Desk, OnDesk, forget
from .ended import LEFT_OUT, copy_ended
from .hashing import copy_hashes
from .holding import copy_persons
from .schema import NAME, OF_CASES

_AT = "(SELECT CAST(strftime('%s', utc) AS INTEGER) FROM links.entries WHERE seq = {})"


class NotCopied(Exception):
    """A case could not be copied; the message says why, for people."""


def refresh_case(desk: Desk, one: OnDesk, *, anew: bool = False) -> str:
    """Bring what the desk holds of a case up to date; return how it was found: `unchanged`, `read`.

    Raises `NotCopied` with what keeps it from being read; that is remembered too, and what was
    copied before stays, as of when it was.
    """
    try:
        size = ledger_size(one)
        if not anew and not one.problem and size == one.size and _ends_as(one, size):
            return "unchanged"
        _copy(desk, one, size, anew=anew)
    except NotCopied as error:
        _remember(desk, one, str(error))
        raise
    except (TruyvetError, OSError) as error:
        told = error if isinstance(error, TruyvetError) else of_os_error(error, one.path)
        reason = f"{told.code}: {told.text}"
        _remember(desk, one, reason)
        raise NotCopied(reason) from error
    return "read"


def _remember(desk: Desk, one: OnDesk, problem: str) -> None:
    with writing(desk.database):
        row = (problem, one.place)
        desk.database.execute("UPDATE cases SET problem = ? WHERE place = ?", row)


def ledger_size(one: OnDesk) -> int:
    """Return the length of a case's ledger in bytes; `NotCopied` where there is none to be read."""
    try:
        return (Path(one.path) / LEDGER_NAME).stat().st_size
    except FileNotFoundError as error:
        raise NotCopied("it is no longer there; moved? truyvet desk add NEW-FOLDER") from error
    except OSError as error:
        raise NotCopied(of_os_error(error, one.path).text) from error


def _ends_as(one: OnDesk, size: int) -> bool:
    """Tell whether a ledger's last line is the one that was read last."""
    with open_plain(Path(one.path) / LEDGER_NAME) as file:
        file.seek(max(0, size - READ_BYTES))
        last = file.read().removesuffix(b"\n").rpartition(b"\n")[2]
    return sha256_hex(last) == one.prev


def whole_case(one: OnDesk) -> Case:
    """Return the case that was attached; `NotCopied` where another or none stands there."""
    ledger_size(one)
    case = Case(Path(one.path))
    if case.opening()[0] != one.id:
        raise NotCopied("another case stands there now")
    return case


def _copy(desk: Desk, one: OnDesk, size: int, *, anew: bool) -> None:
    case = whole_case(one)
    tail = case.ledger.tail()
    since = 0 if anew else _continues(case, one, tail)
    with opened(case) as source:
        entries, prev = source.index.head() or (0, "")
        coverage = json.dumps(asdict(covered(source)), ensure_ascii=False)
        utc = source.recorded(entries - 1)
        with _attached(desk.database, case), writing(desk.database):
            if not since:
                forget(desk.database, one.place, OF_CASES)
            _Copier(desk.database, source, one.place, since).run()
            copy_ended(desk.database, source, one.place)
            _admit(desk.database, one.place, tail)
            copy_persons(desk.database, one.place)
            row = (entries, prev, _size_at(case, entries, size), utc, coverage, one.place)
            desk.database.execute(
                "UPDATE cases SET entries = ?, prev = ?, size = ?, utc = ?, coverage = ?,"
                " problem = '' WHERE place = ?",
                row,
            )


def _continues(case: Case, one: OnDesk, tail: Tail) -> int:
    """Return from which entry on to copy; `NotCopied` where the ledger is not what it was."""
    if not one.entries:
        return 0
    if tail.seq < one.entries:
        lost = f"its ledger has {tail.seq} entries; {one.entries} were read before"
        raise NotCopied(f"{lost}: verify it")
    with open_plain(case.ledger.path) as file:
        file.seek(one.size)
        line = file.readline(READ_BYTES).removesuffix(b"\n")
    try:
        prev = read_leaf(line).entry.prev if line else tail.prev
    except ValueError:
        prev = ""
    if prev != one.prev:
        raise NotCopied("its ledger says otherwise than when it was read before: verify it")
    return one.entries


def _size_at(case: Case, entries: int, most: int) -> int:
    """Return the bytes of the first `entries` lines; mostly all of the ledger."""
    size = 0
    for number, line in enumerate(case.ledger.lines()):
        if number == entries:
            break
        size += line.size + 1
    return size or most


@contextmanager
def _attached(database: sqlite3.Connection, case: Case) -> Iterator[None]:
    """Give both indexes of a case to the desk's connection, to be read only."""
    for name, path in (("links", case.folder / LINKS_NAME), ("own", case.folder / INDEX_NAME)):
        wal = path.with_name(f"{path.name}-wal").exists()
        mode = "mode=ro" if wal else "immutable=1"
        try:
            database.execute(f"ATTACH ? AS {name}", (f"{path.absolute().as_uri()}?{mode}",))
        except INDEX_ERRORS as error:
            raise of_sqlite_error(error, path) from error
    try:
        yield
    finally:
        for name in ("links", "own"):
            database.execute(f"DETACH {name}")


class _Copier:
    """Copies the rows of one case, from the entry `since` on."""

    def __init__(
        self, database: sqlite3.Connection, source: Source, place: int, since: int
    ) -> None:
        self._database = database
        self._source = source
        self._place = place
        self._since = since

    def run(self) -> None:
        """Copy selectors, names and hashes."""
        database = self._database
        database.execute("DROP TABLE IF EXISTS temp.fresh")
        database.execute("DROP TABLE IF EXISTS temp.touched")
        database.execute(
            "CREATE TEMP TABLE fresh (value TEXT, kind TEXT, count INTEGER, first INTEGER,"
            " last INTEGER)"
        )
        touched = ""
        if self._since:
            self._touch()
            touched = " AND n.id IN (SELECT node FROM temp.touched)"
        self._selectors(touched)
        self._names()
        copy_hashes(database, self._source, self._place, self._since)
        self._lay()

    def _touch(self) -> None:
        """Gather the nodes of which new entries say something, or no longer say it."""
        self._database.execute("CREATE TEMP TABLE touched (node INTEGER PRIMARY KEY)")
        for end in ("a", "b"):
            self._database.execute(
                f"INSERT OR IGNORE INTO temp.touched SELECT e.{end} FROM links.statements AS s"  # noqa: S608
                " JOIN links.edges AS e ON e.id = s.edge WHERE s.seq >= ?1 OR s.ended >= ?1",
                (self._since,),
            )

    def _selectors(self, touched: str) -> None:
        marks = ",".join("?" * len(LEFT_OUT))
        self._database.execute(
            "INSERT INTO temp.fresh SELECT n.value, n.kind, count(*), min(s.seq), max(s.seq)"  # noqa: S608
            " FROM links.nodes AS n CROSS JOIN links.adj AS d ON d.a = n.id"
            " CROSS JOIN links.statements AS s ON s.edge = d.edge AND s.ended = 0"
            f" WHERE n.kind NOT IN ({marks}){touched} GROUP BY n.id",
            LEFT_OUT,
        )

    def _names(self) -> None:
        """Names are few beside the rest: all of them are counted anew."""
        self._database.execute(
            "INSERT INTO temp.fresh SELECT name_key(name), ?1, count(*), min(seq), max(seq) FROM ("
            "SELECT m.name AS name, s.seq AS seq FROM links.names AS m CROSS JOIN links.statements"
            " AS s ON s.edge = m.edge AND s.ended = 0 UNION ALL"
            " SELECT n.value, s.seq FROM links.nodes AS n CROSS JOIN links.adj AS d ON d.a = n.id"
            " CROSS JOIN links.statements AS s ON s.edge = d.edge AND s.ended = 0"
            " WHERE n.kind IN (?1, 'alias')) GROUP BY 1",
            (NAME,),
        )

    def _lay(self) -> None:
        """Lay the rows into the look-up index, in its order, in place of what was there."""
        database, place = self._database, self._place
        database.execute("INSERT OR IGNORE INTO kinds (kind) SELECT DISTINCT kind FROM temp.fresh")
        if self._since:
            self._drop_touched()
        database.execute(
            f"INSERT OR REPLACE INTO sightings SELECT f.value, k.id, ?, 0, f.count,"  # noqa: S608
            f" ifnull({_AT.format('f.first')}, 0), ifnull({_AT.format('f.last')}, 0)"
            " FROM temp.fresh AS f CROSS JOIN kinds AS k ON k.kind = f.kind"
            " ORDER BY f.value, k.id",
            (place,),
        )
        database.execute("DROP TABLE temp.fresh")
        database.execute("DROP TABLE IF EXISTS temp.touched")

    def _drop_touched(self) -> None:
        marks = ",".join("?" * len(LEFT_OUT))
        self._database.execute(
            "DELETE FROM sightings WHERE (value, kind, place, row) IN"  # noqa: S608
            " (SELECT n.value, k.id, ?, 0 FROM temp.touched AS t CROSS JOIN links.nodes AS n"
            " ON n.id = t.node CROSS JOIN kinds AS k ON k.kind = n.kind"
            f" WHERE n.kind NOT IN ({marks}))",
            (self._place, *LEFT_OUT),
        )
        self._database.execute(
            "DELETE FROM sightings WHERE (value, kind, place, row) IN"
            " (SELECT name_key(n.value), k.id, ?, 0 FROM temp.touched AS t CROSS JOIN links.nodes"
            " AS n ON n.id = t.node CROSS JOIN kinds AS k ON k.kind = ?2"
            " WHERE n.kind IN (?2, 'alias'))",
            (self._place, NAME),
        )


def _admit(database: sqlite3.Connection, place: int, tail: Tail) -> None:
    """Remember whose keys the case admits now."""
    database.execute("DELETE FROM admitted WHERE place = ?", (place,))
    rows = [(place, one.card.id) for one in tail.keys.all() if one.until is None]
    database.executemany("INSERT INTO admitted VALUES (?,?)", rows)
