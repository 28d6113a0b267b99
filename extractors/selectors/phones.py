"""Telephone numbers: E.164, with the Vietnamese numbers of before September 2018 mapped first.

Numbers of 11 digits that began with 012, 016, 018 or 019 became numbers of 10 digits; old evidence
and new must meet in one normal form. The old one is kept as the fact `former`. So it is with
landlines' area codes of before 2017 (`areas`). All else is left to the phonenumbers library.
"""

import re
from functools import lru_cache
from importlib import metadata

from .areas import Area, area_apart, area_of
from .normal import Normal, Row, compact

FORMER = {
    **{f"16{digit}": f"3{digit}" for digit in range(2, 10)},  # Viettel
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",  # MobiFone
    "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",  # VinaPhone
    "186": "56", "188": "58",  # Vietnamobile
    "199": "59",  # Gmobile
}  # fmt: skip
"""First digits of an old mobile number without its 0: those of the new one."""
_ALLOTTED = {
    "Viettel": "32 33 34 35 36 37 38 39 86 96 97 98",
    "MobiFone": "70 76 77 78 79 89 90 93",
    "VinaPhone": "81 82 83 84 85 88 91 94",
    "Vietnamobile": "52 56 58 92",
    "Gmobile": "59 99",
    "Itel": "87",
    "Wintel": "55",
}
CARRIERS = {prefix: name for name, some in _ALLOTTED.items() for prefix in some.split()}
"""First two digits of a mobile number without its 0: to whom they were allotted."""
_ABROAD = re.compile(r"(?:\+?0084|\+84|\(\+?84\))(?:0|\(0\))?|84\(0\)|84(?=[1-9]\d{8,9}$)")
_SHAPE = re.compile(r"[+(0-9Oo][0-9+() ./\-\u00a0\u2010-\u2013\u202f]{4,30}")
_MOBILE = re.compile(r"[35789]\d{8}|1[2689]\d{8}")
_UNGROUPED = str.maketrans("", "", " .-/\t\u00a0\u2010\u2011\u2012\u2013\u202f")
_COUNTED = frozenset(("1234567890", "1234567891"))
"""Counting: what tables of characters hold."""
_CACHE = 1 << 16


def version() -> str:
    """Return the version of the phonenumbers library; `absent` without it."""
    try:
        return metadata.version("phonenumbers")
    except metadata.PackageNotFoundError:
        return "absent"


@lru_cache(_CACHE)
def phone(text: str, region: str = "VN") -> Normal | None:
    """Read a telephone number; `region` says how one without a country is read."""
    if _SHAPE.fullmatch(text) is None:
        return None
    bare = text.translate(_UNGROUPED)
    if bare[0] in "Oo":  # a letter for the digit, by hand or by optical recognition
        bare = "0" + bare[1:]
    abroad = _ABROAD.match(bare)
    if abroad is not None:
        found = _mobile(compact(bare[abroad.end() :]), 90 if bare.startswith("84") else 98)
    elif region == "VN" and bare.startswith("0"):
        found = _mobile(compact(bare[1:]), 90)
    else:
        found = None
    if abroad is None and region != "VN" and bare.lstrip("(").startswith("0"):
        return _any(bare, region)
    apart = area_apart(text)
    if apart is not None and (found is None or not apart.looks_mobile):
        return _landline(apart, 60 if found and not apart.bracketed else 80) or found
    if abroad is not None and found is None and region != "VN":
        found = _any(f"+84{bare[abroad.end() :]}", region)  # a landline: its country is written
    found = found or _any(bare, region)
    if found is None and (abroad or bare.startswith("0")):
        former = area_of(compact(bare[abroad.end() if abroad else 1 :]))
        found = _landline(former, 60) if former else None
    return found


def _mobile(national: str, confidence: int) -> Normal | None:
    """Read the digits after the 0 or +84 of a Vietnamese mobile number."""
    if _MOBILE.fullmatch(national) is None or national in _COUNTED:
        return None
    former = ""
    if len(national) == 10:
        if national[:3] not in FORMER:
            return None
        former, national = f"+84{national}", FORMER[national[:3]] + national[3:]
    carrier = CARRIERS.get(national[:2])
    if carrier is None or len(set(national)) == 1:
        return None
    facts = {"country": "VN", "type": "mobile", "carrier": carrier}
    if former:
        facts["former"] = former
    return Normal(value=f"+84{national}", confidence=confidence, facts=facts)


def _landline(former: Area, confidence: int) -> Normal | None:
    """Read a landline with an area code of before 2017; none where the new number cannot be."""
    found = _any(f"+84{former.now}{former.subscriber}", "VN")
    if found is None or found.facts["type"] != "fixed-line":
        return None
    facts = {**found.facts, "former": f"+84{former.then}{former.subscriber}"}
    return Normal(value=found.value, confidence=confidence, facts=facts)


def _any(bare: str, region: str) -> Normal | None:
    """Read a number by the library's tables of all countries."""
    try:
        import phonenumbers
    except ImportError:
        return None
    plus = "+" + bare[2:] if bare.startswith("00") else bare
    try:
        number = phonenumbers.parse(plus, region or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    country = phonenumbers.region_code_for_number(number) or ""
    kind = phonenumbers.PhoneNumberType.to_string(phonenumbers.number_type(number))
    return Normal(
        value=value,
        confidence=95 if plus.startswith("+") else 80,
        facts={"country": country, "type": kind.lower().replace("_", "-")},
    )


ROWS: dict[str, Row] = {"phone": Row(title="telephone number", normal=phone)}
"""The kinds of this family."""
