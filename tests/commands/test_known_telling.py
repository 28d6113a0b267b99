"""How answers of `known` and `search` look: on a terminal, in JSON, with what was taken back."""

import shutil
from pathlib import Path

import pytest
from tests.commands.conftest import Officer


@pytest.fixture(scope="module")
def an(scanned_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An investigator whose case has a person, tags, and statements of which one was ended."""
    place = tmp_path_factory.mktemp("telling") / "an"
    shutil.copytree(scanned_template, place, symlinks=True)
    keys = place / "config/truyvet/keys"
    asked = Officer(place=place, keys=keys, settings={"TRUYVET_CASE": "vu-01"})
    asked.does("person", "add", "Nguyễn Văn Đức", "--phone", "0912345678")
    asked.does("person", "add", "Trần " * 30 + "Lan", "--phone", "0977888999")
    (first, *_) = asked.reads("known", "0912345678")[0]["readings"]
    asked.does("tag", first["sightings"][0]["name"], "nghi phạm \x1b[2J A")
    asked.does("link", "retract", first["sightings"][1]["name"], "--because", "đọc nhầm")
    asked.does("link", "retract", first["stated"][0]["name"], "--because", "nhầm \u202e số")
    return asked


QUESTIONS = [
    ("known", "0912345678"),
    ("known", "nguyen van duc"),
    ("known", "Tran " * 30 + "lan"),
    ("known", "0999888777"),
    ("known", "x" * 3_000),
    ("search", "type:phone"),
    ("search", "lien he"),
    ("search", "khongcogica"),
    ("search", "type:person"),
]


@pytest.mark.parametrize("question", QUESTIONS[:4] + QUESTIONS[5:6])
def test_no_line_is_wider_than_the_terminal(an: Officer, question: tuple[str, ...]) -> None:
    _, shown = an.types(*question)
    plain = shown.replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert [line for line in plain.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_that_is_shown_moves_a_cursor(an: Officer, question: tuple[str, ...]) -> None:
    shown = an.does(*question, status=_status(question))
    assert shown
    assert not {"\x1b", "\u202e", "\r", "\0"} & set(shown)


def _status(question: tuple[str, ...]) -> int:
    return 1 if question[1] in ("0999888777", "x" * 3_000, "khongcogica") else 0


def test_a_sighting_that_was_taken_back_is_marked(an: Officer) -> None:
    shown = an.does("known", "0912345678")
    (line,) = (one for one in shown.splitlines() if "đọc nhầm" in one)
    assert "RETRACTED by Nguyễn Văn An, entry " in line
    assert " at " in line


def test_a_statement_that_ended_is_told_with_its_date(an: Officer) -> None:
    (answer,) = an.reads("known", "0912345678")
    phone = next(one for one in answer["readings"] if one["kind"] == "phone")
    (ended,) = phone["ended"]
    assert ended["ended"]["reason"] == "nhầm \u202e số"
    assert phone["ended_count"] == 1
    assert phone["links"] == {}
    shown = an.does("known", "0912345678")
    assert f"RETRACTED by Nguyễn Văn An, entry {ended['ended']['entry']}, " in shown
    assert ended["ended"]["recorded"] in shown


def test_what_stands_is_not_marked(an: Officer) -> None:
    (answer,) = an.reads("known", "0912345678")
    for reading in answer["readings"]:
        assert all(one["ended"] is None for one in reading["sightings"] + reading["stated"])


def test_json_tells_counts_that_agree_with_what_is_shown(an: Officer) -> None:
    (answer,) = an.reads("known", "0912345678")
    phone = next(one for one in answer["readings"] if one["kind"] == "phone")
    assert phone["count"]["retracted"] == len(phone["retracted"]) == 1
    assert phone["count"]["seen"] == len(phone["sightings"])
    assert set(answer) == {
        "asked", "case", "gone", "holds", "known", "like", "readings", "superseded", "texts",
        "tried",
    }  # fmt: skip


def test_tags_and_flags_are_told_with_the_sighting(an: Officer) -> None:
    shown = an.does("known", "0912345678")
    assert "tagged nghi phạm " in shown
    assert "item flagged yara" in shown


def test_a_person_whose_number_was_taken_back_is_still_known_by_name(an: Officer) -> None:
    (answer,) = an.reads("known", "nguyen van duc")
    person = next(one for one in answer["readings"] if one["kind"] == "person")
    assert person["links"] == {"named": 1}
    assert [one["relation"] for one in person["ended"]] == ["uses"]


def test_search_in_json_marks_hits_where_they_are(an: Officer) -> None:
    for one in an.reads("search", "lien he"):
        for snippet in (s for passage in one["passages"] for s in passage["snippets"]):
            marked = [snippet["text"][start:end] for start, end in snippet["hits"]]
            assert {word.lower() for word in marked} <= {"liên", "hệ"}


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_the_limit_shows_so_many_and_says_that_there_are_more(an: Officer, limit: int) -> None:
    ran = an.run("search", "type:phone", "--limit", str(limit), "--json")
    assert len(ran.stdout.splitlines()) == limit
    assert f"there are more than {limit}" in ran.stderr


def test_a_count_equals_what_is_told_without_a_limit(an: Officer) -> None:
    for query in ("type:phone", "type:person", "lien he", "NOT type:phone", "rel:uses OR flag:*"):
        (count,) = an.reads("search", query, "--count")
        told = an.reads("search", query, "--limit", "0")
        items = sum("item" in one for one in told)
        assert (count["items"], count["statements"]) == (items, len(told) - items)
