"""Cases that say something untrue, signed all the same: what only the holder of a key can make."""

import base64
from collections.abc import Callable
from pathlib import Path

import msgspec

from truyvet.evidence.case import Case
from truyvet.evidence.checkpoints import CHECKPOINTS_NAME, origin_of
from truyvet.evidence.entry import (
    ENTRY_DOMAIN,
    FIRST_PREV,
    Entry,
    Signature,
    SignedEntry,
    read_leaf,
)
from truyvet.evidence.keyring import Signer
from truyvet.evidence.ledger import LEDGER_NAME
from truyvet.hashes.canonical import encode_record
from truyvet.hashes.checkpoint import Checkpoint, sign
from truyvet.hashes.digest import sha256_hex
from truyvet.hashes.merkle import Frontier, leaf_hash

from .people import officer

change = msgspec.structs.replace


def leaf_of(entry: Entry, signer: Signer) -> bytes:
    """Sign `entry` whatever it says."""
    sig = base64.b64encode(signer.key.sign(ENTRY_DOMAIN, encode_record(entry))).decode()
    signature = Signature(alg="ed25519", key=signer.card.id, sig=sig)
    return encode_record(SignedEntry(entry=entry, sigs=(signature,)))


def entries_of(case: Case | Path) -> list[Entry]:
    """Return all entries of a case."""
    folder = case if isinstance(case, Path) else case.folder
    lines = (folder / LEDGER_NAME).read_bytes().splitlines()
    return [read_leaf(line).entry for line in lines]


def rewrite(
    case: Case,
    alter: Callable[[list[Entry]], list[Entry]],
    *,
    signer: Signer | None = None,
    relink: bool = True,
) -> None:
    """Write the ledger and its checkpoints anew as one who holds the key could.

    `alter` is given the entries and returns those to write; `relink` makes `prev` and the names
    of checkpoints fit. The index is dropped.
    """
    holder = signer or officer()
    entries = alter(entries_of(case))
    frontier, prev, lines = Frontier(), FIRST_PREV, []
    for path in (case.folder / CHECKPOINTS_NAME).iterdir():
        path.unlink()
    newest = None
    for entry in entries:
        linked = change(entry, prev=prev, checkpoint=newest) if relink else entry
        leaf = leaf_of(linked, holder)
        lines.append(leaf + b"\n")
        frontier.append(leaf_hash(leaf))
        prev = sha256_hex(leaf)
        note = write_checkpoint(case, entry.case, frontier, holder)
        newest = case.checkpoints.newest()
        assert newest is not None
        assert newest.sha256 == sha256_hex(note)
    case.ledger.path.write_bytes(b"".join(lines))
    case.drop_index()


def write_checkpoint(case: Case, case_id: str, frontier: Frontier, signer: Signer) -> bytes:
    """Sign a checkpoint over `frontier` and write it over what is there."""
    origin = origin_of(case_id)
    checkpoint = Checkpoint(origin=origin, size=frontier.size, root=frontier.root())
    note = sign(checkpoint, origin, signer.key)
    (case.folder / CHECKPOINTS_NAME / str(frontier.size)).write_bytes(note)
    return note


def altered_last(**changes: object) -> Callable[[list[Entry]], list[Entry]]:
    """Return an alteration that changes fields of the last entry."""
    return lambda entries: [*entries[:-1], change(entries[-1], **changes)]


def appended(entry: Callable[[Entry], Entry]) -> Callable[[list[Entry]], list[Entry]]:
    """Return an alteration that adds an entry made from the last one, numbered after it."""
    return lambda entries: [*entries, change(entry(entries[-1]), seq=entries[-1].seq + 1)]
