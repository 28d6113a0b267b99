"""The chunked transfer coding of HTTP/1.1 (RFC 9112, section 7.1), undone in small steps.

Extensions are passed over and trailers kept. Where a chunk is not what it should be, the rest
comes as it is, so that nothing is lost, and the fault is said.
"""

import re

from ..containers.reading import Reader
from .faults import Fault

MAX_LINE = 16 << 10
"""Bytes of a chunk's first line, with extensions; more is no chunk."""
MAX_TRAILERS = 256 << 10
"""Bytes of all trailers; more are no trailers."""
_PIECE = 1 << 16
_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,16})[ \t]*(?:;.*)?", re.DOTALL)


class Dechunked:
    """A `Reader` of what is inside the chunks of the reader below."""

    def __init__(self, below: Reader, faults: list[Fault]) -> None:
        """`faults` takes what is wrong, as it is met."""
        self._below = below
        self._faults = faults
        self._held = b""
        self._taken = 0
        self._left = 0
        self._between = False
        self._raw = False
        self._over = False
        self.trailers: tuple[bytes, ...] = ()
        """Lines after the last chunk."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes; none only at the end."""
        while not self._over:
            if self._raw:
                return self._take(size)
            if self._left:
                chunk = self._take(min(size, self._left))
                self._left -= len(chunk)
                if not chunk:
                    self._end(f"the body ends {self._left} bytes before its chunk does")
                return chunk
            self._next_chunk()
        return b""

    def _take(self, size: int) -> bytes:
        """Return up to `size` bytes from below."""
        chunk = self._held[:size] if self._held else self._below.read(size)
        self._held = self._held[size:] if self._held else b""
        self._taken += len(chunk)
        return chunk

    def _line(self, longest: int) -> bytes | None:
        """Return the next line with its end, none where there is none; its bytes are held."""
        while (end := self._held.find(b"\n")) < 0 and len(self._held) < longest:
            more = self._below.read(_PIECE)
            if not more:
                return None
            self._held += more
        return self._held[: end + 1] if 0 <= end < longest else None

    def _next_chunk(self) -> None:
        if self._between:
            self._between = False
            line = self._line(2)
            if line is None and not self._held:
                self._end("the body ends without the last chunk")
                return
            if line is None or line not in (b"\r\n", b"\n"):
                self._as_it_is("no chunk ends {}, where its length says")
                return
            self._take(len(line))
        line = self._line(MAX_LINE)
        found = _SIZE.fullmatch(line.rstrip(b"\r\n")) if line is not None else None
        if line is None and not self._held:
            self._end("the body ends without the last chunk")
        elif line is None or found is None:
            self._as_it_is("no chunk begins {}")
        else:
            self._take(len(line))
            self._left, self._between = int(found[1], 16), True
            if not self._left:
                self._finish()

    def _as_it_is(self, why: str) -> None:
        text = why.format(f"at byte {self._taken} of the body")
        self._faults.append(Fault(code="corrupt", text=f"{text}: the rest is taken as it is"))
        self._raw = True

    def _finish(self) -> None:
        """Read the trailers and tell of what follows."""
        trailers, size = list[bytes](), 0
        while size < MAX_TRAILERS:
            line = self._line(MAX_LINE)
            if line is None:
                if self._held or trailers:
                    self._end("the trailers do not end")
                else:
                    self._end("the body ends without the empty line after the last chunk")
                break
            self._take(len(line))
            size += len(line)
            if not line.rstrip(b"\r\n"):
                break
            trailers.append(line.rstrip(b"\r\n"))
        self.trailers = tuple(trailers)
        self._over = True
        rest = 0
        while chunk := self._take(_PIECE):
            rest += len(chunk)
        if rest:
            self._faults.append(Fault(code="corrupt", text=f"{rest} bytes follow the last chunk"))

    def _end(self, why: str) -> None:
        self._over = True
        self._held = b""
        self._faults.append(Fault(code="corrupt", text=why))
