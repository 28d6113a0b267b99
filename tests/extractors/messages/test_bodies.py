"""Bodies: transfer and content codings undone; what is wrong is said, and nothing is lost."""

import gzip
import io
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard

from truyvet.extractors.messages.bodies import Body, body
from truyvet.extractors.messages.faults import Limits
from truyvet.extractors.messages.heads import parse_head, parse_request

TEXT = b"".join(b"%d Nguyen Van Duc 0912345678\n" % number for number in range(3_000))


def raw_deflate(content: bytes) -> bytes:
    return zlib.compress(content)[2:-4]


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress,
    "br": brotli.compress, "zstd": zstandard.compress,
}  # fmt: skip
LIMITS = Limits()


class Trickle(io.BytesIO):
    """Gives three bytes at a time, as a slow wire does."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(3, size if size is not None and size >= 0 else 3))


def opened(
    content: bytes, *fields: str, method: str = "GET", status: int = 200, limits: Limits = LIMITS,
    trickle: bool = False,
) -> Body:  # fmt: skip
    lines = "".join(f"{field}\r\n" for field in fields)
    head = parse_head(f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode())
    stream = Trickle(content) if trickle else io.BytesIO(content)
    return body(stream, head, limits, method=method)


def read(content: bytes, *fields: str, **how: object) -> tuple[bytes, list[tuple[str, str]]]:
    found = opened(content, *fields, **how)  # type: ignore[arg-type]
    decoded = found.read()
    return decoded, [(fault.code, fault.text) for fault in found.faults]


def chunked(*parts: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + end


CHUNKED = "Transfer-Encoding: chunked"


def test_a_plain_body_is_the_bytes_of_the_wire() -> None:
    found = opened(TEXT, f"Content-Length: {len(TEXT)}")
    assert found.read() == TEXT
    assert (found.coded, found.faults, found.received, found.length) == (
        False, (), len(TEXT), len(TEXT),
    )  # fmt: skip


@pytest.mark.parametrize("announced", [len(TEXT) - 1, len(TEXT) + 7])
def test_a_wrong_length_is_told_and_all_is_kept(announced: int) -> None:
    content, faults = read(TEXT, f"Content-Length: {announced}")
    assert content == TEXT
    text = f"the body has {len(TEXT)} bytes where Content-Length says {announced}"
    assert faults == [("corrupt", text)]


def test_two_lengths_that_differ_are_told() -> None:
    _, faults = read(TEXT, "Content-Length: 5", "Content-Length: 6")
    assert faults == [("corrupt", "several lengths are announced: [5, 6]")]


def test_the_same_length_twice_is_one() -> None:
    assert read(b"12345", "Content-Length: 5, 5")[1] == []


@pytest.mark.parametrize("value", ["-5", "five", "", "9" * 40])
def test_a_length_that_is_none_is_no_length(value: str) -> None:
    assert read(b"12345", f"Content-Length: {value}") == (b"12345", [])


def test_chunks_are_joined_and_trailers_left_out() -> None:
    raw = chunked(b"Xin ", b"chao", end=b"0;last\r\nX-Sum: 1\r\nX-Two: 2\r\n\r\n")
    assert read(raw, CHUNKED) == (b"Xin chao", [])


def test_extensions_blanks_and_bare_line_feeds_are_passed_over() -> None:
    raw = b'4 ;name="v"\nXin \n  4\t;x\r\nchao\n0\n\n'
    assert read(raw, CHUNKED) == (b"Xin chao", [])


def test_a_trickle_gives_the_same() -> None:
    raw = chunked(*[TEXT[at : at + 777] for at in range(0, len(TEXT), 777)])
    assert read(raw, CHUNKED, trickle=True) == (TEXT, [])


def test_a_body_that_is_in_no_chunks_is_taken_as_it_is() -> None:
    content, faults = read(b"<html>plain</html>", CHUNKED)
    assert content == b"<html>plain</html>"
    assert faults == [
        ("corrupt", "no chunk begins at byte 0 of the body: the rest is taken as it is")
    ]


def test_after_a_wrong_chunk_the_rest_is_taken_as_it_is() -> None:
    content, faults = read(b"4\r\nXin \r\nzz\r\nchao\r\n0\r\n\r\n", CHUNKED)
    assert content == b"Xin zz\r\nchao\r\n0\r\n\r\n"
    assert faults[0][1].startswith("no chunk begins at byte 9 of the body")


def test_a_chunk_that_is_longer_than_it_says_is_told() -> None:
    content, faults = read(b"3\r\nXin \r\n0\r\n\r\n", CHUNKED)
    assert content == b"Xin \r\n0\r\n\r\n"
    assert faults[0][1].startswith("no chunk ends at byte 6 of the body")


@pytest.mark.parametrize(
    ("raw", "content", "why"),
    [
        (b"ff\r\nXin", b"Xin", "the body ends 252 bytes before its chunk does"),
        (b"3\r\nXin", b"Xin", "the body ends without the last chunk"),
        (b"3\r\nXin\r\n", b"Xin", "the body ends without the last chunk"),
        (b"3\r\nXin\r\n0\r\n", b"Xin", "the body ends without the empty line after the last chunk"),
        (b"3\r\nXin\r\n0\r\nA: b", b"Xin", "the trailers do not end"),
        (b"", b"", "the body ends without the last chunk"),
        (chunked(b"Xin") + b"more", b"Xin", "4 bytes follow the last chunk"),
    ],
)
def test_chunks_that_break_off_keep_what_came(raw: bytes, content: bytes, why: str) -> None:
    assert read(raw, CHUNKED) == (content, [("corrupt", why)])


@pytest.mark.parametrize("coding", PACKERS)
def test_a_coding_is_undone(coding: str) -> None:
    packed = PACKERS[coding](TEXT)
    found = opened(packed, f"Content-Encoding: {coding}", f"Content-Length: {len(packed)}")
    assert found.read() == TEXT
    assert (found.coded, found.faults, found.received) == (True, (), len(packed))


@pytest.mark.parametrize("coding", PACKERS)
def test_a_coding_is_undone_from_a_trickle_in_chunks(coding: str) -> None:
    packed = PACKERS[coding](TEXT)
    raw = chunked(*[packed[at : at + 100] for at in range(0, len(packed), 100)])
    fields = (f"Content-Encoding: {coding}", CHUNKED)
    assert read(raw, *fields, trickle=True) == (TEXT, [])


def test_deflate_is_read_raw_too() -> None:
    assert read(raw_deflate(TEXT), "Content-Encoding: deflate") == (TEXT, [])


def test_several_codings_are_undone_from_the_outside() -> None:
    packed = gzip.compress(brotli.compress(zlib.compress(TEXT)))
    assert read(packed, "Content-Encoding: deflate, BR", "content-encoding: gzip") == (TEXT, [])


def test_a_transfer_coding_is_undone_after_the_chunks() -> None:
    raw = chunked(gzip.compress(zlib.compress(TEXT)))
    fields = ("Content-Encoding: deflate", "Transfer-Encoding: gzip, chunked")
    assert read(raw, *fields) == (TEXT, [])


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_cut_stream_gives_what_comes_before_the_cut(coding: str) -> None:
    packed = PACKERS[coding](TEXT)
    content, faults = read(packed[: len(packed) * 2 // 3], f"Content-Encoding: {coding}")
    assert TEXT.startswith(content)
    assert len(content) > len(TEXT) // 3
    ((code, text),) = faults
    assert code == "corrupt"
    assert "cut off" in text
    assert f"{len(content)} bytes came out before" in text


def test_whole_blocks_of_zstd_come_before_a_cut() -> None:
    packed = zstandard.compress(TEXT * 20, 1)
    content, faults = read(packed[:-50], "Content-Encoding: zstd")
    assert (TEXT * 20).startswith(content)
    assert len(content) > 1 << 17
    assert "cut off" in faults[0][1]


@pytest.mark.parametrize("coding", PACKERS)
def test_a_turned_bit_keeps_what_comes_before(coding: str) -> None:
    packed = bytearray(PACKERS[coding](TEXT))
    packed[len(packed) // 2] ^= 0x40
    content, faults = read(bytes(packed), f"Content-Encoding: {coding}")
    assert faults or content != TEXT
    assert len(content) > 0


@pytest.mark.parametrize("coding", PACKERS)
def test_what_is_in_no_coding_is_taken_as_it_is(coding: str) -> None:
    page = b"<html>" + TEXT + b"</html>"
    content, faults = read(page, f"Content-Encoding: {coding}")
    assert content == page
    assert faults[0][1].endswith("none of it decodes: it is taken as it is")


@pytest.mark.parametrize("coding", PACKERS)
def test_bytes_after_the_end_are_told(coding: str) -> None:
    content, faults = read(PACKERS[coding](TEXT) + b"tail", f"Content-Encoding: {coding}")
    assert content == TEXT
    assert faults == [("corrupt", f"4 bytes follow the end of the {coding} data")]


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_streams_that_follow_one_another_are_one(coding: str) -> None:
    packed = PACKERS[coding](TEXT)
    assert read(packed * 3, f"Content-Encoding: {coding}") == (TEXT * 3, [])


@pytest.mark.parametrize("coding", PACKERS)
def test_nothing_at_all_is_no_damage(coding: str) -> None:
    assert read(b"", f"Content-Encoding: {coding}", "Content-Length: 0") == (b"", [])


def test_a_coding_nobody_knows_is_left_as_it_is() -> None:
    content, faults = read(b"abc", "Content-Encoding: compress")
    assert content == b"abc"
    assert faults[0][0] == "unsupported"


def test_identity_is_no_coding() -> None:
    assert read(b"abc", "Content-Encoding: identity", "Transfer-Encoding: identity") == (b"abc", [])


def test_a_pile_of_codings_is_a_trap() -> None:
    content, faults = read(TEXT, "Content-Encoding: " + ", ".join(["gzip"] * 99))
    assert content == TEXT
    assert faults == [("unsupported", "99 codings one around another: none is undone")]


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_bomb_is_stopped_by_its_ratio(coding: str) -> None:
    limits = Limits(floor=1 << 20, ratio=100)
    packed = PACKERS[coding](bytes(64 << 20))
    content, faults = read(packed, f"Content-Encoding: {coding}", limits=limits)
    assert 1 << 20 <= len(content) <= 40 << 20
    assert [code for code, _ in faults] == ["bomb"]


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_bomb_takes_little_memory(coding: str) -> None:
    packed = PACKERS[coding](bytes(256 << 20))
    found = opened(packed, f"Content-Encoding: {coding}", limits=Limits(ratio=10**9))
    tracemalloc.start()
    size = 0
    while chunk := found.read(1 << 16):
        size += len(chunk)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size == 256 << 20
    assert peak < 24 << 20


def test_more_than_the_limit_is_told() -> None:
    content, faults = read(TEXT, limits=Limits(size=1_000))
    assert content == TEXT[:1_000]
    assert faults == [("partial", "more than 1000 bytes")]


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 304), ("GET", 204)])
def test_an_answer_without_a_body_has_none(method: str, status: int) -> None:
    fields = (CHUNKED, "Content-Encoding: gzip", "Content-Length: 5")
    assert read(b"", *fields, method=method, status=status) == (b"", [])


def test_bytes_where_no_body_belongs_are_told() -> None:
    content, faults = read(b"hidden", status=304)
    assert content == b"hidden"
    assert faults == [("corrupt", "the body has 6 bytes where none belongs to status 304")]


def test_the_body_of_a_request_is_undone_too() -> None:
    head = parse_request(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
    assert body(io.BytesIO(chunked(b"a=1")), head).read() == b"a=1"


def test_a_body_is_read_in_any_steps() -> None:
    found = opened(gzip.compress(TEXT), "Content-Encoding: gzip")
    parts = []
    while part := found.read(1_000):
        assert len(part) <= 65_536
        parts.append(part)
    assert b"".join(parts) == TEXT
    assert found.read(10) == b""
