"""Pace: how soon the next page of a host may be asked for.

A host rests between two pages as long as the officer said or its robots.txt asks, whichever is
longer, and as long as it says itself when it is overloaded (Retry-After, RFC 9110 section 10.2.3).
Times are seconds of a clock that only runs forward, handed in.
"""

import re
from collections.abc import Callable
from email.utils import parsedate_to_datetime

MAX_REST = 600.0
"""Seconds that a host can make us wait before its next page."""
FIRST_REST = 5.0
"""Seconds that an overloaded host rests that does not say how long; each time twice as long."""
MAX_PATIENCE = 60.0
"""Seconds that one page is waited for again; beyond that its answer stands as it is."""
MAX_RETRIES = 2
"""Times that one page is asked for again where the host is overloaded."""
OVERLOADED = frozenset({429, 503})
"""Answers that ask to come again later (RFC 6585, section 4; RFC 9110, section 15.6.4)."""


class Pace:
    """Knows when each host may be asked again."""

    def __init__(self, rest: float, clock: Callable[[], float]) -> None:
        """`rest` are the seconds between two pages of a host."""
        self._rest = rest
        self._clock = clock
        self._delays = dict[str, float]()
        self._ready = dict[str, float]()

    def ask_for(self, host: str, delay: float | None) -> None:
        """Take note of what a host's robots.txt asks for, in seconds."""
        if delay is not None:
            self._delays[host] = delay

    def wait(self, host: str) -> float:
        """Return the seconds until `host` may be asked; 0 where it may be now."""
        ready = self._ready.get(host)
        return 0.0 if ready is None else max(0.0, ready - self._clock())

    def asked(self, host: str) -> None:
        """Take note that a page of `host` is asked for now."""
        rest = max(self._rest, self._delays.get(host, 0.0))
        if rest:
            self._later(host, rest)

    def back_off(self, host: str, seconds: float) -> None:
        """Let an overloaded host rest."""
        self._later(host, min(seconds, MAX_REST))

    def _later(self, host: str, seconds: float) -> None:
        self._ready[host] = max(self._ready.get(host, 0.0), self._clock() + seconds)


def rest_asked_for(head: bytes, attempt: int, now: float) -> float:
    """Return the seconds that an overloaded server asks for in the head of its answer.

    Where it says nothing, or nonsense: `FIRST_REST`, doubled with each `attempt` from 0. `now` are
    seconds since 1970.
    """
    match = re.search(rb"\r?\nretry-after[ \t]*:[ \t]*([^\r\n]+)", head, re.IGNORECASE)
    value = match[1].decode("latin-1").strip() if match else ""
    if re.fullmatch(r"[0-9]{1,9}", value):
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return FIRST_REST * (1 << attempt)
