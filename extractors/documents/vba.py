"""VBA projects: names and source of the modules (MS-OVBA).

The source stands compressed behind the compiled code of each module's stream. The `dir` stream
tells where; where it is damaged, the source is looked for by how every module begins.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from .codepages import WESTERN, decoded
from .compound import DAMAGE, Compound
from .findings import Finding, Seen, Trouble, Words, step

MAX_SOURCE = 8 << 20
"""Decoded bytes of one module or of `dir`."""
MAX_MODULES = 1_000
"""Modules of a project that are read."""
_BEGINS = b"\x00Attribut"
_RUNS = (
    "autoopen", "autoexec", "autoclose", "autonew", "auto_open", "auto_close", "document_open",
    "document_close", "document_new", "workbook_open", "workbook_beforeclose",
    "workbook_activate", "worksheet_change", "userform_initialize", "_layout", "_gotfocus",
)  # fmt: skip
_CALLS = (
    "shell", "createobject", "getobject", "urldownloadtofile", "powershell", "wscript",
    "callbyname", "virtualalloc", "rtlmovememory", "createthread", "xmlhttp", "winhttp",
    "adodb.stream", "environ", "kill", "chrw", "strreverse", "executeexcel4macro", "regwrite",
    "cmd.exe", "mshta", "certutil", "bitsadmin", "rundll32", "regsvr32",
)  # fmt: skip


class NotCompressed(ValueError):
    """The bytes are no compressed container."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Module:
    """A module of a project."""

    name: str
    """Its name."""
    stream: tuple[str, ...]
    """Path of its stream."""
    offset: int | None
    """Where its source begins; none where `dir` does not tell."""
    page: int
    """Code page of its source."""


def decompress(container: bytes, limit: int = MAX_SOURCE) -> bytes:
    """Decompress a CompressedContainer (2.4.1); what is damaged ends it, as in Office itself.

    `NotCompressed` where it does not even begin as one, or passes `limit` bytes.
    """
    if container[:1] != b"\x01":
        raise NotCompressed("no signature byte")
    out = bytearray()
    place = 1
    while place + 2 <= len(container):
        (head,) = struct.unpack_from("<H", container, place)
        if head >> 12 & 7 != 3:
            break
        chunk = container[place + 2 : place + (head & 0xFFF) + 3]
        place += (head & 0xFFF) + 3
        if head & 0x8000:
            _chunk(chunk, out)
        else:
            out += chunk[:4096]
        if len(out) > limit:
            raise NotCompressed(f"more than {limit} bytes")
    return bytes(out)


def _chunk(chunk: bytes, out: bytearray) -> None:
    """Decompress one chunk: at most 4,096 bytes, of literals and copies from this chunk."""
    start, place = len(out), 0
    while place < len(chunk):
        flags = chunk[place]
        place += 1
        for bit in range(8):
            if place >= len(chunk) or len(out) - start >= 4096:
                break
            if not flags >> bit & 1:
                out.append(chunk[place])
                place += 1
                continue
            if place + 2 > len(chunk):
                return
            token = chunk[place] | chunk[place + 1] << 8
            place += 2
            done = len(out) - start
            bits = max((done - 1).bit_length(), 4) if done else 4  # 2.4.1.3.19.1
            length = (token & (0xFFFF >> bits)) + 3
            back = (token >> (16 - bits)) + 1
            if back > done:
                return
            for _ in range(min(length, 4096 - done)):
                out.append(out[-back])


def modules(compound: Compound) -> list[Module]:
    """Return the modules of all projects in a compound file, in the order of `dir`."""
    found: list[Module] = []
    for path in compound.named("dir"):
        storage = path[:-1]
        if not storage or storage[-1].upper() != "VBA":
            continue
        try:
            listed = list(_listed(decompress(compound.read(path)), storage))
        except DAMAGE:
            listed = []
        known = {module.stream[-1].lower() for module in listed}
        for stream in compound.streams:
            name = stream[-1].lower()
            inside = stream[:-1] == storage and name not in known
            if inside and name != "dir" and not name.startswith(("_vba_project", "__srp_")):
                listed.append(Module(name=stream[-1], stream=stream, offset=None, page=WESTERN))
        found += listed
    return found[:MAX_MODULES]


def _listed(listing: bytes, storage: tuple[str, ...]) -> Iterator[Module]:
    """Read the modules out of a `dir` stream (2.3.4.2); other records are passed over."""
    page, name, stream, offset, place = WESTERN, "", "", None, 0
    while place + 6 <= len(listing):
        kind, size = struct.unpack_from("<HI", listing, place)
        value = listing[place + 6 : place + 6 + size]
        place += 6 + (6 if kind == 0x09 else size)  # the version's length is a lie
        if kind == 0x03 and len(value) == 2:
            (page,) = struct.unpack("<H", value)
        elif kind == 0x19:
            name, stream, offset = decoded(value, page), "", None
        elif kind == 0x47:
            name = value.decode("utf-16-le", "replace")
        elif kind == 0x1A:
            stream = decoded(value, page)
        elif kind == 0x32:
            stream = value.decode("utf-16-le", "replace") or stream
        elif kind == 0x31 and len(value) == 4:
            (offset,) = struct.unpack("<I", value)
        elif kind == 0x2B and name:
            where = (*storage, stream or name)
            yield Module(name=name, stream=where, offset=offset, page=page)
            name = ""


def source(compound: Compound, module: Module) -> str:
    """Return a module's source; one of `DAMAGE` where it cannot be had."""
    stream = compound.read(module.stream)
    offset = module.offset
    if offset is None or stream[offset : offset + 1] != b"\x01":
        offset = stream.find(_BEGINS) - 3
        if offset < 0:
            raise NotCompressed("no source")
    return decoded(decompress(stream[offset:]), module.page)


def read(compound: Compound) -> Iterator[Finding]:
    """Yield each module: its source as text and as an observation."""
    for module in modules(compound):
        here = step("vba", *module.stream)
        try:
            text = source(compound, module).replace("\r\n", "\n")
        except DAMAGE:
            if module.offset is None:
                continue  # a stream beside the modules, not one of them
            text = ""
            yield Trouble(code="corrupt", step=here, why="the source of a module cannot be had")
        lower = text.lower()
        facts = {
            "language": "VBA", "module": module.name,
            "runs": " ".join(word for word in _RUNS if word in lower),
            "calls": " ".join(word for word in _CALLS if word in lower),
        }  # fmt: skip
        yield Seen(kind="macro", step=here, raw=text, facts=facts, flag="macros")
        yield Words(step=here, text=text)
