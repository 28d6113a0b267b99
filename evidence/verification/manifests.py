"""Manifests: every line, their count, their Merkle root, the totals (step 11 of verify.md)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from ...hashes.canonical import decode_record
from ...hashes.merkle import Frontier, leaf_hash
from ..acts import Collect, Totals
from ..findings import Finding, Found
from ..item import Item, item_id
from ..manifest import read_lines
from ..records import Ref
from ..store import Store
from .expected import Expected
from .ledger import LedgerFacts

MAX_NAMED = 5
"""Items named beside a finding about an object; popular bytes may be thousands of items."""


@dataclass(kw_only=True, slots=True)
class _Sum:
    bytes: int = 0
    items: int = 0
    problems: int = 0
    stored: int = 0

    def add(self, item: Item) -> None:
        self.items += 1
        self.problems += item.problem is not None
        if item.sha256 is not None:
            self.stored += 1
            self.bytes += item.size or 0

    def differs_from(self, totals: Totals) -> list[str]:
        return [name for name in self.__slots__ if getattr(self, name) != getattr(totals, name)]


class ManifestCheck:
    """Checks the manifests of a case and learns which objects it should hold."""

    def __init__(self, store: Store, facts: LedgerFacts, found: Found, expected: Expected) -> None:
        self._store = store
        self._facts = facts
        self._found = found
        self._expected = expected
        self.items = 0
        """Items in all manifests."""

    def run(self) -> None:
        """Check every manifest, then the exports of items that no manifest has."""
        for entry, act, ref in self._facts.collects:
            # A manifest that is missing or cannot be read is reported by the object pass.
            with suppress(OSError):
                self._manifest(entry, act, ref)
        for exports in self._facts.exports.values():
            for place, export, _ in exports:
                self._found.add("E323", place, name=export.name)

    def _manifest(self, entry: int, act: Collect, ref: Ref) -> None:
        path, place = self._store.path(ref.sha256), f"manifest of entry {entry}"
        if path.is_symlink() or not path.is_file():
            return
        frontier, total = Frontier(), _Sum()
        for lines in read_lines(path):
            for line in lines:
                item = self._line(f"{place}, item {frontier.size}", frontier.size, line)
                if item is not None:
                    total.add(item)
                    self._exports(entry, act.collection, item)
                frontier.append(leaf_hash(line))
        if frontier.size != ref.count:
            self._found.add("E316", place, count=frontier.size, expected=ref.count)
        if frontier.root().hex() != ref.root:
            self._found.add("E317", place)
        different = total.differs_from(act.totals)
        if different:
            self._found.add("E320", place, fields=", ".join(different))
        self.items += frontier.size

    def _line(self, place: str, n: int, line: bytes) -> Item | None:
        try:
            item = decode_record(line, Item)
        except ValueError as error:
            self._found.add("E315", place, reason=error)
            return None
        if item.n != n:
            self._found.add("E318", place, n=item.n)
        if item.sha256 is not None:
            if item.size is None:
                self._found.add("E315", place, reason="a stored item has a size")
            else:
                self._expected.add(item.sha256, item.size)
        return item

    def _exports(self, entry: int, collection: str, item: Item) -> None:
        for place, export, sha256 in self._facts.exports.pop((entry, item.n), ()):
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
        path = store.path(ref.sha256)
        if path.is_symlink() or not path.is_file():
            continue
        with suppress(OSError):
            for lines in read_lines(path):
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
