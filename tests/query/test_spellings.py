"""Spellings: what a typed value may stand for, and the forms it is looked up under."""

import unicodedata

import pytest

from truyvet.query.spellings import (
    AS_TYPED,
    NAME,
    PREFIXES,
    ZEROS,
    Form,
    Spelling,
    forms,
    spellings,
    worded,
)


def tried(text: str) -> set[tuple[str, str]]:
    """All that a value is looked up as."""
    return {(one.kind, one.value) for one in spellings(text)}


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("0912.345.678", "phone", "+84912345678"),
        ("+84 912 345 678", "phone", "+84912345678"),
        ("(84)912345678", "phone", "+84912345678"),
        ("0168 345 6789", "phone", "+84383456789"),
        ("30a 123.45", "licence-plate", "30A-123.45"),
        ("4539 1488 0343 6467", "card", "4539148803436467"),
        ("Lan@EXAMPLE.vn", "email", "Lan@example.vn"),
        ("https://zalo.me/0912345678", "zalo", "+84912345678"),
        ("phone:+84912345678", "phone", "+84912345678"),
        ("phone:0912 345 678", "phone", "+84912345678"),
        ("person:3f2a91c05d7e8b64", "person", "3f2a91c05d7e8b64"),
        ("D41D8CD98F00B204E9800998ECF8427E", "digest-md5", "d41d8cd98f00b204e9800998ecf8427e"),
        ("DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", "digest-sha1",
         "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ("E3" * 32, "sha256", "e3" * 32),
        ("E3" * 32, "digest-blake3", "e3" * 32),
        ("ab" * 64, "digest-sha512", "ab" * 64),
        ("nguyen van duc", NAME, "nguyen van duc"),
    ],
)  # fmt: skip
def test_a_value_is_looked_up_as_what_it_stands_for(typed: str, kind: str, value: str) -> None:
    found = {of: {one.lower() for k, one in tried(typed) if k == of} for of, _ in tried(typed)}
    assert value.lower() in found[kind]


def test_whatever_is_typed_is_looked_up_as_it_stands() -> None:
    assert (AS_TYPED, "x-y/z") in tried(" x-y/z ")


def test_a_decomposed_value_is_looked_up_composed() -> None:
    typed = unicodedata.normalize("NFD", "Nguyễn Văn Đức")
    assert (NAME, "Nguyễn Văn Đức") in tried(typed)


def test_a_number_is_no_name() -> None:
    assert NAME not in {kind for kind, _ in tried("0912 345 678")}


def test_the_surest_reading_comes_first_and_as_typed_after_all_readings() -> None:
    kinds = [one.kind for one in spellings("0912.345.678") if not one.weak]
    assert kinds[0] == "phone"
    assert kinds[-1] == AS_TYPED


def test_weaker_spellings_come_last_and_say_why() -> None:
    weak = [one.weak for one in spellings("0912.345.678")]
    first = weak.index(PREFIXES)
    assert not any(weak[:first])
    assert all(weak[first:])


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("1 555-521-5554", {"+15555215554", "5555215554"}),
        ("15555215554", {"+15555215554", "5555215554"}),
        ("+1 (555) 521-5554", {"15555215554", "5555215554"}),
        ("+15555215554", {"15555215554", "5555215554"}),
        ("0912 345 678", {"84912345678", "912345678"}),
        ("800-555", set()),
        ("4539 1488 0343 6467", set()),
        ("192.168.1.10", set()),
        ("phone:+84912345678", set()),
    ],
)
def test_a_number_is_looked_up_with_and_without_its_country_but_weaker(
    typed: str, values: set[str]
) -> None:
    found = {one.value for one in spellings(typed) if one.weak == PREFIXES}
    assert found == values


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("1683456789", "phone", "+84383456789"),
        ("1090012345", "cccd", "001090012345"),
        ("71000123456", "bank-account", "0071000123456"),
    ],
)
def test_zeros_that_a_spreadsheet_took_off_are_put_back_but_weaker(
    typed: str, kind: str, value: str
) -> None:
    assert Spelling(kind=kind, value=value, weak=ZEROS) in spellings(typed)


def test_zeros_are_not_put_before_a_number_with_signs_in_it() -> None:
    assert ZEROS not in {one.weak for one in spellings("168-345-6789")}


@pytest.mark.parametrize(
    "typed", ["1 555-521-5554", "1.555.521.5554", "1—555—521—5554", "1_555_521_5554"]
)
def test_the_digits_of_a_number_alone_are_looked_up_as_any_kind(typed: str) -> None:
    assert (AS_TYPED, "15555215554") in tried(typed)


def test_a_number_with_a_decimal_is_not_the_number_of_all_its_digits() -> None:
    assert not {value for _, value in tried("20.0")} & {"200", "+84200"}
    assert (AS_TYPED, "20") in tried("20.0")
    assert not {value for _, value in tried("20.5")} & {"205", "20"}


def test_what_stands_before_and_after_kind_and_value_does_not_matter() -> None:
    assert ("phone", "+84912345678") in tried(" phone: 0912 345 678 ")
    assert {kind for kind, _ in tried("phone: 0912 345 678")} == {"phone", AS_TYPED, NAME}


def test_a_name_is_looked_up_with_one_blank_between_its_words() -> None:
    for typed in ("Lê  Thị   Hoa", "Lê\tThị\tHoa", "Lê\u00a0Thị Hoa"):
        assert {value for kind, value in tried(typed) if kind == NAME} == {"Lê Thị Hoa"}


@pytest.mark.parametrize("typed", ["\0", "\u202e", "x" * 100_000, "'; DROP TABLE items; --"])
def test_hostile_values_are_looked_up_as_they_stand(typed: str) -> None:
    assert (AS_TYPED, typed) in tried(typed)


def starts(text: str, kinds: tuple[str, ...] = ()) -> set[tuple[str, str]]:
    """How the values begin that a `val:` with a * stands for."""
    return {(form.kind, form.start) for form in forms(text, kinds=kinds)}


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("0912*", "+84912"),
        ("+84912*", "+84912"),
        ("0084 912*", "+84912"),
        ("0168*", "+8438"),
        ("01683*", "+84383"),
        ("0044*", "+44"),
        ("09.12*", "+84912"),
    ],
)
def test_the_beginning_of_a_number_is_looked_up_in_its_international_form(
    typed: str, start: str
) -> None:
    assert ("phone", start) in starts(typed)


def test_a_beginning_that_fits_several_old_numbers_stands_for_all_of_them() -> None:
    assert {("phone", "+8432"), ("phone", "+8439"), ("phone", "+8416")} <= starts("016*")


def test_with_another_type_beside_it_a_beginning_is_no_telephone_number() -> None:
    assert ("phone", "+84912") not in starts("0912*", kinds=("bank-account",))


def test_a_star_within_a_value_must_fit_what_stands_around_it() -> None:
    (form, *_) = forms("lan*@example.vn")
    assert (form.start, form.glob, form.whole) == ("lan", "lan*@example.vn", False)


def test_signs_of_a_pattern_stand_for_themselves() -> None:
    (form, *_) = forms("a[b]?*c")
    assert form.glob == "a[[]b][?]*c"


def test_a_star_in_quotes_is_a_star() -> None:
    assert Form(kind="", start="0912*") in forms("0912*", quoted=True)


def test_a_whole_value_is_looked_up_in_any_spelling_and_case() -> None:
    found = {(form.kind, form.start) for form in forms("30a-12345", kinds=("licence-plate",))}
    assert {("licence-plate", "30A-123.45"), ("", "30a-12345"), ("", "30A-12345")} <= found


@pytest.mark.parametrize("kinds", [(), ("phone",)])
def test_a_whole_value_is_looked_up_as_the_digits_of_a_number_alone(kinds: tuple[str, ...]) -> None:
    found = {(form.kind, form.start) for form in forms("1 555-521-5554", kinds=kinds)}
    assert ("", "15555215554") in found


def test_a_whole_value_is_not_looked_up_as_what_is_not_sure() -> None:
    assert "+15555215554" not in {form.start for form in forms("1 555-521-5554")}


def test_a_word_stands_for_the_digits_of_a_long_number_alone() -> None:
    assert Form(kind="phone", start="15555215554") in worded("1 555-521-5554")
    assert worded("2026") == worded("tháng") == []


def test_a_long_value_is_cut_as_the_index_cuts_it() -> None:
    assert {len(form.start) for form in forms("x" * 1_000)} == {256}
