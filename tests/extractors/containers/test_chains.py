"""Single streams at some byte: what begins one, what belongs to it, where it ends."""

import bz2
import gzip
import io
import lzma
import struct
import zlib

import pytest
from tests.extractors.containers.views import MemoryView, view

from truyvet.extractors.containers.chains import at

TEXT = "Biên bản ghi lời khai, ngày 14 tháng 3 năm 2026\n".encode() * 200
TIME = 1_700_000_000
UTC = "2023-11-14T22:13:20.000000000Z"


def gzipped(
    content: bytes = TEXT, name: bytes | None = None, comment: bytes | None = None,
    field: bytes | None = None, checked: bool = False, seconds: int = 0, kind: int = 0,
) -> bytes:  # fmt: skip
    """Return a gzip member with the header fields of RFC 1952."""
    flags = (4 if field is not None else 0) | (8 if name is not None else 0)
    flags |= (16 if comment is not None else 0) | (2 if checked else 0) | kind
    head = b"\x1f\x8b\x08" + struct.pack("<BL2B", flags, seconds, 0, 3)
    head += struct.pack("<H", len(field)) + field if field is not None else b""
    head += b"".join(word + b"\0" for word in (name, comment) if word is not None)
    head += struct.pack("<H", zlib.crc32(head) & 0xFFFF) if checked else b""
    packed = zlib.compress(content)[2:-4]
    return head + packed + struct.pack("<2L", zlib.crc32(content), len(content) & 0xFFFFFFFF)


STREAMS = {
    "gz": gzipped(), "bz2": bz2.compress(TEXT), "xz": lzma.compress(TEXT),
    "lzma": lzma.compress(TEXT, lzma.FORMAT_ALONE), "zlib": zlib.compress(TEXT),
    "pdf-stream": b"stream\r\n" + zlib.compress(TEXT),
}  # fmt: skip


@pytest.mark.parametrize("scheme", STREAMS)
@pytest.mark.parametrize("before", [0, 1, 4_097])
def test_a_stream_is_read_from_where_it_begins(scheme: str, before: int) -> None:
    content = b"\xee" * before + STREAMS[scheme] + b"\xee" * 40
    stream = at(view(content), before, scheme)
    assert stream is not None
    assert stream.content.read() == TEXT
    assert stream.content.whole
    assert stream.chain.after == before + len(STREAMS[scheme])
    assert content.startswith(stream.beginning, before)


@pytest.mark.parametrize("scheme", STREAMS)
@pytest.mark.parametrize("other", STREAMS)
def test_no_stream_is_taken_for_one_of_another_format(scheme: str, other: str) -> None:
    stream = at(view(STREAMS[other]), 0, scheme)
    if scheme == other:
        assert stream is not None
    else:
        assert stream is None or not stream.content.begins(64)


def test_an_unknown_scheme_and_an_end_without_bytes_give_no_stream() -> None:
    assert at(view(STREAMS["gz"]), 0, "rar") is None
    for scheme in STREAMS:
        assert at(view(b""), 0, scheme) is None
        assert at(view(STREAMS[scheme]), len(STREAMS[scheme]), scheme) is None


@pytest.mark.parametrize(
    ("scheme", "head", "begins"),
    [
        ("gz", b"\x1f\x8b\x08\x00", True), ("gz", b"\x1f\x8b\x08\x1f", True),
        ("gz", b"\x1f\x8b\x08\x20", False), ("gz", b"\x1f\x8b\x07\x00", False),
        ("gz", b"\x1f\x9d\x90\x00", False),
        ("bz2", b"BZh11AY&SY", True), ("bz2", b"BZh91AY&SY", True), ("bz2", b"BZh01AY&SY", False),
        ("bz2", b"BZh9\x17rE8P\x90", True), ("bz2", b"BZh91AY&SX", False),
        ("bz2", b"BZ091AY&SY", False),
        ("xz", b"\xfd7zXZ\0", True), ("xz", b"\xfd7zXZ\1", False),
        ("zlib", b"\x78\x9c\x03", True), ("zlib", b"\x78\x01\x03", True),
        ("zlib", b"\x78\xda\x03", True), ("zlib", b"\x08\x1d\x03", True),
        ("zlib", b"\x78\x9d\x03", False), ("zlib", b"\x78\xbb\x03", False),
        ("zlib", b"\x88\x1c\x03", False), ("zlib", b"\x77\x9f\x03", False),
        ("zlib", b"\x78", False),
        ("lzma", b"\x5d\0\0\x80\0" + b"\xff" * 8 + b"\0", True),
        ("lzma", b"\x5d\0\0\x80\0" + struct.pack("<Q", 1 << 39) + b"\0", True),
        ("lzma", b"\x5d\0\0\x80\0" + struct.pack("<Q", 1 << 40) + b"\0", False),
        ("lzma", b"\xe1\0\0\x80\0" + b"\xff" * 8 + b"\0", False),
        ("lzma", b"\x5d\0\0\0\0" + b"\xff" * 8 + b"\0", False),
        ("lzma", b"\x5d\0\0\xff\0" + b"\xff" * 8 + b"\0", False),
        ("lzma", b"\x5d\0\0\x80\0" + b"\xff" * 8, False),
        ("pdf-stream", b"stream\n\x78\x9c\x03", True),
        ("pdf-stream", b"stream\r\x78\x9c\x03", True),
        ("pdf-stream", b"stream \x78\x9c\x03", False), ("pdf-stream", b"stream\nBT /F1", False),
        ("pdf-stream", b"Stream\n\x78\x9c\x03", False),
    ],
)  # fmt: skip
def test_a_stream_begins_as_its_format_says(scheme: str, head: bytes, begins: bool) -> None:
    assert (at(view(head), 0, scheme) is not None) == begins


@pytest.mark.parametrize(
    ("given", "name", "comment"),
    [
        ({}, b"", None), ({"name": b"a.txt"}, b"a.txt", None), ({"comment": b"c"}, b"", "c"),
        ({"name": b"a", "comment": b"m\xe0"}, b"a", "mà"),
        ({"field": b"", "name": b"a"}, b"a", None),
        ({"field": b"XY\2\0ab" * 9, "name": b"a", "comment": b"c"}, b"a", "c"),
        ({"name": b"a", "checked": True}, b"a", None),
        ({"field": b"12", "name": b"b", "comment": b"", "checked": True, "kind": 1}, b"b", ""),
        ({"name": b""}, b"", None), ({"name": "Hồ sơ.tar".encode()}, "Hồ sơ.tar".encode(), None),
    ],
)  # fmt: skip
def test_the_fields_of_a_gzip_header_are_read(
    given: dict, name: bytes, comment: str | None
) -> None:
    content = gzipped(**given)
    assert gzip.decompress(content) == TEXT
    stream = at(view(content), 0, "gz")
    assert stream is not None
    assert (stream.name, stream.facts.get("comment")) == (name, comment)
    assert stream.content.read() == TEXT
    assert stream.content.whole


def test_a_gzip_header_may_bear_a_time_in_utc() -> None:
    for seconds, expected in (
        (0, None),
        (TIME, UTC),
        (0xFFFFFFFF, "2106-02-07T06:28:15.000000000Z"),
    ):
        stream = at(view(gzipped(seconds=seconds)), 0, "gz")
        assert stream is not None
        assert stream.modified == expected


def test_the_name_that_the_standard_library_writes_is_read() -> None:
    out = io.BytesIO()
    with gzip.GzipFile("/tmp/thu.txt.gz", "wb", fileobj=out, mtime=TIME) as writer:
        writer.write(TEXT)
    stream = at(view(out.getvalue()), 0, "gz")
    assert stream is not None
    assert (stream.name, stream.modified) == (b"thu.txt", UTC)


@pytest.mark.parametrize("place", [-8, -1])
def test_a_wrong_sum_or_length_at_the_end_of_gzip_is_damage_after_all_bytes(place: int) -> None:
    content = bytearray(gzipped())
    content[place] ^= 1
    stream = at(view(bytes(content)), 0, "gz")
    assert stream is not None
    assert stream.content.read() == TEXT
    assert "incorrect" in stream.content.fault


@pytest.mark.parametrize("scheme", ["gz", "bz2", "xz"])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_streams_in_a_row_are_counted_and_joined(scheme: str, count: int) -> None:
    stream = at(view(STREAMS[scheme] * count + b"end"), 0, scheme)
    assert stream is not None
    assert stream.content.read() == TEXT * count
    assert stream.chain.members == count
    assert stream.chain.after == len(STREAMS[scheme]) * count


@pytest.mark.parametrize("scheme", ["zlib", "lzma", "pdf-stream"])
def test_streams_of_weak_formats_in_a_row_stay_apart(scheme: str) -> None:
    stream = at(view(STREAMS[scheme] * 2), 0, scheme)
    assert stream is not None
    assert stream.content.read() == TEXT
    assert stream.chain.after == len(STREAMS[scheme])


def test_damage_in_a_later_stream_keeps_the_streams_before_it() -> None:
    second = bytearray(STREAMS["gz"])
    second[10:14] = b"\xff" * 4
    stream = at(view(STREAMS["gz"] + bytes(second)), 0, "gz")
    assert stream is not None
    assert stream.content.read() == TEXT
    assert not stream.content.whole
    assert stream.chain.begin == len(STREAMS["gz"])


@pytest.mark.parametrize(
    ("zeros", "joined"), [(0, True), (4, True), (8, True), (2, False), (7, False)]
)
def test_zeros_between_xz_streams_are_padding_in_steps_of_four(zeros: int, joined: bool) -> None:
    one = STREAMS["xz"]
    stream = at(view(one + bytes(zeros) + one), 0, "xz")
    assert stream is not None
    assert stream.content.read() == TEXT * (2 if joined else 1)
    assert stream.chain.after == (2 * len(one) + zeros if joined else len(one))


def test_a_long_run_of_zeros_after_an_xz_stream_takes_few_reads() -> None:
    for after in (b"", STREAMS["xz"]):
        item = MemoryView(STREAMS["xz"] + bytes(4 << 20) + after)
        stream = at(item, 0, "xz")  # type: ignore[arg-type]
        assert stream is not None
        assert stream.content.read() == TEXT * (2 if after else 1)
        assert item.reads < 50


@pytest.mark.parametrize(
    "check", [lzma.CHECK_NONE, lzma.CHECK_CRC32, lzma.CHECK_CRC64, lzma.CHECK_SHA256]
)
def test_every_check_of_xz_is_made(check: int) -> None:
    content = lzma.compress(TEXT, check=check)
    stream = at(view(content), 0, "xz")
    assert stream is not None
    assert stream.content.read() == TEXT
    turned = bytearray(content)
    turned[-40 if check == lzma.CHECK_SHA256 else -13] ^= 1
    stream = at(view(bytes(turned)), 0, "xz")
    assert stream is not None
    stream.content.read()
    assert not stream.content.whole


@pytest.mark.parametrize("level", [1, 9])
def test_every_block_size_of_bzip2_is_read(level: int) -> None:
    content = bz2.compress(TEXT * 30, level)
    stream = at(view(content), 0, "bz2")
    assert stream is not None
    assert stream.content.read() == TEXT * 30
    empty = at(view(bz2.compress(b"", level)), 0, "bz2")
    assert empty is not None
    assert (empty.content.read(), empty.content.whole) == (b"", True)
