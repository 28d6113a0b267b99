"""Builder of small ELF programs (System V ABI) of both widths and orders, by hand."""

import struct
from dataclasses import dataclass, field

NEEDED, SONAME, RPATH, RUNPATH, STRTAB, STRSZ = 1, 14, 15, 29, 5, 10
LOAD, DYNAMIC, INTERP, NOTE = 1, 2, 3, 4
PROGBITS, SYMTAB, STRINGS = 1, 2, 3


@dataclass(kw_only=True)
class Program:
    """What a program is to hold; its addresses are its offsets."""

    wide: bool = True
    order: str = "<"
    machine: int = 62
    form: int = 3
    entry: int = 0x401000
    interpreter: bytes = b""
    dynamic: list[tuple[int, bytes]] = field(default_factory=list)
    build_id: bytes = b""
    sections: dict[bytes, bytes] = field(default_factory=dict)

    def content(self) -> bytes:
        body, segments = bytearray(), []
        count = 1 + bool(self.interpreter) + bool(self.dynamic) + bool(self.build_id)
        start = (64 if self.wide else 52) + count * (56 if self.wide else 32)

        def put(kind: int, content: bytes) -> int:
            body.extend(b"\0" * (-(start + len(body)) % 8))
            at = start + len(body)
            body.extend(content)
            if kind:
                segments.append((kind, at, len(content)))
            return at

        if self.interpreter:
            put(INTERP, self.interpreter + b"\0")
        if self.build_id:
            head = struct.pack(self.order + "III", 4, len(self.build_id), 3) + b"GNU\0"
            put(NOTE, head + self.build_id)
        if self.dynamic:
            words, names = b"\0", []
            for tag, value in self.dynamic:
                names.append((tag, len(words)))
                words += value + b"\0"
            names += [(STRTAB, put(0, words)), (STRSZ, len(words)), (0, 0)]
            letter = "Q" if self.wide else "I"
            put(DYNAMIC, b"".join(struct.pack(self.order + letter * 2, *row) for row in names))
        table, rows = self._sections(start + len(body))
        body += table
        whole = start + len(body)
        segments.append((LOAD, 0, whole))
        return (
            self._head(len(segments), whole, rows) + self._segments(segments) + bytes(body) + rows
        )

    def _head(self, segments: int, sections_at: int, rows: bytes) -> bytes:
        mark = bytes([2 if self.wide else 1, 1 if self.order == "<" else 2, 1])
        size, row, entry = (64, 64, 56) if self.wide else (52, 40, 32)
        count = len(rows) // row
        letter = "Q" if self.wide else "I"
        return b"\x7fELF" + mark + bytes(9) + struct.pack(
            f"{self.order}HHI{letter * 3}IHHHHHH", self.form, self.machine, 1, self.entry, size,
            sections_at if count else 0, 0, size, entry, segments, row, count, max(count - 1, 0),
        )  # fmt: skip

    def _segments(self, segments: list[tuple[int, int, int]]) -> bytes:
        out = b""
        for kind, at, size in segments:
            if self.wide:
                out += struct.pack(self.order + "IIQQQQQQ", kind, 5, at, at, at, size, size, 8)
            else:
                out += struct.pack(self.order + "8I", kind, at, at, at, size, size, 5, 8)
        return out

    def _sections(self, start: int) -> tuple[bytes, bytes]:
        """Return the contents of the sections and their table; nothing where there are none."""
        if not self.sections:
            return b"", b""
        names, out = b"\0", b""
        rows = [(0, 0, 0, 0)]
        for name, content in self.sections.items():
            kind = SYMTAB if name == b".symtab" else PROGBITS
            rows.append((len(names), kind, start + len(out), len(content)))
            names += name + b"\0"
            out += content
        rows.append((0, STRINGS, start + len(out), len(names)))
        table = b""
        for name_at, kind, at, size in rows:
            form = "IIQQQQIIQQ" if self.wide else "10I"
            each = 24 if kind == SYMTAB else 0
            link = len(rows) - 1 if kind == SYMTAB else 0
            table += struct.pack(self.order + form, name_at, kind, 0, 0, at, size, link, 0, 1, each)
        return out + names, table
