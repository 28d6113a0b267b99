"""A scan: every item that lacks an outcome goes to the pool, and what comes back is gathered.

Children are gathered with their parent and examined in turn. Whole items are kept, some hundred at
a time, after the bytes of their children are safe; a kill costs at most what was not kept yet.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from msgspec.structs import replace

from ...evidence.companions import COMPANIONS, MAX_COMPANION
from ...evidence.errors import TruyvetError, of_os_error
from ...evidence.index import Index, Row
from ...evidence.item import Item, readable
from ...evidence.layout import Layout
from ...evidence.lookup import read_item
from ...evidence.scans.configuration import Configuration, ExtractorConfiguration
from ...evidence.scans.gathering import Gathered, Gathering, child_id, child_key, root_key
from ...evidence.scans.outcome import Efforts, Outcome, completeness, examined
from ...hashes.canonical import encode_record
from .. import table
from ..settings import Settings
from .allowance import of_children, of_evidence
from .emission import Found, end_of
from .messages import Broken, ChildResult, Job, Result, SeenResult, TextResult, results_of
from .pool import Done, Part, Pool, Task

KEPT_ITEMS = 200
"""Items that are kept together: one sync of the store for all their children."""
MAX_PATH = 32_768
"""Bytes of the path of an item inside others that are kept, its last ones: it is for people."""
MAX_LACKING = 100
"""Different needs that are remembered, to be said once each."""
KEPT_SECONDS = 2.0
"""Seconds after which they are kept, however few they are."""


@dataclass(kw_only=True, slots=True)
class Progress:
    """How far a scan has come, for those who watch."""

    items: int = 0
    """Items examined by this run, children too."""
    bytes: int = 0
    """Their length together."""
    children: int = 0
    """Items found inside others."""
    flags: int = 0
    """Observations that ask for attention."""
    short: int = 0
    """Items of which something is left."""
    faults: int = 0
    """Processes that had to be replaced."""
    lacking: set[tuple[str, str]] = field(default_factory=set)
    """What this computer lacks for some items: (extractor, what it needs)."""


def _need(outcome: Outcome) -> str:
    """Return what an extractor says it needs, where it says so of the machine and not the item."""
    return outcome.reason or next(
        (one.text for one in outcome.defects if one.code == "unsupported"), ""
    )


def to_prepare(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return who must be ready for these extractors: who reads texts needs all who write them."""
    needed = set(names)
    if needed & table.TEXT_READERS:
        needed |= table.TEXT_WRITERS
    return tuple(name for name in table.names() if name in needed)


def configuration_of(pool: Pool, names: tuple[str, ...], settings: Settings) -> Configuration:
    """Return what these extractors run with; of a reader of texts, also what the writers do."""
    found = list[ExtractorConfiguration]()
    writers = ""
    for name, one in pool.prepared.items():
        told = dict(one.configuration)
        told |= {"limits": f"{one.wall:g} s, {one.memory} bytes, {one.output} bytes written"}
        if one.error:
            told["unusable"] = one.error
        if name in table.TEXT_READERS:
            told["texts-of"] = writers
        made = ExtractorConfiguration(configuration=told, name=name, version=one.version)
        if name in table.TEXT_WRITERS:
            writers += f"{name} {made.examiner().configuration}\n"
        if name in names:
            found.append(made)
    return Configuration(
        extractors=tuple(found),
        passwords=len(settings.passwords),
        region=settings.region,
        rules=tuple(folder.encode("utf-8", "replace").decode() for folder in settings.rules),
    )


class Scan:
    """One run of a scan."""

    def __init__(
        self,
        layout: Layout,
        index: Index,
        gathering: Gathering,
        configuration: Configuration,
        pool: Pool,
        rows: Callable[[], Iterable[Row]] | None = None,
    ) -> None:
        """`rows` gives the items to examine, those inside them too; all of the case without."""
        self._layout = layout
        self._store = layout.store
        self._index = index
        self._gathering = gathering
        self._wanted = {one.name: one.examiner() for one in configuration.extractors}
        self._pool = pool
        self._roots = self._lacking(rows or index.items_with_bytes)
        self._items: dict[bytes, Item | Row] = {}
        self._collectors: dict[int, tuple[str, str]] = {}
        self._kept_at = time.monotonic()
        self._kept = 0
        self._fresh = False
        self.progress = Progress()

    def run(self, watch: Callable[[Progress], None]) -> None:
        """Examine all that is lacking; what was gathered is kept also when this is interrupted."""
        try:
            for done in self._pool.run(self._next):
                self._gather(done)
                self.progress.faults = self._pool.faults
                watch(self.progress)
                if self._kept >= KEPT_ITEMS or time.monotonic() - self._kept_at > KEPT_SECONDS:
                    self._keep()
        finally:
            self._keep()

    def _keep(self) -> None:
        """Make lasting what was gathered: first the bytes of children, then what names them."""
        if self._fresh:
            self._store.sync()
            self._fresh = False
        self._gathering.commit()
        self._kept, self._kept_at = 0, time.monotonic()

    # What is to be done.

    def _next(self) -> Task | None:
        child = self._gathering.take_child()
        if child is not None:
            return self._child_task(*child)
        return next(self._roots, None)

    def _child_task(self, key: bytes, item: Item) -> Task:
        self._items[key] = item
        return self._task(key, tuple(self._wanted), _job(item, child_id(item)))

    def _lacking(self, rows: Callable[[], Iterable[Row]]) -> Iterator[Task]:
        """Yield a task for every item of these that lacks an outcome of some extractor."""
        for row in rows():
            key = root_key(row.seq, row.n)
            done = self._index.examinations.done_for(row.id)
            lacking = tuple(
                name
                for name, wanted in self._wanted.items()
                if name not in done
                or (done[name].version, done[name].configuration)
                != (wanted.version, wanted.configuration)
            )
            if lacking and not self._gathering.has(row.id):
                yield self._row_task(key, row, lacking)

    def _row_task(self, key: bytes, row: Row, lacking: tuple[str, ...]) -> Task:
        self._items[key] = row
        if row.parent is not None:
            return self._task(key, lacking, _job(read_item(self._layout, self._index, row), row.id))
        job = _job(row, row.id)
        collector, companion = self._collector(row.seq)
        companion = companion if row.n else ""  # it is none of its own
        return self._task(key, lacking, replace(job, collector=collector, companion=companion))

    def _collector(self, seq: int) -> tuple[str, str]:
        """Return which collector's items an entry brought, and the text that says how to read."""
        if seq not in self._collectors:
            found = self._index.collection_of(seq)
            collector = (found[2] or "") if found else ""
            self._collectors[seq] = (collector, self._companion(seq, collector))
        return self._collectors[seq]

    def _companion(self, seq: int, collector: str) -> str:
        """Return the text of a collection's first item, where its collector writes one."""
        if collector not in COMPANIONS:
            return ""
        first = next(iter(self._index.items(seq=seq)), None)
        if first is None or (first.n, first.path) != (0, COMPANIONS[collector]):
            return ""
        if first.sha256 is None or (first.size or 0) > MAX_COMPANION:
            return ""
        return b"".join(self._store.read(first.sha256)).decode("utf-8", "replace")

    def _task(self, key: bytes, lacking: tuple[str, ...], job: Job) -> Task:
        # Who reads texts needs those of all who write them, also where these have examined the
        # item before or are not asked: what he sees must not hang on the order of scans.
        readers = set(lacking) & table.TEXT_READERS
        replayed = table.TEXT_WRITERS & set(self._pool.prepared) - set(lacking) if readers else ()
        job = replace(
            job,
            object=str(self._store.path(job.sha256)),
            extractors=lacking,
            replayed=tuple(name for name in self._pool.prepared if name in replayed),
        )
        return Task(key=key, job=job)

    # What came of it.

    def _gather(self, done: Done) -> None:
        task = done.task
        parent = self._items.pop(task.key)
        line = examined(task.job.item, done.outcomes)
        results = _Results(task, done)
        found = self._children(task, parent, results.children)
        self._gathering.add(
            Gathered(
                key=task.key,
                size=task.job.size,
                examined=line,
                efforts=Efforts(efforts=done.efforts, item=task.job.item),
                observations=results.lines("observations"),
                texts=results.lines("texts"),
                children=found,
            )
        )
        self._kept += 1
        told = self.progress
        told.items += 1
        told.bytes += task.job.size
        told.children += len(found)
        told.flags += results.flags
        for one in done.outcomes:
            if one.status == "unsupported" and len(told.lacking) < MAX_LACKING:
                told.lacking.add((one.extractor, _need(one)))
        told.short += completeness(one.status for one in done.outcomes) != "full"

    def _children(
        self, task: Task, parent: Item | Row, found: list[tuple[Found, Part]]
    ) -> list[tuple[bytes, Item]]:
        """Store the bytes of children and return those that the case does not have yet."""
        sizes = [one.size or 0 if one.sha256 else 0 for one, _ in found]
        allowances = of_children(task.job.allowance, sizes) if found else []
        children = list[tuple[bytes, Item]]()
        for place, ((one, part), allowance) in enumerate(zip(found, allowances, strict=True)):
            item = _item(task, parent, one, allowance)
            if item.sha256 is not None and self._take(one, part) != item.sha256:
                raise TruyvetError("E841", reason="a child has other bytes than was said")
            if not self._index.has_child(child_id(item), item.sha256):
                children.append((child_key(task.key, place), item))
        return children

    def _take(self, found: Found, part: Part) -> str:
        self._fresh = True
        try:
            if not found.file:
                return self._store.place(found.inline).sha256
            return self._store.adopt(part.children() / found.file).sha256
        except OSError as error:
            raise of_os_error(error, self._store.folder) from error


class _Results:
    """The results of an item, checked: a worker that handled hostile bytes is not believed.

    They are read twice, once for the children and once for the lines, and each time checked:
    a table of a million rows gives more than memory should hold.
    """

    def __init__(self, task: Task, done: Done) -> None:
        self.children: list[tuple[Found, Part]] = []
        self.flags = 0
        self._parts = done.parts
        self._item = task.job.item
        self._names = frozenset(task.job.extractors)
        for result, part in self._checked():
            if isinstance(result, ChildResult):
                self.children.append((result.found, part))
            elif isinstance(result, SeenResult):
                self.flags += bool(result.seen.flag)

    def lines(self, kind: Literal["observations", "texts"]) -> Iterator[bytes]:
        """Yield the lines of observations or texts, in order."""
        for result, _ in self._checked():
            if kind == "observations" and isinstance(result, SeenResult):
                yield encode_record(result.seen)
            elif kind == "texts" and isinstance(result, TextResult):
                yield encode_record(result.line)

    def _checked(self) -> Iterator[tuple[Result, Part]]:
        try:
            for part in self._parts:
                with part.results() as source:
                    for result in results_of(source):
                        self._check(result)
                        yield result, part
        except Broken as error:
            raise TruyvetError("E841", reason=str(error)) from error

    def _check(self, result: Result) -> None:
        if isinstance(result, ChildResult):
            if "/" in result.found.file:
                raise Broken("a child outside its folder")
            return
        line = result.seen if isinstance(result, SeenResult) else result.line
        if line.item != self._item or line.extractor not in self._names:
            raise Broken("results of another item")


def _job(item: Item | Row, name: str) -> Job:
    """Return the job of an item with this id, without its file and its extractors."""
    inside = item if isinstance(item, Item) else None
    return Job(
        number=0,
        item=name,
        object="",
        path=item.path,
        size=item.size or 0,
        sha256=item.sha256 or "",
        depth=inside.depth if inside else 0,
        parent=item.parent,
        locator=inside.locator if inside else "",
        allowance=(inside.allowance or 0) if inside else of_evidence(item.size or 0),
        extractors=(),
    )


def _item(task: Task, parent: Item | Row, found: Found, allowance: int) -> Item:
    """Return the item that a child becomes; its number is given when the scan is finished."""
    raw = bytes.fromhex(found.name_bytes) if found.name_bytes else found.name.encode()
    whole = _raw_path(parent) + b"/" + (raw or found.locator.encode())
    path, path_bytes = readable(end_of(whole, MAX_PATH))
    return Item(
        allowance=allowance,
        depth=task.job.depth + 1,
        kind=found.kind,
        locator=found.locator,
        modified=found.modified,
        n=0,
        parent=task.job.item,
        path=path,
        path_bytes=path_bytes,
        sha256=found.sha256,
        size=found.size,
        source=0,
        target=found.target,
        target_bytes=found.target_bytes,
    )


def _raw_path(parent: Item | Row) -> bytes:
    return parent.raw_path() if isinstance(parent, Item) else parent.path.encode()
