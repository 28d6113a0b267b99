"""Compressed RTF, against the examples of [MS-OXRTFCP], section 4."""

import struct

import pytest

from truyvet.extractors.letters.rtf_packed import Damaged, unpacked

SIMPLE = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
CROSSING = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")


def test_the_simple_example_is_unpacked() -> None:
    assert unpacked(SIMPLE) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_the_example_that_reads_what_it_writes_is_unpacked() -> None:
    assert unpacked(CROSSING) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_stored_text_is_taken_as_it_is() -> None:
    text = b"{\\rtf1 x}"
    head = struct.pack("<LL4sL", len(text) + 12, len(text), b"MELA", 0)
    assert unpacked(head + text + b"rest") == text


@pytest.mark.parametrize("content", [b"", b"x" * 15, b"x" * 40, SIMPLE[:8] + b"\xff" * 30])
def test_what_is_no_compressed_rtf_is_refused(content: bytes) -> None:
    with pytest.raises(Damaged):
        unpacked(content)


def test_cut_text_gives_what_is_there() -> None:
    for length in range(16, len(SIMPLE)):
        assert b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n".startswith(
            unpacked(SIMPLE[:length])
        )


def test_a_text_never_grows_beyond_its_claim() -> None:
    head = struct.pack("<LL4sL", 0, 10, b"LZFu", 0)
    assert len(unpacked(head + b"\xff" + b"\x00\x0f" * 500)) == 10
