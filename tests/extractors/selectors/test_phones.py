"""Telephone numbers: normal forms, the old Vietnamese ones, and what is no number."""

import pytest
from tests.extractors.selectors.looks import confidence, found, normals, seen

from truyvet.extractors.selectors.phones import CARRIERS, FORMER, phone, version

ALWAYS = "+84912345678"

SPELLINGS = [
    "0912345678",
    "0912.345.678",
    "0912 345 678",
    "0912-345-678",
    "091 234 5678",
    "09 12 34 56 78",
    "O912345678",
    "o912345678",
    "O912.345.678",
    "+84912345678",
    "+84 912 345 678",
    "+84 (0) 912 345 678",
    "+840912345678",
    "84912345678",
    "84 912 345 678",
    "0084912345678",
    "(84)912345678",
    "(+84) 912 345 678",
    "(84) 0912345678",
]
OLD = [
    ("0168 345 6789", "+84383456789", "+841683456789"),
    ("01623456789", "+84323456789", "+841623456789"),
    ("01203456789", "+84703456789", "+841203456789"),
    ("01213456789", "+84793456789", "+841213456789"),
    ("01223456789", "+84773456789", "+841223456789"),
    ("01263456789", "+84763456789", "+841263456789"),
    ("01283456789", "+84783456789", "+841283456789"),
    ("01233456789", "+84833456789", "+841233456789"),
    ("01243456789", "+84843456789", "+841243456789"),
    ("01253456789", "+84853456789", "+841253456789"),
    ("01273456789", "+84813456789", "+841273456789"),
    ("01293456789", "+84823456789", "+841293456789"),
    ("01863456789", "+84563456789", "+841863456789"),
    ("01883456789", "+84583456789", "+841883456789"),
    ("01993456789", "+84593456789", "+841993456789"),
    ("+84 168 345 6789", "+84383456789", "+841683456789"),
    ("84 (0)168 345 6789", "+84383456789", "+841683456789"),
    ("(84)1683456789", "+84383456789", "+841683456789"),
    ("O168.345.6789", "+84383456789", "+841683456789"),
]
OTHERS = [
    ("+1 202-456-1111", "+12024561111", "US"),
    ("+44 20 7946 0018", "+442079460018", "GB"),
    ("+86 138 0013 8000", "+8613800138000", "CN"),
    ("0086 138 0013 8000", "+8613800138000", "CN"),
    ("024 3825 5999", "+842438255999", "VN"),
    ("(024) 3825 5999", "+842438255999", "VN"),
    ("+84 28 3829 7700", "+842838297700", "VN"),
]
NONE = [
    "",
    "hello",
    "0912",
    "09123456789012",
    "0012345678",
    "0212345",
    "+999123456789",
    "01303456789",
    "1234567890123456789",
    "09.12.2019 10:30",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_every_spelling_of_a_mobile_number_is_one_number(text: str) -> None:
    read = phone(text, "VN")
    assert read is not None
    assert read.value == ALWAYS


@pytest.mark.parametrize("text", SPELLINGS)
def test_every_spelling_is_found_whole_in_a_text(text: str) -> None:
    assert seen(f"gọi {text}, nhé") == [("phone", text, ALWAYS)]


@pytest.mark.parametrize(("text", "now", "then"), OLD)
def test_an_old_number_is_mapped_first_and_kept(text: str, now: str, then: str) -> None:
    read = phone(text, "VN")
    assert read is not None
    assert (read.value, read.facts["former"]) == (now, then)


@pytest.mark.parametrize(("text", "now", "then"), OLD)
def test_an_old_number_is_found_with_both_forms(text: str, now: str, then: str) -> None:
    (one,) = found(f"ĐT: {text}.")
    assert (one.spot.value, one.spot.facts["former"]) == (now, then)


@pytest.mark.parametrize(("text", "value", "country"), OTHERS)
def test_other_numbers_are_read_by_the_tables_of_all_countries(
    text: str, value: str, country: str
) -> None:
    read = phone(text, "VN")
    assert read is not None
    assert (read.value, read.facts["country"]) == (value, country)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_number_is_none(text: str) -> None:
    assert phone(text, "VN") is None


def test_every_old_prefix_leads_to_one_that_is_allotted() -> None:
    assert {new[:2] for new in FORMER.values()} <= set(CARRIERS)
    assert len(set(FORMER.values())) == len(FORMER)


def test_the_carrier_is_told() -> None:
    read = phone("0981234567", "VN")
    assert read is not None
    assert read.facts["carrier"] == "Viettel"


def test_a_number_without_a_country_is_read_in_the_set_region() -> None:
    read = phone("(202) 456-1111", "US")
    assert read is not None
    assert read.value == "+12024561111"
    assert phone("(202) 456-1111", "VN") is None


def test_a_region_finds_its_own_grouped_numbers() -> None:
    assert normals("phone", "call (202) 456-1111 now", "US") == ["+12024561111"]


def test_a_region_wants_a_word_for_digits_alone() -> None:
    assert normals("phone", "phone 2024561111", "US") == ["+12024561111"]
    assert normals("phone", "serial 2024561111", "US") == []


def test_a_vietnamese_number_with_its_country_is_found_in_every_region() -> None:
    assert normals("phone", "+84 912 345 678", "US") == [ALWAYS]
    assert normals("phone", "0912 345 678", "US") == []


def test_what_follows_a_foreign_number_is_not_taken_with_it() -> None:
    assert seen("at +44 20 7946 0018 12 people") == [("phone", "+44 20 7946 0018", "+442079460018")]


def test_two_numbers_beside_each_other_are_two() -> None:
    assert normals("phone", "0912345678 0987654321") == [ALWAYS, "+84987654321"]
    assert normals("phone", "0912 345 678 0987 654 321") == [ALWAYS, "+84987654321"]


@pytest.mark.parametrize("word", ["sđt", "SĐT", "dien thoai", "điện thoại", "Phone", "tel"])
def test_a_word_beside_it_makes_a_number_surer(word: str) -> None:
    assert confidence("phone", f"{word}: 84912345678") == 98
    assert confidence("phone", "84912345678") == 60


@pytest.mark.parametrize("service", ["zalo", "momo", "viber", "whatsapp", "telegram"])
def test_the_service_named_before_a_number_is_a_fact(service: str) -> None:
    one = found(f"{service.title()}: 0912345678")[0]
    assert one.spot.facts["service"] == service


@pytest.mark.parametrize(
    "text",
    [
        "ngày 09.12.2019 10:30",
        "<Buffer 01 02 03 04 05 06 07 08>",
        "pi 3.0912345678",
        "6A980767-1DD2-11B2-99A6-0912345678",
        "abc0912345678",
        "0912345678901",
        "time 07002006-01-02",
        "01234567890 digits",
        "08-152015-02",
        "release 2.91_03 2017-01-09",
        "39 84 39 44 0 68-24 23-25",
    ],
)
def test_dates_dumps_and_fractions_are_no_numbers(text: str) -> None:
    assert normals("phone", text) == []


def test_a_number_in_a_file_name_is_found() -> None:
    assert normals("phone", "call_0912345678_2020.amr") == [ALWAYS]


@pytest.mark.parametrize("text", ["hotline 1900 1234", "tổng đài, điện thoại 1800 1091"])
def test_a_hotline_needs_a_word(text: str) -> None:
    assert len(normals("phone", text)) == 1
    assert normals("phone", "năm 1900 1234") == []


def test_the_version_of_the_tables_is_told() -> None:
    assert version()[0].isdigit()
