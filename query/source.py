"""A case opened for questions: its two indexes behind one read-only connection.

The tables of `index.db` stand in `main`, those of `links.db` in `links`.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache

from ..evidence.case import Case
from ..evidence.database import open_database
from ..evidence.errors import guarding
from ..evidence.examined import Ran
from ..evidence.folding import folded
from ..evidence.index import Index
from ..evidence.links.schema import LINKS_NAME
from ..evidence.links.view import Links
from .endings import lay_retracted
from .phrases import worded

_CACHE_KIB = 65_536  # SQLite's page cache for the second index
_KINDS = (
    "WITH RECURSIVE known(kind) AS (SELECT min(kind) FROM main.observations UNION ALL"
    " SELECT (SELECT min(kind) FROM main.observations WHERE kind > known.kind) FROM known"
    " WHERE known.kind IS NOT NULL) SELECT kind FROM known WHERE kind IS NOT NULL"
)  # one step for each kind, however many observations there are of it


@dataclass(kw_only=True, slots=True)
class Source:
    """A case that is asked."""

    case: Case
    """The case."""
    index: Index
    """What was collected and seen."""
    links: Links
    """Who and what is linked."""
    database: sqlite3.Connection
    """Both, for SQL."""
    number: str
    """Number of the case."""
    id: str
    """Id of the case."""
    repeats: bool = False
    """Whether anything that was seen may be superseded or retracted."""
    retracts: bool = False
    """Whether anything was retracted."""
    retexts: bool = False
    """Whether an item's texts may have been taken out more than once."""
    flags: dict[bytes, tuple[str, ...]] | None = None
    """Flags by item, once they were asked for."""
    many_flags: bool = False
    """Whether there are too many of them to be kept."""
    _kinds: tuple[str, ...] | None = field(default=None)
    _times: dict[int, str] = field(default_factory=dict)

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of observations that there are in the case."""
        if self._kinds is None:
            self._kinds = tuple(row[0] for row in self.database.execute(_KINDS))
        return self._kinds

    def recorded(self, seq: int) -> str:
        """Return when an entry was made, UTC."""
        if seq not in self._times:
            row = self.database.execute("SELECT utc FROM main.acts WHERE seq = ?", (seq,))
            self._times[seq] = str((row.fetchone() or ("",))[0])
        return self._times[seq]

    def version(self, seq: int, extractor: str) -> str:
        """Return the version in which an extractor ran in a scan; empty where it did not."""
        ran = self.index.examinations.runs().get(seq, [])
        return next((one.version for one in ran if one.name == extractor), "")


@contextmanager
def opened(case: Case) -> Iterator[Source]:
    """Open a case for questions; both indexes are brought up to date first, where they are behind.

    Within this block an error of a damaged index leaves as a `TruyvetError` E602.
    """
    case_id, opening = case.opening()
    with (
        case.reading() as index,
        Links.open(case, index) as links,
        guarding(case.index_path),
        closing(joined(case)) as database,
    ):
        source = Source(
            case=case, index=index, links=links, database=database, number=opening.number,
            id=case_id,
        )  # fmt: skip
        _teach(source)
        yield source


def joined(case: Case) -> sqlite3.Connection:
    """Return a read-only connection to both indexes: `main` and `links`."""
    database = open_database(case.index_path, writable=False)
    path = case.folder / LINKS_NAME
    wal = path.with_name(f"{LINKS_NAME}-wal").exists()
    mode = "mode=ro" if wal or os.access(case.folder, os.W_OK) else "immutable=1"
    try:
        database.execute("ATTACH ? AS links", (f"{path.absolute().as_uri()}?{mode}",))
        database.execute(f"PRAGMA links.cache_size = -{_CACHE_KIB}")
    except BaseException:
        database.close()
        raise
    return database


def _teach(source: Source) -> None:
    """Give the connection what SQL has no word for."""
    examinations = source.index.examinations
    runs = examinations.runs()

    def newest(item: bytes, seq: int, place: int) -> bool:
        return examinations.is_newest(item.hex(), runs[seq][place].name, seq)

    database = source.database
    database.create_function("newest", 3, newest)
    database.create_function("folded", 1, lru_cache(1024)(folded), deterministic=True)
    database.create_function("worded", 1, worded, deterministic=True)
    database.execute(
        "CREATE TEMP TABLE repeated (seq INTEGER, place INTEGER, PRIMARY KEY (seq, place))"
        " WITHOUT ROWID"
    )
    repeated = list(_repeated(runs))
    database.executemany("INSERT INTO temp.repeated VALUES (?,?)", repeated)
    source.retracts = lay_retracted(database, source.links)
    source.repeats = bool(repeated) or source.retracts
    taken = "SELECT count(*) FROM main.outputs WHERE kind = 'texts'"
    source.retexts = database.execute(taken).fetchone()[0] > 1


def _repeated(runs: Mapping[int, Sequence[Ran]]) -> Iterator[tuple[int, int]]:
    """Yield the (entry, place) of extractors that a later scan had examine anew."""
    newest = dict[str, int]()
    for seq, ran in runs.items():
        newest |= {one.name: seq for one in ran if not one.left_out}
    for ran in runs.values():
        yield from ((one.seq, one.place) for one in ran if newest.get(one.name, one.seq) > one.seq)


NEWEST = (
    "(NOT EXISTS (SELECT 1 FROM temp.repeated AS r WHERE r.seq = o.seq AND r.place = o.place)"
    " OR newest(o.item, o.seq, o.place))"
)
"""In SQL: no later scan superseded the observation `o`."""
RETRACTED = "EXISTS (SELECT 1 FROM temp.retracted AS w WHERE w.seq = o.seq AND w.n = o.n)"
"""In SQL: an officer found the observation `o` wrong."""
STANDS = f"({NEWEST} AND NOT {RETRACTED})"
"""In SQL: neither."""
OF_ITEM = "main.observations AS o INDEXED BY observations_item"
"""In SQL: the observations of one item; else SQLite might choose to go by their kind."""
