"""What a fetch takes and what it brings: values between the wire and those who use it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

from ...evidence.web.capture import Connection, Exchange, Name

Tee: TypeAlias = Callable[[bytes], None]
"""Told every piece of the response as it comes from the wire."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What to ask for."""

    url: str
    """Absolute http or https address."""
    purpose: str
    """As `Exchange.purpose`."""
    method: str = "GET"
    """Request method."""
    headers: tuple[tuple[str, str], ...] = ()
    """Headers in order; Host and Content-Length are added where they lack."""
    body: bytes = b""
    """Body, for POST and its like."""
    referrer: str = ""
    """Page that refers here; sent as Referer by the policy strict-origin-when-cross-origin."""
    exact: bool = False
    """Whether nothing is added but Host and Content-Length: no cookies, no headers of ours."""


@dataclass(kw_only=True, slots=True)
class Fetched:
    """One exchange as it was: facts and bytes. `close` lets go of the bytes."""

    exchange: Exchange
    """Its facts; number, connection and records are set by whoever writes it down."""
    connection: Connection | None
    """What carried it, number still 0; none where no connection was tried."""
    connection_key: int
    """The same for all exchanges of one connection of this process; -1 for none."""
    name: Name | None
    """How the host was resolved, for this exchange or when its connection was opened."""
    request: bytes
    """Bytes sent, given secrets masked with asterisks of the same length."""
    response: BinaryIO
    """Bytes received, at position 0; a spooled file that may be on disk."""
    notes: tuple[str, ...] = field(default=())
    """Oddities met while reading: folded headers, a wrong length, two lengths."""

    def message(self, limit: int) -> bytes:
        """Return the response as it was on the wire, at most `limit` bytes of it."""
        self.response.seek(0)
        return self.response.read(limit)

    def close(self) -> None:
        """Let go of the bytes."""
        self.response.close()
