"""Where nodes stand: apart, together with what they are linked with, the same on every run."""

import tracemalloc
from functools import cache
from itertools import pairwise
from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.reports.chart.layout import EXACT, GAP, Points, lay_out

RADIUS = 8.0


def laid(graph: "nx.Graph[int]", radius: float = RADIUS) -> Points:
    """Lay a networkx graph with numbered nodes out."""
    ends = np.array(sorted(graph.edges), dtype=np.int64).reshape(-1, 2)
    return lay_out(len(graph), ends[:, 0], ends[:, 1], np.full(len(graph), radius))


def nearest(place: Points) -> float:
    """The least distance of two nodes."""
    from scipy.spatial import cKDTree

    return float(cKDTree(place).query(place, k=2)[0][:, 1].min())


@cache
def laid_once(name: str) -> Points:
    """A graph of the table, laid out."""
    return laid(GRAPHS[name])


GRAPHS = {
    "one": nx.path_graph(1),
    "two": nx.path_graph(2),
    "three in a row": nx.path_graph(3),
    "triangle": nx.complete_graph(3),
    "long row": nx.path_graph(300),
    "ring": nx.cycle_graph(80),
    "star": nx.star_graph(200),
    "two hubs of the same leaves": nx.complete_bipartite_graph(2, 150),
    "tree": nx.balanced_tree(3, 4),
    "complete": nx.complete_graph(25),
    "grid": nx.convert_node_labels_to_integers(nx.grid_2d_graph(9, 9)),
    "scale_free": nx.barabasi_albert_graph(250, 2, seed=1),
    "above_exact": nx.barabasi_albert_graph(EXACT + 100, 2, seed=1),
    "many": nx.disjoint_union_all([nx.cycle_graph(1 + n % 5) for n in range(60)]),
    "nobody knows anybody": nx.empty_graph(300),
}


@pytest.mark.parametrize("name", list(GRAPHS))
def test_every_node_has_a_finite_place(name: str) -> None:
    place = laid_once(name)
    assert place.shape == (len(GRAPHS[name]), 2)
    assert np.isfinite(place).all()
    assert place.min() >= 0


@pytest.mark.parametrize("name", [name for name in GRAPHS if name != "one"])
def test_no_node_covers_another(name: str) -> None:
    assert nearest(laid_once(name)) > 2 * RADIUS


@pytest.mark.parametrize("name", list(GRAPHS))
def test_a_chart_is_no_larger_than_it_must_be(name: str) -> None:
    place = laid_once(name)
    width, height = place.max(axis=0) - place.min(axis=0)
    assert width * height < 40_000 * len(place) + 1


@pytest.mark.parametrize("name", list(GRAPHS))
def test_the_same_graph_has_the_same_places(name: str) -> None:
    assert np.array_equal(laid_once(name), laid(GRAPHS[name]))


@given(st.integers(2, 25), st.integers(0, 40), st.integers(0, 1000))
def test_of_any_small_graph_no_two_nodes_touch(nodes: int, edges: int, seed: int) -> None:
    place = laid(nx.gnm_random_graph(nodes, edges, seed=seed))
    assert np.isfinite(place).all()
    assert nearest(place) >= 2 * RADIUS


@given(st.integers(2, 20), st.integers(0, 25), st.integers(0, 1000), st.randoms())
def test_the_order_and_the_direction_of_links_change_no_place(
    nodes: int, edges: int, seed: int, chance: Random
) -> None:
    told = [list(pair) for pair in nx.gnm_random_graph(nodes, edges, seed=seed).edges]
    told_otherwise = [pair[::-1] if number % 2 else pair for number, pair in enumerate(told)]
    chance.shuffle(told_otherwise)
    one, other = (
        lay_out(nodes, ends[:, 0], ends[:, 1], np.full(nodes, RADIUS))
        for ends in (
            np.array(each, dtype=np.int64).reshape(-1, 2) for each in (told, told_otherwise)
        )
    )
    assert np.allclose(one, other, atol=1e-6)


@given(st.lists(st.integers(1, 6), min_size=2, max_size=8))
def test_connected_parts_stand_apart(sizes: list[int]) -> None:
    place = laid(nx.disjoint_union_all([nx.complete_graph(size) for size in sizes]))
    ends = np.cumsum([0, *sizes])
    parts = [place[a:b] for a, b in pairwise(ends)]
    for number, one in enumerate(parts):
        for other in parts[:number]:
            gap = np.maximum(
                other.min(axis=0) - one.max(axis=0), one.min(axis=0) - other.max(axis=0)
            )
            assert gap.max() > 2 * RADIUS


def test_large_nodes_get_more_room_than_small_ones() -> None:
    radii = np.array([24.0, 24.0, 6.0, 6.0, 6.0, 6.0])
    ends = np.array([[0, 1], [0, 2], [1, 2], [2, 3], [3, 4], [4, 5]])
    place = lay_out(6, ends[:, 0], ends[:, 1], radii)
    for one in range(6):
        for other in range(one):
            far = float(np.hypot(*(place[one] - place[other])))
            assert far >= radii[one] + radii[other] + GAP - 0.1


def test_linked_nodes_stand_nearer_than_others() -> None:
    graph = nx.relaxed_caveman_graph(10, 8, 0.05, seed=1)
    place = laid(graph)
    ends = np.array(list(graph.edges))
    linked = np.linalg.norm(place[ends[:, 0]] - place[ends[:, 1]], axis=1).mean()
    middle = place.mean(axis=0)
    assert linked < np.linalg.norm(place - middle, axis=1).mean()


def test_the_nodes_of_a_row_stand_in_their_order() -> None:
    place = laid_once("long row")
    steps = np.linalg.norm(np.diff(place, axis=0), axis=1)
    assert steps.max() < 4 * np.median(steps)


def test_a_hub_stands_amid_its_leaves() -> None:
    place = laid_once("star")
    leaves = place[1:]
    assert np.allclose(place[0], leaves.mean(axis=0), atol=RADIUS * 3)


def test_a_graph_of_nothing_has_no_places() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert lay_out(0, none, none, np.zeros(0)).shape == (0, 2)


def test_a_link_to_itself_and_a_second_link_change_nothing() -> None:
    one = lay_out(3, np.array([0, 1]), np.array([1, 2]), np.full(3, RADIUS))
    both = np.array([0, 1, 1, 2]), np.array([1, 2, 0, 2])
    assert np.array_equal(lay_out(3, *both, np.full(3, RADIUS)), one)


def test_a_node_linked_with_itself_alone_is_placed() -> None:
    place = lay_out(2, np.array([0, 0]), np.array([0, 0]), np.full(2, RADIUS))
    assert nearest(place) > 2 * RADIUS


def test_a_large_chart_is_about_as_wide_as_high() -> None:
    width, height = laid_once("many").max(axis=0)
    assert 0.6 < width / height < 3


def test_5000_nodes_are_laid_out_within_100_megabytes() -> None:
    graph = nx.barabasi_albert_graph(5000, 1, seed=3)
    tracemalloc.start()
    try:
        place = laid(graph, 6.0)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert np.isfinite(place).all()
    assert len(np.unique(place.round(3), axis=0)) == 5000
    assert most < 100e6
