"""Executable: what programs tell of themselves: PE, ELF, Mach-O, DEX, Android manifests, shortcuts.

Nothing is run or disassembled. PE is read by pefile and ELF by pyelftools, the rest here.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module

from ..evidence.scans.locator import span
from .fields.field import Field, found, numbered, say, sound
from .interface import Accepts, Emit, ItemView, Limits, Member
from .pictures.metadata import stretch
from .programs import axml, dex, elf, lnk, macho, manifest, pe
from .settings import Settings

NAME = "executable"
VERSION = "1"
_ELF = b"\x7fELF"
ACCEPTS = Accepts(magic=(b"MZ", _ELF, macho.FAT, *macho.THIN, dex.MAGIC, axml.MAGIC, lnk.MAGIC))
LIMITS = Limits(wall=120.0, cpu=60, records=20_000, children=10)
PROGRAMS: tuple[str, ...] = ()
KINDS: Mapping[str, str] = {
    "program": "form and machine of a program",
    "media-time": "time that a program tells of itself; the fact `role` says of what",
    "imphash": "hash of a program's imports",
    "build-id": "identifier of one build of a program",
    "section": "a section with its entropy",
    "packer": "a packer that a program was made with",
    "library": "a library that a program needs",
    "library-path": "where a program looks for libraries",
    "export": "a name that a library offers",
    "signature": "a signature is attached; it is not verified",
    "debug-path": "path of the debug file on the builder's machine",
    "original-name": "name that a program had when it was built",
    "application": "program or compiler that made it",
    "author": "who made it",
    "title": "its title",
    "description": "its description",
    "comment": "a comment",
    "copyright": "whose rights are claimed",
    "package": "name of an Android package",
    "permission": "a right that an Android package asks for",
    "component": "a component of an Android package",
    "intent": "an event that an Android package waits for",
    "host": "a host that an Android package opens links of",
    "android-risk": "a combination of rights as banking trojans have",
    "shortcut": "a Windows shortcut",
    "target": "what a shortcut leads to",
    "arguments": "what a shortcut starts its target with",
    "machine": "name of the machine a shortcut was made on",
    "mac": "address of the network card of the machine a shortcut was made on",
    "serial": "serial number of the volume a shortcut leads to",
    "document-id": "identifier of a shortcut's target",
    "metadata": "any other value",
}
STEPS: Mapping[str, str] = {
    "pe": "a value of a Windows program: `pe:imphash`, `pe:version/CompanyName`, `pe:overlay`",
    "elf": "a value of an ELF program: `elf:build-id`, `elf:needed/0`",
    "macho": "a value by number of machine and load command: `macho:0/12`",
    "dex": "a value of Android code: `dex:signature`",
    "axml": "a value by element and its number: `axml:uses-permission/3`",
    "lnk": "a value of a shortcut: `lnk:local-path`, `lnk:machine`",
}
NEEDS_PE = "needs pefile: pip install pefile"
NEEDS_ELF = "needs pyelftools: pip install pyelftools"


def configuration(settings: Settings, /) -> Mapping[str, str]:
    """Return the libraries that read PE and ELF."""
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for name in ("pefile", "pyelftools"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def prepare(settings: Settings, /) -> object:
    """Import the libraries; what is missing, by how the files begin that need it."""
    missing = {}
    try:
        import_module("pefile")
    except ImportError:
        missing[b"MZ"] = NEEDS_PE
    try:
        import_module("elftools.elf.elffile")
    except ImportError:
        missing[_ELF] = NEEDS_ELF
    return missing


def extract(view: ItemView, emit: Emit, /) -> None:
    """Emit fields, and what is appended to a PE file as a child."""
    for each in numbered(_fields(view, emit)):
        say(emit, each)
    place = _overlay(view)
    if place:
        with stretch(view.memory(), *place) as stream:
            emit.child("pe:overlay", stream, Member(name="overlay"))


def resolve(view: ItemView, step: str, /) -> bytes:
    """Return the value of a field, or what is appended."""
    if step == "pe:overlay":
        place = _overlay(view)
        if place is None:
            raise LookupError(step)
        return view.read(*place)
    return found(numbered(_fields(view, None)), step)


def _fields(view: ItemView, emit: Emit | None) -> Iterator[Field]:
    head = view.read(0, 20)
    missing = view.prepared if isinstance(view.prepared, dict) else {}
    for magic, needs in missing.items():
        if head.startswith(magic):
            if emit:
                emit.problem("unsupported", "", needs)
            return
    if head.startswith(b"MZ"):
        yield from sound(_pe(view), emit, "PE")
    elif head.startswith(_ELF):
        yield from sound(_elf(view), emit, "ELF")
    elif head[:4] in macho.THIN or head.startswith(macho.FAT):
        yield from sound(macho.fields(view.memory()), emit, "Mach-O")
    elif head.startswith(dex.MAGIC):
        yield from sound(dex.fields(view.memory()), emit, "DEX")
    elif head.startswith(axml.MAGIC):
        yield from sound(manifest.fields(view.memory()), emit, "binary XML")
    elif head.startswith(lnk.MAGIC):
        yield from sound(lnk.fields(view.memory()), emit, "shortcut")


def _pe(view: ItemView) -> Iterator[Field]:
    if b"PE\0\0" not in view.read(0, 4_096):
        return  # a program of MS-DOS has nothing to tell
    image = pe.opened(view.memory())
    yield from pe.fields(image)
    place = pe.overlay(image)
    if place:
        raw = view.read(place[0], 64)
        facts = {"size": str(place[1])}
        yield Field(kind="metadata", step=span(place[0], len(raw)), raw=raw, facts=facts)


def _elf(view: ItemView) -> Iterator[Field]:
    from elftools.common.exceptions import ELFError

    try:
        yield from elf.fields(view.open())
    except ELFError:
        raise ValueError("damaged") from None


def _overlay(view: ItemView) -> tuple[int, int] | None:
    """Return where appended bytes lie; None where there are none or pefile is missing."""
    if view.prepared or view.read(0, 2) != b"MZ" or b"PE\0\0" not in view.read(0, 4_096):
        return None
    for place in sound(_place(view), None, ""):
        return place
    return None


def _place(view: ItemView) -> Iterator[tuple[int, int]]:
    place = pe.overlay(pe.opened(view.memory()))
    if place:
        yield place
