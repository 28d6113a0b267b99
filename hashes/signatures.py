"""Ed25519 signatures (RFC 8032), each bound to what it is for.

What is signed is the domain, a newline and the message, so a signature made for one kind of
statement is worth nothing for another. Randomness is the caller's: a key is made from 32 bytes it
brings.

Public keys of small order are refused: under them one signature fits many messages, and a signer
could later disown what he signed. Secrets stay in memory as long as Python keeps them.
"""

import functools
import hashlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SEED_BYTES = 32
PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64
KEY_ID_BYTES = 16  # of SHA-256 of the public key: names a key, never replaces it

_PRIME = 2**255 - 19
_SIGN_BIT = 1 << 255  # of x; the other 255 bits of a key are its y
# The y coordinates of the eight points of order 1, 2, 4 and 8; -y beside each y.
_ORDER_8 = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_SMALL_ORDER = frozenset({0, 1, _PRIME - 1, _ORDER_8, _PRIME - _ORDER_8})


@dataclass(frozen=True, kw_only=True, slots=True)
class SigningKey:
    """A private key that signs; its text form shows the public half only."""

    public: bytes
    """The public key: 32 bytes."""

    _private: Ed25519PrivateKey = field(repr=False, compare=False)

    @property
    def seed(self) -> bytes:
        """The 32 secret bytes the key was made from."""
        return self._private.private_bytes_raw()

    def sign(self, domain: str, message: bytes) -> bytes:
        """Sign ``message`` for ``domain`` (one line of text); return 64 bytes."""
        return self._private.sign(_bound(domain, message))

    def sign_raw(self, message: bytes) -> bytes:
        """Sign exactly ``message``, for formats such as the signed note that fix the bytes."""
        return self._private.sign(message)


def generate(seed: bytes) -> SigningKey:
    """Make the key of ``seed``: 32 bytes nobody can guess. Raises ``ValueError`` for others."""
    if len(seed) != SEED_BYTES:
        raise ValueError(f"a seed is {SEED_BYTES} bytes, not {len(seed)}")
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return SigningKey(public=private.public_key().public_bytes_raw(), _private=private)


def verify(public: bytes, signature: bytes, domain: str, message: bytes) -> bool:
    """Tell whether ``public`` signed ``message`` for ``domain``; False for malformed keys too."""
    return verify_raw(public, signature, _bound(domain, message))


def verify_raw(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether ``public`` signed exactly the bytes of ``message``."""
    if not is_public_key(public):
        return False
    try:
        _load(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def is_public_key(public: bytes) -> bool:
    """Tell whether these are 32 bytes in canonical form and not of small order.

    A point off the curve passes; no signature does under it.
    """
    if len(public) != PUBLIC_BYTES:
        return False
    y = int.from_bytes(public, "little") & ~_SIGN_BIT
    return y < _PRIME and y not in _SMALL_ORDER


def key_id(public: bytes) -> str:
    """Return the name of a public key: 32 hexadecimal digits, half of its SHA-256."""
    if len(public) != PUBLIC_BYTES:
        raise ValueError(f"a public key is {PUBLIC_BYTES} bytes, not {len(public)}")
    return hashlib.sha256(public).digest()[:KEY_ID_BYTES].hex()


@functools.lru_cache(maxsize=256)  # a case has few keys and many signatures
def _load(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)


def _bound(domain: str, message: bytes) -> bytes:
    # A line break in the domain would let two (domain, message) pairs sign the same bytes.
    if not domain or "\n" in domain:
        raise ValueError("a domain is one non-empty line")
    return domain.encode("utf-8") + b"\n" + message
