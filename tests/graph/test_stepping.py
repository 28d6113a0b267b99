"""Whatever answers the interface is searched rightly, however badly it guesses what steps cost."""

import math
from collections.abc import Collection, Iterator
from itertools import combinations, islice, pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truyvet.graph.shortest import ranked, routes, shortest, specificity
from truyvet.graph.stepping import Stepping


class Plain:
    """A graph of networkx as steps, whose estimates of cost mislead where they can."""

    def __init__(self, graph: "nx.Graph[int]") -> None:
        self.graph = graph

    def reached(self, ids: Collection[int]) -> set[int]:
        return {other for one in ids for other in self.graph[one]}

    def pairs(self, ids: Collection[int]) -> Iterator[tuple[int, int]]:
        return ((one, other) for one in ids for other in self.graph[one])

    def cost(self, ids: Collection[int]) -> int:
        return -sum(ids)

    def weights(self, ids: Collection[int]) -> dict[int, float]:
        return {one: math.log(max(self.graph.degree(one), 1)) for one in ids}


@st.composite
def graphs(draw: st.DrawFn) -> "nx.Graph[int]":
    nodes = draw(st.integers(2, 9))
    pairs = list(combinations(range(nodes), 2))
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(draw(st.lists(st.sampled_from(pairs), max_size=18)))
    return graph


few = settings(max_examples=60, deadline=None)


def weight(steps: Stepping, route: tuple[int, ...]) -> float:
    return round(math.fsum(steps.weights(route[1:-1]).values()), 9)


@few
@given(graph=graphs())
def test_all_shortest_paths_are_found(graph: "nx.Graph[int]") -> None:
    web = shortest(Plain(graph), (0,), (1,), most=99)
    if not nx.has_path(graph, 0, 1):
        assert web is None
        return
    assert web is not None
    wanted = set(map(tuple, nx.all_shortest_paths(graph, 0, 1)))
    steps = Plain(graph)
    assert set(ranked(web, steps.weights(web.nodes()))) == wanted
    assert (web.count(), web.length) == (len(wanted), nx.shortest_path_length(graph, 0, 1))


@few
@given(graph=graphs())
def test_shortest_paths_come_in_the_order_of_their_weight(graph: "nx.Graph[int]") -> None:
    steps = Plain(graph)
    web = shortest(steps, (0,), (1,), most=99)
    if web is not None:
        found = list(ranked(web, steps.weights(web.nodes())))
        assert found == sorted(found, key=lambda route: (weight(steps, route), route))


@few
@given(graph=graphs())
def test_simple_paths_are_all_found_the_shorter_before_the_longer(graph: "nx.Graph[int]") -> None:
    steps = Plain(graph)
    found = list(islice(routes(steps, 0, 1, most=99), 400))
    wanted = [tuple(path) for path in nx.all_simple_paths(graph, 0, 1)]
    if len(wanted) < 400:
        assert sorted(found) == sorted(wanted)
    assert [len(route) for route in found] == sorted(map(len, wanted))[:400]
    assert found == sorted(found, key=lambda route: (len(route), weight(steps, route)))


@few
@given(graph=graphs(), most=st.integers(0, 6))
def test_no_path_is_longer_than_asked_for(graph: "nx.Graph[int]", most: int) -> None:
    found = set(islice(routes(Plain(graph), 0, 1, most=most), 400))
    wanted = set(map(tuple, nx.all_simple_paths(graph, 0, 1, cutoff=most)))
    assert found == wanted or len(found) == 400


@few
@given(graph=graphs())
def test_as_many_paths_pass_a_node_as_do(graph: "nx.Graph[int]") -> None:
    web = shortest(Plain(graph), (0,), (1,), most=99)
    if web is None:
        return
    every = list(nx.all_shortest_paths(graph, 0, 1))
    passed = web.through()
    for node in graph:
        assert passed.get(node, 0) == sum(node in path[1:-1] for path in every)
        barred = [path for path in every if node not in path[1:-1]]
        assert web.count({node}) == len(barred)


@few
@given(graph=graphs(), barred=st.sets(st.integers(2, 8), max_size=3))
def test_barred_nodes_are_passed_by_no_path(graph: "nx.Graph[int]", barred: set[int]) -> None:
    web = shortest(Plain(graph), (0,), (1,), most=99, barred=barred)
    left = graph.subgraph(set(graph) - barred)
    assert (web is not None) == nx.has_path(left, 0, 1)
    if web is not None:
        assert web.length == nx.shortest_path_length(left, 0, 1)
        assert not web.nodes() & barred


@few
@given(graph=graphs())
def test_each_step_of_a_path_is_a_link(graph: "nx.Graph[int]") -> None:
    for route in islice(routes(Plain(graph), 0, 1, most=99), 50):
        assert all(graph.has_edge(*pair) for pair in pairwise(route))
        assert len(set(route)) == len(route)


@few
@given(graph=graphs())
def test_the_way_back_is_as_long_and_there_are_as_many(graph: "nx.Graph[int]") -> None:
    there, back = (shortest(Plain(graph), (a,), (b,), most=99) for a, b in ((0, 1), (1, 0)))
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert (there.length, there.count()) == (back.length, back.count())
        assert there.through() == back.through()


def test_a_node_is_no_link_away_from_itself() -> None:
    web = shortest(Plain(nx.path_graph(3)), (1,), (1,), most=0)
    assert web is not None
    assert (web.length, web.count(), web.through()) == (0, 1, {})
    assert list(routes(Plain(nx.path_graph(3)), 1, 1, most=9)) == [(1,)]


def test_an_end_that_is_barred_is_still_an_end() -> None:
    web = shortest(Plain(nx.path_graph(3)), (0,), (2,), most=9, barred=(0, 2))
    assert web is not None
    assert web.length == 2


@pytest.mark.parametrize(("most", "found"), [(0, False), (3, False), (4, True), (5, True)])
def test_the_limit_is_the_number_of_links(most: int, found: bool) -> None:
    assert (shortest(Plain(nx.path_graph(5)), (0,), (4,), most=most) is not None) == found


def test_many_paths_are_counted_without_being_walked() -> None:
    graph: nx.Graph[int] = nx.Graph()
    for step in range(0, 300, 3):  # a hundred diamonds in a row: 2^100 paths
        graph.add_edges_from([(step, step + 1), (step, step + 2)])
        graph.add_edges_from([(step + 1, step + 3), (step + 2, step + 3)])
    web = shortest(Plain(graph), (0,), (300,), most=999)
    assert web is not None
    assert web.count() == 2**100
    assert web.through()[150] == 2**100
    assert web.through()[151] == 2**99
    assert len(list(islice(ranked(web, {}), 5))) == 5


@pytest.mark.parametrize(
    ("degrees", "passed", "cost"),
    [({}, [], 0), ({7: 1}, [7], 0), ({7: 0}, [7], 0), ({}, [9], 0), ({7: 2, 8: 8}, [7, 8], 4)],
)
def test_specificity_adds_up_the_logarithms_of_degrees(
    degrees: dict[int, int], passed: list[int], cost: float
) -> None:
    assert specificity(degrees, passed) == pytest.approx(cost * math.log(2))
