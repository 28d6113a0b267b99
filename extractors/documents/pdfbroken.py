"""What can be had of a PDF that cannot be opened: strings and packed text, found by searching.

Strings of an information dictionary stand in the file as they are, so their locators are bytes.
Text is taken out of Flate streams that hold text operators (ISO 32000-1, 9.4.3), without fonts:
only what is written in plain characters is readable.
"""

import mmap
import re
import zlib
from collections.abc import Iterator

from ...evidence.scans.locator import span
from . import dates
from .findings import Finding, Seen, Trouble, Words

MAX_STREAMS = 5_000
"""Streams that are unpacked."""
MAX_DECODED = 8 << 20
"""Decoded bytes of one stream."""
MAX_WORK = 256 << 20
"""Decoded bytes of all streams."""
MAX_SEARCHED = 256 << 20
"""Bytes of a file, from its beginning, that are searched."""
MAX_INFO = 1_000
"""Strings that are taken."""
_KINDS = {
    b"Title": "document-property", b"Author": "author", b"Subject": "document-property",
    b"Keywords": "document-property", b"Creator": "application", b"Producer": "application",
    b"CreationDate": "document-time", b"ModDate": "document-time", b"URI": "external-link",
}  # fmt: skip
_STRING = re.compile(
    rb"/(Title|Author|Subject|Keywords|Creator|Producer|CreationDate|ModDate|URI)[ \t\r\n]{0,4}"
    rb"\(((?:[^()\\]|\\.){1,2000})\)",
    re.DOTALL,
)
_STREAM = re.compile(rb"/FlateDecode[^\0]{0,400}?stream\r?\n")
_SHOWN = re.compile(rb"\(((?:[^()\\]|\\.){0,4000})\)|(T\*|TJ|Tj|ET|Td|TD)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def read(content: mmap.mmap | bytes) -> Iterator[Finding]:
    """Yield what is found, strings first."""
    for n, found in enumerate(_STRING.finditer(content, 0, MAX_SEARCHED)):
        if n >= MAX_INFO:
            yield Trouble(code="partial", why=f"more than {MAX_INFO} strings")
            break
        name, raw = found[1], found[2]
        text = literal(raw)
        facts = {"name": name.decode()}
        if _KINDS[name] == "document-time":
            facts |= dates.pdf(text)
        yield Seen(
            kind=_KINDS[name], step=span(found.start(2), len(raw)), raw=raw,
            normal=facts.get("utc") or text, facts=facts, confidence=80,
        )  # fmt: skip
    yield from _texts(content)
    if len(content) > MAX_SEARCHED:
        yield Trouble(code="partial", why=f"searched in its first {MAX_SEARCHED} bytes only")


def literal(raw: bytes) -> str:
    """Return what a literal string says (7.3.4.2)."""
    plain = _ESCAPE.sub(_unescaped, raw)
    if plain[:2] == b"\xfe\xff":
        return plain[2:].decode("utf-16-be", "replace")
    return plain.decode("latin-1")


def _unescaped(found: re.Match[bytes]) -> bytes:
    what = found[1]
    if what[:1].isdigit():
        return bytes([int(what, 8) & 0xFF])
    return b"" if what in (b"\n", b"\r", b"\r\n") else _LETTERS.get(what, what)


def _texts(content: mmap.mmap | bytes) -> Iterator[Finding]:
    work = 0
    for n, found in enumerate(_STREAM.finditer(content, 0, MAX_SEARCHED)):
        if n >= MAX_STREAMS or work > MAX_WORK:
            yield Trouble(code="partial", why="too many streams")
            return
        plain = unpacked(content, found.end())
        work += len(plain)
        text = shown(plain)
        if text.strip():
            yield Words(step=f"pdf:stream/{found.end()}", text=text)


def unpacked(content: mmap.mmap | bytes, start: int) -> bytes:
    """Return what a Flate stream decodes to, as far as it can be decoded and is not too long."""
    unpacking, out = zlib.decompressobj(), bytearray()
    while start < len(content) and len(out) < MAX_DECODED and not unpacking.eof:
        chunk = content[start : start + 65_536]
        start += len(chunk)
        try:
            out += unpacking.decompress(chunk, MAX_DECODED - len(out))
        except zlib.error:
            break
    return bytes(out)


def shown(plain: bytes) -> str:
    """Return the strings that a content stream shows, in its order."""
    if b"BT" not in plain:
        return ""
    pieces: list[str] = []
    for found in _SHOWN.finditer(plain):
        if found[1] is not None:
            pieces.append(literal(found[1]))
        elif found[2] in (b"T*", b"ET", b"Td", b"TD"):
            pieces.append("\n")
    return "".join(pieces)
