"""Fields of Mach-O programs (Apple, mach-o/loader.h): machine, libraries, identity."""

import struct
from collections.abc import Iterator

from ..fields.field import Field
from ..pictures.block import Buffer

THIN = {b"\xfe\xed\xfa\xce": ">", b"\xce\xfa\xed\xfe": "<", b"\xfe\xed\xfa\xcf": ">",
        b"\xcf\xfa\xed\xfe": "<"}  # fmt: skip
"""How a file for one machine begins: byte order."""
FAT = b"\xca\xfe\xba\xbe"
"""How a file for several begins, and a Java class, too."""
MAX_COMMANDS = 5_000
"""Load commands that are read."""
MAX_MACHINES = 20
"""Machines of a fat file; a Java class claims more, since its version stands there."""
_MACHINES = {7: "x86", 0x01000007: "x86-64", 12: "ARM", 0x0100000C: "ARM64", 18: "PowerPC"}
_TYPES = {1: "object", 2: "executable", 6: "library", 7: "linker", 8: "bundle", 11: "kernel"}
_LIBRARIES = frozenset({0xC, 0x80000018, 0x8000001F, 0x80000023, 0x20})
_IDENTITY, _RPATH, _UUID, _SIGNATURE = 0xD, 0x8000001C, 0x1B, 0x1D


def fields(source: Buffer) -> Iterator[Field]:
    """Yield the fields of a Mach-O file; struct.error where it is damaged."""
    if source[:4] != FAT:
        yield from _thin(source, 0, "macho:0")
        return
    (count,) = struct.unpack_from(">I", source, 4)
    for number in range(count if count <= MAX_MACHINES else 0):
        (offset,) = struct.unpack_from(">I", source, 8 + 20 * number + 8)
        if source[offset : offset + 4] in THIN:
            yield from _thin(source, offset, f"macho:{number}")


def _thin(source: Buffer, base: int, step: str) -> Iterator[Field]:
    magic = source[base : base + 4]
    order, wide = THIN[magic], magic in (b"\xfe\xed\xfa\xcf", b"\xcf\xfa\xed\xfe")
    machine, _, form, count, _, _ = struct.unpack_from(order + "6I", source, base + 4)
    name = _MACHINES.get(machine, hex(machine))
    facts = {"form": "Mach-O 64" if wide else "Mach-O 32", "machine": name,
             "type": _TYPES.get(form, str(form))}  # fmt: skip
    yield Field(kind="program", step=f"{step}/machine", raw=name.encode(), facts=facts)
    position = base + (32 if wide else 28)
    for number in range(min(count, MAX_COMMANDS)):
        command, size = struct.unpack_from(order + "II", source, position)
        if size < 8:
            raise ValueError("a command shorter than its head")
        body = source[position : position + min(size, 4_096)]
        yield from _command(f"{step}/{number}", command, body, order)
        position += size


def _command(step: str, command: int, body: bytes, order: str) -> Iterator[Field]:
    if command in _LIBRARIES or command in (_IDENTITY, _RPATH):
        (offset,) = struct.unpack_from(order + "I", body, 8)
        raw = body[offset:].partition(b"\0")[0]
        kind = {_IDENTITY: "original-name", _RPATH: "library-path"}.get(command, "library")
        if raw:
            yield Field(kind=kind, step=step, raw=raw)
    elif command == _UUID and len(body) >= 24:
        identity = body[8:24].hex()
        yield Field(kind="build-id", step=step, raw=identity.encode(), normal=identity)
    elif command == _SIGNATURE:
        yield Field(kind="signature", step=step, raw=b"code signature")
