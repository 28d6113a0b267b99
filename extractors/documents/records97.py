"""Strings and cells of Excel's binary records (MS-XLS 2.5): small readers without state."""

import struct
from collections.abc import Iterator

MAX_STRINGS = 2_000_000
"""Shared strings that are read: a sheet has 65,536 rows."""
Record = tuple[int, bytes]
"""(type, content) of a record."""


def records(stream: bytes, place: int = 0) -> Iterator[tuple[int, int, bytes]]:
    """Yield (place, type, content) of the records from `place` on, until the stream ends."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield place, kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def short_string(content: bytes, place: int) -> str:
    """Read a ShortXLUnicodeString (2.5.240): length in a byte."""
    count, wide = content[place], content[place + 1] & 1
    return _decoded(content[place + 2 : place + 2 + count * (1 + wide)], wide)


def string(content: bytes, place: int) -> str:
    """Read an XLUnicodeString (2.5.294): length in two bytes."""
    (count,) = struct.unpack_from("<H", content, place)
    wide = content[place + 2] & 1
    return _decoded(content[place + 3 : place + 3 + count * (1 + wide)], wide)


def _decoded(raw: bytes, wide: int) -> str:
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


def rk(value: int) -> float:
    """Read an RkNumber (2.5.217)."""
    if value & 2:
        figure = float((value - (1 << 32) if value & 0x80000000 else value) >> 2)
    else:
        figure = struct.unpack("<d", struct.pack("<Q", (value & 0xFFFFFFFC) << 32))[0]
    return figure / 100 if value & 1 else figure


class _Parts:
    """A reader over a record and its continuations, which may break inside a string."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts, self._n, self._at = parts, 0, 0

    def take(self, count: int) -> bytes:
        """Read over the joints between the parts; struct.error at the end."""
        found = b""
        while len(found) < count:
            if self._n >= len(self._parts):
                raise struct.error("the strings end early")
            piece = self._parts[self._n][self._at : self._at + count - len(found)]
            found += piece
            self._at += len(piece)
            if self._at >= len(self._parts[self._n]):
                self._n, self._at = self._n + 1, 0
        return found

    def characters(self, count: int, wide: int) -> str:
        """Read characters; a continuation begins with a byte that says how wide its are."""
        found: list[str] = []
        while count:
            if self._n >= len(self._parts):
                raise struct.error("the strings end early")
            if self._at == 0 and self._n:
                wide = self.take(1)[0] & 1
                if self._n >= len(self._parts):
                    continue
            here = (len(self._parts[self._n]) - self._at) // (1 + wide)
            number = min(count, here)
            if number:
                found.append(_decoded(self.take(number * (1 + wide)), wide))
            else:
                self._n, self._at = self._n + 1, 0
            count -= number
        return "".join(found)


def shared_strings(parts: list[bytes]) -> Iterator[str]:
    """Yield the strings of an SST record and its continuations (2.4.265); struct.error at the end.

    Runs of formats and phonetic hints are passed over.
    """
    reader = _Parts([part for part in parts if part])
    _, unique = struct.unpack("<II", reader.take(8))
    for _ in range(min(unique, MAX_STRINGS)):
        count, flags = struct.unpack("<HB", reader.take(3))
        runs = struct.unpack("<H", reader.take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", reader.take(4))[0] if flags & 4 else 0
        yield reader.characters(count, flags & 1)
        reader.take(4 * runs)
        reader.take(extra)
