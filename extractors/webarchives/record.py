"""A record of a web archive: its header, where it stands, and what is wrong with it.

WARC 0.9 to 1.1 (ISO 28500); ARC 1 (Internet Archive, 1996), whose records are described with the
names of WARC.
"""

import re
from dataclasses import dataclass

from ..messages.heads import Fields, Head, RequestHead, values

_TEXT_TYPES = (b"application/http", b"message/http")


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One record."""

    member: int
    """Byte of the file at which the record begins, or the compressed member it begins in."""
    inner: int
    """Byte within what that member decodes to; 0 where the record begins it."""
    position: int
    """Byte of the tape."""
    version: str
    """`1.1` and its like; `arc` for one of an ARC file."""
    fields: Fields
    """Header fields as they came; of an ARC file under the names of WARC."""
    head: int
    """Length of the header with its empty line."""
    length: int
    """Bytes of the block that are there and belong to it."""
    announced: int | None
    """Bytes of the block by its header; none where it does not tell."""
    after: int
    """Byte of the tape after the record and the line ends that close it."""
    problems: tuple[str, ...] = ()
    """What is wrong with it."""
    shared: bool = False
    """Whether it stands in the same compressed member as the record before."""
    message: Head | RequestHead | None = None
    """Head of the HTTP message that it holds, if it holds one."""
    digests: tuple[tuple[str, str], ...] = ()
    """(`block` or `payload`, `ok`, `wrong` or `unknown`) for each digest that its header bears."""

    @property
    def place(self) -> str:
        """Where it begins, as a locator names it: `1234`, or `0+1234` inside a member."""
        return f"{self.member}+{self.inner}" if self.inner else str(self.member)

    @property
    def block(self) -> int:
        """Byte of the tape at which its block begins."""
        return self.position + self.head

    def first(self, name: bytes) -> bytes:
        """Return the value of the first header field of this name; empty where there is none."""
        return next(iter(values(self.fields, name)), b"")

    def text(self, name: bytes) -> str:
        """Return that value as text."""
        return self.first(name).decode("utf-8", "replace")

    @property
    def kind(self) -> str:
        """Its WARC-Type in lower case."""
        return self.text(b"WARC-Type").lower()

    @property
    def target(self) -> str:
        """Its WARC-Target-URI, without the angle brackets that some writers put around it."""
        return self.text(b"WARC-Target-URI").strip("<>")

    @property
    def media(self) -> str:
        """Media type of its block, in lower case without parameters."""
        return self.text(b"Content-Type").partition(";")[0].strip().lower()

    @property
    def http(self) -> bool:
        """Whether its block is an HTTP message."""
        return self.first(b"Content-Type").lower().startswith(_TEXT_TYPES)


_PLACE = re.compile(r"(0|[1-9][0-9]{0,15})(?:\+([1-9][0-9]{0,15}))?")


def parse_place(text: str) -> tuple[int, int]:
    """Return (member, inner) of a place as `Record.place` writes it; LookupError for none."""
    found = _PLACE.fullmatch(text)
    if found is None:
        raise LookupError(text[:80])
    return int(found[1]), int(found[2] or 0)


def field_span(head: bytes, name: bytes) -> tuple[int, int] | None:
    """Return (offset, length) of the value of a field within a raw header; none if it is not there.

    Of a folded value it is the first line.
    """
    pattern = rb"(?:\A|\n)" + re.escape(name) + rb"[ \t]*:[ \t]*([^\r\n]*?)[ \t]*(?:\r?\n|\Z)"
    found = re.search(pattern, head, re.IGNORECASE)
    return None if found is None else (found.start(1), found.end(1) - found.start(1))
