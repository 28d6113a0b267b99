"""Ids that a site has with services: analytics, advertising, chat, captchas, payment, maps.

Sites that share one have the same owner, builder or template. Each row is what the service's own
instructions tell to paste into a page; a bare number counts only in the call it belongs to.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from .finding import Page
from .vendors import FORMS

MAX_IDS = 2_000
"""Ids of one page that are told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tracker:
    """One form of one service's id."""

    vendor: str
    """The service."""
    anchor: str
    """What stands in every page that has one: looked for first, because it is fast."""
    pattern: str
    """The id is the first group that took part; letters of the pattern are as they stand."""
    named: bool = False
    """Whether the id alone tells the service: else the normal form is `vendor:id`."""


TRACKERS = tuple(
    Tracker(vendor=vendor, anchor=anchor, pattern=pattern, named=named)
    for vendor, anchor, named, pattern in FORMS
)
"""All forms, each service's."""
_SITES = re.compile(r"""\bsetTrackerUrl["']\s*,\s*(?:u\s*\+\s*)?["']([^"']{4,300})["']""")
_MATOMO_URL = re.compile(r"""\bvar\s+u\s*=\s*["']((?:https?:)?//[^"'\s]{4,200})["']""")
_NEAR = 600
_QUOTES = ("'", '"', "=", "/")


@lru_cache(1)
def _compiled() -> tuple[tuple[Tracker, re.Pattern[str]], ...]:
    return tuple((one, re.compile(one.pattern, re.ASCII)) for one in TRACKERS)


def read_trackers(page: Page) -> None:
    """Tell the ids in the whole of a page or a script, in order of place."""
    text = page.source.text
    found: list[tuple[int, int, Tracker]] = []
    for tracker, pattern in _compiled():
        if tracker.anchor not in text:
            continue
        for match in pattern.finditer(text):
            if match.lastindex:
                found.append((*match.span(match.lastindex), tracker))
            if len(found) >= MAX_IDS:
                break
    told = set[tuple[int, str]]()
    for start, end, tracker in sorted(found, key=lambda one: (one[0], -one[1], one[2].vendor)):
        if (start, text[start:end]) not in told:
            told.add((start, text[start:end]))
            _tell(page, start, end, tracker)


def _tell(page: Page, start: int, end: int, tracker: Tracker) -> None:
    value = page.source.text[start:end]
    facts = {"vendor": tracker.vendor}
    if value.startswith("UA-"):
        facts["account"] = value.rpartition("-")[0]
    if tracker.vendor == "adsense":
        value = value if value.startswith("ca-") else f"ca-{value}"
    normal = value if tracker.named else f"{tracker.vendor}:{value}"
    if tracker.vendor == "matomo":
        facts["server"] = server = _matomo(page.source.text, start)
        if not server:
            return
        normal = f"matomo:{server}:{value}"
    quoted = not tracker.named or page.source.text[max(0, start - 1) : start] in _QUOTES
    page.found("tracker-id", (start, end), normal, confidence=95 if quoted else 75, facts=facts)


def _matomo(text: str, at: int) -> str:
    """Return host and path of the Matomo server whose site a number is; empty for none."""
    near = text[max(0, at - _NEAR) : at + _NEAR]
    found = _MATOMO_URL.search(near) or _SITES.search(near)
    if found is None or "//" not in found[1]:
        return ""
    return found[1].partition("//")[2].rstrip("/").lower()
