"""Opening the second index so that it knows what the ledger says: as it is, caught up, or anew."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ..errors import TruyvetError, guarding
from ..index import Index
from ..layout import Layout
from .catching import catch_up, waiting
from .database import Folder, drafting, head, open_read_only, open_to_catch_up, tidy
from .schema import LINKS_NAME

MUCH = 64 << 20
"""Bytes of lists that are waiting: from here on it may be faster to build anew."""


@contextmanager
def opened(layout: Layout, index: Index, *, much: int = MUCH) -> Iterator[sqlite3.Connection]:
    """Give the second index for reading, once it knows all that `index` knows.

    Where more than `much` bytes of lists wait, and more than it holds, it is built anew. Raises
    `TruyvetError` E572 where it would have to be written and cannot.
    """
    with guarding(layout.folder), closing(Folder(layout.folder)) as folder:
        database = _current(layout, index, folder, much)
        try:
            yield database
        finally:
            database.close()
            tidy(layout.folder)


def _current(layout: Layout, index: Index, folder: Folder, much: int) -> sqlite3.Connection:
    folder.lock(alone=False)
    found, size = _usable(layout.folder), 0
    if found is not None:
        if head(found) == index.head():
            return found
        size = waiting(found, layout.ledger)
        found.close()
    if not os.access(layout.folder, os.W_OK):
        raise TruyvetError("E572")
    if found is not None:
        # Much that is new is sorted in faster than it is added, if nobody is reading.
        anew = size > max(much, _size(layout.folder)) and folder.lock_alone_now()
        if not anew and _caught_up(layout, index):
            return open_read_only(layout.folder)
    folder.lock(alone=True)
    found = _usable(layout.folder)  # another process may have built it while we waited
    if found is not None and head(found) == index.head():
        folder.lock(alone=False)
        return found
    if found is not None:
        found.close()
    build(layout, index)
    folder.lock(alone=False)
    return open_read_only(layout.folder)


def _size(folder: Path) -> int:
    return (folder / LINKS_NAME).stat().st_size


def _usable(folder: Path) -> sqlite3.Connection | None:
    """Return the second index as it is; none where there is none, or it is damaged."""
    try:
        return open_read_only(folder)
    except TruyvetError as error:
        if error.code not in ("E601", "E602"):
            raise
        return None


def _caught_up(layout: Layout, index: Index) -> bool:
    """Catch the second index up; False where it is damaged or speaks of another ledger."""
    try:
        with guarding(layout.folder), closing(open_to_catch_up(layout.folder)) as database:
            same = catch_up(database, layout, index)
            database.execute("PRAGMA wal_checkpoint(PASSIVE)")
            return same
    except TruyvetError as error:
        if error.code not in ("E601", "E602"):
            raise
        return False


def build(layout: Layout, index: Index) -> None:
    """Build the second index anew, in a draft; the caller holds the folder's lock alone."""
    with guarding(layout.folder), drafting(layout.folder) as database:
        catch_up(database, layout, index, bulk=True)


def rebuild(layout: Layout, index: Index) -> None:
    """Throw the second index away and build it anew, once nobody reads it."""
    with guarding(layout.folder), closing(Folder(layout.folder)) as folder:
        folder.lock(alone=True)
        build(layout, index)
