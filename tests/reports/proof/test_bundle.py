"""The bundle of docs/spec/proof.md: it verifies for ever, is made the same anew, is explained."""

import io
import re
import zipfile
from pathlib import Path

import msgspec
import pytest
from tests.reports.proof.support.made import BUNDLE, laid_out, make_bundle
from tests.vectors.officers import AN, STRANGER

from truyvet.evidence.findings import Verdict
from truyvet.evidence.verification.trust import Trust
from truyvet.reports.proof import form
from truyvet.reports.proof.archive import read_archive, write_archive
from truyvet.reports.proof.checking import check_bundle
from truyvet.reports.proof.handchecks import CHECKS, START


@pytest.fixture(scope="module")
def spec(repository: Path) -> str:
    """The document."""
    return (repository / "docs/spec/proof.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def members() -> dict[str, bytes]:
    """What the bundle holds."""
    content = BUNDLE.read_bytes()
    return read_archive(io.BytesIO(content), len(content), most=1 << 20)


def test_the_committed_bundle_verifies() -> None:
    answer = check_bundle(BUNDLE, Trust(keys=(AN.card,)))
    assert answer.faults == []
    assert answer.verdict is Verdict.VALID
    assert answer.is_trusted
    assert list(answer.unproved) == ["P1", "P2", "P3", "P6"]


def test_it_is_made_anew_byte_for_byte(tmp_path: Path) -> None:
    assert make_bundle(tmp_path) == BUNDLE.read_bytes(), (
        "python -m tests.reports.proof.support.made"
    )


def test_it_tells_what_its_statements_say_and_whom_they_name() -> None:
    answer = check_bundle(BUNDLE, Trust())
    assert "transferred" in answer.texts["4:0"]
    assert "amount 1500000" in answer.texts["4:0"]
    assert set(answer.labels.values()) >= {"Nguyễn Văn Đức", "Đức Cá", "Trần Hùng"}


def test_a_key_that_admitted_nobody_is_not_enough() -> None:
    answer = check_bundle(BUNDLE, Trust(keys=(STRANGER.card,)))
    assert {one.code for one in answer.faults} == {"E430"}


def test_a_bundle_signed_anew_by_a_stranger_is_found(
    members: dict[str, bytes], tmp_path: Path
) -> None:
    from truyvet.evidence.entry import sign_record
    from truyvet.evidence.records import Actor
    from truyvet.hashes.canonical import decode_record, encode_record

    card = STRANGER.card
    maker = Actor(key=card.id, name=card.name, role=card.role, unit=card.unit)
    proof = msgspec.structs.replace(decode_record(members["proof.json"], form.Proof), maker=maker)
    signature = sign_record(form.PROOF_DOMAIN, proof, STRANGER.key, card.id)
    altered = members | {
        "proof.json": encode_record(proof), "proof.sig.json": encode_record(signature)
    }  # fmt: skip
    with (tmp_path / "x.zip").open("w+b") as file:
        write_archive(file, altered)
    answer = check_bundle(tmp_path / "x.zip", Trust())
    assert [one.code for one in answer.faults] == ["E647"]


def test_every_flipped_byte_of_the_file_is_found(tmp_path: Path) -> None:
    whole, path = BUNDLE.read_bytes(), tmp_path / "x.zip"
    for at in range(0, len(whole), 211):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert check_bundle(path, Trust()).verdict is Verdict.INVALID, at


def test_every_flipped_byte_of_a_member_is_found(members: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    for name, content in members.items():
        for at in range(0, len(content), max(1, len(content) // 8)):
            flipped = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
            with path.open("w+b") as file:
                write_archive(file, members | {name: flipped})
            assert check_bundle(path, Trust()).verdict is Verdict.INVALID, (name, at)


def test_any_zip_program_unpacks_it(members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(BUNDLE) as zipped:
        assert {name: zipped.read(name) for name in zipped.namelist()} == members


def test_nothing_in_it_names_this_machine(members: dict[str, bytes]) -> None:
    assert not [
        name for name, content in members.items() if b"/tmp" in content.replace(b"mktemp", b"")
    ]


# The document.


def test_the_examples_are_parts_of_the_bundle(spec: str, members: dict[str, bytes]) -> None:
    found = re.findall(
        r"^```json bundle=([^#\n]+)#(\S*)\n(.*?)^```$", spec, flags=re.MULTILINE | re.DOTALL
    )
    assert len(found) == 3
    for name, at, text in found:
        assert text == laid_out(members[name], at) + "\n"


def test_the_commands_are_those_of_the_guide_in_a_bundle(spec: str) -> None:
    found = dict(
        re.findall(r"^```sh check=(\w+)\n(.*?)^```$", spec, flags=re.MULTILINE | re.DOTALL)
    )
    assert found == {"start": START, **CHECKS}


def test_every_member_of_the_records_is_explained(spec: str) -> None:
    table = spec.partition("\n## proof.json\n")[2].partition("\nA *link*")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, flags=re.MULTILINE)) == set(
        form.Proof.__struct_fields__
    )
    section = spec.partition("\n## proof.json\n")[2].partition("\n## ")[0]
    inner = (form.EntryProof, form.LineProof, form.ItemProof, form.Hop, form.Kept, form.Member)
    for record in (*inner, form.LinkProof):
        missing = [one for one in record.__struct_fields__ if f"`{one}`" not in section]
        assert missing == [], record


def test_the_names_of_members_are_explained(spec: str) -> None:
    for name in (
        form.PROOF_NAME, form.SIGNATURE_NAME, form.CHECKPOINT_NAME, form.README_NAME,
        form.entry_member(0).replace("0", "S"),
    ):  # fmt: skip
        assert f"`{name}`" in spec


def test_every_code_of_a_bundle_is_named_in_a_step(spec: str) -> None:
    steps = spec.partition("\n## Checking it\n")[2].partition("\n## ")[0]
    assert {f"E{number}" for number in range(645, 651)} <= set(re.findall(r"E\d{3}", steps))
