"""Servers that break off, lie about lengths, never end or send what is no HTTP at all."""

import gzip
import struct
import zlib
from collections.abc import Iterator
from functools import cache

from tests.site.answers import Answer, Asked, Page, Pause, Step, forever, raw
from tests.site.odd import CONTENT

_OK = b"HTTP/1.1 200 OK\r\n"
_HTML = b"Content-Type: text/html; charset=utf-8\r\n"
_CHUNKED = _OK + _HTML + b"Transfer-Encoding: chunked\r\n\r\n"
_LENGTH = b"Content-Length: %d\r\n" % len(CONTENT)

CUT = {
    "/bad/long-length": "announces more than it sends",
    "/bad/body-close": "closes in the body",
    "/bad/body-reset": "resets in the body",
    "/bad/body-abrupt": "closes in the body, TLS without farewell",
    "/bad/chunk-close": "closes within a chunk",
    "/bad/chunk-no-end": "closes before the last chunk",
    "/bad/chunk-no-trailer-end": "closes before the empty line after the last chunk",
    "/bad/chunk-size": "a chunk whose size is no number",
    "/bad/chunk-negative": "a chunk of negative size",
    "/bad/chunk-huge": "a chunk whose size needs 80 bits",
    "/bad/chunk-short": "a chunk longer than its size says",
    "/bad/chunk-endless-size": "a chunk size line without end",
    "/bad/gzip-cut": "whole by its length, but its gzip breaks off",
}
"""Paths whose answer begins well and is not whole -> why. (The last is whole on the wire.)"""
NOTHING = {
    "/bad/empty-reply": "closes without a byte",
    "/bad/reset": "resets without a byte",
    "/bad/head-close": "closes in the head",
    "/bad/head-reset": "resets in the head",
    "/bad/garbage": "sends noise",
    "/bad/ssh": "greets as another service",
    "/bad/status-line": "a status line that is none",
    "/bad/huge-header": "a header of 2 MB",
    "/bad/endless-headers": "headers without end",
    "/bad/endless-hints": "1xx answers without end",
    "/bad/silent": "takes the request and never answers",
}
"""Paths that bring no usable answer -> why."""
LENGTHS = {
    "/bad/short-length": "announces less than it sends",
    "/bad/two-lengths": "two lengths that differ",
    "/bad/negative-length": "a negative length",
    "/bad/word-length": "a length that is no number",
    "/bad/huge-length": "a length of 30 digits",
}
"""Paths whose length is a lie -> which."""
ENDLESS = {
    "/bad/endless": "a body without end, as fast as it goes",
    "/bad/drip": "a body of one byte a time, twenty a second",
    "/bad/head-drip": "a head of one byte a time, twenty a second",
    "/bad/endless-chunks": "chunks without end",
    "/bad/stall": "stops for good in the body",
}
"""Paths that only limits end -> how they go on."""
BOMBS = {
    "/bad/gzip-bomb": 200 << 20,
    "/bad/deflate-bomb": 200 << 20,
    "/bad/double-bomb": 64 << 20,
}
"""Paths that are small on the wire -> bytes they decode to."""
CASES = CUT | NOTHING | LENGTHS | ENDLESS
"""Everything that must end in a record with its reason."""


def _noise() -> bytes:
    """Return bytes that are no text, the same every time."""
    return b"".join(zlib.crc32(bytes([n % 251]) * n).to_bytes(4, "big") for n in range(2000))


def _drip(content: bytes) -> Iterator[Step]:
    for number in range(len(content)):
        yield content[number : number + 1]
        yield Pause(seconds=0.05)


def _again(start: bytes, piece: bytes, pause: float = 0) -> Page:
    """Return a page that never ends."""

    def steps() -> Iterator[Step]:
        yield start
        yield from forever(piece, pause)

    return lambda asked: Answer(body=steps(), end="close")


@cache
def _packed(path: str) -> tuple[str, bytes]:
    """Return the codings and the bytes of a bomb, made of one piece again and again.

    After a full flush deflate knows nothing of what was before (RFC 1951), so a piece may repeat.
    """
    zeros, count = bytes(1 << 20), BOMBS[path] >> 20
    packing = zlib.compressobj(9, wbits=-15)
    piece = packing.compress(zeros) + packing.flush(zlib.Z_FULL_FLUSH)
    body, check, adler = piece * count + b"\x03\0", 0, 1
    for _ in range(count):
        check, adler = zlib.crc32(zeros, check), zlib.adler32(zeros, adler)
    if "deflate" in path:
        return "deflate", b"\x78\xda" + body + struct.pack(">I", adler)
    body = b"\x1f\x8b\x08" + bytes(6) + b"\xff" + body + struct.pack("<II", check, count << 20)
    if "double" in path:
        return "gzip, gzip", gzip.compress(body, mtime=0)
    return "gzip", body


def _bomb(asked: Asked) -> Answer:
    coding, body = _packed(asked.path)
    start = _OK + _HTML + b"Content-Encoding: %s\r\n" % coding.encode()
    return Answer(body=(start + b"Content-Length: %d\r\n\r\n" % len(body) + body,), end="close")


def _chunks() -> dict[str, Page]:
    first = b"400\r\n" + CONTENT[:1024] + b"\r\n"
    return {
        "/bad/chunk-close": raw(_CHUNKED + first + b"1000\r\n" + CONTENT[:100]),
        "/bad/chunk-no-end": raw(_CHUNKED + first),
        "/bad/chunk-no-trailer-end": raw(_CHUNKED + first + b"0\r\nX-Sum: 1\r\n"),
        "/bad/chunk-size": raw(_CHUNKED + first + b"xyz\r\nabc\r\n0\r\n\r\n"),
        "/bad/chunk-negative": raw(_CHUNKED + first + b"-5\r\nabcde\r\n0\r\n\r\n"),
        "/bad/chunk-huge": raw(_CHUNKED + first + b"fffffffffffffffffff\r\nabc"),
        "/bad/chunk-short": raw(_CHUNKED + first + b"3\r\nabcdef\r\n0\r\n\r\n"),
        "/bad/chunk-endless-size": _again(_CHUNKED + first, b"0" * 4096),
        "/bad/endless-chunks": _again(_CHUNKED, first),
    }


def _lengths() -> dict[str, Page]:
    def told(*lengths: bytes) -> Page:
        lines = b"".join(b"Content-Length: %s\r\n" % one for one in lengths)
        return raw(_OK + _HTML + lines + b"\r\n" + CONTENT)

    size = len(CONTENT)
    packed = gzip.compress(CONTENT, mtime=0)
    packed = packed[: len(packed) // 2]
    return {
        "/bad/long-length": told(b"%d" % (size + 1000)),
        "/bad/short-length": told(b"%d" % (size - 100)),
        "/bad/two-lengths": told(b"%d" % size, b"%d" % (size - 50)),
        "/bad/negative-length": told(b"-1"),
        "/bad/word-length": told(b"many"),
        "/bad/huge-length": told(b"9" * 30),
        "/bad/gzip-cut": raw(
            _OK + _HTML + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
            + packed, end="keep",
        ),
    }  # fmt: skip


def _ends() -> dict[str, Page]:
    half = _OK + _HTML + _LENGTH + b"\r\n" + CONTENT[: len(CONTENT) // 2]
    waits = Pause(seconds=3600)
    pause = Pause(seconds=0.05)  # a reset overtakes what the client has not read yet
    hint = b"HTTP/1.1 103 Early Hints\r\nX-A: 1\r\n\r\n"
    return {
        "/bad/body-close": raw(half),
        "/bad/body-reset": raw(half, pause, end="reset"),
        "/bad/body-abrupt": raw(half, end="abrupt"),
        "/bad/no-length-abrupt": raw(_OK + _HTML + b"\r\n" + CONTENT, end="abrupt"),
        "/bad/empty-reply": raw(end="close"),
        "/bad/reset": raw(end="reset"),
        "/bad/head-close": raw(_OK + _HTML[:20]),
        "/bad/head-reset": raw(_OK + _HTML[:20], pause, end="reset"),
        "/bad/garbage": raw(_noise()),
        "/bad/ssh": raw(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"),
        "/bad/status-line": raw(b"HTTP/1.1 hai-tram OK\r\n" + _HTML + b"\r\n" + CONTENT),
        "/bad/huge-header": raw(_OK + b"X-Huge: " + b"a" * (2 << 20) + b"\r\n\r\n" + CONTENT),
        "/bad/endless-headers": _again(_OK, b"X-More: " + b"b" * 1000 + b"\r\n"),
        "/bad/endless-hints": _again(b"", hint),
        "/bad/silent": raw(waits),
        "/bad/endless": _again(_OK + _HTML + b"\r\n", CONTENT),
        "/bad/drip": lambda asked: (
            Answer(body=_drip(_OK + _HTML + _LENGTH + b"\r\n" + CONTENT), end="close")
            if asked.query == "head"
            else Answer(head=_OK + _HTML + _LENGTH + b"\r\n", body=_drip(CONTENT), end="close")
        ),
        "/bad/head-drip": lambda asked: Answer(body=_drip(_OK + _HTML * 20), end="close"),
        "/bad/stall": raw(half, waits),
    }


def pages() -> tuple[dict[str, Page], dict[str, Page]]:
    """Return pages by path, and by how a path begins."""
    return _chunks() | _lengths() | _ends() | dict.fromkeys(BOMBS, _bomb), {}
