"""The whole case, streamed, is the case's links and can be read again and again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.evidence.support.people import Clock, acting
from tests.graph.support.drawing import Drawn, drawn
from tests.graph.support.linking import linked, node, statement

from truyvet.evidence.acts import Decide
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.stating import decide
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
