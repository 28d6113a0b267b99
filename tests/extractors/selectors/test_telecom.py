"""IMEI, IMSI, ICCID: check digits, and the words that the others need."""

import pytest
from tests.extractors.selectors.looks import confidence, found, normals

from truyvet.extractors.selectors import telecom

IMEI = "356938035643809"
ICCID = "8984048000000000019"


@pytest.mark.parametrize("text", [IMEI, "35-693803-564380-9", "35 693803 564380 9"])
def test_an_imei_has_one_form(text: str) -> None:
    read = telecom.imei(text)
    assert read is not None
    assert read.value == IMEI
    assert read.facts["tac"] == "35693803"


@pytest.mark.parametrize(
    "text", ["356938035643808", "35693803564380", "000000000000000", "abc", "3569380356438090"]
)
def test_a_wrong_check_digit_or_length_is_no_imei(text: str) -> None:
    assert telecom.imei(text) is None


def test_an_imei_is_surer_with_its_word() -> None:
    assert confidence("imei", f"IMEI 1: {IMEI}") == 98
    assert confidence("imei", f"serial: {IMEI}") == 60


def test_an_imei_of_a_rare_body_needs_its_word() -> None:
    assert normals("imei", "490154203237518") == []
    assert normals("imei", "imei=490154203237518") == ["490154203237518"]


def test_a_grouped_imei_is_found() -> None:
    assert normals("imei", "35-693803-564380-9") == [IMEI]


@pytest.mark.parametrize("text", ["1.356938035643809", "x356938035643809", "3569380356438091"])
def test_a_part_of_something_longer_is_no_imei(text: str) -> None:
    assert normals("imei", text) == []


def test_an_imsi_needs_its_word() -> None:
    assert normals("imsi", "IMSI: 452041234567890") == ["452041234567890"]
    assert normals("imsi", "452041234567890") == []


def test_the_operator_of_a_vietnamese_imsi_is_told() -> None:
    (one,) = [one for one in found("imsi 452041234567890") if one.spot.kind == "imsi"]
    assert one.spot.facts["operator"] == "Viettel"
    assert one.spot.facts["country"] == "VN"


@pytest.mark.parametrize(
    "text", ["452991234567890", "052041234567890", "452041", "999999999999999"]
)
def test_countries_and_networks_that_are_none_make_no_imsi(text: str) -> None:
    assert telecom.imsi(text) is None


@pytest.mark.parametrize("text", [ICCID, f"{ICCID}F", "8984 0480 0000 0000 019"])
def test_an_iccid_has_one_form(text: str) -> None:
    read = telecom.iccid(text)
    assert read is not None
    assert read.value == ICCID
    assert read.facts["calling-code"] == "84"


@pytest.mark.parametrize("text", ["8984048000000000018", "8884048000000000019", "89840480"])
def test_what_is_no_iccid_is_none(text: str) -> None:
    assert telecom.iccid(text) is None


def test_an_iccid_is_found_and_surer_with_its_word() -> None:
    assert confidence("iccid", f"x {ICCID}") == 80
    assert confidence("iccid", f"ICCID {ICCID}") == 98
