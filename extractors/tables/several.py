"""Cells that hold more than one bare value: two numbers, a label, a remark, an odd dash.

People write `0911 000 111 ::: 0911000112`, `SĐT: 0911000666`, `0911000777 (Zalo)` into one cell.
Each value that can be read is one; what is left and holds a digit is told, never made a value.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..selectors.normal import compact
from ..selectors.table import KINDS as SELECTORS
from ..selectors.written import even, writings

Value = tuple[str, str]
"""(kind, normal form); the kind is one of nodes or of `profile.VALUES`."""
Read = Callable[[str], Value | None]
"""Reads a text that is one value; none where it is not."""
_PARTS = re.compile(
    r"\s*(?:[;|]|:::)+\s*|,\s+|\s+[/&+]\s+|\s+[-\u2013\u2014]\s+|\s+(?:và|hoặc|and|or)\s+",
    re.IGNORECASE,
)
_LISTED = re.compile(r"[;|,]|:::|\s[/&+]\s")
_TAILED = re.compile(r"\s[/&+\-\u2013\u2014]\s")  # behind it may stand the end of another number
_PIECES = (re.compile(r"[/,;:|]"), re.compile(r"[+-]"))
_REMARK = re.compile(r"[(\[{][^()\[\]{}0-9@]{0,200}[)\]}]")
_TELLING = re.compile(r"[0-9@]")
_LETTERED = re.compile(r"[^\W\d_]*([+0-9][0-9.]{5,18}[0-9])[^\W\d_]*")
_DIALLED = re.compile(r"\+?[0-9*#]{3,32}")
_SURE_PHONE = re.compile(r"[(+]*(?:0|84|\+|1[89]00)")
_EDGES = " \t.,;:<>()[]{}\"'“”‘’«»-–—/"
_MAX_WORDS = 6  # of a value: a number in groups
_MAX_DIGITS = 18  # of a telephone number with all that is dialled before it
_NO_DIGITS = 7  # fewer are a short number, or part of a sender's name
_LONG = 8
_WORDS = frozenset(
    {"domain", "facebook", "geo", "instagram", "mrz", "telegram", "tiktok", "url", "uuid", "x",
     "youtube", "zing"}
)  # fmt: skip
"""Kinds that nearly any word may be: in a sentence none is looked for."""
_WEAK = frozenset({"bank-account", "cmnd", "passport", "tax-code"})


class Held(NamedTuple):
    """What a cell holds."""

    values: tuple[Value, ...]
    """Its values, in order, each once."""
    rest: str
    """What is left and may be a value too; empty for nothing."""


def parted(kind: str, text: str, read: Read) -> tuple[Value, ...]:
    """Return the values of a cell that is nothing but several, with signs or blanks between."""
    for parts in (_parts(text), text.split() if kind in _WEAK else []):
        is_list = len(parts) > 1 and (parts != text.split() or all(map(_is_long, parts)))
        found = [_one(part, read) for part in parts] if is_list else []
        if found and all(found):
            return tuple(dict.fromkeys(one for one in found if one is not None))
    return ()


def held_by(kind: str, text: str, read: Read, kept: Read | None = None) -> Held:
    """Return what a cell holds that is no value as a whole.

    `kept` takes a number as it stands that cannot be read, where the column allows it.
    """
    if kind not in SELECTORS:
        return Held((), text)
    values, rest, as_is = dict[Value, None](), list[str](), dict[Value, str]()
    parts = _parts(text)
    is_list = len(parts) > 1 and _TAILED.search(text) is None
    for part in parts:
        bare = _REMARK.sub(" ", part).strip()
        found = _one(bare, read)
        last = writings(bare)[-1]
        if found is None and kept is not None and (is_list or (len(parts) == 1 and last != text)):
            found = kept(last)
            as_is |= {found: part} if found else {}
        if found is not None:
            values[found] = None
        elif _TELLING.search(bare):
            scanned = _scan(kind, bare, read) if kind not in _WORDS else Held((), bare)
            values |= dict.fromkeys(scanned.values)
            rest += [scanned.rest] if scanned.rest else []
    if rest:  # then a number that is none of a plan may be a piece of one
        rest += [as_is[one] for one in values if one in as_is]
    return Held(tuple(one for one in values if not rest or one not in as_is), " ".join(rest))


def number_kept(text: str) -> Value | None:
    """Return a telephone number that is none of a plan, without what groups its digits.

    One that begins with a 0 lacks digits, or has too many.
    """
    bare = compact(text)
    if bare.startswith("0") and not bare.startswith("00"):
        return None
    digits = sum(map(str.isdecimal, bare))
    if _DIALLED.fullmatch(bare) and 3 <= digits <= _MAX_DIGITS:
        return "phone", bare
    return None


def stands_alone(kind: str, text: str) -> bool:
    """Tell whether a text that cannot be read may be a value as it stands, where that is allowed.

    A short number, a service's name, a plate or an account of another form; no list, no sentence.
    """
    digits = sum(map(str.isdecimal, text))
    if kind == "phone" and not digits:
        return True
    bare = compact(text)
    if kind == "phone" and _DIALLED.fullmatch(bare):
        return bare == text or (digits <= _MAX_DIGITS and _LISTED.search(text) is None)
    if not digits or len(_parts(text)) > 1 or re.search(r"[;|()\[\]{}]|,", text):
        return False
    words = text.split()
    if len(words) == 1:
        return True
    if kind == "phone":
        return digits < _NO_DIGITS
    return not any(word.isalpha() and not word.isupper() for word in words)


def _one(text: str, read: Read) -> Value | None:
    """Return a text as one value, without what is written around it."""
    return next((one for form in writings(text) if (one := read(form)) is not None), None)


def _parts(text: str) -> list[str]:
    return [one.strip() for one in _PARTS.split(text) if one.strip(_EDGES)]


def _is_long(text: str) -> bool:
    return text.isdecimal() and len(text) >= _LONG


def _scan(kind: str, text: str, read: Read) -> Held:
    """Return the values among the words of a text."""
    words = even(text).split()
    is_number = kind == "phone" and _DIALLED.fullmatch(compact(text)) is not None
    longest = 1 if is_number and len(compact(text)) <= _MAX_DIGITS else _MAX_WORDS
    values, rest, at = list[Value](), list[str](), 0
    while at < len(words):
        for end in range(min(at + longest, len(words)), at, -1):
            found = _sure(kind, words[at:end], read)
            if found is not None:
                values.append(found)
                at = end
                break
        else:
            for found, left in _pieces(kind, words[at], read):
                values += [found] if found is not None else []
                rest += [left] if left else []
            at += 1
    telling = " ".join(one for one in rest if _TELLING.search(one))
    if kind in _WEAK and len(values) > 1 and rest:  # which of them is one is not sure
        return Held((), text)
    return Held(tuple(values), telling)


def _pieces(kind: str, word: str, read: Read) -> Iterator[tuple[Value | None, str]]:
    """Yield the values in a word that is none itself, or what is left of it."""
    for part in _PIECES[0].split(word):
        whole = _sure(kind, [part], read)
        for piece in _PIECES[1].split(part) if whole is None else ():
            lettered = _LETTERED.fullmatch(piece)
            found = _sure(kind, [piece], read)
            if found is None and lettered is not None:
                found = _sure(kind, [lettered[1]], read)
            yield found, "" if found is not None else piece.strip(_EDGES)
        if whole is not None:
            yield whole, ""


def _sure(kind: str, words: list[str], read: Read) -> Value | None:
    """Return words as a value where nothing but it can be meant."""
    text = " ".join(words).strip(_EDGES if not words[0].startswith("(") else _EDGES + "(")
    if not _TELLING.search(text) or (len(words) > 1 and not _TELLING.search(words[-1])):
        return None
    if kind == "phone" and _SURE_PHONE.match(text) is None:
        return None
    if kind in _WEAK and len(words) > 1 and any(map(_is_long, words)):
        return None
    return read(text)
