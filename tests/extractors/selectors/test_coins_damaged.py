"""Addresses of every coin: published ones, made ones of every form, and each damage of one sign."""

import random

import pytest
from tests.extractors.selectors import oracles
from tests.extractors.selectors.looks import found, normals

from truyvet.extractors.selectors import KINDS, coins, normal, readings

HEX = "0123456789abcdef"
BODY = bytes(range(40, 60))
# Addresses that their projects or well-known holders publish.
PUBLISHED = {
    "bitcoin": [
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
        "1F1tAaz5x1HUXrCNLbtMDqcw6o5GNn4xqX",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    ],
    "litecoin": ["LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1", "MQMcJhpWHYVeQArcZR3sBgyPZxxRtnH441"],
    "dogecoin": ["DBXu2kgc3xtvCUWFcxFE3r9hEYgmuaaCyD", "D7Y55r6Yoc1G8EECxkQ6SuSjTgGJJ7M6yD"],
    "tron": ["TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy", "TKzxdSv2FZKQrEqkKVgp5DcwEXBEKMg2Ax"],
    "xrp": ["rN7n7otQDd6FczFgLdSqtcsAUxDkw6fzRH", "r3kmLJN5D28dHuH8vZNUZpMC43pEHpaocV"],
    "ethereum": [
        "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045",
        "0xdAC17F958D2ee523a2206206994597C13D831ec7",
    ],
    "monero": [
        "888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H"
    ],
    "ton": [
        "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N",
        "EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs",
    ],
}
EIP55 = [
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77",
    "0x27b1fdb04752bbc536007a920d24acb045561c26",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
]
MADE: dict[str, tuple[str, str]] = {
    "bitcoin p2pkh": ("bitcoin", oracles.base58check(b"\0" + BODY)),
    "bitcoin p2sh": ("bitcoin", oracles.base58check(b"\5" + BODY)),
    "bitcoin segwit": ("bitcoin", oracles.segwit("bc", 0, BODY)),
    "bitcoin segwit of a script": ("bitcoin", oracles.segwit("bc", 0, BODY + BODY[:12])),
    "bitcoin taproot": ("bitcoin", oracles.segwit("bc", 1, BODY + BODY[:12])),
    "litecoin p2pkh": ("litecoin", oracles.base58check(b"\x30" + BODY)),
    "litecoin p2sh": ("litecoin", oracles.base58check(b"\x32" + BODY)),
    "litecoin segwit": ("litecoin", oracles.segwit("ltc", 0, BODY)),
    "dogecoin p2pkh": ("dogecoin", oracles.base58check(b"\x1e" + BODY)),
    "dogecoin p2sh": ("dogecoin", oracles.base58check(b"\x16" + BODY)),
    "tron": ("tron", oracles.base58check(b"\x41" + BODY)),
    "xrp": ("xrp", oracles.base58check(b"\0" + BODY, oracles.RIPPLE)),
    "bitcoin cash": ("bitcoin-cash", oracles.cashaddr("bitcoincash", 0, BODY)),
    "bitcoin cash script": ("bitcoin-cash", oracles.cashaddr("bitcoincash", 8, BODY)),
    "monero": ("monero", oracles.monero(18, bytes(range(64)))),
    "monero subaddress": ("monero", oracles.monero(42, bytes(range(64)))),
    "monero integrated": ("monero", oracles.monero(19, bytes(range(72)))),
    "ton bounceable": ("ton", oracles.ton(0x11, 0, BODY + BODY[:12])),
    "ton of the masterchain": ("ton", oracles.ton(0x11, 0xFF, BODY + BODY[:12])),
}
ALPHABETS = {
    "segwit": oracles.FIVES,
    "bitcoin-cash": oracles.FIVES,
    "xrp": oracles.RIPPLE,
    "ton": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
}


@pytest.mark.parametrize("kind", PUBLISHED)
def test_published_addresses_are_found_and_read_alike(kind: str) -> None:
    for text in PUBLISHED[kind]:
        read = normal(kind, text)
        assert read is not None, text
        assert read.confidence == 100, text
        assert normals(kind, f"gửi về {text}.") == [read.value]


@pytest.mark.parametrize("name", MADE)
def test_an_address_of_every_form_is_read_and_found(name: str) -> None:
    kind, text = MADE[name]
    (one,) = found(f"ví: {text}, nhé")
    assert (one.spot.kind, one.spot.value, one.spot.confidence) == (kind, text, 100)
    assert readings(text)[0] == (kind, text)


@pytest.mark.parametrize("name", MADE)
def test_any_one_sign_changed_makes_it_none(name: str) -> None:
    kind, text = MADE[name]
    alphabet = (
        oracles.FIVES if text.startswith(("bc1", "ltc1")) else ALPHABETS.get(kind, oracles.BITCOIN)
    )
    begin = text.find(":") + 1 or (text.find("1") + 1 if alphabet is oracles.FIVES else 0)
    step = 3 if kind == "monero" else 1
    wrong = oracles.neighbours(text, alphabet, range(begin, len(text), step))
    assert [one for one in wrong if KINDS[kind].normal(one, "") is not None] == []


@pytest.mark.parametrize("name", MADE)
def test_an_address_is_of_no_other_coin(name: str) -> None:
    kind, text = MADE[name]
    others = set(coins.ROWS) - {kind, "solana"}
    assert [other for other in others if normal(other, text) is not None] == []


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("glue", ["{}x", "x{}", "{}0", "1{}"])
def test_a_letter_more_is_noticed(name: str, glue: str) -> None:
    kind, text = MADE[name]
    bare = glue.format(text)
    if not (kind == "bitcoin-cash" and not glue.startswith("{")):  # its prefix may follow anything
        assert normals(kind, bare) == []


@pytest.mark.parametrize("version", range(256))
def test_every_version_of_base58check_has_one_coin_or_none(version: int) -> None:
    text = oracles.base58check(bytes([version]) + BODY)
    wanted = {
        0: "bitcoin",
        5: "bitcoin",
        48: "litecoin",
        50: "litecoin",
        30: "dogecoin",
        22: "dogecoin",
        65: "tron",
    }
    based = ("bitcoin", "litecoin", "dogecoin", "tron", "xrp")
    read = [kind for kind in based if normal(kind, text) is not None]
    assert read == ([wanted[version]] if version in wanted else [])


@pytest.mark.parametrize("size", [0, 1, 19, 21, 31, 32, 33])
def test_payloads_of_other_lengths_are_no_addresses(size: int) -> None:
    for version in (0, 5, 48, 30, 65):
        text = oracles.base58check(bytes([version]) + bytes(range(1, size + 1)))
        assert [
            kind for kind in ("bitcoin", "litecoin", "dogecoin", "tron") if normal(kind, text)
        ] == []


@pytest.mark.parametrize("text", EIP55)
def test_the_vectors_of_eip_55_hold(text: str) -> None:
    read = coins.ethereum(text)
    assert read is not None
    assert read.value == text.lower()
    mixed = text[2:] not in (text[2:].lower(), text[2:].upper())
    assert read.facts["checksum"] == ("eip55" if mixed else "none")
    assert oracles.eip55(bytes.fromhex(text[2:])) == text


@pytest.mark.parametrize("text", EIP55[4:])
def test_every_letter_of_the_wrong_case_is_noticed(text: str) -> None:
    wrong = [
        text[:place] + text[place].swapcase() + text[place + 1 :]
        for place in range(2, 42)
        if text[place].isalpha()
    ]
    assert len(wrong) > 10
    assert [one for one in wrong if coins.ethereum(one)] == []


@pytest.mark.parametrize("seed", range(20))
def test_made_addresses_of_ethereum_are_one_value_in_three_spellings(seed: int) -> None:
    raw = random.Random(seed).randbytes(20)
    mixed = oracles.eip55(raw)
    spelled = [mixed, f"0x{raw.hex()}", f"0x{raw.hex().upper()}", f"0X{raw.hex().upper()}"]
    assert {one.value for text in spelled if (one := coins.ethereum(text))} == {f"0x{raw.hex()}"}


@pytest.mark.parametrize(
    "text",
    [
        "0x" + "00" * 20,
        "0x" + "ff" * 20,
        "0x" + "1234" * 10,
        "0x" + "ab" * 20,
        EIP55[0][:-1],
        EIP55[0] + "0",
        EIP55[0][2:],
        "0y" + EIP55[0][2:],
        "0x" + "g" * 40,
    ],
)
def test_placeholders_and_parts_are_no_addresses_of_ethereum(text: str) -> None:
    assert coins.ethereum(text) is None


TON_ACCOUNT = bytes(range(32))
ODD_ACCOUNT = b"\x03\xef\xff\xbe" * 8  # its base64 has both signs that the alphabets write apart


@pytest.mark.parametrize("chain", [0, 0xFF])
@pytest.mark.parametrize("url", [True, False])
def test_all_spellings_of_a_ton_account_are_one_value(chain: int, url: bool) -> None:
    wanted = oracles.ton(0x11, chain, ODD_ACCOUNT)
    for tag, form in ((0x11, "bounceable"), (0x51, "non-bounceable")):
        read = coins.ton(oracles.ton(tag, chain, ODD_ACCOUNT, url=url))
        assert read is not None
        assert (read.value, read.facts["form"]) == (wanted, form)


@pytest.mark.parametrize(
    ("tag", "chain"), [(0x91, 0), (0xD1, 0), (0x00, 0), (0x11, 1), (0x11, 0x80)]
)
def test_test_networks_and_other_chains_of_ton_are_none(tag: int, chain: int) -> None:
    assert coins.ton(oracles.ton(tag, chain, TON_ACCOUNT)) is None


@pytest.mark.parametrize("place", [0, 2, 24, 48])
@pytest.mark.parametrize("noise", [" ", "!", "\n", "=", "é", "EQ"])
def test_the_decoder_s_leniency_makes_no_address_of_ton(place: int, noise: str) -> None:
    text = oracles.ton(0x11, 0, TON_ACCOUNT)
    assert coins.ton(text[:place] + noise + text[place:]) is None


def test_the_two_alphabets_of_base64_are_not_mixed() -> None:
    text = oracles.ton(0x11, 0, ODD_ACCOUNT)
    assert text.count("-") > 5 < text.count("_")
    assert coins.ton(text.replace("-", "+")) is None
    assert coins.ton(text.replace("-", "+").replace("_", "/")) is not None


@pytest.mark.parametrize(("first", "body"), [(18, 72), (42, 72), (19, 64)])
def test_the_length_of_a_monero_address_goes_with_its_form(first: int, body: int) -> None:
    assert coins.monero(oracles.monero(first, bytes(range(body)))) is None


@pytest.mark.parametrize("first", [0, 17, 20, 24, 25, 36, 53, 54, 63])
def test_test_networks_of_monero_are_none(first: int) -> None:
    assert coins.monero(oracles.monero(first, bytes(range(64)))) is None


@pytest.mark.parametrize("seed", range(6))
def test_solana_is_32_bytes_of_base58(seed: int) -> None:
    raw = random.Random(seed).randbytes(32)
    text = oracles.base58(raw)
    read = coins.solana(text)
    assert (read is not None) is (43 <= len(text) <= 44)
    assert coins.solana(oracles.base58(raw + b"\1")) is None
    assert normals("solana", f"Solana wallet: {text}") == ([text] if read else [])


@pytest.mark.parametrize(
    "text", ["JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFH", "z" * 44, "1" * 44, "0" * 43, ""]
)
def test_numbers_beyond_32_bytes_are_no_address_of_solana(text: str) -> None:
    assert coins.solana(text) is None
    assert coins.solana("JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG") is not None  # 2^256 - 1


@pytest.mark.parametrize("text", ["rrrrrrrrrrrrrrrrrrrrrhoLvTp", "rrrrrrrrrrrrrrrrrrrrBZbvji"])
def test_the_black_holes_of_xrp_are_read_when_typed_and_are_no_news_in_a_file(text: str) -> None:
    assert readings(text)[0] == ("xrp", text)
    assert found(text) == []
