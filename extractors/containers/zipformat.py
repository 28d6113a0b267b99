"""The records of a zip file: where its central directory stands and what each header says.

PKWARE APPNOTE.TXT 6.3.10, sections 4.3 to 4.5 (zip64 included). Names stay raw bytes: whether
they are UTF-8 (flag bit 11), code page 437 or anything else is not decided here. DOS times have
no zone and are left out; a time is only told where an extra field gives it in UTC.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from ...evidence.item import Kind
from ...evidence.scans.locator import span
from ...evidence.times import utc_of
from ..interface import ItemView
from .reading import Damage

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
"""How a member's own header, its row in the central directory and the end record begin."""
DESCRIPTOR = b"PK\x07\x08"
"""How the record after a member begins that gives lengths not known before."""
MAX_COMMENT = 0xFFFF
"""Bytes of the comment after the end record."""
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LOCATOR64 = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_WINDOW = 1 << 18
_ALL32, _ALL16 = 0xFFFFFFFF, 0xFFFF
_NTFS_EPOCH = 116_444_736_000_000_000  # 1970 in steps of 100 ns since 1601
_KINDS: dict[int, Kind] = {
    0x1000: "fifo", 0x2000: "character", 0x4000: "directory", 0x6000: "block",
    0xA000: "symlink", 0xC000: "socket",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class End:
    """The end of the central directory."""

    position: int
    """Byte at which the end record stands."""
    after: int
    """First byte after the record and its comment."""
    start: int
    """Byte at which the central directory begins."""
    stop: int
    """First byte after the central directory."""
    shift: int
    """Bytes before the archive: what is added to every offset in it."""
    members: int
    """Number of rows it claims."""
    parts: int
    """Number of parts that stand in other files, for a split archive."""
    comment: bytes
    """The archive's comment."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Header:
    """A member as its row in the central directory or its own header describes it."""

    position: int
    """Byte at which this header stands."""
    length: int
    """Bytes of this header with its name, extra fields and comment."""
    name: bytes
    """Raw name."""
    name_at: str
    """Step to the name."""
    flags: int
    """General purpose flags."""
    method: int
    """Compression method; 99 is WinZip AES."""
    stamp: int
    """DOS time, which also checks a password."""
    crc: int
    """CRC-32 of the bytes."""
    packed: int
    """Length of the stored data."""
    size: int
    """Length of the bytes."""
    extra: dict[int, bytes]
    """Extra fields by their number, the first of each."""
    local: int
    """Byte at which the member's own header stands."""
    made_by: int = 0
    """Version and system that made it; 0 in a member's own header."""
    external: int = 0
    """File attributes of that system."""
    comment: bytes = b""
    """Comment of the member."""

    @property
    def encrypted(self) -> bool:
        """Whether a password is needed."""
        return bool(self.flags & 1)

    @property
    def kind(self) -> Kind:
        """What the member is; a directory that holds bytes is taken for a file."""
        mode = self.external >> 16 if self.made_by >> 8 == 3 else 0
        kind = _KINDS.get(mode & 0xF000, "file")
        if self.name.endswith(b"/") or kind == "directory":
            return "file" if self.packed > 2 or self.size else "directory"  # 2: nothing, deflated
        return kind

    @property
    def modified(self) -> str | None:
        """Last modification in UTC, where an extra field gives it."""
        ntfs, unix = self.extra.get(0x000A, b""), self.extra.get(0x5455, b"")
        if len(ntfs) >= 16 and ntfs[4:8] == b"\x01\x00\x18\x00":
            written = int.from_bytes(ntfs[8:16], "little")  # 0 where no time is known
            return utc_of((written - _NTFS_EPOCH) * 100) if written else None
        if len(unix) >= 5 and unix[0] & 1:
            return utc_of(int.from_bytes(unix[1:5], "little", signed=True) * 1_000_000_000)
        return None


def find_end(view: ItemView) -> End | None:
    """Return the last end record that a central directory stands before, if there is one."""
    size = view.facts.size
    base = max(size - MAX_COMMENT - _END.size, 0)
    tail = view.read(base, size - base)
    place = len(tail)
    while (place := tail.rfind(END, 0, place)) >= 0:
        end = _end_at(view, base + place, tail[place:])
        if end is not None:
            return end
    return None


def _end_at(view: ItemView, position: int, tail: bytes) -> End | None:
    if len(tail) < _END.size:
        return None
    _, disk, _, _, members, length, offset, commented = _END.unpack_from(tail)
    before = view.read(position - 20, 20) if position >= 20 else b""
    stop = position
    if before[:4] == b"PK\x06\x07":
        found = _end64(view, position, _LOCATOR64.unpack(before)[2])
        if found is not None:
            stop, members, length, offset = found
    start = stop - length
    if start < 0 or (members and view.read(start, 4) != CENTRAL):
        return None
    return End(
        position=position, after=position + _END.size + commented, start=start, stop=stop,
        shift=max(start - offset, 0), members=members, parts=disk if disk != _ALL16 else 0,
        comment=tail[_END.size : _END.size + commented],
    )  # fmt: skip


def _end64(view: ItemView, position: int, claimed: int) -> tuple[int, int, int, int] | None:
    """Return (its position, members, length, offset) of the zip64 end record."""
    for place in (claimed, position - 20 - _END64.size):  # bytes may stand before the archive
        record = view.read(place, _END64.size) if 0 <= place < position else b""
        if len(record) == _END64.size and record[:4] == b"PK\x06\x06":
            fields = _END64.unpack(record)
            return place, fields[7], fields[8], fields[9]
    return None


def central(view: ItemView, end: End) -> Iterator[Header]:
    """Yield the rows of the central directory; `Damage` where one is none."""
    position, window, base = end.start, b"", end.start
    while position + _CENTRAL.size <= end.stop:
        at = position - base
        if at + _needed(window, at) > len(window):
            base, at, window = position, 0, view.read(position, min(_WINDOW, end.stop - position))
        header = _row(window[at : at + _needed(window, at)], position, end)
        if header is None:
            break
        yield header
        position += header.length
    if position != end.stop:
        raise Damage(f"the central directory is damaged at byte {position}")


def _needed(window: bytes, at: int) -> int:
    """Return how long the row is that begins at `at`, or its fixed part where that is not there."""
    if at + _CENTRAL.size > len(window):
        return _CENTRAL.size
    named, more, commented = struct.unpack_from("<3H", window, at + 28)
    return _CENTRAL.size + int(named) + int(more) + int(commented)


def _row(raw: bytes, position: int, end: End) -> Header | None:
    if len(raw) < _CENTRAL.size or raw[:4] != CENTRAL:
        return None
    fields = _CENTRAL.unpack_from(raw)
    _, made_by, _, flags, method, time, date, crc, packed, size = fields[:10]
    named, more, commented, _, _, external, offset = fields[10:]
    at = _CENTRAL.size
    length = at + named + more + commented
    if len(raw) < length:
        return None
    extra = _extra(raw[at + named : at + named + more])
    size, packed, offset = _wide(extra, size, packed, offset)
    return Header(
        position=position, length=length, name=raw[at : at + named],
        name_at=span(position + at, named), flags=flags, method=method, stamp=date << 16 | time,
        crc=crc, packed=packed, size=size, extra=extra, local=offset + end.shift, made_by=made_by,
        external=external, comment=raw[length - commented : length],
    )  # fmt: skip


def local(view: ItemView, position: int) -> Header:
    """Return the member's own header at `position`; `Damage` where none stands there."""
    raw = view.read(position, _LOCAL.size) if 0 <= position < view.facts.size else b""
    if len(raw) < _LOCAL.size or raw[:4] != LOCAL:
        raise Damage(f"no member's header stands at byte {position}")
    _, _, flags, method, time, date, crc, packed, size, named, more = _LOCAL.unpack(raw)
    rest = view.read(position + _LOCAL.size, named + more)
    if len(rest) < named + more:
        raise Damage(f"the member's header at byte {position} is cut off")
    extra = _extra(rest[named:])
    size, packed, _ = _wide(extra, size, packed, 0)
    return Header(
        position=position, length=_LOCAL.size + named + more, name=rest[:named],
        name_at=span(position + _LOCAL.size, named), flags=flags, method=method,
        stamp=date << 16 | time, crc=crc, packed=packed, size=size, extra=extra, local=position,
    )  # fmt: skip


def _extra(raw: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    place = 0
    while place + 4 <= len(raw):
        number, length = struct.unpack_from("<2H", raw, place)
        found.setdefault(number, raw[place + 4 : place + 4 + length])
        place += 4 + length
    return found


def _wide(extra: dict[int, bytes], size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Return the three numbers, those that do not fit 32 bits from the zip64 field."""
    wide = extra.get(0x0001, b"")
    numbers = []
    for number in (size, packed, offset):
        if number == _ALL32 and len(wide) >= 8:
            number, wide = int.from_bytes(wide[:8], "little"), wide[8:]
        numbers.append(number)
    return numbers[0], numbers[1], numbers[2]
