"""Mailboxes in one file (RFC 4155; mboxo, mboxrd): where each message lies.

A message is the bytes between two postmark lines; `>From ` in it stays as it was written.
"""

import re
from collections.abc import Iterator

from .fields import Buffer

_POSTMARK = re.compile(
    rb"(?:\A|(?<=\n))From [^\r\n]{0,400}?[0-9]{2}:[0-9]{2}[^\r\n]{0,60}(?:\r?\n|\Z)"
)
_FIELD = re.compile(rb"(?:>?From [^\r\n]{0,400}\r?\n)?[!-9;-~]{1,200}[ \t]*:")


def messages(buffer: Buffer) -> Iterator[tuple[int, int]]:
    """Yield (offset, length) of each message, without its postmark and the empty line after it."""
    begin = -1
    for found in _POSTMARK.finditer(buffer):
        if begin >= 0 and not _starts(buffer, found.start(), found.end()):
            continue
        if begin >= 0:
            yield begin, _end(buffer, begin, found.start()) - begin
        begin = found.end()
    if 0 <= begin < len(buffer):
        yield begin, _end(buffer, begin, len(buffer)) - begin


def _starts(buffer: Buffer, at: int, after: int) -> bool:
    """Tell whether a line that looks like a postmark is one: before it an empty line or after it
    a header field; a quoting program would have written `>From `."""
    empty = buffer[max(at - 2, 0) : at] == b"\n\n" or buffer[max(at - 4, 0) : at] == b"\r\n\r\n"
    return empty and _FIELD.match(buffer, after) is not None


def _end(buffer: Buffer, begin: int, at: int) -> int:
    """Return where a message ends: without the empty line that separates it from the next."""
    if buffer[max(at - 4, begin) : at] == b"\r\n\r\n":
        return at - 2
    return at - 1 if buffer[max(at - 2, begin) : at] == b"\n\n" else at
