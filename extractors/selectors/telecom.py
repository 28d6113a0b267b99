"""Numbers of devices and SIM cards: IMEI (3GPP TS 23.003), IMSI, ICCID (ITU-T E.118)."""

from .checksums import luhn
from .normal import Normal, Row, digits_of

_REPORTERS = "01 10 30 33 35 44 45 49 50 51 52 53 54 86 91 98 99"
REPORTERS = frozenset(_REPORTERS.split())
"""First two digits of an IMEI: the bodies that allot type codes."""
_OPERATORS = {
    "01": "MobiFone", "02": "VinaPhone", "04": "Viettel", "05": "Vietnamobile",
    "06": "Viettel", "07": "Gmobile", "08": "Viettel", "09": "Reddi",
}  # fmt: skip
"""Network codes under the mobile country code 452 (ITU Operational Bulletin)."""
_CALLING_CODES = """
1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64
65 66 81 82 84 86 90 91 92 93 94 95 98
"""
_COUNTRIES = frozenset(_CALLING_CODES.split())


def imei(text: str, region: str = "") -> Normal | None:
    """Read an IMEI of 15 digits with its check digit."""
    number = digits_of(text, 15)
    if not number or not luhn(number) or len(set(number)) < 4:
        return None
    known = number[:2] in REPORTERS
    return Normal(value=number, confidence=60 if known else 30, facts={"tac": number[:8]})


def imsi(text: str, region: str = "") -> Normal | None:
    """Read an IMSI of 15 digits: country, network, subscriber; it has no check digit."""
    number = digits_of(text, 15)
    if not number or not "2" <= number[0] <= "7" or len(set(number)) < 4:
        return None
    facts = {"mcc": number[:3]}
    if number[:3] == "452":
        operator = _OPERATORS.get(number[3:5])
        if operator is None:
            return None
        facts |= {"mnc": number[3:5], "operator": operator, "country": "VN"}
    return Normal(value=number, confidence=30, facts=facts)


def iccid(text: str, region: str = "") -> Normal | None:
    """Read an ICCID: 89, a calling code, and a check digit, 19 or 20 digits in all."""
    number = digits_of(text.rstrip("Ff"), 19, 20)
    if not number.startswith("89") or not luhn(number) or len(set(number)) < 4:
        return None
    rest = number[2:]
    codes = (rest[:size].lstrip("0") for size in (1, 2, 3))
    country = next((code for code in codes if code in _COUNTRIES), rest[:3])
    return Normal(value=number, confidence=85, facts={"calling-code": country})


ROWS: dict[str, Row] = {
    "iccid": Row(title="ICCID of a SIM card", normal=iccid),
    "imei": Row(title="IMEI of a device", normal=imei),
    "imsi": Row(title="IMSI of a subscriber", normal=imsi),
}
"""The kinds of this family."""
