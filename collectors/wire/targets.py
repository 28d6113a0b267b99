"""Where a request goes: an absolute http(s) address taken apart (RFC 3986, WHATWG fetch).

The path and query are sent as they stand; only what must not be on a request line (blanks,
control characters, letters outside ASCII) is percent-encoded, in UTF-8 as browsers do.
"""

from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from .hosts import BadHost, ascii_host

PORTS = {"http": 80, "https": 443}
BAD_PORTS = frozenset(
    {
        1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101,
        102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389,
        427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636,
        989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665,
        6666, 6667, 6668, 6669, 6679, 6697, 10080,
    }
)  # fmt: skip
"""Ports of other services (WHATWG fetch, section "port blocking"): a page must not make us talk
to them. A connection there would be no web capture."""
_SENT_AS_IS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


class BadTarget(ValueError):
    """An address that is not asked; its text says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """An address taken apart."""

    scheme: str
    """`http` or `https`."""
    host: str
    """IDNA-encoded; IPv6 without brackets."""
    port: int
    """From 1."""
    path: str
    """Path and query as they go on the request line."""
    user: bool
    """Whether a user's name stood in it; it is not sent."""

    @property
    def authority(self) -> str:
        """Return the value of the Host header (RFC 9110, section 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Return scheme, host and port (RFC 6454), the usual port left out."""
        return f"{self.scheme}://{self.authority}"


def target_of(url: str) -> Target:
    """Take an address apart; raises `BadTarget` for what is not to be asked."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadTarget("address: not to be read") from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise BadTarget(f"scheme: {scheme or 'none'}")
    if port is None:
        port = PORTS[scheme]
    if not 0 < port < 65536 or port in BAD_PORTS:
        raise BadTarget(f"port: {port}")
    try:
        host = ascii_host(parts.hostname or "")
    except BadHost:
        raise BadTarget("address: no host name") from None
    path = parts.path or "/"
    if parts.query or "?" in url.partition("#")[0]:
        path = f"{path}?{parts.query}"
    return Target(
        scheme=scheme, host=host, port=port, path=on_the_line(path), user="@" in parts.netloc
    )


def on_the_line(text: str) -> str:
    """Return a path or a whole address as it can stand on a request line."""
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    return quote(text.encode("utf-8", "surrogatepass"), safe=_SENT_AS_IS)


def led_to(url: str, location: bytes) -> str:
    """Return where a Location header leads from an address, absolute; empty if nowhere.

    Such a header is often UTF-8, against the rules, and else read as Latin-1.
    """
    try:
        text = location.decode("utf-8")
    except UnicodeDecodeError:
        text = location.decode("latin-1")
    try:
        return on_the_line(urljoin(url, text.strip()))
    except ValueError:
        return ""


def referer(url: str, referrer: str) -> str:
    """Return what a page tells of itself: strict-origin-when-cross-origin (W3C Referrer Policy)."""
    try:
        here, there = target_of(referrer), target_of(url)
    except BadTarget:
        return ""
    if here.scheme == "https" and there.scheme == "http":
        return ""
    return here.origin + (here.path if here.origin == there.origin else "/")
