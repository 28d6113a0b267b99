"""The ego holds what networkx's ego graph holds, the strongest links first."""

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from tests.graph.support.drawing import Drawn, drawn
from tests.graph.support.linking import linked, node, statement

from truyvet.evidence.links.node import parse_node
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.view import Links
from truyvet.graph.arrays import ArraySteps
from truyvet.graph.neighbourhood import Ego, ego_of
from truyvet.graph.snapshot import build
from truyvet.graph.steps import Steps


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    with drawn(tmp_path_factory.mktemp("drawn") / "case", 11) as made:
        yield made


def names(told: Ego) -> list[str]:
    return [one.node.node.value for one in told.told]


@pytest.mark.parametrize("hops", [1, 2, 3])
def test_all_within_reach_are_those_of_networkx(case: Drawn, hops: int) -> None:
    held = build(case.links, Lens())
    for name in sorted(case.plain)[::6]:
        ball = nx.ego_graph(case.plain, name, radius=hops)
        for steps in (Steps(case.links, Lens()), ArraySteps(case.links, Lens(), held)):
            told = ego_of(case.links, steps, case.row(name), hops=hops, limit=None)
            assert {str(one.node.node) for one in told.told} | {name} == set(ball)
            pairs = {frozenset((edge.a, edge.b)) for edge in told.edges if edge.a != edge.b}
            assert len(pairs) == ball.number_of_edges()


def test_each_node_is_as_far_as_networkx_says(case: Drawn) -> None:
    name = sorted(case.plain)[2]
    far = nx.single_source_shortest_path_length(case.plain, name, 3)
    told = ego_of(case.links, Steps(case.links, Lens()), case.row(name), hops=3, limit=None)
    assert {str(one.node.node): one.hop for one in told.told} | {name: 0} == far
    assert list(told.reached) == [list(far.values()).count(hop) for hop in (1, 2, 3)]


def around(folder: Path, **how: int) -> Ego:
    told = [
        *[statement(("1", "2"))] * 2,
        *[statement(("3", "1"))] * 5,
        statement(("1", "4")),
        statement(("4", "5")),
        statement(("2", "6")),
        statement(("3", "6")),
        statement(("7", "8")),
    ]
    with Links.open(linked(folder, told)) as links:
        middle = links.find(parse_node(node("1")))
        assert middle is not None
        return ego_of(links, Steps(links, Lens()), middle, **how)


def test_those_of_most_statements_come_first(tmp_path: Path) -> None:
    told = around(tmp_path / "case")
    assert [(one.node.node.value, one.count) for one in told.told] == [("3", 5), ("2", 2), ("4", 1)]


def test_further_out_those_that_hang_on_most_come_first(tmp_path: Path) -> None:
    assert names(around(tmp_path / "case", hops=2)) == ["3", "2", "4", "6", "5"]


def test_the_limit_is_of_each_hop_and_all_are_counted(tmp_path: Path) -> None:
    told = around(tmp_path / "case", hops=2, limit=1)
    assert (names(told), told.reached) == (["3", "6"], (3, 2))


def test_a_node_is_told_with_its_links_to_those_nearer(tmp_path: Path) -> None:
    told = {one.node.node.value: one for one in around(tmp_path / "case", hops=2).told}
    assert len(told["6"].edges) == 2
    assert [edge.count for edge in told["3"].edges] == [5]


def test_what_is_linked_with_nothing_more_ends_the_search(tmp_path: Path) -> None:
    assert around(tmp_path / "case", hops=6).reached == (3, 2, 0)
