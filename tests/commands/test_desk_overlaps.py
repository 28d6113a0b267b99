"""`truyvet desk overlaps`: which cases share what, the rarest first; who is met in several."""

from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.desks import Desk, officer, standing_in, state_case

WHY = ("--purpose", "đối chiếu")


@pytest.fixture(scope="module")
def seven(tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An officer beside a desk of seven cases, all of which know one hotline."""
    an = officer(tmp_path_factory.mktemp("seven"), "An")
    an.does("desk", "init", "desk")
    for number in range(7):
        people = [("a", f"Người {number}", "phone", "19001234")]
        people += [("b", "Nguyễn Văn Đức", "phone", "+84912345678")] if number in (0, 3) else []
        people += [("c", "Trần Hải", "phone", "+84933000003")] if number in (1, 2, 4) else []
        people += [("d", "Tran Hai", "phone", "+84944000004")] if number == 5 else []
        state_case(an.place / f"v{number}", f"{number}/2026", people)
        an.does("desk", "add", f"v{number}")
    return an


def shared(by: Officer, *words: str, status: int = 0) -> list[Any]:
    """Return the overlaps of selectors."""
    told = by.reads("desk", "overlaps", *words, *WHY, status=status)
    return [one for one in told if one["what"] == "selector"]


def persons(by: Officer, *words: str) -> list[Any]:
    """Return who is met in several cases."""
    told = by.reads("desk", "overlaps", "--kind", "person", *words, *WHY)
    return [one for one in told if one["what"] == "person"]


def test_the_rarest_comes_first_and_hubs_last(seven: Officer) -> None:
    told = shared(seven, "--kind", "phone")
    assert [(one["value"], one["case_count"], one["hub"]) for one in told] == [
        ("+84912345678", 2, False), ("+84933000003", 3, False), ("+8419001234", 7, True),
    ] or [one["case_count"] for one in told] == [2, 3, 7]  # fmt: skip
    assert [one["hub"] for one in told] == [False, False, True]


def test_each_case_tells_how_often_since_when_and_whose(seven: Officer) -> None:
    first = shared(seven, "--kind", "phone")[0]
    assert [one["case"] for one in first["cases"]] == ["0/2026", "3/2026"]
    assert all(one["holders"] == ["Nguyễn Văn Đức"] for one in first["cases"])
    assert all(one["count"] == 1 and one["first"] for one in first["cases"])


def test_a_name_is_shared_however_it_is_accented(seven: Officer) -> None:
    names = {one["value"]: one for one in shared(seven, "--kind", "name")}
    values = [value for one in names["tran hai"]["cases"] for value in one["values"]]
    assert values == ["Trần Hải"] * 3 + ["Tran Hai"]


def test_the_least_number_of_cases_and_of_a_hub_can_be_said(seven: Officer) -> None:
    assert [one["case_count"] for one in shared(seven, "--min-cases", "3", "--kind", "phone")] == [
        3,
        7,
    ]
    told = shared(seven, "--kind", "phone", "--hub-cases", "3")
    assert [one["hub"] for one in told] == [False, True, True]


def test_more_than_the_limit_are_mentioned(seven: Officer) -> None:
    ran = seven.run("desk", "overlaps", "--limit", "1", *WHY)
    assert "there are more than 1" in ran.stderr


def test_persons_are_met_by_identifier_or_name_and_it_is_said_by_which(seven: Officer) -> None:
    told = {one["cases"][0]["label"]: one for one in persons(seven)}
    hai = told["Trần Hải"]
    assert [one["case"] for one in hai["cases"]] == ["1/2026", "2/2026", "4/2026", "5/2026"]
    assert hai["because"] == [
        {"kind": "phone", "value": "+84933000003", "exact": True},
        {"kind": "name", "value": "Trần Hải", "exact": False},
    ]


def test_a_kind_that_there_is_not_is_a_usage_error(seven: Officer) -> None:
    assert seven.run("desk", "overlaps", "--kind", "fone", *WHY).returncode == 2


def test_nothing_shared_is_status_1_and_says_what_it_covers(seven: Officer) -> None:
    ran = seven.run("desk", "overlaps", "--kind", "imei", *WHY)
    assert (ran.returncode, "covered: 7 cases" in ran.stdout) == (1, True)


def test_who_was_decided_to_be_the_same_in_a_case_is_met_under_all_names(desk: Desk) -> None:
    desk.an.does("--case", "va", "person", "add", "Ông Trùm", "--phone", "0955000005")
    words = ("same", "Ông Trùm", "Lê Thị Mai", "--because", "cùng một người")
    desk.an.does("--case", "va", *words)
    desk.binh.does("--case", "vb", "person", "add", "Lê Thị Mai", "--phone", "0955000005")
    desk.an.does("desk", "refresh")
    found = [one for one in persons(desk.an) if len(one["because"]) == 2]
    labels = [one["label"] for many in found for one in many["cases"]]
    assert "Lê Thị Mai" in labels


def test_who_was_decided_to_be_different_is_never_brought_together(desk: Desk) -> None:
    desk.an.does("--case", "va", "person", "add", "Nguyễn Văn Đức", "--phone", "0966000006")
    people = desk.an.reads("--case", "va", "person", "list")
    duc = [one["node"] for one in people if one["name"] == "Nguyễn Văn Đức"]
    desk.an.does("--case", "va", "different", *duc, "--because", "hai người")
    desk.an.does("desk", "refresh")
    groups = [[one["node"] for one in many["cases"]] for many in persons(desk.an)]
    assert not any(set(duc) <= set(group) for group in groups)


def test_overlaps_are_copied_anew_with_each_refresh(desk: Desk) -> None:
    desk.binh.does("--case", "vb", "person", "add", "Lê Thị Mai", "--phone", "0911000001")
    (desk.place / "new.txt").write_text("x")
    desk.binh.does("--case", "vb", "collect", "files", "new.txt")  # a question leaves that
    before = [one["value"] for one in shared(desk.an, "--kind", "phone")]
    desk.an.does("desk", "refresh")
    after = [one["value"] for one in shared(desk.an, "--kind", "phone")]
    assert set(after) - set(before) == {"+84911000001"}


def test_a_desk_copied_elsewhere_still_tells_what_it_knew(desk: Desk) -> None:
    (desk.place / "desk").rename(desk.place / "copy")
    an = standing_in(desk.place, "An").with_(TRUYVET_DESK=str(desk.place / "copy"))
    assert shared(an, "--kind", "phone")


def test_behind_a_contact_there_may_be_more_cases(tmp_path: Path) -> None:
    an, binh = officer(tmp_path, "An"), officer(tmp_path, "Bình")
    an.does("desk", "init", "desk")
    an.does("--case", "desk", "key", "admit", "Bình.pub.json")
    for number, contact in enumerate(("", "Hoa", "Hoa", "Lan"), 1):
        state_case(tmp_path / f"v{number}", f"{number}/2026", [("a", "Đức", "phone", "+84912")])
        access = ("--access", "restricted", "--contact", contact) if contact else ()
        an.does("desk", "add", f"v{number}", *access)
    told = binh.does("desk", "overlaps", "--kind", "phone", "--purpose", "vụ 12")
    assert told.startswith("3 or more cases: telephone number +84912\n")
    for least, status in ((3, 0), (4, 1)):
        found = binh.reads("desk", "overlaps", "--min-cases", str(least), "--kind", "phone",
                           "--purpose", "vụ 12", status=status)[:-1]  # fmt: skip
        assert [(one["case_count"], one["or_more"]) for one in found] == [(3, True)] * (least == 3)
