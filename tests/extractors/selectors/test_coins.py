"""Addresses of cryptocurrencies: published ones, and the same with one character changed."""

import hashlib

import pytest
from tests.extractors.selectors.looks import found, normals, seen

from truyvet.extractors.selectors import base58, bech32, coins
from truyvet.extractors.selectors.checksums import crc16
from truyvet.extractors.selectors.keccak import keccak256

MONERO = (
    "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQG"
    "v7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A"
)
ADDRESSES = [
    ("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "p2pkh"),
    ("bitcoin", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "p2sh"),
    ("bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "segwit"),
    ("bitcoin", "bc1p5d7rjq7g6rdk2yhzks9smlaqtedr4dekq08ge8ztwac72sfr9rusxg3297", "taproot"),
    ("litecoin", "LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH9", "p2pkh"),
    ("dogecoin", "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L", "p2pkh"),
    ("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "base58"),
    ("xrp", "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", "classic"),
    ("bitcoin-cash", "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", "p2pkh"),
    ("monero", MONERO, "standard"),
    ("ton", "EQDtFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p4q2", "bounceable"),
]
EIP55 = [
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
]


@pytest.mark.parametrize(("kind", "text", "form"), ADDRESSES)
def test_an_address_is_found_and_proved(kind: str, text: str, form: str) -> None:
    (one,) = found(f"send to {text}, now")
    assert (one.spot.kind, one.spot.value, one.spot.confidence) == (kind, text, 100)
    assert one.spot.facts["form"] == form


@pytest.mark.parametrize(("kind", "text", "form"), ADDRESSES)
def test_one_changed_character_is_noticed(kind: str, text: str, form: str) -> None:
    place = len(text) // 2
    other = "x" if text[place] != "x" else "z"
    assert normals(kind, f"send to {text[:place]}{other}{text[place + 1 :]}") == []


@pytest.mark.parametrize(("kind", "text", "form"), ADDRESSES)
def test_a_part_of_a_longer_word_is_no_address(kind: str, text: str, form: str) -> None:
    assert normals(kind, f"{text}Zz") == []


@pytest.mark.parametrize("text", EIP55)
def test_the_checksum_of_ethereum_is_its_letters(text: str) -> None:
    (one,) = found(text)
    assert (one.spot.value, one.spot.confidence) == (text.lower(), 100)
    assert one.spot.facts["checksum"] == "eip55"


@pytest.mark.parametrize("text", EIP55)
def test_a_letter_of_the_wrong_case_is_noticed(text: str) -> None:
    place = next(place for place in range(30, 42) if text[place].isalpha())
    assert normals("ethereum", text[:place] + text[place].swapcase() + text[place + 1 :]) == []


def test_without_checksum_ethereum_is_less_sure() -> None:
    (one,) = found(EIP55[0].lower())
    assert one.spot.confidence == 75


@pytest.mark.parametrize("text", ["0x" + "0" * 40, "0x" + "dead" * 10, "0x" + "g" * 40, "0x1234"])
def test_placeholders_are_no_addresses(text: str) -> None:
    assert coins.ethereum(text) is None


def test_segwit_may_be_in_capitals_but_not_mixed() -> None:
    text = "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"
    assert seen(text) == [("bitcoin", text, text.lower())]
    assert coins.bitcoin(text[:10] + text[10:].lower()) is None


@pytest.mark.parametrize(
    "text",
    [
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh",  # version 0 with Bech32m (BIP 350)
        "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",  # not in the alphabet
        "bc1pw5dgrnzv",  # a program of one byte
        "bc1rw5uspcuh",
        "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P",  # 16 bytes under version 0
    ],
)
def test_the_bad_addresses_of_bip_350_are_refused(text: str) -> None:
    assert coins.bitcoin(text) is None


def test_cashaddr_without_its_prefix_is_the_same() -> None:
    bare = "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"
    assert normals("bitcoin-cash", f"to {bare}!") == [f"bitcoincash:{bare}"]


def test_the_two_forms_of_ton_are_one() -> None:
    read = coins.ton("EQDtFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p4q2")
    other = coins.ton("UQDtFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p9dz")
    assert read is not None
    assert other is None or other.value == read.value


def test_solana_needs_its_word() -> None:
    text = "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T"
    assert normals("solana", f"ví Solana {text}") == [text]
    assert normals("solana", text) == []


@pytest.mark.parametrize(
    "text", ["1AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "Thequickbrownfoxjumpsoverthelazydog"]
)
def test_words_are_no_addresses(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("content", "digest"),
    [
        (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
    ],
)
def test_keccak_is_that_of_ethereum(content: bytes, digest: str) -> None:
    assert keccak256(content).hex() == digest


def test_keccak_over_more_than_a_block_differs_from_sha3_by_padding_only() -> None:
    content = bytes(range(256)) * 3
    assert keccak256(content) != hashlib.sha3_256(content).digest()
    assert len(keccak256(content)) == 32


def test_base58check_wants_its_alphabet_and_length() -> None:
    assert base58.checked("0OIl") is None
    assert base58.checked("1") is None
    assert base58.checked("") is None
    assert base58.plain("l", 32) is None
    assert base58.blocks("0" * 11) is None
    assert base58.blocks("z" * 11) is None


def test_bech32_wants_its_alphabet_and_prefix() -> None:
    assert bech32.segwit("bc1b", "bc") is None
    assert bech32.segwit("xx1qqqqqqqqqqqqqqqqqq", "bc") is None
    assert bech32.cash("b" * 42) is None


def test_the_crc_is_xmodem_s() -> None:
    assert crc16(b"123456789") == 0x31C3
