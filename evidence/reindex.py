"""Reading the ledger and its manifests into the index."""

from itertools import islice

import msgspec

from ..hashes.digest import sha256_hex
from .acts import Collect
from .entry import Entry
from .errors import TruyvetError
from .index import Index
from .ledger import Ledger
from .manifest import read_lines
from .store import Store


def catch_up(index: Index, ledger: Ledger, store: Store, *, limit: int | None = None) -> bool:
    """Read into `index` what the ledger says beyond it, up to `limit` entries, in one transaction.

    Returns False, with the index unchanged, when the index speaks of another ledger. Raises
    `TruyvetError` E603 when a manifest is missing or does not parse.
    """
    known, prev = index.head() or (0, "")
    entries = 0
    index.begin()
    try:
        for leaf, signed in islice(ledger.leaves(), limit):
            digest = sha256_hex(leaf)
            if entries == known - 1 and digest != prev:
                break
            if entries >= known:
                _read_entry(index, signed.entry, digest, store)
            entries += 1
    except BaseException:
        index.rollback()
        raise
    if entries < known:
        index.rollback()
        return False
    index.commit()
    return True


def _read_entry(index: Index, entry: Entry, digest: str, store: Store) -> None:
    act = entry.act
    if isinstance(act, Collect):
        if not entry.outputs:
            raise TruyvetError("E603", reason=f"entry {entry.seq} names no manifest")
        path, position = store.path(entry.outputs[0].sha256), 0
        try:
            for lines in read_lines(path):
                position = index.add_items(entry.seq, act.collection, lines, position)
        except (OSError, ValueError, msgspec.MsgspecError) as error:
            raise TruyvetError("E603", reason=f"manifest of entry {entry.seq}: {error}") from error
    index.add_entry(entry, digest)
