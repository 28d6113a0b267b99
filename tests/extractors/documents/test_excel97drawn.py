"""Comments, drawn texts and links of cells in Excel 97 workbooks."""

import struct

import pytest
from tests.extractors.documents.support import biff
from tests.extractors.documents.support.compound import record

from truyvet.extractors.documents.excel97 import Workbook
from truyvet.extractors.documents.findings import Finding, Seen, Trouble, Words


def read(*records: bytes) -> list[Finding]:
    return list(Workbook(biff.workbook(("S", b"".join(records))), ()).read())


def seen(*records: bytes) -> list[Seen]:
    return [one for one in read(*records) if isinstance(one, Seen)]


def drawn(*records: bytes) -> str:
    return "".join(
        one.text for one in read(*records) if isinstance(one, Words) and one.step.endswith("/drawn")
    )


def target(flags: int, rest: bytes) -> str:
    (one,) = seen(biff.hyperlink(0, 0, flags, rest))
    return str(one.raw)


def test_a_comment_has_its_text_author_and_cell() -> None:
    (one,) = seen(biff.drawn(7, "Kiểm tra lại"), biff.note(4, 2, 7, "Phạm Quang"))
    assert (one.kind, one.raw, one.step) == ("comment", "Kiểm tra lại", "xls:S/comment/1")
    assert one.facts == {"author": "Phạm Quang", "cell": "C5"}


def test_two_comments_have_each_their_own_text() -> None:
    found = seen(
        biff.drawn(1, "một"), biff.drawn(2, "hai"),
        biff.note(0, 0, 2, "A"), biff.note(1, 0, 1, "B"),
    )  # fmt: skip
    assert [(one.raw, one.facts["author"]) for one in found] == [("hai", "A"), ("một", "B")]


def test_a_comment_without_an_object_has_no_text() -> None:
    (one,) = seen(biff.note(0, 0, 9, "Lan"))
    assert (one.raw, one.facts["author"]) == ("", "Lan")


@pytest.mark.parametrize(
    ("row", "column", "cell"),
    [(0, 0, "A1"), (9, 25, "Z10"), (0, 26, "AA1"), (65_535, 255, "IV65536"), (0, 701, "ZZ1"),
     (0, 702, "AAA1")],
)  # fmt: skip
def test_cells_are_named_as_people_name_them(row: int, column: int, cell: str) -> None:
    (one,) = seen(biff.note(row, column, 1, "x"))
    assert one.facts["cell"] == cell


def test_a_text_may_go_on_in_continuations() -> None:
    assert drawn(biff.drawn(1, "Nguyễn ", "Văn ", "Đức")) == "Nguyễn Văn Đức"


def test_a_text_in_8_bits_is_read() -> None:
    assert drawn(biff.drawn(1, "caf\xe9", narrow=True)) == "caf\xe9"


def test_the_formats_behind_a_text_are_no_text() -> None:
    assert drawn(biff.drawn(1, "ab")) == "ab"


def test_a_text_is_cut_at_the_length_that_its_record_tells() -> None:
    assert drawn(biff.drawn(1, "abcdef", length=3)) == "abc"


def test_a_text_without_length_has_none() -> None:
    assert drawn(biff.drawn(1, "abc", length=0)) == ""


def test_a_record_between_ends_the_text() -> None:
    obj = biff.drawn(1, "ab", length=9)
    assert drawn(obj, biff.label(0, 0, "x"), record(0x3C, b"\0cd")) == "ab" + "\0" * 7


def test_drawn_texts_come_in_the_order_of_the_records() -> None:
    assert drawn(biff.drawn(5, "khung"), biff.drawn(3, "mũi tên")) == "khung\nmũi tên"


def test_a_continuation_of_nothing_is_passed_over() -> None:
    assert read(record(0x3C, b""), record(0x3C, b"\1abc"))[-1:] == [Words(step="xls:S", text="")]


def test_a_link_to_an_address_is_seen_with_its_cell() -> None:
    rest = biff.counted("mở") + biff.url("https://vi-du.example/đơn")
    (one,) = seen(biff.hyperlink(4, 2, 0x17, rest))
    assert (one.kind, one.raw, one.flag) == ("external-link", "https://vi-du.example/đơn", "")
    assert one.facts == {"relation": "hyperlink", "cell": "C5"}


@pytest.mark.parametrize(
    ("flags", "rest", "found"),
    [
        (0x01, biff.url("http://a.example"), "http://a.example"),
        (0x81, biff.counted("_blank") + biff.url("http://b.example"), "http://b.example"),
        (0x91, biff.counted("n") + biff.counted("f") + biff.url("ftp://c"), "ftp://c"),
        (0x101, biff.counted("\\\\may\\chung"), "\\\\may\\chung"),
        (0x01, biff.file_moniker("SO~1.XLS", "sổ quỹ.xls"), "sổ quỹ.xls"),
        (0x01, biff.file_moniker("a.doc"), "a.doc"),
        (0x01, biff.file_moniker("a.doc", up=2), "..\\..\\a.doc"),
        (0x08, biff.counted("Sheet2!A1"), ""),
        (0x01, bytes(16), ""),
    ],
)
def test_every_sort_of_target_is_read(flags: int, rest: bytes, found: str) -> None:
    assert target(flags, rest) == found


def test_a_count_of_steps_upwards_is_bounded() -> None:
    assert target(0x01, biff.file_moniker("a", up=65_535)).count("..") == 64


@pytest.mark.parametrize("cut", range(0, 60, 4))
def test_a_link_that_is_cut_is_no_fault(cut: int) -> None:
    rest = (biff.counted("mở") + biff.url("https://vi-du.example/"))[:cut]
    for one in read(biff.hyperlink(0, 0, 0x17, rest)):
        assert not isinstance(one, Trouble) or one.why == "sheet 0: record 0x1b8 is too short"


def test_a_length_beyond_the_record_takes_what_there_is() -> None:
    rest = biff.URL + struct.pack("<I", 0xFFFFFFFF) + "http://x".encode("utf-16-le")
    assert target(0x01, rest) == "http://x"
