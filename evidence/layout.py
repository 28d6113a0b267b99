"""The parts of a case folder, in one value. Format: docs/spec/case.md, section "Folder"."""

import os
from contextlib import closing
from pathlib import Path

from .checkpoints import PARTS_NAME, WORK_NAME, Checkpoints
from .database import INDEX_NAME
from .durable import make_private
from .errors import INDEX_ERRORS, TruyvetError, guarding, of_sqlite_error
from .index import Index
from .intake import Pending, pending_folders, read_pending
from .keyset import KeySet
from .ledger import LEDGER_NAME, Ledger
from .reindex import catch_up
from .scans.gathering import Gathering
from .scans.pending import GATHERED_NAME, PendingScan, read_scan, scan_folders
from .store import Store

TORN_NAME = "torn-tail"
"""Files of work/ that hold torn bytes until their repair is recorded; the hash follows."""


class Layout:
    """Where ledger, checkpoints, objects, index and work stand in the case at `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = Ledger(folder)
        self.checkpoints = Checkpoints(folder)
        self.work = folder / WORK_NAME
        self.parts = self.work / PARTS_NAME
        self.store = Store(folder, self.parts)
        self.index_path = folder / INDEX_NAME

    def drop_index(self) -> None:
        """Remove the index, which can always be built again."""
        for suffix in ("", "-wal", "-shm"):
            (self.folder / f"{INDEX_NAME}{suffix}").unlink(missing_ok=True)

    def open_index(self, head: tuple[int, str]) -> Index:
        """Open the index for writing and bring it to `head`, rebuilding it where it is damaged."""
        index = self._usable_index(head)
        if index is None:
            self.build_index()
            index = Index.open(self.index_path, writable=True)
        return index

    def _usable_index(self, head: tuple[int, str]) -> Index | None:
        """Return the stored index at `head`; none where it is damaged or of another ledger."""
        if not self.index_path.exists():
            return None
        index = None
        try:
            with guarding(self.index_path):
                index = Index.open(self.index_path, writable=True)
                if index.head() == head or catch_up(index, self.ledger, self.store):
                    return index
        except TruyvetError as error:
            if index is not None:
                index.close()
            if error.code != "E602":
                raise
            return None
        index.close()
        return None

    def build_index(self) -> None:
        """Build the index anew beside the old one, then put it in its place."""
        make_private(self.parts)
        draft = self.parts / INDEX_NAME
        draft.unlink(missing_ok=True)
        try:
            with closing(Index.open(draft, writable=True)) as index:
                catch_up(index, self.ledger, self.store)
        except INDEX_ERRORS as error:
            damaged = of_sqlite_error(error, draft)
            if damaged.code == "E602":
                raise TruyvetError("E603", reason=error) from error
            raise damaged from error
        self.drop_index()
        draft.rename(self.index_path)

    def pendings(self, case_id: str, keys: KeySet) -> list[tuple[Path, Pending]]:
        """Return the collections under way whose note a valid key has signed for this case."""
        folders = pending_folders(self.folder)
        pairs = ((folder, read_pending(folder, case_id, keys)) for folder in folders)
        return [(folder, pending) for folder, pending in pairs if pending is not None]

    def scans(self, case_id: str, keys: KeySet) -> list[tuple[Path, PendingScan]]:
        """Return the scans under way whose note a valid key has signed for this case."""
        pairs = ((folder, read_scan(folder, case_id, keys)) for folder in scan_folders(self.work))
        return [(folder, pending) for folder, pending in pairs if pending is not None]

    def gathered_objects(self) -> set[str]:
        """Return the objects that scans under way have taken in and no entry names yet."""
        names = set[str]()
        for folder in scan_folders(self.work):
            if (folder / GATHERED_NAME).exists():
                with closing(Gathering(folder / GATHERED_NAME)) as gathering:
                    names |= {item.sha256 for item in gathering.children() if item.sha256}
        return names


def find_case(start: Path) -> Path:
    """Return the case that `start` is or stands in, as git finds a repository (E101)."""
    start = Path(os.path.abspath(start))
    for folder in (start, *start.parents):
        if (folder / LEDGER_NAME).is_file():
            return folder
    raise TruyvetError("E101", path=start)
