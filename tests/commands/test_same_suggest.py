"""`truyvet same suggest`: pairs that may be one, with reasons; decisions are minded."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.people import does, reads

PEOPLE: dict[str, tuple[str, ...]] = {
    "Nguyễn Văn Đức": ("--phone", "0912345678", "--cccd", "001090012345"),
    "Duc Nguyen Van": ("--email", "duc@example.vn"),
    "Đức Cá": ("--phone", "0912.345.678"),
    "Trần Thị Lan": ("--phone", "+84912345678", "--sex", "female"),
    "Nguyễn Văn Dục": ("--cccd", "001071054321"),
    "Lê Hải": ("--account", "Vietcombank:0071000123456", "--born", "1/5/1990"),
    "Lê Minh Hải": ("--account", "970436:0071000123456", "--born", "1961"),
    "Phạm Cô Đơn": ("--phone", "0900000001"),
}


@pytest.fixture(scope="module")
def people_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a case of some people; only for copying and reading."""
    place = tmp_path_factory.mktemp("people") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    for name, options in PEOPLE.items():
        does(an, "person", "add", name, *options)
    return place


@pytest.fixture
def people(people_template: Path, tmp_path: Path) -> Officer:
    """An officer beside a copy of that case."""
    place = tmp_path / "people"
    shutil.copytree(people_template, place, symlinks=True)
    return Officer(place=place, keys=place / "config/truyvet/keys")


@pytest.fixture
def reader(people_template: Path) -> Officer:
    """An officer beside that case itself, who only looks."""
    return Officer(place=people_template, keys=people_template / "config/truyvet/keys")


def pairs(officer: Officer, *options: str) -> dict[frozenset[str], Any]:
    """The pairs that are suggested, by their names."""
    found = reads(officer, "same", "suggest", *options)
    return {frozenset((one["left_name"], one["right_name"])): one for one in found}


def pair(one: str, two: str) -> frozenset[str]:
    """A pair of names."""
    return frozenset((one, two))


def test_who_shares_an_identifier_in_any_spelling_is_suggested(reader: Officer) -> None:
    one = pairs(reader)[pair("Nguyễn Văn Đức", "Đức Cá")]
    assert "both have phone:+84912345678" in one["reasons"][0]["text"]
    found = pairs(reader, "--min-score", "20")
    assert "bank-account" in found[pair("Lê Hải", "Lê Minh Hải")]["reasons"][0]["text"]


def test_a_name_turned_and_without_marks_is_suggested(reader: Officer) -> None:
    one = pairs(reader)[pair("Nguyễn Văn Đức", "Duc Nguyen Van")]
    (reason,) = one["reasons"]
    assert "in another order, without marks" in reason["text"]


def test_who_has_nothing_in_common_is_not_suggested(reader: Officer) -> None:
    assert not [one for one in pairs(reader, "--min-score", "0") if "Phạm Cô Đơn" in one]


def test_the_likeliest_come_first_and_the_least_score_is_kept(reader: Officer) -> None:
    scores = [one["score"] for one in reads(reader, "same", "suggest")]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= 50
    assert min(one["score"] for one in pairs(reader, "--min-score", "1").values()) < 50
    assert pairs(reader, "--min-score", "100") == {}


def test_another_citizen_id_and_birth_year_speak_against_it(reader: Officer) -> None:
    found = pairs(reader, "--min-score", "1")
    texts = [
        reason["text"]
        for reason in found[pair("Nguyễn Văn Đức", "Nguyễn Văn Dục")]["reasons"]
        if reason["weight"] < 0
    ]
    assert any("another cccd" in text for text in texts)
    assert any("1990 – 1971" in text for text in texts)


def test_stated_birth_is_compared_too(reader: Officer) -> None:
    found = pairs(reader, "--min-score", "1")[pair("Lê Hải", "Lê Minh Hải")]
    assert any("born in 1990 – 1961" in one["text"] for one in found["reasons"])


def test_other_names_behind_one_telephone_are_told(reader: Officer) -> None:
    found = pairs(reader, "--min-score", "1")[pair("Trần Thị Lan", "Đức Cá")]
    assert any("other names" in one["text"] for one in found["reasons"])


def test_the_list_is_cut_and_says_so(reader: Officer) -> None:
    ran = reader.run("--case", "vu-01", "same", "suggest", "--limit", "1")
    assert len(ran.stdout.splitlines()) == 1
    assert "more of at least 50: --limit" in ran.stderr


def test_pairs_below_the_least_score_are_counted_and_how_to_see_them_is_said(
    reader: Officer,
) -> None:
    ran = reader.run("--case", "vu-01", "same", "suggest", "--min-score", "90")
    above = len(pairs(reader, "--min-score", "90"))
    told = re.search(r"(\d+) pairs? looked at ha(s|ve) .* below 90: --min-score 1", ran.stderr)
    assert told
    assert 0 < int(told[1]) <= len(pairs(reader, "--min-score", "1")) - above


def test_pairs_of_one_are_asked_for(reader: Officer) -> None:
    found = pairs(reader, "--of", "Đức Cá")
    assert found
    assert all("Đức Cá" in one for one in found)


def test_what_was_decided_different_is_suggested_no_more(people: Officer) -> None:
    does(people, "different", "Nguyễn Văn Đức", "Đức Cá", "--because", "đã đối chiếu")
    assert pair("Nguyễn Văn Đức", "Đức Cá") not in pairs(people, "--min-score", "0")
    does(people, "same", "undo", "10", "--because", "nhầm")
    assert pair("Nguyễn Văn Đức", "Đức Cá") in pairs(people)


def test_what_is_one_is_suggested_as_one(people: Officer) -> None:
    does(people, "same", "Nguyễn Văn Đức", "Đức Cá", "--because", "cùng số")
    found = pairs(people, "--min-score", "0")
    assert not [one for one in found if one == pair("Nguyễn Văn Đức", "Đức Cá")]
    assert not [one for one in found if "Đức Cá" in one]
    does(people, "different", "Duc Nguyen Van", "Đức Cá", "--because", "đã đối chiếu")
    assert pair("Nguyễn Văn Đức", "Duc Nguyen Van") not in pairs(people, "--min-score", "0")


def test_unsure_leaves_the_pair_and_marks_it(people: Officer) -> None:
    does(people, "unsure", "Nguyễn Văn Đức", "Đức Cá", "--because", "chờ")
    assert pairs(people)[pair("Nguyễn Văn Đức", "Đức Cá")]["unsure"] == 10
    assert "[unsure, entry 10]" in does(people, "same", "suggest")


def test_what_too_many_share_is_not_paired_but_told(an: Officer) -> None:
    for number in range(22):
        does(an, "person", "add", f"Người Thứ {number}", "--phone", "19001234")
    ran = an.run("--case", "vu-01", "same", "suggest")
    assert ran.stdout == ""
    assert "shared by too many" in ran.stderr
    assert "phone:+8419001234 (22)" in ran.stderr


def test_people_and_organizations_are_never_one(an: Officer) -> None:
    does(an, "person", "add", "An Phát", "--phone", "0912345678")
    does(an, "person", "add", "An Phát", "--organization", "--phone", "0912345678")
    assert pairs(an, "--min-score", "0") == {}


def test_nothing_to_suggest_says_what_was_looked_at(an: Officer) -> None:
    ran = an.run("--case", "vu-01", "same", "suggest")
    assert ran.returncode == 0
    assert "0 nodes that may be one" in ran.stderr


def test_a_terminal_shows_each_reason_on_a_line(reader: Officer) -> None:
    _, shown = reader.types("--case", "vu-01", "same", "suggest", "--limit", "1")
    assert "Nguyễn Văn Đức (person:" in shown
    assert re.search(r"^     +\+\d\d  (names: |both have)", shown, flags=re.MULTILINE)
