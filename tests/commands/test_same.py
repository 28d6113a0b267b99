"""`truyvet same`, `different`, `unsure`: who is who, decided, confirmed, taken back."""

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.people import bring_people, does, fails, reads

DUC, CA, HUNG = "Nguyễn Văn Đức", "Duc Ca", "Trần Hùng"


@pytest.fixture(scope="module")
def linked_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a case in which people hang together; only for copying."""
    place = tmp_path_factory.mktemp("linked") / "an"
    shutil.copytree(template, place, symlinks=True)
    bring_people(Officer(place=place, keys=place / "config/truyvet/keys"))
    return place


@pytest.fixture
def linked(linked_template: Path, tmp_path: Path) -> Officer:
    """An officer beside a copy of that case."""
    place = tmp_path / "linked"
    shutil.copytree(linked_template, place, symlinks=True)
    return Officer(place=place, keys=place / "config/truyvet/keys")


def nodes(officer: Officer) -> dict[str, str]:
    """The nodes of the people, by name."""
    return {one["name"]: one["node"] for one in reads(officer, "person", "list")}


def graph(officer: Officer) -> Any:
    """All that questions about the graph answer: people, an ego, a path, all statements."""
    ego = reads(officer, "ego", "0912345678", "--hops", "3")
    people = reads(officer, "person", "list")
    shown = [reads(officer, "person", "show", one["node"], "--mentions") for one in people]
    for (one,) in shown:
        del one["decisions"]  # these rightly tell that something was taken back
    paths = does(officer, "path", "0912345678", "tran hung", "--json")
    return people, shown, ego, paths, reads(officer, "link", "list", "--mentions")


def same(officer: Officer, one: str, two: str, *more: str) -> int:
    """Decide that two are one; the entry."""
    (told,) = reads(officer, "same", one, two, "--because", "cùng số CCCD", *more)
    return int(told["entry"])


def test_two_that_are_one_are_answered_for_as_one(linked: Officer) -> None:
    assert same(linked, DUC, CA, "--evidence", "4:1", "--evidence", "5:1") == 8
    people = reads(linked, "person", "list")
    assert len(people) == 2
    (duc,) = [one for one in people if one["same"]]
    assert duc["names"] == [DUC, CA]
    (shown,) = reads(linked, "person", "show", CA)
    assert {one["object"] for one in shown["statements"]} >= {
        "phone:+84912345678", "email:duc@example.vn"
    }  # fmt: skip
    (decision,) = shown["decisions"]
    assert (decision["because"], decision["evidence"]) == ("cùng số CCCD", ["4:1", "5:1"])


def test_a_path_leads_through_what_was_decided_to_be_one(linked: Officer) -> None:
    (before,) = reads(linked, "path", "phone:0912345678", "tran hung", "--no-mentions", status=1)
    assert before["paths"] == []
    same(linked, DUC, CA)
    (after,) = reads(linked, "path", "phone:0912345678", "tran hung", "--no-mentions")
    assert len(after["paths"][0]["hops"]) == 3


def test_taking_a_decision_back_restores_exactly_the_former_graph(linked: Officer) -> None:
    before = graph(linked)
    entry = same(linked, DUC, CA)
    assert graph(linked) != before
    does(linked, "same", "undo", str(entry), "--because", "hai người khác nhau")
    assert graph(linked) == before


def test_taking_a_confirmed_decision_back_takes_its_confirmation_along(
    linked: Officer, binh: Callable[..., Officer]
) -> None:
    other = binh(linked)
    does(linked, "key", "admit", "binh.pub.json")
    before = graph(linked)
    entry = same(linked, DUC, CA)
    does(other, "same", "confirm", str(entry), "--because", "đã đối chiếu ảnh")
    does(linked, "same", "undo", str(entry), "--because", "nhầm")
    assert graph(linked) == before
    states = {one["entry"]: one["live"] for one in reads(linked, "same", "log")}
    assert not states[entry]
    assert not states[entry + 1]


@pytest.mark.parametrize(("name", "unit"), [("Nguyễn Văn An", "PA05"), ("NGUYEN  VAN AN", "pa05")])
def test_the_second_officer_is_another_person_with_whatever_key_and_spelling(
    linked: Officer, binh: Callable[..., Officer], tmp_path: Path, name: str, unit: str
) -> None:
    entry = str(same(linked, DUC, CA))
    assert "E599" in fails(linked, "same", "confirm", entry, "--because", "chắc chắn")
    keys = ("key", "new", "--name", name, "--unit", unit, "--no-passphrase")
    again = replace(linked, keys=tmp_path / "again/truyvet/keys")
    again.does(*keys)
    again.does("key", "show", "-o", "again.pub.json")
    does(linked, "key", "admit", "again.pub.json")
    assert "E599" in fails(again, "same", "confirm", entry, "--because", "chắc chắn")
    other = binh(linked)
    does(linked, "key", "admit", "binh.pub.json")
    does(other, "same", "confirm", entry, "--because", "đúng")
    assert "E599" in fails(other, "same", "confirm", entry, "--because", "đúng nữa")


def test_the_log_tells_who_decided_confirmed_and_took_back(
    linked: Officer, binh: Callable[..., Officer]
) -> None:
    other = binh(linked)
    does(linked, "key", "admit", "binh.pub.json")
    entry = same(linked, DUC, CA, "--score", "85")
    does(other, "same", "confirm", str(entry), "--because", "đã đối chiếu ảnh")
    does(linked, "unsure", DUC, HUNG, "--because", "chờ xác minh")
    told = {one["entry"]: one for one in reads(linked, "same", "log")}
    assert told[entry]["officer"] == "Nguyễn Văn An"
    assert told[entry]["score"] == 85
    assert [one["officer"] for one in told[entry]["confirmed"]] == ["Trần Thị Bình"]
    does(other, "same", "undo", str(entry), "--because", "nhầm")
    told = {one["entry"]: one for one in reads(linked, "same", "log")}
    assert told[entry]["undone_by"] == entry + 3
    live = {one["decision"] for one in reads(linked, "same", "log", "--live")}
    assert "same" not in live
    assert "taken back by entry" in does(linked, "same", "log")


def test_what_is_decided_apart_is_never_made_one(linked: Officer) -> None:
    does(linked, "different", DUC, CA, "--because", "hai CCCD khác nhau")
    said = fails(linked, "same", DUC, CA, "--because", "cùng điện thoại")
    assert "E573" in said
    assert "entry 8" in said
    assert "same undo 8" in said
    assert len(reads(linked, "log")) == 9


def test_what_is_decided_apart_is_not_made_one_through_a_third(linked: Officer) -> None:
    does(linked, "different", DUC, HUNG, "--because", "hai CCCD khác nhau")
    same(linked, DUC, CA)
    assert "E573" in fails(linked, "same", CA, HUNG, "--because", "cùng điện thoại")
    does(linked, "same", "undo", "8", "--because", "nhầm CCCD")
    same(linked, CA, HUNG)
    assert len(reads(linked, "person", "list")) == 1


def test_what_is_one_is_not_decided_apart(linked: Officer) -> None:
    same(linked, DUC, CA)
    both = nodes(linked)
    (person,) = [one for one in reads(linked, "person", "list") if one["same"]]
    assert both[DUC] == person["node"]
    said = fails(linked, "different", person["node"], person["same"][0], "--because", "x")
    assert "E573" in said
    assert "same undo 8" in said


def test_unsure_changes_no_answer(linked: Officer) -> None:
    before = graph(linked)
    does(linked, "unsure", DUC, CA, "--because", "chờ xác minh")
    assert graph(linked) == before


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("same", DUC, "Không Ai", "--because", "x"), 1, "E570"),
        (("same", DUC, DUC, "--because", "x"), 2, "both"),
        (("same", DUC, CA), 2, "--because"),
        (("same", DUC, CA, "--because", " "), 1, "E112"),
        (("same", DUC, CA, "--because", "x", "--evidence", "99:9"), 1, "E844"),
        (("same", "undo", "4", "--because", "x"), 1, "E598"),
        (("same", "undo", "99", "--because", "x"), 1, "E598"),
        (("same", "confirm", "4", "--because", "x"), 1, "E598"),
        (("same", "undo", "four", "--because", "x"), 2, "four"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_nothing_is_recorded(
    linked: Officer, arguments: tuple[str, ...], status: int, words: str
) -> None:
    assert words in fails(linked, *arguments, status=status)
    assert len(reads(linked, "log")) == 8


def test_a_decision_is_taken_back_once(linked: Officer) -> None:
    entry = str(same(linked, DUC, CA))
    does(linked, "same", "undo", entry, "--because", "nhầm")
    said = fails(linked, "same", "undo", entry, "--because", "nhầm")
    assert "E598" in said
    assert "entry 9" in said
    assert "E598" in fails(linked, "same", "undo", "9", "--because", "nhầm")


def test_the_group_shows_how_a_pair_is_decided(linked: Officer) -> None:
    text = linked.does("same", "--help")
    assert "A B --because WHY" in text
    assert "suggest" in text
    assert "--evidence" in linked.does("same", "A", "B", "--help")


def test_identifiers_are_decided_to_be_one_too(linked: Officer) -> None:
    same(linked, "0912345678", "duc@example.vn")
    (shown,) = reads(linked, "person", "show", "0912345678")
    assert shown["same"] == ["email:duc@example.vn"] or shown["same"] == ["phone:+84912345678"]


def test_the_case_verifies_with_its_decisions(
    linked: Officer, binh: Callable[..., Officer]
) -> None:
    other = binh(linked)
    does(linked, "key", "admit", "binh.pub.json")
    entry = same(linked, DUC, CA)
    does(other, "same", "confirm", str(entry), "--because", "đúng")
    does(linked, "same", "undo", str(entry), "--because", "nhầm")
    does(linked, "different", DUC, CA, "--because", "hai người")
    does(linked, "verify")


@pytest.mark.parametrize("seed", range(3))
def test_any_decisions_leave_what_the_ledger_alone_gives(linked: Officer, seed: int) -> None:
    chosen = random.Random(seed)
    people = list(nodes(linked).values())
    entries = list[int]()
    for _ in range(8):
        one, two = chosen.sample(people, 2)
        what = chosen.choice(["same", "same", "different", "undo"])
        if what == "undo" and entries:
            arguments = ["same", "undo", str(chosen.choice(entries)), "--because", "x"]
        else:
            arguments = [what.replace("undo", "same"), one, two, "--because", "x"]
        ran = linked.run("--case", "vu-01", *arguments, "--json")
        assert ran.returncode in (0, 1, 2), ran
        if ran.returncode == 0:
            entries.append(len(reads(linked, "log")) - 1)
    before = graph(linked)
    for path in (linked.place / "vu-01").glob("links*"):
        path.unlink()
    assert graph(linked) == before
