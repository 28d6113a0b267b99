"""Letters of pictures: Vietnamese whole, what is missing as an escape, texts cut to their room."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from truyvet.hashes.digest import sha256_hex
from truyvet.reports.chart.lettering import FONT, drawable, fitted, font, readable, width, wrapped

VIETNAMESE = "Nguyễn Văn Đức ƯỚNG ắằẳẵặ ếềểễệ ốồổỗộ ớờởỡợ ứừửữự ỳỵỷỹ Ơơ Ưư ₫"
VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0301\u0303\u0309\u0323"
SIZE = 12.0


def nothing(face: ImageFont.FreeTypeFont) -> bytes:
    """The picture of a letter that the font does not have."""
    return bytes(face.getmask("\U0010fffd"))


def every_vietnamese_letter() -> list[str]:
    """All vowels with all tones, and đ; small and capital, composed."""
    small = [unicodedata.normalize("NFC", one + tone) for one in VOWELS for tone in ("", *TONES)]
    return [form for one in (*small, "đ") for form in (one, one.upper())]


def test_the_alphabet_of_this_test_is_whole() -> None:
    assert len(set(every_vietnamese_letter())) == 2 * (12 * 6 + 1)
    assert all(len(one) == 1 for one in every_vietnamese_letter())


@pytest.mark.parametrize("size", [12, 24, 40])
def test_no_vietnamese_letter_is_the_missing_letter_box(size: int) -> None:
    face = font(size)
    assert [
        one for one in every_vietnamese_letter() if bytes(face.getmask(one)) == nothing(face)
    ] == []


def test_every_vietnamese_letter_has_a_picture_of_its_own() -> None:
    face = font(40)
    drawn = {bytes(face.getmask(one)) for one in every_vietnamese_letter()}
    assert len(drawn) == len(every_vietnamese_letter())


def test_vietnamese_is_drawn_as_it_stands() -> None:
    assert drawable(VIETNAMESE) == VIETNAMESE


def test_every_letter_that_is_drawn_as_it_stands_is_in_the_font() -> None:
    face = font(40)
    drawn = [chr(code) for code in range(0x21, 0x2213) if drawable(chr(code)) == chr(code)]
    assert len(drawn) > 900
    assert [one for one in drawn if bytes(face.getmask(one)) == nothing(face)] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("công 公司", "công \\u516c\\u53f8"),
        ("a\u202eb👮", "a\\u202eb\\U0001f46e"),
        ("a\x00b\nc", "a\\u0000b\\u000ac"),
        ("\ud800", "\\ud800"),
        ("\ufffe\uffff", "\\ufffe\\uffff"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("→ ×3 “Đức” – 5 ₫", "→ ×3 “Đức” – 5 ₫"),
        ("שלום", "\\u05e9\\u05dc\\u05d5\\u05dd"),
    ],
)
def test_letters_that_are_hidden_or_missing_are_written_as_escapes(text: str, shown: str) -> None:
    assert drawable(readable(text)) == shown


@given(st.text(st.characters(), max_size=60))
def test_whatever_a_text_is_its_picture_has_letters_of_the_font_only(text: str) -> None:
    shown = drawable(readable(text))
    assert drawable(shown) == shown
    assert all(unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for one in shown)


@given(st.text(st.sampled_from(VIETNAMESE + "公👮ĐMW.il"), max_size=80), st.floats(10, 300))
def test_a_text_is_cut_to_its_room(text: str, room: float) -> None:
    cut = fitted(text, SIZE, room)
    assert width(cut, SIZE) <= room or cut == "…"
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


def test_a_text_that_fits_is_not_cut() -> None:
    assert fitted("ngắn", SIZE, 100) == "ngắn"
    assert fitted("", SIZE, 0) == ""


def test_as_much_of_a_text_is_kept_as_there_is_room_for() -> None:
    text = "một tên rất dài không đủ chỗ"
    cut = fitted(text, SIZE, 80)
    longer = text[: len(cut)] + "…"
    assert width(cut, SIZE) <= 80 < width(longer, SIZE)


@given(st.lists(st.text(st.sampled_from("aăđệ0-"), min_size=1, max_size=9), max_size=30))
def test_wrapping_loses_no_word_and_keeps_to_the_room(words: list[str]) -> None:
    lines = list(wrapped("  ".join(words), SIZE, 90))
    assert " ".join(lines).split() == words
    assert all(width(line, SIZE) <= 90 for line in lines)


def test_a_word_longer_than_a_line_is_cut_with_a_sign_of_it() -> None:
    first, cut, last = wrapped("một " + "x" * 500 + " hai", SIZE, 90)
    assert (first, last) == ("một", "hai")
    assert cut.endswith("x…")
    assert width(cut, SIZE) <= 90


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\n\t"])
def test_nothing_makes_no_line(text: str) -> None:
    assert list(wrapped(text, SIZE, 90)) == []


def test_a_text_twice_as_large_is_twice_as_wide() -> None:
    assert width(VIETNAMESE, 24) == pytest.approx(2 * width(VIETNAMESE, 12))
    assert width("", 12) == 0


def test_a_composed_letter_is_as_wide_as_its_base() -> None:
    assert width("ệ", 12) == width("e", 12)


def test_the_font_is_the_one_that_its_read_me_tells_of() -> None:
    assert sha256_hex(FONT.read_bytes()) in (FONT.parent / "README.md").read_text()
    assert "Bitstream" in (FONT.parent / "LICENCE.txt").read_text()
