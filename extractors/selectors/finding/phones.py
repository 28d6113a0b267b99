"""Rules for telephone numbers: Vietnamese ones, those with a plus, and those of the set region."""

import re
from functools import partial

from ..normal import Normal
from ..phones import CARRIERS, phone
from .commits import is_commit
from .rule import Rule, Spot, Words, beside_dash, spot, text_of
from .shapes import ALNUM, DIGITS, token

_S = rb"[ .\-]?"
_ABROAD = rb"(?:(?:\+|00)?84|\(\+?84\))" + _S + rb"(?:0|\(0\))?" + _S
_NINE = rb"[2-9](?:" + _S + rb"[0-9]){8}"
_TEN = (
    rb"(?:1[2689]|2" + _S + rb"[0-9])(?:" + _S + rb"[0-9]){8}"
    rb"|(?:3[25]|5[01]|65|7[18])" + _S + rb"[01](?:" + _S + rb"[0-9]){7}"
)
_CODE = rb"[2-8][0-9]{0,2}\)"
_AREA = (
    rb"(?:\(0" + _CODE + rb"|\(\+?84[ .\-]0?" + _CODE + rb"|(?:\+|00)?84" + _S + rb"\(0?" + _CODE
    + rb")" + _S + rb"[0-9](?:" + _S + rb"[0-9]){6,7}"
)  # fmt: skip
_VIETNAM = (
    rb"(?:" + _ABROAD + rb"|[0Oo])(?:" + _NINE + rb"|" + _TEN + rb")|" + _AREA
)  # fmt: skip
_PLUS = rb"\+[1-9](?:[ .\-()]{0,2}[0-9]){6,14}"
_HOTLINE = rb"1[89]00[ .\-]?[0-9]{2,4}(?:[ .\-]?[0-9]{2,3})?"
_GROUPED = rb"(?:\([0-9]{2,5}\)|[0-9]{1,5})(?:[ .\-]{1,2}\(?[0-9]{2,5}\)?){1,4}"
_BEFORE = rb"[0-9A-Za-z+]"
_DATE = re.compile(rb"[0-9]{2}[ .\-][0-9]{2}[ .\-](?:19|20)[0-9]{2}(?![0-9])")
_PAIR = re.compile(rb"[0-9A-Fa-f]{2}[ .\-]")
_ISO_DATE = re.compile(rb"(?<![0-9])(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]")
_GROUPS = re.compile(rb"[ .\-()+]+")
_COUNTRY = re.compile(rb"(?:(?:\+|00)?84|\(\+?84\)|\(\+?84(?=[ .\-]))[ .\-]?(?:\(0\))?[ .\-]?")
_ONLY_FORMER = re.compile(rb"[0Oo](?:[46]|2[0-9]{8}\Z)")
"""How of all numbers only landlines of before 2017 begin: told before any table is asked."""
_COUNTRY_BEFORE = re.compile(rb"\+[0-9]{1,3}[ .\-(]{1,2}\Z")
_FIRST_GROUP = 5
_SERVICES = ("zalo", "momo", "viber", "whatsapp", "telegram", "zalopay")


def _vietnamese(found: re.Match[bytes], words: Words, *, region: str) -> Spot | None:
    start, end = found.span()
    raw = found[0]
    if found.string[start - 1 : start] == b"." and found.string[start - 2 : start - 1].isdigit():
        return None  # the rest of a fraction
    known = words.near("phone", start, end)
    if not known and _ONLY_FORMER.match(raw):
        return None  # digits that may be many things
    if (not known and (beside_dash(found) or _in_dump(found))) or is_commit(found):
        return None
    if not raw.isdigit() and not _looks_grouped(raw):
        return None
    national = raw[:1] in b"0Oo(" and not raw.startswith((b"00", b"(84", b"(+84"))
    if national and region != "VN":
        return None
    normal = phone(text_of(found).replace("o", "0", 1) if raw[:1] == b"o" else text_of(found), "VN")
    if normal is None or not normal.value.startswith("+84"):
        return None
    if not (known or b"(" in raw or raw.startswith(b"+")) and _is_former_landline(normal):
        return None  # digits that may be many things
    sure = 98 if known else normal.confidence
    if raw.startswith(b"84") and not known:
        sure = 60  # eleven digits may be many things
    return _served(words, Spot(start, end, "phone", normal.value, sure, normal.facts))


def _is_former_landline(normal: Normal) -> bool:
    """Tell a landline of before 2017 that reads like no mobile number of today."""
    former = normal.facts.get("former", "")[3:]
    return normal.facts["type"] == "fixed-line" and former != "" and former[:2] not in CARRIERS


def _looks_grouped(raw: bytes) -> bool:
    """Tell whether a number is grouped as people do: no date, no single digits, no long groups."""
    if _DATE.match(raw) or _ISO_DATE.search(raw):
        return False
    country = _COUNTRY.match(raw)
    rest = raw[country.end() :] if country else raw
    groups = [group for group in _GROUPS.split(rest) if group]
    if len(groups) < 2:
        return True
    most = 8 if len(groups) == 2 else 4
    return (
        len(groups) <= 6
        and all(len(group) > 1 for group in groups[1:])
        and len(groups[0]) <= _FIRST_GROUP
        and all(len(group) <= most for group in groups[1:])
    )


def _in_dump(found: re.Match[bytes]) -> bool:
    """Tell whether groups of two digits go on before or behind, as in a dump of bytes."""
    if any(len(group) != 2 for group in _GROUPS.split(found[0])):
        return False
    start, end = found.span()
    text = found.string
    return bool(
        _PAIR.fullmatch(text[start - 3 : start]) or _PAIR.fullmatch(text[end : end + 3][::-1])
    )


def _served(words: Words, seen: Spot) -> Spot:
    """Add the messengers and wallets that are named beside a number."""
    services = [name for name in _SERVICES if words.before(name, seen.start, 24)]
    if not services:
        return seen
    return seen._replace(facts={**seen.facts, "service": " ".join(services)})


def _international(found: re.Match[bytes], words: Words) -> Spot | None:
    """Read a number with a plus; what follows it may have been taken for its last groups."""
    text = text_of(found)
    if text.startswith("+84"):
        return None  # the other rule's
    while sum(map(str.isdigit, text)) >= 7:
        normal = phone(text, "")
        if normal is not None:
            end = found.start() + len(text)
            return _cut(found, words, normal.value, dict(normal.facts), end)
        shorter = text.rstrip("0123456789").rstrip(" .-()")
        if shorter in ("", "+") or shorter == text:
            return None
        text = shorter
    return None


def _cut(found: re.Match[bytes], words: Words, value: str, facts: dict[str, str], end: int) -> Spot:
    known = words.near("phone", found.start(), end)
    return _served(words, Spot(found.start(), end, "phone", value, 98 if known else 90, facts))


def _local(found: re.Match[bytes], words: Words, *, region: str) -> Spot | None:
    known = words.near("phone", *found.span())
    if not known and (region == "VN" or found[0].isdigit() or not _looks_grouped(found[0])):
        return None
    if _COUNTRY_BEFORE.search(found.string[max(0, found.start() - 6) : found.start()]):
        return None  # the rest of a number of another country
    normal = phone(text_of(found), region)
    if normal is None or normal.facts.get("country", region) != region:
        return None
    return spot(found, "phone", normal, 85 if known else 60)


def rules(region: str) -> tuple[Rule, ...]:
    """Return the rules for a region: `VN`, or any other that phonenumbers knows."""
    some = [
        Rule(
            name="phone-vietnam", core=_VIETNAM, before=_BEFORE,
            anchors=(token(_VIETNAM, 10, 30, before=_BEFORE),),
            check=partial(_vietnamese, region=region), longest=40,
        ),
        Rule(
            name="phone-plus", core=_PLUS, before=_BEFORE,
            anchors=(
                token(rb"\+[1-9](?:[ .\-()]{0,2}[0-9]){6}", 8, 20, before=_BEFORE, after=b""),
            ),
            check=_international, longest=48,
        ),
    ]  # fmt: skip
    local = _HOTLINE if region == "VN" else rb"[0-9]{7,11}|" + _GROUPED
    anchors = (
        (token(_HOTLINE, 6, 13, before=_BEFORE),)
        if region == "VN"
        else (
            token(rb"[0-9]{7,11}", 7, 11, DIGITS, before=_BEFORE),
            token(rb"\(?[0-9]{1,5}\)?[ .\-]{1,2}\(?[0-9]{2}", 4, 11, before=_BEFORE, after=b""),
        )
    )
    some.append(
        Rule(
            name="phone-local", core=local, before=_BEFORE, after=ALNUM, anchors=anchors,
            check=partial(_local, region=region), longest=52,
            needs="phone" if region == "VN" else "",
        )
    )  # fmt: skip
    return tuple(some)
