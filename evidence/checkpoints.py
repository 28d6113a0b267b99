"""The folder of checkpoints: signed tree heads, one file for each ledger size.

Format: C2SP tlog-checkpoint and signed-note (`hashes/checkpoint.py`); origin and key name are
`truyvet/<case id>`.
"""

import os
import re
from pathlib import Path

from ..hashes.checkpoint import Checkpoint, sign
from ..hashes.digest import sha256_hex
from ..hashes.signatures import SigningKey
from .durable import read_plain, replace
from .records import CheckpointRef

CHECKPOINTS_NAME = "ledger/checkpoints"
WORK_NAME = "work"
"""Folder of a case for what is under way: parts of files, unfinished collections."""
PARTS_NAME = "parts"
"""Folder below it for parts of files; the next act removes what a crash leaves there."""
_NAME = re.compile(r"^[1-9][0-9]{0,15}\Z")
MAX_CHECKPOINT_BYTES = 65_536
"""A signed note is short; a longer file is not read."""


def origin_of(case_id: str) -> str:
    """Return the origin line, which is also the key name, of a case's checkpoints."""
    return f"truyvet/{case_id}"


class Checkpoints:
    """The folder `ledger/checkpoints` of a case."""

    def __init__(self, case: Path) -> None:
        self.folder = case / CHECKPOINTS_NAME
        self._parts = case / WORK_NAME / PARTS_NAME

    def sizes(self) -> list[int]:
        """Return the ledger sizes for which a checkpoint is stored, smallest first."""
        if not self.folder.is_dir():
            return []
        with os.scandir(self.folder) as entries:
            return sorted(int(entry.name) for entry in entries if _NAME.match(entry.name))

    def read(self, size: int) -> bytes:
        """Return the bytes of the checkpoint over `size` entries."""
        return read_plain(self.folder / str(size), MAX_CHECKPOINT_BYTES + 1)

    def newest(self) -> CheckpointRef | None:
        """Return a reference to the checkpoint over the most entries."""
        sizes = self.sizes()
        if not sizes:
            return None
        return CheckpointRef(sha256=sha256_hex(self.read(sizes[-1])), size=sizes[-1])

    def write(self, case_id: str, size: int, root: bytes, key: SigningKey) -> bytes:
        """Sign and store the checkpoint over `size` entries; one already there is kept."""
        origin = origin_of(case_id)
        note = sign(Checkpoint(origin=origin, size=size, root=root), origin, key)
        path = self.folder / str(size)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            replace(path, note, parts=self._parts)
        return note
