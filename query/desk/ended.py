"""Copying from a case what is known there no longer, since officers took back all that told of it.

It stands in the look-up index as seen no time at all, so that the case is asked who took it back
and why. What only a later scan superseded is left out: nobody said that it was wrong.
"""

import sqlite3

from ...evidence.links.node import KINDS
from ..source import Source
from .database import kind_id
from .schema import NAME, name_key

LEFT_OUT = ("item", NAME, "alias", *(kind for kind, one in KINDS.items() if one.made_up))
"""Kinds of nodes that are not looked up as they are: names are, in their own form."""
_ENDED = (
    "SELECT DISTINCT n.kind, n.value FROM temp.retracted AS w CROSS JOIN links.statements AS s"
    " ON (s.seq, s.n) = (w.seq, w.n) CROSS JOIN links.edges AS e ON e.id = s.edge"
    " CROSS JOIN links.nodes AS n ON n.id IN (e.a, e.b)"
)


def copy_ended(database: sqlite3.Connection, source: Source, place: int) -> None:
    """Put into the look-up index what was retracted, where nothing of it stands.

    Within a transaction, once all that stands is laid.
    """
    if not source.retracts:
        return
    rows = set[tuple[str, str]]()
    for kind, value in source.database.execute(_ENDED):
        if kind in (NAME, "alias"):
            rows.add((NAME, name_key(value)))
        elif kind not in LEFT_OUT:
            rows.add((kind, value))
    numbers = {kind: kind_id(database, kind) for kind in sorted({kind for kind, _ in rows})}
    database.executemany(
        "INSERT OR IGNORE INTO sightings VALUES (?, ?, ?, 0, 0, 0, 0)",
        sorted((value, numbers[kind], place) for kind, value in rows),
    )
