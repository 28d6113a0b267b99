"""Zstandard frames: where they end by their headers alone, and what the library makes of them."""

import random
import struct

import pytest
from tests.extractors.containers.views import Breaking, Plain, everything, until_damage, view

from truyvet.extractors.containers.chains import at
from truyvet.extractors.containers.zstandards import MAGIC, Zstandard, extent

TEXT = "Ủy ban nhân dân quận Hoàn Kiếm\n".encode() * 9_000
NOISE = random.Random(2).randbytes(400_000)


def frame(*blocks: tuple[int, bytes], descriptor: int = 0x20, head: bytes | None = None) -> bytes:
    """Return a frame of blocks (kind, stored bytes); a block of kind 1 repeats one byte thrice."""
    known = (b"\0", b"\0" * 2, b"\0" * 4, b"\0" * 8)[descriptor >> 6]
    lead = known if descriptor >> 6 or descriptor & 0x20 else b""
    window = b"" if descriptor & 0x20 else b"\x50"
    dictionary = bytes((0, 1, 2, 4)[descriptor & 3])
    out = MAGIC + bytes([descriptor]) + (window + dictionary + lead if head is None else head)
    for number, (kind, stored) in enumerate(blocks):
        length = 3 if kind == 1 else len(stored)
        last = number == len(blocks) - 1
        out += (length << 3 | kind << 1 | last).to_bytes(3, "little") + stored
    return out + (b"sums" if descriptor & 4 else b"")


def skipped(body: bytes, kind: int = 0) -> bytes:
    return bytes([0x50 + kind]) + b"\x2a\x4d\x18" + struct.pack("<L", len(body)) + body


@pytest.mark.parametrize("descriptor", [
    0x20, 0x24, 0x00, 0x04, 0x40, 0x60, 0x80, 0xA0, 0xC0, 0xE0, 0x21, 0x22, 0x23, 0xE7,
])  # fmt: skip
@pytest.mark.parametrize("blocks", [
    ((0, b""),), ((0, b"abc"),), ((1, b"x"),), ((0, b"abc"), (1, b"x"), (2, b"packed")),
])  # fmt: skip
def test_a_frame_ends_where_its_headers_say(
    descriptor: int, blocks: tuple[tuple[int, bytes], ...]
) -> None:
    content = frame(*blocks, descriptor=descriptor)
    assert extent(view(content), 0) == (len(content), True)
    assert extent(view(b"-" * 9 + content + b"after"), 9) == (9 + len(content), True)


@pytest.mark.parametrize("cut", [1, 4, 5, 9])
def test_a_frame_that_is_cut_off_reaches_to_the_end_and_is_not_whole(cut: int) -> None:
    content = frame((0, b"abc"), (0, b"defgh"), descriptor=0x24)[:-cut]
    assert extent(view(content), 0) == (len(content), False)


def test_a_block_of_the_reserved_kind_is_damage() -> None:
    content = frame((0, b"abc"), (3, b"xx"))
    assert extent(view(content + b"after"), 0) == (len(content) + 5, False)


@pytest.mark.parametrize("kind", range(16))
def test_frames_without_content_belong_to_the_stream(kind: int) -> None:
    content = skipped(b"note", kind) + frame((0, b"abc")) + skipped(b"", kind)
    assert extent(view(content + b"x"), 0) == (len(content), True)


def test_what_is_no_frame_has_no_extent() -> None:
    assert extent(view(b"nothing here at all"), 3) == (3, False)
    assert extent(view(b""), 0) == (0, False)
    assert extent(view(MAGIC), 0) == (0, False)


def test_a_skipped_frame_longer_than_the_item_is_cut_off() -> None:
    assert extent(view(skipped(b"note")[:-1]), 0) == (11, False)
    assert extent(view(b"\x50\x2a\x4d\x18\xff\xff\xff\xff"), 0) == (8, False)


def compressed(content: bytes, level: int = 3, **given: bool) -> bytes:
    zstandard = pytest.importorskip("zstandard")
    made: bytes = zstandard.ZstdCompressor(level=level, **given).compress(content)
    return made


@pytest.mark.parametrize("content", [b"", b"x", TEXT, NOISE, bytes(1 << 20)])
@pytest.mark.parametrize("checked", [True, False])
def test_frames_of_the_library_are_read_and_measured(content: bytes, checked: bool) -> None:
    packed = compressed(content, write_checksum=checked)
    assert extent(view(packed + b"after"), 0) == (len(packed), True)
    assert everything(Zstandard(Plain(packed, most=999)), 1 << 17) == content


def test_frames_in_a_row_are_read_as_one() -> None:
    packed = compressed(TEXT) + skipped(b"note") + compressed(NOISE)
    assert everything(Zstandard(Plain(packed)), 1 << 17) == TEXT + NOISE


def test_a_wrong_sum_is_damage() -> None:
    packed = bytearray(compressed(NOISE, write_checksum=True))
    packed[-1] ^= 1
    out, damage = until_damage(Zstandard(Plain(bytes(packed))))
    assert NOISE.startswith(out)
    assert f"(within {len(packed)} compressed bytes)" in damage


def test_damage_keeps_the_blocks_before_it() -> None:
    packed = compressed(NOISE)  # four blocks, stored as they are
    third = packed.index(NOISE[1 << 18 :][:16])
    changed = bytearray(packed)
    changed[third - 3] |= 6  # the reserved kind
    out, damage = until_damage(Zstandard(Plain(bytes(changed))))
    assert damage
    assert NOISE.startswith(out)
    assert (1 << 18) - 4_096 <= len(out) <= 1 << 18


def test_damage_below_passes_through() -> None:
    out, damage = until_damage(Zstandard(Breaking(compressed(NOISE)[:300_000])))
    assert damage == "broken"
    assert NOISE.startswith(out)


@pytest.mark.parametrize(("stop", "whole"), [(None, True), (-1, False), (-300_000, False)])
def test_a_stream_of_frames_that_is_cut_off_is_damage_after_its_bytes(
    stop: int | None, whole: bool
) -> None:
    packed = compressed(NOISE)
    content = packed[:stop]
    stream = at(view(content), 0, "zst")
    assert stream is not None
    out = stream.content.read()
    assert NOISE.startswith(out)
    assert (len(out) == len(NOISE), stream.content.whole) == (whole, whole)
    assert stream.chain.after == len(content)


def test_a_window_beyond_the_memory_is_damage() -> None:
    content = frame((0, b"abc"), descriptor=0, head=b"\xff")
    out, damage = until_damage(Zstandard(Plain(content)))
    assert (out, bool(damage)) == (b"", True)
