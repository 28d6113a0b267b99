"""Fields out of IPTC-IIM (Information Interchange Model 4.2), as news pictures carry it."""

from collections.abc import Iterator
from struct import unpack_from

from ..fields import times
from ..fields.field import Field
from .block import Block

MAX_SETS = 20_000
"""Data sets that are followed; guards time."""
_UTF8 = b"\x1b%G"
_KINDS = {
    5: "title", 25: "keyword", 65: "application", 80: "author", 105: "title", 116: "copyright",
    118: "author", 120: "description", 122: "author",
}  # fmt: skip
_TIMES = {55: ("created", 60), 62: ("digitised", 63)}
_NAMES = {
    5: "title", 7: "edit-status", 10: "urgency", 15: "category", 20: "supplemental-category",
    25: "keyword", 30: "release-date", 40: "instructions", 55: "date-created", 60: "time-created",
    62: "digital-date", 63: "digital-time", 65: "program", 70: "program-version", 80: "by-line",
    85: "by-line-title", 90: "city", 92: "sub-location", 95: "state", 100: "country-code",
    101: "country", 103: "transmission-reference", 105: "headline", 110: "credit", 115: "source",
    116: "copyright", 118: "contact", 120: "caption", 122: "writer",
}  # fmt: skip


def fields(block: Block) -> Iterator[Field]:
    """Yield the data sets of records 1 and 2 in their order, repeated ones numbered."""
    content = block.content()
    sets = list(_sets(content))
    utf8 = any(where[:2] == (1, 90) and content[where[2] :].startswith(_UTF8) for where in sets)
    values = {number: content[at : at + size] for record, number, at, size in sets if record == 2}
    for record, number, at, size in sets:
        raw = content[at : at + size]
        if record != 2 or number == 0 or not raw.strip(b" \0"):
            continue
        kind, other = _TIMES.get(number, (_KINDS.get(number, "metadata"), 0))
        shown = raw.decode("utf-8" if utf8 else "latin-1", "replace")
        facts = {"name": _NAMES.get(number, "")} | block.place(at, size)
        if other:
            moment = _moment(raw, values.get(other, b""))
            yield times.timed(kind, f"iptc:{record}/{number}", raw, moment, facts)
            continue
        yield Field(
            kind=kind,
            step=f"iptc:{record}/{number}",
            raw=raw,
            normal="" if raw.isascii() else shown,
            facts=facts,
            text=True,
        )


def _sets(content: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Yield (record, number, offset, length); ends at the first byte that begins no data set."""
    position = 0
    for _ in range(MAX_SETS):
        if position + 5 > len(content) or content[position] != 0x1C:
            return
        record, number, size = unpack_from(">BBH", content, position + 1)
        position += 5
        if size & 0x8000:
            width = size & 0x7FFF
            if width > 4:
                return
            size = int.from_bytes(content[position : position + width], "big")
            position += width
        if position + size > len(content):
            return
        yield record, number, position, size
        position += size


def _moment(date: bytes, clock: bytes) -> str:
    """Return the normal form of `20040226` and `153000+0700`."""
    day, rest = date.decode("latin-1"), clock.decode("latin-1")
    written = f"{day[:4]}-{day[4:6]}-{day[6:8]}"
    if len(rest) >= 6:
        written += f"T{rest[:2]}:{rest[2:4]}:{rest[4:6]}{rest[6:]}"
    return times.normal(written)
