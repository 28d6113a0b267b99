"""The words that tell what a number beside them is, in Vietnamese with and without marks.

One expression a word finds it in every encoding: a vowel or đ may be its ASCII letter with marks of
up to four bytes behind it (UTF-8 decomposed, windows-1258, VNI), or one to four other bytes (UTF-8,
TCVN3, VISCII, VNI). Consonants carry the word. Short words stand alone, long ones may be a part.
"""

import re
from dataclasses import dataclass

from ..banks import BANKS
from .rule import BANK

WORDS: dict[str, tuple[str, ...]] = {
    "phone": (
        "sdt", "sđt", "s.d.t", "dt", "đt", "dien thoai", "phone", "tel", "mobile", "hotline",
        "di_dong", "didong", "lien he", "call", "sms", "fax", "so may", "dtdd", "zalo", "viber",
        "whatsapp", "msisdn", "contact", "so_dt", "sodt", "cell",
    ),
    "cmnd": ("cmnd", "cmt", "cmtnd", "chung minh", "identity card", "id card", "giay to", "cmndan"),
    "cccd": ("cccd", "can cuoc", "dinh danh", "id card", "cmnd", "citizen id", "personal id"),
    "tax": ("mst", "ma so thue", "tax code", "tax id", "tin", "mst/", "taxcode", "vat"),
    "account": (
        "stk", "so tai khoan", "so tk", "account", "tai khoan", "a/c", "acc", "tk", "acct",
        "chuyen khoan", "ck", "iban", "bank", "ngan hang", "nguoi thu huong", "chu tk",
    ),
    "account-number": ("stk", "so tai khoan", "so tk", "account number", "account no"),
    "passport": ("passport", "ho chieu", "pp no", "hc so"),
    "imsi": ("imsi",),
    "imei": ("imei", "meid"),
    "iccid": ("iccid", "sim serial", "seri sim", "sim card"),
    "card": (
        "card", "visa", "mastercard", "the tin dung", "so the", "the atm", "cvv", "cvc", "credit",
        "debit", "napas", "amex", "jcb", "ccn", "exp",
    ),
    "plate": (
        "bien so", "bks", "bien kiem soat", "plate", "xe may", "bsx", "so xe", "xe",
        "phuong tien", "bien xe", "vehicle",
    ),
    "geo": (
        "lat", "gps", "toa_do", "toado", "location", "vi tri", "coord", "longitude", "kinh do",
        "vi_do", "vido", "map", "maps", "latitude", "latlng", "geo", "lng", "lon", "point",
    ),
    "version": ("version", "ver", "release", "v", "versions", "revision", "upgrade", "section"),
    "ip": (
        "ip", "addr", "address", "host", "server", "dns", "gateway", "inet", "ipv4", "ips", "login",
        "dia chi", "may chu", "peer", "remote", "client", "connect", "ping", "subnet", "network",
    ),
    "mac": ("mac", "ether", "hwaddr", "bssid", "wlan", "bluetooth", "wifi", "physical address"),
    "domain": ("domain", "ten mien", "website", "site", "hostname", "web", "trang"),
    "solana": ("solana", "sol", "phantom", "wallet", "vi sol"),
    "telegram": ("telegram", "tele", "tg"),
    "facebook": ("facebook", "fb"),
    "zalo": ("zalo",),
    "viber": ("viber",),
    "momo": ("momo",),
    "zalopay": ("zalopay", "zalo pay"),
    "whatsapp": ("whatsapp", "wa"),
    "instagram": ("instagram", "ig"),
    "tiktok": ("tiktok", "tik tok"),
    "x": ("twitter",),
    "youtube": ("youtube",),
}  # fmt: skip
"""Class: its words, unmarked, in lower case.

A blank stands for any sign between syllables or none; `_` for at least one, where the syllables
together would read as another: without it, marks of `vào` are as those of `vĩ độ`, `đồng`'s as
those of `di động`, `sát`'s as those of `số ĐT`.
"""
PAY = "pay"
"""Class of all words that may stand beside a bank account."""
NETWORK = "network"
"""Class of all networks on which a name with an @ may be an account."""
NETWORKS = ("facebook", "instagram", "telegram", "tiktok", "x", "youtube")
"""These networks."""
_LETTERS = {
    **{vowel: rb"[%s\x80-\xff][\x80-\xff]{0,4}" % vowel.encode() for vowel in "aeiouy"},
    "d": rb"[d\x80-\xff][\x80-\xff]?",
    # UTF-8; windows-1258, VISCII; TCVN3; VNI; a run of UTF-16: the letter and no other's marks.
    "đ": rb"(?:\xc4[\x90\x91]|[d\xd0\xf0\xa7\xae\xd1\xf1\xff])",
    " ": rb"[ _.\-]{0,2}",
    "_": rb"[ _.\-]{1,2}",
}
_APART = rb"[A-Za-z\x80-\xff]"
_SHORT = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """One word of a class."""

    classes: tuple[str, ...]
    """What it tells."""
    core: bytes
    """Its expression, caseless."""
    opened: bool
    """Whether no letter may stand before it."""
    closed: bool
    """Whether no letter may stand after it."""

    def pattern(self) -> re.Pattern[bytes]:
        """Return the exact expression."""
        head = b"(?<!%s)" % _APART if self.opened else b""
        tail = b"(?!%s)" % _APART if self.closed else b""
        return re.compile(head + self.core + tail, re.IGNORECASE)

    def expression(self) -> bytes:
        """Return hyperscan's; with `closed`, a match ends one byte behind the word."""
        head = rb"[^A-Za-z\x80-\xff]" if self.opened else b""
        tail = rb"[^A-Za-z\x80-\xff]" if self.closed else b""
        return head + self.core + tail


def _word(text: str, classes: tuple[str, ...]) -> Word:
    marked = " " in text or "_" in text  # the other words are written without marks
    letters = [
        _LETTERS.get(sign, re.escape(sign).encode()) if marked or sign in " đ"
        else re.escape(sign).encode()
        for sign in text
    ]  # fmt: skip
    short = len(text) <= _SHORT
    open_end = marked and text[-1] in _LETTERS
    return Word(
        classes=classes, core=b"".join(letters), opened=short or marked, closed=short or open_end
    )


def words() -> tuple[Word, ...]:
    """Return all words, each once with all its classes."""
    classes: dict[str, list[str]] = {}
    for name, some in WORDS.items():
        more = [PAY] if name == "account" else [NETWORK] if name in NETWORKS else []
        for text in some:
            classes.setdefault(text, []).extend([name, *more])
    for number, names in BANKS.items():
        for text in names:
            classes.setdefault(text.lower(), []).extend([BANK + number, PAY])
    return tuple(_word(text, tuple(dict.fromkeys(some))) for text, some in sorted(classes.items()))
