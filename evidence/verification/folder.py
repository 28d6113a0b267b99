"""The case folder: only what belongs there, and only plain files (step 1 of verify.md)."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from ..checkpoints import CHECKPOINTS_NAME, WORK_NAME
from ..findings import Found
from ..index import INDEX_FILES, INDEX_NAME
from ..intake import MANIFEST_NAME, PENDING_NAME
from ..ledger import LEDGER_NAME
from ..lock import LOCK_NAME
from ..store import OBJECTS_NAME, SHARDS

_FOLDERS = {"ledger", CHECKPOINTS_NAME, OBJECTS_NAME, WORK_NAME}
_FOLDERS |= {f"{OBJECTS_NAME}/{shard}" for shard in SHARDS}
_LEFT_BY_SQLITE = INDEX_FILES - {INDEX_NAME}
_FILES = {LEDGER_NAME, LOCK_NAME, INDEX_NAME}
_CHECKPOINT = re.compile(rf"^{CHECKPOINTS_NAME}/[1-9][0-9]{{0,15}}\Z")


def check_folder(case: Path, pending: set[str], found: Found) -> None:
    """Report every file that does not belong; objects themselves are the object pass's work.

    `pending` are the names, below work/, of collections whose signed note was found sound.
    """
    for name, kind in _walk(case, found):
        if kind not in ("folder", "file"):
            found.add("E611", name, kind=kind)
        elif kind == "folder":
            below = name.split("/")
            if name not in _FOLDERS and below[0] != WORK_NAME:
                found.add("E610", name)
            elif below[0] == WORK_NAME and below[1:] not in (
                [],
                ["parts"],
                *([p] for p in pending),
            ):
                found.add("E612", name)
        elif name.startswith(f"{WORK_NAME}/"):
            if not _is_under_way(name.split("/")[1:], pending):
                found.add("E612", name)
        elif name in _LEFT_BY_SQLITE:
            if not pending:
                found.add("E612", name)
        elif name not in _FILES and not _CHECKPOINT.match(name):
            found.add("E610", name)


def _is_under_way(parts: list[str], pending: set[str]) -> bool:
    """Tell whether a file below work/ is what a collection under way keeps there."""
    if parts[0] == "parts":
        return bool(pending)
    return parts[0] in pending and parts[1:] in ([PENDING_NAME], [MANIFEST_NAME])


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
