"""Reference registers of a desk: brought in as a collection, read in bulk into the look-up index.

A register is three items of one collection: `register.json` with its name, the table byte for
byte, the profile's text. Its rows are no observations: they are read again from the stored table
by the stored profile whenever the look-up index is built anew.
"""

import json
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ...collectors import files
from ...collectors.handle import Handle
from ...collectors.readers import read_one
from ...evidence.acting import Acting
from ...evidence.acts import SourcePath
from ...evidence.case import Case
from ...evidence.copying import absolute
from ...evidence.desks import COLLECTOR
from ...evidence.durable import open_plain
from ...evidence.entry import Entry
from ...evidence.errors import TruyvetError
from ...evidence.intake import NOTHING, sum_up
from ...evidence.item import Item, item_id, readable
from ...evidence.manifest import encode_items
from ...evidence.scans.locator import BYTES, Locator, parse_span, shown
from ...evidence.writing import Writer
from ...hashes.canonical import decode_record, encode_record
from .database import kind_id, writing
from .desk import Desk, Register, forget
from .reading import MAX_TABLE, Row, Rows, headings_text
from .schema import NAME, OF_REGISTERS, name_key
from .stored import PROFILE, RECORD, RECORD_NAME, TABLE, RegisterRecord, bytes_of, items_of

_MOST_UNREAD = 100_000
"""Rows that could not be read, kept one by one; all are counted."""


def check_table(path: Path) -> bytes:
    """Return the bytes of a table; `TruyvetError` E501 where there is none, E619 if too large."""
    if not path.exists():
        raise TruyvetError("E501", path=path)
    if not path.is_file():
        raise TruyvetError("E619", reason=f"{path} is no file")
    if path.stat().st_size > MAX_TABLE:
        raise TruyvetError("E619", reason=f"it is longer than {MAX_TABLE} bytes")
    return path.read_bytes()


def try_table(table: bytes, profile: str) -> None:
    """Read the first rows of a table; `TruyvetError` E619 where that cannot be done."""
    with Rows(table, profile) as rows:
        next(rows.batches(), None)


def collect_register(
    writer: Writer, acting: Acting, path: Path, *, record: RegisterRecord, profile: str, note: str
) -> Entry:
    """Bring a register into the desk as one collection; its rows are read by `load_register`."""
    raw = os.fsencode(absolute(os.fspath(path)))
    shown, hexadecimal = readable(raw)
    sources = (SourcePath(path=shown, path_bytes=hexadecimal),)
    options = f"{record.name} {record.profile}"[:4096]
    collecting = writer.begin_collect(acting, COLLECTOR, sources, note, options)
    store = writer.layout.store
    handle = Handle(
        source=0, path=raw, name=os.path.basename(raw), regular=True, size=os.stat(raw).st_size
    )
    texts = {
        RECORD: (RECORD_NAME, encode_record(record)),
        PROFILE: (f"{record.profile}.toml", profile.encode()),
    }
    for n in range(collecting.next_n, 3):
        if n == TABLE:
            item = read_one(store, files.capture, n, handle)
            if item.sha256 is None or item.problem is not None:
                collecting.close()
                raise TruyvetError("E619", reason=item.problem.text if item.problem else "no bytes")
        else:
            name, content = texts[n]
            stored = store.put_bytes(content)
            item = Item(
                collected=acting.clock().utc, kind="file", n=n, path=name, sha256=stored.sha256,
                size=stored.size, source=0,
            )  # fmt: skip
        collecting.add(encode_items([item]), sum_up([item], NOTHING))
    return writer.finish_collect(acting, collecting, finished=True)


def load_register(desk: Desk, place: int, progress: Callable[[int, int], None]) -> Register:
    """Read a register's rows from the stored table into the look-up index, in place of older ones.

    `progress` is told how many more rows and characters there are. Raises `TruyvetError` E301 or
    E302 where what is stored is missing or damaged, E619 where it cannot be read; that is
    remembered too.
    """
    try:
        found = _read_register(desk, place, progress)
    except TruyvetError as error:
        with writing(desk.database):
            row = (f"{error.code}: {error.text}", place)
            desk.database.execute("UPDATE registers SET problem = ? WHERE place = ?", row)
        raise
    return found


def _read_register(desk: Desk, place: int, progress: Callable[[int, int], None]) -> Register:
    case = desk.case
    manifest, collection = _collection(case, place)
    items = list(items_of(case, manifest))
    record = decode_record(bytes_of(case, items[RECORD]), RegisterRecord)
    table, profile = items[TABLE], items[PROFILE]
    text = bytes_of(case, profile).decode()
    with Rows(bytes_of(case, table), text) as rows, writing(desk.database):
        forget(desk.database, place, OF_REGISTERS)
        loader = _Loader(desk.database, place)
        for batch in rows.batches():
            loader.add(batch)
            progress(len(batch), sum(sum(map(len, row.cells)) + len(row.cells) for row in batch))
        loader.finish()
        facts = {
            "place": place,
            "name": record.name,
            "profile": record.profile,
            "source": _source(case, place, table),
            "item": item_id(collection, table),
            "item_name": f"{place}.{table.n}",
            "sha256": table.sha256,
            "profile_sha256": profile.sha256,
            "headings": headings_text(rows.headings),
            "rows": loader.rows,
            "unread": loader.unread,
            "problem": "",
        }
        sets = ", ".join(f"{name} = :{name}" for name in facts)
        desk.database.execute(f"UPDATE registers SET {sets} WHERE place = :place", facts)  # noqa: S608
    return next(one for one in desk.all_registers() if one.place == place)


def table_of(desk: Desk, place: int) -> tuple[str, str]:
    """Return (id, short name) of the item that is a register's table, read or not; E301, E302."""
    manifest, collection = _collection(desk.case, place)
    table = list(items_of(desk.case, manifest))[TABLE]
    return item_id(collection, table), f"{place}.{table.n}"


def _collection(case: Case, place: int) -> tuple[str, str]:
    """Return (hash of the manifest, id of the collection) of a register."""
    with case.reading() as index:
        found = index.collection_of(place)
    if found is None:
        raise TruyvetError("E604", item=f"entry {place}")
    return found[1], found[0]


def _source(case: Case, place: int, table: Item) -> str:
    for signed in case.ledger.entries():
        if signed.entry.seq == place:
            sources = getattr(signed.entry.act, "sources", ())
            return sources[table.source].path if sources else table.path
    return table.path


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


class _Loader:
    """Takes rows into the look-up index, within a transaction of the caller."""

    def __init__(self, database: sqlite3.Connection, place: int) -> None:
        self.rows = 0
        """Rows so far."""
        self.unread = 0
        """Of them, those that could not be read, or not all of them."""
        self._database = database
        self._place = place
        self._kinds = dict[str, int]()
        database.execute("DROP TABLE IF EXISTS temp.loaded")
        database.execute("CREATE TEMP TABLE loaded (value TEXT, kind INTEGER, row INTEGER)")

    def add(self, batch: tuple[Row, ...]) -> None:
        """Take in rows, in order."""
        rows, loaded, unread = [], list[tuple[str, int, int]](), []
        for row in batch:
            self.rows += 1
            number, locator = self.rows, _json(row.locator)
            cells = (row.number, row.sheet, row.headings, *row.cells)
            rows.append((self._place, number, locator, _json(cells)))
            for kind, value in row.selectors:
                loaded.append((*self._value(kind, value), number))
            if row.problem:
                self.unread += 1
                if self.unread <= _MOST_UNREAD:
                    unread.append((self._place, number, row.number, locator, row.problem))
        self._database.executemany("INSERT INTO rows VALUES (?,?,?,?)", rows)
        self._database.executemany("INSERT INTO temp.loaded VALUES (?,?,?)", loaded)
        self._database.executemany("INSERT INTO unread VALUES (?,?,?,?,?)", unread)

    def _value(self, kind: str, value: str) -> tuple[str, int]:
        if kind in (NAME, "alias"):
            kind, value = NAME, name_key(value)
        if kind not in self._kinds:
            self._kinds[kind] = kind_id(self._database, kind)
        return value, self._kinds[kind]

    def finish(self) -> None:
        """Lay the values into the look-up index, in its order."""
        self._database.execute(
            "INSERT OR IGNORE INTO sightings SELECT value, kind, ?, row, 1, 0, 0"
            " FROM temp.loaded ORDER BY value, kind, row",
            (self._place,),
        )
        self._database.execute("DROP TABLE temp.loaded")


def unread_rows(desk: Desk, register: Register, most: int) -> list[tuple[int, str, str]]:
    """Return (row, locator, reason) of rows that were not read whole; -1 for all that are kept."""
    query = "SELECT n, locator, reason FROM unread WHERE place = ? ORDER BY row LIMIT ?"
    rows = desk.database.execute(query, (register.place, most)).fetchall()
    return [(n, shown(json.loads(locator)), reason) for n, locator, reason in rows]


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredRow:
    """A row of a register."""

    number: int
    """Its number in its table, headings and empty rows counted too."""
    sheet: str
    """Name of the sheet; empty for a text."""
    locator: Locator
    """Where it stands in the table."""
    cells: dict[str, str]
    """Its cells by heading."""


def stored_row(desk: Desk, register: Register, row: int) -> StoredRow:
    """Return a row of a register, which must stand so in the stored table.

    Raises `TruyvetError` E604 where it does not, E615 where the look-up index is damaged.
    """
    query = "SELECT locator, cells FROM rows WHERE place = ? AND row = ?"
    found = desk.database.execute(query, (register.place, row)).fetchone()
    if found is None:
        raise TruyvetError("E615", reason=f"it has no row {row} of {register.name}")
    number, sheet, headings, *cells = json.loads(found[1])
    names = json.loads(register.headings)[headings]
    told = StoredRow(
        number=number, sheet=sheet, locator=tuple(json.loads(found[0])),
        cells=dict(zip(names, cells, strict=True)),
    )  # fmt: skip
    _check_row(desk, register, told)
    return told


def _check_row(desk: Desk, register: Register, row: StoredRow) -> None:
    """Check that what the look-up index says of a row stands in the stored table (E604).

    Only of texts: rows of a workbook are read again when the index is built anew.
    """
    scheme, _, rest = row.locator[0].partition(":")
    if len(row.locator) != 1 or scheme != BYTES:
        return
    offset, length = parse_span(rest)
    try:
        with open_plain(desk.case.store.path(register.sha256)) as file:
            file.seek(offset)
            raw = file.read(length)
    except FileNotFoundError as error:
        raise TruyvetError("E301", sha256=register.sha256) from error
    plain = raw.replace(b'""', b'"')
    wide = b"\0" in raw
    for text in row.cells.values():
        if not wide and text.isascii() and text.encode() not in plain:
            raise TruyvetError("E604", item=register.item_name)
