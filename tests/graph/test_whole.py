"""The whole case, streamed, is the case's links and can be read again and again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.evidence.support.people import Clock, acting
from tests.graph.support.drawing import Drawn, drawn
from tests.graph.support.linking import linked, node, statement

from truyvet.evidence.acts import Decide
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.stating import decide, retract
from truyvet.evidence.links.view import Links
from truyvet.graph.whole import CaseSource


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    with drawn(tmp_path_factory.mktemp("drawn") / "case", 71, nodes=700, edges=900) as made:
        yield made


def test_all_links_are_there(case: Drawn) -> None:
    source = CaseSource(case.case, case.links, Lens())
    assert {one.id for one in source.nodes()} == set(case.plain)
    pairs = {frozenset((one.source, one.target)) for one in source.edges()} - {
        frozenset(("phone:0",))
    }
    assert pairs == set(map(frozenset, case.plain.edges))


def test_both_ends_of_every_edge_are_among_the_nodes(case: Drawn) -> None:
    source = CaseSource(case.case, case.links, Lens(until="2026-01-05"))
    names = {one.id for one in source.nodes()}
    assert all({one.source, one.target} <= names for one in source.edges())


@pytest.mark.parametrize(
    "lens",
    [Lens(until="2026-01-05"), Lens(since="2030-01-01"), Lens(relations=frozenset({"called"}))],
    ids=["until", "since", "relations"],
)
def test_a_narrow_lens_leaves_no_node_without_a_link(case: Drawn, lens: Lens) -> None:
    source = CaseSource(case.case, case.links, lens)
    ends = {end for one in source.edges() for end in (one.source, one.target)}
    assert {one.id for one in source.nodes()} == ends


def test_it_can_be_read_again_in_the_same_order(case: Drawn) -> None:
    source = CaseSource(case.case, case.links, Lens())
    first = [one.id for one in source.nodes()], [one.id for one in source.edges()]
    assert ([one.id for one in source.nodes()], [one.id for one in source.edges()]) == first
    assert first[0] == sorted(first[0])


def test_evidence_is_read_only_where_asked_for(case: Drawn) -> None:
    few = Lens(until="2026-01-01")
    plain = next(CaseSource(case.case, case.links, few).edges())
    told = next(CaseSource(case.case, case.links, few, evidence=True).edges())
    assert (plain.evidence, plain.count) == ((), told.count)
    assert len(told.evidence) == told.count


def test_names_are_no_nodes_and_those_that_are_one_are_one(tmp_path: Path) -> None:
    told = [
        statement(("person:an", "name:An", "named")),
        statement(("person:an", "1", "uses")),
        statement(("2", "3")),
    ]
    made = linked(tmp_path / "case", told)
    with made.writing() as writer:
        same = Decide(because="one SIM", decision="same", left=node("1"), right=node("2"))
        decide(writer, acting(clock=Clock(90), seed=9), same)
    with Links.open(made) as links:
        source = CaseSource(made, links, Lens())
        assert [one.id for one in source.nodes()] == ["phone:1", "phone:3", "person:an"]
        assert {(one.source, one.target) for one in source.edges()} == {
            ("person:an", "phone:1"), ("phone:1", "phone:3"),
        }  # fmt: skip
        assert source.about.cases == ("5",)


def test_whom_only_retracted_statements_speak_of_is_not_there(tmp_path: Path) -> None:
    told = [
        statement(("1", "2")),
        statement(("2", "3")),
        statement(("person:an", "name:An", "named")),
        statement(("person:binh", "name:Bình", "named")),
    ]
    made = linked(tmp_path / "case", told)
    with made.writing() as writer:
        retract(writer, acting(clock=Clock(90), seed=9), ("1:0", "1:2"), "a slip of the pen")
    with Links.open(made) as links:
        shown = [one.id for one in CaseSource(made, links, Lens()).nodes()]
        assert shown == ["phone:2", "phone:3", "person:binh"]


def test_who_was_retracted_since_is_there_as_of_then(tmp_path: Path) -> None:
    made = linked(tmp_path / "case", [statement(("1", "2")), statement(("2", "3"))])
    with made.writing() as writer:
        retract(writer, acting(clock=Clock(90), seed=9), ("1:0",), "a slip of the pen")
    with Links.open(made) as links:
        then = Lens(as_of=links.recorded(1))
        links.identify_by(then)
        shown = [one.id for one in CaseSource(made, links, then).nodes()]
    assert shown == ["phone:1", "phone:2", "phone:3"]


def test_two_that_are_one_are_there_while_anything_speaks_of_either(tmp_path: Path) -> None:
    made = linked(tmp_path / "case", [statement(("1", "2")), statement(("3", "2"))])
    who = acting(clock=Clock(90), seed=9)
    with made.writing() as writer:
        same = Decide(because="one SIM", decision="same", left=node("1"), right=node("3"))
        decide(writer, who, same)
        retract(writer, who, ("1:0",), "a slip of the pen")
    with Links.open(made) as links:
        source = CaseSource(made, links, Lens())
        assert [one.id for one in source.nodes()] == ["phone:1", "phone:2"]
