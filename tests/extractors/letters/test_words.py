"""Encoded words and parameters."""

import pytest

from truyvet.extractors.letters.words import decoded_words, has_words, value_and_parameters


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("=?UTF-8?B?xJDhu6lj?=", "Đức"),
        ("=?utf-8?q?Nguy=E1=BB=85n_V=C4=83n?= A", "Nguyễn Văn A"),
        ("=?iso-8859-1?Q?caf=E9?=", "café"),
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ("=?x-viet-tcvn5712?Q?=AE=E5ng?=", "đồng"),
        ("=?UTF-8*vi?Q?a?=", "a"),
        ("plain", "plain"),
    ],
)
def test_a_word_is_decoded(written: str, meant: str) -> None:
    assert decoded_words(written) == meant


def test_blanks_between_two_words_are_no_blanks() -> None:
    assert decoded_words("=?utf-8?Q?a?= \t=?utf-8?Q?b?= c") == "ab c"


def test_a_character_cut_between_two_words_is_whole_again() -> None:
    assert decoded_words("=?utf-8?B?xA==?= =?utf-8?B?kA==?=") == "Đ"


@pytest.mark.parametrize(
    "damaged", ["=?utf-8?B?a?=", "=?utf-8?X?a?=", "=?utf-8?B?", "=?=?=?", "=?utf-8?Q?é?="]
)
def test_a_damaged_word_stays(damaged: str) -> None:
    assert decoded_words(damaged) == damaged


def test_an_unknown_charset_is_guessed() -> None:
    assert decoded_words("=?klingon?B?xJDhu6lj?=") == "Đức"


def test_it_is_known_whether_there_are_words() -> None:
    assert has_words("a =?utf-8?Q?b?=")
    assert not has_words("a =? b")


@pytest.mark.parametrize(
    ("field", "name", "meant"),
    [
        ('attachment; filename="a b.pdf"', "filename", "a b.pdf"),
        ("attachment; filename=a.pdf; size=3", "filename", "a.pdf"),
        (r'attachment; filename="a\"b.pdf"', "filename", 'a"b.pdf'),
        ("attachment; filename*=UTF-8''H%E1%BB%93%20s%C6%A1.pdf", "filename", "Hồ sơ.pdf"),
        ("attachment; filename*0=\"a\"; filename*1=\"b.pdf\"", "filename", "ab.pdf"),
        (
            "attachment; filename*0*=utf-8''H%E1%BB; filename*1*=%93.p; filename*2=\"df\"",
            "filename",
            "Hồ.pdf",
        ),
        ('attachment; filename="=?utf-8?B?SOG7ky5wZGY=?="', "filename", "Hồ.pdf"),
        ("attachment; filename=bad.txt; filename*=utf-8''good.txt", "filename", "good.txt"),
        ("text/html;\r\n charset=utf-8", "charset", "utf-8"),
        ("text/html; charset = 'x", "charset", "'x"),
    ],
)  # fmt: skip
def test_a_parameter_is_decoded(field: str, name: str, meant: str) -> None:
    assert value_and_parameters(field)[1][name] == meant


def test_the_value_is_in_lower_case() -> None:
    assert value_and_parameters("Text/HTML; a=b") == ("text/html", {"a": "b"})


def test_rubbish_has_no_parameters() -> None:
    assert value_and_parameters(";;;==;\x00") == ("", {})
