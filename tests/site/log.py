"""What the site saw: every connection and every exchange, byte for byte as it went by."""

import hashlib
import threading
import time
from dataclasses import dataclass, field

KEPT_BYTES = 8 << 20
"""Of one response; a longer one has its length and hash besides."""
PATIENCE = 10.0
"""Seconds to wait for exchanges that are still under way."""


@dataclass(kw_only=True)
class Link:
    """One connection as the server had it."""

    number: int
    """From 0, in the order of coming."""
    origin: str
    """Name of the listener that took it, as `plain`."""
    peer: str
    """The client's address and port, as `127.0.0.1:40000` or `[::1]:40000`."""
    local: str
    """Our own."""
    version: str = ""
    """TLS version as OpenSSL names it, such as `TLSv1.3`; "" for a plain one."""
    cipher: str = ""
    """Cipher suite."""
    name: str = ""
    """Server name that the client asked for."""
    alpn: str = ""
    """Protocol agreed on."""
    chain: tuple[bytes, ...] = field(default=(), repr=False)
    """Certificates that we send, DER, our own first."""
    error: str = ""
    """Why the handshake failed."""


@dataclass(kw_only=True)
class Served:
    """One request and what was answered."""

    number: int
    """From 0, in the order of coming."""
    link: Link
    """What carried it."""
    request: bytes
    """As it came, with its body."""
    path: str
    """Target up to the question mark, as it came."""
    target: str
    """As it came."""
    method: str
    """As it came."""
    headers: dict[str, str]
    """Of the request: name in lower case -> value; of equal names the last."""
    body: bytes = field(default=b"", repr=False)
    """Of the request, without chunks."""
    size: int = 0
    """Bytes that were sent."""
    ended: bool = False
    """Whether it is over."""
    error: str = ""
    """Why not all was sent: the client went away."""
    _kept: bytearray = field(default_factory=bytearray, repr=False)
    _hash: "hashlib._Hash" = field(default_factory=hashlib.sha256, repr=False)

    def add(self, sent: bytes) -> None:
        """Note bytes that went out."""
        self.size += len(sent)
        self._hash.update(sent)
        if len(self._kept) < KEPT_BYTES:
            self._kept += sent[: KEPT_BYTES - len(self._kept)]

    @property
    def response(self) -> bytes:
        """All bytes that were sent; ValueError where they are too many to be kept."""
        if self.size > len(self._kept):
            raise ValueError(f"{self.size} bytes were sent, {KEPT_BYTES} are kept: see sha256")
        return bytes(self._kept)

    @property
    def begin(self) -> bytes:
        """The first bytes that were sent, at most `KEPT_BYTES`."""
        return bytes(self._kept)

    @property
    def sha256(self) -> str:
        """SHA-256 of all bytes that were sent."""
        return self._hash.hexdigest()


class Log:
    """All that came and went; safe between threads."""

    def __init__(self) -> None:
        """Begin an empty log."""
        self._links: list[Link] = []
        self._served: list[Served] = []
        self._changed = threading.Condition()

    def link(self, origin: str, peer: str, local: str) -> Link:
        """Note a new connection."""
        with self._changed:
            link = Link(number=len(self._links), origin=origin, peer=peer, local=local)
            self._links.append(link)
            return link

    def begin(self, link: Link, request: bytes, head: "tuple[str, str]") -> Served:
        """Note a request; `head` is its method and target."""
        method, target = head
        with self._changed:
            served = Served(
                number=len(self._served),
                link=link,
                request=request,
                path=target.partition("?")[0],
                target=target,
                method=method,
                headers={},
            )
            self._served.append(served)
            return served

    def end(self, served: Served, error: str = "") -> None:
        """Note that an exchange is over."""
        with self._changed:
            served.ended, served.error = True, error
            self._changed.notify_all()

    @property
    def links(self) -> list[Link]:
        """All connections so far."""
        with self._changed:
            return list(self._links)

    def exchanges(self, path: str | None = None, *, origin: str = "") -> list[Served]:
        """Return exchanges of a path (all if none), once none of them is under way."""
        until = time.monotonic() + PATIENCE
        with self._changed:
            while True:
                found = [
                    served
                    for served in self._served
                    if path in (None, served.path, served.target)
                    and origin in ("", served.link.origin)
                ]
                if all(served.ended for served in found) or time.monotonic() > until:
                    return found
                self._changed.wait(0.1)

    def one(self, path: str, *, origin: str = "") -> Served:
        """Return the only exchange of a path; AssertionError when there are more, or none."""
        found = self.exchanges(path, origin=origin)
        assert len(found) == 1, [served.request for served in found]
        return found[0]

    def paths(self, *, origin: str = "") -> list[str]:
        """Return the targets that were asked for, in order."""
        return [served.target for served in self.exchanges(origin=origin)]

    def clear(self) -> None:
        """Forget the exchanges, for the next part of a test; connections stay."""
        self.exchanges()
        with self._changed:
            self._served.clear()
