"""Text of Word 97 documents: pieces, parts, fields, and everything that may lie."""

import struct

import pytest
from tests.extractors.documents.support.compound import compound, word
from tests.extractors.documents.support.packages import codes, looked_at, seen, survives, texts

from truyvet.extractors import office
from truyvet.extractors.documents import word97
from truyvet.extractors.documents.findings import Finding, Seen, Trouble, Words

NAME = "Nguyễn Văn Đức"
CLX = 0x01A2


def read(streams: dict[tuple[str, ...], bytes], names: tuple[str, ...] = ()) -> list[Finding]:
    return list(word97.read(streams[("WordDocument",)], streams[("1Table",)], names))


def shown(*parts: str, narrow: str = "") -> dict[str, str]:
    found = read(word(list(parts), narrow=narrow))
    assert not [one for one in found if isinstance(one, Trouble)]
    return {one.step: one.text for one in found if isinstance(one, Words) and one.text}


def fields(text: str) -> list[Seen]:
    return [one for one in read(word([text])) if isinstance(one, Seen)]


def with_main(change: tuple[str, int, int]) -> list[Finding]:
    """A document in whose first stream one number is another."""
    streams = word([NAME, "chú thích"])
    main = bytearray(streams[("WordDocument",)])
    struct.pack_into(change[0], main, change[1], change[2])
    return list(word97.read(bytes(main), streams[("1Table",)], ()))


def test_the_parts_of_a_document_follow_each_other() -> None:
    parts = ["chính", "chân", "đầu", "lệnh", "lời bàn", "cuối", "khung", "khung đầu"]
    assert shown(*parts) == {
        "doc:text": "chính", "doc:footnotes": "chân", "doc:headers": "đầu", "doc:macros": "lệnh",
        "doc:comments": "lời bàn", "doc:endnotes": "cuối", "doc:textboxes": "khung",
        "doc:header-textboxes": "khung đầu",
    }  # fmt: skip


def test_pieces_in_8_bits_are_of_windows_1252() -> None:
    assert shown(NAME, narrow=" caf\xe9 \u20ac") == {"doc:text": f"{NAME} caf\xe9 \u20ac"}


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        ("\r", "\n"), ("\x07", "\t"), ("\x0b", "\n"), ("\x0c", "\n"), ("\x0e", "\n"),
        ("\x1e", "-"), ("\x1f", ""), ("\x01", ""), ("\x02", ""), ("\x05", ""), ("\x08", ""),
        ("\x00", ""), ("\t", "\t"),
    ],
)  # fmt: skip
def test_marks_are_shown_as_what_they_stand_for(mark: str, text: str) -> None:
    assert shown(f"a{mark}b")["doc:text"] == f"a{text}b"


@pytest.mark.parametrize(
    ("command", "relation", "flag"),
    [
        ('HYPERLINK "https://vi-du.example/"', "HYPERLINK", ""),
        ('hyperlink "https://vi-du.example/"', "HYPERLINK", ""),
        ("DDEAUTO c:\\windows\\cmd.exe /k", "DDEAUTO", "script"),
        ("DDE excel so.xls", "DDE", "script"),
        ("INCLUDETEXT \\\\may\\a.doc", "INCLUDETEXT", "metadata"),
        ("INCLUDEPICTURE http://a.example/x.png", "INCLUDEPICTURE", "metadata"),
        ("LINK Excel.Sheet.8 so.xls", "LINK", "metadata"),
    ],
)
def test_fields_that_point_outside_are_seen(command: str, relation: str, flag: str) -> None:
    (one,) = fields(f"a \x13 {command} \x14kết quả\x15 b")
    assert (one.raw, one.facts["relation"], one.flag) == (command, relation, flag)


@pytest.mark.parametrize("command", ["PAGE", "TOC \\o", "DATE", "SHAPE", "", "DDES x"])
def test_other_fields_are_not(command: str) -> None:
    assert fields(f"\x13 {command} \x14x\x15") == []


def test_a_field_inside_a_field_is_seen_too() -> None:
    found = fields("\x13 IF \x13 DDE a b \x14\x15 = 1 \x14x\x15")
    assert [one.raw for one in found] == ["DDE a b"]


def test_a_command_ends_at_any_mark_of_the_text() -> None:
    (one,) = fields('\x13 HYPERLINK "a"\x01\x14b\x15')
    assert one.raw == 'HYPERLINK "a"'


def test_a_field_without_an_end_is_bounded() -> None:
    (one,) = fields("\x13DDE " + "x" * 5_000)
    assert len(one.raw) == 512


def test_a_document_of_fields_alone_is_read_in_bounds() -> None:
    assert len(fields("\x13DDE a\x15" * 5_000)) == 1_000


def test_a_document_inside_another_bears_the_names_of_its_storage() -> None:
    found = read(word([NAME]), ("ObjectPool", "_1"))
    assert isinstance(found[0], Words)
    assert found[0].step == "doc:ObjectPool/_1/text"


@pytest.mark.parametrize(
    ("flags", "name"), [(0x0200, "1Table"), (0x0000, "0Table"), (0x0300, "1Table")]
)
def test_the_stream_of_tables_is_named_by_a_flag(flags: int, name: str) -> None:
    main = bytearray(32)
    struct.pack_into("<H", main, 10, flags)
    assert word97.table_name(bytes(main)) == name
    assert word97.is_encrypted(bytes(main)) is bool(flags & 0x0100)


@pytest.mark.parametrize("length", [0, 5, 11])
def test_a_stream_too_short_for_a_flag_is_not_encrypted(length: int) -> None:
    assert not word97.is_encrypted(b"\xff" * length)


@pytest.mark.parametrize("place", [CLX, CLX + 4])
@pytest.mark.parametrize("value", [0, 1, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_table_of_pieces_anywhere_is_read_or_named(place: int, value: int) -> None:
    found = with_main(("<I", place, value))
    whole = "".join(one.text for one in found if isinstance(one, Words))
    bad = [one.why for one in found if isinstance(one, Trouble)]
    assert whole == NAME + "chú thích" or bad == ["the table of pieces is damaged"]


@pytest.mark.parametrize("value", [-1, 0, 5, 1_000_000, 0x7FFFFFFF])
def test_a_count_of_characters_that_lies_moves_text_and_loses_none_of_it(value: int) -> None:
    found = with_main(("<i", 0x4C, value))
    whole = "".join(one.text for one in found if isinstance(one, Words))
    assert (NAME + "chú thích").startswith(whole)


def test_without_any_count_all_is_main_text() -> None:
    streams = word([NAME])
    main = bytearray(streams[("WordDocument",)])
    main[0x4C : 0x4C + 32] = bytes(32)
    found = list(word97.read(bytes(main), streams[("1Table",)], ()))
    assert isinstance(found[0], Words)
    assert found[0].text == NAME


def pieces(*rows: tuple[int, int]) -> bytes:
    edges = [0]
    for count, _ in rows:
        edges.append(edges[-1] + count)
    plc = struct.pack(f"<{len(edges)}i", *edges)
    plc += b"".join(struct.pack("<HIH", 0, place, 0) for _, place in rows)
    return b"\x02" + struct.pack("<I", len(plc)) + plc


def with_pieces(table: bytes) -> tuple[str, str]:
    main = bytearray(0x400)
    struct.pack_into("<HH", main, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<II", main, CLX, 0, len(table))
    return word97.text_of(bytes(main) + "Đức ABC".encode("utf-16-le") + b"narrow", table)


def test_pieces_may_stand_in_any_order() -> None:
    wide, narrow = 0x400, (0x400 + 14) * 2 | 0x40000000
    assert with_pieces(pieces((6, narrow), (7, wide))) == ("narrowĐức ABC", "")


def test_a_piece_may_be_shown_twice() -> None:
    assert with_pieces(pieces((3, 0x400), (3, 0x400)))[0] == "ĐứcĐức"


@pytest.mark.parametrize(
    "table",
    [b"", b"\x02", b"\x02\x04\0\0\0abcd", b"\x01\xff\xff", b"\x03" * 40, pieces()],
)
def test_a_damaged_table_of_pieces_is_named(table: bytes) -> None:
    assert with_pieces(table) == ("", "the table of pieces is damaged")


def test_a_piece_of_less_than_no_characters_is_damage() -> None:
    plc = struct.pack("<3I", 0, 7, 3) + struct.pack("<HIH", 0, 0x400, 0) * 2
    table = b"\x02" + struct.pack("<I", len(plc)) + plc
    assert with_pieces(table) == ("Đức ABC", "the table of pieces is damaged")


def test_properties_before_the_pieces_are_passed_over() -> None:
    clx = b"\x01\x03\0abc" + b"\x01\0\0" + pieces((3, 0x400))
    assert with_pieces(clx) == ("Đức", "")


def test_pieces_that_lie_behind_the_end_are_named() -> None:
    assert with_pieces(pieces((3, 0x400), (9, 0x7FFFFFF))) == (
        "Đức", "a piece lies beyond the end",
    )  # fmt: skip


def test_more_characters_than_a_document_may_have_are_damage() -> None:
    assert with_pieces(pieces((word97.MAX_TEXT + 1, 0x400)))[1] == "the table of pieces is damaged"


def test_word_95_text_is_found_by_its_bounds() -> None:
    main = bytearray(0x200)
    struct.pack_into("<HH", main, 0, 0xA5DC, 0x0065)
    struct.pack_into("<II", main, 0x18, 0x200, 0x205)
    assert word97.text_of(bytes(main) + b"v\xe0o ra", b"") == ("v\xe0o r", "")


def test_an_encrypted_document_gives_no_text() -> None:
    found = looked_at(office, compound(word([NAME], flags=0x0100)))
    assert (found.outcome.status, codes(found), texts(found)) == ("encrypted", ["encrypted"], {})
    assert seen(found, "encryption") == {"doc:fEncrypted": "fEncrypted"}


def test_a_document_without_its_tables_is_corrupt_and_damage_is_survived() -> None:
    streams = word([NAME, "chú thích \x13 DDE a b \x15"])
    whole = compound({("WordDocument",): streams[("WordDocument",)]})
    assert codes(looked_at(office, whole)) == ["corrupt"]
    survives(office, compound(streams))
