"""Opening encrypted zip members.

Traditional encryption: APPNOTE.TXT 6.3.10, section 6.1. WinZip AES (AE-1, AE-2):
https://www.winzip.com/en/support/aes-encryption/. Strong encryption (section 7) is not opened.
"""

import hashlib
import hmac
from collections.abc import Callable

from .reading import Damage, Reader

TRADITIONAL_HEADER = 12
"""Bytes before the data that only serve to check the password."""
MAX_TRADITIONAL = 48 << 20
"""Bytes decrypted for one item: this cipher goes byte by byte, about 2 MB a second."""
AES_VERIFIER = 2
"""Bytes that tell most wrong passwords at once."""
AES_CODE = 10
"""Bytes of the authentication code after the data."""
AES_SALTS = {1: 8, 2: 12, 3: 16}
"""Strength as the extra field gives it: bytes of salt; the key is twice as long."""
_ROUNDS = 1000
_BLOCK = 16


def _crc_table() -> list[int]:
    table = []
    for number in range(256):
        for _ in range(8):
            number = number >> 1 ^ (0xEDB88320 if number & 1 else 0)
        table.append(number)
    return table


_TABLE = _crc_table()


class Traditional:
    """Decrypts the bytes below with a password; the first 12 of them are its header."""

    def __init__(self, below: Reader, password: bytes, spend: Callable[[int], None]) -> None:
        """`spend` is told how many bytes are about to be decrypted and may refuse."""
        self._below = below
        self._spend = spend
        self._keys = (0x12345678, 0x23456789, 0x34567890)
        self._decrypt(password, feed=True)

    def header(self) -> int:
        """Decrypt the header and return its last byte, which checks the password."""
        got = b""
        while len(got) < TRADITIONAL_HEADER:
            chunk = self._below.read(TRADITIONAL_HEADER - len(got))
            if not chunk:
                raise Damage("the encryption header is cut off")
            got += self._decrypt(chunk)
        return got[-1]

    def read(self, size: int, /) -> bytes:
        """Return decrypted bytes."""
        chunk = self._below.read(size)
        self._spend(len(chunk))
        return self._decrypt(chunk)

    def _decrypt(self, chunk: bytes, feed: bool = False) -> bytes:
        """Decrypt bytes, or with `feed` only mix plain ones into the keys."""
        one, two, three = self._keys
        table, out = _TABLE, bytearray()
        for byte in chunk:
            if not feed:
                word = three & 0xFFFF | 2
                byte ^= word * (word ^ 1) >> 8 & 0xFF
                out.append(byte)
            one = one >> 8 ^ table[(one ^ byte) & 0xFF]
            two = (two + (one & 0xFF)) * 134775813 + 1 & 0xFFFFFFFF
            three = three >> 8 ^ table[(three ^ two >> 24) & 0xFF]
        self._keys = (one, two, three)
        return bytes(out)


class AesKeys:
    """What a password and a salt give: the key, the key of the code, the verifier."""

    def __init__(self, password: bytes, salt: bytes) -> None:
        length = len(salt) * 2
        whole = hashlib.pbkdf2_hmac("sha1", password, salt, _ROUNDS, 2 * length + AES_VERIFIER)
        self.key = whole[:length]
        self.code = whole[length : 2 * length]
        self.verifier = whole[2 * length :]


class Aes:
    """AES in counter mode, the counter little-endian and from 1, as WinZip does it."""

    def __init__(self, below: Reader, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        # One block is one number: nothing but the raw cipher can count little-endian.
        ecb = modes.ECB()  # noqa: S305
        self._cipher = Cipher(algorithms.AES(key), ecb).encryptor()
        self._below = below
        self._count = 1
        self._stream = b""

    def read(self, size: int, /) -> bytes:
        """Return decrypted bytes."""
        chunk = self._below.read(size)
        blocks = -(-(len(chunk) - len(self._stream)) // _BLOCK)
        if blocks > 0:
            numbers = range(self._count, self._count + blocks)
            counters = b"".join([number.to_bytes(_BLOCK, "little") for number in numbers])
            self._stream += self._cipher.update(counters)
            self._count += blocks
        stream, self._stream = self._stream[: len(chunk)], self._stream[len(chunk) :]
        mixed = int.from_bytes(chunk, "little") ^ int.from_bytes(stream, "little")
        return mixed.to_bytes(len(chunk), "little")


def authentic(below: Reader, key: bytes, code: bytes) -> bool:
    """Tell whether the encrypted bytes bear this code (HMAC-SHA1, its first 80 bits)."""
    digest = hmac.new(key, digestmod="sha1")
    while chunk := below.read(1 << 18):
        digest.update(chunk)
    return hmac.compare_digest(digest.digest()[:AES_CODE], code)
