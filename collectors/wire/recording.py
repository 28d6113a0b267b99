"""The record of one exchange while it happens: bytes of both directions, times, limits."""

import tempfile
import time
from collections.abc import Callable
from typing import IO

from ...evidence.errors import of_os_error
from ...evidence.web.settings import WebSettings
from .exchange import Tee

IN_MEMORY = 1 << 20
"""Bytes of a response kept in memory; more goes to a temporary file."""
PIECE = 64 << 10
"""Bytes taken from the wire at once."""


class Stopped(Exception):
    """A limit was reached; its text is the reason."""


class Recording:
    """What one exchange sent and received. Times are nanoseconds since 1970, by `clock`."""

    __slots__ = (
        "_abandoned", "_clock", "_settings", "_tee", "deadline", "first", "hang_up", "last",
        "received", "response", "sent", "sent_at",
    )  # fmt: skip

    def __init__(self, settings: WebSettings, clock: Callable[[], int], tee: Tee | None) -> None:
        self._settings = settings
        self._clock = clock
        self._tee = tee
        self._abandoned = ""
        self.hang_up: Callable[[], None] | None = None
        """Ends the connection that carries the exchange, from any thread."""
        self.deadline = time.monotonic() + settings.time
        self.sent = bytearray()
        self.sent_at: int | None = None
        self.first: int | None = None
        self.last: int | None = None
        self.received = 0
        self.response: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115

    def abandon(self, reason: str) -> None:
        """End the exchange soon, from another thread: what waits for bytes raises `Stopped`."""
        self._abandoned = reason
        if self.hang_up is not None:
            self.hang_up()

    def check(self) -> None:
        """Raise `Stopped` where the exchange was abandoned."""
        if self._abandoned:
            raise Stopped(self._abandoned)

    def patience(self, at_most: float | None = None) -> float:
        """Return the seconds until the next byte must have come; raises `Stopped` after the end."""
        self.check()
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise Stopped(f"time: more than {self._settings.time} s")
        idle = self._settings.timeout if at_most is None else min(at_most, self._settings.timeout)
        return min(idle, left)

    def late(self) -> Stopped:
        """Return what to raise after nothing came for as long as `patience` allowed."""
        if self.deadline <= time.monotonic():
            return Stopped(f"time: more than {self._settings.time} s")
        return Stopped(f"idle: nothing for {self._settings.timeout} s")

    def again(self) -> None:
        """Begin anew: nothing came back, and what was sent went to a connection that was gone."""
        self.sent.clear()
        self.sent_at = None

    def went(self, piece: bytes | memoryview) -> None:
        """Take down bytes that were sent."""
        if self.sent_at is None:
            self.sent_at = self._clock()
        self.sent += piece

    def came(self, piece: bytes) -> bytes:
        """Take down bytes that were received and return those within the limit of size.

        A piece that goes over the limit is kept up to it; the next call raises `Stopped`.
        """
        room = self._settings.max_response - self.received
        if room <= 0:
            raise Stopped(f"size: more than {self._settings.max_response} bytes")
        if len(piece) > room:
            piece = piece[:room]
        self.last = self._clock()
        if self.first is None:
            self.first = self.last
        self.received += len(piece)
        try:
            self.response.write(piece)
        except OSError as error:  # our own disk: no fault of the server's
            raise of_os_error(error, tempfile.gettempdir()) from error
        if self._tee is not None:
            try:
                self._tee(piece)
            except Stopped as stop:  # the piece is kept, so it counts; no other is waited for
                self._abandoned = self._abandoned or str(stop)
        return piece
