"""Rules for places on earth: decimal pairs, links of maps, named coordinates, degrees."""

import re

from ..places import geo
from .rule import Anchor, Rule, Spot, Words, spot
from .shapes import ALNUM, token

_LATITUDE = rb"[+\-]?[0-9]{1,2}\.[0-9]{4,15}"
_LONGITUDE = rb"[+\-]?[0-9]{1,3}\.[0-9]{4,15}"
_PAIR = _LATITUDE + rb" {0,2}[,;] {0,2}" + _LONGITUDE
_PAIR_BEFORE = rb"[0-9A-Za-z.+\-]"
_MARK = rb"(?:geo:|maps/@|maps\?q=|[?&](?:q|ll|sll|center|destination|daddr|saddr|query)=(?:loc:)?)"
_LOOSE = rb"[+\-]?[0-9]{1,2}(?:\.[0-9]{1,15})?(?:,|%2[Cc])[+\-]?[0-9]{1,3}(?:\.[0-9]{1,15})?"
_PIN = rb"!3d[+\-]?[0-9]{1,2}\.[0-9]{1,15}!4d[+\-]?[0-9]{1,3}\.[0-9]{1,15}"
_LINKED = _MARK + _LOOSE + rb"|/@" + _LATITUDE + rb"," + _LONGITUDE + rb"|" + _PIN
_IS = rb"[\x22']?[ \t]{0,3}[:=][ \t]{0,3}[\x22']?"
_LAT = rb"(?i:lat(?:itude)?)" + _IS
_LON = rb"[\x22']?[,;&]?\s{0,20}[\x22']?(?i:lon|lng|long|longitude)" + _IS
_NAMED = _LAT + rb"[+\-]?[0-9]{1,2}\.[0-9]{2,15}" + _LON + rb"[+\-]?[0-9]{1,3}\.[0-9]{2,15}"
_SIGN = rb" ?(?:\xc2[\xb0\xba]|[\xb0\xba]) ?"
_MINUTES = rb" ?(?:'|\xe2\x80[\x99\xb2]) ?"
_SECONDS = rb" ?(?:\x22|''|\xe2\x80[\x9d\xb3]) ?"
_PART = rb"[0-9]{1,2}(?:\.[0-9]{1,6})?"
_ANGLE = rb"[0-9]{1,3}" + _SIGN + _PART + _MINUTES + rb"(?:" + _PART + _SECONDS + rb")?"
_DEGREES = rb"(?:[NSns] ?)?" + _ANGLE + rb"[NSns]?[ ,;]{0,3}(?:[EWew] ?)?" + _ANGLE + rb"[EWew]?"


_MARK_BEFORE = re.compile(rb"(?:" + _MARK + rb"|/@)\Z")
_LONGEST_MARK = 17  # ?destination=loc:


def _read(found: re.Match[bytes]) -> str:
    """Return what a match wrote; a degree sign may be UTF-8 or a byte of its own."""
    try:
        return found[0].decode()
    except UnicodeDecodeError:
        return found[0].decode("latin-1")


def _pair(found: re.Match[bytes], words: Words) -> Spot | None:
    if not words.near("geo", *found.span()) or _told_by_link(found, words):
        return None
    return spot(found, "geo", geo(_read(found)), 85)


def _told_by_link(found: re.Match[bytes], words: Words) -> bool:
    """Tell whether a pair is the end of a link, which is told with its mark."""
    if b" " in found[0] or b";" in found[0]:
        return False
    low = max(0, found.start() - _LONGEST_MARK)
    mark = _MARK_BEFORE.search(found.string[low : found.start()])
    if mark is None:
        return False
    return mark[0][:1] not in b"?&" or words.before("geo", low + mark.start())


def _linked(found: re.Match[bytes], words: Words) -> Spot | None:
    if found[0][:1] in b"?&" and not words.before("geo", found.start()):
        return None  # any search may be for two numbers
    return spot(found, "geo", geo(_read(found)), 90)


def _named(found: re.Match[bytes], words: Words) -> Spot | None:
    return spot(found, "geo", geo(_read(found)), 95)


def _degrees(found: re.Match[bytes], words: Words) -> Spot | None:
    return spot(found, "geo", geo(_read(found)))


_LINK_ANCHORS = tuple(
    Anchor(expression=mark + rb"[+\-]?[0-9]", tail=size + 1, reach=1 + more, caseless=True)
    for mark, size, more in (
        (rb"geo:", 4, 0),
        (rb"maps/@", 6, 0),
        (rb"maps\?q=", 7, 0),
        (rb"[?&](?:q|ll|sll|center|destination|daddr|saddr|query)=", 3, 10),
        (rb"=loc:", 7, 10),
        (rb"/@", 2, 0),
        (rb"!3d", 3, 0),
    )
)
RULES: tuple[Rule, ...] = (
    Rule(
        name="geo-pair", core=_PAIR, before=_PAIR_BEFORE, after=rb"[0-9A-Za-z]",
        anchors=(
            token(
                rb"[+\-]?[0-9]{1,2}\.[0-9]{4,15} {0,2}[,;] {0,2}[+\-]?[0-9]{1,3}\.[0-9]{4}", 13, 33,
                before=_PAIR_BEFORE, after=b"",
            ),
        ),
        check=_pair, longest=48, needs="geo",
    ),
    Rule(
        name="geo-link", core=_LINKED, before=b"", after=b"", anchors=_LINK_ANCHORS,
        check=_linked, longest=128,
    ),
    Rule(
        name="geo-named", core=_NAMED, before=rb"[A-Za-z]",
        anchors=(
            Anchor(
                expression=rb"lat(?:itude)?" + _IS + rb"[+\-]?[0-9]", tail=5, reach=16,
                caseless=True,
            ),
        ),
        check=_named, longest=128, asks=False,
    ),
    Rule(
        name="geo-degrees", core=_DEGREES, before=ALNUM,
        anchors=(Anchor(expression=rb"[0-9]" + _SIGN + rb"[0-9]", tail=3, reach=9),),
        check=_degrees, longest=96, asks=False,
    ),
)  # fmt: skip
"""The rules of this family."""
