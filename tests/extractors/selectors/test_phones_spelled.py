"""Vietnamese numbers in every spelling, each old prefix by itself; phonenumbers as an oracle."""

import random

import phonenumbers
import pytest
from tests.extractors.selectors.looks import found, normals, seen

from truyvet.extractors.selectors import readings
from truyvet.extractors.selectors.phones import CARRIERS, FORMER, phone

# Decision 798/QD-BTTTT of 2017: the prefix of old, and the one from 15 September 2018.
MOVED = (
    """
0162 032|0163 033|0164 034|0165 035|0166 036|0167 037|0168 038|0169 039
0120 070|0121 079|0122 077|0126 076|0128 078
0123 083|0124 084|0125 085|0127 081|0129 082
0186 056|0188 058|0199 059
""".strip()
    .replace("\n", "|")
    .split("|")
)
OLD_SPELLINGS = [
    "{p}3456789",
    "{p} 345 6789",
    "{p}.345.6789",
    "{p}-345-6789",
    "{p} 3456789",
    "{p}.3456789",
    "+84{q}3456789",
    "+84 {q} 345 6789",
    "+84-{q}-345-6789",
    "84{q}3456789",
    "84 {q} 345 6789",
    "0084{q}3456789",
    "0084 {q} 345 6789",
    "(84){q}3456789",
    "(+84) {q} 345 6789",
    "+84 (0){q} 345 6789",
    "O{q}3456789",
    "o{q}.345.6789",
    "O{q} 345 6789",
]
NEW_SPELLINGS = [
    "{p}1234567",
    "{p} 123 4567",
    "{p}.123.4567",
    "{p}-123-4567",
    "{p}1 234 567",
    "{p}1.234.567",
    "{p} 12 34 567",
    "{p}.1234567",
    "{p} 1234567",
    "+84{q}1234567",
    "+84 {q} 123 4567",
    "+84.{q}.123.4567",
    "+84-{q}-123-4567",
    "(+84){q}1234567",
    "(84) {q} 123 4567",
    "84{q}1234567",
    "84-{q}-123-4567",
    "0084{q}1234567",
    "0084 {q} 123 4567",
    "+84 (0) {q} 123 4567",
    "+84 0{q} 123 4567",
    "O{q}1234567",
    "o{q} 123 4567",
    "O{q}.123.4567",
]
MOBILES = sorted(CARRIERS)
# National numbers of landlines: all codes that phonenumbers knows of, one of each region.
LANDLINES = [
    "024 3825 5999",
    "028 3829 7700",
    "0236 382 1111",
    "0225 384 2222",
    "0292 382 0003",
    "0254 385 2222",
    "0258 352 1111",
    "0263 382 2222",
    "0203 382 5555",
    "0234 382 2222",
]


@pytest.mark.parametrize("row", MOVED)
@pytest.mark.parametrize("spelling", OLD_SPELLINGS)
def test_each_old_prefix_is_mapped_in_each_spelling(row: str, spelling: str) -> None:
    old, new = row.split()
    text = spelling.format(p=old, q=old[1:])
    read = phone(text, "VN")
    assert read is not None
    assert read.value == f"+84{new[1:]}3456789"
    assert read.facts["former"] == f"+84{old[1:]}3456789"


@pytest.mark.parametrize("row", MOVED)
def test_each_old_number_is_found_whole_and_once(row: str) -> None:
    old, new = row.split()
    for spelling in OLD_SPELLINGS:
        text = spelling.format(p=old, q=old[1:])
        wanted = [("phone", text, f"+84{new[1:]}3456789")]
        assert [one for one in seen(f"gọi số {text}, gấp") if one[0] == "phone"] == wanted, text


@pytest.mark.parametrize("row", MOVED)
def test_the_old_and_the_new_number_meet_in_a_look_up(row: str) -> None:
    old, new = row.split()
    wanted = ("phone", f"+84{new[1:]}3456789")
    assert wanted in readings(f"{old} 345 6789")
    assert wanted in readings(f"{new}3456789")
    assert wanted in readings(f"+84{old[1:]}3456789")


def test_the_table_is_that_of_the_decision_and_no_more() -> None:
    assert {f"0{old}": f"0{new}" for old, new in FORMER.items()} == {
        row[:4]: row[5:] for row in MOVED
    }


@pytest.mark.parametrize(
    "prefix", sorted({f"01{n:02d}" for n in range(100)} - {r[:4] for r in MOVED})
)
def test_prefixes_that_never_moved_are_no_old_numbers(prefix: str) -> None:
    assert phone(f"{prefix}3456789", "VN") is None
    assert normals("phone", f"x {prefix} 345 6789 y") == []


@pytest.mark.parametrize("digits", ["016834567890", "0168345678", "016834567"])
def test_an_old_number_has_eleven_digits(digits: str) -> None:
    read = phone(digits, "VN")
    assert read is None or "former" not in read.facts


@pytest.mark.parametrize("prefix", MOBILES)
def test_every_allotted_prefix_is_one_of_mobile_numbers_to_the_library_too(prefix: str) -> None:
    valid = []
    for third in "123456789":
        text = f"0{prefix}{third}234567"
        number = phonenumbers.parse(text, "VN")
        if phonenumbers.is_valid_number(number):
            valid.append(number)
            read = phone(text, "VN")
            assert read is not None
            assert read.facts["carrier"] == CARRIERS[prefix]
            e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            assert read.value == e164
    assert valid
    assert phonenumbers.number_type(valid[0]) == phonenumbers.PhoneNumberType.MOBILE


@pytest.mark.parametrize("prefix", sorted({f"{n}" for n in range(30, 100)} - set(MOBILES)))
def test_prefixes_that_nobody_has_are_what_the_library_says(prefix: str) -> None:
    read = phone(f"0{prefix}1234567", "VN")
    number = phonenumbers.parse(f"0{prefix}1234567", "VN")
    is_of_today = read is not None and "former" not in read.facts
    assert is_of_today == phonenumbers.is_valid_number(number)


@pytest.mark.parametrize("spelling", NEW_SPELLINGS)
def test_each_spelling_of_a_number_of_today_is_found_whole(spelling: str) -> None:
    for prefix in MOBILES[::3]:
        text = spelling.format(p=f"0{prefix}", q=prefix)
        assert seen(f"lh {text} nha") == [("phone", text, f"+84{prefix}1234567")], text


@pytest.mark.parametrize("separator", [" ", ".", "-"])
@pytest.mark.parametrize(
    "groups", [(4, 3, 3), (3, 3, 4), (3, 4, 3), (4, 6), (2, 2, 2, 2, 2), (5, 5), (4, 2, 2, 2)]
)
def test_any_usual_grouping_is_the_number(groups: tuple[int, ...], separator: str) -> None:
    number, parts, place = "0981234567", [], 0
    for size in groups:
        parts.append(number[place : place + size])
        place += size
    assert normals("phone", f"SĐT: {separator.join(parts)} (Viettel)") == ["+84981234567"]


@pytest.mark.parametrize("text", LANDLINES)
def test_a_landline_is_what_the_library_says(text: str) -> None:
    number = phonenumbers.parse(text, "VN")
    read = phone(text, "VN")
    assert read is not None
    assert read.value == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    assert read.facts["type"] == "fixed-line"
    assert normals("phone", f"ĐT: {text}") == [read.value]
    code, _, rest = text.partition(" ")
    assert normals("phone", f"ĐT: ({code}) {rest}") == [read.value]


@pytest.mark.parametrize("region", ["VN", "US", "GB", "CN", "KH", "LA", "TH"])
@pytest.mark.parametrize(
    "text",
    [
        "+84 24 3825 5999",
        "0084 24 3825 5999",
        "(84) 24 3825 5999",
        "84 24 3825 5999",
        "+84912345678",
        "84 912 345 678",
    ],
)
def test_a_number_with_the_country_written_is_vietnamese_in_every_region(
    text: str, region: str
) -> None:
    read = phone(text, region)
    assert read is not None
    assert read.value in ("+842438255999", "+84912345678")
    assert ("phone", read.value) in readings(text, region)
    assert normals("phone", f"call {text} now", region) == [read.value]


@pytest.mark.parametrize(
    "country",
    [
        "US",
        "GB",
        "CN",
        "KH",
        "LA",
        "TH",
        "SG",
        "TW",
        "KR",
        "JP",
        "DE",
        "RU",
        "MM",
        "PH",
        "MY",
        "AU",
        "AE",
    ],
)
def test_the_library_s_example_of_a_country_is_found_in_its_forms(country: str) -> None:
    for kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE):
        number = phonenumbers.example_number_for_type(country, kind)
        assert number is not None
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        read = phone(e164, "VN")
        assert read is not None
        assert read.value == e164
        assert normals("phone", f"số {e164}, ") == [e164]
        grouped = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        assert e164 in normals("phone", f"số {grouped}; ")


@pytest.mark.parametrize("seed", range(4))
def test_random_digits_are_read_as_the_library_reads_them(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(80):
        digits = "+" + "".join(chance.choices("0123456789", k=chance.randrange(7, 14)))
        if digits.startswith("+84"):
            continue
        try:
            number = phonenumbers.parse(digits, "VN")
            wanted = phonenumbers.is_valid_number(number)
        except phonenumbers.NumberParseException:
            wanted = False
        assert (phone(digits, "VN") is not None) == wanted, digits


@pytest.mark.parametrize("service", ["zalo", "telegram", "viber", "whatsapp", "momo"])
def test_a_service_named_before_a_number_does_not_stretch_it(service: str) -> None:
    for text, raw in (("+44 20 7946 0958 12", "+44 20 7946 0958"), ("0912345678", "0912345678")):
        content = f"{service}: {text}"
        (one,) = [one for one in found(content) if one.spot.kind == "phone"][:1]
        assert content[one.offset : one.offset + one.length] == raw
        assert one.spot.facts["service"] == service


@pytest.mark.parametrize(
    "text",
    [
        "0000000000",
        "0999999999x",
        "+84999999999",
        "0333333333 3",
        "09 1234 567",
        "0912 34 56 7",
        "0912 345 67",
        "0912--345--678",
        "0912..345..678",
        "0912  345  678",
        "091 2 3 4 5 6 7 8",
    ],
)
def test_what_only_resembles_a_mobile_number_is_not_found(text: str) -> None:
    assert [one for one in normals("phone", f"a {text} b") if one == "+84912345678"] == []
