"""Decisions by two officers and by those who may not: sequences, shapes, what each leaves."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.people import does, fails, reads

PEOPLE = ("Nguyễn Văn Đức", "Đức Cá", "Trần Hùng", "Lê Hải")
WHY = ("--because", "đã đối chiếu")


@dataclass(frozen=True)
class Unit:
    """Officers of one case, each with a key of his own."""

    an: Officer
    binh: Officer
    chi: Officer
    cuong: Officer
    dung: Officer


def unit_at(place: Path) -> Unit:
    """The officers who stand at this place."""

    def officer(name: str) -> Officer:
        return Officer(place=place, keys=place / f"{name}/truyvet/keys")

    an = Officer(place=place, keys=place / "config/truyvet/keys")
    return Unit(an, *map(officer, ("binh", "chi", "cuong", "dung")))


@pytest.fixture(scope="module")
def unit_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of four people (entries 5 to 8) and officers of all roles; only for copying."""
    place = tmp_path_factory.mktemp("unit") / "an"
    shutil.copytree(template, place, symlinks=True)
    unit = unit_at(place)
    roles = {"binh": "investigator", "chi": "analyst", "cuong": "custodian"}
    for nick, role in roles.items():
        officer: Officer = getattr(unit, nick)
        officer.does("key", "new", "--name", nick, "--unit", "C02", "--role", role,
                     "--no-passphrase")  # fmt: skip
        officer.does("key", "show", "-o", f"{nick}.pub.json")
        does(unit.an, "key", "admit", f"{nick}.pub.json")
    unit.dung.does("key", "new", "--name", "dung", "--unit", "C02", "--no-passphrase")
    for number, name in enumerate(PEOPLE):
        does(unit.an, "person", "add", name, "--phone", f"091234567{number}")
    return place


@pytest.fixture
def unit(unit_template: Path, tmp_path: Path) -> Unit:
    """The officers beside a copy of that case."""
    shutil.copytree(unit_template, tmp_path / "unit", symlinks=True)
    return unit_at(tmp_path / "unit")


def groups(officer: Officer) -> set[frozenset[str]]:
    """Who is one with whom."""
    people = reads(officer, "person", "list")
    return {frozenset((one["node"], *one["same"])) for one in people}


def log(officer: Officer) -> list[tuple[int, str, bool]]:
    """Entry, decision and whether it is live."""
    return [(one["entry"], one["decision"], one["live"]) for one in reads(officer, "same", "log")]


def test_a_decision_and_its_shape(unit: Unit) -> None:
    (told,) = reads(unit.an, "same", *PEOPLE[:2], *WHY, "--score", "72", "--evidence", "5:1")
    assert set(told) == {"entry", "decision", "left", "right", "already"}
    assert (told["entry"], told["decision"]) == (9, "same")
    (line,) = reads(unit.an, "same", "log")
    assert set(line) == {
        "entry", "decision", "because", "officer", "unit", "score", "evidence", "confirms",
        "undoes", "undone_by", "live", "left", "right", "confirmed", "evidence_ended",
    }  # fmt: skip
    assert (line["score"], line["evidence"], line["live"]) == (72, ["5:1"], True)


def test_confirming_and_taking_back_have_their_shapes(unit: Unit) -> None:
    does(unit.an, "different", *PEOPLE[:2], *WHY)
    assert reads(unit.binh, "same", "confirm", "9", *WHY) == [
        {"entry": 10, "confirms": 9, "decision": "different"}
    ]
    assert reads(unit.chi, "same", "undo", "9", *WHY) == [
        {"entry": 11, "undoes": 9, "decision": "different", "still": []}
    ]
    assert log(unit.an) == [(9, "different", False), (10, "different", False), (11, "undo", True)]


@pytest.mark.parametrize("decision", ["same", "different", "unsure"])
@pytest.mark.parametrize("nick", ["binh", "chi"])
def test_each_decision_is_confirmed_by_another_officer(
    unit: Unit, decision: str, nick: str
) -> None:
    does(unit.an, decision, *PEOPLE[:2], *WHY)
    does(getattr(unit, nick), "same", "confirm", "9", *WHY)
    first = reads(unit.an, "same", "log")[0]
    assert [one["officer"] for one in first["confirmed"]] == [nick]


@pytest.mark.parametrize(
    ("nick", "code"), [("cuong", "E706"), ("dung", "E704")], ids=["custodian", "never admitted"]
)
@pytest.mark.parametrize(
    "arguments",
    [
        ("same", *PEOPLE[:2]), ("different", *PEOPLE[:2]), ("unsure", *PEOPLE[:2]),
        ("same", "confirm", "9"), ("same", "undo", "9"),
    ],
)  # fmt: skip
def test_who_may_not_decide_changes_nothing(
    unit: Unit, nick: str, code: str, arguments: tuple[str, ...]
) -> None:
    if arguments[1] in ("confirm", "undo"):
        does(unit.an, "unsure", *PEOPLE[:2], *WHY)
    before = (unit.an.place / "vu-01/ledger/entries.jsonl").read_bytes()
    ran = getattr(unit, nick).run("--case", "vu-01", *arguments, *WHY)
    assert ran.returncode == 1
    assert code in ran.stderr
    assert "hint: " in ran.stderr
    assert (unit.an.place / "vu-01/ledger/entries.jsonl").read_bytes() == before


def test_several_officers_confirm_one_after_the_other(unit: Unit) -> None:
    does(unit.an, "same", *PEOPLE[:2], *WHY)
    does(unit.binh, "same", "confirm", "9", *WHY)
    does(unit.chi, "same", "confirm", "9", *WHY)
    assert "E599" in fails(unit.an, "same", "confirm", "9", *WHY)
    assert "E599" in fails(unit.binh, "same", "confirm", "9", *WHY)
    first = reads(unit.an, "same", "log")[0]
    assert [one["officer"] for one in first["confirmed"]] == ["binh", "chi"]


@pytest.mark.parametrize("entry", ["10", "11"])
def test_confirmations_and_undoings_are_not_taken_up_again(unit: Unit, entry: str) -> None:
    does(unit.an, "same", *PEOPLE[:2], *WHY)
    does(unit.binh, "same", "confirm", "9", *WHY)
    does(unit.an, "same", "undo", "9", *WHY)
    for what in ("confirm", "undo"):
        assert "E598" in fails(unit.chi, "same", what, entry, *WHY)
        assert "E598" in fails(unit.chi, "same", what, "9", *WHY)


def test_decided_taken_back_and_decided_again_by_others(unit: Unit) -> None:
    apart = groups(unit.an)
    does(unit.an, "same", *PEOPLE[:2], *WHY)
    together = groups(unit.an)
    does(unit.binh, "same", "undo", "9", *WHY)
    assert groups(unit.an) == apart
    does(unit.chi, "different", *PEOPLE[:2], *WHY)
    assert "E573" in fails(unit.an, "same", *PEOPLE[:2], *WHY)
    does(unit.an, "same", "undo", "11", *WHY)
    does(unit.binh, "same", *PEOPLE[:2], *WHY)
    assert groups(unit.an) == together
    assert [one[2] for one in log(unit.an)] == [False, True, False, True, True]
    does(unit.an, "verify", "vu-01")


def test_a_chain_falls_apart_where_it_is_taken_back(unit: Unit) -> None:
    one, two, three, four = (
        reads(unit.an, "person", "show", name)[0]["node"] for name in PEOPLE
    )  # fmt: skip
    for pair in ((one, two), (two, three), (three, four)):
        does(unit.an, "same", *pair, *WHY)
    assert groups(unit.an) == {frozenset((one, two, three, four))}
    assert "E573" in fails(unit.binh, "different", one, four, *WHY)
    does(unit.binh, "same", "undo", "10", *WHY)
    assert groups(unit.an) == {frozenset((one, two)), frozenset((three, four))}
    does(unit.binh, "different", one, four, *WHY)
    assert "E573" in fails(unit.an, "same", two, three, *WHY)


def test_what_is_decided_twice_needs_taking_back_twice(unit: Unit) -> None:
    one, two = (reads(unit.an, "person", "show", name)[0]["node"] for name in PEOPLE[:2])
    apart = groups(unit.an)
    for officer in (unit.an, unit.binh):
        does(officer, "same", one, two, *WHY)
    does(unit.an, "same", "undo", "9", *WHY)
    assert frozenset((one, two)) in groups(unit.an)
    does(unit.an, "same", "undo", "10", *WHY)
    assert groups(unit.an) == apart


def test_a_doubt_after_a_decision_is_refused_and_before_it_is_not(unit: Unit) -> None:
    does(unit.an, "unsure", *PEOPLE[:2], *WHY)
    does(unit.an, "unsure", *PEOPLE[:2], *WHY)
    one, two = (reads(unit.an, "person", "show", name)[0]["node"] for name in PEOPLE[:2])
    does(unit.an, "same", one, two, *WHY)
    assert "E573" in fails(unit.an, "unsure", one, two, *WHY)


REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    ((), 2, "same A B"), (("Đức Cá",), 2, "B"), ((*PEOPLE[:2], "x", *WHY), 2, "x"),
    ((*PEOPLE[:2], "--because", ""), 1, "E112"),
    ((*PEOPLE[:2], "--because", "\u00a0\n"), 1, "E112"),
    ((*PEOPLE[:2], "--because", "x" * 4097), 1, "E104"), ((*PEOPLE[:2],), 2, "--because"),
    ((*PEOPLE[:2], *WHY, "--score", "101"), 2, "--score"),
    ((*PEOPLE[:2], *WHY, "--score", "-1"), 2, "--score"),
    ((*PEOPLE[:2], *WHY, "--evidence", "5"), 1, "E844"),
    ((*PEOPLE[:2], *WHY, "--evidence", "5:99"), 1, "E844"),
    (("undo", "-1", *WHY), 2, "-1"), (("undo", "9" * 30, *WHY), 1, "E598"),
    (("undo", "0", *WHY), 1, "E598"), (("undo", "5", "6", *WHY), 2, "6"),
    (("confirm", "5", *WHY), 1, "E598"), (("confirm", "x", *WHY), 2, "x"),
    (("undo", *WHY), 2, "ENTRY"), (("suggest", "--limit", "0"), 2, "--limit"),
    (("suggest", "--min-score", "101"), 2, "--min-score"), (("suggest", "--of", "Ai"), 1, "E570"),
    (("suggest", "x"), 2, "x"), (("log", "x"), 2, "x"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "status", "words"), REFUSED)
def test_what_cannot_be_decided_is_refused(
    unit_template: Path, arguments: tuple[str, ...], status: int, words: str
) -> None:
    an = unit_at(unit_template).an
    ledger = unit_template / "vu-01/ledger/entries.jsonl"
    before = ledger.read_bytes()
    ran = an.run("--case", "vu-01", "same", *arguments)
    assert ran.returncode == status, ran
    assert words in ran.stderr
    assert "Traceback" not in ran.stderr
    assert status == 2 or "  hint: " in ran.stderr
    assert ledger.read_bytes() == before


def test_options_may_stand_before_the_pair(unit: Unit) -> None:
    (told,) = reads(unit.an, "same", *WHY, *PEOPLE[:2])
    assert told["decision"] == "same"


@pytest.mark.parametrize("kind", ["person", "name", "alias"])
@pytest.mark.parametrize("word", ["log", "undo", "pair"])
def test_someone_called_as_a_command_is_written_with_what_he_is(
    unit: Unit, word: str, kind: str
) -> None:
    (added,) = reads(unit.an, "person", "add", word)
    (told,) = reads(unit.an, "same", f"{kind}:{word}", "Lê Hải", *WHY)
    assert told["left"] == added["node"]


def test_a_name_that_stands_in_an_item_means_its_bearer_too(unit: Unit) -> None:
    (added,) = reads(unit.an, "person", "add", "log")
    does(unit.an, "link", "add", "name:cũ", "associate", "Lê Hải")
    does(unit.an, "link", "add", added["node"], "alias", "cũ")
    (told,) = reads(unit.an, "same", "name:cũ", "Lê Hải", *WHY)
    assert told["left"] == added["node"]


@pytest.mark.parametrize("decision", ["same", "different", "unsure"])
def test_a_name_that_nobody_bears_is_never_decided_on(unit: Unit, decision: str) -> None:
    does(unit.an, "link", "add", "name:Khuyết Danh", "associate", "Lê Hải")
    said = fails(unit.an, decision, "name:Khuyết Danh", "Đức Cá", *WHY)
    assert "E574" in said
    assert "nobody bears the name Khuyết Danh" in said


def test_a_name_of_several_is_not_decided_on(unit: Unit) -> None:
    does(unit.an, "person", "add", "Lê Hải")
    assert "E571" in fails(unit.an, "same", "name:Lê Hải", "Đức Cá", *WHY)


def test_hostile_reasons_are_shown_as_escapes(unit: Unit) -> None:
    does(unit.an, "same", *PEOPLE[:2], "--because", "x\x1b[2J\u202e\nentry 99: same")
    for text in (does(unit.an, "same", "log"), does(unit.an, "person", "show", PEOPLE[0])):
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_a_case_of_no_decisions_has_an_empty_log(unit_template: Path) -> None:
    an = unit_at(unit_template).an
    assert reads(an, "same", "log") == []
    stranger = replace(an, keys=unit_template / "nobody/keys")
    assert reads(stranger, "same", "suggest", "--min-score", "100") == []


def test_what_is_live_alone_is_listed_when_asked_for(unit: Unit) -> None:
    does(unit.an, "same", *PEOPLE[:2], *WHY)
    does(unit.an, "different", *PEOPLE[2:], *WHY)
    does(unit.an, "same", "undo", "9", *WHY)
    live: list[Any] = reads(unit.an, "same", "log", "--live")
    assert 9 not in [one["entry"] for one in live]
    assert 10 in [one["entry"] for one in live]
