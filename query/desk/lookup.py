"""Looking values up in the one index over all cases and registers of a desk."""

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from ...evidence.ledger import LEDGER_NAME
from ..hosts import HOST, is_url_of, url_spans
from ..spellings import AS_TYPED, Spelling, at_banks, bare_accounts, spellings
from ..spellings import NAME as AS_NAME
from .desk import Desk, OnDesk
from .schema import NAME, is_exact, name_key, name_of

_QUERY = (
    "SELECT s.place, k.kind, s.value, s.row, s.count, s.first, s.last FROM sightings AS s"
    " CROSS JOIN kinds AS k ON k.id = s.kind WHERE "
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A value in a case, or in a row of a register."""

    place: int
    """Number of the case or register on the desk."""
    kind: str
    """Kind of selector, `name`, `sha256` …"""
    value: str
    """Its normal form; of a name as it is written."""
    row: int
    """Row of the register, as it is numbered there; 0 of a case."""
    count: int
    """How often it stands in the case; 0 where officers took back all that told of it."""
    first: int
    """When it was first recorded, seconds since 1970; 0 of a register."""
    last: int
    """When it was last recorded."""
    weak: str = ""
    """Why the value asked for is not surely this one; empty where it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What the look-up index knows of a value."""

    asked: str
    """As it was typed."""
    tried: tuple[Spelling, ...]
    """All that it was looked up as."""
    hits: tuple[Hit, ...]
    """In order of case or register, kind and value."""


def look_up(desk: Desk, value: str) -> Found:
    """Return what the look-up index knows of a value in any spelling.

    The exactly accented spelling of a name comes before others of the same case or register.
    """
    tried = spellings(value)
    bare = bare_accounts(tried)
    hits = dict[tuple[int, str, str, int], Hit]()
    for spelling in tried:
        for hit in _read(desk, spelling, banks=spelling in bare):
            hits.setdefault((hit.place, hit.kind, hit.value, hit.row), hit)
    ordered = sorted(
        hits.values(), key=lambda hit: (hit.place, hit.row, hit.kind, not _exact(hit, value))
    )
    return Found(asked=value, tried=tried, hits=tuple(ordered))


def _exact(hit: Hit, value: str) -> bool:
    return hit.kind != NAME or is_exact(name_key(hit.value), value)


def _read(desk: Desk, spelling: Spelling, *, banks: bool) -> Iterable[Hit]:
    """Yield where a spelling stands; with `banks` an account's number at each bank too."""
    rows: Iterable[tuple[Any, ...]]
    if spelling.kind in (AS_NAME, "alias"):
        start = name_key(spelling.value).partition("\t")[0]
        span = (f"{start}\t", f"{start}\n", NAME)
        rows = desk.database.execute(f"{_QUERY} s.value >= ? AND s.value < ? AND k.kind = ?", span)
    elif spelling.kind == AS_TYPED:
        rows = desk.database.execute(f"{_QUERY} s.value = ?", (spelling.value,))
    else:
        values = (spelling.value, *(at_banks(spelling.value) if banks else ()))
        marks = ", ".join("?" * len(values))
        wanted = f"{_QUERY} s.value IN ({marks}) AND k.kind = ?"
        rows = desk.database.execute(wanted, (*values, spelling.kind))
        if spelling.kind == HOST:
            rows = chain(rows, _urls_of(desk, spelling.value))
    for place, kind, text, row, count, first, last in rows:
        yield Hit(
            place=place, kind=kind, value=name_of(text) if kind == NAME else text, row=row,
            count=count, first=first, last=last, weak=spelling.weak,
        )  # fmt: skip


def _urls_of(desk: Desk, host: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the URLs of a host."""
    for low, high in url_spans(host):
        wanted = f"{_QUERY} s.value >= ? AND s.value < ? AND k.kind = 'url'"
        for row in desk.database.execute(wanted, (low, high)):
            if is_url_of(row[2], host):
                yield row


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How a case stands to what is known of it, by a look at its folder."""

    case: OnDesk
    """The case."""
    state: str
    """`current`, `behind`, `unread` or `missing`."""
    reason: str
    """Why it is not current; empty if it is."""

    @property
    def next_step(self) -> str:
        """The command that may mend it; empty where it is current, or the reason says it."""
        if not self.reason or "truyvet " in self.reason:
            return ""
        if self.state == "missing":
            return "truyvet desk add NEW-FOLDER"
        if self.case.problem:
            return f"truyvet verify {shlex.quote(self.case.path)}"
        return "truyvet desk refresh"

    @property
    def covered(self) -> bool:
        """Whether an answer covers it, if only as of an earlier entry."""
        return self.case.entries > 0


def standing(one: OnDesk) -> Standing:
    """Return how a case stands, without opening it."""
    try:
        size = (Path(one.path) / LEDGER_NAME).stat().st_size
    except OSError:
        return Standing(case=one, state="missing", reason=one.problem or "its folder is not there")
    if not one.entries:
        return Standing(case=one, state="unread", reason=one.problem)
    if one.problem:
        return Standing(case=one, state="behind", reason=one.problem)
    if size != one.size:
        what = "has grown since" if size > one.size else "is shorter than it was"
        return Standing(case=one, state="behind", reason=f"its ledger {what}")
    return Standing(case=one, state="current", reason="")
