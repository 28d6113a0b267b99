"""One text of every kind of value, with the word that it needs, and its normal form."""

from tests.extractors.selectors import oracles

BODY = bytes(range(40, 60))
ZONE = oracles.td3("VNM", "NGUYEN<<VAN<DUC", "C1234567", "850412", "M", "290101", "001085012345")
MONERO = oracles.monero(18, bytes(range(64)))
SOLANA = "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T"
TON = oracles.ton(0x11, 0, bytes(range(32)))
CASH = oracles.cashaddr("bitcoincash", 0, BODY)
EACH: dict[str, tuple[str, str, str]] = {
    "bank-account": ("STK VCB ", "0071000123456", "970436:0071000123456"),
    "bitcoin": ("", oracles.base58check(b"\0" + BODY), oracles.base58check(b"\0" + BODY)),
    "bitcoin-cash": ("", CASH, CASH),
    "card": ("card ", "4012888888881881", "4012888888881881"),
    "cccd": ("CCCD ", "079201012345", "079201012345"),
    "cmnd": ("CMND ", "025123456", "025123456"),
    "dogecoin": ("", oracles.base58check(b"\x1e" + BODY), oracles.base58check(b"\x1e" + BODY)),
    "domain": ("web ", "shop.example.vn", "shop.example.vn"),
    "email": ("", "plain_text@textedit.com", "plain_text@textedit.com"),
    "ethereum": ("", oracles.eip55(BODY), "0x" + BODY.hex()),
    "facebook": ("", "facebook.com/nguyen.van.a", "nguyen.van.a"),
    "geo": ("", "geo:21.0285,105.8542", "21.028500,105.854200"),
    "iban": ("", "DE89370400440532013000", "DE89370400440532013000"),
    "iccid": ("ICCID ", "8984048000000000019", "8984048000000000019"),
    "imei": ("IMEI ", "356938035643809", "356938035643809"),
    "imsi": ("IMSI ", "452041234567890", "452041234567890"),
    "instagram": ("", "instagram.com/abc.def", "abc.def"),
    "ipv4": ("ip ", "113.161.1.2", "113.161.1.2"),
    "ipv6": ("", "2001:db8:85a3::8a2e:370:7334", "2001:db8:85a3::8a2e:370:7334"),
    "licence-plate": ("bien so ", "51F 12345", "51F-123.45"),
    "litecoin": ("", oracles.base58check(b"\x30" + BODY), oracles.base58check(b"\x30" + BODY)),
    "mac": ("", "00:1a:2b:3c:4d:5e", "00:1a:2b:3c:4d:5e"),
    "momo": ("", "nhantien.momo.vn/0912345678", "+84912345678"),
    "monero": ("", MONERO, MONERO),
    "mrz": ("", ZONE, "VNM:C1234567"),
    "passport": ("passport ", "C1234567", "C1234567"),
    "phone": ("tel ", "0168 345 6789", "+84383456789"),
    "solana": ("solana ", SOLANA, SOLANA),
    "tax-code": ("MST ", "0100109106-001", "0100109106-001"),
    "telegram": ("telegram ", "@abc_def", "abc_def"),
    "tiktok": ("", "tiktok.com/@abc.def", "abc.def"),
    "ton": ("", TON, TON),
    "tron": ("", oracles.base58check(b"\x41" + BODY), oracles.base58check(b"\x41" + BODY)),
    "url": ("", "https://example.com/a?b=1", "https://example.com/a?b=1"),
    "uuid": ("", "123e4567-e89b-42d3-a456-426614174000", "123e4567-e89b-42d3-a456-426614174000"),
    "viber": ("", "viber://chat?number=%2B84912345678", "+84912345678"),
    "whatsapp": ("", "wa.me/84912345678", "+84912345678"),
    "x": ("", "twitter.com/abc_def", "abc_def"),
    "xrp": (
        "",
        oracles.base58check(b"\0" + BODY, oracles.RIPPLE),
        oracles.base58check(b"\0" + BODY, oracles.RIPPLE),
    ),
    "youtube": ("", "youtube.com/@abcdef", "abcdef"),
    "zalo": ("", "zalo.me/0912345678", "+84912345678"),
    "zalopay": ("", "social.zalopay.vn/abc?phone=0912345678", "+84912345678"),
    "zing": ("", "me.zing.vn/u/abcdef", "abcdef"),
}
"""Kind: word before it, text, normal form."""
