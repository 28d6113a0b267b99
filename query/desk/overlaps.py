"""Which cases share which selectors: the rarest first, what stands in most of them last.

A selector that two cases of many share says more than one that all share: they are ordered by how
many cases hold them. Counted is only what the officer may see; a case of which he may know no more
adds whom to ask to what he sees without it, and nothing of its own.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ...evidence.links.node import KINDS
from .access import Viewer
from .desk import Desk, OnDesk
from .schema import NAME, name_of

HUB_CASES = 5
"""Cases that must hold a selector before it can be a hub."""
PERSONS = ("person", "organization")
_TITLES = {"sha256": "the same bytes", "name": "name"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """What one case holds of a selector."""

    case: OnDesk
    """The case."""
    values: tuple[str, ...]
    """As it stands there: of a name each way in which it is written."""
    count: int
    """How often it stands there."""
    first: int
    """When it was first recorded, seconds since 1970."""
    last: int
    """When it was last recorded."""
    holders: tuple[str, ...]
    """Persons and organizations of that case whose it is, by their labels."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlap:
    """A selector that several cases hold."""

    kind: str
    """Kind of selector, `name`, `sha256` …"""
    value: str
    """Its normal form; of a name without its marks."""
    shares: tuple[Share, ...]
    """What each case holds of it, of those that the officer may see."""
    contacts: tuple[str, ...]
    """Whom to ask about other cases that hold it."""
    hub: bool
    """Whether so many cases hold it that it says little."""

    @property
    def cases(self) -> int:
        """How many cases hold it at the least: behind each contact there may be more than one."""
        return len(self.shares) + len(self.contacts)

    @property
    def title(self) -> str:
        """One line for people."""
        kind = KINDS.get(self.kind)
        return _TITLES.get(self.kind) or (kind.title if kind else self.kind)


def overlaps(
    desk: Desk, viewer: Viewer, *, kinds: Collection[str] = (), least: int = 2, hubs: int = 0
) -> Iterator[Overlap]:
    """Yield what at least `least` cases share, the rarest first, hubs last.

    `kinds` are the kinds that count, none for all. A hub is held by more than `hubs` cases; 0 for
    more than half of those that the officer sees, and at least `HUB_CASES`.
    """
    database = desk.database
    seen = [one for one in desk.cases() if viewer.sees(one.place)]
    most = hubs or max(HUB_CASES, len(seen) // 2)
    asked = {one.place: viewer.contact(one.place) for one in desk.cases()}
    _gather(database, asked, kinds, least)
    numbers = dict(database.execute("SELECT id, kind FROM kinds").fetchall())
    query = (
        "SELECT kind, value, shown, withheld FROM temp.shared"
        " ORDER BY shown > ?, shown, kind, value"
    )
    for kind, value, shown, withheld in database.execute(query, (most,)).fetchall():
        named = numbers[kind]
        places = {one.place: one for one in seen}
        contacts = _contacts(database, viewer, kind, value, named) if withheld else ()
        yield Overlap(
            kind=named, value=value, contacts=contacts, hub=shown > most,
            shares=tuple(_shares(database, places, kind, value, named)),
        )  # fmt: skip


def _gather(
    database: sqlite3.Connection, asked: dict[int, str], kinds: Collection[str], least: int
) -> None:
    """Put what is shared into a temporary table: (kind, value, visible cases, contacts of others).

    `asked` are all cases, each with whom to ask about it; empty for those that are visible.
    """
    database.execute("PRAGMA query_only = 0")
    for table in ("shared", "visible"):
        database.execute(f"DROP TABLE IF EXISTS temp.{table}")
    database.execute(
        "CREATE TEMP TABLE visible (place INTEGER PRIMARY KEY, shown INTEGER, contact TEXT)"
    )
    rows = [(place, not contact, contact or None) for place, contact in asked.items()]
    database.executemany("INSERT INTO temp.visible VALUES (?,?,?)", rows)
    database.execute(
        "CREATE TEMP TABLE shared (kind INTEGER, value TEXT, shown INTEGER, withheld INTEGER)"
    )
    wanted = [
        (number, kind)
        for number, kind in database.execute("SELECT id, kind FROM kinds").fetchall()
        if not kinds or kind in kinds
    ]
    for of_names in (False, True):
        numbers = [number for number, kind in wanted if (kind == NAME) == of_names]
        # A name is shared however it is accented: the part before the tab is without marks.
        value = "substr(s.value, 1, instr(s.value, char(9)) - 1)" if of_names else "s.value"
        marks = ",".join("?" * len(numbers))
        database.execute(
            "INSERT INTO temp.shared SELECT kind, value, shown, withheld FROM ("  # noqa: S608
            f" SELECT s.kind AS kind, {value} AS value,"
            " count(DISTINCT iif(v.shown, s.place, NULL)) AS shown,"
            " count(DISTINCT v.contact) AS withheld"
            " FROM sightings AS s CROSS JOIN temp.visible AS v ON v.place = s.place"
            f" WHERE s.count > 0 AND s.kind IN ({marks}) GROUP BY {value}, s.kind)"
            " WHERE shown > 0 AND shown + withheld >= ?",
            (*numbers, least),
        )


def _span(value: str, kind: str) -> tuple[str, str]:
    """Return from where to where a selector stands in the look-up index."""
    return (f"{value}\t", f"{value}\n") if kind == NAME else (value, f"{value}\0")


_IN = "s.kind = ? AND s.value >= ? AND s.value < ?"
_STANDS = f"{_IN} AND s.count > 0"


def _shares(
    database: sqlite3.Connection, places: dict[int, OnDesk], kind: int, value: str, named: str
) -> Iterator[Share]:
    query = (
        "SELECT s.place, json_group_array(s.value), sum(s.count), min(s.first), max(s.last)"  # noqa: S608
        f" FROM sightings AS s WHERE {_STANDS} GROUP BY s.place ORDER BY s.place"
    )
    span = _span(value, named)
    for place, values, count, first, last in database.execute(query, (kind, *span)).fetchall():
        if place in places:
            yield Share(
                case=places[place],
                values=tuple(name_of(one) if named == NAME else one for one in json.loads(values)),
                count=count,
                first=first,
                last=last,
                holders=tuple(_holders(database, place, kind, span)),
            )


def _holders(
    database: sqlite3.Connection, place: int, kind: int, span: tuple[str, str]
) -> Iterator[str]:
    query = (
        "SELECT DISTINCT p.label FROM held AS s JOIN persons AS p ON p.place = s.place"  # noqa: S608
        f" AND p.person = s.person WHERE {_IN} AND s.place = ? ORDER BY p.label LIMIT 20"
    )
    return (row[0] for row in database.execute(query, (kind, *span, place)).fetchall())


def _contacts(
    database: sqlite3.Connection, viewer: Viewer, kind: int, value: str, named: str
) -> tuple[str, ...]:
    query = (
        "SELECT DISTINCT s.place FROM sightings AS s JOIN temp.visible AS v ON v.place = s.place"  # noqa: S608
        f" WHERE {_STANDS} AND NOT v.shown"
    )
    rows = database.execute(query, (kind, *_span(value, named))).fetchall()
    return tuple(viewer.contacts(row[0] for row in rows))
