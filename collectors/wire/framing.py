"""Where a response ends: HTTP/1 heads and bodies read piece by piece, nothing decoded or changed.

Sources: RFC 9112 (HTTP/1.1), RFC 9110. The standard library's reader gives up on more than 100
headers and drops all that follow a line without a colon; a page must not be lost to such things,
so this reader takes what browsers take, notes each oddity, and never raises.
"""

import re
from dataclasses import dataclass

MAX_CHUNK_LINE = 16 << 10
"""Bytes of a chunk's size line; its extensions have no use that needs more."""
SHOWN = 160
"""Bytes of an unfinished size line that are judged, so that each further piece costs the same."""
HEAD_END = re.compile(rb"\n\r?\n")
STATUS_LINE = re.compile(rb"HTTP/(\d{1,3})(?:\.(\d{1,3}))?[ \t]++(\d{3})(?!\d)", re.IGNORECASE)
# Quantifiers are possessive: a size line of blanks alone must not be tried in every way.
CHUNK_LINE = re.compile(rb"[ \t]*+([0-9A-Fa-f]{1,15}+)[ \t]*+(;.*)?\r?\n", re.DOTALL)
CHUNK_BEGIN = re.compile(rb"[ \t]*+[0-9A-Fa-f]{0,15}+[ \t]*+(?:[;\r].*)?", re.DOTALL)
BODILESS = frozenset({204, 304})


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """The head of a response."""

    version: tuple[int, int]
    """Such as (1, 1)."""
    status: int
    """Status code."""
    headers: tuple[tuple[bytes, bytes], ...]
    """Names in lower case and values, in order, folded lines joined by a blank."""

    def values(self, name: bytes) -> list[bytes]:
        """Return the values of a header."""
        return [value for known, value in self.headers if known == name]

    def words(self, name: bytes) -> list[bytes]:
        """Return the comma-separated words of a header in lower case."""
        joined = b",".join(self.values(name)).lower()
        return [word.strip() for word in joined.split(b",") if word.strip()]


def is_interim(status: int) -> bool:
    """Tell whether another answer follows this one (RFC 9110, section 15.2)."""
    return 100 <= status < 200 and status != 101


class Reading:
    """Reads one response to a request of `method`; a head has at most `max_head` bytes."""

    def __init__(self, method: str, max_head: int) -> None:
        self._method = method
        self._max_head = max_head
        self._step = self._in_head
        self._line = bytearray()
        self._left = 0
        self.head: Head | None = None
        self.head_size = 0
        """Bytes before the body, interim responses included; 0 until the head is whole."""
        self.interim = 0
        """Bytes of interim responses (1xx), with which the head begins."""
        self.status: int | None = None
        """Known from the status line on, even where the head is not whole."""
        self.expected: int | None = None
        """Length of the body that the server announced."""
        self.body = 0
        """Bytes of the body, with the framing of chunks."""
        self.ended = False
        """Whether the response is whole; what comes after is not its own."""
        self.until_close = False
        """Whether only the end of the connection ends it."""
        self.fault = ""
        """Why it will not be whole whatever comes; what still comes is kept."""
        self.over = False
        """Whether nothing more is to be read of it, although it is not whole."""
        self.strange = False
        """Whether this is no HTTP at all."""
        self.notes: list[str] = []

    def feed(self, piece: bytes) -> int:
        """Take a piece; return how many of its bytes belong to the response."""
        at = 0
        while at < len(piece) and not self.ended and not self.over:
            at = self._step(piece, at)
        return at

    def close(self, lost: str = "") -> str:
        """The connection has ended: return why the response is not whole, empty if it is.

        `lost` tells how it was broken off, where it was not closed in good order.
        """
        if self.ended or self.fault:
            return self.fault
        if self.until_close and lost:
            return f"closed early: {lost}"
        reason = self._missing()
        return f"{reason}, {lost}" if reason and lost else reason

    def _missing(self) -> str:
        if self.head is None:
            if self.strange:
                return "not HTTP: no status line"
            if self.status is None and not self._line:
                return "closed without an answer"
            return "closed early: in the head"
        if self.until_close:
            self.ended = True
            return ""
        if self.expected is not None:
            return f"closed early: {self.body} of {self.expected} bytes"
        return "closed early: the last chunk is missing"

    @property
    def upgraded(self) -> bool:
        """Tell whether the connection goes on as something else (RFC 9110, sections 7.8, 9.3.6)."""
        status = self.head.status if self.head else 0
        return status == 101 or (self._method == "CONNECT" and 200 <= status < 300)

    @property
    def reusable(self) -> bool:
        """Tell whether the connection may carry another exchange after this one."""
        if not self.ended or self.head is None or self.until_close or self.fault:
            return False
        if self.upgraded:
            return False
        words = self.head.words(b"connection")
        return b"close" not in words and (self.head.version >= (1, 1) or b"keep-alive" in words)

    def note(self, text: str) -> None:
        """Note an oddity once."""
        if text not in self.notes:
            self.notes.append(text)

    def _in_head(self, piece: bytes, at: int) -> int:
        if not self._line:  # empty lines before an answer: left over from an earlier one
            start = at
            while piece[at : at + 1] in (b"\r", b"\n") and at < len(piece):
                at += 1
            self.head_size += at - start
            if at > start:
                self.note("empty lines before the status line")
            if at == len(piece):
                return at
        begun = max(0, len(self._line) - 2)
        self._line += piece[at:]
        if self.status is None and not self._take_status(begun):
            self.strange = True
            self._step = self._in_strange
            return len(piece)
        found = HEAD_END.search(self._line, begun)
        size = found.end() if found else len(self._line)
        if self.interim + size > self._max_head:
            return self._give_up(f"head: more than {self._max_head} bytes", len(piece))
        if found is None:
            return len(piece)
        used = len(piece) - (len(self._line) - size)
        self._end_of_head(bytes(self._line[:size]))
        return used

    def _take_status(self, begun: int) -> bool:
        """Take the status once its line has ended; tell whether this may be HTTP at all.

        Not before: what `HTTP/1.1 200` says may go on, and how TCP cuts it must not count.
        """
        if not b"HTTP/".startswith(bytes(self._line[:5]).upper()):
            return False
        if self._line.find(b"\n", begun) < 0:
            return True
        line = STATUS_LINE.match(self._line)
        if line is not None and not is_interim(int(line[3])):
            self.status = int(line[3])
        return line is not None

    def _end_of_head(self, raw: bytes) -> None:
        self._line.clear()
        self.head_size += len(raw)
        head = self._parse(raw)
        if is_interim(head.status):
            self.interim = self.head_size
            self.status = None
            self.note(f"interim answer {head.status}")
            return
        self.head = head
        self._frame(head)

    def _parse(self, raw: bytes) -> Head:
        if b"\n" in raw.replace(b"\r\n", b""):
            self.note("bare line feeds in the head")
        first, *rest = raw.split(b"\n")
        line = STATUS_LINE.match(first)
        version = (int(line[1]), int(line[2] or 0)) if line else (0, 9)
        fields: list[tuple[bytes, bytes]] = []
        for text in rest:
            text = text.rstrip(b"\r")
            if text[:1] in (b" ", b"\t"):
                self.note("folded header")
                if fields and text.strip():
                    fields[-1] = (fields[-1][0], fields[-1][1] + b" " + text.strip(b" \t"))
                continue
            name, colon, value = text.partition(b":")
            if not colon:
                if text:
                    self.note("a line without a colon in the head")
                continue
            fields.append((name.strip(b" \t").lower(), value.strip(b" \t")))
        status = int(line[3]) if line else 0
        return Head(version=version, status=status, headers=tuple(fields))

    def _frame(self, head: Head) -> None:
        """Decide what ends the body (RFC 9112, section 6.3)."""
        lengths = self._lengths(head)
        codings = head.words(b"transfer-encoding")
        if self._method == "HEAD" or head.status in BODILESS or self.upgraded:
            self.ended = True
        elif codings:
            if lengths:
                self.note("a length beside Transfer-Encoding")
            if codings[-1] == b"chunked":
                self._step = self._in_chunk_line
            else:
                self.note("a Transfer-Encoding that is not chunked")
                self._to_the_close()
        elif lengths:
            # Where two lengths contradict each other, the greater one loses nothing.
            self.expected = self._left = max(lengths)
            self._step = self._in_length
            self.ended = self._left == 0
        else:
            self._to_the_close()

    def _lengths(self, head: Head) -> list[int]:
        found = []
        for word in head.words(b"content-length"):
            if word.isdigit() and len(word) <= 15:
                found.append(int(word))
            else:
                self.note("a Content-Length that is no number")
        if len(set(found)) > 1:
            self.note("lengths that contradict: " + ", ".join(map(str, found[:8])))
        elif len(found) > 1:
            self.note("the same length twice")
        return found

    def _to_the_close(self) -> None:
        self.until_close = True
        self._step = self._in_rest

    def _give_up(self, fault: str, at: int) -> int:
        self.fault = fault
        self.over = True
        return at

    def _in_strange(self, piece: bytes, at: int) -> int:
        return len(piece)

    def _in_rest(self, piece: bytes, at: int) -> int:
        self.body += len(piece) - at
        return len(piece)

    def _in_length(self, piece: bytes, at: int) -> int:
        size = min(self._left, len(piece) - at)
        self._left -= size
        self.body += size
        self.ended = self._left == 0
        return at + size

    def _in_chunk_line(self, piece: bytes, at: int) -> int:
        used = self._take_line(piece, at)
        if len(self._line) > MAX_CHUNK_LINE:
            return self._bad_chunk(piece, used)
        if self._line[-1:] != b"\n":
            begins = CHUNK_BEGIN.fullmatch(self._line, 0, SHOWN)
            return used if begins else self._bad_chunk(piece, used)
        line = CHUNK_LINE.fullmatch(self._line)
        if line is None:
            return self._bad_chunk(piece, used)
        if line[2]:
            self.note("chunk extensions")
        if not self._line.endswith(b"\r\n"):
            self.note("bare line feeds between chunks")
        self._left = int(line[1], 16)
        self._line.clear()
        self._step = self._in_chunk if self._left else self._in_trailer
        return used

    def _in_chunk(self, piece: bytes, at: int) -> int:
        size = min(self._left, len(piece) - at)
        self._left -= size
        self.body += size
        if self._left == 0:
            self._step = self._after_chunk
        return at + size

    def _after_chunk(self, piece: bytes, at: int) -> int:
        used = self._take_line(piece, at, 2)
        if bytes(self._line) not in (b"\r\n", b"\n", b"\r"):
            return self._bad_chunk(piece, used)
        if self._line != b"\r":
            self._line.clear()
            self._step = self._in_chunk_line
        return used

    def _in_trailer(self, piece: bytes, at: int) -> int:
        used = self._take_line(piece, at)
        self._left += used - at  # counts the trailers' bytes now
        if self._left > self._max_head:
            return self._give_up(f"trailers: more than {self._max_head} bytes", len(piece))
        if self._line[-1:] == b"\n":
            self.ended = bytes(self._line) in (b"\r\n", b"\n")
            if not self.ended:
                self.note("trailers")
            self._line.clear()
        return used

    def _take_line(self, piece: bytes, at: int, at_most: int = 1 << 30) -> int:
        """Take bytes up to the end of a line, or fewer if they are not there; return where."""
        end = piece.find(b"\n", at, at + at_most - len(self._line)) + 1
        if end == 0:
            end = min(len(piece), at + at_most - len(self._line))
        self._line += piece[at:end]
        self.body += end - at
        return end

    def _bad_chunk(self, piece: bytes, at: int) -> int:
        self.fault = f"chunk: no length at byte {self.body - len(self._line)} of the body"
        self._step = self._in_rest
        return self._in_rest(piece, at)
