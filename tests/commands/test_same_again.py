"""`truyvet same` and `different` of what is decided already, and what outlasts `same undo`."""

import shutil
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.people import does, reads

NAMES = ("Đức Một", "Đức Hai", "Đức Ba")
WHY = ("--because", "đã đối chiếu")


@pytest.fixture(scope="module")
def three_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of three people, entries 2 to 4; only for copying."""
    place = tmp_path_factory.mktemp("three") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    for name in NAMES:
        does(an, "person", "add", name)
    return place


@pytest.fixture
def an(three_template: Path, tmp_path: Path) -> Officer:
    """An officer beside a copy of that case."""
    place = tmp_path / "an"
    shutil.copytree(three_template, place, symlinks=True)
    return Officer(place=place, keys=place / "config/truyvet/keys")


@pytest.fixture
def who(an: Officer) -> list[str]:
    """The nodes of the three."""
    return [reads(an, "person", "show", name)[0]["node"] for name in NAMES]


def test_what_is_one_by_one_decision_says_so(an: Officer, who: list[str]) -> None:
    assert "already" not in does(an, "same", who[0], who[1], *WHY)
    told = does(an, "same", who[1], who[0], *WHY)
    assert told.splitlines()[1] == "  they were one already by entry 5"


def test_what_is_one_through_a_third_names_both_decisions(an: Officer, who: list[str]) -> None:
    does(an, "same", who[0], who[1], *WHY)
    does(an, "same", who[1], who[2], *WHY)
    (told,) = reads(an, "same", who[0], who[2], *WHY)
    assert told["already"] == [5, 6]


def test_what_is_apart_says_so(an: Officer, who: list[str]) -> None:
    does(an, "different", who[0], who[1], *WHY)
    assert "they were not one already by entry 5" in does(an, "different", who[0], who[1], *WHY)


def test_an_undone_decision_is_none(an: Officer, who: list[str]) -> None:
    does(an, "same", who[0], who[1], *WHY)
    does(an, "same", "undo", "5", *WHY)
    (told,) = reads(an, "same", who[0], who[1], *WHY)
    assert told["already"] == []


def test_taking_back_one_of_two_says_that_they_are_still_one(an: Officer, who: list[str]) -> None:
    does(an, "same", who[0], who[1], *WHY)
    does(an, "same", who[0], who[1], *WHY)
    told = does(an, "same", "undo", "5", *WHY)
    assert told.splitlines()[1] == "  they are still one by entry 6"
    assert "still" not in does(an, "same", "undo", "6", *WHY)


def test_taking_back_says_through_whom_they_are_still_one(an: Officer, who: list[str]) -> None:
    does(an, "same", who[0], who[1], *WHY)
    does(an, "same", who[1], who[2], *WHY)
    does(an, "same", who[0], who[2], *WHY)
    assert "still one by entries 5 and 6" in does(an, "same", "undo", "7", *WHY)


def test_taking_back_one_of_two_says_that_they_are_still_apart(an: Officer, who: list[str]) -> None:
    does(an, "different", who[0], who[1], *WHY)
    does(an, "different", who[0], who[1], *WHY)
    (told,) = reads(an, "same", "undo", "5", *WHY)
    assert told["still"] == [6]


def test_nothing_outlasts_a_doubt(an: Officer, who: list[str]) -> None:
    does(an, "unsure", who[0], who[1], *WHY)
    (told,) = reads(an, "same", "undo", "5", *WHY)
    assert told["still"] == []
