"""A question brings the look-up index up to date by itself where little is new."""

from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.desks import ASKS, Desk, officer, states

from truyvet.query.desk.freshening import MOST_CASES

NEW = "0944000004"


def tell(desk: Desk) -> None:
    """Let Bình's case learn of somebody."""
    desk.binh.does("--case", "vb", "person", "add", "Hồ Nam", "--phone", NEW)


def test_what_was_stated_just_now_is_known(desk: Desk) -> None:
    tell(desk)
    assert states(desk.an, 4) == {"1/2026": "current", "2/2026": "behind"}
    (answer,) = desk.asks(desk.an, NEW)
    assert [one["case"] for one in answer["cases"]] == ["2/2026"]
    assert states(desk.an) == {"1/2026": "current", "2/2026": "current"}
    assert desk.an.does("verify", "desk").startswith("VALID")


def test_it_is_met_in_overlaps(desk: Desk) -> None:
    tell(desk)
    desk.an.does("--case", "va", "person", "add", "Nam Hồ", "--phone", NEW)
    found = desk.an.reads("desk", "overlaps", "--kind", "phone", *ASKS[1:])
    assert "+84944000004" in [one.get("value") for one in found]


def test_what_was_collected_is_left_to_a_refresh(desk: Desk) -> None:
    tell(desk)
    (desk.place / "note.txt").write_text("x")
    desk.binh.does("--case", "vb", "collect", "files", "note.txt")
    told = desk.an.does("known", NEW, *ASKS, status=1)
    assert "its ledger has grown since" in told
    assert "truyvet desk refresh, then ask again" in told
    assert states(desk.an, 4)["2/2026"] == "behind"


def test_who_may_not_ask_brings_nothing_up_to_date(desk: Desk) -> None:
    tell(desk)
    stranger = officer(desk.place, "Lạ")
    assert "E704" in stranger.complains("known", NEW, *ASKS)
    assert states(desk.an, 4)["2/2026"] == "behind"


@pytest.mark.parametrize("end", [b"{}\n", b'{"type":'])
def test_a_damaged_case_stays_as_it_was_known(desk: Desk, end: bytes) -> None:
    with (desk.place / "vb/ledger/entries.jsonl").open("ab") as file:
        file.write(end)
    (answer,) = desk.asks(desk.an, "0999999999", status=1)
    assert [one["state"] for one in answer["covered"]["cases"]] == ["current", "behind"]


def test_there_are_not_more_of_them_than_take_no_time(tmp_path: Path) -> None:
    assert MOST_CASES == 20
    an: Officer = officer(tmp_path, "An")
    an.does("desk", "init", "desk")
    for number in range(MOST_CASES + 2):
        an.does("case", "new", f"v{number}", "--title", f"{number}", "--number", f"{number}")
        an.does("desk", "add", f"v{number}")
        an.does("--case", f"v{number}", "note", "x")
    an.does("known", NEW, *ASKS, status=1)
    assert list(states(an, 4).values()).count("behind") == 2
