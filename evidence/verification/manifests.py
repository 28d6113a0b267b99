"""Manifests: every line, their count, their Merkle root, the totals (step 11 of verify.md)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from ...hashes.canonical import decode_record
from ..acts import Collect, SourcePath
from ..findings import Finding, Found
from ..intake import NOTHING, sum_up
from ..item import Item, contradictions, item_id
from ..manifest import read_lines
from ..records import Ref
from ..store import Store
from .expected import Expected
from .identities import Identities
from .ledger import LedgerFacts
from .lines import check_lines

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
        self.identities = Identities()
        """Ids of all items, gathered only where scans or statements speak of them."""

    def run(self) -> None:
        """Check every manifest of a collection."""
        for entry, act, ref in self._facts.collects:
            try:
                self._manifest(entry, act, ref)
            except OSError:
                self.unread.add(entry)  # the object pass says that it is missing, or why
            with suppress(OSError):
                self._source_list(entry, act)

    def unnamed(self, unread: set[int]) -> None:
        """Report the items that acts name and no manifest has; `unread` entries told nothing."""
        for (entry, _), named in self._facts.named.items():
            for one in () if entry in self.unread | unread else named:
                self._found.add("E323", one.place, name=one.name)

    def _manifest(self, entry: int, act: Collect, ref: Ref) -> None:
        place = f"manifest of entry {entry}"
        total = NOTHING

        def block(first: int, lines: list[bytes]) -> None:
            nonlocal total
            items = [self._line(place, number, line) for number, line in enumerate(lines, first)]
            whole = [item for item in items if item is not None]
            total = sum_up(whole, total)
            self.compare(entry, act.collection, whole)
            self._sources(place, act, whole)

        self.items += check_lines(self._store, self._found, place, ref, block)
        fields = total.__struct_fields__
        different = [name for name in fields if getattr(total, name) != getattr(act.totals, name)]
        if different:
            self._found.add("E320", place, fields=", ".join(different))

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

    def compare(self, entry: int, collection: str, items: list[Item]) -> None:
        """Compare items that an entry brought with what acts say of them."""
        if self._facts.scans or self._facts.links.states:
            self.identities.learn((item_id(collection, item), item.sha256) for item in items)
        named = self._facts.named
        for item in items if named else ():
            for one in named.pop((entry, item.n), ()):
                same = one.sha256 in (None, item.sha256)
                if not same or one.item != item_id(collection, item):
                    self._found.add("E323", one.place, name=one.name)

    def compare_seen(self, entry: int, n: int, item: str) -> None:
        """Compare observation `n` of an entry with what acts say of it."""
        for one in self._facts.named.pop((entry, -1 - n), ()):
            if one.item != item:
                self._found.add("E323", one.place, name=one.name)


def name_items(
    store: Store, facts: LedgerFacts, findings: list[Finding]
) -> Iterator[tuple[int, Finding]]:
    """Yield (position, finding) anew for findings about objects, with the items they concern."""
    wanted: dict[str, list[str]] = {
        one.place.rpartition("/")[2]: [] for one in findings if one.place.startswith("objects/")
    }
    if not wanted:
        return
    manifests = [(entry, ref) for entry, _, ref in facts.collects]
    manifests += [(entry, refs["manifest"]) for entry, _, refs in facts.scans if "manifest" in refs]
    for entry, ref in manifests:
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
