"""Lines out: the fetchers of a run, as many as exchanges may be under way at the same time.

A thread borrows one for each exchange. The one given back last is lent first, so that one
connection serves where one is allowed, while another thread's page is being read.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from ..wire.exchange import Fetched, Request


class Fetches(Protocol):
    """What is needed of a fetcher."""

    def fetch(self, request: Request, /) -> Fetched:
        """Ask and record; what went wrong is in the exchange."""

    def close(self) -> None:
        """Close its connections."""


class Lines:
    """Lends fetchers to threads."""

    def __init__(self, make: Callable[[], Fetches], count: int) -> None:
        """`make` gives one of `count` fetchers when it is first needed."""
        self._make = make
        self._free = threading.Semaphore(count)
        self._idle = list[Fetches]()
        self._all = list[Fetches]()

    def fetch(self, request: Request) -> Fetched:
        """Ask over a free line; wait until there is one."""
        with self._free:
            fetcher = self._borrow()
            try:
                return fetcher.fetch(request)
            finally:
                self._idle.append(fetcher)

    def _borrow(self) -> Fetches:
        with suppress(IndexError):
            return self._idle.pop()
        fetcher = self._make()
        self._all.append(fetcher)
        return fetcher

    def close(self) -> None:
        """Close all connections."""
        for fetcher in self._all:
            fetcher.close()
