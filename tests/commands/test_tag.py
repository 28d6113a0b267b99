"""`truyvet tag`: a word on an item or an observation, put on and taken off by entries."""

from pathlib import Path
from typing import Any

import pytest
from tests.commands.support.scanning import entries

CASE = ("--case", "vu-01")


def test_a_tag_on_an_item_is_an_entry(an: Any, case: Path) -> None:
    assert an.does(*CASE, "tag", "1.2", "nghi phạm A") == "entry 2: tagged 1.2\n"
    act = entries(case)[-1]["act"]
    (row,) = (one for one in an.reads(*CASE, "items") if one["item"] == "1.2")
    assert (act["type"], act["name"], act["tag"], act["item"]) == (
        "tag", "1.2", "nghi phạm A", row["id"],
    )  # fmt: skip


def test_a_tag_on_an_observation_names_its_item_too(scanned: Any) -> None:
    seen = scanned.reads(*CASE, "observations", "--kind", "phone")[0]
    told = scanned.reads(*CASE, "tag", seen["observation"], "gọi nhiều")[0]
    assert told == {"entry": 4, "name": seen["observation"], "item": seen["item_id"],
                    "tag": "gọi nhiều", "off": False}  # fmt: skip
    assert scanned.reads("verify", "vu-01")[0]["findings"] == []


def test_tags_are_listed_with_the_entry_that_put_them_on(an: Any) -> None:
    an.does(*CASE, "tag", "1.2", "một")
    an.does(*CASE, "tag", "1.3", "hai")
    assert an.reads(*CASE, "tag") == [
        {"name": "1.2", "tag": "một", "entry": 2},
        {"name": "1.3", "tag": "hai", "entry": 3},
    ]
    assert an.does(*CASE, "tag").splitlines()[0] == "name\ttag\tentry"


def test_a_tag_taken_off_is_gone_from_the_list_and_stays_in_the_ledger(an: Any, case: Path) -> None:
    an.does(*CASE, "tag", "1.2", "một")
    assert an.does(*CASE, "tag", "1.2", "một", "--off") == "entry 3: took off 1.2\n"
    assert an.reads(*CASE, "tag") == []
    assert [one["act"]["type"] for one in entries(case)[2:]] == ["tag", "tag"]


def test_the_same_tag_twice_is_no_second_entry(an: Any, case: Path) -> None:
    an.does(*CASE, "tag", "1.2", "một")
    assert "bears that tag already" in an.does(*CASE, "tag", "1.2", "một")
    assert len(entries(case)) == 3


def test_taking_off_what_is_not_on_is_no_entry(an: Any, case: Path) -> None:
    assert "does not bear that tag already" in an.does(*CASE, "tag", "1.2", "một", "--off")
    assert len(entries(case)) == 2


def test_two_names_of_one_item_bear_tags_together(an: Any) -> None:
    (row,) = (one for one in an.reads(*CASE, "items") if one["item"] == "1.2")
    an.does(*CASE, "tag", row["id"][:12], "một")
    assert "bears that tag already" in an.does(*CASE, "tag", "1.2", "một")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(("1.2",), 2), (("1.2", " "), 2), (("1.2", ""), 2), (("1.99", "x"), 1), (("9:1", "x"), 1),
     (("1.2", "x" * 4097), 1)],
)  # fmt: skip
def test_what_makes_no_tag_is_refused(
    an: Any, case: Path, arguments: tuple[str, ...], status: int
) -> None:
    an.does(*CASE, "tag", *arguments, status=status)
    assert len(entries(case)) == 2


def test_purpose_and_ground_go_into_the_entry(an: Any, case: Path) -> None:
    an.does(*CASE, "tag", "1.2", "một", "--purpose", "theo dõi", "--authority", "QĐ 7")
    assert entries(case)[-1]["purpose"] == "theo dõi"
    assert entries(case)[-1]["authority"]["text"] == "QĐ 7"


def test_tags_survive_a_lost_index(an: Any, case: Path) -> None:
    an.does(*CASE, "tag", "1.2", "một")
    before = an.reads(*CASE, "tag")
    for path in case.glob("index*"):
        path.unlink()
    assert an.reads(*CASE, "tag") == before


def test_a_hostile_tag_is_shown_harmless(an: Any) -> None:
    an.does(*CASE, "tag", "1.2", "a\u202eb\x1b[2J")
    said = an.does(*CASE, "tag")
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_an_officer_who_was_not_admitted_puts_no_tag(an: Any, binh: Any, case: Path) -> None:
    stranger = binh(an)
    assert "E704" in stranger.run(*CASE, "tag", "1.2", "một").stderr
    assert len(entries(case)) == 2
