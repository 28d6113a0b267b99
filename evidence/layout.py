"""The parts of a case folder, in one value. Format: docs/spec/case.md, section "Folder"."""

import os
from pathlib import Path

from .checkpoints import WORK_NAME, Checkpoints
from .errors import TruyvetError
from .index import INDEX_NAME, Index
from .intake import Pending, pending_folders, read_pending
from .keyset import KeySet
from .ledger import LEDGER_NAME, Ledger
from .reindex import catch_up
from .store import Store


class Layout:
    """Where ledger, checkpoints, objects, index and work stand in the case at `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = Ledger(folder)
        self.checkpoints = Checkpoints(folder)
        self.work = folder / WORK_NAME
        self.parts = self.work / "parts"
        self.store = Store(folder, self.parts)
        self.index_path = folder / INDEX_NAME

    def drop_index(self) -> None:
        """Remove the index, which can always be built again."""
        for suffix in ("", "-wal", "-shm"):
            (self.folder / f"{INDEX_NAME}{suffix}").unlink(missing_ok=True)

    def open_index(self, head: tuple[int, str]) -> Index:
        """Open the index for writing and bring it to `head`, rebuilding it where it must be."""
        try:
            index = Index.open(self.index_path, writable=True)
            if index.head() == head or catch_up(index, self.ledger, self.store):
                return index
            index.close()
        except TruyvetError as error:
            if error.code != "E602":
                raise
        self.drop_index()
        index = Index.open(self.index_path, writable=True)
        try:
            catch_up(index, self.ledger, self.store)
        except BaseException:
            index.close()
            raise
        return index

    def pendings(self, keys: KeySet) -> list[tuple[Path, Pending]]:
        """Return the collections under way whose note an admitted key has signed."""
        public_of = {admission.card.id: admission.card.public for admission in keys.all()}
        pairs = (
            (folder, read_pending(folder, public_of)) for folder in pending_folders(self.folder)
        )
        return [(folder, pending) for folder, pending in pairs if pending is not None]


def find_case(start: Path) -> Path:
    """Return the case that `start` is or stands in, as git finds a repository (E101)."""
    start = Path(os.path.abspath(start))
    for folder in (start, *start.parents):
        if (folder / LEDGER_NAME).is_file():
            return folder
    raise TruyvetError("E101", path=start)
