"""A connection whose every byte is taken down, in both directions, while an exchange uses it."""

import contextlib
import socket
import ssl
from itertools import count

from ...evidence.web.capture import Connection, Name
from .recording import PIECE, Recording
from .trust import Channel

_KEYS = count()


class Lost(Exception):
    """The other end broke the connection off; its text says how."""


class RecordedSocket:
    """Carries exchanges one after another; only what `recording` is told of crosses it."""

    def __init__(self, channel: Channel, facts: Connection, name: Name | None) -> None:
        self._channel = channel
        self._wait = -1.0
        self.facts = facts
        self.name = name
        self.key = next(_KEYS)
        self.recording: Recording | None = None
        self.exchanges = 0
        self.ragged = False
        """Whether TLS ended without its word of farewell: the end may be another's doing."""

    def begin(self, recording: Recording) -> None:
        """Let the next exchange use it."""
        self.recording = recording
        self.exchanges += 1
        recording.hang_up = self.hang_up

    def sendall(self, piece: bytes) -> None:
        """Send; what the system took is taken down. A lost connection is noticed when reading."""
        assert self.recording is not None  # noqa: S101
        rest = memoryview(piece)
        try:
            while rest:
                self._allow(self.recording.patience())
                size = self._channel.send(rest)  # type: ignore[arg-type]
                self.recording.went(rest[:size])
                rest = rest[size:]
        except TimeoutError:
            raise self.recording.late() from None
        except OSError as error:
            # A server may answer and close before it has heard all: its answer is still there.
            if not isinstance(error, ConnectionError | ssl.SSLError):
                raise Lost(_how(error)) from None

    def receive(self, patience: float | None = None) -> bytes:
        """Return the next bytes, empty at the end.

        With `patience` (seconds, 0 not to wait) empty also when nothing has come by then.

        Raises `Stopped` at a limit, `Lost` when the connection broke.
        """
        assert self.recording is not None  # noqa: S101
        self._allow(self.recording.patience(patience))
        try:
            piece = self._channel.recv(PIECE)
        except ssl.SSLEOFError:
            self.recording.check()
            self.ragged = True
            return b""
        except (TimeoutError, BlockingIOError, ssl.SSLWantReadError):
            if patience is not None:
                return b""
            raise self.recording.late() from None
        except OSError as error:
            self.recording.check()
            raise Lost(_how(error)) from None
        if not piece:
            self.recording.check()
            return b""
        return self.recording.came(piece)  # type: ignore[arg-type]

    def waiting(self) -> bytes | None:
        """Return what waits to be read, `None` for nothing, empty if the other end has closed."""
        self._allow(0.0)
        try:
            return self._channel.recv(PIECE)  # type: ignore[return-value]
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return None
        except OSError:
            return b""

    def _allow(self, seconds: float) -> None:
        """Set how long the system waits; most exchanges need one call of the system for it."""
        if seconds != self._wait:
            self._channel.settimeout(seconds)
            self._wait = seconds

    def hang_up(self) -> None:
        """Let whoever waits for bytes meet their end, from another thread."""
        channel = self._channel
        plain: socket.socket = channel if isinstance(channel, socket.socket) else channel.socket
        with contextlib.suppress(OSError):
            # Of an encrypted one too only the connection itself is shut: no word is exchanged.
            socket.socket.shutdown(plain, socket.SHUT_RDWR)

    def close(self) -> None:
        """Close it."""
        with contextlib.suppress(OSError):
            self._channel.close()


def _how(error: OSError) -> str:
    if isinstance(error, ConnectionResetError | BrokenPipeError):
        return "connection reset"
    if isinstance(error, ssl.SSLError):
        return "TLS: " + (error.reason or "broken").replace("_", " ").lower()
    return (error.strerror or type(error).__name__).lower()
