"""Reading and decoding in small steps: what a member's bytes are pulled through.

A chain of readers, each with `read(size)`: a `Source` over the item, decoders over it, and a
`Content` at the end, which hides damage from whoever reads, keeps what came before it and tells
of it afterwards. No reader holds more than a few steps of its bytes.
"""

import zlib
from collections.abc import Callable
from typing import Protocol

from ...evidence.scans.outcome import ProblemCode
from ..interface import ItemView

STEP_IN = 16_384
"""Bytes taken from below at once; bounds what one call into a library may do."""
FIRST_IN = 1_024
"""Bytes taken first: most of what only looks like a stream fails within them."""
STEP_OUT = 65_536
"""Bytes that one call into a decoder may give."""


class Damage(Exception):
    """The bytes are not what their format says; the text is free of paths and addresses."""


class Refused(Exception):
    """A member's bytes cannot be had at all."""

    def __init__(self, code: ProblemCode, text: str) -> None:
        super().__init__(text)
        self.code: ProblemCode = code
        self.text = text


class Reader(Protocol):
    """Gives bytes until there are none."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes; none only at the end. Raises `Damage`."""


class Source:
    """The bytes of an item from `offset` on, `length` of them or all."""

    def __init__(self, view: ItemView, offset: int, length: int | None = None) -> None:
        self._view = view
        rest = max(view.facts.size - offset, 0)
        self._wanted = rest if length is None else length
        self._open_end = length is None
        self.offset = offset
        """Where the next byte stands."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes; `Damage` where the item ends before its length."""
        inside = self._wanted and self.offset < self._view.facts.size
        chunk = self._view.read(self.offset, min(size, self._wanted)) if inside else b""
        if not chunk and self._wanted and not self._open_end:
            raise Damage(f"the item ends at byte {self.offset}, {self._wanted} bytes too early")
        self.offset += len(chunk)
        self._wanted -= len(chunk)
        return chunk


class Decoder(Protocol):
    """What `bz2` and `lzma` decompressors offer."""

    @property
    def eof(self) -> bool:
        """Whether the stream has ended."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing comes without more input."""

    @property
    def unused_data(self) -> bytes:
        """What followed the end."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return at most `max_length` decoded bytes."""


class Inflater:
    """`zlib` with the interface of the other decompressors.

    What an erroneous call had decoded before its error is not lost: it is decoded again from a
    copy of the state, byte by byte.
    """

    def __init__(self, window: int) -> None:
        """`window` as `zlib.decompressobj` takes it: -15 raw, 15 zlib, 31 gzip."""
        self._inner = zlib.decompressobj(window)
        self._waiting = b""
        self._full = False
        self._broken: zlib.error | None = None

    @property
    def eof(self) -> bool:
        """Whether the stream has ended."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """Whether nothing comes without more input."""
        return not (self._waiting or self._full or self._broken or self._inner.eof)

    @property
    def unused_data(self) -> bytes:
        """What followed the end."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return at most `max_length` decoded bytes."""
        if self._broken is not None:
            raise self._broken
        before, given = self._inner.copy(), self._waiting + data
        try:
            out = self._inner.decompress(given, max_length)
        except zlib.error as error:
            self._broken = error
            out = _until_error(before, given, max_length)
            if not out:
                raise
            return out
        self._waiting = self._inner.unconsumed_tail
        self._full = len(out) == max_length  # then zlib may hold more without new input
        return out


def _until_error(inner: "zlib._Decompress", given: bytes, limit: int) -> bytes:
    out = bytearray()
    try:
        for place in range(len(given)):
            out += inner.decompress(given[place : place + 1], limit)
    except zlib.error:
        pass
    return bytes(out[:limit])


class Decoded:
    """What a decoder makes of the bytes below; ends with its stream."""

    def __init__(
        self, below: Reader, decoder: Decoder, errors: tuple[type[Exception], ...]
    ) -> None:
        """`errors` is what the decoder raises on damaged input."""
        self._below = below
        self._decoder = decoder
        self._errors = errors
        self._taken = 0

    @property
    def consumed(self) -> int:
        """Bytes of the stream that were read from below so far."""
        return self._taken - len(self._decoder.unused_data)

    @property
    def unused(self) -> bytes:
        """What was read from below and follows the end."""
        return self._decoder.unused_data

    def read(self, size: int, /) -> bytes:
        """Return decoded bytes; `Damage` where the stream is damaged or ends early."""
        while not self._decoder.eof:
            data = b""
            if self._decoder.needs_input:
                data = self._below.read(STEP_IN if self._taken else FIRST_IN)
                if not data:
                    raise Damage(f"the compressed data ends early, after {self._taken} bytes")
                self._taken += len(data)
            try:
                out = self._decoder.decompress(data, min(size, STEP_OUT))
            except self._errors as error:
                raise Damage(f"{error} (within {self._taken} compressed bytes)") from None
            if out:
                return out
        return b""


class Content:
    """A member's bytes, to their end or to the first damage."""

    def __init__(
        self,
        reader: Reader,
        *,
        crc: int | None = None,
        size: int | None = None,
        finish: Callable[[], str] | None = None,
    ) -> None:
        """`crc` (CRC-32) and `size` are what the container claims; `finish` checks the rest."""
        self._reader = reader
        self._crc = crc
        self._size = size
        self._finish = finish
        self._sum = 0
        self._first: bytes | None = None
        self._ended = False
        self.length = 0
        """Bytes that came out so far."""
        self.fault = ""
        """Why the bytes are not what they should be; empty until the end."""

    @property
    def whole(self) -> bool:
        """Whether all was read, and was what it should be."""
        return self._ended and not self.fault

    def begins(self, enough: int = 1) -> bool:
        """Tell whether `enough` bytes come out, or fewer with a proper end; they are kept."""
        if self._first is None:
            self._first = b""
        while self.length < enough and not self._ended:
            self._first += self._next(STEP_OUT)
        return self.length >= enough or not self.fault

    def read(self, size: int = -1, /) -> bytes:
        """Return bytes; none at the end or at the damage."""
        if size < 0:
            parts = []
            while chunk := self.read(STEP_OUT):
                parts.append(chunk)
            return b"".join(parts)
        if self._first:
            chunk, self._first = self._first[:size], self._first[size:]
            return chunk
        return self._next(size)

    def _next(self, size: int) -> bytes:
        if self._ended:
            return b""
        try:
            chunk = self._reader.read(size)
        except Damage as damage:
            self._ended, self.fault = True, f"{damage}; {self.length} bytes came out before"
            return b""
        self.length += len(chunk)
        if self._crc is not None:
            self._sum = zlib.crc32(chunk, self._sum)
        if not chunk:
            self._ended, self.fault = True, self._claims()
        return chunk

    def _claims(self) -> str:
        if self._size is not None and self.length != self._size:
            return f"{self.length} bytes came out where {self._size} are claimed"
        if self._crc is not None and self._sum != self._crc:
            return f"its CRC-32 is {self._sum:08x} where {self._crc:08x} is claimed"
        return self._finish() if self._finish is not None else ""
