"""Older and rarer forms: Word 95, Excel 95, a project with a lying directory, odd property sets."""

import struct

import pytest
from tests.extractors.documents.support.compound import (
    Streams,
    compound,
    project,
    properties,
    record,
)
from tests.extractors.documents.support.packages import codes, holds, looked_at, texts

from truyvet.extractors import office
from truyvet.extractors.documents.records97 import rk, shared_strings, short_string, string
from truyvet.extractors.documents.word97 import is_encrypted, table_name
from truyvet.testing import Examination


def of(streams: Streams) -> Examination:
    return holds(office, compound(streams))


def test_the_text_of_word_95_stands_in_one_run() -> None:
    main = bytearray(0x80)
    struct.pack_into("<HH", main, 0, 0xA5DC, 0x0065)
    struct.pack_into("<II", main, 0x18, 0x80, 0x85)
    main += b"v\xe0ng\r"
    struct.pack_into("<i", main, 0x4C, 5)
    whole = bytes(main) + bytes(600)
    found = of({("WordDocument",): whole})
    assert texts(found)["doc:text"] == "vàng\n"


def test_labels_of_excel_95_are_read() -> None:
    bof = record(0x0809, struct.pack("<HHHH", 0x0500, 5, 0, 0))
    label = record(0x204, struct.pack("<HHHH", 0, 0, 0, 3) + b"caf")
    end = record(0x0A, b"")
    name = b"Sheet1"
    head = struct.pack("<IBBB", 0, 0, 0, len(name))
    place = len(bof + record(0x85, head + name) + end)
    bound = record(0x85, struct.pack("<IBBB", place, 0, 0, len(name)) + name)
    found = of({("Book",): bof + bound + end + bof + label + end})
    assert texts(found) == {"xls:Sheet1": "caf"}


def test_a_sheet_that_lies_beyond_the_end_is_corrupt() -> None:
    bof = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    bound = record(0x85, struct.pack("<IBBBB", 0x7FFFFFFF, 0, 0, 1, 0) + b"A")
    assert codes(of({("Workbook",): bof + bound + record(0x0A, b"")})) == ["corrupt"]


@pytest.mark.parametrize(
    ("packed", "value"),
    [(42 << 2 | 2, 42.0), ((-7 << 2 | 2) & 0xFFFFFFFF, -7.0), (1234 << 2 | 3, 12.34),
     (0x3FF00000, 1.0)],
)  # fmt: skip
def test_packed_numbers_are_read(packed: int, value: float) -> None:
    assert rk(packed) == value


def test_strings_are_narrow_or_wide() -> None:
    assert short_string(b"\2\0ab", 0) == "ab"
    assert short_string(b"\1\1\x11\x01", 0) == "đ"
    assert string(b"\2\0\0ab", 0) == "ab"


def test_a_string_may_change_its_width_in_a_continuation() -> None:
    first = struct.pack("<II", 1, 1) + struct.pack("<HB", 3, 0) + b"ab"
    assert list(shared_strings([first, b"\1" + "đ".encode("utf-16-le")])) == ["abđ"]


def test_runs_of_formats_and_phonetic_hints_are_passed_over() -> None:
    table = struct.pack("<II", 2, 2)
    table += struct.pack("<HBHI", 1, 0x0C, 1, 3) + b"a" + bytes(4) + b"xyz"
    table += struct.pack("<HB", 1, 0) + b"b"
    assert list(shared_strings([table])) == ["a", "b"]


def test_strings_that_end_early_give_what_came_before() -> None:
    table = struct.pack("<II", 9, 9) + struct.pack("<HB", 1, 0) + b"a"
    found: list[str] = []
    with pytest.raises(struct.error):
        found.extend(shared_strings([table]))
    assert found == ["a"]


def test_a_word_stream_that_is_too_short_says_nothing() -> None:
    assert not is_encrypted(b"")
    assert table_name(bytes(12)) == "0Table"
    assert not of({("WordDocument",): b"\xec\xa5" + bytes(4)}).texts


def test_a_property_set_that_ends_early_gives_what_came_before() -> None:
    streams = properties("\x05SummaryInformation", {4: "Hoa", 8: "Lan"})
    broken = bytearray(streams[("\x05SummaryInformation",)])
    struct.pack_into("<I", broken, 48 + 8 + 8 * 2 + 4, 0x7FFFFFFF)
    found = of({("\x05SummaryInformation",): bytes(broken)})
    assert [one.raw for one in found.of("author")] == ["Hoa"]
    assert codes(found) == ["corrupt"]


def test_a_module_whose_offset_lies_is_found_by_how_it_begins() -> None:
    streams = project({"M": 'Attribute VB_Name = "M"\r\n'})
    streams[("VBA", "M")] = b"more code" + streams[("VBA", "M")]
    assert texts(of(streams))["vba:VBA/M"].startswith("Attribute VB_Name")


def test_a_module_without_source_is_seen_and_called_corrupt() -> None:
    streams = project({"M": "x"})
    streams[("VBA", "M")] = b"nothing"
    found = of(streams)
    assert codes(found) == ["corrupt"]


@pytest.mark.parametrize("shift", [0, 8, 40, 65_535])
def test_a_sector_of_any_other_length_is_corrupt(shift: int) -> None:
    whole = bytearray(compound(project({"M": "x"})))
    struct.pack_into("<H", whole, 30, shift)
    assert looked_at(office, bytes(whole)).outcome.status == "corrupt"


def test_storages_nested_deeper_than_a_step_is_long_are_survived() -> None:
    path = tuple("s" * 30 for _ in range(60))
    assert of({(*path, "Workbook"): b"x"}).outcome.status in {"ok", "empty", "corrupt"}
