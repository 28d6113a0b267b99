"""7z archives written part by part (7-Zip's 7zFormat.txt), so that each part can be wrong."""

import struct
import zlib
from collections.abc import Sequence

MAGIC = b"7z\xbc\xaf\x27\x1c"
FILETIME = 133_444_736_000_000_000
UTC = "2023-11-14T22:13:20.000000000Z"
"""`FILETIME` as observations bear it."""
COPY = b"\1\1\0"
"""One folder's coders: bytes as they are."""


def number(value: int) -> bytes:
    """Return a number in its shortest form."""
    for length in range(8):
        if value < 1 << 7 * (length + 1):
            first = 0xFF << 8 - length & 0xFF | value >> 8 * length
            return bytes([first]) + (value & (1 << 8 * length) - 1).to_bytes(length, "little")
    return b"\xff" + struct.pack("<Q", value)


def crcs(*values: int | None) -> bytes:
    """Return which values are known, and those."""
    known = b"".join(struct.pack("<L", value) for value in values if value is not None)
    if None not in values:
        return b"\1" + known
    return b"\0" + bits([value is not None for value in values]) + known


def bits(flags: Sequence[bool]) -> bytes:
    """Return flags, the first in the highest bit."""
    raw = bytearray((len(flags) + 7) // 8)
    for at, flag in enumerate(flags):
        raw[at // 8] |= 0x80 * flag >> at % 8
    return bytes(raw)


def part(identifier: int, body: bytes) -> bytes:
    """Return a property of the list of files."""
    return bytes([identifier]) + number(len(body)) + body


def names(*words: str) -> bytes:
    """Return the names of files."""
    raw = b"".join(word.encode("utf-16-le", "surrogatepass") + b"\0\0" for word in words)
    return part(0x11, b"\0" + raw)


def times(*values: int | None) -> bytes:
    """Return the times of files."""
    known = b"".join(struct.pack("<Q", value) for value in values if value is not None)
    lead = b"\1" if None not in values else b"\0" + bits([value is not None for value in values])
    return part(0x14, lead + b"\0" + known)


def attributes(*values: int) -> bytes:
    """Return the attributes of files."""
    return part(0x15, b"\1\0" + b"".join(struct.pack("<L", value) for value in values))


def coder(method: bytes, properties: bytes = b"") -> bytes:
    """Return one coder."""
    flags = len(method) | (0x20 if properties else 0)
    return bytes([flags]) + method + (number(len(properties)) + properties if properties else b"")


def chain(*coders: bytes) -> bytes:
    """Return a folder of coders, each fed by the next; the last is fed by the packed stream."""
    binds = b"".join(number(at) + number(at + 1) for at in range(len(coders) - 1))
    return number(len(coders)) + b"".join(coders) + binds


def folders(
    coders: Sequence[bytes], packed: Sequence[int], sizes: Sequence[Sequence[int]],
    pieces: Sequence[Sequence[bytes]],
) -> bytes:  # fmt: skip
    """Return the description of streams of several folders."""
    out = b"\6" + number(0) + number(len(packed)) + b"\x09" + b"".join(map(number, packed)) + b"\0"
    out += b"\7\x0b" + number(len(coders)) + b"\0" + b"".join(coders)
    out += b"\x0c" + b"".join(number(size) for group in sizes for size in group) + b"\0"
    out += b"\x08\x0d" + b"".join(number(len(group)) for group in pieces)
    cut = [piece for group in pieces for piece in group[:-1]]
    if cut:
        out += b"\x09" + b"".join(number(len(piece)) for piece in cut)
    whole = [zlib.crc32(piece) for group in pieces for piece in group]
    return out + b"\x0a" + crcs(*whole) + b"\0\0"


def wrapped(packed: bytes, header: bytes, place: int | None = None) -> bytes:
    """Return an archive of packed streams and a header."""
    at = len(packed) if place is None else place
    start = struct.pack("<2QL", at, len(header), zlib.crc32(header))
    return MAGIC + b"\0\4" + struct.pack("<L", zlib.crc32(start)) + start + packed + header


def listed(streams: bytes, files: bytes) -> bytes:
    """Return a header of streams and files."""
    return b"\1" + (b"\4" + streams if streams else b"") + b"\5" + files + b"\0\0"


def archived(
    coders: bytes, packed: bytes, sizes: Sequence[int], *pieces: bytes, files: bytes = b""
) -> bytes:
    """Return an archive of one folder that holds `pieces`, called a, b, c … ."""
    called = number(len(pieces)) + names(*(chr(97 + at) for at in range(len(pieces)))) + files
    described = folders([coders], [len(packed)], [sizes], [pieces])
    return wrapped(packed, listed(described, called))


def stored(*pieces: bytes, files: bytes = b"") -> bytes:
    """Return an archive of files that are not compressed."""
    whole = b"".join(pieces)
    return archived(COPY, whole, [len(whole)], *pieces, files=files)
