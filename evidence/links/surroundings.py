"""What the second index asks the first about items: their paths, and which are tables."""

from collections.abc import Iterator

from ..companions import COMPANIONS
from ..desks import COLLECTOR as REGISTER
from ..index import Index

TABLES = (*COMPANIONS, REGISTER)
"""Collectors of tables: what stands in one file of rows stands not together in it."""


class Surroundings:
    """Items as the first index knows them."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.tables = frozenset(self._tables())
        """Ids of the items that were collected as tables, and of all inside them."""

    def path(self, item: str) -> str:
        """Return an item's path; empty where there is no such item."""
        return next((row.path for row in self._index.items(name=item)), "")

    def _tables(self) -> Iterator[str]:
        seqs = [seq for name in TABLES for seq in self._index.brought_by(name)]
        waiting = [row.id for seq in sorted(seqs) for row in self._index.items(seq=seq)]
        seen = set[str]()
        while waiting:
            item = waiting.pop()
            if item not in seen:
                seen.add(item)
                yield item
                waiting += [row.id for row in self._index.inside(item)]
