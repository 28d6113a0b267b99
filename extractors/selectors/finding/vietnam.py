"""Rules for Vietnamese documents: citizen id, identity card, tax code, plate, bank account.

Passports and machine-readable zones are here too.
"""

import re

from .. import money, travel, vietnam
from ..phones import phone
from .rule import BANK_AFTER, Anchor, Rule, Spot, Words, beside_dash, spot, text_of
from .shapes import GROUPED, NUMBER_BEFORE, number, spread, token

_CCCD = rb"0[0-9]{2}[0-3][0-9]{8}"
_GROUPED_CCCD = rb"0[0-9]{2}[ .][0-3][0-9]{2}[ .][0-9]{3}[ .][0-9]{3}"
_DIFFERENT = 4  # digits of a citizen id in a text: with fewer it is mostly a counter or a filler
_CMND = rb"[0-9]{9}"
_GROUPED_CMND = rb"[0-9]{3}[ .][0-9]{3}[ .][0-9]{3}"
_TAX = rb"[0-9]{10}(?:-[0-9]{3})?"
_PLATE = (
    rb"[1-9][0-9][ \-]?[A-Za-z][A-Za-z0-9]?[ \-]{0,2}(?:[0-9]{3}[. ][0-9]{2}|[0-9]{4,5})"
    rb"|[1-9][0-9][ \-](?:NG|NN|QT)[ \-][0-9]{3}[ \-][0-9]{2}"
)
_ACCOUNT = rb"[0-9]{6,19}"
_GROUPED_ACCOUNT = rb"[0-9]{3,6}(?:[ .\-][0-9]{3,6}){1,4}"
_PASSPORT = rb"[A-Z]{1,2}[0-9]{6,8}"
_SECOND = rb"[0-9]{6}[0-9][MFX<][0-9]{7}"
_TD3 = (
    rb"P[A-Z<][A-Z<]{3}[A-Z<]{39}\r?\n[A-Z0-9<]{9}[0-9][A-Z<]{3}" + _SECOND
    + rb"[A-Z0-9<]{14}[0-9<][0-9]"
)  # fmt: skip
_TD1 = (
    rb"[ACI][A-Z0-9<][A-Z<]{3}[A-Z0-9<]{9}[0-9<][A-Z0-9<]{15}\r?\n" + _SECOND
    + rb"[A-Z<]{3}[A-Z0-9<]{11}[0-9]\r?\n[A-Z<]{30}"
)  # fmt: skip
_ZONE = rb"[A-Z0-9<]"
_DATE = re.compile(rb"(?:19|20)[0-9]{6}|[0-3][0-9][01][0-9](?:19|20)[0-9]{2}")
_AMOUNT = re.compile(rb"[0-9]{1,3}(?:[.][0-9]{3})+")


def _cccd(found: re.Match[bytes], words: Words) -> Spot | None:
    known = words.near("cccd", *found.span())
    if not known and (beside_dash(found) or not found[0].isdigit()):
        return None
    if len(set(found[0]) - set(b" .")) < _DIFFERENT:
        return None
    return spot(found, "cccd", vietnam.cccd(text_of(found)), 97 if known else 60)


def _cmnd(found: re.Match[bytes], words: Words) -> Spot | None:
    if not words.near("cmnd", *found.span()):
        return None
    return spot(found, "cmnd", vietnam.cmnd(text_of(found)), 80)


def _tax(found: re.Match[bytes], words: Words) -> Spot | None:
    if not words.near("tax", *found.span()):
        return None
    return spot(found, "tax-code", vietnam.tax_code(text_of(found)), 95)


def _plate(found: re.Match[bytes], words: Words) -> Spot | None:
    known = words.near("plate", *found.span())
    raw = found[0]
    dotted, dashed = raw[-3:-2] == b".", b"-" in raw[3:]
    if not known and not (dotted or (dashed and raw[-5:].isdigit())):
        return None
    if not known and not raw.isupper():
        return None
    sure = 95 if known else 85 if dotted else 45
    return spot(found, "licence-plate", vietnam.plate(text_of(found)), sure)


def _passport(found: re.Match[bytes], words: Words) -> Spot | None:
    if not words.near("passport", *found.span()):
        return None
    return spot(found, "passport", travel.passport(text_of(found)), 80)


def _zone(found: re.Match[bytes], words: Words) -> Spot | None:
    return spot(found, "mrz", travel.mrz(text_of(found)))


def _is_phone(number: str) -> bool:
    """Tell whether digits are a telephone number of today; an old landline's may be anything."""
    read = phone(number, "VN")
    return read is not None and read.confidence >= 80


def _account(found: re.Match[bytes], words: Words) -> Spot | None:
    """Read an account: its bank is the nearest one named, before it or behind."""
    start, end = found.span()
    text = text_of(found)
    normal = money.account(text)
    if normal is None:
        return None
    number = normal.value
    bank = words.bank(start, end)
    numbered = words.before("account-number", start, 32)
    known = numbered or words.near("account", start, end)
    if _named_otherwise(words, start):
        return None
    if not bank and not (numbered and len(number) >= 8):
        return None  # digits without a bank mean nothing
    doubtful = len(number) < 8 or _DATE.fullmatch(found[0]) or _AMOUNT.fullmatch(found[0])
    if (doubtful or not found[0].isdigit()) and not numbered:
        return None
    if not known and (len(number) < 9 or _is_phone(number)):
        return None
    if not bank:
        return spot(found, "bank-account", normal, 40)
    there = money.account_at(bank, number, 90 if numbered else 75 if known else 50)
    return spot(found, "bank-account", there)


def _named_otherwise(words: Words, start: int) -> bool:
    """Tell whether the word nearest before a number says that it is no account."""
    other = words.gap(("cccd", "cmnd", "tax", "passport"), start)
    own = words.gap(("account-number", "account"), start)
    return other is not None and (own is None or other < own)


RULES: tuple[Rule, ...] = (
    Rule(
        name="cccd", core=_CCCD + b"|" + _GROUPED_CCCD, before=NUMBER_BEFORE,
        anchors=(
            number(12),
            token(_GROUPED_CCCD, 15, 15, before=NUMBER_BEFORE),
        ),
        check=_cccd, longest=17,
    ),
    Rule(
        name="cmnd", core=_CMND + b"|" + _GROUPED_CMND, before=NUMBER_BEFORE,
        anchors=(
            number(9),
            GROUPED,
        ),
        check=_cmnd, longest=13, needs="cmnd",
    ),
    Rule(
        name="tax-code", core=_TAX, before=NUMBER_BEFORE,
        anchors=(number(10),),
        check=_tax, longest=16, needs="tax",
    ),
    Rule(
        name="licence-plate", core=_PLATE, before=rb"[0-9A-Za-z.\-]",
        after=rb"(?:[0-9A-Za-z]|[.\-][0-9])",
        anchors=(token(_PLATE, 7, 13, before=rb"[0-9A-Za-z.\-]"),),
        check=_plate, longest=18,
    ),
    Rule(
        name="bank-account", core=_GROUPED_ACCOUNT + b"|" + _ACCOUNT, before=NUMBER_BEFORE,
        anchors=(
            number(*range(6, 20)),
            GROUPED,
        ),
        check=_account, longest=36, beyond=BANK_AFTER, needs="pay",
    ),
    Rule(
        name="passport", core=_PASSPORT,
        anchors=(token(_PASSPORT, 7, 10, spread(b"0-9", b"A-Z")),),
        check=_passport, longest=12, needs="passport",
    ),
    Rule(
        name="mrz", core=_TD3 + b"|" + _TD1, before=_ZONE, after=_ZONE,
        anchors=(
            Anchor(expression=rb"[0-9][A-Z<]{3}[0-9]{7}[MFX<][0-9]{7}", tail=73, reach=1),
            Anchor(expression=rb"[0-9]{7}[MFX<][0-9]{7}[A-Z<]{3}", tail=49, reach=1),
        ),
        check=_zone, longest=128, asks=False,
    ),
)  # fmt: skip
"""The rules of this family."""
