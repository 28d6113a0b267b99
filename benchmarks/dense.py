"""Dense text for the search of entities: Vietnamese and English prose, logs and tables with values.

`python dense.py FILE BYTES SEED` writes it. Equal arguments give equal bytes.
"""

from __future__ import annotations

import hashlib
import random
import sys
from pathlib import Path

EVERY = 512
"""Bytes of text for each value, about."""
WORDS_TEXT = """
the quick report of this day was sent and received by people who know nothing about it
công an nhân dân điều tra vụ án hình sự theo quy định của pháp luật tại địa bàn thành
phố người bị hại chuyển tiền vào nhiều lần rồi mất liên lạc với đối tượng trên mạng xã
hội server request error warning connection closed by user session started time out
retry invoice total quantity price item order delivered confirmed address street number
"""
WORDS = WORDS_TEXT.split()
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ADDRESSES = (
    "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "GB82 WEST 1234 5698 7654 32",
    "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
)


def digits(chance: random.Random, count: int) -> str:
    """Return so many digits."""
    return "".join(chance.choices("0123456789", k=count))


def luhn(number: str) -> str:
    """Return the number with its check digit behind it."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        double = int(digit) * (2 - place % 2)
        total += double - 9 if double > 9 else double
    return number + str(-total % 10)


def base58check(chance: random.Random, version: int) -> str:
    """Return an address of Base58Check with this version."""
    payload = bytes([version]) + chance.randbytes(20)
    payload += hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number, text = int.from_bytes(payload, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = BASE58[rest] + text
    return "1" * (len(payload) - len(payload.lstrip(b"\0"))) + text


def value(chance: random.Random) -> str:
    """Return one value, most of them of kinds that are frequent in evidence."""
    word = chance.choice(WORDS).encode("ascii", "ignore").decode() or "an"
    number = digits(chance, 8)
    some = (
        f"{word}.{number[:3]}@{word}{number[:2]}.com",
        f"09{number}",
        f"0{chance.choice(('90', '35', '70', '86'))}.{number[:3]}.{number[3:7]}",
        f"+84 98{number[:1]} {number[1:4]} {number[4:7]}",
        f"https://{word}{number[:3]}.vn/{word}/{number}?id={number[:4]}",
        f"{word}-{number[:4]}.com",
        f"ip {chance.randrange(1, 224)}.{number[0]}.{number[1]}.{chance.randrange(256)}",
        ":".join(f"{byte:02x}" for byte in chance.randbytes(6)),
        f"imei: {luhn('35' + digits(chance, 12))}",
        luhn("4" + digits(chance, 14)),
        f"CCCD 0{chance.choice(('01', '79', '48'))}{chance.randrange(4)}{number}",
        f"STK {digits(chance, 12)} Vietcombank",
        f"số tài khoản 0{digits(chance, 12)} tại ngân hàng BIDV",
        f"biển số 30A-{number[:3]}.{number[3:5]}",
        base58check(chance, chance.choice((0, 5, 65, 48))),
        f"facebook.com/profile.php?id=1000{digits(chance, 11)}",
        f"https://t.me/{word}_{number}",
        f"zalo.me/09{number}",
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}".format(
            *(chance.getrandbits(bits) for bits in (32, 16, 12, 12, 48))
        ),
        f"GPS 21.{digits(chance, 6)}, 105.{digits(chance, 6)}",
        chance.choice(ADDRESSES),
        f"2026-07-{chance.randrange(10, 29)} 10:{number[:2]}:{number[2:4]} {digits(chance, 10)}",
        f"{number} {digits(chance, 6)} {digits(chance, 11)}",
    )
    return chance.choice(some)


def dense(size: int, seed: int) -> bytes:
    """Return at least `size` bytes less one line of text."""
    chance = random.Random(seed)
    out = bytearray()
    while len(out) < size:
        line: list[str] = []
        length = 0
        while length < EVERY - 32:
            word = chance.choice(WORDS)
            line.append(word)
            length += len(word.encode()) + 1
        line.insert(chance.randrange(len(line)), value(chance))
        out += " ".join(line).encode() + b"\n"
    return bytes(out[:size])


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(dense(int(sys.argv[2]), int(sys.argv[3])))
