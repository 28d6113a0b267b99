"""The part of the index that says what was examined, how it ended and what was seen.

Derived from the objects that `scan` entries name, like all of the index. The outcomes of an item
in a scan are one row, a byte for each extractor; only what fell short has rows of its own.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

import msgspec

from .acts import Scan
from .errors import TruyvetError
from .folding import folded, marked
from .scans.observation import Observation, TextLine
from .scans.outcome import FULL, Completeness, Examined, Status, completeness

TABLES = ("extractors", "outputs", "examined", "shortfalls", "observations", "texts")
SCHEMA = """
CREATE TABLE extractors (
  seq INTEGER NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
  configuration TEXT NOT NULL, left_out INTEGER NOT NULL, PRIMARY KEY (seq, place)) WITHOUT ROWID;
CREATE TABLE outputs (
  seq INTEGER NOT NULL, kind TEXT NOT NULL, sha256 TEXT NOT NULL,
  PRIMARY KEY (seq, kind)) WITHOUT ROWID;
CREATE TABLE examined (
  item BLOB NOT NULL, seq INTEGER NOT NULL, statuses BLOB NOT NULL,
  PRIMARY KEY (item, seq)) WITHOUT ROWID;
CREATE TABLE shortfalls (
  item BLOB NOT NULL, seq INTEGER NOT NULL, place INTEGER NOT NULL, status TEXT NOT NULL,
  reason TEXT NOT NULL, PRIMARY KEY (item, seq, place)) WITHOUT ROWID;
CREATE TABLE observations (
  seq INTEGER NOT NULL, n INTEGER NOT NULL, item BLOB NOT NULL, place INTEGER NOT NULL,
  kind TEXT NOT NULL, value TEXT NOT NULL, flag TEXT, position INTEGER NOT NULL,
  PRIMARY KEY (seq, n)) WITHOUT ROWID;
CREATE INDEX observations_item ON observations (item);
CREATE INDEX observations_value ON observations (kind, value);
CREATE INDEX observations_flag ON observations (flag) WHERE flag IS NOT NULL;
CREATE TABLE texts (
  id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, item BLOB NOT NULL, place INTEGER NOT NULL,
  position INTEGER NOT NULL);
CREATE INDEX texts_item ON texts (item);
CREATE VIRTUAL TABLE words USING fts5 (
  folded, marked, content='', tokenize='unicode61 remove_diacritics 0');
"""
STATUSES: tuple[Status, ...] = get_args(Status)
"""A status is kept as its place here."""
NOT_ASKED = 255
"""In the place of a status: this extractor was not to examine this item in that scan."""
MAX_VALUE = 256
"""Characters of a value that the index keeps, for finding it; the line has all of it."""

_SIGHTED = (
    "SELECT seq, n, lower(hex(item)), place, kind, value, coalesce(flag, ''), position"
    " FROM observations"
)
_KNOWN = "EXISTS (SELECT 1 FROM items WHERE id = examined.item AND sha256 IS NOT NULL)"
_OUTCOMES = msgspec.json.Decoder(Examined)
_OBSERVATIONS = msgspec.json.Decoder(Observation)
_TEXTS = msgspec.json.Decoder(TextLine)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """An extractor in one scan."""

    seq: int
    """Entry of the scan."""
    place: int
    """Its place in the order of examination."""
    name: str
    """Its name."""
    version: str
    """Its version."""
    configuration: str
    """Hash of its configuration."""
    left_out: bool
    """Whether it was not asked to examine in this scan."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighted:
    """An observation as the index knows it."""

    seq: int
    """Entry of the scan that made it."""
    n: int
    """Number in that scan's observations."""
    item: str
    """Id of the item."""
    extractor: str
    """Who saw it."""
    kind: str
    """What it is."""
    value: str
    """Normal form, or the raw value where there is none; the first `MAX_VALUE` characters."""
    flag: str
    """Why it asks for attention; empty if it does not."""
    position: int
    """Byte offset of its line."""

    @property
    def name(self) -> str:
        """The short name, such as `5:12`."""
        return f"{self.seq}:{self.n}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shortfall:
    """What was left of an item by one extractor, and why."""

    item: str
    """Id of the item."""
    extractor: str
    """Whose examination."""
    status: Status
    """How it ended."""
    reason: str
    """Why."""


class Examinations:
    """Reads and writes the examination tables of an open index."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._known: dict[int, list[Ran]] | None = None

    # Writing: within the index's transaction.

    def add_scan(self, seq: int, act: Scan, outputs: Iterable[tuple[str, str]]) -> None:
        """Add what a scan's entry itself says; `outputs` are (kind, hash) pairs."""
        self._known = None
        ran = [
            (seq, n, one.name, one.version, one.configuration, 0)
            for n, one in enumerate(act.extractors)
        ]
        ran += [(seq, n, name, "", "", 1) for n, name in enumerate(act.left_out, len(ran))]
        self._database.executemany("INSERT INTO extractors VALUES (?,?,?,?,?,?)", ran)
        rows = [(seq, kind, digest) for kind, digest in outputs]
        self._database.executemany("INSERT INTO outputs VALUES (?,?,?)", rows)

    def add_outcomes(self, seq: int, act: Scan, lines: Iterable[bytes]) -> None:
        """Add lines of outcomes."""
        places = {one.name: place for place, one in enumerate(act.extractors)}
        rows, short = [], []
        for line in lines:
            told = _OUTCOMES.decode(line)
            item, statuses = bytes.fromhex(told.item), bytearray([NOT_ASKED]) * len(places)
            for name in told.not_applicable:
                statuses[places[name]] = STATUSES.index("not_applicable")
            for one in told.outcomes:
                place = places[one.extractor]
                statuses[place] = STATUSES.index(one.status)
                if one.status not in FULL:
                    reason = one.reason or (one.defects[0].text if one.defects else "")
                    short.append((item, seq, place, one.status, reason))
            rows.append((item, seq, bytes(statuses)))
        self._database.executemany("INSERT INTO examined VALUES (?,?,?)", rows)
        self._database.executemany("INSERT INTO shortfalls VALUES (?,?,?,?,?)", short)

    def add_observations(
        self, seq: int, act: Scan, lines: Iterable[bytes], n: int, position: int
    ) -> tuple[int, int]:
        """Add lines of observations, from number `n` at byte `position`; return the next ones."""
        places = {one.name: place for place, one in enumerate(act.extractors)}
        rows = []
        for line in lines:
            seen = _OBSERVATIONS.decode(line)
            value = (seen.normal or seen.raw)[:MAX_VALUE]
            item, place = bytes.fromhex(seen.item), places[seen.extractor]
            rows.append((seq, n, item, place, seen.kind, value, seen.flag or None, position))
            n, position = n + 1, position + len(line) + 1
        self._database.executemany("INSERT INTO observations VALUES (?,?,?,?,?,?,?,?)", rows)
        return n, position

    def add_texts(self, seq: int, act: Scan, lines: Iterable[bytes], position: int) -> int:
        """Add lines of texts that start at byte `position`; return where they end."""
        places = {one.name: place for place, one in enumerate(act.extractors)}
        for line in lines:
            told = _TEXTS.decode(line)
            row = (seq, bytes.fromhex(told.item), places[told.extractor], position)
            insert = "INSERT INTO texts (seq, item, place, position) VALUES (?,?,?,?)"
            number = self._database.execute(insert, row).lastrowid
            self._database.execute(
                "INSERT INTO words (rowid, folded, marked) VALUES (?,?,?)",
                (number, folded(told.text), marked(told.text)),
            )
            position += len(line) + 1
        return position

    # Reading.

    def runs(self) -> dict[int, list[Ran]]:
        """Return the extractors of every scan, by its entry, in order."""
        if self._known is None:
            self._known = {}
            query = (
                "SELECT seq, place, name, version, configuration, left_out FROM extractors"
                " ORDER BY seq, place"
            )
            for seq, place, name, version, configuration, left_out in self._database.execute(query):
                self._known.setdefault(seq, []).append(
                    Ran(
                        seq=seq,
                        place=place,
                        name=name,
                        version=version,
                        configuration=configuration,
                        left_out=bool(left_out),
                    )
                )
        return self._known

    def output(self, seq: int, kind: str) -> str:
        """Return the hash of an object that a scan's entry names; `TruyvetError` E105 if none."""
        query = "SELECT sha256 FROM outputs WHERE seq = ? AND kind = ?"
        row = self._database.execute(query, (seq, kind)).fetchone()
        if row is None:
            raise TruyvetError("E105", item=f"entry {seq} ({kind})")
        return str(row[0])

    def outputs(self, seq: int) -> list[str]:
        """Return the kinds of objects that a scan's entry names."""
        query = "SELECT kind FROM outputs WHERE seq = ? ORDER BY kind"
        return [row[0] for row in self._database.execute(query, (seq,))]

    def done_for(self, item: str) -> dict[str, Ran]:
        """Return, by name, the extractors that have examined an item, each in its newest scan."""
        runs = self.runs()
        if not runs:
            return {}
        query = "SELECT seq, statuses FROM examined WHERE item = ? ORDER BY seq"
        rows = self._database.execute(query, (bytes.fromhex(item),))
        return {
            ran.name: ran
            for seq, statuses in rows
            for ran, status in zip(runs[seq], statuses, strict=False)
            if status != NOT_ASKED
        }

    def statuses(self) -> Iterator[tuple[str, dict[str, Status]]]:
        """Yield (item id, status by extractor, each from its newest scan) in order of the ids.

        An outcome of what is no item of the case, or has no bytes, says nothing and is left out.
        """
        runs = self.runs()
        current, told = b"", dict[str, Status]()
        query = f"SELECT item, seq, statuses FROM examined WHERE {_KNOWN} ORDER BY item, seq"  # noqa: S608
        for item, seq, statuses in self._database.execute(query):
            if item != current and told:
                yield current.hex(), told
                told = {}
            current = item
            told |= _told(tuple(ran.name for ran in runs[seq]), bytes(statuses))
        if told:
            yield current.hex(), told

    def strangers(self) -> int:
        """Return how many items have outcomes and are no items of the case, or have no bytes."""
        query = f"SELECT count(DISTINCT item) FROM examined WHERE NOT {_KNOWN}"  # noqa: S608
        return int(self._database.execute(query).fetchone()[0])

    def shortfalls(self) -> Iterator[Shortfall]:
        """Yield what is left of items, by the newest scan of each extractor, in ledger order."""
        runs = self.runs()
        query = (
            "SELECT s.item, s.seq, s.place, s.status, s.reason FROM shortfalls AS s"
            " JOIN items AS i ON i.id = s.item ORDER BY i.seq, i.n, s.place"
        )
        for item, seq, place, status, reason in self._database.execute(query):
            name = runs[seq][place].name
            if self.is_newest(item.hex(), name, seq):
                yield Shortfall(item=item.hex(), extractor=name, status=status, reason=reason)

    def is_newest(self, item: str, extractor: str, seq: int) -> bool:
        """Tell whether no later scan than `seq` had this extractor examine this item."""
        runs = self.runs()
        later = [number for number in runs if number > seq]
        if not any(ran.name == extractor and not ran.left_out for n in later for ran in runs[n]):
            return True
        newest = self.done_for(item).get(extractor)
        return newest is None or newest.seq == seq

    def observations(
        self,
        *,
        kind: str | None = None,
        item: str | None = None,
        value: str | None = None,
        flag: str | None = None,
        flagged: bool = False,
        seq: int | None = None,
        n: int | None = None,
        superseded: bool = False,
    ) -> Iterator[Sighted]:
        """Yield observations in ledger order; all that is given must hold.

        `value` may end in `*`. Those that a later scan of the same extractor superseded are left
        out unless asked for.
        """
        clauses, values = ["1"], list[object]()
        for clause, given in (
            ("kind = ?", kind),
            ("item = ?", None if item is None else bytes.fromhex(item)),
            ("value GLOB ?", None if value is None else _glob(value)),
            ("flag = ?", flag),
            ("seq = ?", seq),
            ("n = ?", n),
        ):
            if given is not None:
                clauses.append(clause)
                values.append(given)
        if flagged:
            clauses.append("flag IS NOT NULL")
        where = " AND ".join(clauses)
        query = f"{_SIGHTED} WHERE {where} ORDER BY seq, n"
        runs = self.runs()
        for number, at, of, place, what, text, why, position in self._database.execute(
            query, values
        ):
            name = runs[number][place].name
            if superseded or self.is_newest(of, name, number):
                yield Sighted(
                    seq=number, n=at, item=of, extractor=name, kind=what, value=text, flag=why,
                    position=position,
                )  # fmt: skip

    def texts(self, item: str) -> list[tuple[int, int]]:
        """Return (entry, byte offset of its line) of the texts of an item, oldest first."""
        query = "SELECT seq, position FROM texts WHERE item = ? ORDER BY id"
        return self._database.execute(query, (bytes.fromhex(item),)).fetchall()

    def retractions(self) -> list[int]:
        """Return the entries by which officers took back something that was said or seen."""
        query = "SELECT seq FROM acts WHERE type = 'retract' ORDER BY seq"
        return [row[0] for row in self._database.execute(query)]

    def kinds(self) -> dict[str, int]:
        """Return how many observations of each kind there are, superseded ones too."""
        query = "SELECT kind, count(*) FROM observations GROUP BY kind ORDER BY kind"
        return dict(self._database.execute(query).fetchall())


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """How completely a case is examined."""

    counts: dict[Completeness, int]
    """Items with bytes, by how far they were examined."""
    statuses: dict[str, dict[Status, int]]
    """By extractor, in order of name: how many of its examinations ended how."""


def summarise(statuses: Iterable[dict[str, Status]]) -> Summary:
    """Sum up the statuses of items."""
    counts: dict[Completeness, int] = {"full": 0, "partly": 0, "not": 0}
    by_name: dict[str, dict[Status, int]] = {}
    for told in statuses:
        counts[completeness(told.values())] += 1
        for name, status in told.items():
            of_name = by_name.setdefault(name, {})
            of_name[status] = of_name.get(status, 0) + 1
    return Summary(counts=counts, statuses={name: by_name[name] for name in sorted(by_name)})


@lru_cache(maxsize=4096)
def _told(names: tuple[str, ...], statuses: bytes) -> dict[str, Status]:
    """Return the statuses of a row by name; items of one kind mostly share one row."""
    pairs = zip(names, statuses, strict=False)
    return {name: STATUSES[status] for name, status in pairs if status != NOT_ASKED}


def _glob(value: str) -> str:
    escaped = "".join(f"[{letter}]" if letter in "*?[" else letter for letter in value)
    return escaped.removesuffix("[*]") + "*" if value.endswith("*") else escaped
