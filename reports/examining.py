"""The examination of a case, counted from the lists that its scans' entries name.

A report must not rest on the case's index, which is derived. What the entries name is read into
an index of our own, in a temporary folder, which takes what is sound and says what was not; the
rule of counting is then that of everybody else (`evidence.completeness`). Memory is bounded.
"""

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from ..evidence.acts import Scan
from ..evidence.completeness import of_case
from ..evidence.database import INDEX_NAME
from ..evidence.entry import Entry
from ..evidence.errors import TruyvetError
from ..evidence.examined import Sighted
from ..evidence.index import Index
from ..evidence.layout import Layout
from ..evidence.scans.observation import Observation
from ..evidence.scans.outcome import FULL, Examined, Status
from ..evidence.sighting import read_observation
from .examination import (
    Attention,
    ByExtractor,
    Examination,
    Flagged,
    ManifestState,
    ScanRun,
    Short,
    UnfinishedScan,
)
from .ledger import LedgerReading, Marks
from .lists import listing, read_list, ref_of

MAX_FACTS = 8
"""Facts of a flagged observation that are shown."""
MAX_FACT = 160
"""Characters of a fact that is shown; longer ones are context, which the case has."""
MAX_VALUE = 96
"""Characters of its value that are shown: a hash, a rule, the beginning of a match."""
_FLAGGED = b'"flag":"'
_EXAMINED = msgspec.json.Decoder(Examined)
_OBSERVATION = msgspec.json.Decoder(Observation)


@contextmanager
def own_index() -> Iterator[Index]:
    """Give an empty index that is gone afterwards; what it holds is never kept."""
    with (
        tempfile.TemporaryDirectory(prefix="truyvet-report-") as folder,
        closing(Index.build(Path(folder) / INDEX_NAME)) as index,
    ):
        index.begin()
        yield index


@dataclass(kw_only=True, slots=True)
class ScanReader:
    """Reads the lists of scans into an index of our own."""

    layout: Layout
    """Where they are."""
    index: Index
    """What takes them."""
    dropped: int = 0
    """Lines that are not what their list holds; verification names them."""
    runs: list[ScanRun] = field(default_factory=list)
    """The scans so far."""

    def read(self, entry: Entry, act: Scan) -> None:
        """Read outcomes and observations of a scan."""
        try:
            outputs = [(ref.kind, ref.sha256) for ref in entry.outputs]
            self.index.examinations.add_scan(entry.seq, act, outputs)
        except sqlite3.IntegrityError:  # the entry names a list twice, or has another's number
            self.dropped += 1
            return
        lines = _Lines(reader=self, seq=entry.seq, act=act)
        outcomes, seen = ref_of(entry, "outcomes"), ref_of(entry, "observations")
        store = self.layout.store
        outcome_state = read_list(store, outcomes, lines.outcomes)
        # A scan that saw nothing has no list of it.
        nothing = seen is None and not act.totals.observations
        state: ManifestState = "sound" if nothing else read_list(store, seen, lines.observations)
        self.runs.append(
            ScanRun(
                seq=entry.seq,
                time=entry.time,
                actor=entry.actor,
                status=act.status,
                confinement=act.confinement,
                extractors=act.extractors,
                totals=act.totals,
                outcomes=listing(outcomes, outcome_state),
                observations=listing(seen, state),
            )
        )


@dataclass(kw_only=True, slots=True)
class _Lines:
    """Takes the lines of one scan."""

    reader: ScanReader
    seq: int
    act: Scan
    n: int = 0
    position: int = 0

    def outcomes(self, lines: list[bytes]) -> None:
        """Take lines of outcomes."""
        names = {one.name for one in self.act.extractors}
        sound = [line for line in lines if _sound(line, names)]
        add = self.reader.index.examinations.add_outcomes
        self._add(len(lines) - len(sound), lambda: add(self.seq, self.act, sound))

    def observations(self, lines: list[bytes]) -> None:
        """Take lines of observations: only those that ask for attention are kept."""
        names = {one.name for one in self.act.extractors}
        for line in lines:
            if _FLAGGED in line:
                self._flagged(line, names)
            self.n += 1
            self.position += len(line) + 1

    def _flagged(self, line: bytes, names: set[str]) -> None:
        try:
            seen = _OBSERVATION.decode(line)
        except (msgspec.MsgspecError, ValueError):
            self.reader.dropped += 1
            return
        if not seen.flag:
            return
        known = seen.extractor in names
        add = self.reader.index.examinations.add_observations
        taken = [line] if known else []
        at = (self.n, self.position)
        self._add(int(not known), lambda: add(self.seq, self.act, taken, *at))

    def _add(self, dropped: int, add: Callable[[], object]) -> None:
        self.reader.dropped += dropped
        try:
            add()
        except (sqlite3.IntegrityError, ValueError):  # the same item or line twice
            self.reader.dropped += 1


def _sound(line: bytes, names: set[str]) -> bool:
    """Tell whether a line holds outcomes of extractors that the scan asked."""
    try:
        told = _EXAMINED.decode(line)
    except (msgspec.MsgspecError, ValueError):
        return False
    return names.issuperset(told.not_applicable) and names.issuperset(
        one.extractor for one in told.outcomes
    )


def examination(
    reader: ScanReader, read: LedgerReading, case_id: str, *, rows: int | None, sure: bool
) -> Examination:
    """Return how completely the case is examined, when all lists were read.

    `rows` is how many items that fell short are listed (none for all), `sure` whether ledger and
    manifests, on which the counts rest too, were there and in their form.
    """
    index = reader.index
    told, strangers = of_case(index), index.examinations.strangers()
    listed, more, statuses = _short(index, rows)
    sound = all(one.outcomes.state == "sound" for one in reader.runs)
    return Examination(
        items=told.items,
        without_bytes=told.without_bytes,
        full=told.full,
        partly=told.partly,
        unexamined=told.unexamined,
        never=told.never,
        not_collected=told.not_collected,
        left_out=told.left_out,
        extractors=tuple(_by_extractor(name, of_one) for name, of_one in told.statuses.items()),
        statuses=tuple(sorted(statuses.items())),
        listed=listed,
        unlisted=more,
        scans=tuple(reader.runs),
        unfinished=_unfinished(reader.layout, read, case_id),
        strangers=strangers,
        sure=sure and sound and not strangers and not reader.dropped,
    )


def _by_extractor(name: str, statuses: dict[Status, int]) -> ByExtractor:
    return ByExtractor(
        name=name,
        examined=sum(count for status, count in statuses.items() if status in FULL),
        short=tuple(sorted(one for one in statuses.items() if one[0] not in FULL)),
    )


def _short(index: Index, rows: int | None) -> tuple[tuple[Short, ...], int, Counter[Status]]:
    """Return the items that fell short, how many more there are, and all of them by status."""
    statuses = Counter[Status]()
    found = list[tuple[tuple[int, int], Short]]()
    for one in index.examinations.shortfalls():
        statuses[one.status] += 1
        if rows is None or len(found) < rows:
            row = next(index.items(name=one.item), None)
            short = Short(
                item=row.name if row else "",
                path=row.path if row else "",
                extractor=one.extractor,
                status=one.status,
                reason=one.reason,
            )
            found.append(((row.seq, row.n) if row else (0, 0), short))
    found.sort(key=lambda pair: (pair[0], pair[1].extractor))
    listed = tuple(short for _, short in found)
    return listed, statuses.total() - len(listed), statuses


def _unfinished(layout: Layout, read: LedgerReading, case_id: str) -> tuple[UnfinishedScan, ...]:
    recorded = {act.scan for _, act in read.scans}
    return tuple(
        UnfinishedScan(
            id=pending.scan,
            actor=pending.actor,
            started=pending.started,
            extractors=len(pending.configuration.extractors),
        )
        for _, pending in layout.scans(case_id, read.keys)
        if pending.scan not in recorded
    )


def attention(reader: ScanReader, marks: Marks, *, rows: int | None) -> Attention:
    """Return what asks for attention; `rows` is how many observations are listed."""
    index, flags = reader.index, Counter[str]()
    listed = list[Flagged]()
    for seen in index.examinations.observations(flagged=True):
        flags[seen.flag] += 1
        if rows is not None and len(listed) >= rows:
            continue
        row = next(index.items(name=seen.item), None)
        listed.append(
            Flagged(
                name=seen.name,
                item=row.name if row else "",
                path=row.path if row else "",
                flag=seen.flag,
                kind=seen.kind,
                value=_beginning(seen.value),
                extractor=seen.extractor,
                facts=_facts(reader, seen),
                tags=marks.tags_of(seen.item, seen.name),
                notes=marks.notes_of(seen.item, seen.name),
            )
        )
    return Attention(
        flags=tuple(sorted(flags.items())),
        listed=tuple(listed),
        sure=all(one.observations.state == "sound" for one in reader.runs),
    )


def _beginning(value: str) -> str:
    return value if len(value) <= MAX_VALUE else f"{value[:MAX_VALUE]}…"


def _facts(reader: ScanReader, seen: Sighted) -> tuple[tuple[str, str], ...]:
    try:
        told = read_observation(reader.layout, reader.index, seen)
    except TruyvetError:
        return ()  # the line is not in its form; verification names it
    short = [(name, text) for name, text in told.facts.items() if len(text) <= MAX_FACT]
    return tuple(short[:MAX_FACTS])
