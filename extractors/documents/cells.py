"""What a spreadsheet's number shows: dates and times by its number format, other numbers short.

Source: ECMA-376 part 1, 18.8.30 (number formats) and 18.17.4 (serial dates). Day 60 of the 1900
system is the 29 February 1900 that never was, kept for the sake of old spreadsheets.
"""

import re
from datetime import UTC, datetime, timedelta

_BUILT_IN = {*range(14, 18), *range(27, 32), 34, 35, 36, *range(50, 59)}
_BUILT_IN_TIMES = {18, 19, 20, 21, 22, 32, 33, 45, 46, 47}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]hms]*\]|_.|\*.')
_LAST_DAY = 2_958_466  # 31 December 9999


def is_date(number_format: int, code: str = "") -> bool:
    """Tell whether a number format shows dates or times; `code` is a custom one's."""
    if not code:
        return number_format in _BUILT_IN or number_format in _BUILT_IN_TIMES
    bare = _QUOTED.sub("", code[:512].split(";", 1)[0]).lower()
    return bare != "general" and any(letter in bare for letter in "ymdhs")


def moment(serial: float, *, from_1904: bool = False) -> str:
    """Return a serial date as `2026-03-14`, `2026-03-14 09:15:00` or `09:15:00`; else the number.

    Days are local: a spreadsheet knows no zone.
    """
    if not 0 <= serial < _LAST_DAY:
        return number(serial)
    days = int(serial)
    seconds = round((serial - days) * 86_400)
    if seconds == 86_400:
        days, seconds = days + 1, 0
    clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if days == 0 and not from_1904:
        return clock
    first = datetime(1904, 1, 1, tzinfo=UTC) if from_1904 else datetime(1899, 12, 30, tzinfo=UTC)
    if not from_1904 and days < 60:
        days += 1
    try:
        day = f"{first + timedelta(days=days):%Y-%m-%d}"
    except OverflowError:
        return number(serial)
    return f"{day} {clock}" if seconds else day


def number(value: float) -> str:
    """Return a number with the 15 digits that a spreadsheet keeps, never in powers of ten."""
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    if value == int(value) and abs(value) < 1e20:
        return str(int(value))
    text = f"{value:.15g}"
    if "e" in text:
        text = f"{value:.20f}".rstrip("0").rstrip(".") if abs(value) < 1 else f"{value:.0f}"
    return text


def whole(text: str, otherwise: int = -1) -> int:
    """Return a small count that an attribute holds, and `otherwise` where it holds none."""
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise
