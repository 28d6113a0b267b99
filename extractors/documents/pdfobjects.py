"""What the objects of a PDF hold beside its pages: actions, scripts, files, forms, signatures.

Every object is looked at, whether something leads to it or not: what an update cut off is still
there. A value is named by its object and its keys: `pdf:object/12/A/URI` (ISO 32000-1, 7.3).
"""

from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
)

from ...evidence.scans.observation import Flag
from ..interface import Member
from . import dates, pdfxmp
from .findings import Finding, Inside, Seen, Trouble, Words, step
from .pdffile import DAMAGE, trouble

MAX_OBJECTS = 100_000
"""Objects that are looked at."""
MAX_NODES = 20_000
"""Dictionaries and arrays inside one object that are looked at."""
MAX_DAMAGED = 200
"""Objects that cannot be read before the rest is left."""
_LINKS: dict[str, tuple[str, Flag]] = {
    "/URI": ("URI", ""), "/GoToR": ("F", "metadata"), "/GoToE": ("F", "metadata"),
    "/Launch": ("F", "script"), "/SubmitForm": ("F", "metadata"), "/ImportData": ("F", "script"),
}  # fmt: skip
_NOTES = {"/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Stamp", "/Popup",
          "/Caret", "/Ink", "/Square", "/Circle"}  # fmt: skip


def numbers(reader: PdfReader) -> list[tuple[int, int]]:
    """Return (number, generation) of all objects, in order."""
    found = {(number, 0) for number in reader.xref_objStm}
    for generation, places in reader.xref.items():
        found.update((number, generation) for number in places)
    return sorted(found)


def read(reader: PdfReader, size: int, wanted: int | None = None) -> Iterator[Finding]:
    """Yield what the objects hold, in order of their numbers; only that of object `wanted`."""
    triggers = _triggers(reader)
    every = numbers(reader)
    damaged = 0
    known = _document_packet(reader)
    for number, generation in every[:MAX_OBJECTS]:
        if wanted not in (None, number):
            continue
        here = step("pdf", "object", str(number))
        try:
            whole = reader.get_object(IndirectObject(number, generation, reader))
            if number == known:
                continue
            for names, node in _nodes(whole):
                found = _Found(number, names, node, size, triggers.get(number, ""))
                yield from found.read()
        except DAMAGE as error:
            damaged += 1
            yield trouble(error, here)
            if damaged >= MAX_DAMAGED:
                yield Trouble(code="partial", why=f"more than {MAX_DAMAGED} damaged objects")
                return
    if len(every) > MAX_OBJECTS:
        yield Trouble(code="partial", why=f"more than {MAX_OBJECTS} objects")


def _document_packet(reader: PdfReader) -> int | None:
    """Return the number of the XMP packet of the whole document, which `pdf:xmp` gives."""
    try:
        found = dict.get(reader.root_object, "/Metadata")
    except DAMAGE:
        return None
    return found.idnum if isinstance(found, IndirectObject) else None


def _triggers(reader: PdfReader) -> dict[int, str]:
    """Return number of an object: what makes it happen, for what the catalogue names itself."""
    found: dict[int, str] = {}
    try:
        root = reader.root_object
        places: dict[str, Any] = {"OpenAction": dict.get(root, "/OpenAction")}
        more = at(root, "/AA")
        if isinstance(more, DictionaryObject):
            places |= {f"AA{key}": value for key, value in more.items()}
        scripts = at(at(root, "/Names") or {}, "/JavaScript")
        for _, node in _nodes(scripts):
            listed = at(node, "/Names")
            for value in listed if isinstance(listed, list) else []:
                if isinstance(value, IndirectObject):
                    found[value.idnum] = "Names"
    except DAMAGE:
        return found
    for name, value in places.items():
        if isinstance(value, IndirectObject):
            found[value.idnum] = name
    return found


def _nodes(whole: object) -> Iterator[tuple[tuple[str, ...], DictionaryObject]]:
    """Yield (keys, dictionary) of all dictionaries of an object, not following references."""
    waiting: list[tuple[tuple[str, ...], object]] = [((), whole)]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        names, node = waiting.pop()
        inner: list[tuple[str, object]] = []
        if isinstance(node, DictionaryObject):
            yield names, node
            inner = [(str(key).lstrip("/"), value) for key, value in node.items()]
        elif isinstance(node, ArrayObject):
            inner = [(str(n), value) for n, value in enumerate(node)]
        deeper = [((*names, key), value) for key, value in inner
                  if isinstance(value, DictionaryObject | ArrayObject)]  # fmt: skip
        waiting += reversed(deeper)


def at(node: dict[Any, Any], key: str) -> Any:
    """Return what stands under a key, a reference followed; pypdf's own `get` follows none."""
    value = dict.get(node, key)
    return value.get_object() if isinstance(value, IndirectObject) else value


def text_of(value: object) -> str:
    """Return a PDF string, name or stream as text."""
    if isinstance(value, IndirectObject):
        value = value.get_object()
    if isinstance(value, StreamObject):
        raw = bytes(value.get_data())
        if raw[:2] in (b"\xfe\xff", b"\xff\xfe"):
            return raw.decode("utf-16", "replace")
        return raw.decode("utf-8", "replace").removeprefix("\ufeff")
    if isinstance(value, ByteStringObject | bytes):
        return bytes(value).decode("latin-1")
    return str(value) if isinstance(value, str) else ""


class _Found:
    """Reads one dictionary."""

    def __init__(
        self, number: int, names: tuple[str, ...], node: DictionaryObject, size: int, trigger: str
    ) -> None:
        self._number, self._names, self._node, self._size = number, names, node, size
        self._trigger = trigger or next((n for n in names if n in {"OpenAction", "AA"}), "")

    def _step(self, *keys: str) -> str:
        return step("pdf", "object", str(self._number), *self._names, *keys)

    def _text(self, key: str) -> str:
        return text_of(at(self._node, f"/{key}"))

    def read(self) -> Iterator[Finding]:
        """Yield what the dictionary says."""
        node = self._node
        if "/JS" in node:
            yield from self._script()
        if at(node, "/S") in _LINKS:
            yield from self._action(str(at(node, "/S")))
        if "/EF" in node:
            yield from self._file()
        if "/ByteRange" in node and "/Contents" in node:
            yield from self._signature()
        if "/T" in node and "/V" in node:
            yield from self._field()
        if at(node, "/Type") == "/Metadata" and isinstance(node, StreamObject):
            yield from pdfxmp.read(bytes(node.get_data()), "object", str(self._number))
        if at(node, "/Subtype") in _NOTES and "/Contents" in node and "/Rect" in node:
            yield from self._note()

    def _script(self) -> Iterator[Finding]:
        text, here = self._text("JS"), self._step("JS")
        facts = {"language": "JavaScript", "trigger": self._trigger}
        yield Seen(kind="script", step=here, raw=text, facts=facts, flag="script")
        yield Words(step=here, text=text)

    def _action(self, kind: str) -> Iterator[Finding]:
        key, flag = _LINKS[kind]
        target = at(self._node, f"/{key}")
        windows = at(self._node, "/Win")
        if target is None and isinstance(windows, DictionaryObject):
            target = f"{text_of(windows.get('/F'))} {text_of(windows.get('/P'))}".strip()
        elif isinstance(target, DictionaryObject):
            target = at(target, "/UF") or at(target, "/F")
        word = kind.lstrip("/")
        yield Seen(
            kind="external-link" if word in {"URI", "GoToR", "GoToE"} else "action",
            step=self._step(key), raw=text_of(target), flag=flag,
            facts={"relation": word, "trigger": self._trigger},
        )  # fmt: skip

    def _file(self) -> Iterator[Finding]:
        files = at(self._node, "/EF")
        if not isinstance(files, DictionaryObject):
            return
        stream = at(files, "/UF") or at(files, "/F")
        if not isinstance(stream, StreamObject):
            return
        name = self._text("UF") or self._text("F") or "file"
        given = at(stream, "/Params")
        moment = text_of(at(given, "/ModDate")) if isinstance(given, DictionaryObject) else ""
        utc = dates.pdf(moment).get("utc", "")
        here = step("pdf", "file", str(self._number), *self._names, name)
        modified = f"{utc[:-1]}.000000000Z" if utc else None
        member = Member(name=name, modified=modified)
        yield Inside(step=here, content=bytes(stream.get_data()), member=member)

    def _signature(self) -> Iterator[Finding]:
        given = at(self._node, "/ByteRange")
        ranges = [int(n) for n in given if isinstance(n, int)] if isinstance(given, list) else []
        whole = len(ranges) == 4 and ranges[0] == 0 and ranges[2] + ranges[3] == self._size
        said = self._text("M")
        yield Seen(
            kind="signature", step=self._step("ByteRange"), raw=" ".join(map(str, ranges)),
            normal=self._text("Name"), confidence=50,
            facts={
                "name": self._text("Name"), "reason": self._text("Reason"),
                "location": self._text("Location"), "contact": self._text("ContactInfo"),
                "format": self._text("SubFilter").lstrip("/"), "written": said,
                "whole-file": "yes" if whole else "no", **dates.pdf(said),
            },
        )  # fmt: skip

    def _field(self) -> Iterator[Finding]:
        value = self._text("V")
        names, node = [self._text("T")], self._node
        for _ in range(16):
            parent = at(node, "/Parent")
            if not isinstance(parent, DictionaryObject):
                break
            node = parent
            if "/T" in node:
                names.append(text_of(at(node, "/T")))
        facts = {"name": ".".join(reversed(names))}
        yield Seen(kind="form-field", step=self._step("V"), raw=value, facts=facts)
        yield Words(step=self._step("V"), text=value)

    def _note(self) -> Iterator[Finding]:
        said = self._text("M")
        facts = {"author": self._text("T"), "written": said, **dates.pdf(said)}
        text, here = self._text("Contents"), self._step("Contents")
        yield Seen(kind="annotation", step=here, raw=text, facts=facts)
        yield Words(step=here, text=text)
