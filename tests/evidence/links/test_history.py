"""Statements with those that no longer stand: by their names, and of nodes."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from tests.evidence.support.people import Clock, acting

from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import Decide
from truyvet.evidence.case import Case, create
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.links.history import by_name, ended_evidence, of_nodes
from truyvet.evidence.links.node import parse_node
from truyvet.evidence.links.relation import RELATIONS
from truyvet.evidence.links.statement import Statement
from truyvet.evidence.links.stating import decide, retract, state
from truyvet.evidence.links.view import Links

DUC, HUNG = "person:" + "a" * 16, "person:" + "b" * 16
ONE, TWO = "phone:+84912345678", "phone:+84987654321"
SAID = [
    (DUC, "named", "name:Đức"), (DUC, "uses", ONE), (HUNG, "named", "name:Hùng"),
    (HUNG, "uses", TWO), (ONE, "called", TWO), (ONE, "called", TWO),
]  # fmt: skip
_CLOCKS = count(0, 100)


def officer() -> Acting:
    """An officer, later than he was last asked for."""
    return acting(clock=Clock(next(_CLOCKS)), seed=7)


def said(one: str, relation: Any, two: str, **more: Any) -> Statement:
    """A statement."""
    return Statement(
        subject=parse_node(one),
        relation=relation,
        object=parse_node(two),
        **more,
    )


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A case in which six things were stated in entry 1, of which one was ended in entry 2."""
    case = create(tmp_path / "case", officer(), title="T", number="1")
    with case.writing() as writer:
        state(writer, officer(), [said(*one) for one in SAID])
        retract(writer, officer(), ["1:5"], "đếm hai lần")
    return case


@pytest.fixture
def links(case: Case) -> Iterator[Links]:
    """Its links."""
    with Links.open(case) as opened:
        yield opened


def names(links: Links, *nodes: str, **how: Any) -> list[str]:
    """The names of the statements about nodes; about all where none is given."""
    rows = [links.find(parse_node(node)) for node in nodes]
    ids = [row.id for row in rows if row is not None] if nodes else None
    return [row.name for row in of_nodes(links, ids, **how)]


def test_all_that_stands_comes_in_the_order_of_the_ledger(links: Links) -> None:
    assert names(links) == ["1:0", "1:1", "1:2", "1:3", "1:4"]


def test_what_ended_comes_when_asked_for_with_the_entry_that_ended_it(links: Links) -> None:
    assert names(links, ended=True) == [f"1:{n}" for n in range(6)]
    (row,) = by_name(links, 1, 5)
    assert row.ended == 2


@pytest.mark.parametrize(
    ("nodes", "found"),
    [
        ((DUC,), ["1:0", "1:1"]), ((ONE,), ["1:1", "1:4"]),
        ((DUC, HUNG), ["1:0", "1:1", "1:2", "1:3"]),
        ((ONE, ONE), ["1:1", "1:4"]),
    ],
)  # fmt: skip
def test_statements_of_nodes_on_either_side(
    links: Links, nodes: tuple[str, ...], found: list[str]
) -> None:
    assert names(links, *nodes) == found


def test_a_name_is_known_by_who_bears_it(links: Links) -> None:
    assert names(links, "name:Hùng") == ["1:2"]
    assert names(links, "name:Hùng", names=False) == []


def test_of_no_nodes_nothing_is_said(links: Links) -> None:
    assert list(of_nodes(links, [])) == []
    assert list(of_nodes(links, [999_999])) == []


@pytest.mark.parametrize(
    ("relation", "found"),
    [("called", ["1:4"]), ("named", ["1:0", "1:2"]), ("met", []), ("mentioned_in", [])],
)
def test_one_relation_counts_alone(links: Links, relation: str, found: list[str]) -> None:
    assert names(links, relation=relation) == found


def test_names_may_be_left_out(links: Links) -> None:
    assert names(links, names=False) == ["1:1", "1:3", "1:4"]


def test_a_node_whose_every_statement_ended_keeps_its_history(case: Case) -> None:
    with case.writing() as writer:
        retract(writer, officer(), ["1:2", "1:3"], "không có người này")
    with Links.open(case) as links:
        assert names(links, HUNG) == []
        assert names(links, HUNG, ended=True) == ["1:2", "1:3"]


@pytest.mark.parametrize(("seq", "n"), [(0, 0), (1, 6), (2, 0), (99, 0), (10**15, 10**15)])
def test_nothing_goes_by_a_name_that_nothing_has(links: Links, seq: int, n: int) -> None:
    assert by_name(links, seq, n) == []


def test_decisions_move_no_statement(case: Case) -> None:
    with case.writing() as writer:
        decide(writer, officer(), Decide(because="x", decision="same", left=ONE, right=TWO))
    with Links.open(case) as links:
        members = [row.id for row in links.members(links.root(by_number(links, TWO)))]
        assert len(members) == 2
        assert [row.name for row in of_nodes(links, members)] == ["1:1", "1:3", "1:4"]
        assert [row.name for row in of_nodes(links, [by_number(links, TWO)])] == ["1:3", "1:4"]


def by_number(links: Links, node: str) -> int:
    """The number of a node itself."""
    found = parse_node(node)
    query = "SELECT id FROM nodes WHERE kind = ? AND value = ?"
    return int(links.database.execute(query, (found.kind, found.value)).fetchone()[0])


def test_history_is_the_same_from_an_index_built_anew(case: Case) -> None:
    with Links.open(case) as links:
        before = list(of_nodes(links, None, ended=True))
    for path in case.folder.glob("links*"):
        path.unlink()
    with Links.open(case) as links:
        assert list(of_nodes(links, None, ended=True)) == before


# What is never written.


@pytest.mark.parametrize(
    "more",
    [
        {"facts": {"aB": "1"}}, {"facts": {"x" * 49: "1"}}, {"facts": {"": "1"}},
        {"facts": {"a": "x" * 100_000}}, {"grade": "Z9"}, {"grade": "B"}, {"confidence": 101},
        {"confidence": -1}, {"since": "soon"}, {"since": "10000-01-01"}, {"note": "x" * 4097},
        {"facts": {"a": "\ud800"}}, {"locator": ("bytes:0+1",)}, {"item": "0" * 64},
        {"locator": ("nowhere",), "item": "0" * 64},
    ],
)  # fmt: skip
def test_what_the_verifier_would_refuse_is_never_stated(
    case: Case, more: dict[str, object]
) -> None:
    before = case.ledger.path.read_bytes()
    with case.writing() as writer, pytest.raises(TruyvetError) as caught:
        state(writer, officer(), [said(ONE, "called", TWO, **more)])
    assert caught.value.code == "E574"
    assert case.ledger.path.read_bytes() == before


@pytest.mark.parametrize("relation", sorted(RELATIONS.keys() - {"mentioned_with", "mentioned_in"}))
def test_every_relation_is_stated_and_read_back(case: Case, relation: str) -> None:
    with case.writing() as writer:
        entry = state(writer, officer(), [said(ONE, relation, TWO)])
    with Links.open(case) as links:
        (row,) = by_name(links, entry.seq, 0)
    assert row.ended == 0


@pytest.fixture
def resting(case: Case) -> Case:
    """That case, with a decision in entry 3 on 1:3 and 1:4; 1:4 was ended in entry 4."""
    told = Decide(
        because="cùng cuộc gọi", decision="same", evidence=("1:4", "1:3"), left=DUC, right=HUNG
    )
    with case.writing() as writer:
        decide(writer, officer(), told)
        retract(writer, officer(), ("1:4",), "nhầm")
    return case


def test_evidence_of_a_decision_that_was_ended_is_told_with_the_entry(resting: Case) -> None:
    with Links.open(resting) as links:
        (decision,) = links.decisions()
        assert ended_evidence(links, decision) == {"1:4": 4}


def test_evidence_counts_as_of_a_time_before_it_was_ended(resting: Case) -> None:
    with Links.open(resting) as links:
        (decision,) = links.decisions()
        assert ended_evidence(links, decision, links.recorded(3)) == {}
        assert ended_evidence(links, decision, links.recorded(4)) == {"1:4": 4}


def test_a_decision_without_evidence_has_none_that_ended(resting: Case) -> None:
    with Links.open(resting) as links:
        (decision,) = links.decisions()
        assert ended_evidence(links, replace(decision, evidence=())) == {}
