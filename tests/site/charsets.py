"""The same words in the encodings of old Vietnamese sites, labelled rightly, wrongly or not."""

import unicodedata

from tests.site.answers import Page, answer, page

from truyvet.extractors.charsets import decode

WORDS = "Thông báo: bà Nguyễn Thị Mẫu đã chuyển khoản vào tài khoản của cửa hàng điện thoại."
"""Words that each of these pages says (TCVN3 has no capitals with accents)."""
PHONE = "0900 000 010"
_HTML = "<html><head>{meta}<title>Thông báo</title></head><body><p>{words}</p><p>{phone}</p></body>"
_OLD = ("tcvn3", "viscii", "windows-1258")


def encoded(text: str, charset: str) -> bytes:
    """Encode in TCVN3, VISCII, windows-1258 (which needs parts), or what Python knows."""
    if charset == "windows-1258":
        return _combined(text)
    if charset not in _OLD:
        return text.encode(charset)
    table = {decode(bytes([n]), charset): n for n in range(0xFF, -1, -1)}
    return bytes(table[letter] for letter in text)


def _combined(text: str) -> bytes:
    """Split letters until windows-1258 has the parts: base with shape, then the tone."""
    found = b""
    for letter in text:
        try:
            found += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", parts.replace(tone, ""))
            found += (base + tone).encode("cp1258")
    return found


def _made(charset: str, header: str, meta: str) -> Page:
    told = f'<meta http-equiv="Content-Type" content="text/html; charset={meta}">' if meta else ""
    content = encoded(_HTML.format(meta=told, words=WORDS, phone=PHONE), charset)
    made = answer(content, f"text/html; charset={header}" if header else "text/html")
    return lambda asked: made


PAGES: dict[str, tuple[str, str, str]] = {
    # path: (encoding, charset of the header, charset of the meta element)
    "/charset/utf-8": ("utf-8", "utf-8", "utf-8"),
    "/charset/tcvn3": ("tcvn3", "", ""),
    "/charset/tcvn3-as-1252": ("tcvn3", "windows-1252", "windows-1252"),
    "/charset/tcvn3-named": ("tcvn3", "", "x-viet-tcvn5712"),
    "/charset/viscii": ("viscii", "", "viscii"),
    "/charset/viscii-as-latin1": ("viscii", "iso-8859-1", ""),
    "/charset/windows-1258": ("windows-1258", "windows-1258", ""),
    "/charset/windows-1258-meta": ("windows-1258", "", "windows-1258"),
    "/charset/utf-16-le": ("utf-16-le", "utf-16le", ""),
    "/charset/utf-16-be": ("utf-16-be", "utf-16be", ""),
    "/charset/utf-8-as-1252": ("utf-8", "windows-1252", ""),
    "/charset/utf-8-unlabelled": ("utf-8", "", ""),
    "/charset/utf-8-bom": ("utf-8-sig", "", ""),
    "/charset/unknown": ("utf-8", "x-khong-co", "x-khong-co"),
}


def pages() -> tuple[dict[str, Page], dict[str, Page]]:
    """Return pages by path, and by how a path begins."""
    exact = {path: _made(*how) for path, how in PAGES.items()}
    words = _HTML.format(meta="", words=WORDS, phone=PHONE)
    for name, mark in (("le", b"\xff\xfe"), ("be", b"\xfe\xff")):
        content = mark + words.encode(f"utf-16-{name}")
        exact[f"/charset/utf-16-{name}-bom"] = page(content, "text/html")
    return exact, {}
