"""What officers took back: which statements and observations a `retract` entry ended, by whom, why.

Read from the entries themselves; the first that names a statement ends it. docs/spec/links.md,
"What stands".
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from ..evidence.acts import Retract
from ..evidence.links.reading import entry_of
from ..evidence.links.view import Links


@dataclass(frozen=True, kw_only=True, slots=True)
class Ending:
    """How something that was said came to count no longer."""

    entry: int
    """Entry that ended it."""
    recorded: str
    """When that was, UTC."""
    by: str
    """The officer."""
    reason: str
    """Why."""


def ending(links: Links, seq: int) -> Ending:
    """Return what a `retract` entry says; `TruyvetError` E604 where an index misleads."""
    entry = entry_of(links, seq)
    reason = entry.act.reason if isinstance(entry.act, Retract) else ""
    return Ending(entry=seq, recorded=entry.time.utc, by=entry.actor.name, reason=reason)


def lay_retracted(database: sqlite3.Connection, links: Links) -> bool:
    """Make the table `temp.retracted` of a connection; tell whether anything was retracted."""
    database.execute(
        "CREATE TEMP TABLE retracted (seq INTEGER, n INTEGER, ended INTEGER, PRIMARY KEY (seq, n))"
        " WITHOUT ROWID"
    )
    query = "SELECT seq FROM main.acts WHERE type = 'retract' ORDER BY seq"
    rows = [row for (seq,) in database.execute(query) for row in _named(links, seq)]
    database.executemany("INSERT OR IGNORE INTO temp.retracted VALUES (?,?,?)", rows)
    return bool(rows)


def _named(links: Links, seq: int) -> Iterator[tuple[int, int, int]]:
    act = entry_of(links, seq).act
    for name in act.statements if isinstance(act, Retract) else ():
        of, _, n = name.partition(":")
        if int(of) < seq:  # what had not been said yet cannot be ended; `verify` tells
            yield int(of), int(n), seq
