"""Text as every format can hold it: what XML 1.0 forbids is replaced by U+FFFD, and counted.

One rule for all formats, so that the same graph has the same nodes and attributes in each. An
identifier that had to be altered ends in a hash of what it was, so that no two become one.
"""

import hashlib
import re

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ASKING = re.compile("[^\u0020-\u0021\u0023-\u0025\u0027-\u003b\u003d\u003f-\ud7ff\ue000-\ufffd"
                     "\U00010000-\U0010ffff]")  # fmt: skip
_ENTITIES = str.maketrans({
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;",
    "\r": "&#13;", "\n": "&#10;", "\t": "&#9;",
})  # fmt: skip
_MARK = 12
"""Hexadecimal digits of the hash on an altered identifier."""


class Text:
    """Makes text fit to be written, and counts what it replaced."""

    def __init__(self) -> None:
        """Begin with nothing replaced."""
        self.replaced = 0

    def __call__(self, text: str) -> str:
        """Return `text` with each character that XML 1.0 cannot hold as U+FFFD."""
        if text.isascii() and text.isprintable():
            return text
        clean, count = _ILLEGAL.subn("\ufffd", text)
        self.replaced += count
        return clean

    def xml(self, text: str) -> str:
        """Return `text` for an element or a quoted attribute; line ends and tabs come back."""
        if _ASKING.search(text) is None:
            return text
        return self(text).translate(_ENTITIES)

    def id(self, text: str) -> str:
        """Return an identifier that is as unique as `text`."""
        clean = self(text)
        return clean if clean == text else f"{clean}#{_digest(text)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]
