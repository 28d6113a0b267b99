"""A lens in SQL: which statements count for a question.

A time is compared as text without its `Z`: one that is known by its day or month alone counts as
all of it, which is told by a `~`, greater than all that may follow.
"""

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from .relation import NAMING, RELATIONS
from .rows import Lens

MENTIONED = "mentioned_in"
_EVENTS = ", ".join(f"'{name}'" for name, kind in RELATIONS.items() if kind.event)
_ENDS = (
    f"CASE WHEN s.until <> '' THEN s.until WHEN e.relation IN ({_EVENTS}) THEN s.since ELSE '' END"
)
"""Until when a statement holds: an event that has no end ends when it begins."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """Conditions on statements `s` of edges `e`, joined by AND; empty where none is set."""

    where: str
    """SQL."""
    values: tuple[object, ...]
    """What its question marks stand for."""


def relations_of(lens: Lens) -> Filter:
    """Return the condition on an edge's relation; it always leaves names out unless asked for."""
    asked = set(lens.relations or RELATIONS.keys() - NAMING)
    if not lens.mentions:
        asked.discard(MENTIONED)
    if asked >= RELATIONS.keys() - NAMING - {"mentioned_with"} and not asked & NAMING:
        return Filter(where="e.relation NOT IN ('named', 'alias')", values=())
    marks = ", ".join("?" * len(asked))
    return Filter(where=f"e.relation IN ({marks})", values=tuple(sorted(asked)))


def statements_of(lens: Lens, entries: int | None, hidden: str) -> Filter:
    """Return the conditions on statements.

    `entries` is how many entries there were at the lens's `as_of`, none where it has none;
    `hidden` names the temporary table of the items whose statements do not count, if any.
    """
    clauses, values = list[str](), list[object]()
    if entries is None:
        clauses.append("s.ended = 0")
    else:
        clauses.append("s.seq < ? AND (s.ended = 0 OR s.ended >= ?)")
        values += [entries, entries]
    if lens.since:
        clauses.append(f"({_ENDS} = '' OR rtrim({_ENDS}, 'Z') || '~' >= ?)")
        values.append(lens.since.rstrip("Z"))
    if lens.until:
        clauses.append("rtrim(s.since, 'Z') <= ?")
        values.append(lens.until.rstrip("Z") + "~")
    if lens.least_grade:
        clauses.append(
            "substr(ifnull(nullif(s.grade, ''), 'F6'), 1, 1) <= ?"
            " AND substr(ifnull(nullif(s.grade, ''), 'F6'), 2, 1) <= ?"
        )
        values += [lens.least_grade[:1], lens.least_grade[1:2]]
    if hidden:
        clauses.append(f"(s.item IS NULL OR s.item NOT IN (SELECT item FROM temp.{hidden}))")  # noqa: S608
    return Filter(where=" AND ".join(clauses), values=tuple(values))


def hide(database: sqlite3.Connection, table: str, items: Iterable[str]) -> None:
    """Lay the items that do not count into a temporary table."""
    database.execute(f"CREATE TEMP TABLE {table} (item INTEGER PRIMARY KEY)")
    database.executemany(
        f"INSERT OR IGNORE INTO temp.{table} SELECT id FROM items WHERE item = ?",  # noqa: S608
        ((bytes.fromhex(item),) for item in items),
    )


def listed(numbers: Collection[int]) -> str:
    """Return numbers as a JSON list, which SQLite reads with `json_each`."""
    return f"[{','.join(map(str, numbers))}]"
