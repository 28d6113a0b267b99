"""`truyvet sql`, as it is typed: rows, limits, bombs, what is refused, what it leaves alone."""

import json
import shutil
from pathlib import Path

import pytest
from tests.commands.conftest import Officer


@pytest.fixture(scope="module")
def an(scanned_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An investigator beside a scanned case; tests only ask."""
    place = tmp_path_factory.mktemp("sql") / "an"
    shutil.copytree(scanned_template, place, symlinks=True)
    keys = place / "config/truyvet/keys"
    return Officer(place=place, keys=keys, settings={"TRUYVET_CASE": "vu-01"})


def test_the_views_that_are_listed_have_just_those_columns(an: Officer) -> None:
    views: dict[str, list[str]] = {}
    for row in an.reads("sql", "--views"):
        views.setdefault(row["view"], []).append(row["column"])
    assert sorted(views) == ["edges", "entries", "items", "nodes", "observations", "statements"]
    for name, columns in views.items():
        head = an.does("sql", f"SELECT * FROM {name} LIMIT 0").splitlines()  # noqa: S608
        assert head == ["\t".join(columns)]


def test_items_are_those_that_items_lists(an: Officer) -> None:
    rows = an.reads("sql", "SELECT item, path, sha256 FROM items ORDER BY entry, id")
    listed = an.reads("items")
    assert sorted((one["item"], one["path"], one["sha256"]) for one in rows) == sorted(
        (one["item"], one["path"], one["sha256"]) for one in listed
    )


def test_observations_are_those_that_observations_lists(an: Officer) -> None:
    rows = an.reads("sql", "SELECT observation, item, kind FROM observations", "--rows", "99999")
    listed = an.reads("observations")
    names = ("item", "kind", "observation")
    assert {tuple(one[name] for name in names) for one in rows} == {
        tuple(one[name] for name in names) for one in listed
    }
    assert len(rows) == len(listed)


def test_entries_are_those_of_the_ledger(an: Officer) -> None:
    rows = an.reads("sql", "SELECT entry, act, actor FROM entries ORDER BY entry")
    lines = (an.place / "vu-01/ledger/entries.jsonl").read_text().splitlines()
    ledger = [json.loads(line)["entry"] for line in lines]
    assert rows == [
        {"act": one["act"]["type"], "actor": one["actor"]["name"], "entry": one["seq"]}
        for one in ledger
    ]


@pytest.mark.parametrize(
    ("select", "row"),
    [
        ("SELECT 1 AS a, 1.5 AS b, NULL AS c, 'đ' AS d", {"a": 1, "b": 1.5, "c": None, "d": "đ"}),
        ("SELECT x'00ff' AS a", {"a": "00ff"}),
        ("SELECT 9223372036854775807 AS a", {"a": 9223372036854775807}),
        ("SELECT '' AS a", {"a": ""}),
        ("SELECT char(8238, 27, 10) AS a", {"a": "\u202e\x1b\n"}),
        ("SELECT 1 AS a;", {"a": 1}),
        ("/* x */ SELECT 1 AS a -- y", {"a": 1}),
    ],
)
def test_every_type_of_sqlite_has_its_form_in_json(
    an: Officer, select: str, row: dict[str, object]
) -> None:
    assert an.reads("sql", select) == [row]


def test_hostile_text_moves_no_cursor_and_breaks_no_line(an: Officer) -> None:
    shown = an.does("sql", "SELECT char(27, 91, 50, 74, 8238, 10, 9, 13) AS a, 'b' AS b")
    head, line = shown.splitlines()
    assert not {"\x1b", "\u202e", "\r"} & set(shown)
    assert len(line.split("\t")) == len(head.split("\t")) == 2


def test_a_blob_is_shown_in_hexadecimal_digits_as_in_json(an: Officer) -> None:
    assert an.does("sql", "SELECT x'00ff' AS a").splitlines() == ["a", "00ff"]


@pytest.mark.parametrize(("rows", "status"), [(1, 4), (2, 4), (3, 0), (4, 0)])
def test_rows_are_limited_and_more_is_said_by_the_status(
    an: Officer, rows: int, status: int
) -> None:
    told = an.reads("sql", "VALUES (1), (2), (3)", "--rows", str(rows), status=status)
    assert len(told) == min(rows, 3)


@pytest.mark.parametrize("given", [["--rows", "0"], ["--rows", "-1"], ["--seconds", "0"], []])
def test_wrong_usage_is_status_2(an: Officer, given: list[str]) -> None:
    an.does("sql", *(["SELECT 1", *given] if given else []), status=2)


BOMBS = [
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "SELECT count(*) FROM observations a, observations b, observations c, observations d",
    "SELECT group_concat(a.path) FROM items a, items b, items c, items d, items e, items f",
    "WITH RECURSIVE s(x) AS (SELECT 'a' UNION ALL SELECT x || x FROM s) SELECT max(x) FROM s",
    "SELECT replace(hex(zeroblob(30000000)), '0', '0000000000')",
    "SELECT count(*) FROM items WHERE path LIKE '%' || hex(randomblob(30000)) || '%'"
    " OR randomblob(9) IN (SELECT hex(i.id) || j.id FROM items i, items j, items k, items l)",
]


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_stopped_with_a_code(an: Officer, bomb: str) -> None:
    ran = an.run("sql", bomb, "--seconds", "0.2")
    assert ran.returncode == 1
    assert "E594" in ran.stderr or "E593" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO nodes VALUES (1)",
        "DELETE FROM main.acts",
        "UPDATE links.nodes SET value = ''",
        "CREATE TEMP TRIGGER x AFTER INSERT ON items BEGIN SELECT 1; END",
        "ATTACH DATABASE '/etc/passwd' AS x",
        "ATTACH ':memory:' AS x",
        "PRAGMA query_only = 0",
        "PRAGMA database_list",
        "SELECT writefile('x', 'y')",
        "SELECT readfile('/etc/passwd')",
        "SELECT * FROM pragma_database_list",
        "SELECT * FROM dbstat",
        "SELECT * FROM links.sqlite_schema",
        "SELECT rowid FROM main.words WHERE words MATCH 'a'",
        "EXPLAIN DELETE FROM main.acts",
        "SELECT 1; DELETE FROM main.acts",
        "WITH x AS (SELECT 1) DELETE FROM main.acts",
    ],
)
def test_what_could_change_or_leave_the_case_is_refused(an: Officer, sql: str) -> None:
    case = an.place / "vu-01"
    kept = {one: one.read_bytes() for one in case.glob("*.db")}
    an.does("sql", sql, status=1)
    assert {one: one.read_bytes() for one in case.glob("*.db")} == kept
    assert not (an.place / "x").exists()
