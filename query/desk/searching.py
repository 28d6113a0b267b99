"""Searching all cases of a desk: each is asked itself, for there is no full text but in the cases.

Of a case of which the officer sees no details it is only found out whether there is anything, and
only by whole words and values: beginnings, absences and paths would let him guess it bit by bit.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from ...evidence.errors import TruyvetError
from ..gathering import Found
from ..language import Not, Query, Term, terms_of
from ..searching import Search
from ..source import opened
from .access import Viewer
from .copying import NotCopied, whole_case
from .desk import Desk, OnDesk


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundIn:
    """What was found in one case."""

    case: OnDesk
    """The case."""
    found: tuple[Found, ...]
    """Items and statements, as `query.searching` orders them."""
    more: bool
    """Whether there are more."""


@dataclass(kw_only=True, slots=True)
class FoundAll:
    """What was found across cases, as far as the officer may see it."""

    cases: list[FoundIn] = field(default_factory=list)
    """Cases of which he sees details, in the order of the desk."""
    contacts: list[str] = field(default_factory=list)
    """Whom to ask about hits of which he sees no more."""
    failed: list[tuple[int, str]] = field(default_factory=list)
    """Cases that could not be asked, by their number on the desk, with the reason."""

    @property
    def hits(self) -> int:
        """How many answers he is given: items, statements, and contacts."""
        return sum(len(one.found) for one in self.cases) + len(self.contacts)


HIDDEN = "only whole words, and val: and type:, are asked of it"
"""Why a case of which only hits are told is not asked."""
_OF_QUERIES = ({"E105"}, {"E592"})
"""What is wrong with a query, whatever case is asked."""
_FIELDS = frozenset({"", "val", "type"})


def may_ask_hidden(query: Query) -> bool:
    """Tell whether a query may be put to a case of which only hits are told."""
    plain = all(
        one.field in _FIELDS and (one.quoted or "*" not in one.text) for one in terms_of(query)
    )
    return plain and not _denies(query)


def _denies(query: Query) -> bool:
    if isinstance(query, Term):
        return False
    return isinstance(query, Not) or any(map(_denies, query.parts))


def search_everywhere(
    desk: Desk,
    viewer: Viewer,
    query: Query,
    text: str,
    *,
    limit: int,
    progress: Callable[[], None] = lambda: None,
) -> FoundAll:
    """Search each case for what was asked; at most `limit` in each, 0 for all.

    A case that cannot be asked never stops the others. `progress` is called after each. Raises
    what all cases that he sees answer alike to a query that cannot be asked (E105, E592).
    """
    told, hidden = FoundAll(), list[int]()
    errors = list[TruyvetError]()
    plain = may_ask_hidden(query)
    for one in desk.cases():
        seen = viewer.sees(one.place)
        try:
            if not seen and not plain:
                raise NotCopied(HIDDEN)
            found, more = _in_case(one, query, text, limit if seen else 1)
        except (NotCopied, TruyvetError) as error:
            told.failed.append((one.place, str(error)))
            if seen:  # what is wrong with another case is not told
                errors += [error] if isinstance(error, TruyvetError) else []
            found, more = (), False
        if found and seen:
            told.cases.append(FoundIn(case=one, found=found, more=more))
        elif found:
            hidden.append(one.place)
        progress()
    shown = sum(viewer.sees(one.place) for one in desk.cases())
    if errors and len(errors) == shown and {one.code for one in errors} in _OF_QUERIES:
        raise errors[0]
    told.contacts = viewer.contacts(hidden)
    return told


def _in_case(one: OnDesk, query: Query, text: str, most: int) -> tuple[tuple[Found, ...], bool]:
    with opened(whole_case(one)) as source:
        found = Search(source, query, text).found(most + 1 if most else None)
        told = tuple(islice(found, most or None))
        return told, next(found, None) is not None
