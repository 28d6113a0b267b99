"""An examining process: takes jobs, runs the wanted extractors over the item, answers.

Forked from the nursery, where everything costly was prepared and no evidence was ever touched.
One item's bytes are opened once for all its extractors. A worker is replaced after any fault and
after `RECYCLED_AFTER` items, so that what a library leaks or leaves behind does not add up.
"""

import errno
import gc
import os
import resource
import signal
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from ...evidence.scans.observation import Observation, TextLine
from ...evidence.scans.outcome import Effort, Outcome
from .. import filetype
from ..interface import Extractor, Facts, Text
from ..settings import Settings
from .confinement import confine, limit, own_memory
from .emission import Emission, Ended, Found, NoRoom
from .examination import accepts, examine
from .messages import (
    Answer,
    Broken,
    ChildResult,
    Job,
    SeenResult,
    Spool,
    TextResult,
    receive,
    results_of,
    send,
)
from .state import SharedState
from .view import FileView

RECYCLED_AFTER = 2_000
"""Items after which a worker is replaced."""
PRIVATE, CHILDREN = "private", "children"
"""Folders of a worker: for its extractors' temporary files, and for the bytes of children."""
_HEAD = 4_096  # bytes in which magic is looked for
_SUSPECT = frozenset({"crash", "corrupt", "partial", "unsupported"})
"""Outcomes that a full disk may have caused."""
_LEAST_ROOM = 1 << 20  # bytes that an extractor's library may want for its temporary files


class _Results:
    """Spools the results of a job; counts only texts for an extractor that is replayed."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self.texts: list[Text] = []
        self.silent = False

    def observation(self, seen: Observation) -> None:
        if not self.silent:
            self._spool.add(SeenResult(seen=seen))

    def text(self, line: TextLine) -> None:
        self.texts.append(Text(locator=line.locator, text=line.text))
        if not self.silent:
            self._spool.add(TextResult(line=line))

    def child(self, found: Found) -> None:
        if not self.silent:
            self._spool.add(ChildResult(found=found))


class Worker:
    """One examining process, from its own point of view."""

    def __init__(
        self,
        modules: Mapping[str, Extractor],
        numbers: Mapping[str, int],
        prepared: Mapping[str, object],
        settings: Settings,
        folder: Path,
        state: SharedState,
        *,
        programs: bool,
    ) -> None:
        self._modules = modules
        self._programs = programs
        self._numbers = numbers
        self._prepared = prepared
        self._settings = settings
        self._folder = folder
        self._state = state
        self._used = own_memory()
        for name in (PRIVATE, CHILDREN):
            (folder / name).mkdir(mode=0o700, exist_ok=True)

    def answer(self, job: Job) -> Answer:
        """Examine the item of a job."""
        try:
            answer = self._examine(job)
        except OSError as error:
            # Not the item's fault: its object is gone, or there is no room for results.
            answer = _trouble(job, error)
        except NoRoom as error:
            answer = _trouble(job, error.error)
        # Whatever else ends this process leaves standing there what it was doing.
        self._state.idle()
        return answer

    def _examine(self, job: Job) -> Answer:
        path = Path(job.object)
        self._state.begin(job.number, self._numbers.get("filetype", 0))
        began = _cpu()
        facts = _facts(job, job.media_type or filetype.media_type(path))
        looking = _cpu() - began
        spool = Spool(self._folder / CHILDREN / f"results-{job.number}")
        results = _Results(spool)
        if job.texts:
            results.texts += _texts(Path(job.texts))
        view = FileView(path, facts, self._settings, self._folder / PRIVATE, None, results.texts)
        outcomes, efforts = list[Outcome](), list[Effort]()
        try:
            head = view.read(0, _HEAD)
            wanted = frozenset(job.extractors)
            needs = () if job.texts else self._needs(wanted | set(job.replayed), facts, head)
            if needs:
                return Answer(number=job.number, outcomes=(), efforts=(), needs=needs)
            for name, module in self._modules.items():
                if name in wanted or (name in job.replayed and self._may(module)):
                    results.silent = name not in wanted
                    if not accepts(module.ACCEPTS, facts, head):
                        outcome = Outcome(extractor=name, status="not_applicable")
                    else:
                        outcome, effort = self._one(job, module, view, results)
                        efforts += [] if results.silent else [effort]
                    outcomes += [] if results.silent else [outcome]
        finally:
            view.close()
        file, kept = spool.close()
        return Answer(
            number=job.number,
            outcomes=tuple(outcomes),
            efforts=tuple(_with_looking(efforts, looking)),
            spool=file,
            results=kept,
        )

    def _may(self, module: Extractor) -> bool:
        """Tell whether an extractor may run here; the texts of others came with the job."""
        return self._programs or not module.PROGRAMS

    def _needs(self, wanted: frozenset[str], facts: Facts, head: bytes) -> tuple[str, ...]:
        """Return who of these is for this item and may only run where programs start."""
        if self._programs:
            return ()
        return tuple(
            name
            for name, module in self._modules.items()
            if name in wanted and module.PROGRAMS and accepts(module.ACCEPTS, facts, head)
        )

    def _one(
        self, job: Job, module: Extractor, view: FileView, results: _Results
    ) -> tuple[Outcome, Effort]:
        limits = module.LIMITS
        limit(cpu=limits.cpu, file=limits.output, memory=limits.memory, used_memory=self._used)
        self._state.begin(job.number, self._numbers[module.NAME])
        began = _cpu()
        view.prepared = self._prepared[module.NAME]
        folder = self._folder / CHILDREN / str(job.number)
        emission = Emission(module, view.facts, results, folder, job.allowance)
        try:
            outcome = examine(module, view, emission)
        finally:
            view.tidy()
        if outcome.status in _SUSPECT and not _has_room(self._folder):
            # What the extractor itself wrote is gone again: others have filled the disk.
            raise NoRoom(OSError(errno.ENOSPC, "no space left"))
        effort = Effort(
            attempts=1,
            cpu=_cpu() - began,
            extractor=module.NAME,
            memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        )
        return outcome, effort


def _cpu() -> int:
    """Return the processor time of this thread and the programs it ran, in microseconds.

    Not that of the process: under a limit of processor time Linux brings that up to date only at
    ticks and switches, which lie between the examinations.
    """
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = time.thread_time_ns() // 1000
    return own + int((children.ru_utime + children.ru_stime) * 1e6)


def _with_looking(efforts: list[Effort], looking: int) -> Iterator[Effort]:
    """Yield the efforts; what it took to find out the type, for all, counts as `filetype`'s."""
    for effort in efforts:
        own = looking if effort.extractor == "filetype" else 0
        yield msgspec.structs.replace(effort, cpu=effort.cpu + own)


def _facts(job: Job, media_type: str) -> Facts:
    return Facts(
        id=job.item,
        path=job.path,
        size=job.size,
        sha256=job.sha256,
        media_type=media_type,
        depth=job.depth,
        parent=job.parent,
        locator=job.locator,
        collector=job.collector,
        companion=job.companion,
    )


def _texts(path: Path) -> list[Text]:
    """Return the texts that another worker left in a file."""
    with path.open("rb") as file:
        return [
            Text(locator=result.line.locator, text=result.line.text)
            for result in results_of(file)
            if isinstance(result, TextResult)
        ]


def _has_room(folder: Path) -> bool:
    told = os.statvfs(folder)
    return told.f_bavail * told.f_frsize >= _LEAST_ROOM


def _trouble(job: Job, error: OSError) -> Answer:
    code = errno.errorcode.get(error.errno or 0, "EIO")
    return Answer(number=job.number, outcomes=(), efforts=(), trouble=code)


def serve(
    end: socket.socket,
    modules: Mapping[str, Extractor],
    numbers: Mapping[str, int],
    prepared: Mapping[str, object],
    settings: Settings,
    *,
    folder: Path,
    state: SharedState,
    readable: tuple[Path, ...],
    programs: bool,
) -> None:
    """Answer jobs until the parent closes its end. Called in a process just forked."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.SIG_IGN)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails with EFBIG instead
    worker = Worker(modules, numbers, prepared, settings, folder, state, programs=programs)
    held = confine(folder=folder, readable=readable, programs=programs)
    gc.freeze()
    with suppress(Broken, Ended):
        send(end, Answer(number=-1, outcomes=(), efforts=(), held=held))
        while True:
            send(end, worker.answer(receive(end, Job)))
