"""Times as they are written: UTC, RFC 3339, with the precision of their source."""

import time
from datetime import UTC, datetime
from functools import lru_cache

from .records import Moment


def now() -> Moment:
    """Return the present moment by this computer's clock."""
    return moment_of(time.time_ns())


def moment_of(nanoseconds: int) -> Moment:
    """Return the moment `nanoseconds` after 1970-01-01T00:00:00Z, in microseconds."""
    seconds, rest = divmod(nanoseconds, 1_000_000_000)
    offset = time.localtime(seconds).tm_gmtoff // 60
    sign = "-" if offset < 0 else "+"
    zone = f"{sign}{abs(offset) // 60:02d}:{abs(offset) % 60:02d}"
    return Moment(utc=f"{_second(seconds)}.{rest // 1000:06d}Z", zone=zone)


def utc_of(nanoseconds: int) -> str:
    """Return a file time in UTC with nanoseconds, such as `2026-03-14T02:15:00.000000000Z`.

    A time outside the years 1 to 9999 (a damaged file system) is held at the nearer end.
    """
    seconds, rest = divmod(nanoseconds, 1_000_000_000)
    return f"{_second(seconds)}.{rest:09d}Z"


def utc_text(moment: datetime) -> str:
    """Return a moment of any zone in UTC, with the precision that it has."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def beginning(part: str) -> datetime:
    """Return when a year, month, day or moment begins, in its own zone if it names one.

    ValueError where the calendar has none such.
    """
    return datetime.fromisoformat(part + "0001-01-01"[len(part) :])


@lru_cache(maxsize=4096)
def _second(seconds: int) -> str:
    lowest, highest = -62_135_596_800, 253_402_300_799
    moment = datetime.fromtimestamp(min(max(seconds, lowest), highest), UTC)
    return f"{moment.year:04d}{moment:-%m-%dT%H:%M:%S}"
