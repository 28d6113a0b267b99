"""The views that SQL may ask, and the guard that lets it ask nothing else.

A connection is read-only by itself. Beside that an authorizer refuses everything but SELECT on
these views; what they are made of cannot be named. docs/guide/query.md shows the columns; a test
keeps the two equal.
"""

import secrets
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from ..evidence.errors import TruyvetError
from .source import STANDS, Source

STEPS = 50_000
"""Steps of SQLite's machine between two looks at the clock."""
MAX_LENGTH = 64 << 20
"""Bytes of a value or row: guards memory against what a function makes up."""
MAX_SQL = 1 << 20
"""Bytes of a statement."""


_MADE_OF = frozenset(
    (
        "items",
        "observations",
        "extractors",
        "acts",
        "nodes",
        "edges",
        "statements",
        "sources",
        "same",
    )
)
"""Tables that views are made of: their rows may be counted, which says no more than the view."""
_FORBIDDEN = frozenset(("load_extension", "fts3_tokenizer", "newest"))


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A view."""

    title: str
    """What a row of it is."""
    columns: Mapping[str, str]
    """Its columns, each with what it holds."""
    sql: str
    """What it is made of."""


_NAME = "{0}.seq || '{1}' || {0}.n"
_ITEM = (
    "(SELECT i.seq || '.' || i.n FROM main.items AS i WHERE i.id = {} ORDER BY i.seq DESC, i.n DESC"
    " LIMIT 1)"
)
VIEWS: dict[str, View] = {
    "items": View(
        title="an item, as its last line lists it",
        columns={
            "item": "short name, `2.17`",
            "id": "id, 64 hexadecimal digits",
            "entry": "entry that brought it",
            "kind": "file, directory, symlink …",
            "path": "path below its source, or inside what it was found in",
            "size": "length in bytes",
            "sha256": "hash of its bytes",
            "modified": "last modification, UTC",
            "problem": "why it could not be had whole",
            "parent": "id of the item it was found in",
        },
        sql=(
            f"SELECT {_NAME.format('t', '.')}, lower(hex(id)), seq, kind, path, size,"  # noqa: S608
            " iif(sha256 IS NULL, NULL, lower(hex(sha256))), modified, problem,"
            " iif(parent IS NULL, NULL, lower(hex(parent))) FROM main.items AS t"
            " WHERE NOT EXISTS (SELECT 1 FROM main.items AS x WHERE x.id = t.id"
            " AND (x.seq, x.n) > (t.seq, t.n))"
        ),
    ),
    "observations": View(
        title="what an extractor saw, unless a later scan superseded it or an officer retracted it",
        columns={
            "observation": "short name, `5:12`",
            "entry": "entry of the scan",
            "item": "short name of the item",
            "item_id": "id of the item",
            "extractor": "who saw it",
            "kind": "phone, email, file-type …",
            "value": "normal form, or as it stands there; the first 256 characters",
            "flag": "why it asks for attention",
        },
        sql=(
            f"SELECT {_NAME.format('o', ':')}, o.seq, {_ITEM.format('o.item')},"  # noqa: S608
            " lower(hex(o.item)), (SELECT name FROM main.extractors AS e WHERE e.seq = o.seq"
            " AND e.place = o.place), o.kind, o.value, o.flag FROM main.observations AS o"
            f" WHERE {STANDS}"
        ),
    ),
    "nodes": View(
        title="someone or something that links connect",
        columns={
            "node": "`kind:value`",
            "kind": "person, phone, bank-account …",
            "value": "normal form",
            "label": "its name, or its value",
            "degree": "links it has",
            "same": "node that stands for it, where decisions made several one",
        },
        sql=(
            "SELECT n.kind || ':' || n.value, n.kind, n.value, n.label, n.degree,"
            " (SELECT r.kind || ':' || r.value FROM links.same AS s JOIN links.nodes AS r"
            " ON r.id = s.root WHERE s.node = n.id) FROM links.nodes AS n"
        ),
    ),
    "edges": View(
        title="all statements of one relation from one node to another",
        columns={
            "subject": "who or what, `kind:value`",
            "relation": "in what relation",
            "object": "to whom or what",
            "count": "statements that stand",
            "first": "earliest time of them",
            "last": "latest time of them",
        },
        sql=(
            "SELECT a.kind || ':' || a.value, e.relation, b.kind || ':' || b.value, e.count,"
            " nullif(e.first, ''), nullif(e.last, '') FROM links.edges AS e"
            " JOIN links.nodes AS a ON a.id = e.a JOIN links.nodes AS b ON b.id = e.b"
            " WHERE e.count > 0"
        ),
    ),
    "statements": View(
        title="a statement or a mention, one that was ended too",
        columns={
            "statement": "short name, `5:12`",
            "entry": "entry that recorded it",
            "subject": "who or what, `kind:value`",
            "relation": "in what relation",
            "object": "to whom or what",
            "since": "when it happened, or from when it holds",
            "until": "until when it holds",
            "grade": "Admiralty grade",
            "confidence": "0 to 100",
            "sums": "amount and currency, or duration",
            "item": "short name of the item it rests on",
            "extractor": "extractor that says it; nothing for an officer's",
            "ended": "entry that ended it",
        },
        sql=(
            f"SELECT {_NAME.format('s', ':')}, s.seq, a.kind || ':' || a.value, e.relation,"  # noqa: S608
            " b.kind || ':' || b.value, nullif(s.since, ''), nullif(s.until, ''),"
            " nullif(s.grade, ''), s.confidence, nullif(s.sums, ''),"
            f" {_ITEM.format('(SELECT item FROM links.items AS l WHERE l.id = s.item)')},"
            " (SELECT name FROM links.sources AS w WHERE w.id = s.source), nullif(s.ended, 0)"
            " FROM links.statements AS s JOIN links.edges AS e ON e.id = s.edge"
            " JOIN links.nodes AS a ON a.id = e.a JOIN links.nodes AS b ON b.id = e.b"
        ),
    ),
    "entries": View(
        title="an act in the ledger",
        columns={
            "entry": "its number",
            "act": "collect, scan, tag …",
            "utc": "when, UTC",
            "zone": "the zone of the officer's clock",
            "actor": "the officer",
            "unit": "the officer's unit",
            "item": "short name of the item it is about, if of one",
        },
        sql=(
            f"SELECT seq, type, utc, zone, actor, unit, {_ITEM.format('t.item')}"  # noqa: S608
            " FROM main.acts AS t"
        ),
    ),
}
"""Views by name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a SELECT gave."""

    columns: tuple[str, ...]
    """Names of its columns."""
    rows: Iterator[tuple[object, ...]]
    """Its rows; reading them raises `TruyvetError` E593 or E594."""


def ask(source: Source, sql: str, *, seconds: float) -> Answer:
    """Run one SELECT on the views; the source serves nothing else afterwards.

    Raises `TruyvetError` E593 for anything else and for SQL that is wrong, E594 when it takes
    longer than `seconds`, rows being read included.
    """
    database = source.database
    inner = {name: f"of_{name}_{secrets.token_hex(8)}" for name in VIEWS}
    for name, view in VIEWS.items():
        # What a view is made of stands behind a name that nobody can guess: a query that calls
        # a sub-query of its own by the name of a view gains nothing.
        names = ", ".join(f'"{column}"' for column in view.columns)
        database.execute(f"CREATE TEMP VIEW {inner[name]} ({names}) AS {view.sql}")
        database.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM temp.{inner[name]}")  # noqa: S608
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_LENGTH)
    database.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, MAX_SQL)
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 2)
    database.set_authorizer(_Guard(inner))
    ends = time.monotonic() + seconds
    database.set_progress_handler(lambda: time.monotonic() > ends, STEPS)
    with _told(seconds):
        cursor = database.execute(sql)
    if cursor.description is None:
        raise _refused("it is no SELECT")
    columns = tuple(column[0] for column in cursor.description)
    return Answer(columns=columns, rows=_rows(cursor, seconds))


def _rows(cursor: sqlite3.Cursor, seconds: float) -> Iterator[tuple[object, ...]]:
    with _told(seconds):
        yield from cursor


@contextmanager
def _told(seconds: float) -> Iterator[None]:
    """Within this block an error of SQLite over what was asked leaves as E593 or E594."""
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_INTERRUPT:
            raise TruyvetError("E594", seconds=f"{seconds:g}") from error
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR):
            raise
        raise _refused(str(error)) from error


def _refused(reason: str) -> TruyvetError:
    return TruyvetError("E593", reason=reason, known=", ".join(VIEWS))


class _Guard:
    """Decides what of a statement is allowed (sqlite.org/c3ref/set_authorizer.html)."""

    def __init__(self, inner: Mapping[str, str]) -> None:
        self._inner = frozenset(inner.values())

    def __call__(
        self,
        action: int,
        what: str | None,
        column_or_function: str | None,
        place: str | None,
        within: str | None,
    ) -> int:
        if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE):
            return sqlite3.SQLITE_OK
        if within in self._inner and action in (sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION):
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ and column_or_function == "" and what in _MADE_OF:
            return sqlite3.SQLITE_OK  # how SQLite asks once it has folded a view into the query
        if action == sqlite3.SQLITE_READ and (what in self._inner or what in VIEWS):
            return sqlite3.SQLITE_OK if place == "temp" else sqlite3.SQLITE_DENY
        allowed = action == sqlite3.SQLITE_FUNCTION and column_or_function not in _FORBIDDEN
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
