"""Reading one answer of a server: what it refers to (`evidence.web.references.Found`).

The body is read as a browser would: transfer and content codings undone, its kind by the media
type that the head claims, by its first bytes where the head claims none, its encoding by its mark,
then by what head and page say and by the spelling of Vietnamese.
"""

import io
import re
import zlib

from ...evidence.web.references import Found
from ..charsets import decode
from ..messages.bodies import body
from ..messages.faults import Limits
from ..messages.heads import Head, charset_of, media_of, parse_head
from ..web import charset_for
from . import fields, lists, markup, scripts, styles
from .framing import asked_in, reply_of
from .gathering import Gathered
from .urls import Base

MAX_PAGE = 8 << 20
"""Bytes of a page that are read, decoded."""
_TOO_LONG = f"decoded, it has more than {MAX_PAGE} bytes: links beyond them are not known"
LIMITS = Limits(size=MAX_PAGE, floor=MAX_PAGE)
_PAGES = frozenset(("text/html", "application/xhtml+xml", "image/svg+xml"))
_XML = re.compile(r"(?:application|text)/(?:[\w.+-]+\+)?xml")
_SCRIPT = re.compile(r"(?:application|text)/(?:x-)?(?:java|ecma)script")
_PACKED = ("application/gzip", "application/x-gzip", "binary/octet-stream")
_VAGUE = ("", "application/octet-stream", "text/plain", "application/x-httpd-php", *_PACKED)
_BEGIN = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,4000}?-->\s*|<\?xml[^>]{0,200}\?>\s*)*+"
    rb"<(?:(?P<html>!doctype\s+html|html|head|body|script|iframe|h1|div|font|table|a|style|title|b"
    rb"|br|p|meta)(?=[\s/>])|(?P<svg>svg\b)|(?P<list>urlset|sitemapindex|rss|feed|rdf:RDF)(?=[\s>]))",
    re.IGNORECASE | re.DOTALL,
)
_WORD_OF = {"html": "text/html", "svg": "image/svg+xml", "list": "text/xml"}
_WIDE = ("utf-16", "utf-32")


def load() -> None:
    """Load all libraries, before the process is confined."""
    import brotli  # noqa: F401
    import zstandard  # noqa: F401

    read(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<a href=/x>x</a>", "http://x/")
    read(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<urlset/>", "http://x/")


def answer(question: bytes) -> bytes:
    """Read what a question of `framing` holds; runs in the confined process (`engine.aside`)."""
    return reply_of(read(*asked_in(question)))


def read(message: bytes, url: str) -> Found:
    """Read a whole HTTP response message got from `url`; raises nothing but MemoryError."""
    gathered = Gathered(Base(url))
    try:
        _read(message, gathered, url)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a bug of ours costs this page's references alone
        gathered.problem(f"the page could not be read: {type(error).__name__}")
    return gathered.found()


def _read(message: bytes, gathered: Gathered, url: str) -> None:
    head = parse_head(message)
    stream = body(io.BytesIO(memoryview(message)[head.size :]), head, LIMITS)
    content = stream.read()
    for fault in stream.faults:
        gathered.problem(_TOO_LONG if fault.code == "partial" else fault.text)
    content, media = _kind(content, media_of(head), gathered)
    gathered.media = media
    fields.read_fields(head, gathered)
    if not content:
        return
    if media in _PAGES:
        text = _utf8(content, head)
        markup.read_page(text, gathered)
    elif media == "text/css":
        sheet = _text(content, head)
        styles.read_style(sheet, gathered)
    elif _XML.fullmatch(media):
        if not lists.read_list(content, gathered) and _looks(content) == "text/html":
            markup.read_page(_utf8(content, head), gathered)
    elif _SCRIPT.fullmatch(media):
        scripts.read_script(_text(content, head), gathered)
    elif media == "application/manifest+json" or (
        media == "application/json" and "manifest" in url.rpartition("/")[2]
    ):
        scripts.read_manifest(content, gathered)
    elif media == "text/plain" and "sitemap" in url.rpartition("/")[2].lower():
        lists.read_lines(_text(content, head), gathered)


def _kind(content: bytes, media: str, gathered: Gathered) -> tuple[bytes, str]:
    """Return the content, unpacked where it is a packed list, and its media type."""
    if media in _VAGUE and content[:3] == b"\x1f\x8b\x08":
        unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            inner = unpacker.decompress(content, MAX_PAGE)
        except zlib.error:
            return content, media
        if _looks(inner) == "text/xml":
            if unpacker.unconsumed_tail:
                gathered.problem(_TOO_LONG)
            return inner, "text/xml"
    if media in ("", "application/octet-stream"):
        return content, _looks(content) or media
    return content, media


def _looks(content: bytes) -> str:
    """Return the media type that the first bytes show; empty for none."""
    found = _BEGIN.match(content[:8192])
    return _WORD_OF[found.lastgroup] if found and found.lastgroup else ""


def _utf8(content: bytes, head: Head) -> bytes:
    """Return a page in UTF-8, as it is where it is UTF-8 already."""
    charset = _charset(content, head)
    if charset in ("utf-8", "us-ascii"):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            return content.decode("utf-8", "replace").encode()
        return content
    return decode(content, charset).lstrip("\ufeff").encode("utf-8", "replace")


def _text(content: bytes, head: Head) -> str:
    return decode(content, _charset(content, head)).lstrip("\ufeff")


def _charset(content: bytes, head: Head) -> str:
    """Return the encoding: mark and form of Unicode, then what the head says, then the page."""
    if content.isascii() and b"\0" not in content[:512]:
        return "us-ascii"
    found = charset_for(content)
    told = charset_of(head)
    if found.startswith(("utf-", *_WIDE)) or not told or told.startswith("utf-"):
        return found
    # Old Vietnamese pages come as Latin-1 from servers that know no better: spelling outweighs it.
    return found if told == "windows-1252" else told
