"""Requests of our own browser: their heads and bodies, as a proxy gets them (RFC 9112).

Only what Chromium sends is understood; anything else is refused. The browser runs what hostile
pages wrote, so lengths are bounded.
"""

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass

MAX_HEAD = 1 << 20
"""Bytes of a request's head: an address in Chromium has at most 2 MiB, servers take far less."""
MAX_BODY = 64 << 20
"""Bytes of a request's body: it is held in memory until it is sent."""
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
_DROPPED = frozenset({"proxy-authorization", "proxy-authenticate"})


class Malformed(Exception):
    """This is no request that we take; the message says why."""


class Ended(Exception):
    """The browser has closed the connection."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """A request without its body."""

    method: str
    """Request method."""
    target: str
    """Request target: an absolute address, a path, or host and port for CONNECT."""
    headers: tuple[tuple[str, str], ...]
    """Headers in order, those between browser and proxy left out."""

    @property
    def size(self) -> int:
        """Return its length in bytes, nearly."""
        return len(self.target) + sum(len(name) + len(value) for name, value in self.headers)

    def value(self, name: str) -> str:
        """Return the value of the first header of this name (lower case), or nothing."""
        return next((value for key, value in self.headers if key.lower() == name), "")


class Requests:
    """Reads requests from one connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._held = b""

    def head(self) -> Head:
        """Return the next request's head; raise `Ended` where there is none any more."""
        raw = self._until(lambda held: held.find(b"\r\n\r\n"))
        return parse_head(raw.decode("latin-1"))

    def length(self, head: Head) -> int:
        """Return the length of the body that belongs to this head; raise `Malformed`."""
        if head.value("transfer-encoding"):
            raise Malformed("its body has no length")
        length = head.value("content-length") or "0"
        if not re.fullmatch(r"[0-9]{1,20}", length) or int(length) > MAX_BODY:
            raise Malformed(f"its body is longer than {MAX_BODY} bytes")
        return int(length)

    def body(self, head: Head) -> bytes:
        """Return the body that belongs to this head; raise `Malformed`."""
        wanted = self.length(head)
        pieces, missing = [self._held[:wanted]], wanted - len(self._held)
        self._held = self._held[wanted:]
        while missing > 0:
            pieces.append(self._more(missing))
            missing -= len(pieces[-1])
        return b"".join(pieces)

    def _until(self, place: Callable[[bytes], int]) -> bytes:
        while (end := place(self._held)) < 0:
            if len(self._held) > MAX_HEAD:
                raise Malformed(f"its head is longer than {MAX_HEAD} bytes")
            self._held += self._more(1 << 16)
        raw, self._held = self._held[:end], self._held[end + 4 :]
        return raw

    def _more(self, size: int) -> bytes:
        try:
            piece = self._connection.recv(min(size, 1 << 16))
        except OSError as error:
            raise Ended from error
        if not piece:
            raise Ended
        return piece


def parse_head(text: str) -> Head:
    """Parse a request's head without its empty line; raise `Malformed`."""
    line, *rest = text.split("\r\n")
    parts = line.split(" ")
    if len(parts) != 3 or not _TOKEN.match(parts[0]) or parts[2] != "HTTP/1.1":
        raise Malformed("its first line is none of HTTP/1.1")
    headers = []
    for one in rest:
        name, colon, value = one.partition(":")
        if not colon or not _TOKEN.match(name):
            raise Malformed("one of its headers has no name")
        if name.lower() == "proxy-connection":
            name = "Connection"
        if name.lower() not in _DROPPED:
            headers.append((name, value.strip(" \t")))
    return Head(method=parts[0], target=parts[1], headers=tuple(headers))
