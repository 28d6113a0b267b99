"""What was known of nodes by an earlier time: their names, labels and how many links they had.

A view and tables stand before the stored ones for as long as the file is open, so that no question
has to know of them. A node that was told of later has no name and no links in them.
"""

import sqlite3

from ..folding import folded

_STOOD = "s.seq < {0} AND (s.ended = 0 OR s.ended >= {0})"
_CLEAR = (
    "DROP VIEW IF EXISTS temp.nodes",
    "DROP TABLE IF EXISTS temp.names",
    "DROP TABLE IF EXISTS temp.labels",
)
_TABLES = (
    "CREATE TEMP TABLE labels (node INTEGER PRIMARY KEY, label TEXT NOT NULL)",
    "CREATE TEMP TABLE names (edge INTEGER PRIMARY KEY, node INTEGER NOT NULL,"
    " name TEXT NOT NULL, folded TEXT NOT NULL, relation TEXT NOT NULL)",
)
_INDEXES = (
    "CREATE INDEX temp.names_by_node ON names (node)",
    "CREATE INDEX temp.names_by_folded ON names (folded)",
)
_NAMING = (
    "SELECT e.id, e.a, one.value, n.value, e.relation, EXISTS"  # noqa: S608
    f" (SELECT 1 FROM statements AS s WHERE s.edge = e.id AND {_STOOD})"
    " FROM edges AS e JOIN main.nodes AS n ON n.id = e.b JOIN main.nodes AS one ON one.id = e.a"
    " WHERE e.relation IN ('named', 'alias') ORDER BY e.relation = 'alias', e.id"
)
_NODES = (
    "CREATE TEMP VIEW nodes AS SELECT n.id AS id, n.kind AS kind, n.value AS value, ifnull("  # noqa: S608
    "(SELECT label FROM temp.labels WHERE node = n.id), n.label) AS label,"
    " (SELECT count(*) FROM (SELECT edge FROM main.adj WHERE a = n.id UNION ALL"
    " SELECT edge FROM main.gone WHERE a = n.id) AS near WHERE EXISTS"
    f" (SELECT 1 FROM main.statements AS s WHERE s.edge = near.edge AND {_STOOD})) AS degree"
    " FROM main.nodes AS n"
)


def look_back(database: sqlite3.Connection, entries: int) -> None:
    """Let nodes be what was known of them when the ledger had so many entries."""
    look_ahead(database)
    for statement in _TABLES:
        database.execute(statement)
    names, labels = list[tuple[int, int, str, str, str]](), dict[int, str]()
    values = dict[int, str]()
    for edge, node, value, name, relation, stood in database.execute(_NAMING.format(entries)):
        values[node] = value
        if stood:
            names.append((edge, node, name, folded(name), relation))
            labels.setdefault(node, name)
    database.executemany("INSERT INTO temp.names VALUES (?,?,?,?,?)", names)
    # Who was named later only goes by what he is.
    database.executemany("INSERT INTO temp.labels VALUES (?,?)", (values | labels).items())
    for statement in (*_INDEXES, _NODES.format(entries)):
        database.execute(statement)


def look_ahead(database: sqlite3.Connection) -> None:
    """Let nodes be what is known of them today."""
    for statement in _CLEAR:
        database.execute(statement)
