"""Values of Exif as text: names of tags, character sets, numbers, bytes nobody could read."""

import pytest
from PIL import ExifTags
from tests.extractors.pictures.ifd import (
    ASCII,
    BYTE,
    LONG,
    RATIONAL,
    SBYTE,
    SHORT,
    SRATIONAL,
    UNDEFINED,
    UTF8,
)  # fmt: skip

from truyvet.extractors.pictures.tiff import Entry
from truyvet.extractors.pictures.values import names, step, text


def entry(
    tag: int, form: int, value: bytes, count: int = 0, directory: str = "Exif", little: bool = True
) -> Entry:
    return Entry(
        directory=directory, tag=tag, form=form, count=count or len(value), offset=0,
        size=len(value), little=little, value=value,
    )  # fmt: skip


def little(width: int, *numbers: int) -> bytes:
    return b"".join(number.to_bytes(width, "little", signed=number < 0) for number in numbers)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (b"Canon\0", b"Canon"),
        (b"Canon", b"Canon"),
        (b"  Canon \r\n\0", b"Canon"),
        (b"one\0two\0", b"one"),
        (b"\0\0\0\0", b""),
        (b"   \0", b""),
        ("Nguyễn Văn Đức\0".encode(), "Nguyễn Văn Đức".encode()),
        (b"\xff\xfe\0", b"\xff\xfe"),
        (b"", b""),
    ],
)
def test_text_ends_at_its_zero_and_keeps_its_bytes(value: bytes, shown: bytes) -> None:
    assert text(entry(0x010E, ASCII, value)) == shown
    assert text(entry(0x010E, UTF8, value)) == shown


@pytest.mark.parametrize(
    ("form", "value", "count", "shown"),
    [
        (BYTE, b"\2\3\0\0", 4, b"2 3 0 0"),
        (SHORT, little(2, 1, 65_535), 2, b"1 65535"),
        (LONG, little(4, 70_000), 1, b"70000"),
        (RATIONAL, little(4, 28, 10), 1, b"28/10"),
        (RATIONAL, little(4, 1, 0, 2, 3), 2, b"1/0 2/3"),
        (SRATIONAL, little(4, -1, 3), 1, b"-1/3"),
        (SBYTE, b"\xff", 1, b"-1"),
    ],
)
def test_numbers_are_decimal(form: int, value: bytes, count: int, shown: bytes) -> None:
    assert text(entry(0x9999, form, value, count)) == shown


def test_a_table_of_numbers_is_no_text() -> None:
    assert text(entry(0x9999, SHORT, little(2, *range(64)), 64)).startswith(b"0 1 2")
    assert text(entry(0x9999, SHORT, little(2, *range(65)), 65)) == b""


def test_numbers_stand_in_the_order_of_the_block() -> None:
    assert text(entry(0x9999, SHORT, b"\1\0", 1, little=False)) == b"256"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (b"0232", b"0232"),
        (b"0232\0\0", b"0232"),
        (b"\1\2\3\0", b"1 2 3 0"),
        (b"\1\2\3\0\4\5\6\7", b"1 2 3 0 4 5 6 7"),
        (b"\1\2\3\0\4\5\6\7\x08", b""),
        (b"\xff" * 200, b""),
        (b"\0\0\0\0", b""),
    ],
)
def test_undefined_bytes_are_text_or_few_numbers_or_nothing(value: bytes, shown: bytes) -> None:
    assert text(entry(0x9000, UNDEFINED, value)) == shown


@pytest.mark.parametrize("tag", [0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F])
@pytest.mark.parametrize("form", [BYTE, UNDEFINED])
def test_the_tags_of_windows_hold_utf_16(tag: int, form: int) -> None:
    wide = "Ảnh chụp ở Đà Nẵng".encode("utf-16-le") + b"\0\0"
    assert text(entry(tag, form, wide, directory="IFD0")).decode() == "Ảnh chụp ở Đà Nẵng"


@pytest.mark.parametrize("cut", [b"a", b"a\0b", b"\0\xd8", b"\0\0a\0"])
def test_a_damaged_text_of_windows_is_read_as_far_as_it_goes(cut: bytes) -> None:
    assert "\0" not in text(entry(0x9C9B, BYTE, cut)).decode()


def test_a_title_of_windows_in_ascii_is_text() -> None:
    assert text(entry(0x9C9B, ASCII, b"plain\0")) == b"plain"


WORDS = "Gặp ở Cần Thơ"


@pytest.mark.parametrize(
    ("mark", "encoding", "order"),
    [
        (b"UNICODE\0", "utf-16-le", True),
        (b"UNICODE\0", "utf-16-be", False),
        (b"\0" * 8, "utf-8", True),
    ],
)
@pytest.mark.parametrize(("directory", "tag"), [("Exif", 0x9286), ("GPS", 27), ("GPS", 28)])
def test_eight_bytes_name_the_character_set(
    mark: bytes, encoding: str, order: bool, directory: str, tag: int
) -> None:
    value = mark + WORDS.encode(encoding)
    seen = entry(tag, UNDEFINED, value, directory=directory, little=order)
    assert text(seen).decode() == WORDS


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (b"ASCII\0\0\0GPS", "GPS"),
        (b"ASCII\0\0\0CELLID\0\0\0", "CELLID"),
        (b"ASCII\0\0\0", ""),
        (b"ASCII\0\0\0   ", ""),
        (b"ASCII\0\0\0caf\xe9", "caf\ufffd"),
        (b"JIS\0\0\0\0\0\x1b$B4A;z\x1b(B", "漢字"),
        (b"MYOWNSET\xe9t\xe9", "été"),
        (b"UNICODE\0a", ""),
        (b"UNICODE\0\0\xd8", "\ufffd"),
        (b"\0\0\0\0\0\0\0\0\xff", "\ufffd"),
        (b"short", ""),
        (b"", ""),
    ],
)
def test_comments_in_other_sets_and_damaged_ones_are_read(value: bytes, shown: str) -> None:
    assert text(entry(0x9286, UNDEFINED, value)).decode() == shown


def test_the_mark_of_a_character_set_means_nothing_elsewhere() -> None:
    assert text(entry(27, UNDEFINED, b"ASCII\0\0\0GPS", directory="IFD0")) == b""


@pytest.mark.parametrize(
    ("directory", "tag", "shown"),
    [
        ("IFD0", 0x010F, "exif:IFD0/Make"),
        ("IFD1", 0x0103, "exif:IFD1/Compression"),
        ("Exif", 0x9003, "exif:Exif/DateTimeOriginal"),
        ("GPS", 2, "exif:GPS/GPSLatitude"),
        ("Interop", 1, "exif:Interop/InteroperabilityIndex"),
        ("Interop", 2, "exif:Interop/InteroperabilityVersion"),
        ("Interop", 3, "exif:Interop/0x0003"),
        ("IFD0", 0xA1B2, "exif:IFD0/0xA1B2"),
        ("GPS", 0x010F, "exif:GPS/0x010F"),
        ("SubIFD3", 0x0100, "exif:SubIFD3/ImageWidth"),
    ],
)
def test_a_step_names_directory_and_tag(directory: str, tag: int, shown: str) -> None:
    assert step(entry(tag, ASCII, b"x", directory=directory)) == shown


def test_no_two_tags_of_a_directory_have_one_name_but_those_of_pillow_itself() -> None:
    for directory, known in (("GPS", ExifTags.GPSTAGS), ("IFD0", ExifTags.TAGS)):
        assert names(directory) == known
