"""The reader of pages as the fetcher sees it: a `Finder` whose work is done by confined children.

A child that dies, hangs or takes too much memory is ended and replaced; the page it read gives a
`Found` that says so. Threads may call at once: each call has a child to itself while it lasts.
"""

import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from types import TracebackType

from ...evidence.web.references import Found
from .framing import (
    MAX_MESSAGE,
    Broken,
    Late,
    receive_found,
    receive_ready,
    send_question,
)

SECONDS = 10.0
"""What reading one page may take by the clock."""
MEMORY = 512 << 20
"""Bytes that reading a page may take beyond what a child began with."""
START_SECONDS = 60.0
"""What a child may take until it is ready, on a machine that has much to do."""
RECYCLED_AFTER = 5_000
"""Pages after which a child is replaced, so that what a library leaks does not add up."""
OUT_OF_MEMORY = 3
"""Exit status of a child that had no memory left."""
_MODULE = f"{__package__}.child"


class ReferenceReader:
    """Tells what pages refer to; a context manager. Never raises when called."""

    def __init__(self, processes: int = 1, *, wall: float = SECONDS, memory: int = MEMORY) -> None:
        """Start the children; a page may take `wall` seconds and `memory` bytes.

        OSError where no process can be started.
        """
        self._wall, self._memory = wall, memory
        self._free = threading.Condition()
        self._idle = [self._start() for _ in range(max(1, processes))]
        self._busy: set[_Child] = set()
        self._closed = threading.Event()

    def _start(self) -> "_Child":
        return _Child(self._memory)

    def __call__(self, message: bytes, url: str) -> Found:
        """Read an HTTP response as it was on the wire, got from `url`; see `Finder`."""
        with self._free:
            while not self._idle and not self._closed.is_set():
                self._free.wait()
            if self._closed.is_set():
                return Found(problem="the reader of pages is closed")
            child = self._idle.pop()
            self._busy.add(child)
        try:
            child, found = self._asked(child, message, url)
        except OSError as error:
            found = Found(problem=f"no reader of pages can be started: {error.strerror}")
        finally:
            with self._free:
                self._busy.discard(child)
                if self._closed.is_set():
                    child.end()
                else:
                    self._idle.append(child)
                self._free.notify()
        return found

    def _asked(self, child: "_Child", message: bytes, url: str) -> tuple["_Child", Found]:
        """Return the child to go on with, and its answer."""
        if child.ended() or child.answered >= RECYCLED_AFTER:
            child = self._replaced(child)
        cut = len(message) > MAX_MESSAGE
        try:
            found = child.ask(message[:MAX_MESSAGE] if cut else message, url, self._wall)
        except Broken as error:
            found = Found(problem=self._reason(child, error))
            return self._replaced(child), found
        if cut and not found.problem:
            return child, _with_problem(found, f"more than {MAX_MESSAGE} bytes")
        return child, found

    def _replaced(self, child: "_Child") -> "_Child":
        child.end()
        with self._free:
            self._busy.discard(child)
            if self._closed.is_set():
                return child
            new = self._start()
            self._busy.add(new)
        return new

    def _reason(self, child: "_Child", error: Broken) -> str:
        """Return in words why a child gave no answer; it is ended."""
        if isinstance(error, Late):
            child.end()
            return f"reading the page took more than {self._wall:g} seconds"
        status = child.end()
        if status == OUT_OF_MEMORY:
            return "reading the page took too much memory"
        if status > 0:
            return f"the reader of pages ended: {error}"
        return f"the reader of pages died of signal {-status}: {error}"

    @property
    def held(self) -> tuple[str, ...]:
        """What confines the children, as `confine` says; of one that is idle."""
        with self._free:
            children = [*self._idle]
        with suppress(Broken):
            return children[0].ready() if children else ()
        return ()

    @property
    def pids(self) -> tuple[int, ...]:
        """The process numbers of all children."""
        with self._free:
            return tuple(child.pid for child in (*self._idle, *self._busy))

    @property
    def busy(self) -> int:
        """How many children read a page just now."""
        with self._free:
            return len(self._busy)

    def close(self) -> None:
        """End the children; calls under way return with a problem."""
        with self._free:
            if self._closed.is_set():
                return
            self._closed.set()
            children = [*self._idle, *self._busy]
            self._idle.clear()
            self._free.notify_all()
        for child in children:
            child.end()

    def __enter__(self) -> "ReferenceReader":
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()


class _Child:
    """One child as its parent sees it; one thread at a time asks it, any may end it."""

    def __init__(self, memory: int) -> None:
        ours, theirs = socket.socketpair()
        # -P: whatever lies in the folder an officer stands in is never imported.
        own = (str(theirs.fileno()), str(memory))
        command = [sys.executable, "-P", "-m", _MODULE, *own]
        try:
            self._process = subprocess.Popen(
                command,
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        self.pid = self._process.pid
        self._end = ours
        self._asking, self._ending = threading.RLock(), threading.Lock()
        self._held: tuple[str, ...] | None = None
        self.answered = 0

    def ready(self) -> tuple[str, ...]:
        """Wait until it is confined; return what holds."""
        with self._asking:
            if self._held is None:
                try:
                    self._held = receive_ready(self._end, time.monotonic() + START_SECONDS).held
                except Late as late:
                    raise Broken("it does not begin") from late
            return self._held

    def ask(self, message: bytes, url: str, wall: float) -> Found:
        """Return its answer; `Broken` where there is none."""
        with self._asking:
            self.ready()
            deadline = time.monotonic() + wall
            send_question(self._end, message, url, deadline)
            found = receive_found(self._end, deadline)
            self.answered += 1
            return found

    def ended(self) -> bool:
        """Tell whether it is gone."""
        return self._process.poll() is not None

    def end(self) -> int:
        """End it; return its exit status, negative for a signal. Again does nothing more."""
        with self._ending:
            if self._process.returncode is None:
                with suppress(OSError):  # wakes the thread that waits for an answer
                    self._end.shutdown(socket.SHUT_RDWR)
                # What ended by itself is gone at once; its own status is the reason.
                try:
                    self._process.wait(0.05)
                except subprocess.TimeoutExpired:
                    self._process.kill()
                    self._process.wait()
            with self._asking:
                self._end.close()
            return self._process.returncode


def _with_problem(found: Found, problem: str) -> Found:
    return Found(
        media=found.media,
        title=found.title,
        canonical=found.canonical,
        follow=found.follow,
        references=found.references,
        problem=problem,
    )
