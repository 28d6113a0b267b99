"""Words that are not ASCII in header fields: encoded words (RFC 2047), parameters (RFC 2231)."""

import binascii
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from ..charsets import charset_of, decode, detect

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\r\n]*)\?=")
_BETWEEN = re.compile(r"(\?=)\s+(?==\?)")
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))', re.DOTALL)
_COMMENT = re.compile(r"\s*\([^()]*\)\s*")
_TOKENS = ("charset", "boundary")  # what follows in brackets is a comment, and no word is encoded
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")


def has_words(text: str) -> bool:
    """Tell whether a value holds encoded words."""
    return _WORD.search(text) is not None


def decoded_words(text: str) -> str:
    """Return a value with its encoded words decoded; damaged ones stay as they are.

    Neighbouring words of one encoding are joined before decoding: some programs cut characters.
    """
    out: list[str] = []
    held, held_charset, at = b"", "", 0
    joined = _BETWEEN.sub(r"\1", text)
    for found in _WORD.finditer(joined):
        content = _content(found[2], found[3])
        charset = found[1].partition("*")[0]
        gap = joined[at : found.start()]
        if gap or charset != held_charset or content is None:
            out += [_shown(held, held_charset), gap]
            held, held_charset = b"", charset
        if content is None:
            out.append(found[0])
        else:
            held += content
        at = found.end()
    return "".join([*out, _shown(held, held_charset), joined[at:]])


def _content(encoding: str, text: str) -> bytes | None:
    try:
        raw = text.encode("ascii")
        if encoding in "qQ":
            return binascii.a2b_qp(raw, header=True)
        plain = raw.rstrip(b"=").translate(None, b" \t")
        if len(plain) % 4 == 1 and len(plain) > 1:
            plain = plain[:-1]  # cut inside a group: what is whole counts
        return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4))
    except (UnicodeEncodeError, binascii.Error):
        return None


def _shown(content: bytes, charset: str) -> str:
    if not content:
        return ""
    try:
        return decode(content, charset_of(charset))
    except LookupError:
        return decode(content, detect(content).charset)


def value_and_parameters(text: str) -> tuple[str, dict[str, str]]:
    """Return a field's value in lower case and its parameters, decoded, by name in lower case.

    Comments (RFC 2045, section 5.1) are left out but in names of files, which are often bare.
    """
    value, _, _ = text.partition(";")
    sections: dict[str, list[tuple[int, bool, str]]] = {}
    for found in _PARAMETER.finditer(text, len(value)):
        quoted, bare = found[2], found[3]
        content = _ESCAPED.sub(r"\1", quoted) if quoted is not None else bare.strip().strip('"')
        if quoted is None and found[1].lower() in _TOKENS:
            content = _COMMENT.sub("", content)
        section = _SECTION.fullmatch(found[1].lower())
        if section:
            place = int(section[2]) if section[2] else -1
            sections.setdefault(section[1], []).append((place, bool(section[3]), content))
    value = _COMMENT.sub("", value)
    return value.strip().lower(), {
        name: _joined(parts, str if name in _TOKENS else decoded_words)
        for name, parts in sections.items()
    }


def _joined(parts: list[tuple[int, bool, str]], shown: Callable[[str], str]) -> str:
    """Return a parameter from its sections (RFC 2231, sections 3 and 4)."""
    parts = sorted(parts, key=lambda part: part[0])
    if not any(part[1] for part in parts):
        if parts[0][0] < 0:
            return shown(parts[0][2])
        return shown("".join(part[2] for part in parts))
    if parts[0][0] < 0 and len(parts) > 1 and parts[1][0] < 0:
        parts = [part for part in parts if part[1]][:1]
    charset, out = "", b""
    for place, encoded, content in parts:
        if encoded:
            if place <= 0 and content.count("'") >= 2:
                charset, _, content = content.split("'", 2)
            out += unquote_to_bytes(content)
        else:
            out += content.encode("utf-8", "replace")
    return _shown(out, charset)
