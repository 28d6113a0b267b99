"""The ledger's own findings, in ledgers that a holder of a key has forged."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from tests.evidence.support.forging import (
    altered_last,
    appended,
    change,
    entries_of,
    leaf_of,
    rewrite,
)
from tests.evidence.support.people import Clock, acting, officer
from tests.evidence.support.scenes import admit, check, codes, collect, export, tear

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import CaseOpen, Export, KeyAdd, KeyRevoke, LedgerRepair
from truyvet.evidence.case import Case
from truyvet.evidence.entry import MAX_LEAF_BYTES, Entry
from truyvet.evidence.findings import Verdict
from truyvet.evidence.records import Ref
from truyvet.hashes.canonical import encode_record

BINH = officer(2, name="Bình")
OTHER_CASE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def small(case: Case, who: Acting) -> Case:
    collect(case, who, {b"a": b"1", b"b": b"2"})
    return case


def manifest_twice(entry: Entry) -> dict[str, Any]:
    return {"outputs": (entry.outputs[0], entry.outputs[0])}


def test_rewriting_honestly_changes_no_verdict(small: Case) -> None:
    rewrite(small, lambda entries: entries)
    assert codes(small.folder) == ["W104"]


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("E212", {"seq": 7}),
        ("E214", {"case": OTHER_CASE}),
        ("E216", {"time": Clock(-99)()}),
        ("W103", {"time": change(Clock(-99)(), step="said")}),
        ("E321", {"outputs": ()}),
        ("E404", {"actor": change(acting().actor, name="Somebody Else")}),
        ("E404", {"actor": change(acting().actor, role="custodian")}),
        ("E402", {"actor": change(acting().actor, key="0" * 32)}),
        ("E310", {"inputs": (Ref(kind="item", sha256="a" * 64, size=1),)}),
        ("E218", {"act": CaseOpen(key=BINH.card, number="2", title="two")}),
        ("E406", {"act": KeyAdd(key=change(BINH.card, id="0" * 32)), "outputs": ()}),
        ("E407", {"act": KeyAdd(key=officer().card), "outputs": ()}),
        ("E407", {"act": KeyRevoke(key=BINH.card.id, reason=""), "outputs": ()}),
        ("E324", {"act": LedgerRepair(after=1), "outputs": ()}),
        ("E324", {"act": LedgerRepair(after=0)}),
        ("E324", {"act": KeyAdd(key=BINH.card)}),
    ],
)
def test_an_untrue_entry_is_found_though_it_is_signed(
    small: Case, code: str, changes: dict[str, Any]
) -> None:
    rewrite(small, altered_last(**changes))
    assert code in codes(small.folder)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("E323", {"name": "1.1"}),
        ("E323", {"name": "1.9"}),
        ("E323", {"name": "0.0"}),
        ("E323", {"name": "5.0"}),
        ("E323", {"item": "0" * 64}),
    ],
)
def test_an_export_of_what_was_never_collected_is_found(
    small: Case, who: Acting, code: str, changes: dict[str, Any]
) -> None:
    export(small, who, small.folder.parent / "copied")

    def alter(entries: list[Entry]) -> list[Entry]:
        act = entries[-1].act
        assert isinstance(act, Export)
        return [*entries[:-1], change(entries[-1], act=change(act, **changes))]

    rewrite(small, alter)
    assert code in codes(small.folder)
    rewrite(small, lambda entries: [*entries[:-1], change(entries[-1], inputs=())])
    assert "E323" in codes(small.folder)


def test_totals_that_are_not_those_of_the_manifest_are_found(small: Case) -> None:
    for field in ("items", "stored", "bytes", "problems"):

        def alter(entries: list[Entry], field: str = field) -> list[Entry]:
            act: Any = entries[-1].act
            totals = change(act.totals, **{field: 77})
            return [*entries[:-1], change(entries[-1], act=change(act, totals=totals))]

        before = entries_of(small)
        rewrite(small, alter)
        (found,) = (one for one in check(small.folder).findings if one.code == "E320")
        assert field in found.text
        rewrite(small, lambda _, before=before: before)  # type: ignore[misc]


@pytest.mark.parametrize("field", ["count", "root"])
def test_a_manifest_that_the_entry_describes_otherwise_is_found(small: Case, field: str) -> None:
    def alter(entries: list[Entry]) -> list[Entry]:
        wrong = {"count": 9, "root": "0" * 64}[field]
        ref = change(entries[-1].outputs[0], **{field: wrong})
        return [*entries[:-1], change(entries[-1], outputs=(ref,))]

    rewrite(small, alter)
    assert {"count": "E316", "root": "E317"}[field] in codes(small.folder)


def test_two_lengths_of_one_object_are_found(small: Case) -> None:
    def alter(entries: list[Entry]) -> list[Entry]:
        ref = change(entries[-1].outputs[0], kind="item", size=1)
        return [*entries[:-1], change(entries[-1], inputs=(ref,))]

    rewrite(small, alter)
    assert "E322" in codes(small.folder)


def test_an_entry_of_a_role_that_may_not_is_found(small: Case, who: Acting) -> None:
    analyst = officer(4, role="analyst")
    admit(small, who, analyst.card)
    actor = acting(analyst).actor
    forged: Callable[[Entry], Entry] = lambda last: change(  # noqa: E731
        last, actor=actor, act=KeyRevoke(key=officer().card.id, reason="")
    )
    rewrite(small, appended(forged), relink=True)
    found = codes(small.folder)
    assert "E405" in found
    assert "E408" in found  # the rewriter has not the analyst's key


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'"alg":"ed25519"', b'"alg":"none"', "E210"),
        (b'"seq":1', b'"seq": 1', "E211"),
        (b'"salt":"', b'"salt":"Z', "E210"),
        (b"\xe1", b"\xff", "E210"),
        (b'"prev":"', b'"prev":null,"x":"', "E210"),
    ],
)
def test_a_line_that_is_no_entry_is_found_and_the_rest_is_still_checked(
    small: Case, who: Acting, old: bytes, new: bytes, code: str
) -> None:
    collect(small, who, {b"c": b"3"})
    lines = small.ledger.path.read_bytes().splitlines(keepends=True)
    assert old in lines[1]
    lines[1] = lines[1].replace(old, new, 1)
    lines[2] = lines[2].replace(b'"seq":2', b'"seq":3')
    small.ledger.path.write_bytes(b"".join(lines))
    assert {code, "E212", "E213", "E401"} <= set(codes(small.folder))


@pytest.mark.parametrize("signature", [b"\0" * 64, b"short", None])
def test_a_signature_that_does_not_hold_is_found(small: Case, signature: bytes | None) -> None:
    lines = small.ledger.path.read_bytes().splitlines(keepends=True)
    entry = entries_of(small)[1]
    good = leaf_of(entry, officer())
    if signature is None:
        forged = leaf_of(entry, BINH).replace(BINH.card.id.encode(), officer().card.id.encode())
    else:
        begin, _, rest = good.rpartition(b'"sig":"')
        forged = begin + b'"sig":"' + base64.b64encode(signature) + rest[rest.index(b'"') :]
    small.ledger.path.write_bytes(lines[0] + forged + b"\n")
    assert {"E401", "E408"} & set(codes(small.folder))


def test_an_entry_with_two_signatures_or_anothers_is_found(small: Case) -> None:
    from truyvet.evidence.entry import read_leaf

    lines = small.ledger.path.read_bytes().splitlines(keepends=True)
    signed = read_leaf(lines[1][:-1])
    for sigs in (signed.sigs * 2, (change(signed.sigs[0], key=BINH.card.id),)):
        small.ledger.path.write_bytes(lines[0] + encode_record(change(signed, sigs=sigs)) + b"\n")
        assert "E408" in codes(small.folder)


@pytest.mark.parametrize("size", [1, 100, MAX_LEAF_BYTES, MAX_LEAF_BYTES + 1])
def test_a_half_line_is_incomplete_and_no_entry(small: Case, size: int) -> None:
    tear(small, b"x" * size)
    answer = check(small.folder)
    assert (answer.verdict, sorted(answer.counts)) == (Verdict.INCOMPLETE, ["E215"])
    assert answer.entries == 2


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_huge_line_is_one_line_that_is_no_entry(small: Case, end: bytes) -> None:
    import tracemalloc

    with small.ledger.path.open("ab") as file:
        file.truncate(100 << 20)
        file.write(end)
    tracemalloc.start()
    answer = check(small.folder)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.verdict is not Verdict.VALID
    assert answer.entries in (2, 3)
    assert peak < 32 << 20


def test_an_empty_or_missing_ledger_is_a_finding(small: Case) -> None:
    small.ledger.path.write_bytes(b"")
    assert {"E217", "E413", "E313"} <= set(codes(small.folder))
    small.ledger.path.unlink()
    assert {"E217", "E413", "E313"} <= set(codes(small.folder))
