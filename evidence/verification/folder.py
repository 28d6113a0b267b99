"""The case folder: only what belongs there, and only plain files (step 1 of verify.md)."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from ..checkpoints import CHECKPOINTS_NAME, PARTS_NAME, WORK_NAME
from ..database import INDEX_FILES, INDEX_NAME
from ..desks import DESK_NAME, LEFT_BY_DESK
from ..durable import read_plain
from ..findings import Found
from ..intake import FRONTIER_NAME, MANIFEST_NAME, PENDING_NAME
from ..laying import LAID
from ..ledger import LEDGER_NAME
from ..links.schema import LEFT_BY_LINKS, LINKS_NAME, SNAPSHOT_NAME
from ..lock import LOCK_NAME
from ..scans.pending import SCAN_FILES
from ..seals import SEAL_NAME
from ..store import OBJECTS_NAME, SHARDS

_COLLECTION_FILES = (PENDING_NAME, MANIFEST_NAME, FRONTIER_NAME)
_UNDER_WAY = [[name] for name in (*_COLLECTION_FILES, SEAL_NAME, *SCAN_FILES)]
_FOLDERS = {"ledger", CHECKPOINTS_NAME, OBJECTS_NAME, WORK_NAME}
_FOLDERS |= {f"{OBJECTS_NAME}/{shard}" for shard in SHARDS}
_LEFT_BY_SQLITE = (INDEX_FILES - {INDEX_NAME}) | LEFT_BY_DESK | LEFT_BY_LINKS
_FILES = {LEDGER_NAME, LOCK_NAME, INDEX_NAME, LINKS_NAME, SNAPSHOT_NAME, DESK_NAME}
_PART = re.compile(
    r"^([0-9]+-.*\.part|scan-[0-9]+-[0-9a-f]+|[0-9a-f]{32}(\.done)?|index\.db(-wal|-shm)?)\Z",
    re.DOTALL,
)
"""Names that a writer gives to what is under way in work/parts."""
_CHECKPOINT = re.compile(rf"^{CHECKPOINTS_NAME}/[1-9][0-9]{{0,15}}\Z")


def check_folder(case: Path, pending: set[str], found: Found) -> None:
    """Report every file that does not belong; objects themselves are the object pass's work.

    `pending` are the names, below work/, of collections whose signed note was found sound.
    """
    if not _is_lock(case / LOCK_NAME):
        found.add("E610", LOCK_NAME)
    for name, kind in _walk(case, found):
        code = _judge_mark(case / name, kind) or _judge(name, kind, pending)
        if code is not None:
            found.add(code, name, kind=kind)


def _is_lock(path: Path) -> bool:
    """Tell whether the lock, if there is one, holds what a writer leaves: a process number."""
    try:
        return re.fullmatch(rb"([0-9]{1,10}\n)?", read_plain(path, 64)) is not None
    except OSError:
        return True  # missing, or judged by its kind


def _judge_mark(path: Path, kind: str) -> str | None:
    """Return W106 for the empty file that explains a list without its entry."""
    ours = kind == "file" and path.parent.name == WORK_NAME and LAID.fullmatch(path.name)
    try:
        return "W106" if ours and not path.stat().st_size else None
    except OSError:
        return None


def _judge(name: str, kind: str, pending: set[str]) -> str | None:
    """Return the finding that a path below the case is, if it is one."""
    top, *below = name.split("/")
    if kind not in ("folder", "file"):
        return "E611"
    if top == WORK_NAME and below:
        if below[0] == PARTS_NAME:
            ours = len(below) == 1 or _PART.match(below[1]) is not None
            return ("W106" if len(below) > 1 else None) if ours else "E612"
        ours = below[0] in pending and (not below[1:] or below[1:] in _UNDER_WAY)
        return None if ours else "E612"
    if kind == "folder":
        return None if name in _FOLDERS else "E610"
    if name in _LEFT_BY_SQLITE:
        return "W106"
    return None if name in _FILES or _CHECKPOINT.match(name) else "E610"


def _walk(case: Path, found: Found) -> Iterator[tuple[str, str]]:
    """Yield (path below the case, kind); shards are named and not entered."""
    stack = [""]
    while stack:
        folder = stack.pop()
        try:
            with os.scandir(case / folder) as entries:
                names = sorted((entry.name, _kind(entry)) for entry in entries)
        except OSError as error:
            found.add("E631", folder or ".", path=folder or ".", reason=error.strerror)
            continue
        for name, kind in names:
            path = f"{folder}/{name}" if folder else name
            yield path, kind
            if kind == "folder" and not (folder == OBJECTS_NAME and name in SHARDS):
                stack.append(path)


def _kind(entry: os.DirEntry[str]) -> str:
    mode = entry.stat(follow_symlinks=False).st_mode
    if stat.S_ISDIR(mode):
        return "folder"
    if stat.S_ISREG(mode):
        return "file"
    return "symbolic link" if stat.S_ISLNK(mode) else "special file"
