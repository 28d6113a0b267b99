"""Landlines with the area codes of before 2017: today's number, and the old one kept."""

import phonenumbers
import pytest
from phonenumbers import geocoder
from tests.extractors.selectors.looks import confidence, found, normals

from truyvet.extractors.selectors import readings
from truyvet.extractors.selectors.areas import AREAS
from truyvet.extractors.selectors.phones import phone

# Decision 2036/QD-BTTTT of 2016: the code of then, and whose it was.
THEN = """
22 Sơn La|231 Lai Châu|20 Lào Cai|230 Điện Biên|29 Yên Bái|52 Quảng Bình|53 Quảng Trị
54 Thừa Thiên-Huế|510 Quảng Nam|511 Đà Nẵng|37 Thanh Hóa|38 Nghệ An|39 Hà Tĩnh
33 Quảng Ninh|240 Bắc Giang|25 Lạng Sơn|26 Cao Bằng|27 Tuyên Quang|280 Thái Nguyên|281 Bắc Kạn
320 Hải Dương|321 Hưng Yên|241 Bắc Ninh|31 Hải Phòng|351 Hà Nam|36 Thái Bình|350 Nam Định
30 Ninh Bình|780 Cà Mau|781 Bạc Liêu|710 Cần Thơ|711 Hậu Giang|74 Trà Vinh|76 An Giang
77 Kiên Giang|79 Sóc Trăng
4 Hà Nội|8 Hồ Chí Minh|61 Đồng Nai|62 Bình Thuận|64 Bà Rịa-Vũng Tàu|55 Quảng Ngãi|56 Bình Định
57 Phú Yên|58 Khánh Hòa|68 Ninh Thuận|60 Kon Tum|501 Đăk Nông|500 Đăk Lăk|63 Lâm Đồng|59 Gia Lai
70 Vĩnh Long|651 Bình Phước|72 Long An|73 Tiền Giang|650 Bình Dương|75 Bến Tre|66 Tây Ninh
67 Đồng Tháp
"""
PROVINCES = dict(one.split(" ", 1) for one in THEN.strip().replace("\n", "|").split("|"))
SPELLINGS = {
    "04.38251234": "+842438251234",
    "04 3825 1234": "+842438251234",
    "0438251234": "+842438251234",
    "(04) 3825 1234": "+842438251234",
    "(04)38251234": "+842438251234",
    "+84438251234": "+842438251234",
    "+84 4 3825 1234": "+842438251234",
    "+84-4-38251234": "+842438251234",
    "+84 (4) 38251234": "+842438251234",
    "+84 (0)4 38251234": "+842438251234",
    "84-4-38251234": "+842438251234",
    "(84-4) 38251234": "+842438251234",
    "(+84 4) 3825 1234": "+842438251234",
    "08.38295555": "+842838295555",
    "08 3829 5555": "+842838295555",
    "08-38.295.555": "+842838295555",
    "(08) 3829 5555": "+842838295555",
    "(84-8) 3829 5555": "+842838295555",
    "+84 8 3829 5555": "+842838295555",
    "0511 3821234": "+842363821234",
    "05113821234": "+842363821234",
    "(0511) 3821 234": "+842363821234",
    "061-3822123": "+842513822123",
    "(037) 3852123": "+842373852123",
}
MOBILE = [
    "0838295555", "083 829 5555", "083.829.5555", "08 38 29 55 55", "+84838295555",
    "0373852123", "037 385 2123", "037.3852123", "+84 37 385 2123",
]  # fmt: skip


def test_the_codes_are_those_of_the_provinces_by_the_library_of_today() -> None:
    assert AREAS.keys() == PROVINCES.keys()
    for then, now in AREAS.items():
        number = phonenumbers.parse(f"+84{now}{'38' if len(now) == 2 else '3'}251234")
        assert PROVINCES[then] in geocoder.description_for_number(number, "vi"), then


def test_no_two_old_codes_lead_to_one_new_one_and_none_is_its_own() -> None:
    assert len(set(AREAS.values())) == len(AREAS) == 59
    assert not {then for then, now in AREAS.items() if then == now}
    assert not {"210", "211", "218", "219"} & (AREAS.keys() | set(AREAS.values()))


@pytest.mark.parametrize("then", AREAS)
def test_a_number_in_brackets_is_read_in_every_province_and_the_old_one_kept(then: str) -> None:
    subscriber = "38251234" if len(then) == 1 else "3825123"
    read = phone(f"(0{then}) {subscriber}", "VN")
    assert read is not None
    assert read.value == f"+84{AREAS[then]}{subscriber}"
    assert (read.facts["former"], read.facts["type"]) == (f"+84{then}{subscriber}", "fixed-line")


@pytest.mark.parametrize("text", SPELLINGS)
def test_an_old_landline_is_read_as_todays(text: str) -> None:
    read = phone(text, "VN")
    assert read is not None
    assert read.value == SPELLINGS[text]
    assert read.facts["former"].startswith("+84")


@pytest.mark.parametrize("text", SPELLINGS)
def test_an_old_landline_is_found_beside_a_word(text: str) -> None:
    (one,) = found(f"Điện thoại: {text}.")
    assert (one.spot.kind, one.spot.value) == ("phone", SPELLINGS[text])
    assert one.spot.facts["former"]


@pytest.mark.parametrize("text", MOBILE)
def test_what_is_written_as_a_mobile_number_of_today_stays_one(text: str) -> None:
    read = phone(text, "VN")
    assert read is not None
    assert (read.facts["type"], "former" in read.facts) == ("mobile", False)


@pytest.mark.parametrize("text", ["08.38295555", "08 3829 5555", "+84 8 3829 5555"])
def test_what_could_be_a_mobile_number_too_is_less_sure(text: str) -> None:
    assert confidence("phone", text) == 60
    assert confidence("phone", "(08) 3829 5555") == 80


@pytest.mark.parametrize("text", ["0438251234", "04.38251234", "05113821234", "0611234567"])
def test_digits_that_may_be_many_things_need_a_word(text: str) -> None:
    assert normals("phone", f"số {text} trong sổ") == []


def test_brackets_or_the_country_need_no_word() -> None:
    assert normals("phone", "gọi (04) 38251234, +84438251235") == ["+842438251234", "+842438251235"]


@pytest.mark.parametrize(
    "text",
    ["(04) 3825123", "(0511) 38212345", "(04) 08251234", "0413825123456",
     "(04) 18251234", "04.12.2019 10"],
)  # fmt: skip
def test_what_no_landline_ever_was_is_none(text: str) -> None:
    assert phone(text, "VN") is None


def test_in_another_region_only_the_country_tells() -> None:
    assert phone("(04) 38251234", "US") is None
    read = phone("+84 4 3825 1234", "US")
    assert read is not None
    assert read.value == "+842438251234"


def test_todays_landlines_are_read_as_before() -> None:
    for text in ("024 3825 1234", "(024) 3825 1234", "+84 24 3825 1234", "0210 3846123"):
        read = phone(text, "VN")
        assert read is not None
        assert "former" not in read.facts


def test_typed_in_both_ways_it_is_one_number() -> None:
    assert ("phone", "+842438251234") in readings("04.38251234")
    assert ("phone", "+842438251234") in readings("024 3825 1234")


def test_a_tax_code_and_an_account_stay_what_they_are() -> None:
    assert [one.spot.kind for one in found("MST 0401486901")] == ["tax-code"]
    told = [one.spot.kind for one in found("Agribank 0431123456")]
    assert told == [one.spot.kind for one in found("Agribank 1431123456")] == ["bank-account"]
