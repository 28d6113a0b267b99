"""Items of a case as rows of a report, read from the manifests themselves.

A report must not rest on the index, which is derived, and must be made of a damaged case too:
what is an item is listed, a manifest that is not what its entry names is called so, and nothing
here raises for evidence that is bad. Memory is bounded by the rows that are listed.
"""

import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from ..evidence.acts import Collect, Scan
from ..evidence.entry import Entry
from ..evidence.index import Index
from ..evidence.item import Item, item_id, trusted_item
from ..evidence.store import Store
from .document import Collection, Exhibit, Inside, Unpacked
from .examination import ManifestState
from .ledger import Marks
from .lists import listing, read_list, ref_of

Exports = Mapping[str, tuple[int, ...]]
"""Entries that record an export, by the short name of the item."""

Findings = Mapping[str, tuple[str, ...]]
"""Codes of findings, by the SHA-256 of the object they speak of."""


@dataclass(kw_only=True, slots=True)
class ManifestReader:
    """Reads the manifests of a case one after the other, in ledger order, up to a number of rows.

    What was flagged is known only when the lists of all scans were read into `index`.
    """

    store: Store
    """Where they are."""
    index: Index
    """Takes every item, and knows the parents of those found inside others and what was flagged."""
    exports: Exports
    """What left the case."""
    marks: Marks
    """What officers wrote of items."""
    findings: Findings
    """What was found about its objects."""
    room: int | None
    """Rows that may still be listed; none for no limit."""
    problem_room: int | None
    """Items with a problem that may still be listed; none for no limit."""
    problems: Counter[str] = field(default_factory=Counter)
    """Items with a problem so far, by code."""
    listed_problems: list[Exhibit] = field(default_factory=list)
    """The first of them."""
    sure: bool = True
    """Whether every manifest so far was there, as its entry names it, and each line an item."""

    def read(self, entry: Entry, act: Collect) -> Collection:
        """Return the collection of `entry` with as many rows as there is room for."""
        rows, total, state = self._rows(entry, act.collection)
        named = listing(ref_of(entry, "manifest"), state)
        return Collection(
            seq=entry.seq,
            id=act.collection,
            collector=act.collector,
            time=entry.time,
            sources=act.sources,
            source_count=act.source_count,
            status=act.status,
            totals=act.totals,
            manifest=named.sha256,
            root=named.root,
            count=named.count,
            state=state,
            items=tuple(rows),
            unlisted=total - len(rows),
        )

    def unpacked(self, entry: Entry, act: Scan) -> Unpacked | None:
        """Return what the scan of `entry` found inside items; none where it found nothing."""
        if ref_of(entry, "manifest") is None and not act.totals.children:
            return None
        rows, total, state = self._rows(entry, act.scan)
        named = listing(ref_of(entry, "manifest"), state)
        return Unpacked(
            seq=entry.seq,
            time=entry.time,
            manifest=named.sha256,
            root=named.root,
            count=named.count,
            state=state,
            items=tuple(rows),
            unlisted=total - len(rows),
        )

    def _rows(self, entry: Entry, collection: str) -> tuple[list[Exhibit], int, ManifestState]:
        rows, count = list[Exhibit](), 0

        def take(lines: list[bytes]) -> None:
            nonlocal count
            sound = [(line, item) for line in lines if (item := _item(line)) is not None]
            self._index(entry.seq, collection, [line for line, _ in sound])
            self.sure = self.sure and len(sound) == len(lines)
            count += len(sound)
            for _, item in sound:
                self._take(entry.seq, collection, item, rows)

        state = read_list(self.store, ref_of(entry, "manifest"), take)
        self.sure = self.sure and state == "sound"
        return rows, count, state

    def _index(self, seq: int, collection: str, lines: list[bytes]) -> None:
        try:
            self.index.add_items(seq, collection, lines, 0)
        except sqlite3.IntegrityError:  # a number twice; verification names the line
            self.sure = False

    def _take(self, seq: int, collection: str, item: Item, rows: list[Exhibit]) -> None:
        row: Exhibit | None = None
        if self.room is None or self.room > 0:
            row = self._row(seq, collection, item)
            rows.append(row)
            self.room = None if self.room is None else self.room - 1
        if item.problem is not None:
            self.problems[item.problem.code] += 1
            if self.problem_room is None or self.problem_room > len(self.listed_problems):
                self.listed_problems.append(row or self._row(seq, collection, item))

    def _row(self, seq: int, collection: str, item: Item) -> Exhibit:
        name, identity = f"{seq}.{item.n}", item_id(collection, item)
        flags = Counter[str]()
        for seen in self.index.examinations.observations(item=identity, flagged=True):
            flags[seen.flag] += 1
        return Exhibit(
            name=name,
            path=item.path,
            path_bytes=item.path_bytes,
            source=item.source,
            kind=item.kind,
            target=item.target,
            size=item.size,
            sha256=item.sha256,
            modified=item.modified,
            problem=item.problem,
            unverified=item.unverified,
            exports=self.exports.get(name, ()),
            findings=self.findings.get(item.sha256 or "", ()),
            inside=self._inside(item),
            flags=tuple(sorted(flags.items())),
            tags=self.marks.tags_of(identity),
            notes=self.marks.notes_of(identity),
        )

    def _inside(self, item: Item) -> Inside | None:
        if item.parent is None:
            return None
        parent = next(self.index.items(name=item.parent), None)
        return Inside(parent=parent.name if parent else "", step=item.locator)


def _item(line: bytes) -> Item | None:
    """Return the item of a line, or none where it is none: verification names the line."""
    try:
        return trusted_item(line)
    except (msgspec.MsgspecError, ValueError):
        return None
