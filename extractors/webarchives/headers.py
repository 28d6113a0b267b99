"""Headers of records: those of WARC, a version line and fields, and those of ARC, one line.

WARC/1.1, section 4: lines end with CR LF; bare LF is read too. ARC 1 and 2: address, IP, date,
media type, [status, checksum, location, offset, file name,] length, with a blank between.
"""

import re
from dataclasses import dataclass

from ..messages.heads import Fields, fields_of, lines_of

MAX_HEADER = 1 << 20
"""Bytes of a header that are looked at; one of ours has less than 1,000."""
FIRST = 4_096
"""Bytes that hold most headers."""
MARK = re.compile(rb"(?:\A|(?<=\n))WARC/[0-9]{1,2}\.[0-9]{1,3}[ \t]*\r?\n")
"""How a WARC record begins, at the beginning of a line."""
ARC_LINE = re.compile(
    rb"(?:\A|(?<=\n))([a-z][a-z0-9+.-]{0,20}:[^\s]*) ([0-9a-fA-F.:]{2,45}) ([0-9]{12,17}) "
    rb"([^ \r\n]{1,200})(?: [^ \r\n]*){0,5}? ([0-9]{1,15})\r?\n"
)
"""How an ARC record begins."""
_VERSION = re.compile(rb"WARC/([0-9.]{1,7})[ \t]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Header:
    """A record's header."""

    version: str
    """As `Record.version`."""
    fields: Fields
    """As `Record.fields`."""
    size: int
    """Length with the empty line."""
    announced: int | None
    """Length of the block that it announces."""
    problems: tuple[str, ...] = ()
    """What is wrong with it."""


def parse_header(raw: bytes) -> Header | None:
    """Read the header that `raw` begins with; none where there is no such thing."""
    if raw.startswith(b"WARC/"):
        return _warc(raw)
    line = ARC_LINE.match(raw)
    return _arc(line) if line else None


def _warc(raw: bytes) -> Header | None:
    lines, size, problems = lines_of(raw, 0)
    version = _VERSION.fullmatch(lines[0])
    if version is None:
        return None
    fields = fields_of(lines[1:], problems)
    lengths = {value for name, value in fields if name.lower() == b"content-length"}
    announced: int | None = None
    if len(lengths) == 1 and (text := lengths.pop()).isdigit() and len(text) < 17:
        announced = int(text)
    else:
        problems.append("the header does not tell one length")
    names = {name.lower() for name, _ in fields}
    problems += [
        f"the header has no {name}"
        for name in ("WARC-Type", "WARC-Record-ID", "WARC-Date")
        if name.lower().encode() not in names
    ]
    return Header(
        version=version[1].decode(),
        fields=fields,
        size=size,
        announced=announced,
        problems=tuple(problems),
    )


def _arc(line: re.Match[bytes]) -> Header:
    target, address, date, media, length = line.groups()
    own = target.startswith(b"filedesc:")
    web = target.lower().startswith((b"http:", b"https:"))
    kind = b"warcinfo" if own else b"response"
    fields = (
        (b"WARC-Type", kind),
        (b"WARC-Target-URI", target),
        (b"WARC-Date", _arc_date(date)),
        (b"WARC-IP-Address", address),
        (b"Content-Type", b"application/http; msgtype=response" if web and not own else media),
        (b"Content-Length", length),
    )
    return Header(version="arc", fields=fields, size=line.end(), announced=int(length))


def _arc_date(date: bytes) -> bytes:
    """Return a date of 14 digits as WARC writes it; another as it is."""
    if len(date) != 14:
        return date
    parts = (date[:4], date[4:6], date[6:8], date[8:10], date[10:12], date[12:])
    return b"%b-%b-%bT%b:%b:%bZ" % parts
