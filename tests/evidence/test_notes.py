"""Signed notes: sound only where a key that was valid when the work began has signed every byte."""

import os
from pathlib import Path

import pytest
from tests.evidence.support.people import Clock, officer
from tests.evidence.support.scenes import admit, revoke

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.keyring import Signer
from truyvet.evidence.keyset import KeySet
from truyvet.evidence.notes import MAX_NOTE_BYTES, Pending, read_note, write_note
from truyvet.evidence.records import Actor

DOMAIN, NAME = "truyvet/test/v1", "note.json"
BINH = officer(2, name="Trần Thị Bình", role="custodian")


def pending(case: Case, signer: Signer, *, entries: int = 1) -> Pending:
    card = signer.card
    actor = Actor(key=card.id, name=card.name, role=card.role, unit=card.unit)
    return Pending(actor=actor, case=case.opening()[0], entries=entries, started=Clock()())


def written(case: Case, signer: Signer, *, entries: int = 1, by: Signer | None = None) -> Path:
    """Write a note of `signer`, signed by himself or `by` another; return its path."""
    folder = case.work / "ab"
    write_note(folder, NAME, DOMAIN, pending(case, signer, entries=entries), (by or signer).key)
    return folder / NAME


def read(case: Case, path: Path, *, domain: str = DOMAIN, keys: KeySet | None = None) -> object:
    return read_note(path, domain, Pending, keys or case.ledger.tail().keys)


def test_a_note_is_read_as_it_was_written(case: Case, who: Acting) -> None:
    path = written(case, who.signer)
    assert read(case, path) == pending(case, who.signer)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_signature_under_another_domain_is_none(case: Case, who: Acting) -> None:
    path = written(case, who.signer)
    for domain in ("truyvet/scan/v1", "truyvet/pending/v1", "truyvet/entry/v1"):
        assert read(case, path, domain=domain) is None


def test_a_note_signed_by_another_key_is_none(case: Case, who: Acting) -> None:
    admit(case, who, BINH.card)
    assert read(case, written(case, who.signer, by=BINH)) is None


def test_a_key_that_was_admitted_later_has_signed_nothing_before(case: Case, who: Acting) -> None:
    admit(case, who, BINH.card)
    path = written(case, BINH, entries=1)
    assert read(case, path) is None
    path.unlink()
    path.parent.rmdir()
    assert read(case, written(case, BINH, entries=2)) is not None


def test_a_note_outlives_the_revocation_of_its_signer(case: Case, who: Acting) -> None:
    admit(case, who, BINH.card)
    path = written(case, BINH, entries=2)
    revoke(case, who, BINH.card.id)
    assert read(case, path) is not None


def test_a_note_begun_after_the_revocation_of_its_signer_is_none(case: Case, who: Acting) -> None:
    admit(case, who, BINH.card)
    revoke(case, who, BINH.card.id)
    assert read(case, written(case, BINH, entries=3)) is None


def test_every_changed_byte_makes_it_none(case: Case, who: Acting) -> None:
    path = written(case, who.signer)
    content = path.read_bytes()
    for at in range(len(content)):
        path.write_bytes(content[:at] + bytes([content[at] ^ 2]) + content[at + 1 :])
        assert read(case, path) is None, at


@pytest.mark.parametrize("edit", [b"%b ", b" %b", b"%b\n", b"%.30b", b"[%b]"])
def test_another_form_of_the_same_note_is_none(case: Case, who: Acting, edit: bytes) -> None:
    path = written(case, who.signer)
    path.write_bytes(edit % path.read_bytes())
    assert read(case, path) is None


def test_two_signatures_or_none_are_no_note(case: Case, who: Acting) -> None:
    path = written(case, who.signer)
    content = path.read_bytes()
    start = content.index(b'"sigs":[') + len(b'"sigs":[')
    one = content[start : content.rindex(b"]")]
    for sigs in (b"", one + b"," + one):
        path.write_bytes(content[:start] + sigs + b"]}\n")
        assert read(case, path) is None


def test_what_is_no_plain_file_is_none_and_nobody_waits(case: Case, who: Acting) -> None:
    path = written(case, who.signer)
    path.unlink()
    assert read(case, path) is None
    os.mkfifo(path)
    assert read(case, path) is None
    path.unlink()
    path.mkdir()
    assert read(case, path) is None
    path.rmdir()
    path.symlink_to("/dev/zero")
    assert read(case, path) is None


def test_a_note_beyond_all_measure_is_none(case: Case, who: Acting) -> None:
    path = written(case, who.signer)
    with path.open("r+b") as file:
        file.truncate(MAX_NOTE_BYTES + 1)
    assert read(case, path) is None


def test_a_note_whose_folder_is_there_already_is_not_written_over(case: Case, who: Acting) -> None:
    path = written(case, who.signer)
    before = path.read_bytes()
    with pytest.raises(OSError, match="not empty"):
        written(case, who.signer)
    assert path.read_bytes() == before
