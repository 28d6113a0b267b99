"""What a page of the site is made of: heads, bodies, pauses, ends; and the usual forms of them."""

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import brotli
import zstandard

End = Literal["keep", "close", "abrupt", "reset"]
"""What becomes of the connection: `abrupt` leaves TLS without its farewell, `reset` sends RST."""
Headers: TypeAlias = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Pause:
    """Nothing is sent for a while."""

    seconds: float


Step: TypeAlias = bytes | Pause


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is sent for one request."""

    head: bytes = b""
    """Sent for HEAD too."""
    body: Iterable[Step] = ()
    """Sent after it; not for HEAD."""
    end: End = "keep"
    """What becomes of the connection."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as a page sees it."""

    method: str
    path: str
    """Target up to the question mark, as it came."""
    query: str
    headers: dict[str, str]
    """Name in lower case -> value."""
    body: bytes
    request: bytes
    """As it came."""
    origin: str
    """Name of the listener."""
    origins: dict[str, str]
    """Name of a listener -> its address, as `http://127.0.0.1:8000`."""
    version: int
    """What `Site.set_version` was last told."""
    count: int
    """How often this target was asked for before."""


Page: TypeAlias = Callable[[Asked], Answer]


def head(status: str, headers: Headers) -> bytes:
    """Return a head as servers write it."""
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"


def answer(
    body: bytes | str,
    media: str = "text/html; charset=utf-8",
    *,
    status: str = "200 OK",
    headers: Headers = (),
    end: End = "keep",
) -> Answer:
    """Return a body with its length, as any server sends it."""
    content = body.encode() if isinstance(body, str) else body
    given = [("Server", "site"), ("Content-Type", media), *headers]
    given += [("Content-Length", str(len(content)))]
    if end != "keep":
        given += [("Connection", "close")]
    return Answer(head=head(status, given), body=(content,), end=end)


def page(body: bytes | str, media: str = "text/html; charset=utf-8", **how: str) -> Page:
    """Return a page that is always the same; `how` may hold `status`."""
    made = answer(body, media, status=how.get("status", "200 OK"))
    return lambda asked: made


def raw(*steps: Step, end: End = "close") -> Page:
    """Return a page of these very bytes, whatever is asked."""
    made = Answer(body=steps, end=end)
    return lambda asked: made


def redirect(where: str | Callable[[Asked], str], status: str = "302 Found") -> Page:
    """Return a page that leads elsewhere, with words of its own."""

    def led(asked: Asked) -> Answer:
        target = where(asked) if callable(where) else where
        words = f"<html><body>Đã chuyển đến <a href='{target}'>đây</a></body></html>"
        return answer(words, status=status, headers=[("Location", target)])

    return led


def chunks(*pieces: bytes, trailer: bytes = b"", extension: bytes = b"") -> bytes:
    """Return pieces in the chunked coding (RFC 9112, section 7.1)."""
    coded = b"".join(b"%x%s\r\n%s\r\n" % (len(one), extension, one) for one in pieces)
    return coded + b"0\r\n" + trailer + b"\r\n"


def chunked(coded: bytes, media: str = "text/html; charset=utf-8", headers: Headers = ()) -> Answer:
    """Return an answer whose body is already chunked."""
    given = [("Content-Type", media), *headers, ("Transfer-Encoding", "chunked")]
    return Answer(head=head("200 OK", given), body=(coded,))


def packed(content: bytes, coding: str) -> bytes:
    """Return content in a coding: gzip, deflate (zlib), raw-deflate, br, zstd."""
    if coding == "gzip":
        return gzip.compress(content, mtime=0)
    if coding == "br":
        return brotli.compress(content)
    if coding == "zstd":
        return zstandard.ZstdCompressor().compress(content)
    if coding == "raw-deflate":
        return zlib.compress(content, wbits=-15)
    return zlib.compress(content)


def forever(piece: bytes, pause: float = 0.0) -> Iterator[Step]:
    """Yield a piece without end."""
    while True:
        yield piece
        if pause:
            yield Pause(seconds=pause)
