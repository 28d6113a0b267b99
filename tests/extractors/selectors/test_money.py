"""Cards, IBAN, bank accounts: brands, lengths, check digits, and the bank beside."""

import pytest
from tests.extractors.selectors.looks import confidence, found, normals, seen

from truyvet.extractors.selectors import money
from truyvet.extractors.selectors.banks import BANKS, name_of

CARDS = [
    ("4012888888881881", "visa"),
    ("5105105105105100", "mastercard"),
    ("2223000048400011", "mastercard"),
    ("371449635398431", "amex"),
    ("378282246310005", "amex"),
    ("6011111111111117", "discover"),
    ("30569309025904", "diners"),
    ("3530111333300000", "jcb"),
    ("6200000000000005", "unionpay"),
    ("9704361234567895", "napas"),
]
IBANS = [
    ("GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432", "GB"),
    ("DE89370400440532013000", "DE89370400440532013000", "DE"),
    ("FR1420041010050500013M02606", "FR1420041010050500013M02606", "FR"),
    ("NO9386011117947", "NO9386011117947", "NO"),
    ("MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S", "MT"),
]


@pytest.mark.parametrize(("number", "brand"), CARDS)
def test_a_card_has_its_brand(number: str, brand: str) -> None:
    read = money.card(number)
    assert read is not None
    assert (read.value, read.facts["brand"]) == (number, brand)


@pytest.mark.parametrize(("number", "brand"), CARDS)
def test_a_card_is_found(number: str, brand: str) -> None:
    assert normals("card", f"x {number}, y") == [number]


@pytest.mark.parametrize(
    "text",
    [
        "4012888888881882",
        "1012888888881881",
        "4444444444444448",
        "40128888888818",
        "9999999999999995",
        "",
    ],
)
def test_what_is_no_card_is_none(text: str) -> None:
    assert money.card(text) is None


@pytest.mark.parametrize(
    "text", ["4012 8888 8888 1881", "4012-8888-8888-1881", "card 4012888888881881"]
)
def test_a_grouped_or_named_card_is_surer(text: str) -> None:
    assert confidence("card", text) >= 85
    assert confidence("card", "x 4012888888881881") == 70


def test_an_amex_card_in_its_groups_is_found() -> None:
    assert normals("card", "3782 822463 10005") == ["378282246310005"]


@pytest.mark.parametrize(
    "text",
    [
        "0.4012888888881881",
        "a4012888888881881",
        "40128888888818810000",
        "4012 8888-8888 1881",
        "1700000000000000",
        "deadbeef-4012888888881881",
    ],
)
def test_fractions_and_parts_are_no_cards(text: str) -> None:
    assert normals("card", text) == []


def test_a_domestic_card_names_its_bank() -> None:
    read = money.card("9704361234567895")
    assert read is not None
    assert read.facts["bank"] == "Vietcombank"


@pytest.mark.parametrize(("text", "value", "country"), IBANS)
def test_an_iban_is_found_and_has_one_form(text: str, value: str, country: str) -> None:
    (one,) = [one for one in found(f"to {text} please") if one.spot.kind == "iban"]
    assert (one.spot.value, one.spot.facts["country"], one.spot.confidence) == (value, country, 100)


@pytest.mark.parametrize(
    "text", ["GB82WEST12345698765433", "GB82WEST1234569876543", "ZZ82WEST12345698765432", "GB82"]
)
def test_what_is_no_iban_is_none(text: str) -> None:
    assert money.iban(text) is None
    assert normals("iban", text) == []


def test_two_ibans_with_a_blank_between_are_two() -> None:
    text = "DE89370400440532013000 GB82WEST12345698765432"
    assert len(normals("iban", text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "STK 0071000123456 Vietcombank",
        "stk: 0071000123456 - VCB",
        "Số tài khoản: 0071000123456 tại ngân hàng Vietcombank",
        "so tai khoan 0071000123456 vietcombank",
        "Vietcombank 0071000123456 chủ tài khoản A",
        "chuyển khoản VCB: 0071000123456",
    ],
)
def test_an_account_takes_the_bank_beside_it(text: str) -> None:
    assert normals("bank-account", text) == ["970436:0071000123456"]


def test_the_nearest_bank_is_taken() -> None:
    text = "Vietcombank 0071000123456 ................. BIDV 21510000987654"
    assert normals("bank-account", text) == ["970436:0071000123456", "970418:21510000987654"]


def test_a_grouped_account_needs_its_own_word() -> None:
    assert normals("bank-account", "STK 0071 000 123 456 VCB") == ["970436:0071000123456"]
    assert normals("bank-account", "VCB phí 1.500.000 tài khoản") == []


def test_an_account_without_a_bank_is_little_sure() -> None:
    assert confidence("bank-account", "số tài khoản 0071000123456") == 40
    assert normals("bank-account", "số tài khoản 0071000123456") == ["0071000123456"]


@pytest.mark.parametrize(
    "text",
    [
        "0071000123456",
        "invoice 0071000123456",
        "Vietcombank ngày 20240115",
        "Vietcombank hotline 0912345678",
        "tài khoản 123456",
    ],
)
def test_digits_without_bank_or_word_mean_nothing(text: str) -> None:
    assert normals("bank-account", text) == []


def test_an_account_can_be_typed_with_its_bank() -> None:
    read = money.account("970436:0071000123456")
    assert read is not None
    assert read.facts == {"bank": "Vietcombank", "bin": "970436"}
    assert money.account("123456:0071000123456") is None


def test_every_bank_has_six_digits_and_a_name() -> None:
    assert all(
        len(number) == 6 and number.isdigit() and names[0] for number, names in BANKS.items()
    )
    assert name_of("970418") == "BIDV"
    assert name_of("000000") == ""


def test_no_two_banks_share_a_word() -> None:
    words = [
        name.lower() for names in BANKS.values() for name in dict.fromkeys(n.lower() for n in names)
    ]
    assert len(words) == len(set(words))


def test_the_known_cards_of_a_sample_are_all_seen() -> None:
    text = "American Express 371449635398431\nAmerican Express 378282246310005\n"
    assert [one[1] for one in seen(text)] == ["371449635398431", "378282246310005"]
