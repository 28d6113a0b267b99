"""Transfer encodings undone."""

import base64
import binascii
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.extractors.letters.bodies import Decoded, decoded, foreign_in_base64

LONG = bytes(range(256)) * 4096


def undone(content: bytes, encoding: str) -> bytes:
    return b"".join(decoded(content, 0, len(content), encoding))


@given(st.binary(max_size=500))
def test_base64_comes_back(content: bytes) -> None:
    assert undone(base64.encodebytes(content), "base64") == content


def test_base64_longer_than_a_chunk_comes_back() -> None:
    assert undone(base64.encodebytes(LONG), "base64") == LONG


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b"YWJj", b"abc"), (b"YW Jj\r\n", b"abc"), (b"YW\x00J!j", b"abc"), (b"YWI", b"ab"),
        (b"YQ==YWJj", b"aabc"), (b"YWJjZ", b"abc"), (b"====", b""), (b"", b""),
    ],
)  # fmt: skip
def test_base64_bears_damage(written: bytes, meant: bytes) -> None:
    assert undone(written, "base64") == meant


def test_what_is_no_base64_is_counted() -> None:
    content = b"YW!J-j\r\n=="
    assert foreign_in_base64(content, 0, len(content)) == 2


def test_quoted_printable_comes_back() -> None:
    assert undone(quopri.encodestring(LONG[:5000]), "quoted-printable") == LONG[:5000]


def test_quoted_printable_longer_than_a_chunk_comes_back() -> None:
    text = "Số tiền đã chuyển\n".encode() * 30_000
    assert undone(quopri.encodestring(text), "quoted-printable") == text


def test_uuencode_comes_back() -> None:
    content = b"0123456789" * 20
    lines = [binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45)]
    written = b"begin 644 a.bin\n" + b"".join(lines) + b"`\nend\nafter\n"
    assert undone(written, "x-uuencode") == content


def test_damaged_uuencode_gives_what_is_whole() -> None:
    assert undone(b"begin 644 a\nnot uu at all{}\nend\n", "uuencode") == b""


@pytest.mark.parametrize("encoding", ["", "7bit", "8bit", "binary", "unheard-of"])
def test_other_encodings_are_the_bytes_themselves(encoding: str) -> None:
    assert undone(LONG, encoding) == LONG


def test_a_stream_gives_as_much_as_is_asked_for() -> None:
    stream = Decoded(decoded(b"YWJjZGVm", 0, 8, "base64"))
    assert stream.readable()
    assert stream.read(2) == b"ab"
    assert stream.read() == b"cdef"
    assert stream.read(1) == b""
