"""A box that a passphrase opens: scrypt (RFC 7914) and ChaCha20-Poly1305 (RFC 8439).

    "truyvet/seal/v1", newline | log2(cost), 1 byte | salt, 16 | nonce, 12 | ciphertext and tag

The header and the caller's ``associated`` bytes are authenticated, so a box moved to another owner
or changed in any byte does not open. A wrong passphrase and a changed box cannot be told apart.
Salt and nonce are the caller's and must be fresh for each box. The box does not hide the length of
the secret, and it is only as strong as the passphrase.
"""

import hashlib
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

MAGIC = b"truyvet/seal/v1\n"
SALT_BYTES = 16
NONCE_BYTES = 12
TAG_BYTES = 16
KEY_BYTES = 32
DEFAULT_COST = 1 << 17  # scrypt's N: 128 MiB and about half a second, OWASP's advice for N
MAX_COST = 1 << 20  # 1 GiB: a box from a stranger must not be able to ask for more
BLOCK_SIZE = 8  # scrypt's r
PARALLEL = 1  # scrypt's p

_HEADER_BYTES = len(MAGIC) + 1 + SALT_BYTES + NONCE_BYTES


class NotABox(ValueError):
    """The bytes are not a box of this version."""


class WrongPassphrase(ValueError):
    """The box does not open: wrong passphrase, wrong associated bytes, or a changed box."""


def seal(
    secret: bytes,
    passphrase: str,
    *,
    associated: bytes,
    salt: bytes,
    nonce: bytes,
    cost: int = DEFAULT_COST,
) -> bytes:
    """Close ``secret`` in a box that opens with ``passphrase`` and the same ``associated`` bytes.

    ``salt`` (16 bytes) and ``nonce`` (12) are random and never used twice; ``cost`` is a power of
    two, 2 to 2^20. Raises ``ValueError`` for others and for an empty passphrase.
    """
    if not passphrase:
        raise ValueError("an empty passphrase protects nothing")
    if len(salt) != SALT_BYTES or len(nonce) != NONCE_BYTES:
        raise ValueError(f"a salt is {SALT_BYTES} bytes and a nonce {NONCE_BYTES}")
    if not 2 <= cost <= MAX_COST or cost & (cost - 1):
        raise ValueError(f"a cost is a power of two between 2 and {MAX_COST}, not {cost}")
    header = MAGIC + bytes([cost.bit_length() - 1]) + salt + nonce
    cipher = ChaCha20Poly1305(_key(passphrase, salt, cost))
    return header + cipher.encrypt(nonce, secret, header + associated)


def unseal(box: bytes, passphrase: str, *, associated: bytes) -> bytes:
    """Open a box. Raises ``WrongPassphrase`` or ``NotABox``; never returns changed bytes."""
    if not box.startswith(MAGIC) or len(box) < _HEADER_BYTES + TAG_BYTES:
        raise NotABox("the bytes are not a truyvet/seal/v1 box")
    header, sealed = box[:_HEADER_BYTES], box[_HEADER_BYTES:]
    power = header[len(MAGIC)]
    if not 1 <= power < MAX_COST.bit_length():
        raise NotABox(f"the box asks for a cost of 2^{power}; at most {MAX_COST} is accepted")
    salt = header[len(MAGIC) + 1 : -NONCE_BYTES]
    cipher = ChaCha20Poly1305(_key(passphrase, salt, 1 << power))
    try:
        return cipher.decrypt(header[-NONCE_BYTES:], sealed, header + associated)
    except InvalidTag:
        raise WrongPassphrase("the passphrase is wrong, or the box was changed") from None


def _key(passphrase: str, salt: bytes, cost: int) -> bytes:
    # One passphrase typed on two keyboards may arrive composed or decomposed ("ệ" has three
    # spellings); NFC makes them one.
    try:
        typed = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("the passphrase is not text: it holds a lone surrogate") from None
    return hashlib.scrypt(
        typed,
        salt=salt,
        n=cost,
        r=BLOCK_SIZE,
        p=PARALLEL,
        dklen=KEY_BYTES,
        maxmem=128 * BLOCK_SIZE * (cost + PARALLEL + 3),  # OpenSSL's own count, with some room
    )
