"""Signed notes: what is under way in work/, by whom, signed before the first byte is stored.

A note tells the verifier why there are objects that no entry names yet. It is removed when the
entry stands. Format: docs/spec/case.md, section "Work in progress".
"""

from pathlib import Path
from typing import TypeVar

import msgspec

from ..hashes.canonical import encode_record
from ..hashes.signatures import SigningKey, verify
from .checkpoints import PARTS_NAME
from .durable import make_private, read_plain, replace, sync_folder
from .entry import Signature, sign_record, signature_bytes
from .keyset import KeySet
from .records import Actor, CaseId, Count, Moment, Record, Text

MAX_NOTE_BYTES = 64 << 20
"""Longest note: it lists every source that was named on the command line."""


class Pending(Record, frozen=True, kw_only=True):
    """What every note says, whatever it is a note of."""

    actor: Actor
    """The officer."""
    case: CaseId
    """The case's id."""
    entries: Count
    """Number of entries in the ledger when it began."""
    purpose: Text = ""
    """Why."""
    started: Moment
    """When it began."""


Noted = TypeVar("Noted", bound=Pending)


class SignedNote(Record, frozen=True, kw_only=True):
    """A note with its signature."""

    pending: msgspec.Raw
    """What is under way."""
    sigs: tuple[Signature, ...]
    """One signature, by the actor's key."""


def write_note(folder: Path, name: str, domain: str, pending: Pending, key: SigningKey) -> None:
    """Sign `pending` under `domain` and write it as `name` into `folder`, which appears whole."""
    signature = sign_record(domain, pending, key, pending.actor.key)
    content = b'{"pending":%b,"sigs":[%b]}\n' % (encode_record(pending), encode_record(signature))
    draft = folder.parent / PARTS_NAME / folder.name
    make_private(draft)
    replace(draft / name, content, parts=draft.parent)
    draft.rename(folder)
    sync_folder(folder.parent)


def read_note(path: Path, domain: str, type_: type[Noted], keys: KeySet) -> Noted | None:
    """Return the signed note at `path`, or none where it is not a sound one.

    Sound is what a key that was valid when the work began has signed. A note cannot be carried
    over from elsewhere: the caller compares case and folder. It outlives its signer's revocation.
    """
    try:
        content = read_plain(path, MAX_NOTE_BYTES)
        signed = msgspec.json.decode(content, type=SignedNote)
        pending = msgspec.json.decode(signed.pending, type=type_)
        (signature,) = signed.sigs
        raw = signature_bytes(signature)
        body = encode_record(pending)
    except (OSError, ValueError):
        return None
    if content != b'{"pending":%b,"sigs":[%b]}\n' % (body, encode_record(signature)):
        return None
    admission = keys.get(signature.key)
    if admission is None or signature.key != pending.actor.key:
        return None
    if not admission.covers(pending.entries):
        return None
    return pending if verify(bytes.fromhex(admission.card.public), raw, domain, body) else None
