"""Times as tables write them, by named forms, brought to UTC.

A form is written with the letters that people use for it: `dd/mm/yyyy HH:MM:SS`. Only a whole cell
in a named form is a time: a day and a month are never guessed. A day without a time of day stays
that day, as it is written.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from math import isfinite

_PIECES = {
    "yyyy": r"(?P<year>[0-9]{4})",
    "yy": r"(?P<short>[0-9]{2})",
    "mm": r"(?P<month>[0-9]{1,2})",
    "dd": r"(?P<day>[0-9]{1,2})",
    "HH": r"(?P<hour>[0-9]{1,2})",
    "hh": r"(?P<half>[0-9]{1,2})",
    "MM": r"(?P<minute>[0-9]{2})",
    "SS": r"(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?",
    "tt": r"(?P<part>AM|PM|A\.M\.|P\.M\.|SA|CH)",
}
_TOKEN = re.compile(r"yyyy|yy|mm|dd|HH|hh|MM|SS|tt|[ /.,:T_-]")
_ZONE = re.compile(r"([+-])([0-9]{2}):([0-9]{2})")
_LATER = frozenset({"PM", "P.M.", "CH"})
_FIRST_DAY = 10_000  # 18 May 1927: four digits are a year, and whoever wrote one meant no day
_LAST_DAY = 2_958_466  # 31 December 9999 in a spreadsheet
_LAST_SECOND = 253_402_300_799
_NUMBER = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,15})?")
_EXCEL_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Read = Callable[[str, timezone], str]
"""Reads a text in a zone; empty where it is not in the form."""


class NotAForm(ValueError):
    """The text is no form of times."""


class NotATime(ValueError):
    """A cell is in none of the forms, or is no moment."""


def zone_of(text: str) -> timezone:
    """Return the zone `+07:00`; ValueError where it is none."""
    found = _ZONE.fullmatch(text)
    if found is None or int(found[2]) > 14 or int(found[3]) > 59:
        raise ValueError(text)
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-offset if found[1] == "-" else offset)


_known_zone = lru_cache(zone_of)


@lru_cache
def form(text: str) -> Read:
    """Return what reads times of a form; `NotAForm` where there is no such form."""
    if text in _COUNTED:
        return _COUNTED[text]
    pieces, at = list[str](), 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise NotAForm(f"{text!r}: {text[at:]!r} is no part of a time")
        pieces.append(token[0])
        at = token.end()
    if len({piece for piece in pieces if len(piece) > 1}) != sum(len(p) > 1 for p in pieces):
        raise NotAForm(f"{text!r} names something twice")
    if not {"yyyy", "yy"} & set(pieces) or not {"mm", "dd"} <= set(pieces):
        raise NotAForm(f"{text!r} has no year, month and day")
    if ("hh" in pieces) != ("tt" in pieces):
        raise NotAForm(f"{text!r}: hh goes with tt")
    return _by_pattern(_pattern(pieces))


def _pattern(pieces: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern of a form; what stands next to another number has all its digits."""
    found = list[str]()
    for n, piece in enumerate(pieces):
        if len(piece) == 1:
            found.append(r"\s+" if piece == " " else "[ T]" if piece == "T" else re.escape(piece))
            continue
        beside = [*pieces[max(n - 1, 0) : n], *pieces[n + 1 : n + 2]]
        tight = any(len(one) > 1 and one != "tt" for one in beside)
        found.append(_PIECES[piece].replace("{1,2}", "{2}") if tight else _PIECES[piece])
    zone = r"(?:\s*(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2}))?" if {"HH", "hh"} & set(pieces) else ""
    return re.compile("".join(found) + zone, re.IGNORECASE)


def _by_pattern(pattern: re.Pattern[str]) -> Read:
    def read(text: str, zone: timezone) -> str:
        found = pattern.fullmatch(text)
        return "" if found is None else _moment(found.groupdict(), zone)

    return read


def _moment(told: dict[str, str | None], zone: timezone) -> str:
    """Return the moment that the parts of a time name; `NotATime` where there is none."""
    year = int(told.get("year") or 0) or _century(int(told.get("short") or 0))
    month, day = int(told["month"] or 0), int(told["day"] or 0)
    try:
        if "hour" not in told and "half" not in told:
            whole = datetime(year, month, day, tzinfo=UTC)
            return f"{whole.year:04d}{whole:-%m-%d}"
        hour = int(told.get("hour") or 0)
        if "half" in told:
            half = int(told["half"] or 0)
            if not 1 <= half <= 12:
                raise NotATime(f"no hour {half} of half a day")
            hour = half % 12 + 12 * ((told["part"] or "").upper() in _LATER)
        minute, second = int(told.get("minute") or 0), int(told.get("second") or 0)
        own = _zone(told.get("zone") or "") or zone
        return _shown(datetime(year, month, day, hour, minute, second, tzinfo=own))
    except (ValueError, OverflowError) as error:
        raise NotATime(str(error)) from error


def _century(year: int) -> int:
    """Return the year that two digits mean (POSIX: 69 to 99 are of the last century)."""
    return year + (1900 if year >= 69 else 2000)


def _zone(text: str) -> timezone | None:
    if not text:
        return None
    return UTC if text in "Zz" else zone_of(f"{text[:3]}:{text[-2:]}")


def _shown(moment: datetime) -> str:
    try:
        return f"{moment.astimezone(UTC).isoformat()[:19]}Z"
    except OverflowError as error:
        raise NotATime("beyond the year 9999") from error


def _excel(text: str, zone: timezone) -> str:
    """Read a serial day of a spreadsheet, local as it is; whole numbers are days."""
    if _NUMBER.fullmatch(text) is None:
        return ""
    serial = float(text)
    if not _FIRST_DAY <= serial < _LAST_DAY:
        return ""
    moment = _EXCEL_EPOCH + timedelta(seconds=min(round(serial * 86_400), _LAST_DAY * 86_400 - 1))
    if serial == int(serial):
        return f"{moment.year:04d}{moment:-%m-%d}"
    return _shown(moment.replace(tzinfo=zone))


def _unix(scale: int) -> Read:
    def read(text: str, zone: timezone) -> str:
        if _NUMBER.fullmatch(text) is None:
            return ""
        seconds = float(text) / scale
        if not isfinite(seconds) or seconds > _LAST_SECOND:
            return ""
        return _shown(_UNIX_EPOCH + timedelta(seconds=int(seconds)))

    return read


_COUNTED: dict[str, Read] = {"excel": _excel, "unix": _unix(1), "unix-ms": _unix(1000)}


def moment(text: str, forms: tuple[str, ...], zone: str) -> str:
    """Return a time in UTC (`2006-05-31T17:08:00Z`) or a day (`2006-06-01`) by the first form.

    `NotATime` where it is in none, or in one that names no moment, as 31/02/2026.
    """
    bare = " ".join(text.split())
    local = _known_zone(zone)
    for name in forms:
        if found := form(name)(bare, local):
            return found
    raise NotATime("in none of the forms of a time")
