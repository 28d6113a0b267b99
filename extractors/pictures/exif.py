"""Fields out of Exif (CIPA DC-008, Exif 2.32): what its tags mean.

A value stands in a field as the file writes it: text as its bytes, numbers in decimal, rationals
as `5938/100`. Maker notes are only named: their inner form is each maker's secret.
"""

from collections.abc import Iterator

from ..fields import times
from ..fields.field import DAMAGE, Field
from . import gps
from .block import Block
from .tiff import ASCII, UTF8, Entry, entries
from .values import step, text

MAKER_NOTE = 0x927C
THUMBNAIL_AT, THUMBNAIL_LENGTH = 0x0201, 0x0202
BLOCKS_INSIDE = {0x02BC: "xmp", 0x83BB: "iptc", 0x8649: "photoshop"}
"""Tags of a TIFF file whose value is metadata of another form."""
_OMITTED = frozenset(
    {0x0111, 0x0117, 0x0144, 0x0145, 0x0140, 0x014A, 0x8769, 0x8825, 0xA005, 0x8773, 0x015B, 0xC4A5}
    | {0x0201, 0x0202, 0x02BC, 0x83BB, 0x8649, 0x932F}
)
"""Offsets, tables and inner blocks: no values of their own."""
_KINDS = {
    ("IFD0", 0x010E): "description", ("IFD0", 0x0131): "application", ("IFD0", 0x013B): "author",
    ("IFD0", 0x8298): "copyright", ("IFD0", 0x013C): "device", ("Exif", 0x9286): "comment",
    ("IFD0", 0x9C9B): "title", ("IFD0", 0x9C9C): "comment", ("IFD0", 0x9C9D): "author",
    ("IFD0", 0x9C9E): "keyword", ("IFD0", 0x9C9F): "title", ("Exif", 0xA420): "document-id",
    ("Exif", 0xA430): "author", ("Exif", 0xA431): "serial", ("Exif", 0xA435): "serial",
    ("IFD0", 0xC62F): "serial",
}  # fmt: skip
_TIMES = {
    ("Exif", 0x9003): ("created", 0x9011, 0x9291),
    ("Exif", 0x9004): ("digitised", 0x9012, 0x9292),
    ("IFD0", 0x0132): ("modified", 0x9010, 0x9290),
}
"""Tag of a time: (kind, tag of its zone, tag of its fraction)."""
_WRITTEN = frozenset({"description", "author", "copyright", "comment", "title", "keyword"})


def fields(block: Block) -> Iterator[Field]:
    """Yield the fields of an Exif block in its order, then its position and its camera."""
    kept: dict[tuple[str, int], Entry] = {}
    damage: Exception | None = None
    try:
        for entry in entries(block.source, block.start, block.length):
            kept.setdefault((entry.directory, entry.tag), entry)
            if entry.tag == MAKER_NOTE:
                yield _maker_note(block, entry)
            elif entry.tag not in _OMITTED:
                yield from _field(block, entry)
    except DAMAGE as error:
        damage = error  # what was read before it still has a time, a camera and a position
    yield from _times(block, kept)
    yield from _camera(kept)
    yield from gps.fields({tag: e for (directory, tag), e in kept.items() if directory == "GPS"})
    if damage is not None:
        raise damage


def _field(block: Block, entry: Entry) -> Iterator[Field]:
    raw = text(entry)
    if not raw or (entry.directory, entry.tag) in _TIMES:
        return
    kind = _KINDS.get((entry.directory, entry.tag), "metadata")
    yield Field(
        kind=kind,
        step=step(entry),
        raw=raw,
        facts=_place(block, entry, raw),
        text=kind in _WRITTEN,
    )


def _place(block: Block, entry: Entry, raw: bytes) -> dict[str, str]:
    """Return where a text stands; nothing for numbers, which stand there in another form."""
    begin = entry.value.find(raw) if entry.form in (ASCII, UTF8) else -1
    return block.place(entry.offset + begin, len(raw)) if begin >= 0 else {}


def _maker_note(block: Block, entry: Entry) -> Field:
    """Return what a maker note begins with: its length tells that it is there and how much."""
    head = entry.value[:32].partition(b"\0")[0]
    maker = head.decode("ascii", "replace") if head.isascii() and len(head) > 3 else ""
    facts = {"size": str(entry.size), "maker": maker if maker.isprintable() else ""}
    return Field(
        kind="maker-note",
        step=step(entry),
        raw=entry.value[:64],
        facts=facts | block.place(entry.offset, entry.size),
    )


def _times(block: Block, kept: dict[tuple[str, int], Entry]) -> Iterator[Field]:
    for place, (kind, zone, fraction) in _TIMES.items():
        entry = kept.get(place)
        raw = text(entry) if entry else b""
        if entry is None or not raw:
            continue
        zoned, split = kept.get(("Exif", zone)), kept.get(("Exif", fraction))
        yield times.timed(
            kind,
            step(entry),
            raw,
            times.normal(raw.decode("latin-1"), _plain(zoned), _plain(split)),
            {"zone": _plain(zoned), **_place(block, entry, raw)},
        )


def _plain(entry: Entry | None) -> str:
    return text(entry).decode("latin-1") if entry else ""


def _camera(kept: dict[tuple[str, int], Entry]) -> Iterator[Field]:
    make, model = kept.get(("IFD0", 0x010F)), kept.get(("IFD0", 0x0110))
    maker, name = _shown(make), _shown(model)
    if name:
        full = name if name.lower().startswith(maker.lower()) else f"{maker} {name}".strip()
        facts = {"make": maker, "model": name, "serial": _shown(kept.get(("Exif", 0xA431)))}
        raw = name.encode()
        yield Field(kind="camera", step="exif:camera", raw=raw, normal=full, facts=facts)


def _shown(entry: Entry | None) -> str:
    return text(entry).decode("utf-8", "replace").strip() if entry else ""
