"""Bech32, Bech32m and CashAddr: the vectors of their specifications, and what they catch."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extractors.selectors import oracles

from truyvet.extractors.selectors import bech32, coins

# BIP 173 and BIP 350, test vectors of valid segwit addresses: scriptPubKey beside each.
VALID = [
    ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "0014751e76e8199196d454941c45d1b3a323f1433bd6"),
    (
        "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",
        "5128751e76e8199196d454941c45d1b3a323f1433bd6751e76e8199196d454941c45d1b3a323f1433bd6",
    ),
    ("BC1SW50QGDZ25J", "6002751e"),
    ("bc1pfeessrawgf", "51024e73"),  # pay to anchor, the shortest in daily use
    ("bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs", "5210751e76e8199196d454941c45d1b3a323"),
    (
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
        "512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
    ),
]
# The same documents, invalid ones: what is wrong with each.
INVALID = {
    "tc1qw508d6qejxtdg4y5r3zarvary0c5xw7kg3g4ty": "another prefix",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd": "Bech32 for version 1",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh": "Bech32m for version 0",
    "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4": "no sign of the alphabet",
    "BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R": "version 17",
    "bc1pw5dgrnzv": "a program of one byte",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav": "41 bytes",
    "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P": "16 bytes for version 0",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf": "5 bits of padding",
    "bc1gmk9yu": "no data",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5": "a wrong checksum",
    "bc1rw5uspcuh": "a program of no fitting length",
    "bc10w508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kw5rljs90": "91 signs",
    "bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du": "padding that is not zero",
    "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4x": "a sign too many",
}
# "Larger Test Vectors" of the specification of CashAddr: prefix, bytes of payload, type, address.
CASH = [
    (
        "bitcoincash",
        20,
        0,
        "qr6m7j9njldwwzlg9v7v53unlr4jkmx6eylep8ekg2",
        "F5BF48B397DAE70BE82B3CCA4793F8EB2B6CDAC9",
    ),
    (
        "bchtest",
        20,
        1,
        "pr6m7j9njldwwzlg9v7v53unlr4jkmx6eyvwc0uz5t",
        "F5BF48B397DAE70BE82B3CCA4793F8EB2B6CDAC9",
    ),
    (
        "pref",
        20,
        1,
        "pr6m7j9njldwwzlg9v7v53unlr4jkmx6ey65nvtks5",
        "F5BF48B397DAE70BE82B3CCA4793F8EB2B6CDAC9",
    ),
    (
        "prefix",
        20,
        15,
        "0r6m7j9njldwwzlg9v7v53unlr4jkmx6ey3qnjwsrf",
        "F5BF48B397DAE70BE82B3CCA4793F8EB2B6CDAC9",
    ),
    (
        "bitcoincash",
        24,
        0,
        "q9adhakpwzztepkpwp5z0dq62m6u5v5xtyj7j3h2ws4mr9g0",
        "7ADBF6C17084BC86C1706827B41A56F5CA32865925E946EA",
    ),
    (
        "bchtest",
        24,
        1,
        "p9adhakpwzztepkpwp5z0dq62m6u5v5xtyj7j3h2u94tsynr",
        "7ADBF6C17084BC86C1706827B41A56F5CA32865925E946EA",
    ),
]
# What the specification translates: the same hash as legacy address and as CashAddr.
LEGACY = [
    ("1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu", "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"),
    ("1KXrWXciRDZUpQwQmuM1DbwsKDLYAYsVLR", "qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy"),
    ("16w1D5WRVKJuZUsSRzdLp9w3YGcgoxDXb", "qqq3728yw0y47sqn6l2na30mcw6zm78dzqre909m2r"),
    ("3CWFddi6m4ndiGyKqzYvsFYagqDLPVMTzC", "ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq"),
    ("3LDsS579y7sruadqu11beEJoTjdFiFCdX4", "pr95sy3j9xwd2ap32xkykttr4cvcu7as4yc93ky28e"),
    ("31nwvkZwyPdgzjBJZXfDmSWsC4ZLKpYyUw", "pqq3728yw0y47sqn6l2na30mcw6zm78dzq5ucqzc37"),
]


@pytest.mark.parametrize(("text", "script"), VALID)
def test_the_valid_addresses_of_the_standards_give_their_program(text: str, script: str) -> None:
    raw = bytes.fromhex(script)
    version = raw[0] - 0x50 if raw[0] else 0
    assert bech32.segwit(text.lower(), "bc") == (version, raw[2:])
    assert oracles.segwit("bc", version, raw[2:]) == text.lower()


@pytest.mark.parametrize("text", INVALID)
def test_the_invalid_addresses_of_the_standards_are_none(text: str) -> None:
    assert bech32.segwit(text.lower(), "bc") is None, INVALID[text]
    assert coins.bitcoin(text) is None, INVALID[text]


@pytest.mark.parametrize("text", ["bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", VALID[4][0]])
def test_no_change_of_one_sign_is_read(text: str) -> None:
    places = range(3, len(text))
    wrong = [
        one for one in oracles.neighbours(text, oracles.FIVES, places) if bech32.segwit(one, "bc")
    ]
    assert wrong == []


@pytest.mark.parametrize("seed", range(4))
def test_changes_of_up_to_four_signs_are_found(seed: int) -> None:
    chance = random.Random(seed)
    text = VALID[0][0].lower()
    for _ in range(150):
        signs = list(text)
        for place in chance.sample(range(3, len(text)), chance.randrange(1, 5)):
            signs[place] = chance.choice(oracles.FIVES.replace(signs[place], ""))
        assert bech32.segwit("".join(signs), "bc") is None


@given(program=st.binary(min_size=2, max_size=40), version=st.integers(min_value=1, max_value=16))
@settings(max_examples=60)
def test_programs_of_later_versions_come_back(program: bytes, version: int) -> None:
    text = oracles.segwit("bc", version, program)
    assert bech32.segwit(text, "bc") == (version, program)


@pytest.mark.parametrize("size", range(2, 41))
def test_version_0_has_programs_of_20_or_32_bytes_only(size: int) -> None:
    read = bech32.segwit(oracles.segwit("bc", 0, bytes(range(size))), "bc")
    assert read == ((0, bytes(range(size))) if size in (20, 32) else None)


@pytest.mark.parametrize("version", range(1, 17))
def test_every_later_version_needs_the_new_constant(version: int) -> None:
    values = [version, *oracles.fives(bytes(32))]
    assert bech32.segwit(oracles.bech32("bc", values, oracles.BECH32), "bc") is None
    assert bech32.segwit(oracles.bech32("bc", values, oracles.BECH32M), "bc") is not None


@pytest.mark.parametrize("version", range(17, 32))
def test_there_is_no_version_beyond_16(version: int) -> None:
    values = [version, *oracles.fives(bytes(32))]
    assert bech32.segwit(oracles.bech32("bc", values, oracles.BECH32M), "bc") is None


@pytest.mark.parametrize("bit", range(4))
def test_padding_is_zero(bit: int) -> None:
    whole = oracles.bech32("bc", [0, *oracles.fives(bytes(33))[:32], 1 << bit], oracles.BECH32)
    assert bech32.segwit(whole, "bc") is None
    zero = oracles.bech32("bc", [0, *oracles.fives(bytes(33))[:32]], oracles.BECH32)
    assert bech32.segwit(zero, "bc") == (0, bytes(20))  # twenty bytes have no padding at all


@pytest.mark.parametrize("prefix", ["bc", "ltc", "tb", "bcrt"])
def test_an_address_belongs_to_its_own_prefix(prefix: str) -> None:
    text = oracles.segwit(prefix, 0, bytes(20))
    assert bech32.segwit(text, prefix) == (0, bytes(20))
    others = {"bc", "ltc", "tb", "bcrt"} - {prefix}
    assert [other for other in others if bech32.segwit(text, other)] == []
    moved = text.replace(f"{prefix}1", "xx1", 1)
    assert bech32.segwit(moved, "xx") is None  # the prefix counts in the checksum


@pytest.mark.parametrize(("prefix", "size", "kind", "text", "payload"), CASH)
def test_the_vectors_of_cashaddr_give_their_payload(
    prefix: str, size: int, kind: int, text: str, payload: str
) -> None:
    read = bech32.cash(text, prefix)
    assert read is not None
    assert read[1:].hex().upper() == payload
    assert (len(read) - 1, read[0] >> 3) == (size, kind)
    assert oracles.cashaddr(prefix, read[0], read[1:]) == f"{prefix}:{text}"


@pytest.mark.parametrize(("legacy", "cash"), LEGACY)
def test_both_spellings_of_a_bitcoin_cash_address_have_one_hash(legacy: str, cash: str) -> None:
    from truyvet.extractors.selectors import base58

    old, new = base58.checked(legacy), bech32.cash(cash)
    assert old is not None
    assert new is not None
    assert old[1:] == new[1:]
    read = coins.bitcoin_cash(f"bitcoincash:{cash}")
    assert read is not None
    assert read.facts["form"] == ("p2pkh" if legacy[0] == "1" else "p2sh")


@pytest.mark.parametrize(("legacy", "cash"), LEGACY[:2])
def test_no_change_of_one_sign_of_a_cashaddr_is_read(legacy: str, cash: str) -> None:
    assert [one for one in oracles.neighbours(cash, oracles.FIVES) if bech32.cash(one)] == []


@pytest.mark.parametrize("prefix", ["bchtest", "bchreg", "ecash", "simpleledger"])
def test_addresses_of_other_networks_are_not_bitcoin_cash(prefix: str) -> None:
    text = oracles.cashaddr(prefix, 0, bytes(range(20)))
    assert coins.bitcoin_cash(text) is None
    assert coins.bitcoin_cash(text.partition(":")[2]) is None


@pytest.mark.parametrize("version", range(0, 128, 8))
def test_only_the_two_types_of_today_are_addresses(version: int) -> None:
    read = coins.bitcoin_cash(oracles.cashaddr("bitcoincash", version, bytes(range(20))))
    assert (read is not None) is (version in (0, 8))


@pytest.mark.parametrize("size", [24, 28, 32])
def test_longer_hashes_than_of_twenty_bytes_are_no_addresses(size: int) -> None:
    code = {24: 1, 28: 2, 32: 3}[size]
    assert coins.bitcoin_cash(oracles.cashaddr("bitcoincash", code, bytes(size))) is None


@pytest.mark.parametrize("text", ["", "1", "bc1", "bc1q", "bc", "q" * 13, "bc1" + "q" * 12])
def test_what_is_too_short_is_none(text: str) -> None:
    assert bech32.segwit(text, "bc") is None
