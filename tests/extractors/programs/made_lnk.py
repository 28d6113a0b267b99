"""Builder of Windows shortcuts after MS-SHLLINK 6.0, each part present only where it is given."""

import struct
from dataclasses import dataclass, field
from uuid import UUID

CLASS = UUID("00021401-0000-0000-c000-000000000046").bytes_le
STRINGS = {"description": 4, "relative": 8, "folder": 16, "arguments": 32, "icon": 64}
UNSET = UUID(int=0)


@dataclass(kw_only=True)
class Shortcut:
    """What a shortcut is to hold; times in ticks of 100 ns since 1601."""

    attributes: int = 32
    created: int = 0
    accessed: int = 0
    modified: int = 0
    size: int = 77
    ids: bytes = b""
    info: bytes = b""
    wide: bool = True
    strings: dict[str, str] = field(default_factory=dict)
    blocks: bytes = bytes(4)
    more_flags: int = 0

    def content(self) -> bytes:
        flags = self.more_flags | (1 if self.ids else 0) | (2 if self.info else 0)
        flags |= 128 if self.wide else 0
        flags |= sum(STRINGS[name] for name in self.strings)
        times = (self.created, self.accessed, self.modified)
        out = b"L\0\0\0" + CLASS + struct.pack("<IIQQQI", flags, self.attributes, *times, self.size)
        out += bytes(20)
        if self.ids:
            out += struct.pack("<H", len(self.ids)) + self.ids
        out += self.info
        for name in STRINGS:
            if name in self.strings:
                word = self.strings[name]
                out += struct.pack("<H", len(word))
                out += word.encode("utf-16-le") if self.wide else word.encode("cp1252")
        return out + self.blocks


def local(
    path: str, serial: int = 0x1234ABCD, kind: int = 3, wide: str = "", suffix: str = ""
) -> bytes:
    """Return the place of a target on a volume; `wide` is its path in UTF-16, where it has one."""
    head = 36 if wide else 28
    volume = struct.pack("<IIII", 17, kind, serial, 16) + b"\0"
    base, tail = path.encode("cp1252", "replace") + b"\0", suffix.encode("cp1252") + b"\0"
    at = head + len(volume)
    further = b""
    if wide:
        begin = at + len(base) + len(tail)
        further = wide.encode("utf-16-le") + b"\0\0"
        offsets = struct.pack("<II", begin, begin + len(further))
        further += b"\0\0"
    else:
        offsets = b""
    size = at + len(base) + len(tail) + len(further)
    numbers = struct.pack("<7I", size, head, 1, head, at, 0, at + len(base))
    return numbers + offsets + volume + base + tail + further


def share(name: str, suffix: str = "", both: bytes = b"") -> bytes:
    """Return the place of a target on a share."""
    called = name.encode("cp1252") + b"\0"
    link = struct.pack("<5I", 20 + len(called), 0, 20, 0, 0) + called
    tail = suffix.encode("cp1252") + b"\0"
    size = 28 + len(link) + len(tail)
    return struct.pack("<7I", size, 28, 2, 0, 0, 28, 28 + len(link)) + link + tail


def tracker(machine: bytes, *droids: UUID) -> bytes:
    """Return a tracker block with up to four identifiers."""
    four = [*droids, *[UNSET] * 4][:4]
    head = struct.pack("<IIII", 0x60, 0xA0000003, 0x58, 0) + machine.ljust(16, b"\0")
    return head + b"".join(one.bytes_le for one in four) + bytes(4)
