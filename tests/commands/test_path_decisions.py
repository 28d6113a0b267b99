"""What an answer says of the decisions by which two are one: whose, why, on what evidence."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.people import bring_people, does, reads

DUC, CA, HUNG = "Nguyễn Văn Đức", "Duc Ca", "Trần Hùng"
PHONE, EMAIL = "0912345678", "duc@example.vn"


@pytest.fixture(scope="module")
def an(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An officer who decided, in entry 8, that Đức and Duc Ca are one; only for reading."""
    place = tmp_path_factory.mktemp("decided") / "an"
    shutil.copytree(template, place, symlinks=True)
    officer = Officer(place=place, keys=place / "config/truyvet/keys")
    bring_people(officer)
    does(officer, "same", DUC, CA, "--because", "cùng CCCD", "--evidence", "5:0")
    return officer


def path(officer: Officer, *more: str) -> Any:
    (facts,) = reads(officer, "path", PHONE, EMAIL, "--no-mentions", *more)
    return facts


def test_a_path_names_the_decision_by_which_a_node_on_it_is_one(an: Officer) -> None:
    nodes = path(an)["paths"][0]["nodes"]
    assert [[one["entry"] for one in node["one_by"]] for node in nodes] == [[], [8], []]
    (decision,) = nodes[1]["one_by"]
    assert (decision["because"], decision["by"]) == ("cùng CCCD", "Nguyễn Văn An")
    assert decision["left"].startswith("person:")
    assert decision["evidence"] == ["5:0"]


def test_people_read_who_decided_it_and_why(an: Officer) -> None:
    said = " ".join(does(an, "path", PHONE, EMAIL, "--no-mentions").split())
    assert "are one by entry 8, Nguyễn Văn An: cùng CCCD" in said


def test_a_path_through_one_of_the_two_alone_names_none(an: Officer) -> None:
    (facts,) = reads(an, "path", DUC, PHONE, "--no-mentions")
    assert not any(node["one_by"] for node in facts["paths"][0]["nodes"])


def test_the_neighbours_of_the_other_rest_on_the_decision(an: Officer) -> None:
    by = {one["node"]: one["one_by"] for one in reads(an, "ego", DUC)}
    assert [one["entry"] for one in by["email:duc@example.vn"]] == [8]
    assert by["phone:+84912345678"] == []


def test_an_ego_says_what_it_rests_on(an: Officer) -> None:
    told = " ".join(an.run("--case", "vu-01", "ego", DUC).stderr.split())
    assert "are one by entry 8, Nguyễn Văn An: cùng CCCD" in told
    assert "entry 8" not in an.run("--case", "vu-01", "ego", HUNG).stderr


@pytest.fixture
def bo(template: Path, tmp_path: Path) -> Officer:
    """An officer who is about to decide."""
    place = tmp_path / "bo"
    shutil.copytree(template, place, symlinks=True)
    officer = Officer(place=place, keys=place / "config/truyvet/keys")
    bring_people(officer)
    return officer


def seen_in(officer: Officer, item: str) -> tuple[str, str]:
    """An observation of the item with this path, and its short name."""
    for one in reads(officer, "observations", "--kind", "phone"):
        if one["path"].endswith(item):
            return one["observation"], one["item"]
    raise AssertionError(item)


def test_a_decision_whose_evidence_lies_in_the_exhibit_does_not_count(bo: Officer) -> None:
    name, item = seen_in(bo, "hung.txt")
    does(bo, "same", DUC, CA, "--because", "theo tệp", "--evidence", name)
    ran = bo.run("--case", "vu-01", "path", PHONE, EMAIL, "--no-mentions", "--without", item)
    assert ran.returncode == 1
    assert "does not survive; with it: 2 links" in ran.stderr
    told = " ".join(ran.stderr.split())
    assert f"does not count: its evidence is left out ({name})" in told
    assert "are one by entry 8, Nguyễn Văn An: theo tệp" in told


def test_json_names_the_decisions_that_do_not_count(bo: Officer) -> None:
    name, item = seen_in(bo, "hung.txt")
    does(bo, "same", DUC, CA, "--because", "theo tệp", "--evidence", name)
    (facts,) = reads(bo, "path", PHONE, EMAIL, "--no-mentions", "--without", item, status=1)
    assert [one["entry"] for one in facts["left_out"]] == [8]
    assert facts["survival"] == {"survives": False, "with": 2, "without": None}


def test_evidence_that_lies_inside_a_container_falls_with_it(bo: Officer) -> None:
    name, inner = seen_in(bo, "hung.txt")
    (outer,) = {one["item"] for one in reads(bo, "items") if one["path"].endswith("hung.zip")}
    assert outer != inner
    does(bo, "same", DUC, CA, "--because", "theo tệp", "--evidence", name)
    (facts,) = reads(bo, "path", PHONE, EMAIL, "--no-mentions", "--without", outer, status=1)
    assert [one["entry"] for one in facts["left_out"]] == [8]


@pytest.mark.parametrize("more", [(), ("--evidence", "5:0")], ids=["no evidence", "a word too"])
def test_a_decision_that_rests_on_more_counts(bo: Officer, more: tuple[str, ...]) -> None:
    name, item = seen_in(bo, "hung.txt")
    named = ("--evidence", name, *more) if more else ()
    does(bo, "same", DUC, CA, "--because", "theo tệp", *named)
    facts = path(bo, "--without", item)
    assert facts["left_out"] == []
    assert facts["survival"] == {"survives": True, "with": 2, "without": 2}


def test_two_who_are_one_with_the_exhibit_alone_are_two_without(bo: Officer) -> None:
    name, item = seen_in(bo, "hung.txt")
    does(bo, "same", DUC, CA, "--because", "theo tệp", "--evidence", name)
    ran = bo.run("--case", "vu-01", "path", DUC, CA, "--no-mentions", "--without", item)
    assert ran.returncode == 1
    assert "with that exhibit both are one, without it: no path" in ran.stderr


def test_an_ego_without_the_exhibit_is_of_the_one_alone(bo: Officer) -> None:
    name, item = seen_in(bo, "hung.txt")
    does(bo, "same", DUC, CA, "--because", "theo tệp", "--evidence", name)
    nodes = {one["node"] for one in reads(bo, "ego", DUC, "--no-mentions", "--without", item)}
    assert nodes == {"phone:+84912345678"}


def test_a_different_that_rests_on_the_exhibit_still_holds_apart(bo: Officer) -> None:
    name, item = seen_in(bo, "hung.txt")
    does(bo, "different", DUC, CA, "--because", "theo tệp", "--evidence", name)
    (facts,) = reads(bo, "path", PHONE, EMAIL, "--no-mentions", "--without", item, status=1)
    assert facts["left_out"] == []


def test_a_hostile_reason_does_not_reach_the_terminal(bo: Officer) -> None:
    name, item = seen_in(bo, "hung.txt")
    does(bo, "same", DUC, CA, "--because", "x\x1b[2J\u202ey", "--evidence", name)
    asked = (("ego", DUC), ("path", PHONE, EMAIL, "--no-mentions"), ("ego", DUC, "--without", item))
    for arguments in asked:
        ran = bo.run("--case", "vu-01", *arguments)
        assert "entry 8" in ran.stdout + ran.stderr
        assert not {"\x1b", "\u202e"} & set(ran.stdout + ran.stderr)


@pytest.fixture(scope="module")
def ended(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An officer whose decision (8) names two statements, the first retracted after it (9)."""
    place = tmp_path_factory.mktemp("ended") / "an"
    shutil.copytree(template, place, symlinks=True)
    officer = Officer(place=place, keys=place / "config/truyvet/keys")
    bring_people(officer)
    named = ("--evidence", "7:0", "--evidence", "5:0")
    does(officer, "same", DUC, CA, "--because", "theo cuộc gọi", *named)
    does(officer, "link", "retract", "7:0", "--because", "nhầm")
    return officer


SAID = "theo cuộc gọi; its evidence 7:0 has ended (entry 9)"


def test_a_path_says_that_evidence_of_a_decision_has_ended(ended: Officer) -> None:
    assert SAID in " ".join(does(ended, "path", PHONE, EMAIL, "--no-mentions").split())
    (decision,) = path(ended)["paths"][0]["nodes"][1]["one_by"]
    assert decision["evidence"] == ["7:0", "5:0"]
    assert decision["evidence_ended"] == {"7:0": 9}


def test_an_ego_says_that_evidence_of_a_decision_has_ended(ended: Officer) -> None:
    assert SAID in " ".join(ended.complains("--case", "vu-01", "ego", DUC, status=0).split())
    by = {one["node"]: one["one_by"] for one in reads(ended, "ego", DUC)}
    assert [one["evidence_ended"] for one in by["email:duc@example.vn"]] == [{"7:0": 9}]


def test_the_log_says_that_evidence_of_a_decision_has_ended(ended: Officer) -> None:
    (facts,) = reads(ended, "same", "log")
    assert facts["evidence_ended"] == {"7:0": 9}
    assert "live; its evidence 7:0 has ended (entry 9)" in does(ended, "same", "log")


def test_nothing_is_said_where_all_evidence_stands(an: Officer) -> None:
    assert path(an)["paths"][0]["nodes"][1]["one_by"][0]["evidence_ended"] == {}
    assert "its evidence" not in does(an, "path", PHONE, EMAIL, "--no-mentions")
