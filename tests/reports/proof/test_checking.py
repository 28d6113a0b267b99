"""What a bundle claims is compared with what it proves, even where its maker signed the claim."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.reports.proof.support.forged import (
    Change,
    Members,
    another,
    checked,
    codes,
    entries_of,
    good,
    sealed,
    signed,
    with_ledger,
)
from tests.reports.proof.support.made import DUC, DUC_CA, HUNG
from tests.vectors.officers import CHI

from truyvet.evidence.acts import Decide, Note, Retract
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.findings import Verdict
from truyvet.evidence.verification.trust import Trust
from truyvet.hashes.digest import sha256_hex
from truyvet.reports.proof.checking import check_bundle

EMAIL, ACCOUNT = "email:duc@example.vn", "bank-account:970436:0071000123456"
OTHER = "phone:+84900000000"


@pytest.fixture(scope="module")
def members() -> Members:
    """What the true bundle holds."""
    return good()


def faults(claimed: Members, place: Path) -> list[str]:
    """Code and place of each fault."""
    return [f"{one.code} {one.place}" for one in checked(claimed, place).faults]


def test_the_true_bundle_signed_anew_is_as_good(members: Members, tmp_path: Path) -> None:
    answer = checked(sealed(members, lambda proof: None), tmp_path)
    assert (answer.verdict, answer.faults) == (Verdict.VALID, [])
    assert (answer.title, answer.number, answer.entries) == ("Lừa đảo hoàn tiền", "12/2026", 6)
    assert [(one.card.name, one.entries) for one in answer.signers] == [
        ("Nguyễn Văn An", 5), ("Lê Chi", 1)
    ]  # fmt: skip


def test_the_guide_claims_nothing_and_may_be_rewritten_by_the_maker(
    members: Members, tmp_path: Path
) -> None:
    assert codes(sealed(members | {"readme.md": b"x"}, lambda proof: None), tmp_path) == []


# Hops, paths and names.


def hop(number: int, **facts: object) -> Change:
    """Change a hop."""
    return lambda proof: proof["hops"][number].update(facts)


def link(number: int, **facts: object) -> Change:
    """Change the first link of a hop."""
    return lambda proof: proof["hops"][number]["links"][0].update(facts)


CLAIMS: dict[str, tuple[Change, str, str]] = {
    "another neighbour": (hop(0, left=OTHER), "links others", f"{OTHER} – "),
    "hops turned round": (hop(1, left=ACCOUNT), "links others", f"{ACCOUNT} – {ACCOUNT}"),
    "another subject": (link(0, subject=str(HUNG)), "links others", EMAIL),
    "another object": (link(2, object=OTHER), "links others", ACCOUNT),
    "another relation": (link(2, relation="called"), "statement 4:0 says", ACCOUNT),
    "subject for object": (
        link(2, subject=ACCOUNT, object=str(HUNG)), "statement 4:0 says", ACCOUNT
    ),
    "statement of another entry": (link(2, statements=["3:1"]), "statement 3:1 says", ACCOUNT),
    "statement of another person": (link(0, statements=["3:4"]), "statement 3:4 says", EMAIL),
    "name as a link": (link(0, statements=["3:2"]), "statement 3:2 says", EMAIL),
    "statement that is not here": (link(2, statements=["4:1"]), "statement 4:1 is not here", ""),
    "statement of no entry": (
        link(2, statements=["99999:0"]), "statement 99999:0 is not here", ""
    ),
    "statement counted twice": (
        link(2, statements=["4:0", "4:0"], total=2), "are not those that it counts", ""
    ),
    "fewer than it brings": (link(2, total=0), "are not those that it counts", ""),
    "mention where there is none": (
        link(0, relation="mentioned_in", subject=EMAIL, object="item:" + "0" * 64),
        "only one of the two stands in item:", EMAIL,
    ),
    "path to nobody": (
        lambda proof: proof["paths"][0].append(OTHER), "no hop of the bundle links", OTHER
    ),
    "path that skips a hop": (
        lambda proof: proof["paths"][0].pop(1), "no hop of the bundle links", ACCOUNT
    ),
    "hop on no path": (lambda proof: proof["paths"][0].pop(), "a hop that is on no path", ""),
    "paths of different ends": (
        lambda proof: proof["paths"].append([EMAIL, str(DUC)]), "lead from and to others", ""
    ),
    "hop twice": (
        lambda proof: proof["hops"].append(proof["hops"][0]), "it has a hop twice", ""
    ),
    "no hop between two": (lambda proof: proof["hops"].pop(1), "no hop of the bundle", ""),
    "name that gives none": (
        lambda proof: proof.update(names=["4:0"]), "it gives nobody a name", "statement 4:0"
    ),
    "name that is not here": (
        lambda proof: proof.update(names=["3:9"]), "it gives nobody a name", "statement 3:9"
    ),
    "no decision": (lambda proof: proof.pop("decisions"), "links others", EMAIL),
    "decision that is none": (
        lambda proof: proof["decisions"].append(4), "does not decide", "entry 4"
    ),
    "decision that is not here": (
        lambda proof: proof["decisions"].append(99), "does not decide", "entry 99"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CLAIMS)
def test_a_maker_who_claims_what_is_not_said_is_found(
    members: Members, tmp_path: Path, name: str
) -> None:
    change, words, place = CLAIMS[name]
    answer = checked(sealed(members, change), tmp_path)
    assert answer.verdict is Verdict.INVALID
    assert {one.code for one in answer.faults} == {"E649"}
    told = [one for one in answer.faults if words in one.text]
    assert told, answer.faults
    assert any(place in one.place for one in told), told


def test_all_lies_of_a_bundle_are_told_at_once(members: Members, tmp_path: Path) -> None:
    def lie(proof: Any) -> None:
        link(0, statements=["3:4"])(proof)
        link(2, relation="called")(proof)
        proof["names"].append("4:0")

    assert faults(sealed(members, lie), tmp_path) == [
        f"E649 {EMAIL} – {DUC}", f"E649 {ACCOUNT} – {HUNG}", "E649 statement 4:0"
    ]  # fmt: skip


# Members.


@pytest.mark.parametrize("name", [one for one in good() if one not in ("proof.json",)])
def test_a_member_that_the_maker_leaves_out_is_missed(
    members: Members, tmp_path: Path, name: str
) -> None:
    less = {one: content for one, content in members.items() if one != name}
    told = codes(sealed(less, lambda proof: None), tmp_path)
    needed = name not in ("readme.md", "proof.sig.json")
    assert bool(told) is needed


EXTRA = {
    "entries/6.json": b"{}",
    "lines/3-statements-5.json": b"{}",
    "lines/3-statements-01.json": b"{}",
    "items/" + sha256_hex(b"planted"): b"planted",
    "items/" + "0" * 64: b"something else",
    "items/x": b"",
    "readme.txt": b"",
    "checkpoint/x": b"",
    "entries": b"",
    "0": b"",
}


@pytest.mark.parametrize("name", EXTRA)
def test_a_member_for_which_the_proof_has_no_place_is_found(
    members: Members, tmp_path: Path, name: str
) -> None:
    more = sealed(members | {name: EXTRA[name]}, lambda proof: None)
    assert faults(more, tmp_path) == [f"E646 {name}"]


def listed(number: int, **facts: object) -> Change:
    """Change how a member is listed."""
    return lambda proof: proof["members"][number].update(facts)


@pytest.mark.parametrize(
    "change",
    [
        listed(0, size=0), listed(0, size=2**53 - 1), listed(0, sha256="0" * 64),
        listed(0, name="checkpoint2"), lambda proof: proof["members"].pop(0),
        lambda proof: proof["members"].append(proof["members"][0]),
        lambda proof: proof["members"].reverse(), lambda proof: proof["members"].clear(),
    ],
)  # fmt: skip
def test_members_listed_otherwise_than_they_are_are_found(
    members: Members, tmp_path: Path, change: Change
) -> None:
    assert set(codes(sealed(members, change), tmp_path)) == {"E646"}


# Decisions.

SAME, NO = "cùng số CCCD", "hai người khác nhau"


def decided(what: Any, **more: Any) -> Decide:
    """A decision on Đức and Đức Cá."""
    return Decide(because=NO, decision=what, left=str(DUC), right=str(DUC_CA), **more)


def test_a_decision_that_an_entry_of_the_bundle_takes_back_holds_no_more(
    members: Members, tmp_path: Path
) -> None:
    ledger = entries_of(members)
    undo = another(ledger[5], 6, decided("undo", undoes=5))
    told = faults(with_ledger(members, [*ledger, undo]), tmp_path)
    assert told == ["E649 entry 5", f"E649 {EMAIL} – {DUC}"]


def test_a_confirmation_does_not_hold_what_was_taken_back(members: Members, tmp_path: Path) -> None:
    ledger = entries_of(members)
    confirm = another(ledger[5], 6, decided("same", confirms=5), CHI)
    undo = another(ledger[5], 7, decided("undo", undoes=5))

    def claim(proof: Any) -> None:
        proof["decisions"] = [6]

    told = faults(with_ledger(members, [*ledger, confirm, undo], claim), tmp_path)
    assert told == ["E649 entry 6", f"E649 {EMAIL} – {DUC}"]


def test_a_confirmation_alone_decides_nothing(members: Members, tmp_path: Path) -> None:
    ledger = entries_of(members)
    confirm = another(ledger[5], 6, decided("same", confirms=5), CHI)

    def claim(proof: Any) -> None:
        proof["decisions"] = [6]

    assert "E649 entry 6" in faults(with_ledger(members, [*ledger, confirm], claim), tmp_path)


def test_a_confirmed_decision_goes_along_with_its_confirmation(
    members: Members, tmp_path: Path
) -> None:
    ledger = entries_of(members)
    confirm = another(ledger[5], 6, decided("same", confirms=5), CHI)
    assert faults(with_ledger(members, [*ledger, confirm]), tmp_path) == []


def test_a_decision_that_a_live_one_contradicts_counts_for_nothing(
    members: Members, tmp_path: Path
) -> None:
    ledger = entries_of(members)
    told = faults(
        with_ledger(members, [*ledger, another(ledger[5], 6, decided("different"))]), tmp_path
    )
    assert "E649 entry 5" in told


def test_a_contradiction_that_was_taken_back_does_no_harm(members: Members, tmp_path: Path) -> None:
    ledger = entries_of(members)
    apart = another(ledger[5], 6, decided("different"))
    undo = another(ledger[5], 7, decided("undo", undoes=6))
    assert faults(with_ledger(members, [*ledger, apart, undo]), tmp_path) == []


@pytest.mark.parametrize("what", ["different", "unsure"])
def test_only_same_makes_two_one(members: Members, tmp_path: Path, what: str) -> None:
    ledger = entries_of(members)
    ledger[5] = another(ledger[5], 5, decided(what))
    assert faults(with_ledger(members, ledger), tmp_path) == [
        "E649 entry 5", f"E649 {EMAIL} – {DUC}"
    ]  # fmt: skip


def test_a_decision_on_others_does_not_join_a_hop(members: Members, tmp_path: Path) -> None:
    ledger = entries_of(members)
    act = msgspec.structs.replace(decided("same"), right=str(HUNG))
    ledger[5] = another(ledger[5], 5, act)
    told = [f"E649 {EMAIL} – {DUC}", "E649 proof.json"]  # a path passes Đức twice then, too
    assert faults(with_ledger(members, ledger), tmp_path) == told


# Retractions.


def test_a_statement_that_an_entry_of_the_bundle_ends_proves_nothing(
    members: Members, tmp_path: Path
) -> None:
    ledger = entries_of(members)
    ended = another(ledger[5], 6, Retract(reason="đọc nhầm", statements=("4:0",)))
    answer = checked(with_ledger(members, [*ledger, ended]), tmp_path)
    (fault,) = answer.faults
    assert (fault.code, fault.place) == ("E649", "statement 4:0")
    assert "entry 6 ends it" in fault.text


def test_the_end_of_a_statement_that_is_not_here_does_no_harm(
    members: Members, tmp_path: Path
) -> None:
    ledger = entries_of(members)
    ended = another(ledger[5], 6, Retract(reason="đọc nhầm", statements=("3:99", "4:1")))
    assert codes(with_ledger(members, [*ledger, ended]), tmp_path) == []


def test_other_entries_may_go_along(members: Members, tmp_path: Path) -> None:
    ledger = entries_of(members)
    noted = another(ledger[5], 6, Note(text="ghi chú"))
    assert codes(with_ledger(members, [*ledger, noted]), tmp_path) == []


# What cannot be read.


@pytest.mark.parametrize(
    "proof",
    [
        b"", b"null", b"[]", b"{}", b"\x00", b"\xff\xfe", b"[" * 200_000, b'{"a":' * 50_000,
        b'"' + b"a" * 1_000_000 + b'"', b"1e999", b'{"version":NaN}',
        '{"version":"‮"}'.encode(), b'{"version":1,"version":1}',
    ],
)  # fmt: skip
def test_a_proof_that_is_no_record_is_said_so_and_nothing_else(
    members: Members, tmp_path: Path, proof: bytes
) -> None:
    answer = checked(signed(members, proof), tmp_path)
    assert [(one.code, one.place) for one in answer.faults] == [("E646", "proof.json")]
    assert answer.proof is None


def test_a_proof_in_another_spelling_is_refused(members: Members, tmp_path: Path) -> None:
    laid_out = json.dumps(json.loads(members["proof.json"]), ensure_ascii=False).encode()
    (fault,) = checked(signed(members, laid_out), tmp_path).faults
    assert "canonical" in fault.text


NO_RECORDS: dict[str, Change] = {
    "another version": lambda proof: proof.update(version=2),
    "a member more": lambda proof: proof.update(comment="x"),
    "no version": lambda proof: proof.pop("version"),
    "no paths": lambda proof: proof.update(paths=[]),
    "a path of one node": lambda proof: proof.update(paths=[[EMAIL]]),
    "129 nodes": lambda proof: proof.update(paths=[[EMAIL] * 129]),
    "65 paths": lambda proof: proof.update(paths=proof["paths"] * 65),
    "no hops": lambda proof: proof.update(hops=[]),
    "no entries": lambda proof: proof.update(entries=[]),
    "a number below nought": lambda proof: proof["entries"][0].update(seq=-1),
    "an audit path of 65": lambda proof: proof["entries"][0].update(audit=["0" * 64] * 65),
    "a short hash": lambda proof: proof["entries"][0].update(audit=["00"]),
    "a hash in capitals": lambda proof: proof["entries"][0].update(audit=["A" * 64]),
    "another list": lambda proof: proof["lines"][0].update(list="questions"),
    "no links": hop(0, links=[]),
    "no statements": link(0, statements=[]),
    "no node": hop(0, left="email"),
    "no relation": link(0, relation="mentioned-in"),
    "a name that leads out": lambda proof: proof["members"][0].update(name="../x"),
    "no case id": lambda proof: proof.update(case="x"),
    "a long question": lambda proof: proof.update(question="x" * 4097),
}


@pytest.mark.parametrize("name", NO_RECORDS)
def test_a_proof_beyond_its_form_is_refused(members: Members, tmp_path: Path, name: str) -> None:
    assert codes(sealed(members, NO_RECORDS[name]), tmp_path) == ["E646"]


def test_a_folder_is_no_bundle(tmp_path: Path) -> None:
    with pytest.raises((TruyvetError, OSError)):
        check_bundle(tmp_path, Trust())


def test_a_file_that_is_gone_is_an_error_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(TruyvetError) as caught:
        check_bundle(tmp_path / "none.zip", Trust())
    assert caught.value.hint
