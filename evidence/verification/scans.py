"""Scans: the lists that a scan's entry names, each line, and what they sum up to (step 12)."""

from collections.abc import Callable
from typing import TypeVar

from ...hashes.canonical import decode_record
from ..acts import Scan
from ..durable import read_plain
from ..findings import Found
from ..item import Item, contradictions, item_id
from ..records import Record, Ref
from ..scans.configuration import Configuration
from ..scans.locator import NotALocator, parse_step
from ..scans.observation import MAX_TEXT_LINE, Observation, TextLine
from ..scans.observation import contradictions as of_observation
from ..scans.outcome import Efforts, Examined, completeness
from ..store import Store
from .expected import Expected
from .ledger import LedgerFacts
from .lines import check_lines
from .manifests import ManifestCheck

Line = TypeVar("Line", bound=Record)
MAX_CONFIGURATION = 16 << 20
"""Bytes of a configuration that are read; some dozen extractors need a hundredth of a hundredth."""


class ScanCheck:
    """Checks the lists of all scans of a case."""

    def __init__(self, store: Store, facts: LedgerFacts, found: Found, expected: Expected) -> None:
        self._store = store
        self._facts = facts
        self._found = found
        self._expected = expected
        self.unread: set[int] = set()
        """Entries of which some list is missing or cannot be read."""
        self.items = 0
        """Items found inside others."""

    def run(self, manifests: ManifestCheck) -> None:
        """Check every scan; `manifests` compares what acts say of its items and observations."""
        for entry, act, refs in self._facts.scans:
            try:
                if {"outcomes", "configuration"} <= refs.keys():  # else reported as E324
                    _ScanCheck(self, manifests, entry, act).run(refs)
            except OSError:
                self.unread.add(entry)  # the object pass says what is missing, or why

    def line(self, place: str, n: int, line: bytes, type_: type[Line]) -> Line | None:
        """Return a line's record, or report why it is none."""
        try:
            return decode_record(line, type_)
        except ValueError as error:
            self._found.add("E315", f"{place}, line {n}", reason=error)
            return None

    def report(self, code: str, place: str, **facts: object) -> None:
        """Report a finding."""
        self._found.add(code, place, **facts)

    def lines(
        self, place: str, ref: Ref, type_: type[Line], take: Callable[[str, Line], None]
    ) -> int:
        """Hand every record of a list to `take`, with its place; return how many lines it has."""

        def block(first: int, lines: list[bytes]) -> None:
            for n, line in enumerate(lines, first):
                record = self.line(place, n, line, type_)
                if record is not None:
                    take(f"{place}, line {n}", record)

        longest = MAX_TEXT_LINE if type_ is TextLine else 1 << 20
        return check_lines(self._store, self._found, place, ref, block, longest=longest)

    def expect(self, item: Item) -> None:
        """Expect the bytes of an item."""
        if item.sha256 is not None and item.size is not None:
            self._expected.add(item.sha256, item.size)

    def read(self, ref: Ref) -> bytes:
        """Return the bytes of a small object, unchecked: the object pass compares its hash."""
        return read_plain(self._store.path(ref.sha256), MAX_CONFIGURATION)


class _ScanCheck:
    """Checks one scan."""

    def __init__(self, whole: ScanCheck, manifests: ManifestCheck, entry: int, act: Scan) -> None:
        self._whole = whole
        self._manifests = manifests
        self._entry = entry
        self._act = act
        self._known = manifests.identities
        self._known.begin_scan()
        # What stood in a manifest that cannot be read, nobody can say to be missing.
        self._sees_all = not manifests.unread and not whole.unread
        self._names = [one.name for one in act.extractors]
        self._sums = dict.fromkeys(act.totals.__struct_fields__, 0)
        self._sums["bytes"] = act.totals.bytes  # lengths stand in the manifests, item by item
        self._n = 0

    def run(self, refs: dict[str, Ref]) -> None:
        self._list(refs, "manifest", Item, self._item)
        self._list(refs, "outcomes", Examined, self._outcomes)
        self._list(refs, "observations", Observation, self._observation)
        self._list(refs, "texts", TextLine, self._text)
        self._list(refs, "efforts", Efforts, self._efforts)
        self._configuration(refs["configuration"])
        totals = self._act.totals
        different = [name for name, value in self._sums.items() if getattr(totals, name) != value]
        if different:
            place = f"entry {self._entry}"
            self._whole.report("E320", place, fields=", ".join(sorted(different)))
        self._whole.items += self._sums["children"]

    def _list(
        self, refs: dict[str, Ref], kind: str, type_: type[Line], take: Callable[[str, Line], None]
    ) -> None:
        if kind in refs:
            self._whole.lines(f"{kind} of entry {self._entry}", refs[kind], type_, take)

    def _item(self, place: str, item: Item) -> None:
        if item.n != self._n:
            self._whole.report("E318", place, n=item.n)
        self._n += 1
        for reason in contradictions(item):
            self._whole.report("E315", place, reason=reason)
        if item.parent is None:
            self._whole.report("E315", place, reason="it stands in no other item")
        elif self._sees_all and not self._known.knows(item.parent):
            self._whole.report("E315", place, reason="the item it stands in is not in this case")
        if item.parent is not None and self._known.repeats(item_id("", item), item.sha256):
            self._whole.report("E315", place, reason="it is in this case already")
        self._whole.expect(item)
        self._sums["children"] += 1
        self._manifests.compare(self._entry, "", [item])

    def _outcomes(self, place: str, told: Examined) -> None:
        names = [*told.not_applicable, *(one.extractor for one in told.outcomes)]
        if len(set(names)) != len(names) or not set(names) <= set(self._names):
            self._whole.report("E315", place, reason="it has outcomes of others, or two of one")
        if self._sees_all and not self._known.knows(told.item):
            self._whole.report("E315", place, reason="its item is not in this case")
        if not self._known.examine(told.item):
            self._whole.report("E315", place, reason="its item has outcomes in this scan already")
        judged = completeness(one.status for one in told.outcomes)
        self._sums["items"] += 1
        self._sums[{"full": "full", "partly": "partly", "not": "unexamined"}[judged]] += 1

    def _observation(self, place: str, seen: Observation) -> None:
        self._examined(place, seen.item)
        self._by(place, seen.extractor, seen.locator)
        for reason in of_observation(seen):
            self._whole.report("E315", place, reason=reason)
        self._manifests.compare_seen(self._entry, self._sums["observations"], seen.item)
        self._sums["observations"] += 1
        self._sums["flags"] += bool(seen.flag)

    def _text(self, place: str, text: TextLine) -> None:
        self._examined(place, text.item)
        self._by(place, text.extractor, text.locator)
        self._sums["texts"] += 1

    def _efforts(self, place: str, told: Efforts) -> None:
        self._examined(place, told.item)
        for one in told.efforts:
            self._by(place, one.extractor, ())

    def _examined(self, place: str, item: str) -> None:
        if not self._known.is_examined(item):
            self._whole.report("E315", place, reason="its item has no outcomes in this scan")

    def _by(self, place: str, extractor: str, locator: tuple[str, ...]) -> None:
        if extractor not in self._names:
            self._whole.report("E315", place, reason=f"{extractor} did not run in this scan")
        try:
            for step in locator:
                parse_step(step)
        except NotALocator as error:
            self._whole.report("E315", place, reason=error)

    def _configuration(self, ref: Ref) -> None:
        place = f"configuration of entry {self._entry}"
        told = self._whole.line(place, 0, self._whole.read(ref), Configuration)
        if told and tuple(one.examiner() for one in told.extractors) != self._act.extractors:
            reason = "its configuration is of other extractors"
            self._whole.report("E324", f"entry {self._entry}", reason=reason)
