"""Entries, keys, checkpoint and maker of a bundle, forged by officers and by strangers."""

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.evidence.support.forging import leaf_of
from tests.reports.proof.support.forged import (
    ANOTHER_CASE,
    CASE,
    Members,
    another,
    checked,
    codes,
    entries_of,
    good,
    hashes_of,
    note_of,
    resealed,
    sealed,
    with_leaves,
    with_ledger,
)
from tests.vectors.officers import AN, BINH, CHI, STRANGER

from truyvet.evidence.acts import CaseOpen, KeyAdd, KeyRevoke, Note
from truyvet.evidence.checkpoints import origin_of
from truyvet.evidence.findings import Verdict
from truyvet.evidence.verification.trust import Trust
from truyvet.hashes.checkpoint import Checkpoint, sign
from truyvet.hashes.merkle import root

change = msgspec.structs.replace


@pytest.fixture(scope="module")
def members() -> Members:
    """What the true bundle holds."""
    return good()


def faults(members: Members, place: Path, trust: Trust | None = None) -> list[str]:
    """Code and place of each fault."""
    return [f"{one.code} {one.place}" for one in checked(members, place, trust).faults]


# Entries.


def test_a_ledger_written_anew_by_those_who_hold_the_keys_is_as_good(
    members: Members, tmp_path: Path
) -> None:
    assert codes(with_ledger(members, entries_of(members)), tmp_path) == []


def altered(members: Members, at: int, **facts: Any) -> Members:
    """Write the ledger anew with one entry altered."""
    entries = entries_of(members)
    entries[at] = change(entries[at], **facts)
    return with_ledger(members, entries)


def test_an_entry_that_bears_another_number_is_found(members: Members, tmp_path: Path) -> None:
    assert "E212 entry 4" in faults(altered(members, 4, seq=7), tmp_path)


def test_an_entry_of_another_case_is_found(members: Members, tmp_path: Path) -> None:
    assert "E214 entry 4" in faults(altered(members, 4, case=ANOTHER_CASE), tmp_path)


def test_a_second_opening_of_the_case_is_found(members: Members, tmp_path: Path) -> None:
    act = entries_of(members)[0].act
    assert isinstance(act, CaseOpen)
    assert "E218 entry 1" in faults(altered(members, 1, act=act, outputs=()), tmp_path)


def test_a_ledger_that_opens_no_case_is_found(members: Members, tmp_path: Path) -> None:
    told = faults(altered(members, 0, act=Note(text="x"), outputs=()), tmp_path)
    assert "E218 entry 0" in told
    assert "E402 entry 0" in told


def test_an_act_that_does_not_fit_what_it_made_is_found(members: Members, tmp_path: Path) -> None:
    outputs = entries_of(members)[4].outputs
    told = faults(altered(members, 5, outputs=outputs), tmp_path)
    assert "E324 entry 5" in told


def test_an_act_beyond_its_role_is_found(members: Members, tmp_path: Path) -> None:
    entries = entries_of(members)
    forbidden = another(entries[5], 6, KeyAdd(key=BINH.card), CHI)
    told = faults(with_ledger(members, [*entries, forbidden]), tmp_path)
    assert told == ["E405 entry 6"]


def test_an_entry_of_somebody_never_admitted_is_found(members: Members, tmp_path: Path) -> None:
    entries = entries_of(members)
    noted = another(entries[5], 6, Note(text="x"), STRANGER)
    assert "E402 entry 6" in faults(with_ledger(members, [*entries, noted]), tmp_path)


def test_an_entry_under_another_name_than_its_keys_is_found(
    members: Members, tmp_path: Path
) -> None:
    actor = change(entries_of(members)[4].actor, name="Nguyễn Văn An")
    assert faults(altered(members, 4, actor=actor), tmp_path) == ["E404 entry 4"]


def test_an_entry_after_its_key_was_revoked_is_found(members: Members, tmp_path: Path) -> None:
    entries = entries_of(members)
    revoked = another(entries[5], 6, KeyRevoke(key=CHI.card.id, reason="mất máy"))
    noted = another(entries[5], 7, Note(text="x"), CHI)
    told = faults(with_ledger(members, [*entries, revoked, noted]), tmp_path)
    assert told == ["E403 entry 7"]


def test_what_was_signed_before_its_key_was_revoked_stays_good(
    members: Members, tmp_path: Path
) -> None:
    entries = entries_of(members)
    revoked = another(entries[5], 6, KeyRevoke(key=CHI.card.id, reason="mất máy"))
    assert faults(with_ledger(members, [*entries, revoked]), tmp_path) == []


def forged(members: Members, seq: int, leaf: bytes) -> Members:
    """Put a leaf into the ledger as it is."""
    leaves = [members[f"entries/{one}.json"] for one in range(6)]
    leaves[seq] = leaf
    return with_leaves(members, leaves)


def test_an_entry_signed_by_another_key_of_the_case_is_found(
    members: Members, tmp_path: Path
) -> None:
    leaf = leaf_of(entries_of(members)[4], AN)
    assert faults(forged(members, 4, leaf), tmp_path) == ["E408 entry 4"]


def test_an_entry_with_the_signature_of_another_one_is_found(
    members: Members, tmp_path: Path
) -> None:
    told = json.loads(members["entries/5.json"])
    told["sigs"] = json.loads(members["entries/3.json"])["sigs"]
    leaf = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert faults(forged(members, 5, leaf), tmp_path) == ["E401 entry 5"]


@pytest.mark.parametrize(
    ("leaf", "code"),
    [(b"", "E210"), (b"{}", "E210"), (b"\x00" * 100, "E210"), (b"[" * 100_000, "E210")],
)
def test_an_entry_that_is_none_is_found(
    members: Members, tmp_path: Path, leaf: bytes, code: str
) -> None:
    assert f"{code} entry 4" in faults(forged(members, 4, leaf), tmp_path)


def test_an_entry_in_another_spelling_is_found(members: Members, tmp_path: Path) -> None:
    leaf = members["entries/4.json"].replace(b'":', b'": ', 1)
    assert "E211 entry 4" in faults(forged(members, 4, leaf), tmp_path)


# The tree.


def audit(change_: Any, seq: int = 4) -> Any:
    """Change an entry's audit path."""

    def rewrite(proof: Any) -> None:
        path = proof["entries"][seq]["audit"]
        proof["entries"][seq]["audit"] = change_(path)

    return rewrite


@pytest.mark.parametrize(
    "wrong",
    [
        lambda path: [], lambda path: path[:-1], lambda path: path[::-1],
        lambda path: [*path, path[-1]], lambda path: ["0" * 64, *path[1:]],
        lambda path: path * 32,
    ],
)  # fmt: skip
def test_an_audit_path_that_leads_elsewhere_is_found(
    members: Members, tmp_path: Path, wrong: Any
) -> None:
    assert faults(sealed(members, audit(wrong)), tmp_path) == ["E648 entry 4"]


def test_entries_that_give_each_other_their_place_are_found(
    members: Members, tmp_path: Path
) -> None:
    swapped = members | {
        "entries/3.json": members["entries/4.json"], "entries/4.json": members["entries/3.json"]
    }  # fmt: skip
    told = faults(resealed(swapped), tmp_path)
    assert {"E648 entry 3", "E648 entry 4", "E212 entry 3", "E212 entry 4"} <= set(told)


@pytest.mark.parametrize("order", [[5, 4, 3, 2, 1, 0], [0, 1, 2, 3, 4, 5, 5], [0, 2, 1, 3, 4, 5]])
def test_entries_out_of_order_are_refused(
    members: Members, tmp_path: Path, order: Sequence[int]
) -> None:
    def rewrite(proof: Any) -> None:
        proof["entries"] = [proof["entries"][seq] for seq in order]

    answer = checked(sealed(members, rewrite), tmp_path)
    assert "its entries are out of order" in answer.faults[0].text
    assert answer.verdict is Verdict.INVALID


def test_a_bundle_without_the_entry_that_opens_the_case_knows_no_key(
    members: Members, tmp_path: Path
) -> None:
    less = {name: text for name, text in members.items() if name != "entries/0.json"}
    told = codes(sealed(less, lambda proof: proof["entries"].pop(0)), tmp_path)
    assert {"E402", "E411", "E647"} <= set(told)


# The checkpoint.


def headed(members: Members, note: bytes) -> Members:
    """Put another checkpoint in."""
    return resealed(members | {"checkpoint": note})


def test_a_checkpoint_older_than_the_entries_does_not_cover_them(
    members: Members, tmp_path: Path
) -> None:
    told = faults(headed(members, note_of(members, 5)), tmp_path)
    assert "E648 entry 5" in told


def test_a_checkpoint_that_claims_more_entries_is_found(members: Members, tmp_path: Path) -> None:
    body = Checkpoint(origin=origin_of(CASE), size=7, root=root(hashes_of(members)))
    assert "E648" in codes(headed(members, sign(body, body.origin, AN.key)), tmp_path)


def test_a_checkpoint_of_another_case_is_found(members: Members, tmp_path: Path) -> None:
    note = note_of(members, 6, origin=origin_of(ANOTHER_CASE))
    assert set(codes(headed(members, note), tmp_path)) == {"E411", "E417"}


def test_a_checkpoint_by_a_stranger_is_found(members: Members, tmp_path: Path) -> None:
    assert codes(headed(members, note_of(members, 6, key=STRANGER)), tmp_path) == ["E411"]


def test_any_officer_of_the_case_may_sign_the_checkpoint(members: Members, tmp_path: Path) -> None:
    assert codes(headed(members, note_of(members, 6, key=CHI)), tmp_path) == []


def test_a_checkpoint_by_a_key_that_was_revoked_is_found(members: Members, tmp_path: Path) -> None:
    entries = entries_of(members)
    revoked = another(entries[5], 6, KeyRevoke(key=CHI.card.id, reason="mất máy"))
    later = another(entries[5], 7, Note(text="x"))
    told = codes(with_ledger(members, [*entries, revoked, later], head=CHI), tmp_path)
    assert told == ["E411"]


@pytest.mark.parametrize("note", [b"", b"\x00", b"x\n" * 3, b"a" * 100_000, b"\xff\xfe\n"])
def test_a_checkpoint_that_is_none_is_found(members: Members, tmp_path: Path, note: bytes) -> None:
    assert "E646 checkpoint" in faults(headed(members, note), tmp_path)


def test_a_second_signature_on_the_checkpoint_is_refused(members: Members, tmp_path: Path) -> None:
    line = note_of(members, 6, key=CHI).splitlines(keepends=True)[-1]
    assert codes(headed(members, members["checkpoint"] + line), tmp_path) == ["E411"]


# The maker.


def test_another_officer_of_the_case_may_make_a_bundle(members: Members, tmp_path: Path) -> None:
    maker = {"key": CHI.card.id, "name": "Lê Chi", "role": "analyst", "unit": "PA05"}
    told = sealed(members, lambda proof: proof.update(maker=maker), signer=CHI)
    assert codes(told, tmp_path) == []


@pytest.mark.parametrize("facts", [{"name": "Lê Chi"}, {"unit": "C02"}, {"role": "analyst"}])
def test_a_maker_under_another_name_than_his_keys_is_found(
    members: Members, tmp_path: Path, facts: dict[str, str]
) -> None:
    told = sealed(members, lambda proof: proof["maker"].update(facts))
    assert codes(told, tmp_path) == ["E647"]


def test_a_maker_whose_key_was_revoked_is_refused(members: Members, tmp_path: Path) -> None:
    entries = entries_of(members)
    revoked = another(entries[5], 6, KeyRevoke(key=CHI.card.id, reason="mất máy"))
    maker = {"key": CHI.card.id, "name": "Lê Chi", "role": "analyst", "unit": "PA05"}
    ledger = with_ledger(members, [*entries, revoked])
    told = sealed(ledger, lambda proof: proof.update(maker=maker), signer=CHI)
    assert codes(told, tmp_path) == ["E647"]


def test_a_signature_by_one_under_the_name_of_another_is_found(
    members: Members, tmp_path: Path
) -> None:
    assert codes(sealed(members, lambda proof: None, signer=CHI), tmp_path) == ["E647"]


@pytest.mark.parametrize("text", [b"", b"{}", b"null", b"\xff", b"[" * 100_000])
def test_a_signature_that_is_none_is_found(members: Members, tmp_path: Path, text: bytes) -> None:
    assert faults(members | {"proof.sig.json": text}, tmp_path) == ["E647 proof.sig.json"]


def test_a_signature_has_one_spelling(members: Members, tmp_path: Path) -> None:
    told = json.loads(members["proof.sig.json"])
    raw, found = base64.b64decode(told["sig"]), 0
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/":
        other = told["sig"][:-3] + letter + "=="
        if other != told["sig"] and base64.b64decode(other) == raw:
            found += 1
            text = members["proof.sig.json"].replace(told["sig"].encode(), other.encode())
            assert codes(members | {"proof.sig.json": text}, tmp_path) == ["E647"], letter
    assert found == 15
