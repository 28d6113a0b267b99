"""Verifying a case: all steps, all findings, one verdict. The case is never written to.

Memory is bounded: the ledger and manifests stream, objects are compared shard by shard. Two
processes share signatures, objects and the index. Steps: docs/spec/verify.md.
"""

import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..acts import Act, Collect, Scan
from ..checkpoints import WORK_NAME, Checkpoints
from ..errors import TruyvetError
from ..findings import Finding, Found, Verdict
from ..layout import TORN_NAME, Layout
from ..ledger import LEDGER_NAME
from ..records import KeyCard
from ..store import OBJECTS_NAME
from .checkpoints import CheckpointCheck
from .expected import Expected
from .folder import check_folder
from .index import check_index
from .ledger import LedgerCheck, LedgerFacts
from .manifests import ManifestCheck, name_items
from .objects import check_objects
from .scans import ScanCheck
from .signatures import SignatureChecks
from .statements import StatementCheck
from .trust import Trust, check_kept, check_keys, is_vouched


@dataclass(frozen=True, kw_only=True, slots=True)
class SignerFacts:
    """One signer of a case."""

    card: KeyCard
    """Who he is, as the case says."""
    entries: int
    """How many entries he signed."""
    trusted: bool
    """Whether the verifier's own keys vouch for him."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """The answer."""

    verdict: Verdict
    """VALID, INVALID or INCOMPLETE."""
    findings: tuple[Finding, ...]
    """What was found, in the order of the steps; the first 1,000 of each code."""
    counts: dict[str, int]
    """How often each code was found."""
    unproved: tuple[str, ...]
    """Codes of `findings.UNPROVED`: what the verdict does not speak of."""
    case: str
    """The case's id."""
    title: str
    """Its title."""
    number: str
    """Its number."""
    entries: int
    """Entries in the ledger."""
    root: str
    """Merkle root over them, hexadecimal."""
    items: int
    """Items in all manifests."""
    objects: int
    """Objects that are there."""
    bytes: int
    """Their length."""
    signers: tuple[SignerFacts, ...]
    """Who signed."""
    checkpoint: str
    """The newest checkpoint, as text; empty where there is none."""
    timings: dict[str, float]
    """Seconds that each step took."""


@dataclass(kw_only=True, slots=True)
class _Work:
    """What grows while the steps run."""

    found: Found = field(default_factory=Found)
    items: int = 0
    objects: int = 0
    bytes: int = 0
    pending: set[str] = field(default_factory=set)
    recorded: set[str] = field(default_factory=set)
    blind: bool = False
    checkpoint: str = ""
    timings: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """How far the object pass is."""

    objects: int
    """Objects looked at since the last step."""
    bytes: int
    """Their length."""
    total: int
    """Length of all that is to be looked at."""


def verify(folder: Path, trust: Trust, *, jobs: int = 2, fast: bool = False) -> Verification:
    """Check the case in `folder` and say what it proves.

    `jobs` 0 does all in this process. Raises `TruyvetError` E101 only when there is no case at
    all; everything else is a finding.
    """
    steps = verifying(folder, trust, jobs=jobs, fast=fast)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            answer: Verification = end.value
            return answer


def verifying(
    folder: Path, trust: Trust, *, jobs: int = 2, fast: bool = False
) -> Generator[Step, None, Verification]:
    """Do what `verify` does, yielding how far it is; the answer is the generator's value."""
    if not any(map(_is_there, (folder / LEDGER_NAME, folder / OBJECTS_NAME))):
        raise TruyvetError("E101", path=folder)
    layout, work = Layout(folder), _Work()
    with _pool(jobs) as pool, closing(Expected()) as expected:
        with _timed(work, "ledger"):
            facts = _ledger(layout, trust, pool, expected, work)
        if facts.unreadable:
            check_folder(folder, work.pending, work.found)
            return _answer(facts, trust, work)
        index = None if fast else pool.submit(check_index, folder, facts.entries, facts.prev)
        check_keys(trust, facts, work.found)
        check_kept(trust, facts, work.found)
        with _timed(work, "manifests"):
            manifests = ManifestCheck(layout.store, facts, work.found, expected)
            scans = ScanCheck(layout.store, facts, work.found, expected)
            with closing(manifests.identities):
                manifests.run()
                scans.run(manifests)
                statements = StatementCheck(layout.store, facts, work.found)
                sees_all = not (manifests.unread or scans.unread)
                statements.run(manifests.identities if sees_all else None)
            manifests.unnamed(scans.unread)
            work.items = manifests.items + scans.items
            work.blind = bool(manifests.unread | scans.unread)
        with _timed(work, "objects"):
            yield from _objects(layout, pool, expected, work, fast=fast)
        if index is not None:
            with _timed(work, "index"):
                for one in index.result():
                    work.found.take(one)
        last = facts.last_act
        just = {_work_of(last)} & work.recorded
        check_folder(folder, work.pending | just, work.found)
        for position, named in name_items(layout.store, facts, work.found.listed):
            work.found.listed[position] = named
    return _answer(facts, trust, work)


def _is_there(path: Path) -> bool:
    """Tell whether a path exists; what we may not look at is there, and a finding later."""
    try:
        return path.exists()
    except PermissionError:
        return True


class _Here(Executor):
    """Runs what it is given at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run `fn` and return its finished future."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@contextmanager
def _pool(jobs: int) -> Iterator[Executor]:
    """Give an executor of `jobs` processes; whatever stops us ends them at once."""
    if jobs == 0:
        yield _Here()
        return
    start = "fork" if sys.platform == "linux" else "spawn"
    context: Any = multiprocessing.get_context(start)
    pool = ProcessPoolExecutor(max_workers=jobs, mp_context=context)
    try:
        with _ctrl_c_held():  # the processes start with it blocked: what it means is ours to decide
            pool.submit(int).result()
        yield pool
        pool.shutdown()
    except BaseException:
        with _ctrl_c_held():  # a second one must not leave the pool's thread to the interpreter
            for process in multiprocessing.active_children():
                process.terminate()
            pool.shutdown(cancel_futures=True)
        raise


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Let Ctrl-C wait; it is delivered at the end."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _timed(work: _Work, step: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    work.timings[step] = time.perf_counter() - start


def _ledger(
    layout: Layout, trust: Trust, pool: Executor, expected: Expected, work: _Work
) -> LedgerFacts:
    checks = SignatureChecks(pool)
    checkpoints = CheckpointCheck(Checkpoints(layout.folder), work.found, checks)
    kept_size = trust.checkpoint.checkpoint.size if trust.checkpoint else -1
    facts = LedgerCheck(work.found, expected, checks, checkpoints, kept_size).run(layout.ledger)
    if facts.unreadable:
        return facts
    work.checkpoint = checkpoints.newest_note.decode("utf-8", "replace")
    _pendings(layout, facts, work)
    last = facts.last_act
    recorded = _work_of(last) in work.pending | work.recorded
    uncovered = facts.entries - checkpoints.newest
    if uncovered == 1 and recorded:
        work.found.add("W105", f"entry {facts.entries - 1}")
    elif uncovered > 0:
        work.found.add("E416", "checkpoints", count=uncovered)
    return facts


def _pendings(layout: Layout, facts: LedgerFacts, work: _Work) -> None:
    """Learn which collections are under way; a note of one that is recorded explains nothing."""
    recorded = {act.collection for _, act, _ in facts.collects}
    recorded |= {act.scan for _, act, _ in facts.scans}
    try:
        found = [
            (path, pending.collection, f"a collection of {pending.collector}")
            for path, pending in layout.pendings(facts.case_id, facts.keys)
        ]
        scans = layout.scans(facts.case_id, facts.keys)
        found += [(path, pending.scan, "a scan") for path, pending in scans]
    except OSError as error:
        work.found.add("E631", WORK_NAME, path=WORK_NAME, reason=error.strerror)
        return
    for path, identity, what in found:
        if identity in recorded:
            work.recorded.add(path.name)
            continue
        work.pending.add(path.name)
        work.found.add("W101", f"work/{path.name}", what=what)


def _work_of(act: Act | None) -> str:
    """Return the name, in work/, of what an act records; empty where it gathered nothing."""
    if isinstance(act, Collect):
        return act.collection
    return act.scan if isinstance(act, Scan) else ""


def _objects(
    layout: Layout,
    pool: Executor,
    expected: Expected,
    work: _Work,
    *,
    fast: bool,
) -> Iterator[Step]:
    unnamed = 0
    for result in check_objects(pool, layout.folder, expected, fast=fast):
        work.objects += result.objects
        work.bytes += result.bytes
        for one in result.findings:
            work.found.take(one)
        for name in result.unnamed:
            if work.pending or work.blind:
                unnamed += 1
            elif not _explained(layout, name):
                work.found.add("E313", f"objects/{name[:2]}/{name}")
        yield Step(objects=result.objects, bytes=result.bytes, total=expected.bytes)
    if unnamed:
        work.found.add("E325" if work.blind else "W102", "objects", count=unnamed)
    if fast:
        work.found.add("E630", "objects", count=work.objects)


def _explained(layout: Layout, name: str) -> bool:
    """Tell whether a repair goes on with this object, or an act that was killed laid it there."""
    marks = (f"{TORN_NAME}-{name}", f"laid-{name}")
    return any((layout.work / mark).is_file() for mark in marks)


def _answer(facts: LedgerFacts, trust: Trust, work: _Work) -> Verification:
    signers = [
        SignerFacts(
            card=admission.card,
            entries=facts.signers.get(admission.card.id, 0),
            trusted=is_vouched(admission.card.id, trust, facts),
        )
        for admission in facts.keys.all()
    ]
    unproved = ["P1", "P2"]
    unproved += [] if trust.checkpoint else ["P3"]
    unproved += [] if trust.keys else ["P4"]
    unproved += ["P5"] if work.pending else []
    return Verification(
        verdict=work.found.verdict(),
        findings=tuple(work.found.listed),
        counts=dict(work.found.counts),
        unproved=tuple(unproved),
        case=facts.case_id,
        title=facts.title,
        number=facts.number,
        entries=facts.entries,
        root=facts.frontier.root().hex(),
        items=work.items,
        objects=work.objects,
        bytes=work.bytes,
        signers=tuple(signers),
        checkpoint=work.checkpoint,
        timings=work.timings,
    )
