"""A collection under way: what was taken in so far, safe against being killed.

`work/<collection>/` holds a signed note of what is being collected and the manifest as it grows.
Order of safety: objects are synced, then their manifest lines are written; only the finished
manifest is named by an entry. A killed collection is continued from its manifest; the signed
note tells the verifier why there are objects that no entry names yet. Nothing under work/ is
evidence. Format: docs/spec/case.md, section "Work in progress".
"""

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ..hashes.canonical import encode_record
from ..hashes.signatures import SigningKey
from . import notes
from .acts import SourcePath, Totals
from .checkpoints import PARTS_NAME, WORK_NAME
from .durable import make_private
from .errors import TruyvetError
from .item import Item
from .keyset import KeySet
from .manifest import ManifestWriter
from .notes import read_note, write_note
from .records import Hex32, Ref, Text
from .seals import Seals
from .store import Store
from .times import utc_of

PENDING_DOMAIN = "truyvet/pending/v1"
PENDING_NAME = "pending.json"
MANIFEST_NAME = "manifest.jsonl"
FRONTIER_NAME = "frontier.sqlite"
"""What a crawl has still to do; made anew by every run."""
SYNC_ITEMS = 4_000
"""Items between two syncs: one syncfs costs as much as some dozen single fsyncs."""
SYNC_BYTES = 512 << 20
"""Bytes between two syncs: bounds what a kill makes us read again."""

NOTHING = Totals(bytes=0, items=0, problems=0, stored=0)
"""The totals of no items."""


class Pending(notes.Pending, frozen=True, kw_only=True):
    """What is being collected, by whom: written and signed before the first byte is stored."""

    collection: Hex32
    """Random id of the collection."""
    collector: Text
    """Which collector."""
    note: Text = ""
    """The officer's note."""
    options: Text = ""
    """What else the command asked for, as its collector writes it; a digest, where it is long."""
    sources: tuple[SourcePath, ...]
    """All sources, in order."""


def write_pending(folder: Path, pending: Pending, key: SigningKey) -> None:
    """Sign `pending` and write it into `folder`, which appears whole."""
    write_note(folder, PENDING_NAME, PENDING_DOMAIN, pending, key)


def read_pending(folder: Path, case_id: str, keys: KeySet) -> Pending | None:
    """Return the signed note in `folder`, or none where it is not a sound one of this case."""
    pending = read_note(folder / PENDING_NAME, PENDING_DOMAIN, Pending, keys)
    if pending is None or (pending.collection, pending.case) != (folder.name, case_id):
        return None
    return pending


def remove_pending(folder: Path) -> None:
    """Remove the folder of a collection that is recorded; it goes from work/ all at once."""
    gone = folder.parent / PARTS_NAME / f"{folder.name}.done"
    make_private(gone.parent)
    folder.rename(gone)
    shutil.rmtree(gone)


def pending_folders(case: Path) -> list[Path]:
    """Return the folders of collections under way, oldest name first."""
    work = case / WORK_NAME
    if not work.is_dir():
        return []
    return sorted(path for path in work.iterdir() if (path / PENDING_NAME).exists())


class Done:
    """What a continued collection has already: (source, path) with size and times.

    Kept in a private temporary database, so that memory does not grow with the collection.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("")
        self._database.execute(
            "CREATE TABLE done (source INTEGER, path BLOB, facts TEXT, PRIMARY KEY (source, path))"
            " WITHOUT ROWID"
        )
        self.count = 0

    def learn(self, items: list[Item]) -> None:
        """Take in items; of a path met twice the later counts."""
        rows = [(item.source, item.raw_path(), _facts(item.size, item.modified)) for item in items]
        self._database.executemany("INSERT OR REPLACE INTO done VALUES (?,?,?)", rows)
        self.count += len(rows)

    def has(self, source: int, path: bytes, size: int | None, modified: int | None) -> bool:
        """Tell whether this path was taken in with this size and modification time.

        `modified` is in nanoseconds since 1970, none for what bears no time.
        """
        if not self.count:
            return False
        query = "SELECT facts FROM done WHERE source = ? AND path = ?"
        row = self._database.execute(query, (source, path)).fetchone()
        return row is not None and row[0] == _facts(
            size, None if modified is None else utc_of(modified)
        )


def _facts(size: int | None, modified: str | None) -> str:
    return f"{size}/{modified}"


@dataclass(kw_only=True, slots=True)
class _Group:
    """Blocks of manifest lines whose objects are synced together."""

    blocks: list[bytes] = field(default_factory=list)
    totals: Totals = NOTHING

    def add(self, block: bytes, totals: Totals) -> None:
        self.blocks.append(block)
        self.totals = _plus(self.totals, totals)

    def is_worth_a_sync(self, times: int) -> bool:
        return self.totals.items >= times * SYNC_ITEMS or self.totals.bytes >= times * SYNC_BYTES


class Intake:
    """Takes in blocks of manifest lines whose objects the readers have written."""

    def __init__(self, folder: Path, pending: Pending, store: Store, seals: Seals) -> None:
        self.folder = folder
        self.pending = pending
        self.done = Done()
        self._store = store
        self._seals = seals
        self._manifest = ManifestWriter(folder / MANIFEST_NAME)
        self._safe = NOTHING
        self._waiting = _Group()
        self._syncing = _Group()
        self._sync: Future[None] | None = None
        self._thread = ThreadPoolExecutor(max_workers=1)

    @property
    def next_n(self) -> int:
        """Number of the next item."""
        return self._safe.items + self._syncing.totals.items + self._waiting.totals.items

    def recover(self) -> Iterator[list[bytes]]:
        """Yield the lines that an earlier, killed run has left, and learn what they hold."""
        for items in self._manifest.recover(
            self._store.has, self._seals.sealed(self._manifest.path)
        ):
            self._safe = sum_up(items, self._safe)
            self.done.learn(items)
            yield [encode_record(item) for item in items]

    def add(self, block: bytes, totals: Totals) -> list[bytes]:
        """Take in a block of manifest lines, which sum up to `totals`.

        Returns the lines, of this block and of earlier ones, that have become safe.
        """
        self._waiting.add(block, totals)
        if self._sync is None:
            if self._waiting.is_worth_a_sync(1):
                self._start()
            return []
        # One group is synced while the next comes in; a slow disk holds the readers back.
        if self._sync.done() or self._waiting.is_worth_a_sync(4):
            return self._settle()
        return []

    def flush(self) -> list[bytes]:
        """Sync all objects, then write their lines; return those lines."""
        lines = self._settle()
        if self._waiting.blocks:
            self._start()
            lines += self._settle()
        return lines

    def hurry(self) -> list[bytes]:
        """Begin to sync what waits, without waiting for it; return the lines that became safe.

        For what comes in slowly: a kill between two calls takes no more than came in since.
        """
        lines = self._settle() if self._sync is not None and self._sync.done() else []
        if self._sync is None and self._waiting.blocks:
            self._start()
        return lines

    def _start(self) -> None:
        """Begin to sync the group that waits, in a thread of its own."""
        self._syncing, self._waiting = self._waiting, _Group()
        self._sync = self._thread.submit(self._store.sync)

    def _settle(self) -> list[bytes]:
        """Wait for the sync that is under way, then write the lines of its group."""
        if self._sync is None:
            return []
        self._sync.result()
        lines = self._manifest.append(b"".join(self._syncing.blocks))
        self._seals.write(*self._manifest.state())
        self._safe = _plus(self._safe, self._syncing.totals)
        self._syncing, self._sync = _Group(), None
        return lines

    def totals(self) -> Totals:
        """Return what has come in and is safe."""
        return self._safe

    def status(self, *, finished: bool) -> Literal["complete", "partial", "closed"]:
        """Return the collection's status as its entry will state it."""
        if not finished:
            return "closed"
        return "partial" if self._safe.problems else "complete"

    def finish(self) -> Ref:
        """Put the manifest into the store, sync it and return its reference."""
        self.flush()
        self.close()
        ref = self._manifest.ref()
        if self._store.put_file(self._manifest.path).sha256 != ref.sha256:
            raise TruyvetError("E302", sha256=ref.sha256)  # the disk lost what was written
        self._store.sync()
        return ref

    def close(self) -> None:
        """Let go of the files; what is safe stays for the next run."""
        self._thread.shutdown()
        self._manifest.close()

    def remove(self) -> None:
        """Remove the folder once the entry stands."""
        remove_pending(self.folder)


def sum_up(items: Iterable[Item], start: Totals) -> Totals:
    """Return the totals of `items`, added to `start`."""
    size, count, problems, stored = start.bytes, start.items, start.problems, start.stored
    unverified = start.unverified
    for item in items:
        count += 1
        problems += item.problem is not None
        unverified += item.unverified
        if item.sha256 is not None:
            stored += 1
            size += item.size or 0
    return Totals(bytes=size, items=count, problems=problems, stored=stored, unverified=unverified)


def _plus(one: Totals, other: Totals) -> Totals:
    return Totals(
        bytes=one.bytes + other.bytes,
        items=one.items + other.items,
        problems=one.problems + other.problems,
        stored=one.stored + other.stored,
        unverified=one.unverified + other.unverified,
    )
