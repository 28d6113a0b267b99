"""Spellings: what a typed value may stand for, and under which forms it is looked up.

`0912.345.678`, `+84 912 345 678` and the old `0168 345 6789` are read by `extractors.selectors`;
hashes by their length; anything else is looked up as it was typed, and as it may be written
elsewhere (`writing`). The beginning of a number, `0912*`, is looked up in its international form
too.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from ..evidence.examined import MAX_VALUE
from ..evidence.folding import spaced
from ..evidence.links.node import KINDS, parse_node
from ..extractors.selectors import KINDS as SELECTORS
from ..extractors.selectors import normal, readings
from ..extractors.selectors.banks import BANKS
from ..extractors.selectors.phones import FORMER
from ..extractors.selectors.written import writings
from ..extractors.tables.values import bank_number
from .hosts import BEHIND, HOST, URL, url_starts
from .writing import dialled, other_numbers, with_zeros

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
PREFIXES = "with or without its + or country"
ZEROS = "with zeros at its beginning"
_LONG = 7  # digits; fewer are years, amounts and pages more often than numbers
ACCOUNT = "bank-account"
"""Kind of the bank accounts: the bank's number and the account's, or the account's alone."""


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Spelling:
    """One thing that a typed value may stand for."""

    kind: str
    """Kind of selector, `sha256`, a kind of hash, `AS_TYPED` or `NAME`."""
    value: str
    """The form under which it is looked up."""
    weak: str = ""
    """Why the typed value is not surely this one; empty where it is."""

    @property
    def title(self) -> str:
        """One line for people."""
        if self.kind in SELECTORS:
            return SELECTORS[self.kind].title
        return KINDS[self.kind].title if self.kind in KINDS else self.kind


def spellings(text: str, region: str = "VN") -> tuple[Spelling, ...]:
    """Return all that a typed value may stand for, the surest first.

    After the readings come the value as typed and as a name, the digits of a number alone, and
    weaker spellings last. `kind:value` stands for just that.
    """
    written = writings(text)
    found = dict.fromkeys(_just_that(written[0], region))
    just_that = bool(found)
    written = written[:1] if just_that else written
    for form in written:
        if _HEX.fullmatch(form):
            for kind in HASHES.get(len(form), ()):
                found[Spelling(kind=kind, value=form.lower())] = None
        for kind, value in (*_account(form), *readings(form, region)):
            found[Spelling(kind=kind, value=value)] = None
    address = any(one.kind == "ipv4" for one in found)
    number = "" if just_that or address else dialled(written[-1])
    read = normal("phone", number, region) if number else None
    found |= {Spelling(kind="phone", value=read.value): None} if read else {}
    for form in written:
        found[Spelling(kind=AS_TYPED, value=form)] = None
        if any(letter.isalpha() for letter in form):
            found[Spelling(kind=NAME, value=spaced(form))] = None
    if number:
        found[Spelling(kind=AS_TYPED, value=number)] = None
        found |= dict.fromkeys(_weaker(number, region, {one.value for one in found}))
    if written[-1].isdecimal():  # as a spreadsheet leaves it
        zeros = (Spelling(kind=kind, value=value, weak=ZEROS) for kind, value in with_zeros(number))
        found |= {one: None for one in zeros if replace(one, weak="") not in found}
    return tuple(found)


def sure_spellings(text: str) -> Iterator[Spelling]:
    """Yield what a typed value surely stands for, the surest first; see `spellings`."""
    return (one for one in spellings(text) if not one.weak)


def is_just_that(text: str) -> bool:
    """Tell whether a typed value is `kind:value`, which stands for just that."""
    return any(_just_that(writings(text)[0], "VN"))


def _just_that(typed: str, region: str) -> Iterator[Spelling]:
    """Yield what `kind:value` stands for; nothing where it is none."""
    kind, _, value = typed.partition(":")
    kind = kind.strip().lower()
    value = value.strip()
    try:
        node = parse_node(f"{kind}:{value}")
    except ValueError:
        return
    yield Spelling(kind=node.kind, value=node.value)
    for form in writings(value) if kind in SELECTORS else ():
        read = normal(kind, form, region)
        if read is not None:
            yield Spelling(kind=kind, value=read.value)


def _weaker(number: str, region: str, done: Collection[str]) -> Iterator[Spelling]:
    """Yield what telephone numbers a number may be too; `done` are the values looked up anyway."""
    for value in other_numbers(number, region):
        if value not in done:
            yield Spelling(kind="phone", value=value, weak=PREFIXES)


def _account(typed: str) -> list[tuple[str, str]]:
    """Return what a number stands for beside which a bank is named: `0071 000 123 456 VCB`."""
    numbers = list(_NUMBER.finditer(typed)) if len(typed) < MAX_VALUE else []
    if len(numbers) != 1:
        return []
    found = numbers[0]
    bank = bank_number(f"{typed[: found.start()]} {typed[found.end() :]}")
    read = normal(ACCOUNT, f"{bank}:{found[0]}") if bank else None
    return [(ACCOUNT, read.value), (ACCOUNT, read.value.partition(":")[2])] if read else []


def bare_accounts(tried: Iterable[Spelling]) -> list[Spelling]:
    """Return the accounts that a value was read as without their bank; none where it names one."""
    found = [one for one in tried if one.kind == ACCOUNT]
    return [] if any(":" in one.value for one in found) else found


def at_banks(number: str) -> tuple[str, ...]:
    """Return the accounts of this number at each bank."""
    return tuple(f"{bank}:{number}" for bank in BANKS)


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
    others: tuple[str, ...] = ()
    """Further whole values that are meant: of an account's number that account at each bank."""


def form_of(kind: str, value: str) -> Form:
    """Return what a value that was read as a kind of selector stands for."""
    bare = kind == ACCOUNT and ":" not in value
    return Form(kind=kind, start=value[:MAX_VALUE], others=at_banks(value) if bare else ())


def forms(text: str, *, kinds: tuple[str, ...] = (), quoted: bool = False) -> list[Form]:
    """Return what a `val:` stands for; a * stands for any text unless it was quoted.

    `kinds` are those that a `type:` beside it asks for; none for any.
    """
    typed = unicodedata.normalize("NFC", text.strip())
    if "*" in typed and not quoted:
        return _globs(typed, kinds)
    found = dict[tuple[str, str], None]()
    for kind in kinds:
        read = normal(kind, typed) if kind in SELECTORS else None
        found |= {(kind, read.value): None} if read else {}
    variants = dict.fromkeys((typed, typed.lower(), typed.upper()))
    urls = list[Form]()
    for one in sure_spellings(typed):
        if one.kind in SELECTORS and (not kinds or one.kind in kinds):
            found[one.kind, one.value] = None
        elif one.kind == AS_TYPED:
            variants[one.value] = None
        if one.kind == HOST and (not kinds or URL in kinds):
            urls += _url_forms(one.value)
    for variant in variants:
        found["", variant] = None
    return [*(form_of(kind, value) for kind, value in found), *urls]


def _url_forms(host: str) -> Iterator[Form]:
    """Yield the URLs of a host."""
    behind = f"[{''.join(BEHIND)}]*"
    for start in url_starts(host):
        yield Form(kind=URL, start=start)
        yield Form(kind=URL, start=start, glob=_literal(start) + behind, whole=False)


def worded(text: str) -> list[Form]:
    """Return the values that a word or phrase stands for, a long number's digits among them."""
    found = dict.fromkeys(readings(text))
    digits = dialled(writings(text)[-1])
    if len(digits) >= _LONG:
        found["phone", digits] = None
    return [form_of(kind, value) for kind, value in found]


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
