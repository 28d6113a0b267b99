"""What officers state, end and decide; what the verifier would object to is never written."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.evidence.support.killing import dies_at, lines_of
from tests.evidence.support.linking import (
    CUONG,
    DUC,
    HUNG,
    OTHER,
    PHONE,
    Says,
    decided,
    ended,
    fact,
    scan,
    stated,
    told,
)
from tests.evidence.support.people import Clock, acting, officer
from tests.evidence.support.scenes import admit, check, collect

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Attach, Decide, State
from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.findings import Verdict
from truyvet.evidence.links.node import Node
from truyvet.evidence.links.statement import Statement
from truyvet.hashes.canonical import decode_record


def refused(code: str, words: str = "") -> object:
    """Expect an error of this code that says these words."""
    return pytest.raises(TruyvetError, match=f"^{code}: .*{words}")


def test_statements_are_a_list_that_their_entry_names(case: Case, who: Acting) -> None:
    said = (fact(DUC, "uses", PHONE, note="x"), fact(HUNG, "owns", OTHER, since="2026"))
    entry = stated(case, who, *said, note="lời khai")
    assert entry.act == State(count=2, note="lời khai")
    (ref,) = entry.outputs
    assert (ref.kind, ref.count) == ("statements", 2)
    lines = case.store.path(ref.sha256).read_bytes().splitlines()
    assert tuple(decode_record(line, Statement) for line in lines) == said
    assert check(case.folder).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ((), "no statement"),
        ((fact(Node(kind="ghost", value="1"), "uses", PHONE),), "no kind of node 'ghost'"),
        ((fact(DUC, "mentioned_with", PHONE),), "is not recorded"),
        ((fact(DUC, "mentioned_in", PHONE),), "of an item"),
        ((fact(DUC, "uses", PHONE, locator=("bytes:0+4",)),), "names none"),
        ((fact(DUC, "uses", PHONE, item="ab" * 32),), "no item with the id"),
        ((fact(PHONE, "mentioned_in", Node(kind="item", value="1.0")),), "no item with the id"),
        ((fact(Node(kind="item", value="ab" * 32), "owns", PHONE),), "no item with the id"),
    ],
)
def test_what_says_nothing_is_not_stated(
    case: Case, who: Acting, said: tuple[Statement, ...], words: str
) -> None:
    with refused("E574", words):  # type: ignore[attr-defined]
        stated(case, who, *said)
    assert case.ledger.tail().seq == 1
    assert list(case.store.names()) == []


def test_a_locator_is_made_of_steps(case: Case, who: Acting) -> None:
    collect(case, who, {b"a": b"one"})
    with case.reading() as index:
        item = next(row.id for row in index.items())
    with refused("E574"):  # type: ignore[attr-defined]
        stated(case, who, fact(DUC, "uses", PHONE, item=item, locator=("near the top",)))
    stated(case, who, fact(DUC, "uses", PHONE, item=item, locator=("bytes:0+2",)))
    assert check(case.folder).verdict is Verdict.VALID


def test_text_that_is_no_text_is_refused(case: Case, who: Acting) -> None:
    with refused("E574"):  # type: ignore[attr-defined]
        stated(case, who, fact(DUC, "uses", Node(kind="phone", value="\ud800")))


def test_a_role_that_may_not_state_is_refused_before_anything_is_stored(
    case: Case, who: Acting
) -> None:
    clerk = officer(4, name="Dũng", role="custodian")
    admit(case, who, clerk.card)
    with refused("E706"):  # type: ignore[attr-defined]
        stated(case, acting(clerk, clock=Clock(90_000)), fact(DUC, "uses", PHONE))
    assert list(case.store.names()) == []


@pytest.mark.parametrize("name", ["5:0", "1:1", "0:0", "2:0", "x", "1.0", ""])
def test_what_is_not_there_cannot_be_ended(case: Case, who: Acting, name: str) -> None:
    stated(case, who, fact(DUC, "uses", PHONE))
    with refused("E575"):  # type: ignore[attr-defined]
        ended(case, who, name)


def test_statements_and_observations_can_be_ended(case: Case, who: Acting) -> None:
    collect(case, who, {b"a": b"one"})
    scan(case, who, {"a": [Says(normal=PHONE.value)]})
    entry = stated(case, who, fact(DUC, "uses", PHONE))
    assert len(told(case)) == 2
    ended(case, who, "2:0", f"{entry.seq}:0")
    assert told(case) == {}
    assert check(case.folder).verdict is Verdict.VALID


@pytest.mark.parametrize("count", [0, 257])
def test_one_act_ends_some_statements_and_not_too_many(case: Case, who: Acting, count: int) -> None:
    stated(case, who, fact(DUC, "uses", PHONE))
    with refused("E574"):  # type: ignore[attr-defined]
        ended(case, who, *["1:0"] * count)


# Decisions.


def test_a_decision_that_contradicts_a_live_one_is_refused_and_names_it(
    case: Case, who: Acting
) -> None:
    decided(case, who, "different", DUC, HUNG)
    with refused("E573", "entry 1 "):  # type: ignore[attr-defined]
        decided(case, who, "same", HUNG, DUC)
    with refused("E573", "entry 1 "):  # type: ignore[attr-defined]
        decided(case, who, "unsure", HUNG, DUC)


def test_a_decision_that_contradicts_what_follows_from_several_is_refused(
    case: Case, who: Acting
) -> None:
    decided(case, who, "same", DUC, HUNG)
    decided(case, who, "same", HUNG, CUONG)
    with refused("E573", "entry 2 "):  # type: ignore[attr-defined]
        decided(case, who, "different", DUC, CUONG)
    decided(case, who, "different", CUONG, PHONE)
    with refused("E573", "entry 3 "):  # type: ignore[attr-defined]
        decided(case, who, "same", DUC, PHONE)
    decided(case, who, "undo", CUONG, PHONE, undoes=3)
    decided(case, who, "same", DUC, PHONE)


def test_what_was_taken_back_contradicts_nothing(case: Case, who: Acting) -> None:
    decided(case, who, "same", DUC, HUNG)
    decided(case, who, "undo", DUC, HUNG, undoes=1)
    decided(case, who, "different", DUC, HUNG)
    assert check(case.folder).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("decision", "pair", "more", "code"),
    [
        ("undo", (DUC, HUNG), {"undoes": 0}, "E575"),
        ("undo", (DUC, CUONG), {"undoes": 1}, "E575"),
        ("undo", (DUC, HUNG), {}, "E574"),
        ("same", (DUC, HUNG), {"undoes": 1}, "E574"),
        ("same", (DUC, HUNG), {"confirms": 1}, "E575"),
        ("same", (DUC, HUNG), {"confirms": 9}, "E575"),
        ("same", (DUC, DUC), {}, "E574"),
        ("same", (DUC, Node(kind="ghost", value="1")), {}, "E574"),
        ("unsure", (DUC, CUONG), {"evidence": ("1:0",)}, "E575"),
    ],
)
def test_a_decision_that_the_verifier_would_object_to_is_not_written(
    case: Case,
    who: Acting,
    decision: str,
    pair: tuple[Node, Node],
    more: dict[str, Any],
    code: str,
) -> None:
    decided(case, who, "same", DUC, HUNG)
    with refused(code):  # type: ignore[attr-defined]
        decided(case, who, decision, *pair, **more)
    assert case.ledger.tail().seq == 2


def test_a_second_officer_confirms_and_the_confirmation_falls_with_the_decision(
    case: Case, who: Acting
) -> None:
    binh = officer(2, name="Bình", role="analyst")
    admit(case, who, binh.card)
    first = decided(case, who, "same", DUC, HUNG)
    other = acting(binh, clock=Clock(90_000), seed=9)
    confirmed = decided(case, other, "same", HUNG, DUC, confirms=first.seq)
    assert isinstance(confirmed.act, Decide)
    late = acting(clock=Clock(99_000), seed=10)
    decided(case, late, "undo", DUC, HUNG, undoes=first.seq)
    stated(case, late, fact(DUC, "uses", PHONE), fact(HUNG, "uses", PHONE))
    assert len(told(case)) == 2
    assert check(case.folder).verdict is Verdict.VALID


# Kills.


def test_killed_at_any_line_a_statement_stands_or_leaves_nothing(
    case: Case, who: Acting, tmp_path: Path
) -> None:
    def work(folder: Path) -> None:
        stated(Case(folder), acting(clock=Clock(90_000), seed=3), fact(DUC, "uses", PHONE))

    whole = shutil.copytree(case.folder, tmp_path / "whole")
    lines = lines_of(lambda: work(whole))
    seen = set[str]()
    for line in range(1, lines, max(1, lines // 16)):
        copy = shutil.copytree(case.folder, tmp_path / f"killed {line}")
        assert dies_at(line, lambda copy=copy: work(copy))  # type: ignore[misc]
        found = check(copy)
        assert found.verdict in (Verdict.VALID, Verdict.INCOMPLETE)
        assert not found.counts.keys() - {"W104", "W106", "E416"}
        seen |= found.counts.keys()
        after = acting(clock=Clock(99_000), seed=4)
        stated(Case(copy), after, fact(HUNG, "owns", OTHER))
        assert check(copy).verdict is Verdict.VALID
        assert not os.listdir(copy / "work") or os.listdir(copy / "work") == ["parts"]
        shutil.rmtree(copy)
    assert "W106" in seen


def test_a_mark_of_a_list_that_is_evidence_too_takes_nothing_away(case: Case, who: Acting) -> None:
    collect(case, who, {b"a": b"one"})
    with case.reading() as index:
        sha256 = next(row.sha256 for row in index.items())
    (case.work / f"laid-{sha256}").touch()
    with case.writing() as writer:
        writer.append(
            who, Attach(access="open", attached=writer.tail.case_id, number="1", path="/x")
        )
    assert not (case.work / f"laid-{sha256}").exists()
    assert check(case.folder).verdict is Verdict.VALID
