"""How links run in pictures: from rim to rim, apart, with a head that points at the target."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports.support.charts import small

from truyvet.reports.chart.lines import Course, course_of, head_of
from truyvet.reports.chart.plan import BEND, Line, Place, plan_of

COLOUR = "#123456"


def place(radius: float = 10.0) -> Place:
    """A node somewhere."""
    return replace(plan_of(small(alone="A")).places[0], radius=radius)


def line(relation: str = "called", count: int = 1, bend: float = 0.0) -> Line:
    """A link of one node with another."""
    (found,) = plan_of(small(f"A {relation} B x{count}")).lines
    return replace(found, bend=bend)


def course(told: Line, start: tuple[float, float], end: tuple[float, float]) -> Course:
    """How a link runs between nodes of 10 pixels there."""
    return course_of(told, (*start, place()), (*end, place()))


def loop(bend: float) -> Course:
    """How a link runs from a node to itself."""
    one = place()
    return course_of(line(bend=bend), (50.0, 50.0, one), (50.0, 50.0, one))


def far(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of two points."""
    return math.dist(one, other)


def test_a_straight_link_runs_from_rim_to_rim_and_leaves_its_head_room() -> None:
    found = course(line(), (0, 0), (100, 0))
    assert found.start == (10.0, 0.0)
    assert found.end == pytest.approx((82.5, 0.0))
    assert found.control is None
    assert (found.x, found.y) == pytest.approx(((10 + 100 + 82.5) / 4, 0.0))


def test_a_mutual_link_has_no_head_to_leave_room_for() -> None:
    assert course(line("associate"), (0, 0), (100, 0)).end == pytest.approx((89.5, 0.0))


def test_the_head_points_at_the_target_and_touches_its_rim() -> None:
    found = course(line(), (0, 0), (100, 0))
    tip, *back = head_of(found, COLOUR).corners
    assert tip == pytest.approx((90.5, 0.0))
    assert all(x < tip[0] for x, _ in back)
    assert back[0][1] == pytest.approx(-back[1][1])


@pytest.mark.parametrize("turn", [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
def test_a_head_is_turned_with_its_link(turn: float) -> None:
    goal = (100 * math.cos(turn), 100 * math.sin(turn))
    tip = head_of(course(line(), (0, 0), goal), COLOUR).corners[0]
    assert far(tip, goal) == pytest.approx(9.5)


def test_a_bent_link_bows_to_its_left_and_back_the_same_way() -> None:
    there, back = (
        course(line(bend=BEND), (0, 0), (100, 0)),
        course(line(bend=BEND), (100, 0), (0, 0)),
    )
    assert there.y < 0 < back.y
    assert there.control == (50.0, -22.0)


def test_links_of_opposite_bends_do_not_meet_between_their_ends() -> None:
    one, other = (course(line(bend=by), (0, 0), (100, 0)) for by in (BEND / 2, -BEND / 2))
    assert abs(one.y - other.y) > 8


@pytest.mark.parametrize(("count", "width"), [(1, 1.2), (2, 1.7), (16, 3.2), (10**9, 5.0)])
def test_a_link_of_more_statements_is_thicker_up_to_a_limit(count: int, width: float) -> None:
    assert course(line(count=count), (0, 0), (100, 0)).width == pytest.approx(width)


def test_a_count_of_nothing_breaks_no_picture() -> None:
    assert course(line(count=0), (0, 0), (100, 0)).width == pytest.approx(1.2)


@given(st.floats(-500, 500), st.floats(-500, 500), st.sampled_from([0.0, BEND, -BEND, 3 * BEND]))
def test_a_link_is_finite_wherever_its_ends_are(x: float, y: float, bend: float) -> None:
    found = course(line(bend=bend), (0, 0), (x, y))
    points = [found.start, found.end, found.control or (0.0, 0.0), (found.x, found.y)]
    points += head_of(found, COLOUR).corners
    assert all(math.isfinite(value) for point in points for value in point)


@pytest.mark.parametrize("length", [40.0, 25.0, 12.0, 3.0])
def test_a_short_link_still_runs_forward(length: float) -> None:
    found = course(line(), (0, 0), (length, 0))
    assert 0 <= found.start[0] < found.end[0] <= length


def test_a_link_to_itself_leaves_its_node_and_comes_back() -> None:
    found = loop(0.0)
    assert far(found.start, (50, 50)) == pytest.approx(10.0)
    assert far(found.end, (50, 50)) == pytest.approx(10.0)
    assert far(found.start, found.end) > 10.0
    assert found.control is not None
    assert far(found.control, (50, 50)) > 40.0


def test_the_words_of_a_link_to_itself_stand_outside_its_node() -> None:
    found = loop(0.0)
    assert far((found.x, found.y), (50, 50)) > 30.0
    assert found.x > 50 > found.y


@pytest.mark.parametrize("count", [2, 3, 5])
def test_several_links_of_a_node_with_itself_do_not_lie_on_one_another(count: int) -> None:
    lines = plan_of(small(*["A called A"] * count)).lines
    tops = [(found.x, found.y) for found in (loop(one.bend) for one in lines)]
    for number, one in enumerate(tops):
        assert all(far(one, other) > 20.0 for other in tops[:number])


def test_a_stroke_takes_its_course_over() -> None:
    found = course(line(bend=BEND, count=2), (0, 0), (100, 0))
    stroke = found.stroke(COLOUR)
    assert (stroke.start, stroke.end, stroke.control) == (found.start, found.end, found.control)
    assert (stroke.colour, stroke.width) == (COLOUR, found.width)
