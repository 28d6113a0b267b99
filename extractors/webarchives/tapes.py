"""Tapes: what the records of an archive stand on, one after another, plain or compressed.

A WARC file is plain, or a row of gzip members (WARC/1.1, annex D) or zstd frames (IIPC, "WARC
Zstandard compression"), one for each record. A tape is what they decode to, whatever the members
do: a record may begin anywhere in one, and reach over several. A damaged member ends where its
damage is; the tape goes on with the next one that begins a record.
"""

import zlib
from array import array
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ..containers.reading import STEP_IN, STEP_OUT, Decoder, Inflater
from ..messages.codings import Zstd
from .sources import Source

GZIP, ZSTD = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"
"""How members begin."""
DICTIONARY = b"\x5d\x2a\x4d\x18"
"""How the frame begins that holds the dictionary of all others."""
MAX_DICTIONARY = 16 << 20
"""Bytes of a dictionary; the tool that makes them stops at 1 MiB."""
_ERRORS = (zlib.error, ValueError, MemoryError)


@dataclass(frozen=True, kw_only=True, slots=True)
class TapeFault:
    """Where a member is damaged, or where there is none."""

    member: int
    """Byte of the file."""
    position: int
    """Byte of the tape up to which all came."""
    text: str
    """What is wrong."""


class Tape(Protocol):
    """Bytes at positions; positions asked for should mostly grow."""

    faults: list[TapeFault]
    """What was met so far."""
    packed: bool
    """Whether it is compressed."""

    def read(self, position: int, size: int) -> bytes:
        """Return up to `size` bytes, fewer only at the end."""

    def place(self, position: int) -> tuple[int, int]:
        """Return (member, byte within what it decodes to) of a position that was read."""

    def position(self, member: int, inner: int) -> int:
        """Return a position by its place, from where no further back will be read."""

    def find(self, needle: bytes, position: int) -> int:
        """Return where `needle` next begins; -1 for nowhere."""

    def end(self, position: int) -> int:
        """Return the position after the last byte, going on from `position`."""


class PlainTape:
    """A file without compression: positions are its bytes."""

    packed = False

    def __init__(self, source: Source) -> None:
        self._source = source
        self.faults: list[TapeFault] = []

    def read(self, position: int, size: int) -> bytes:
        """Return up to `size` bytes, fewer only at the end."""
        return self._source.read(position, size)

    def place(self, position: int) -> tuple[int, int]:
        """Return the position itself."""
        return position, 0

    def position(self, member: int, inner: int) -> int:
        """Return the position again."""
        return member + inner

    def find(self, needle: bytes, position: int) -> int:
        """Return where `needle` next begins; -1 for nowhere."""
        found = self._source.find(needle, position)
        return found if found < self._source.size else -1

    def end(self, position: int) -> int:
        """Return the length of the file."""
        return self._source.size


class PackedTape:
    """What the members of a file decode to."""

    packed = True

    def __init__(self, source: Source, magic: bytes, begins: Callable[[], Decoder]) -> None:
        """`magic` is how members begin, `begins` makes what decodes one."""
        self._source = source
        self._magic = magic
        self._new = begins
        self.faults: list[TapeFault] = []
        self._starts = array("q")
        self._members = array("q")
        self._buffer = b""
        self._from = 0
        self._decoder: Decoder | None = None
        self._next = 0
        self._begun = 0
        self._fresh = b""

    def read(self, position: int, size: int) -> bytes:
        """Return up to `size` bytes, fewer only at the end."""
        if position < self._from:
            self._back(position)
        while (behind := self._from + len(self._buffer)) < position + size:
            if behind <= position:
                self._buffer, self._from = b"", behind
            more = self._more()
            if not more:
                break
            self._buffer += more
        if position > self._from:
            self._buffer = self._buffer[position - self._from :]
            self._from = position
        return self._buffer[:size]

    def place(self, position: int) -> tuple[int, int]:
        """Return (member, byte within what it decodes to) of a position that was read."""
        number = bisect_right(self._starts, position) - 1
        return self._members[number], position - self._starts[number]

    def position(self, member: int, inner: int) -> int:
        """Return a position by its place; the tape begins anew at this member."""
        self._starts, self._members = array("q"), array("q")
        self.faults.clear()
        self._buffer, self._from, self._decoder, self._next = b"", 0, None, member
        return inner

    def find(self, needle: bytes, position: int) -> int:
        """Return where `needle` next begins; -1 for nowhere."""
        while len(window := self.read(position, STEP_OUT)) >= len(needle):
            found = window.find(needle)
            if found >= 0:
                return position + found
            position += len(window) - len(needle) + 1
        return -1

    def end(self, position: int) -> int:
        """Return the position after the last byte, going on from `position`."""
        while chunk := self.read(position, STEP_OUT):
            position += len(chunk)
        return position

    def _back(self, position: int) -> None:
        """Begin anew at the member that holds a position."""
        number = bisect_right(self._starts, position) - 1
        self._from, self._next = self._starts[number], self._members[number]
        del self._starts[number:], self._members[number:]
        self.faults[:] = [fault for fault in self.faults if fault.position < self._from]
        self._buffer, self._decoder = b"", None

    def _more(self) -> bytes:
        """Return what comes next; none at the end."""
        while self._decoder is not None or self._begin():
            decoder = self._decoder
            if decoder is None:
                break
            if decoder.eof:
                self._next -= len(decoder.unused_data)
                self._decoder = None
                continue
            data = b""
            if decoder.needs_input:
                data = self._source.read(self._next, STEP_IN)
                self._next += len(data)
                if not data:
                    self._damaged("is cut off")
                    continue
            try:
                out = decoder.decompress(data, STEP_OUT)
            except (*_ERRORS, getattr(decoder, "error", zlib.error)) as error:
                self._damaged(f"is damaged: {error}")
                continue
            if out:
                return out
        return b""

    def _begin(self) -> bool:
        """Begin the next member; tell whether there is one."""
        place = self._next
        if place >= self._source.size:
            return False
        if not self._source.read(place, 4).startswith(self._magic):
            place = self._search(place, "is no member of the archive")
            if place >= self._source.size:
                self._next = place
                return False
        self._next = self._begun = place
        self._starts.append(self._from + len(self._buffer))
        self._members.append(place)
        self._decoder = self._new()
        return True

    def _damaged(self, how: str) -> None:
        """End a member at its damage and go to the next one that begins a record."""
        self._decoder = None
        self._fault(self._begun, f"the compressed member at byte {self._begun} {how}")
        self._next = self._search(self._begun + 1, "")

    def _search(self, place: int, what: str) -> int:
        """Return where the next member begins a record; all before it is told as `what`."""
        found = place
        while (found := self._source.find(self._magic, found)) < self._source.size:
            if self._opens(found):
                break
            found += 1
        if what and self._source.read(self._source.kept(place), STEP_IN).strip(b"\0"):
            self._fault(place, f"what stands in {found - place} bytes at byte {place} {what}")
        return found

    def _opens(self, place: int) -> bool:
        """Tell whether a member at `place` decodes to the beginning of a record."""
        decoder = self._new()
        try:
            out = decoder.decompress(self._source.read(place, 2048), 64)
        except (*_ERRORS, getattr(decoder, "error", zlib.error)):
            return False
        return begins_record(out.lstrip(b"\r\n"))

    def _fault(self, member: int, text: str) -> None:
        position = self._from + len(self._buffer)
        self.faults.append(TapeFault(member=member, position=position, text=text))


def begins_record(content: bytes) -> bool:
    """Tell whether these bytes may begin a WARC record or an ARC file."""
    return content.startswith((b"WARC/", b"filedesc://"))


def tape_of(source: Source) -> Tape | None:
    """Return the tape of a web archive; none where the file is no such archive.

    ImportError where it is compressed by what is not installed.
    """
    head = source.read(0, 64)
    if begins_record(head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")):
        return PlainTape(source)
    tape: Tape | None = None
    if head.startswith(GZIP):
        tape = PackedTape(source, GZIP, lambda: Inflater(16 + zlib.MAX_WBITS))
    elif head.startswith(DICTIONARY):
        length = int.from_bytes(head[4:8], "little")
        if length > MAX_DICTIONARY:
            return None
        dictionary = source.read(8, length)
        if dictionary.startswith(ZSTD):
            dictionary = _unpacked(dictionary)
        tape = PackedTape(source, ZSTD, lambda: Zstd(dictionary))
        tape.position(8 + length, 0)
    elif head.startswith(ZSTD):
        tape = PackedTape(source, ZSTD, Zstd)
    if tape is None or not begins_record(tape.read(0, 64).lstrip(b"\r\n")):
        return None
    return tape


def _unpacked(frame: bytes) -> bytes:
    """Return what a small frame decodes to, as far as it does."""
    decoder, out = Zstd(), b""
    try:
        out = decoder.decompress(frame, MAX_DICTIONARY)
        while not decoder.eof and len(out) < MAX_DICTIONARY and not decoder.needs_input:
            out += decoder.decompress(b"", MAX_DICTIONARY)
    except decoder.error:
        pass
    return out
