"""Checkpoints: each against the ledger, its signer, and the entry that names it."""

import os
import shutil
from collections.abc import Callable

import pytest
from tests.evidence.support.forging import change, entries_of, rewrite, write_checkpoint
from tests.evidence.support.people import acting, another, officer
from tests.evidence.support.scenes import admit, check, codes, collect, revoke

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.findings import Verdict
from truyvet.hashes.checkpoint import Checkpoint, sign
from truyvet.hashes.merkle import Frontier, leaf_hash

BINH = officer(2, name="Bình")


@pytest.fixture
def small(case: Case, who: Acting) -> Case:
    for number in range(3):
        collect(case, who, {b"a": b"%d" % number})
    return case


def frontier_of(case: Case, size: int) -> Frontier:
    frontier = Frontier()
    frontier.extend(map(leaf_hash, case.ledger.path.read_bytes().splitlines()[:size]))
    return frontier


def test_a_missing_checkpoint_that_an_entry_names_makes_the_case_incomplete(small: Case) -> None:
    (small.checkpoints.folder / "2").unlink()
    answer = check(small.folder)
    assert (answer.verdict, sorted(answer.counts)) == (Verdict.INCOMPLETE, ["E414"])


def test_a_missing_newest_checkpoint_makes_the_case_incomplete(small: Case) -> None:
    (small.checkpoints.folder / "4").unlink()
    answer = check(small.folder)
    assert (answer.verdict, sorted(answer.counts)) == (Verdict.INCOMPLETE, ["E416"])


def test_a_missing_folder_of_checkpoints_makes_the_case_incomplete(small: Case) -> None:
    shutil.rmtree(small.checkpoints.folder)
    answer = check(small.folder)
    assert (answer.verdict, sorted(answer.counts)) == (Verdict.INCOMPLETE, ["E414", "E416"])


@pytest.mark.parametrize("size", ["2", "4"])
@pytest.mark.parametrize("content", [b"", b"\xff", b"x" * 100_000, b"a\nb\n"])
def test_what_is_no_checkpoint_is_found(small: Case, size: str, content: bytes) -> None:
    (small.checkpoints.folder / size).write_bytes(content)
    assert "E410" in codes(small.folder)
    assert check(small.folder).verdict is Verdict.INVALID


@pytest.mark.parametrize("size", ["2", "4"])
@pytest.mark.parametrize("kind", ["folder", "fifo", "link", "loop", "dangling"])
def test_what_is_no_file_is_found_and_neither_hangs_nor_hides_the_rest(
    small: Case, size: str, kind: str
) -> None:
    path = small.checkpoints.folder / size
    content = path.read_bytes()
    path.unlink()
    elsewhere = small.folder.parent / "elsewhere"
    elsewhere.write_bytes(content)
    make: dict[str, Callable[[], object]] = {
        "folder": path.mkdir,
        "fifo": lambda: os.mkfifo(path),
        "link": lambda: path.symlink_to(elsewhere),
        "loop": lambda: path.symlink_to(path),
        "dangling": lambda: path.symlink_to(elsewhere / "nothing"),
    }
    make[kind]()
    lines = small.ledger.path.read_bytes()
    small.ledger.path.write_bytes(lines.replace(b'"seq":3', b'"seq":9'))
    answer = check(small.folder)
    assert answer.verdict is Verdict.INVALID
    assert {"E610", "E611"} & set(answer.counts)
    assert {"E212", "E401"} <= set(answer.counts), "the rest of the ledger was not checked"
    assert answer.entries == 4


def test_a_checkpoint_of_another_root_size_case_or_signer_is_found(small: Case) -> None:
    path, case_id = small.checkpoints.folder / "4", small.opening()[0]
    good = frontier_of(small, 4)
    origin = f"truyvet/{case_id}"
    an, root = officer(), good.root()
    for code, note in {
        "E412": sign(Checkpoint(origin=origin, size=4, root=bytes(32)), origin, an.key),
        "E417": sign(Checkpoint(origin="truyvet/x", size=4, root=root), origin, an.key),
        "E411": sign(Checkpoint(origin=origin, size=4, root=root), origin, BINH.key),
    }.items():
        path.write_bytes(note)
        assert code in codes(small.folder)
    path.write_bytes(sign(Checkpoint(origin=origin, size=5, root=root), origin, an.key))
    assert "E412" in codes(small.folder)
    write_checkpoint(small, case_id, good, an)
    assert codes(small.folder) == []


def test_another_checkpoint_than_the_entry_names_is_found(small: Case) -> None:
    note = (small.checkpoints.folder / "2").read_bytes()
    line = note.splitlines(keepends=True)[-1]
    (small.checkpoints.folder / "2").write_bytes(note + line)  # signed twice: other bytes
    assert "E415" in codes(small.folder)


def test_a_checkpoint_over_more_entries_than_there_are_is_found(small: Case) -> None:
    lines = small.ledger.path.read_bytes().splitlines(keepends=True)
    small.ledger.path.write_bytes(b"".join(lines[:-1]))
    assert "E413" in codes(small.folder)


def test_a_checkpoint_that_no_entry_names_is_found(small: Case) -> None:
    def forget(entries: list) -> list:
        return entries

    rewrite(small, forget)
    last = entries_of(small)[-1]
    named = entries_of(small)[1].checkpoint
    rewrite(small, lambda entries: [*entries[:-1], change(last, checkpoint=named)], relink=False)
    assert "E418" in codes(small.folder)


def test_the_key_of_a_checkpoint_must_be_valid_at_its_size(case: Case, who: Acting) -> None:
    admit(case, who, BINH.card)
    collect(case, another(who, BINH), {b"a": b"1"})
    revoke(case, who, BINH.card.id)
    collect(case, who, {b"b": b"1"})
    assert codes(case.folder) == []
    for size, sound in ((4, True), (5, False)):
        path = case.checkpoints.folder / str(size)
        before = path.read_bytes()
        write_checkpoint(case, case.opening()[0], frontier_of(case, size), BINH)
        assert ("E411" not in codes(case.folder)) == sound
        path.write_bytes(before)


def test_who_revokes_his_own_key_signs_that_checkpoint_too(case: Case, who: Acting) -> None:
    revoke(case, who, who.signer.card.id)
    assert check(case.folder).findings == ()
    assert acting().signer.card == who.signer.card
