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

    @property
    def title(self) -> str:
        """One line for people."""
        return f"RETRACTED by {self.by}, entry {self.entry}, {self.recorded}: {self.reason}"


def ending(links: Links, seq: int) -> Ending:
    """Return what a `retract` entry says; `TruyvetError` E604 where an index misleads."""
    entry = entry_of(links, seq)
    reason = entry.act.reason if isinstance(entry.act, Retract) else ""
    return Ending(entry=entry.seq, recorded=entry.time.utc, by=entry.actor.name, reason=reason)


def endings_of(database: sqlite3.Connection, links: Links) -> dict[tuple[int, int], Ending]:
    """Return all that officers took back, by (entry, number), once `lay_retracted` was called."""
    told = dict[int, Ending]()
    found = dict[tuple[int, int], Ending]()
    for seq, n, ended in database.execute("SELECT seq, n, ended FROM temp.retracted"):
        if ended not in told:
            told[ended] = ending(links, ended)
        found[seq, n] = told[ended]
    return found


def lay_retracted(database: sqlite3.Connection, links: Links) -> bool:
    """Make the table `temp.retracted` of a connection; tell whether anything was retracted.

    What a later scan repeats of it is in it too. The connection has the second index as `links`.
    """
    database.execute(
        "CREATE TEMP TABLE retracted (seq INTEGER, n INTEGER, ended INTEGER, PRIMARY KEY (seq, n))"
        " WITHOUT ROWID"
    )
    query = "SELECT seq FROM main.acts WHERE type = 'retract' ORDER BY seq"
    rows = [row for (seq,) in database.execute(query) for row in _named(links, seq)]
    database.executemany("INSERT OR IGNORE INTO temp.retracted VALUES (?,?,?)", rows)
    repeated = database.execute(_REPEATED).fetchall() if rows else []
    database.executemany("INSERT OR IGNORE INTO temp.retracted VALUES (?,?,?)", repeated)
    return bool(rows)


_REPEATED = (
    "SELECT DISTINCT t.seq, t.n, t.ended FROM temp.retracted AS w CROSS JOIN links.statements AS s"
    " ON (s.seq, s.n) = (w.seq, w.n) CROSS JOIN links.statements AS t ON t.edge = s.edge"
    " AND t.ended = w.ended"
)


def _named(links: Links, seq: int) -> Iterator[tuple[int, int, int]]:
    act = entry_of(links, seq).act
    for name in act.statements if isinstance(act, Retract) else ():
        of, _, n = name.partition(":")
        if int(of) < seq:  # what had not been said yet cannot be ended; `verify` tells
            yield int(of), int(n), seq
