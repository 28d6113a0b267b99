"""Fields of Windows programs (Microsoft PE format), read by pefile.

Told: machine, build time, imports with their hash (imphash), sections with their entropy, exports,
version resources, debug path, signature, .NET, bytes appended. The build time is the linker's
word, and reproducible builds put a hash there.
"""

from collections.abc import Iterator
from importlib import import_module
from math import log2
from typing import Any

from ...evidence.scans.locator import quote
from ..fields import times
from ..fields.field import DAMAGE, Field
from ..pictures.block import Buffer

MAX_NAMES = 2_000
"""Imported or exported names that are told."""
PACKED = 7.2
"""Bits of entropy a byte above which code is packed or encrypted."""
MAX_MEASURED = 1 << 20
"""Bytes of a section whose entropy is measured."""
MAX_PADDING = 1 << 16
"""Zeros at the begin of what is appended after which it is taken for padding."""
_DIRECTORIES = ("EXPORT", "IMPORT", "RESOURCE", "SECURITY", "DEBUG", "COM_DESCRIPTOR")
_PACKERS = {
    b"UPX0": "UPX", b"UPX1": "UPX", b".aspack": "ASPack", b".adata": "ASPack",
    b".themida": "Themida", b".vmp0": "VMProtect", b".vmp1": "VMProtect", b".MPRESS1": "MPRESS",
    b".petite": "Petite", b".nsp0": "NsPack", b".enigma1": "Enigma", b"_winzip_": "WinZip SFX",
    b".boom": "Boomerang", b".ndata": "NSIS",
}  # fmt: skip
_VERSION_KINDS = {
    "CompanyName": "author", "ProductName": "title", "OriginalFilename": "original-name",
    "InternalName": "original-name", "LegalCopyright": "copyright",
    "FileDescription": "description", "Comments": "comment",
}  # fmt: skip


def _library() -> Any:
    """Return pefile, which has no types; imported late, for it takes long."""
    return import_module("pefile")


class NotPe(ValueError):
    """The library finds no PE file in the bytes."""


def opened(source: Buffer) -> Any:
    """Return pefile's view of a file, its tables read; `NotPe` where it is none."""
    pefile = _library()
    try:
        image = pefile.PE(data=source, fast_load=True)
    except pefile.PEFormatError:
        raise NotPe("no PE file") from None
    try:
        image.parse_data_directories(
            [pefile.DIRECTORY_ENTRY[f"IMAGE_DIRECTORY_ENTRY_{name}"] for name in _DIRECTORIES]
        )
    except (*DAMAGE, pefile.PEFormatError):
        pass  # each table that was read is told; the reader below misses the others
    return image


def fields(image: Any) -> Iterator[Field]:
    """Yield the fields of a PE file."""
    yield from _head(image)
    yield from _sections(image)
    yield from _imports(image)
    yield from _exports(image)
    yield from _versions(image)
    yield from _debug(image)


def overlay(image: Any) -> tuple[int, int] | None:
    """Return (offset, length) of what is appended, its signature left out; None without any."""
    start = image.get_overlay_data_start_offset()
    if start is None:
        return None
    length = len(image.__data__) - start
    signature = _signature(image)
    if signature and signature[0] + signature[1] >= start + length:
        length = signature[0] - start
    padding = not image.__data__[start : start + min(length, MAX_PADDING)].strip(b"\0")
    return None if length <= 0 or padding else (start, length)


def _signature(image: Any) -> tuple[int, int] | None:
    """Return (offset, length) of the certificate table, which lies in the file."""
    pefile = _library()
    number = pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_SECURITY"]
    entries = image.OPTIONAL_HEADER.DATA_DIRECTORY
    if len(entries) <= number or not entries[number].VirtualAddress:
        return None
    return int(entries[number].VirtualAddress), int(entries[number].Size)


def _head(image: Any) -> Iterator[Field]:
    pefile = _library()
    head = image.FILE_HEADER
    machine = str(pefile.MACHINE_TYPE.get(head.Machine, hex(head.Machine)))
    optional = image.OPTIONAL_HEADER
    subsystem = str(pefile.SUBSYSTEM_TYPE.get(optional.Subsystem, optional.Subsystem))
    facts = {
        "form": "PE32+" if optional.Magic == 0x20B else "PE32",
        "machine": machine.removeprefix("IMAGE_FILE_MACHINE_"),
        "subsystem": subsystem.removeprefix("IMAGE_SUBSYSTEM_"),
        "entry": hex(optional.AddressOfEntryPoint),
        "library": "yes" if image.is_dll() else "",
        "driver": "yes" if image.is_driver() else "",
        "net": "yes" if hasattr(image, "DIRECTORY_ENTRY_COM_DESCRIPTOR") else "",
        "signed": "yes" if _signature(image) else "",
    }
    yield Field(kind="program", step="pe:machine", raw=facts["machine"].encode(), facts=facts)
    seconds = int(head.TimeDateStamp)
    moment = times.since_1970(seconds)
    if moment:
        yield times.timed("built", "pe:compile-time", str(seconds).encode(), moment, {})
    found = _signature(image)
    if found:
        raw = f"{found[0]}+{found[1]}".encode()
        yield Field(kind="signature", step="pe:signature", raw=raw, facts={"bytes": raw.decode()})


def _sections(image: Any) -> Iterator[Field]:
    packers = set()
    for number, section in enumerate(image.sections):
        name = section.Name.rstrip(b"\0")
        entropy = entropy_of(section.get_data(length=MAX_MEASURED))
        packer = _PACKERS.get(name, "")
        packers.add(packer)
        dense = entropy >= PACKED and bool(section.Characteristics & 0x20000000)
        facts = {
            "entropy": f"{entropy:.2f}",
            "size": str(section.SizeOfRawData),
            "address": hex(section.VirtualAddress),
            "bytes": f"{section.PointerToRawData}+{section.SizeOfRawData}",
            "rights": _rights(section.Characteristics),
        }
        yield Field(
            kind="section", step=f"pe:section/{number}", raw=name, facts=facts,
            flag="metadata" if dense else "",
        )  # fmt: skip
    for packer in sorted(packers - {""}):
        yield Field(
            kind="packer", step=f"pe:packer/{packer}", raw=packer.encode(), confidence=80,
            flag="metadata",
        )  # fmt: skip


def _rights(bits: int) -> str:
    marks = ((0x40000000, "r"), (0x80000000, "w"), (0x20000000, "x"))
    return "".join(mark for bit, mark in marks if bits & bit)


def entropy_of(content: bytes) -> float:
    """Return Shannon's entropy of bytes, in bits a byte."""
    if not content:
        return 0.0
    shares = [content.count(value) / len(content) for value in range(256)]
    return -sum(share * log2(share) for share in shares if share) + 0.0


def _imports(image: Any) -> Iterator[Field]:
    entries = getattr(image, "DIRECTORY_ENTRY_IMPORT", [])
    if not entries:
        return
    digest = image.get_imphash()
    if digest:
        yield Field(kind="imphash", step="pe:imphash", raw=digest.encode(), normal=digest)
    for number, entry in enumerate(entries[:MAX_NAMES]):
        called = [symbol.name for symbol in entry.imports if symbol.name]
        shown = b" ".join(called[:200]).decode("latin-1")
        yield Field(
            kind="library",
            step=f"pe:import/{number}",
            raw=bytes(entry.dll or b""),
            facts={"symbols": str(len(entry.imports)), "names": shown},
        )


def _exports(image: Any) -> Iterator[Field]:
    table = getattr(image, "DIRECTORY_ENTRY_EXPORT", None)
    for symbol in table.symbols[:MAX_NAMES] if table else []:
        if symbol.name:
            yield Field(kind="export", step=f"pe:export/{symbol.ordinal}", raw=bytes(symbol.name))


def _versions(image: Any) -> Iterator[Field]:
    for outer in getattr(image, "FileInfo", None) or []:
        for block in outer:
            for table in getattr(block, "StringTable", []):
                for name, value in table.entries.items():
                    word = name.decode("utf-8", "replace")
                    raw = value.rstrip(b"\0")
                    if raw:
                        kind = _VERSION_KINDS.get(word, "metadata")
                        yield Field(
                            kind=kind, step=f"pe:version/{quote(word)}", raw=raw,
                            facts={"name": word}, text=True,
                        )  # fmt: skip


def _debug(image: Any) -> Iterator[Field]:
    for number, entry in enumerate(getattr(image, "DIRECTORY_ENTRY_DEBUG", [])):
        path = getattr(entry.entry, "PdbFileName", b"") if entry.entry else b""
        raw = path.partition(b"\0")[0]
        if raw:
            yield Field(kind="debug-path", step=f"pe:pdb/{number}", raw=raw, text=True)
