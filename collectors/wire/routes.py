"""The route: straight, or through one declared proxy for every request of a run.

Sources: RFC 9110 section 9.3.6 (CONNECT), RFC 1928/1929 (SOCKS 5) as PySocks speaks it. The proxy
resolves names; its password is in no record.
"""

import contextlib
import socket
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

import socks

from ...evidence.errors import TruyvetError
from .addresses import written
from .given import credentials
from .trust import Channel

TOR = "socks5h://127.0.0.1:9050"
"""Where a Tor service listens by default."""
DIRECT = "direct"
PORTS = {"http": 8080, "https": 443, "socks5": 1080, "socks5h": 1080}
MAX_ANSWER = 16 << 10
"""Bytes of a proxy's answer to CONNECT; guards memory."""


class ProxyRefused(OSError):
    """The proxy did not open the way; its text is the proxy's own answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """A way out; `text` is how records call it."""

    kind: str
    """`direct`, `http`, `https` or `socks5`."""
    text: str
    """`direct`, or the proxy's address without its password."""
    host: str = ""
    """Host of the proxy."""
    port: int = 0
    """Port of the proxy."""
    user: str = ""
    """User's name for the proxy."""

    @property
    def is_direct(self) -> bool:
        """Tell whether there is no proxy."""
        return self.kind == DIRECT

    @property
    def forwards(self) -> bool:
        """Tell whether the proxy takes whole addresses for http (RFC 9112, section 3.2.2)."""
        return self.kind in ("http", "https")

    def authorization(self, password: str) -> str:
        """Return the value of Proxy-Authorization; empty where there is no user."""
        return credentials(self.user, password) if self.user and self.forwards else ""


def split_proxy(address: str) -> tuple[str, str]:
    """Split a proxy's address as given into the route's text and the password.

    Raises `TruyvetError` E522, whose text holds no password.
    """
    if address in ("", DIRECT):
        return DIRECT, ""
    parts, port = _parts(address)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    user = f"{parts.username}@" if parts.username else ""
    return f"{parts.scheme.lower()}://{user}{host}:{port}", unquote(parts.password or "")


def route_of(text: str) -> Route:
    """Read a route's text; raises `TruyvetError` E522."""
    if text == DIRECT:
        return Route(kind=DIRECT, text=DIRECT)
    parts, port = _parts(text)
    return Route(
        kind="socks5" if parts.scheme.lower().startswith("socks5") else parts.scheme.lower(),
        text=split_proxy(text)[0],
        host=parts.hostname or "",
        port=port,
        user=unquote(parts.username or ""),
    )


def _parts(address: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise TruyvetError("E522", reason="it cannot be read") from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS or "://" not in address:
        raise TruyvetError("E522", reason="it begins with none of " + ", ".join(sorted(PORTS)))
    if not parts.hostname or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise TruyvetError("E522", reason="it is not written as scheme://host:port")
    return parts, PORTS[scheme] if port is None else port


def check(route: Route, timeout: float = 5.0) -> None:
    """Tell before a run whether its proxy is there.

    Raises `TruyvetError` E520 where no Tor service listens, E524 for another proxy.
    """
    if route.is_direct:
        return
    try:
        _reach(route, timeout).close()
    except OSError as error:
        code = "E520" if route.text == TOR else "E524"
        reason = "no answer in time" if isinstance(error, TimeoutError) else error.strerror or error
        raise TruyvetError(code, route=route.text, reason=reason) from None


def _reach(route: Route, timeout: float) -> socket.socket:
    reached = socket.create_connection((route.host, route.port), timeout)
    reached.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return reached


def reach(route: Route, host: str, port: int, password: str, timeout: float) -> socket.socket:
    """Connect to a proxy; over SOCKS, through it to a host. `timeout` in seconds.

    Raises `ProxyRefused` with the proxy's words, `OSError` where it is not reached.
    """
    if route.forwards:
        return _reach(route, timeout)
    try:
        through = socks.create_connection(
            (host, port),
            timeout=timeout,
            proxy_type=socks.SOCKS5,
            proxy_addr=route.host,
            proxy_port=route.port,
            proxy_rdns=True,
            proxy_username=route.user or None,
            proxy_password=password if route.user else None,
            socket_options=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)],
        )
    except socks.ProxyError as error:
        raise _cause(error) from None
    # PySocks answers every recv() in Python; the bare socket below it does the same in C.
    plain = socket.socket(fileno=through.detach())
    plain.settimeout(timeout)
    return plain


def _cause(error: socks.ProxyError) -> OSError:
    """Unwrap what PySocks wraps: the system's own error, or the proxy's refusal."""
    cause = error.socket_err
    if isinstance(cause, socks.ProxyError):
        return _cause(cause)
    return cause if isinstance(cause, OSError) else ProxyRefused(error.msg)


def tunnel(
    proxy: Channel, route: Route, host: str, port: int, password: str, timeout: float
) -> None:
    """Ask an HTTP proxy to open the way to a host; the socket then leads there.

    Raises `ProxyRefused` with its status line when it does not.
    """
    authority = written(host, port)
    lines = [f"CONNECT {authority} HTTP/1.1", f"Host: {authority}"]
    if secret := route.authorization(password):
        lines.append(f"Proxy-Authorization: {secret}")
    proxy.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
    answer = _answer_of(proxy, timeout)
    line = answer.partition(b"\r\n")[0][:200].decode("latin-1")
    words = line.split(None, 2)
    if len(words) < 2 or not words[0].startswith("HTTP/"):
        raise ProxyRefused("no HTTP proxy")
    if not words[1].startswith("2"):
        raise ProxyRefused(" ".join(words[1:]))
    if answer.partition(b"\r\n\r\n")[2]:
        raise ProxyRefused("it sent more than its answer")


def _answer_of(proxy: Channel, timeout: float) -> bytes:
    answer, deadline = b"", time.monotonic() + timeout
    while b"\r\n\r\n" not in answer:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        proxy.settimeout(left)
        piece = proxy.recv(4096)
        if not piece or len(answer) > MAX_ANSWER:
            raise ProxyRefused("closed" if not piece else "its answer is too long")
        answer += piece  # type: ignore[operator]
    with contextlib.suppress(OSError):
        proxy.settimeout(timeout)
    return answer
