"""Citizen ids of every province, century and sex; plates of every form; cards, tax codes."""

import random
import unicodedata
from collections.abc import Callable

import pytest
from tests.extractors.charsets.written import WRITERS
from tests.extractors.selectors import oracles
from tests.extractors.selectors.looks import confidence, found, normals, seen

from truyvet.extractors.selectors import readings, vietnam

# Circular 59/2021/TT-BCA and Decree 137/2015/ND-CP, as a list of its own: code and province.
PROVINCES = """
001:Hà Nội 002:Hà Giang 004:Cao Bằng 006:Bắc Kạn 008:Tuyên Quang 010:Lào Cai 011:Điện Biên
012:Lai Châu 014:Sơn La 015:Yên Bái 017:Hòa Bình 019:Thái Nguyên 020:Lạng Sơn 022:Quảng Ninh
024:Bắc Giang 025:Phú Thọ 026:Vĩnh Phúc 027:Bắc Ninh 030:Hải Dương 031:Hải Phòng 033:Hưng Yên
034:Thái Bình 035:Hà Nam 036:Nam Định 037:Ninh Bình 038:Thanh Hóa 040:Nghệ An 042:Hà Tĩnh
044:Quảng Bình 045:Quảng Trị 046:Thừa Thiên Huế 048:Đà Nẵng 049:Quảng Nam 051:Quảng Ngãi
052:Bình Định 054:Phú Yên 056:Khánh Hòa 058:Ninh Thuận 060:Bình Thuận 062:Kon Tum 064:Gia Lai
066:Đắk Lắk 067:Đắk Nông 068:Lâm Đồng 070:Bình Phước 072:Tây Ninh 074:Bình Dương 075:Đồng Nai
077:Bà Rịa - Vũng Tàu 079:TP. Hồ Chí Minh 080:Long An 082:Tiền Giang 083:Bến Tre 084:Trà Vinh
086:Vĩnh Long 087:Đồng Tháp 089:An Giang 091:Kiên Giang 092:Cần Thơ 093:Hậu Giang 094:Sóc Trăng
095:Bạc Liêu 096:Cà Mau
"""
NAMED = {
    part[:3]: part[4:]
    for part in "|".join(PROVINCES.replace(" 0", "|0").split("\n")).split("|")
    if part
}
HOLDERS = [("0", "male", 19), ("1", "female", 19), ("2", "male", 20), ("3", "female", 20)]


@pytest.mark.parametrize("code", NAMED)
def test_every_province_in_both_centuries_and_sexes(code: str) -> None:
    for digit, sex, century in HOLDERS:
        number = f"{code}{digit}05123456"
        read = vietnam.cccd(number)
        assert read is not None, number
        assert read.facts == {
            "province": NAMED[code],
            "sex": sex,
            "birth-year": f"{century}05",
        }
        assert normals("cccd", f"Số CCCD {number}.") == [number]


@pytest.mark.parametrize("code", [f"{n:03d}" for n in range(1000) if f"{n:03d}" not in NAMED][::7])
def test_codes_of_no_province_are_no_citizen_id(code: str) -> None:
    assert vietnam.cccd(f"{code}099123456") is None


@pytest.mark.parametrize("digit", "456789")
def test_centuries_to_come_are_no_citizen_id(digit: str) -> None:
    assert vietnam.cccd(f"001{digit}05123456") is None
    assert normals("cccd", f"CCCD 001{digit}05123456") == []


@pytest.mark.parametrize("year", range(0, 100, 7))
def test_a_year_of_birth_lies_in_the_past(year: int) -> None:
    old, young = vietnam.cccd(f"0010{year:02d}123456"), vietnam.cccd(f"0012{year:02d}123456")
    assert old is not None
    assert old.facts["birth-year"] == f"19{year:02d}"
    assert (young is not None) is (year < 50)


@pytest.mark.parametrize("spelling", ["{} {} {} {}", "{}.{}.{}.{}"])
@pytest.mark.parametrize("word", ["CCCD", "căn cước", "Số định danh cá nhân", "can cuoc cong dan"])
def test_a_grouped_citizen_id_is_found_beside_its_word(spelling: str, word: str) -> None:
    text = spelling.format("079", "201", "012", "345")
    assert ("cccd", text, "079201012345") in seen(f"{word}: {text};")


@pytest.mark.parametrize("length", [9, 10, 11, 13, 14])
def test_a_citizen_id_has_twelve_digits(length: int) -> None:
    number = ("001099012345" + "67")[:length]
    assert vietnam.cccd(number) is None
    assert normals("cccd", f"CCCD {number}") == []


@pytest.mark.parametrize(
    "text",
    [
        "1.001099012345",
        "a001099012345",
        "001099012345b",
        "0001099012345",
        "ab12-001099012345",
        "001099012345-ab12",
    ],
)
def test_a_part_of_something_longer_is_no_citizen_id(text: str) -> None:
    assert normals("cccd", f"x {text} y") == []


# Plates (Circular 24/2023/TT-BCA): province, series, number of four or five digits.
CIVIL = "ABCDEFGHKLMNPSTUVXYZ"
FORMS = [
    "{p}{s}-{a}.{b}",
    "{p}{s} {a}.{b}",
    "{p}{s}{a}.{b}",
    "{p}-{s} {a}.{b}",
    "{p}-{s}-{a}.{b}",
    "{p} {s} {a}.{b}",
    "{p}{s}-{a}{b}",
    "{p}{s} {a}{b}",
    "{p}{s}{a}{b}",
    "{p}{s}-{a} {b}",
]


@pytest.mark.parametrize(
    "series", [*CIVIL, "LD", "KT", "DA", "MK", "TD", "HC", "H1", "X9", "AA", "R"]
)
def test_every_series_in_every_form_is_one_plate(series: str) -> None:
    wanted = f"29{series}-123.45"
    for form in FORMS:
        text = form.format(p="29", s=series, a="123", b="45")
        read = vietnam.plate(text)
        assert read is not None, text
        assert read.value == wanted, text
        assert ("licence-plate", wanted) in readings(text.lower())


@pytest.mark.parametrize("series", [*CIVIL, "H1", "X9", "AA", "LD"])
def test_every_series_is_found_beside_its_word(series: str) -> None:
    for form in FORMS:
        text = form.format(p="51", s=series, a="678", b="90")
        assert normals("licence-plate", f"biển số {text}, màu đỏ") == [f"51{series}-678.90"], text


@pytest.mark.parametrize("code", range(100))
def test_codes_of_provinces_on_plates(code: int) -> None:
    none = {13, 42, 44, 45, 46, 87, 91, 96}
    read = vietnam.plate(f"{code:02d}A-123.45")
    assert (read is not None) is (code >= 11 and code not in none)


@pytest.mark.parametrize(
    ("number", "tail"),
    [
        ("1234", "1234"),
        ("12345", "123.45"),
        ("12.34", "1234"),
        ("12-34", "1234"),
        ("123 45", "123.45"),
    ],
)
def test_old_plates_have_four_digits_and_new_ones_five(number: str, tail: str) -> None:
    read = vietnam.plate(f"30F-{number}")
    assert read is not None
    assert read.value == f"30F-{tail}"


@pytest.mark.parametrize("kind", ["NG", "NN", "QT", "CV"])
@pytest.mark.parametrize("glue", ["-", " ", "."])
def test_foreigners_plates_are_read(kind: str, glue: str) -> None:
    read = vietnam.plate(glue.join(("80", kind, "123", "45")))
    assert read is not None
    assert read.value == f"80-{kind}-123-45"
    assert read.facts == {"province-code": "80"}


@pytest.mark.parametrize(
    "text",
    [
        "30I-123.45",
        "30J-123.45",
        "30O-123.45",
        "30W-123.45",
        "30-123.45",
        "3A-123.45",
        "300A-123.45",
        "30A-123",
        "30A-123456",
        "30A-12.345",
        "A30-123.45",
        "",
        "30A",
        "30A--",
        "30Â-123.45",
    ],
)
def test_letters_and_lengths_that_no_plate_has(text: str) -> None:
    assert vietnam.plate(text) is None


@pytest.mark.parametrize(
    "word", ["biển số", "bien so xe", "BKS", "Biển kiểm soát", "plate", "xe máy"]
)
def test_a_word_makes_a_doubtful_plate_one(word: str) -> None:
    assert normals("licence-plate", f"{word}: 51F 12345") == ["51F-123.45"]
    assert confidence("licence-plate", f"{word}: 51F 12345") == 95
    assert normals("licence-plate", "mã 51F 12345") == []


PHRASES = {
    "cmnd": ("chứng minh nhân dân", "025123456"),
    "cccd": ("căn cước công dân", "079201012345"),
    "tax-code": ("mã số thuế", "0100109106"),
    "passport": ("hộ chiếu số", "C1234567"),
    "licence-plate": ("biển số xe", "51F 12345"),
}
ENCODERS: dict[str, Callable[[str], bytes]] = {
    **WRITERS,
    "utf-8": str.encode,
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "without marks": lambda text: (
        unicodedata.normalize("NFD", text).replace("đ", "d").encode("ascii", "ignore")
    ),
}


@pytest.mark.parametrize("encoding", ENCODERS)
@pytest.mark.parametrize("kind", PHRASES)
@pytest.mark.parametrize("shift", [0, 1])
def test_a_word_in_any_encoding_tells_what_a_number_is(
    kind: str, encoding: str, shift: int
) -> None:
    phrase, number = PHRASES[kind]
    content = b"\xff" * shift + ENCODERS[encoding](f"\n{phrase}: {number}\n")
    (one,) = [one for one in found(content) if one.spot.kind == kind]
    raw = content[one.offset : one.offset + one.length]
    assert raw.decode(one.encoding or "ascii") == number


@pytest.mark.parametrize("encoding", [name for name in ENCODERS if "16" not in name])
def test_and_a_word_behind_it_too(encoding: str) -> None:
    content = ENCODERS[encoding]("số 025123456 (chứng minh nhân dân)")
    assert normals("cmnd", content) == ["025123456"]


@pytest.mark.parametrize("seed", range(5))
def test_made_tax_codes_are_found_and_their_neighbours_are_not(seed: int) -> None:
    chance = random.Random(seed)
    code = ""
    while not code:
        code = oracles.tax("0" + "".join(chance.sample("123456789", 8)))
    assert normals("tax-code", f"MST: {code}-123") == [f"{code}-123"]
    wrong = [one for one in oracles.neighbours(code, "0123456789") if vietnam.tax_code(one)]
    assert wrong == []


@pytest.mark.parametrize("branch", ["000", "00", "0001"])
def test_a_branch_has_three_digits_from_001(branch: str) -> None:
    assert vietnam.tax_code(f"0100109106-{branch}") is None


@pytest.mark.parametrize("province", ["01", "03", "37", "52", "79"])
def test_a_province_s_firm_number_zero_is_none(province: str) -> None:
    code = oracles.tax(f"{province}0000000")
    assert code
    assert vietnam.tax_code(code) is None


@pytest.mark.parametrize(
    "number",
    ["111111111", "121212121", "123456789", "987654321", "12345678", "0123456789", "abcdefghi"],
)
def test_counted_and_repeated_digits_are_no_identity_card(number: str) -> None:
    assert vietnam.cmnd(number) is None
