"""What an officer took back in a case is known no longer across the desk, and who took it back."""

import pytest
from tests.commands.support.desks import ASKS, Desk

NUMBER = "0922000002"
"""Of somebody whom only Bình's case knows."""


def retract(desk: Desk, *, of: str) -> None:
    """Let Bình take back a statement of his case about him: that he uses the number, his name."""
    relation = {"number": "uses", "name": "named"}[of]
    (name,) = (
        one["name"]
        for one in desk.binh.reads("--case", "vb", "known", NUMBER)[0]["readings"][0]["stated"]
        if one["relation"] == "uses"
    )
    entry = name.partition(":")[0]
    names = [f"{entry}:{n}" for n in range(2)]
    found = [one for one in names
             if f" {relation} " in desk.binh.does("--case", "vb", "link", "show", one)]  # fmt: skip
    words = ("link", "retract", *found, "--because", "nhầm số")
    desk.binh.does("--case", "vb", *words)


@pytest.mark.parametrize("when", ["at once", "behind", "refreshed"])
@pytest.mark.parametrize(("of", "asked"), [("number", NUMBER), ("name", "vu hai")])
def test_it_is_not_known_and_told_as_taken_back(desk: Desk, of: str, asked: str, when: str) -> None:
    retract(desk, of=of)
    if when == "refreshed":
        desk.an.does("desk", "refresh")
    elif when == "behind":  # a question alone does not copy what was collected
        (desk.place / "new.txt").write_text("x")
        desk.binh.does("--case", "vb", "collect", "files", "new.txt")
    told = desk.an.does("known", asked, *ASKS, status=1)
    assert told.startswith(f"{asked}: NOT KNOWN\n  known no longer in case 2/2026 (")
    assert "RETRACTED by Bình" in told
    assert "nhầm số" in " ".join(told.split())
    assert ("it stood there as of entry" in told) == (when == "behind")
    (answer,) = desk.asks(desk.an, asked, status=1)
    assert (answer["known"], answer["cases"]) == (False, [])
    assert [one["case"] for one in answer["gone"]] == ["2/2026"]
    assert desk.an.reads("desk", "log")[-1]["hits"] == 0


def test_of_a_hidden_case_it_is_no_hit_after_the_refresh(desk: Desk) -> None:
    desk.binh.does("desk", "add", "vb", "--access", "restricted")
    retract(desk, of="number")
    desk.binh.does("desk", "refresh")
    (answer,) = desk.asks(desk.an, NUMBER, status=1)
    assert (answer["ask"], answer["gone"]) == ([], [])


def test_stated_once_more_it_is_known_again(desk: Desk) -> None:
    retract(desk, of="number")
    desk.an.does("desk", "refresh")
    desk.binh.does("--case", "vb", "person", "add", "Ai Đó", "--phone", NUMBER)
    desk.an.does("desk", "refresh")
    (answer,) = desk.asks(desk.an, NUMBER)
    assert [one["case"] for one in answer["cases"]] == ["2/2026"]


def test_when_the_case_is_gone_too_it_is_still_no_hit(desk: Desk) -> None:
    retract(desk, of="number")
    desk.an.does("desk", "refresh")
    (desk.place / "vb").rename(desk.place / "elsewhere")
    told = desk.an.does("known", NUMBER, *ASKS, status=1)
    assert "known no longer in case 2/2026" in told
    assert "the case cannot be asked" in " ".join(told.split())
