"""Delimited text (CSV and its kin) as rows, each with exactly the bytes that it stands in.

Source: RFC 4180, and what programs write instead: other signs between cells, a mark before, UTF-16,
old Vietnamese encodings, line ends of all kinds, line breaks in quotes. A quote that is never
closed costs its own row: from there on a quote must be closed on its line.
"""

import unicodedata
from collections import Counter, deque
from collections.abc import Iterator
from typing import BinaryIO

from ...evidence.scans.locator import span
from ..charsets import decode_as_written, detect
from ..charsets.decoding import charset_of
from .rows import MAX_CELLS, MAX_ROW, Row, is_sign

HEAD_BYTES = 256 << 10
"""Bytes from which encoding and delimiter are found out."""
MAX_LINES = 200_000
"""Lines that a quoted cell may reach over."""
_DELIMITERS = ",;\t|"
_QUOTE = '"'
_SAMPLE_LINES = 60
_CHUNK = 1 << 20
_TRIES = 64  # how often a row whose quotes seem closed is read again, and is not
_MARKS = {
    b"\xef\xbb\xbf": "utf-8", b"\xff\xfe\x00\x00": "utf-32-le", b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be",
}  # fmt: skip
_UNMARKED = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
_OPEN_QUOTE = "a quote that is never closed"


class Delimited:
    """The rows of a text."""

    def __init__(self, file: BinaryIO, encoding: str = "auto", delimiter: str = "auto") -> None:
        """`file` is seekable; `encoding` and `delimiter` are a profile's."""
        self._file = file
        file.seek(0)
        head = file.read(HEAD_BYTES)
        cut = len(head) == HEAD_BYTES
        mark = next((mark for mark in _MARKS if head.startswith(mark)), b"")
        self._start = len(mark)
        self._auto = encoding == "auto"
        if mark:
            self.encoding = _MARKS[mark]
        else:
            found = detect(head, cut=cut).charset if self._auto else charset_of(encoding)
            self.encoding = _UNMARKED.get(found, found)
        self._width = _width(self.encoding)
        self._ending = self._line_end(head)
        lines = self._sample(head, cut=cut)
        self.delimiter = delimiter if delimiter != "auto" else _delimiter(lines)
        self._loose = False
        self._again: deque[tuple[int, bytes]] = deque()

    def rows(self) -> Iterator[Row]:
        """Yield all rows that hold anything, numbered with those that do not."""
        lines = self._lines()
        number = 0
        while (line := self._next(lines)) is not None:
            offset, raw = line
            number += 1
            text = self._text(raw, offset)
            if number == 1 and text.lower().startswith("sep=") and len(text.strip()) <= 5:
                continue
            cells, is_open = self._cells(text)
            problem = ""
            if is_open:
                whole = self._joined(lines, offset, raw)
                if whole is None:
                    cells, problem = text.split(self.delimiter), _OPEN_QUOTE
                    self._loose = True
                else:
                    raw = whole
                    text = self._text(raw, offset)
                    cells = self._cells(text)[0]
            if any(cell.strip(" \t\r\n") for cell in cells):
                yield self._row(number, offset, raw, text, cells, problem)

    def _row(
        self, number: int, offset: int, raw: bytes, text: str, cells: list[str], problem: str
    ) -> Row:
        if not text.isascii() and self._lost(raw, text):
            problem = problem or f"bytes that are no {self.encoding}"
        elif "\0" in text:
            problem = problem or "zero bytes"
        if len(raw) >= MAX_ROW:
            problem = f"a row of more than {MAX_ROW} bytes"
        if len(cells) > MAX_CELLS:
            cells, problem = cells[:MAX_CELLS], f"more than {MAX_CELLS} cells"
        content = raw.removesuffix(self._ending) if self._width > 1 else raw.rstrip(b"\r\n")
        if self._width > 1:
            content = content.removesuffix(self._unit("\r"))
        return Row(
            number=number, locator=(span(offset, len(content)),), raw=content,
            cells=cells if text.isascii() else [unicodedata.normalize("NFC", one) for one in cells],
            problem=problem, source=self,
        )  # fmt: skip

    def cell(self, row: Row, place: int) -> tuple[str, ...]:
        """Return the locator of a row's cell: its bytes as they stand there, with its quotes."""
        text = self._text(row.raw, 0)
        at, units = 0, 0
        for n, end in enumerate(self._ends(text)):
            piece = self._length(text[at:end], row.raw, units)
            if n == place:
                start = int(row.locator[0].partition(":")[2].partition("+")[0])
                return (span(start + units, piece),)
            units += piece + self._width
            at = end + 1
        return row.locator

    def _lost(self, raw: bytes, text: str) -> bool:
        """Tell whether bytes of a row could not be decoded; U+FFFD may also be written there."""
        lost = text.count("\ufffd")
        is_unicode = lost and self.encoding.startswith("utf-")
        return lost > (raw.count("\ufffd".encode(self.encoding)) if is_unicode else 0)

    def _length(self, text: str, raw: bytes, at: int) -> int:
        """Return how many bytes a piece of a row's text takes, which begins at byte `at`."""
        if self._width == 1 and text.isascii():
            return len(text)
        # Some old encodings have several forms of a letter: count the signs that part cells.
        end = at - self._width
        for _ in range(text.count(self.delimiter) + 1):
            end = self._sign(raw, end + self._width)
            if end < 0:
                return len(raw) - at
        return end - at

    def _sign(self, raw: bytes, begin: int) -> int:
        """Return where the next sign stands that parts cells; -1 where none does."""
        unit = self._unit(self.delimiter)
        while (found := raw.find(unit, begin)) >= 0 and found % self._width:
            begin = found + 1
        return found

    def _ends(self, text: str) -> Iterator[int]:
        """Yield where each cell of a row ends."""
        at = 0
        while True:
            start = at
            if text.startswith(_QUOTE, at) and (close := _closing(text, at + 1)) >= 0:
                start = close + 1
            end = text.find(self.delimiter, start)
            yield end if end >= 0 else len(text)
            if end < 0:
                return
            at = end + 1

    # Lines.

    def _next(self, lines: Iterator[tuple[int, bytes]]) -> tuple[int, bytes] | None:
        return self._again.popleft() if self._again else next(lines, None)

    def _joined(
        self, lines: Iterator[tuple[int, bytes]], offset: int, first: bytes
    ) -> bytes | None:
        """Return a row of several lines whole; none where its quote is never closed."""
        if self._loose:
            return None
        taken, size, tries = list[tuple[int, bytes]](), len(first), 0
        quote = self._unit(_QUOTE)
        is_odd = _count(first, quote, self._width) % 2 == 1
        while size < MAX_ROW and len(taken) < MAX_LINES and tries < _TRIES:
            line = self._next(lines)
            if line is None:
                break
            taken.append(line)
            size += len(line[1])
            is_odd ^= _count(line[1], quote, self._width) % 2 == 1
            if is_odd:
                continue
            tries += 1
            whole = first + b"".join(raw for _, raw in taken)
            if not self._cells(self._text(whole, offset), strict=True)[1]:
                return whole
        self._again.extendleft(reversed(taken))
        return None

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        """Yield (offset, bytes) of each line, with its end; one longer than a row may be is cut."""
        offset = self._start
        self._file.seek(offset)
        if self._ending == b"\n":
            while line := self._file.readline(MAX_ROW):
                yield offset, line
                offset += len(line)
            return
        kept = bytearray()
        while chunk := self._file.read(_CHUNK):
            kept += chunk
            at = 0
            while (end := self._find_end(kept, at)) >= 0:
                yield offset, bytes(kept[at:end])
                offset += end - at
                at = end
            del kept[:at]
            if len(kept) >= MAX_ROW:
                yield offset, bytes(kept)
                offset += len(kept)
                kept.clear()
        if kept:
            yield offset, bytes(kept)

    def _find_end(self, kept: bytearray, at: int) -> int:
        """Return where the line that begins at `at` ends; -1 where its end is not there yet."""
        begin = at
        while (found := kept.find(self._ending, begin)) >= 0:
            if (found - at) % self._width == 0:
                return found + len(self._ending)
            begin = found + 1
        return -1

    # Text.

    def _text(self, raw: bytes, offset: int) -> str:
        """Return a line's text without its end, as it is written."""
        if self.encoding in ("us-ascii", "utf-8"):
            try:
                return raw.decode().rstrip("\r\n")
            except UnicodeDecodeError:
                self._learn(raw, offset)
        return decode_as_written(raw, self.encoding).rstrip("\r\n")

    def _learn(self, raw: bytes, offset: int) -> None:
        """Find out the encoding of a text that seemed to be ASCII as far as it was looked at."""
        if self.encoding == "utf-8" or not self._auto:
            return
        here = self._file.tell()
        self._file.seek(offset)
        found = detect(self._file.read(HEAD_BYTES) or raw, cut=True).charset
        self._file.seek(here)
        if _width(found) == 1:
            self.encoding = _UNMARKED.get(found, found)

    def _unit(self, sign: str) -> bytes:
        return sign.encode(self.encoding) if self._width > 1 else sign.encode()

    def _line_end(self, head: bytes) -> bytes:
        """Return what ends lines: CR alone where there is no LF."""
        feed, back = self._unit("\n"), self._unit("\r")
        if _count(head, feed, self._width) or not _count(head, back, self._width):
            return feed
        return back

    def _sample(self, head: bytes, *, cut: bool) -> list[str]:
        """Return the first lines as text."""
        end = len(head) - (len(head) - self._start) % self._width
        lines = decode_as_written(head[self._start : end], self.encoding).splitlines()
        return [line for line in (lines[:-1] if cut else lines) if line.strip()][:_SAMPLE_LINES]

    def _cells(self, text: str, *, strict: bool = False) -> tuple[list[str], bool]:
        """Return the cells of a row, and whether its last quote is still open.

        `strict`: a quote is closed only before the end of its cell. Two rows with one stray quote
        each must not become one.
        """
        if _QUOTE not in text:
            return text.split(self.delimiter), False
        cells, at = list[str](), 0
        while True:
            if not text.startswith(_QUOTE, at):
                end = text.find(self.delimiter, at)
                cells.append(text[at:] if end < 0 else text[at:end])
            else:
                close = _closing(text, at + 1)
                if close < 0:
                    return [*cells, *text[at:].split(self.delimiter)], True
                end = text.find(self.delimiter, close)
                behind = text[close + 1 :] if end < 0 else text[close + 1 : end]
                if strict and behind.strip():
                    return cells, True
                cells.append(text[at + 1 : close].replace('""', _QUOTE) + behind)
            if end < 0:
                return cells, False
            at = end + 1


def _closing(text: str, at: int) -> int:
    """Return where the quote is closed that was opened before `at`; -1 where it is not."""
    while (end := text.find(_QUOTE, at)) >= 0:
        if not text.startswith(_QUOTE, end + 1):
            return end
        at = end + 2
    return -1


def _count(raw: bytes, unit: bytes, width: int) -> int:
    """Return how often a sign stands in bytes of an encoding of this width."""
    if width == 1:
        return raw.count(unit)
    return sum(raw[at : at + width] == unit for at in _places(raw, unit))


def _places(raw: bytes, unit: bytes) -> Iterator[int]:
    at = raw.find(unit)
    while at >= 0:
        if at % len(unit) == 0:
            yield at
        at = raw.find(unit, at + 1)


def _width(encoding: str) -> int:
    return 4 if encoding.startswith("utf-32") else 2 if encoding.startswith("utf-16") else 1


def _delimiter(lines: list[str]) -> str:
    """Return the sign that parts most lines into the same number of cells."""
    if lines and lines[0].lower().startswith("sep=") and is_sign(lines[0][4:].strip("\r\n")):
        return lines[0][4]
    best, found = (0, 0), ","
    for sign in _DELIMITERS:
        counts = Counter(line.count(sign) for line in lines)
        counts.pop(0, None)
        if counts:
            cells, often = max(counts.items(), key=lambda one: (one[1], one[0]))
            if (often, cells) > best:
                best, found = (often, cells), sign
    return found
