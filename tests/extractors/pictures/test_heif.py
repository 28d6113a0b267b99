"""HEIC, HEIF, AVIF: boxes of every width, items in several extents, and lengths that lie."""

import struct

import pytest
from tests.extractors.pictures.build import box, heic, packet, tiff

from truyvet.extractors import image
from truyvet.extractors.fields.field import DAMAGE
from truyvet.extractors.pictures import heif
from truyvet.testing import Examination, examine, resolve

EXIF = tiff({0x010F: "Apple", 0x0110: "iPhone 15"})
XMP = packet("<dc:title>Hội An</dc:title>")
HELD = {1: b"\0\0\0\0" + EXIF, 2: XMP}


def infe(item: int, kind: bytes, rest: bytes = b"\0", version: int = 2) -> bytes:
    number = struct.pack(">H" if version == 2 else ">I", item)
    return box(b"infe", bytes([version, 0, 0, 0]) + number + b"\0\0" + kind + rest)


def iinf(version: int, *items: bytes) -> bytes:
    count = struct.pack(">H" if version == 0 else ">I", len(items))
    return box(b"iinf", bytes([version, 0, 0, 0]) + count + b"".join(items))


def iloc(
    version: int, extents: dict[int, list[tuple[int, int]]], method: int = 0, width: int = 4
) -> bytes:
    """Return the box of places; `width` is that of offsets and lengths."""
    body = bytes([version, 0, 0, 0, width << 4 | width, 0])
    body += struct.pack(">I" if version == 2 else ">H", len(extents))
    for item, places in extents.items():
        body += struct.pack(">I" if version == 2 else ">H", item)
        body += struct.pack(">H", method) if version else b""
        body += struct.pack(">HH", 0, len(places))
        for offset, length in places:
            body += offset.to_bytes(width, "big") + length.to_bytes(width, "big")
    return box(b"iloc", body)


ITEMS = (infe(1, b"Exif"), infe(2, b"mime", b"\0application/rdf+xml\0"))


def file(
    version: int = 0,
    width: int = 4,
    parts: int = 1,
    inside: bool = False,
    items: tuple[bytes, ...] = ITEMS,
    brand: bytes = b"heic",
    held: dict[int, bytes] = HELD,
) -> bytes:
    """Return a file of boxes; its items lie in `parts` extents, in `idat` or after everything."""
    head = box(b"ftyp", brand + b"\0\0\0\0mif1")
    joined = b"".join(held.values())
    start, meta = 0, b""
    for _ in range(2):  # the second time with the place that is now known
        extents, at = {}, start
        for item, content in held.items():
            step = -(-len(content) // parts)
            extents[item] = [
                (at + begin, min(step, len(content) - begin))
                for begin in range(0, len(content), step)
            ]
            at += len(content)
        inner = iinf(min(version, 1), *items) + iloc(version, extents, int(inside), width)
        inner += box(b"idat", joined) if inside else b""
        meta = box(b"meta", bytes(4) + inner)
        start = 0 if inside else len(head) + len(meta) + 8
    return head + meta + (b"" if inside else box(b"mdat", joined))


def values(found: Examination) -> dict[str, str]:
    return {seen.locator[0]: seen.raw for seen in found.observations}


def kinds(content: bytes) -> list[str]:
    return [block.kind for block in heif.blocks(content)]


@pytest.mark.parametrize("version", [0, 1, 2])
@pytest.mark.parametrize("width", [4, 8])
@pytest.mark.parametrize("parts", [1, 2, 5])
def test_metadata_is_found_in_every_version_width_and_number_of_extents(
    version: int, width: int, parts: int
) -> None:
    content = file(version, width, parts)
    found = examine(image, content, name="a.heic")
    assert values(found)["exif:IFD0/Model"] == "iPhone 15"
    assert values(found)["xmp:dc/title"] == "Hội An"
    assert resolve(image, content, ("xmp:dc/title",), name="a.heic").decode() == "Hội An"


@pytest.mark.parametrize("version", [1, 2])
def test_metadata_inside_the_box_of_metadata_is_found(version: int) -> None:
    assert kinds(file(version, inside=True)) == ["exif", "xmp"]
    assert (
        values(examine(image, file(version, inside=True), name="a.heic"))["exif:IFD0/Make"]
        == "Apple"
    )


def test_a_value_in_one_extent_tells_its_place_and_one_in_several_does_not() -> None:
    whole, split = (examine(image, file(parts=parts), name="a.heic") for parts in (1, 3))
    (seen,) = [s for s in whole.observations if s.raw == "Apple"]
    offset, _, length = seen.facts["bytes"].partition("+")
    assert file()[int(offset) : int(offset) + int(length)] == b"Apple"
    (seen,) = [s for s in split.observations if s.raw == "Apple"]
    assert "bytes" not in seen.facts


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif", b"heix", b"msf1"])
def test_every_brand_of_pictures_is_read(brand: bytes) -> None:
    assert kinds(file(brand=brand)) == ["exif", "xmp"]


@pytest.mark.parametrize("before", [0, 6, 20])
def test_the_bytes_before_tiff_are_told_by_their_number(before: int) -> None:
    held = {1: struct.pack(">I", before) + bytes(before) + EXIF}
    (block,) = heif.blocks(file(held=held))
    assert block.content() == EXIF


@pytest.mark.parametrize("before", [10_000, 0xFFFFFFFF])
def test_a_tiff_beyond_its_item_is_none(before: int) -> None:
    assert kinds(file(held={1: struct.pack(">I", before) + EXIF})) == []


@pytest.mark.parametrize(
    "item",
    [
        infe(1, b"hvc1"),
        infe(1, b"mime", b"\0text/plain\0"),
        infe(7, b"Exif"),
        infe(1, b"Exif", version=1),
    ],
)
def test_items_of_other_kinds_are_passed_over(item: bytes) -> None:
    assert kinds(file(items=(item,), held={1: HELD[1]})) == []


def test_an_item_information_of_version_3_has_long_numbers() -> None:
    assert kinds(file(version=2, items=(infe(1, b"Exif", version=3),), held={1: HELD[1]})) == [
        "exif"
    ]


@pytest.mark.parametrize(
    "content",
    [
        box(b"ftyp", b"heic\0\0\0\0"),
        box(b"ftyp", b"heic\0\0\0\0") + box(b"meta", bytes(4)),
        box(b"ftyp", b"heic\0\0\0\0") + box(b"meta", bytes(4) + iinf(0)),
        box(b"ftyp", b"heic\0\0\0\0") + box(b"meta", bytes(4) + iloc(0, {})),
        box(b"ftyp", b"heic\0\0\0\0") + box(b"mdat", HELD[1]),
    ],
)
def test_a_file_without_the_boxes_that_lead_there_has_no_metadata(content: bytes) -> None:
    assert kinds(content) == []


def test_boxes_are_walked_in_all_three_ways_of_length() -> None:
    wide = struct.pack(">I4sQ", 1, b"wide", 20) + b"abcd"
    content = box(b"ordy", b"12") + wide + struct.pack(">I4s", 0, b"last") + b"rest"
    found = [
        (name, content[start:end]) for name, start, end in heif.boxes(content, 0, len(content))
    ]
    assert found == [(b"ordy", b"12"), (b"wide", b"abcd"), (b"last", b"rest")]


@pytest.mark.parametrize("length", [2, 7])
def test_a_box_shorter_than_its_head_is_damage(length: int) -> None:
    with pytest.raises(ValueError, match="shorter"):
        list(heif.boxes(struct.pack(">I4s", length, b"meta") + bytes(20), 0, 28))


def test_a_wide_box_shorter_than_its_head_is_damage() -> None:
    with pytest.raises(ValueError, match="shorter"):
        list(heif.boxes(struct.pack(">I4sQ", 1, b"meta", 15) + bytes(20), 0, 36))


def test_a_box_beyond_the_end_ends_there() -> None:
    content = struct.pack(">I4s", 5_000, b"mdat") + b"abc"
    assert list(heif.boxes(content, 0, len(content))) == [(b"mdat", 8, 11)]


def test_no_more_boxes_than_a_bound_are_walked() -> None:
    content = box(b"free", b"") * (heif.MAX_ITEMS + 10)
    assert len(list(heif.boxes(content, 0, len(content)))) == heif.MAX_ITEMS


@pytest.mark.parametrize("width", [1, 3, 5, 15])
def test_a_width_that_the_standard_does_not_know_is_damage(width: int) -> None:
    content = bytearray(file())
    content[content.index(b"iloc") + 8] = width << 4 | width
    with pytest.raises(EOFError):
        kinds(bytes(content))


def test_a_box_of_places_that_claims_too_many_is_damage() -> None:
    content = bytearray(file())
    struct.pack_into(">H", content, content.index(b"iloc") + 10, 0xFFFF)
    with pytest.raises(DAMAGE):
        kinds(bytes(content))


def test_an_item_in_another_item_is_left_out() -> None:
    content = bytearray(file(1, held={1: HELD[1]}))
    struct.pack_into(">H", content, content.index(b"iloc") + 14, 2)
    assert kinds(bytes(content)) == []


def test_the_largest_of_the_sizes_is_the_pictures() -> None:
    def ispe(width: int, height: int) -> bytes:
        return box(b"ispe", bytes(4) + struct.pack(">II", width, height))

    sizes = ispe(320, 240) + ispe(4_032, 3_024) + ispe(512, 512) + box(b"ispe", b"short")
    meta = box(b"meta", bytes(4) + box(b"iprp", box(b"ipco", sizes)))
    assert heif.size(box(b"ftyp", b"heic") + meta) == (4_032, 3_024)


@pytest.mark.parametrize("inner", [b"", box(b"iprp", b""), box(b"iprp", box(b"ipco", b""))])
def test_a_file_that_claims_no_size_has_none(inner: bytes) -> None:
    assert heif.size(box(b"ftyp", b"heic") + box(b"meta", bytes(4) + inner)) is None


def test_any_cut_is_damage_or_less_metadata_and_never_a_crash() -> None:
    content = heic(EXIF, XMP)
    for length in range(0, len(content), 5):
        found = examine(image, content[:length], name="a.heic")
        assert found.outcome.status in ("ok", "empty", "corrupt")


def test_the_size_of_a_file_that_pillow_cannot_read_is_told_with_its_brand() -> None:
    (seen,) = examine(image, heic(EXIF, XMP), name="a.heic").of("picture")
    assert (seen.raw, seen.facts["form"]) == ("4032x3024", "heic")
