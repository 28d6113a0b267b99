"""The index: what it says is what ledger and manifests say (step 13 of verify.md)."""

import shutil
import tempfile
from contextlib import closing
from pathlib import Path

from ..database import INDEX_NAME
from ..errors import INDEX_ERRORS, TruyvetError
from ..findings import Finding, finding
from ..index import Index
from ..ledger import Ledger
from ..reindex import catch_up
from ..store import Store

_NO_TRUTH = frozenset({"E110", "E201", "E202", "E603"})
"""A damaged ledger or manifest leaves no truth to compare with; the steps before have said so."""


def check_index(case: Path, entries: int, prev: str) -> list[Finding]:
    """Build the index anew and compare; both are looked at in a temporary folder.

    The case's own index is copied with its write-ahead log, as SQLite itself would read it, so
    that nothing is written beside it.
    """
    if not (case / INDEX_NAME).is_file():
        return [finding("W104", INDEX_NAME)]
    try:
        with tempfile.TemporaryDirectory(prefix="truyvet-verify-") as folder:
            return _compare(case, Path(folder), entries, prev)
    except TruyvetError as error:
        if error.code == "E602":
            return [finding("E621", INDEX_NAME, reason=error.text)]
        if error.code in _NO_TRUTH:
            return []
        return [finding("E631", INDEX_NAME, path=INDEX_NAME, reason=error.text)]
    except INDEX_ERRORS as error:
        return [finding("E621", INDEX_NAME, reason=error)]
    except OSError as error:
        return [finding("E631", INDEX_NAME, path=INDEX_NAME, reason=error.strerror)]


def _compare(case: Path, folder: Path, entries: int, prev: str) -> list[Finding]:
    copy = folder / "copy" / INDEX_NAME
    copy.parent.mkdir()
    for suffix in ("", "-wal"):
        source = case / f"{INDEX_NAME}{suffix}"
        if source.is_file():
            shutil.copyfile(source, copy.with_name(source.name), follow_symlinks=False)
    with closing(Index.open(copy, writable=False)) as index:
        known, at = index.head() or (0, "")
    if known > entries or (known == entries and at != prev):
        return [finding("E620", INDEX_NAME, table="state")]
    with closing(Index.build(folder / INDEX_NAME)) as anew:
        catch_up(anew, Ledger(case), Store(case, folder), limit=known)
        different = anew.differs_from(copy)
    behind = [finding("W104", INDEX_NAME)] if known < entries else []
    return behind + [finding("E620", INDEX_NAME, table=table) for table in different]
