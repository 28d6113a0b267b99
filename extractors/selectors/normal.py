"""A normal form: the one spelling under which a value is looked up, and how sure we are of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Normal:
    """What a written value stands for."""

    value: str
    """The one spelling of the value."""
    confidence: int = 100
    """How much the writing alone proves, 0-100; 100 where a checksum holds."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What the value itself tells: brand, country, year of birth."""


Reading = Callable[[str, str], Normal | None]
"""Reads a text as a kind, in a region (ISO 3166-1); None when it cannot be one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A kind of value."""

    title: str
    """One line for people."""
    normal: Reading
    """Its normal form."""


SEPARATORS = str.maketrans("", "", " .-/()\t\u00a0\u2010\u2011\u2012\u2013\u202f")
"""What people put between the digits of a number."""


def compact(text: str) -> str:
    """Return a text without the signs that only group digits."""
    return text.translate(SEPARATORS)


def digits_of(text: str, *lengths: int) -> str:
    """Return the digits of a grouped number of one of these lengths, else an empty text."""
    number = compact(text)
    fits = len(number) in lengths and number.isascii() and number.isdigit()
    return number if fits else ""
