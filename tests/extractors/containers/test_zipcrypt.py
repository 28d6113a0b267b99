"""Ciphers of zip members, against ciphers written apart from them."""

import hashlib
import hmac
import io
import random
import zipfile

import pytest
from tests.extractors.containers.views import Breaking, Plain, everything
from tests.extractors.containers.zips import enciphered, pkzip, winzip, zipped

from truyvet.extractors.containers.reading import Damage
from truyvet.extractors.containers.zipcrypt import (
    AES_SALTS,
    Aes,
    AesKeys,
    Traditional,
    authentic,
)

TEXT = "Thư mật gửi anh Đức\n".encode() * 40
HEAD = bytes(range(12))


def free(count: int) -> None:
    """Let everything be decrypted."""


@pytest.mark.parametrize("password", [b"", b"a", "mật khẩu".encode(), bytes(range(256))])
@pytest.mark.parametrize("most", [1, 5, 4_096])
def test_traditional_encryption_is_undone(password: bytes, most: int) -> None:
    reader = Traditional(Plain(enciphered(HEAD + TEXT, password), most), password, free)
    assert reader.header() == HEAD[-1]
    assert everything(reader, 13) == TEXT


def test_the_cipher_of_these_tests_is_that_of_the_standard_library() -> None:
    for method in (0, 8):
        with zipfile.ZipFile(io.BytesIO(zipped(pkzip(b"123456", TEXT, method=method)))) as reader:
            assert reader.read("kin.txt", b"123456") == TEXT


@pytest.mark.parametrize("length", range(12))
def test_a_header_that_is_cut_off_is_damage(length: int) -> None:
    with pytest.raises(Damage, match="cut off"):
        Traditional(Plain(enciphered(HEAD, b"a")[:length]), b"a", free).header()


def test_what_is_decrypted_is_counted_and_may_be_refused() -> None:
    spent: list[int] = []
    reader = Traditional(Plain(enciphered(HEAD + TEXT, b"a")), b"a", spent.append)
    reader.header()
    assert everything(reader, 100) == TEXT
    assert sum(spent) == len(TEXT)

    def stop(count: int) -> None:
        raise Damage("enough")

    with pytest.raises(Damage, match="enough"):
        Traditional(Plain(TEXT), b"a", stop).read(10)


@pytest.mark.parametrize("strength", AES_SALTS)
def test_keys_are_derived_as_the_standard_says(strength: int) -> None:
    salt = bytes(range(AES_SALTS[strength]))
    keys = AesKeys(b"123456", salt)
    size = 8 * (strength + 1)
    whole = hashlib.pbkdf2_hmac("sha1", b"123456", salt, 1000, 2 * size + 2)
    assert (len(keys.key), len(keys.code), len(keys.verifier)) == (size, size, 2)
    assert keys.key + keys.code + keys.verifier == whole


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 33, 800])
@pytest.mark.parametrize("step", [1, 7, 16, 300])
def test_aes_counts_on_over_pieces_of_any_length(length: int, step: int) -> None:
    plain = random.Random(length).randbytes(length)
    stored = winzip(b"123456", b"", packed=plain, strength=3).stored
    keys = AesKeys(b"123456", stored[:16])
    assert stored[16:18] == keys.verifier
    assert everything(Aes(Plain(stored[18:-10], step), keys.key), step) == plain


def test_archives_of_another_program_agree() -> None:
    pyzipper = pytest.importorskip("pyzipper")
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_STORED) as writer:
        writer.setpassword(b"123456")
        writer.setencryption(pyzipper.WZ_AES, nbits=192)
        writer.writestr("a", TEXT)
    content = out.getvalue()
    begin = 30 + int.from_bytes(content[26:28], "little") + int.from_bytes(content[28:30], "little")
    keys = AesKeys(b"123456", content[begin : begin + 12])
    assert content[begin + 12 : begin + 14] == keys.verifier
    data = content[begin + 14 : begin + 14 + len(TEXT)]
    assert everything(Aes(Plain(data), keys.key)) == TEXT
    code = content[begin + 14 + len(TEXT) :][:10]
    assert authentic(Plain(data), keys.code, code)


def test_a_code_is_right_only_for_all_bytes_and_its_key() -> None:
    code = hmac.new(b"key", TEXT, "sha1").digest()[:10]
    assert authentic(Plain(TEXT, most=3), b"key", code)
    assert not authentic(Plain(TEXT[:-1]), b"key", code)
    assert not authentic(Plain(TEXT), b"kez", code)
    assert not authentic(Plain(TEXT), b"key", code[:9])
    assert not authentic(Plain(TEXT), b"key", b"")
    with pytest.raises(Damage):
        authentic(Breaking(TEXT), b"key", code)
