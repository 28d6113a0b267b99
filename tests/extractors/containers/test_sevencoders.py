"""Coders of 7z folders: chains of them, their properties, keys, and what is refused."""

import bz2
import hashlib
import lzma
import random
import struct
import zlib

import pytest
from tests.extractors.containers.sevens import chain, coder, number
from tests.extractors.containers.views import Plain, everything, until_damage, view

from truyvet.extractors.containers.passwords import Keys
from truyvet.extractors.containers.reading import Refused
from truyvet.extractors.containers.sevencoders import (
    AES,
    MAX_ROUNDS,
    Cbc,
    Limited,
    SevenKeys,
    Wrapped,
    encrypted,
    opened,
)
from truyvet.extractors.containers.sevenformat import Cursor, Streams, streams

TEXT = "Danh sách số thuê bao 0912345678\n".encode() * 700
CODE = random.Random(4).randbytes(900) + b"\xe8\x01\x02\0\0" * 300 + b"\xeb\0\0\x01" * 300
LZMA, LZMA2 = b"\3\1\1", b"\x21"


def raw_lzma(content: bytes, **given: int) -> tuple[bytes, bytes]:
    """Return (properties, stream) without an end mark."""
    known = {"lc": 3, "lp": 0, "pb": 2, "dict_size": 1 << 16, **given}
    filters = [{"id": lzma.FILTER_LZMA1, **known}]
    first = (known["pb"] * 5 + known["lp"]) * 9 + known["lc"]
    packed = lzma.compress(content, lzma.FORMAT_RAW, filters=filters)
    return bytes([first]) + struct.pack("<L", known["dict_size"]), packed


def raw_lzma2(content: bytes, *before: dict) -> bytes:
    filters = [*before, {"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}]
    return lzma.compress(content, lzma.FORMAT_RAW, filters=filters)


def filtered(content: bytes, kind: dict) -> bytes:
    """Return what one filter makes of bytes (LZMA2 over it is undone again)."""
    packed = raw_lzma2(content, kind)
    plain = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}]
    return lzma.decompress(packed, lzma.FORMAT_RAW, filters=plain)


def folder(coders: bytes, packed: bytes, sizes: list[int]) -> tuple[Streams, bytes]:
    raw = b"\6\0\1\x09" + number(len(packed)) + b"\0\7\x0b\1\0" + coders
    raw += b"\x0c" + b"".join(map(number, sizes)) + b"\0\0"
    return streams(Cursor(raw)), bytes(32) + packed


def decoded(
    coders: bytes, packed: bytes, sizes: list[int], password: str = ""
) -> tuple[bytes, str]:
    found, content = folder(coders, packed, sizes)
    keys = SevenKeys(Keys(()))
    reader = opened(view(content), found, found.folders[0], password, keys)
    return until_damage(reader, 5_000)


def refusal(coders: bytes, packed: bytes = b"", sizes: tuple[int, ...] = (0,)) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        decoded(coders, packed, list(sizes))
    return refused.value.code, refused.value.text


def simple() -> dict[str, tuple[bytes, bytes]]:
    properties, packed = raw_lzma(TEXT)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return {
        "copy": (coder(b"\0"), TEXT),
        "copy without a name": (coder(b""), TEXT),
        "lzma": (coder(LZMA, properties), packed),
        "lzma2": (coder(LZMA2, b"\x08"), raw_lzma2(TEXT)),
        "bzip2": (coder(b"\4\2\2"), bz2.compress(TEXT)),
        "deflate": (coder(b"\4\1\x08"), squeeze.compress(TEXT) + squeeze.flush()),
    }


@pytest.mark.parametrize("name", simple())
def test_every_coder_gives_back_what_went_in(name: str) -> None:
    method, packed = simple()[name]
    assert decoded(chain(method), packed, [len(TEXT)]) == (TEXT, "")


@pytest.mark.parametrize("name", simple())
def test_a_folder_ends_at_its_length(name: str) -> None:
    method, packed = simple()[name]
    assert decoded(chain(method), packed, [1_000]) == (TEXT[:1_000], "")


@pytest.mark.parametrize("name", simple())
def test_a_folder_that_gives_less_than_its_length_is_damage(name: str) -> None:
    method, packed = simple()[name]
    out, damage = decoded(chain(method), packed, [len(TEXT) + 5])
    assert TEXT.startswith(out)
    assert damage


def test_zstandard_gives_back_what_went_in() -> None:
    zstandard = pytest.importorskip("zstandard")
    packed = zstandard.compress(TEXT)
    assert decoded(chain(coder(b"\4\xf7\x11\1", b"\1\5\3\0\0")), packed, [len(TEXT)]) == (TEXT, "")


@pytest.mark.parametrize(
    ("lc", "lp", "pb"), [(0, 0, 0), (3, 0, 2), (4, 0, 4), (0, 4, 0), (2, 2, 1)]
)
def test_lzma_of_all_properties_is_read(lc: int, lp: int, pb: int) -> None:
    properties, packed = raw_lzma(TEXT, lc=lc, lp=lp, pb=pb)
    assert decoded(chain(coder(LZMA, properties)), packed, [len(TEXT)]) == (TEXT, "")


@pytest.mark.parametrize(
    ("method", "properties"),
    [
        (LZMA, b""), (LZMA, b"\x5d\0\0\1"), (LZMA, b"\xe1\0\0\1\0"), (LZMA, b"\xff\0\0\1\0"),
        (LZMA, bytes([8]) + b"\0\0\1\0"), (LZMA2, b""), (LZMA2, b"\x29"), (LZMA2, b"\x18\0"),
    ],
)  # fmt: skip
def test_lzma_properties_that_cannot_be_are_refused(method: bytes, properties: bytes) -> None:
    code, text = refusal(chain(coder(method, properties)), TEXT, (5,))
    assert (code, text.startswith("the properties of its coder are damaged")) == ("corrupt", True)


@pytest.mark.parametrize("properties", [b"\x28", b"\x27"])
def test_a_dictionary_no_larger_than_the_folder_is_enough(properties: bytes) -> None:
    packed = raw_lzma2(TEXT)
    assert decoded(chain(coder(LZMA2, properties)), packed, [len(TEXT)]) == (TEXT, "")
    code, text = refusal(chain(coder(LZMA2, properties)), packed, (1 << 40,))
    assert (code, text.startswith("a dictionary of ")) == ("unsupported", True)


FILTERS = {
    "x86": (b"\3\3\1\3", lzma.FILTER_X86), "x86, new name": (b"\x04", lzma.FILTER_X86),
    "powerpc": (b"\3\3\2\5", lzma.FILTER_POWERPC), "ia64": (b"\3\3\4\1", lzma.FILTER_IA64),
    "arm": (b"\3\3\5\1", lzma.FILTER_ARM), "thumb": (b"\3\3\7\1", lzma.FILTER_ARMTHUMB),
    "sparc": (b"\3\3\x08\5", lzma.FILTER_SPARC),
}  # fmt: skip


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("length", [0, 1, 5, 2_099, len(CODE)])
def test_a_branch_filter_alone_is_undone_to_the_last_byte(name: str, length: int) -> None:
    method, kind = FILTERS[name]
    content = CODE[-length:] if length else b""
    packed = filtered(content, {"id": kind}) if content else b""
    assert decoded(chain(coder(method)), packed, [length]) == (content, "")


@pytest.mark.parametrize("distance", [1, 4, 256])
def test_the_distance_of_delta_stands_in_its_properties(distance: int) -> None:
    packed = filtered(CODE, {"id": lzma.FILTER_DELTA, "dist": distance})
    method = coder(b"\3", bytes([distance - 1]))
    assert decoded(chain(method), packed, [len(CODE)]) == (CODE, "")
    if distance == 1:
        assert decoded(chain(coder(b"\3")), packed, [len(CODE)]) == (CODE, "")


def test_coders_are_undone_from_the_packed_stream_upwards() -> None:
    inner = filtered(CODE, {"id": lzma.FILTER_X86})
    properties, packed = raw_lzma(inner)
    outer = bz2.compress(packed)
    coders = chain(coder(b"\x04"), coder(LZMA, properties), coder(b"\4\2\2"))
    assert decoded(coders, outer, [len(CODE), len(inner), len(packed)]) == (CODE, "")


@pytest.mark.parametrize(
    ("method", "name"),
    [(b"\3\4\1", "PPMd"), (b"\4\1\x09", "Deflate64"), (b"\x0a", "ARM64"), (b"\x0b", "RISCV"),
     (b"\4\xf7\x11\2", "Brotli"), (b"\4\xf7\x11\4", "LZ4"), (b"\x7e\x7f", "7e7f")],
)  # fmt: skip
def test_a_coder_that_is_not_read_is_refused_by_name(method: bytes, name: str) -> None:
    assert refusal(chain(coder(method))) == ("unsupported", f"coder {name}")


def test_a_coder_of_several_inputs_is_refused_by_name() -> None:
    raw = b"\1\x14\3\3\1\x1b\4\1" + b"\0\1\2\3"
    assert refusal(raw) == ("unsupported", "coder BCJ2 with 4 inputs")


@pytest.mark.parametrize("binds", [b"\0\0", b"\1\1", b"\0\1\1\0", b"\5\1", b"\0\5"])
def test_coders_that_form_no_chain_are_refused(binds: bytes) -> None:
    count = len(binds) // 2 + 1
    raw = number(count) + coder(b"\0") * count + binds
    assert refusal(raw, b"abc", (3,) * count) == ("corrupt", "its coders form no chain")


def test_a_folder_whose_packed_stream_is_missing_is_refused() -> None:
    found = streams(Cursor(b"\7\x0b\1\0" + chain(coder(b"\0")) + b"\x0c\3\0\0"))
    with pytest.raises(Refused, match="not in the list"):
        opened(view(b""), found, found.folders[0], "", SevenKeys(Keys(())))


def key_of(password: str, salt: bytes, power: int) -> bytes:
    digest = hashlib.sha256()
    for count in range(1 << power):
        digest.update(salt + password.encode("utf-16-le") + struct.pack("<Q", count))
    return digest.digest()


@pytest.mark.parametrize("power", [0, 1, 5, 13])
@pytest.mark.parametrize("salt", [b"", b"salt", bytes(16)])
def test_a_key_is_derived_in_rounds(power: int, salt: bytes) -> None:
    keys = SevenKeys(Keys(()))
    for _ in range(2):  # the second time it is known
        assert keys.derive("mật khẩu", salt, power) == key_of("mật khẩu", salt, power)


def test_a_key_of_no_rounds_is_the_password_itself() -> None:
    keys = SevenKeys(Keys(()))
    assert keys.derive("ab", b"s", 0x3F) == b"sa\0b\0".ljust(32, b"\0")
    assert keys.derive("x" * 40, b"", 0x3F) == ("x" * 16).encode("utf-16-le")


def test_rounds_are_counted_and_end() -> None:
    keys = SevenKeys(Keys(()))
    with pytest.raises(Refused, match="too long"):
        keys.derive("a", b"", MAX_ROUNDS.bit_length())
    assert keys.derive("ab", b"", 0x3F)


def ciphered(plain: bytes, key: bytes, vector: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    cipher = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    return cipher.update(plain + bytes(-len(plain) % 16)) + cipher.finalize()


@pytest.mark.parametrize("most", [1, 15, 16, 1_000])
@pytest.mark.parametrize("step", [1, 16, 5_000])
def test_blocks_are_decrypted_however_they_arrive(most: int, step: int) -> None:
    key, vector = bytes(range(32)), bytes(range(16))
    reader = Cbc(Plain(ciphered(TEXT[:4_000], key, vector), most), key, vector)
    assert everything(reader, step) == TEXT[:4_000]


@pytest.mark.parametrize(
    ("lead", "salt", "vector"),
    [
        (bytes([5]), b"", b""),
        (bytes([5 | 0x40, 0x0F]), b"", bytes(range(16))),
        (bytes([5 | 0x40, 0x07]), b"", bytes(range(8))),
        (bytes([5 | 0xC0, 0xFF]), bytes(range(16)), bytes(range(16))),
        (bytes([5 | 0x80, 0x00]), b"s", b""),
    ],
)
def test_the_properties_of_encryption_give_salt_and_vector(
    lead: bytes, salt: bytes, vector: bytes
) -> None:
    packed = ciphered(TEXT, key_of("bí mật", salt, 5), vector.ljust(16, b"\0"))
    coders = chain(coder(AES, lead + salt + vector))
    assert decoded(coders, packed, [len(TEXT)], "bí mật") == (TEXT, "")
    out, _ = decoded(coders, packed, [len(TEXT)], "sai")
    assert out[:16] != TEXT[:16]


@pytest.mark.parametrize("properties", [bytes([25]), bytes([0x3E]), bytes([5 | 0x40, 0x0F]) + b"x"])
def test_properties_of_encryption_that_cannot_be_are_refused(properties: bytes) -> None:
    assert refusal(chain(coder(AES, properties)), bytes(16), (16,))[0] == "corrupt"


def test_a_folder_is_encrypted_where_any_of_its_coders_is() -> None:
    for coders, expected in (
        (chain(coder(b"\0")), False), (chain(coder(AES, b"\5")), True),
        (chain(coder(LZMA2, b"\x18"), coder(AES, b"\5")), True),
    ):  # fmt: skip
        found, _ = folder(coders, bytes(16), [16] * coders[0])
        assert encrypted(found.folders[0]) == expected


@pytest.mark.parametrize("length", [0, 1, 32_768, 32_769, 100_000])
def test_bytes_wrapped_for_a_filter_are_what_lzma2_stores(length: int) -> None:
    plain = random.Random(length).randbytes(length)
    packed = everything(Wrapped(Plain(plain)), 999)
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}]
    assert lzma.decompress(packed, lzma.FORMAT_RAW, filters=filters) == plain


def test_a_limit_ends_quietly_or_says_how_much_is_missing() -> None:
    assert until_damage(Limited(Plain(b"abcdef"), 4)) == (b"abcd", "")
    assert until_damage(Limited(Plain(b"abcdef"), 9)) == (b"abcdef", "a coder gave 3 bytes too few")
    assert until_damage(Limited(Plain(b""), 0)) == (b"", "")
