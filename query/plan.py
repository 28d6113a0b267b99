"""From a query to what is looked up: terms that speak of one thing are put together.

`type:`, `val:` and `extractor:` beside each other speak of ONE observation, or of one end of a
statement; with `rel:` or `grade:` beside them, of that statement. A field that is said a second
time begins the next one. `since:`, `until:` and `entry:` hold for all that stands beside them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..evidence.links.node import KINDS
from .fields import FIELDS
from .language import Either, Not, Query, Term, wrong
from .phrases import Phrase, phrase_of
from .source import Source
from .spellings import Form, worded
from .terms import (
    NEVER,
    Piece,
    entries_of,
    extractor_of,
    fitting,
    flag_of,
    forms_of,
    grades_of,
    kinds_of,
    moment_of,
    name_of,
    of_item,
    relation_of,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """When something was recorded, or is said to have been."""

    since: str = ""
    """A UTC time or the beginning of one; empty for any."""
    until: str = ""
    """Likewise."""
    first: int = 0
    """First entry."""
    last: int | None = None
    """Last entry; none for any."""

    @property
    def is_open(self) -> bool:
        """Whether it lets everything through."""
        return not (self.since or self.until or self.first or self.last is not None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A word or phrase: in a text, in a name, or as a value that it may stand for."""

    phrase: Phrase
    """What must stand there."""
    forms: tuple[Form, ...]
    """Values that it stands for."""
    window: Window
    """When."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """An observation, or someone at one end of a statement."""

    kinds: tuple[str, ...] = ()
    """Kinds of it; none for any."""
    forms: tuple[Form, ...] | None = None
    """Values of it; none for any."""
    name: Piece = NEVER
    """That a name `m` is the value."""
    extractor: str = ""
    """Who saw it."""
    flag: str = ""
    """Its flag; `*` for any; empty where none was asked for."""
    window: Window
    """When."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A statement."""

    relation: str = ""
    """Its relation."""
    grades: tuple[str, ...] = ()
    """Grades that it may have."""
    end: Seen | None = None
    """Who or what stands at one end of it."""
    window: Window
    """When."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OfItem:
    """What holds of the item itself."""

    piece: Piece
    """A condition on the row `items`."""
    window: Window
    """When it was collected or found."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Whole:
    """What holds of all or of nothing."""

    holds: bool
    """Which of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Parts of which all, or one, must hold; or a single one that must not."""

    how: str
    """`all`, `either` or `not`."""
    parts: tuple["Plan", ...] = field(default=())
    """The parts."""


Leaf = Text | Seen | Said | OfItem | Whole
Plan = Leaf | Group
"""What is looked up."""
_TOGETHER = ("type", "val", "extractor", "rel", "grade")


def planned(source: Source, query: Query, text: str) -> Plan:
    """Return what a query looks up in a case; `text` is how it was typed.

    Raises `TruyvetError` E592 for a value that its field does not take, E105 for an item that
    there is not, E591 for words that hold nothing to look for.
    """
    return _Planner(source, text).plan(query, Window())


def leaves(plan: Plan) -> Iterator[Leaf]:
    """Yield all that is looked for, without what must not hold."""
    if not isinstance(plan, Group):
        yield plan
    elif plan.how != "not":
        for part in plan.parts:
            yield from leaves(part)


class _Planner:
    def __init__(self, source: Source, text: str) -> None:
        self._source = source
        self._text = text

    def plan(self, query: Query, window: Window) -> Plan:
        """Return what a part of the query looks up, within the time that holds for it."""
        if isinstance(query, Term):
            return self._all((query,), window)
        if isinstance(query, Not):
            return Group(how="not", parts=(self.plan(query.part, Window()),))
        if isinstance(query, Either):
            parts = tuple(self.plan(part, window) for part in query.parts)
            return Group(how="either", parts=parts)
        return self._all(query.parts, window)

    def _all(self, parts: Iterable[Query], window: Window) -> Plan:
        rest = list[Query]()
        for part in parts:
            if isinstance(part, Term) and part.field and FIELDS[part.field].of == "moment":
                window = _narrowed(window, part)
            else:
                rest.append(part)
        if not rest:
            return OfItem(piece=Piece(sql="1"), window=window)
        found = [self.plan(part, window) for part in rest if not isinstance(part, Term)]
        terms = [part for part in rest if isinstance(part, Term)]
        found = [*self._terms(terms, window), *found]
        return found[0] if len(found) == 1 else Group(how="all", parts=tuple(found))

    def _terms(self, terms: list[Term], window: Window) -> Iterator[Plan]:
        together = dict[str, Term]()
        for term in terms:
            if term.field in _TOGETHER:
                if term.field in together:
                    yield self._together(together, window)
                    together = {}
                together[term.field] = term
            elif not term.field:
                yield self._words(term, window)
            elif term.field == "case":
                yield Whole(holds=self._is_case(term))
            elif term.field == "flag":
                yield Seen(flag=flag_of(term), window=window)
            else:
                yield OfItem(piece=of_item(self._source, term), window=window)
        if together:
            yield self._together(together, window)

    def _words(self, term: Term, window: Window) -> Text:
        said, starts = term.text, False
        if not term.quoted and "*" in said:
            said, starts = said.rstrip("*"), True
            if "*" in said:
                at = term.at + said.index("*")
                raise wrong(self._text, at, "a word's * stands at its end; val: takes others")
        phrase = phrase_of(said, starts=starts)
        if phrase is None:
            raise wrong(self._text, term.at, "no letter and no digit stands here")
        forms = () if starts else tuple(worded(said))
        return Text(phrase=phrase, forms=forms, window=window)

    def _together(self, terms: Mapping[str, Term], window: Window) -> Plan:
        seen = self._seen(terms, window)
        if not terms.keys() & {"rel", "grade"}:
            return seen
        return Said(
            relation=relation_of(terms["rel"]) if "rel" in terms else "",
            grades=grades_of(terms["grade"]) if "grade" in terms else (),
            end=seen if terms.keys() & {"type", "val", "extractor"} else None,
            window=window,
        )

    def _seen(self, terms: Mapping[str, Term], window: Window) -> Seen:
        kinds = kinds_of(self._source, terms["type"]) if "type" in terms else ()
        val = terms.get("val")
        extractor = terms.get("extractor")
        return Seen(
            kinds=kinds,
            forms=None if val is None else tuple(forms_of(val, kinds)),
            name=NEVER if val is None or not _may_be_named(kinds) else name_of(val),
            extractor="" if extractor is None else extractor_of(self._source, extractor),
            window=window,
        )

    def _is_case(self, term: Term) -> bool:
        source = self._source
        names = (source.number, source.id, source.case.folder.name)
        fits = [fitting("?", term) for _ in names]
        return any(
            source.database.execute(f"SELECT {fit.sql}", (name, *fit.given)).fetchone()[0]
            for name, fit in zip(names, fits, strict=True)
        )


def _may_be_named(kinds: tuple[str, ...]) -> bool:
    """Tell whether any of these kinds goes by names."""
    names = {"name", "alias"} & {*kinds}
    return not kinds or bool(names) or any(KINDS[one].made_up for one in kinds if one in KINDS)


def _narrowed(window: Window, term: Term) -> Window:
    since, until, first, last = window.since, window.until, window.first, window.last
    if term.field == "entry":
        least, most = entries_of(term)
        first, last = max(first, least), most if last is None else min(last, most)
    elif term.field == "since":
        since = max(since, moment_of(term))
    else:
        moment = moment_of(term)
        until = min(until, moment) if until else moment
    return Window(since=since, until=until, first=first, last=last)
