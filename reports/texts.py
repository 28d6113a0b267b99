"""Languages of reports: words by code, and how numbers, sizes, times and places are written.

A language is one module with a table `WORDS` and one row in `LANGUAGES`; a test keeps their codes
and placeholders equal. Words are given only numbers and hashes to hold, never foreign text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from ..evidence.scans.pending import LISTS
from . import english, vietnamese

_PLACES = (
    # what a finding calls a place, the code of its words
    (re.compile(r"entry (\d+)"), "place.entry"),
    (re.compile(r"after entry (-?\d+)"), "place.after"),
    (re.compile(r"manifest of entry (\d+), item (\d+)"), "place.line"),
    *(
        (re.compile(rf"{kind} of entry (\d+){line}"), f"place.{kind}{code}")
        for kind in (*LISTS, "configuration", "statements", "questions")
        for line, code in (("", ""), (r", line (\d+)", ".line"))
    ),
    (re.compile(r"checkpoint (\d+)"), "place.checkpoint"),
    (re.compile(r"kept checkpoint"), "place.kept"),
    (re.compile(r"key ([0-9a-f]+)"), "place.key"),
    (re.compile(r"ledger"), "place.ledger"),
    (re.compile(r"checkpoints"), "place.checkpoints"),
    (re.compile(r"objects"), "place.objects"),
)
_UNITS = ("kB", "MB", "GB", "TB")
_ZONE = re.compile(r"([+-])(\d\d):(\d\d)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    """One language."""

    code: str
    """Its code, such as `vi` (BCP 47)."""
    words: Mapping[str, str]
    """Its words, by code."""

    def say(self, code: str, /, **values: int | str) -> str:
        """Return the words of `code` with `values` in their places; `KeyError` for no words."""
        shown = {
            name: self.number(value) if isinstance(value, int) else value
            for name, value in values.items()
        }
        return self.words[code].format(**shown)

    def has(self, code: str) -> bool:
        """Tell whether there are words for `code`."""
        return code in self.words

    def number(self, number: int) -> str:
        """Return a number in groups of three digits: 12.345, 12,345."""
        return f"{number:,}".replace(",", self.words["format.thousands"])

    def size(self, size: int) -> str:
        """Return a length for people: 512 byte, 4,1 kB, 1,5 GB."""
        if size < 1000:
            return f"{size} {self.words['bytes']}"
        amount, units = size / 1000, iter(_UNITS)
        unit = next(units)
        while amount >= 999.95 and (larger := next(units, "")):
            amount, unit = amount / 1000, larger
        return f"{amount:.1f} {unit}".replace(".", self.words["format.decimal"])

    def time(self, utc: str, zone: str) -> str:
        """Return the UTC time `utc` by the clock of `zone`, without the zone, to the second.

        A time that no calendar has (a forged one) comes back as it is.
        """
        try:
            moment = datetime.fromisoformat(utc[:19] + "+00:00").astimezone(_offset(zone))
        except (ValueError, OverflowError):
            return utc
        return moment.strftime(self.words["format.time"])

    def place(self, place: str) -> str:
        """Return a finding's place in this language; paths stay as they are."""
        for pattern, code in _PLACES:
            match = pattern.fullmatch(place)
            if match:
                return self.words[code].format(*match.groups())
        return place


def _offset(zone: str) -> timezone:
    match = _ZONE.fullmatch(zone)
    if match is None:
        raise ValueError(zone)
    minutes = int(match[2]) * 60 + int(match[3])
    return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))


LANGUAGES: dict[str, Language] = {
    "vi": Language(code="vi", words=vietnamese.WORDS),
    "en": Language(code="en", words=english.WORDS),
}
"""Languages by code; the first is the default."""
