"""Base58 against a writer made on its own, published texts, and every damage of one sign."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extractors.selectors import oracles

from truyvet.extractors.selectors import base58

# The vectors of Bitcoin Core's base58_encode_decode.json.
CORE = [
    ("61", "2g"),
    ("626262", "a3gV"),
    ("636363", "aPEr"),
    ("73696d706c792061206c6f6e6720737472696e67", "2cFupjhnEsSn59qHXstmK2ffpLv2"),
    ("00eb15231dfceb60925886b67d065299925915aeb172c06647", "1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L"),
    ("516b6fcd0f", "ABnLTmg"),
    ("bf4f89001e670274dd", "3SEo3LWLoPntC"),
    ("572e4794", "3EFU7m"),
    ("ecac89cad93923c02321", "EJDM8drfXA6uyA"),
    ("10c8511e", "Rt5zm"),
    ("00000000000000000000", "1111111111"),
]
# Payloads with their version, out of Bitcoin Core's key_io_valid.json and the projects' own pages.
CHECKED = [
    ("1AGNa15ZQXAZUgFiqJ2i7Z2DPU2J6hW62i", "0065a16059864a2fdbc7c99a4723a8395bc6f188eb"),
    ("3CMNFxN1oHBc4R1EpboAL5yzHGgE611Xou", "0574f209f6ea907e2ea48f74fae05782ae8a665257"),
    ("1Ax4gZtb7gAit2TivwejZHYtNNLT18PUXJ", "006d23156cbbdcc82a5a47eee4c2c7c583c18b6bf4"),
    ("3QjYXhTkvuj8qPaXHTTWb5wjXhdsLAAWVy", "05fcc5460dd6e2487c7d75b1963625da0e8f4c5975"),
]


@pytest.mark.parametrize(("content", "text"), CORE)
def test_the_oracle_itself_writes_what_bitcoin_core_writes(content: str, text: str) -> None:
    assert oracles.base58(bytes.fromhex(content)) == text


@pytest.mark.parametrize(("content", "text"), CORE)
def test_bytes_without_a_checksum_are_read(content: str, text: str) -> None:
    raw = bytes.fromhex(content)
    assert base58.plain(text, len(raw)) == raw


@pytest.mark.parametrize(("content", "text"), CORE)
def test_another_length_than_asked_for_is_none(content: str, text: str) -> None:
    size = len(bytes.fromhex(content))
    assert base58.plain(text, size + 1) is None
    assert base58.plain(text, size - 1) is None


@pytest.mark.parametrize(("text", "payload"), CHECKED)
def test_a_published_address_gives_its_payload(text: str, payload: str) -> None:
    read = base58.checked(text)
    assert read is not None
    assert read.hex() == payload
    assert oracles.base58check(read) == text


@pytest.mark.parametrize(("text", "payload"), CHECKED)
def test_no_change_of_one_sign_is_read(text: str, payload: str) -> None:
    wrong = [one for one in oracles.neighbours(text, oracles.BITCOIN) if base58.checked(one)]
    assert wrong == []


@pytest.mark.parametrize(("text", "payload"), CHECKED)
def test_no_two_neighbouring_signs_may_change_places(text: str, payload: str) -> None:
    swapped = [
        text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        for place in range(len(text) - 1)
    ]
    assert [one for one in swapped if one != text and base58.checked(one)] == []


@pytest.mark.parametrize(("text", "payload"), CHECKED)
def test_a_sign_more_or_less_is_noticed(text: str, payload: str) -> None:
    assert [text[:place] for place in range(len(text)) if base58.checked(text[:place])] == []
    assert base58.checked("1" + text) is None
    assert base58.checked(text + "1") is None


@given(payload=st.binary(min_size=1, max_size=60))
@settings(max_examples=80)
def test_whatever_is_written_with_its_checksum_is_read_again(payload: bytes) -> None:
    assert base58.checked(oracles.base58check(payload)) == payload


@given(payload=st.binary(min_size=1, max_size=40))
@settings(max_examples=40)
def test_and_in_the_alphabet_of_ripple(payload: bytes) -> None:
    assert base58.checked(oracles.base58check(payload, oracles.RIPPLE), base58.RIPPLE) == payload


@pytest.mark.parametrize("zeros", range(8))
def test_zeros_before_the_number_are_ones_and_count(zeros: int) -> None:
    payload = bytes(zeros) + b"\x05abc"
    text = oracles.base58check(payload)
    assert len(text) - len(text.lstrip("1")) == zeros
    assert base58.checked(text) == payload


def test_a_checksum_of_nothing_is_no_address() -> None:
    assert base58.checked(oracles.base58check(b"")) is None
    assert base58.checked(oracles.base58check(b"\0")) == b"\0"


@pytest.mark.parametrize("sign", "0OIl +/é\0\n")
def test_a_sign_outside_of_the_alphabet_is_none_everywhere(sign: str) -> None:
    text = CHECKED[0][0]
    for place in (0, 10, len(text) - 1):
        wrong = text[:place] + sign + text[place + 1 :]
        assert base58.checked(wrong) is None
        assert base58.plain(wrong, 25) is None
        assert base58.blocks(wrong[:11] if place < 11 else wrong[-11:]) is None


def test_both_alphabets_have_the_same_58_signs() -> None:
    assert base58.BITCOIN == oracles.BITCOIN
    assert base58.RIPPLE == oracles.RIPPLE
    assert len(set(base58.BITCOIN)) == 58
    assert set(base58.BITCOIN) == set(base58.RIPPLE)


@pytest.mark.parametrize("seed", range(10))
def test_blocks_of_monero_are_read_one_by_one(seed: int) -> None:
    chance = random.Random(seed)
    content = chance.randbytes(8 * chance.randrange(1, 5))
    text = "".join(
        oracles.base58(content[place : place + 8]).rjust(11, "1")
        for place in range(0, len(content), 8)
    )
    assert base58.blocks(text) == content


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 17, 19, 23])
def test_a_last_block_of_another_length_is_none(length: int) -> None:
    assert base58.blocks("2" * length) is None


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("", b""),
        ("1" * 7, bytes(5)),
        ("1" * 11, bytes(8)),
        ("jpXCZedGfVQ", b"\xff" * 8),
        ("VtB5VXc", b"\xff" * 5),
        ("1" * 18, bytes(13)),
    ],
)
def test_the_ends_of_a_block_are_right(text: str, content: bytes) -> None:
    assert base58.blocks(text) == content


@pytest.mark.parametrize("text", ["jpXCZedGfVR", "VtB5VXd", "zzzzzzzzzzz", "zzzzzzz"])
def test_a_block_of_more_than_its_bytes_hold_is_none(text: str) -> None:
    assert base58.blocks(text) is None
