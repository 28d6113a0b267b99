"""Times: written forms, zones, fractions, epochs, and what is no time."""

import random
from datetime import UTC, datetime, timedelta, timezone

import pytest

from truyvet.extractors.fields import times


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2026:03:14 09:15:00", "2026-03-14T09:15:00"),
        ("2026-03-14T09:15:00", "2026-03-14T09:15:00"),
        ("2026/03/14 09:15:00", "2026-03-14T09:15:00"),
        ("2026-03-14T09:15:00Z", "2026-03-14T09:15:00Z"),
        ("2026-03-14 09:15:00 UTC", "2026-03-14T09:15:00Z"),
        ("2026-03-14T09:15:00+07:00", "2026-03-14T02:15:00Z"),
        ("2026-03-14T09:15:00+0700", "2026-03-14T02:15:00Z"),
        ("2026-03-14T09:15:00 -03:30", "2026-03-14T12:45:00Z"),
        ("2026-03-14T09:15", "2026-03-14T09:15:00"),
        ("2026-03-14T09:15+07:00", "2026-03-14T02:15:00Z"),
        ("2026-03-14T09:15:00.5Z", "2026-03-14T09:15:00.500000Z"),
        ("2026-03-14T09:15:00,25Z", "2026-03-14T09:15:00.250000Z"),
        ("2026-03-14T09:15:00.123456789Z", "2026-03-14T09:15:00.123456Z"),
        ("2026-03-14", "2026-03-14"),
        ("2026:03:14", "2026-03-14"),
        ("  2026-03-14  ", "2026-03-14"),
        ("2024-02-29", "2024-02-29"),
        ("0001-01-01T00:00:00+07:00", ""),
        ("9999-12-31T23:59:59-07:00", ""),
        ("2025-02-29", ""),
        ("2026-13-01", ""),
        ("2026-00-10", ""),
        ("0000-00-00 00:00:00", ""),
        ("2026-03-14T24:00:00", ""),
        ("2026-03-14T09:60:00", ""),
        ("2026-03-14T09:15:60Z", ""),
        ("2026-03-14T09:15:00+25:00", ""),
        ("14/03/2026", ""),
        ("2026-3-14", ""),
        ("20260314", ""),
        ("2026-03-14T09:15:00 ICT", ""),
        ("2026-03-14 09:15:00 x", ""),
        ("", ""),
        ("hôm qua", ""),
    ],
)
def test_a_written_time_has_one_normal_form(written: str, shown: str) -> None:
    assert times.normal(written) == shown


@pytest.mark.parametrize(
    ("written", "zone", "shown"),
    [
        ("2026:03:14 09:15:00", "+07:00", "2026-03-14T02:15:00Z"),
        ("2026:03:14 09:15:00", " -07:00 ", "2026-03-14T16:15:00Z"),
        ("2026:03:14 09:15:00Z", "+07:00", "2026-03-14T09:15:00Z"),
        ("2026:03:14 09:15:00", "nonsense", "2026-03-14T09:15:00"),
        ("2026:03:14 09:15:00", "+24:00", "2026-03-14T09:15:00"),
        ("2026:03:14 09:15:00", "+7", "2026-03-14T09:15:00"),
    ],
)
def test_a_zone_beside_a_time_holds_where_the_time_has_none(
    written: str, zone: str, shown: str
) -> None:
    assert times.normal(written, zone) == shown


@pytest.mark.parametrize(
    ("written", "fraction", "shown"),
    [
        ("2026:03:14 09:15:00", "5", ".500000"), ("2026:03:14 09:15:00", "123456789", ".123456"),
        ("2026:03:14 09:15:00.25", "9", ".250000"), ("2026:03:14 09:15:00", "-5", ""),
        ("2026:03:14 09:15:00", "٣", ""), ("2026:03:14 09:15:00", "   ", ""),
    ],
)  # fmt: skip
def test_a_fraction_beside_a_time_holds_where_the_time_has_none(
    written: str, fraction: str, shown: str
) -> None:
    assert times.normal(written, "", fraction) == f"2026-03-14T09:15:00{shown}"


def test_any_moment_with_a_zone_reads_as_python_reads_it() -> None:
    source = random.Random(6)
    for _ in range(300):
        zone = timezone(timedelta(minutes=source.randrange(-14 * 60, 14 * 60 + 1, 15)))
        moment = datetime(1970, 1, 2, tzinfo=zone) + timedelta(seconds=source.randrange(1 << 32))
        wanted = moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
        assert times.normal(moment.isoformat()) == wanted
        assert times.normal(moment.strftime("%Y:%m:%d %H:%M:%S%z")) == wanted


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(1, "1970-01-01T00:00:01Z"), (1_700_000_000, "2023-11-14T22:13:20Z"), (0, ""), (-1, ""),
     ((1 << 37) - 1, "6325-04-08T15:04:31Z"), (1 << 37, ""), (1 << 63, "")],
)  # fmt: skip
def test_seconds_since_1970_are_read_in_a_sane_range(seconds: int, shown: str) -> None:
    assert times.since_1970(seconds) == shown


@pytest.mark.parametrize(
    ("ticks", "shown"),
    [(116_444_736_000_000_000, "1970-01-01T00:00:00Z"),
     (132_000_000_000_000_000, "2019-04-17T18:40:00Z"),
     (10, "1601-01-01T00:00:00.000001Z"), (0, ""), (-1, ""), (1 << 61, ""), ((1 << 64) - 1, "")],
)  # fmt: skip
def test_ticks_since_1601_are_read_in_a_sane_range(ticks: int, shown: str) -> None:
    assert times.since_1601(ticks) == shown


def test_both_epochs_agree() -> None:
    source = random.Random(9)
    for _ in range(100):
        seconds = source.randrange(1, 1 << 32)
        assert times.since_1601((seconds + 11_644_473_600) * 10_000_000) == times.since_1970(
            seconds
        )


@pytest.mark.parametrize(
    ("moment", "where"),
    [("2026-03-14T02:15:00Z", "utc"), ("2026-03-14T02:15:00", "local"), ("", "local")],
)
def test_a_field_says_whether_its_time_is_utc_or_local(moment: str, where: str) -> None:
    seen = times.timed("created", "x:a", b"raw", moment, {"zone": "+07:00"})
    assert dict(seen.facts) == {"role": "created", where: moment, "zone": "+07:00"}
    assert (seen.kind, seen.normal) == (times.KIND, moment)


def test_no_moment_has_no_normal_form() -> None:
    assert times.shown(None) == ""
