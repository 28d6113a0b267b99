"""Single compressed streams: gzip, bzip2, xz, lzma, zstd, zlib, from any byte of an item.

Streams of one format that follow one another directly are one (RFC 1952, section 2.2), as the
programs of each format decode them. RFC 1950 and 1952; the .xz file format 1.2.1; RFC 8878.
"""

import bz2
import lzma
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ...evidence.times import utc_of
from ..interface import ItemView
from .reading import Content, Damage, Decoded, Decoder, Inflater, Reader, Source
from .zstandards import MAGIC as ZSTANDARD
from .zstandards import MAX_MEMORY, SKIPPED, Zstandard, extent

GZIP, BZIP2, XZ = b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0"
"""How streams begin."""
MAX_NAME = 4_096
"""Bytes of a name or comment in a gzip header that are looked at."""
_PADDING = 1 << 18  # zeros after a stream may be as long as a disk: many at once
_ERRORS = (zlib.error, lzma.LZMAError, OSError, ValueError, EOFError)
_GZIP = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]", re.DOTALL)
_BZIP2 = re.compile(rb"BZh[1-9](1AY&SY|\x17rE8P\x90)")
_LZMA = re.compile(rb"[\x00-\xe0]\0\0[\0-\xff]{2}", re.DOTALL)
_STREAM = re.compile(rb"stream(\r\n|\n|\r)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Stream:
    """A compressed stream that begins somewhere."""

    scheme: str
    """Its format, which is also the scheme of the step to it."""
    offset: int
    """Byte that the step names."""
    beginning: bytes
    """The bytes from there on that say it is one."""
    chain: "Chain"
    """Decodes it; once."""
    content: Content
    """What it decodes to; once."""
    name: bytes = b""
    """The name it bears, if any."""
    modified: str | None = None
    """The time it bears, if any."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What else its header says."""


class Chain:
    """Streams of one format, one after another."""

    def __init__(
        self,
        view: ItemView,
        offset: int,
        decoder: Callable[[], Decoder],
        following: Callable[[ItemView, int], int | None],
    ) -> None:
        """`following` tells where the next stream begins when one ended at a byte."""
        self._view = view
        self._decoder = decoder
        self._following = following
        self.begin = offset
        """Where the present stream begins."""
        self.members = 1
        """Streams begun so far."""
        self._now = Decoded(Source(view, offset), decoder(), _ERRORS)

    @property
    def after(self) -> int:
        """First byte after what was read."""
        return self.begin + self._now.consumed

    def read(self, size: int, /) -> bytes:
        """Return decoded bytes; `Damage` where a stream is damaged."""
        while not (chunk := self._now.read(size)):
            following = self._following(self._view, self.after)
            if following is None:
                return b""
            self.begin, self.members = following, self.members + 1
            self._now = Decoded(Source(self._view, following), self._decoder(), _ERRORS)
        return chunk


class _Frames(Chain):
    """Zstandard frames, whose end stands in their headers."""

    def __init__(self, view: ItemView, offset: int) -> None:
        self.begin, self.members = offset, 1
        self._end, self.whole = extent(view, offset)
        self._reader: Reader = Zstandard(Source(view, offset, self._end - offset))

    @property
    def after(self) -> int:
        """First byte after the frames."""
        return self._end

    def read(self, size: int, /) -> bytes:
        """Return decoded bytes; `Damage` where a frame is damaged or cut off."""
        chunk = self._reader.read(size)
        if not chunk and not self.whole:
            raise Damage("the frames are cut off")
        return chunk


def at(view: ItemView, offset: int, scheme: str) -> Stream | None:
    """Return the stream of a format that begins at `offset`; none where none can.

    `Refused` where a library is missing.
    """
    head = view.read(offset, 32)
    if scheme == "gz" and _GZIP.match(head):
        return _gzip(view, offset, head)
    if scheme == "bz2" and _BZIP2.match(head):
        return _plain(view, offset, scheme, bz2.BZ2Decompressor, _next_bzip2, 10)
    if scheme == "xz" and head.startswith(XZ):
        return _plain(view, offset, scheme, _xz, _next_xz, 6)
    if scheme == "lzma" and _LZMA.match(head) and _alone(head):
        return _plain(view, offset, scheme, _lzma, _none, 13)
    if scheme == "zlib" and _zlib_header(head):
        return _plain(view, offset, scheme, _zlib, _none, 2)
    if scheme == "pdf-stream" and (found := _STREAM.match(head)):
        if not _zlib_header(head[found.end() :]):
            return None
        return _plain(view, offset, scheme, _zlib, _none, found.end(), skipped=found.end())
    if scheme == "zst" and (head.startswith(ZSTANDARD) or SKIPPED.match(head)):
        frames = _Frames(view, offset)
        return Stream(
            scheme=scheme, offset=offset, beginning=head[:4], chain=frames,
            content=Content(frames),
        )  # fmt: skip
    return None


def _plain(
    view: ItemView,
    offset: int,
    scheme: str,
    decoder: Callable[[], Decoder],
    following: Callable[[ItemView, int], int | None],
    head: int,
    skipped: int = 0,
) -> Stream:
    chain = Chain(view, offset + skipped, decoder, following)
    return Stream(
        scheme=scheme, offset=offset, beginning=view.read(offset, head), chain=chain,
        content=Content(chain),
    )  # fmt: skip


def _gzip(view: ItemView, offset: int, head: bytes) -> Stream:
    chain = Chain(view, offset, _gunzip, _next_gzip)
    flags, seconds = head[3], int.from_bytes(head[4:8], "little")
    place, name, facts = offset + 10, b"", {}
    if flags & 4:
        place += 2 + int.from_bytes(view.read(place, 2), "little")
    if flags & 8:
        name = view.read(place, MAX_NAME).split(b"\0", 1)[0]
        place += len(name) + 1
    if flags & 16:
        comment = view.read(place, MAX_NAME).split(b"\0", 1)[0]
        facts["comment"] = comment.decode("latin-1")
    return Stream(
        scheme="gz", offset=offset, beginning=head[:10], chain=chain, content=Content(chain),
        name=name, modified=utc_of(seconds * 1_000_000_000) if seconds else None, facts=facts,
    )  # fmt: skip


def _gunzip() -> Decoder:
    return Inflater(16 + zlib.MAX_WBITS)


def _zlib() -> Decoder:
    return Inflater(zlib.MAX_WBITS)


def _xz() -> Decoder:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, MAX_MEMORY)


def _lzma() -> Decoder:
    return lzma.LZMADecompressor(lzma.FORMAT_ALONE, MAX_MEMORY)


def _none(view: ItemView, place: int) -> int | None:
    return None


def _next_gzip(view: ItemView, place: int) -> int | None:
    return place if _GZIP.match(view.read(place, 4)) else None


def _next_bzip2(view: ItemView, place: int) -> int | None:
    return place if _BZIP2.match(view.read(place, 10)) else None


def _next_xz(view: ItemView, place: int) -> int | None:
    """Return where the next stream begins, beyond padding with zeros in steps of four."""
    while raw := view.read(place, _PADDING):
        rest = raw.lstrip(b"\0")
        if rest:
            place += (len(raw) - len(rest)) // 4 * 4
            return place if view.read(place, 6) == XZ else None
        place += len(raw)
    return None


def _zlib_header(head: bytes) -> bool:
    """Tell whether a stream of RFC 1950 without a preset dictionary may begin like this."""
    return (
        len(head) > 2
        and head[0] & 0x8F == 8
        and not head[1] & 0x20
        and int.from_bytes(head[:2], "big") % 31 == 0
    )


def _alone(head: bytes) -> bool:
    """Tell whether a header of .lzma is likely: a usual dictionary, a length below 2^40 or none."""
    dictionary = int.from_bytes(head[1:5], "little")
    length = int.from_bytes(head[5:13], "little")
    usual = dictionary.bit_count() <= 2 and 1 << 12 <= dictionary <= 1 << 30
    return len(head) > 13 and usual and (length < 1 << 40 or length == (1 << 64) - 1)
