"""Encrypted zip members: traditional encryption and WinZip AES, with and without the password."""

import hashlib
import hmac
import io
import os
import struct
import zipfile
import zlib
from types import ModuleType

import pytest
from tests.extractors.containers.laws import contents, lawful, looked, problems

from truyvet.extractors import archive
from truyvet.extractors.containers.passwords import Keys, mark
from truyvet.extractors.containers.zipcrypt import Traditional
from truyvet.extractors.settings import Settings

TEXT = b"Nguyen Van Duc 0912345678\n" * 300
RIGHT = Settings(passwords=("wrong", "bí mật", "other"))
WRONG = Settings(passwords=("wrong", "worse"))


class Plain:
    """Bytes to read."""

    def __init__(self, content: bytes) -> None:
        self.file = io.BytesIO(content)

    def read(self, size: int, /) -> bytes:
        return self.file.read(size)


class Encryptor(Traditional):
    """The same cipher the other way round: each plain byte goes into the keys."""

    def encrypt(self, plain: bytes) -> bytes:
        out = bytearray()
        for byte in plain:
            saved = self._keys
            (stream,) = self._decrypt(b"\0")  # what a zero decrypts to is the key stream
            self._keys = saved
            self._decrypt(bytes([byte]), feed=True)
            out.append(byte ^ stream)
        return bytes(out)


def archived(name: bytes, method: int, flags: int, crc: int, data: bytes, size: int, extra=b""):
    """Return a zip of one member with these fields."""
    numbers = (crc, len(data), size)
    lengths = (len(name), len(extra))
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 51, flags, method, 0, 0x5C6E, *numbers, *lengths)
    row = struct.pack("<4s6H3L", b"PK\1\2", 51, 51, flags, method, 0, 0x5C6E, *numbers)
    row += struct.pack("<5H2L", *lengths, 0, 0, 0, 0, 0) + name + extra
    body = local + name + extra + data
    return body + row + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(row), len(body), 0)


def traditional(password: bytes, text: bytes = TEXT, method: int = 8) -> bytes:
    packed = zlib.compress(text)[2:-4] if method == 8 else text
    crc = zlib.crc32(text)
    head = bytes(range(11)) + bytes([crc >> 24])
    cipher = Encryptor(Plain(b""), password, lambda count: None)
    return archived(b"a.txt", method, 1, crc, cipher.encrypt(head + packed), len(text))


def winzip(password: bytes, version: int, strength: int, text: bytes = TEXT) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    length = 8 * (strength + 1)
    salt = bytes(range(length // 2))
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 2 * length + 2)
    packed = zlib.compress(text)[2:-4]
    ecb = Cipher(algorithms.AES(keys[:length]), modes.ECB()).encryptor()  # noqa: S305
    counters = b"".join(n.to_bytes(16, "little") for n in range(1, len(packed) // 16 + 2))
    cipher = bytes(a ^ b for a, b in zip(packed, ecb.update(counters), strict=False))
    code = hmac.new(keys[length : 2 * length], cipher, "sha1").digest()[:10]
    data = salt + keys[2 * length :] + cipher + code
    extra = struct.pack("<2HH2sBH", 0x9901, 7, version, b"AE", strength, 8)
    crc = zlib.crc32(text) if version == 1 else 0
    return archived(b"a.txt", 99, 1, crc, data, len(text), extra)


def test_traditional_encryption_agrees_with_the_standard_library() -> None:
    content = traditional(b"secret")
    with zipfile.ZipFile(io.BytesIO(content)) as reader:
        assert reader.read("a.txt", b"secret") == TEXT


@pytest.mark.parametrize("method", [0, 8])
def test_a_member_is_opened_with_the_password_that_fits(method: int) -> None:
    content = traditional("bí mật".encode(), method=method)
    found = lawful(archive, content, RIGHT)
    assert contents(found) == {"zip:a.txt": TEXT}
    assert found.outcome.status == "ok"


def test_a_password_in_the_old_vietnamese_encoding_fits() -> None:
    content = traditional("bí mât".encode("cp1258"))
    found = lawful(archive, content, Settings(passwords=("bí mât",)))
    assert contents(found) == {"zip:a.txt": TEXT}


@pytest.mark.parametrize("settings", [Settings(), WRONG])
def test_a_member_that_stays_closed_is_named_and_has_no_bytes(settings: Settings) -> None:
    found = lawful(archive, traditional(b"secret"), settings)
    assert problems(found) == [("encrypted", "zip:a.txt")]
    assert contents(found) == {"zip:a.txt": None}
    assert found.outcome.status == "encrypted"


def test_encrypted_members_are_one_flagged_observation() -> None:
    found = lawful(archive, traditional(b"secret"))
    (seen,) = found.of("encrypted-members")
    assert (seen.value(), seen.flag, seen.facts["members"]) == (b"a.txt", "encrypted", "1")


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("strength", [1, 2, 3])
def test_winzip_aes_is_opened(version: int, strength: int) -> None:
    content = winzip("bí mật".encode(), version, strength)
    assert contents(lawful(archive, content, RIGHT)) == {"zip:a.txt": TEXT}
    assert problems(lawful(archive, content, WRONG)) == [("encrypted", "zip:a.txt")]


def test_aes_whose_bytes_were_changed_stays_closed() -> None:
    content = bytearray(winzip(b"secret", 2, 3))
    content[80] ^= 1
    found = lawful(archive, bytes(content), Settings(passwords=("secret",)))
    assert problems(found) == [("encrypted", "zip:a.txt")]


def test_strong_encryption_is_named() -> None:
    content = archived(b"a", 0, 0x41, 0, TEXT, len(TEXT))
    assert problems(lawful(archive, content, RIGHT)) == [("unsupported", "zip:a")]


def test_an_aes_field_that_is_damaged_is_named() -> None:
    extra = struct.pack("<2H", 0x9901, 1) + b"x"
    content = archived(b"a", 99, 1, 0, TEXT, len(TEXT), extra)
    assert problems(lawful(archive, content, RIGHT)) == [("corrupt", "zip:a")]


def test_an_encrypted_bomb_is_stopped_while_it_is_decoded() -> None:
    content = traditional(b"secret", bytes(4 << 20))
    found = looked(archive, content, settings=Settings(passwords=("secret",)), allowance=1 << 20)
    assert found.outcome.status == "bomb"


def test_a_pkzip_member_without_its_header_is_no_crash() -> None:
    content = archived(b"a", 8, 1, 0, b"short", 99)
    assert lawful(archive, content, RIGHT).outcome.status == "encrypted"


def test_cut_and_flipped_copies_never_crash(hostile: ModuleType) -> None:
    for content in (traditional(b"other"), winzip(b"other", 1, 1)):
        for bad in [*hostile.truncated(content, 5), *hostile.flipped(content, 12)]:
            lawful(archive, bad, RIGHT)


def test_the_password_that_fitted_last_is_tried_first() -> None:
    keys = Keys(("a", "b", "c"))
    keys.fitted("c")
    assert list(keys.texts()) == ["c", "a", "b"]


def test_tries_end() -> None:
    keys = Keys(("a", "b"), tries=3)
    assert [*keys.texts(), *keys.texts()] == ["a", "b", "a"]
    assert "not every password" in keys.missing()


def test_passwords_leave_a_mark_that_says_little() -> None:
    assert mark(()) == "none"
    assert mark(("a",)) != mark(("b",))
    assert len(mark((os.urandom(40).hex(),))) == len("1-0000")
