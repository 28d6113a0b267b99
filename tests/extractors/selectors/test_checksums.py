"""Check digits against other writers of them: every wrong digit, every pair that changed places."""

import binascii
import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extractors.selectors import oracles

from truyvet.extractors.selectors.checksums import crc16, luhn, mod97, mrz, tax

DIGITS = st.text(alphabet="0123456789", min_size=1, max_size=30)
LUHN = ["79927398713", "17893729974", "4111111111111111", "49927398716", "0", "00", "18", "59"]


@pytest.mark.parametrize("number", LUHN)
def test_known_numbers_have_their_luhn_digit(number: str) -> None:
    assert luhn(number)


@pytest.mark.parametrize("number", LUHN)
def test_every_single_wrong_digit_is_noticed(number: str) -> None:
    assert [one for one in oracles.neighbours(number, "0123456789") if luhn(one)] == []


@pytest.mark.parametrize("number", LUHN[:4])
def test_digits_that_changed_places_are_noticed_but_for_09_and_90(number: str) -> None:
    for place, (low, high) in enumerate(pairwise(number)):
        swapped = number[:place] + high + low + number[place + 2 :]
        assert luhn(swapped) is (low == high or {low, high} == {"0", "9"})


@given(digits=DIGITS)
@settings(max_examples=100)
def test_luhn_is_that_of_another_writer(digits: str) -> None:
    whole = oracles.luhn(digits)
    assert luhn(whole)
    wrong = [digits + str(other) for other in range(10) if f"{digits}{other}" != whole]
    assert not any(map(luhn, wrong))


def test_luhn_agrees_with_a_library_of_numbers() -> None:
    library = pytest.importorskip("stdnum.luhn")
    chance = random.Random(1)
    for _ in range(2_000):
        number = "".join(chance.choices("0123456789", k=chance.randrange(1, 20)))
        assert luhn(number) == library.is_valid(number)


@pytest.mark.parametrize(
    "iban",
    [
        "GB82WEST12345698765432",
        "DE89370400440532013000",
        "SE4550000000058398257466",
        "CH9300762011623852957",
        "NL91ABNA0417164300",
        "MT84MALT011000012345MTLCAST001S",
    ],
)
def test_every_wrong_sign_of_an_iban_is_noticed(iban: str) -> None:
    assert mod97(iban)
    assert [one for one in oracles.neighbours(iban, "0123456789") if mod97(one)] == []


@given(country=st.sampled_from(["VN", "DE", "MT", "ZZ"]), account=DIGITS)
@settings(max_examples=80)
def test_the_two_digits_of_another_writer_hold(country: str, account: str) -> None:
    whole = oracles.iban(country, account)
    assert mod97(whole)
    held = [two for two in range(2, 99) if mod97(f"{country}{two:02d}{account}")]
    assert held == [int(whole[2:4])]


def test_mod97_agrees_with_a_library_of_numbers() -> None:
    library = pytest.importorskip("stdnum.iso7064.mod_97_10")
    chance = random.Random(2)
    for _ in range(500):
        text = "".join(chance.choices("0123456789ABCXYZ", k=20))
        whole = oracles.iban("GB", text)
        assert mod97(whole)
        assert library.is_valid(whole[4:] + whole[:4])


# ICAO 9303-3, 4.9 and the specimens of parts 4 to 6: field and its check digit.
FIELDS = [
    ("520727", "3"),
    ("AB2134<<<", "5"),
    ("L898902C3", "6"),
    ("L898902C<", "3"),
    ("D23145890", "7"),
    ("740812", "2"),
    ("690806", "1"),
    ("120415", "9"),
    ("940623", "6"),
    ("ZE184226B<<<<<", "1"),
    ("D23145890734", "9"),
    ("<<<<<<<<<<<<<<", "0"),
    ("HA672242<", "6"),
]


@pytest.mark.parametrize(("field", "digit"), FIELDS)
def test_the_examples_of_icao_hold_with_their_digit_only(field: str, digit: str) -> None:
    assert [other for other in "0123456789" if mrz(field, other)] == [digit]
    assert oracles.icao(field) == digit


@pytest.mark.parametrize(("field", "digit"), FIELDS)
def test_every_wrong_digit_of_a_field_is_noticed(field: str, digit: str) -> None:
    assert [one for one in oracles.neighbours(field, "0123456789") if mrz(one, digit)] == []


@pytest.mark.parametrize("field", ["<" * 14, "<", "<" * 9])
def test_an_empty_field_may_have_no_digit(field: str) -> None:
    assert mrz(field, "<")
    assert mrz(field, "0")


def test_a_field_that_is_not_empty_must_have_one() -> None:
    assert not mrz("A<<<<<", "<")
    assert not mrz("0<<<<<", "<")


@given(st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<", min_size=1, max_size=40))
@settings(max_examples=80)
def test_any_field_has_exactly_one_digit(field: str) -> None:
    assert [digit for digit in "0123456789" if mrz(field, digit)] == [oracles.icao(field)]


# Firms known to all: Vinamilk, FPT, Viettel, Hoa Phat, Mobile World, PetroVietnam Gas …
TAX = [
    "0300588569",
    "0101248141",
    "0100109106",
    "0900189284",
    "0303217354",
    "3500102710",
    "0100681592",
    "0100686209",
    "0301442379",
]


@pytest.mark.parametrize("code", TAX)
def test_the_tax_codes_of_known_firms_hold(code: str) -> None:
    assert tax(code)
    assert oracles.tax(code[:9]) == code


@pytest.mark.parametrize("code", TAX)
def test_every_wrong_digit_of_a_tax_code_is_noticed(code: str) -> None:
    assert [one for one in oracles.neighbours(code, "0123456789") if tax(one)] == []


def test_tax_codes_agree_with_a_library_of_numbers() -> None:
    library = pytest.importorskip("stdnum.vn.mst")
    from truyvet.extractors.selectors.vietnam import tax_code

    chance = random.Random(3)
    for _ in range(3_000):
        number = "".join(chance.choices("0123456789", k=10))
        assert (tax_code(number) is not None) == library.is_valid(number), number


@pytest.mark.parametrize("nine", ["000000200", "100000000", "010010910", "999999999"])
def test_nine_digits_have_one_tenth_or_none(nine: str) -> None:
    held = [f"{nine}{digit}" for digit in range(10) if tax(f"{nine}{digit}")]
    assert held == ([oracles.tax(nine)] if oracles.tax(nine) else [])


@given(content=st.binary(max_size=80))
@settings(max_examples=80)
def test_the_crc_is_that_of_the_standard_library(content: bytes) -> None:
    assert crc16(content) == binascii.crc_hqx(content, 0)


@pytest.mark.parametrize(
    ("content", "crc"), [(b"", 0), (b"\0" * 9, 0), (b"A", 0x58E5), (b"123456789", 0x31C3)]
)
def test_the_crc_of_known_bytes(content: bytes, crc: int) -> None:
    assert crc16(content) == crc
