"""What the commands about watches share: addresses in one form, captures of a page, what is due."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..collectors.crawl.urls import BadUrl, normalise, userinfo, with_scheme
from ..evidence.case import Case
from ..evidence.errors import TruyvetError
from ..evidence.index import Index
from ..evidence.web.contents import is_answered
from ..evidence.web.reading import Captured, captures_of
from ..evidence.web.watching import Watched, Watching, due_at, is_due, read_watching

_SHOWN = 200  # characters of what was given that an error repeats


def address_of(text: str) -> str:
    """Return an address as it is asked for; `TruyvetError` E510 where it is none.

    One with a name and password is refused (E512): the ledger never forgets.
    """
    if userinfo(with_scheme(text)):
        raise TruyvetError("E512", where="the address")
    try:
        return normalise(with_scheme(text))
    except BadUrl as error:
        raise TruyvetError("E510", where=text[:_SHOWN], reason=error) from error


def one_form(address: str) -> str:
    """Return an address in the form in which watches have it; as it is where it has none."""
    try:
        return normalise(with_scheme(address))
    except BadUrl:
        return address


@dataclass(kw_only=True, slots=True)
class Page:
    """A page and its captures."""

    address: str
    """Its address, normalised."""
    watched: Watched | None
    """The watch that stands, if one does."""
    captures: list[Captured] = field(default_factory=list)
    """In the order in which they were made."""

    @property
    def tried(self) -> str | None:
        """When its last capture was begun, UTC, or none."""
        return max((one.record.started.utc for one in self.captures), default=None)

    @property
    def due(self) -> str:
        """When it is to be captured again, UTC; empty where it is not watched."""
        return "" if self.watched is None else due_at(self.watched, self.tried)

    def is_due(self, utc: str) -> bool:
        """Tell whether it is watched, and due at `utc`."""
        return self.watched is not None and is_due(self.watched, self.tried, utc)

    def before(self, captured: Captured) -> tuple[Captured | None, int]:
        """Return (the capture to compare one with, failed ones between).

        That is the last one before it that brought the page; where none did, there is none.
        """
        names = [one.name for one in self.captures]
        earlier = self.captures[: names.index(captured.name)] if captured.name in names else []
        for skipped, one in enumerate(reversed(earlier)):
            if is_answered(one.record):
                return one, skipped
        return None, 0


def watching_of(case: Case) -> Watching:
    """Return what the ledger says of watches."""
    return read_watching(signed.entry for signed in case.ledger.entries())


def pages_of(case: Case, index: Index, wanted: Iterable[str], watching: Watching) -> list[Page]:
    """Return these pages, by normalised address, each with its captures that can be read."""
    pages = {one: Page(address=one, watched=watching.of("page", one)) for one in wanted}
    forms = dict[str, str]()

    def is_wanted(address: str) -> bool:
        if address not in forms:
            forms[address] = one_form(address)
        return forms[address] in pages

    if pages:
        for found in captures_of(case, index, damaged=lambda row, why: None, wanted=is_wanted):
            if found.record.purpose == "page":
                given = found.prefix.partition("/")[2].removesuffix("/")
                pages[forms[given]].captures.append(found)
    return list(pages.values())
