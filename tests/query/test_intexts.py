"""Names in texts and in other names: what is known of no value."""

import shutil
from pathlib import Path

import pytest
from tests.query.conftest import Officer

from truyvet.evidence.case import Case
from truyvet.query.intexts import alike, in_texts
from truyvet.query.known import Answer, known
from truyvet.query.source import Source, opened


def answer(source: Source, value: str, limit: int = 20) -> Answer:
    """What is known of a value."""
    (told,) = known(source, [value], limit=limit)
    return told


def test_a_name_that_only_texts_hold_is_known_in_them(source: Source) -> None:
    told = answer(source, "chuyển khoản gấp")
    assert told.known
    assert told.readings == ()
    assert told.texts is not None
    (one,) = told.texts.found
    assert (told.texts.texts, told.texts.items) == (1, 1)
    assert one.path.endswith("gap.txt")
    (snippet,) = one.passage.snippets
    assert snippet.locator == ("bytes:0+16",)


def test_the_texts_that_hold_it_as_it_was_typed_come_first(source: Source) -> None:
    told = in_texts(source, "dương", 5)
    assert [one.path.rpartition("/")[2] for one in told.found] == ["đường.txt", "duong.txt"]


def test_texts_are_limited_and_counted_all(source: Source) -> None:
    told = in_texts(source, "duong", 1)
    assert (len(told.found), told.texts) == (1, 2)


def test_a_person_is_told_with_the_texts_of_the_name(source: Source) -> None:
    told = answer(source, "Nguyễn  Văn\tĐức")
    assert [one.label for one in told.readings] == ["Nguyễn Văn Đức"]
    assert told.texts is not None
    assert told.texts.items == 3
    assert told.like == ()


def test_a_word_of_a_name_tells_whose_name_it_is_of(source: Source) -> None:
    assert [one.name for one in answer(source, "Lan").like] == ["Trần Thị Lan"]
    assert [one.name for one in answer(source, "lan trần").like] == ["Trần Thị Lan"]
    assert not answer(source, "lan trần").known


@pytest.mark.parametrize("typed", ["la", "lan anh", "%", "*", "", "đức" * 500])
def test_who_has_no_such_name_is_not_told(source: Source, typed: str) -> None:
    assert alike(source, typed, 9) == []


def test_of_a_list_names_like_it_are_not_told(source: Source) -> None:
    assert answer(source, "Lan", limit=1).like == ()


@pytest.mark.parametrize("typed", ["0912", "0999 888 777", "name:Lê B", "0x529084", "30A-9"])
def test_numbers_and_codes_are_not_looked_for_in_texts(source: Source, typed: str) -> None:
    told = answer(source, typed)
    assert told.texts is None
    assert not told.known


def test_what_was_seen_as_a_value_is_not_told_again_as_a_text(source: Source) -> None:
    assert answer(source, "lan@example.vn").texts is None


def test_values_within_what_is_not_known_are_told(source: Source) -> None:
    assert answer(source, "0912345678 (Đức)").holds == ("0912345678",)
    assert answer(source, "0912345678, 0987654321").holds == ("0912345678", "0987654321")
    assert answer(source, "0912345678").holds == ()


@pytest.fixture
def officer(asked: Path, tmp_path: Path) -> Officer:
    """An officer beside a copy of the case."""
    shutil.copytree(asked.parent, tmp_path / "copy", symlinks=True)
    return Officer(tmp_path / "copy")


def test_a_name_that_was_retracted_is_not_known_by_its_texts(officer: Officer) -> None:
    with opened(Case(officer.place / "vu")) as source:
        (person,) = answer(source, "Nguyễn Văn Đức").readings
        names = [one.name for one in person.stated]
    for name in names:
        officer.does("link", "retract", name, "--because", "nhầm người")
    with opened(Case(officer.place / "vu")) as source:
        told = answer(source, "Nguyễn Văn Đức")
        assert (told.known, told.texts) == (False, None)
        assert told.gone
