"""Names of encodings, and bytes read by them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extractors.charsets.written import TEXT, windows_1258

from truyvet.extractors.charsets import charset_of, decode
from truyvet.extractors.charsets.decoding import DECODERS


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("UTF8", "utf-8"), ('"utf-8"', "utf-8"), ("ISO-8859-1", "windows-1252"),
        ("latin1", "windows-1252"), ("us-ascii", "windows-1252"), ("gb2312", "gb18030"),
        ("cp1258", "windows-1258"), ("x-viet-tcvn5712", "tcvn3"), ("VISCII", "viscii"),
        ("windows-874", "windows-874"), ("cp874", "windows-874"), ("Shift_JIS", "cp932"),
        ("x-viet-vni", "vni"), ("koi8-r", "koi8-r"), ("ks_c_5601-1987", "cp949"),
    ],
)  # fmt: skip
def test_a_name_is_understood(name: str, ours: str) -> None:
    assert charset_of(name) == ours


@pytest.mark.parametrize(
    "name",
    ["", "idna", "punycode", "rot13", "zlib", "unicode_escape", "x" * 60, "utf-8\0", "../utf-8"],
)
def test_what_is_no_encoding_of_text_is_unknown(name: str) -> None:
    with pytest.raises(LookupError):
        charset_of(name)


def test_every_name_can_be_read() -> None:
    for name in DECODERS:
        assert isinstance(decode(b"abc\xff\xfe\x80", name), str)


def test_text_comes_out_composed() -> None:
    assert decode(windows_1258(TEXT), "windows-1258") == TEXT
    assert decode(unicodedata.normalize("NFD", TEXT).encode(), "utf-8") == TEXT


def test_ascii_that_is_none_is_read_as_windows_1252() -> None:
    assert decode(b"caf\xe9", "us-ascii") == "café"


def test_an_unknown_charset_is_refused() -> None:
    with pytest.raises(LookupError):
        decode(b"", "klingon")


@given(st.binary(max_size=200), st.sampled_from(sorted(DECODERS)))
def test_no_bytes_stop_a_decoder(content: bytes, name: str) -> None:
    text = decode(content, name)
    assert text == unicodedata.normalize("NFC", text)
