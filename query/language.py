"""The query language: from what was typed to a tree of terms; docs/guide/query.md has its grammar.

    query  = either { "OR" either }          either = term { ["AND"] term }
    term   = [ "-" | "NOT" ] ( "(" query ")" | [ field ":" ] word | [ field ":" ] phrase )
    phrase = '"' any text, "" for a quote '"'

Nothing is looked up here. A query that cannot be read is an error that shows the place, never an
empty answer.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ..evidence.errors import TruyvetError
from .fields import FIELDS, meant

MAX_QUERY = 4_096
"""Characters of a query: beyond any that a person types."""
MAX_TERMS = 256
"""Terms of a query."""
MAX_DEPTH = 24
"""Brackets within brackets."""
_QUOTES = {'"': '"', "“": "”", "”": "”", "„": "“"}
"""Opening quotes, with what closes them; word processors turn quotes into the curved ones."""
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9_]*):(?!//)")
_AROUND = 32  # characters shown on either side of a mistake


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A word, a phrase, or a field with its value."""

    at: int
    """Where it stands in the query, in characters."""
    field: str = ""
    """A row of `FIELDS`; empty for free text."""
    text: str
    """What is looked for."""
    quoted: bool = False
    """Whether it stood in quotes: then a * is a * and nothing else."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Not:
    """What must not hold of an item."""

    part: "Query"
    """The opposite."""


@dataclass(frozen=True, kw_only=True, slots=True)
class All:
    """What must hold together."""

    parts: tuple["Query", ...]
    """Two or more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Either:
    """Of which one must hold."""

    parts: tuple["Query", ...]
    """Two or more."""


Query = Term | Not | All | Either
"""A query, and any part of one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Token:
    sign: str
    """`(`, `)`, `-`, `OR`, `AND`, `term`, or nothing at the end."""
    at: int
    term: Term | None = None


def parse(text: str) -> Query:
    """Return the query that was typed.

    Raises `TruyvetError` E590 for a field there is not, E591 for what cannot be read.
    """
    if len(text) > MAX_QUERY:
        raise wrong(text[:MAX_QUERY], MAX_QUERY, f"it is longer than {MAX_QUERY:,} characters")
    return _Parser(text).whole()


def wrong(text: str, at: int, reason: str) -> TruyvetError:
    """Return E591; its facts `shown` and `caret` are the query around the mistake and its place."""
    start = max(0, at - _AROUND)
    shown = "".join(
        letter if letter.isprintable() else "·" for letter in text[start : at + _AROUND]
    )
    before = shown[: at - start]
    width = sum(map(_columns, before))
    caret = " " * width + "^"
    return TruyvetError("E591", at=at + 1, reason=reason, shown=shown, caret=caret)


def _columns(letter: str) -> int:
    """Return how many columns of a terminal a letter takes."""
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        letter = text[at]
        if letter.isspace():
            at += 1
        elif letter in "()":
            yield _Token(sign=letter, at=at)
            at += 1
        elif letter == "-" and text[at + 1 : at + 2].strip():
            yield _Token(sign="-", at=at)
            at += 1
        else:
            term, after = _term(text, at)
            plain = not term.field and not term.quoted
            sign = term.text if plain and term.text in ("OR", "AND", "NOT") else "term"
            yield _Token(sign="-" if sign == "NOT" else sign, at=at, term=term)
            at = after
    yield _Token(sign="", at=len(text))


def _term(text: str, at: int) -> tuple[Term, int]:
    """Read the term that begins here; return it and where it ends."""
    field, start = "", at
    named = _FIELD.match(text, at)
    if named is not None:
        field, start = named[1].lower(), named.end()
        if field not in FIELDS:
            known = ", ".join(FIELDS)
            raise TruyvetError("E590", field=named[1], meant=meant(field, FIELDS), known=known)
    if text[start : start + 1] in _QUOTES:
        said, end = _quoted(text, start)
    else:
        end = start
        while end < len(text) and not text[end].isspace() and text[end] not in '()"“”':
            end += 1
        said = text[start:end]
    if not said.strip():
        raise wrong(text, start, f"nothing stands after {field}:" if field else "nothing in quotes")
    quoted = text[start : start + 1] in _QUOTES
    return Term(at=at, field=field, text=said, quoted=quoted), end


def _quoted(text: str, start: int) -> tuple[str, int]:
    closing = _QUOTES[text[start]]
    said, at = list[str](), start + 1
    while at < len(text):
        if text[at] in (closing, '"'):
            if text[at + 1 : at + 2] != text[at]:
                return "".join(said), at + 1
            at += 1  # a doubled quote stands for itself
        said.append(text[at])
        at += 1
    raise wrong(text, start, "this quote is never closed")


class _Parser:
    """Reads the tokens of one query, from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._next = next(self._tokens)
        self._terms = self._depth = 0

    def whole(self) -> Query:
        """Read the query to its end."""
        if not self._next.sign:
            raise wrong(self._text, 0, "nothing is asked for")
        found = self._either()
        if self._next.sign:
            raise wrong(self._text, self._next.at, "no bracket was opened before this one")
        return found

    def _take(self) -> _Token:
        taken = self._next
        self._next = next(self._tokens, taken)  # the end stays where it is
        return taken

    def _either(self) -> Query:
        parts = [self._all()]
        while self._next.sign == "OR":
            self._take()
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Either(parts=tuple(parts))

    def _all(self) -> Query:
        parts = [self._one()]
        while self._next.sign in ("AND", "(", "-", "term"):
            if self._next.sign == "AND":
                self._take()
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else All(parts=tuple(parts))

    def _one(self) -> Query:
        taken = self._take()
        if taken.sign == "-":
            return Not(part=self._deeper(taken))
        if taken.sign == "(":
            return self._bracket(taken)
        if taken.term is None or taken.sign != "term":
            reason = "something to look for is missing here"
            raise wrong(self._text, taken.at, reason)
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise wrong(self._text, taken.at, f"these are more than {MAX_TERMS} terms")
        return taken.term

    def _deeper(self, taken: _Token) -> Query:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise wrong(self._text, taken.at, f"these are more than {MAX_DEPTH} within one another")
        found = self._one()
        self._depth -= 1
        return found

    def _bracket(self, taken: _Token) -> Query:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise wrong(self._text, taken.at, f"these are more than {MAX_DEPTH} within one another")
        found = self._either()
        if self._next.sign != ")":
            raise wrong(self._text, taken.at, "this bracket is never closed")
        self._take()
        self._depth -= 1
        return found


def terms_of(query: Query) -> Iterator[Term]:
    """Yield the terms of a query, those that must not hold too, from left to right."""
    if isinstance(query, Term):
        yield query
    elif isinstance(query, Not):
        yield from terms_of(query.part)
    else:
        for part in query.parts:
            yield from terms_of(part)
