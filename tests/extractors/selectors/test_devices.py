"""IMEI, ICCID, IMSI, cards: published examples, each wrong digit, ranges at their ends."""

import random

import pytest
from tests.extractors.selectors import oracles
from tests.extractors.selectors.looks import confidence, found, normals

from truyvet.extractors.selectors import money, telecom

# GSMA TS.06's examples of a check digit, makers' manuals, and pages on how to find an IMEI.
IMEIS = [
    "490154203237518",
    "356938035643809",
    "352099001761481",
    "353879234252633",
    "013554006297015",
    "861536030196001",
]
# ICCIDs of the three networks, their last digit by another writer.
ICCIDS = [
    oracles.luhn(digits)
    for digits in (
        "898404800000000001",
        "8984048000801234567",
        "898401000012345678",
        "8984020000123456789",
        "891004234814455936",
        "8944500102198304826",
        "8986011570000012345",
    )
]
CARDS = (
    """
4000056655665556 visa|4917610000000000 visa|4012888888881881 visa|5105105105105100 mastercard
2223003122003222 mastercard|2223000048400011 mastercard|5200828282828210 mastercard
378282246310005 amex|371449635398431 amex|6011111111111117 discover|6011000990139424 discover
6555900000604105 discover|3056930009020004 diners|36227206271667 diners|3566002020360505 jcb
6200000000000005 unionpay|6205500000000000004 unionpay
""".strip()
    .replace("\n", "|")
    .split("|")
)


@pytest.mark.parametrize("imei", IMEIS)
def test_published_imeis_are_read_and_no_neighbour_is(imei: str) -> None:
    assert oracles.luhn(imei[:14]) == imei
    read = telecom.imei(imei)
    assert read is not None
    assert read.facts == {"tac": imei[:8]}
    wrong = oracles.neighbours(imei, "0123456789")
    assert [one for one in wrong if telecom.imei(one)] == []


@pytest.mark.parametrize("imei", IMEIS)
@pytest.mark.parametrize("form", ["{0}{1}{2}{3}", "{0}-{1}-{2}-{3}"])
def test_an_imei_is_found_in_both_groupings(imei: str, form: str) -> None:
    text = form.format(imei[:2], imei[2:8], imei[8:14], imei[14:])
    assert normals("imei", f"IMEI: {text}.") == [imei]
    assert normals("imei", f"Số máy\t{text}\n") == (
        [imei] if imei[:2] in ("35", "86", "01", "99") else []
    )


@pytest.mark.parametrize("imei", IMEIS)
def test_imeis_agree_with_a_library_of_numbers(imei: str) -> None:
    library = pytest.importorskip("stdnum.imei")
    for one in (imei, *list(oracles.neighbours(imei, "0123456789"))[::9]):
        assert (telecom.imei(one) is not None) == library.is_valid(one)


@pytest.mark.parametrize("text", ["35693803564380", "3569380356438090", "35693803564380912"])
def test_an_imei_of_other_lengths_is_none(text: str) -> None:
    assert telecom.imei(text) is None  # 14 have no check digit, 16 are an IMEISV


@pytest.mark.parametrize("imei", IMEIS[:3])
@pytest.mark.parametrize("around", ["{}1", "1{}", "x{}", "{}x", "1.{}", "ab-{}", "{}-ab"])
def test_a_part_of_something_longer_is_no_imei(imei: str, around: str) -> None:
    assert normals("imei", f" {around.format(imei)} ") == []


@pytest.mark.parametrize("word", ["IMEI", "imei1:", "Imei 2 =", "MEID"])
def test_a_word_makes_any_body_s_imei_one(word: str) -> None:
    assert normals("imei", f"{word} 490154203237518") == ["490154203237518"]
    assert confidence("imei", f"{word} 490154203237518") == 98


@pytest.mark.parametrize("iccid", ICCIDS)
def test_an_iccid_has_its_check_digit(iccid: str) -> None:
    read = telecom.iccid(iccid)
    assert read is not None
    assert [one for one in oracles.neighbours(iccid, "0123456789") if telecom.iccid(one)] == []
    assert normals("iccid", f"SIM serial: {iccid},") == [iccid]
    assert telecom.iccid(iccid[:-2]) is None
    assert telecom.iccid(iccid + "F") == read


@pytest.mark.parametrize(
    ("iccid", "code"),
    [(ICCIDS[0], "84"), (ICCIDS[2], "84"), (ICCIDS[4], "1"), (ICCIDS[5], "44"), (ICCIDS[6], "86")],
)
def test_the_country_of_a_card_is_told(iccid: str, code: str) -> None:
    read = telecom.iccid(iccid)
    assert read is not None
    assert read.facts["calling-code"] in (code, code.ljust(2, "0"))


@pytest.mark.parametrize(
    ("network", "operator"),
    [
        ("01", "MobiFone"),
        ("02", "VinaPhone"),
        ("04", "Viettel"),
        ("05", "Vietnamobile"),
        ("07", "Gmobile"),
    ],
)
def test_the_networks_of_vietnam(network: str, operator: str) -> None:
    read = telecom.imsi(f"452{network}1234567890")
    assert read is not None
    assert read.facts == {"mcc": "452", "mnc": network, "operator": operator, "country": "VN"}
    assert normals("imsi", f"IMSI=452{network}1234567890") == [f"452{network}1234567890"]


@pytest.mark.parametrize(
    "text",
    [
        "452031234567890",
        "152041234567890",
        "852041234567890",
        "45204123456789",
        "4520412345678901",
        "222222222222222",
    ],
)
def test_what_no_network_has_is_no_imsi(text: str) -> None:
    assert telecom.imsi(text) is None


def test_a_number_is_an_imsi_or_an_imei_by_the_word_beside_it() -> None:
    number = next(one for n in range(10) if telecom.imei(one := f"45204123456789{n}"))
    assert {one.spot.kind for one in found(f"IMSI: {number}")} == {"imsi"}
    assert "imei" in {one.spot.kind for one in found(f"IMEI: {number}")}


@pytest.mark.parametrize("row", CARDS)
def test_test_cards_of_payment_companies_have_their_brand(row: str) -> None:
    number, brand = row.split()
    read = money.card(number)
    assert read is not None
    assert read.facts["brand"] == brand
    assert oracles.luhn(number[:-1]) == number
    assert [one for one in oracles.neighbours(number, "0123456789") if money.card(one)] == []
    assert normals("card", f"thẻ tín dụng {number}") == [number]


@pytest.mark.parametrize("number", ["4242424242424242", "4222222222222", "5555555555554444"])
def test_numbers_of_two_digits_are_examples_and_no_cards(number: str) -> None:
    assert oracles.luhn(number[:-1]) == number
    assert money.card(number) is None


@pytest.mark.parametrize("row", CARDS)
def test_a_grouped_card_is_found_without_a_word(row: str) -> None:
    number, _ = row.split()
    if len(number) == 16:
        for separator in " -":
            text = separator.join(number[place : place + 4] for place in range(0, 16, 4))
            assert normals("card", f"x {text} y") == [number]


# First and last numbers of ranges that the schemes publish, and their neighbours outside.
EDGES = [
    ("222099", 16, ""),
    ("222100", 16, "mastercard"),
    ("272099", 16, "mastercard"),
    ("272100", 16, ""),
    ("510000", 16, "mastercard"),
    ("559999", 16, "mastercard"),
    ("560000", 16, ""),
    ("340000", 15, "amex"),
    ("349999", 15, "amex"),
    ("350000", 15, ""),
    ("370000", 15, "amex"),
    ("352799", 16, ""),
    ("352800", 16, "jcb"),
    ("358999", 16, "jcb"),
    ("359000", 16, ""),
    ("300000", 14, "diners"),
    ("305999", 14, "diners"),
    ("306000", 14, ""),
    ("601100", 16, "discover"),
    ("601200", 16, ""),
    ("644000", 16, "discover"),
    ("643999", 16, ""),
    ("659999", 16, "discover"),
    ("620000", 17, "unionpay"),
    ("220000", 16, "mir"),
    ("220499", 16, "mir"),
    ("220500", 16, ""),
    ("970400", 16, "napas"),
    ("970499", 19, "napas"),
    ("970500", 16, ""),
    ("400000", 13, "visa"),
    ("499999", 19, "visa"),
    ("400000", 14, ""),
    ("400000", 15, ""),
    ("500000", 16, ""),
    ("100000", 16, ""),
]


@pytest.mark.parametrize(("first", "length", "brand"), EDGES)
def test_brands_begin_and_end_where_the_schemes_say(first: str, length: int, brand: str) -> None:
    number = oracles.luhn((first + "123456789012345")[: length - 1])
    assert money.brand_of(number) == brand
    assert (money.card(number) is not None) is (brand != "")


@pytest.mark.parametrize("seed", range(5))
def test_random_digits_are_rarely_cards(seed: int) -> None:
    chance = random.Random(seed)
    numbers = ["".join(chance.choices("0123456789", k=16)) for _ in range(1_000)]
    cards = [one for one in numbers if money.card(one)]
    assert all(oracles.luhn(one[:-1]) == one for one in cards)
    assert len(cards) < 60
