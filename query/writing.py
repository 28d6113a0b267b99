"""What else a typed value may stand for; what is taken off it stands in `selectors.written`.

Whatever was typed is looked up too; this only adds to it.
"""

import re
from collections.abc import Iterator

from ..extractors.selectors import normal

_NUMBER = re.compile(r"\+?[0-9(][0-9 .\-/()\[\]_'+]*[0-9)]")
_DECIMAL = re.compile(r"[0-9]+\.[0-9]{1,2}")
_MIN_DIGITS, _MAX_DIGITS = 3, 40


def dialled(text: str) -> str:
    """Return the digits of a number alone, with the + before them if any; else an empty text.

    A number with one or two decimals, `20.5`, has no digits but its own.
    """
    if _NUMBER.fullmatch(text) is None or _DECIMAL.fullmatch(text):
        return ""
    digits = re.sub(r"[^0-9]", "", text)
    plus = "+" if text.startswith(("+", "(+")) else ""
    return plus + digits if _MIN_DIGITS <= len(digits) <= _MAX_DIGITS else ""


def other_numbers(number: str, region: str = "VN") -> Iterator[str]:
    """Yield what a dialled number may stand as in a table: with and without + or its country.

    None of them is sure: operators abroad and short numbers are kept as they were written.
    """
    read = normal("phone", number, region)
    digits = number.removeprefix("+")
    # One that begins with 0 is of a country that is not said.
    abroad = "" if digits.startswith("0") else "+" + digits
    whole = abroad if read is None else read.value
    if not 8 <= len(whole) <= 16:
        return
    yield from (whole, whole[1:])
    country = _country(whole)
    if country and len(whole) - len(country) > 7:
        yield from _national(whole[1 + len(country) :], country)


def _national(number: str, country: str) -> Iterator[str]:
    yield number
    if country == "84":
        yield "0" + number


def _country(number: str) -> str:
    """Return the digits of a country before a number in international form; empty for none."""
    try:
        import phonenumbers
    except ImportError:
        return ""
    try:
        return str(phonenumbers.parse(number, None).country_code)
    except phonenumbers.NumberParseException:
        return ""


def with_zeros(number: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, value) of a number whose zeros a spreadsheet took off its beginning."""
    if not number.isdecimal() or number.startswith("0") or not 7 <= len(number) <= 18:
        return
    for zeros in ("0", "00"):
        for kind in ("phone", "cccd", "bank-account"):
            read = normal(kind, zeros + number) if zeros == "0" or kind != "phone" else None
            if read is not None:
                yield kind, read.value
