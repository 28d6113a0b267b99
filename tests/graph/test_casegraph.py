"""A case as networkx sees it answers what graphs answer, from the file."""

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from tests.evidence.support.people import Clock, acting
from tests.graph.support.linking import linked, statement

from truyvet.evidence.acts import Decide
from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.links.rows import Lens
from truyvet.evidence.links.stating import decide
from truyvet.graph.casegraph import CaseGraph

TOLD = [("1", "2"), ("2", "1"), ("2", "3"), ("4", "5", "messaged"), ("6", "6")]
ONE, TWO, THREE, SIX = (f"phone:{name}" for name in "1236")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return linked(tmp_path / "case", map(statement, TOLD))


@pytest.fixture
def graph(case: Case) -> Iterator[CaseGraph]:
    with CaseGraph(case.folder) as opened:
        yield opened


def test_it_is_undirected_and_holds_each_pair_once(graph: CaseGraph) -> None:
    assert (graph.is_directed(), graph.is_multigraph()) == (False, False)
    assert (len(graph), graph.number_of_nodes(), graph.order()) == (6, 6, 6)
    assert (graph.number_of_edges(), graph.size()) == (3, 3)


def test_it_yields_its_nodes_as_texts(graph: CaseGraph) -> None:
    assert set(graph) == set(graph.nodes()) == {f"phone:{name}" for name in "123456"}


@pytest.mark.parametrize(
    ("node", "held"), [(ONE, True), ("phone:9", False), ("1", False), (1, False), ("", False)]
)
def test_it_tells_whether_it_has_a_node(graph: CaseGraph, node: object, held: bool) -> None:
    assert (node in graph, graph.has_node(node)) == (held, held)


def test_it_knows_the_neighbours_of_a_node(graph: CaseGraph) -> None:
    assert list(graph.neighbors(TWO)) == list(graph[TWO]) == list(graph.adj(TWO)) == [ONE, THREE]
    assert (graph.degree(TWO), graph.degree(ONE)) == (2, 1)


def test_a_node_is_no_neighbour_of_itself(graph: CaseGraph) -> None:
    assert list(graph.neighbors(SIX)) == []
    assert graph.degree(SIX) == 0


def test_a_link_holds_in_both_directions(graph: CaseGraph) -> None:
    assert graph.has_edge(TWO, THREE)
    assert graph.has_edge(THREE, TWO)
    assert not graph.has_edge(ONE, THREE)
    assert not graph.has_edge(ONE, "phone:9")


@pytest.mark.parametrize("ask", [CaseGraph.neighbors, CaseGraph.degree, CaseGraph.number])
def test_a_node_that_is_none_is_networkxs_own_error(graph: CaseGraph, ask: object) -> None:
    with pytest.raises(nx.NodeNotFound):
        ask(graph, "phone:9")  # type: ignore[operator]


def test_names_come_in_the_order_of_their_numbers(graph: CaseGraph) -> None:
    numbers = [graph.number(name) for name in (THREE, ONE, TWO)]
    assert graph.names(numbers) == [THREE, ONE, TWO]


def test_its_arrays_are_made_once_and_stored_beside_the_case(case: Case, graph: CaseGraph) -> None:
    assert graph.arrays() is graph.arrays()
    assert (case.folder / "links.snapshot").is_file()


def test_what_a_lens_leaves_is_never_stored(case: Case) -> None:
    with CaseGraph(case.folder, Lens(relations=frozenset({"messaged"}))) as graph:
        assert set(graph) == {"phone:4", "phone:5"}
        assert not graph.has_edge(ONE, TWO)
    assert not (case.folder / "links.snapshot").exists()


def test_nodes_that_are_one_are_one(case: Case) -> None:
    with case.writing() as writer:
        same = Decide(because="one SIM", decision="same", left=ONE, right="phone:4")
        decide(writer, acting(clock=Clock(90), seed=9), same)
    with CaseGraph(case.folder) as graph:
        assert graph.number("phone:4") == graph.number(ONE)
        assert set(graph.neighbors(ONE)) == {TWO, "phone:5"}
    with CaseGraph(case.folder, Lens(decisions=False)) as graph:
        assert list(graph.neighbors(ONE)) == [TWO]


def test_closed_it_answers_no_more(case: Case) -> None:
    graph = CaseGraph(case.folder)
    graph.close()
    with pytest.raises(Exception, match="closed"):
        graph.degree(ONE)


def test_a_folder_that_is_no_case_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TruyvetError):
        CaseGraph(tmp_path)
