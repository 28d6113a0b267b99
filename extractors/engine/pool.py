"""The pool: keeps workers busy with items, and turns whatever becomes of a worker into outcomes.

A fault (a crash, time or memory over the limit) ends one worker and is blamed on the extractor
that was running: the item is examined again without what had already failed for good. Two crashes
are final, and two ends by a hand from outside; so is the first timeout, and whatever else we end
a worker for. Nothing of a fault reaches another item.
"""

import selectors
import shutil
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import msgspec

from ...evidence.errors import TruyvetError
from ...evidence.scans.outcome import Effort, Outcome, Status
from ..settings import Settings
from .crew import Crew, Hand
from .messages import Answer, Broken, Job
from .worker import CHILDREN, RECYCLED_AFTER

AHEAD = 2
"""Jobs at a worker: one under way, one waiting, so that it never idles."""
MAX_CRASHES = 2
"""After so many the outcome is final."""
MAX_BLAMELESS = 5
"""Workers that may end one after another with nothing begun; more is the engine's own fault."""
_LOOK = 0.05  # seconds between two looks at the workers' limits
_AWAY = 1.0  # seconds between two looks after which the first one only tells the time


@dataclass(kw_only=True, slots=True)
class Task:
    """One item to be examined, and what has become of it so far."""

    key: bytes
    """The caller's own name for it."""
    job: Job
    """What a worker is told; the number is the pool's."""
    faults: dict[str, int] = field(default_factory=dict)
    """Crashes so far, by extractor."""
    final: dict[str, Outcome] = field(default_factory=dict)
    """Outcomes that need no worker any more."""
    needs: tuple[str, ...] = ()
    """Extractors that start programs and have to run first."""
    early: "Part | None" = None
    """What those gave."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What one worker gave for an item."""

    answer: Answer
    """Its answer; results that are many wait in a file."""
    folder: Path
    """Where its files are."""
    early: bool = False
    """Whether the folder is this part's alone."""

    def children(self) -> Path:
        """Return the folder of its children's bytes."""
        return self.folder / str(self.answer.number)

    def results(self) -> BinaryIO:
        """Return its results, to be read one by one."""
        if not self.answer.spool:
            return BytesIO(self.answer.results)
        return (self.folder / self.answer.spool).open("rb")

    def remove(self) -> None:
        """Remove its files."""
        if self.early:
            shutil.rmtree(self.folder, ignore_errors=True)
            return
        shutil.rmtree(self.children(), ignore_errors=True)
        if self.answer.spool:
            (self.folder / self.answer.spool).unlink(missing_ok=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """An item that was examined. Its files are gone when the next is asked for."""

    task: Task
    """What was asked."""
    outcomes: tuple[Outcome, ...]
    """One for each extractor that was wanted, in the order of examination."""
    efforts: tuple[Effort, ...]
    """What it took."""
    parts: tuple[Part, ...]
    """What the workers gave."""


class Pool:
    """Workers for one scan."""

    def __init__(
        self,
        names: tuple[str, ...],
        settings: Settings,
        *,
        folder: Path,
        readable: tuple[Path, ...],
        jobs: int,
    ) -> None:
        """`folder` takes the workers' files, on the store's file system; the caller removes it."""
        self._crew = Crew(names, settings, readable)
        self.prepared = {one.name: one for one in self._crew.prepared}
        self._unusable = {
            one.name: Outcome(extractor=one.name, status="unsupported", reason=one.error)
            for one in self._crew.prepared
            if one.error
        }
        self._names = names
        self._order = {name: number for number, name in enumerate(names)}
        self._folder = folder
        self._jobs = jobs
        self._hands: list[Hand] = []
        self._waiting: deque[Task] = deque()
        self._tasks: dict[int, Task] = {}
        self._made = 0
        self._numbered = 0
        self._blameless = 0
        self._looked = time.monotonic()
        self._selector = selectors.DefaultSelector()
        self.faults = 0
        """Workers that did not end by themselves."""
        self.held: tuple[str, ...] | None = None
        """Confinements that hold in every worker; none before the first."""

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(TruyvetError):  # the nursery may be what has failed
            for hand in list(self._hands):
                self._dismiss(hand)
        self._selector.close()
        self._crew.close()

    def run(self, next_task: Callable[[], Task | None]) -> Iterator[Done]:
        """Yield items as they are done; `next_task` gives none when there are none just now.

        Ends when there are none and nothing is under way. Raises `TruyvetError` E842 where the
        machine has no room for results, E841 where the engine itself fails.
        """
        while True:
            self._feed(next_task)
            if not self._tasks and not self._waiting:
                return
            heard = self._selector.select(_LOOK)
            for key, _ in heard:
                hand: Hand = key.fileobj  # type: ignore[assignment]
                done = self._hear(hand)
                if done is not None:
                    yield done
                    for part in done.parts:
                        part.remove()
            self._look()

    def _feed(self, next_task: Callable[[], Task | None]) -> None:
        """Give every idle worker something to do, starting workers as they are needed."""
        while True:
            if not self._waiting:
                hand = self._hand(programs=False)
                task = next_task() if hand is not None else None
                if task is None:
                    return
                self._waiting.append(task)
            hand = self._hand(programs=bool(self._waiting[0].needs))
            if hand is None:
                return
            self._give(hand, self._waiting.popleft())

    def _hand(self, *, programs: bool) -> Hand | None:
        """Return a worker with room for a job, a new one where that is allowed."""
        mine = [hand for hand in self._hands if hand.programs == programs]
        idle = [hand for hand in mine if not hand.jobs and hand.answered < RECYCLED_AFTER]
        if idle:
            return idle[0]
        for hand in mine:
            if not hand.jobs:
                self._dismiss(hand)
                mine.remove(hand)
                break
        if len(mine) < self._jobs:
            return self._hire(programs=programs)
        ready = [
            hand
            for hand in mine
            if len(hand.jobs) < AHEAD and hand.answered + len(hand.jobs) < RECYCLED_AFTER
        ]
        return min(ready, key=lambda hand: len(hand.jobs), default=None)

    def _hire(self, *, programs: bool) -> Hand:
        folder = self._folder / f"worker-{self._made}"
        self._made += 1
        folder.mkdir(mode=0o700)
        hand = self._crew.fork(folder, programs=programs)
        self.held = hand.held if self.held is None else tuple(
            one for one in self.held if one in hand.held
        )  # fmt: skip
        self._hands.append(hand)
        self._selector.register(hand, selectors.EVENT_READ)
        return hand

    def _dismiss(self, hand: Hand) -> int:
        self._selector.unregister(hand)
        self._hands.remove(hand)
        status = hand.end()
        hand.discard()
        return status

    def _give(self, hand: Hand, task: Task) -> None:
        done = {*task.final, *self._unusable}
        if task.early is not None:
            done.update(one.extractor for one in task.early.answer.outcomes)
        wanted = task.needs or tuple(name for name in task.job.extractors if name not in done)
        texts = str(task.early.folder / task.early.answer.spool) if task.early else ""
        self._numbered += 1
        job = msgspec.structs.replace(
            task.job, number=self._numbered, extractors=wanted, texts=texts
        )
        self._tasks[job.number] = task
        hand.give(job)

    def _hear(self, hand: Hand) -> Done | None:
        try:
            answer = hand.hear()
        except Broken:
            self._fault(hand)
            return None
        task = self._tasks.pop(answer.number)
        self._blameless = 0
        part = Part(answer=answer, folder=hand.folder / CHILDREN)
        if answer.trouble:
            raise TruyvetError("E842", reason=answer.trouble)
        if answer.needs or task.needs:
            task.needs = answer.needs
            task.early = self._kept(part) if hand.programs else None
            self._waiting.append(task)
            return None
        return self._settle(task, part)

    def _kept(self, part: Part) -> Part:
        """Move what a worker with programs gave to where the next worker can read its texts."""
        folder = self._folder / f"early-{part.answer.number}"
        folder.mkdir(mode=0o700)
        if part.children().exists():
            part.children().rename(folder / part.children().name)
        name = part.answer.spool or f"results-{part.answer.number}"
        if part.answer.spool:
            (part.folder / name).rename(folder / name)
        else:
            (folder / name).write_bytes(part.answer.results)
        answer = msgspec.structs.replace(part.answer, spool=name, results=b"")
        return Part(answer=answer, folder=folder, early=True)

    def _settle(self, task: Task, part: Part) -> Done:
        # Whose texts alone were needed has examined the item before: nothing of it is told again.
        early = task.early
        asked = early and set(task.job.extractors).issuperset(
            one.extractor for one in early.answer.outcomes
        )
        if early is not None and not asked:
            early.remove()
        parts = (early, part) if early is not None and asked else (part,)
        outcomes = dict(task.final)
        for name in self._unusable.keys() & set(task.job.extractors):
            outcomes[name] = self._unusable[name]
        for one in parts:
            outcomes |= {outcome.extractor: outcome for outcome in one.answer.outcomes}
        faults = task.faults
        return Done(
            task=task,
            outcomes=tuple(sorted(outcomes.values(), key=lambda one: self._order[one.extractor])),
            efforts=tuple(
                msgspec.structs.replace(effort, attempts=1 + faults.get(effort.extractor, 0))
                for one in parts
                for effort in one.answer.efforts
            ),
            parts=parts,
        )

    def _look(self) -> None:
        """End the workers that are over a limit."""
        now = time.monotonic()
        away, self._looked = now - self._looked > _AWAY, now
        if away:
            # We were held up ourselves (a slow disk): a worker that died meanwhile still shows
            # what it had begun, and is first to be heard of as dead, not judged as slow.
            return
        for hand in list(self._hands):
            job, extractor, since = hand.state.read()
            if job < 0 or not hand.jobs or not 0 <= extractor < len(self._order):
                continue
            verdict = hand.judge(self.prepared[self._names[extractor]], since)
            if verdict is not None and hand.state.read()[:2] == (job, extractor):
                hand.verdict = verdict
                self._fault(hand)

    def _fault(self, hand: Hand) -> None:
        """Blame the extractor that was running, and give back what else the worker held."""
        job, extractor, _ = hand.state.read()
        jobs = list(hand.jobs)
        verdict = hand.verdict
        status = self._dismiss(hand)
        self.faults += 1
        blamed = self._names[extractor] if 0 <= extractor < len(self._names) else ""
        for one in reversed(jobs):
            task = self._tasks.pop(one.number)
            if one.number == job and blamed:
                self._blame(task, blamed, verdict or _verdict(status), judged=verdict is not None)
            self._waiting.appendleft(task)
        if blamed:
            self._blameless = 0
            return
        self._blameless += 1
        if self._blameless > MAX_BLAMELESS:
            raise TruyvetError("E841", reason=f"its processes end at once ({status})")

    def _blame(self, task: Task, name: str, verdict: tuple[Status, str], *, judged: bool) -> None:
        """Count a fault; what we judged is final, what came from outside is tried once more."""
        status, reason = verdict
        task.faults[name] = task.faults.get(name, 0) + 1
        if not judged and status != "timeout" and task.faults[name] < MAX_CRASHES:
            return
        task.final[name] = Outcome(extractor=name, status=status, reason=reason)
        task.needs = tuple(one for one in task.needs if one != name)
        if name == "filetype":
            # What the item is could not be found out: the others take it for bytes.
            task.job = msgspec.structs.replace(task.job, media_type="application/octet-stream")


def _verdict(status: int) -> tuple[Status, str]:
    """Return what the way a process ended means."""
    if status == -signal.SIGXCPU:
        return "timeout", "more processor time than its limit"
    if status == -signal.SIGKILL:
        return "memory", "killed by the system, most likely for want of memory"
    if status < 0:
        with suppress(ValueError):
            return "crash", f"signal {signal.Signals(-status).name}"
    return "crash", f"its process ended with status {status}"
