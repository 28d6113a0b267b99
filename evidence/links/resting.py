"""What decisions rest on: whether anything is left of it when exhibits are left out."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator

from ..errors import TruyvetError
from ..index import Index
from ..sighting import find_observation
from .identity import Decision

_ITEMS = (
    "SELECT ifnull(lower(hex(i.item)), '') FROM statements AS s LEFT JOIN items AS i"
    " ON i.id = s.item WHERE s.seq = ? AND s.n = ?"
)


def resting_inside(
    database: sqlite3.Connection,
    index: Index,
    decisions: Iterable[Decision],
    items: Collection[str],
) -> list[Decision]:
    """Return the `same` that count and name as their evidence nothing but what lies in these items.

    What another officer named when he confirmed one counts as its evidence too. A decision that
    names none rests on its officer's word and not on any item.
    """
    told = [one for one in decisions if one.is_live and one.decision == "same"]
    named: dict[int, list[str]] = {one.seq: [] for one in told if one.confirms is None}
    for one in told:
        seq = one.seq if one.confirms is None else one.confirms
        named.setdefault(seq, []).extend(one.evidence)
    resting = [one for one in told if one.confirms is None and named[one.seq]]
    return [one for one in resting if _lies(database, index, named[one.seq], items)]


def _lies(
    database: sqlite3.Connection, index: Index, names: Iterable[str], items: Collection[str]
) -> bool:
    return all(item in items for name in names for item in _items_of(database, index, name))


def _items_of(database: sqlite3.Connection, index: Index, name: str) -> Iterator[str]:
    """Yield the ids of the items that a statement or observation rests on; empty for none."""
    seq, _, n = name.partition(":")
    rows = database.execute(_ITEMS, (int(seq), int(n))).fetchall()
    if rows:
        yield from (row[0] for row in rows)
        return
    try:
        yield find_observation(index, name).item
    except TruyvetError:
        yield ""  # what is not there lies in no item
