"""The full-text index compared: the words of the texts that scans took out, at every place.

It keeps no texts (SQLite FTS5, contentless): those stand in the objects that `scan` entries name.
"""

import sqlite3

_COMPARED = 10_000  # rows compared at once


def words_differ(database: sqlite3.Connection) -> bool:
    """Tell whether the full-text index of `main` has other words than that of `other`.

    Every word at every place is compared, and what ranking rests on; how both are cut into
    segments depends on how they were written and says nothing.
    """
    for name in ("main", "other"):
        database.execute(
            f"CREATE VIRTUAL TABLE temp.{name}_words USING fts5vocab({name}, words, instance)"
        )
    try:
        return not (
            _same(database, "SELECT term, doc, col, offset FROM temp.{}_words")
            and _same(database, "SELECT id, sz FROM {}.words_docsize ORDER BY id")
            and _same(database, "SELECT block FROM {}.words_data WHERE id = 1")
            and _same(database, "SELECT k, v FROM {}.words_config ORDER BY k")
        )
    finally:
        for name in ("main", "other"):
            database.execute(f"DROP TABLE temp.{name}_words")


def _same(database: sqlite3.Connection, query: str) -> bool:
    one, two = (database.execute(query.format(name)) for name in ("main", "other"))
    while rows := one.fetchmany(_COMPARED):
        if rows != two.fetchmany(_COMPARED):
            return False
    return two.fetchone() is None
