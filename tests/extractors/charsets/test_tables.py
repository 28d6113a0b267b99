"""The tables against what GNU iconv makes of each byte, and against Python's own codecs."""

import codecs
import unicodedata

import pytest

from truyvet.extractors.charsets import charset_of, decode
from truyvet.extractors.charsets.decoding import DECODERS
from truyvet.extractors.charsets.vietnamese import (
    TCVN3_TABLE,
    VISCII_TABLE,
    VNI_TABLE,
    from_tcvn3,
    from_viscii,
    from_vni,
)

# The upper halves as `iconv -f VISCII` and `iconv -f TCVN5712-1` give them, 16 codes a row.
ICONV_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)  # fmt: skip
ICONV_TCVN = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
    "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
    "ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)  # fmt: skip
ICONV_VISCII_LOW = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
VOWELS = [
    unicodedata.normalize("NFC", base + tone)
    for base in "aăâeêioôơuưy"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
]
# How VNI-Windows writes each vowel of VOWELS, from the table of its makers, as Latin-1 letters.
VNI_VOWELS = [
    "a",
    "aø",
    "aù",
    "aõ",
    "aû",
    "aï",
    "aê",
    "aè",
    "aé",
    "aü",
    "aú",
    "aë",
    "aâ",
    "aà",
    "aá",
    "aã",
    "aå",
    "aä",
    "e",
    "eø",
    "eù",
    "eõ",
    "eû",
    "eï",
    "eâ",
    "eà",
    "eá",
    "eã",
    "eå",
    "eä",
    "i",
    "ì",
    "í",
    "ó",
    "æ",
    "ò",
    "o",
    "oø",
    "où",
    "oõ",
    "oû",
    "oï",
    "oâ",
    "oà",
    "oá",
    "oã",
    "oå",
    "oä",
    "ô",
    "ôø",
    "ôù",
    "ôõ",
    "ôû",
    "ôï",
    "u",
    "uø",
    "uù",
    "uõ",
    "uû",
    "uï",
    "ö",
    "öø",
    "öù",
    "öõ",
    "öû",
    "öï",
    "y",
    "yø",
    "yù",
    "yõ",
    "yû",
    "î",
]


@pytest.mark.parametrize("code", range(0x80, 0x100))
def test_each_upper_code_of_viscii_and_tcvn_is_what_iconv_says(code: int) -> None:
    assert from_viscii(bytes([code])) == ICONV_VISCII[code - 0x80]
    assert from_tcvn3(bytes([code])) == ICONV_TCVN[code - 0x80]


@pytest.mark.parametrize("code", range(0x80))
def test_each_lower_code_is_ascii_but_for_six_of_viscii(code: int) -> None:
    assert from_viscii(bytes([code])) == ICONV_VISCII_LOW.get(code, chr(code))
    assert from_tcvn3(bytes([code])) == from_vni(bytes([code])) == chr(code)


@pytest.mark.parametrize(("written", "meant"), list(zip(VNI_VOWELS, VOWELS, strict=True)))
def test_each_vowel_of_vni_is_read_in_both_cases(written: str, meant: str) -> None:
    assert from_vni(written.encode("cp1252")) == meant
    assert from_vni(written.upper().encode("cp1252")) == meant.upper()


def test_a_tone_of_vni_binds_only_to_the_letter_before_it() -> None:
    assert from_vni("aøø".encode("cp1252")) == "àø"
    assert from_vni("bø".encode("cp1252")) == "bø"
    assert from_vni("ø".encode("cp1252")) == "ø"


def test_no_table_has_a_decomposed_letter() -> None:
    for table in (TCVN3_TABLE, VISCII_TABLE, VNI_TABLE):
        for letter in table.values():
            assert unicodedata.normalize("NFC", letter) == letter


NAMES = sorted(set(DECODERS) - {"tcvn3", "viscii", "vni", "windows-874"})


@pytest.mark.parametrize("name", NAMES)
def test_a_charset_of_python_reads_as_python_does(name: str) -> None:
    content = bytes(range(0x20, 0x7F)) + b"\xe1\xe9\xa1\xfd plain"
    theirs = unicodedata.normalize("NFC", content.decode(codecs.lookup(name).name, "replace"))
    if name == "us-ascii":
        theirs = content.decode("cp1252")
    assert decode(content, name) == theirs


@pytest.mark.parametrize("name", sorted(DECODERS))
def test_our_own_names_are_names_of_themselves_or_of_a_wider_charset(name: str) -> None:
    assert charset_of(name) in DECODERS
    assert charset_of(charset_of(name)) == charset_of(name)


@pytest.mark.parametrize(
    ("narrow", "wide", "content", "text"),
    [
        ("iso-8859-1", "windows-1252", b"\x80 10", "€ 10"),
        ("us-ascii", "windows-1252", b"\x93a\x94", "“a”"),
        ("iso-8859-9", "windows-1254", b"\xfe\x80", "ş€"),
        ("tis-620", "windows-874", b"\xa1\x80", "ก€"),
        ("gb2312", "gb18030", "镕".encode("gbk"), "镕"),
        ("shift_jis", "cp932", b"\x87\x40", "①"),
        ("euc-kr", "cp949", "똠".encode("cp949"), "똠"),
        ("big5", "big5-hkscs", "你".encode("big5"), "你"),
    ],
)
def test_a_narrow_name_means_the_wider_charset(
    narrow: str, wide: str, content: bytes, text: str
) -> None:
    assert charset_of(narrow) == wide
    assert decode(content, charset_of(narrow)) == text


@pytest.mark.parametrize(
    "name",
    ["base64", "hex", "bz2", "quopri", "uu", "rot_13", "raw_unicode_escape", "undefined", "mbcs",
     "utf-8;x", "utf_8\n;", "-", "é", "a" * 41, "utf-8/../x", "%s", "ｕｔｆ-8"],
)  # fmt: skip
def test_no_codec_that_is_no_charset_can_be_named(name: str) -> None:
    with pytest.raises(LookupError):
        charset_of(name)
