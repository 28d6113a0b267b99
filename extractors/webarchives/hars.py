"""HAR files (HTTP Archive 1.2): what a browser's developer tools saw, as JSON.

The entries are found one by one in the bytes, so that a file of any length is read in the memory
of one entry, and one that breaks off gives all entries before the break. Bodies are what the
browser decoded, never the bytes of the wire; text stands there in UTF-8, whatever it was before.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from ..letters.fields import Buffer

MAX_ENTRY = 96 << 20
"""Bytes of one entry that is read."""
_BEGINS = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:\s*\{')
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]|"', re.DOTALL)
_ARRAY = re.compile(rb"\s*:\s*\[")
_MAKER = re.compile(rb'"(creator|browser)"\s*:\s*(\{[^{}]{0,2000}\})')


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Where an entry stands."""

    start: int
    """First byte."""
    end: int
    """Byte after the last."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """Where the JSON ends before it should, or goes on as none."""

    place: int
    """Byte."""
    text: str
    """In words."""


def begins(head: bytes) -> bool:
    """Tell whether bytes begin as a HAR file does."""
    return _BEGINS.match(head) is not None


def entries(content: Buffer) -> Iterator[Span | Broken]:
    """Yield where the entries stand, in order; at the end, what is broken."""
    depth, inside, start, ended = 0, False, 0, False
    for found in _TOKEN.finditer(content):
        token = found[0]
        if token == b'"':
            yield Broken(place=found.start(), text="a text has no end")
            return
        if token in (b"{", b"["):
            if inside and depth == 3 and token == b"{":
                start = found.start()
            depth += 1
        elif token in (b"}", b"]"):
            depth -= 1
            if inside and depth == 3 and token == b"}":
                yield Span(start=start, end=found.end())
            elif inside and depth == 2:
                inside, ended = False, True
            elif depth <= 0:
                break
        elif depth == 2 and token == b'"entries"' and not ended:
            inside = _ARRAY.match(content, found.end()) is not None
    if depth > 0 or not ended:
        why = "breaks off" if depth > 0 else "has no entries"
        yield Broken(place=len(content), text=f"the JSON {why}")


def entry_at(content: Buffer, start: int) -> dict[str, object]:
    """Return the entry that begins at a byte; LookupError where none does."""
    depth = 0
    if start < len(content) and content[start : start + 1] == b"{":
        for found in _TOKEN.finditer(content, start):
            depth += {b"{": 1, b"[": 1, b"}": -1, b"]": -1}.get(found[0], 0)
            if not depth:
                return parsed(content, Span(start=start, end=found.end()))
    raise LookupError(f"no entry at {start}")


def parsed(content: Buffer, span: Span) -> dict[str, object]:
    """Return an entry; LookupError, with the reason, where it is none or too long."""
    if span.end - span.start > MAX_ENTRY:
        raise LookupError(f"an entry of {span.end - span.start} bytes")
    try:
        text = bytes(content[span.start : span.end]).decode("utf-8", "surrogateescape")
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LookupError(f"an entry that is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise LookupError("an entry that is no object")
    return found


def makers(head: bytes) -> Iterator[tuple[str, int, bytes]]:
    """Yield (`creator` or `browser`, offset, JSON) of the programs that a file's head names."""
    for found in _MAKER.finditer(head):
        yield found[1].decode(), found.start(2), found[2]


def part(entry: Mapping[str, object], *names: str) -> dict[str, object]:
    """Return an object inside an entry; an empty one where there is none."""
    found: object = entry
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def text_of(entry: Mapping[str, object], *names: str) -> str:
    """Return a text or number inside an entry as text; empty where there is none."""
    value = part(entry, *names[:-1]).get(names[-1])
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def header_of(entry: Mapping[str, object], side: str, name: str) -> str:
    """Return the first header of this name of a side, `request` or `response`; empty for none."""
    rows = part(entry, side).get("headers")
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and str(row.get("name", "")).lower() == name:
            return str(row.get("value", ""))
    return ""


def body_of(entry: Mapping[str, object], side: str) -> tuple[bytes, str]:
    """Return (what was sent or answered, what is wrong with it); nothing where it is not there."""
    where = ("response", "content") if side == "response" else ("request", "postData")
    held = part(entry, *where)
    text = held.get("text")
    if not isinstance(text, str) or not text:
        return (_fields(held.get("params")), "") if side == "request" else (b"", "")
    if str(held.get("encoding", "")).lower() != "base64":
        return encoded(text), ""
    try:
        return base64.b64decode(text, validate=True), ""
    except (ValueError, binascii.Error) as error:
        kept = re.sub(r"[^A-Za-z0-9+/]", "", text)
        kept = kept[: len(kept) // 4 * 4]
        return base64.b64decode(kept), f"its base64 is damaged: {error}"


def _fields(params: object) -> bytes:
    """Return the fields of a form as they are sent."""
    rows = [row for row in params if isinstance(row, dict)] if isinstance(params, list) else []
    pairs = [(str(row.get("name", "")), str(row.get("value", ""))) for row in rows]
    return urlencode(pairs, errors="replace").encode()


def encoded(text: str) -> bytes:
    """Return text in UTF-8; bytes that were none are these bytes again."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
