"""Vietnamese text written in the encodings of before Unicode, as programs of then wrote it."""

import unicodedata

from truyvet.extractors.charsets.vietnamese import TCVN3_TABLE, VISCII_TABLE, VNI_TABLE

TONES = "\u0300\u0301\u0303\u0309\u0323"
TEXT = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam\n"
    "Độc lập - Tự do - Hạnh phúc\n"
    "Nguyễn Văn Đức chuyển khoản 5.000.000 đồng cho Trần Thị Bưởi, điện thoại 0912345678,\n"
    "ở quận Gò Vấp. Những người khác đã được thuyết phục đầu tư vào sàn giao dịch ảo.\n"
)


def viscii(text: str) -> bytes:
    """Return text in VISCII."""
    return _by(VISCII_TABLE, text)


def tcvn3(text: str) -> bytes:
    """Return text in TCVN3."""
    return _by(TCVN3_TABLE, text)


def vni(text: str) -> bytes:
    """Return text in VNI, a letter and its sign in one case."""
    written: dict[str, str] = {}
    for pair, meant in VNI_TABLE.items():
        if pair.isupper() == meant.isupper():
            written.setdefault(meant, pair)
    return "".join(written.get(letter, letter) for letter in text).encode("cp1252")


def windows_1258(text: str) -> bytes:
    """Return text in windows-1258: letters as they are where it has them, else letter and tone."""
    out = b""
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = "".join(mark for mark in parts if mark in TONES)
            rest = "".join(mark for mark in parts if mark not in TONES)
            out += (unicodedata.normalize("NFC", rest) + tone).encode("cp1258")
    return out


def _by(table: dict[int, str], text: str) -> bytes:
    codes = {letter: code for code, letter in table.items()}
    return bytes(codes.get(letter, ord(letter) & 0xFF) for letter in text)


WRITERS = {"viscii": viscii, "tcvn3": tcvn3, "vni": vni, "windows-1258": windows_1258}
"""Name of an encoding: what writes it."""
