"""The full-text index compared: the words of the texts that scans took out, at every place.

It keeps no texts (SQLite FTS5, contentless): those stand in the objects that `scan` entries name.
"""

import sqlite3

_COMPARED = 10_000  # rows compared at once
_VIEWS = {"places": "instance", "terms": "row"}
_UNFOUND = (
    "SELECT 1 FROM temp.main_terms AS one WHERE NOT EXISTS (SELECT 1 FROM temp.other_terms AS two"
    " WHERE two.term = one.term AND two.doc = one.doc AND two.cnt = one.cnt) LIMIT 1"
)


def words_differ(database: sqlite3.Connection) -> bool:
    """Tell whether the full-text index of `main` has other words than that of `other`.

    Every word at every place is compared, whether a search comes to it, and what ranking rests on.
    How both are cut into segments depends on how they were written and says nothing.
    """
    views = [(name, view) for name in ("main", "other") for view in _VIEWS]
    for name, view in views:
        kind = _VIEWS[view]
        database.execute(
            f"CREATE VIRTUAL TABLE temp.{name}_{view} USING fts5vocab({name}, words, {kind})"
        )
    try:
        return not (
            _same(database, "SELECT term, doc, col, offset FROM temp.{}_places")
            and database.execute(_UNFOUND).fetchone() is None
            and _same(database, "SELECT id, sz FROM {}.words_docsize ORDER BY id")
            and _same(database, "SELECT block FROM {}.words_data WHERE id = 1")
            and _same(database, "SELECT k, v FROM {}.words_config ORDER BY k")
        )
    finally:
        for name, view in views:
            database.execute(f"DROP TABLE temp.{name}_{view}")


def _same(database: sqlite3.Connection, query: str) -> bool:
    one, two = (database.execute(query.format(name)) for name in ("main", "other"))
    while rows := one.fetchmany(_COMPARED):
        if rows != two.fetchmany(_COMPARED):
            return False
    return two.fetchone() is None
