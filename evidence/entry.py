"""One line of the ledger: an entry and its signatures.

Leaf bytes = canonical JSON (RFC 8785) of `{"entry":E,"sigs":[…]}`; a signature covers the
domain line `truyvet/entry/v1` and the canonical E. Format: docs/spec/case.md, section "Entry".
"""

import base64
from typing import Annotated, Literal

import msgspec

from ..hashes.canonical import NotARecord, decode_record, encode_record
from ..hashes.signatures import SigningKey
from .acts import Act
from .errors import TruyvetError
from .records import (
    Actor,
    Authority,
    CaseId,
    CheckpointRef,
    Count,
    Hex32,
    Hex64,
    Moment,
    Record,
    Ref,
    Text,
    Tool,
)

ENTRY_DOMAIN = "truyvet/entry/v1"
"""First line of what an entry's signature covers: no signature serves for two purposes."""
FIRST_PREV = "0" * 64
"""`prev` of the first entry."""
MAX_LEAF_BYTES = 65_535
"""Longest line; bulk belongs into objects, so that an entry never grows with a collection."""


class Entry(Record, frozen=True, kw_only=True):
    """One act of one person."""

    act: Act
    """What was done."""
    actor: Actor
    """Who did it."""
    authority: Authority | None = None
    """On what legal ground."""
    case: CaseId
    """The case's id, the same in every entry."""
    checkpoint: CheckpointRef | None = None
    """The newest checkpoint at that time: so every checkpoint but the last is listed."""
    inputs: tuple[Ref, ...] = ()
    """Objects the act used."""
    outputs: tuple[Ref, ...] = ()
    """Objects the act made."""
    prev: Hex64
    """SHA-256 of the previous leaf bytes."""
    purpose: Text = ""
    """Why, in the officer's words."""
    salt: Hex32
    """128 random bits: a sibling hash in a proof tells nothing about the entry."""
    seq: Count
    """Position in the ledger, from 0."""
    time: Moment
    """When."""
    tool: Tool
    """With what."""
    version: Literal[1]
    """Version of this format."""


class Signature(Record, frozen=True, kw_only=True):
    """A signature over an entry."""

    alg: Literal["ed25519"]
    """The one algorithm of this version."""
    key: Hex32
    """Id of the key."""
    sig: str
    """64 bytes, standard base64."""


class SignedEntry(Record, frozen=True, kw_only=True):
    """An entry with its signatures: what one line of the ledger holds."""

    entry: Entry
    """The act."""
    sigs: Annotated[tuple[Signature, ...], msgspec.Meta(min_length=1, max_length=8)]
    """Signatures over the entry; the first is the actor's."""


def sign_record(domain: str, record: Record, key: SigningKey, key_id: str) -> Signature:
    """Return the signature of `key` over the domain line and the canonical `record`."""
    sig = base64.b64encode(key.sign(domain, encode_record(record))).decode()
    return Signature(alg="ed25519", key=key_id, sig=sig)


def sign_entry(entry: Entry, key: SigningKey, key_id: str) -> bytes:
    """Return the leaf bytes of `entry` signed by `key`, without the line end.

    The leaf is read back before it is returned: what no reader would accept is never written.
    Raises `TruyvetError` E204 when the line would be longer than `MAX_LEAF_BYTES`, E206 when it
    breaks the format in another way.
    """
    try:
        signature = sign_record(ENTRY_DOMAIN, entry, key, key_id)
        leaf = encode_record(SignedEntry(entry=entry, sigs=(signature,)))
        if len(leaf) > MAX_LEAF_BYTES:
            raise TruyvetError("E204", size=len(leaf), limit=MAX_LEAF_BYTES)
        read_leaf(leaf)
    except ValueError as error:
        raise TruyvetError("E206", reason=error) from error
    return leaf


def read_leaf(leaf: bytes) -> SignedEntry:
    """Parse one line of the ledger, without its line end.

    Raises `NotARecord` or `NotCanonical` of `hashes.canonical`, both `ValueError`.
    """
    if len(leaf) > MAX_LEAF_BYTES:
        raise NotARecord(f"longer than {MAX_LEAF_BYTES} bytes")
    return decode_record(leaf, SignedEntry)


def signature_bytes(signature: Signature) -> bytes:
    """Return the 64 raw bytes of a signature; `ValueError` if the text is not their base64."""
    try:
        raw = base64.b64decode(signature.sig, validate=True)
    except ValueError as error:
        raise ValueError("not base64") from error
    if len(raw) != 64 or base64.b64encode(raw).decode() != signature.sig:
        raise ValueError("not 64 bytes in their one base64 form")
    return raw
