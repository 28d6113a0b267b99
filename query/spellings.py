"""Spellings: what a typed value may stand for, and under which forms it is looked up.

`0912.345.678`, `+84 912 345 678` and the old `0168 345 6789` are read by `extractors.selectors`;
hashes by their length; anything else is looked up as it was typed. The beginning of a number,
`0912*`, is looked up in its international form too.
"""

import re
import unicodedata
from dataclasses import dataclass

from ..evidence.examined import MAX_VALUE
from ..evidence.links.node import KINDS, parse_node
from ..extractors.selectors import KINDS as SELECTORS
from ..extractors.selectors import normal, readings
from ..extractors.selectors.phones import FORMER
from ..extractors.tables.values import bank_number

HASHES: dict[int, tuple[str, ...]] = {
    32: ("digest-md5",),
    40: ("digest-sha1",),
    64: ("sha256", "digest-blake3"),
    128: ("digest-sha512",),
}
"""Hexadecimal digits of a hash: what it may be; `sha256` are the bytes of an item themselves."""
AS_TYPED = "as typed"
"""In place of a kind: the same text, as a value of any kind."""
NAME = "name"
"""In place of a kind: a name by which a person or thing goes, without marks."""
_HEX = re.compile(r"[0-9A-Fa-f]+")
_DIGITS = re.compile(r"\+?[0-9][0-9 .\-()]*")
_GROUPS = re.compile(r"[ .\-()]")
_NUMBER = re.compile(r"[0-9][0-9 .\-]{4,24}[0-9]")
_URI = re.compile(r"(?i)(?:tel|sms|callto):(?://)?")
_AROUND = " \t\"'<>“”‘’«»,;"
ACCOUNT = "bank-account"
"""Kind of the bank accounts: the bank's number and the account's, or the account's alone."""


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Spelling:
    """One thing that a typed value may stand for."""

    kind: str
    """Kind of selector, `sha256`, a kind of hash, `AS_TYPED` or `NAME`."""
    value: str
    """The form under which it is looked up."""

    @property
    def title(self) -> str:
        """One line for people."""
        if self.kind in SELECTORS:
            return SELECTORS[self.kind].title
        return KINDS[self.kind].title if self.kind in KINDS else self.kind


def spellings(text: str, region: str = "VN") -> tuple[Spelling, ...]:
    """Return all that a typed value may stand for, the surest first, as typed and as a name last.

    `kind:value` stands for just that.
    """
    typed = unicodedata.normalize("NFC", text.strip())
    found = dict[Spelling, None]()
    if ":" in typed:
        kind, _, value = typed.partition(":")
        kind = kind.lower()
        try:
            node = parse_node(f"{kind}:{value}")
        except ValueError:
            pass
        else:
            found[Spelling(kind=node.kind, value=node.value)] = None
            read = normal(kind, value, region) if kind in SELECTORS else None
            found |= {Spelling(kind=kind, value=read.value): None} if read else {}
    for form in dict.fromkeys((typed, _bare(typed))):
        if _HEX.fullmatch(form):
            for kind in HASHES.get(len(form), ()):
                found[Spelling(kind=kind, value=form.lower())] = None
        for kind, value in (*_account(form), *readings(form, region)):
            found[Spelling(kind=kind, value=value)] = None
    for form in dict.fromkeys((typed, _bare(typed))):
        found |= {Spelling(kind=AS_TYPED, value=form): None} if form else {}
        if any(letter.isalpha() for letter in form):
            found[Spelling(kind=NAME, value=form)] = None
    return tuple(found) or (Spelling(kind=AS_TYPED, value=typed),)


def _bare(typed: str) -> str:
    """Return a value without what copying it brings along: invisible signs, quotes, `tel:`.

    Digits and letters of other widths become the usual ones.
    """
    seen = "".join(one for one in typed if unicodedata.category(one) != "Cf")
    return _URI.sub("", unicodedata.normalize("NFKC", seen).strip(_AROUND), count=1)


def _account(typed: str) -> list[tuple[str, str]]:
    """Return what a number stands for beside which a bank is named: `0071 000 123 456 VCB`."""
    numbers = list(_NUMBER.finditer(typed)) if len(typed) < MAX_VALUE else []
    if len(numbers) != 1:
        return []
    found = numbers[0]
    bank = bank_number(f"{typed[: found.start()]} {typed[found.end() :]}")
    read = normal(ACCOUNT, f"{bank}:{found[0]}") if bank else None
    return [(ACCOUNT, read.value), (ACCOUNT, read.value.partition(":")[2])] if read else []


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """Values of the index that a value of the query language stands for."""

    kind: str
    """Kind of selector; empty for any kind."""
    start: str
    """How they begin, or the whole value."""
    glob: str = ""
    """What they must fit, as SQLite's GLOB; empty where the start says it all."""
    whole: bool = True
    """Whether `start` is the whole value."""


def forms(text: str, *, kinds: tuple[str, ...] = (), quoted: bool = False) -> list[Form]:
    """Return what a `val:` stands for; a * stands for any text unless it was quoted.

    `kinds` are those that a `type:` beside it asks for; none for any.
    """
    typed = unicodedata.normalize("NFC", text.strip())
    if "*" in typed and not quoted:
        return _globs(typed, kinds)
    found = dict[tuple[str, str], None]()
    for kind in kinds or ("",):
        if kind in SELECTORS and (read := normal(kind, typed)) is not None:
            found[kind, read.value] = None
    if not kinds:
        found |= dict.fromkeys(readings(typed))
    for variant in dict.fromkeys((typed, typed.lower(), typed.upper())):
        found["", variant] = None
    return [Form(kind=kind, start=value[:MAX_VALUE]) for kind, value in found]


def _globs(typed: str, kinds: tuple[str, ...]) -> list[Form]:
    head, _, tail = typed.partition("*")
    found = dict.fromkeys(("", start) for start in (head, head.lower(), head.upper()))
    if not kinds or "phone" in kinds:
        found |= {("phone", start): None for start in _numbers(head)}
    end = "" if not tail.strip("*") else tail
    glob = "*" + "*".join(map(_literal, end.split("*"))) if end else ""
    return [
        Form(kind=kind, start=start, glob=_literal(start) + glob if glob else "", whole=False)
        for kind, start in found
    ]


def _numbers(head: str) -> list[str]:
    """Return how telephone numbers begin, in international form, that are written to begin so."""
    if not _DIGITS.fullmatch(head):
        return []
    digits = _GROUPS.sub("", head)
    if digits.startswith("0084"):
        digits = "+84" + digits[4:]
    if digits.startswith("00"):
        return ["+" + digits[2:]]
    national = digits[1:] if digits.startswith("0") else digits.removeprefix("+84")
    if national == digits:
        return [digits] if digits.startswith("+") else []
    former = [
        FORMER[old] + national[len(old) :]
        for old in FORMER
        if national.startswith(old) or (national and old.startswith(national))
    ]
    return [f"+84{start}" for start in dict.fromkeys((national, *former))]


def _literal(text: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in text)
