"""Rules for numbers of devices, cards, accounts: IMEI, IMSI, ICCID, bank card, IBAN."""

import re

from .. import money, telecom
from .rule import Rule, Spot, Words, beside_dash, spot, text_of
from .shapes import NUMBER_BEFORE, number, token

_FIFTEEN = rb"[0-9]{15}"
_GROUPED_IMEI = rb"[0-9]{2}-[0-9]{6}-[0-9]{6}-[0-9]"
_COMMON = ("35", "86", "01", "99")
"""Bodies whose type codes nearly all devices have."""
_FIRST = rb"(?:4[0-9]|5[0-58]|2[2-7]|3[0-9]|6[0-9]|81|97)"
_PLAIN_CARD = _FIRST + rb"[0-9]{11,17}"
_FOURS = _FIRST + rb"[0-9]{2}[ \-][0-9]{4}[ \-][0-9]{4}[ \-][0-9]{4}(?:[ \-][0-9]{3})?"
_AMEX = rb"3[47][0-9]{2}[ \-][0-9]{6}[ \-][0-9]{5}"
_RARE = frozenset(("maestro", "mir", "jcb", "diners", "unionpay", "discover"))


def _imei(found: re.Match[bytes], words: Words) -> Spot | None:
    known = words.near("imei", *found.span())
    if not known and (beside_dash(found) or found[0][:2].decode() not in _COMMON):
        return None
    if not known and (words.near("imsi", *found.span()) or words.near("card", *found.span())):
        return None
    return spot(found, "imei", telecom.imei(text_of(found)), 98 if known else 60)


def _imsi(found: re.Match[bytes], words: Words) -> Spot | None:
    if not words.near("imsi", *found.span()):
        return None
    return spot(found, "imsi", telecom.imsi(text_of(found)), 85)


def _iccid(found: re.Match[bytes], words: Words) -> Spot | None:
    known = words.near("iccid", *found.span())
    return spot(found, "iccid", telecom.iccid(text_of(found)), 98 if known else 80)


def _card(found: re.Match[bytes], words: Words) -> Spot | None:
    whole = text_of(found)
    if " " in whole and "-" in whole:
        return None
    normal = money.card(whole)
    if normal is None:
        return None
    known = words.near("card", *found.span())
    grouped = not whole.isdigit()
    if known or grouped:
        return spot(found, "card", normal, 95 if known else 85)
    if len(whole) == 13:
        return None  # so many issue numbers and times have 13 digits that only a word tells
    if beside_dash(found):
        return None
    usual = len(whole) in (15, 16) and normal.facts["brand"] not in _RARE
    return spot(found, "card", normal, 70 if usual else 45)


def _iban(found: re.Match[bytes], words: Words) -> Spot | None:
    return spot(found, "iban", money.iban(text_of(found)))


def _iban_core() -> bytes:
    """Return the expression of all countries: groups of four, the last shorter, blanks or none."""
    some = []
    for size, countries in sorted(money.IBAN_LENGTHS.items()):
        groups, rest = divmod(size - 4, 4)
        tail = rb"(?: ?[0-9A-Z]{%d})" % rest if rest else b""
        names = "|".join(countries.split()).encode()
        some.append(rb"(?:%s)[0-9]{2}(?: ?[0-9A-Z]{4}){%d}%s" % (names, groups, tail))
    return b"|".join(some)


RULES: tuple[Rule, ...] = (
    Rule(
        name="imei", core=_FIFTEEN + b"|" + _GROUPED_IMEI, before=NUMBER_BEFORE,
        anchors=(
            number(15),
            token(_GROUPED_IMEI, 18, 18, before=NUMBER_BEFORE),
        ),
        check=_imei, longest=20,
    ),
    Rule(
        name="imsi", core=_FIFTEEN, before=NUMBER_BEFORE,
        anchors=(number(15),),
        check=_imsi, longest=16, needs="imsi",
    ),
    Rule(
        name="iccid", core=rb"89[0-9]{17,18}", before=NUMBER_BEFORE,
        anchors=(number(19, 20),),
        check=_iccid, longest=22,
    ),
    Rule(
        name="card", core=_PLAIN_CARD + b"|" + _FOURS + b"|" + _AMEX, before=NUMBER_BEFORE,
        anchors=(
            number(*range(13, 20)),
            token(_FOURS, 19, 23, before=NUMBER_BEFORE),
            token(_AMEX, 17, 17, before=NUMBER_BEFORE),
        ),
        check=_card, longest=26,
    ),
    Rule(
        name="iban", core=_iban_core(),
        anchors=(
            token(rb"[A-Z]{2}[0-9]{2} ?[0-9A-Z]{4} ?[0-9A-Z]{3}", 11, 13, after=b""),
        ),
        check=_iban, longest=64, asks=False,
    ),
)  # fmt: skip
"""The rules of this family."""
