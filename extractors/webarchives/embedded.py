"""What a saved page carries in itself: `data:` addresses (RFC 2397), and SingleFile's remark.

SingleFile, a browser extension, saves a page with all it needs as one HTML file: pictures, fonts
and frames stand in it as `data:` addresses, and a remark tells the address and the time.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import unquote_to_bytes

from ..letters.fields import Buffer

MAX_SEARCHED = 96 << 20
"""Bytes of a page that are looked through."""
MAX_ADDRESS = 64 << 20
"""Bytes of one address; a longer one is told and not decoded."""
MIN_CONTENT = 64
"""Bytes that an item must have: dots and blank pixels are none."""
MAX_EMBEDDED = 5_000
"""Items taken from one page."""
REMARK_BYTES = 1 << 20
"""Bytes at the beginning of a page in which the remark stands."""
_DATA = re.compile(
    rb"data:([A-Za-z0-9.+-]{1,64}/[A-Za-z0-9.+-]{1,96})?((?:;[A-Za-z0-9_-]{1,40}=[^;,\s\"'()<>]{0,80})*)"
    rb"(;base64)?,",
    re.IGNORECASE,
)
_ENDS = {b'"': re.compile(rb'["<>]'), b"'": re.compile(rb"['<>]")}
_BARE = re.compile(rb"""[\s"'()<>\\]""")
_REMARK = re.compile(
    rb"<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,4000})[ \t]*\r?\n"
    rb"(?:[^\n]{0,4000}\n){0,8}?\s*saved date:[ \t]*([^\r\n]{1,200}?)[ \t]*(?:\r?\n|-->)",
    re.IGNORECASE,
)
_ENDINGS = {
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp",
    "image/svg+xml": "svg", "image/x-icon": "ico", "image/avif": "avif", "text/html": "html",
    "text/css": "css", "text/javascript": "js", "application/javascript": "js",
    "font/woff2": "woff2", "font/woff": "woff", "application/pdf": "pdf", "text/plain": "txt",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """What SingleFile says of a page."""

    url: bytes
    """Where it stood."""
    url_at: int
    """First byte of that."""
    saved: bytes
    """When it was saved, in words of the browser."""
    saved_at: int
    """First byte of that."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Embedded:
    """A `data:` address."""

    place: int
    """First byte."""
    length: int
    """Length as written."""
    media: str
    """Media type it claims."""

    @property
    def name(self) -> str:
        """A name for what it holds."""
        return f"data-{self.place}.{_ENDINGS.get(self.media, 'bin')}"


def remark_of(content: Buffer) -> Remark | None:
    """Return SingleFile's remark; none where there is none."""
    found = _REMARK.search(content, 0, REMARK_BYTES)
    if found is None:
        return None
    return Remark(url=found[1], url_at=found.start(1), saved=found[2], saved_at=found.start(2))


def embedded(content: Buffer) -> Iterator[Embedded]:
    """Yield the `data:` addresses of a page, in order, each different one once."""
    end, place, seen = min(len(content), MAX_SEARCHED), 0, set[bytes]()
    while found := _DATA.search(content, place, end):
        before = bytes(content[max(found.start() - 1, 0) : found.start()])
        last = _ENDS.get(before, _BARE).search(content, found.end(), end)
        place = last.start() if last else end
        length = place - found.start()
        digest = blake2b(content[found.start() : place], digest_size=16).digest()
        if digest not in seen:
            seen.add(digest)
            media = (found[1] or b"text/plain").decode().lower()
            yield Embedded(place=found.start(), length=length, media=media)


def content_at(content: Buffer, place: int, length: int) -> tuple[bytes, str]:
    """Return (what the address there holds, what is wrong); LookupError where none stands there."""
    found = _DATA.match(content, place, min(place + length, len(content)))
    if found is None or place + length > len(content) or length > MAX_ADDRESS:
        raise LookupError(f"no data: address at {place}+{length}")
    raw = bytes(content[found.end() : place + length])
    if found[3] is None:
        return unquote_to_bytes(raw), ""
    packed = re.sub(rb"\s", b"", unquote_to_bytes(raw)).rstrip(b"=")
    kept = re.sub(rb"[^A-Za-z0-9+/_-]", b"", packed).replace(b"-", b"+").replace(b"_", b"/")
    kept = kept[: len(kept) - (len(kept) % 4 == 1)]
    wrong = "" if len(kept) == len(packed) else "its base64 is damaged"
    try:
        return base64.b64decode(kept + b"=" * (-len(kept) % 4)), wrong
    except binascii.Error:
        return b"", "its base64 is damaged"
