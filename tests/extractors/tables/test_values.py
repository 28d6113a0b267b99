"""Cells as values: one normal form for every spelling, or the reason why there is none."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.extractors.tables.reads import named

from truyvet.evidence.links.node import KINDS, MAX_VALUE
from truyvet.extractors.selectors.banks import BANKS
from truyvet.extractors.selectors.phones import CARRIERS
from truyvet.extractors.tables.profile import Column
from truyvet.extractors.tables.values import (
    MAX_KNOWN,
    NotAValue,
    Reader,
    bank_number,
    filled,
    node_value,
    tidied,
    value_of,
)

PROFILE = named("bank")


def read(text: str, bank: str = "", **column: object) -> tuple[str, str]:
    found = value_of(PROFILE, Column(**column), tidied(text), bank)  # type: ignore[arg-type]
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" x ", "x"), ('="0912345678"', "0912345678"), ("'0912345678", "0912345678"), ("'", "'"),
        ("=1+2", "=1+2"), ("a\r\n b", "a b"), ("a\0b", "a b"), ("Nguyê\u0303n", "Nguyễn"),
        ("\u202e912", "912"), ("\u200e0912\u200e", "0912"), ("", ""), ("\ufeffx", "x"),
    ],
)  # fmt: skip
def test_what_only_spreadsheets_and_terminals_know_is_taken_off(cell: str, text: str) -> None:
    assert tidied(cell) == text


@pytest.mark.parametrize(
    "written",
    ["0912.345.678", "+84 912 345 678", "84912345678", "(84) 912345678", "912345678",
     '="0912345678"', "'0912345678", "912345678.0", "O912345678"],
)  # fmt: skip
def test_a_telephone_number_is_one_value_in_every_spelling(written: str) -> None:
    assert read(written, kind="phone") == ("phone", "+84912345678")


def test_an_old_number_is_todays() -> None:
    assert read("0168 345 6789", kind="phone") == ("phone", "+84383456789")


def test_a_number_that_a_spreadsheet_cut_is_refused() -> None:
    with pytest.raises(NotAValue, match="digits"):
        read("8.49123E+10", kind="phone", plain="otherwise")


@pytest.mark.parametrize("text", ["200", "VIETTEL", "*101#", "191"])
def test_what_is_no_number_is_taken_as_it_stands_where_the_profile_allows(text: str) -> None:
    assert read(text, kind="phone", plain="otherwise") == ("phone", text)
    with pytest.raises(NotAValue, match="telephone number"):
        read(text, kind="phone")


def test_grouping_signs_make_no_two_numbers_of_one() -> None:
    ways = ["1 555-521-5554", "15555215554", "1 (555) 521 5554"]
    assert {read(way, kind="phone", plain="otherwise") for way in ways} == {
        ("phone", "15555215554")
    }


def test_a_plain_value_is_never_read_into() -> None:
    assert read("0912345678", kind="phone", plain=True) == ("phone", "0912345678")


def test_no_account_is_without_a_digit() -> None:
    with pytest.raises(NotAValue):
        read("Tổng cộng", kind=("bank-account", "iban"), plain="otherwise")
    assert read("VA-77", kind="bank-account", plain="otherwise") == ("bank-account", "VA-77")


def test_of_several_kinds_the_first_that_fits_counts() -> None:
    kinds = ("cccd", "cmnd", "passport", "tax-code")
    assert read("001 090 012 345", kind=kinds) == ("cccd", "001090012345")
    assert read("012345679", kind=kinds) == ("cmnd", "012345679")
    with pytest.raises(NotAValue, match=" or "):
        read("không có", kind=kinds)


@pytest.mark.parametrize(
    ("bank", "value"),
    [("Vietcombank", "970436:0071000123456"), ("VCB - CN Hà Nội", "970436:0071000123456"),
     ("970436", "970436:0071000123456"), ("Ngân hàng lạ", "0071000123456"),
     ("", "0071000123456")],
)  # fmt: skip
def test_an_account_stands_after_its_banks_number(bank: str, value: str) -> None:
    assert read("0071 0001 23456", bank, kind="bank-account") == ("bank-account", value)


def test_the_longest_name_of_a_bank_counts() -> None:
    assert bank_number("CAKE by VPBank") == "546034"
    assert bank_number("VPBank") == "970432"
    assert bank_number("abc") == ""


def test_an_amount_bears_its_currency_or_the_profiles() -> None:
    assert read("1.500.000", kind="amount") == ("amount", "1500000 VND")
    assert read("$5", kind="amount") == ("amount", "5 USD")
    with pytest.raises(NotAValue, match="no amount"):
        read("x", kind="amount")


def test_a_number_is_kept_as_it_is_written() -> None:
    assert read("1,5", kind="number") == ("number", "1,5")
    with pytest.raises(NotAValue):
        read("viel", kind="number")


def test_a_vin_and_a_serial_are_in_capitals() -> None:
    assert node_value("vin", "rlhja38") == "RLHJA38"
    assert read("ab-1", kind="serial") == ("serial", "AB-1")


@pytest.mark.parametrize("kind", ["phone", "time", "amount", "cccd"])
def test_a_cell_of_megabytes_is_nothing_but_text(kind: str) -> None:
    long = "9" * (MAX_KNOWN + 1)
    assert "longer" in str(Reader(PROFILE, Column(kind=kind)).read(long))
    assert Reader(PROFILE, Column()).read(long) == ("text", long)


def test_a_reader_gives_the_same_again() -> None:
    reader = Reader(PROFILE, Column(kind="phone"))
    assert reader.read("0912345678") == reader.read("0912345678") == ("phone", "+84912345678")
    assert reader.read("x") == reader.read("x") == "no telephone number"


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!"])
def test_an_error_of_a_spreadsheet_is_no_number_and_no_name(text: str) -> None:
    for kind in ("phone", "name", "cell"):
        with pytest.raises(NotAValue, match="error of a spreadsheet"):
            read(text, kind=kind, plain="otherwise")


@pytest.mark.parametrize(
    "cell", ["Na", "NA", "None Such", "❤️", "Nan", "*101#", "#", "+", "0", "x-"]
)
def test_what_may_be_a_name_or_a_number_is_not_taken_for_nothing(cell: str) -> None:
    assert filled(cell) == cell


@pytest.mark.parametrize("cell", ["-", " - ", "\u2014", "...", "?", "NULL", "'-", '="-"', "\u200b"])
def test_what_stands_for_nothing_is_nothing(cell: str) -> None:
    assert filled(cell) == ""


@pytest.mark.parametrize("kind", ["name", "place", "cell", "phone"])
def test_a_value_is_never_cut_for_two_could_become_one(kind: str) -> None:
    assert read("x" * MAX_VALUE, kind=kind, plain=True)[1].lower() == "x" * MAX_VALUE
    with pytest.raises(NotAValue, match="longer than 512"):
        read("x" * (MAX_VALUE + 1), kind=kind, plain=True)


@pytest.mark.parametrize(
    "cell", ["a  b", "a\t b", "a\n\nb", '="a  b"', '=" a b "', "a\u00a0b", "a\u200b b", "'a b"]
)
def test_blanks_inside_a_cell_make_no_two_values_of_one(cell: str) -> None:
    assert tidied(cell) == "a b"


@given(st.text(max_size=60))
def test_what_is_tidied_is_tidy(text: str) -> None:
    once = tidied(text)
    assert once == once.strip()
    assert not set(once) & set("\0\n\r\t\u202e\u200b\u061c")
    assert filled(text) in ("", once)


@pytest.mark.parametrize(
    ("number", "name"), [(number, name) for number, names in BANKS.items() for name in names]
)
def test_every_bank_is_known_by_every_name_of_it(number: str, name: str) -> None:
    assert bank_number(name) == bank_number(name.upper()) == number
    assert bank_number(number) == number


@given(st.text(max_size=40), st.sampled_from(sorted(KINDS)))
def test_no_text_breaks_the_reading_of_a_node(text: str, kind: str) -> None:
    assert len(node_value(kind, text)) <= MAX_VALUE


@pytest.mark.parametrize(
    ("figure", "value"),
    [("992123456", "+84992123456"), ("890123456", "+84890123456"), ("1683456789", "+84383456789"),
     ("2438251234", "+842438251234"), ("438251234", "+842438251234")],
)  # fmt: skip
def test_a_number_whose_zero_a_spreadsheet_dropped_is_read(figure: str, value: str) -> None:
    assert read(figure, kind="phone") == read(f"0{figure}", kind="phone") == ("phone", value)


@given(st.sampled_from(sorted(CARRIERS)), st.integers(0, 9_999_999))
def test_every_spelling_of_a_mobile_number_is_one_node(prefix: str, tail: int) -> None:
    bare = f"{prefix}{tail:07d}"
    assume(len(set(bare)) > 1)
    ways = [f"0{bare}", f"+84{bare}", f"84{bare}", f"0{bare[:3]} {bare[3:6]} {bare[6:]}",
            f'="0{bare}"', f"'0{bare}", f"{bare}.0"]  # fmt: skip
    assert len({read(way, kind="phone", plain="otherwise") for way in ways}) == 1
