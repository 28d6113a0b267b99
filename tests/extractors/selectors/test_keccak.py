"""Keccak-256 against a library in C and published values, at every length around a block."""

import hashlib
import random

import pytest
from tests.extractors.selectors import oracles

from truyvet.extractors.selectors.keccak import keccak256

PUBLISHED = [
    (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
    (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
    (b"testing", "5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02"),
    (
        b"The quick brown fox jumps over the lazy dog",
        "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15",
    ),
    # The topic of every transfer of a token (ERC-20): known by heart to whoever reads the chain.
    (
        b"Transfer(address,address,uint256)",
        "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
    ),
    (
        b"Approval(address,address,uint256)",
        "8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925",
    ),
    (b"\x80", "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"),
]


@pytest.mark.parametrize(("content", "digest"), PUBLISHED)
def test_the_published_values_come_out(content: bytes, digest: str) -> None:
    assert keccak256(content).hex() == digest


@pytest.mark.parametrize("around", [0, 8, 64, 136, 272, 408])
def test_every_length_around_a_block_is_that_of_the_library(around: int) -> None:
    chance = random.Random(around)
    for length in range(max(0, around - 4), around + 5):
        content = chance.randbytes(length)
        assert keccak256(content) == oracles.keccak(content), length


@pytest.mark.parametrize("byte", [0, 1, 0x80, 0xFF])
def test_uniform_blocks_are_those_of_the_library(byte: int) -> None:
    for length in (1, 135, 136, 137, 1000):
        assert keccak256(bytes([byte]) * length) == oracles.keccak(bytes([byte]) * length)


@pytest.mark.parametrize("length", [0, 1, 100, 135, 136, 137])
def test_it_is_not_sha3(length: int) -> None:
    content = bytes(length)
    assert keccak256(content) != hashlib.sha3_256(content).digest()
    assert len(keccak256(content)) == 32


def test_what_is_hashed_is_not_changed() -> None:
    content = bytearray(b"x" * 300)
    keccak256(bytes(content))
    assert content == b"x" * 300
