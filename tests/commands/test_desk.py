"""Desks: made, found, cases put on them and taken off, and how each stands."""

import json
from pathlib import Path

from tests.commands.support.desks import Desk, officer, open_case, standing_in, states


def test_a_desk_is_a_case_that_verifies(desk: Desk) -> None:
    assert desk.an.does("verify", "desk").startswith("VALID")
    assert "W106" not in desk.an.does("verify", "desk")


def test_what_is_no_desk_is_refused(desk: Desk) -> None:
    ran = desk.an.run("desk", "status", "--desk", "va")
    assert (ran.returncode, "E613" in ran.stderr) == (1, True)
    ran = desk.an.run("desk", "status", "--desk", "nowhere")
    assert "E613" in ran.stderr


def test_the_desk_is_named_by_an_option_a_variable_or_the_data_folder(tmp_path: Path) -> None:
    an = officer(tmp_path, "An")
    home = {"XDG_DATA_HOME": str(tmp_path / "data"), "TRUYVET_DESK": ""}
    an.with_(**home).does("desk", "init")
    assert (tmp_path / "data/truyvet/desk/desk.db").is_file()
    assert an.with_(**home).does("desk", "status") == an.does(
        "desk", "status", "--desk", str(tmp_path / "data/truyvet/desk")
    )


def test_a_case_is_copied_when_it_is_put_on_the_desk(desk: Desk) -> None:
    assert states(desk.an) == {"1/2026": "current", "2/2026": "current"}


def test_what_stands_on_the_desk_is_told_by_its_ledger(desk_template: Path) -> None:
    an = standing_in(desk_template, "An")
    acts = [one["act"] for one in an.reads("--case", "desk", "log")]
    attached = [act for act in acts if act["type"] == "attach"]
    assert [act["path"] for act in attached] == [
        str(desk_template / "va"), str(desk_template / "vb")
    ]  # fmt: skip
    assert attached[1]["contact"] == "Bình, PA05, máy lẻ 12"


def test_a_case_put_on_again_just_so_adds_no_entry(desk: Desk) -> None:
    before = desk.an.reads("desk", "add", "va")[0]["entry"]
    assert desk.an.reads("desk", "add", "va")[0]["entry"] == before


def test_a_desk_cannot_stand_on_itself(desk: Desk) -> None:
    assert "E624" in desk.an.run("desk", "add", "desk").stderr


def test_a_restricted_case_needs_a_contact(desk: Desk) -> None:
    assert desk.an.run("desk", "add", "va", "--access", "restricted").returncode == 2


def test_only_who_is_admitted_to_the_desk_puts_cases_on_it(desk: Desk) -> None:
    chi = officer(desk.place, "Chi")
    assert "E704" in chi.run("desk", "add", "va", "--contact", "Chi").stderr


def test_a_case_that_has_grown_is_behind_until_it_is_read_again(desk: Desk) -> None:
    desk.an.does("--case", "va", "person", "add", "Hồ Nam", "--phone", "0933000003")
    assert states(desk.an, status=4)["1/2026"] == "behind"
    assert "1/2026" in desk.an.does("desk", "refresh")
    assert states(desk.an)["1/2026"] == "current"
    assert desk.asks(desk.an, "0933000003")[0]["known"]


def test_a_case_taken_off_is_asked_no_longer(desk: Desk) -> None:
    desk.an.does("desk", "remove", "2/2026")
    assert states(desk.an) == {"1/2026": "current"}
    assert not desk.asks(desk.an, "0922000002", status=1)[0]["known"]
    desk.an.does("desk", "add", "vb")
    assert desk.asks(desk.an, "0922000002")[0]["known"]


def test_a_case_is_named_by_number_folder_or_start_of_its_id(desk: Desk) -> None:
    told = {one["number"]: one["case"] for one in desk.an.reads("desk", "status")}
    desk.an.does("desk", "refresh", "1/2026", "vb", told["1/2026"][:8])
    assert "E617" in desk.an.run("desk", "refresh", "7/2026").stderr


def test_two_cases_of_one_number_are_told_apart_by_id(desk: Desk) -> None:
    open_case(desk.an, "vc", "1/2026")
    desk.an.does("desk", "add", "vc")
    assert "E618" in desk.an.run("desk", "remove", "1/2026").stderr


def test_status_is_readable_and_machine_readable(asked_desk: Path) -> None:
    an = standing_in(asked_desk, "An")
    text = an.does("desk", "status")
    assert "1/2026" in text
    assert "current" in text
    told = an.reads("desk", "status")[0]
    assert (told["entry"], told["access"]) == (2, "open")
    assert json.dumps(told["examined"])
