"""Times as files write them, read into one form.

Normal form: RFC 3339, in UTC with `Z` where the file tells the zone, and without any zone where
it does not (`2003-12-04T06:46:52`): a local time of an unknown place, never guessed.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

from .field import Field

KIND = "media-time"
"""Kind of observation of every time that a picture, film or program tells of itself."""

_WRITTEN = re.compile(
    r"\s*(\d{4})[:\-/](\d\d)[:\-/](\d\d)"
    r"(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?\s*"
)
_ZONE = re.compile(r"\s*([+-])(\d\d):?(\d\d)\s*")
_WINDOWS_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def read(text: str, zone: str = "", fraction: str = "") -> datetime | None:
    """Return the moment of `2003:12:04 06:46:52` (EXIF), ISO 8601 and the like; None if it is none.

    `zone` as `+07:00` and `fraction` (digits of the second) where they stand elsewhere; a zone
    that is none leaves the time local.
    """
    written = _WRITTEN.fullmatch(text)
    if written is None:
        return None
    parts = [int(part or 0) for part in written.groups()[:6]]
    digits = (written[7] or (fraction.strip() if fraction.strip().isdecimal() else ""))[:6]
    try:
        return datetime(
            parts[0], parts[1], parts[2], parts[3], parts[4], parts[5],
            int(digits.ljust(6, "0")) if digits.isascii() and digits else 0,
            tzinfo=_zone(written[8]) if written[8] else _tagged(zone),
        )  # fmt: skip
    except ValueError:
        return None


def _tagged(zone: str) -> timezone | None:
    try:
        return _zone(zone)
    except ValueError:
        return None


def _zone(text: str) -> timezone | None:
    if text in ("Z", "UTC"):
        return UTC
    written = _ZONE.fullmatch(text)
    if written is None:
        return None
    minutes = int(written[2]) * 60 + int(written[3])
    return timezone(timedelta(minutes=-minutes if written[1] == "-" else minutes))


def shown(moment: datetime | None) -> str:
    """Return a moment in its normal form; empty for none."""
    if moment is None:
        return ""
    try:
        known = moment if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return ""
    parts = known.replace(tzinfo=None).isoformat(timespec="auto")
    return parts if known.tzinfo is None else f"{parts}Z"


def timed(role: str, step: str, raw: bytes, moment: str, facts: Mapping[str, str]) -> Field:
    """Return a time as a field; `role` says of what: created, digitised, modified."""
    where = "utc" if moment.endswith("Z") else "local"
    return Field(
        kind=KIND, step=step, raw=raw, normal=moment, facts={"role": role, where: moment, **facts}
    )


def normal(text: str, zone: str = "", fraction: str = "") -> str:
    """Return the normal form of a written time, of a date if it is only one; empty for neither."""
    moment = read(text, zone, fraction)
    dated = _WRITTEN.fullmatch(text)
    if moment is not None and dated is not None and dated[4] is None:
        return moment.date().isoformat()
    return shown(moment)


def since_1970(seconds: int) -> str:
    """Return the normal form of a Unix time; empty where it is out of range or zero."""
    if not 0 < seconds < 1 << 37:
        return ""
    return shown(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))


def since_1601(ticks: int) -> str:
    """Return the normal form of a Windows FILETIME, 100 ns each; empty where unset or wild."""
    if not 0 < ticks < 1 << 61:
        return ""
    return shown(_WINDOWS_EPOCH + timedelta(microseconds=ticks // 10))
