"""Bytes full of values, halves of values and what resembles them, from a seed."""

import random

VALUES = (
    """
plain_text@textedit.com|a.b-c+d@mail.example.co.uk|x@y.vn|@abc_def|nguyen.van.a@gmail.com
https://example.com/a(b)c,d?x=1#y|http://127.0.0.1:8080/|hxxps://evil[.]com/x|HTTP://WWW.A.VN/).
https://a.vn/1,https://b.vn/2|ftp://files.example.org/pub|www.example.info|example.com
com.example.net|8.8.8.8|192.168.1.254|10.0.0.1/24|1.2.3.4.5|v1.2.3.4|2001:db8::1|fe80::1:2:3:4
std::vector|::1|2001:0db8:85a3:0000:0000:8a2e:0370:7334|00:1a:2b:3c:4d:5e|00-1A-2B-3C-4D-5E
001a.2b3c.4d5e|0912345678|0912.345.678|O912 345 678|+84912345678|(84)912345678|84912345678
0168 345 6789|+84 (0) 168 345 6789|(024) 3825 5999|024 38255999|+1 202-456-1111
+44 20 7946 0958 12|1900 1234|490154203237518|35-209900-176148-1|452041234567890
8984048000000000019|89840480000000000173|371449635398431|3782 822463 10005|4012 8888 8888 1881
4012-8888-8888-1881|6011111111111117|GB82 WEST 1234 5698 7654 32|DE89370400440532013000
FR1420041010050500013M02606|VN00|001203012345|079 201 012 345|123456780|025 123 456|0100109106
0100109106-001|30A-123.45|29H1-234.56|59-X1 123.45|51F 12345|80-NG-123-45|0071000123456
1234 567 890|1.500.000|970436|B1234567|1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa
bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq
bc1p5d7rjq7g6rdk2yhzks9smlaqtedr4dekq08ge8ztwac72sfr9rusxg3297
TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t|0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed
rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh|LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH9
DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L|bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a
qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a|EQDtFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p4q2
4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T|facebook.com/profile.php?id=100012345678901
https://m.facebook.com/nguyen.van.a|fb.com/groups/abc.def|zalo.me/0912345678
https://t.me/durov_x|t.me/+AbCdEfGhIjKlMnOp|tg://resolve?domain=abcde|tiktok.com/@abc.def
https://www.instagram.com/abc.def/|x.com/abc_def|youtube.com/@abc|wa.me/84912345678
viber://chat?number=%2B84912345678|nhantien.momo.vn/0912345678|netflix.com/abc
123e4567-e89b-12d3-a456-426614174000|21.028511, 105.804817|geo:21.0285,105.8542
"lat": 21.0285, "lng": 105.8542|https://www.google.com/maps/@21.0285,105.8542,15z
21\xc2\xb001'42.5"N 105\xc2\xb051'15"E|!3d21.0285!4d105.8542
""".strip()
    .replace("\n", "|")
    .split("|")
)
CONTEXT = (
    """
stk|so tai khoan|số tài khoản|tài khoản|Vietcombank|VCB|ngân hàng BIDV|cmnd|CCCD số
chứng minh nhân dân|mã số thuế|MST:|biển số|passport|hộ chiếu|imei|IMSI:|ICCID|sđt|điện thoại
tel:|phone|hotline|zalo|telegram|tele|facebook|version|ip|host|tọa độ|GPS|maps|solana|card no
thẻ tín dụng|mac|website|tên miền
""".strip()
    .replace("\n", "|")
    .split("|")
)
GLUE = [
    " ",
    "\n",
    ": ",
    ", ",
    "-",
    ".",
    "/",
    "=",
    "\t",
    "",
    ";",
    "(",
    ")",
    '"',
    "<",
    "\0",
    "_",
    "@",
    " - ",
]
LEGACY = ("utf-8", "utf-8", "utf-8", "cp1258", "utf-16-le", "utf-16-be")


def soup(seed: int, pieces: int) -> bytes:
    """Return pieces of text in changing encodings, some of them cut."""
    chance = random.Random(seed)
    out = bytearray()
    for _ in range(pieces):
        line = "".join(_piece(chance) + chance.choice(GLUE) for _ in range(chance.randrange(1, 9)))
        out += line.encode(chance.choice(LEGACY), "ignore")
        if chance.random() < 0.1:
            out += chance.randbytes(chance.randrange(1, 30))
    return bytes(out)


def _piece(chance: random.Random) -> str:
    kind = chance.randrange(10)
    if kind < 6:
        text = chance.choice(VALUES).encode("latin-1", "ignore").decode("utf-8", "ignore")
        if kind == 5:
            return text[chance.randrange(len(text)) :]
        return text[: chance.randrange(1, len(text) + 1)] if kind == 4 else text
    if kind < 9:
        return chance.choice(CONTEXT)
    return "".join(chance.choices("0123456789 .-abXYZ:@/", k=chance.randrange(1, 40)))
