"""The look-up index of a desk: caught up and built anew it is the same, and nothing hangs on it."""

import shutil
import sqlite3

import pytest
from tests.commands.support.desks import Desk, open_case, rows, states


def test_copying_only_what_is_new_ends_where_copying_anew_ends(desk: Desk) -> None:
    for words in (
        ("person", "add", "Hồ Nam", "--phone", "0933000003", "--alias", "Nam Cá"),
        ("person", "add", "Đỗ Lan", "--phone", "0912345678"),
        ("note", "x"),
    ):
        desk.an.does("--case", "va", *words)
        desk.an.does("desk", "refresh")
    grown = rows(desk.place)
    desk.an.does("desk", "refresh", "--rebuild")
    assert rows(desk.place) == grown


def test_a_statement_that_was_retracted_is_no_longer_looked_up(desk: Desk) -> None:
    desk.an.does("--case", "va", "link", "retract", "1:1", "--because", "nhầm số")
    desk.an.does("desk", "refresh")
    grown = rows(desk.place)
    desk.an.does("desk", "refresh", "--rebuild")
    assert rows(desk.place) == grown
    cases = desk.asks(desk.an, "0912345678")[0]["cases"]
    assert [one["case"] for one in cases] == ["2/2026"]


@pytest.mark.parametrize("damage", ["missing", "bytes", "other desk", "trigger"])
def test_a_lost_or_damaged_look_up_index_is_an_error_and_built_anew(
    desk: Desk, damage: str
) -> None:
    before, path = rows(desk.place), desk.place / "desk/desk.db"
    if damage == "missing":
        path.unlink()
    elif damage == "bytes":
        path.write_bytes(b"no database" * 1000)
    else:
        with sqlite3.connect(path) as database:
            if damage == "trigger":
                database.execute("CREATE VIEW one AS SELECT 1")
            else:
                database.execute("UPDATE state SET desk = 'other'")
        database.close()
    ran = desk.an.run("known", "0912345678", "--all", "--purpose", "x")
    assert (ran.returncode, "E614" in ran.stderr or "E615" in ran.stderr) == (1, True)
    desk.an.does("desk", "refresh", "--rebuild")
    assert rows(desk.place) == before
    assert desk.an.does("verify", "desk").startswith("VALID")


def test_an_act_that_was_killed_before_its_copying_is_caught_up(desk: Desk) -> None:
    shutil.copy(desk.place / "desk/desk.db", desk.place / "old.db")
    open_case(desk.an, "vc", "3/2026", ("Hồ Nam", "0933000003"))
    desk.an.does("desk", "add", "vc")
    shutil.copy(desk.place / "old.db", desk.place / "desk/desk.db")  # as if killed after the entry
    assert states(desk.an, status=4)["3/2026"] == "unread"
    answer = desk.asks(desk.an, "0933000003", status=1)[0]
    assert [one["case"] for one in answer["covered"]["not_covered"]] == ["3/2026"]
    desk.an.does("desk", "refresh")
    assert desk.asks(desk.an, "0933000003")[0]["known"]
