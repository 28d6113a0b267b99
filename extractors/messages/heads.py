"""Heads of HTTP messages as they were on the wire, read the way browsers read them (RFC 9112).

Bare line feeds, folded lines, bytes beyond ASCII, lines without a colon and heads that never end
are all read; what is wrong is said. Nothing is made fit: names and values are the bytes that came.
"""

import re
from dataclasses import dataclass

from ..charsets import charset_of as known_charset

MAX_HEAD = 4 << 20
"""Bytes of a head that are looked at: browsers stop at 256 KiB."""
MAX_FIELDS = 10_000
"""Fields of a head that are kept."""
MAX_PROBLEMS = 100
"""Lines of one head that are told as no fields."""
_STATUS = re.compile(
    rb"(?:HTTP/?|ICY)([0-9]{0,3}(?:\.[0-9]{0,3})?)(?:[ \t]+([0-9]{3})(?:[ \t](.*))?)?"
)
_METHOD = re.compile(rb"([!-~]{1,40})[ \t]+")
_VERSION = re.compile(rb"HTTP/([0-9.]{1,7})")
_MEDIA = re.compile(
    rb"[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*(?:;|,|\Z)"
)
_CHARSET = re.compile(
    rb""";[ \t]*charset[ \t]*=[ \t]*(?:"([^"]{0,60})"?|'?([^ \t;,"']{0,60}))""", re.IGNORECASE
)
_BLANKS = b" \t\r\n\x0b\x0c\0"

Fields = tuple[tuple[bytes, bytes], ...]
"""Names and values in order, as they came; blanks around them are off, a fold is one blank."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """The head of a response."""

    version: str
    """`1.1` and its like; `0.9` where there is no head at all."""
    status: int | None
    """Status code; none where there is none."""
    reason: bytes
    """Words after it."""
    fields: Fields
    """Header fields."""
    size: int
    """Length in bytes, with the empty line and with heads of interim answers (1xx) before it."""
    start: int = 0
    """Where the head of the final answer begins, after interim ones."""
    line: bytes = b""
    """Status line without its end."""
    problems: tuple[str, ...] = ()
    """What is wrong with it."""

    def all(self, name: bytes) -> list[bytes]:
        """Return the values of all fields of this name; the case of letters does not matter."""
        return values(self.fields, name)

    def first(self, name: bytes) -> bytes:
        """Return the value of the first field of this name; empty where there is none."""
        return next(iter(self.all(name)), b"")


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestHead:
    """The head of a request."""

    method: str
    """Method; empty where the first line is none."""
    target: bytes
    """What is asked for, as written."""
    version: str
    """`1.1` and its like."""
    fields: Fields
    """Header fields."""
    size: int
    """Length in bytes, with the empty line."""
    line: bytes = b""
    """Request line without its end."""
    problems: tuple[str, ...] = ()
    """What is wrong with it."""


def values(fields: Fields, name: bytes) -> list[bytes]:
    """Return the values of all fields of this name; the case of letters does not matter."""
    wanted = name.lower()
    return [value for key, value in fields if key.lower() == wanted]


def parse_head(raw: bytes) -> Head:
    """Read the head that a response begins with; never raises.

    `raw` is the message or its beginning. What does not begin like a head is a body of HTTP/0.9.
    """
    start = 0
    while True:
        head = _one(raw, start)
        following = raw[head.size : head.size + 5]
        interim = head.status is not None and 100 <= head.status < 200 and head.status != 101
        if not interim or following != b"HTTP/":
            return head
        start = head.size


def _one(raw: bytes, start: int) -> Head:
    """Read one head; empty lines before it are passed over, as RFC 9112 asks."""
    begin = start
    while raw[begin : begin + 1] in (b"\r", b"\n") and begin - start < 16:
        begin += 1
    lines, end, problems = lines_of(raw, begin)
    found = _STATUS.fullmatch(lines[0].rstrip(_BLANKS)) if lines else None
    if found is None:
        return Head(version="0.9", status=None, reason=b"", fields=(), size=start, start=start)
    if found[2] is None:
        problems.append("no status code")
    fields = fields_of(lines[1:], problems)
    return Head(
        version=found[1].decode() or "1.0",
        status=int(found[2]) if found[2] else None,
        reason=(found[3] or b"").strip(_BLANKS),
        fields=fields,
        size=end,
        start=begin,
        line=lines[0],
        problems=tuple(problems),
    )


def parse_request(raw: bytes) -> RequestHead:
    """Read the head that a request begins with; never raises."""
    lines, end, problems = lines_of(raw, 0)
    found = _METHOD.match(lines[0]) if lines else None
    if found is None:
        problems = ["no request line"]
        return RequestHead(
            method="", target=b"", version="", fields=(), size=0, problems=tuple(problems)
        )
    target = lines[0][found.end() :].rstrip(b" \t")
    last = max(target.rfind(b" "), target.rfind(b"\t"))
    version = _VERSION.fullmatch(target, last + 1) if last >= 0 else None
    return RequestHead(
        method=found[1].decode(),
        target=target[:last].rstrip(b" \t") if version else target,
        version=(version[1] if version else b"0.9").decode(),
        fields=fields_of(lines[1:], problems),
        size=end,
        line=lines[0],
        problems=tuple(problems),
    )


def lines_of(raw: bytes, begin: int) -> tuple[list[bytes], int, list[str]]:
    """Return the lines up to the empty one, the first byte after it, and what is wrong."""
    lines = list[bytes]()
    place, last = begin, min(len(raw), begin + MAX_HEAD)
    while place < last:
        end = raw.find(b"\n", place, last)
        if end < 0:
            lines.append(raw[place:last].rstrip(b"\r"))
            return lines, last, ["the head has no end"]
        line = raw[place:end].rstrip(b"\r")
        place = end + 1
        if not line:
            return lines, place, []
        lines.append(line)
    return lines, place, ["the head has no end"] if lines else []


def fields_of(lines: list[bytes], problems: list[str]) -> Fields:
    """Return the fields on these lines; what is wrong is added to `problems`."""
    fields = list[tuple[bytes, list[bytes]]]()  # values in their folded parts
    for line in lines:
        name, colon, value = line.partition(b":")
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line.strip(_BLANKS))
        elif not colon:
            if len(problems) < MAX_PROBLEMS:
                problems.append(f"a line of the head has no colon: {line[:60]!r}")
        elif len(fields) == MAX_FIELDS:
            problems.append(f"more than {MAX_FIELDS} fields")
            break
        else:
            fields.append((name.strip(_BLANKS), [value.strip(_BLANKS)]))
    return tuple((name, b" ".join(parts).strip(_BLANKS)) for name, parts in fields)


def media_of(head: Head) -> str:
    """Return the media type that a response claims, in lower case without parameters, or empty.

    Of several the last that is one counts (Fetch standard, "extract a MIME type").
    """
    for value in reversed(head.all(b"content-type")):
        found = _MEDIA.match(value)
        if found and found[1] != b"*/*":
            return found[1].decode().lower()
    return ""


def charset_of(head: Head) -> str:
    """Return the encoding of text that a response claims, by our name; empty for none we know."""
    for value in reversed(head.all(b"content-type")):
        found = _CHARSET.search(value)
        if found:
            try:
                return known_charset((found[1] or found[2] or b"").decode("ascii", "replace"))
            except LookupError:
                return ""
    return ""
