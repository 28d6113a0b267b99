"""Bank cards (ISO/IEC 7812), IBAN (ISO 13616) and Vietnamese bank accounts."""

import re

from .banks import BANKS, name_of
from .checksums import luhn, mod97
from .normal import Normal, Row, digits_of

# First digits from, to, lengths, brand. The ranges are those that the schemes publish.
_RANGES: tuple[tuple[str, str, str, str], ...] = (
    ("9704", "9704", "16 19", "napas"),
    ("34", "34", "15", "amex"),
    ("37", "37", "15", "amex"),
    ("300", "305", "14 16 19", "diners"),
    ("36", "36", "14 16 19", "diners"),
    ("38", "39", "16 19", "diners"),
    ("3528", "3589", "16 17 18 19", "jcb"),
    ("4", "4", "13 16 19", "visa"),
    ("2200", "2204", "16 17 18 19", "mir"),
    ("2221", "2720", "16", "mastercard"),
    ("51", "55", "16", "mastercard"),
    ("6011", "6011", "16 19", "discover"),
    ("644", "649", "16 19", "discover"),
    ("65", "65", "16 19", "discover"),
    ("62", "62", "16 17 18 19", "unionpay"),
    ("8171", "8171", "16 17 18 19", "unionpay"),
    ("5018", "5018", "16", "maestro"),
    ("5020", "5020", "16", "maestro"),
    ("5038", "5038", "16", "maestro"),
    ("5893", "5893", "16", "maestro"),
    ("6304", "6304", "16", "maestro"),
    ("6759", "6759", "16", "maestro"),
    ("6761", "6763", "16", "maestro"),
)
IBAN_LENGTHS: dict[int, str] = {
    15: "NO", 16: "BE", 18: "DK FK FI FO GL NL SD", 19: "MK SI", 20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV", 22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG", 25: "AO CV GW LY MZ PT ST", 26: "DZ IR IS TR",
    27: "BI CF CG CM DJ FR GA GQ GR IT KM MC MG MR SM TD",
    28: "AL AZ BF BJ BY CI CY DO GT HN HU LB MA ML NE NI PL SN SV TG", 29: "BR EG PS QA UA",
    30: "JO KW MU YE", 31: "MT SC", 32: "LC", 33: "RU",
}  # fmt: skip
"""Characters of an IBAN: the countries that have so many (SWIFT's registry), and the African ones
and Iran whose banks use IBANs that are not registered."""
_LENGTH_OF = {country: size for size, some in IBAN_LENGTHS.items() for country in some.split()}


def brand_of(number: str) -> str:
    """Return the scheme that issues such card numbers; empty for none."""
    for first, last, lengths, brand in _RANGES:
        if first <= number[: len(first)] <= last and str(len(number)) in lengths.split():
            return brand
    return ""


def card(text: str, region: str = "") -> Normal | None:
    """Read a card number: scheme by its first digits, length, Luhn check digit."""
    number = digits_of(text, 13, 14, 15, 16, 17, 18, 19)
    brand = brand_of(number) if number else ""
    if not brand or not luhn(number) or len(set(number)) < 3:
        return None
    facts = {"brand": brand, "iin": number[:6]}
    if brand == "napas":
        facts["bank"] = name_of(number[:6])
    return Normal(value=number, confidence=70, facts=facts)


def iban(text: str, region: str = "") -> Normal | None:
    """Read an IBAN: the length of its country, remainder 97."""
    value = "".join(text.split()).replace("-", "").upper()
    if not value.isascii() or not value.isalnum() or _LENGTH_OF.get(value[:2]) != len(value):
        return None
    if not value[2:4].isdigit() or not mod97(value):
        return None
    return Normal(value=value, facts={"country": value[:2]})


_ACCOUNT = re.compile(r"(?:(\d{6})[:/])?([0-9][0-9 .\-]{4,24}[0-9])")


def account(text: str, region: str = "") -> Normal | None:
    """Read a bank account: `970436:0071000123456` with the bank's number before it, or alone."""
    found = _ACCOUNT.fullmatch(text.strip())
    number = digits_of(found[2], *range(6, 20)) if found else ""
    if not found or not number or len(set(number)) < 2:
        return None
    if found[1] is None:
        return Normal(value=number, confidence=20)
    if found[1] not in BANKS:
        return None
    return account_at(found[1], number, 60)


def account_at(bank: str, number: str, confidence: int) -> Normal:
    """Return the account of this number at the bank with this identification number."""
    facts = {"bank": name_of(bank), "bin": bank}
    return Normal(value=f"{bank}:{number}", confidence=confidence, facts=facts)


ROWS: dict[str, Row] = {
    "bank-account": Row(title="bank account, after its bank's NAPAS number", normal=account),
    "card": Row(title="bank card", normal=card),
    "iban": Row(title="IBAN", normal=iban),
}
"""The kinds of this family."""
