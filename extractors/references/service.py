"""The reader of pages as the fetcher sees it: a `Finder` whose work is done by confined children.

A child that dies, hangs or takes too much memory is ended and replaced; the page it read gives a
`Found` that says so. Threads may call at once: each call has a child to itself while it lasts.
"""

import threading
import time
from contextlib import suppress

from ...evidence.web.references import Found
from ..engine.aside import OUT_OF_MEMORY, Answerer, Bounds, Failed
from .framing import MAX_MESSAGE, MAX_REPLY, found_in, question_of

SECONDS = 10.0
"""What reading one page may take by the clock."""
MEMORY = 512 << 20
"""Bytes that reading a page may take beyond what a child began with."""
START_SECONDS = 60.0
"""What a child may take until it is ready, on a machine that has much to do."""
RECYCLED_AFTER = 5_000
"""Pages after which a child is replaced, so that what a library leaks does not add up."""
_CPU = int(SECONDS) + 1
_MODULE = f"{__package__}.reading"


class ReferenceReader:
    """Tells what pages refer to; a context manager. Never raises when called."""

    def __init__(self, processes: int = 1, *, wall: float = SECONDS, memory: int = MEMORY) -> None:
        """Start the children; a page may take `wall` seconds and `memory` bytes.

        OSError where no process can be started.
        """
        self._bounds = Bounds(wall=wall, cpu=_CPU, memory=memory, answer=MAX_REPLY)
        self._free = threading.Condition()
        self._idle = [self._start() for _ in range(max(1, processes))]
        self._busy: set[Answerer] = set()
        self._closed = threading.Event()

    def _start(self) -> Answerer:
        return Answerer(_MODULE, self._bounds, quiet=True)

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

    def _asked(self, child: Answerer, message: bytes, url: str) -> tuple[Answerer, Found]:
        """Return the child to go on with, and its answer."""
        if child.ended() is not None or child.answered >= RECYCLED_AFTER:
            child = self._replaced(child)
        cut = len(message) > MAX_MESSAGE
        try:
            found = self._answer(child, message[:MAX_MESSAGE] if cut else message, url)
        except (EOFError, OSError, Failed) as error:
            found = Found(problem=self._reason(child, error))
            return self._replaced(child), found
        except BaseException:  # Ctrl-C: what it answers later is no answer about another page
            child.end()
            raise
        if cut and not found.problem:
            return child, _with_problem(found, f"more than {MAX_MESSAGE} bytes")
        return child, found

    def _answer(self, child: Answerer, message: bytes, url: str) -> Found:
        _ready(child)
        return found_in(child.ask(question_of(message, url), time.monotonic() + self._bounds.wall))

    def _replaced(self, child: Answerer) -> Answerer:
        child.end()
        with self._free:
            self._busy.discard(child)
            if self._closed.is_set():
                return child
            new = self._start()
            self._busy.add(new)
        return new

    def _reason(self, child: Answerer, error: Exception) -> str:
        """Return in words why a child gave no answer; it is ended."""
        if isinstance(error, TimeoutError):
            child.end()
            return f"reading the page took more than {self._bounds.wall:g} seconds"
        status = child.end()
        if status == OUT_OF_MEMORY:
            return "reading the page took too much memory"
        if status >= 0:
            return f"the reader of pages ended: {error}"
        return f"the reader of pages died of signal {-status}: {error}"

    @property
    def held(self) -> tuple[str, ...]:
        """What confines the children, as `confine` says; of one that is idle."""
        with self._free:
            children = [*self._idle]
        with suppress(EOFError, OSError, Failed):
            return _ready(children[0]) if children else ()
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
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _ready(child: Answerer) -> tuple[str, ...]:
    """Wait until a child is confined; return what holds."""
    try:
        return child.ready(time.monotonic() + START_SECONDS)
    except TimeoutError:
        raise Failed("it does not begin") from None


def _with_problem(found: Found, problem: str) -> Found:
    return Found(
        media=found.media,
        title=found.title,
        canonical=found.canonical,
        follow=found.follow,
        references=found.references,
        problem=problem,
    )
