"""Boxes: around what belongs together, few of them, and nothing outside."""

from hypothesis import given
from hypothesis import strategies as st

from truyvet.extractors.pictures.boxes import MAX_BOXES, Box, boxes_of, merged

BOXES = st.builds(
    lambda left, top, width, height: Box(left, top, left + width, top + height),
    st.integers(0, 2_000), st.integers(0, 20_000), st.integers(1, 300), st.integers(1, 300),
)  # fmt: skip


def cells(*rows: str) -> list[Box]:
    """Boxes of a drawing in which `#` is marked."""
    content = bytes(letter == "#" for row in rows for letter in row)
    return sorted(boxes_of(content, len(rows[0])))


def test_nothing_marked_has_no_box() -> None:
    assert cells("...", "...") == []


def test_cells_that_touch_by_a_corner_are_one() -> None:
    assert cells("#..", ".#.", "..#") == [Box(0, 0, 3, 3)]


def test_cells_apart_are_two() -> None:
    assert cells("#..#", "#...") == [Box(0, 0, 1, 2), Box(3, 0, 4, 1)]


def test_the_end_of_a_row_does_not_touch_the_next_one() -> None:
    assert cells("...#", "....", "#...") == [Box(0, 2, 1, 3), Box(3, 0, 4, 1)]


def test_a_box_grows_no_further_than_the_picture() -> None:
    assert Box(2, 3, 98, 60).padded(6, 100, 64) == Box(0, 0, 100, 64)
    assert Box(1, 1, 3, 2).scaled(16, 40, 30) == Box(16, 16, 40, 30)


def test_boxes_near_each_other_become_one() -> None:
    near, far = Box(20, 0, 30, 10), Box(500, 0, 510, 10)
    assert merged([Box(0, 0, 10, 10), near, far], near=32) == [Box(0, 0, 30, 10), far]


def test_merging_goes_on_where_one_that_grew_meets_another() -> None:
    row = [Box(at, 0, at + 10, 10) for at in (0, 60, 30)]
    assert merged(row, near=25) == [Box(0, 0, 70, 10)]


@given(st.lists(BOXES, max_size=900))
def test_there_are_few_and_they_cover_all(boxes: list[Box]) -> None:
    found = merged(boxes, near=32)
    assert len(found) <= MAX_BOXES
    assert found == sorted(found, key=lambda box: (box.top, box.left))
    for box in boxes:
        assert any(one.joined(box) == one for one in found)
