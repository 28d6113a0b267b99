"""Cells as values: nodes in their normal form, times, amounts, or a reason why not.

What a spreadsheet did to a cell is undone where that loses nothing (`="0912…"`, `'0912…`) and named
where it lost digits (`8.49E+10`).
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

from ...evidence.folding import folded
from ...evidence.links.node import KINDS, MAX_VALUE
from ..selectors.banks import BANKS, longest_of
from ..selectors.money import account_at
from ..selectors.normal import compact, digits_of
from ..selectors.table import KINDS as SELECTORS
from ..selectors.table import normal
from ..selectors.written import even
from .figures import NotAFigure, amount, duration
from .profile import VALUES, Column, Profile
from .several import Value, held_by, number_kept, parted, stands_alone
from .times import NotATime, moment

_FORMULA = re.compile(r'="(.*)"', re.DOTALL)
_LOST = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,3}")
_WHOLE = re.compile(r"([0-9]{3,20})\.0")
_CONTROLS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+"
)
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]{0,30}")
_DIALLED = re.compile(r"\+?[0-9*#]{1,32}")
_ZERO_LOST = re.compile(r"[1-9][0-9]{8,9}")  # a Vietnamese number that was kept as a figure
_NOTHING = frozenset({"NULL", "null", "(null)", "None", "NaN", "nan", "N/A", "n/a", "\\N"})
_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
_UPPER = frozenset({"serial", "vin"})
MAX_KNOWN = 2_048
"""Characters of a cell that may be more than text, and that is remembered."""
_CACHE = 1 << 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Several:
    """A cell that holds several values, or more than its values."""

    values: tuple[Value, ...]
    """Its values, at least one, in order."""
    problem: str
    """What is left that could not be read; empty for nothing."""


class NotAValue(ValueError):
    """A cell cannot be read as what its column holds; the message says why."""


def tidied(cell: str) -> str:
    """Return a cell's text without what only spreadsheets and terminals know."""
    if cell.isalnum() and cell.isascii():  # nothing to do, nor to remember: mostly each another
        return cell
    return _tidied(cell) if len(cell) <= MAX_KNOWN else _tidied.__wrapped__(cell)


@lru_cache(_CACHE)
def _tidied(cell: str) -> str:
    text = cell.strip()
    if text.startswith("="):
        found = _FORMULA.fullmatch(text)
        text = found[1] if found else text
    elif text.startswith("'") and len(text) > 1:
        text = text[1:]
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(_CONTROLS.sub(" ", unicodedata.normalize("NFC", text)).split())


def filled(cell: str) -> str:
    """Return a cell's text tidied; empty where only a sign or a word stands for nothing there.

    Databases write NULL, officers a dash. What is dialled, as `*` and `#`, is no such sign.
    """
    if cell.isalnum() and cell.isascii():
        return "" if cell in _NOTHING else cell
    return _filled(cell) if len(cell) <= MAX_KNOWN else tidied(cell)


@lru_cache(_CACHE)
def _filled(cell: str) -> str:
    text = tidied(cell)
    # A person may be called Na or, in a list of contacts, by a small picture.
    is_sign = not text[:1].isalnum() and all(
        unicodedata.category(one)[0] in "PZ" and one not in "*#" for one in text
    )
    return "" if is_sign or text in _NOTHING else text


class Reader:
    """Reads the cells of one column; what was read before is remembered, for columns repeat."""

    def __init__(self, profile: Profile, column: Column) -> None:
        self._profile = profile
        self._column = column
        self._known: dict[str | tuple[str, str, str], Value | Several | str] = {}

    def read(self, text: str, bank: str = "", decimal: str = "") -> Value | Several | str:
        """Return what a tidied, filled cell says, or a text that tells why it says nothing.

        `bank` is the cell of the column that names the bank; `decimal` stands before a fraction,
        if that is sure.
        """
        if len(text) > MAX_KNOWN:
            is_text = self._column.kinds == ("text",)
            return ("text", text) if is_text else f"longer than {MAX_KNOWN} characters"
        key = (text, bank, decimal) if bank or decimal else text
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _CACHE:
                self._known.clear()
            try:
                found = value_of(self._profile, self._column, text, bank, decimal)
            except NotAValue as error:
                found = str(error)
            self._known[key] = found
        return found


def value_of(
    profile: Profile, column: Column, text: str, bank: str = "", decimal: str = ""
) -> Value | Several:
    """Return what a tidied, filled cell says; `NotAValue` where it says nothing of its kind."""
    kinds, plain = column.kinds, column.plain
    kind = kinds[0]
    if kind in VALUES:
        try:
            return kind, _detail(profile, kind, text, column.unit, decimal)
        except (NotAFigure, NotATime) as error:
            raise NotAValue(str(error)) from error
    if text in _ERRORS:
        raise NotAValue("an error of a spreadsheet")
    if len(text) > MAX_VALUE:  # cut, two could become one
        raise NotAValue(f"longer than {MAX_VALUE} characters")
    if plain is True:
        return kind, _as_it_is(kind, text)
    if text[:1].isdecimal() and _LOST.fullmatch(text):
        raise NotAValue("a spreadsheet has cut digits off")
    if text.endswith(".0") and (whole := _WHOLE.fullmatch(text)) is not None:
        text = whole[1]
    read = partial(_read_as, kinds, bank, profile.region)
    is_simple = text.isalnum() or kind not in SELECTORS
    if not is_simple and (values := parted(kind, text, read)):
        return _all_of(values, "")
    if (found := read(text)) is not None:
        return found
    return _held(column, text, read)


def _read_as(kinds: tuple[str, ...], bank: str, region: str, text: str) -> Value | None:
    """Return a text as a value of the first of these kinds that fits; none where none does."""
    for kind in kinds:
        if found := node_value(kind, text, bank, region):
            return kind, found
    return None


def _held(column: Column, text: str, read: Callable[[str], Value | None]) -> Value | Several:
    """Return what a cell holds that is no value as a whole; `NotAValue` for nothing."""
    kind, is_kept = column.kinds[0], column.plain == "otherwise"
    held = held_by(kind, text, read, number_kept if is_kept and kind == "phone" else None)
    if held.values:
        return _all_of(held.values, f"not read: {held.rest}" if held.rest else "")
    # Firms send messages under names, but no account is without a digit.
    if is_kept and stands_alone(kind, text):
        return kind, _as_it_is(kind, even(text))
    raise NotAValue(f"no {' or '.join(KINDS[one].title for one in column.kinds)}")


def _all_of(values: tuple[Value, ...], problem: str) -> Value | Several:
    return (
        values[0] if len(values) == 1 and not problem else Several(values=values, problem=problem)
    )


def node_value(kind: str, text: str, bank: str = "", region: str = "VN") -> str:
    """Return the normal form of a text as a node of a kind; empty where it is none."""
    if kind == "bank-account":
        return _account(text, bank)
    if kind in SELECTORS:
        found = normal(kind, text, region)
        if found is None and kind == "phone" and region == "VN" and _ZERO_LOST.fullmatch(text):
            found = normal(kind, f"0{text}", region)
        return found.value[:MAX_VALUE] if found else ""
    return _as_it_is(kind, text)


def _as_it_is(kind: str, text: str) -> str:
    """Return a text as a value; of a telephone number without the signs that group its digits."""
    if kind == "phone" and _DIALLED.fullmatch(bare := compact(text)):
        text = bare
    text = text.upper() if kind in _UPPER else text
    return text[:MAX_VALUE]


def _detail(profile: Profile, kind: str, text: str, unit: str, decimal: str) -> str:
    if kind == "time":
        return moment(text, profile.times, profile.zone)
    if kind == "duration":
        return duration(text, unit)
    if kind == "amount":
        figure, own = amount(text, decimal or profile.decimal)
        return f"{figure} {own or profile.currency}".strip()
    if kind == "number" and _NUMBER.fullmatch(text) is None:
        raise NotAFigure("no number")
    return text


def _account(text: str, bank: str) -> str:
    """Return a bank account after its bank's number, where the bank is known."""
    found = normal("bank-account", text)
    if found is None:
        return ""
    number = digits_of(text, *range(6, 20))
    known = bank_number(bank) if bank and number else ""
    return account_at(known, number, 60).value if known else found.value


@lru_cache(1 << 12)
def bank_number(text: str) -> str:
    """Return the NAPAS number of a bank by number or name; empty for one that is not known."""
    words = f" {_worded(text)} "
    if words.strip() in BANKS:
        return words.strip()
    found = [
        number
        for number, names in BANKS.items()
        if any(f" {_worded(name)} " in words for name in names)
    ]
    return longest_of(found) if found else ""


def _worded(text: str) -> str:
    return " ".join(filter(None, re.split(r"[^a-z0-9]+", folded(text))))
