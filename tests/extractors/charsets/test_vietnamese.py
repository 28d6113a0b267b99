"""The tables of TCVN3, VISCII and VNI, against codes known from their standards."""

import unicodedata

import pytest
from tests.extractors.charsets.written import TEXT, tcvn3, viscii, vni

from truyvet.extractors.charsets.vietnamese import (
    TCVN3_TABLE,
    VISCII_TABLE,
    VNI_TABLE,
    from_tcvn3,
    from_viscii,
    from_vni,
    vni_text,
)

LETTERS = [
    unicodedata.normalize("NFC", base + tone)
    for base in "aăâeêioôơuưy"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
] + ["đ"]


def test_viscii_has_every_letter_in_both_cases() -> None:
    letters = set(VISCII_TABLE.values())
    wanted = {letter for letter in LETTERS if not letter.isascii()}
    assert wanted | {letter.upper() for letter in wanted} <= letters


def test_viscii_has_each_letter_once() -> None:
    assert len(set(VISCII_TABLE.values())) == len(VISCII_TABLE) == 134


def test_tcvn3_has_every_small_letter() -> None:
    assert {letter for letter in LETTERS if not letter.isascii()} <= set(TCVN3_TABLE.values())


def test_tcvn3_fills_the_upper_half() -> None:
    assert sorted(TCVN3_TABLE) == list(range(0x80, 0x100))


def test_vni_means_every_letter_in_both_cases() -> None:
    wanted = {letter for letter in LETTERS if not letter.isascii()}
    assert wanted | {letter.upper() for letter in wanted} <= set(VNI_TABLE.values())


@pytest.mark.parametrize(
    ("content", "meant"),
    [
        (b"C\xe9ng h\xdfa x\xb7 h\xe9i", "Cộng hòa xã hội"),
        (b"Vi\xd6t Nam", "Việt Nam"),
        (b"\xae\xe5ng", "đồng"),
    ],
)
def test_tcvn3_reads_what_vntime_fonts_wrote(content: bytes, meant: str) -> None:
    assert from_tcvn3(content) == meant


@pytest.mark.parametrize(
    ("content", "meant"),
    [
        (b"Vi\xaet Nam", "Việt Nam"),
        (b"ti\xaang", "tiếng"),
        (b"\xf0\xb0ng", "đồng"),
        (b"\x02n", "Ẳn"),
    ],
)
def test_viscii_reads_what_rfc_1456_says(content: bytes, meant: str) -> None:
    assert from_viscii(content) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("COÄNG HOØA", "CỘNG HÒA"),
        ("ngöôøi ñöôïc", "người được"),
        ("kyø laï", "kỳ lạ"),
        ("ÑÖÔØNG", "ĐƯỜNG"),
        ("Ñöùc", "Đức"),
    ],
)
def test_vni_reads_letter_and_sign(written: str, meant: str) -> None:
    assert from_vni(written.encode("cp1252")) == meant


def test_vni_may_mix_the_case_of_letter_and_sign() -> None:
    assert vni_text("Aâm") == "Âm"


def test_vni_leaves_a_sign_without_its_letter() -> None:
    assert vni_text("10 ø") == "10 ø"


@pytest.mark.parametrize(
    ("write", "read"), [(tcvn3, from_tcvn3), (viscii, from_viscii), (vni, from_vni)]
)
def test_text_comes_back_from_each_encoding(write, read) -> None:
    text = TEXT.replace("Độc", "độc")
    assert read(write(text)) == text


def test_no_byte_stops_a_reader() -> None:
    every = bytes(range(256))
    for read in (from_tcvn3, from_viscii, from_vni):
        assert len(read(every)) >= 200
