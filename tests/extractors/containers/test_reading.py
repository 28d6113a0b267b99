"""Readers and decoders in small steps: sources, decoders, what a member's bytes are checked for."""

import bz2
import lzma
import random
import zlib
from collections.abc import Callable

import pytest
from tests.extractors.containers.views import Breaking, Plain, everything, until_damage, view

from truyvet.extractors.containers.reading import (
    FIRST_IN,
    STEP_IN,
    STEP_OUT,
    Content,
    Damage,
    Decoded,
    Decoder,
    Inflater,
    Refused,
    Source,
)

TEXT = "Nguyễn Thị Mai, số 12 Hàng Bạc, Hà Nội; 0912 345 678\n".encode() * 900
NOISE = random.Random(7).randbytes(70_000)
ERRORS = (zlib.error, lzma.LZMAError, OSError, ValueError, EOFError)


def raw_deflated(content: bytes, level: int = 9) -> bytes:
    squeeze = zlib.compressobj(level, zlib.DEFLATED, -15)
    return squeeze.compress(content) + squeeze.flush()


@pytest.mark.parametrize(
    ("offset", "length", "expected"),
    [
        (0, None, b"0123456789"), (3, None, b"3456789"), (3, 4, b"3456"), (9, 1, b"9"),
        (10, None, b""), (10, 0, b""), (5, 0, b""), (99, None, b""), (99, 0, b""),
        (1 << 70, None, b""),
    ],
)  # fmt: skip
def test_a_source_gives_the_bytes_between_its_borders(
    offset: int, length: int | None, expected: bytes
) -> None:
    for step in (1, 3, 100):
        assert everything(Source(view(b"0123456789"), offset, length), step) == expected


@pytest.mark.parametrize(
    ("offset", "length", "given", "missing"),
    [(8, 5, b"89", 3), (10, 1, b"", 1), (99, 7, b"", 7), (1 << 70, 7, b"", 7), (0, 11, None, 1)],
)
def test_a_source_says_how_many_bytes_the_item_lacks(
    offset: int, length: int, given: bytes | None, missing: int
) -> None:
    out, damage = until_damage(Source(view(b"0123456789"), offset, length))
    assert out == (b"0123456789" if given is None else given)
    assert f"{missing} bytes too early" in damage


def test_a_source_tells_where_its_next_byte_stands() -> None:
    source = Source(view(b"0123456789"), 2, 6)
    assert source.read(4) == b"2345"
    assert source.offset == 6
    assert source.read(4) == b"67"
    assert source.offset == 8


DECODERS: dict[str, tuple[Callable[[bytes], bytes], Callable[[], Decoder]]] = {
    "deflate": (raw_deflated, lambda: Inflater(-15)),
    "zlib": (zlib.compress, lambda: Inflater(15)),
    "gzip": (lambda content: zlib.compress(content, wbits=31), lambda: Inflater(31)),
    "bzip2": (bz2.compress, bz2.BZ2Decompressor),
    "xz": (lzma.compress, lzma.LZMADecompressor),
}


@pytest.mark.parametrize("name", DECODERS)
@pytest.mark.parametrize("content", [b"", b"x", TEXT, NOISE, bytes(300_000)])
def test_a_decoder_gives_back_what_the_standard_library_compressed(
    name: str, content: bytes
) -> None:
    compress, decoder = DECODERS[name]
    packed = compress(content)
    decoded = Decoded(Plain(packed + b"after"), decoder(), ERRORS)
    assert everything(decoded, 50_000) == content
    assert decoded.consumed == len(packed)
    assert b"after".startswith(decoded.unused)


@pytest.mark.parametrize("name", DECODERS)
def test_a_decoder_whose_input_drips_gives_the_same(name: str) -> None:
    compress, decoder = DECODERS[name]
    decoded = Decoded(Plain(compress(TEXT[:3_000]), most=1), decoder(), ERRORS)
    assert everything(decoded, 7) == TEXT[:3_000]


@pytest.mark.parametrize("name", DECODERS)
def test_a_stream_that_ends_early_is_damage_after_what_came_out(name: str) -> None:
    compress, decoder = DECODERS[name]
    packed = compress(NOISE)
    out, damage = until_damage(Decoded(Plain(packed[:-30]), decoder(), ERRORS), 1_000)
    assert NOISE.startswith(out)
    assert damage == f"the compressed data ends early, after {len(packed) - 30} bytes"


@pytest.mark.parametrize("name", DECODERS)
def test_what_is_no_stream_at_all_is_damage(name: str) -> None:
    out, damage = until_damage(Decoded(Plain(b"\xff" * 100), DECODERS[name][1](), ERRORS))
    assert (out, "(within 100 compressed bytes)" in damage) == (b"", True)


def test_little_is_taken_first_and_more_in_bounded_steps_afterwards() -> None:
    below = Plain(raw_deflated(NOISE, 0))
    everything(Decoded(below, Inflater(-15), ERRORS))
    assert below.asked[0] == FIRST_IN
    assert set(below.asked[1:]) == {STEP_IN}


def test_no_call_gives_more_than_a_step_however_much_is_asked() -> None:
    decoded = Decoded(Plain(raw_deflated(bytes(1 << 20))), Inflater(-15), ERRORS)
    lengths = []
    while chunk := decoded.read(1 << 30):
        lengths.append(len(chunk))
    assert max(lengths) == STEP_OUT
    assert sum(lengths) == 1 << 20


@pytest.mark.parametrize("place", [60, 900, 5_000, 20_000])
def test_an_inflater_keeps_every_byte_that_zlib_can_decode_before_the_damage(place: int) -> None:
    # stored blocks: damage in a block's own length is found at that very block
    packed = bytearray(raw_deflated(NOISE, 0))
    block = 5 + int.from_bytes(packed[1:3], "little")
    packed[block + 1] ^= 0xFF
    out, damage = until_damage(Decoded(Plain(bytes(packed)), Inflater(-15), ERRORS), place)
    assert out == NOISE[: block - 5]
    assert "invalid stored block lengths" in damage


def test_an_inflater_that_broke_stays_broken() -> None:
    inflater = Inflater(15)
    for _ in range(2):
        with pytest.raises(zlib.error):
            inflater.decompress(b"\xff\xff", 10)
    assert not inflater.needs_input
    assert not inflater.eof


def test_content_reads_to_the_end_and_is_whole() -> None:
    content = Content(Plain(TEXT, most=999), crc=zlib.crc32(TEXT), size=len(TEXT))
    assert content.read(10) == TEXT[:10]
    assert not content.whole
    assert content.read() == TEXT[10:]
    assert (content.whole, content.fault, content.length) == (True, "", len(TEXT))
    assert content.read() == b""


@pytest.mark.parametrize(
    ("crc", "size", "fault"),
    [
        (None, 3, "4 bytes came out where 3 are claimed"),
        (None, 5, "4 bytes came out where 5 are claimed"),
        (0xDEADBEEF, 4, "its CRC-32 is 9be3e0a3 where deadbeef is claimed"),
        (0xDEADBEEF, 5, "4 bytes came out where 5 are claimed"),
        (None, None, ""), (zlib.crc32(b"1234"), 4, ""), (None, 4, ""),
    ],
)  # fmt: skip
def test_claims_of_the_container_are_compared_at_the_end(
    crc: int | None, size: int | None, fault: str
) -> None:
    content = Content(Plain(b"1234"), crc=crc, size=size)
    assert content.read() == b"1234"
    assert content.fault == fault
    assert content.whole == (not fault)


def test_the_last_check_is_only_asked_when_all_else_holds() -> None:
    asked = []

    def finish() -> str:
        asked.append(True)
        return "its seal is broken"

    assert Content(Plain(b"1"), size=2, finish=finish).read() == b"1"
    assert asked == []
    content = Content(Plain(b"1"), size=1, finish=finish)
    content.read()
    assert (content.fault, asked) == ("its seal is broken", [True])


@pytest.mark.parametrize("enough", [1, 4, 9, 10])
def test_content_that_gives_enough_before_its_damage_begins(enough: int) -> None:
    content = Content(Breaking(b"0123456789", most=4))
    assert content.begins(enough)
    assert content.read() == b"0123456789"
    assert content.fault == "broken; 10 bytes came out before"


def test_content_that_breaks_before_enough_came_out_does_not_begin() -> None:
    content = Content(Breaking(b"0123456789", most=4))
    assert not content.begins(11)
    assert content.read() == b"0123456789"


@pytest.mark.parametrize("short", [b"", b"123"])
def test_content_that_ends_properly_begins_however_short_it_is(short: bytes) -> None:
    content = Content(Plain(short))
    assert content.begins(500)
    assert content.read() == short
    assert content.whole


def test_what_was_looked_at_first_is_given_in_pieces_of_the_size_asked() -> None:
    content = Content(Plain(b"0123456789", most=3))
    assert content.begins(5)
    assert [content.read(2), content.read(3), content.read(9)] == [b"01", b"234", b"5"]
    assert content.read() == b"6789"


def test_damage_is_raised_for_readers_and_refusals_bear_their_code() -> None:
    refused = Refused("unsupported", "no such coder")
    assert (refused.code, refused.text, str(refused)) == (
        "unsupported", "no such coder", "no such coder",
    )  # fmt: skip
    with pytest.raises(Damage):
        Breaking(b"").read(1)
