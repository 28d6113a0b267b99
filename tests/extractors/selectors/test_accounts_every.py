"""Bank accounts: every bank by every name, before and behind, in every encoding; and IBANs."""

import random
import unicodedata
from collections.abc import Callable

import pytest
from tests.extractors.charsets.written import WRITERS
from tests.extractors.selectors import oracles
from tests.extractors.selectors.looks import confidence, found, normals

from truyvet.extractors.selectors import money, readings
from truyvet.extractors.selectors.banks import BANKS

ACCOUNT = "0071000123456"
NAMES = [(number, name) for number, names in BANKS.items() for name in names]
MARKED = {
    "970436": "Ngoại Thương",
    "970418": "Đầu Tư và Phát Triển",
    "970415": "Công Thương",
    "970405": "Nông nghiệp",
    "970422": "Quân Đội",
    "970407": "Kỹ Thương",
    "970416": "Á Châu",
    "970423": "Tiên Phong",
    "970403": "Sài Gòn Thương Tín",
    "970426": "Hàng Hải",
    "970448": "Phương Đông",
    "970425": "An Bình",
    "970454": "Bản Việt",
    "970419": "Quốc Dân",
}
LABELS = [
    "STK",
    "stk:",
    "Số TK",
    "so tk",
    "Số tài khoản:",
    "so tai khoan",
    "account number",
    "Account no.",
]
ENCODERS: dict[str, Callable[[str], bytes]] = {
    **WRITERS,
    "utf-8": str.encode,
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
}
# The examples of SWIFT's registry of IBANs, as published.
IBANS = [
    "AD1200012030200359100100",
    "AE070331234567890123456",
    "AL47212110090000000235698741",
    "AT611904300234573201",
    "AZ21NABZ00000000137010001944",
    "BA391290079401028494",
    "BE68539007547034",
    "BG80BNBG96611020345678",
    "BH67BMAG00001299123456",
    "BR1800360305000010009795493C1",
    "BY13NBRB3600900000002Z00AB00",
    "CH9300762011623852957",
    "CR05015202001026284066",
    "CY17002001280000001200527600",
    "CZ6508000000192000145399",
    "DE89370400440532013000",
    "DK5000400440116243",
    "DO28BAGR00000001212453611324",
    "EE382200221020145685",
    "EG380019000500000000263180002",
    "ES9121000418450200051332",
    "FI2112345600000785",
    "FO6264600001631634",
    "FR1420041010050500013M02606",
    "GB29NWBK60161331926819",
    "GE29NB0000000101904917",
    "GI75NWBK000000007099453",
    "GL8964710001000206",
    "GR1601101250000000012300695",
    "GT82TRAJ01020000001210029690",
    "HR1210010051863000160",
    "HU42117730161111101800000000",
    "IE29AIBK93115212345678",
    "IL620108000000099999999",
    "IQ98NBIQ850123456789012",
    "IS140159260076545510730339",
    "IT60X0542811101000000123456",
    "JO94CBJO0010000000000131000302",
    "KW81CBKU0000000000001234560101",
    "KZ86125KZT5004100100",
    "LB62099900000001001901229114",
    "LC55HEMM000100010012001200023015",
    "LI21088100002324013AA",
    "LT121000011101001000",
    "LU280019400644750000",
    "LV80BANK0000435195001",
    "MC5811222000010123456789030",
    "MD24AG000225100013104168",
    "ME25505000012345678951",
    "MK07250120000058984",
    "MR1300020001010000123456753",
    "MT84MALT011000012345MTLCAST001S",
    "MU17BOMM0101101030300200000MUR",
    "NL91ABNA0417164300",
    "NO9386011117947",
    "PK36SCBL0000001123456702",
    "PL61109010140000071219812874",
    "PS92PALS000000000400123456702",
    "PT50000201231234567890154",
    "QA58DOHB00001234567890ABCDEFG",
    "RO49AAAA1B31007593840000",
    "RS35260005601001611379",
    "SA0380000000608010167519",
    "SC18SSCB11010000000000001497USD",
    "SE4550000000058398257466",
    "SI56263300012039086",
    "SK3112000000198742637541",
    "SM86U0322509800000000270100",
    "ST23000100010051845310146",
    "SV62CENR00000000000000700025",
    "TL380080012345678910157",
    "TN5910006035183598478831",
    "TR330006100519786457841326",
    "UA213223130000026007233566001",
    "VA59001123000012345678",
    "VG96VPVG0000012345678901",
    "XK051212012345678906",
]


@pytest.mark.parametrize(("number", "name"), NAMES)
@pytest.mark.parametrize(
    "form", ["STK {a} {n}", "{n}: STK {a}", "{n} - so tai khoan: {a}", "Số TK {a} ({n})"]
)
def test_every_bank_is_taken_by_each_of_its_names(number: str, name: str, form: str) -> None:
    for written in (name, name.upper(), name.lower()):
        text = form.format(a=ACCOUNT, n=written)
        assert normals("bank-account", text) == [f"{number}:{ACCOUNT}"], text


@pytest.mark.parametrize("number", MARKED)
@pytest.mark.parametrize("encoding", ENCODERS)
def test_a_name_with_marks_is_taken_in_every_encoding(number: str, encoding: str) -> None:
    before = f"Ngân hàng {MARKED[number]}, số tài khoản: {ACCOUNT}\n"
    behind = f"số tài khoản: {ACCOUNT} tại ngân hàng {MARKED[number]}\n"
    for text in (before, behind):
        (one,) = [one for one in found(ENCODERS[encoding](text)) if one.spot.kind == "bank-account"]
        assert one.spot.value == f"{number}:{ACCOUNT}", text
        assert one.spot.confidence == 90


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("length", range(8, 20))
def test_accounts_of_every_length_beside_their_label(label: str, length: int) -> None:
    number = "1903456789012345678"[:length]
    assert normals("bank-account", f"{label} {number} Techcombank") == [f"970407:{number}"]


@pytest.mark.parametrize("length", [1, 4, 5, 20, 25])
def test_other_lengths_are_no_accounts(length: int) -> None:
    number = "1903456789012345678901234"[:length]
    assert normals("bank-account", f"STK {number} Techcombank") == []
    assert money.account(number) is None


@pytest.mark.parametrize("far", [62, 80, 200])
def test_a_bank_far_away_is_not_taken(far: int) -> None:
    assert normals("bank-account", f"Vietcombank{' .' * (far // 2)} 9031234567890") == []
    assert normals("bank-account", f"STK 9031234567890{' .' * (far // 2)} VCB") == ["9031234567890"]


def test_the_bank_before_counts_before_the_one_behind() -> None:
    assert normals("bank-account", f"VCB STK {ACCOUNT} BIDV") == [f"970436:{ACCOUNT}"]
    assert normals("bank-account", f"STK {ACCOUNT} BIDV, VCB") == [f"970418:{ACCOUNT}"]


def test_the_more_the_words_say_the_surer_it_is() -> None:
    sure = [
        confidence("bank-account", text)
        for text in (
            f"STK {ACCOUNT} VCB",
            f"chuyển khoản {ACCOUNT} VCB",
            f"VCB {ACCOUNT}",
            f"STK {ACCOUNT}",
        )
    ]
    assert sure == [90, 75, 50, 40]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("STK 0071 000 123 456 VCB", "970436:0071000123456"),
        ("STK: 0071.000.123456 VCB", "970436:0071000123456"),
        ("STK: 190-3456-7890 TCB", "970407:19034567890"),
    ],
)
def test_a_grouped_account_beside_its_label_is_one(text: str, value: str) -> None:
    assert normals("bank-account", text) == [value]


@pytest.mark.parametrize("number", BANKS)
def test_an_account_is_typed_with_the_number_of_its_bank(number: str) -> None:
    for separator in ":/":
        assert ("bank-account", f"{number}:{ACCOUNT}") in readings(f"{number}{separator}{ACCOUNT}")


@pytest.mark.parametrize(
    "text",
    ["111111111", "000000:123456789", "970436:12345", "970436:", ":123456789", "97043:123456789"],
)
def test_what_is_no_account_is_none(text: str) -> None:
    assert money.account(text) is None


@pytest.mark.parametrize("iban", IBANS)
def test_the_examples_of_the_registry_are_found_in_both_spellings(iban: str) -> None:
    grouped = " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))
    for text in (iban, grouped):
        assert normals("iban", f"IBAN: {text}\n") == [iban]
        assert ("iban", iban) in readings(text.lower())


@pytest.mark.parametrize("iban", IBANS)
def test_every_wrong_digit_of_an_iban_is_noticed(iban: str) -> None:
    wrong = oracles.neighbours(iban, "0123456789", range(2, len(iban)))
    assert [one for one in wrong if money.iban(one)] == []


@pytest.mark.parametrize("iban", IBANS[::6])
def test_a_sign_more_or_less_is_another_length(iban: str) -> None:
    assert money.iban(iban + "0") is None
    assert money.iban(iban[:-1]) is None
    assert normals("iban", f"{iban}7") == []
    assert normals("iban", f"7{iban}") == []


def test_the_lengths_are_those_of_a_library_of_ibans() -> None:
    schwifty = pytest.importorskip("schwifty")
    chance = random.Random(1)
    for size, countries in money.IBAN_LENGTHS.items():
        for country in countries.split():
            try:
                some = schwifty.IBAN.random(country, random=chance)
            except (schwifty.exceptions.SchwiftyException, NotImplementedError, KeyError):
                continue
            assert len(some) == size, country
            read = money.iban(str(some))
            assert read is not None
            assert read.facts["country"] == country


@pytest.mark.parametrize("country", ["US", "VN", "CN", "JP", "AU", "ZZ"])
def test_countries_without_ibans_have_none(country: str) -> None:
    for size in range(15, 35):
        assert money.iban(oracles.iban(country, "1" * (size - 4))) is None
