"""What a part's body is for: text to read here, or a child that others examine."""

import re

from ..charsets import charset_of, decode, detect
from .bodies import decoded
from .fields import Buffer
from .parts import Part

MAX_TEXT_BYTES = 16 << 20
"""Bytes of a text that are read; the rest of a longer one is a problem `partial`."""
_ELSEWHERE = ("text/html", "text/rtf", "text/calendar", "text/vcard", "text/x-vcard", "text/xml")
_ENDINGS = {
    "text/html": ".html", "message/rfc822": ".eml", "text/calendar": ".ics", "text/rtf": ".rtf",
    "application/ms-tnef": ".dat", "text/vcard": ".vcf", "text/x-vcard": ".vcf",
    "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "application/pdf": ".pdf",
    "message/delivery-status": ".txt", "message/rfc822-headers": ".eml", "text/xml": ".xml",
}  # fmt: skip
_PATH = re.compile(r"[/\\\x00]")


def is_text(part: Part) -> bool:
    """Tell whether a part is text that is read in the message, not a file beside it."""
    if part.disposition == "attachment" or part.media in _ELSEWHERE:
        return False
    return part.media.startswith("text/") and not part.filename


def text_of(buffer: Buffer, part: Part) -> tuple[str, bool]:
    """Return a part's text and whether it was cut at `MAX_TEXT_BYTES`."""
    held = bytearray()
    for chunk in decoded(buffer, part.block.end, part.end, part.encoding):
        held += chunk
        if len(held) > MAX_TEXT_BYTES:
            break
    content = bytes(held[:MAX_TEXT_BYTES])
    cut = len(held) > MAX_TEXT_BYTES
    text = decode(content, charset_for(content, part.parameters.get("charset", ""), cut=cut))
    return text.encode("utf-8", "replace").decode(), cut


def charset_for(content: bytes, declared: str, *, cut: bool = False) -> str:
    """Return the encoding to read bytes in that declare one: what they are where that is sure."""
    guess = detect(content, cut=cut)
    if guess.charset == "utf-8" or guess.charset.startswith("utf-8-"):
        return guess.charset
    try:
        named = charset_of(declared) if declared else ""
    except LookupError:
        named = ""
    if named.startswith("iso-2022") or named in ("hz", "utf-7"):
        return named
    if guess.charset == "us-ascii" or not named:
        return guess.charset
    if named == "utf-8" or (named == "windows-1252" and guess.confidence >= 60):
        return guess.charset
    return named


def name_of(part: Part) -> str:
    """Return a name for a part: its own, else one by its number and type."""
    name = _PATH.sub("_", part.filename) if part.filename else ""
    if name:
        return name
    ending = ".txt" if part.media.startswith("text/") else ".bin"
    return f"part-{part.number}{_ENDINGS.get(part.media, ending)}"
