"""What the officer gave to be let in: headers, cookies, a proxy's password. Kept in memory only.

Nothing of it is written: recorded requests bear asterisks in its place, as many as it had bytes.
What a server sends stays as it came; an answer that gives a secret back is told.
"""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from ...evidence.errors import TruyvetError
from ...hashes.digest import CHUNK_BYTES
from .cookies import Cookies

SHORT = 4
"""Bytes below which a secret is masked only where it stands as one: a `1` is everywhere."""
SOUGHT = 8
"""Bytes from which a secret is looked for in answers: a shorter one stands there by chance."""
MAX_VALUE = 16 << 10
"""Bytes of a header's value; servers take no longer ones."""
OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "cookie"})
"""Headers that are not given: the request itself needs them right, and cookies have their file."""

_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
END = b"\r\n\r\n"


@dataclass(frozen=True, kw_only=True)
class Given:
    """Secrets of a run and where they may go. Threads share it; the cookies in it may grow."""

    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Names and values, sent to `origins` only."""
    cookies: Cookies = field(default_factory=Cookies, repr=False)
    """Given ones and those set meanwhile; they go where cookies' own rules let them."""
    origins: frozenset[str] = frozenset()
    """Such as `https://example.vn`; with the port where it is not the usual one."""
    proxy: str = field(default="", repr=False)
    """Password of the proxy."""
    returned: dict[str, str] = field(default_factory=dict)
    """Names of the secrets that an answer gave back, each with the first address that did."""

    def headers_for(self, origin: str) -> tuple[tuple[str, str], ...]:
        """Return the headers that go to an origin."""
        return self.headers if origin in self.origins else ()

    def mask(self, request: bytes) -> tuple[bytes, tuple[str, ...]]:
        """Return a request with secrets masked in its head, and the names of those headers.

        Every byte of a secret becomes an asterisk, so that lengths and offsets stay.
        """
        if not (self.headers or self.cookies.given or self.proxy):
            return request, ()
        size = request.find(END)
        head = request if size < 0 else request[:size]
        lines = head.split(b"\r\n")
        redacted = []
        for number, line in enumerate(lines):
            covered = self._mask_line(line) if number else self._mask_anywhere(line)
            if covered != line:
                lines[number] = covered
                redacted.append(line.partition(b":")[0].decode("latin-1") if number else "")
        named = tuple(dict.fromkeys(name for name in redacted if name))
        return b"\r\n".join(lines) + request[len(head) :], named

    def find_in(self, answer: IO[bytes], url: str) -> tuple[str, ...]:
        """Return the names of the secrets that stand in an answer as they were sent, and keep them.

        What is compressed or cut into chunks there is not found. Leaves `answer` at any position.
        """
        named = [(name, value) for name, value in self._named() if len(value) >= SOUGHT]
        found, longest = set[str](), max((len(value) for _, value in named), default=0)
        answer.seek(0)
        kept = b""
        while named and (piece := answer.read(CHUNK_BYTES)):
            kept += piece
            found |= {name for name, value in named if value in kept}
            kept = kept[1 - longest :]
        for name in found:
            self.returned.setdefault(name, url)
        return tuple(sorted(found))

    def _mask_line(self, line: bytes) -> bytes:
        name, colon, rest = line.partition(b":")
        value = rest.lstrip(b" ")
        lead = name + colon + rest[: len(rest) - len(value)]
        kind = name.lower()
        if kind == b"proxy-authorization":
            return lead + b"*" * len(value)
        if kind == b"cookie":
            return self._mask_anywhere(lead + self._mask_pairs(value))
        if any(kind == own.lower().encode() and value == sent(text) for own, text in self.headers):
            return lead + b"*" * len(value)
        return self._mask_anywhere(line)

    def _mask_pairs(self, value: bytes) -> bytes:
        ours = {
            (cookie.name.encode("utf-8"), (cookie.value or "").encode("utf-8"))
            for cookie in self.cookies.given
        }
        pairs = []
        for pair in value.split(b"; "):
            name, equals, text = pair.partition(b"=")
            known = (name, text) in ours or (name, text.strip(b'"')) in ours
            if not equals and (name, b"") in ours:  # a cookie without a name is all value
                pairs.append(b"*" * len(name))
            else:
                pairs.append(name + equals + b"*" * len(text) if known else pair)
        return b"; ".join(pairs)

    def _mask_anywhere(self, line: bytes) -> bytes:
        for secret in self._secrets():
            if secret in line:
                line = line.replace(secret, b"*" * len(secret))
        return line

    def _secrets(self) -> list[bytes]:
        """Return what is masked wherever it stands, longest first: one may hold another."""
        found = {value for _, value in self._named()}
        return sorted((one for one in found if len(one) >= SHORT), key=len, reverse=True)

    def _named(self) -> Iterator[tuple[str, bytes]]:
        """Yield every secret, with the name that it may be called by."""
        for name, value in self.headers:
            yield name, sent(value)
            # The part after the scheme of an Authorization header is the secret itself.
            yield name, sent(value.partition(" ")[2].strip())
        for cookie in self.cookies.given:
            yield f"cookie {cookie.name}", (cookie.value or "").encode("utf-8")
        yield "password of the proxy", self.proxy.encode("utf-8")


def sent(value: str) -> bytes:
    """Return a header's value as it is sent: Latin-1 where that suffices, else UTF-8."""
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8")


def credentials(user: str, password: str) -> str:
    """Return the value of a Proxy-Authorization header (RFC 7617)."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")


def parse_header(text: str) -> tuple[str, str]:
    """Read `Name: value` or `Name: @FILE`, whose first line is the value: so it is in no argv.

    Raises `TruyvetError` E523; its text names the header at most, never a value.
    """
    name, colon, value = text.partition(":")
    name, value = name.strip(), value.strip()
    if not colon or not name or not set(name) <= _TOKEN:
        raise TruyvetError("E523", header="a header", reason="it is not written as Name: value")
    if name.lower() in OURS:
        raise TruyvetError("E523", header=name, reason="this one is set by the request itself")
    if value.startswith("@"):
        value = _from_file(name, Path(value[1:]))
    if any((letter < " " and letter != "\t") or letter == "\x7f" for letter in value):
        raise TruyvetError("E523", header=name, reason="its value holds a control character")
    if not value or len(sent(value)) > MAX_VALUE:
        raise TruyvetError("E523", header=name, reason="its value is empty or too long")
    return name, value


def _from_file(name: str, path: Path) -> str:
    try:
        with path.open("rb") as file:
            line = file.readline(MAX_VALUE + 2)
        return line.decode("utf-8-sig").strip()
    except OSError as error:
        reason = f"{path} cannot be read: {error.strerror}"
    except UnicodeDecodeError:
        reason = f"{path} is no UTF-8 text"
    raise TruyvetError("E523", header=name, reason=reason)


def origins_of(urls: Iterable[str]) -> frozenset[str]:
    """Return the origins of the given addresses, those of other schemes left out."""
    from .targets import BadTarget, target_of

    found = set()
    for url in urls:
        try:
            found.add(target_of(url).origin)
        except BadTarget:
            continue
    return frozenset(found)
