"""Fields of Windows shortcuts (MS-SHLLINK 6.0): where they lead, what they start, on which machine.

The tracker block names the machine and holds identifiers whose last six bytes are the network
card's address and whose time is when the machine started counting them (RFC 4122, version 1).
"""

import struct
from collections.abc import Iterator
from uuid import UUID

from ..fields import times
from ..fields.field import Field
from ..pictures.block import Buffer

MAGIC = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F"
MAX_BYTES = 4 << 20
"""Bytes of a shortcut that are read."""
_IDS, _INFO, _UNICODE = 1, 2, 128
_STRINGS = ((4, "description", "description"), (8, "relative-path", "target"),
            (16, "working-folder", "metadata"), (32, "arguments", "arguments"),
            (64, "icon", "metadata"))  # fmt: skip
_TRACKER = 0xA0000003
_EPOCH = 0x01B21DD213814000
"""Ticks of 100 ns from 1582-10-15, where UUIDs begin, to 1970-01-01."""
MAX_BLOCKS = 100
"""Extra blocks that are read."""


def fields(source: Buffer) -> Iterator[Field]:
    """Yield the fields of a shortcut; struct.error where it is damaged."""
    content = source[:MAX_BYTES]
    flags, attributes, created, accessed, modified, size = struct.unpack_from(
        "<IIQQQI", content, 20
    )
    yield Field(
        kind="shortcut", step="lnk:attributes", raw=str(attributes).encode(),
        facts={"target-size": str(size)},
    )  # fmt: skip
    for role, ticks in (("created", created), ("accessed", accessed), ("modified", modified)):
        moment = times.since_1601(ticks)
        if moment:
            facts = {"of": "target"}
            yield times.timed(role, f"lnk:{role}", str(ticks).encode(), moment, facts)
    position = 76
    if flags & _IDS:
        position += 2 + int(struct.unpack_from("<H", content, position)[0])
    if flags & _INFO:
        (length,) = struct.unpack_from("<I", content, position)
        yield from _place(content[position : position + length])
        position += length
    for bit, name, kind in _STRINGS:
        if flags & bit:
            (count,) = struct.unpack_from("<H", content, position)
            width = 2 if flags & _UNICODE else 1
            raw = content[position + 2 : position + 2 + count * width]
            position += 2 + count * width
            shown = raw.decode("utf-16-le" if width == 2 else "windows-1252", "replace")
            yield from _text(kind, f"lnk:{name}", shown)
            if position > len(content):
                raise EOFError("a string beyond the end")
    yield from _blocks(content, position)


def _text(kind: str, step: str, shown: str) -> Iterator[Field]:
    if shown:
        yield Field(
            kind=kind, step=step, raw=shown.encode(), text=True,
            flag="script" if kind == "arguments" and _starts_script(shown) else "",
        )  # fmt: skip


def _starts_script(arguments: str) -> bool:
    lowered = arguments.lower()
    words = ("powershell", "-enc", "cmd /c", "mshta", "wscript", "cscript", "http://", "https://",
             "frombase64", "regsvr32", "rundll32", "bitsadmin", "certutil")  # fmt: skip
    return any(word in lowered for word in words)


def _place(info: bytes) -> Iterator[Field]:
    """Yield where the target lies: on a volume with a serial number, or on a share."""
    _, head, flags, volume, base, share, suffix = struct.unpack_from("<7I", info)
    tail = _ansi(info, suffix)
    if flags & 1:
        if head >= 0x24:
            wide = struct.unpack_from("<II", info, 28)
            path = _wide(info, wide[0]) + _wide(info, wide[1])
        else:
            path = _ansi(info, base) + tail
        yield from _text("target", "lnk:local-path", path)
        kind, serial = struct.unpack_from("<II", info, volume + 4)
        raw = f"{serial >> 16:04X}-{serial & 0xFFFF:04X}"
        facts = {"drive-type": str(kind), "of": "volume"}
        yield Field(kind="serial", step="lnk:volume-serial", raw=raw.encode(), facts=facts)
    if flags & 2:
        (name,) = struct.unpack_from("<I", info, share + 8)
        path = _ansi(info, share + name)
        yield from _text("target", "lnk:network-path", f"{path}\\{tail}" if tail else path)


def _ansi(info: bytes, offset: int) -> str:
    rest = info[offset:] if offset else b""  # 0: there is none
    return rest.partition(b"\0")[0].decode("windows-1252", "replace")


def _wide(info: bytes, offset: int) -> str:
    rest = info[offset:] if offset else b""
    return rest[: len(rest) & ~1].decode("utf-16-le", "replace").partition("\0")[0]


def _blocks(content: bytes, position: int) -> Iterator[Field]:
    for _ in range(MAX_BLOCKS):
        if position + 8 > len(content):
            return
        size, signature = struct.unpack_from("<II", content, position)
        if size < 8:
            return
        if signature == _TRACKER and size >= 0x60:
            yield from _tracker(content[position : position + size])
        position += size


def _tracker(block: bytes) -> Iterator[Field]:
    machine = block[16:32].partition(b"\0")[0]
    if machine:
        yield Field(kind="machine", step="lnk:machine", raw=machine, text=True)
    for number, start in enumerate((32, 48, 64, 80)):
        identity = UUID(bytes_le=block[start : start + 16])
        if identity.version != 1 or not identity.int:
            continue
        mac = ":".join(f"{byte:02x}" for byte in identity.node.to_bytes(6, "big"))
        raw = str(identity)
        facts = {"counted": times.since_1970((identity.time - _EPOCH) // 10_000_000)}
        yield Field(kind="document-id", step=f"lnk:droid/{number}", raw=raw.encode(), facts=facts)
        yield Field(kind="mac", step=f"lnk:mac/{number}", raw=mac.encode(), normal=mac)
