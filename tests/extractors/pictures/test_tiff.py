"""Directories of TIFF: every type in both byte orders, loops, links and lengths that lie."""

import struct
from collections.abc import Sequence
from io import BytesIO

import pytest
from PIL import Image, TiffImagePlugin
from tests.extractors.fields.damage import before_damage
from tests.extractors.pictures.ifd import (
    ASCII,
    BYTE,
    DOUBLE,
    FLOAT,
    IFD,
    LONG,
    RATIONAL,
    SBYTE,
    SHORT,
    SLONG,
    SRATIONAL,
    SSHORT,
    UNDEFINED,
    UTF8,
    Directory,
    Tag,
    block,
    text,
)  # fmt: skip

from truyvet.extractors.pictures import tiff
from truyvet.extractors.pictures.tiff import Entry, NotTiff

ORDERS = ("<", ">")


def read(content: bytes) -> list[Entry]:
    return list(tiff.entries(content, 0, len(content)))


def one(tag: Tag, order: str = "<") -> Entry:
    (entry,) = read(block(Directory(tags=[tag]), order))
    return entry


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    ("form", "value", "numbers"),
    [
        (BYTE, (0, 255), [0, 255]),
        (SHORT, (1, 65_535), [1, 65_535]),
        (SHORT, (1, 2, 3), [1, 2, 3]),
        (LONG, (0xFFFFFFFF,), [0xFFFFFFFF]),
        (LONG, (1, 2), [1, 2]),
        (RATIONAL, (5_938, 100), [(5_938, 100)]),
        (RATIONAL, (1, 0, 0, 1), [(1, 0), (0, 1)]),
        (SBYTE, (-128, 127), [-128, 127]),
        (SSHORT, (-32_768, 32_767), [-32_768, 32_767]),
        (SLONG, (-(1 << 31),), [-(1 << 31)]),
        (SRATIONAL, (-1, 3), [(-1, 3)]),
        (FLOAT, (0.5, -2.0), [0.5, -2.0]),
        (DOUBLE, (1e-300,), [1e-300]),
        (IFD, (8,), [8]),
    ],
)
def test_numbers_of_every_type_are_read(
    order: str, form: int, value: Sequence[float], numbers: list[object]
) -> None:
    assert one(Tag(number=0x9999, form=form, value=value), order).numbers() == numbers


@pytest.mark.parametrize("form", [ASCII, UNDEFINED, UTF8])
def test_what_is_no_number_has_none(form: int) -> None:
    assert one(Tag(number=0x9999, form=form, value=b"12345")).numbers() == []


@pytest.mark.parametrize("length", [1, 3, 4, 5, 6, 64])
def test_a_value_of_up_to_four_bytes_stands_in_its_entry(length: int) -> None:
    value = b"abcdefgh" * 8
    entry = one(Tag(number=0x9999, form=UNDEFINED, value=value[:length]))
    assert entry.value == value[:length]
    assert (entry.offset == 8 + 2 + 8) == (length <= 4)


@pytest.mark.parametrize("order", ORDERS)
def test_a_place_is_where_the_value_stands(order: str) -> None:
    content = block(Directory(tags=[text(0x010F, "Canon"), text(0x0110, "R5")]), order)
    for entry in read(content):
        assert content[entry.offset : entry.offset + entry.size] == entry.value


def test_no_more_numbers_than_wanted_are_given() -> None:
    entry = one(Tag(number=0x9999, form=SHORT, value=range(100)))
    assert (len(entry.numbers()), entry.numbers(2)) == (64, [0, 1])


def test_a_long_value_is_cut_and_its_length_told() -> None:
    entry = one(Tag(number=0x9999, form=UNDEFINED, value=bytes(tiff.MAX_VALUE + 10)))
    assert (len(entry.value), entry.size) == (tiff.MAX_VALUE, tiff.MAX_VALUE + 10)


@pytest.mark.parametrize(
    "head",
    [
        b"", b"II", b"II*\0\x08\0\0", b"MM*\0\x08\0\0\0", b"II\0*\x08\0\0\0", b"II+\0\x08\0\0\0",
        b"IM*\0\x08\0\0\0", b"\0\0\0\0\0\0\0\0",
    ],
)  # fmt: skip
def test_what_has_no_head_of_tiff_is_none(head: bytes) -> None:
    with pytest.raises(NotTiff):
        read(head)


@pytest.mark.parametrize("form", [0, 14, 16, 128, 130, 0xFFFF])
def test_an_entry_of_an_unknown_type_is_left_out(form: int) -> None:
    tags = [Tag(number=1, form=form, value=b"abcd", count=4), text(2, "ok")]
    assert [entry.tag for entry in read(block(Directory(tags=tags)))] == [2]


@pytest.mark.parametrize("count", [1_000, 0x7FFFFFFF, 0xFFFFFFFF])
def test_an_entry_that_claims_more_than_there_is_is_left_out(count: int) -> None:
    tags = [Tag(number=1, form=DOUBLE, value=b"abcdefgh", count=count), text(2, "ok")]
    assert [entry.tag for entry in read(block(Directory(tags=tags)))] == [2]


@pytest.mark.parametrize("at", [60, 0x7FFFFFFF, 0xFFFFFFFF])
def test_an_entry_that_points_beyond_the_end_is_left_out(at: int) -> None:
    tags = [Tag(number=1, form=ASCII, value=b"abcdefgh", at=at), text(2, "ok")]
    assert [entry.tag for entry in read(block(Directory(tags=tags)))] == [2]


def test_a_value_may_end_with_the_last_byte() -> None:
    content = block(Directory(tags=[text(1, "1234567")]))
    assert [entry.value for entry in read(content)] == [b"1234567\0"]
    assert read(content[:-1]) == []


def test_directories_are_named_by_what_points_to_them() -> None:
    whole = Directory(
        tags=[text(1, "a")],
        inner={
            "Exif": Directory(
                tags=[text(2, "b")], inner={"Interop": Directory(tags=[text(1, "R98")])}
            ),
            "GPS": Directory(tags=[text(1, "N")]),
        },
        following=Directory(tags=[text(3, "c")], following=Directory(tags=[text(4, "d")])),
    )
    names = {(entry.directory, entry.value) for entry in read(block(whole))}
    assert {
        ("IFD0", b"a\0"), ("IFD1", b"c\0"), ("IFD2", b"d\0"), ("Exif", b"b\0"), ("GPS", b"N\0"),
        ("Interop", b"R98\0"),
    } <= names  # fmt: skip


def test_sub_directories_are_numbered() -> None:
    head = Directory(tags=[Tag(number=0x014A, form=LONG, value=[0, 0])])
    content = bytearray(block(head))
    places = []
    for word in ("one", "two"):
        places.append(len(content))
        content += struct.pack("<HHHI4sI", 1, 9, ASCII, 4, word.encode() + b"\0", 0)
    struct.pack_into("<II", content, 8 + 2 + 12 + 4, *places)
    found = {(entry.directory, entry.value) for entry in read(bytes(content)) if entry.tag == 9}
    assert found == {("SubIFD0", b"one\0"), ("SubIFD1", b"two\0")}


def test_a_directory_that_links_to_itself_is_read_once() -> None:
    assert len(read(block(Directory(tags=[text(1, "a")], link=8)))) == 1


def test_two_directories_that_link_to_each_other_are_read_once_each() -> None:
    second = Directory(tags=[text(2, "b")], link=8)
    found = read(block(Directory(tags=[text(1, "a")], following=second)))
    assert [entry.tag for entry in found] == [1, 2]


@pytest.mark.parametrize("number", [0x8769, 0x8825, 0xA005, 0x014A])
def test_a_pointer_to_its_own_directory_is_followed_no_further(number: int) -> None:
    tags = [Tag(number=number, form=LONG, value=[8]), text(0x9999, "x")]
    assert len(read(block(Directory(tags=tags)))) == 2


def test_a_chain_of_directories_ends_at_a_bound() -> None:
    content = bytearray(b"II*\0\x08\0\0\0")
    for _ in range(tiff.MAX_DIRECTORIES + 20):
        content += struct.pack("<HHHI4sI", 1, 9, ASCII, 4, b"abc\0", len(content) + 18)
    found = read(bytes(content) + bytes(6))
    assert len(found) == tiff.MAX_DIRECTORIES
    assert found[-1].directory == f"IFD{tiff.MAX_DIRECTORIES - 1}"


@pytest.mark.parametrize("at", [500, 0xFFFFFFFF])
def test_a_directory_beyond_the_end_is_damage(at: int) -> None:
    with pytest.raises(EOFError):
        read(b"II*\0" + struct.pack("<I", at) + bytes(20))


def test_entries_beyond_the_end_are_damage_after_those_before() -> None:
    content = bytearray(block(Directory(tags=[text(1, "a"), text(2, "b")])))
    struct.pack_into("<H", content, 8, 40)
    found = before_damage(tiff.entries(bytes(content), 0, len(content)), EOFError)
    assert [entry.tag for entry in found[:2]] == [1, 2]


def test_values_that_all_point_to_one_place_do_not_fill_the_memory() -> None:
    rows = tiff.MAX_VALUES // tiff.MAX_VALUE + 10
    body = struct.pack("<H", rows)
    start = 8 + 2 + 12 * rows + 4
    body += struct.pack("<HHII", 7, UNDEFINED, tiff.MAX_VALUE, start) * rows + bytes(4)
    content = b"II*\0\x08\0\0\0" + body + bytes(tiff.MAX_VALUE)
    found = before_damage(tiff.entries(content, 0, len(content)), ValueError)
    assert sum(len(entry.value) for entry in found) == tiff.MAX_VALUES


def test_no_more_entries_than_a_bound_are_read() -> None:
    rows = struct.pack("<HHI4s", 9, ASCII, 4, b"abc\0") * 65_535
    content = b"II*\0\x08\0\0\0" + struct.pack("<H", 65_535) + rows + bytes(4)
    found = before_damage(tiff.entries(content, 0, len(content)), ValueError)
    assert len(found) == tiff.MAX_ENTRIES


def test_a_block_in_the_middle_of_a_file_is_read_by_its_own_offsets() -> None:
    content = block(Directory(tags=[text(0x010F, "Canon")]))
    (entry,) = tiff.entries(b"before" + content + b"after", 6, len(content))
    assert entry.value == b"Canon\0"
    assert content[entry.offset :][:5] == b"Canon"


@pytest.mark.parametrize("prefix", [b"II", b"MM"])
def test_what_pillow_writes_reads_as_pillow_reads_it(prefix: bytes) -> None:
    written = TiffImagePlugin.ImageFileDirectory_v2(prefix=prefix)
    written[0x010F] = "Nokia"
    written[0x0112] = 6
    written[0x011A] = TiffImagePlugin.IFDRational(300, 7)
    order = "<" if prefix == b"II" else ">"
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    found = {entry.tag: entry for entry in read(head + written.tobytes(8))}
    assert found[0x010F].value == b"Nokia\0"
    assert found[0x0112].numbers() == [6]
    assert found[0x011A].numbers() == [(300, 7)]


def test_every_tag_of_a_tiff_that_pillow_wrote_is_seen() -> None:
    out = BytesIO()
    Image.new("L", (4, 4)).save(out, "TIFF", tiffinfo={270: "Hà Nội", 305: "truyvet"})
    with Image.open(BytesIO(out.getvalue())) as picture:
        assert isinstance(picture, TiffImagePlugin.TiffImageFile)
        wanted = set(picture.tag_v2)
    assert {entry.tag for entry in read(out.getvalue())} == wanted
