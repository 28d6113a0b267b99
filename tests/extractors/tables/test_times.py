"""Times in the forms that tables use: read to the second, to UTC, or refused."""

import re
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.links.statement import Statement
from truyvet.extractors.tables.profile import TIMES
from truyvet.extractors.tables.times import NotAForm, NotATime, form, moment, zone_of

HANOI = "+07:00"
CASES = {
    "20060601 0008": "2006-05-31T17:08:00Z",
    "20060601 000830": "2006-05-31T17:08:30Z",
    "20060601000830": "2006-05-31T17:08:30Z",
    "200606010008": "2006-05-31T17:08:00Z",
    "20060601": "2006-06-01",
    "14/03/2026 09:15:00": "2026-03-14T02:15:00Z",
    "14/3/2026 9:15": "2026-03-14T02:15:00Z",
    "14/03/2026": "2026-03-14",
    "14-03-2026 09:15:07": "2026-03-14T02:15:07Z",
    "14.03.2026": "2026-03-14",
    "09:15:00 14/03/2026": "2026-03-14T02:15:00Z",
    "09:15 14/03/2026": "2026-03-14T02:15:00Z",
    "2026-03-14T09:15:00": "2026-03-14T02:15:00Z",
    "2026-03-14 09:15:00": "2026-03-14T02:15:00Z",
    "2026-03-14 09:15:00.125": "2026-03-14T02:15:00Z",
    "2026-03-14T09:15:00Z": "2026-03-14T09:15:00Z",
    "2026-03-14T09:15:00+0900": "2026-03-14T00:15:00Z",
    "2026-03-14T09:15:00-05:30": "2026-03-14T14:45:00Z",
    "2026/03/14 09:15": "2026-03-14T02:15:00Z",
    "14/03/2026 09:15:00 CH": "2026-03-14T14:15:00Z",
    "14/03/2026 12:15 SA": "2026-03-13T17:15:00Z",
    "14/03/2026 12:15 PM": "2026-03-14T05:15:00Z",
    "45000": "2023-03-15",
    "45000.5": "2023-03-15T05:00:00Z",
    "  14/03/2026   09:15 ": "2026-03-14T02:15:00Z",
}


@pytest.mark.parametrize("text", CASES)
def test_a_time_in_a_form_of_tables_is_read(text: str) -> None:
    assert moment(text, TIMES, HANOI) == CASES[text]


@pytest.mark.parametrize(
    "text",
    ["31/02/2026", "13/13/2026", "14/03/2026 25:00", "14/03/2026 13:15 CH", "hôm qua", "", "1",
     "14/03/26", "2026-03-14 09:15:00 và", "59", "9999999"],
)  # fmt: skip
def test_what_is_no_moment_is_refused_and_never_guessed(text: str) -> None:
    with pytest.raises(NotATime):
        moment(text, TIMES, HANOI)


def test_the_order_of_day_and_month_is_the_profiles() -> None:
    assert moment("03/04/2026", ("dd/mm/yyyy",), HANOI) == "2026-04-03"
    assert moment("03/04/2026", ("mm/dd/yyyy",), HANOI) == "2026-03-04"


def test_of_several_forms_that_fit_the_first_counts() -> None:
    assert moment("03/04/2026", ("mm/dd/yyyy", "dd/mm/yyyy"), HANOI) == "2026-03-04"
    assert moment("23/04/2026", ("dd/mm/yyyy", "mm/dd/yyyy"), HANOI) == "2026-04-23"


def test_two_digits_are_a_year_where_the_profile_says_so() -> None:
    assert moment("14/03/26", ("dd/mm/yy",), HANOI) == "2026-03-14"
    assert moment("14/03/75", ("dd/mm/yy",), HANOI) == "1975-03-14"


@pytest.mark.parametrize(
    ("name", "text"),
    [("unix", "1383065788"), ("unix-ms", "1383065788038"), ("unix", "1383065788.5")],
)
def test_seconds_since_1970_are_read_where_the_profile_says_so(name: str, text: str) -> None:
    assert moment(text, (name,), HANOI) == "2013-10-29T16:56:28Z"


def test_seconds_beyond_all_calendars_are_refused() -> None:
    with pytest.raises(NotATime):
        moment("9999999999999", ("unix",), HANOI)


@pytest.mark.parametrize(
    "text",
    ["", "dd/mm", "yyyy", "HH:MM", "dd/mm/yyyy HH:MM q", "dd/dd/mm/yyyy", "dd/mm/yyyy hh:MM",
     "yyyy-mm-dd tt", "%d/%m/%Y"],
)  # fmt: skip
def test_what_names_no_day_or_something_twice_is_no_form(text: str) -> None:
    with pytest.raises(NotAForm):
        form(text)


@pytest.mark.parametrize("text", ["+7", "07:00", "+25:00", "+07:60", "GMT"])
def test_a_zone_is_written_with_sign_hours_and_minutes(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        zone_of(text)


def test_a_zone_west_of_greenwich_is_later_in_utc() -> None:
    assert moment("14/03/2026 09:15", TIMES, "-05:00") == "2026-03-14T14:15:00Z"


@given(st.datetimes(datetime(1000, 1, 1), datetime(9998, 12, 31)))  # noqa: DTZ001 - written so
def test_every_second_that_is_written_is_the_one_that_is_read(when: datetime) -> None:
    whole = when.replace(microsecond=0)
    written = f"{whole:%d/%m/}{whole.year:04d}{whole: %H:%M:%S}"
    read = moment(written, TIMES, "+00:00")
    assert datetime.fromisoformat(read) == whole.replace(tzinfo=UTC)


@pytest.mark.parametrize("text", CASES)
def test_what_is_read_is_a_time_of_a_statement(text: str) -> None:
    pattern = Statement.__annotations__["since"].__metadata__[0].pattern
    assert re.match(pattern, moment(text, TIMES, HANOI))


@pytest.mark.parametrize(
    ("text", "read"),
    [("10000", "1927-05-18"), ("2958465", "9999-12-31"), ("2958465.5", "9999-12-31T05:00:00Z"),
     ("2958465.9999999", "9999-12-31T16:59:59Z"), ("45000.9999999", "2023-03-15T17:00:00Z")],
)  # fmt: skip
def test_a_serial_day_is_read_to_the_end_of_the_calendar(text: str, read: str) -> None:
    assert moment(text, ("excel",), HANOI) == read


@pytest.mark.parametrize("text", ["2024", "1990", "9999", "-45000", "2958466", "1e5", "45000,5"])
def test_a_year_alone_and_what_is_beyond_are_no_serial_days(text: str) -> None:
    with pytest.raises(NotATime):
        moment(text, TIMES, HANOI)


@pytest.mark.parametrize(
    ("text", "form_", "zone"),
    [("31/12/9999 23:00:00", "dd/mm/yyyy HH:MM:SS", "-05:00"), ("2958465.99", "excel", "-05:00"),
     ("01/01/0001 00:00:00", "dd/mm/yyyy HH:MM:SS", "+07:00"), ("00/00/0000", "dd/mm/yyyy", HANOI),
     ("253402300800", "unix", HANOI), ("29/02/2023", "dd/mm/yyyy", HANOI),
     ("14/03/2026 24:00", "dd/mm/yyyy HH:MM", HANOI),
     ("14/03/2026 09:60", "dd/mm/yyyy HH:MM", HANOI),
     ("2026-03-14T09:15:00+15:00", "yyyy-mm-ddTHH:MM:SS", HANOI),
     ("14/03/2026 0:15 SA", "dd/mm/yyyy hh:MM tt", HANOI)],
)  # fmt: skip
def test_what_no_calendar_has_is_no_time(text: str, form_: str, zone: str) -> None:
    with pytest.raises(NotATime):
        moment(text, (form_,), zone)


@pytest.mark.parametrize(
    ("text", "read"),
    [("14/03/68", "2068-03-14"), ("14/03/69", "1969-03-14"), ("14/03/00", "2000-03-14")],
)
def test_a_year_of_two_digits_is_read_as_posix_says(text: str, read: str) -> None:
    assert moment(text, ("dd/mm/yy",), HANOI) == read


def test_the_first_form_that_fits_counts() -> None:
    assert moment("01/02/2026", ("mm/dd/yyyy", "dd/mm/yyyy"), HANOI) == "2026-01-02"
    assert moment("13/02/2026", ("dd/mm/yyyy", "mm/dd/yyyy"), HANOI) == "2026-02-13"


@given(st.datetimes(datetime(1930, 1, 1), datetime(9990, 1, 1)))  # noqa: DTZ001 - written so
def test_a_serial_day_is_the_one_a_spreadsheet_means(when: datetime) -> None:
    whole = when.replace(microsecond=0)
    days = (whole - datetime(1899, 12, 30)).total_seconds() / 86_400  # noqa: DTZ001
    read = moment(f"{days:.10f}", ("excel",), "+00:00")
    wanted = whole.replace(tzinfo=UTC)
    assert read in (f"{wanted:%Y-%m-%d}", f"{wanted:%Y-%m-%dT%H:%M:%SZ}")


@given(st.integers(0, 253_402_300_799))
def test_a_second_since_1970_is_that_second(second: int) -> None:
    read = datetime.fromisoformat(moment(str(second), ("unix",), HANOI))
    assert int(read.timestamp()) == second
    assert moment(f"{second * 1000 + 999}"[:13], ("unix-ms",), HANOI)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_times(text: str) -> None:
    with suppress(NotATime):
        assert re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", moment(text, (*TIMES, "unix"), HANOI))
