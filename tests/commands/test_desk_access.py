"""Access classes: who is not admitted in a case learns of a hit and whom to ask, nothing more."""

import json
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.desks import ASKS, Desk, lay_desk, officer, standing_in

CONTACT = "Bình, PA05, máy lẻ 12"
HIDDEN = ("2/2026", "Vũ Hải", "Nguyen Van Duc", "/vb")
"""What of Bình's case nobody else may see."""


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Desks on which Bình's case is restricted or secret; only for asking."""
    folder = tmp_path_factory.mktemp("access")
    return {name: lay_desk(folder / name, access=name).place for name in ("restricted", "secret")}


@pytest.fixture(params=["restricted", "secret"])
def told(request: pytest.FixtureRequest, places: dict[str, Path]) -> tuple[Officer, Officer, str]:
    """An, Bình, and whom An is told to ask."""
    place = places[request.param]
    contact = CONTACT if request.param == "restricted" else "An, PA05"
    return standing_in(place, "An"), standing_in(place, "Bình"), contact


Asked = tuple[Officer, Officer, str]


def leaks(text: str, officer: Officer) -> list[str]:
    """Return what a text says of Bình's case that it must not."""
    return [word for word in HIDDEN if word in text.replace(str(officer.place), "")]


def test_others_are_told_that_there_is_a_hit_and_whom_to_ask(told: Asked) -> None:
    an, _, contact = told
    (answer,) = an.reads("known", "0922000002", *ASKS)
    assert (answer["known"], answer["ask"], answer["cases"]) == (True, [contact], [])
    assert leaks(json.dumps(answer, ensure_ascii=False), an) == []


def test_the_text_says_no_more_than_that(told: Asked) -> None:
    an, _, contact = told
    ran = an.run("known", "0922000002", *ASKS)
    assert f"there is a hit that you may not see; ask {contact}" in ran.stdout
    assert leaks(ran.stdout + ran.stderr, an) == []


def test_the_status_is_that_of_a_hit(told: Asked) -> None:
    an, _, _ = told
    assert an.run("known", "0922000002", *ASKS).returncode == 0
    assert an.run("known", "0999999999", *ASKS).returncode == 1


def test_who_is_admitted_in_the_case_sees_all(told: Asked) -> None:
    _, binh, _ = told
    (answer,) = binh.reads("known", "0922000002", *ASKS)
    assert [one["case"] for one in answer["cases"]] == ["2/2026"]
    assert answer["ask"] == []


def test_details_of_open_cases_come_beside_it(told: Asked) -> None:
    an, _, contact = told
    (answer,) = an.reads("known", "0912345678", *ASKS)
    assert [one["case"] for one in answer["cases"]] == ["1/2026"]
    assert answer["ask"] == [contact]


def test_a_no_does_not_name_the_case(told: Asked) -> None:
    an, _, _ = told
    (answer,) = an.reads("known", "0999999999", *ASKS, status=1)
    assert [one["case"] for one in answer["covered"]["cases"]] == ["1/2026"]
    assert answer["covered"]["unnamed"] is True
    assert leaks(json.dumps(answer, ensure_ascii=False), an) == []


def test_a_search_tells_a_hit_and_no_words(told: Asked) -> None:
    an, binh, contact = told
    found = an.reads("search", '"vu hai"', *ASKS)
    assert found[0]["ask"] == contact
    assert leaks(json.dumps(found, ensure_ascii=False), an) == []
    assert "Vũ Hải" in binh.does("search", '"vu hai"', *ASKS)


@pytest.mark.parametrize(
    "query", ["val:0922*", "duc -mai", "path:x", "since:2020", "(duc OR hai) NOT mai"]
)
def test_a_search_that_could_guess_bit_by_bit_does_not_reach_it(told: Asked, query: str) -> None:
    an, _, contact = told
    ran = an.run("search", query, *ASKS)
    assert contact not in ran.stdout
    assert "only hits are told" in ran.stdout


def test_overlaps_add_whom_to_ask_to_what_is_seen_anyway(told: Asked) -> None:
    an, _, contact = told
    found = an.reads("desk", "overlaps", *ASKS[1:])
    phones = [one for one in found if one.get("kind") == "phone"]
    assert [(one["value"], one["ask"], one["case_count"]) for one in phones] == [
        ("+84912345678", [contact], 2)
    ]
    assert [one["case"] for one in phones[0]["cases"]] == ["1/2026"]
    (person,) = (one for one in found if one["what"] == "person")
    assert ([one["label"] for one in person["cases"]], person["ask"]) == (
        ["Nguyễn Văn Đức"], [contact]
    )  # fmt: skip
    assert leaks(json.dumps(found, ensure_ascii=False), an) == []


def test_the_log_counts_what_was_withheld_by_contacts(told: Asked) -> None:
    an, _, _ = told
    an.reads("known", "0922000002", *ASKS)
    last = an.reads("desk", "log")[-1]
    assert (last["hits"], last["withheld"]) == (1, 1)


def test_who_is_no_longer_admitted_sees_no_more(desk: Desk) -> None:
    desk.an.does("desk", "add", "vb", "--access", "restricted")
    desk.binh.does("--case", "vb", "key", "admit", "An.pub.json")
    desk.an.does("desk", "refresh")
    assert desk.asks(desk.an, "0922000002")[0]["cases"]
    key = desk.an.reads("desk", "log")[-1]["key"]
    desk.binh.does("--case", "vb", "key", "revoke", key, "--because", "chuyển đơn vị")
    assert desk.asks(desk.an, "0922000002")[0]["cases"] == []


def test_several_cases_behind_one_contact_are_not_counted(desk: Desk) -> None:
    desk.binh.does("case", "new", "vc", "--title", "3", "--number", "3/2026")
    desk.binh.does("--case", "vc", "person", "add", "Vũ Hải", "--phone", "0922000002")
    for case in ("vb", "vc"):
        desk.an.does("desk", "add", case, "--access", "restricted", "--contact", "Bình")
    assert desk.asks(desk.an, "0922000002")[0]["ask"] == ["Bình"]
    assert desk.an.reads("desk", "log")[-1]["withheld"] == 1


def test_the_custodian_is_asked_about_secret_cases_where_there_is_one(desk: Desk) -> None:
    keeper = standing_in(desk.place, "Giữ")
    keeper.does(
        "key", "new", "--name", "Giữ", "--unit", "PV01", "--role", "custodian", "--no-passphrase"
    )
    keeper.does("key", "show", "-o", "giu.json")
    desk.an.does("--case", "desk", "key", "admit", "giu.json")
    desk.an.does("desk", "add", "vb", "--access", "secret")
    assert desk.asks(desk.an, "0922000002")[0]["ask"] == ["Giữ, PV01"]


def test_status_names_a_secret_case_only_to_who_may_know(places: dict[str, Path]) -> None:
    place = places["secret"]
    stranger = standing_in(place, "Lạ")
    stranger.does("key", "new", "--name", "Lạ", "--unit", "C02", "--no-passphrase")
    for words in (("status",), ("refresh",), ("register", "list")):
        ran = stranger.run("desk", *words)
        assert (ran.returncode, ran.stdout, "E626" in ran.stderr) == (1, "", True)
    assert "2/2026" in standing_in(place, "Bình").does("desk", "status")
    assert "2/2026" in standing_in(place, "An").does("desk", "status")


def test_a_secret_case_is_counted_and_no_more_to_who_may_ask_the_desk(desk: Desk) -> None:
    desk.an.does("desk", "add", "vb", "--access", "secret")
    chi = officer(desk.place, "Chi")
    desk.an.does("--case", "desk", "key", "admit", "Chi.pub.json")
    for words in ("status", "refresh"):
        ran = chi.run("desk", words)
        assert "1 more case not named to you" in ran.stderr
        assert "2/2026" not in ran.stdout
    assert chi.reads("desk", "status")[-1] == {"what": "unnamed", "count": 1}
    assert chi.reads("desk", "refresh")[-1] == {"unnamed": 1, "current": True}


def test_whoever_makes_himself_custodian_is_not_named_as_whom_to_ask(desk: Desk) -> None:
    desk.an.does("desk", "add", "vb", "--access", "secret")
    officer(desk.place, "Dũng", "custodian")
    desk.binh.does("--case", "desk", "key", "admit", "Dũng.pub.json")
    assert desk.asks(desk.an, "0922000002")[0]["ask"] == ["An, PA05"]


def test_a_search_by_a_beginning_says_to_ask_by_whole_values(told: Asked) -> None:
    an, _, _ = told
    said = " ".join(an.does("search", "val:0922*", *ASKS, status=1).split())
    assert "only hits are told: ask by whole values instead" in said
    assert "desk refresh" not in said
