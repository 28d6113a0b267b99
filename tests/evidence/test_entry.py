"""Entries: one line each, signed, with exactly one spelling."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.support.forging import change, leaf_of
from tests.evidence.support.people import TOOL, Clock, acting, officer

from truyvet.evidence.acts import CaseOpen, KeyRevoke, LedgerRepair
from truyvet.evidence.entry import (
    ENTRY_DOMAIN,
    FIRST_PREV,
    MAX_LEAF_BYTES,
    Entry,
    Signature,
    read_leaf,
    sign_entry,
    signature_bytes,
)
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.records import Authority, CheckpointRef, Ref
from truyvet.hashes.canonical import NotARecord, NotCanonical, encode_record
from truyvet.hashes.signatures import verify

AN = officer()
ENTRY = Entry(
    act=CaseOpen(key=AN.card, number="12/2026", title="Lừa đảo"),
    actor=acting(AN).actor,
    case="0b0f4c1e-0000-4000-8000-000000000000",
    prev=FIRST_PREV,
    salt="5" * 32,
    seq=0,
    time=Clock()(),
    tool=TOOL,
    version=1,
)
LEAF = sign_entry(ENTRY, AN.key, AN.card.id)

words = st.text(st.characters(codec="utf-8"), max_size=30)
digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
counts = st.integers(0, 2**53 - 1)
refs = st.builds(
    Ref, kind=words, sha256=digests, size=counts, count=st.none() | counts, root=st.none() | digests
)
entries = st.builds(
    Entry,
    act=st.builds(CaseOpen, key=st.just(AN.card), number=words, title=words)
    | st.builds(KeyRevoke, key=st.just(AN.card.id), reason=words)
    | st.builds(LedgerRepair, after=counts),
    actor=st.just(ENTRY.actor),
    authority=st.none() | st.builds(Authority, text=words),
    case=st.just(ENTRY.case),
    checkpoint=st.none() | st.builds(CheckpointRef, sha256=digests, size=counts),
    inputs=st.lists(refs, max_size=2).map(tuple),
    outputs=st.lists(refs, max_size=2).map(tuple),
    prev=digests,
    purpose=words,
    salt=st.binary(min_size=16, max_size=16).map(bytes.hex),
    seq=counts,
    time=st.just(ENTRY.time),
    tool=st.just(TOOL),
    version=st.just(1),
)


@given(entries)
def test_a_signed_entry_reads_as_itself_and_its_signature_holds(entry: Entry) -> None:
    leaf = sign_entry(entry, AN.key, AN.card.id)
    assert b"\n" not in leaf
    signed = read_leaf(leaf)
    assert signed.entry == entry
    raw = signature_bytes(signed.sigs[0])
    assert verify(AN.key.public, raw, ENTRY_DOMAIN, encode_record(entry))


@given(entries, entries)
def test_two_entries_share_their_bytes_only_if_they_are_equal(one: Entry, other: Entry) -> None:
    assert (encode_record(one) == encode_record(other)) == (one == other)


@given(at=st.integers(0, len(LEAF) - 1), bit=st.integers(0, 7))
def test_no_flipped_bit_passes(at: int, bit: int) -> None:
    changed = bytearray(LEAF)
    changed[at] ^= 1 << bit
    try:
        signed = read_leaf(bytes(changed))
        raw = signature_bytes(signed.sigs[0])
    except ValueError:
        return
    covered = encode_record(signed.entry)
    holds = verify(AN.key.public, raw, ENTRY_DOMAIN, covered)
    assert not holds or signed.sigs[0].key != signed.entry.actor.key


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (b'{"entry":', b'{ "entry":', NotCanonical),
        (b'"seq":0', b'"seq":00', NotARecord),
        (b'"seq":0', b'"seq":0,"seq":0', NotCanonical),
        (b'"seq":0', b'"seq":0,"more":1', NotARecord),
        (b'"seq":0', b'"seq":0.0', ValueError),
        (b'"seq":0', b'"purpose":"","seq":0', NotCanonical),
        (b'"version":1', b'"version":2', NotARecord),
        (b'"type":"case.open"', b'"type":"destroy"', NotARecord),
        (b'"alg":"ed25519"', b'"alg":"none"', NotARecord),
        ("Lừa".encode(), b"L\\u1eeba", NotCanonical),
        (b'"salt":"5', b'"salt":"G', NotARecord),
    ],
)
def test_another_spelling_is_refused(old: bytes, new: bytes, error: type[ValueError]) -> None:
    assert LEAF.count(old) == 1
    with pytest.raises(error):
        read_leaf(LEAF.replace(old, new))


@pytest.mark.parametrize("field", ["salt", "prev", "case"])
def test_a_line_end_hidden_in_a_field_is_refused(field: str) -> None:
    hidden: dict[str, Any] = {field: getattr(ENTRY, field) + "\n"}
    with pytest.raises(ValueError, match=field):
        read_leaf(leaf_of(change(ENTRY, **hidden), AN))


def of_length(length: int) -> Entry:
    entry = change(ENTRY, act=CaseOpen(key=AN.card, number="1", title="1"))
    destination = "x" * (length - len(leaf_of(entry, AN)))
    pieces = [destination[at : at + 4000] for at in range(0, len(destination), 4000)]
    tool = change(TOOL, arguments=tuple(pieces))
    entry = change(entry, tool=tool)
    excess = len(leaf_of(entry, AN)) - length
    return change(entry, tool=change(tool, arguments=(pieces[0][excess:], *pieces[1:])))


def test_an_entry_of_the_longest_line_is_written_and_read() -> None:
    leaf = sign_entry(of_length(MAX_LEAF_BYTES), AN.key, AN.card.id)
    assert len(leaf) == MAX_LEAF_BYTES
    assert read_leaf(leaf).entry.seq == 0


def test_an_entry_one_byte_longer_is_refused_in_both_directions() -> None:
    entry = of_length(MAX_LEAF_BYTES + 1)
    with pytest.raises(TruyvetError, match="E204"):
        sign_entry(entry, AN.key, AN.card.id)
    with pytest.raises(NotARecord, match="longer"):
        read_leaf(leaf_of(entry, AN))


@pytest.mark.parametrize("field", ["purpose", "title", "reason", "step", "argument"])
def test_a_text_of_more_than_4096_characters_is_never_signed(field: str) -> None:
    long = "ệ" * 4097
    changed = {
        "purpose": change(ENTRY, purpose=long),
        "title": change(ENTRY, act=CaseOpen(key=AN.card, number="1", title=long)),
        "reason": change(ENTRY, act=KeyRevoke(key=AN.card.id, reason=long)),
        "step": change(ENTRY, time=change(ENTRY.time, step=long)),
        "argument": change(ENTRY, tool=change(TOOL, arguments=(long,))),
    }[field]
    with pytest.raises(TruyvetError):
        sign_entry(changed, AN.key, AN.card.id)


def test_a_text_of_4096_characters_is_signed() -> None:
    entry = change(ENTRY, purpose="ệ" * 4096)
    assert read_leaf(sign_entry(entry, AN.key, AN.card.id)).entry == entry


def test_a_text_that_is_not_unicode_is_refused_with_a_code() -> None:
    with pytest.raises(TruyvetError):
        sign_entry(change(ENTRY, purpose="\udcff"), AN.key, AN.card.id)


@given(st.binary(max_size=80))
def test_a_signature_has_64_bytes_in_one_spelling(raw: bytes) -> None:
    import base64

    signature = Signature(alg="ed25519", key=AN.card.id, sig=base64.b64encode(raw).decode())
    if len(raw) == 64:
        assert signature_bytes(signature) == raw
    else:
        with pytest.raises(ValueError, match="64 bytes"):
            signature_bytes(signature)


@pytest.mark.parametrize("sig", ["", "====", "a" * 86 + "==", "é", " " * 88])
def test_a_signature_in_another_spelling_is_refused(sig: str) -> None:
    with pytest.raises(ValueError, match=r"base64|ASCII"):
        signature_bytes(Signature(alg="ed25519", key=AN.card.id, sig=sig))


def test_an_entry_needs_a_signature() -> None:
    signed = read_leaf(LEAF)
    bare = encode_record(change(signed, sigs=()))
    with pytest.raises(NotARecord):
        read_leaf(bare)


def test_the_officer_is_named_as_on_his_card() -> None:
    who = acting(officer(3, name="Lê", role="analyst", unit="PC01"))
    assert dataclasses.astuple(who)[0] is not None
    assert (who.actor.name, who.actor.role, who.actor.unit) == ("Lê", "analyst", "PC01")
    assert who.actor.key == who.signer.card.id
