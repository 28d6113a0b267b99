"""What one page's browser asks of servers, passed on and kept byte for byte.

Answers the proxy (`proxy.Answerer`) through fetchers of the wire: TLS to servers is verified there,
private targets are refused there, and what the browser gets are the very bytes that are kept.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Protocol

from ..wire.exchange import Fetched, Request, Tee
from ..wire.given import Given
from ..wire.recording import Stopped
from ..wire.targets import BadTarget, target_of
from .proxy import Hangup, NotAnswered

MAX_BLOCKED = 1_000
"""Refused addresses that are written down of one page."""
MAX_EXCHANGES = 20_000
"""Exchanges of one page; a page that asks for ever is asked no further."""


class Fetches(Protocol):
    """What is needed of a fetcher; it serves one exchange at a time."""

    def fetch(self, request: Request, tee: Tee | None = None) -> Fetched:
        """Make one exchange; never raises for what a server does. `tee` may raise `Stopped`."""

    def abandon(self, reason: str) -> None:
        """End the exchange under way, from another thread."""

    def close(self) -> None:
        """Let go of its connections."""


class Exchanges:
    """The exchanges of one page."""

    def __init__(self, make: Callable[[], Fetches], given: Given) -> None:
        """`make` gives a fetcher; as many are made as exchanges are under way at a time."""
        self._make = make
        self._given = given
        self._idle = list[Fetches]()
        self._all = list[Fetches]()
        self._fetched = list[tuple[int, Fetched]]()
        self._blocked = dict[str, None]()
        self._begun = 0
        self._lock = threading.Lock()
        self._over = False

    def answer(self, request: Request, tee: Tee) -> bool:
        """Pass a request on; keep what was sent and what came back."""
        request = replace(request, headers=(*request.headers, *self._headers(request)))
        with self._lock:
            if self._over:
                raise Hangup
            if self._begun >= MAX_EXCHANGES:
                raise NotAnswered(HTTPStatus.TOO_MANY_REQUESTS, "the page asked for too much")
            number, self._begun = self._begun, self._begun + 1
            fetcher = self._idle.pop() if self._idle else self._make()
            if fetcher not in self._all:
                self._all.append(fetcher)
        try:
            fetched = fetcher.fetch(request, tee=self._listened(tee))
        finally:
            with self._lock:
                self._idle.append(fetcher)
        with self._lock:
            self._fetched.append((number, fetched))
        exchange = fetched.exchange
        if exchange.result == "refused":
            self.refused(exchange.url, exchange.reason)
        if not exchange.response_size:
            raise NotAnswered(HTTPStatus.BAD_GATEWAY, exchange.reason or "no answer")
        return exchange.result == "whole" and not exchange.extra and _is_delimited(fetched)

    def _listened(self, tee: Tee) -> Tee:
        """Return `tee`, ending the exchange where nobody listens any more."""

        def passed_on(piece: bytes) -> None:
            if self._over:
                raise Stopped("abandoned: the page was left")
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


def _is_delimited(fetched: Fetched) -> bool:
    """Tell whether a response says itself where it ends and that another may follow (RFC 9112)."""
    exchange = fetched.exchange
    head = fetched.message(exchange.head).lower()
    if not head.startswith(b"http/1.1 ") or b"\r\nconnection: close" in head:
        return False
    if exchange.method == "HEAD" or exchange.status in (204, 304):
        return True
    return b"\r\ncontent-length:" in head or b"\r\ntransfer-encoding: chunked" in head
