"""Fields out of XMP (ISO 16684-1): packets in pictures, sidecar files, and RDF inside SVG.

The path of a property is its step: `xmp:dc/creator`, the second of a list `xmp:dc/creator[2]`,
a part of a structure `xmp:xmpMM/History[2]/stEvt/softwareAgent`. Prefixes are ours for the
namespaces we know, else the file's own, declared or not. Entities are taken only where they
cannot multiply.
"""

from collections.abc import Iterator
from xml.parsers import expat

from ...evidence.scans.locator import quote
from ..fields.field import Field
from .meaning import of_xmp

MAX_DEPTH = 100
"""Elements inside elements."""
MAX_PROPERTIES = 20_000
"""Properties of one packet."""
MAX_ENTITIES, MAX_ENTITY = 64, 1_024
"""Entities that a document may define, and characters of one: SVG files have some for names."""
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SVG = "http://www.w3.org/2000/svg"
_META = "adobe:ns:meta/"
_XML = "http://www.w3.org/XML/1998/namespace"
_SEEN_THROUGH = {"RDF", "Description", "Alt", "Bag", "Seq"}
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/xap/1.0/bj/": "xmpBJ",
    "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#": "stEvt",
    "http://ns.adobe.com/xap/1.0/sType/ResourceRef#": "stRef",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/camera-raw-settings/1.0/": "crs",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://ns.google.com/photos/1.0/camera/": "GCamera",
    _META: "x",
}


class _Reader:
    """Takes the events of a parser; keeps (path, value) in the order of the document."""

    def __init__(self) -> None:
        self.values: list[tuple[str, str]] = []
        self.captions: list[tuple[str, str]] = []
        self._stack: list[tuple[str, int]] = []
        self._words: list[str] = []
        self._spaces: list[dict[str, str]] = [{"xml": _XML}]
        self._own: dict[str, str] = {}
        self._counts: list[int] = []
        self._caption = ""
        self._entities = 0

    def _declared(self, attributes: dict[str, str]) -> dict[str, str]:
        """Return the namespaces that hold inside an element, by their prefixes."""
        own = {
            name[6:]: uri
            for name, uri in attributes.items()
            if name == "xmlns" or name.startswith("xmlns:")
        }
        for prefix, uri in own.items():
            self._own.setdefault(uri, prefix)
        return self._spaces[-1] | own if own else self._spaces[-1]

    def _split(self, name: str) -> tuple[str, str]:
        """Return a name's (namespace, local name); a prefix nobody declared is its namespace."""
        prefix, colon, local = name.rpartition(":")
        if colon and prefix not in self._spaces[-1]:
            self._own.setdefault(prefix, prefix)
        return self._spaces[-1].get(prefix, prefix), local

    def entity(self, name: str, _is_parameter: bool, value: str | None, *_rest: object) -> None:
        self._entities += 1
        if value is not None and (len(value) > MAX_ENTITY or "&" in value or "%" in value):
            raise ValueError("an entity that may multiply")
        if self._entities > MAX_ENTITIES:
            raise ValueError("too many entities")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._stack) >= MAX_DEPTH or len(self.values) > MAX_PROPERTIES:
            raise ValueError("deeper or longer than XMP is")
        self._spaces.append(self._declared(attributes))
        uri, local = self._split(name)
        self._words.clear()
        self._caption = local if uri == SVG and local in ("title", "desc") else ""
        path, inside = self._stack[-1] if self._stack else ("", 0)
        if uri == RDF and local == "RDF":
            path, inside = "", 1
        elif uri == RDF and local == "li":
            self._counts[-1] += 1
            path += f"[{self._counts[-1]}]" if self._counts[-1] > 1 else ""
        elif inside and not (uri == RDF and local in _SEEN_THROUGH):
            path = self._joined(path, uri, local)
        self._stack.append((path, inside))
        self._counts.append(0)
        if inside or uri == _META:
            self._attributes(path, attributes)

    def _attributes(self, path: str, attributes: dict[str, str]) -> None:
        for name, value in attributes.items():
            if name == "xmlns" or ":" not in name or name.startswith("xmlns:"):
                continue
            uri, local = self._split(name)
            if uri == RDF and local == "resource":
                self.values.append((path, value))
            elif uri not in (RDF, _XML):
                self.values.append((self._joined(path, uri, local), value))

    def _joined(self, path: str, uri: str, local: str) -> str:
        prefix = _PREFIXES.get(uri) or self._own.get(uri) or "ns"
        return f"{path}/{prefix}/{local}" if path else f"{prefix}/{local}"

    def text(self, text: str) -> None:
        self._words.append(text)

    def end(self, _name: str) -> None:
        path, inside = self._stack.pop()
        self._counts.pop()
        self._spaces.pop()
        words = "".join(self._words).strip()
        self._words.clear()
        if words and inside and path:
            self.values.append((path, words))
        elif words and self._caption:
            self.captions.append((self._caption, words))
        self._caption = ""


def fields(content: bytes) -> Iterator[Field]:
    """Yield the properties of a packet or document; ValueError after them where it is damaged."""
    reader = _Reader()
    parser = expat.ParserCreate(encoding="utf-8")
    parser.ordered_attributes = False
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.entity
    broken = False
    try:
        parser.Parse(_text(content).encode(), True)
    except (expat.ExpatError, ValueError):
        broken = True
    values = [value for value in reader.values if value[1].strip()]
    for path, value in values:
        yield of_xmp(f"xmp:{quote(path)}", value)
    for name, words in reader.captions:
        kind = "title" if name == "title" else "description"
        yield Field(kind=kind, step=f"svg:{name}", raw=words.encode(), text=True)
    yield from _position(dict(values))
    if broken:
        raise ValueError("not well-formed")


def _position(values: dict[str, str]) -> Iterator[Field]:
    from .gps import from_xmp

    north, east = values.get("exif/GPSLatitude", ""), values.get("exif/GPSLongitude", "")
    if north and east:
        shown = from_xmp(north, east)
        yield Field(
            kind="geo",
            step="xmp:exif/GPSPosition",
            raw=f"{north} {east}".encode(),
            normal=shown,
            confidence=100 if shown else 20,
            facts={"altitude": values.get("exif/GPSAltitude", "")},
        )


def _text(content: bytes) -> str:
    """Return a packet as text: its first bytes tell the encoding (ISO 16684-1, 7.3.2)."""
    stripped = content.strip(b"\0") if not content.startswith(b"\0<") else content
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
        (b"\0<", "utf-16-be"), (b"<\0", "utf-16-le"),
    ):  # fmt: skip
        if stripped.startswith(mark):
            if encoding.startswith("utf-16"):
                stripped = content[: len(content) & ~1]
            return stripped.decode(encoding, "replace").strip("\ufeff\0 \r\n\t")
    return stripped.decode("utf-8", "replace").strip("\0 \r\n\t")
