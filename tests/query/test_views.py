"""SQL on the views: what is answered, and that nothing else is."""

from itertools import islice

import pytest

from truyvet.evidence.errors import TruyvetError
from truyvet.query.source import Source
from truyvet.query.views import VIEWS, ask


def rows(source: Source, sql: str, seconds: float = 20.0) -> list[tuple[object, ...]]:
    """The rows of a SELECT."""
    return list(ask(source, sql, seconds=seconds).rows)


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_has_the_columns_it_says_and_rows(source: Source, name: str) -> None:
    answer = ask(source, f"SELECT * FROM {name}", seconds=20)  # noqa: S608
    assert answer.columns == tuple(VIEWS[name].columns)
    assert list(answer.rows)


def test_views_are_joined_by_names(source: Source) -> None:
    got = rows(
        source,
        "SELECT o.value, i.path FROM observations o JOIN items i USING (item)"
        " WHERE o.kind = 'card'",
    )
    assert got == [("4539148803436467", "evidence/card.csv")]


def test_a_statement_names_its_ends_and_its_item(source: Source) -> None:
    (row,) = rows(
        source,
        "SELECT s.relation, n.label, i.path, s.since, s.grade, s.extractor, s.ended"
        " FROM statements s JOIN nodes n ON n.node = s.object JOIN items i ON i.item = s.item"
        " WHERE s.relation = 'called'",
    )
    assert row == (
        "called",
        "Trần Thị Lan",
        "evidence/chat/nfc.txt",
        "2026-03-12",
        "B2",
        None,
        None,
    )


@pytest.mark.parametrize(
    "sql",
    [
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5) SELECT i FROM n",
        "SELECT count(*) FROM items UNION SELECT count(*) FROM nodes",
        "SELECT kind, count(*) AS c FROM observations GROUP BY kind HAVING c > 1 ORDER BY c DESC",
        "SELECT row_number() OVER (ORDER BY path) FROM items",
        "WITH items AS (SELECT 1 AS x) SELECT x FROM items",
        "VALUES (1)",
        "SELECT upper(path), hex(id), json_array(1, 2), length(path) FROM items",
    ],
)
def test_what_sql_can_do_with_the_views_is_done(source: Source, sql: str) -> None:
    assert rows(source, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM items",
        "INSERT INTO items VALUES (1)",
        "UPDATE main.items SET path = ''",
        "DROP VIEW items",
        "CREATE TABLE x (y)",
        "CREATE TEMP TABLE x (y)",
        "PRAGMA table_info(items)",
        "PRAGMA writable_schema = 1",
        "ATTACH 'x.db' AS x",
        "DETACH links",
        "VACUUM INTO 'x.db'",
        "BEGIN",
        "SAVEPOINT x",
        "ANALYZE",
        "REINDEX",
        "SELECT * FROM main.items",
        "SELECT * FROM links.nodes",
        "SELECT count(*) FROM main.tags",
        "SELECT position FROM main.observations",
        "SELECT * FROM words",
        "SELECT * FROM texts",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM sqlite_temp_master",
        "SELECT * FROM temp.repeated",
        "SELECT * FROM pragma_table_info('items')",
        "SELECT * FROM json_each('[1]')",
        "SELECT load_extension('x')",
        "SELECT newest(x'00', 0, 0)",
        "SELECT (SELECT max(position) FROM main.items) FROM items",
        "WITH items AS (SELECT * FROM main.items) SELECT * FROM items",
        "WITH observations AS (SELECT position FROM main.observations) SELECT * FROM observations",
        "SELECT * FROM items WHERE id IN (SELECT item FROM main.tags)",
        "SELECT 1; SELECT 2",
        "SELECT",
        "not sql",
        "SELECT no_such_column FROM items",
        "SELECT '\0'",
        "SELECT zeroblob(1000000000)",
        "",
        "-- nothing",
        "SELECT " + "1," * 200_000 + "1",
    ],
)
def test_anything_else_is_refused(source: Source, sql: str) -> None:
    with pytest.raises(TruyvetError) as caught:
        rows(source, sql)
    assert caught.value.code == "E593"
    assert all(name in caught.value.hint for name in VIEWS)


def test_a_query_without_end_is_stopped(source: Source) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with pytest.raises(TruyvetError, match="E594"):
        rows(source, endless, seconds=0.05)


def test_rows_come_as_they_are_read(source: Source) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    answer = ask(source, endless, seconds=30)
    assert list(islice(answer.rows, 3)) == [(1,), (2,), (3,)]


def test_reading_rows_for_too_long_is_stopped_too(source: Source) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    with pytest.raises(TruyvetError, match="E594"):
        for _ in ask(source, endless, seconds=0.05).rows:
            pass
