"""An officer's signing keys on this computer: one file each in the platform's config folder.

The private key is sealed with a passphrase (scrypt and ChaCha20-Poly1305, `hashes/seal.py`);
the public part stands beside it readable. Files are mode 0600 in a folder of mode 0700.
Format: docs/spec/key.md.
"""

import base64
import os
from dataclasses import dataclass
from pathlib import Path

from ..hashes.canonical import decode_record, encode_record
from ..hashes.seal import WrongPassphrase, seal, unseal
from ..hashes.signatures import SigningKey, generate, key_id
from .durable import read_plain, replace
from .errors import TruyvetError, guarding
from .keyset import ROLES
from .records import KeyCard, Record, Text

KEY_SUFFIX = ".key"
MAX_KEY_FILE_BYTES = 65_536


class KeyFile(Record, frozen=True, kw_only=True):
    """A key file: the public card and the private key, sealed or bare."""

    box: str = ""
    """The sealed seed, base64; bound to the card."""
    card: KeyCard
    """The public part."""
    format: Text
    """Always `truyvet/key/v1`."""
    seed: str = ""
    """The bare seed, base64, only where the officer asked for no passphrase."""


class CardFile(Record, frozen=True, kw_only=True):
    """A public key file, as handed to another officer."""

    card: KeyCard
    """The public part."""
    format: Text
    """Always `truyvet/public-key/v1`."""


KEY_FORMAT = "truyvet/key/v1"
CARD_FORMAT = "truyvet/public-key/v1"


@dataclass(frozen=True, kw_only=True, slots=True)
class Signer:
    """An opened key: it can sign."""

    card: KeyCard
    """The public part."""
    key: SigningKey
    """The private part, never printed."""


class Keyring:
    """The folder of an officer's keys."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(
        self, *, name: str, unit: str, role: str, passphrase: str | None, entropy: bytes
    ) -> KeyCard:
        """Make a key from 60 bytes of `entropy` (seed 32, salt 16, nonce 12) and store it."""
        if role not in ROLES:
            raise TruyvetError("E713", role=role, roles=", ".join(sorted(ROLES)))
        for field, value in (("name", name), ("unit", unit)):
            if not value.strip():
                raise TruyvetError("E112", field=field)
        seed, salt, nonce = entropy[:32], entropy[32:48], entropy[48:60]
        public = generate(seed).public
        card = _checked_card(
            id=key_id(public), name=name, public=public.hex(), role=role, unit=unit
        )
        file = KeyFile(card=card, format=KEY_FORMAT, seed=base64.b64encode(seed).decode())
        if passphrase is not None:
            box = seal(seed, passphrase, associated=encode_record(card), salt=salt, nonce=nonce)
            file = KeyFile(card=card, format=KEY_FORMAT, box=base64.b64encode(box).decode())
        with guarding(self.folder):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self.folder / f"{card.id}{KEY_SUFFIX}"
            replace(path, encode_record(file) + b"\n", parts=self.folder / "parts")
        return card

    def files(self) -> list[KeyFile]:
        """Return all key files, by name of file; E708 names one that is damaged."""
        with guarding(self.folder):
            try:
                names = sorted(os.listdir(self.folder))
            except FileNotFoundError:
                return []
            return [_read_key(self.folder / name) for name in names if name.endswith(KEY_SUFFIX)]

    def find(self, wanted: str | None) -> KeyFile:
        """Return the key whose id starts with `wanted`, or the only one there is."""
        files = self.files()
        if not files:
            raise TruyvetError("E701")
        found = [file for file in files if wanted is None or file.card.id.startswith(wanted)]
        if not found:
            raise TruyvetError("E702", key=wanted)
        if len(found) > 1:
            raise TruyvetError("E707", count=len(found))
        return found[0]


def _checked_card(**facts: str) -> KeyCard:
    """Make a card whose texts every reader accepts."""
    card = KeyCard(**facts)
    try:
        return decode_record(encode_record(card), KeyCard)
    except ValueError as error:
        raise TruyvetError("E206", reason=error) from error


def open_key(file: KeyFile, passphrase: str | None) -> Signer:
    """Open a key file; `passphrase` is needed where the key is sealed (E703)."""
    try:
        if file.box:
            box = base64.b64decode(file.box, validate=True)
            seed = unseal(box, passphrase or "", associated=encode_record(file.card))
        else:
            seed = base64.b64decode(file.seed, validate=True)
        key = generate(seed)
    except WrongPassphrase as error:
        raise TruyvetError("E703") from error
    except ValueError as error:
        raise TruyvetError("E708", path=file.card.id, reason=error) from error
    if key.public.hex() != file.card.public:
        raise TruyvetError(
            "E708", path=file.card.id, reason="its two halves do not belong together"
        )
    return Signer(card=file.card, key=key)


def _read_key(path: Path) -> KeyFile:
    try:
        file = decode_record(_read_small(path).removesuffix(b"\n"), KeyFile)
    except ValueError as error:
        raise TruyvetError("E708", path=path, reason=error) from error
    if file.format != KEY_FORMAT:
        raise TruyvetError("E708", path=path, reason=f"format {file.format}")
    return file


def card_bytes(card: KeyCard) -> bytes:
    """Return the public key file of `card`."""
    return encode_record(CardFile(card=card, format=CARD_FORMAT)) + b"\n"


def read_card(path: Path) -> KeyCard:
    """Return the card of a public key file; `TruyvetError` E708 when it is none."""
    with guarding(path):
        content = _read_small(path)
    try:
        file = decode_record(content.strip(), CardFile)
    except ValueError as error:
        raise TruyvetError("E708", path=path, reason=error) from error
    if file.format != CARD_FORMAT or key_id(bytes.fromhex(file.card.public)) != file.card.id:
        raise TruyvetError("E708", path=path, reason="its id is not the hash of its key")
    return file.card


def _read_small(path: Path) -> bytes:
    return read_plain(path, MAX_KEY_FILE_BYTES)
