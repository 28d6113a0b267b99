"""Manifests: every line, their count, their Merkle root, the totals (step 11 of verify.md)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from ...hashes.canonical import decode_record
from ...hashes.merkle import Frontier, leaf_hash
from ..acts import Collect, SourcePath
from ..findings import Finding, Found
from ..intake import NOTHING, sum_up
from ..item import Item, contradictions, item_id
from ..manifest import read_lines
from ..records import Ref
from ..store import Store
from .expected import Expected
from .ledger import LedgerFacts

MAX_NAMED = 5
"""Items named beside a finding about an object; popular bytes may be thousands of items."""


class ManifestCheck:
    """Checks the manifests of a case and learns which objects it should hold."""

    def __init__(self, store: Store, facts: LedgerFacts, found: Found, expected: Expected) -> None:
        self._store = store
        self._facts = facts
        self._found = found
        self._expected = expected
        self.items = 0
        """Items in all manifests."""
        self.unread: set[int] = set()
        """Entries whose manifest is missing or cannot be read."""

    def run(self) -> None:
        """Check every manifest, then the exports of items that no manifest has."""
        for entry, act, ref in self._facts.collects:
            try:
                self._manifest(entry, act, ref)
            except OSError:
                self.unread.add(entry)  # the object pass says that it is missing, or why
            with suppress(OSError):
                self._source_list(entry, act)
        for (entry, _), exports in self._facts.exports.items():
            for place, export, _ in () if entry in self.unread else exports:
                self._found.add("E323", place, name=export.name)

    def _manifest(self, entry: int, act: Collect, ref: Ref) -> None:
        path, place = self._store.path(ref.sha256), f"manifest of entry {entry}"
        frontier, total, size = Frontier(), NOTHING, 0
        for lines in read_lines(path):
            items = [
                self._line(place, number, line) for number, line in enumerate(lines, frontier.size)
            ]
            whole = [item for item in items if item is not None]
            total = sum_up(whole, total)
            self._exports(entry, act.collection, whole)
            self._sources(place, act, whole)
            frontier.extend(map(leaf_hash, lines))
            size += sum(map(len, lines)) + len(lines)
        if size > ref.size:
            self._found.add("E315", place, reason="the last line has no end")
        if frontier.size != ref.count:
            self._found.add("E316", place, count=frontier.size, expected=ref.count)
        if frontier.root().hex() != ref.root:
            self._found.add("E317", place)
        fields = total.__struct_fields__
        different = [name for name in fields if getattr(total, name) != getattr(act.totals, name)]
        if different:
            self._found.add("E320", place, fields=", ".join(different))
        self.items += frontier.size

    def _line(self, manifest: str, n: int, line: bytes) -> Item | None:
        try:
            item = decode_record(line, Item)
        except ValueError as error:
            self._found.add("E315", f"{manifest}, item {n}", reason=error)
            return None
        if item.n != n:
            self._found.add("E318", f"{manifest}, item {n}", n=item.n)
        for reason in contradictions(item):
            self._found.add("E315", f"{manifest}, item {n}", reason=reason)
        if item.sha256 is not None and item.size is not None:
            self._expected.add(item.sha256, item.size)
        return item

    def _sources(self, place: str, act: Collect, items: list[Item]) -> None:
        for item in items:
            if item.source >= act.source_count:
                self._found.add("E315", f"{place}, item {item.n}", reason="it has no such source")

    def _source_list(self, entry: int, act: Collect) -> None:
        """Compare the object that lists all sources with those the entry lists and counts."""
        ref = self._facts.source_lists.get(entry)
        if ref is None:
            return
        listed = list[SourcePath]()
        try:
            for lines in read_lines(self._store.path(ref.sha256)):
                listed += [decode_record(line, SourcePath) for line in lines]
        except ValueError as error:
            reason = f"its list of sources: {error}"
            self._found.add("E324", f"entry {entry}", reason=reason)
            return
        if len(listed) != act.source_count or tuple(listed[: len(act.sources)]) != act.sources:
            reason = "its list of sources has others than it names and counts"
            self._found.add("E324", f"entry {entry}", reason=reason)

    def _exports(self, entry: int, collection: str, items: list[Item]) -> None:
        exports = self._facts.exports
        for item in items if exports else ():
            for place, export, sha256 in exports.pop((entry, item.n), ()):
                if (export.item, sha256) != (item_id(collection, item), item.sha256):
                    self._found.add("E323", place, name=export.name)


def name_items(
    store: Store, facts: LedgerFacts, findings: list[Finding]
) -> Iterator[tuple[int, Finding]]:
    """Yield (position, finding) anew for findings about objects, with the items they concern."""
    wanted: dict[str, list[str]] = {
        one.place.rpartition("/")[2]: [] for one in findings if one.place.startswith("objects/")
    }
    if not wanted:
        return
    for entry, _, ref in facts.collects:
        with suppress(OSError):
            for lines in read_lines(store.path(ref.sha256)):
                for line in lines:
                    _name(entry, line, wanted)
    for position, one in enumerate(findings):
        names = wanted.get(one.place.rpartition("/")[2])
        if names:
            yield position, replace(one, items=tuple(names))


def _name(entry: int, line: bytes, wanted: dict[str, list[str]]) -> None:
    try:
        item = decode_record(line, Item)
    except ValueError:
        return  # reported as E315
    names = wanted.get(item.sha256 or "")
    if names is not None and len(names) < MAX_NAMED:
        names.append(f"{entry}.{item.n} {item.path}")
