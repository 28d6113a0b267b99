"""Comparing pictures: what differs is marked, what was only pushed down is not."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image, ImageDraw

from truyvet.extractors.engine.aside import Aside, Failed
from truyvet.extractors.pictures.comparing import (
    MAX_JPEG,
    MAX_SHOWN,
    TOLERANCE,
    Difference,
    Marked,
    compare,
    comparer,
    difference,
)


@pytest.fixture(scope="module")
def aside() -> Iterator[Aside]:
    """What compares, in its process."""
    with comparer() as running:
        yield running


def page(
    *, banner: int = 0, clock: int = 0, rows: int = 40, width: int = 640, noise: int = 0
) -> Image.Image:
    """A page: perhaps a banner, a clock on the right, and rows of which no two are the same."""
    height = 80 + rows * 20
    picture = Image.new("RGB", (width, height + banner), (255,) * 3)
    drawn = ImageDraw.Draw(picture)
    if banner:
        drawn.rectangle((0, 0, width, banner - 1), fill=(250, 200, 0))
        drawn.rectangle((30, banner // 4, 200, banner // 2), fill=(10, 10, 10))
    drawn.rectangle((500, banner + 20, 500 + 8 * clock, banner + 40), fill=(0, 0, 0))
    for row in range(rows):
        top = banner + 80 + 20 * row
        shade = noise * (row % 2)
        drawn.rectangle((20, top, 60 + 12 * row % 400, top + 12), fill=(shade, shade, 40 + row))
    return picture


def png(picture: Image.Image) -> bytes:
    """A picture as a file."""
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def boxes(found: Difference) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
    """Boxes of both sides as (left, top, right, bottom)."""
    return edges(found.old), edges(found.new)


def edges(side: Marked) -> list[tuple[int, ...]]:
    """Boxes of one side."""
    return [(p.left, p.top, p.left + p.width, p.top + p.height) for p in side.places]


def covers(box: tuple[int, ...], inner: tuple[int, ...], slack: int = 40) -> bool:
    """Tell whether a box holds another and is not much larger."""
    outside = all(one <= other for one, other in zip(box[:2], inner[:2], strict=True))
    outside = outside and all(one >= other for one, other in zip(box[2:], inner[2:], strict=True))
    return outside and all(abs(one - two) <= slack for one, two in zip(box, inner, strict=True))


def test_the_same_picture_does_not_differ() -> None:
    found = difference(page(), page())
    assert (found.changed, found.old.places, found.new.places) == (0, (), ())


def test_a_change_in_place_is_boxed_on_both_sides() -> None:
    old, new = boxes(difference(page(clock=2), page(clock=10)))
    assert old == new
    assert len(new) == 1
    assert covers(new[0], (517, 20, 580, 40))


def test_a_banner_marks_itself_and_not_what_it_pushed_down() -> None:
    old, new = boxes(difference(page(), page(banner=100)))
    assert len(new) == 1
    assert new[0][1] == 0
    assert new[0][3] < 200
    assert all(box[3] < 100 for box in old)


def test_a_banner_that_is_gone_is_marked_in_the_old_picture() -> None:
    old, new = boxes(difference(page(banner=100), page()))
    assert old[0][1] == 0
    assert old[0][3] < 200
    assert all(box[3] < 100 for box in new)


def test_a_banner_and_a_change_below_it_are_two_regions() -> None:
    before, after = page(rows=60), page(rows=60, banner=100)
    ImageDraw.Draw(after).rectangle((300, 1_000, 360, 1_010), fill=(200, 0, 0))
    _, new = boxes(difference(before, after))
    assert len(new) == 2
    assert new[0][3] < 200
    assert covers(new[1], (300, 1_000, 361, 1_011))


def test_rows_at_the_end_are_new() -> None:
    _, new = boxes(difference(page(rows=20), page(rows=30)))
    assert len(new) == 1
    assert new[0][1] > 440
    assert new[0][3] == 680


def test_a_difference_within_the_tolerance_is_none() -> None:
    assert difference(page(), page(noise=TOLERANCE)).changed == 0
    assert difference(page(), page(noise=TOLERANCE + 1)).changed > 0


def test_one_pixel_is_enough_to_differ() -> None:
    before, after = page(), page()
    after.putpixel((333, 444), (255, 0, 0))
    found = difference(before, after)
    assert found.changed >= 1
    assert covers(boxes(found)[1][0], (333, 444, 334, 445))


def test_a_wider_picture_has_columns_that_are_new() -> None:
    found = difference(page(width=640), page(width=700))
    (box,) = boxes(found)[1]
    assert box[2] == 700
    assert 600 < box[0] <= 640
    assert 0 < found.changed < 200_000


def test_all_of_it_differs_where_it_does() -> None:
    black = Image.new("RGB", (640, 880))
    white = Image.new("RGB", (640, 880), (255,) * 3)
    assert difference(black, white).changed == 1_000_000
    assert boxes(difference(black, white))[1] == [(0, 0, 640, 880)]


def test_what_is_given_back_is_a_picture_with_boxes_of_bounded_size() -> None:
    found = difference(page(width=2_000), page(width=2_000, clock=5))
    for side in (found.old, found.new):
        one = Image.open(io.BytesIO(side.jpeg))
        assert (one.format, side.width, side.height) == ("JPEG", 2_000, 880)
        assert one.width <= MAX_SHOWN[0]
        assert len(side.jpeg) <= MAX_JPEG
    shown = Image.open(io.BytesIO(found.new.jpeg)).convert("RGB")
    scale, place = shown.width / 2_000, found.new.places[0]
    middle = round((place.top + place.height / 2) * scale)
    edge = shown.getpixel((round((place.left + 2) * scale), middle))
    assert isinstance(edge, tuple)
    assert edge[2] > 120 > edge[0]


def test_transparency_is_white_as_people_see_it(aside: Aside) -> None:
    clear = Image.new("RGBA", (50, 50), (255, 0, 0, 0))
    assert compare(aside, png(clear), png(Image.new("RGB", (50, 50), (255,) * 3))).changed == 0


def test_pictures_are_compared_in_the_confined_process(aside: Aside) -> None:
    found = compare(aside, png(page()), png(page(banner=100)))
    assert found == difference(page(), page(banner=100))


@pytest.mark.parametrize(
    "content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(60), png(page())[:900]]
)
def test_what_is_no_picture_cannot_be_compared(aside: Aside, content: bytes) -> None:
    with pytest.raises(Failed):
        compare(aside, content, png(page()))


def test_a_picture_of_too_many_pixels_is_not_decoded(aside: Aside) -> None:
    huge = png(Image.new("1", (20_000, 20_000)))
    assert len(huge) < 200_000
    with pytest.raises(Failed, match="pixels"):
        compare(aside, huge, huge)
