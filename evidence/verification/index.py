"""The index: what it says is what ledger and manifests say (step 13 of verify.md)."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from ..errors import TruyvetError
from ..findings import Finding, finding
from ..index import INDEX_NAME, Index
from ..ledger import Ledger
from ..reindex import catch_up
from ..store import Store


def check_index(case: Path, entries: int, prev: str) -> list[Finding]:
    """Build the index anew in a temporary folder and compare; the case is not written to."""
    path = case / INDEX_NAME
    if not path.is_file():
        return [finding("W104", INDEX_NAME)]
    try:
        with closing(Index.open(path, writable=False)) as index:
            head = index.head()
        if head is not None and head != (entries, prev) and head[0] < entries:
            return [finding("W104", INDEX_NAME)]
        with tempfile.TemporaryDirectory(prefix="truyvet-verify-") as folder:
            return _compare(case, Path(folder))
    except TruyvetError as error:
        # Where the ledger or a manifest is damaged there is no truth to compare with, and the
        # steps before have said so.
        return [finding("E621", INDEX_NAME, reason=error.text)] if error.code == "E602" else []
    except OSError:
        return []
    except sqlite3.Error as error:
        return [finding("E621", INDEX_NAME, reason=error)]


def _compare(case: Path, folder: Path) -> list[Finding]:
    with closing(Index.build(folder / INDEX_NAME)) as anew:
        catch_up(anew, Ledger(case), Store(case, folder))
        different = anew.differs_from(case / INDEX_NAME)
    return [finding("E620", INDEX_NAME, table=table) for table in different]
