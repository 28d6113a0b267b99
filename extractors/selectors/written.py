"""How people write a value: what is taken off before it is read.

Spreadsheets, word processors and habit change a value: `="0912345678"`, `30A–123.45` with a dash,
`SĐT: 0912 345 678`, `383456789.0`. Look-ups, tables and what officers type are all read so.
"""

import re
import unicodedata

from ...evidence.folding import folded, spaced
from .table import readings

_URI = re.compile(r"(?i)(?:tel|sms|callto):(?://)?")
_QUOTES = " \t\"'“”‘’«»,;"
_AROUND = _QUOTES + "<>"
_FORMULA = re.compile(r'="(.*)"', re.DOTALL)
_FRACTION = re.compile(r"([0-9]{1,20})[.,]0{1,2}")
_POINTS = dict.fromkeys(map(ord, "·•∙⋅‧・･"), ".")
_NUMBER = re.compile(r"\+?[0-9(][0-9 .\-/()\[\]_'+]*[0-9)]")
_LABELS = (
    "so dien thoai", "dien thoai", "di dong", "so dt", "sdt", "dtdd", "dt", "telephone", "phone",
    "mobile", "hotline", "tel", "so tai khoan", "tai khoan", "stk", "so tk", "tk", "account", "acc",
    "bien kiem soat", "bien so xe", "bien so", "bks", "bsx", "so cccd", "cccd", "can cuoc",
    "so cmnd", "cmnd", "cmtnd", "cmt", "so the", "card", "ho chieu", "passport", "ma so thue",
    "mst", "e-mail", "email", "imei", "imsi", "zalo", "viber", "momo", "website",
    "ho va ten", "ho ten",
)  # fmt: skip
"""What forms put before a value, folded; the longer before those that they begin with."""
_LABEL = re.compile(rf"(?:{'|'.join(_LABELS)})(?![a-z0-9])[\s:.=#-]*")
_HELD = re.compile(
    r"(?<![\w@.])(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|[0-9]{2}[A-Za-zĐđ][A-Za-z0-9]?[ -]?[0-9]{3}\.?[0-9]{1,2}"
    r"|\+?[0-9(][0-9 .()-]{5,28}[0-9])(?![\w@])"
)
MAX_HELD = 512
"""Characters of a text in which values are looked for."""
_NAMING = ("ho va ten", "ho ten")


def bare(typed: str) -> str:
    """Return a value without what copying it brings along: invisible signs, quotes, `tel:`.

    Digits and letters of other widths become the usual ones.
    """
    seen = "".join(one for one in typed if unicodedata.category(one) != "Cf")
    return _URI.sub("", _peeled(unicodedata.normalize("NFKC", seen)), count=1)


def _peeled(text: str) -> str:
    """Return a text without what stands around it; `Đức <duc@x.vn>` keeps both its brackets."""
    inside = text.strip(_AROUND)
    return inside if inside.count("<") == inside.count(">") else text.strip(_QUOTES)


def writings(typed: str) -> list[str]:
    """Return the same value as it may be written elsewhere, as it was typed (NFC) first."""
    text = unicodedata.normalize("NFC", typed.strip())
    formula = _FORMULA.fullmatch(text)
    plain = bare(formula[1] if formula else text)
    tidy = even(_unlabelled(spaced(plain)))
    fraction = _FRACTION.fullmatch(tidy)
    found = dict.fromkeys((text, plain, spaced(plain), tidy, fraction[1] if fraction else tidy))
    return [one for one in found if one] or [text]


def _unlabelled(text: str) -> str:
    """Return a value without the word that a form puts before it: `SĐT 0912 345 678`."""
    base = folded(text)
    found = _LABEL.match(base)
    if found is None or len(base) != len(text):  # else places in the one are none in the other
        return text
    rest = text[found.end() :]
    told = any(map(str.isdecimal, rest)) or "@" in rest or found[0].startswith(_NAMING)
    return rest if rest and told else text


def even(text: str) -> str:
    """Return a text with one kind of dash and point; `_` between digits is a dash too."""
    if text.isascii() and "_" not in text:
        return text
    dashed = "".join("-" if _is_dash(one) else one for one in text).translate(_POINTS)
    digits = dashed.replace("_", "-")
    return digits if _NUMBER.fullmatch(digits) else dashed


def _is_dash(letter: str) -> bool:
    return letter == "\u2212" or unicodedata.category(letter) == "Pd"


def held(text: str) -> tuple[str, ...]:
    """Return the values within a text that is none itself: two numbers, or one with a remark."""
    found = (one[0].strip() for one in _HELD.finditer(text[:MAX_HELD]))
    return tuple(dict.fromkeys(one for one in found if one != text.strip() and readings(one)))
