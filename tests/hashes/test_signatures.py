"""Ed25519: the published vectors, the binding to a domain, the weak keys."""

import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.hashes import signatures

# RFC 8032 section 7.1, tests 1 to 3: seed, public key, message, signature.
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
PRIME = 2**255 - 19
KEY = signatures.generate(bytes(range(32)))
DOMAIN = "truyvet/test/v1"


def encoded(y: int, sign: int) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


def order_divides_eight(y: int) -> bool:
    """Double a point of edwards25519 three times by the formulas of RFC 8032 section 6."""
    d = -121665 * pow(121666, -1, PRIME) % PRIME
    x_squared = (y * y - 1) * pow(d * y * y + 1, -1, PRIME) % PRIME
    x = pow(x_squared, (PRIME + 3) // 8, PRIME)
    if (x * x - x_squared) % PRIME:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    assert (x * x - x_squared) % PRIME == 0, "not on the curve"
    for _ in range(3):
        product = d * x * x * y * y % PRIME
        x, y = (
            2 * x * y * pow(1 + product, -1, PRIME) % PRIME,
            (y * y + x * x) * pow(1 - product, -1, PRIME) % PRIME,
        )
    return (x, y) == (0, 1)


SMALL_ORDER = [
    0,
    1,
    PRIME - 1,
    int.from_bytes(
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
    ),
    int.from_bytes(
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"
    ),
]


def test_every_wycheproof_vector_is_answered_as_it_says(vectors: Path) -> None:
    published = json.loads((vectors / "wycheproof_ed25519_test.json").read_text())
    asked = 0
    wrong = []
    for group in published["testGroups"]:
        public = bytes.fromhex(group["publicKey"]["pk"])
        for test in group["tests"]:
            asked += 1
            signature, message = bytes.fromhex(test["sig"]), bytes.fromhex(test["msg"])
            if signatures.verify_raw(public, signature, message) != (test["result"] == "valid"):
                wrong.append((test["tcId"], test["comment"]))
    assert (asked, wrong) == (151, [])


@pytest.mark.parametrize(("seed", "public", "message", "signature"), RFC_8032)
def test_the_vectors_of_rfc_8032(seed: str, public: str, message: str, signature: str) -> None:
    key = signatures.generate(bytes.fromhex(seed))
    assert key.public.hex() == public
    assert key.sign_raw(bytes.fromhex(message)).hex() == signature
    assert signatures.verify_raw(key.public, bytes.fromhex(signature), bytes.fromhex(message))


@given(st.binary(min_size=32, max_size=32), st.binary())
def test_a_key_verifies_what_it_signed(seed: bytes, message: bytes) -> None:
    key = signatures.generate(seed)
    assert signatures.verify(key.public, key.sign(DOMAIN, message), DOMAIN, message)


@given(st.integers(0, 511))
def test_a_flipped_bit_of_the_signature_does_not_verify(bit: int) -> None:
    number = int.from_bytes(KEY.sign(DOMAIN, b"statement"), "big") ^ 1 << bit
    assert not signatures.verify(KEY.public, number.to_bytes(64, "big"), DOMAIN, b"statement")


def test_another_message_does_not_verify() -> None:
    assert not signatures.verify(KEY.public, KEY.sign(DOMAIN, b"one"), DOMAIN, b"two")


def test_another_domain_does_not_verify() -> None:
    signature = KEY.sign(DOMAIN, b"one")
    assert not signatures.verify(KEY.public, signature, "truyvet/other/v1", b"one")


def test_another_key_does_not_verify() -> None:
    other = signatures.generate(bytes(32))
    assert not signatures.verify(other.public, KEY.sign(DOMAIN, b"one"), DOMAIN, b"one")


def test_what_is_signed_is_the_domain_a_newline_and_the_message() -> None:
    assert KEY.sign("a/v1", b"b") == KEY.sign_raw(b"a/v1\nb")


@pytest.mark.parametrize("domain", ["", "two\nlines", "end\n"])
def test_a_domain_is_one_line(domain: str) -> None:
    with pytest.raises(ValueError, match="one non-empty line"):
        KEY.sign(domain, b"message")
    with pytest.raises(ValueError, match="one non-empty line"):
        signatures.verify(KEY.public, bytes(64), domain, b"message")


@pytest.mark.parametrize("length", [0, 63, 65])
def test_a_signature_of_another_length_does_not_verify(length: int) -> None:
    assert not signatures.verify(KEY.public, bytes(length), DOMAIN, b"one")


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_public_key_of_another_length_verifies_nothing(length: int) -> None:
    assert not signatures.verify(bytes(length), KEY.sign(DOMAIN, b"one"), DOMAIN, b"one")


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_seed_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match=f"32 bytes, not {length}"):
        signatures.generate(bytes(length))


def test_the_seed_makes_the_same_key_again() -> None:
    assert KEY.seed == bytes(range(32))
    assert signatures.generate(KEY.seed) == KEY


def test_no_text_of_a_key_shows_its_seed() -> None:
    shown = f"{KEY!r} {KEY} {[KEY]}"
    assert repr(KEY.public) in shown
    assert repr(KEY.seed)[2:20] not in shown
    assert KEY.seed.hex() not in shown


def test_a_key_does_not_leave_the_process_by_pickle() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(KEY)


def test_a_key_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        KEY.public = bytes(32)  # type: ignore[misc]


def test_the_key_id_is_half_of_the_digest_of_the_public_key() -> None:
    public = bytes.fromhex(RFC_8032[0][1])
    # printf of the 32 bytes through sha256sum gives 21fe31df…
    assert signatures.key_id(public) == "21fe31dfa154a261626bf854046fd227"


def test_what_is_no_public_key_has_no_id() -> None:
    with pytest.raises(ValueError, match="32 bytes, not 31"):
        signatures.key_id(bytes(31))


@pytest.mark.parametrize("y", SMALL_ORDER)
def test_the_points_called_weak_are_of_small_order(y: int) -> None:
    assert order_divides_eight(y)


def test_an_honest_key_is_not_of_small_order() -> None:
    y = int.from_bytes(KEY.public, "little") & ~(1 << 255)
    assert not order_divides_eight(y)
    assert signatures.is_public_key(KEY.public)


@pytest.mark.parametrize("sign", [0, 1])
@pytest.mark.parametrize("y", [*SMALL_ORDER, PRIME, PRIME + 1])
def test_a_weak_key_is_refused_in_every_spelling(y: int, sign: int) -> None:
    assert not signatures.is_public_key(encoded(y, sign))


@pytest.mark.parametrize("y", range(PRIME, 2**255))
def test_a_coordinate_beyond_the_field_is_refused(y: int) -> None:
    assert not signatures.is_public_key(encoded(y, 0))


@given(st.binary())
def test_one_signature_does_not_fit_every_message_of_a_weak_key(message: bytes) -> None:
    identity = encoded(1, 0)
    assert not signatures.verify_raw(identity, identity + bytes(32), message)
