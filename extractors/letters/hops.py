"""The way of a message: `Received` fields (RFC 5321, section 4.4) and their times in UTC."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from .fields import Field

TOLERANCE = 300
"""Seconds that clocks of mail servers may differ before time runs backwards."""
_FROM = re.compile(r"from\s+(\S{1,300})", re.IGNORECASE)
_OWN_WORD = re.compile(
    r"\b(?:helo|ehlo)[ =]\S{1,300}", re.IGNORECASE
)  # what the sender calls itself
_REMARK = re.compile(r"\A\s*\([^()]{0,500}\)")
_BY = re.compile(r"\bby\s+([^\s;()]{1,300})", re.IGNORECASE)
_WITH = re.compile(r"\bwith\s+([^\s;]{1,100})", re.IGNORECASE)
_FOR = re.compile(r"\bfor\s+<?([^\s<>;]{1,320})", re.IGNORECASE)
_ID = re.compile(r"\bid\s+<?([^\s<>;]{1,200})", re.IGNORECASE)
_IP = re.compile(
    r"(?<![\w.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w.])"
    r"|(?<=\[)(?:IPv6:)?[0-9a-f:]{2,39}(?=\])|(?<=IPv6:)[0-9a-f:]{2,39}"
    r"|(?<=\()(?=[^)]*:[^)]*:)[0-9a-f:]{3,39}(?=\))",  # as Exchange writes it
    re.IGNORECASE,
)
_ZONE = re.compile(r"[+-]0{4}\b|\b(?:GMT|UTC?|Z)\s*(?:\(|$)", re.IGNORECASE)
_FAR_ZONE = re.compile(r"\b(?:GMT|UTC|UT)(?=[+-][0-9]{4}\b)")
_LOOSE_ZONE = re.compile(r"(?<=\s)([+-][0-9]{2})(?::([0-9]{2}))?(?=\s|\(|$)")
_COMMENT = re.compile(r"\([^()]*\)")
_MAX_NESTING = 8  # comments inside comments


@dataclass(frozen=True, kw_only=True, slots=True)
class Hop:
    """One station, as its server wrote it."""

    field: Field
    """The header field."""
    facts: dict[str, str]
    """from, by, ip, with, for, id, date (UTC)."""
    backwards: int
    """Seconds by which it lies before the station before it; 0 where times run forward."""


def utc_date(text: str) -> datetime | None:
    """Return a header's date in UTC; none where it is no date or has no zone."""
    try:
        text = _FAR_ZONE.sub("", text[:200])
        text = _LOOSE_ZONE.sub(lambda zone: zone[1] + (zone[2] or "00"), text)
        found = parsedate_tz(text)
        if found is None:
            return None
        offset = found[9] or 0
        if not offset and not _ZONE.search(text):  # the library takes any other zone for UTC
            return None
        year, month, day, hour, minute, second = found[:6]
        zone = timezone(timedelta(seconds=offset))
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone).astimezone(
            UTC
        )
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def shown_date(moment: datetime) -> str:
    """Return a moment as `2016-08-22T09:22:13Z`."""
    return f"{moment.year:04d}{moment:-%m-%dT%H:%M:%S}Z"


def hops(fields: tuple[Field, ...]) -> list[Hop]:
    """Return the stations in the order of the fields: the last one of the way comes first."""
    received = [field for field in fields if field.name == "received"]
    found: list[Hop] = []
    before: datetime | None = None
    for number, field in enumerate(reversed(received), start=1):
        text = field.text[:4096]
        moment = utc_date(text.rpartition(";")[2].strip())
        backwards = 0
        if moment and before:
            lag = int((before - moment).total_seconds())
            backwards = lag if lag > TOLERANCE else 0
        facts = {"hop": str(number), **_facts(text)}
        if moment:
            facts["date"] = shown_date(moment)
            before = moment
        found.append(Hop(field=field, facts=facts, backwards=backwards))
    return found[::-1]


def _facts(text: str) -> dict[str, str]:
    way = _REMARK.sub("", text.rpartition(";")[0] or text).lstrip()
    bare = _without_comments(way)
    facts: dict[str, str] = {}
    origin = _FROM.match(way)
    if origin:
        facts["from"] = origin[1]
        station = _BY.search(bare, origin.end())
        told = _OWN_WORD.sub("", way[origin.end() : station.start() if station else None])
        address = _IP.search(told) or _IP.search(origin[1])
        if address:
            facts["ip"] = address[0].lower().removeprefix("ipv6:")
    for word, pattern in (("by", _BY), ("with", _WITH), ("for", _FOR), ("id", _ID)):
        found = pattern.search(bare, origin.end() if origin else 0)
        if found:
            facts[word] = found[1]
    return facts


def _without_comments(way: str) -> str:
    """Return a way with blanks for its comments, all else in place: `with` may stand in them."""
    for _ in range(_MAX_NESTING):
        bare = _COMMENT.sub(lambda found: " " * len(found[0]), way)
        if bare == way:
            break
        way = bare
    return way
