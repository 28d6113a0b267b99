"""Headers of 7z archives: numbers, bits, streams, folders, files, and each part wrong."""

import random
import struct
import zlib

import pytest
from tests.extractors.containers.sevens import (
    COPY,
    FILETIME,
    attributes,
    bits,
    chain,
    coder,
    crcs,
    folders,
    names,
    number,
    part,
    stored,
    times,
)

from truyvet.extractors.containers.reading import Damage
from truyvet.extractors.containers.sevenformat import (
    MAX_FILES,
    START,
    Cursor,
    Streams,
    files,
    start,
    streams,
)


def described(raw: bytes) -> Streams:
    cursor = Cursor(raw)
    found = streams(cursor)
    assert cursor.place == len(raw)
    return found


@pytest.mark.parametrize(
    "value",
    [0, 1, 0x7F, 0x80, 0x3FFF, 0x4000, 0x1FFFFF, 1 << 21, 1 << 28, 1 << 35, 1 << 42, 1 << 49,
     (1 << 56) - 1, 1 << 56, (1 << 64) - 1],
)  # fmt: skip
def test_numbers_of_every_length_are_read(value: int) -> None:
    cursor = Cursor(number(value) + b"\x55")
    assert cursor.number() == value
    assert cursor.byte() == 0x55


@pytest.mark.parametrize("value", [0x80, 0x4000, 1 << 35, (1 << 64) - 1])
def test_a_number_that_is_cut_off_is_damage(value: int) -> None:
    raw = number(value)
    for length in range(len(raw)):
        with pytest.raises(Damage, match="ends too early"):
            Cursor(raw[:length]).number()


@pytest.mark.parametrize("length", [-1, 4, 1 << 62])
def test_no_more_is_taken_than_there_is(length: int) -> None:
    with pytest.raises(Damage):
        Cursor(b"abc").take(length)


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 20])
def test_bits_stand_highest_first(count: int) -> None:
    flags = [bool(bit) for bit in random.Random(count).choices((0, 1), k=count)]
    assert Cursor(bits(flags)).bits(count) == flags
    assert Cursor(b"\0" + bits(flags)).defined(count) == flags
    assert Cursor(b"\1").defined(count) == [True] * count


def test_sums_are_read_where_they_are_known() -> None:
    assert Cursor(crcs(1, None, 0xFFFFFFFF)).crcs(3) == [1, None, 0xFFFFFFFF]
    assert Cursor(crcs(1, 2)).crcs(2) == [1, 2]


@pytest.mark.parametrize("claim", [6, MAX_FILES + 1, (1 << 64) - 1])
def test_a_count_is_believed_only_as_far_as_the_header_goes(claim: int) -> None:
    raw = number(claim) + bytes(4)
    if claim > len(raw):
        with pytest.raises(Damage, match="more than it can hold"):
            Cursor(raw).count()
    else:
        assert Cursor(raw + bytes(9)).count() == claim


def test_the_beginning_says_where_the_header_stands() -> None:
    content = stored(b"abc")
    place, length, crc = start(content[:START])
    assert place == START + 3
    assert len(content) == place + length
    assert zlib.crc32(content[place:]) == crc


@pytest.mark.parametrize("place", [0, 5, 8, 11, 12, 19, 20, 27, 28, 31])
def test_a_beginning_with_any_changed_byte_is_damage(place: int) -> None:
    raw = bytearray(stored(b"abc")[:START])
    raw[place] ^= 1
    with pytest.raises(Damage):
        start(bytes(raw))


@pytest.mark.parametrize("place", [6, 7])
def test_the_version_is_not_looked_at(place: int) -> None:
    raw = bytearray(stored(b"abc")[:START])
    raw[place] ^= 0xFF
    assert start(bytes(raw))[0] == START + 3


@pytest.mark.parametrize("length", [0, 6, 31])
def test_a_beginning_that_is_cut_off_is_damage(length: int) -> None:
    with pytest.raises(Damage, match="cut off"):
        start(stored(b"abc")[:length])


def test_one_folder_of_one_file_is_described() -> None:
    found = described(folders([COPY], [3], [[3]], [[b"abc"]]))
    assert found.packed == [(START, 3)]
    (folder,) = found.folders
    assert (folder.size, folder.first, folder.pieces) == (3, 0, [(3, zlib.crc32(b"abc"))])
    assert [(one.method, one.inputs, one.outputs) for one in folder.coders] == [(b"\0", 1, 1)]


def test_the_files_of_several_folders_have_their_lengths_and_sums() -> None:
    pieces = [[b"a", b"bc"], [b"def"], []]
    found = described(folders([COPY] * 3, [3, 3, 0], [[3], [3], [0]], pieces))
    assert [folder.pieces for folder in found.folders] == [
        [(len(piece), zlib.crc32(piece)) for piece in group] for group in pieces
    ]
    assert [folder.first for folder in found.folders] == [0, 1, 2]
    assert found.packed == [(START, 3), (START + 3, 3), (START + 6, 0)]


def test_a_folders_own_sum_is_that_of_its_only_file() -> None:
    raw = b"\6\0\2\x09\3\4\0\7\x0b\2\0" + COPY * 2 + b"\x0c\3\4\x0a" + crcs(7, None) + b"\0"
    found = described(raw + b"\x08\x0a" + crcs(9) + b"\0\0")
    assert [folder.pieces for folder in found.folders] == [[(3, 7)], [(4, 9)]]
    assert [folder.pieces for folder in described(raw + b"\0").folders] == [[(3, 7)], [(4, None)]]


def test_coders_and_what_binds_them_are_described() -> None:
    raw = chain(coder(b"\x04"), coder(b"\x21", b"\x18"), coder(b"\6\xf1\7\1", b"\x13\0"))
    (folder,) = described(folders([raw], [16], [[9, 10, 16]], [[b"x" * 9]])).folders
    assert [one.method for one in folder.coders] == [b"\x04", b"\x21", b"\6\xf1\7\1"]
    assert [one.properties for one in folder.coders] == [b"", b"\x18", b"\x13\0"]
    assert folder.binds == [(0, 1), (1, 2)]
    assert (folder.packed, folder.last, folder.size) == ([2], 0, 9)


def test_a_coder_of_several_inputs_is_described() -> None:
    four = b"\1\x14\3\3\1\x1b\4\1" + b"".join(map(number, (0, 1, 2, 3)))
    raw = b"\6\0\4\x09\1\2\3\4\0\7\x0b\1\0" + four + b"\x0c\5\0\0"
    (folder,) = described(raw).folders
    assert (folder.coders[0].inputs, folder.packed) == (4, [0, 1, 2, 3])


@pytest.mark.parametrize(
    "raw",
    [
        b"\0\0", b"\1\x80\0", b"\1\x11\0\x21\1", b"\1\x11\0\1\x21", b"\x21" + b"\1\0" * 33,
        b"\1\x11\0\0\1", b"\1\1", b"\2\1\0\1\0\0\0\1\1",
    ],
)  # fmt: skip
def test_a_folder_that_cannot_be_is_damage(raw: bytes) -> None:
    with pytest.raises(Damage):
        described(b"\6\0\1\x09\3\0\7\x0b\1\0" + raw + b"\x0c\3\3\0\0")


@pytest.mark.parametrize(
    "raw",
    [
        b"\7\x0b\1\1" + COPY + b"\0\0",  # external
        b"\7\x0b\1\0" + COPY + b"\0\0",  # no length
        b"\7\x0b\x7f\0" + COPY + b"\0\0",  # more folders than bytes
        b"\7\x06\0\0", b"\6\0\1\x07\0", b"\x05\0", b"\xff", b"\6", b"\7\x0b",
        b"\7\x0b\1\0" + COPY + b"\x0c\3\0\x08\x05\0\0",
        b"\7\x0b\1\0" + COPY + b"\x0c\3\0\x08\x0d\2\x09\4\0\0",  # longer than its folder
        b"\7\x0b\1\0" + COPY + b"\x0c\3\0\x08\x0d\2\x09\1\x0a\1\0\0",  # sums are cut off
    ],
)  # fmt: skip
def test_streams_that_cannot_be_are_damage(raw: bytes) -> None:
    with pytest.raises(Damage):
        described(raw)


def test_many_files_in_many_folders_are_no_way_to_fill_the_memory() -> None:
    one = number(900)
    raw = b"\7\x0b" + number(2_000) + b"\0" + COPY * 2_000 + b"\x0c" + b"\0" * 2_000 + b"\0"
    with pytest.raises(Damage, match="more than it can hold"):
        described(raw + b"\x08\x0d" + one * 2_000 + b"\0\0")


def listed(count: int, *parts: bytes):
    cursor = Cursor(number(count) + b"".join(parts) + b"\0" + bytes(count))
    return files(cursor)


def test_files_have_names_times_and_attributes() -> None:
    found = listed(2, names("Đơn.txt", "b"), times(FILETIME, None), attributes(0x20, 1 << 31))
    assert [file.name.decode() for file in found] == ["Đơn.txt", "b"]
    assert [file.modified for file in found] == [FILETIME, None]
    assert [file.attributes for file in found] == [0x20, 1 << 31]


def test_files_without_bytes_are_directories_empty_files_or_marks() -> None:
    found = listed(
        4, names("full", "dir", "empty", "anti"), part(0x0E, bits([False, True, True, True])),
        part(0x0F, bits([False, True, True])), part(0x10, bits([False, False, True])),
    )  # fmt: skip
    assert [(file.empty, file.empty_file, file.anti) for file in found] == [
        (False, False, False), (True, False, False), (True, True, False), (True, True, True),
    ]  # fmt: skip


@pytest.mark.parametrize("identifier", [0x12, 0x13, 0x16, 0x18, 0x19, 0x7F])
def test_properties_that_are_not_wanted_are_passed_over(identifier: int) -> None:
    (found,) = listed(1, part(identifier, b"any bytes"), names("a"))
    assert found.name == b"a"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"\0" + "a\0b\0".encode("utf-16-le"), [b"a", b"b", b""]),
        (b"\0" + "a\0b\0c\0d\0".encode("utf-16-le"), [b"a", b"b", b"c"]),
        (b"\0" + "a\0b\0c".encode("utf-16-le"), [b"a", b"b", b"c"]),
        (b"\0" + "a\0b\0c\0".encode("utf-16-le") + b"x", [b"a", b"b", b"c"]),
        (b"\0\x00\xd8\0\0\x3d\xd8\x00\xde\0\0", [b"\xed\xa0\x80", "😀".encode(), b""]),
        (b"\0", [b"", b"", b""]),
    ],
)
def test_names_are_read_as_far_as_they_go(raw: bytes, expected: list[bytes]) -> None:
    assert [file.name for file in listed(3, part(0x11, raw))] == expected


@pytest.mark.parametrize(
    "raw",
    [
        part(0x11, b"\1\0"), part(0x14, b"\1\1"), part(0x14, b"\1\0" + bytes(7)),
        part(0x15, b"\1\0" + bytes(3)), part(0x14, b"\0"), part(0x0E, b""), part(0x11, b""),
        b"\x11\xff" + struct.pack("<Q", 1 << 40), b"\x11",
    ],
)  # fmt: skip
def test_files_that_cannot_be_are_damage(raw: bytes) -> None:
    with pytest.raises(Damage):
        files(Cursor(number(1) + raw + b"\0"))
