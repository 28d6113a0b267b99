"""The headers of a tar archive.

POSIX.1-1988 ustar and POSIX.1-2001 pax (pubs.opengroup.org, `pax`), and GNU tar's long names,
sparse files and base-256 numbers (its manual, "Basic Tar Format"). Names stay raw bytes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..interface import ItemView
from .reading import Damage

BLOCK = 512
"""Bytes of a header and of what data is rounded up to."""
MAX_EXTENDED = 1 << 20
"""Bytes of a long name or of extended headers; more is damage."""
MAX_SPARSE = 100_000
"""Pieces of one sparse file; more is damage."""
_DECIMAL = re.compile(rb"(-?[0-9]{1,18})(?:\.([0-9]{0,9})[0-9]*)?\Z")
_OCTAL = re.compile(rb"[ \0]*([0-7]*)[ \0]*\Z")
_MAX_NUMBER = 1 << 62


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One header block as it stands there."""

    position: int
    """Byte at which it stands."""
    raw: bytes
    """Its 512 bytes."""

    @property
    def type(self) -> bytes:
        """Type flag; a NUL is an ordinary file."""
        return self.raw[156:157]

    @property
    def size(self) -> int:
        """Length of the data that follows."""
        return number(self.raw[124:136])

    @property
    def ustar(self) -> bool:
        """Whether it is of POSIX, with a prefix of the name."""
        return self.raw[257:263] == b"ustar\0"

    @property
    def name(self) -> bytes:
        """Name with its prefix."""
        prefix = self.raw[345:500].split(b"\0")[0] if self.ustar else b""
        name = self.raw[:100].split(b"\0")[0]
        return prefix + b"/" + name if prefix else name

    @property
    def target(self) -> bytes:
        """Target of a link."""
        return self.raw[157:257].split(b"\0")[0]

    @property
    def time(self) -> bytes:
        """Last modification as a decimal number of seconds since 1970."""
        return str(number(self.raw[136:148])).encode()


@dataclass(kw_only=True, slots=True)
class Extended:
    """What the headers before a member's own say of it, and where."""

    words: dict[bytes, tuple[bytes, int]] = field(default_factory=dict)
    """Value and byte at which it stands, by keyword; GNU long names are `path`, `linkpath`."""
    pieces: list[tuple[bytes, bytes]] = field(default_factory=list)
    """Pairs of `GNU.sparse.offset` and `GNU.sparse.numbytes`, in order (sparse format 0.0)."""

    def get(self, word: bytes) -> bytes | None:
        """Return a keyword's value."""
        found = self.words.get(word)
        return found[0] if found is not None else None

    def number(self, word: bytes) -> int | None:
        """Return a keyword's value as a number; `Damage` where it is none."""
        value = self.get(word)
        return None if value is None else decimal(value)


def recognised(head: bytes) -> bool:
    """Tell whether an item that begins with `head` is a tar archive."""
    return len(head) >= BLOCK and valid(head[:BLOCK]) and head[:1] != b"\0"


def valid(raw: bytes) -> bool:
    """Tell whether a block is a header: its checksum holds, its type and size can be."""
    try:
        wanted = number(raw[148:156])
        number(raw[124:136])
    except Damage:
        return False
    plain = raw[:148] + b" " * 8 + raw[156:]
    signed = sum(byte - 256 if byte > 127 else byte for byte in plain) if wanted else 0
    return wanted != 0 and wanted in (sum(plain), signed)


def number(raw: bytes) -> int:
    """Return a number of a header: octal digits, or base 256 with the highest bit set."""
    if raw[:1] >= b"\x80":
        negative = raw[0] == 0xFF
        value = int.from_bytes(raw if negative else bytes([raw[0] & 0x7F]) + raw[1:], "big",
                               signed=negative)  # fmt: skip
        if not -_MAX_NUMBER < value < _MAX_NUMBER:
            raise Damage("a number in a header is too large")
        return value
    found = _OCTAL.match(raw)
    if found is None:
        raise Damage("a number in a header is none")
    return int(found[1] or b"0", 8)


def decimal(raw: bytes) -> int:
    """Return a whole number; `Damage` where it is none."""
    found = _DECIMAL.match(raw)
    if found is None:
        raise Damage("a number in an extended header is none")
    return int(found[1])


def nanoseconds(raw: bytes) -> int:
    """Return a time in seconds with a fraction as nanoseconds; `Damage` where it is none."""
    found = _DECIMAL.match(raw)
    if found is None:
        raise Damage("a time is none")
    whole, rest = int(found[1]), int((found[2] or b"").ljust(9, b"0"))
    return whole * 1_000_000_000 + (-rest if raw.startswith(b"-") else rest)


def read_extended(view: ItemView, block: Block, into: Extended) -> None:
    """Add what a header of type x, g, L or K says; `Damage` where it is too long or cut off."""
    size = block.size
    if not 0 <= size <= MAX_EXTENDED:
        raise Damage(f"the extended header at byte {block.position} is too long")
    begin = block.position + BLOCK
    raw = view.read(begin, size)
    if len(raw) < size:
        raise Damage(f"the extended header at byte {block.position} is cut off")
    if block.type in (b"L", b"K"):
        word = b"path" if block.type == b"L" else b"linkpath"
        into.words[word] = (raw.split(b"\0")[0], begin)
        return
    for word, value, place in _records(raw, block.position):
        if word in (b"GNU.sparse.offset", b"GNU.sparse.numbytes"):
            into.pieces.append((word, value))
        else:
            into.words[word] = (value, begin + place)


def _records(raw: bytes, position: int) -> Iterator[tuple[bytes, bytes, int]]:
    """Yield (keyword, value, where the value stands) of the records of a pax header."""
    place = 0
    while place < len(raw) and raw[place : place + 1] != b"\0":
        blank = raw.find(b" ", place, place + 20)
        equal = raw.find(b"=", blank, place + 1000) if blank >= 0 else -1
        digits = raw[place:blank] if blank >= 0 else b""
        length = int(digits) if digits.isdigit() and len(digits) < 10 else 0
        after = place + length
        if equal < 0 or not equal < after <= len(raw) or raw[after - 1 : after] != b"\n":
            raise Damage(f"the extended header at byte {position} is damaged")
        yield raw[blank + 1 : equal], raw[equal + 1 : after - 1], equal + 1
        place = after
