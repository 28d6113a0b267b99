"""Exif: kinds, times with their zones and fractions, cameras, damage, against exiftool."""

import struct

import pytest
from tests.extractors.fields.damage import before_damage
from tests.extractors.pictures.build import chunk, jpeg, png, with_exif
from tests.extractors.pictures.ifd import (
    ASCII,
    BYTE,
    LONG,
    RATIONAL,
    SHORT,
    SRATIONAL,
    UNDEFINED,
    Directory,
    Tag,
    block,
    ratios,
    text,
)  # fmt: skip

from truyvet.extractors import image
from truyvet.extractors.fields.field import Field
from truyvet.extractors.pictures import exif
from truyvet.extractors.pictures.block import Block, piece
from truyvet.testing import Examination, examine, resolve

ORDERS = ("<", ">")


def fields(first: Directory, order: str = "<") -> list[Field]:
    return list(exif.fields(piece("exif", block(first, order))))


def by_step(found: list[Field]) -> dict[str, Field]:
    return {each.step: each for each in found}


def camera(*tags: Tag, order: str = "<") -> Field | None:
    return by_step(fields(Directory(tags=list(tags)), order)).get("exif:camera")


def taken(order: str = "<", **words: str) -> Field:
    """Return the time of capture of a picture with these tags of time."""
    numbers = {"time": 0x9003, "zone": 0x9011, "fraction": 0x9291}
    tags = [text(numbers[word], value) for word, value in words.items()]
    found = fields(Directory(inner={"Exif": Directory(tags=tags)}), order)
    return by_step(found)["exif:Exif/DateTimeOriginal"]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    ("directory", "number", "kind"),
    [
        ("IFD0", 0x010E, "description"), ("IFD0", 0x0131, "application"),
        ("IFD0", 0x013B, "author"),
        ("IFD0", 0x8298, "copyright"), ("IFD0", 0x013C, "device"), ("IFD0", 0xC62F, "serial"),
        ("Exif", 0xA420, "document-id"), ("Exif", 0xA430, "author"), ("Exif", 0xA431, "serial"),
        ("Exif", 0xA435, "serial"), ("Exif", 0xA434, "metadata"), ("IFD0", 0x010F, "metadata"),
        ("Exif", 0x010E, "metadata"),
    ],
)  # fmt: skip
def test_a_tag_means_what_exif_says(order: str, directory: str, number: int, kind: str) -> None:
    tags = [text(number, "Đức")]
    whole = (
        Directory(tags=tags)
        if directory == "IFD0"
        else Directory(inner={"Exif": Directory(tags=tags)})
    )
    first, *_ = fields(whole, order)
    assert (first.kind, first.raw.decode()) == (kind, "Đức")


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("+07:00", "2026-03-14T02:15:00Z"),
        ("-05:30", "2026-03-14T14:45:00Z"),
        ("+0700", "2026-03-14T02:15:00Z"),
        ("Z", "2026-03-14T09:15:00Z"),
        ("+14:00", "2026-03-13T19:15:00Z"),
        ("+00:00", "2026-03-14T09:15:00Z"),
        ("", "2026-03-14T09:15:00"),
        ("ICT", "2026-03-14T09:15:00"),
        ("   :  ", "2026-03-14T09:15:00"),
        ("+99:00", "2026-03-14T09:15:00"),
    ],
)
def test_a_zone_brings_a_time_to_utc_and_what_is_none_leaves_it_local(
    zone: str, shown: str
) -> None:
    assert taken(time="2026:03:14 09:15:00", zone=zone).normal == shown


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [("5", ".500000"), ("25", ".250000"), ("007", ".007000"), ("123456789", ".123456"), ("", ""),
     ("0", ""), ("x", ""), ("12 ", ".120000")],
)  # fmt: skip
def test_the_fraction_of_a_second_stands_in_its_own_tag(fraction: str, shown: str) -> None:
    assert (
        taken(time="2026:03:14 09:15:00", fraction=fraction).normal == f"2026-03-14T09:15:00{shown}"
    )


@pytest.mark.parametrize(
    "written",
    ["2026:13:01 00:00:00", "2026:02:30 00:00:00", "2026:01:01 24:00:00", "    :  :     :  :  ",
     "0000:00:00 00:00:00", "2026:03:14 09:15:61", "hôm qua", "2026"],
)  # fmt: skip
def test_a_time_that_is_none_is_told_as_it_stands(written: str) -> None:
    seen = taken(time=written)
    assert (seen.kind, seen.raw.decode(), seen.normal) == ("media-time", written.strip(), "")


@pytest.mark.parametrize(
    ("number", "directory", "role", "zone"),
    [(0x9003, "Exif", "created", 0x9011), (0x9004, "Exif", "digitised", 0x9012),
     (0x0132, "IFD0", "modified", 0x9010)],
)  # fmt: skip
def test_each_time_has_its_own_role_and_its_own_zone(
    number: int, directory: str, role: str, zone: int
) -> None:
    when = text(number, "2026:03:14 09:15:00")
    inner = [text(zone, "+07:00")] + ([when] if directory == "Exif" else [])
    whole = Directory(
        tags=[when] if directory == "IFD0" else [], inner={"Exif": Directory(tags=inner)}
    )
    (seen,) = [each for each in fields(whole) if each.kind == "media-time"]
    assert (seen.facts["role"], seen.facts["utc"], seen.facts["zone"]) == (
        role, "2026-03-14T02:15:00Z", "+07:00",
    )  # fmt: skip


def test_the_place_of_a_time_begins_behind_its_blanks() -> None:
    content = with_exif(
        block(Directory(inner={"Exif": Directory(tags=[text(0x9003, "  2026:03:14 09:15:00")])}))
    )
    (seen,) = examine(image, content).of("media-time")
    offset, _, length = seen.facts["bytes"].partition("+")
    assert content[int(offset) : int(offset) + int(length)] == b"2026:03:14 09:15:00"


def test_a_time_in_numbers_tells_no_place() -> None:
    tag = Tag(number=0x9003, form=SHORT, value=[2026, 3, 14])
    (seen,) = fields(Directory(inner={"Exif": Directory(tags=[tag])}))
    assert (seen.raw, seen.normal, "bytes" in seen.facts) == (b"2026 3 14", "", False)


@pytest.mark.parametrize(
    ("make", "model", "shown"),
    [
        ("Apple", "iPhone 15 Pro", "Apple iPhone 15 Pro"),
        ("Canon", "Canon EOS R5", "Canon EOS R5"),
        ("SAMSUNG", "samsung SM-G991B", "samsung SM-G991B"),
        ("NIKON CORPORATION", "NIKON D850", "NIKON CORPORATION NIKON D850"),
        ("OPPO\0\0\0", "CPH2451   ", "OPPO CPH2451"),
    ],
)
def test_a_camera_is_named_by_make_and_model_once(make: str, model: str, shown: str) -> None:
    seen = camera(text(0x010F, make), text(0x0110, model))
    assert seen is not None
    assert (seen.normal, seen.raw.decode()) == (shown, model.strip())


def test_a_make_without_a_model_is_no_camera() -> None:
    assert camera(text(0x010F, "Canon")) is None


def test_a_model_without_a_make_is_one() -> None:
    seen = camera(text(0x0110, "V2031"))
    assert seen is not None
    assert seen.normal == "V2031"


@pytest.mark.parametrize("number", [0x0111, 0x0117, 0x8769, 0x8825, 0xA005, 0x0201, 0x0202, 0x932F])
def test_offsets_are_no_values(number: int) -> None:
    assert fields(Directory(tags=[Tag(number=number, form=LONG, value=[8])])) == []


@pytest.mark.parametrize("number", [0x8769, 0xA005, 0x014A])
def test_a_pointer_into_nothing_hides_no_other_directory(number: int) -> None:
    broken = Tag(number=number, form=LONG, value=[4_000_000])
    position = Directory(tags=[text(1, "N"), ratios(2, (21, 1)), text(3, "E"), ratios(4, (105, 1))])
    content = with_exif(block(Directory(tags=[broken], inner={"GPS": position})))
    found = examine(image, content)
    assert [seen.normal for seen in found.of("geo")] == ["21.000000,105.000000"]
    assert found.outcome.status == "corrupt"


@pytest.mark.parametrize(
    ("note", "maker"),
    [
        (b"Apple iOS\0\0\1MM", "Apple iOS"),
        (b"Nikon\0\2\x10\0\0", "Nikon"),
        (b"OLYMPUS\0II", "OLYMPUS"),
        (b"\x15\0\x01\0", ""),
        (b"\xff\xfe\xfd\xfc\xfb", ""),
        (b"ab\0cdef", ""),
        (b"a\nb\nc\0xx", ""),
    ],
)
def test_a_maker_note_is_named_where_it_names_itself(note: bytes, maker: str) -> None:
    tags = [Tag(number=exif.MAKER_NOTE, form=UNDEFINED, value=note)]
    (seen,) = fields(Directory(inner={"Exif": Directory(tags=tags)}))
    assert (seen.kind, seen.raw, seen.facts.get("maker", "")) == ("maker-note", note[:64], maker)


def test_of_two_tags_of_one_number_the_first_tells_the_camera() -> None:
    seen = camera(text(0x0110, "first"), text(0x0110, "second"))
    assert seen is not None
    assert seen.raw == b"first"


def test_two_tags_of_one_number_are_both_told() -> None:
    content = with_exif(block(Directory(tags=[text(0x010E, "one"), text(0x010E, "two")])))
    found = {seen.locator[0]: seen.raw for seen in examine(image, content).of("description")}
    assert found == {
        "exif:IFD0/ImageDescription": "one",
        "exif:IFD0/ImageDescription#2": "two",
    }
    assert resolve(image, content, ("exif:IFD0/ImageDescription#2",)) == b"two"


def test_a_camera_and_a_time_read_before_the_damage_are_told() -> None:
    tags = [text(0x010F, "Sony"), text(0x0110, "ILCE-7M4"), text(0x0132, "2026:03:14 09:15:00")]
    content = bytearray(block(Directory(tags=tags)))
    struct.pack_into("<H", content, 8, 300)
    found = before_damage(exif.fields(piece("exif", bytes(content))), EOFError)
    assert {each.step for each in found} >= {"exif:camera", "exif:IFD0/DateTime"}


def whole() -> Directory:
    """A picture as telephones write it; what exiftool 12.57 reads in it stands in `EXIFTOOL`."""
    return Directory(
        tags=[text(0x010F, "Xiaomi"), text(0x0110, "2201117TG"),
              text(0x0131, "spes_global-user 13"),
              Tag(number=0x0112, form=SHORT, value=[6]), text(0x0132, "2026:03:14 09:15:02"),
              Tag(number=0x9C9B, form=BYTE, value="Chợ".encode("utf-16-le") + b"\0\0")],
        inner={
            "Exif": Directory(tags=[
                text(0x9003, "2026:03:14 09:15:00"), text(0x9011, "+07:00"), text(0x9291, "518"),
                ratios(0x829A, (1, 120)), ratios(0x829D, (18, 10)),
                Tag(number=0x9204, form=SRATIONAL, value=[-1, 3]),
                Tag(number=0x9000, form=UNDEFINED, value=b"0232"),
                Tag(number=0x9286, form=UNDEFINED, value=b"ASCII\0\0\0" + b"hop dong"),
                text(0xA430, "Đức"), text(0xA431, "K21-0007"),
            ], inner={"Interop": Directory(tags=[text(1, "R98")])}),
            "GPS": Directory(tags=[
                Tag(number=0, form=BYTE, value=[2, 2, 0, 0]),
                text(1, "N"), ratios(2, (21, 1), (1, 1), (4278, 100)),
                text(3, "E"), ratios(4, (105, 1), (51, 1), (1602, 100)),
                Tag(number=5, form=BYTE, value=[0]), ratios(6, (1234, 100)),
                ratios(7, (2, 1), (15, 1), (0, 1)), text(29, "2026:03:14"),
                Tag(number=27, form=UNDEFINED, value=b"ASCII\0\0\0GPS"),
            ]),
        },
    )  # fmt: skip


EXIFTOOL = {
    "exif:IFD0/Make": "Xiaomi", "exif:IFD0/Model": "2201117TG",
    "exif:IFD0/Software": "spes_global-user 13", "exif:IFD0/Orientation": "6",
    "exif:IFD0/XPTitle": "Chợ", "exif:Exif/DateTimeOriginal": "2026:03:14 09:15:00",
    "exif:Exif/OffsetTimeOriginal": "+07:00", "exif:Exif/SubsecTimeOriginal": "518",
    "exif:Exif/ExifVersion": "0232", "exif:Exif/UserComment": "hop dong",
    "exif:Exif/CameraOwnerName": "Đức", "exif:Exif/BodySerialNumber": "K21-0007",
    "exif:Interop/InteroperabilityIndex": "R98", "exif:GPS/GPSVersionID": "2 2 0 0",
    "exif:GPS/GPSLatitudeRef": "N", "exif:GPS/GPSProcessingMethod": "GPS",
    "exif:GPS/GPSDateStamp": "2026:03:14", "exif:IFD0/DateTime": "2026:03:14 09:15:02",
}  # fmt: skip
EXIFTOOL_POSITION = (21.02855, 105.854450)
EXIFTOOL_NUMBERS = {
    "ExposureTime": 0.008333333333,
    "FNumber": 1.8,
    "ExposureBiasValue": -0.3333333333,
}


def forms(content: bytes) -> list[bytes]:
    """Return pictures of two forms that hold one Exif block."""
    return [with_exif(content), png(chunk(b"eXIf", content))]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("form", [0, 1])
def test_a_picture_of_a_telephone_tells_what_exiftool_says_of_it(order: str, form: int) -> None:
    found = examine(image, forms(block(whole(), order))[form])
    values = {seen.locator[0]: seen.raw for seen in found.observations}
    assert {name: values.get(name) for name in EXIFTOOL} == EXIFTOOL
    for name, number in EXIFTOOL_NUMBERS.items():
        above, below = values[f"exif:Exif/{name}"].split("/")
        assert int(above) / int(below) == pytest.approx(number)
    assert _position(found) == pytest.approx(EXIFTOOL_POSITION, abs=1e-6)
    assert found.outcome.status == "ok"


def _position(found: Examination) -> tuple[float, ...]:
    (seen,) = found.of("geo")
    assert seen.facts["method"] == "GPS"
    return tuple(map(float, seen.normal.split(",")))


def test_both_orders_of_bytes_tell_the_same() -> None:
    one, other = (
        [(s.kind, s.locator, s.raw, s.normal) for s in examine(image, with_exif(c)).observations]
        for c in (block(whole(), "<"), block(whole(), ">"))
    )
    assert one == other


def test_two_blocks_of_exif_are_both_told() -> None:
    parts = [
        (0xE1, b"Exif\0\0" + block(Directory(tags=[text(0x010E, word)]))) for word in ("a", "b")
    ]
    assert [seen.raw for seen in examine(image, jpeg(parts)).of("description")] == ["a", "b"]


@pytest.mark.parametrize("head", [b"Exif\0\0", b"Exif\0\xff"])
def test_the_byte_after_the_name_of_exif_may_be_any(head: bytes) -> None:
    content = jpeg([(0xE1, head + block(Directory(tags=[text(0x010E, "x")])))])
    assert [seen.raw for seen in examine(image, content).of("description")] == ["x"]


def test_a_block_without_tiff_is_damaged_and_hides_no_other() -> None:
    sound = b"Exif\0\0" + block(Directory(tags=[text(0x010E, "x")]))
    found = examine(image, jpeg([(0xE1, b"Exif\0\0nothing of TIFF"), (0xE1, sound)]))
    assert [seen.raw for seen in found.of("description")] == ["x"]
    assert [defect.text for defect in found.outcome.defects] == ["damaged Exif (NotTiff)"]


@pytest.mark.parametrize("form", [ASCII, BYTE, SHORT, LONG, RATIONAL, UNDEFINED, SRATIONAL])
@pytest.mark.parametrize("number", [0x010F, 0x9003, 0x9286, 0x927C, 0x02BC, 0x8769, 0x9C9B])
def test_a_tag_of_the_wrong_type_never_breaks_the_reading(form: int, number: int) -> None:
    odd = Tag(number=number, form=form, value=b"\x08\0\0\0" * 4, count=2)
    content = with_exif(block(Directory(tags=[odd, text(0xC62F, "after")])))
    found = examine(image, content)
    assert [seen.raw for seen in found.of("serial")] == ["after"]
    assert found.outcome.status in ("ok", "corrupt")


def test_a_block_says_where_its_values_stand_only_where_it_is_read_as_it_stands() -> None:
    content = block(Directory(tags=[text(0x010F, "Canon")]))
    inside = Block(kind="exif", source=b"12" + content, start=2, length=len(content))
    (placed,) = exif.fields(inside)
    (packed,) = exif.fields(piece("exif", content))
    assert (placed.facts, packed.facts) == ({"bytes": f"{2 + content.index(b'Canon')}+5"}, {})
