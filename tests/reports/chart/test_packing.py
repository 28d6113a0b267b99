"""Boxes beside one another: none over another, none to nothing, little room wasted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.reports.chart.packing import ASPECT, GAP, pack

SIZES = st.tuples(st.floats(0, 500), st.floats(0, 500))


def boxes_of(sizes: list[tuple[float, float]]) -> list[tuple[float, float, float, float]]:
    """Left, upper, right, lower edge of each box as it was packed."""
    return [
        (x, y, x + width, y + height)
        for (x, y), (width, height) in zip(pack(sizes), sizes, strict=True)
    ]


@given(st.lists(SIZES, max_size=25))
def test_no_box_lies_over_another_or_outside(sizes: list[tuple[float, float]]) -> None:
    boxes = boxes_of(sizes)
    assert len(boxes) == len(sizes)
    for number, (a, b, c, d) in enumerate(boxes):
        assert a >= 0
        assert b >= 0
        for e, f, g, h in boxes[:number]:
            between = max(e - c, a - g, f - d, b - h)
            assert between >= GAP - 1e-3


@given(st.lists(SIZES, max_size=15))
def test_the_same_boxes_are_packed_the_same(sizes: list[tuple[float, float]]) -> None:
    assert pack(sizes) == pack(list(sizes))


def test_boxes_are_packed_without_much_waste() -> None:
    sizes = [(40.0 + 13 * (n % 7), 30.0 + 11 * (n % 5)) for n in range(80)]
    boxes = boxes_of(sizes)
    used = sum(width * height for width, height in sizes)
    assert used / (max(box[2] for box in boxes) * max(box[3] for box in boxes)) > 0.5


def test_equal_boxes_fill_a_page_that_is_wider_than_high() -> None:
    boxes = boxes_of([(50.0, 50.0)] * 100)
    shape = max(box[2] for box in boxes) / max(box[3] for box in boxes)
    assert ASPECT / 1.5 < shape < ASPECT * 1.5


def test_what_is_small_fills_the_gap_beside_what_is_large() -> None:
    boxes = boxes_of([(200.0, 200.0), (60.0, 40.0), (60.0, 40.0), (60.0, 40.0)])
    assert max(box[3] for box in boxes) <= 200.0


def test_no_box_is_packed_to_nothing() -> None:
    assert pack([]) == []


@pytest.mark.parametrize("size", [(0.0, 0.0), (1.0, 9000.0), (9000.0, 1.0)])
def test_a_single_box_stands_in_the_corner(size: tuple[float, float]) -> None:
    assert pack([size]) == [(0.0, 0.0)]


def test_the_widest_box_gives_the_width() -> None:
    boxes = boxes_of([(10.0, 10.0), (2000.0, 10.0), (10.0, 10.0)])
    assert max(box[2] for box in boxes) == 2000.0
