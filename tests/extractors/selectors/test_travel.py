"""Machine-readable zones (the specimens of ICAO 9303) and passport numbers."""

import pytest
from tests.extractors.selectors.looks import found, normals

from truyvet.extractors.selectors.travel import mrz, passport

TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD1 = (
    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
)


@pytest.mark.parametrize(("text", "value"), [(TD3, "UTO:L898902C3"), (TD1, "UTO:D23145890")])
def test_a_zone_is_read_and_proved(text: str, value: str) -> None:
    read = mrz(text)
    assert read is not None
    assert (read.value, read.confidence) == (value, 100)


@pytest.mark.parametrize("text", [TD3, TD1])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_zone_is_found_with_both_ends_of_lines(text: str, end: str) -> None:
    content = "scan:\n" + text.replace("\n", end) + end
    assert len(normals("mrz", content)) == 1


@pytest.mark.parametrize("text", [TD3, TD1])
def test_a_wrong_check_digit_is_noticed(text: str) -> None:
    assert mrz(text.replace("7408122", "7408123")) is None
    assert normals("mrz", text.replace("120415", "120416")) == []


def test_the_holder_is_told() -> None:
    (one,) = [one for one in found(TD3) if one.spot.kind == "mrz"]
    assert one.spot.facts == {
        "document": "passport",
        "nationality": "UTO",
        "birth": "740812",
        "expiry": "120415",
        "sex": "female",
        "family-name": "ERIKSSON",
        "given-names": "ANNA MARIA",
    }


@pytest.mark.parametrize("text", ["", "P<UTO", TD3[:44], TD1[:61], TD3.replace("\n", " ")])
def test_a_part_of_a_zone_is_none(text: str) -> None:
    assert mrz(text) is None


@pytest.mark.parametrize(("text", "sure"), [("C1234567", 40), ("b1234567", 40), ("AB123456", 25)])
def test_a_passport_number_proves_little(text: str, sure: int) -> None:
    read = passport(text)
    assert read is not None
    assert (read.value, read.confidence) == (text.upper(), sure)


@pytest.mark.parametrize("text", ["", "1234567", "ABC12345", "A1", "B1111111"])
def test_what_is_no_passport_number_is_none(text: str) -> None:
    assert passport(text) is None
