"""Two replies of an operator that overlap: each call of both is marked, and counts are said."""

import shutil
from pathlib import Path

import pytest
from tests.commands.conftest import Officer

HEAD = "Số gọi,Số nhận,Thời gian,Thời lượng\r\n"
ONE = "0912345678,0987654321,14/03/2026 09:15:00,10:40\r\n"
TWO = "0912345678,0987654321,15/03/2026 21:00:05,5\r\n"
THREE = "0912345678,0987654321,16/03/2026 08:00:00,7\r\n"


@pytest.fixture(scope="module")
def officer(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    place = tmp_path_factory.mktemp("overlapping") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys").with_(TRUYVET_CASE="vu-01")
    Path(an.place, "march-a.csv").write_text(HEAD + ONE + TWO)
    Path(an.place, "march-b.csv").write_text(HEAD + TWO + THREE)
    for name in ("march-a.csv", "march-b.csv"):
        an.does("collect", "table", name, "--profile", "cdr")
    return an


def test_a_timeline_marks_what_both_tables_tell(officer: Officer) -> None:
    told = officer.reads("timeline", "0912345678")
    first, second = (one for one in told if one["since"].startswith("2026-03-15"))
    assert (first["repeats"], second["repeats"]) == ("", first["statement"])
    assert [one["repeats"] for one in told if one not in (first, second)] == ["", ""]


def test_people_are_told_too(officer: Officer) -> None:
    ran = officer.run("timeline", "0912345678")
    (line,) = (line for line in ran.stdout.splitlines() if ", like " in line)
    assert "2026-03-15T14:00:05Z" in line
    assert "told alike by another exhibit: 1 statement" in ran.stderr


def test_the_ego_says_that_its_count_holds_both(officer: Officer) -> None:
    (told,) = (one for one in officer.reads("ego", "0912345678") if one["kind"] == "phone")
    assert (told["links"][0]["count"], told["repeated"]) == (4, 1)
    ran = officer.run("ego", "0912345678")
    assert "told alike by another exhibit, and counted: 1 statement" in ran.stderr


def test_without_one_of_the_tables_nothing_is_told_again(officer: Officer) -> None:
    (row,) = officer.reads("items", "--path", "*march-b.csv")
    told = officer.reads("timeline", "0912345678", "--without", row["item"])
    assert [one["repeats"] for one in told] == ["", ""]
    assert "exhibit" not in officer.run("ego", "0912345678", "--without", row["item"]).stderr


def test_an_ego_counts_what_a_timeline_marks(officer: Officer, tmp_path: Path) -> None:
    shutil.copytree(officer.place, tmp_path / "an", symlinks=True)
    an = Officer(place=tmp_path / "an", keys=tmp_path / "an/config/truyvet/keys")
    an = an.with_(TRUYVET_CASE="vu-01")
    (one, other) = (row["item"] for row in an.reads("items", "--path", "*march-*.csv"))
    at = ("--since", "2026-03-20T08:00:00Z")
    for who, item in (("phone:0900000001", one), ("phone:0900000002", other)):
        an.does("link", "add", who, "called", "phone:0900000003", *at, "--item", item)
    an.does("link", "add", "phone:0900000003", "met", "phone:0900000004", *at, "--item", one)
    an.does("link", "add", "phone:0900000004", "met", "phone:0900000003", *at, "--item", other)
    an.does("same", "0900000001", "0900000002", "--because", "một máy")
    told = an.reads("ego", "0900000003")
    assert {one["node"]: one["repeated"] for one in told} == {
        "phone:+84900000001": 1, "phone:+84900000004": 1,
    }  # fmt: skip
    assert sum(one["repeats"] != "" for one in an.reads("timeline", "0900000003")) == 2
