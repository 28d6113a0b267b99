"""What lies in exhibits that are left out: all below a folder, and all inside any of it.

That a folder holds something is told by the lines of the manifest: the same collection and source,
and the folder's raw path before its own. The index, which knows a path as people see it, only says
which lines to look at. Memory: about 200 bytes for each item that lies in them.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

import msgspec

from ..durable import open_plain
from ..errors import TruyvetError
from ..index import Index, Row
from ..item import Item, trusted_item
from ..layout import Layout
from ..lookup import read_item
from ..manifest import MAX_LINE_BYTES

_AT_ONCE = 500
"""Items whose contents are asked for at once; SQLite takes at least 999 values."""


class Exhibits:
    """What lies in exhibits; each answer is found once."""

    def __init__(self, layout: Layout, index: Index) -> None:
        self._layout = layout
        self._index = index
        self._found = dict[frozenset[str], frozenset[str]]()

    def within(self, items: frozenset[str]) -> frozenset[str]:
        """Return the ids of items with those of all that lies below and inside them.

        Raises `TruyvetError` E301 where a folder's manifest is missing, E302 where it is damaged,
        E604 where the index tells otherwise.
        """
        if items not in self._found:
            self._found[items] = frozenset(self._within(items))
        return self._found[items]

    def _within(self, items: frozenset[str]) -> set[str]:
        found = set(items)
        for item in items:
            found.update(self._below(item))
        waiting = set(found)
        while waiting:
            waiting = set(self._inside(waiting)) - found
            found |= waiting
        return found

    def _inside(self, items: Iterable[str]) -> Iterator[str]:
        """Yield the ids of what was found inside items."""
        rest = iter(items)
        while some := list(islice(rest, _AT_ONCE)):
            yield from (row.id for row in self._index.inside(*some))

    def _below(self, item: str) -> Iterator[str]:
        """Yield the ids of what was collected below a folder; nothing for what is none."""
        for folder in self._index.items(name=item):
            if folder.kind == "directory" and folder.parent is None:
                yield from self._collected_below(folder)

    def _collected_below(self, folder: Row) -> Iterator[str]:
        own = read_item(self._layout, self._index, folder)
        stem = own.raw_path().rstrip(b"/") + b"/"
        _, manifest, _ = self._index.collection_of(folder.seq) or ("", "", None)
        with open_plain(self._layout.store.path(manifest)) as file:
            for row in self._index.below(folder):
                line = _line(file, row)
                if line.source == own.source and line.raw_path().startswith(stem):
                    yield row.id


def _line(file: BinaryIO, row: Row) -> Item:
    """Return the line of a row in its manifest."""
    file.seek(row.position)
    try:
        item = trusted_item(file.readline(MAX_LINE_BYTES))
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise TruyvetError("E604", item=row.name) from error
    if (item.n, item.path, item.parent) != (row.n, row.path, row.parent):
        raise TruyvetError("E604", item=row.name)
    return item
