"""The passphrase box."""

import hashlib
import unicodedata

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given, settings
from hypothesis import strategies as st

from truyvet.hashes import seal

SALT = bytes(range(16))
NONCE = bytes(range(12))
SECRET = b"thirty-two bytes of a secret key"
PASSPHRASE = "Đường về nhà, ngõ 42"
SPELLINGS = [unicodedata.normalize("NFC", PASSPHRASE), unicodedata.normalize("NFD", PASSPHRASE)]
CHEAP = 1 << 4  # the cost is not what most of these tests are about


def close(
    secret: bytes = SECRET, passphrase: str = PASSPHRASE, associated: bytes = b"key 1"
) -> bytes:
    return seal.seal(secret, passphrase, associated=associated, salt=SALT, nonce=NONCE, cost=CHEAP)


BOX = close()


@settings(max_examples=40)
@given(st.binary(max_size=100), st.text(min_size=1), st.binary(max_size=20))
def test_a_box_opens_to_what_was_put_in(secret: bytes, passphrase: str, associated: bytes) -> None:
    box = close(secret, passphrase, associated)
    assert seal.unseal(box, passphrase, associated=associated) == secret


def test_a_box_of_the_usual_cost_opens() -> None:
    box = seal.seal(SECRET, PASSPHRASE, associated=b"", salt=SALT, nonce=NONCE)
    assert box[len(seal.MAGIC)] == 17
    assert seal.unseal(box, PASSPHRASE, associated=b"") == SECRET


@pytest.mark.parametrize("chosen", SPELLINGS)
@pytest.mark.parametrize("typed", SPELLINGS)
def test_a_passphrase_opens_however_the_keyboard_composes_it(chosen: str, typed: str) -> None:
    assert len(set(SPELLINGS)) == 2  # the two really differ
    assert seal.unseal(close(passphrase=chosen), typed, associated=b"key 1") == SECRET


@pytest.mark.parametrize("typed", ["", PASSPHRASE + " ", PASSPHRASE.lower(), "Đuong ve nha"])
def test_another_passphrase_does_not_open(typed: str) -> None:
    with pytest.raises(seal.WrongPassphrase):
        seal.unseal(BOX, typed, associated=b"key 1")


def test_a_box_does_not_open_for_another_owner() -> None:
    with pytest.raises(seal.WrongPassphrase):
        seal.unseal(BOX, PASSPHRASE, associated=b"key 2")


def test_bytes_cannot_move_between_the_header_and_the_associated_bytes() -> None:
    with pytest.raises((seal.WrongPassphrase, seal.NotABox)):
        seal.unseal(BOX[:-1], PASSPHRASE, associated=BOX[-1:] + b"key 1")


@pytest.mark.parametrize("at", range(len(BOX)))
def test_a_box_with_any_byte_changed_does_not_open(at: int) -> None:
    changed = bytearray(BOX)
    changed[at] ^= 1
    with pytest.raises((seal.WrongPassphrase, seal.NotABox)):
        seal.unseal(bytes(changed), PASSPHRASE, associated=b"key 1")


@pytest.mark.parametrize("length", range(len(BOX)))
def test_a_box_cut_short_does_not_open(length: int) -> None:
    with pytest.raises((seal.WrongPassphrase, seal.NotABox)):
        seal.unseal(BOX[:length], PASSPHRASE, associated=b"key 1")


@pytest.mark.parametrize("power", [0, 21, 31, 63, 255])
def test_a_box_that_asks_for_too_much_is_refused_before_any_work(power: int) -> None:
    greedy = BOX[: len(seal.MAGIC)] + bytes([power]) + BOX[len(seal.MAGIC) + 1 :]
    with pytest.raises(seal.NotABox, match=rf"cost of 2\^{power}"):
        seal.unseal(greedy, PASSPHRASE, associated=b"key 1")


def test_a_box_can_be_opened_without_this_program() -> None:
    magic, power, salt, nonce, sealed = BOX[:16], BOX[16], BOX[17:33], BOX[33:45], BOX[45:]
    assert (magic, power, salt, nonce) == (b"truyvet/seal/v1\n", 4, SALT, NONCE)
    typed = unicodedata.normalize("NFC", PASSPHRASE).encode()
    key = hashlib.scrypt(typed, salt=salt, n=2**power, r=8, p=1, dklen=32)
    assert ChaCha20Poly1305(key).decrypt(nonce, sealed, BOX[:45] + b"key 1") == SECRET


def test_the_secret_is_not_in_the_box() -> None:
    assert SECRET not in BOX
    assert len(BOX) == 45 + len(SECRET) + seal.TAG_BYTES


def test_another_salt_makes_another_box() -> None:
    other = seal.seal(
        SECRET, PASSPHRASE, associated=b"key 1", salt=bytes(16), nonce=NONCE, cost=CHEAP
    )
    assert other[45:] != BOX[45:]


def test_an_empty_passphrase_is_refused() -> None:
    with pytest.raises(ValueError, match="empty passphrase"):
        close(passphrase="")


def test_a_passphrase_that_is_no_text_is_refused() -> None:
    with pytest.raises(ValueError, match="not text"):
        close(passphrase="\udcff")


@pytest.mark.parametrize("cost", [-2, 0, 1, 3, 1000, (1 << 20) + 1, 1 << 21])
def test_a_cost_that_is_no_power_of_two_in_range_is_refused(cost: int) -> None:
    with pytest.raises(ValueError, match="power of two"):
        seal.seal(SECRET, PASSPHRASE, associated=b"", salt=SALT, nonce=NONCE, cost=cost)


@pytest.mark.parametrize(("salt", "nonce"), [(b"", NONCE), (SALT, b""), (SALT + b"x", NONCE)])
def test_salt_and_nonce_of_another_length_are_refused(salt: bytes, nonce: bytes) -> None:
    with pytest.raises(ValueError, match="16 bytes and a nonce 12"):
        seal.seal(SECRET, PASSPHRASE, associated=b"", salt=salt, nonce=nonce, cost=CHEAP)
