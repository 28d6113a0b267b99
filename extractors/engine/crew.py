"""The parent's side of nursery and workers: starting, telling, hearing and ending them."""

import os
import shutil
import socket
import time
from collections import deque
from pathlib import Path

from ...evidence.errors import TruyvetError
from ...evidence.scans.outcome import Status
from ..settings import Settings
from .channel import begin
from .confinement import memory_of
from .messages import (
    FORK,
    REAP,
    Answer,
    Broken,
    Fork,
    Forked,
    Job,
    Prepared,
    Ready,
    Reap,
    Reaped,
    Setting,
    receive,
    send,
)
from .state import SharedState
from .worker import CHILDREN, PRIVATE


class Crew:
    """The nursery as its parent sees it."""

    def __init__(
        self, names: tuple[str, ...], settings: Settings, readable: tuple[Path, ...]
    ) -> None:
        """Start it and wait until everything is prepared; `TruyvetError` E841 where it fails."""
        self._process, self._end = begin(f"{__package__}.nursery")
        places = tuple(str(path) for path in readable)
        try:
            send(self._end, Setting(extractors=names, settings=settings, readable=places))
            self.prepared: tuple[Prepared, ...] = receive(self._end, Ready).extractors
        except Broken as error:
            self.close()
            raise TruyvetError("E841", reason=f"no extractor was prepared: {error}") from error

    def fork(self, folder: Path, *, programs: bool) -> "Hand":
        """Return a new worker that may write only to `folder`."""
        ours, theirs = socket.socketpair()
        state = SharedState.create()
        try:
            socket.send_fds(self._end, [FORK], [theirs.fileno(), state.descriptor])
            send(self._end, Fork(folder=str(folder), programs=programs))
            pid = receive(self._end, Forked).pid
        except (Broken, OSError) as error:
            ours.close()
            state.close()
            raise TruyvetError("E841", reason=f"no worker can be had: {error}") from error
        finally:
            theirs.close()
        return Hand(self, pid, ours, state, folder, programs=programs)

    def reap(self, pid: int) -> int:
        """End a worker, with all it started; return how it ended."""
        try:
            self._end.sendall(REAP)
            send(self._end, Reap(pid=pid))
            return receive(self._end, Reaped).status
        except (Broken, OSError) as error:
            raise TruyvetError("E841", reason=f"a worker cannot be ended: {error}") from error

    def close(self) -> None:
        """End the nursery, and its workers with it."""
        self._end.close()
        self._process.kill()
        self._process.wait()


class Hand:
    """One worker as its parent sees it."""

    def __init__(
        self,
        crew: Crew,
        pid: int,
        end: socket.socket,
        state: SharedState,
        folder: Path,
        *,
        programs: bool,
    ) -> None:
        self._crew = crew
        self.pid = pid
        self._end = end
        self.state = state
        self.folder = folder
        self.programs = programs
        self.jobs: deque[Job] = deque()
        """What it was given and has not answered, oldest first."""
        self.answered = 0
        self.verdict: tuple[Status, str] | None = None
        """Why we ended it, if we did."""
        try:
            self.held = receive(end, Answer).held
        except Broken:
            self.held = ()
        self._at_rest = memory_of(pid)
        self._next_count = time.monotonic() + 1.0

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when it answers or ends."""
        return self._end.fileno()

    def give(self, job: Job) -> None:
        """Hand it a job; what it cannot take is noticed when its answer is awaited."""
        self.jobs.append(job)
        try:
            send(self._end, job)
        except Broken:
            return

    def hear(self) -> Answer:
        """Return its next answer; `Broken` where it is gone or answers what it was not asked."""
        answer = receive(self._end, Answer)
        if not self.jobs or answer.number != self.jobs[0].number:
            raise Broken("an answer to no question")
        if not answer.trouble and not answer.needs:
            _check(answer, self.jobs[0])
        self.jobs.popleft()
        self.answered += 1
        return answer

    def judge(self, limits: Prepared, since: float) -> tuple[Status, str] | None:
        """Return why it must be ended now, if it must; it is busy since this monotonic second."""
        busy = time.monotonic() - since
        if busy > limits.wall:
            return "timeout", f"more than {limits.wall:g} seconds"
        if busy > 0.2 and memory_of(self.pid) > self._at_rest + limits.memory:
            return "memory", f"more than {limits.memory} bytes of memory"
        if time.monotonic() < self._next_count:
            return None
        began = time.monotonic()
        used = _used(self.folder)
        # Counting many files is work too: it takes a twentieth of the time at most.
        self._next_count = time.monotonic() + max(1.0, 20 * (time.monotonic() - began))
        if used > limits.output:
            return "crash", f"more than {limits.output} bytes of files"
        return None

    def end(self) -> int:
        """End it; return its exit status, negative for a signal."""
        self._end.close()
        status = self._crew.reap(self.pid)
        self.state.close()
        return status

    def discard(self) -> None:
        """Remove its folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _check(answer: Answer, job: Job) -> None:
    """Believe an answer only where it speaks of what was asked."""
    told = {outcome.extractor for outcome in answer.outcomes}
    if told != set(job.extractors) or len(answer.outcomes) != len(told):
        raise Broken("outcomes of others")
    if "/" in answer.spool or {effort.extractor for effort in answer.efforts} - told:
        raise Broken("an answer that makes no sense")


def _used(folder: Path) -> int:
    """Return how many bytes of disk the files of a worker take."""
    total = 0
    for place in (folder / PRIVATE, folder / CHILDREN):
        for root, _, files in os.walk(place):
            for name in files:
                try:
                    total += os.lstat(os.path.join(root, name)).st_blocks * 512
                except OSError:
                    continue
    return total
