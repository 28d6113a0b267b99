"""Positions: degrees in every form, sides of the globe, what is none, and XMP's own writing."""

import math
import random
from collections.abc import Sequence

import pytest
from tests.extractors.pictures.ifd import (
    BYTE,
    DOUBLE,
    FLOAT,
    SRATIONAL,
    UNDEFINED,
    Directory,
    Tag,
    block,
    ratios,
    text,
)  # fmt: skip

from truyvet.extractors.fields.field import Field
from truyvet.extractors.pictures import gps
from truyvet.extractors.pictures.tiff import Entry, entries

HANOI = ((21, 1), (1, 1), (4278, 100)), ((105, 1), (51, 1), (1602, 100))


def entries_of(tags: Sequence[Tag], order: str = "<") -> dict[int, Entry]:
    content = block(Directory(inner={"GPS": Directory(tags=list(tags))}), order)
    found = entries(content, 0, len(content))
    return {entry.tag: entry for entry in found if entry.directory == "GPS"}


def fields(*tags: Tag, order: str = "<") -> list[Field]:
    return list(gps.fields(entries_of(tags, order)))


def place(*more: Tag, north: str = "N", east: str = "E", order: str = "<") -> Field:
    """Return the field of a position in Hà Nội with further tags."""
    tags = [text(1, north), ratios(2, *HANOI[0]), text(3, east), ratios(4, *HANOI[1]), *more]
    return next(each for each in fields(*tags, order=order) if each.kind == "geo")


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("north", "east", "shown"),
    [
        ("N", "E", "21.028550,105.854450"),
        ("S", "E", "-21.028550,105.854450"),
        ("N", "W", "21.028550,-105.854450"),
        ("S", "W", "-21.028550,-105.854450"),
        ("n", "w", "21.028550,-105.854450"),
        ("South", "West", "-21.028550,-105.854450"),
        ("", "", "21.028550,105.854450"),
    ],
)
def test_the_side_of_the_globe_is_the_sign(order: str, north: str, east: str, shown: str) -> None:
    assert place(north=north, east=east, order=order).normal == shown


@pytest.mark.parametrize(
    ("pairs", "degrees"),
    [
        ([(21, 1)], 21.0),
        ([(21, 1), (30, 1)], 21.5),
        ([(21, 1), (30, 1), (36, 1)], 21.51),
        ([(2_102_855, 100_000), (0, 1), (0, 1)], 21.02855),
        ([(21, 1), (1_713, 1_000), (0, 1)], 21.02855),
        ([(21, 1), (30, 1), (0, 0)], 21.5),
        ([(21, 1), (0, 0), (0, 0)], 21.0),
        ([(21, 1), (30, 1), (36, 1), (99, 1)], 21.51),
    ],
)
def test_degrees_are_read_with_or_without_minutes_and_seconds(
    pairs: list[tuple[int, int]], degrees: float
) -> None:
    found = fields(text(1, "N"), ratios(2, *pairs), text(3, "E"), ratios(4, (105, 1)))
    assert float(found[0].normal.split(",")[0]) == pytest.approx(degrees, abs=1e-6)


@pytest.mark.parametrize("form", [FLOAT, DOUBLE])
def test_degrees_in_floating_point_are_read(form: int) -> None:
    tags = [Tag(number=2, form=form, value=[21.5]), Tag(number=4, form=form, value=[105.25])]
    assert fields(*tags)[0].normal == "21.500000,105.250000"


@pytest.mark.parametrize("wild", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_gives_no_position(wild: float) -> None:
    tags = [Tag(number=2, form=DOUBLE, value=[wild]), ratios(4, (105, 1))]
    assert fields(*tags) == []


def test_signed_rationals_below_zero_are_read() -> None:
    tags = [Tag(number=2, form=SRATIONAL, value=[-43, 2]), ratios(4, (105, 1))]
    assert fields(*tags)[0].normal == "-21.500000,105.000000"


@pytest.mark.parametrize("missing", [2, 4])
def test_half_a_position_is_none(missing: int) -> None:
    tags = [ratios(2, *HANOI[0]), ratios(4, *HANOI[1])]
    assert fields(*[tag for tag in tags if tag.number != missing]) == []


@pytest.mark.parametrize("broken", [2, 4])
def test_degrees_over_zero_are_no_position(broken: int) -> None:
    tags = [ratios(number, (0, 0) if number == broken else (9, 1)) for number in (2, 4)]
    assert fields(*tags) == []


@pytest.mark.parametrize(
    ("latitude", "longitude", "believed"),
    [
        ((90, 1), (180, 1), 100), ((91, 1), (0, 1), 20), ((0, 1), (181, 1), 20),
        ((0, 1), (0, 1), 20), ((0, 1), (105, 1), 100), ((4_294_967_295, 1), (1, 1), 20),
    ],
)  # fmt: skip
def test_what_is_off_the_globe_or_at_its_origin_is_hardly_believed(
    latitude: tuple[int, int], longitude: tuple[int, int], believed: int
) -> None:
    (found,) = fields(ratios(2, latitude), ratios(4, longitude))
    assert found.confidence == believed
    assert bool(found.normal) == (latitude[0] <= 90 and longitude[0] <= 180)


@pytest.mark.parametrize(
    ("reference", "height", "shown"),
    [(0, (1234, 100), "12.3"), (1, (1234, 100), "-12.3"), (0, (0, 1), "0.0"), (0, (5, 0), None)],
)
def test_height_is_in_metres_above_the_sea(
    reference: int, height: tuple[int, int], shown: str | None
) -> None:
    seen = place(Tag(number=5, form=BYTE, value=[reference]), ratios(6, height))
    assert (seen.facts.get("altitude") or None) == shown


def test_a_position_tells_how_it_was_found_and_how_well() -> None:
    seen = place(
        text(18, "WGS-84"), ratios(17, (45_678, 1_000)), ratios(31, (65, 10)), ratios(13, (1, 3)),
        Tag(number=27, form=UNDEFINED, value=b"ASCII\0\0\0CELLID"),
    )  # fmt: skip
    wanted = {"datum": "WGS-84", "direction": "45.68", "error": "6.50", "speed": "0.33"}
    assert {name: seen.facts[name] for name in wanted} == wanted
    assert seen.facts["method"] == "CELLID"


@pytest.mark.parametrize(
    ("date", "clock", "shown"),
    [
        ("2026:03:14", [(2, 1), (15, 1), (9, 1)], "2026-03-14T02:15:09Z"),
        ("2026-03-14", [(2, 1), (15, 1), (999, 100)], "2026-03-14T02:15:09Z"),
        ("2026:03:14", [(23, 1), (59, 1), (59, 1)], "2026-03-14T23:59:59Z"),
        ("2026:03:14", [(24, 1), (0, 1), (0, 1)], ""),
        ("2026:03:14", [(2, 1), (15, 1)], ""),
        ("2026:03:14", [(2, 1), (15, 1), (0, 0)], ""),
        ("2026:03:14", [(4_000_000_000, 1), (0, 1), (0, 1)], ""),
        ("", [(2, 1), (15, 1), (9, 1)], ""),
        ("hôm nay", [(2, 1), (15, 1), (9, 1)], ""),
    ],
)
def test_the_satellites_time_is_utc_and_needs_date_and_clock(
    date: str, clock: list[tuple[int, int]], shown: str
) -> None:
    assert gps.written_time(entries_of([text(29, date), ratios(7, *clock)])) == shown


def test_a_time_of_the_satellites_without_a_position_is_told() -> None:
    (seen,) = fields(text(29, "2026:03:14"), ratios(7, (2, 1), (15, 1), (9, 1)))
    assert (seen.kind, seen.facts["source"]) == ("media-time", "satellites")


@pytest.mark.parametrize(
    ("latitude", "longitude", "shown"),
    [
        ("21,1.713N", "105,51.267E", "21.028550,105.854450"),
        ("21,1,42.78N", "105,51,16.02E", "21.028550,105.854450"),
        ("33,51.6S", "151,12W", "-33.860000,-151.200000"),
        (" 21,1.713N ", "105,51.267E\n", "21.028550,105.854450"),
        ("0,0N", "0,0E", "0.000000,0.000000"),
        ("90,0S", "180,0W", "-90.000000,-180.000000"),
        ("91,0N", "0,0E", ""),
        ("21,1.713E", "105,51.267E", ""),
        ("21,1.713N", "105,51.267N", ""),
        ("21.02855", "105.85445", ""),
        ("", "", ""),
        ("21,1.713", "105,51.267E", ""),
        ("N", "E", ""),
    ],
)
def test_positions_in_xmp_are_read_and_others_refused(
    latitude: str, longitude: str, shown: str
) -> None:
    assert gps.from_xmp(latitude, longitude) == shown


@pytest.mark.parametrize(
    ("latitude", "longitude", "shown"),
    [
        (10.7769, 106.7009, "10.776900,106.700900"), (-0.0, -0.0, "0.000000,0.000000"),
        (-0.0000001, 0.0000001, "0.000000,0.000000"), (90.0, -180.0, "90.000000,-180.000000"),
        (90.0000001, 0.0, ""), (math.nan, 0.0, ""), (0.0, math.inf, ""),
        (-10.0000001, 5.0, "-10.000000,5.000000"),
    ],
)  # fmt: skip
def test_the_normal_form_has_six_digits_and_no_negative_zero(
    latitude: float, longitude: float, shown: str
) -> None:
    assert gps.normal(latitude, longitude) == shown


def test_any_position_written_in_three_forms_reads_the_same() -> None:
    source = random.Random(11)
    for _ in range(200):
        parts = [source.randrange(90), source.randrange(60), source.randrange(60_000)]
        degrees = parts[0] + parts[1] / 60 + parts[2] / 3_600_000
        pairs = [(parts[0], 1), (parts[1], 1), (parts[2], 1_000)]
        (seen,) = fields(text(1, "S"), ratios(2, *pairs), text(3, "W"), ratios(4, *pairs))
        written = f"{parts[0]},{parts[1]},{parts[2] / 1_000:.3f}"
        assert seen.normal == gps.normal(-degrees, -degrees)
        assert seen.normal == gps.from_xmp(f"{written}S", f"{written}W")
