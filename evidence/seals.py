"""Seals: the officer's signature over a manifest as it grows.

Whoever can write into the case between a kill and the next run could add lines to a manifest that
is not yet named by an entry. So each group of lines is sealed when it is written, and only sealed
lines are taken up again. Format: docs/spec/case.md, section "Work in progress".
"""

import hashlib
from pathlib import Path

from ..hashes.canonical import decode_record, encode_record
from ..hashes.signatures import SigningKey, verify
from .checkpoints import PARTS_NAME
from .durable import open_plain, read_plain, replace
from .entry import Signature, sign_record, signature_bytes
from .records import Count, Hex32, Hex64, KeyCard, Record

SEAL_DOMAIN = "truyvet/seal/v1"
SEAL_NAME = "sealed.json"
MAX_SEAL_BYTES = 4_096


class Seal(Record, frozen=True, kw_only=True):
    """How far a manifest is vouched for."""

    collection: Hex32
    """Id of the collection."""
    sha256: Hex64
    """Hash of the first `size` bytes of the manifest."""
    size: Count
    """Length of the lines that are vouched for."""


class SignedSeal(Record, frozen=True, kw_only=True):
    """A seal with its signature."""

    seal: Seal
    """How far."""
    sig: Signature
    """By the key of the officer who collects."""


class Seals:
    """The seal of one collection: written by its officer, read by whoever continues it."""

    def __init__(self, folder: Path, card: KeyCard, key: SigningKey | None) -> None:
        """`card` is the collecting officer's; `key` is none where nothing will be added."""
        self._folder = folder
        self._card = card
        self._key = key

    def write(self, size: int, sha256: str) -> None:
        """Seal the first `size` bytes of the manifest, which hash to `sha256`."""
        if self._key is None:
            return
        seal = Seal(collection=self._folder.name, sha256=sha256, size=size)
        signature = sign_record(SEAL_DOMAIN, seal, self._key, self._card.id)
        signed = SignedSeal(seal=seal, sig=signature)
        parts = self._folder.parent / PARTS_NAME
        replace(self._folder / SEAL_NAME, encode_record(signed), parts=parts)

    def sealed(self, manifest: Path) -> int:
        """Return how many bytes of the manifest are vouched for; 0 where the seal does not fit."""
        try:
            content = read_plain(self._folder / SEAL_NAME, MAX_SEAL_BYTES)
            signed = decode_record(content, SignedSeal)
            raw = signature_bytes(signed.sig)
        except (OSError, ValueError):
            return 0
        seal, public = signed.seal, bytes.fromhex(self._card.public)
        if (seal.collection, signed.sig.key) != (self._folder.name, self._card.id):
            return 0
        if not verify(public, raw, SEAL_DOMAIN, encode_record(seal)):
            return 0
        return seal.size if _hash_of(manifest, seal.size) == seal.sha256 else 0


def _hash_of(path: Path, size: int) -> str:
    digest = hashlib.sha256()
    with open_plain(path) as file:
        while size > 0 and (chunk := file.read(min(size, 1 << 20))):
            digest.update(chunk)
            size -= len(chunk)
    return digest.hexdigest() if size == 0 else ""
