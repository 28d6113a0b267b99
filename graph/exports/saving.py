"""An export on disk: the file whole or not at all, and its manifest beside it.

The manifest `NAME.manifest.json` says what the file is of and what it hashes to, as read back from
the disk. No item's bytes leave the case, so that no act is recorded.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from ...evidence.copying import check_target
from ...evidence.durable import drafted, sync_folder
from ...hashes.digest import hash_fd
from ..model import Source
from .interface import Exporter, Written
from .text import Text

SUFFIX = ".manifest.json"
_BUFFER = 1 << 18  # bytes; the writers hand over small pieces


@dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    """An export that was written."""

    written: Written
    """What is in it."""
    sha256: str
    """Hash of the file."""
    size: int
    """Its length in bytes."""


def manifest_path(target: Path) -> Path:
    """Return where the manifest of an export lies."""
    return target.with_name(target.name + SUFFIX)


def save(
    source: Source,
    form: Exporter,
    target: Path,
    *,
    case: Path,
    force: bool,
    software: str,
    selection: Mapping[str, Any],
) -> Saved:
    """Write a graph and its manifest; `selection` is how to ask for the same graph again.

    Raises `TruyvetError` E108 where a file is in the way, E111 inside the case, E116 where a name
    is too long.
    """
    beside = manifest_path(target)
    check_target(case, target, force=force)
    check_target(case, beside, force=force)
    with drafted(target, buffering=_BUFFER) as file:
        written = form.write(source, cast("BinaryIO", file))
        file.seek(0)  # all is handed to the system before it is read back
        digest, size = hash_fd(file.fileno())
    saved = Saved(written=written, sha256=digest.hex(), size=size)
    told = _manifest(source, form, target, saved, software, selection)
    with drafted(beside) as file:
        file.write(told)
    sync_folder(target.absolute().parent)
    return saved


def _manifest(
    source: Source, form: Exporter, target: Path, saved: Saved, software: str,
    selection: Mapping[str, Any],
) -> bytes:  # fmt: skip
    about, written, clean = source.about, saved.written, Text()
    told = {
        "file": os.fsencode(target.name).decode("utf-8", "replace"),
        "format": form.NAME,
        "sha256": saved.sha256,
        "size": saved.size,
        "nodes": written.nodes,
        "edges": written.edges,
        "replaced": written.replaced,
        "notes": [*map(clean, about.notes), *written.notes],
        "title": clean(about.title),
        "cases": list(map(clean, about.cases)),
        "question": clean(about.question),
        "selection": dict(selection),
        "as_of": about.as_of,
        "entries": about.entries,
        "recorded": about.recorded,
        "software": software,
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
