"""The file of a bundle: a zip (APPNOTE 6.3.10) of which every byte is fixed by what it holds.

Members are stored, not compressed, one after the other, with one date and no extras; the directory
says what the local heads say. Any zip program unpacks it, and there is one spelling of it alone:
nothing hides between members, no two programs see different ones, and nothing grows when unpacked.
"""

import binascii
import re
import struct
from collections.abc import Iterator, Mapping
from typing import IO

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DATE = 1 << 5 | 1  # 1 January 1980, the first day that a zip knows
_VERSION = 20
_UNIX = 3 << 8 | _VERSION
_UTF8 = 0x0800
_MODE = 0o100644 << 16
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}(/[a-z0-9][a-z0-9.-]{0,79})?\Z")
MAX_MEMBERS = 65_535
"""Members that the directory of a zip counts without its 64-bit form."""
MAX_BYTES = (1 << 32) - 1
"""Length of a zip without its 64-bit form."""


class NotABundle(ValueError):
    """The bytes are no such zip; the message says why."""


def write_archive(file: IO[bytes], members: Mapping[str, bytes]) -> None:
    """Write members, in the order of their names, into an empty file.

    Raises `NotABundle` where there are too many or too much for the format, or a name has
    letters that some system would spell otherwise.
    """
    if len(members) > MAX_MEMBERS or sum(map(len, members.values())) > MAX_BYTES - (64 << 20):
        raise NotABundle("too much for one bundle")
    directory, offset = list[bytes](), 0
    for name in sorted(members):
        content = members[name]
        crc = binascii.crc32(content)
        head = _head(name, crc, len(content))
        directory.append(_entry(name, crc, len(content), offset))
        file.write(head)
        file.write(content)
        offset += len(head) + len(content)
    file.write(_ending(directory, offset))


def read_archive(file: IO[bytes], size: int, *, most: int) -> dict[str, bytes]:
    """Return all members of a file of `size` bytes, or raise `NotABundle`.

    `most` bytes are read at most: there is nothing to unpack, so that is the memory too.
    """
    if size > most:
        raise NotABundle(f"{size:,} bytes are more than {most:,}")
    members, directory, offset, last = dict[str, bytes](), list[bytes](), 0, ""
    for name, content in _members(file, size):
        if name <= last:
            raise NotABundle(f"{name}: out of order, or twice there")
        last = name
        members[name] = content
        crc = binascii.crc32(content)
        directory.append(_entry(name, crc, len(content), offset))
        offset += len(_head(name, crc, len(content))) + len(content)
    file.seek(offset)
    if file.read(size) != _ending(directory, offset):
        raise NotABundle("its directory does not say what its members are")
    return members


def _members(file: IO[bytes], size: int) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the members, as far as there are heads of some."""
    file.seek(0)
    for number in range(MAX_MEMBERS + 1):
        raw = file.read(_LOCAL.size)
        if raw[:4] != b"PK\x03\x04":
            if number == 0:
                raise NotABundle("it is no zip with members")
            return
        if len(raw) < _LOCAL.size:
            raise NotABundle("it ends within a member")
        *_, crc, packed, length, long, _extra = _LOCAL.unpack(raw)
        name = _name(file.read(long))
        if max(packed, length) > size - file.tell():
            raise NotABundle(f"{name}: longer than the file")
        if raw + name.encode() != _head(name, crc, length):
            raise NotABundle(f"{name}: compressed, or with extras, or dated")
        content = file.read(length)
        if binascii.crc32(content) != crc:
            raise NotABundle(f"{name}: its bytes were changed (CRC)")
        yield name, content
    raise NotABundle("it has too many members")


def _name(raw: bytes) -> str:
    text = raw.decode("ascii", "replace")
    if not _NAME.match(text):
        raise NotABundle(f"no name of a member: {text[:80]!r}")
    return text


def _head(name: str, crc: int, size: int) -> bytes:
    if not _NAME.match(name):
        raise NotABundle(f"no name of a member: {name[:80]!r}")
    fixed = _LOCAL.pack(
        b"PK\x03\x04", _VERSION, _UTF8, 0, 0, _DATE, crc, size, size, len(name), 0
    )  # fmt: skip
    return fixed + name.encode()


def _entry(name: str, crc: int, size: int, offset: int) -> bytes:
    fixed = _CENTRAL.pack(
        b"PK\x01\x02", _UNIX, _VERSION, _UTF8, 0, 0, _DATE, crc, size, size, len(name),
        0, 0, 0, 0, _MODE, offset,
    )  # fmt: skip
    return fixed + name.encode()


def _ending(directory: list[bytes], offset: int) -> bytes:
    entries = b"".join(directory)
    count = len(directory)
    return entries + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(entries), offset, 0)
