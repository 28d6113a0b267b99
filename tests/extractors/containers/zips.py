"""Zip files written field by field (PKWARE APPNOTE 4.3), so that each field can be wrong."""

import hashlib
import hmac
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
ALL32, ALL16 = 0xFFFFFFFF, 0xFFFF
DAY = 0x5C6E
"""A date as DOS writes it."""


def deflated(content: bytes) -> bytes:
    """Return raw deflated bytes."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeeze.compress(content) + squeeze.flush()


def extra(number: int, body: bytes) -> bytes:
    """Return one extra field."""
    return struct.pack("<2H", number, len(body)) + body


@dataclass(kw_only=True)
class Part:
    """A member: its bytes, and what its two headers claim where that is not the truth."""

    name: bytes = b"a"
    content: bytes = b""
    method: int = 0
    flags: int = 0
    time: int = 0
    data: bytes | None = None
    """What is stored, where it is not made from `content`."""
    crc: int | None = None
    size: int | None = None
    packed: int | None = None
    offset: int | None = None
    """Where the row says its header stands."""
    own_name: bytes | None = None
    own_method: int | None = None
    own_crc: int | None = None
    own_size: int | None = None
    own_packed: int | None = None
    own_flags: int | None = None
    own_extra: bytes = b""
    row_extra: bytes = b""
    made_by: int = 20
    external: int = 0
    comment: bytes = b""
    after: bytes = b""
    """Bytes between this member's data and the next header."""
    listed: bool = True
    """Whether the central directory has a row for it."""

    @property
    def stored(self) -> bytes:
        if self.data is not None:
            return self.data
        return deflated(self.content) if self.method == 8 else self.content

    def numbers(self) -> tuple[int, int, int]:
        crc = zlib.crc32(self.content) if self.crc is None else self.crc
        packed = len(self.stored) if self.packed is None else self.packed
        return crc, packed, len(self.content) if self.size is None else self.size

    def local(self) -> bytes:
        crc, packed, size = self.numbers()
        name = self.name if self.own_name is None else self.own_name
        return struct.pack(
            "<4s5H3L2H", LOCAL, 20, self.flags if self.own_flags is None else self.own_flags,
            self.method if self.own_method is None else self.own_method, self.time, DAY,
            crc if self.own_crc is None else self.own_crc,
            packed if self.own_packed is None else self.own_packed,
            size if self.own_size is None else self.own_size, len(name), len(self.own_extra),
        ) + name + self.own_extra  # fmt: skip

    def row(self, offset: int) -> bytes:
        return struct.pack(
            "<4s6H3L5H2L", CENTRAL, self.made_by, 20, self.flags, self.method, self.time, DAY,
            *self.numbers(), len(self.name), len(self.row_extra), len(self.comment), 0, 0,
            self.external, offset if self.offset is None else self.offset,
        ) + self.name + self.row_extra + self.comment  # fmt: skip


def end(members: int, length: int, offset: int, comment: bytes = b"", disk: int = 0) -> bytes:
    """Return an end record with its comment."""
    return struct.pack(
        "<4s4H2LH", END, disk, 0, members, members, length, offset, len(comment)
    ) + comment  # fmt: skip


def end64(members: int, length: int, offset: int) -> bytes:
    """Return a zip64 end record."""
    return struct.pack(
        "<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, members, members, length, offset
    )  # fmt: skip


def locator64(place: int) -> bytes:
    """Return what tells where the zip64 end record stands."""
    return struct.pack("<4sLQL", b"PK\6\7", 0, place, 1)


def bodies(parts: Sequence[Part]) -> tuple[bytes, bytes, int]:
    """Return (members, rows of the central directory, number of rows)."""
    body, rows, count = b"", b"", 0
    for part in parts:
        if part.listed:
            rows, count = rows + part.row(len(body)), count + 1
        body += part.local() + part.stored + part.after
    return body, rows, count


def zipped(*parts: Part, comment: bytes = b"", members: int | None = None, disk: int = 0) -> bytes:
    """Return a zip file."""
    body, rows, count = bodies(parts)
    claimed = count if members is None else members
    return body + rows + end(claimed, len(rows), len(body), comment, disk)


def zipped64(*parts: Part, place: int | None = None, lead: bytes = b"") -> bytes:
    """Return a zip file whose end record points to a zip64 one."""
    body, rows, count = bodies(parts)
    at = len(body) + len(rows)
    wide = end64(count, len(rows), len(body)) + locator64(at if place is None else place)
    return lead + body + rows + wide + end(ALL16, ALL32, ALL32)


def descriptor(content: bytes, packed: int, signed: bool = True) -> bytes:
    """Return the record that gives lengths after a member."""
    body = struct.pack("<3L", zlib.crc32(content), packed, len(content))
    return b"PK\7\x08" * signed + body


def enciphered(plain: bytes, password: bytes) -> bytes:
    """Return bytes in traditional encryption (APPNOTE 6.1), written apart from the reader."""
    table = [_row(byte) for byte in range(256)]
    one, two, three = 0x12345678, 0x23456789, 0x34567890
    out = bytearray()
    for number, byte in enumerate(password + plain):
        if number >= len(password):
            word = three & 0xFFFF | 2
            out.append(byte ^ (word * (word ^ 1) >> 8 & 0xFF))
        one = one >> 8 ^ table[(one ^ byte) & 0xFF]
        two = (two + (one & 0xFF)) * 134775813 + 1 & 0xFFFFFFFF
        three = three >> 8 ^ table[(three ^ two >> 24) & 0xFF]
    return bytes(out)


def _row(byte: int) -> int:
    for _ in range(8):
        byte = byte >> 1 ^ (0xEDB88320 if byte & 1 else 0)
    return byte


def pkzip(password: bytes, content: bytes, check: int | None = None, **fields: int) -> Part:
    """Return a member in traditional encryption; `check` is the byte that tells passwords."""
    method = fields.get("method", 8)
    packed = deflated(content) if method == 8 else content
    last = zlib.crc32(content) >> 24 if check is None else check
    data = enciphered(bytes(range(11)) + bytes([last]) + packed, password)
    known = {"method": method, "flags": 1, **fields}
    return Part(name=b"kin.txt", content=content, data=data, **known)  # type: ignore[arg-type]


def winzip(
    password: bytes, content: bytes, version: int = 2, strength: int = 3, method: int = 8,
    packed: bytes | None = None,
) -> Part:  # fmt: skip
    """Return a member in WinZip AES."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    length = 8 * (strength + 1)
    salt = bytes(range(7, 7 + length // 2))
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 2 * length + 2)
    plain = packed if packed is not None else deflated(content) if method == 8 else content
    ecb = Cipher(algorithms.AES(keys[:length]), modes.ECB()).encryptor()  # noqa: S305
    stream = b"".join(
        ecb.update(number.to_bytes(16, "little")) for number in range(1, len(plain) // 16 + 2)
    )
    cipher = bytes(one ^ two for one, two in zip(plain, stream, strict=False))
    code = hmac.new(keys[length : 2 * length], cipher, "sha1").digest()[:10]
    field = extra(0x9901, struct.pack("<H2sBH", version, b"AE", strength, method))
    return Part(
        name=b"kin.txt", content=content, data=salt + keys[2 * length :] + cipher + code,
        method=99, flags=1, crc=None if version == 1 else 0, own_extra=field, row_extra=field,
    )  # fmt: skip
