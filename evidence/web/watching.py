"""Watches as the ledger tells them: which pages and selectors are watched, and what is due.

Nothing but the ledger and the captures says when a page is due: there is no state beside them, so
that any copy of a case goes on where the other stopped. Format: docs/spec/case.md, `watch`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from ..acts import Collect, Watch
from ..entry import Entry

UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60}
"""Seconds of the units that an interval is written in."""
LEAST_EVERY = 300
"""Seconds: a page asked for more often would be a burden, and a trace, on its server."""
MOST_EVERY = 366 * 86_400
"""Seconds: a watch that looks less than once a year is a slip of the pen."""
_INTERVAL = re.compile(r"([1-9][0-9]{0,5})([mhdw])")
COLLECTOR = "web"
"""Collector whose collections hold captures of pages."""


class NotAnInterval(ValueError):
    """The text is no interval; the message says why."""


def interval(text: str) -> int:
    """Return the seconds of an interval such as `30m`, `6h`, `1d`, `2w`; `NotAnInterval`."""
    found = _INTERVAL.fullmatch(text.strip())
    if found is None:
        raise NotAnInterval("write it as 30m, 6h, 1d or 2w")
    seconds = int(found[1]) * UNITS[found[2]]
    if not LEAST_EVERY <= seconds <= MOST_EVERY:
        raise NotAnInterval(f"from {interval_text(LEAST_EVERY)} to {interval_text(MOST_EVERY)}")
    return seconds


def interval_text(seconds: int) -> str:
    """Return an interval as it is written, in its largest whole unit: `6h`."""
    for unit, size in UNITS.items():
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


@dataclass(frozen=True, kw_only=True, slots=True)
class Watched:
    """A watch that stands."""

    act: Watch
    """What is watched, and how."""
    seq: int
    """Entry that says so."""
    utc: str
    """When it was said."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Watching:
    """What a ledger says of watches, and where captures of pages are."""

    pages: tuple[Watched, ...]
    """Pages watched, in the order in which they were first."""
    selectors: tuple[Watched, ...]
    """Selectors watched, likewise."""
    collections: tuple[int, ...]
    """Entries that recorded captures of pages, in order."""

    def of(self, target: Literal["page", "selector"], value: str) -> Watched | None:
        """Return the watch of this page or selector, if one stands."""
        among = self.pages if target == "page" else self.selectors
        return next((one for one in among if one.act.value == value), None)


def read_watching(entries: Iterable[Entry]) -> Watching:
    """Sum up what entries, in order, say of watches."""
    standing, collections = dict[tuple[str, str], Watched](), list[int]()
    for entry in entries:
        act = entry.act
        if isinstance(act, Collect) and act.collector == COLLECTOR:
            collections.append(entry.seq)
        elif isinstance(act, Watch):
            key = (act.target, act.value)
            if act.off:
                standing.pop(key, None)
            else:
                standing[key] = Watched(act=act, seq=entry.seq, utc=entry.time.utc)
    return Watching(
        pages=tuple(one for one in standing.values() if one.act.target == "page"),
        selectors=tuple(one for one in standing.values() if one.act.target == "selector"),
        collections=tuple(collections),
    )


def due_at(watched: Watched, last: str | None) -> str:
    """Return when a page is to be captured, UTC; `last` is when that was tried last.

    A page that was never captured is due at once. What was tried in vain counts as tried: a server
    that is down is asked again after an interval, not in every round.
    """
    if last is None:
        return watched.utc
    moment = datetime.fromisoformat(last) + timedelta(seconds=watched.act.every)
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z"


def is_due(watched: Watched, last: str | None, utc: str) -> bool:
    """Tell whether a page is to be captured at `utc`, or was last tried in the future.

    A clock that once ran ahead must not silence a watch: what lies ahead is no reason to wait.
    """
    return last is None or last > utc or due_at(watched, last) <= utc
