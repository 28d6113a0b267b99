"""Keys of a case: who may sign what, asked before appending and again when verifying."""

import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.support.forging import change
from tests.evidence.support.people import acting, officer
from tests.evidence.test_entry import ENTRY

from truyvet.evidence.acts import Act, CaseOpen, KeyAdd, KeyRevoke, LedgerRepair, type_of
from truyvet.evidence.entry import Entry
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.keyset import ROLES, KeySet

AN = officer()
BINH = officer(2, name="Bình", role="analyst")
CUC = officer(3, name="Cúc", role="custodian")
OFFICERS = [AN, BINH, CUC]


def entry(seq: int, act: Act, signer: typing.Any = AN) -> Entry:
    return change(ENTRY, seq=seq, act=act, actor=acting(signer).actor)


def opened() -> KeySet:
    keys = KeySet()
    keys.follow(ENTRY)
    return keys


def test_every_act_is_of_some_role_and_no_role_has_an_unknown_act() -> None:
    known = {act.__struct_config__.tag for act in typing.get_args(Act)}
    assert set().union(*ROLES.values()) == known


def test_the_opener_signs_his_own_admission() -> None:
    assert KeySet().objections(ENTRY) == []


def test_a_key_signs_only_after_the_entry_that_admits_it() -> None:
    keys = opened()
    admits = entry(1, KeyAdd(key=BINH.card))
    assert [code for code, _ in keys.objections(change(admits, actor=acting(BINH).actor))] == [
        "E402"
    ]
    keys.follow(admits)
    admission = keys.get(BINH.card.id)
    assert admission is not None
    assert (admission.since, admission.until) == (2, None)
    assert keys.is_valid(BINH.card.id)


def test_a_key_signs_its_own_revocation_and_nothing_after() -> None:
    keys = opened()
    revokes = entry(1, KeyRevoke(key=AN.card.id, reason="lost"))
    assert keys.objections(revokes) == []
    keys.follow(revokes)
    assert not keys.is_valid(AN.card.id)
    found = keys.objections(entry(2, LedgerRepair(after=2)))
    assert [code for code, _ in found] == ["E403"]
    with pytest.raises(TruyvetError, match=r"E705: key .* at entry 1"):
        keys.require(AN.card, "collect")


def test_a_stranger_is_refused() -> None:
    with pytest.raises(TruyvetError, match="E704"):
        opened().require(BINH.card, "export")


def test_a_role_that_may_not_is_refused() -> None:
    keys = opened()
    keys.follow(entry(1, KeyAdd(key=BINH.card)))
    keys.require(BINH.card, "export")
    with pytest.raises(TruyvetError, match="E706"):
        keys.require(BINH.card, "collect")
    found = keys.objections(entry(2, LedgerRepair(after=2), BINH))
    assert [code for code, _ in found] == ["E405"]


def test_a_card_with_another_name_than_the_admitted_one_is_refused() -> None:
    keys = opened()
    with pytest.raises(TruyvetError):
        keys.require(change(AN.card, name="Somebody Else"), "collect")


def test_another_name_than_on_the_card_is_an_objection() -> None:
    other = change(entry(1, LedgerRepair(after=1)), actor=change(ENTRY.actor, name="Other"))
    assert [code for code, _ in opened().objections(other)] == ["E404"]


def test_an_id_that_is_not_the_hash_of_its_key_is_an_objection() -> None:
    wrong = change(BINH.card, id="0" * 32)
    found = opened().objections(entry(1, KeyAdd(key=wrong)))
    assert [code for code, _ in found] == ["E406"]


def test_a_key_is_admitted_once_and_revoked_once() -> None:
    keys = opened()
    again, revokes = entry(1, KeyAdd(key=AN.card)), KeyRevoke(key=AN.card.id, reason="lost")
    assert [code for code, _ in keys.objections(again)] == ["E407"]
    assert [
        code for code, _ in keys.objections(entry(1, KeyRevoke(key=BINH.card.id, reason="")))
    ] == ["E407"]
    keys.follow(entry(1, revokes))
    keys.follow(entry(2, KeyAdd(key=AN.card)))
    assert not keys.is_valid(AN.card.id)


acts = st.one_of(
    st.sampled_from(OFFICERS).map(lambda one: KeyAdd(key=one.card)),
    st.sampled_from(OFFICERS).map(lambda one: KeyRevoke(key=one.card.id, reason="")),
    st.just(LedgerRepair(after=1)),
)


@given(st.lists(st.tuples(st.sampled_from(OFFICERS), acts), max_size=8))
def test_what_is_allowed_when_appending_is_what_the_verifier_allows(
    steps: list[tuple[typing.Any, Act]],
) -> None:
    keys, seq = opened(), 1
    for signer, act in steps:
        made = entry(seq, act, signer)
        try:
            keys.require(signer.card, type_of(act))
            allowed = True
        except TruyvetError:
            allowed = False
        signer_codes = {"E402", "E403", "E404", "E405"}
        objections = {code for code, _ in keys.objections(made)}
        assert allowed == (not objections & signer_codes)
        if not objections:
            keys.follow(made)
            seq += 1


def test_all_admissions_are_kept_in_order() -> None:
    keys = opened()
    for seq, one in enumerate((CUC, BINH), 1):
        keys.follow(entry(seq, KeyAdd(key=one.card)))
    keys.follow(entry(3, KeyRevoke(key=CUC.card.id, reason="")))
    assert [admission.card for admission in keys.all()] == [AN.card, CUC.card, BINH.card]
    assert isinstance(ENTRY.act, CaseOpen)
