"""Where labels find room, and what stands at links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports.support.charts import small

from truyvet.reports.chart.labels import Room, edge_label, place_label
from truyvet.reports.chart.plan import plan_of
from truyvet.reports.chart.words import LANGUAGES

BOX = st.tuples(st.floats(0, 180), st.floats(-90, 90), st.floats(0.5, 120), st.floats(0.5, 60))
Box = tuple[float, float, float, float]


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes have more than an edge in common."""
    (a, b, c, d), (e, f, g, h) = one, other
    return a < e + g and e < a + c and b < f + h and f < b + d


@given(st.lists(BOX, max_size=30))
def test_a_box_is_taken_if_and_only_if_it_lies_over_none_taken(boxes: list[Box]) -> None:
    room, taken = Room(), list[Box]()
    for box in boxes:
        free = not any(overlap(box, other) for other in taken)
        assert room.take(*box) is free
        taken += [box] if free else []


def test_boxes_that_touch_are_both_taken() -> None:
    room = Room()
    assert room.take(0, 0, 40, 40)
    assert room.take(40, 0, 40, 40)
    assert room.take(0, 40, 40, 40)


def test_a_refused_box_takes_nothing() -> None:
    room = Room()
    assert room.take(0, 0, 10, 10)
    assert not room.take(5, 5, 100, 100)
    assert room.take(50, 50, 10, 10)


def test_a_label_goes_below_above_right_left_and_then_nowhere() -> None:
    room = Room()
    room.take(90, 90, 20, 20)
    sides = [place_label(room, 100, 100, 10, 30, 12) for _ in range(5)]
    assert sides == [(100, 124), (100, 85), (131.5, 104.32), (68.5, 104.32), None]


def test_a_label_stays_inside_the_picture() -> None:
    room = Room(200)
    assert place_label(room, 195, 100, 10, 30, 12) == (195 - 10 * 1.25 - 4 - 15, 104.32)
    assert not room.take(-0.1, 0, 5, 5)
    assert not room.take(195.1, 0, 5, 5)
    assert room.take(195, 0, 5, 5)


def test_a_label_does_not_lie_over_a_foreign_node() -> None:
    room = Room()
    room.take(90, 112, 20, 20)  # a node below
    assert place_label(room, 100, 100, 10, 30, 12) == (100, 85)


@pytest.mark.parametrize(
    ("link", "english", "vietnamese"),
    [
        ("A called B", "called", "gọi cho"),
        ("A called B x2", "called ×2", "gọi cho ×2"),
        ("A transferred B x31", "paid ×31", "chuyển tiền cho ×31"),
        ("A associate B x0", "is associated with", "có quan hệ với"),
    ],
)
def test_a_link_says_what_it_is_and_how_often(link: str, english: str, vietnamese: str) -> None:
    (line,) = plan_of(small(link)).lines
    assert edge_label(line, LANGUAGES["en"]) == english
    assert edge_label(line, LANGUAGES["vi"]) == vietnamese


def test_a_relation_without_words_is_called_by_its_code() -> None:
    (line,) = plan_of(small("A bewitched B")).lines
    assert edge_label(line, LANGUAGES["vi"]) == "bewitched"
