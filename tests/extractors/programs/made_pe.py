"""Builder of small Windows programs (Microsoft PE format), of 32 or 64 bits, table by table."""

import struct
from dataclasses import dataclass, field

BASE, PAGE = 0x1000, 0x200
CODE, DATA = 0x60000020, 0x40000040
EXPORT, IMPORT, SECURITY, DEBUG = 0, 1, 4, 6


@dataclass(kw_only=True)
class Program:
    """What a program is to hold; all tables lie in its last section."""

    wide: bool = False
    machine: int = 0x14C
    seconds: int = 1_700_000_000
    subsystem: int = 3
    library: bool = False
    sections: list[tuple[bytes, bytes, int]] = field(
        default_factory=lambda: [(b".text", b"\xc3", CODE)]
    )
    imports: dict[str, list[str | int]] = field(default_factory=dict)
    exports: list[str] = field(default_factory=list)
    pdb: bytes = b""
    signature: bytes = b""
    tail: bytes = b""

    def content(self) -> bytes:
        names = [*self.sections]
        address = BASE * (len(names) + 1)
        tables, places = self._tables(address)
        if tables:
            names.append((b".rdata", tables, DATA))
        at = 0x400
        head, body = b"", b""
        for number, (name, content, rights) in enumerate(names):
            padded = content + b"\0" * (-len(content) % PAGE)
            head += struct.pack(
                "<8sIIIIIIHHI",
                name,
                len(content),
                BASE * (number + 1),
                len(padded),
                at,
                0,
                0,
                0,
                0,
                rights,
            )
            body += padded
            at += len(padded)
        if self.signature:
            places[SECURITY] = (at, len(self.signature))
        whole = self._head(len(names), places) + head
        return whole.ljust(0x400, b"\0") + body + self.signature + self.tail

    def _head(self, count: int, places: dict[int, tuple[int, int]]) -> bytes:
        flags = 0x2002 if self.library else 2
        size = 240 if self.wide else 224
        dos = b"MZ" + bytes(58) + struct.pack("<I", 64)
        coff = struct.pack("<HHIIIHH", self.machine, count, self.seconds, 0, 0, size, flags)
        optional = struct.pack(
            "<HBBIIIII", 0x20B if self.wide else 0x10B, 14, 0, 0, 0, 0, BASE, BASE
        )
        optional += struct.pack("<Q", 1 << 32) if self.wide else struct.pack("<II", 0, 0x400000)
        optional += struct.pack("<IIHHHHHHIIIIHH", BASE, PAGE, 6, 0, 0, 0, 6, 0, 0,
                                BASE * (count + 1), 0x400, 0, self.subsystem, 0)  # fmt: skip
        optional += struct.pack("<4Q" if self.wide else "<4I", 1 << 20, 4096, 1 << 20, 4096)
        optional += struct.pack("<II", 0, 16)
        for number in range(16):
            optional += struct.pack("<II", *places.get(number, (0, 0)))
        return dos + b"PE\0\0" + coff + optional

    def _tables(self, address: int) -> tuple[bytes, dict[int, tuple[int, int]]]:
        out, places = b"", {}
        for number, made in (
            (IMPORT, self._imports),
            (EXPORT, self._exports),
            (DEBUG, self._debug),
        ):
            content, length = made(address + len(out))
            if content:
                places[number] = (address + len(out), length)
                out += content + b"\0" * (-len(content) % 16)
        return out, places

    def _imports(self, address: int) -> tuple[bytes, int]:
        if not self.imports:
            return b"", 0
        letter, width, mark = ("Q", 8, 1 << 63) if self.wide else ("I", 4, 1 << 31)
        rows, tail = b"", b""
        start = address + 20 * (len(self.imports) + 1)
        for name, symbols in self.imports.items():
            thunks = start + len(tail)
            names = thunks + width * (len(symbols) + 1)
            numbers, called = [], b""
            for symbol in symbols:
                if isinstance(symbol, int):
                    numbers.append(mark | symbol)
                else:
                    numbers.append(names + len(called))
                    called += b"\0\0" + symbol.encode() + b"\0"
            tail += struct.pack(f"<{len(symbols) + 1}{letter}", *numbers, 0) + called
            rows += struct.pack("<IIIII", thunks, 0, 0, start + len(tail), thunks)
            tail += name.encode() + b"\0"
        return rows + bytes(20) + tail, len(rows) + 20

    def _exports(self, address: int) -> tuple[bytes, int]:
        if not self.exports:
            return b"", 0
        count = len(self.exports)
        functions, names, ordinals = (
            address + 40,
            address + 40 + 4 * count,
            address + 40 + 8 * count,
        )
        words = ordinals + 2 * count
        called, places = b"a.dll\0", []
        for name in self.exports:
            places.append(words + len(called))
            called += name.encode() + b"\0"
        head = struct.pack(
            "<IIHHIIIIIII", 0, 0, 0, 0, words, 1, count, count, functions, names, ordinals
        )
        body = struct.pack(f"<{count}I", *[BASE + n for n in range(count)])
        body += struct.pack(f"<{count}I", *places) + struct.pack(f"<{count}H", *range(count))
        content = head + body + called
        return content, len(content)

    def _debug(self, address: int) -> tuple[bytes, int]:
        if not self.pdb:
            return b"", 0
        held = b"RSDS" + bytes(range(16)) + struct.pack("<I", 1) + self.pdb + b"\0"
        where = address + 28
        offset = where - BASE * (len(self.sections) + 1) + self._before()
        return struct.pack("<IIHHIIII", 0, 0, 0, 0, 2, len(held), where, offset) + held, 28

    def _before(self) -> int:
        """Return where the section of tables begins in the file."""
        return 0x400 + sum(len(c) + -len(c) % PAGE for _, c, _ in self.sections)
