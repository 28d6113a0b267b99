"""What the verifier brings himself: it is what cutting and rewriting cannot get past."""

from collections.abc import Callable

import pytest
from tests.evidence.support.forging import change, entries_of, rewrite
from tests.evidence.support.people import another, officer
from tests.evidence.support.scenes import admit, check, codes, collect, export, items_of

from truyvet.evidence.acting import Acting
from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.findings import Verdict
from truyvet.evidence.verification.trust import Trust, read_kept
from truyvet.hashes.checkpoint import SignedCheckpoint

BINH = officer(2, name="Bình", unit="PC03")


@pytest.fixture
def small(case: Case, who: Acting) -> Case:
    for number in range(4):
        collect(case, who, {b"%d" % number: b"%d" % number})
    return case


def kept(case: Case, size: int) -> SignedCheckpoint:
    return read_kept(case.checkpoints.read(size))


def cut(case: Case, entries: int) -> None:
    """Take the newest acts off so that nothing inside the case shows it."""
    lines = case.ledger.path.read_bytes().splitlines(keepends=True)
    case.ledger.path.write_bytes(b"".join(lines[:entries]))
    for size in case.checkpoints.sizes():
        if size > entries:
            (case.checkpoints.folder / str(size)).unlink()
    case.drop_index()
    named = {ref.sha256 for one in entries_of(case) for ref in one.outputs}
    named |= {item.sha256 or "" for _, item in items_of(case)}
    for name in set(case.store.names()) - named:
        case.store.path(name).unlink()


@pytest.mark.parametrize("left", [1, 2, 3, 4])
def test_a_case_that_was_cut_is_found_by_a_kept_checkpoint_and_only_by_it(
    small: Case, left: int
) -> None:
    checkpoints = {size: kept(small, size) for size in range(1, 6)}
    cut(small, left)
    assert codes(small.folder) == ["W104"]
    assert "P3" in check(small.folder).unproved
    for size, checkpoint in checkpoints.items():
        answer = check(small.folder, trust=Trust(checkpoint=checkpoint))
        assert ("E421" in answer.counts) == (size > left)
        assert (answer.verdict is Verdict.INVALID) == (size > left)
        assert "P3" not in answer.unproved


def test_a_case_that_went_on_after_the_cut_is_found(small: Case, who: Acting) -> None:
    checkpoint = kept(small, 4)
    cut(small, 3)
    collect(small, who, {b"other": b"other"}, note="other")
    collect(small, who, {b"more": b"more"}, note="more")
    assert check(small.folder).verdict is Verdict.VALID
    assert "E422" in codes(small.folder, Trust(checkpoint=checkpoint))
    assert "E422" not in codes(small.folder, Trust(checkpoint=kept(small, 5)))


def test_a_rewritten_case_is_found(small: Case) -> None:
    checkpoint = kept(small, 3)
    rewrite(small, lambda old: [old[0], change(old[1], purpose="other"), *old[2:]])
    assert codes(small.folder) == ["W104"]
    assert "E422" in codes(small.folder, Trust(checkpoint=checkpoint))


def test_another_case_is_not_taken_for_this_one(small: Case, copy: Case) -> None:
    assert "E420" in codes(small.folder, Trust(checkpoint=kept(copy, 1)))


def test_a_kept_checkpoint_that_no_trusted_key_signed_proves_nothing(
    small: Case, who: Acting
) -> None:
    admit(small, who, BINH.card)
    export(small, another(who, BINH), small.folder.parent / "copied")
    by_an, by_binh = kept(small, 5), kept(small, 7)
    an = (who.signer.card,)
    assert codes(small.folder, Trust(checkpoint=by_an, keys=an)) == []
    assert codes(small.folder, Trust(checkpoint=by_binh, keys=an)) == ["E423"]
    assert codes(small.folder, Trust(checkpoint=by_binh, keys=(*an, BINH.card))) == []


def test_a_file_that_is_no_checkpoint_is_refused(small: Case) -> None:
    for content in (b"", b"hello", small.checkpoints.read(2)[:-1]):
        with pytest.raises(TruyvetError, match="E113"):
            read_kept(content)


def test_a_trusted_key_vouches_for_those_it_admitted(small: Case, who: Acting) -> None:
    admit(small, who, BINH.card)
    cuc = officer(3, name="Cúc")
    admit(small, another(who, BINH), cuc.card)
    collect(small, another(who, cuc), {b"c": b"c"}, note="c")
    answer = check(small.folder, trust=Trust(keys=(who.signer.card,)))
    assert answer.findings == ()
    assert all(signer.trusted for signer in answer.signers)
    assert "P4" not in answer.unproved
    answer = check(small.folder, trust=Trust(keys=(BINH.card,)))
    assert sorted(answer.counts) == ["E430"]
    assert [signer.trusted for signer in answer.signers] == [False, True, True]


def test_without_keys_nobody_is_trusted(small: Case) -> None:
    answer = check(small.folder)
    assert "P4" in answer.unproved
    assert not any(signer.trusted for signer in answer.signers)


def test_a_case_of_strangers_is_found_whoever_they_call_themselves(small: Case) -> None:
    answer = check(small.folder, trust=Trust(keys=(BINH.card,)))
    assert (answer.verdict, sorted(answer.counts)) == (Verdict.INVALID, ["E430"])


@pytest.mark.parametrize("field", ["name", "unit", "role"])
def test_a_holder_by_another_name_than_the_verifier_knows_is_found(small: Case, field: str) -> None:
    card = change(officer().card, **{field: "analyst" if field == "role" else "Other"})
    answer = check(small.folder, trust=Trust(keys=(card,)))
    assert (answer.verdict, sorted(answer.counts)) == (Verdict.INVALID, ["E431"])


@pytest.mark.parametrize("trusted", [True, False])
def test_signers_are_counted(small: Case, who: Acting, trusted: bool) -> None:
    admit(small, who, BINH.card)
    collect(small, another(who, BINH), {b"b": b"b"}, note="b")
    answer = check(small.folder, trust=Trust(keys=(who.signer.card,) if trusted else ()))
    assert [(one.card.name, one.entries) for one in answer.signers] == [
        ("Nguyễn Văn An", 6),
        ("Bình", 1),
    ]


def test_who_only_stands_in_the_case_vouches_for_nobody(case: Case, who: Acting) -> None:
    """A thief opens his own case and writes the trusted officer's public card into it."""
    thief = officer(66, name="Nguyễn Văn An")
    make: Callable[[], object] = lambda: admit(case, who, thief.card)  # noqa: E731
    make()
    collect(case, another(who, thief), {b"x": b"x"}, note="x")
    answer = check(case.folder, trust=Trust(keys=(thief.card,)))
    assert answer.counts["E430"] == 1
