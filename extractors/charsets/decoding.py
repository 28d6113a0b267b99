"""Decoding: bytes and the name of an encoding give text in Normalization Form C (UAX #15).

Never fails: what is no character becomes U+FFFD. The names that a document may choose from are
listed, because Python's registry also holds codecs that are no encodings of text.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable

from .vietnamese import from_tcvn3, from_viscii, from_vni

_PLAIN_WORDS = """
us-ascii utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be utf-7 iso-8859-1
iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7 iso-8859-8 iso-8859-9
iso-8859-10 iso-8859-11 iso-8859-13 iso-8859-14 iso-8859-15 iso-8859-16 tis-620 windows-1250
windows-1251 windows-1252 windows-1253 windows-1254 windows-1255 windows-1256 windows-1257
windows-1258 koi8-r koi8-u koi8-t ptcp154 gb2312 gbk gb18030 hz big5 big5-hkscs shift_jis cp932
euc-jp iso-2022-jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-kr euc-kr cp949 johab mac-roman
mac-cyrillic mac-latin2 mac-greek cp437 cp850 cp852 cp855 cp857 cp858 cp860 cp861 cp862 cp863
cp864 cp865 cp866 cp869 cp775 cp737
"""
_PLAIN = _PLAIN_WORDS.split()
_ALIASES = {
    "tcvn3": "tcvn3", "abc": "tcvn3", "tcvn": "tcvn3", "tcvn5712": "tcvn3", "tcvn5712-1": "tcvn3",
    "x-viet-tcvn5712": "tcvn3", "tcvn-5712": "tcvn3", "x-viet-tcvn": "tcvn3",
    "vni": "vni", "x-viet-vni": "vni", "vni-win": "vni",
    "viscii": "viscii", "csviscii": "viscii", "viscii1.1-1": "viscii", "x-viet-viscii": "viscii",
    "unicode": "utf-16-le", "unicode-1-1-utf-8": "utf-8", "utf8mb4": "utf-8",
    "x-unicode-2-0-utf-8": "utf-8", "ansi": "windows-1252", "default": "windows-1252",
    "iso-8859-8-i": "iso-8859-8", "ks_c_5601-1987": "cp949", "x-sjis": "cp932",
    "gb_2312-80": "gbk", "x-gbk": "gbk", "x-mac-roman": "mac-roman", "macintosh": "mac-roman",
    "x-x-big5": "big5", "cp-850": "cp850",
}  # fmt: skip
_WIDER = {
    "us-ascii": "windows-1252", "iso-8859-1": "windows-1252", "iso-8859-9": "windows-1254",
    "iso-8859-11": "windows-874", "tis-620": "windows-874", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "euc-kr": "cp949", "big5": "big5-hkscs",
}  # fmt: skip
_BY_CODEC = {codecs.lookup(name).name: name for name in reversed(_PLAIN)} | {"cp874": "windows-874"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+ -]{0,39}")


def charset_of(name: str) -> str:
    """Return our name of the encoding that a document calls `name`; LookupError for an unknown one.

    The names of narrow encodings mean the wider ones that programs write under them (WHATWG
    Encoding standard): `iso-8859-1` is windows-1252.
    """
    word = name.strip().strip("\"'").lower()
    if not _NAME.fullmatch(word):
        raise LookupError(name)
    if word in _ALIASES:
        return _ALIASES[word]
    plain = _BY_CODEC.get("cp874" if word == "windows-874" else codecs.lookup(word).name)
    if plain is None:
        raise LookupError(name)
    return _WIDER.get(plain, plain)


def _by_codec(name: str) -> Callable[[bytes], str]:
    codec = "cp874" if name == "windows-874" else name

    def decoded(content: bytes) -> str:
        return content.decode(codec, "replace")

    return decoded


DECODERS: dict[str, Callable[[bytes], str]] = {
    **{name: _by_codec(name) for name in (*_PLAIN, "windows-874")},
    "tcvn3": from_tcvn3,
    "viscii": from_viscii,
    "vni": from_vni,
}
"""Name of an encoding: what reads it, before normalization."""


def decode(content: bytes, charset: str) -> str:
    """Return text in Normalization Form C; LookupError for a charset that is not ours."""
    text = decode_as_written(content, charset)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def decode_as_written(content: bytes, charset: str) -> str:
    """Return text whose signs are those of the bytes; LookupError for a charset that is not ours.

    Composing makes a semicolon of a Greek question mark: where signs part values, it comes last.
    """
    if charset == "us-ascii" and not content.isascii():
        return content.decode("cp1252", "replace")
    return DECODERS[charset](content)
