"""`truyvet link add`: times, facts, ends in any spelling; what is said stays with its number."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.people import bring_people, does, fails, reads

DUC, CA, HUNG = "Nguyễn Văn Đức", "Duc Ca", "Trần Hùng"
ONE, TWO = "phone:+84912345678", "phone:+84987654321"


@pytest.fixture(scope="module")
def linked_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a case in which people hang together; only for copying."""
    place = tmp_path_factory.mktemp("linked") / "an"
    shutil.copytree(template, place, symlinks=True)
    bring_people(Officer(place=place, keys=place / "config/truyvet/keys"))
    return place


def beside(template: Path, place: Path) -> Officer:
    """An officer beside a copy of that case."""
    shutil.copytree(template, place, symlinks=True)
    return Officer(place=place, keys=place / "config/truyvet/keys")


@pytest.fixture
def linked(linked_template: Path, tmp_path: Path) -> Officer:
    """An officer beside a copy of his own."""
    return beside(linked_template, tmp_path / "linked")


@pytest.fixture(scope="module")
def worn(linked_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An officer beside a case to which many tests add links."""
    return beside(linked_template, tmp_path_factory.mktemp("worn") / "an")


@pytest.fixture
def unchanged(worn: Officer) -> Iterator[None]:
    """The ledger is the same afterwards."""
    ledger = worn.place / "vu-01/ledger/entries.jsonl"
    before = ledger.read_bytes()
    yield
    assert ledger.read_bytes() == before


def added(officer: Officer, *arguments: str) -> Any:
    """State something; the statement as it is shown again."""
    (told,) = reads(officer, "link", "add", *arguments)
    (said,) = reads(officer, "link", "show", told["statement"])
    return said


@pytest.mark.parametrize(
    ("typed", "node"),
    [
        ("0912345678", ONE), ("+84 912 345 678", ONE), ("0912.345.678", ONE), (ONE, ONE),
        ("phone:0912 345 678", ONE), ("DUC@Example.VN", "email:duc@example.vn"),
        ("email:DUC@EXAMPLE.vn", "email:duc@example.vn"),
        ("phone:0900 000 001", "phone:+84900000001"), ("place:  Chợ   Lớn ", "place:Chợ Lớn"),
        ("name:Ai đó", "name:Ai đó"),
    ],
)  # fmt: skip
def test_an_end_is_known_in_any_spelling_or_new_with_its_kind(
    worn: Officer, typed: str, node: str
) -> None:
    assert added(worn, HUNG, "associate", typed)["object"] == node
    assert added(worn, typed, "associate", HUNG)["subject"] == node


@pytest.mark.parametrize("typed", ["Duc Ca", "duc ca", "DUC CA", "đức cá", "person:Duc Ca"])
def test_a_person_is_meant_by_name_with_or_without_marks(worn: Officer, typed: str) -> None:
    assert added(worn, typed, "called", "0912345678")["subject_name"] == CA


def test_an_item_is_named_as_items_names_it(worn: Officer) -> None:
    said = added(worn, HUNG, "involved_in", "2.1")
    assert said["object"].startswith("item:")
    assert added(worn, "0912345678", "mentioned_in", "2.1")["relation"] == "mentioned_in"


@pytest.mark.parametrize(
    ("options", "since", "until"),
    [
        (("--since", "2026"), "2026", ""), (("--until", "2026-03"), "", "2026-03"),
        (("--since", "12/3/2026"), "2026-03-12", ""), (("--since", "1.3.2026"), "2026-03-01", ""),
        (("--since", "2026-03-12T00:00+07:00"), "2026-03-11T17:00:00Z", ""),
        (("--since", "2026-03-12T10:00Z"), "2026-03-12T10:00:00Z", ""),
        (("--since", "2026-03-12 10:00:00.5+00:00"), "2026-03-12T10:00:00.500000Z", ""),
        (("--since", "2026-03-12", "--until", "2026-03"), "2026-03-12", "2026-03"),
        (("--since", "2026", "--until", "2026-01-01"), "2026", "2026-01-01"),
        (("--since", "2026-03-12", "--until", "12/3/2026"), "2026-03-12", "2026-03-12"),
        (
            ("--since", "2026-03-12T10:00Z", "--until", "2026-03-12T10:00:00.5Z"),
            "2026-03-12T10:00:00Z", "2026-03-12T10:00:00.500000Z",
        ),
    ],
)  # fmt: skip
def test_times_are_kept_as_precisely_as_they_are_known(
    worn: Officer, options: tuple[str, ...], since: str, until: str
) -> None:
    said = added(worn, HUNG, "called", "0912345678", *options)
    assert (said["since"], said["until"]) == (since, until)


def test_facts_are_kept_with_any_text(worn: Officer) -> None:
    said = added(
        worn, HUNG, "transferred", "Duc Ca", "--amount", "1500000.50", "--duration", "64",
        "--currency", "VND", "--fact", "noi-dung=Chuyển = tiền\u202e", "--fact", "x" * 48 + "=1",
    )  # fmt: skip
    assert said["facts"] == {
        "amount": "1500000.50", "currency": "VND", "duration": "64",
        "noi-dung": "Chuyển = tiền\u202e", "x" * 48: "1",
    }  # fmt: skip


def test_an_amount_without_a_currency_is_said_not_to_be_summed(worn: Officer) -> None:
    ran = worn.run("--case", "vu-01", "link", "add", HUNG, "transferred", CA, "--amount", "5")
    assert ran.returncode == 0
    assert "not summed up" in ran.stderr


def test_a_figure_that_is_none_may_be_taken_as_written(worn: Officer) -> None:
    said = added(worn, HUNG, "transferred", CA, "--amount", "vài triệu", "--as-written")
    assert said["facts"] == {"amount": "vài triệu"}


def test_an_end_that_can_be_read_is_read_even_where_others_are_taken_as_written(
    worn: Officer,
) -> None:
    said = added(worn, HUNG, "uses", "phone:024.3825.1234", "--as-written")
    assert said["object"] == "phone:+842438251234"


def test_the_usage_is_one_line(worn: Officer) -> None:
    told = fails(worn, "link", "add", HUNG, status=2)
    assert told.startswith("Usage: truyvet link add [OPTIONS] A RELATION B\n")


REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    ((HUNG, "called", "Không Ai"), 1, "E570"), (("Không Ai", "called", HUNG), 1, "E570"),
    ((HUNG, "called", ""), 1, "E570"), ((HUNG, "called", "   "), 1, "E570"),
    ((HUNG, "called", "0900000009"), 1, "E570"), ((HUNG, "called", "9.9"), 1, "E570"),
    ((HUNG, "called", "person:ffff0000ffff0000"), 1, "E570"),
    ((HUNG, "called", "item:" + "0" * 64), 1, "E570"), ((HUNG, "called", "phone:12"), 1, "E595"),
    ((HUNG, "called", "phone:"), 1, "E595"), ((HUNG, "called", "x" * 5000), 1, "E104"),
    ((HUNG, "called", "place:" + "x" * 600), 1, "E595"), ((HUNG, "mentioned_in", CA), 1, "E574"),
    ((HUNG, "associate", "tran hung"), 2, "both"), (("0912345678", "called", ONE), 2, "both"),
    ((HUNG, "knows", CA), 2, "associate"), ((HUNG, "mentioned_with", CA), 2, "mentioned_with"),
    ((HUNG, "called"), 2, "B"), ((HUNG, "called", CA, "--since", "2026-3-1"), 2, "no time"),
    ((HUNG, "called", CA, "--since", "2026-03-12T10:00"), 2, "which zone"),
    ((HUNG, "called", CA, "--since", "9999-12-31T23:59-01:00"), 2, "no time"),
    ((HUNG, "called", CA, "--until", "0001-01-01T00:00+14:00"), 2, "no time"),
    ((HUNG, "called", CA, "--since", "10000-01-01"), 2, "no time"),
    ((HUNG, "called", CA, "--since", "2026-03-12", "--until", "2026-03-11"), 2, "before"),
    ((HUNG, "called", CA, "--since", "2026", "--until", "2025-12"), 2, "before"),
    ((HUNG, "called", CA, "--since", "2026-03-12T10:00Z", "--until", "2026-02"), 2, "before"),
    ((HUNG, "called", CA, "--fact", "=1"), 2, "NAME=VALUE|no name"),
    ((HUNG, "called", CA, "--fact", "aB=1"), 2, "no name"),
    ((HUNG, "called", CA, "--fact", "Ab=1"), 2, "no name"),
    ((HUNG, "called", CA, "--fact", "1a=1"), 2, "no name"),
    ((HUNG, "called", CA, "--fact", "a_b=1"), 2, "no name"),
    ((HUNG, "called", CA, "--fact", "số=1"), 2, "no name"),
    ((HUNG, "called", CA, "--fact", "a b=1"), 2, "no name"),
    ((HUNG, "called", CA, "--fact", "x" * 49 + "=1"), 2, "no name"),
    ((HUNG, "called", CA, "--fact", "a\n=1"), 2, "no name"),
    ((HUNG, "called", CA, "--fact", "a="), 2, "NAME=VALUE"),
    ((HUNG, "called", CA, "--fact", "a=" + "x" * 4097), 1, "E104"),
    ((HUNG, "called", CA, "--amount", "nhiều"), 2, "no number"),
    ((HUNG, "called", CA, "--amount", "-5"), 2, "no number"),
    ((HUNG, "called", CA, "--amount", "1.500.000"), 2, "no number"),
    ((HUNG, "called", CA, "--amount", "nan"), 2, "no number"),
    ((HUNG, "called", CA, "--fact", "amount=nhiều"), 2, "no number"),
    ((HUNG, "called", CA, "--duration", "1:04"), 2, "no number"),
    ((HUNG, "called", CA, "--duration", "٦٤"), 2, "no number"),
    ((HUNG, "called", CA, "--confidence", "-1"), 2, "range"),
    ((HUNG, "called", CA, "--confidence", "101"), 2, "range"),
    ((HUNG, "named", " "), 1, "E595"), ((HUNG, "alias", "x" * 513), 1, "E595"),
]  # fmt: skip


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(("arguments", "status", "words"), REFUSED)
def test_what_says_nothing_clear_is_refused_and_nothing_is_recorded(
    worn: Officer, arguments: tuple[str, ...], status: int, words: str
) -> None:
    ran = worn.run("--case", "vu-01", "link", "add", *arguments)
    assert (ran.returncode, ran.stdout) == (status, ""), ran
    assert any(word in ran.stderr for word in words.split("|")), ran.stderr
    assert "Traceback" not in ran.stderr
    assert status == 2 or "  hint: " in ran.stderr


def test_relations_are_typed_in_any_case(worn: Officer) -> None:
    assert added(worn, HUNG, "CALLED", "0912345678")["relation"] == "called"


def test_whatever_was_stated_the_case_verifies(worn: Officer) -> None:
    assert '"verdict":"VALID"' in does(worn, "verify", "vu-01", "--json").replace(" ", "")


# Decisions move no statement.


@pytest.mark.parametrize("typed", ["0987654321", "+84 987 654 321", TWO, "phone:0987.654.321"])
def test_what_is_said_of_a_number_is_said_of_that_number(linked: Officer, typed: str) -> None:
    does(linked, "same", "0912345678", "0987654321", "--because", "một máy hai SIM")
    assert added(linked, typed, "called", "phone:0900000001")["subject"] == TWO
    assert added(linked, "phone:0900000001", "called", typed)["object"] == TWO


def test_what_was_said_of_one_stays_with_it_when_the_decision_is_taken_back(
    linked: Officer,
) -> None:
    (told,) = reads(linked, "same", "0912345678", "0987654321", "--because", "nhầm")
    does(linked, "link", "add", "0987654321", "called", "phone:0900000001")
    does(linked, "same", "undo", str(told["entry"]), "--because", "nhầm")
    by_one = reads(linked, "link", "list", "--node", "0912345678", "--relation", "called")
    by_two = reads(linked, "link", "list", "--node", "0987654321", "--relation", "called")
    assert [one["object"] for one in by_one] == []
    assert [one["object"] for one in by_two] == [TWO, "phone:+84900000001"]


def test_a_further_decision_is_on_the_number_that_was_typed(linked: Officer) -> None:
    does(linked, "link", "add", HUNG, "uses", "phone:0900000001")
    does(linked, "same", "0912345678", "0987654321", "--because", "một máy hai SIM")
    (told,) = reads(linked, "same", "0987 654 321", "0900000001", "--because", "đổi SIM")
    assert (told["left"], told["right"]) == (TWO, "phone:+84900000001")
    assert "E573" in fails(linked, "different", "0912 345 678", "0987 654 321", "--because", "x")


def test_a_person_written_whole_is_that_one_though_decided_to_be_another(linked: Officer) -> None:
    people = {one["name"]: one["node"] for one in reads(linked, "person", "list")}
    does(linked, "same", DUC, CA, "--because", "cùng một người")
    for typed in (people[CA], people[CA][:14], people[CA].partition(":")[2]):
        assert added(linked, typed, "called", "phone:0900000001")["subject"] == people[CA]


# Ending.


@pytest.mark.parametrize(
    ("names", "status", "words"),
    [
        (("7",), 1, "E575"), (("7:0:0",), 1, "E575"), (("-7:0",), 2, "No such option"),
        (("7:" + "9" * 20,), 1, "E575"), (("99999999999999:0",), 1, "E575"), (("",), 1, "E575"),
        (("७:०",), 1, "E575"), (("7:0 ",), 1, "E575"), ((), 2, "NAME"),
        (("0:0",), 1, "E575"), (tuple(f"7:{n}" for n in range(300)), 1, "E575"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("unchanged")
def test_names_that_are_none_end_nothing(
    worn: Officer, names: tuple[str, ...], status: int, words: str
) -> None:
    assert words in fails(worn, "link", "retract", *names, "--because", "x", status=status)


def test_a_name_typed_twice_is_ended_once(linked: Officer) -> None:
    (told,) = reads(linked, "link", "retract", "7:0", "7:0", "--because", "nhầm")
    assert told == {
        "entry": 8, "retracted": ["7:0"], "reason": "nhầm", "nameless": [], "unborne": []
    }  # fmt: skip


def test_what_is_stated_again_after_its_end_stands_again(linked: Officer) -> None:
    does(linked, "link", "retract", "7:0", "--because", "nhầm")
    does(linked, "link", "add", CA, "called", "0987654321")
    standing = reads(linked, "link", "list", "--relation", "called")
    assert [one["statement"] for one in standing] == ["9:0"]
    everything = reads(linked, "link", "list", "--relation", "called", "--ended")
    assert [(one["statement"], one["ended"]) for one in everything] == [("7:0", 8), ("9:0", None)]


def test_a_person_whose_every_statement_ended_is_found_by_his_id(linked: Officer) -> None:
    node = {one["name"]: one["node"] for one in reads(linked, "person", "list")}[HUNG]
    does(linked, "link", "retract", "6:0", "6:1", "--because", "không có người này")
    assert node not in [one["node"] for one in reads(linked, "person", "list")]
    (shown,) = reads(linked, "person", "show", node, "--ended")
    assert [one["ended"] for one in shown["statements"]] == [8, 8]
    (by_name,) = reads(linked, "person", "show", HUNG)
    assert (by_name["node"], by_name["statements"]) == (f"name:{HUNG}", [])
