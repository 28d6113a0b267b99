"""Locators: where in an item something stands, so that a person can read it and go there again.

A locator is a chain of steps, each `scheme:rest`, read from the item's own bytes inwards:
`bytes:80896+24` are 24 bytes at offset 80,896; `pdf:page/3` then `bytes:10+4` are four bytes of
the UTF-8 text of page 3. `bytes` is resolved here, every other scheme by the extractor that
wrote it. Format: docs/spec/scan.md, section "Locator".
"""

import re

BYTES = "bytes"
"""The one scheme that is resolved without an extractor."""
MAX_STEP = 8_192
"""Characters of a step: a member's name may be a whole path."""
MAX_STEPS = 8
"""Steps of a locator."""
_STEP = re.compile(r"([a-z][a-z0-9-]{0,31}):(.*)", re.DOTALL)
_SPAN = re.compile(r"(0|[1-9][0-9]{0,15})\+(0|[1-9][0-9]{0,15})")

_ESCAPE = re.compile(r"%([0-9A-F]{2})")

Locator = tuple[str, ...]
"""The steps of a locator, outermost first."""


class NotALocator(ValueError):
    """The text is no step; the message says why."""


def span(offset: int, length: int) -> str:
    """Return the step for `length` bytes at `offset`."""
    return f"{BYTES}:{offset}+{length}"


def parse_step(step: str) -> tuple[str, str]:
    """Return a step's (scheme, rest); `NotALocator` where it has no scheme or is too long."""
    found = _STEP.fullmatch(step) if len(step) <= MAX_STEP else None
    if found is None:
        raise NotALocator(f"no step of a locator: {step[:80]!r}")
    return found[1], found[2]


def parse_span(rest: str) -> tuple[int, int]:
    """Return the (offset, length) of a `bytes` step's rest; `NotALocator` where it is none."""
    found = _SPAN.fullmatch(rest)
    if found is None:
        raise NotALocator(f"no byte range: {rest[:80]!r}")
    return int(found[1]), int(found[2])


def quote(name: bytes | str) -> str:
    """Return a name as it stands in a step: text as it is, `%` and what is no text as %XX.

    Two different names never give the same step (RFC 3986, section 2.1).
    """
    text = name.decode("utf-8", "surrogateescape") if isinstance(name, bytes) else name
    return "".join(map(_quoted, text))


def unquote(text: str) -> bytes:
    """Return the bytes of a quoted name."""
    return _ESCAPE.sub(_unquoted, text).encode("utf-8", "surrogateescape")


def _unquoted(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if code < 0x80 else chr(0xDC00 + code)


def _quoted(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8, as surrogateescape shows it
        return f"%{code - 0xDC00:02X}"
    if 0xD800 <= code <= 0xDFFF:  # any other lone surrogate: its three bytes, as WTF-8 writes it
        return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
    return f"%{code:02X}" if code < 0x20 or character in "%\x7f" else character


def shown(locator: Locator) -> str:
    """Return a locator as one line for people."""
    return " / ".join(locator)
