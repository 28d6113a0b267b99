"""Which exchanges a pack of captures needs: theirs, and what stands in others of the collection.

A page needs addresses that an earlier page had brought already (`WebCapture.elsewhere`) and bodies
that were written down once (revisits). Of the captures that were not asked for, only the exchanges
that are needed so are brought along, and nothing else of them. A stylesheet or a frame that comes
along brings what it needs in turn: what was asked for on its behalf, as the Referer of the request
tells (an address of its own origin, the origin alone for another, nothing for plain http).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO
from urllib.parse import urlsplit

from ...collectors.warcs.records import NotARecord, block_of, read_record
from ...evidence.case import Case
from ...evidence.durable import open_plain
from ...evidence.index import Index, Row
from ...evidence.web.capture import RENDERED_WARC_NAME, WARC_NAME, Exchange
from ...evidence.web.reading import Captured, captures_of

MAX_REDIRECTS = 40
"""Hops followed from an address that stands elsewhere: more than any capture follows."""
OWN_NEEDS = frozenset({"style", "frame", "manifest"})
"""Purposes of what may need further things."""
_PAGES = frozenset({"page", "robots", "sitemap"})
_MAX_REQUEST = 64 << 10


@dataclass(kw_only=True, slots=True)
class Taken:
    """A WARC item and what is taken of it."""

    row: Row
    """The item."""
    whole: bool
    """Whether all its records are taken, those of names and connections too."""
    exchanges: list[Exchange] = field(default_factory=list)
    """The exchanges that are taken."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """An exchange and where it stands."""

    row: Row
    exchange: Exchange


class Selection:
    """What goes into a pack."""

    def __init__(self, asked: Sequence[Captured]) -> None:
        """Take in all exchanges of the captures that were asked for."""
        self.asked = tuple(asked)
        self._taken: dict[str, Taken] = {}
        self._known: set[tuple[str, int]] = set()
        for found in asked:
            for standing in _standing(found):
                self._take(standing, whole=True)

    def taken(self) -> list[Taken]:
        """Return what is taken, in ledger order; exchanges by number."""
        for one in self._taken.values():
            one.exchanges.sort(key=lambda exchange: exchange.number)
        return sorted(self._taken.values(), key=lambda one: (one.row.seq, one.row.n))

    def complete(self, case: Case, index: Index) -> list[str]:
        """Take along what is needed and stands in other captures; return what is nowhere.

        Memory: the exchanges of the collections concerned.
        """
        lost = list[str]()
        for seq in sorted({found.seq for found in self.asked}):
            captures = captures_of(case, index, seq=seq, damaged=lambda row, reason: None)
            held = _Collection(case, captures)
            asked = [found for found in self.asked if found.seq == seq]
            lost += self._needs(held, [url for found in asked for url in found.record.elsewhere])
            lost += self._originals(held, seq)
        return lost

    def captures(self, case: Case, index: Index) -> Iterator[Captured]:
        """Yield the captures that anything is taken of, one after another."""
        yield from self.asked
        asked = {(found.seq, found.prefix) for found in self.asked}
        for seq in sorted({found.seq for found in self.asked}):
            for found in captures_of(case, index, seq=seq, damaged=lambda row, reason: None):
                taken = any(row.id in self._taken for row in found.rows.values())
                if taken and (seq, found.prefix) not in asked:
                    yield found

    def _needs(self, held: "_Collection", needed: list[str]) -> list[str]:
        """Take the exchanges of needed addresses, and what they need in turn."""
        lost, todo, seen = list[str](), list(reversed(needed)), set[str]()
        while todo:
            url = todo.pop()
            if url in seen:
                continue
            seen.add(url)
            hops = list(held.hops(url))
            if not hops and url in needed:
                lost.append(url)
            for standing in hops:
                if self._take(standing, whole=False) and standing.exchange.purpose in OWN_NEEDS:
                    todo += held.needs_of(standing)
        return lost

    def _originals(self, held: "_Collection", seq: int) -> list[str]:
        """Take the records that hold the bodies of revisits."""
        taken = [one for one in self._taken.values() if one.row.seq == seq]
        lost = list[str]()
        for exchange in [exchange for one in taken for exchange in one.exchanges]:
            if exchange.revisit:
                original = held.originals.get((exchange.revisit, exchange.revisit_date))
                if original is None:
                    lost.append(exchange.revisit)
                else:
                    self._take(original, whole=False)
        return lost

    def _take(self, standing: _Standing, *, whole: bool) -> bool:
        """Take an exchange; tell whether it was not taken before."""
        row, exchange = standing.row, standing.exchange
        if (row.id, exchange.number) in self._known:
            return False
        self._known.add((row.id, exchange.number))
        self._taken.setdefault(row.id, Taken(row=row, whole=whole)).exchanges.append(exchange)
        return True


class _Collection:
    """The exchanges of all captures of one entry, by address."""

    def __init__(self, case: Case, captures: Iterable[Captured]) -> None:
        self._case = case
        self.originals: dict[tuple[str, str], _Standing] = {}
        self._by_url: dict[str, _Standing] = {}
        self._by_row: dict[str, list[Exchange]] = {}
        self._elsewhere: dict[str, tuple[str, ...]] = {}
        for found in captures:
            for standing in _standing(found):
                exchange, row = standing.exchange, standing.row
                if exchange.status is None or not exchange.records:
                    continue
                if not exchange.revisit:
                    self.originals.setdefault((exchange.url, exchange.started), standing)
                if exchange.method == "GET" and row.path.endswith(WARC_NAME):
                    self._by_url.setdefault(exchange.url, standing)
                    self._by_row.setdefault(row.id, []).append(exchange)
                    self._elsewhere[row.id] = found.record.elsewhere

    def hops(self, url: str) -> Iterator[_Standing]:
        """Yield the exchange that asked for `url` first, then those its redirects lead to."""
        for _ in range(MAX_REDIRECTS):
            standing = self._by_url.get(url)
            if standing is None:
                return
            yield standing
            url = standing.exchange.location
            if not url:
                return

    def needs_of(self, standing: _Standing) -> list[str]:
        """Return the addresses that were asked for on behalf of an exchange, or may have been."""
        own = standing.exchange.url
        parts = urlsplit(own)
        told = (own, f"{parts.scheme}://{parts.netloc}/")
        others = [one for one in self._by_row[standing.row.id] if one.purpose not in _PAGES]
        with open_plain(self._case.store.path(standing.row.sha256 or "")) as file:
            said = {one.url: _referrer(file, one) for one in others}
        # From https nothing is said to plain http.
        unsaid = "http:" if own.startswith("https:") else "no scheme"
        asked = [
            url
            for url, referrer in said.items()
            if referrer in told or (not referrer and url.startswith(unsaid))
        ]
        return [*asked, *self._elsewhere[standing.row.id]]


def _referrer(file: BinaryIO, exchange: Exchange) -> str:
    """Return the Referer of a request as it was sent; empty where there is none."""
    for place in exchange.records[1:]:
        try:
            record = read_record(file, place)
        except NotARecord:
            return ""  # packing refuses what is not where it should be
        if record["WARC-Type"] == "request":
            head = b"".join(block_of(file, record, _MAX_REQUEST)).partition(b"\r\n\r\n")[0]
            for line in head.split(b"\r\n"):
                name, _, value = line.partition(b":")
                if name.strip().lower() == b"referer":
                    return value.strip().decode("latin-1")
    return ""


def _standing(found: Captured) -> Iterator[_Standing]:
    """Yield all exchanges of a capture whose bytes are stored."""
    rendering = found.record.rendering
    lists = [(WARC_NAME, found.record.exchanges)]
    if rendering is not None:
        lists.append((RENDERED_WARC_NAME, rendering.exchanges))
    for name, exchanges in lists:
        row = found.rows.get(name)
        if row is not None and row.sha256 is not None:
            for exchange in exchanges:
                yield _Standing(row, exchange)
