"""XMP packets of a PDF (ISO 16684-1): of the document, and of any object that bears one.

A packet is a text; each value in it is a property, named by the path of its elements.
"""

import io
from collections.abc import Iterator

from . import dates
from .findings import Finding, Seen, Words, step
from .markup import Walk

MAX_XMP = 4 << 20
"""Bytes of a packet that are read."""
_XMP_ROLES: dict[str, tuple[str, str]] = {
    "http://purl.org/dc/elements/1.1/ creator": ("author", "creator"),
    "http://ns.adobe.com/xap/1.0/ CreatorTool": ("application", "creator"),
    "http://ns.adobe.com/pdf/1.3/ Producer": ("application", "producer"),
    "http://ns.adobe.com/xap/1.0/ CreateDate": ("document-time", "created"),
    "http://ns.adobe.com/xap/1.0/ ModifyDate": ("document-time", "modified"),
    "http://ns.adobe.com/xap/1.0/ MetadataDate": ("document-time", "metadata"),
}
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc", "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/pdf/1.3/": "pdf", "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop", "http://ns.adobe.com/xap/1.0/rights/":
    "xmpRights", "http://ns.adobe.com/xap/1.0/sType/ResourceRef#": "stRef",
    "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#": "stEvt",
}  # fmt: skip
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns# "


def read(packet: bytes, *names: str) -> Iterator[Finding]:
    """Yield the properties of a packet, and the packet as text; `names` make its step."""
    packet = packet[:MAX_XMP]
    if not packet.strip():
        return
    here = step("pdf", *names)
    walk = Walk(io.BytesIO(packet.strip(b" \t\r\n\0")), here, spaces=True)
    yield from _properties(walk, names)
    yield from walk.trouble
    yield Words(step=here, text=packet.decode("utf-8", "replace"))


def _properties(walk: Walk, names: tuple[str, ...]) -> Iterator[Finding]:
    around: list[str] = []
    pieces: list[str] = []
    for event, name, attributes in walk:
        if event == "start":
            around.append(name)
            pieces.clear()
            for key, value in attributes.items():
                if not key.startswith((_RDF, "http://www.w3.org/XML/")) and " " in key:
                    yield from _property([*around, key], value, names)
        elif event == "text":
            pieces.append(name)
        else:
            yield from _property(around, "".join(pieces).strip(), names)
            pieces.clear()
            around.pop()


def _property(around: list[str], value: str, place: tuple[str, ...]) -> Iterator[Finding]:
    names = [name for name in around if not name.startswith(_RDF) and "ns:meta" not in name]
    if not names or not value:
        return
    kind, role = _XMP_ROLES.get(names[-1], ("document-property", ""))
    word = "/".join(map(_prefixed, names))
    facts = {"role": role} if role else {"name": word}
    if kind == "document-time":
        facts |= dates.w3c(value)
    where = step("pdf", *place, word)
    yield Seen(kind=kind, step=where, raw=value, normal=facts.get("utc", ""), facts=facts)


def _prefixed(name: str) -> str:
    space, _, word = name.rpartition(" ")
    prefix = _PREFIXES.get(space)
    return f"{prefix}:{word}" if prefix else word
