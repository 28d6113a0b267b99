"""What an officer may change on the desk of a case that is not his, and what he is shown."""

import json

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.desks import ASKS, Desk, officer, standing_in
from tests.evidence.support.people import acting

from truyvet.evidence.acts import Attach
from truyvet.evidence.case import Case
from truyvet.evidence.keyring import Keyring, open_key
from truyvet.evidence.times import now

SECRET = ("2/2026", "/vb", "Vũ Hải", "máy lẻ 12")
"""What of Bình's case nobody else may be shown."""

LOG, STATUS = ("--case", "desk", "log"), ("desk", "status")


@pytest.fixture
def chi(desk: Desk) -> Officer:
    """Somebody whom the desk admits, and not Bình's case, which is secret."""
    desk.an.does("desk", "add", "vb", "--access", "secret")
    made = officer(desk.place, "Chi")
    desk.an.does("--case", "desk", "key", "admit", "Chi.pub.json")
    return made


def shown(by: Officer, *words: str) -> tuple[int, list[str], str]:
    """Return (status, what of Bình's case is told, all that is told)."""
    ran = by.run(*words)
    text = (ran.stdout + ran.stderr).replace(str(by.place), "")
    return ran.returncode, [word for word in SECRET if word in text], text


@pytest.mark.parametrize(
    "words",
    [
        ("desk", "add", "vb", "--access", "open"),
        ("desk", "add", "vb", "--access", "restricted", "--contact", "Chi"),
        ("desk", "add", "vb"),
    ],
)
def test_nobody_else_opens_a_secret_case_to_himself(
    desk: Desk, chi: Officer, words: tuple[str, ...]
) -> None:
    before = (desk.place / "desk/ledger/entries.jsonl").read_bytes()
    status, told, text = shown(chi, *words)
    assert (status, told, "E625" in text, "An" in text) == (1, [], True, True)
    assert (desk.place / "desk/ledger/entries.jsonl").read_bytes() == before
    (answer,) = desk.asks(chi, "0922000002")
    assert (answer["cases"], answer["ask"]) == ([], ["An, PA05"])


@pytest.mark.parametrize("name", ["2/2026", "vb"])
def test_nobody_else_takes_a_secret_case_off_or_learns_that_it_is_there(
    desk: Desk, chi: Officer, name: str
) -> None:
    _, _, unknown = shown(chi, "desk", "remove", "9/2099")
    for command in ("remove", "refresh"):
        status, _, text = shown(chi, "desk", command, name)
        assert (status, text) == (1, unknown.replace("9/2099", name))
    assert desk.asks(desk.binh, "0922000002")[0]["cases"]


def test_a_restricted_case_is_not_another_officers_either(desk: Desk, chi: Officer) -> None:
    desk.an.does("desk", "add", "vb", "--access", "restricted")
    for words in (("add", "vb", "--contact", "Chi"), ("add", "vb", "--access", "open"),
                  ("remove", "2/2026")):  # fmt: skip
        assert "E625" in chi.complains("desk", *words)
    chi.does("desk", "add", "vb")  # says nothing new


def test_its_officer_who_does_not_keep_the_desk_may_change_it(desk: Desk, chi: Officer) -> None:
    desk.binh.does("desk", "add", "vb", "--access", "open")
    assert desk.asks(chi, "0922000002")[0]["cases"]
    desk.binh.does("desk", "remove", "2/2026")
    assert "E625" in chi.complains("desk", "add", "vb")
    desk.binh.does("desk", "add", "vb")


def test_its_officer_takes_it_off_when_its_folder_is_gone(desk: Desk) -> None:
    (desk.place / "vb").rename(desk.place / "archived")
    desk.binh.does("desk", "remove", "2/2026")
    assert [one["number"] for one in desk.an.reads("desk", "status")] == ["1/2026"]


def test_an_officer_admitted_in_a_case_counts_at_once(desk: Desk, chi: Officer) -> None:
    assert desk.asks(chi, "0922000002")[0]["cases"] == []
    desk.binh.does("--case", "vb", "key", "admit", "Chi.pub.json")
    assert [one["case"] for one in desk.asks(chi, "0922000002")[0]["cases"]] == ["2/2026"]


def test_the_ledger_does_not_name_a_secret_case_to_who_may_not_know(
    desk: Desk, chi: Officer
) -> None:
    for words in (LOG, (*LOG, "--json")):
        assert shown(chi, *words)[1] == []
        assert shown(desk.binh, *words)[1] == ["2/2026"] + ["/vb", "máy lẻ 12"] * (len(words) - 3)
    kept = [json.loads(line) for line in desk.an.does("--case", "desk", "log", "--json").split("\n")
            if line]  # fmt: skip
    told = chi.reads("--case", "desk", "log")
    withheld = [one for one in told if one.get("withheld")]
    assert {one["act"]["type"] for one in withheld} == {"attach"}
    assert len(withheld) == sum(
        one["act"]["type"] == "attach" and one["act"]["number"] == "2/2026" for one in kept
    )


def test_who_asked_what_is_told_to_nobody_without_a_key_of_the_desk(desk: Desk) -> None:
    desk.an.does("known", "0912345678", *ASKS)
    stranger = officer(desk.place, "Lạ")
    keyless = standing_in(desk.place, "Ai đó")
    asked = ("0912345678", "12/2026", "1/2026")
    for who in (stranger, keyless):
        assert "E626" in who.complains("desk", "log")
        for words in (LOG, (*LOG, "--json"), STATUS, (*STATUS, "--json"), ("desk", "refresh")):
            _, told, text = shown(who, *words)
            assert (told, [word for word in asked if word in text]) == ([], [])
    assert "0912345678" in desk.binh.does("--case", "desk", "log")


def test_an_officer_of_one_case_whom_the_desk_does_not_admit_is_named_just_that(
    desk: Desk,
) -> None:
    key = next(one["actor"]["key"] for one in desk.binh.reads("--case", "vb", "log"))
    desk.an.does("--case", "desk", "key", "revoke", key, "--because", "chuyển đơn vị")
    told = desk.binh.reads("desk", "status")
    assert [one["number"] for one in told] == ["2/2026"]


def test_what_another_program_wrote_without_the_right_does_not_count_and_is_named(
    desk: Desk, chi: Officer
) -> None:
    (file,) = Keyring(chi.keys).files()
    by = acting(open_key(file, None), clock=now)
    vb = Case(desk.place / "vb")
    for off in (False, True):
        told = Attach(access="open", attached=vb.opening()[0], number="2/2026", off=off,
                      path=str(vb.folder))  # fmt: skip
        with Case(desk.place / "desk").writing() as writer:
            writer.append(by, told)
    (answer,) = desk.asks(chi, "0922000002")
    assert (answer["cases"], answer["ask"]) == ([], ["An, PA05"])
    found = [one for one in desk.an.reads(*STATUS, status=4) if one["what"] == "ignored"]
    assert [(one["officer"], one["number"], one["off"]) for one in found] == [
        ("Chi, PA05", "2/2026", False), ("Chi, PA05", "2/2026", True)
    ]  # fmt: skip
    text = " ".join(desk.an.does(*STATUS, status=4).split())
    assert "about case 2/2026 by Chi, PA05 says open: it does not count" in text
    assert shown(chi, *STATUS)[:2] == (0, [])
    assert desk.an.does("verify", "desk").startswith("VALID")
