"""What one page's browser asks of servers, passed on and kept byte for byte.

Answers the proxy (`proxy.Answerer`) through fetchers of the wire: TLS to servers is verified there,
private targets are refused there, and what the browser gets are the very bytes that are kept.
"""

import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

from ...evidence.errors import of_os_error
from ..wire.exchange import Fetched, Request, Tee
from ..wire.given import Given
from ..wire.recording import Stopped
from ..wire.targets import BadTarget, target_of
from .proxy import Hangup, NotAnswered
from .rendered import USED_UP
from .shelf import Shelf

MAX_BLOCKED = 1_000
"""Refused addresses that are written down of one page."""
MAX_EXCHANGES = 5_000
"""Exchanges of one page; a page that asks for ever is asked no further."""


class Allows(Protocol):
    """What is needed of `means.Allowance`: bytes that a collection may still receive."""

    @property
    def left(self) -> int:
        """How many."""

    def spend(self, size: int) -> None:
        """Take bytes off."""


class Fetches(Protocol):
    """What is needed of a fetcher; it serves one exchange at a time."""

    def fetch(self, request: Request, tee: Tee | None = None) -> Fetched:
        """Make one exchange; never raises for what a server does. `tee` may raise `Stopped`."""

    def abandon(self, reason: str) -> None:
        """End the exchange under way, from another thread."""

    def close(self) -> None:
        """Let go of its connections."""


class Exchanges:
    """The exchanges of one page; `close` lets go of their bytes."""

    def __init__(
        self,
        make: Callable[[], Fetches],
        given: Given,
        allowance: Allows | None = None,
        folder: Path | None = None,
    ) -> None:
        """`make` gives a fetcher; as many are made as exchanges are under way at a time.

        What is received is taken off `allowance`, and ends with it. `folder` is where temporary
        files go. Raises `TruyvetError` E901-E903.
        """
        self._make = make
        self._given = given
        self._allowance = allowance
        self._place = folder or Path(tempfile.gettempdir())
        try:
            self.shelf = Shelf(folder)
        except OSError as error:
            raise of_os_error(error, self._place) from error
        self._idle = list[Fetches]()
        self._all = list[Fetches]()
        self._fetched = list[tuple[int, Fetched]]()
        self._blocked = dict[str, None]()
        self._limits = dict[str, None]()
        self._begun = 0
        self._lock = threading.Lock()
        self._over = False

    def answer(self, request: Request, tee: Tee) -> bool:
        """Pass a request on; keep what was sent and what came back.

        Raises what ends it without a record: `TruyvetError` E901-E903 where our disk is full.
        """
        request = replace(request, headers=(*request.headers, *self._headers(request)))
        number, fetcher = self._begin(request)
        try:
            fetched = fetcher.fetch(request, tee=self._listened(tee))
            try:
                kept = self.shelf.put(fetched.response)
            finally:
                fetched.response.close()
        except OSError as error:
            raise of_os_error(error, self._place) from error
        finally:
            with self._lock:
                self._idle.append(fetcher)
        fetched.response = kept
        with self._lock:
            self._fetched.append((number, fetched))
        exchange = fetched.exchange
        if exchange.result == "refused":
            self.refused(exchange.url, exchange.reason)
        if not exchange.response_size:
            raise NotAnswered(HTTPStatus.BAD_GATEWAY, exchange.reason or "no answer")
        return exchange.result == "whole" and not exchange.extra and _is_delimited(fetched)

    def _begin(self, request: Request) -> tuple[int, Fetches]:
        """Give a request its number and its fetcher, within the limits."""
        with self._lock:
            if self._over:
                raise Hangup
            limit = self._limit()
            if not limit:
                fetcher = self._idle.pop() if self._idle else self._make()
                if fetcher not in self._all:
                    self._all.append(fetcher)
                number, self._begun = self._begun, self._begun + 1
                return number, fetcher
            self._limits[limit] = None
        self.refused(request.url, limit)
        raise NotAnswered(HTTPStatus.TOO_MANY_REQUESTS, limit)

    def _limit(self) -> str:
        """Return why nothing more is asked for, if so."""
        if self._begun >= MAX_EXCHANGES:
            return f"the page asked for more than {MAX_EXCHANGES} things"
        return USED_UP if self._is_used_up() else ""

    def _is_used_up(self) -> bool:
        return self._allowance is not None and self._allowance.left <= 0

    def _listened(self, tee: Tee) -> Tee:
        """Return `tee`, ending the exchange where nobody listens any more."""

        def passed_on(piece: bytes) -> None:
            used_up = self._is_used_up()
            if self._allowance is not None:
                self._allowance.spend(len(piece))
            if self._over:
                raise Stopped("abandoned: the page was left")
            if used_up:
                with self._lock:
                    self._limits[USED_UP] = None
                raise Stopped(f"size: {USED_UP}")
            try:
                tee(piece)
            except Hangup:
                raise Stopped("abandoned: the browser closed the connection") from None

        return passed_on

    def _headers(self, request: Request) -> tuple[tuple[str, str], ...]:
        """Return the given headers that go to this address and that the browser has not set."""
        try:
            wanted = self._given.headers_for(target_of(request.url).origin)
        except BadTarget:
            return ()
        there = {name.lower() for name, _ in request.headers}
        return tuple((name, value) for name, value in wanted if name.lower() not in there)

    def refused(self, url: str, reason: str) -> None:
        """Write down what was not let through."""
        with self._lock:
            if len(self._blocked) < MAX_BLOCKED:
                self._blocked[f"{url} {reason}"] = None

    @property
    def blocked(self) -> tuple[str, ...]:
        """Addresses that were refused, each with the reason after a blank."""
        with self._lock:
            return tuple(self._blocked)

    @property
    def limits(self) -> tuple[str, ...]:
        """Why not all that the page asked for was asked for to its end, each reason once."""
        with self._lock:
            return tuple(self._limits)

    def stop(self) -> None:
        """Let nothing more be asked; what is under way is abandoned and kept as far as it came."""
        with self._lock:
            self._over = True
            under_way = [one for one in self._all if one not in self._idle]
        for fetcher in under_way:
            fetcher.abandon("abandoned: the page was left")

    def take(self) -> list[Fetched]:
        """Return all exchanges in the order they were begun, once nothing is under way."""
        with self._lock:
            for fetcher in self._all:
                fetcher.close()
            return [fetched for _, fetched in sorted(self._fetched, key=lambda pair: pair[0])]

    def close(self) -> None:
        """Let go of all bytes."""
        self.take()
        self.shelf.close()


def _is_delimited(fetched: Fetched) -> bool:
    """Tell whether a response says itself where it ends and that another may follow (RFC 9112)."""
    exchange = fetched.exchange
    head = fetched.message(exchange.head).lower()
    if not head.startswith(b"http/1.1 ") or b"\r\nconnection: close" in head:
        return False
    if exchange.method == "HEAD" or exchange.status in (204, 304):
        return True
    return b"\r\ncontent-length:" in head or b"\r\ntransfer-encoding: chunked" in head
