"""Figures as tables write them: amounts with separators and currencies, lengths of time.

`1.234.567,89` and `1,234,567.89` are the same amount. Where one sign alone could be either, three
digits behind it make it a separator of thousands: so most Vietnamese tables are written.
"""

import re
from functools import lru_cache

_CURRENCIES = {
    "vnd": "VND", "vnđ": "VND", "đ": "VND", "₫": "VND", "đồng": "VND", "dong": "VND", "d": "VND",
    "đồng vn": "VND", "đồng việt nam": "VND", "vn đồng": "VND",
    "$": "USD", "us$": "USD", "usd": "USD", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP",
    "¥": "JPY", "jpy": "JPY", "usdt": "USDT",
}  # fmt: skip
_WORDS = "|".join(sorted(map(re.escape, _CURRENCIES), key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<open>\()?(?P<sign>[+\-\u2212])?\s*(?P<before>{_WORDS}|[A-Z]{{3}})?\s*(?P<late>[+\-\u2212])?\s*"
    rf"(?P<figures>[0-9][0-9.,' \u00a0\u202f\u2019]*)\s*(?P<after>{_WORDS}|[A-Z]{{3}})?\s*"
    r"(?P<behind>[+\-\u2212])?(?P<close>\))?",
    re.IGNORECASE,
)
_BLANKS = str.maketrans("", "", "' \u00a0\u202f\u2019")
_THOUSANDS = {sign: re.compile(rf"[0-9]{{1,3}}(?:\{sign}[0-9]{{3}})+") for sign in ".,"}
_MINUS = frozenset("-\u2212")
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9]):([0-5][0-9])|([0-9]{1,4}):([0-5][0-9])")
_SPELLED = re.compile(
    r"(?:([0-9]{1,5})\s*(?:h|giờ|gio|hours?))?\s*(?:([0-9]{1,6})\s*(?:m|min|phút|phut|p|minutes?))?"
    r"\s*(?:([0-9]{1,8})\s*(?:s|sec|giây|giay|seconds?))?",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[0-9]{1,9}(?:[.,]0{1,6})?")
_CACHE = 1 << 14


class NotAFigure(ValueError):
    """The cell holds no figure of this kind."""


@lru_cache(_CACHE)
def amount(text: str, decimal: str = "auto") -> tuple[str, str]:
    """Return (figure as `-1234567.89`, currency or ""); `decimal` is `.`, `,` or `auto`.

    `NotAFigure` where it is none, or its separators do not part thousands.
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None or (found["open"] is None) != (found["close"] is None):
        raise NotAFigure("no amount")
    whole, fraction = _parted(found["figures"].translate(_BLANKS), decimal)
    signs = [found[name] for name in ("sign", "late", "behind") if found[name]]
    if len(signs) > 1 or (signs and found["open"]):
        raise NotAFigure("an amount with two signs")
    minus = bool(found["open"]) or any(sign in _MINUS for sign in signs)
    words = [found[name] for name in ("before", "after") if found[name]]
    if len(words) > 1:
        raise NotAFigure("an amount with two currencies")
    currency = _CURRENCIES.get(words[0].lower(), words[0].upper()) if words else ""
    figure = whole.lstrip("0") or "0"
    fraction = fraction.rstrip("0")
    figure = f"{figure}.{fraction}" if fraction else figure
    return (f"-{figure}" if minus and figure != "0" else figure), currency


def _parted(figures: str, decimal: str) -> tuple[str, str]:
    """Return (digits before, digits behind) of what stands before the fraction."""
    mark = decimal if decimal != "auto" else _mark(figures)
    other = "," if mark == "." else "."
    whole, _, fraction = figures.partition(mark) if mark else (figures, "", "")
    if fraction and not fraction.isdecimal():
        raise NotAFigure("an amount whose separators do not fit")
    if not whole.isdecimal():
        if _THOUSANDS[other].fullmatch(whole) is None:
            raise NotAFigure("an amount whose separators do not part thousands")
        whole = whole.replace(other, "")
    return whole, fraction


def _mark(figures: str) -> str:
    """Return the sign before the fraction; empty where every sign parts thousands.

    For the sake of `_parted`, that is the sign that does not occur.
    """
    points, commas = figures.count("."), figures.count(",")
    if points and commas:
        return "." if figures.rfind(".") > figures.rfind(",") else ","
    if not points and not commas:
        return ""
    sign = "." if points else ","
    behind = len(figures) - figures.rfind(sign) - 1
    if points + commas > 1 or (behind == 3 and not figures.startswith("0")):
        return "," if sign == "." else "."
    return sign


@lru_cache(_CACHE)
def duration(text: str, unit: str = "seconds") -> str:
    """Return a length of time in whole seconds: `640`, `10:40`, `1:10:40`, `10 phút 40 giây`.

    `unit` says what a bare number counts: seconds or minutes.
    """
    bare = text.strip()
    if _PLAIN.fullmatch(bare):
        return str(int(re.split("[.,]", bare)[0]) * (60 if unit == "minutes" else 1))
    clock = _CLOCK.fullmatch(bare)
    spelled = _SPELLED.fullmatch(bare) if bare else None
    found = clock or (spelled if spelled and any(spelled.groups()) else None)
    if found is None:
        raise NotAFigure("no length of time")
    hours, minutes, seconds, *short = (int(one or 0) for one in found.groups())
    minutes, seconds = (minutes + short[0], seconds + short[1]) if short else (minutes, seconds)
    return str(hours * 3600 + minutes * 60 + seconds)
