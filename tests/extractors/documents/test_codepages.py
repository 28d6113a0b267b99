"""Bytes of Windows code pages as text."""

import unicodedata

import pytest
from tests.extractors.documents.support.compound import in_page

from truyvet.extractors.documents.codepages import decoded, is_known


@pytest.mark.parametrize(
    ("page", "raw", "text"),
    [
        (1252, b"caf\xe9 \x80", "café €"),
        (1250, b"\x9a", "š"),
        (1251, b"\xcc\xee", "Мо"),
        (932, b"\x82\xa0", "あ"),
        (1200, "Đức".encode("utf-16-le"), "Đức"),
        (65001, "Đức".encode(), "Đức"),
        (10000, b"\x8e", "é"),
        (10029, b"\x8e", "é"),
        (437, b"\x82", "é"),
    ],
)
def test_each_code_page_is_decoded(page: int, raw: bytes, text: str) -> None:
    assert decoded(raw, page) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [(b"Nguy\xea\xden", "Nguyễn"), (b"Tr\xe2\xccn", "Trần"), (b"\xd0\xfd\xecc", "Đức")],
)
def test_tones_of_vietnamese_stand_on_their_letters(raw: bytes, text: str) -> None:
    assert decoded(raw, 1258) == text


@pytest.mark.parametrize(
    "text", ["Nguyễn Văn Đức", "Trần Thị Hồng Nhung", "ĐẶNG QUỐC VƯỢNG", "chuyển 5.000.000 ₫"]
)
def test_what_is_written_in_the_vietnamese_code_page_is_read_back(text: str) -> None:
    assert decoded(in_page(text, 1258), 1258) == text


def test_no_other_code_page_is_composed() -> None:
    apart = unicodedata.normalize("NFD", "ễ")
    assert decoded(apart.encode("utf-16-le"), 1200) == apart
    assert decoded(apart.encode(), 65001) == apart


@pytest.mark.parametrize("page", [0, 1, 7, 12_345, 0xFFFF])
def test_an_unknown_code_page_is_read_as_the_western_one(page: int) -> None:
    assert not is_known(page)
    assert decoded(b"\xe9", page) == "é"


@pytest.mark.parametrize("page", [1252, 1258, 1200, 65001, 932])
def test_bytes_that_say_nothing_are_replaced(page: int) -> None:
    assert is_known(page)
    assert "\ufffd" in decoded(b"\x81\xff", page) or decoded(b"\x81\xff", page)
