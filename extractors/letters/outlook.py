"""Outlook items: messages in OLE compound files ([MS-OXMSG], [MS-OXPROPS]), read by olefile.

The header as it came over the wire stands in one property where the message was received; a
message that was only sent is told by its other properties. A message inside is written out as a
file of its own; a body in compressed RTF ([MS-OXRTFCP]) is a child too.
"""

import importlib
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from ...evidence.links.statement import link_facts, link_normal
from ...evidence.scans.observation import MAX_RAW
from ..charsets import charset_of, decode, detect
from ..interface import Emit, ItemView, Member
from . import headers, rtf_packed, storage
from .fields import parse_block
from .hops import shown_date

MAX_STREAM = 64 << 20  # bytes of one property
MAX_ATTACHMENTS = 2_000
_PREFIX = "__substg1.0_"
_HEADERS, _SUBJECT, _BODY, _HTML, _RTF = "007D", "0037", "1000", "1013", "1009"
_SENT = 0x0039
_TYPES = {1: "mail-to", 2: "mail-cc", 3: "mail-bcc"}
_NEEDED = "needs olefile: pip install olefile"


def load() -> None:
    """Import olefile, where it is."""
    _olefile()


def version() -> str:
    """Return olefile's version, `none` where it is missing."""
    found = _olefile()
    return str(found.__version__) if found else "none"


def _olefile() -> Any:
    try:
        return importlib.import_module("olefile")
    except ImportError:
        return None


class _Item:
    """One open Outlook item."""

    def __init__(self, view: ItemView) -> None:
        self.ole = _olefile().OleFileIO(view.open())
        self.names: dict[tuple[str, ...], list[list[str]]] = {}
        for entry in self.ole.listdir(streams=True, storages=True):
            self.names.setdefault(tuple(entry[:-1]), []).append(entry)
        self.charset = self._charset()

    def stream(self, *path: str) -> bytes | None:
        """Return a stream's bytes, none where it is not there."""
        if not self.ole.exists("/".join(path)) or self.ole.get_type("/".join(path)) != 2:
            return None
        content: bytes = self.ole.openstream(list(path)).read(MAX_STREAM)
        return content

    def text(self, tag: str, *within: str) -> str | None:
        """Return a property as text, none where the item has it not."""
        wide = self.stream(*within, f"{_PREFIX}{tag}001F")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self.stream(*within, f"{_PREFIX}{tag}001E")
        if narrow is None:
            return None
        narrow = narrow.rstrip(b"\0")
        return decode(narrow, self.charset or detect(narrow).charset)

    def binary(self, tag: str, *within: str) -> bytes | None:
        """Return a property's bytes."""
        return self.stream(*within, f"{_PREFIX}{tag}0102")

    def fixed(self, tag: int, *within: str) -> bytes | None:
        """Return the 8 bytes of a property of fixed length ([MS-OXMSG], section 2.4)."""
        content = self.stream(*within, "__properties_version1.0") or b""
        for at in range(8 if within else 32, len(content) - 15, 16):
            if struct.unpack_from("<H", content, at + 2)[0] == tag:
                return content[at + 8 : at + 16]
        return None

    def inside(self, prefix: str) -> list[str]:
        """Return the storages of the item whose names begin so, sorted."""
        found = [entry[-1] for entry in self.names.get((), []) if entry[-1].startswith(prefix)]
        return sorted(found)[:MAX_ATTACHMENTS]

    def _charset(self) -> str:
        for tag in (0x3FDE, 0x3FFD):
            page = self.fixed(tag)
            if page:
                number = int.from_bytes(page[:4], "little")
                try:
                    return charset_of("utf-8" if number == 65001 else f"cp{number}")
                except LookupError:
                    continue
        return ""

    def tree(self, path: list[str]) -> dict[str, Any]:
        """Return a storage of the item with all it holds."""
        held: dict[str, Any] = {}
        for entry in self.names.get(tuple(path), []):
            content = self.stream(*entry)
            held[entry[-1]] = self.tree(entry) if content is None else content
        return held


def examine(view: ItemView, emit: Emit) -> None:
    """Say what an Outlook item holds."""
    if _olefile() is None:
        emit.problem("unsupported", "", _NEEDED)
        return
    try:
        item = _Item(view)
        if item.fixed(0x3FDE) is None and not item.inside(_PREFIX):
            return  # an OLE file of another kind under such a name
        _head(item, emit)
        text = _head_text(item)
        if text:
            emit.text("msg:head", text)
        _bodies(item, emit)
    except _damage() as error:
        emit.problem("corrupt", "", _words(error))
        return
    for number, folder in enumerate(item.inside("__attach_version1.0_#")):
        step = f"msg:attachment/{number}"
        try:
            content = _attachment(item, folder)
            if content is None:
                emit.problem("unsupported", step, "attached by reference or as an OLE object")
                continue
            emit.child(step, content, Member(name=_name(item, folder, number)))
        except storage.TooLarge:
            emit.problem("partial", step, "a message inside that is too large to be written out")
        except _damage() as error:
            emit.problem("corrupt", step, _words(error))


def _damage() -> tuple[type[Exception], ...]:
    """Return what olefile raises on damaged files."""
    return (OSError, ValueError, KeyError, IndexError, TypeError, struct.error, AttributeError,
            RecursionError, OverflowError)  # fmt: skip


def _words(error: Exception) -> str:
    """Return why, without what may hold addresses or paths."""
    text = str(error)
    return (
        text
        if isinstance(error, OSError) and len(text) < 120 and "/" not in text
        else (f"a damaged compound file ({type(error).__name__})")
    )


def _head(item: _Item, emit: Emit) -> None:
    wire = (item.text(_HEADERS) or "").encode("utf-8", "replace")
    seen: set[str] = set()
    author = "" if wire else (item.text("5D01") or item.text("0C1F") or "")
    if wire:
        outer = f"msg:property/{_HEADERS}"
        for said in headers.sayings(parse_block(wire, 0, len(wire))):
            seen.add(said.normal)
            author = author or (said.normal if said.kind == "mail-from" else "")
            emit.observation(
                said.kind, (outer, said.step), said.raw, normal=said.normal, facts=said.facts,
                flag=said.flag, confidence=said.confidence,
            )  # fmt: skip
    else:
        _sent(item, emit)
    for number, folder in enumerate(item.inside("__recip_version1.0_#")):
        address = _recipient(item, folder)
        kind = _TYPES.get(int.from_bytes((item.fixed(0x0C15, folder) or b"\1")[:4], "little"))
        if address and kind and address.lower() not in seen:
            facts = {"name": item.text("3001", folder) or "", "address": address}
            raw = _cut(address) or b""
            emit.observation(
                kind, f"msg:recipient/{number}", raw, normal=address.lower(), facts=facts
            )
            wrote = headers.message(author, address, _told(item, kind))
            if wrote is not None:
                emit.observation(
                    "link", f"msg:recipient/{number}", raw,
                    normal=link_normal(wrote), facts=link_facts(wrote),
                )  # fmt: skip


def _head_text(item: _Item) -> str:
    """Return the people and subject of a message, each a line, as `headers.head_text`.

    Recipients come from the item's own list: it also holds those whom the header hides.
    """
    wire = (item.text(_HEADERS) or "").encode("utf-8", "replace")
    lines = [headers.head_text(parse_block(wire, 0, len(wire)))] if wire else []
    if not wire:
        author = _named(item.text("0C1A"), item.text("5D01") or item.text("0C1F"))
        lines += [f"Subject: {item.text(_SUBJECT) or ''}", f"From: {author}"]
    for folder in item.inside("__recip_version1.0_#"):
        person = _named(item.text("3001", folder), _recipient(item, folder))
        if not wire or person not in lines[0]:
            kind = int.from_bytes((item.fixed(0x0C15, folder) or b"\1")[:4], "little")
            lines.append(f"{_TYPES.get(kind, 'mail-to')[5:].title()}: {person}")
    shown = (line for line in lines if not line.endswith(": "))
    return "\n".join(shown).encode("utf-8", "replace").decode()


def _named(name: str | None, address: str | None) -> str:
    if name and address and name != address:
        return f"{name} <{address}>"
    return name or address or ""


def _told(item: _Item, kind: str) -> dict[str, str]:
    """Return the details of a message that never was on the wire, as `headers.message_facts`."""
    found = {
        "since": _date(item),
        "subject-line": (item.text(_SUBJECT) or "")[: headers.MAX_DETAIL],
        "message-id": (item.text("1035") or "")[: headers.MAX_DETAIL],
        "to": kind.removeprefix("mail-") if kind != "mail-to" else "",
    }
    return {name: text for name, text in found.items() if text}


def _sent(item: _Item, emit: Emit) -> None:
    """Tell a message that never was on the wire by its properties."""
    address = "5D01" if item.text("5D01") else "0C1F"
    rows = ((_SUBJECT, "mail-subject"), (address, "mail-from"), ("1035", "mail-message-id"))
    for tag, kind in rows:
        value = item.text(tag)
        if value:
            facts = {"name": item.text("0C1A") or "", "address": value} if tag == address else {}
            raw = value.encode("utf-8", "replace")[:MAX_RAW]
            normal = value.lower() if tag == address else value
            emit.observation(kind, f"msg:property/{tag}", raw, normal=normal, facts=facts)
    date = _date(item)
    if date:
        emit.observation("mail-date", f"msg:property/{_SENT:04X}", date, normal=date)


def _date(item: _Item) -> str:
    """Return when the client sent it ([MS-DTYP] FILETIME), empty where it does not say."""
    ticks = int.from_bytes(item.fixed(_SENT) or b"", "little")
    if not 0 < ticks < 2_650_467_744 * 10**9:
        return ""
    return shown_date(datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10))


def _recipient(item: _Item, folder: str) -> str:
    return item.text("39FE", folder) or item.text("3003", folder) or ""


def _bodies(item: _Item, emit: Emit) -> None:
    body = item.text(_BODY)
    if body:
        emit.text("msg:body", body.encode("utf-8", "replace").decode())
    page = _page(item)
    if page:
        emit.child("msg:html", page, Member(name="body.html"))
    packed = item.binary(_RTF)
    if packed and not page:
        try:
            emit.child("msg:rtf", rtf_packed.unpacked(packed), Member(name="body.rtf"))
        except rtf_packed.Damaged as error:
            emit.problem("corrupt", "msg:rtf", str(error))


def _page(item: _Item) -> bytes:
    found = item.binary(_HTML)
    return found if found is not None else (item.text(_HTML) or "").encode("utf-8", "replace")


def _attachment(item: _Item, folder: str) -> bytes | None:
    """Return an attachment's bytes; a message inside is written out as a file."""
    content = item.binary("3701", folder)
    inner = [folder, f"{_PREFIX}3701000D"]
    if content is not None or tuple(inner) not in item.names:
        return content
    tree = item.tree(inner)
    properties = tree.get("__properties_version1.0")
    if not isinstance(properties, bytes):
        return None
    tree["__properties_version1.0"] = properties[:24] + bytes(8) + properties[24:]
    tree.setdefault("__nameid_version1.0", item.tree(["__nameid_version1.0"]))
    return storage.written(tree)


def _name(item: _Item, folder: str, number: int) -> str:
    name = next(filter(None, _names(item, folder)), "")
    if (folder, f"{_PREFIX}3701000D") in item.names:
        return f"{name or number}.msg"
    return name.replace("/", "_").replace("\\", "_") or f"attachment-{number}.bin"


def _names(item: _Item, folder: str) -> Iterator[str | None]:
    for tag in ("3707", "3704", "3001"):
        yield item.text(tag, folder)


def resolve(view: ItemView, rest: str) -> bytes:
    """Return a property, body, attachment or recipient; LookupError where there is none."""
    if _olefile() is None:
        raise LookupError(_NEEDED)
    try:
        found = _found(_Item(view), *rest.partition("/")[::2])
    except storage.TooLarge as error:
        raise LookupError(rest) from error
    except _damage() as error:
        raise LookupError(rest) from error
    if found is None:
        raise LookupError(rest)
    return found


def _found(item: _Item, what: str, which: str) -> bytes | None:
    if what == "head":
        return _encoded(_head_text(item))
    if what == "body":
        return _encoded(item.text(_BODY))
    if what == "html":
        return _page(item) or None
    if what == "rtf":
        return rtf_packed.unpacked(item.binary(_RTF) or b"")
    if what == "property" and which == _HEADERS:
        return _encoded(item.text(_HEADERS))
    if what == "property":
        return _cut(_date(item) if which == f"{_SENT:04X}" else item.text(which))
    if not which.isdecimal():
        return None
    if what == "attachment":
        return _attachment(item, _numbered(item, "__attach_version1.0_#", which))
    if what == "recipient":
        return _cut(_recipient(item, _numbered(item, "__recip_version1.0_#", which)))
    return None


def _numbered(item: _Item, prefix: str, which: str) -> str:
    return item.inside(prefix)[int(which[:9])]


def _encoded(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "replace")


def _cut(text: str | None) -> bytes | None:
    """Return text as a raw value."""
    return None if not text else text.encode("utf-8", "replace")[:MAX_RAW]
