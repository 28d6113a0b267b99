"""The single-byte encodings Vietnam wrote in before Unicode: TCVN3 (ABC), VISCII, VNI.

TCVN3: the upper half of TCVN 5712:1993, as the .VnTime fonts have it; its capitals with tones
are written with the small letters in a font of capitals, so they decode as small ones.
VISCII: RFC 1456. VNI: VNI-Windows, a letter followed by a sign for tone and shape.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import product

_TCVN3 = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
    "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
    "ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_LOW = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}

TCVN3_TABLE = {0x80 + number: letter for number, letter in enumerate(_TCVN3)}
"""Code: character, where it is not ASCII."""
VISCII_TABLE = {0x80 + number: letter for number, letter in enumerate(_VISCII)} | _VISCII_LOW
"""Code: character, where it is not ASCII."""

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_TONES = {"ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_ROUND = {
    "â": "", "à": _GRAVE, "á": _ACUTE, "å": _HOOK, "ã": _TILDE, "ä": _DOT,
}  # fmt: skip
_SHORT = {"ê": "", "è": _GRAVE, "é": _ACUTE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}
_ALONE = {
    "ì": "i\u0300", "í": "i\u0301", "æ": "i\u0309", "ó": "i\u0303", "ò": "i\u0323",
    "ô": "o\u031b", "ö": "u\u031b", "ñ": "đ", "î": "y\u0323",
}  # fmt: skip


def _vni_pairs() -> Iterator[tuple[str, str]]:
    """Yield what VNI writes and what it means, small letters."""
    yield from _ALONE.items()
    for letter, (sign, tone) in product("aeouy", _TONES.items()):
        yield letter + sign, letter + tone
    for letter, (sign, tone) in product("aeo", _ROUND.items()):
        yield letter + sign, letter + _CIRCUMFLEX + tone
    for sign, tone in _SHORT.items():
        yield "a" + sign, "a" + _BREVE + tone
    for letter, (sign, tone) in product("ôö", _TONES.items()):
        yield letter + sign, _ALONE[letter] + tone


def _vni() -> dict[str, str]:
    table: dict[str, str] = {}
    for written, meant in _vni_pairs():
        small = unicodedata.normalize("NFC", meant)
        table[written] = small
        table[written.upper()] = small.upper()
        table[written[0].upper() + written[1:]] = small.upper()
        table[written[0] + written[1:].upper()] = small
    return table


VNI_TABLE = _vni()
"""What VNI writes, as Latin-1 characters: what it means."""
_SIGNS = "".join(_TONES | _ROUND | _SHORT)
_LETTERS = "".join(_ALONE)
_VNI_WRITTEN = re.compile(
    f"[aeouyôöAEOUYÔÖ][{_SIGNS}{_SIGNS.upper()}]|[{_LETTERS}{_LETTERS.upper()}]"
)


def from_tcvn3(content: bytes) -> str:
    """Return TCVN3 bytes as text."""
    return content.decode("latin-1").translate(TCVN3_TABLE)


def from_viscii(content: bytes) -> str:
    """Return VISCII bytes as text."""
    return content.decode("latin-1").translate(VISCII_TABLE)


def from_vni(content: bytes) -> str:
    """Return VNI bytes as text."""
    return vni_text(content.decode("cp1252", "replace"))


def vni_text(text: str) -> str:
    """Return what VNI means that was read as Latin-1, as in documents that name a VNI font."""
    return _VNI_WRITTEN.sub(_meant, text)


def _meant(found: re.Match[str]) -> str:
    """Return what a letter and its sign mean; a sign that no such letter takes stays."""
    pair = found[0]
    return VNI_TABLE.get(pair) or VNI_TABLE.get(pair[0], pair[0]) + pair[1:]
