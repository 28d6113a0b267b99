"""Parts that are small enough to be looked at: what stays, what is told to be missing."""

import pytest
from tests.evidence.support.people import acting
from tests.evidence.support.scenes import open_case

from truyvet.evidence.case import Case
from truyvet.evidence.links.node import Node, parse_node
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.statement import Statement
from truyvet.evidence.links.stating import retract, state
from truyvet.evidence.links.view import Links
from truyvet.graph.limited import EDGES_EACH, limited_case, limited_ego
from truyvet.graph.model import Part
from truyvet.graph.steps import Steps


def phone(number: int) -> Node:
    """A telephone number."""
    return parse_node(f"phone:+8491{number:07d}")


def statement(one: int, relation: str, other: int) -> Statement:
    """A fact about two numbers."""
    return Statement(subject=phone(one), relation=relation, object=phone(other))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A hub that called 1 to 29, who called in a ring; 30 knows 31 as a contact."""
    who = acting()
    case = open_case(tmp_path_factory.mktemp("limited") / "case", who)
    facts = [statement(0, "called", number) for number in range(1, 30)]
    facts += [statement(number, "called", number % 29 + 1) for number in range(1, 30)]
    facts += [statement(30, "has_contact", 31)]
    with case.writing() as writer:
        state(writer, who, facts, "")
    return Case(case.folder)


def whole(case: Case, limit: int, lens: Lens | None = None) -> Part:
    """The case, limited."""
    with Links.open(case) as links:
        return limited_case(case, Steps(links, lens or Lens()), limit=limit, question="all")


def test_a_small_case_is_there_whole(case: Case) -> None:
    part = whole(case, 100)
    assert len(part.held_nodes) == 32
    assert len(part.held_edges) == 29 + 29 + 1
    assert part.about.notes == ()
    assert all(edge.evidence for edge in part.held_edges)


def test_of_a_large_case_the_nodes_of_most_links_stay_and_the_rest_is_counted(case: Case) -> None:
    part = whole(case, 10)
    assert len(part.held_nodes) == 10
    assert str(phone(0)) in {node.id for node in part.held_nodes}
    assert part.about.notes == ("22 of 32 nodes are not shown: only the 10 with most links are",)


def test_links_are_only_among_the_nodes_that_stay(case: Case) -> None:
    part = whole(case, 10)
    ids = {node.id for node in part.held_nodes}
    assert all(edge.source in ids and edge.target in ids for edge in part.held_edges)


def test_a_narrower_lens_ranks_by_the_links_that_it_lets_through(case: Case) -> None:
    part = whole(case, 2, Lens(relations=frozenset({"has_contact"})))
    assert {node.id for node in part.held_nodes} == {str(phone(30)), str(phone(31))}
    assert part.about.notes == ()


def test_an_ego_within_the_limit_is_there_whole(case: Case) -> None:
    with Links.open(case) as links:
        middle = links.find(phone(0))
        assert middle is not None
        part = limited_ego(case, Steps(links, Lens()), middle, hops=1, limit=100, question="ego")
    assert len(part.held_nodes) == 30
    assert part.about.notes == ()
    assert part.about.title.endswith("within 1 link")


def test_an_ego_above_the_limit_keeps_its_middle_and_counts_the_rest(case: Case) -> None:
    with Links.open(case) as links:
        middle = links.find(phone(0))
        assert middle is not None
        part = limited_ego(case, Steps(links, Lens()), middle, hops=2, limit=5, question="ego")
    assert len(part.held_nodes) == 5
    assert str(phone(0)) in {node.id for node in part.held_nodes}
    assert part.about.notes == (
        "25 of 30 nodes are not shown: only the 5 nearest and most linked are",
    )


def test_of_too_many_links_those_of_most_statements_stay(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    who = acting()
    case = open_case(tmp_path_factory.mktemp("dense") / "case", who)
    pairs = [(one, other) for one in range(20) for other in range(20) if one != other]
    facts = [statement(one, "called", other) for one, other in pairs]
    facts += [statement(19, "called", 18)] * 3
    with case.writing() as writer:
        state(writer, who, facts, "")
    part = whole(Case(case.folder), 20)
    most = EDGES_EACH * 50
    assert len(part.held_edges) == most
    assert max(edge.count for edge in part.held_edges) == 4
    assert part.about.notes == (
        "80 of 380 links are not shown: only the 300 with most statements are",
    )


def test_whom_only_retracted_statements_speak_of_is_neither_drawn_nor_counted(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    who = acting()
    case = open_case(tmp_path_factory.mktemp("retracted") / "case", who)
    an, binh = (parse_node(f"person:{name}") for name in ("an", "binh"))
    named = [
        Statement(subject=one, relation="named", object=parse_node(f"name:{one.value}"))
        for one in (an, binh)
    ]
    with case.writing() as writer:
        told = state(writer, who, [statement(1, "called", 2), statement(2, "called", 3), *named])
        retract(writer, who, (f"{told.seq}:0", f"{told.seq}:2"), "a slip of the pen")
    part = whole(Case(case.folder), 100)
    assert {node.id for node in part.held_nodes} == set(map(str, (phone(2), phone(3), binh)))
    few = whole(Case(case.folder), 2)
    assert few.about.notes == ("1 of 3 nodes are not shown: only the 2 with most links are",)
