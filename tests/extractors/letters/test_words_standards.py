"""Encoded words and parameters: examples of RFC 2047 and RFC 2231, and the library."""

import base64
import unicodedata
from email.header import Header, decode_header, make_header
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extractors.charsets.written import WRITERS

from truyvet.extractors.letters.words import decoded_words, has_words, value_and_parameters

HEBREW = bytes.fromhex("ede5ecf920efe120ece8f8f4f0").decode("iso-8859-8")
RFC_2047 = [  # sections 2 and 8
    ("=?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>", "Keith Moore <moore@cs.utk.edu>"),
    ("=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?=", "Keld Jørn Simonsen"),
    ("=?ISO-8859-1?Q?Andr=E9?= Pirard", "André Pirard"),
    (
        "=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=\r\n"
        " =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=",
        "If you can read this you understand the example.",
    ),
    ("=?ISO-8859-1?Q?Olle_J=E4rnefors?=", "Olle Järnefors"),
    ("=?ISO-8859-1?Q?Patrik_F=E4ltstr=F6m?=", "Patrik Fältström"),
    (
        "Nathaniel Borenstein (=?iso-8859-8?b?7eXs+SDv4SDs6Pj08A==?=)",
        f"Nathaniel Borenstein ({HEBREW})",
    ),
    ("(=?ISO-8859-1?Q?a?=)", "(a)"),
    ("(=?ISO-8859-1?Q?a?= b)", "(a b)"),
    ("(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)"),
    ("(=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=)", "(ab)"),
    ("(=?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?=)", "(ab)"),
    ("(=?ISO-8859-1?Q?a_b?=)", "(a b)"),
    ("(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)", "(a b)"),
]
RFC_2231 = [  # sections 3, 4, 4.1 and 5
    (
        "message/external-body; access-type=URL;\r\n URL*0=\"ftp://\";\r\n"
        " URL*1=\"cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar\"",
        "url", "ftp://cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar",
    ),
    (
        "application/x-stuff; title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A",
        "title", "This is ***fun***",
    ),
    (
        "application/x-stuff\r\n ;title*0*=us-ascii'en'This%20is%20even%20more%20\r\n"
        " ;title*1*=%2A%2A%2Afun%2A%2A%2A%20\r\n ;title*2=\"isn't it!\"",
        "title", "This is even more ***fun*** isn't it!",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("written", "meant"), RFC_2047)
def test_an_example_of_rfc_2047_is_read(written: str, meant: str) -> None:
    assert decoded_words(written) == meant
    assert has_words(written)


@pytest.mark.parametrize(("field", "name", "meant"), RFC_2231)
def test_an_example_of_rfc_2231_is_read(field: str, name: str, meant: str) -> None:
    assert value_and_parameters(field)[1][name] == meant


def test_a_word_with_a_language_is_read() -> None:
    assert decoded_words("=?US-ASCII*EN?Q?Keith_Moore?=") == "Keith Moore"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])))
def test_what_the_library_writes_is_read_as_the_library_reads_it(text: str) -> None:
    written = Header(text, "utf-8", maxlinelen=70).encode()
    theirs = str(make_header(decode_header(written)))
    assert decoded_words(written).split() == unicodedata.normalize("NFC", theirs).split()


@given(st.binary(max_size=80), st.sampled_from(["b", "q", "B", "Q"]))
def test_no_word_stops_the_reader(content: bytes, encoding: str) -> None:
    word = f"=?utf-8?{encoding}?{content.decode('latin-1')}?="
    assert isinstance(decoded_words(word), str)


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-8", "windows-1251", "iso-2022-jp", "big5"])
@pytest.mark.parametrize("kind", ["b", "q"])
def test_charsets_are_read_as_the_library_reads_them(charset: str, kind: str) -> None:
    text = {
        "iso-8859-1": "Où est-il", "utf-8": "Đức, Bưởi & Hà", "windows-1251": "Привет",
        "iso-2022-jp": "こんにちは", "big5": "你好",
    }[charset]  # fmt: skip
    raw = text.encode(charset)
    if kind == "q":
        body = "".join(f"={byte:02X}" for byte in raw)
    else:
        body = base64.b64encode(raw).decode()
    word = f"=?{charset}?{kind}?{body}?="
    assert decoded_words(word) == str(make_header(decode_header(word))) == text


@pytest.mark.parametrize("charset", ["viscii", "tcvn3", "vni"])
@pytest.mark.parametrize("declared", ["x-unknown", "unknown-8bit"])
def test_an_old_vietnamese_word_under_an_unknown_name_is_guessed(
    charset: str, declared: str
) -> None:
    text = "chuyển khoản ngân hàng thuyết phục người khác"
    body = "".join(f"={byte:02X}" for byte in WRITERS[charset](text))
    assert decoded_words(f"=?{declared}?Q?{body}?=") == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("=?utf-8?B?SG 9h?=", "Hoa"),  # a blank that a folding program put in
        ("=?utf-8?B?SOG7k?=", "H\ufffd"),  # cut inside a character
        ("=?utf-8?b?SOG7kw?=", "Hồ"),  # without its padding
        ("=?utf-8?q?a=2?=", "a=2"), ("=?utf-8?q?a=zz?=", "a=zz"), ("=?utf-8?q?a=?=", "a"),
        ("=?utf-8?q??=", ""), ("x=?utf-8?q?a?=y", "xay"),
        ("=?utf-8?q?a?= x =?utf-8?q?b?=", "a x b"),
        ("=?utf-8?q?=C4?= =?utf-8?b?kA==?=", "Đ"),
        ("=?utf-8?q?a?==?utf-8?q?b?=", "ab"),
        ("=?utf-8?q?a b?=", "a b"), ("=?utf-8?q?=3D=3Futf-8=3F?=", "=?utf-8?"),
        ("=? utf-8?q?a?=", "=? utf-8?q?a?="), ("=?utf-8?q?a", "=?utf-8?q?a"),
        ("=?q?a?=", "=?q?a?="), ("=?" + "x" * 61 + "?q?a?=", "=?" + "x" * 61 + "?q?a?="),
    ],
)  # fmt: skip
def test_a_word_that_is_not_quite_right_is_read_as_far_as_it_goes(written: str, meant: str) -> None:
    assert decoded_words(written) == meant


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("text/plain (a text); charset=us-ascii (Plain text)", ("text/plain", "us-ascii")),
        ("text/plain; charset=us-ascii", ("text/plain", "us-ascii")),
        ('text/plain; charset="us-ascii"', ("text/plain", "us-ascii")),
        ("text/plain; charset=utf-8; charset=viscii", ("text/plain", "utf-8")),
        ("text/plain;charset=utf-8;", ("text/plain", "utf-8")),
        ("text/plain;;;charset=utf-8", ("text/plain", "utf-8")),
        ("TEXT/PLAIN;CHARSET=UTF-8", ("text/plain", "UTF-8")),
    ],
)
def test_a_content_type_is_read(field: str, found: tuple[str, str]) -> None:
    value, parameters = value_and_parameters(field)
    assert (value, parameters.get("charset")) == found


@pytest.mark.parametrize(
    ("parameter", "name"),
    [
        ("filename=bao cao (1).pdf", "bao cao (1).pdf"),
        ("filename=a'b.pdf", "a'b.pdf"),
        ('filename="a;b.pdf"', "a;b.pdf"),
        ('filename="never closed.pdf', "never closed.pdf"),
        ("filename*=utf-8''%E1%BB%93", "ồ"),
        ("filename*=UTF-8'vi'%E1%BB%93", "ồ"),
        ("filename*=''%C4%90", "Đ"),
        ("filename*=klingon''%C4%90", "Đ"),
        ("filename*=no-quotes", "no-quotes"),
        ("filename*=utf-8''%zz%4", "%zz%4"),
        ("filename*=utf-8''a%27b", "a'b"),
        ("filename*=x-viet-tcvn5712''%AE%E5ng", "đồng"),
        ("filename*1=b; filename*0=a", "ab"),
        ("filename*1=b; filename*2=c", "bc"),
        ("filename*0*=utf-8''%C4; filename*1*=%90", "Đ"),
        ("filename*10=k; filename*9=j; filename*0=a", "ajk"),
        ("FileName=A.pdf", "A.pdf"),
        ('filename = "a.pdf"', "a.pdf"),
        ("filename=", ""),
        ('filename="=?utf-8?B?xJE=?= =?utf-8?B?xJE=?="', "đđ"),
        ("filename==?utf-8?Q?=C4=91?=.pdf", "đ.pdf"),
    ],
)
def test_a_name_is_read(parameter: str, name: str) -> None:
    assert value_and_parameters(f"attachment; {parameter}")[1]["filename"] == name


@pytest.mark.parametrize(
    "parameter",
    ['name="a.pdf"', "name=a.pdf", "name*=utf-8''%C4%90.pdf", "name*0=a; name*1=.pdf",
     "name*0*=utf-8''%C4; name*1*=%90.pdf", 'name="a\\"b.pdf"'],
)  # fmt: skip
def test_a_name_is_read_as_the_library_reads_it(parameter: str) -> None:
    message = Message()
    message["Content-Type"] = f"application/pdf; {parameter}"
    assert value_and_parameters(f"application/pdf; {parameter}")[1]["name"] == (
        message.get_filename()
    )
