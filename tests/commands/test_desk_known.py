"""`truyvet known --all`: every case and register of the desk at once, and what a no covers."""

import hashlib
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.desks import ASKS, Desk, standing_in


@pytest.fixture
def an(asked_desk: Path) -> Officer:
    """An, beside the desk that all tests ask."""
    return standing_in(asked_desk, "An")


def numbers(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    """Return the cases that an answer names."""
    return [one["case"] for one in answer["cases"]]


@pytest.mark.parametrize(
    "spelling", ["0912.345.678", "+84 912 345 678", "84912345678", "phone:0912345678"]
)
def test_a_number_is_known_in_any_spelling_in_all_cases(an: Officer, spelling: str) -> None:
    (answer,) = an.reads("known", spelling, *ASKS)
    assert numbers(answer) == ["1/2026", "2/2026"]


def test_a_name_is_known_without_its_marks(an: Officer) -> None:
    (answer,) = an.reads("known", "nguyen van duc", *ASKS)
    values = [hit["value"] for one in answer["cases"] for hit in one["hits"]]
    assert values == ["Nguyễn Văn Đức", "Nguyen Van Duc"]


def test_details_come_from_the_cases_themselves(an: Officer) -> None:
    (answer,) = an.reads("known", "0911000001", *ASKS)
    (case,) = answer["cases"]
    (reading,) = case["answer"]["readings"]
    assert [tie["label"] for tie in reading["ties"]] == ["Lê Thị Mai"]
    assert case["entry"] == 2


def test_the_text_says_where_and_whom_to_ask(an: Officer) -> None:
    told = an.does("known", "0922000002", *ASKS)
    assert "in case 2/2026" in told
    assert "tied to Vũ Hải" in told
    assert "contact: Bình, PA05, máy lẻ 12" in told


def test_a_no_says_what_it_covered_and_what_was_tried(an: Officer) -> None:
    ran = an.run("known", "0999999999", *ASKS)
    assert ran.returncode == 1
    assert "NOT KNOWN" in ran.stdout
    assert "looked up as telephone number +84999999999" in ran.stdout
    assert "covered: 2 cases" in ran.stdout
    assert "case 1/2026, as of entry 2" in ran.stdout


def test_a_no_names_the_cases_that_it_does_not_cover(desk: Desk) -> None:
    (desk.place / "va").rename(desk.place / "elsewhere")
    told = desk.an.does("known", "0999999999", *ASKS, status=1)
    assert "1/2026" in told
    (answer,) = desk.asks(desk.an, "0999999999", status=1)
    behind = [one for one in answer["covered"]["cases"] if one["state"] != "current"]
    assert [(one["case"], one["state"]) for one in behind] == [("1/2026", "missing")]


def test_a_hit_in_a_case_that_is_gone_is_told_as_of_when_it_was_known(desk: Desk) -> None:
    (desk.place / "va").rename(desk.place / "elsewhere")
    (answer,) = desk.asks(desk.an, "0911000001")
    (case,) = answer["cases"]
    assert case["answer"] is None
    assert "no longer there" in case["reason"]
    assert case["hits"][0]["count"] == 1


def test_a_hit_that_the_case_has_retracted_since_is_told_so(desk: Desk) -> None:
    desk.an.does("--case", "va", "link", "retract", "2:1", "--because", "nhầm số")
    (answer,) = desk.asks(desk.an, "0911000001", status=1)
    (gone,) = answer["gone"]
    assert (answer["cases"], gone["hits"][0]["count"], gone["case"]) == ([], 0, "1/2026")
    assert gone["answer"]["gone"][0]["ended"][0]["ended"]["reason"] == "nhầm số"


def test_a_list_is_one_act_and_a_line_each(desk: Desk) -> None:
    (desk.place / "list.txt").write_text("0912345678\n0999999999\n0922000002\n")
    told = desk.an.does("known", "--list", "list.txt", *ASKS)
    assert told.splitlines()[1].startswith("0912345678\tknown\t1/2026, 2/2026")
    (act,) = desk.an.reads("desk", "log")
    assert act["questions"] == ["0912345678", "0999999999", "0922000002"]
    assert (act["covered"], act["hits"], act["withheld"]) == (2, 3, 0)


def test_a_long_list_is_kept_whole(desk: Desk) -> None:
    values = [f"09{number:08d}" for number in range(300)]
    (desk.place / "list.txt").write_text("\n".join(values))
    desk.an.does("known", "--list", "list.txt", *ASKS, status=1)
    (act,) = desk.an.reads("desk", "log")
    assert act["questions"] == values
    assert desk.an.does("verify", "desk").startswith("VALID")


def test_without_all_only_the_case_is_asked(an: Officer) -> None:
    (answer,) = an.reads("--case", "va", "known", "0912345678")
    assert answer["case"] == "1/2026"


def test_one_copy_of_a_file_is_known_by_its_hash_wherever_it_lies(desk: Desk) -> None:
    (desk.place / "photo.jpg").write_bytes(b"the same bytes")
    for case, by in (("va", desk.an), ("vb", desk.binh)):
        by.does("--case", case, "collect", "files", "photo.jpg")
    desk.an.does("desk", "refresh")
    (answer,) = desk.asks(desk.an, hashlib.sha256(b"the same bytes").hexdigest())
    assert numbers(answer) == ["1/2026", "2/2026"]


LETTER = b"Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nCh\xc3\xa0o anh "
LETTER += "Mạc Đĩnh Chi.\r\n".encode()
"""A letter in which somebody is named who is no value of the case."""


def test_a_name_that_stands_in_a_text_alone_is_known_to_who_sees_the_case(desk: Desk) -> None:
    (desk.place / "m.eml").write_bytes(LETTER)
    desk.binh.does("--case", "vb", "collect", "files", "m.eml")
    desk.binh.does("--case", "vb", "scan")
    desk.an.does("desk", "add", "vb", "--access", "restricted")
    told = desk.binh.does("known", "mac dinh chi", *ASKS)
    assert "in case 2/2026" in told
    assert "«Mạc Đĩnh Chi»" in told
    (answer,) = desk.asks(desk.binh, "Mạc Đĩnh Chi")
    assert (numbers(answer), answer["texts"]["looked_into"]) == (["2/2026"], True)
    (no,) = desk.asks(desk.an, "Mạc Đĩnh Chi", status=1)
    assert no["texts"]["search"] == "truyvet search '\"Mạc Đĩnh Chi\"' --all"


def test_a_number_that_is_not_known_says_that_texts_were_not_looked_into(an: Officer) -> None:
    said = an.does("known", "0999999999", *ASKS, status=1)
    assert "texts were not looked into: truyvet search '\"0999999999\"' --all" in said
    (answer,) = an.reads("known", "0999999999", *ASKS, status=1)
    assert answer["texts"]["looked_into"] is False


def test_a_case_whose_texts_cannot_be_looked_into_is_named(desk: Desk) -> None:
    (desk.place / "va").rename(desk.place / "elsewhere")
    (answer,) = desk.asks(desk.an, "Mạc Đĩnh Chi", status=1)
    assert [one["case"] for one in answer["texts"]["not_covered"]] == ["1/2026"]
    said = desk.an.does("known", "Mạc Đĩnh Chi", *ASKS, status=1)
    assert "texts of case 1/2026 were not looked into: it is no longer there" in said


def test_a_hit_by_a_weaker_spelling_says_so_in_every_way(desk: Desk) -> None:
    desk.binh.does("--case", "vb", "person", "add", "Hồ Nam", "--cccd", "001090000005")
    (desk.place / "list.txt").write_text("1090000005\n")
    why = "weaker: with zeros at its beginning"
    assert why in desk.an.does("known", "1090000005", *ASKS)
    assert f"2/2026 ({why})" in desk.an.does("known", "--list", "list.txt", *ASKS)
    (answer,) = desk.asks(desk.an, "1090000005")
    assert [one["weak"] for one in answer["cases"][0]["hits"]] == ["with zeros at its beginning"]
    assert {one["weak"] for one in answer["tried"]} > {"", "with zeros at its beginning"}
    desk.an.does("desk", "add", "vb", "--access", "restricted")
    assert "a hit by a weaker spelling that" in desk.an.does("known", "1090000005", *ASKS)
    (answer,) = desk.asks(desk.an, "1090000005")
    assert answer["ask"] == answer["ask_weaker"] != []
    assert desk.asks(desk.an, "001090000005")[0]["ask_weaker"] == []
