"""Vietnamese documents: derived facts, words in every encoding, and plates in every grouping."""

import unicodedata

import pytest
from tests.extractors.selectors.looks import confidence, found, normals, seen

from truyvet.extractors.selectors import vietnam


@pytest.mark.parametrize(
    ("number", "province", "sex", "year"),
    [
        ("001099012345", "Hà Nội", "male", "1999"),
        ("079185012345", "TP. Hồ Chí Minh", "female", "1985"),
        ("048203012345", "Đà Nẵng", "male", "2003"),
        ("096305012345", "Cà Mau", "female", "2005"),
    ],
)
def test_a_citizen_id_tells_province_sex_and_year(
    number: str, province: str, sex: str, year: str
) -> None:
    read = vietnam.cccd(number)
    assert read is not None
    assert read.facts == {"province": province, "sex": sex, "birth-year": year}


@pytest.mark.parametrize(
    "number",
    ["003099012345", "001499012345", "001299012345", "00109901234", "000000000000", "abc", ""],
)
def test_provinces_and_years_that_are_none_make_no_citizen_id(number: str) -> None:
    assert vietnam.cccd(number) is None


def test_all_63_provinces_are_known() -> None:
    assert len(vietnam.PROVINCES) == 63
    assert all(code.isdigit() and len(code) == 3 for code in vietnam.PROVINCES)


def test_a_citizen_id_is_surer_with_its_word() -> None:
    assert confidence("cccd", "Số CCCD: 001099012345") == 97
    assert confidence("cccd", "id=001099012345;") == 60


def test_a_grouped_citizen_id_needs_its_word() -> None:
    assert normals("cccd", "CCCD 001 099 012 345") == ["001099012345"]
    assert normals("cccd", "001 099 012 345") == []


def test_the_end_of_a_uuid_is_no_citizen_id() -> None:
    assert normals("cccd", "2AC7-1DD2-11B2-99A6-080020736631") == []


PHRASE = "chứng minh nhân dân"
IN_ENCODINGS = [
    PHRASE.encode(),
    unicodedata.normalize("NFD", PHRASE).encode(),
    b"chung minh nhan dan",
    PHRASE.upper().encode(),
    b"ch\xf8ng minh nh\xa9n d\xa9n",  # TCVN3
    b"ch\xdfng minh nh\xe2n d\xe2n",  # VISCII
    b"ch\xfd\xecng minh nh\xe2n d\xe2n",  # windows-1258
    b"ch\xf6\xf9ng minh nha\xe2n da\xe2n",  # VNI
]


@pytest.mark.parametrize("words", IN_ENCODINGS)
def test_an_identity_card_is_found_by_its_word_in_every_encoding(words: bytes) -> None:
    assert normals("cmnd", words + b" s\xe8: 025123456 c\xcap") == ["025123456"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_and_in_utf16(encoding: str) -> None:
    assert normals("cmnd", f"{PHRASE} số: 025123456.".encode(encoding)) == ["025123456"]


@pytest.mark.parametrize(
    "text", ["025123456", "total 025123456", "cmnd 123456789", "cmnd 000000000"]
)
def test_nine_digits_without_a_word_or_sense_are_nothing(text: str) -> None:
    assert normals("cmnd", text) == []


def test_a_grouped_identity_card_is_found() -> None:
    assert normals("cmnd", "CMND: 025 123 456") == ["025123456"]


@pytest.mark.parametrize(
    "text", ["MST 0100109106", "mã số thuế: 0100109106", "ma so thue 0100109106"]
)
def test_a_tax_code_is_found_with_its_word(text: str) -> None:
    assert normals("tax-code", text) == ["0100109106"]


def test_a_branch_is_a_fact_of_a_tax_code() -> None:
    (one,) = [one for one in found("MST: 0100109106-001") if one.spot.kind == "tax-code"]
    assert one.spot.value == "0100109106-001"
    assert one.spot.facts["branch"] == "001"


@pytest.mark.parametrize("text", ["MST 0100109107", "0100109106", "MST 01001091060"])
def test_a_wrong_check_digit_or_no_word_is_no_tax_code(text: str) -> None:
    assert normals("tax-code", text) == []


PLATES = [
    ("30A-123.45", "30A-123.45"),
    ("30A 123.45", "30A-123.45"),
    ("30a-12345", "30A-123.45"),
    ("29H1-234.56", "29H1-234.56"),
    ("29-H1 234.56", "29H1-234.56"),
    ("59-X1 123.45", "59X1-123.45"),
    ("51F 12345", "51F-123.45"),
    ("51F12345", "51F-123.45"),
    ("80-NG-123-45", "80-NG-123-45"),
    ("80 NG 123 45", "80-NG-123-45"),
]


@pytest.mark.parametrize(("text", "value"), PLATES)
def test_a_plate_has_one_form(text: str, value: str) -> None:
    read = vietnam.plate(text)
    assert read is not None
    assert read.value == value


@pytest.mark.parametrize(("text", "value"), PLATES)
def test_a_plate_is_found_beside_its_word(text: str, value: str) -> None:
    assert normals("licence-plate", f"biển số {text}") == [value]


@pytest.mark.parametrize("text", ["30A-123.45", "29H1-234.56", "59-X1 123.45"])
def test_a_plate_with_its_point_needs_no_word(text: str) -> None:
    assert len(normals("licence-plate", f"x {text} y")) == 1


@pytest.mark.parametrize(
    "text",
    ["51F 12345", "30A12345", "10A-123.45", "30W-123.45x", "43C-1234", "3A-123.45", "a30A-123.45"],
)
def test_what_resembles_a_plate_is_none_without_a_word(text: str) -> None:
    assert normals("licence-plate", text) == []


def test_codes_that_no_province_has_make_no_plate() -> None:
    assert vietnam.plate("13A-123.45") is None
    assert vietnam.plate("10A-123.45") is None


@pytest.mark.parametrize(
    "text", ["Passport No: B1234567", "hộ chiếu số C1234567", "ho chieu N1234567"]
)
def test_a_passport_is_found_with_its_word(text: str) -> None:
    assert normals("passport", text) == [text.rsplit(" ", 1)[1]]


def test_a_passport_without_its_word_is_nothing() -> None:
    assert normals("passport", "part B1234567") == []


def test_a_word_too_far_away_tells_nothing() -> None:
    assert normals("cmnd", "CMND" + " ." * 30 + " 025123456") == []


def test_a_word_behind_the_number_tells_too() -> None:
    assert normals("cmnd", "025123456 (CMND)") == ["025123456"]


def test_raw_values_stay_as_they_are_written() -> None:
    assert seen("CMND: 025 123 456") == [("cmnd", "025 123 456", "025123456")]
