"""The spelling of Vietnamese: which words are syllables."""

import unicodedata

import pytest
from tests.extractors.charsets.written import TEXT

from truyvet.extractors.charsets.detection import share_spelled
from truyvet.extractors.charsets.syllables import is_syllable

WORDS = (
    "Nguyễn nghĩa quyết giếng khuỷu thuyết đường ướt yêu ỷ lại gì quốc quyền huỳnh nghiêng "
    "xoong quạu tuyệt giặt HÒA Đức bưởi"
)
RIGHT = WORDS.split()
WRONG = ["garçon", "élève", "schön", "naïve", "àà", "ệb", "ngă", "thữt", "tạcc", "xÒa", "ñandú"]


@pytest.mark.parametrize("word", RIGHT)
def test_a_syllable_is_one(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", WRONG)
def test_another_word_is_none(word: str) -> None:
    assert not is_syllable(word)


def test_a_stop_takes_only_acute_and_dot() -> None:
    assert [is_syllable(word) for word in ("cát", "cạt", "càt", "cảt", "cat")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_two_tones_are_no_syllable() -> None:
    assert not is_syllable(unicodedata.normalize("NFC", "a\u0301\u0300"))


def test_nearly_all_of_a_text_is_spelled_right() -> None:
    share, words = share_spelled(TEXT)
    assert share > 0.95
    assert words > 30


def test_a_text_without_accents_has_no_share() -> None:
    assert share_spelled("plain text") == (0.0, 0)
