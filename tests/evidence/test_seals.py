"""Lines that were added to a manifest while nobody held the case are not taken up again."""

from pathlib import Path

import pytest

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.seals import SEAL_NAME, Seals
from truyvet.hashes.digest import sha256_hex

LINES = b"one\ntwo\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "work" / ("a" * 32)
    made.mkdir(parents=True)
    (made / "manifest.jsonl").write_bytes(LINES)
    return made


@pytest.fixture
def seals(folder: Path, who: Acting) -> Seals:
    made = Seals(folder, who.signer.card, who.signer.key)
    made.write(len(LINES), sha256_hex(LINES))
    return made


def test_sealed_lines_are_vouched_for(folder: Path, seals: Seals) -> None:
    assert seals.sealed(folder / "manifest.jsonl") == len(LINES)


def test_lines_after_the_seal_are_not(folder: Path, seals: Seals) -> None:
    (folder / "manifest.jsonl").write_bytes(LINES + b"planted\n")
    assert seals.sealed(folder / "manifest.jsonl") == len(LINES)


@pytest.mark.parametrize("content", [b"", b"one\n", b"One\ntwo\n"])
def test_changed_or_missing_lines_void_the_seal(folder: Path, seals: Seals, content: bytes) -> None:
    (folder / "manifest.jsonl").write_bytes(content)
    assert seals.sealed(folder / "manifest.jsonl") == 0


def test_every_changed_byte_of_the_seal_voids_it(folder: Path, seals: Seals) -> None:
    whole = (folder / SEAL_NAME).read_bytes()
    for at in range(len(whole)):
        (folder / SEAL_NAME).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert seals.sealed(folder / "manifest.jsonl") == 0


def test_a_seal_of_another_collection_is_none(folder: Path, seals: Seals, who: Acting) -> None:
    other = folder.with_name("b" * 32)
    folder.rename(other)
    moved = Seals(other, who.signer.card, None)
    assert moved.sealed(other / "manifest.jsonl") == 0


def test_without_the_officers_key_nothing_is_sealed(folder: Path, who: Acting) -> None:
    Seals(folder, who.signer.card, None).write(len(LINES), sha256_hex(LINES))
    assert not (folder / SEAL_NAME).exists()


def test_a_planted_line_is_not_signed_by_the_officer_who_goes_on(case: Case, who: Acting) -> None:
    from tests.evidence.support.scenes import stop

    stop(case, who, {b"phone/1": b"one"}, note="phone", safe=True)
    [manifest] = case.work.glob("*/manifest.jsonl")
    line = manifest.read_bytes()
    planted = line.replace(b'"n":0', b'"n":1').replace(b"phone/1", b"phone/2")
    manifest.write_bytes(line + planted)
    with case.writing() as writer:
        collecting = writer.resume("")
        assert collecting.next_n == 1
        entry = writer.finish_collect(who, collecting, finished=False)
    assert entry.outputs[0].count == 1
