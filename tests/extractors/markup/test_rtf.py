r"""Text out of RTF."""

import random

import pytest

from truyvet.extractors.markup.rtf import read_rtf

FONTS = rb"{\fonttbl{\f0\fnil\fcharset0 Arial;}{\f1 .VnTime;}{\f2 VNI-Times;}{\f3\fcharset204 A;}}"


def text(body: bytes, head: bytes = rb"{\rtf1\ansi\ansicpg1252" + FONTS) -> str:
    return read_rtf(head + body + b"}").text


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (rb" plain", " plain"),
        (rb"\f0 one\par two", "one\ntwo"),
        (rb"\f0 \u272?\u7913?c", "Đức"),
        (rb"\f0 \uc2\u272??x", "Đx"),
        (rb"\f0 \uc0\u272 x", "Đx"),
        (rb"\f0 \u-10179?\u-8704?", "\U0001f600"),
        (rb"\f0 caf\'e9", "café"),
        (rb"\f1 C\'e9ng h\'dfa", "Cộng hòa"),
        (rb"\f2 Co\'e4ng ho\'f8a", "Cộng hòa"),
        (rb"\f3 \'cf\'f0\'e8", "При"),
        (rb"\f0 a\{b\}c\\d", r"a{b}c\d"),
        (rb"\f0 a\tab b\~c", "a\tb c"),
        (rb"\f0 a\ldblquote b\rdblquote", "a“b”"),
        (b"\\f0 a\r\nb", "ab"),
        (rb"\f0 a{\*\unknown gone}b", "ab"),
        (rb"\f0 a{\pict 0011}b", "ab"),
        (rb"\f0 a{\f1 \'e9}\'e9", "aộé"),
        (rb"{\info{\title gone}}\f0 x", "x"),
        (rb"\f0 {\field{\*\fldinst HYPERLINK x}{\fldrslt shown}}", "shown"),
    ],
)
def test_what_is_written_is_shown(body: bytes, shown: str) -> None:
    assert text(body) == shown


def test_the_code_page_of_the_document_holds() -> None:
    assert text(rb" \'c4\'e8n", rb"{\rtf1\ansi\ansicpg1250") == "Äčn"


def test_an_unknown_code_page_is_windows_1252() -> None:
    assert text(rb" \'e9", rb"{\rtf1\ansi\ansicpg99999") == "é"


def test_an_object_comes_out_as_bytes() -> None:
    document = read_rtf(rb"{\rtf1 a{\object\objemb{\*\objdata 01 05" + b"\r\n" + rb"0000 0}}b}")
    assert document.objects == [b"\x01\x05\x00\x00"]
    assert document.text == "ab"


def test_two_objects_are_two() -> None:
    one = rb"{\object{\*\objdata 0102}}"
    assert read_rtf(rb"{\rtf1 " + one + one + b"}").objects == [b"\x01\x02", b"\x01\x02"]


@pytest.mark.parametrize(
    "damaged",
    [b"", b"{", b"{\\rtf1", b"}" * 1000, b"{" * 50_000, b"\\", b"\\'", b"\\'zz", b"\\u99999999999",
     b"{\\rtf1\\uc-5\\u1 x}", b"{\\rtf1{\\fonttbl", b"{\\rtf1\\bin99999 x}"],
)  # fmt: skip
def test_damage_stops_nothing(damaged: bytes) -> None:
    assert isinstance(read_rtf(damaged).text, str)


def test_noise_stops_nothing() -> None:
    chance = random.Random(5)
    marks = b"\\{}'u0123 fonttblobjdata\r\n*~\xe9"
    for _ in range(200):
        noise = bytes(chance.choice(marks) for _ in range(300))
        assert read_rtf(b"{\\rtf1" + noise).text is not None
