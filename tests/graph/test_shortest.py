"""All shortest paths and the k shortest are networkx's, in a better order."""

import math
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import islice
from random import Random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.graph.shortest import Web, ranked, routes, shortest, specificity


class Drawn:
    """A graph of networkx, asked as a case is."""

    def __init__(self, graph: "nx.Graph[int]") -> None:
        self.graph = graph

    def reached(self, ids: Collection[int]) -> set[int]:
        return {other for one in ids for other in self.graph[one]}

    def pairs(self, ids: Collection[int]) -> Iterator[tuple[int, int]]:
        return ((one, other) for one in ids for other in self.graph[one])

    def cost(self, ids: Collection[int]) -> int:
        return sum(self.graph.degree(one) for one in ids)

    def degrees(self, ids: Collection[int]) -> dict[int, int]:
        return {one: self.graph.degree(one) for one in ids}

    def weights(self, ids: Collection[int]) -> dict[int, float]:
        return {one: specificity(self.degrees(ids), (one,)) for one in ids}


@st.composite
def graphs(draw: st.DrawFn) -> "nx.Graph[int]":
    """Graphs of up to twelve nodes, connected or not."""
    size = draw(st.integers(2, 12))
    node = st.integers(0, size - 1)
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from(draw(st.lists(st.tuples(node, node).filter(lambda p: p[0] != p[1]))))
    return graph


def between(graph: "nx.Graph[int]", most: int = 99) -> Web | None:
    return shortest(Drawn(graph), (0,), (1,), most=most)


def expected(graph: "nx.Graph[int]") -> list[tuple[int, ...]]:
    if not nx.has_path(graph, 0, 1):
        return []
    return sorted(map(tuple, nx.all_shortest_paths(graph, 0, 1)))


@given(graphs())
def test_all_shortest_paths_are_those_of_networkx(graph: "nx.Graph[int]") -> None:
    web = between(graph)
    found = [] if web is None else list(ranked(web, Drawn(graph).weights(web.nodes())))
    assert sorted(found) == expected(graph)


@given(graphs())
def test_paths_are_counted_without_being_listed(graph: "nx.Graph[int]") -> None:
    web = between(graph)
    assert (0 if web is None else web.count()) == len(expected(graph))


@given(graphs())
def test_how_many_paths_pass_a_node_is_counted_too(graph: "nx.Graph[int]") -> None:
    web = between(graph)
    passed = Counter(node for path in expected(graph) for node in path[1:-1])
    assert (web.through() if web else {}) == passed


@given(graphs(), st.sets(st.integers(0, 11)))
def test_paths_that_pass_none_of_some_nodes_are_counted(
    graph: "nx.Graph[int]", barred: set[int]
) -> None:
    web = between(graph)
    clear = [path for path in expected(graph) if not barred & set(path[1:-1])]
    assert (web.count(barred) if web else 0) == len(clear)


@given(graphs())
def test_the_most_specific_path_comes_first(graph: "nx.Graph[int]") -> None:
    web = between(graph)
    if web is not None:
        degrees = Drawn(graph).degrees(graph)
        costs = [
            round(specificity(degrees, path[1:-1]), 9)
            for path in ranked(web, Drawn(graph).weights(graph))
        ]
        assert costs == sorted(costs)


@given(graphs())
def test_all_simple_paths_come_by_length(graph: "nx.Graph[int]") -> None:
    steps = Drawn(graph)
    found = list(islice(routes(steps, 0, 1, most=99), 60))
    few = (
        list(islice(nx.shortest_simple_paths(graph, 0, 1), 60)) if nx.has_path(graph, 0, 1) else []
    )
    assert [len(path) for path in found] == [len(path) for path in few]
    assert len(set(found)) == len(found)


@given(graphs())
def test_of_one_length_the_more_specific_simple_path_comes_first(graph: "nx.Graph[int]") -> None:
    steps, degrees = Drawn(graph), Drawn(graph).degrees(graph)
    found = list(islice(routes(steps, 0, 1, most=99), 40))
    order = [(len(path), round(specificity(degrees, path[1:-1]), 9)) for path in found]
    assert order == sorted(order)


@given(graphs(), st.integers(1, 5))
def test_no_path_is_longer_than_asked_for(graph: "nx.Graph[int]", most: int) -> None:
    found = list(islice(routes(Drawn(graph), 0, 1, most=most), 60))
    assert all(len(path) - 1 <= most for path in found)
    assert (between(graph, most) is None) == (not found)


@given(graphs(), st.sets(st.integers(2, 11), max_size=4))
def test_barred_nodes_are_passed_by_no_path(graph: "nx.Graph[int]", barred: set[int]) -> None:
    web = shortest(Drawn(graph), (0,), (1,), most=99, barred=barred)
    clear = graph.copy()
    clear.remove_nodes_from(barred)
    found = [] if web is None else list(ranked(web, Drawn(graph).weights(web.nodes())))
    assert sorted(found) == expected(clear)


def test_barred_ends_are_still_ends() -> None:
    assert shortest(Drawn(nx.path_graph(2)), (0,), (1,), most=9, barred=(0, 1)) is not None


def test_a_start_that_is_the_goal_is_a_path_of_no_links() -> None:
    web = shortest(Drawn(nx.path_graph(3)), (0, 2), (2,), most=9)
    assert web is not None
    assert (web.length, list(ranked(web, {}))) == (0, [(2,)])


def test_every_path_is_drawn_as_often_as_any_other() -> None:
    graph: nx.Graph[int] = nx.Graph([(0, 2), (0, 3), (2, 1), (3, 4), (3, 5), (4, 6), (5, 6)])
    web = shortest(Drawn(graph), (0,), (6,), most=9)
    assert web is not None
    chance = Random(1)
    drawn = Counter(web.one_of_all(chance) for _ in range(2_000))
    assert drawn.keys() == {(0, 3, 4, 6), (0, 3, 5, 6)}
    assert min(drawn.values()) > 900


def test_the_cheaper_side_is_expanded() -> None:
    graph = nx.star_graph(500)  # 0 in the middle
    graph.add_edges_from([(1, 1_000), (1_000, 1_001)])
    asked: list[int] = []

    class Watched(Drawn):
        def reached(self, ids: Collection[int]) -> set[int]:
            asked.extend(ids)
            return super().reached(ids)

    web = shortest(Watched(graph), (0,), (1_001,), most=9)
    assert web is not None
    assert web.length == 3
    assert 0 not in asked


@pytest.mark.parametrize(("degree", "cost"), [(1, 0.0), (100, math.log(100)), (0, 0.0)])
def test_a_node_costs_the_logarithm_of_its_links(degree: int, cost: float) -> None:
    assert specificity({5: degree}, (5,)) == cost
