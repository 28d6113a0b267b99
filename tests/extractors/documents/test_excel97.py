"""Cells of Excel 97 workbooks: every sort of record, at its bounds and damaged."""

import struct

import pytest
from tests.extractors.documents.support import biff
from tests.extractors.documents.support.compound import compound, record, wide
from tests.extractors.documents.support.packages import holds, survives

from truyvet.extractors import office
from truyvet.extractors.documents import excel97
from truyvet.extractors.documents.excel97 import Workbook
from truyvet.extractors.documents.findings import Finding, Seen, Trouble, Words

NAME = "Nguyễn Văn Đức"
DAY = 46_095  # 14 March 2026


def read(stream: bytes, names: tuple[str, ...] = ()) -> list[Finding]:
    return list(Workbook(stream, names).read())


def cells(*records: bytes, before: bytes = b"") -> str:
    """The text of the only sheet of a workbook without damage."""
    found = read(biff.workbook(("Sổ", b"".join(records)), before=before))
    assert not [one for one in found if isinstance(one, Trouble)]
    (words,) = [one for one in found if isinstance(one, Words)]
    return words.text


def troubles(stream: bytes) -> list[str]:
    return [one.why for one in read(stream) if isinstance(one, Trouble)]


def formats(*numbers: int, codes: dict[int, str] | None = None) -> bytes:
    made = b"".join(
        record(0x41E, struct.pack("<H", number) + wide(code))
        for number, code in (codes or {}).items()
    )
    return made + b"".join(record(0xE0, struct.pack("<HH16x", 0, number)) for number in numbers)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (biff.label(0, 0, NAME), NAME),
        (biff.figure(0, 0, 5_000_000), "5000000"),
        (biff.figure(0, 0, 970436123456789), "970436123456789"),
        (biff.figure(0, 0, -0.5), "-0.5"),
        (biff.packed(0, 0, 0xFFFFFFFC | 2), "-1"),
        (biff.packed(0, 0, 12_345 << 2 | 2), "12345"),
        (biff.packed(0, 0, 12_345 << 2 | 3), "123.45"),
        (biff.truth(0, 0, 0), "FALSE"),
        (biff.truth(0, 0, 1), "TRUE"),
        (biff.truth(0, 0, 0x07, 1), "#DIV/0!"),
        (biff.truth(0, 0, 0x2A, 1), "#N/A"),
        (biff.truth(0, 0, 0x63, 1), "#ERR"),
        (biff.formula(0, 0, struct.pack("<d", 1.25)), "1.25"),
        (biff.formula(0, 0, biff.special(1, 1)), "TRUE"),
        (biff.formula(0, 0, biff.special(1, 0)), "FALSE"),
        (biff.formula(0, 0, biff.special(2, 0x17)), "#REF!"),
        (biff.formula(0, 0, biff.special(2, 0x63)), "#ERR"),
        (biff.formula(0, 0, biff.special(3)), ""),
        (biff.formula(0, 0, biff.special(0)) + biff.result(NAME), NAME),
    ],
)
def test_each_sort_of_cell_is_shown(cell: bytes, shown: str) -> None:
    assert cells(cell) == shown


def test_a_row_of_packed_numbers_is_shown_cell_by_cell() -> None:
    assert cells(biff.row_of(3, 2, [1 << 2 | 2, 250 << 2 | 3, 0x3FF00000])) == "1\t2.5\t1"


def test_a_row_of_one_packed_number_is_shown() -> None:
    assert cells(biff.row_of(0, 0, [7 << 2 | 2])) == "7"


def test_rows_come_in_their_order_whatever_that_of_the_records() -> None:
    later = biff.label(5, 0, "sau")
    assert cells(later, biff.label(1, 0, "trước"), biff.label(5, 1, "b")) == "trước\nsau\tb"


def test_a_text_that_no_formula_asks_for_is_passed_over() -> None:
    assert cells(biff.result("lạc"), biff.label(0, 0, "a")) == "a"


def test_the_text_of_a_formula_stands_in_its_row_even_behind_other_records() -> None:
    array = record(0x221, bytes(12))
    assert cells(biff.formula(2, 0, biff.special(0)), array, biff.result("đ")) == "đ"


def test_a_shared_string_is_shown_and_a_number_that_has_none_is_empty() -> None:
    sst = record(0xFC, biff.table(biff.rich(NAME), biff.rich("abc", narrow=True)))
    shown = cells(biff.shared(0, 0, 1), biff.shared(1, 0, 0), biff.shared(2, 0, 9), before=sst)
    assert shown == f"abc\n{NAME}"


@pytest.mark.parametrize(
    ("number", "code", "value", "shown"),
    [
        (14, "", DAY, "2026-03-14"),
        (22, "", DAY + 0.385416667, "2026-03-14 09:15:00"),
        (20, "", 0.5, "12:00:00"),
        (164, "dd/mm/yyyy", DAY, "2026-03-14"),
        (164, '"ngày "d', DAY, "2026-03-14"),
        (164, "0.00", DAY, "46095"),
        (0, "", DAY, "46095"),
    ],
)
def test_a_number_is_a_date_where_its_format_says_so(
    number: int, code: str, value: float, shown: str
) -> None:
    before = formats(0, number, codes={number: code} if code else None)
    assert cells(biff.figure(0, 0, value, xf=1), before=before) == shown


def test_packed_numbers_are_dates_too() -> None:
    before = formats(14)
    assert cells(biff.packed(0, 0, DAY << 2 | 2), before=before) == "2026-03-14"
    assert cells(biff.row_of(0, 0, [DAY << 2 | 2] * 2), before=before) == "2026-03-14\t2026-03-14"


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    before = record(0x22, b"\x01\0") + formats(14)
    assert cells(biff.figure(0, 0, DAY - 1462), before=before) == "2026-03-14"


def test_a_format_number_beyond_the_list_shows_a_plain_number() -> None:
    assert cells(biff.figure(0, 0, 7.5, xf=99), before=formats(14)) == "7.5"


@pytest.mark.parametrize(
    ("state", "shown"), [(0, None), (1, "hidden"), (2, "veryHidden"), (3, "hidden")]
)
def test_the_state_of_a_sheet_is_told(state: int, shown: str | None) -> None:
    found = read(biff.workbook(("Ẩn", biff.label(0, 0, "bí mật")), state=state))
    hidden = [one for one in found if isinstance(one, Seen) and one.kind == "hidden-part"]
    assert [(one.raw, one.facts["state"]) for one in hidden] == ([("Ẩn", shown)] if shown else [])
    assert [one.text for one in found if isinstance(one, Words)] == ["bí mật"]


def test_a_macro_sheet_is_flagged_with_its_state() -> None:
    found = read(biff.workbook(("M", b""), state=2, sort=1))
    (macro,) = [one for one in found if isinstance(one, Seen) and one.kind == "macro"]
    assert (macro.flag, macro.facts) == (
        "macros", {"language": "Excel 4.0", "state": "veryHidden"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "sheets", "relation", "raw"),
    [
        ("cmd\3 /c calc", 0, "DDE", "cmd| /c calc"),
        ("C:\\sổ.xls", 1, "workbook", "C:\\sổ.xls"),
        ("a\3b", 2, "workbook", "a|b"),
    ],
)
def test_what_a_workbook_points_to_is_seen(path: str, sheets: int, relation: str, raw: str) -> None:
    link = record(0x1AE, struct.pack("<H", sheets) + wide(path))
    (one,) = [x for x in read(biff.workbook(before=link)) if isinstance(x, Seen)]
    assert (one.kind, one.raw, one.facts["relation"]) == ("external-link", raw, relation)
    assert one.flag == ("script" if relation == "DDE" else "metadata")


@pytest.mark.parametrize("length", [0x0401, 0x3A01])
def test_a_link_to_the_workbook_itself_is_none(length: int) -> None:
    link = record(0x1AE, struct.pack("<HH", 3, length))
    assert read(biff.workbook(before=link)) == []


def test_who_wrote_last_is_seen_without_the_blanks_that_fill_the_field() -> None:
    user = record(0x5C, wide(NAME) + b"  " * 40)
    (one,) = [x for x in read(biff.workbook(before=user)) if isinstance(x, Seen)]
    assert (one.kind, one.raw, one.facts) == ("author", NAME, {"role": "modifier"})


def test_an_encrypted_workbook_is_named_and_nothing_of_it_is_read() -> None:
    stream = biff.workbook(("a", biff.label(0, 0, "x")), before=record(0x2F, bytes(6)))
    seen, trouble = read(stream)
    assert isinstance(seen, Seen)
    assert (seen.kind, seen.flag, seen.raw) == ("encryption", "encrypted", "FilePass")
    assert isinstance(trouble, Trouble)
    assert trouble.code == "encrypted"


def test_a_chart_inside_a_sheet_does_not_end_it() -> None:
    chart = biff.bof(0x20) + biff.label(9, 0, "trục") + biff.END
    assert cells(biff.label(0, 0, "a"), chart, biff.label(1, 0, "b")) == "a\nb\ntrục"


@pytest.mark.parametrize("kind", [0x204, 0xFD, 0x203, 0x27E, 0x06, 0x205, 0xBD, 0x1C, 0x1B8])
def test_a_record_that_is_too_short_is_named_and_the_others_are_read(kind: int) -> None:
    stream = biff.workbook(("S", record(kind, b"\0" * 3) + biff.label(1, 0, NAME)))
    assert troubles(stream) == [f"sheet 0: record {kind:#x} is too short"]
    assert [one.text for one in read(stream) if isinstance(one, Words)] == [NAME]


@pytest.mark.parametrize("kind", [0x0809, 0x85, 0x22, 0x41E, 0xE0, 0x5C])
def test_a_short_record_of_the_workbook_is_named(kind: int) -> None:
    stream = biff.bof() + record(kind, b"") + biff.END
    assert troubles(stream) == [f"record {kind:#x} is too short"]


def test_strings_that_end_early_are_named_and_those_before_are_shown() -> None:
    whole = biff.table(biff.rich("một"), biff.rich("hai"))
    stream = biff.workbook(("S", biff.shared(0, 0, 0)), before=record(0xFC, whole[:-2]))
    assert troubles(stream) == ["the shared strings end early"]
    assert [one.text for one in read(stream) if isinstance(one, Words)] == ["một"]


def test_a_sheet_without_an_end_gives_its_cells_and_is_corrupt() -> None:
    stream = biff.workbook(("S", biff.label(0, 0, "a")))
    assert troubles(stream[: -len(biff.END)]) == ["sheet 0: the sheet ends early"]


@pytest.mark.parametrize("place", [0, 0xFFFFFFFF, 1 << 20])
def test_a_sheet_that_lies_elsewhere_ends_without_a_loop(place: int) -> None:
    stream = biff.bof() + biff.sheet("S", place) + biff.END
    assert len([one for one in read(stream) if isinstance(one, Words)]) == 1


def test_a_thousand_sheets_at_one_place_are_read_each() -> None:
    names = [f"s{n}" for n in range(1_000)]
    start = len(biff.bof()) + sum(len(biff.sheet(name, 0)) for name in names) + len(biff.END)
    bounds = b"".join(biff.sheet(name, start) for name in names)
    body = biff.bof(0x10) + biff.label(0, 0, "x") + biff.END
    found = read(biff.bof() + bounds + biff.END + body)
    assert len({one.step for one in found if isinstance(one, Words)}) == 1_000


def test_the_text_of_a_sheet_is_bounded() -> None:
    long = record(0x204, biff.place(0, 0) + struct.pack("<HB", 60_000, 0) + b"x" * 60_000)
    many = excel97.MAX_TEXT // 60_000 + 2
    stream = biff.workbook(("S", long * many))
    assert troubles(stream) == ["sheet 0: too much text"]


def test_labels_of_excel_95_with_a_formula_text_are_read() -> None:
    narrow = struct.pack("<H", 3) + b"v\xe0o"
    body = biff.bof(0x10, 0x0500) + biff.formula(0, 0, biff.special(0)) + record(0x207, narrow)
    body += record(0xD6, biff.place(1, 0) + narrow) + biff.END
    bound = record(0x85, struct.pack("<IBBB", 0, 0, 0, 3) + b"T\xe0i")
    head = biff.bof(version=0x0500)
    bound = record(0x85, struct.pack("<IBBB", len(head + bound + biff.END), 0, 0, 3) + b"T\xe0i")
    found = read(head + bound + biff.END + body)
    assert [(one.step, one.text) for one in found if isinstance(one, Words)] == [
        ("xls:Tài", "vào\nvào")
    ]


def test_a_workbook_inside_a_document_bears_the_names_of_its_storage() -> None:
    (one,) = read(biff.workbook(("S", b"")), ("ObjectPool", "_1"))
    assert isinstance(one, Words)
    assert one.step == "xls:ObjectPool/_1/S"


def test_a_workbook_of_every_record_keeps_the_laws_and_survives_damage() -> None:
    sst = record(0xFC, biff.table(biff.rich(NAME, runs=2), biff.rich("ghi", extra=b"ph")))
    body = [
        biff.shared(0, 0, 0), biff.row_of(1, 0, [6, 10]), biff.truth(2, 0, 1),
        biff.formula(3, 0, biff.special(0)), biff.result("kết quả"), biff.drawn(1, "lời bàn"),
        biff.note(3, 0, 1, "Lan"), biff.hyperlink(0, 0, 3, biff.url("https://vi-du.example/")),
    ]  # fmt: skip
    stream = biff.workbook(("Sổ", b"".join(body)), before=sst + formats(14))
    whole = compound({("Workbook",): stream})
    assert len(holds(office, whole).observations) == 2
    survives(office, whole)
    for n in range(0, len(stream), 7):  # also where sectors would hide it
        read(stream[:n])
