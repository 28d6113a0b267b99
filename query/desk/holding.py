"""Copying from a case who is in it, by its own decisions, and what is theirs."""

import sqlite3

from .schema import NAME

HOLDING = ("uses", "owns", "holder_of", "registered_to")
"""Relations between a person and what is his; names are told apart."""
_ROOT = "ifnull((SELECT root FROM links.same WHERE node = {0}), {0})"
_PERSON = f"(SELECT kind || ':' || value FROM links.nodes WHERE id = {_ROOT})"  # noqa: S608


def copy_persons(database: sqlite3.Connection, place: int) -> None:
    """Copy persons and organizations, as the case has decided who is who, with what is theirs."""
    for table in ("persons", "held", "differing"):
        database.execute(f"DELETE FROM {table} WHERE place = ?", (place,))  # noqa: S608
    database.execute(
        "INSERT INTO kinds (kind) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM kinds WHERE kind = ?1)",
        (NAME,),
    )
    database.execute(
        f"INSERT OR IGNORE INTO held SELECT ?, {_PERSON.format('m.node')},"  # noqa: S608
        " (SELECT id FROM kinds WHERE kind = ?), name_key(m.name)"
        " FROM links.names AS m JOIN links.nodes AS n ON n.id = m.node"
        " WHERE n.kind IN ('person', 'organization')",
        (place, NAME),
    )
    marks = ",".join("?" * len(HOLDING))
    for person, thing in (("a", "b"), ("b", "a")):
        database.execute(
            f"INSERT OR IGNORE INTO held SELECT ?, {_PERSON.format(f'e.{person}')}, k.id, t.value"  # noqa: S608
            f" FROM links.edges AS e JOIN links.nodes AS p ON p.id = e.{person}"
            f" JOIN links.nodes AS t ON t.id = e.{thing} JOIN kinds AS k ON k.kind = t.kind"
            " WHERE p.kind IN ('person', 'organization') AND e.count > 0"
            f" AND e.relation IN ({marks}) AND t.kind NOT IN ('person', 'organization', 'item')",
            (place, *HOLDING),
        )
    _label(database, place)


def _label(database: sqlite3.Connection, place: int) -> None:
    """Give each person a label, and remember who was decided to be different."""
    database.execute(
        "INSERT INTO persons SELECT ?1, n.kind || ':' || n.value,"
        " coalesce(nullif(n.label, n.value), (SELECT m.label FROM links.same AS s"
        " JOIN links.nodes AS m ON m.id = s.node"
        " WHERE s.root = n.id AND m.label <> m.value ORDER BY m.id LIMIT 1), n.label)"
        " FROM links.nodes AS n WHERE n.kind IN ('person', 'organization')"
        " AND n.kind || ':' || n.value IN (SELECT person FROM held WHERE place = ?1)",
        (place,),
    )
    database.execute(
        f"INSERT OR IGNORE INTO differing SELECT ?, {_PERSON.format('d.a')},"  # noqa: S608
        f" {_PERSON.format('d.b')} FROM links.decisions AS d"
        " WHERE d.decision = 'different' AND d.undone_by IS NULL",
        (place,),
    )
