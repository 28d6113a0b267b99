"""The digests that records bear: `sha1:` and base32, `sha256:` and hexadecimal, and others.

WARC/1.1, sections 5.8 and 5.9. Writers disagree on what a payload is: with the chunks of its
transfer coding or without; both are taken.
"""

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash

_ALGORITHMS = {
    "md5": "md5", "sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256",
    "sha384": "sha384", "sha512": "sha512", "sha-512": "sha512",
}  # fmt: skip


class Claim:
    """A digest that a header claims."""

    def __init__(self, text: str) -> None:
        """`text` is the header's value: algorithm, colon, value."""
        label, _, value = text.strip().partition(":")
        self.known = label.lower() in _ALGORITHMS
        """Whether we can compute it."""
        self.algorithm = _ALGORITHMS.get(label.lower(), "sha1")
        """Name as hashlib knows it."""
        self._value = value.strip()

    def hash(self) -> "_Hash":
        """Return a new hash of the algorithm."""
        return hashlib.new(self.algorithm, usedforsecurity=False)

    def verdict(self, found: "_Hash") -> str:
        """Return `ok`, `wrong`, or `unknown` where the value has no known spelling."""
        spellings = _values(self._value, found.digest_size) if self.known else []
        if not spellings:
            return "unknown"
        return "ok" if found.digest() in spellings else "wrong"


def _values(text: str, size: int) -> list[bytes]:
    """Return what a spelled digest may mean: hexadecimal, base32 or base64."""
    found = list[bytes]()
    padded = text.rstrip("=")
    for spelling in ("hex", "base32", "base64"):
        try:
            if spelling == "hex":
                value = bytes.fromhex(text)
            elif spelling == "base32":
                value = base64.b32decode(padded.upper() + "=" * (-len(padded) % 8))
            else:
                plain = padded.replace("-", "+").replace("_", "/")
                value = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
        except (ValueError, binascii.Error):
            continue
        if len(value) == size:
            found.append(value)
    return found
