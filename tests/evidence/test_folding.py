"""Folding: what is searched for with and without marks."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.evidence.folding import folded, marked, spaced

SYLLABLES = "đường dương Đặng Nguyễn ƯỚC hoà hòa ýỷỹỵỳ Trần Thị Bích Ngọc QUỲNH Ơi ẢNH"


@pytest.mark.parametrize(
    ("text", "plain", "with_marks"),
    [
        ("Đường", "duong", "đường"),
        ("DƯƠNG", "duong", "dương"),
        ("Nguyễn Văn Đạt", "nguyen van dat", "nguyễn văn đạt"),
        ("số tài khoản", "so tai khoan", "số tài khoản"),
        ("plain ASCII 0912", "plain ascii 0912", "plain ascii 0912"),
        ("", "", ""),
        ("ÐÁ", "da", "ðá"),  # the Icelandic eth, typed for Đ
        ("café Ñandú", "cafe nandu", "café ñandú"),
        ("ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬ", "a" * 17, "àáảãạăằắẳẵặâầấẩẫậ"),
        ("ÈÉẺẼẸÊỀẾỂỄỆ", "e" * 11, "èéẻẽẹêềếểễệ"),
        ("ÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢ", "o" * 17, "òóỏõọôồốổỗộơờớởỡợ"),
        ("ÙÚỦŨỤƯỪỨỬỮỰ", "u" * 11, "ùúủũụưừứửữự"),
        ("ỲÝỶỸỴ", "y" * 5, "ỳýỷỹỵ"),
        ("日本 привет", "日本 привет", "日本 привет"),
    ],
)
def test_a_text_is_folded_and_marked(text: str, plain: str, with_marks: str) -> None:
    assert folded(text) == plain
    assert marked(text) == with_marks


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_however_it_was_composed_it_is_the_same(form: str) -> None:
    text = unicodedata.normalize(form, SYLLABLES)  # type: ignore[arg-type]
    assert folded(text) == folded(SYLLABLES)
    assert marked(text) == marked(SYLLABLES)


def test_marks_tell_apart_what_folding_makes_one() -> None:
    assert folded("đường") == folded("dương") == folded("DUONG") == "duong"
    assert len({marked("đường"), marked("dương"), marked("DUONG")}) == 3


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert marked(marked(text)) == marked(text)


@given(st.text(alphabet=SYLLABLES + "0123456789.,", max_size=100))
def test_what_was_typed_without_marks_finds_what_has_them(text: str) -> None:
    assert folded(text).isascii()
    assert folded(marked(text)) == folded(text)


@pytest.mark.parametrize(
    "text", ["Lê Thị Hoa", " Lê  Thị   Hoa ", "Lê\tThị\u00a0Hoa\n", "Le\u0302 Thi\u0323 Hoa"]
)
def test_white_space_counts_as_one_blank(text: str) -> None:
    assert spaced(text) == "Lê Thị Hoa"
