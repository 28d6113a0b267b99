"""Property sets of compound files (MS-OLEPS): author, times, company, custom properties.

All values of the two standard streams are read with our own reader, because the one of olefile
gives no names of custom properties. A string stands in the set's own code page.
"""

import struct
from collections.abc import Iterator
from dataclasses import replace

from ...evidence.scans.observation import Flag
from .codepages import decoded
from .dates import filetime
from .findings import Finding, Seen, Trouble, step
from .properties import prop

SUMMARY = "\x05SummaryInformation"
DOCUMENT = "\x05DocumentSummaryInformation"
_USER = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")  # FMTID of custom properties
_SUMMARY = {
    2: "title", 3: "subject", 4: "creator", 5: "keywords", 6: "comments", 7: "Template",
    8: "lastModifiedBy", 9: "revision", 10: "TotalTime", 11: "lastPrinted", 12: "created",
    13: "modified", 14: "Pages", 15: "Words", 16: "Characters", 18: "Application",
    19: "DocSecurity",
}  # fmt: skip
_DOCUMENT = {
    2: "category", 3: "PresentationFormat", 4: "Bytes", 5: "Lines", 6: "Paragraphs", 7: "Slides",
    8: "Notes", 9: "HiddenSlides", 10: "MMClips", 14: "Manager", 15: "Company",
    16: "LinksUpToDate", 17: "CharactersWithSpaces", 19: "SharedDoc", 21: "HyperlinkBase",
    22: "HyperlinksChanged", 23: "AppVersion", 26: "contentType", 27: "contentStatus",
    28: "language", 29: "documentVersion",
}  # fmt: skip
MAX_PROPERTIES = 2_000
"""Properties of a set that are read."""
MAX_VALUE = 1 << 20
"""Bytes of a value that are read."""


def properties(stream: bytes, name: str) -> Iterator[tuple[str, int | str, dict[str, str]]]:
    """Yield (name, value, facts) of each property; `name` is the stream's.

    A time is its `utc` fact and the count of 100 ns as value; struct.error on damage.
    """
    count = min(struct.unpack_from("<I", stream, 24)[0], 2)
    for n in range(count):
        fmtid, offset = struct.unpack_from("<16sI", stream, 28 + 20 * n)
        known = _SUMMARY if name == SUMMARY else _DOCUMENT
        yield from _section(stream, offset, {} if fmtid == _USER else known, fmtid == _USER)


def _section(
    stream: bytes, start: int, known: dict[int, str], custom: bool
) -> Iterator[tuple[str, int | str, dict[str, str]]]:
    _, count = struct.unpack_from("<II", stream, start)
    places: dict[int, int] = {}
    for n in range(min(count, MAX_PROPERTIES)):
        identifier, offset = struct.unpack_from("<II", stream, start + 8 + 8 * n)
        places[identifier] = start + offset
    page = 1252
    if 1 in places and struct.unpack_from("<H", stream, places[1])[0] == 2:
        page = struct.unpack_from("<H", stream, places[1] + 4)[0]
    names = _dictionary(stream, places[0], page) if custom and 0 in places else {}
    for identifier, place in places.items():
        name = names.get(identifier, f"property-{identifier}") if custom else known.get(identifier)
        if name is None or identifier in (0, 1):
            continue
        value = _value(stream, place, page, name)
        if name == "_PID_HLINKS":
            yield from _hyperlinks(stream, place)
        elif value is not None:
            yield name, value[0], value[1] | ({"custom": "yes"} if custom else {})


def _dictionary(stream: bytes, place: int, page: int) -> dict[int, str]:
    """Read the names of custom properties (2.16)."""
    names: dict[int, str] = {}
    (count,) = struct.unpack_from("<I", stream, place)
    place += 4
    for _ in range(min(count, MAX_PROPERTIES)):
        identifier, length = struct.unpack_from("<II", stream, place)
        size = min(length * 2 if page == 1200 else length, MAX_VALUE)
        names[identifier] = _text(stream[place + 8 : place + 8 + size], page)
        place += 8 + (size + 3 & ~3 if page == 1200 else size)
    return names


def _value(
    stream: bytes, place: int, page: int, name: str
) -> tuple[int | str, dict[str, str]] | None:
    """Read a typed value (2.15); none for a type that says nothing alone."""
    (kind,) = struct.unpack_from("<H", stream, place)
    place += 4
    if kind == 0x1E or kind == 0x1F:  # VT_LPSTR, VT_LPWSTR
        (length,) = struct.unpack_from("<I", stream, place)
        size = min(length * 2 if kind == 0x1F else length, MAX_VALUE)
        text = _text(stream[place + 4 : place + 4 + size], 1200 if kind == 0x1F else page)
        return (text, {}) if text.strip() else None
    if kind == 0x40:  # VT_FILETIME, for editing time a duration
        (ticks,) = struct.unpack_from("<Q", stream, place)
        if name == "TotalTime":
            return (ticks // 10_000_000, {"unit": "seconds"}) if ticks else None
        return (ticks, filetime(ticks)) if filetime(ticks) else None
    if kind == 0x03:  # VT_I4
        (figure,) = struct.unpack_from("<i", stream, place)
        if name == "AppVersion":  # 2.3.3.2.2 of MS-OSHARED: two halves
            return f"{figure >> 16 & 0xFFFF}.{figure & 0xFFFF:04d}", {}
        return figure, {}
    if kind == 0x02:
        return struct.unpack_from("<h", stream, place)[0], {}
    if kind == 0x05:
        return str(struct.unpack_from("<d", stream, place)[0]), {}
    if kind == 0x41 and name == "_PID_LINKBASE":
        (size,) = struct.unpack_from("<I", stream, place)
        return _text(stream[place + 4 : place + 4 + min(size, MAX_VALUE)], 1200), {}
    if kind == 0x0B:
        return ("true" if struct.unpack_from("<H", stream, place)[0] else "false"), {}
    return None


def _hyperlinks(stream: bytes, place: int) -> Iterator[tuple[str, int | str, dict[str, str]]]:
    """Yield the links of a VecVtHyperlink (MS-OSHARED 2.3.3.1.18): six values for each."""
    kind, _, count = struct.unpack_from("<HxxII", stream, place)
    place += 12
    address = ""
    for n in range(min(count, MAX_PROPERTIES) if kind == 0x41 else 0):
        (sort,) = struct.unpack_from("<H", stream, place)
        if sort != 0x1F:
            place += 8
            continue
        (length,) = struct.unpack_from("<I", stream, place + 4)
        size = min(length * 2, MAX_VALUE)
        text = _text(stream[place + 8 : place + 8 + size], 1200)
        place += 8 + (size + 3 & ~3)
        if n % 6 == 4:
            address = text
        elif address:  # without one, a place in the document itself
            target = f"{address}#{text}" if text else address
            yield f"hyperlink-{n // 6 + 1}", target, {"relation": "hyperlink"}


def _text(raw: bytes, page: int) -> str:
    return decoded(raw, page).split("\0", 1)[0]


def read(stream: bytes, path: tuple[str, ...]) -> Iterator[Finding]:
    """Yield the properties of the stream at `path` as observations."""
    try:
        for name, value, facts in properties(stream, path[-1]):
            if "relation" in facts:
                where = step("ole", *path, name)
                yield Seen(kind="external-link", step=where, raw=str(value), facts=facts)
                continue
            seen = prop(step("ole", *path, name), name, facts.get("utc") or str(value))
            yield replace(
                seen, normal=facts.get("utc", ""), facts=dict(seen.facts) | facts,
                flag=_flag(name, str(value)),
            )  # fmt: skip
    except struct.error:
        yield Trouble(code="corrupt", step=step("ole", *path), why="a property set that ends early")


def _flag(name: str, value: str) -> Flag:
    return "metadata" if name == "Template" and value.lower().startswith(("http", "\\\\")) else ""
