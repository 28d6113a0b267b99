"""Opening zip members: methods, encryption, claims, and what is refused with which code."""

import bz2
import lzma
import random
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from tests.extractors.containers import zips
from tests.extractors.containers.views import view
from tests.extractors.containers.zips import Part, extra, pkzip, winzip

from truyvet.extractors.containers.passwords import Keys
from truyvet.extractors.containers.reading import Refused
from truyvet.extractors.containers.zipformat import local
from truyvet.extractors.containers.zipmembers import CHECKED, METHODS, Opener

TEXT = "Sao kê tài khoản 0071000123456, Vietcombank\n".encode() * 300
NOISE = random.Random(5).randbytes(3_000)
NONE = Keys(())
RIGHT = ("sai", "mật khẩu", "123456")


def zip_lzma(content: bytes, marked: bool = True) -> bytes:
    """Return LZMA as zip holds it: version, length of properties, properties, raw stream."""
    packed = lzma.compress(content, lzma.FORMAT_ALONE)
    return b"\x09\x14\5\0" + packed[:5] + packed[13:]


PACKED: dict[int, Callable[[bytes], bytes]] = {
    0: bytes, 8: zips.deflated, 12: bz2.compress, 14: zip_lzma, 95: lzma.compress,
}  # fmt: skip


def opened(part: Part, keys: tuple[str, ...] = (), length: int | None = -1):
    """Open a member by its own header alone."""
    content = part.local() + part.stored + b"following bytes"
    header = local(view(content), 0)
    given = header.packed if length == -1 else length
    return Opener(view(content), Keys(keys)).open(header, header.length, given)


def refusal(part: Part, keys: tuple[str, ...] = (), length: int | None = -1) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        opened(part, keys, length)
    return refused.value.code, refused.value.text


@pytest.mark.parametrize("method", PACKED)
@pytest.mark.parametrize("content", [b"", b"x", TEXT, NOISE, bytes(100_000)])
def test_every_method_gives_back_what_went_in(method: int, content: bytes) -> None:
    flags = 2 if method == 14 else 0  # an end mark follows
    part = Part(content=content, method=method, data=PACKED[method](content), flags=flags)
    found, _ = opened(part)
    assert found.read() == content
    assert found.whole


def test_zstandard_gives_back_what_went_in() -> None:
    zstandard = pytest.importorskip("zstandard")
    found, _ = opened(Part(content=TEXT, method=93, data=zstandard.compress(TEXT)))
    assert found.read() == TEXT
    assert found.whole


@pytest.mark.parametrize("method", [8, 12, 95])
def test_a_decoder_knows_where_data_of_unknown_length_ends(method: int) -> None:
    data = PACKED[method](TEXT)
    found, decoder = opened(Part(content=TEXT, method=method, data=data), length=None)
    assert found.read() == TEXT
    assert decoder is not None
    assert decoder.consumed == len(data)


@pytest.mark.parametrize("method", [*sorted({*METHODS} - {*PACKED, 93, 99}), 77, 65_535])
def test_a_method_that_is_not_read_is_refused_by_name(method: int) -> None:
    code, text = refusal(Part(content=TEXT, method=method, data=TEXT))
    assert code == "unsupported"
    assert text == f"compression method {method} ({METHODS.get(method, 'unknown')})"


@pytest.mark.parametrize("method", PACKED)
def test_wrong_claims_are_told_after_all_bytes_came_out(method: int) -> None:
    wrongs: tuple[tuple[dict[str, Any], str], ...] = (
        ({"crc": 1}, "CRC-32"),
        ({"size": 99_999}, "99999 are claimed"),
    )
    for wrong, said in wrongs:
        if method == 14 and "size" in wrong:
            continue  # there the length is part of the coding
        part = Part(content=TEXT, method=method, data=PACKED[method](TEXT), **wrong,
                    flags=2 if method == 14 else 0)  # fmt: skip
        found, _ = opened(part)
        assert found.read() == TEXT
        assert said in found.fault


def test_lzma_without_an_end_mark_ends_at_its_length() -> None:
    filters = [{"id": lzma.FILTER_LZMA1, "lc": 3, "lp": 0, "pb": 2, "dict_size": 1 << 16}]
    raw = lzma.compress(TEXT, lzma.FORMAT_RAW, filters=filters)
    data = b"\x09\x14\5\0" + b"\x5d" + struct.pack("<L", 1 << 16) + raw
    found, _ = opened(Part(content=TEXT, method=14, data=data))
    assert found.read() == TEXT
    assert found.whole


@pytest.mark.parametrize("length", range(9))
def test_an_lzma_header_that_is_cut_off_is_refused(length: int) -> None:
    part = Part(content=TEXT, method=14, data=zip_lzma(TEXT)[:length])
    assert refusal(part) == ("corrupt", "its LZMA header is cut off")
    beyond = Part(content=TEXT, method=14, data=zip_lzma(TEXT)[:length], packed=9_999)
    content = beyond.local() + beyond.stored
    header = local(view(content), 0)
    with pytest.raises(Refused, match="cut off"):
        Opener(view(content), NONE).open(header, header.length, header.packed)


def test_lzma_properties_that_cannot_be_are_refused() -> None:
    data = bytearray(zip_lzma(TEXT))
    data[4] = 0xFF
    code, text = refusal(Part(content=TEXT, method=14, data=bytes(data)))
    assert (code, text.startswith("its LZMA header is damaged")) == ("corrupt", True)


def test_a_dictionary_beyond_the_memory_is_no_crash() -> None:
    data = bytearray(zip_lzma(TEXT))
    data[5:9] = b"\xff\xff\xff\xff"
    code, text = refusal(Part(content=TEXT, method=14, data=bytes(data), flags=2))
    assert (code, "Memory" in text) == ("corrupt", True)


@pytest.mark.parametrize(("flags", "crc", "size", "checked"), [
    (0, 1, 5, True), (8, 0, 0, False), (8, 1, 0, True), (8, 0, 5, True), (0, 0, 0, True),
])  # fmt: skip
def test_lengths_that_only_follow_the_data_are_no_claims(
    flags: int, crc: int, size: int, checked: bool
) -> None:
    part = Part(content=b"text", flags=flags, crc=crc, size=size)
    found, _ = opened(part, length=4)
    assert found.read() == b"text"
    assert bool(found.fault) == checked


@pytest.mark.parametrize("flags", [0x41, 0x40])
def test_strong_encryption_is_refused(flags: int) -> None:
    assert refusal(Part(content=TEXT, flags=flags), RIGHT)[0] == "unsupported"


@pytest.mark.parametrize("method", [0, 8, 12, 14, 95])
@pytest.mark.parametrize("password", ["mật khẩu", "123456"])
def test_traditional_encryption_is_opened_whatever_the_method(method: int, password: str) -> None:
    head = bytes(11) + bytes([zlib.crc32(TEXT) >> 24])
    data = zips.enciphered(head + PACKED[method](TEXT), password.encode())
    part = Part(content=TEXT, method=method, data=data, flags=3 if method == 14 else 1)
    found, _ = opened(part, RIGHT)
    assert found.read() == TEXT
    assert found.whole


def test_the_high_byte_of_the_time_checks_a_password_where_the_sum_follows() -> None:
    part = pkzip(b"123456", TEXT, check=0xAB, flags=9, time=0xABCD)
    assert opened(part, RIGHT)[0].read() == TEXT
    assert (
        refusal(pkzip(b"123456", TEXT, check=0xAC, flags=9, time=0xABCD), RIGHT)[0] == "encrypted"
    )


def wrong_one(data: bytes, check: int, right: bytes) -> str:
    """Return a password that is not right though the check byte says so."""
    for number in range(100_000):
        word = b"%d" % number
        if word == right:
            continue
        # what a password decrypts is what it enciphers the same way round
        if _last(data, word) == check:
            return word.decode()
    raise AssertionError("one in 256 fits")


def _last(data: bytes, password: bytes) -> int:
    from tests.extractors.containers.views import Plain

    from truyvet.extractors.containers.zipcrypt import Traditional

    return Traditional(Plain(data[:12]), password, lambda count: None).header()


@pytest.mark.parametrize(("method", "content"), [
    (8, TEXT), (0, TEXT), (14, TEXT), (0, random.Random(3).randbytes(CHECKED + 9_000)),
])  # fmt: skip
def test_a_wrong_password_that_the_check_byte_lets_through_is_passed_over(
    method: int, content: bytes
) -> None:
    head = bytes(11) + bytes([zlib.crc32(content) >> 24])
    data = zips.enciphered(head + PACKED[method](content), b"123456")
    wrong = wrong_one(data, zlib.crc32(content) >> 24, b"123456")
    part = Part(content=content, method=method, data=data, flags=3 if method == 14 else 1)
    assert opened(part, (wrong, "123456"))[0].read() == content
    assert refusal(part, (wrong,)) == ("encrypted", "encrypted; none of 1 passwords fits")


@pytest.mark.parametrize(
    ("keys", "said"),
    [((), "no password was given"), (("sai",), "none of 1 passwords"), (RIGHT, "none of 3")],
)
def test_a_closed_member_says_why(keys: tuple[str, ...], said: str) -> None:
    for part in (pkzip(b"other", TEXT), winzip(b"other", TEXT)):
        code, text = refusal(part, keys)
        assert code == "encrypted"
        assert said in text


def test_an_encrypted_member_of_unknown_length_is_refused() -> None:
    assert refusal(pkzip(b"123456", TEXT), RIGHT, None)[0] == "encrypted"


@pytest.mark.parametrize("length", [0, 1, 11])
def test_an_encryption_header_that_is_cut_off_fits_no_password(length: int) -> None:
    part = pkzip(b"123456", TEXT)
    part.data = part.stored[:length]
    assert refusal(part, RIGHT)[0] == "encrypted"


def test_more_than_the_slow_cipher_may_take_is_skipped() -> None:
    assert refusal(pkzip(b"123456", TEXT), RIGHT, 1 << 40)[0] == "skipped"


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("strength", [1, 2, 3])
@pytest.mark.parametrize("method", [0, 8, 12])
def test_aes_is_opened_in_all_its_strengths(version: int, strength: int, method: int) -> None:
    part = winzip("mật khẩu".encode(), TEXT, version, strength, method, PACKED[method](TEXT))
    found, _ = opened(part, RIGHT)
    assert found.read() == TEXT
    assert found.whole


def test_only_the_first_version_of_aes_checks_the_sum() -> None:
    for version, fault in ((1, True), (2, False)):
        part = winzip(b"123456", TEXT, version)
        part.crc = 1
        found, _ = opened(part, RIGHT)
        assert found.read() == TEXT
        assert bool(found.fault) == fault


@pytest.mark.parametrize("method", [99, 98, 6])
def test_aes_over_a_method_that_is_not_read_is_refused_by_name(method: int) -> None:
    assert refusal(winzip(b"123456", TEXT, method=method, packed=TEXT), RIGHT)[0] == "unsupported"


@pytest.mark.parametrize(
    "field",
    [b"", extra(0x9901, b""), extra(0x9901, b"\2\0AE\3\x08"), extra(0x9901, b"\2\0AE\0\x08\0"),
     extra(0x9901, b"\2\0AE\4\x08\0"), extra(0x9902, b"\2\0AE\3\x08\0")],
)  # fmt: skip
def test_an_aes_field_that_cannot_be_is_refused(field: bytes) -> None:
    part = winzip(b"123456", TEXT)
    part.own_extra = field
    assert refusal(part, RIGHT) == ("corrupt", "its AES field is damaged")


@pytest.mark.parametrize("length", [0, 1, 17, 27])
def test_aes_data_shorter_than_its_frame_is_refused(length: int) -> None:
    part = winzip(b"123456", TEXT)
    part.data = part.stored[:length]
    assert refusal(part, RIGHT) == ("corrupt", "its encrypted data is cut off")


@pytest.mark.parametrize("length", [1 << 20, 1 << 62, (1 << 64) - 1])
def test_aes_data_beyond_the_item_is_refused(length: int) -> None:
    part = winzip(b"123456", TEXT)
    assert refusal(part, RIGHT, length) == ("corrupt", "its encrypted data is cut off")


@pytest.mark.parametrize("place", [0, 15, 16, 17, 18, 60, -11, -10, -1])
def test_every_changed_byte_of_aes_data_closes_it(place: int) -> None:
    part = winzip(b"123456", TEXT)
    data = bytearray(part.stored)
    data[place] ^= 1
    part.data = bytes(data)
    assert refusal(part, RIGHT)[0] == "encrypted"
