"""Times: UTC, RFC 3339, with the precision of their source."""

import re
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.times import beginning, moment_of, now, utc_of, utc_text

SECOND = 1_000_000_000
YEAR_1, YEAR_9999 = -62_135_596_800 * SECOND, 253_402_300_799 * SECOND
times = st.integers(YEAR_1, YEAR_9999)


def parsed(text: str) -> int:
    whole, _, digits = text.removesuffix("Z").partition(".")
    moment = datetime.fromisoformat(whole).replace(tzinfo=UTC)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1) * SECOND + int(
        digits.ljust(9, "0")
    )


@given(times)
def test_a_file_time_keeps_every_nanosecond(nanoseconds: int) -> None:
    assert parsed(utc_of(nanoseconds)) == nanoseconds


@given(times, times)
def test_file_times_sort_as_text_in_the_order_of_time(one: int, other: int) -> None:
    assert (utc_of(one) < utc_of(other)) == (one < other)


def test_a_time_before_year_1000_has_four_digits() -> None:
    assert utc_of(YEAR_1) == "0001-01-01T00:00:00.000000000Z"


def test_the_moment_before_1970_is_not_rounded_towards_it() -> None:
    assert utc_of(-1) == "1969-12-31T23:59:59.999999999Z"


@given(st.integers(YEAR_9999 + SECOND) | st.integers(max_value=YEAR_1 - SECOND))
def test_a_time_of_a_damaged_file_system_is_held_at_the_nearer_end(nanoseconds: int) -> None:
    assert utc_of(nanoseconds)[:4] == ("9999" if nanoseconds > 0 else "0001")


@given(st.integers(0, 4_102_444_800 * SECOND))
def test_a_moment_has_microseconds_and_the_zone_of_this_computer(nanoseconds: int) -> None:
    moment = moment_of(nanoseconds)
    assert parsed(moment.utc) == nanoseconds // 1000 * 1000
    assert re.fullmatch(r"[+-]\d\d:\d\d", moment.zone)
    offset = datetime.fromtimestamp(nanoseconds // SECOND, UTC).astimezone().utcoffset()
    assert offset is not None
    minutes = int(moment.zone[1:3]) * 60 + int(moment.zone[4:])
    assert (-minutes if moment.zone[0] == "-" else minutes) == offset // timedelta(minutes=1)


def test_now_is_now() -> None:
    before = moment_of(time.time_ns())
    assert before.utc <= now().utc <= moment_of(time.time_ns()).utc


@pytest.mark.parametrize(
    ("part", "begins"),
    [("2026", "2026-01-01T00:00:00"), ("2026-03", "2026-03-01T00:00:00"),
     ("2024-02-29", "2024-02-29T00:00:00"), ("2026-03-14T02:15:00Z", "2026-03-14T02:15:00+00:00")],
)  # fmt: skip
def test_a_part_of_the_calendar_begins_on_its_first_day(part: str, begins: str) -> None:
    assert beginning(part).isoformat() == begins


@pytest.mark.parametrize("part", ["2026-13", "2026-02-29", "0000", "x"])
def test_what_the_calendar_has_not_does_not_begin(part: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        beginning(part)


def test_a_moment_of_any_zone_is_written_in_utc() -> None:
    there = datetime(2026, 3, 15, 0, 0, 0, 5, tzinfo=timezone(timedelta(hours=7)))
    assert utc_text(there) == "2026-03-14T17:00:00.000005Z"
