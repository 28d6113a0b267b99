"""Shapes of nodes: where they lie, and that they are about as large as one another."""

import math

import pytest

from truyvet.reports.chart.looks import SORTS
from truyvet.reports.chart.shapes import Area, Point, shape

POLYGONS = {"square": 4, "diamond": 4, "triangle": 3, "page": 4}


def area_of(corners: tuple[Point, ...]) -> float:
    """The area of a polygon (shoelace formula)."""
    pairs = zip(corners, (*corners[1:], corners[0]), strict=True)
    return abs(sum(a * d - b * c for (a, b), (c, d) in pairs)) / 2


def test_a_circle_is_its_middle_and_its_radius() -> None:
    assert shape("circle", 3.0, 4.0, 5.0, "#abcdef") == Area(
        corners=((3.0, 4.0),), colour="#abcdef", radius=5.0, rimmed=True
    )


@pytest.mark.parametrize("name", list(POLYGONS))
def test_a_polygon_has_its_corners_around_its_middle(name: str) -> None:
    corners = shape(name, 100.0, 200.0, 10.0, "#000000").corners
    assert len(corners) == POLYGONS[name]
    assert min(x for x, _ in corners) < 100.0 < max(x for x, _ in corners)
    assert min(y for _, y in corners) < 200.0 < max(y for _, y in corners)


@pytest.mark.parametrize("name", list(POLYGONS))
def test_a_shape_covers_about_as_much_paper_as_a_circle(name: str) -> None:
    share = area_of(shape(name, 0.0, 0.0, 10.0, "#000000").corners) / (math.pi * 100)
    assert 0.75 < share < 1.1


@pytest.mark.parametrize("name", list(POLYGONS))
def test_a_shape_stays_within_reach_of_its_label(name: str) -> None:
    corners = shape(name, 0.0, 0.0, 10.0, "#000000").corners
    assert all(math.hypot(x, y) <= 14.5 for x, y in corners)


@pytest.mark.parametrize("name", list(POLYGONS))
def test_a_shape_grows_with_its_radius(name: str) -> None:
    one, two = (area_of(shape(name, 0.0, 0.0, r, "#000000").corners) for r in (5.0, 10.0))
    assert two == pytest.approx(4 * one)


def test_a_shape_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        shape("hexagon", 0.0, 0.0, 5.0, "#000000")


def test_the_table_of_looks_names_each_shape_once() -> None:
    assert sorted(look.shape for look in SORTS.values()) == sorted([*POLYGONS, "circle"])
