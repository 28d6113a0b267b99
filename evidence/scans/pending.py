"""A scan under way: its signed note, and where its results gather.

`work/<scan>/` holds the note and one database; both go when the entry stands.
"""

from pathlib import Path

from ...hashes.signatures import SigningKey
from ..keyset import KeySet
from ..notes import Pending, read_note, write_note
from ..records import Hex32, Word
from .configuration import Configuration

SCAN_DOMAIN = "truyvet/scan/v1"
SCAN_NAME = "scan.json"
GATHERED_NAME = "scan.db"
LISTS = ("manifest", "outcomes", "observations", "texts", "efforts")
"""The lists that a finished scan leaves, in this order."""
SCAN_FILES = (SCAN_NAME, *LISTS, *(f"{GATHERED_NAME}{end}" for end in ("", "-wal", "-shm")))
"""What may stand in the folder of a scan under way."""


class PendingScan(Pending, frozen=True, kw_only=True):
    """What is being examined, by whom and with what."""

    configuration: Configuration
    """Who examines, in order, and with what beside the bytes."""
    left_out: tuple[Word, ...] = ()
    """Extractors that were not asked."""
    scan: Hex32
    """Random id of the scan."""


def write_scan(folder: Path, pending: PendingScan, key: SigningKey) -> None:
    """Sign the note and write it into `folder`, which appears whole."""
    write_note(folder, SCAN_NAME, SCAN_DOMAIN, pending, key)


def read_scan(folder: Path, case_id: str, keys: KeySet) -> PendingScan | None:
    """Return the signed note in `folder`, or none where it is not a sound one of this case."""
    pending = read_note(folder / SCAN_NAME, SCAN_DOMAIN, PendingScan, keys)
    if pending is None or (pending.scan, pending.case) != (folder.name, case_id):
        return None
    return pending


def scan_folders(work: Path) -> list[Path]:
    """Return the folders of scans under way, oldest name first."""
    if not work.is_dir():
        return []
    return sorted(path for path in work.iterdir() if (path / SCAN_NAME).exists())
