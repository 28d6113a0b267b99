"""Office documents: their text, what they tell of their making, and what code they carry.

Reads OOXML (docx, xlsx, pptx and their kin), OpenDocument and the compound files of Office 97 to
2003, with readers of our own over `zipfile`, expat and olefile. Encrypted documents are named,
not opened. Files inside a zip package are items by the `archive` extractor, not here.
"""

from collections.abc import Iterator, Mapping

from .documents.findings import Finding, Trouble, deliver, run, search
from .documents.kinds import OFFICE
from .interface import Accepts, Emit, ItemView, Limits
from .settings import Settings

NAME = "office"
VERSION = "1"
_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
ACCEPTS = Accepts(
    media=(
        "application/msword", "application/vnd.ms-excel*", "application/vnd.ms-powerpoint*",
        "application/vnd.ms-word*", "application/vnd.openxmlformats-officedocument.*",
        "application/vnd.oasis.opendocument.*", "application/x-ole-storage", "application/CDFV2",
    ),
    magic=(_MAGIC,),
    names=(
        ".docx", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm", ".xltx", ".xltm", ".xlam", ".pptx",
        ".pptm", ".potx", ".potm", ".ppsx", ".ppsm", ".ppam", ".odt", ".ods", ".odp", ".odg",
        ".ott", ".ots", ".otp", ".doc", ".dot", ".xls", ".xlt", ".ppt", ".pps", ".pot",
    ),
)  # fmt: skip
LIMITS = Limits(wall=180.0, cpu=150, text=128 << 20)
STEPS: Mapping[str, str] = {
    "docx": "text of a part of a Word document: `docx:word/document.xml`",
    "xlsx": "cells of a sheet by its name: `xlsx:Sheet1`",
    "pptx": "text of a slide, its notes, or drawn text: `pptx:ppt/slides/slide1.xml`",
    "ooxml": "a property, relation or change in an OOXML part: `ooxml:docProps/core.xml/creator`",
    "odf": "text of a part of an OpenDocument file: `odf:content.xml`, or a property in one",
    "doc": "text of a Word 97 document: `doc:text`, `doc:comments`, "
    "or a person in one: `doc:saved/1`",
    "xls": "cells of a sheet of an Excel 97 workbook: `xls:Sheet1`, "
    "what lies above: `xls:Sheet1/drawn`",
    "ppt": "text of a PowerPoint 97 presentation: `ppt:text`, or an object in it: `ppt:object/1`",
    "ole": "a property or embedded file in a compound file: `ole:ObjectPool/_1/%01Ole10Native`",
    "vba": "source of a VBA module: `vba:Macros/VBA/Module1`",
}
KINDS: Mapping[str, str] = OFFICE
PROGRAMS: tuple[str, ...] = ()


def configuration(settings: Settings, /) -> Mapping[str, str]:
    """Return the versions that the results depend on."""
    from importlib.metadata import PackageNotFoundError, version
    from xml.parsers.expat import EXPAT_VERSION

    try:
        found = version("olefile")
    except PackageNotFoundError:
        found = "none"
    return {"expat": EXPAT_VERSION, "olefile": found}


def prepare(settings: Settings, /) -> object:
    """Import the readers; the answer is why compound files cannot be read, empty if they can."""
    from .documents import odf, ooxml  # noqa: F401

    try:
        from .documents import ole  # noqa: F401
    except ImportError:
        return "needs olefile: pip install olefile"
    return ""


def extract(view: ItemView, emit: Emit, /) -> None:
    """Examine one document."""
    deliver(_findings(view), emit)


def resolve(view: ItemView, step: str, /) -> bytes:
    """Return what stands at a step."""
    return search(_findings(view, step), step)


def _findings(view: ItemView, wanted: str = "") -> Iterator[Finding]:
    """Yield what the item holds, all of it or only what may stand at the step `wanted`."""
    head = view.read(0, 8)
    if head == _MAGIC:
        yield from _compound(view, wanted)
    elif head[:2] == b"PK":
        yield from _package(view, wanted)


def _compound(view: ItemView, wanted: str) -> Iterator[Finding]:
    if view.prepared:
        yield Trouble(code="unsupported", why=str(view.prepared))
        return
    from .documents.compound import DAMAGE, Compound
    from .documents.ole import jobs

    try:
        compound = Compound(view.open())
    except DAMAGE as error:
        yield Trouble(code="corrupt", why=f"no readable compound file: {type(error).__name__}")
        return
    with compound:
        yield from run(jobs(compound), wanted)
        if compound.damaged:
            yield Trouble(code="corrupt", why="the compound file is damaged in part")


def _package(view: ItemView, wanted: str) -> Iterator[Finding]:
    from .documents import odf, ooxml
    from .documents.package import DAMAGE, Package

    try:
        package = Package(view.open())
    except DAMAGE as error:
        yield Trouble(code="corrupt", why=f"no readable package: {type(error).__name__}")
        return
    try:
        if odf.is_document(package):
            yield from run(odf.jobs(package), wanted)
        elif "[Content_Types].xml" in package:
            yield from run(ooxml.jobs(package), wanted)
        if package.cut:
            yield Trouble(code="partial", why="more parts than are looked at")
    finally:
        package.close()
