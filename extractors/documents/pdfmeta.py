"""What a PDF tells of itself: information dictionary, XMP, identifiers, encryption, revisions.

Sources: ISO 32000-1, 14.3 (metadata), 14.4 (identifiers), 7.5.6 (incremental updates). A value is a
claim of whoever wrote the file.
"""

import mmap
import re
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import StreamObject

from ...evidence.scans.locator import span
from ..interface import Member
from . import dates, pdfxmp
from .findings import Finding, Inside, Seen, Trouble, step
from .pdffile import DAMAGE, trouble
from .pdfobjects import at, text_of

MAX_SEARCHED = 2 << 30
"""Bytes of a file, from its beginning, in which earlier ends are looked for."""
MAX_REVISIONS = 32
"""Earlier states that become items; each may be as long as the file."""
_HEADER = re.compile(rb"%PDF-(\d\.\d)")
_END = re.compile(rb"startxref\s{1,8}(\d{1,15})\s{0,8}%%EOF(?:\r\n|\n|\r)?")
_ROLES: dict[str, tuple[str, str]] = {
    "Author": ("author", "creator"), "Creator": ("application", "creator"),
    "Producer": ("application", "producer"), "CreationDate": ("document-time", "created"),
    "ModDate": ("document-time", "modified"),
}  # fmt: skip


def header(content: mmap.mmap | bytes) -> Iterator[Finding]:
    """Yield the version that the file's beginning claims."""
    found = _HEADER.search(content[:1024])
    if found:
        where = span(found.start(1), 3)
        yield Seen(kind="document-property", step=where, raw=found[1], facts={"name": "version"})


def ends(content: mmap.mmap | bytes) -> list[int]:
    """Return where each state of the file ends, the last one included.

    The first end of a linearized file closes no state of its own.
    """
    found = [match.end() for match in _END.finditer(content, 0, MAX_SEARCHED)]
    return found[1:] if b"/Linearized" in content[:1024] and len(found) > 1 else found


def revisions(content: mmap.mmap | bytes, size: int) -> Iterator[Finding]:
    """Yield the earlier states of the file, oldest first, as items."""
    places = ends(content)
    earlier = places[:-1]
    for n, end in enumerate(earlier[:MAX_REVISIONS], 1):
        if content[end:size].strip():
            here = f"pdf:revision/{n}"
            number = str(len(places))
            where = step("pdf", "revisions", str(n))
            facts = {"number": str(n), "of": number}
            yield Seen(kind="revision", step=where, raw=str(end), facts=facts)
            member = Member(name=f"revision-{n}.pdf")
            yield Inside(step=here, content=bytes(content[:end]), member=member)
    if len(earlier) > MAX_REVISIONS:
        yield Trouble(code="partial", why=f"more than {MAX_REVISIONS} earlier states")


def information(reader: PdfReader) -> Iterator[Finding]:
    """Yield the information dictionary (14.3.3)."""
    try:
        table = at(reader.trailer, "/Info")
        pairs = list(table.items())[:1_000] if isinstance(table, dict) else []
    except DAMAGE as error:
        yield trouble(error, "pdf:info")
        return
    for key, value in pairs:
        name = str(key).lstrip("/")
        where = step("pdf", "info", name)
        try:
            text = text_of(value)
        except DAMAGE as error:
            yield trouble(error, where)
            continue
        kind, role = _ROLES.get(name, ("document-property", ""))
        facts = {"role": role} if role else {"name": name}
        if kind == "document-time":
            facts |= dates.pdf(text)
        yield Seen(kind=kind, step=where, raw=text, normal=facts.get("utc", ""), facts=facts)


def identifiers(reader: PdfReader) -> Iterator[Finding]:
    """Yield the two file identifiers: the first stays, the second changes with each update."""
    try:
        pair = at(reader.trailer, "/ID")
        for n, value in enumerate(pair[:2] if isinstance(pair, list) else ()):
            raw = getattr(value, "original_bytes", None)
            if isinstance(raw, bytes):
                facts = {"name": ("permanent-id", "changing-id")[n]}
                where = f"pdf:id/{n}"
                yield Seen(
                    kind="document-property", step=where, raw=raw, normal=raw.hex(), facts=facts
                )
    except DAMAGE as error:
        yield trouble(error, "pdf:id")


def xmp(reader: PdfReader) -> Iterator[Finding]:
    """Yield the XMP packet of the document as text and its properties."""
    here = "pdf:xmp"
    try:
        stream = at(reader.root_object, "/Metadata")
        packet = bytes(stream.get_data()) if isinstance(stream, StreamObject) else b""
    except DAMAGE as error:
        yield trouble(error, here)
        return
    yield from pdfxmp.read(packet, "xmp")
