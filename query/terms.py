"""Terms as SQL: what of the index each field of the query language asks for.

Every piece of SQL here is a constant; all that was typed goes in as a parameter.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from ..evidence.errors import TruyvetError
from ..evidence.folding import folded, spaced
from ..evidence.item import Kind as ItemKind
from ..evidence.links.mentions import MENTIONS
from ..evidence.links.node import KINDS
from ..evidence.links.relation import RELATIONS
from ..evidence.scans.observation import Flag
from ..extractors.selectors import KINDS as SELECTORS
from .fields import meant
from .language import Term
from .source import Source
from .spellings import Form, forms

_GRADE = re.compile(r"(<=)?([A-Fa-f])([1-6])")
_ENTRIES = re.compile(r"(?:(>=|<=)?([0-9]{1,15})|([0-9]{1,15})\.\.([0-9]{1,15}))")
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ]([0-9:.]{2,15})Z?)?)?)?")
_LOCAL_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_LAST = 1 << 53
_HIGHEST = "\U0010ffff"


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A condition in SQL."""

    sql: str
    """Its words, with ? for what goes in."""
    given: tuple[object, ...] = ()
    """What goes in, in this order."""


NEVER, ALWAYS = Piece(sql="0"), Piece(sql="1")


def both(pieces: Iterable[Piece]) -> Piece:
    """Return that all of these hold."""
    return _joined(list(pieces), " AND ", ALWAYS)


def either(pieces: Iterable[Piece]) -> Piece:
    """Return that one of these holds."""
    return _joined(list(pieces), " OR ", NEVER)


def _joined(pieces: Sequence[Piece], word: str, empty: Piece) -> Piece:
    if len(pieces) < 2:
        return pieces[0] if pieces else empty
    sql = word.join(f"({piece.sql})" for piece in pieces)
    return Piece(sql=sql, given=tuple(one for piece in pieces for one in piece.given))


def refused(term: Term, known: Iterable[str] | str) -> TruyvetError:
    """Return E592: the field does not take this value."""
    names = [known] if isinstance(known, str) else sorted(known)
    near = "" if isinstance(known, str) else meant(term.text, names)
    return TruyvetError(
        "E592", field=term.field, value=term.text, meant=near, known=", ".join(names)
    )


def fitting(column: str, term: Term) -> Piece:
    """Return that a short text of the index is this one; a * stands for any text."""
    if "*" in term.text and not term.quoted:
        glob = "*".join(map(_literals, term.text.split("*")))
        return Piece(sql=f"folded({column}) GLOB folded(?)", given=(glob,))
    return Piece(sql=f"folded({column}) = folded(?)", given=(term.text,))


def _literal(letter: str) -> str:
    return f"[{letter}]" if letter in "*?[" else letter


def _literals(text: str) -> str:
    return "".join(map(_literal, text))


def entries_of(term: Term) -> tuple[int, int]:
    """Return the (first, last) entry of an `entry:`; `TruyvetError` E592 where it is none."""
    found = _ENTRIES.fullmatch(term.text)
    if found is None:
        raise refused(term, "5, 3..7, >=5, <=7")
    sign, one, first, last = found.groups()
    if one is None:
        return int(first), int(last)
    return (0 if sign == "<=" else int(one)), (_LAST if sign == ">=" else int(one))


def moment_of(term: Term) -> str:
    """Return the time of a `since:` or `until:`, as much of it as was typed.

    The end of an `until:` is that of its year, month, day or second. Raises `TruyvetError` E592.
    """
    local = _LOCAL_DAY.fullmatch(term.text)
    text = f"{local[3]}-{int(local[2]):02d}-{int(local[1]):02d}" if local else term.text
    found = _DAY.fullmatch(text)
    if found is None or not _exists(found):
        raise refused(term, "2026, 2026-03, 2026-03-14, 14/03/2026, 2026-03-14T09:30, in UTC")
    moment = "-".join(part for part in found.groups()[:3] if part)
    moment += f"T{found[4]}" if found[4] else ""
    return moment + (_HIGHEST if term.field == "until" else "")


def _exists(found: re.Match[str]) -> bool:
    from datetime import datetime

    year, month, day, time = found.groups()
    try:
        datetime.fromisoformat(f"{year}-{month or '01'}-{day or '01'}T{time or '00'}")
    except ValueError:
        return False
    return True


def grades_of(term: Term) -> tuple[str, ...]:
    """Return the grades that a `grade:` asks for; `TruyvetError` E592 where it is none."""
    found = _GRADE.fullmatch(term.text)
    if found is None:
        raise refused(term, "A1 to F6, such as B2 or <=B2 (so good or better)")
    letter, digit = found[2].upper(), found[3]
    if not found[1]:
        return (letter + digit,)
    return tuple(one + two for one in "ABCDEF" if one <= letter for two in "123456" if two <= digit)


def relation_of(term: Term) -> str:
    """Return the relation of a `rel:`; `TruyvetError` E592 where there is no such one."""
    name = term.text.lower().replace("-", "_")
    if name not in RELATIONS:
        raise refused(term, RELATIONS)
    return name


def kinds_of(source: Source, term: Term) -> tuple[str, ...]:
    """Return the kinds that a `type:` asks for: of observations, and of nodes.

    Raises `TruyvetError` E592 for one that nothing is of and that no extractor is known to see.
    """
    kind = term.text.lower()
    if kind not in {*source.kinds(), *SELECTORS, *KINDS, *MENTIONS}:
        raise refused(term, {*source.kinds(), *SELECTORS, *KINDS})
    shown = [one for one, node in MENTIONS.items() if node == kind]
    return tuple(dict.fromkeys((kind, *shown)))


def flag_of(term: Term) -> str:
    """Return the flag of a `flag:`, or `*`; `TruyvetError` E592 where there is no such one."""
    known = {*get_args(Flag), "*"} - {""}
    if term.text not in known:
        raise refused(term, known)
    return term.text


def extractor_of(source: Source, term: Term) -> str:
    """Return the extractor; `TruyvetError` E592 where no scan knew one of that name."""
    runs = source.index.examinations.runs()
    known = {one.name for ran in runs.values() for one in ran}
    if term.text not in known:
        raise refused(term, known)
    return term.text


def values(column: str, found: Sequence[Form], kinds: Sequence[str] = ()) -> Piece:
    """Return that a column holds one of these forms; `kinds` are those that are there.

    The kind stands before the value in the index, so it is always named.
    """
    alternatives = []
    for form in found:
        of = [kind for kind in kinds if not form.kind or kind in _showing(form.kind)]
        if not of:
            continue
        named = Piece(sql=f"o.kind IN ({', '.join('?' * len(of))})", given=tuple(of))
        alternatives.append(both((named, value(column, form))))
    return either(alternatives)


def _showing(kind: str) -> set[str]:
    return {kind} | {one for one, node in MENTIONS.items() if node == kind}


def value(column: str, form: Form) -> Piece:
    """Return that a column holds this form."""
    if form.others:
        marks = ", ".join("?" * (1 + len(form.others)))
        return Piece(sql=f"{column} IN ({marks})", given=(form.start, *form.others))
    if form.whole:
        return Piece(sql=f"{column} = ?", given=(form.start,))
    span = Piece(sql=f"{column} >= ? AND {column} < ?", given=(form.start, form.start + _HIGHEST))
    if not form.glob:
        return span
    glob = Piece(sql=f"{column} GLOB ?", given=(form.glob,))
    return both((span, glob)) if form.start else glob


def name_of(term: Term) -> Piece:
    """Return that the name `m` is this one but for marks and case; a * stands for any text.

    Also in quotes, for most names have blanks.
    """
    wanted = folded(spaced(term.text))
    if "*" not in wanted:
        return Piece(sql="m.folded = ?", given=(wanted,))
    start = wanted.partition("*")[0]
    glob = Piece(sql="m.folded GLOB ?", given=("*".join(map(_literals, wanted.split("*"))),))
    span = Piece(sql="m.folded >= ? AND m.folded < ?", given=(start, start + _HIGHEST))
    return both((span, glob)) if start else glob


def of_item(source: Source, term: Term) -> Piece:
    """Return what a field of items asks of the row `items`; `TruyvetError` E592 or E105."""
    return _ITEM_FIELDS[term.field](source, term)


def _path(_: Source, term: Term) -> Piece:
    if "*" in term.text and not term.quoted:
        return fitting("items.path", term)
    return Piece(sql="instr(folded(items.path), folded(?)) > 0", given=(term.text,))


def _ext(_: Source, term: Term) -> Piece:
    ending = term.text.removeprefix(".")
    glob = "*." + _literals(ending)
    return Piece(sql="folded(items.path) GLOB folded(?)", given=(glob,))


def _kind(_: Source, term: Term) -> Piece:
    if term.text not in get_args(ItemKind):
        raise refused(term, get_args(ItemKind))
    return Piece(sql="items.kind = ?", given=(term.text,))


def _sha256(_: Source, term: Term) -> Piece:
    digits = term.text.lower()
    if not 6 <= len(digits) <= 64 or set(digits) - set("0123456789abcdef"):
        raise refused(term, "at least 6 and at most 64 hexadecimal digits")
    ends = (bytes.fromhex(digits.ljust(64, "0")), bytes.fromhex(digits.ljust(64, "f")))
    return Piece(sql="items.sha256 BETWEEN ? AND ?", given=ends)


def _item(source: Source, term: Term) -> Piece:
    found = [bytes.fromhex(row.id) for row in source.index.items(name=term.text)]
    if not found:
        raise TruyvetError("E105", item=term.text)
    marks = ", ".join("?" * len(found))
    return Piece(sql=f"items.id IN ({marks})", given=tuple(found))


def _tag(_: Source, term: Term) -> Piece:
    if term.text == "*":
        return Piece(sql="items.id IN (SELECT item FROM main.tags)")
    fits = fitting("tag", term)
    sql = f"items.id IN (SELECT item FROM main.tags WHERE {fits.sql})"  # noqa: S608 - constants
    return Piece(sql=sql, given=fits.given)


_ITEM_FIELDS: dict[str, Callable[[Source, Term], Piece]] = {
    "path": _path, "ext": _ext, "kind": _kind, "sha256": _sha256, "item": _item, "tag": _tag,
}  # fmt: skip


def forms_of(term: Term, kinds: Sequence[str] = ()) -> list[Form]:
    """Return what a `val:` stands for."""
    return forms(term.text, kinds=tuple(kinds), quoted=term.quoted)
