"""Passports, and the machine-readable zones of travel documents (ICAO 9303, parts 4 and 5)."""

import re

from .checksums import mrz as right
from .normal import Normal, Row

_PASSPORT = re.compile(r"[A-Z]{1,2}[0-9]{6,8}")
_TD3 = re.compile(
    r"P([A-Z<])([A-Z<]{3})([A-Z<]{39})\r?\n"
    r"([A-Z0-9<]{9})([0-9])([A-Z<]{3})([0-9]{6})([0-9])([MFX<])([0-9]{6})([0-9])"
    r"([A-Z0-9<]{14})([0-9<])([0-9])"
)
_TD1 = re.compile(
    r"([ACI][A-Z0-9<])([A-Z<]{3})([A-Z0-9<]{9})([0-9<])([A-Z0-9<]{15})\r?\n"
    r"([0-9]{6})([0-9])([MFX<])([0-9]{6})([0-9])([A-Z<]{3})([A-Z0-9<]{11})([0-9])\r?\n"
    r"([A-Z<]{30})"
)
_OWN = re.compile(r"[A-Z]{1,3}:(?=.*[0-9])[A-Z0-9]{1,9}")
_SEXES = {"M": "male", "F": "female"}


def passport(text: str, region: str = "") -> Normal | None:
    """Read a passport number: letters and digits, nothing of which can be checked."""
    value = "".join(text.upper().split())
    if _PASSPORT.fullmatch(value) is None or len(set(value[2:])) < 2:
        return None
    vietnamese = len(value) == 8 and value[0] in "BCEKNPQS" and value[1].isdigit()
    return Normal(value=value, confidence=40 if vietnamese else 25)


def mrz(text: str, region: str = "") -> Normal | None:
    """Read the lines of a machine-readable zone, every check digit of which must hold.

    The normal form is `VNM:C1234567`: who issued it and its number; it reads as itself, unproved.
    """
    lines = text.strip()
    if (found := _TD3.fullmatch(lines)) is not None:
        return _td3(found)
    if (found := _TD1.fullmatch(lines)) is not None:
        return _td1(found)
    return Normal(value=lines, confidence=20) if _OWN.fullmatch(lines) else None


def _td3(found: re.Match[str]) -> Normal | None:
    _, state, names, number, d1, nation, birth, d2, sex, expiry, d3, own, d4, d5 = found.groups()
    composite = number + d1 + birth + d2 + expiry + d3 + own + d4
    pairs = ((number, d1), (birth, d2), (expiry, d3), (own, d4), (composite, d5))
    if not all(right(field, digit) for field, digit in pairs):
        return None
    facts = _facts("passport", nation, birth, sex, expiry, names)
    return Normal(value=f"{state.rstrip('<')}:{number.rstrip('<')}", facts=facts)


def _td1(found: re.Match[str]) -> Normal | None:
    _, state, number, d1, own, birth, d2, sex, expiry, d3, nation, more, d4, names = found.groups()
    composite = number + d1 + own + birth + d2 + expiry + d3 + more
    pairs = ((number, d1), (birth, d2), (expiry, d3), (composite, d4))
    if not all(right(field, digit) for field, digit in pairs):
        return None
    facts = _facts("card", nation, birth, sex, expiry, names)
    if state == "VNM" and own[:12].isdigit():
        facts["cccd"] = own[:12]
    return Normal(value=f"{state.rstrip('<')}:{number.rstrip('<')}", facts=facts)


def _facts(
    document: str, nation: str, birth: str, sex: str, expiry: str, names: str
) -> dict[str, str]:
    """Return what the zone tells of its holder; years have two digits there and here."""
    family, _, given = names.partition("<<")
    return {
        "document": document,
        "nationality": nation.rstrip("<"),
        "birth": birth,
        "expiry": expiry,
        "sex": _SEXES.get(sex, ""),
        "family-name": family.replace("<", " ").strip(),
        "given-names": given.replace("<", " ").strip(),
    }


ROWS: dict[str, Row] = {
    "mrz": Row(title="machine-readable zone of a travel document", normal=mrz),
    "passport": Row(title="passport number", normal=passport),
}
"""The kinds of this family."""
