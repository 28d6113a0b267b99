"""Copying from a case the hashes of its items, and those that extractors took of them.

Like all that the desk holds of a case, only what stands counts: no hash that a later scan of the
item superseded, or that an officer found to be wrong.
"""

import sqlite3

from ..source import STANDS, Source

_HASHES = ("digest-md5", "digest-sha1", "digest-sha512", "digest-blake3")
_TOUCHED = (
    "SELECT DISTINCT o.value FROM main.observations AS o WHERE o.kind = ?1 AND (o.seq >= ?2"
    " OR o.item IN (SELECT item FROM main.examined WHERE seq >= ?2) OR EXISTS (SELECT 1"
    " FROM temp.retracted AS w WHERE w.seq = o.seq AND w.n = o.n AND w.ended >= ?2))"
)
"""Hashes of a kind that entries from ?2 on say something of, or no longer say."""
_STANDING = (
    "SELECT o.value, o.kind, count(DISTINCT o.item), min(o.seq), max(o.seq)"  # noqa: S608 - constants
    f" FROM main.observations AS o WHERE o.kind = ?1 AND {STANDS}"
)


def copy_hashes(database: sqlite3.Connection, source: Source, place: int, since: int) -> None:
    """Put into `temp.fresh` the hashes that entries from `since` on touch, 0 for all.

    Those touched are taken out of the look-up index. The case is attached to the connection as
    `own`.
    """
    database.execute(
        "INSERT INTO temp.fresh SELECT lower(hex(sha256)), 'sha256', count(*), min(seq),"
        " max(seq) FROM own.items WHERE sha256 IS NOT NULL AND size > 0 AND sha256 IN"
        " (SELECT sha256 FROM own.items WHERE seq >= ?) GROUP BY sha256",
        (since,),
    )
    for kind in _HASHES:
        if source.repeats:
            _copy_standing(database, source, kind, place, since)
        else:
            _copy_all(database, kind, since)


def _copy_all(database: sqlite3.Connection, kind: str, since: int) -> None:
    """Copy where nothing was superseded or retracted: from one index to the other."""
    database.execute(
        "INSERT INTO temp.fresh SELECT value, kind, count(DISTINCT item), min(seq),"
        " max(seq) FROM own.observations WHERE kind = ? AND value IN (SELECT value FROM"
        " own.observations WHERE kind = ?1 AND seq >= ?) GROUP BY value",
        (kind, since),
    )


def _copy_standing(
    database: sqlite3.Connection, source: Source, kind: str, place: int, since: int
) -> None:
    if since:
        touched = source.database.execute(_TOUCHED, (kind, since))
        database.executemany(
            "DELETE FROM sightings WHERE value = ? AND place = ? AND row = 0"
            " AND kind = (SELECT id FROM kinds WHERE kind = ?)",
            ((value, place, kind) for (value,) in touched),
        )
    some = f" AND o.value IN ({_TOUCHED})" if since else ""
    given = (kind, since) if since else (kind,)
    rows = source.database.execute(f"{_STANDING}{some} GROUP BY o.value", given)
    database.executemany("INSERT INTO temp.fresh VALUES (?,?,?,?,?)", rows)
