"""Content codings (RFC 9110, section 8.4): gzip, deflate, br, zstd, undone in small steps.

`deflate` is read both as zlib (RFC 1950), which the standard means, and raw (RFC 1951), which
servers send. What does not decode at all comes as it is; what is damaged or cut later keeps all
that came before. Brotli is RFC 7932, zstd RFC 8878 and 9659.
"""

import zlib
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

from ...evidence.scans.outcome import ProblemCode
from ..containers.reading import STEP_IN, STEP_OUT, Decoder, Inflater, Reader
from .faults import Fault, Limits

MAX_HELD = 1 << 20
"""Bytes kept until the first decoded one, to be given as they are where none comes."""
MAX_WINDOW = 128 << 20
"""Bytes of a zstd window; RFC 9659 allows 8 MiB on the web."""
_BROTLI_IN = 4_096
_ZSTD_IN = 256  # one block of 3 bytes gives up to 128 KiB, and the library knows no limit
_ZSTD_BEGINS = (b"\x28\xb5\x2f\xfd", *(bytes([0x50 + one]) + b"\x2a\x4d\x18" for one in range(16)))


class Brotli:
    """`brotli` with the interface of the other decompressors.

    What an erroneous call had decoded before its error, and what follows the end of the stream,
    are not lost: what came is decoded again, the last piece byte by byte.
    """

    def __init__(self) -> None:
        library: Any = import_module("brotli")
        self.error: type[Exception] = library.error
        self._new: Any = library.Decompressor
        self._inner = library.Decompressor()
        self._waiting = b""
        self._past = bytearray()
        self._made = 0
        self._broken: Exception | None = None
        self._ended = self._full = False
        self.unused_data = b""
        """What followed the end."""

    @property
    def eof(self) -> bool:
        """Whether the stream has ended."""
        return self._ended

    @property
    def needs_input(self) -> bool:
        """Whether nothing comes without more input."""
        if self._waiting or self._ended or self._broken or self._full:
            return False
        return bool(self._inner.can_accept_more_data())

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return about `max_length` decoded bytes at most; `error` for damage."""
        if self._broken is not None:
            raise self._broken
        self._waiting += data
        piece = b""
        if self._inner.can_accept_more_data():
            piece, self._waiting = self._waiting[:_BROTLI_IN], self._waiting[_BROTLI_IN:]
        try:
            out = bytes(self._inner.process(piece, output_buffer_limit=max_length))
        except self.error as error:
            return self._again(piece, error)
        self._made += len(out)
        self._full = len(out) >= max_length  # then more may come without new input
        if len(self._past) <= MAX_HELD:
            self._past += piece
        if self._inner.is_finished():
            self._ended, self.unused_data = True, self._waiting
        return out

    def _again(self, piece: bytes, error: Exception) -> bytes:
        """Decode again what came, and of the piece that fails all before the byte that does."""
        if len(self._past) > MAX_HELD:
            raise error
        inner, out, made = self._new(), bytearray(), 0
        steps = [bytes(self._past), *(piece[at : at + 1] for at in range(len(piece)))]
        self._broken = error
        with suppress(self.error):
            for number, step in enumerate(steps):
                given, full = False, False
                while not given or full or not inner.can_accept_more_data():
                    made_now = inner.process(b"" if given else step, output_buffer_limit=STEP_OUT)
                    given, full = True, len(made_now) >= STEP_OUT
                    out += made_now
                    gone = min(len(out), self._made - made)
                    made += gone
                    del out[:gone]
                    if len(out) > MAX_HELD:  # a bomb at its end
                        break
                if len(out) > MAX_HELD:
                    break
                if inner.is_finished():
                    self._ended, self._broken = True, None
                    self.unused_data = b"".join(steps[number + 1 :]) + self._waiting
                    break
        if not out and self._broken is not None:
            raise error
        return bytes(out)


class Zstd:
    """`zstandard` with the interface of the other decompressors; one frame."""

    def __init__(self, dictionary: bytes = b"") -> None:
        """`dictionary` as some archives bring it along."""
        import zstandard

        library: Any = zstandard
        self.error: type[Exception] = library.ZstdError
        given = {"dict_data": library.ZstdCompressionDict(dictionary)} if dictionary else {}
        opened = library.ZstdDecompressor(max_window_size=MAX_WINDOW, **given)
        self._inner = opened.decompressobj()
        self._waiting = b""
        self._out = b""

    @property
    def eof(self) -> bool:
        """Whether the frame has ended."""
        return bool(self._inner.eof) and not self._out

    @property
    def needs_input(self) -> bool:
        """Whether nothing comes without more input."""
        return not (self._out or self._waiting or self._inner.eof)

    @property
    def unused_data(self) -> bytes:
        """What followed the end."""
        return bytes(self._inner.unused_data) + self._waiting

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return at most `max_length` decoded bytes; `self.error` for damage."""
        self._waiting += data
        while not self._out and self._waiting and not self._inner.eof:
            piece, self._waiting = self._waiting[:_ZSTD_IN], self._waiting[_ZSTD_IN:]
            self._out = bytes(self._inner.decompress(piece))
        out, self._out = self._out[:max_length], self._out[max_length:]
        return out


def _some(below: Reader, least: int) -> bytes:
    """Return at least `least` bytes, fewer only at the end."""
    some = b""
    while len(some) < least and (more := below.read(STEP_IN)):
        some += more
    return some


def _gzip(begin: bytes) -> Decoder:
    return Inflater(16 + zlib.MAX_WBITS)


def _deflate(begin: bytes) -> Decoder:
    proper = len(begin) > 1 and begin[0] & 0x0F == 8 and int.from_bytes(begin[:2], "big") % 31 == 0
    return Inflater(zlib.MAX_WBITS if proper else -zlib.MAX_WBITS)


def _brotli(begin: bytes) -> Decoder:
    return Brotli()


def _zstd(begin: bytes) -> Decoder:
    return Zstd()


_DECODERS: dict[str, Callable[[bytes], Decoder]] = {
    "gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "x-deflate": _deflate,
    "br": _brotli, "zstd": _zstd,
}  # fmt: skip
_AGAIN = {"gzip": (b"\x1f\x8b",), "x-gzip": (b"\x1f\x8b",), "zstd": _ZSTD_BEGINS}
CODINGS = frozenset(_DECODERS)
"""Codings that are undone."""


class Uncoded:
    """A `Reader` of what one coding makes of the reader below."""

    def __init__(self, below: Reader, coding: str, faults: list[Fault], limits: Limits) -> None:
        """`coding` is one of `CODINGS`; `faults` takes what is wrong, as it is met."""
        self._below = below
        self._coding = coding
        self._faults = faults
        self._limits = limits
        self._given = _some(below, 4)
        self._held: bytes | None = b""
        self._taken = self._made = 0
        self._plain = self._over = False
        self._errors: tuple[type[Exception], ...] = (zlib.error, ValueError, MemoryError)
        self._decoder = self._begun() if self._given else None

    def read(self, size: int, /) -> bytes:
        """Return the next bytes; none only at the end or at the damage."""
        while not self._over:
            if self._plain:
                chunk, self._given = self._given or self._below.read(size), b""
                return chunk
            if self._decoder is None:
                self._over = True
            elif self._decoder.eof:
                self._next_stream()
            else:
                chunk = self._step(self._decoder, min(size, STEP_OUT))
                if chunk:
                    return self._within(chunk)
        return b""

    def _begun(self) -> Decoder | None:
        try:
            decoder = _DECODERS[self._coding](self._given)
        except ImportError as missing:
            self._say("unsupported", f"{self._coding} needs {missing.name}: pip install it")
            self._plain = True
            return None
        self._errors += (getattr(decoder, "error", zlib.error),)
        return decoder

    def _step(self, decoder: Decoder, size: int) -> bytes:
        data = b""
        if decoder.needs_input:
            data, self._given = self._given or self._below.read(STEP_IN), b""
            if not data:
                self._stop(f"the {self._coding} data is cut off, after {self._taken} bytes")
                return b""
            self._taken += len(data)
            if self._held is not None:
                self._held = self._held + data if len(self._held) < MAX_HELD else None
        try:
            out = decoder.decompress(data, size)
        except self._errors as error:
            self._stop(f"{self._coding}: {error} (within {self._taken} bytes)")
            return b""
        if out:
            self._held = None
        return out

    def _stop(self, why: str) -> None:
        """End at a damage; where nothing came out before, give the bytes as they are."""
        if self._held:
            self._plain, self._given = True, self._held
            self._say("corrupt", f"{why}; none of it decodes: it is taken as it is")
        else:
            self._over = True
            self._say("corrupt", f"{why}; {self._made} bytes came out before")

    def _within(self, chunk: bytes) -> bytes:
        self._made += len(chunk)
        limits = self._limits
        if self._made > limits.floor and self._made > limits.ratio * self._taken:
            self._over = True
            self._say("bomb", f"{self._taken} bytes of {self._coding} give over {self._made}")
        return chunk

    def _next_stream(self) -> None:
        """Begin the next of several streams, or tell of what else follows."""
        rest = self._decoder.unused_data if self._decoder is not None else b""
        rest = rest + self._given if rest else self._given
        if len(rest) < 4:
            rest += _some(self._below, 4)
        self._given, self._held = rest, None
        self._taken -= len(rest)
        if rest.startswith(_AGAIN.get(self._coding, ())) and rest:
            self._decoder = self._begun()
            return
        self._over, length = True, len(rest)
        while chunk := self._below.read(STEP_IN):
            length += len(chunk)
        if length:
            self._say("corrupt", f"{length} bytes follow the end of the {self._coding} data")

    def _say(self, code: ProblemCode, text: str) -> None:
        self._faults.append(Fault(code=code, text=text))
