"""Reading the ledger and its manifests into the index."""

from itertools import islice
from pathlib import Path

import msgspec

from ..hashes.digest import sha256_hex
from .acts import Collect, Scan
from .entry import Entry
from .errors import TruyvetError
from .index import Index
from .ledger import Ledger
from .manifest import read_lines
from .scans.observation import MAX_TEXT_LINE
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
                read_entry(index, signed.entry, digest, store)
            entries += 1
    except BaseException:
        index.rollback()
        raise
    if entries < known:
        index.rollback()
        return False
    index.commit()
    return True


def read_entry(index: Index, entry: Entry, digest: str, store: Store) -> None:
    """Read into `index` an entry with this leaf hash and all that its objects say.

    Raises `TruyvetError` E603 when one of them is missing or does not parse.
    """
    act = entry.act
    try:
        if isinstance(act, Collect):
            if not entry.outputs:
                raise TruyvetError("E603", reason=f"entry {entry.seq} names no manifest")
            _read_items(index, entry.seq, act.collection, store.path(entry.outputs[0].sha256))
        index.add_entry(entry, digest)
        if isinstance(act, Scan):
            _read_scan(index, entry, act, store)
    except (OSError, ValueError, KeyError, msgspec.MsgspecError) as error:
        raise TruyvetError("E603", reason=f"manifest of entry {entry.seq}: {error}") from error


def _read_items(index: Index, seq: int, collection: str, path: Path) -> None:
    position = 0
    for lines in read_lines(path):
        position = index.add_items(seq, collection, lines, position)


def _read_scan(index: Index, entry: Entry, act: Scan, store: Store) -> None:
    paths = {ref.kind: store.path(ref.sha256) for ref in entry.outputs}
    seq, into = entry.seq, index.examinations
    if "manifest" in paths:
        _read_items(index, seq, act.scan, paths["manifest"])
    if "outcomes" in paths:
        for lines in read_lines(paths["outcomes"]):
            into.add_outcomes(seq, act, lines)
    n = position = 0
    if "observations" in paths:
        for lines in read_lines(paths["observations"]):
            n, position = into.add_observations(seq, act, lines, n, position)
    position = 0
    if "texts" in paths:
        for lines in read_lines(paths["texts"], longest=MAX_TEXT_LINE):
            position = into.add_texts(seq, act, lines, position)
