"""How people write a value: what is taken off, and what else it may stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.extractors.selectors.written import held, writings
from truyvet.query.writing import dialled, other_numbers, with_zeros


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("30A–123.45", "30A-123.45"),
        ("0168–345–6789", "0168-345-6789"),
        ("0168—345—6789", "0168-345-6789"),
        ("0168−345−6789", "0168-345-6789"),
        ("0168·345·6789", "0168.345.6789"),
        ("0168_345_6789", "0168-345-6789"),
        ('="0912345678"', "0912345678"),
        ("0383456789.0", "0383456789"),
        ("20.0", "20"),
        ("1,00", "1"),
        ("tel:0912345678", "0912345678"),
        ("“Lê B”,", "Lê B"),
        ("<duc@x.vn>,", "duc@x.vn"),
        ("duc@x.vn>", "duc@x.vn"),
        ("'Duc <duc@x.vn>',", "Duc <duc@x.vn>"),
        ("０９１２３４５６７８", "0912345678"),
        ("SĐT 0912345678", "0912345678"),
        ("Sđt: 0912345678", "0912345678"),
        ("Số điện thoại - 0912345678", "0912345678"),
        ("STK 0071000123456", "0071000123456"),
        ("số TK: 0071000123456", "0071000123456"),
        ("BKS 30A–123.45", "30A-123.45"),
        ("CCCD 001090012345", "001090012345"),
        ("MST: 0101234567", "0101234567"),
        ("Email: lan@example.vn", "lan@example.vn"),
        ("Họ và tên: Lê  B", "Lê B"),
    ],
)
def test_what_people_and_programs_put_around_a_value_is_taken_off(typed: str, written: str) -> None:
    assert writings(typed)[-1] == written


@pytest.mark.parametrize(
    "typed",
    [
        "Tel Aviv", "Telegram 2026", "DT", "TK", "lan_1@example.vn", "a_b", "1.5", "STKB 0912",
        "Acc", "Nguyễn Văn Đức", "person:3f2a91c05d7e8b64", "https://x.vn/a_1_2",
    ],
)  # fmt: skip
def test_what_is_part_of_a_value_stays(typed: str) -> None:
    assert writings(typed) == [typed]


@given(st.text(max_size=60))
def test_what_was_typed_comes_first_and_nothing_is_empty(typed: str) -> None:
    found = writings(typed)
    assert found
    assert len(set(found)) == len(found)
    assert all(found) or not typed.strip()


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("1 555-521-5554", "15555215554"),
        ("+1 (555) 521-5554", "+15555215554"),
        ("(+84) 912 345 678", "+84912345678"),
        ("(0168) 3456789", "01683456789"),
        ("800-555", "800555"),
        ("800.555", "800555"),
        ("20.5", ""),
        ("120.50", ""),
        ("0912345678, 0987654321", ""),
        ("30A-123.45", ""),
        ("12", ""),
        ("", ""),
        ("1" * 60, ""),
    ],
)
def test_the_digits_of_a_number_stand_alone(typed: str, digits: str) -> None:
    assert dialled(typed) == digits


def test_a_number_stands_with_and_without_its_country() -> None:
    assert [*other_numbers("+84912345678")] == [
        "+84912345678", "84912345678", "912345678", "0912345678"
    ]  # fmt: skip
    assert [*other_numbers("15555215554")] == ["+15555215554", "15555215554", "5555215554"]


@pytest.mark.parametrize("number", ["012345678901", "115", "+" + "1" * 30, "+999123456789"])
def test_what_is_no_number_of_a_country_has_no_other_spelling_of_one(number: str) -> None:
    assert {one.removeprefix("+") for one in other_numbers(number)} <= {number.removeprefix("+")}


def test_zeros_are_put_before_what_may_have_had_some() -> None:
    assert ("phone", "+84383456789") in with_zeros("1683456789")
    assert ("cccd", "001090012345") in with_zeros("1090012345")
    assert [*with_zeros("0912345678")] == []
    assert [*with_zeros("12")] == []


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("0912345678, 0987654321", ("0912345678", "0987654321")),
        ("0912345678/0987654321", ("0912345678", "0987654321")),
        ("0912.345.678 và lan@example.vn", ("0912.345.678", "lan@example.vn")),
        ("0912345678 (Đức)", ("0912345678",)),
        ("0912345678 ext 2", ("0912345678",)),
        ("Duc <duc@x.vn>", ("duc@x.vn",)),
        ("xe 30A-123.45 của Đức", ("30A-123.45",)),
        ("0912345678", ()),
        ("Nguyễn Văn Đức", ()),
        ("Công ty 19/5", ()),
        ("", ()),
    ],
)
def test_values_within_a_text_are_told(typed: str, values: tuple[str, ...]) -> None:
    assert held(typed) == values


@pytest.mark.parametrize("typed", ["0" * 100_000, "1(" * 50_000, "a@" * 50_000, "- " * 50_000])
def test_what_is_very_long_ends(typed: str) -> None:
    assert writings(typed)[0] == typed.strip()
    assert isinstance(held(typed), tuple)
    assert dialled(typed) == ""
