"""What the verifier brings: keys that he trusts, and a checkpoint that he kept."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.reports.proof.support.forged import (
    ANOTHER_CASE,
    CASE,
    Members,
    checked,
    codes,
    entries_of,
    good,
    hashes_of,
    note_of,
    sealed,
    with_ledger,
)
from tests.vectors.officers import AN, CHI, STRANGER

from truyvet.evidence.checkpoints import origin_of
from truyvet.evidence.findings import Verdict
from truyvet.evidence.verification.trust import Trust
from truyvet.hashes.checkpoint import Checkpoint, parse, sign
from truyvet.hashes.merkle import consistency_proof, root

change = msgspec.structs.replace


@pytest.fixture(scope="module")
def members() -> Members:
    """What the true bundle holds."""
    return good()


@pytest.mark.parametrize(
    ("keys", "expected", "trusted"),
    [
        ((), [], [False, False]), ((AN,), [], [True, True]),
        ((CHI,), ["E430"], [False, True]), ((STRANGER,), ["E430", "E430"], [False, False]),
        ((AN, STRANGER), [], [True, True]),
    ],
)  # fmt: skip
def test_who_admitted_whom_is_followed(
    members: Members, tmp_path: Path, keys: Any, expected: list[str], trusted: list[bool]
) -> None:
    answer = checked(members, tmp_path, Trust(keys=tuple(one.card for one in keys)))
    assert [one.code for one in answer.faults] == expected
    assert [one.trusted for one in answer.signers] == trusted
    assert ("P4" in answer.unproved) == (not keys)


def test_a_trusted_key_under_another_name_is_found(members: Members, tmp_path: Path) -> None:
    card = change(AN.card, name="Trần Văn Giả")
    assert codes(members, tmp_path, Trust(keys=(card,))) == ["E431"]


def kept(members: Members, size: int, **how: Any) -> Trust:
    """A verifier who kept a checkpoint."""
    return Trust(checkpoint=parse(note_of(members, size, **how)))


def going_on(members: Members, size: int) -> Members:
    """The bundle with the way from an earlier checkpoint."""
    hashes = hashes_of(members)
    audit_ = [node.hex() for node in consistency_proof(hashes, size, 6)]
    told = {"audit": audit_, "root": root(hashes[:size]).hex(), "size": size}
    return sealed(members, lambda proof: proof.update(kept=told))


@pytest.mark.parametrize("size", range(1, 6))
def test_the_way_from_any_earlier_checkpoint_is_followed(
    members: Members, tmp_path: Path, size: int
) -> None:
    answer = checked(going_on(members, size), tmp_path, kept(members, size))
    assert answer.faults == []
    assert "P3" not in answer.unproved


def test_the_bundles_own_checkpoint_needs_no_way(members: Members, tmp_path: Path) -> None:
    assert codes(members, tmp_path, kept(members, 6)) == []


@pytest.mark.parametrize("size", [1, 5])
def test_an_earlier_one_without_a_way_leaves_it_open(
    members: Members, tmp_path: Path, size: int
) -> None:
    answer = checked(members, tmp_path, kept(members, size))
    assert (answer.verdict, [one.code for one in answer.faults]) == (Verdict.INCOMPLETE, ["E650"])
    assert "P3" in answer.unproved


def test_a_later_one_leaves_it_open(members: Members, tmp_path: Path) -> None:
    body = Checkpoint(origin=origin_of(CASE), size=9, root=bytes(32))
    trust = Trust(checkpoint=parse(sign(body, body.origin, AN.key)))
    assert codes(members, tmp_path, trust) == ["E650"]
    told = {"audit": ["0" * 64], "root": "0" * 64, "size": 9}
    later = sealed(members, lambda proof: proof.update(kept=told))
    assert codes(later, tmp_path, trust) == ["E422"]


def test_a_way_from_another_one_than_the_verifiers_leaves_it_open(
    members: Members, tmp_path: Path
) -> None:
    assert codes(going_on(members, 3), tmp_path, kept(members, 4)) == ["E650"]


def test_a_ledger_that_was_written_anew_is_found_by_whoever_kept_a_checkpoint(
    members: Members, tmp_path: Path
) -> None:
    entries = entries_of(members)
    entries[1] = change(entries[1], purpose="khác")
    anew = with_ledger(members, entries)
    assert codes(anew, tmp_path) == []
    assert codes(anew, tmp_path, kept(members, 6)) == ["E422"]
    hashes = hashes_of(anew)
    told = {
        "audit": [node.hex() for node in consistency_proof(hashes, 3, 6)],
        "root": root(hashes_of(members)[:3]).hex(), "size": 3,
    }  # fmt: skip
    claimed = sealed(anew, lambda proof: proof.update(kept=told))
    assert codes(claimed, tmp_path, kept(members, 3)) == ["E422"]


def test_a_kept_checkpoint_of_another_case_or_hand_is_found(
    members: Members, tmp_path: Path
) -> None:
    foreign = kept(members, 6, origin=origin_of(ANOTHER_CASE))
    assert codes(members, tmp_path, foreign) == ["E420"]
    by_stranger = kept(members, 6, key=STRANGER)
    told = codes(members, tmp_path, change_trust(by_stranger))
    assert told == ["E423"]


def change_trust(trust: Trust) -> Trust:
    """The same with An's key trusted."""
    return Trust(keys=(AN.card,), checkpoint=trust.checkpoint)


def test_the_answer_needs_nothing_but_the_file(members: Members, tmp_path: Path) -> None:
    answer = checked(members, tmp_path)
    again = checked(dict(reversed(members.items())), tmp_path)
    assert (answer.root, answer.texts, answer.labels) == (again.root, again.texts, again.labels)
