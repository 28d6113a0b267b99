"""Links that seem to end at a node which they only pass."""

import numpy as np
import pytest

from truyvet.reports.chart.crossings import MAX_LINKS, covered

R = 8.0


def found(places: list[tuple[float, float]], *ends: tuple[int, int], radius: float = R) -> set[int]:
    """Numbers of the links that pass through a foreign node."""
    pairs = np.array(ends, dtype=np.int64).reshape(-1, 2)
    return covered(np.array(places, dtype=float), pairs, np.full(len(places), radius))


@pytest.mark.parametrize(
    ("third", "is_hit"),
    [
        ((50, 0), True), ((50, 6.7), True), ((50, -6.7), True), ((50, 6.9), False),
        ((50, 20), False), ((101, 0), True), ((107, 0), False), ((-20, 0), False),
        ((99, 5), True),
    ],
)  # fmt: skip
def test_a_link_is_covered_by_a_node_within_its_rim(
    third: tuple[float, float], is_hit: bool
) -> None:
    assert found([(0, 0), (100, 0), third], (0, 1)) == ({0} if is_hit else set())


def test_its_own_ends_cover_no_link() -> None:
    assert found([(0, 0), (5, 0)], (0, 1), (1, 0)) == set()


def test_only_the_links_that_are_covered_are_told() -> None:
    places = [(0.0, 0.0), (100.0, 0.0), (50.0, 3.0), (50.0, 80.0)]
    assert found(places, (0, 1), (0, 3), (1, 0), (2, 3)) == {0, 2}


def test_a_link_to_itself_is_covered_only_by_a_node_upon_it() -> None:
    assert found([(0, 0), (30, 0)], (0, 0)) == set()
    assert found([(0, 0), (3, 0)], (0, 0)) == {0}


def test_nodes_on_one_spot_break_nothing() -> None:
    assert found([(0, 0), (0, 0), (50, 50)], (0, 1)) == set()


def test_no_links_no_crossings() -> None:
    assert found([(0, 0)]) == set()


def test_a_chart_too_dense_to_look_for_such_links_is_let_be() -> None:
    places = [(0.0, 0.0), (100.0, 0.0), (50.0, 0.0)]
    assert len(found(places, *[(0, 1)] * MAX_LINKS)) == MAX_LINKS
    assert found(places, *[(0, 1)] * (MAX_LINKS + 1)) == set()
