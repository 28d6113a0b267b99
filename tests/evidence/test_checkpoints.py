"""The folder of checkpoints: one signed tree head for each ledger size."""

from pathlib import Path

import pytest
from tests.evidence.support.people import officer
from tests.evidence.support.scenes import check

from truyvet.evidence.case import Case
from truyvet.evidence.checkpoints import MAX_CHECKPOINT_BYTES, Checkpoints, origin_of
from truyvet.hashes.checkpoint import parse, verify
from truyvet.hashes.digest import sha256_hex

CASE_ID = "0b0f4c1e-0000-4000-8000-000000000000"


@pytest.fixture
def checkpoints(tmp_path: Path) -> Checkpoints:
    made = Checkpoints(tmp_path)
    made.folder.mkdir(parents=True)
    return made


def test_a_checkpoint_is_signed_over_the_case_its_size_and_its_root(
    checkpoints: Checkpoints,
) -> None:
    an, root = officer(), bytes(range(32))
    note = checkpoints.write(CASE_ID, 3, root, an.key)
    assert checkpoints.read(3) == note
    signed = parse(note)
    assert verify(signed, origin_of(CASE_ID), an.key.public)
    assert not verify(signed, origin_of(CASE_ID), officer(2).key.public)
    assert (signed.checkpoint.origin, signed.checkpoint.size) == (f"truyvet/{CASE_ID}", 3)
    assert signed.checkpoint.root == root


def test_a_checkpoint_that_stands_is_never_replaced(checkpoints: Checkpoints) -> None:
    first = checkpoints.write(CASE_ID, 3, bytes(32), officer().key)
    checkpoints.write(CASE_ID, 3, bytes(range(32)), officer().key)
    assert checkpoints.read(3) == first


def test_sizes_are_in_order_of_numbers_and_other_names_are_no_checkpoints(
    checkpoints: Checkpoints,
) -> None:
    for size in (2, 10, 1):
        checkpoints.write(CASE_ID, size, bytes(32), officer().key)
    for name in ("0", "01", "1\n", "x", "1.part", "-3", "٣", "1" * 17):
        (checkpoints.folder / name).touch()
    assert checkpoints.sizes() == [1, 2, 10]


def test_the_newest_is_the_largest(checkpoints: Checkpoints) -> None:
    assert checkpoints.newest() is None
    checkpoints.write(CASE_ID, 9, bytes(32), officer().key)
    note = checkpoints.write(CASE_ID, 10, bytes(32), officer().key)
    newest = checkpoints.newest()
    assert newest is not None
    assert (newest.size, newest.sha256) == (10, sha256_hex(note))


def test_a_huge_checkpoint_is_not_read_whole(checkpoints: Checkpoints) -> None:
    with (checkpoints.folder / "1").open("wb") as file:
        file.truncate(1 << 30)
    assert len(checkpoints.read(1)) == MAX_CHECKPOINT_BYTES + 1


def test_every_act_ends_in_a_checkpoint_that_the_next_act_names(copy: Case) -> None:
    answer = check(copy.folder)
    assert copy.checkpoints.sizes() == list(range(1, answer.entries + 1))
    for signed in copy.ledger.entries():
        named = signed.entry.checkpoint
        if signed.entry.seq:
            assert named is not None
            assert named.size == signed.entry.seq
            assert named.sha256 == sha256_hex(copy.checkpoints.read(named.size))
    assert answer.checkpoint.encode() == copy.checkpoints.read(answer.entries)
