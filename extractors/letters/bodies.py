"""Transfer encodings undone, as streams of bounded memory (RFC 2045, section 6; uuencode)."""

import binascii
import io
import re
from collections.abc import Iterator

from .fields import Buffer

_CHUNK = 192 << 10
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_FOREIGN = bytes(set(range(256)) - set(_ALPHABET))
_BLANKS = b" \t\r\n\0"
_SOFT_END = re.compile(rb"=[ \t]+(?=\r?\n)")
"""A soft line break with blanks that some program added (RFC 2045, section 6.7, rule 3)."""
_UU_LINE = re.compile(rb"[ -`]+")


class Decoded(io.RawIOBase):
    """A stream over decoded chunks."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks = chunks
        self._held = b""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """Return up to `size` bytes; empty at the end."""
        if size is None or size < 0:
            held, self._held = self._held, b""
            return held + b"".join(self._chunks)
        while not self._held:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._held = chunk
        taken, self._held = self._held[:size], self._held[size:]
        return taken


def decoded(buffer: Buffer, start: int, end: int, encoding: str) -> Iterator[bytes]:
    """Yield the bytes of a body between `start` and `end`, its transfer encoding undone."""
    if encoding == "base64":
        return _base64(buffer, start, end)
    if encoding == "quoted-printable":
        return _quoted(buffer, start, end)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _uu(buffer, start, end)
    return _plain(buffer, start, end)


def foreign_in_base64(buffer: Buffer, start: int, end: int) -> int:
    """Return how many bytes of a base64 body, in its first 64 KiB, are neither that nor blank."""
    sample = buffer[start : min(end, start + (64 << 10))]
    return len(sample.translate(None, _ALPHABET + b"=" + _BLANKS))


def _plain(buffer: Buffer, start: int, end: int) -> Iterator[bytes]:
    for at in range(start, end, _CHUNK):
        yield buffer[at : min(at + _CHUNK, end)]


def _base64(buffer: Buffer, start: int, end: int) -> Iterator[bytes]:
    """Bytes outside the alphabet are passed over; after padding a new run may begin."""
    held = b""
    for chunk in _plain(buffer, start, end):
        runs = chunk.split(b"=")
        for number, run in enumerate(runs):
            held += run.translate(None, _FOREIGN)
            whole = len(held) - len(held) % 4
            yield binascii.a2b_base64(held[:whole])
            held = held[whole:]
            if number < len(runs) - 1:
                yield _tail(held)
                held = b""
    yield _tail(held)


def _tail(held: bytes) -> bytes:
    """Return the bytes of a last, incomplete group; one letter alone holds none."""
    return binascii.a2b_base64(held + b"=" * (-len(held) % 4)) if len(held) > 1 else b""


def _quoted(buffer: Buffer, start: int, end: int) -> Iterator[bytes]:
    at = start
    while at < end:
        stop = min(at + _CHUNK, end)
        if stop < end:
            line = buffer.rfind(b"\n", at, stop)
            stop = line + 1 if line >= 0 else stop
        piece = buffer[at:stop]
        if b"\n" not in piece:  # lines of an old Macintosh, which the library takes for one
            piece = piece.replace(b"\r", b"\n")
        yield binascii.a2b_qp(_SOFT_END.sub(b"=", piece))
        at = stop


def _uu(buffer: Buffer, start: int, end: int) -> Iterator[bytes]:
    begin = buffer.find(b"begin ", start, end)
    at = start if begin < 0 else begin
    while at < end:
        stop = buffer.find(b"\n", at, end)
        stop = end if stop < 0 else stop + 1
        line = buffer[at : min(stop, at + 128)].strip(b"\r\n")
        at = stop
        if line == b"end":
            return
        if line.startswith(b"begin ") or not _UU_LINE.fullmatch(line):
            continue
        yield _uu_line(line)


def _uu_line(line: bytes) -> bytes:
    wanted = ((line[0] - 32) & 63) + 2
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:  # trailing blanks that some programs add or strip
        try:
            return binascii.a2b_uu(line[: wanted * 4 // 3])
        except binascii.Error:
            return b""
