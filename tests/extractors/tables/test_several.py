"""Cells of more than one bare value: each value is read, what is left is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extractors.tables.reads import named, rows, says

from truyvet.evidence.links.node import MAX_VALUE
from truyvet.extractors.tables.profile import Column
from truyvet.extractors.tables.values import NotAValue, Several, tidied, value_of

PROFILE = named("contacts")
PHONE = Column(kind="phone", plain="otherwise")
PLATE = Column(kind="licence-plate", plain="otherwise")
EMAIL = Column(kind="email")
PAPER = Column(kind=("cccd", "cmnd", "passport", "tax-code"))
ACCOUNT = Column(kind=("bank-account", "iban", "card", "phone"), plain="otherwise")


def read(column: Column, cell: str) -> tuple[list[str], str]:
    """Return the values of a cell, and what is said of the rest."""
    found = value_of(PROFILE, column, tidied(cell))
    if isinstance(found, Several):
        return [value for _, value in found.values], found.problem
    return [found[1]], ""


@pytest.mark.parametrize(
    "between",
    [" ::: ", " / ", "/", ", ", ",", "; ", ";", " | ", " - ", "–", "\n", " ", " và ", " & ", "+"],
)
def test_two_numbers_in_a_cell_are_two(between: str) -> None:
    cell = f"0911000222{between}0911000333"
    assert read(PHONE, cell) == (["+84911000222", "+84911000333"], "")


@pytest.mark.parametrize(
    "cell",
    ["SĐT: 0911000222", "0911000222 (Zalo)", "0911000222 - Lan", "Mẹ: 0911000222", "0911–000–222",
     "0911000222 [cũ]", "Zalo0911000222", "ĐT 0911 000 222 (gọi tối)", "tel:0911000222"],
)  # fmt: skip
def test_labels_remarks_and_dashes_are_no_part_of_a_number(cell: str) -> None:
    assert read(PHONE, cell) == (["+84911000222"], "")


@pytest.mark.parametrize(
    ("cell", "values"),
    [("0911 000 222 0911 000 333", ["+84911000222", "+84911000333"]),
     ("0911000222 (Lan); 0911000333 (Hoa)", ["+84911000222", "+84911000333"]),
     ("Tel: 0911000222 Zalo: 0911000333", ["+84911000222", "+84911000333"]),
     ("0911000222 (0911000333)", ["+84911000222", "+84911000333"]),
     ("0911000222; 0911.000.222", ["+84911000222"]),
     ("1900 1234; 113", ["+8419001234", "113"]), ("200; 201", ["200", "201"]),
     ("SĐT: 113", ["113"]), ("1 555-521-5554 (US)", ["15555215554"])],
)  # fmt: skip
def test_each_number_of_a_cell_is_one(cell: str, values: list[str]) -> None:
    assert read(PHONE, cell) == (values, "")


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1", "1"), ("400", "400"), ("1 555-521-5554", "15555215554"), ("VIETTEL", "VIETTEL"),
     ("*101#", "*101#"), ("MB247", "MB247"), ("Viettel 198", "Viettel 198"),
     ("66 812345678", "66812345678"), ("ab12cd34ef567890", "ab12cd34ef567890"),
     ("MoMo 1", "MoMo 1")],
)  # fmt: skip
def test_short_foreign_and_named_numbers_stay_as_they_stand(cell: str, value: str) -> None:
    assert read(PHONE, cell) == ([value], "")


@pytest.mark.parametrize(
    ("cell", "rest"),
    [("0911000222/79", "79"), ("0911000222 ext 5", "5"), ("0911000222 (Zalo 2)", "2"),
     ("0911000222 / 091100033", "091100033"), ("0911000222 / 333", "333"),
     ("0911000222; 0911; 333", "0911 333")],
)  # fmt: skip
def test_a_rest_with_digits_is_told_beside_what_was_read(cell: str, rest: str) -> None:
    assert read(PHONE, cell) == (["+84911000222"], f"not read: {rest}")


@pytest.mark.parametrize(
    ("column", "cell"),
    [(PHONE, "0912,345,678"), (PHONE, "0912 345 và 678"), (PHONE, "200 / 201"),
     (PHONE, "gọi 12345678 hoặc x"), (PLATE, "xe máy cũ 12"),
     (EMAIL, "không có"), (EMAIL, "a@b"), (PAPER, "01012345 (cũ)"), (ACCOUNT, "Tổng cộng (2)"),
     (ACCOUNT, "TK 0071000123456 ngay 20250101")],
)  # fmt: skip
def test_a_cell_of_which_nothing_can_be_read_is_no_value(column: Column, cell: str) -> None:
    with pytest.raises(NotAValue):
        read(column, cell)


@pytest.mark.parametrize(
    ("cell", "values"),
    [("30A-12345;30A-123.46", ["30A-123.45", "30A-123.46"]), ("30A–123.47", ["30A-123.47"]),
     ("30A-123.45/30A-123.46", ["30A-123.45", "30A-123.46"]),
     ("30A 12348 (xe máy)", ["30A-123.48"]), ("xe 30A-123.45 của Đức", ["30A-123.45"]),
     ("BKS 30A 123.45", ["30A-123.45"]), ("80-123-NG-45", ["80-123-NG-45"]),
     ("AB 12 CDE", ["AB 12 CDE"])],
)  # fmt: skip
def test_plates_are_read_alike(cell: str, values: list[str]) -> None:
    assert read(PLATE, cell) == (values, "")


@pytest.mark.parametrize(
    ("column", "cell", "values"),
    [(EMAIL, "a@b.vn; c@d.vn", ["a@b.vn", "c@d.vn"]), (EMAIL, "Tám <t@t.vn>", ["t@t.vn"]),
     (EMAIL, "Email: x@y.vn", ["x@y.vn"]), (EMAIL, "a@b.vn (cũ)", ["a@b.vn"]),
     (PAPER, "CCCD: 001090000010", ["001090000010"]),
     (PAPER, "001090000009 / 012345679", ["001090000009", "012345679"]),
     (ACCOUNT, "12345678/87654321", ["12345678", "87654321"]),
     (ACCOUNT, "12345678\n87654321", ["12345678", "87654321"]),
     (ACCOUNT, "0071 0001 23456", ["0071000123456"]),
     (ACCOUNT, "970436/0071000123456", ["970436:0071000123456"]),
     (ACCOUNT, "STK: 0071000123456 (VCB)", ["0071000123456"]), (ACCOUNT, "VA-77", ["VA-77"])],
)  # fmt: skip
def test_other_identifiers_are_read_alike(column: Column, cell: str, values: list[str]) -> None:
    assert read(column, cell) == (values, "")


@given(st.integers(0, 9_999_999), st.integers(0, 9_999_999), st.sampled_from([" / ", ";", ", "]))
def test_a_cell_of_two_holds_what_two_cells_hold(a: int, b: int, between: str) -> None:
    one, other = f"091{a:07d}", f"098{b:07d}"
    alone = [*read(PHONE, one)[0], *read(PHONE, other)[0]]
    assert read(PHONE, one + between + other) == (alone, "")


@given(st.text(alphabet="0912 .-/;,()+aĐ@:", max_size=80))
def test_no_cell_breaks_the_reading_or_gives_an_empty_value(cell: str) -> None:
    for column in (PHONE, PLATE, EMAIL, PAPER, ACCOUNT):
        try:
            values, _ = read(column, cell)
        except NotAValue:
            continue
        if tidied(cell):
            assert all(0 < len(one) <= MAX_VALUE for one in values)
            assert len(set(values)) == len(values)


def test_each_value_has_its_own_statements() -> None:
    content = 'Name,Phone 1 - Value,E-mail\nA,0911000111 ::: 0911000112,"a@b.vn; c@d.vn"\n'
    found = rows(content, PROFILE)
    uses = [line.partition(" uses ")[2] for line in says(found) if " uses " in line]
    assert uses == ["phone:+84911000111", "phone:+84911000112", "email:a@b.vn", "email:c@d.vn"]
    assert len({line.partition(" ")[0] for line in says(found)}) == 1
    assert [one.problem for one in found] == [""]
    assert [one.column for one in found[0].selectors if one.node.kind == "phone"] == ["phone"] * 2


def test_a_rest_makes_the_row_a_problem_at_its_cell_and_keeps_what_was_read() -> None:
    (row,) = rows("Biển số,Chủ xe\n30A-123.45 cũ 99,An\n", named("vehicles"))
    assert row.problem == "plate: not read: 99 (“30A-123.45 cũ 99”)"
    assert row.where == row.cell("plate")
    assert any("licence-plate:30A-123.45 registered_to" in line for line in says([row]))


def test_a_detail_of_several_values_names_them_all() -> None:
    content = "Số gọi,Số nhận,IMEI\n0911000111,0911000112,490154203237518; 356938035643809\n"
    (row,) = rows(content, named("cdr"))
    assert row.statements[0].facts["imei"] == "490154203237518; 356938035643809"
