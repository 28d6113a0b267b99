"""Running one function aside: in a confined process, for what hostile bytes are read for at once.

Not every reading of hostile bytes is a scan: a page that is being crawled, two pictures that are
compared. An `Answerer` is one process for a module of ours that has `answer(bytes) -> bytes`, and
perhaps `load()`, called before: it has no network, may write nowhere and may be killed at any
moment. `Aside` keeps one at hand: the next question after its end begins another.
What it answers is bytes of a hostile process: whoever asks decodes them strictly and bounded.
Run as `python -m truyvet.extractors.engine.aside FD MODULE WALL CPU MEMORY`.
"""

import math
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from .channel import begin, receive, send
from .confinement import confine, limit, own_memory, places

PACKAGE = __package__.rpartition(".extractors.")[0]
"""Only modules of this package are run."""
OUT_OF_MEMORY = 3
"""Exit status of a process that had no memory left."""
MAX_HELD = 1 << 10
"""Bytes of its first words, which say what confines it."""
_HOLDS = frozenset({"privileges", "network", "files", "calls"})
_ANSWERED, _FAILED = b"\0", b"\1"
_PATIENCE = 0.05  # seconds in which what ended by itself is gone
_ALONE = 5  # seconds beyond its time: where the parent is gone too, nobody else ends it
_NOWHERE = Path("/nonexistent/nowhere")


class Failed(Exception):
    """The process gave no answer; the message says why, in words that it may have chosen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """What one question may take; beyond it the process is ended."""

    wall: float = 30.0
    """Seconds by the clock."""
    cpu: int = 30
    """Seconds of processor time."""
    memory: int = 1 << 30
    """Bytes of memory beyond what the process began with."""
    answer: int = 64 << 20
    """Bytes of an answer."""


class Answerer:
    """A process that answers, as its parent sees it; one thread asks at a time, any may end it."""

    def __init__(self, module: str, bounds: Bounds, *, quiet: bool = False) -> None:
        """Start it for a module, named as in `__name__`; OSError where no process can be started.

        `quiet` drops what it prints.
        """
        wanted = (module, math.ceil(bounds.wall), bounds.cpu, bounds.memory)
        self._process, self._end = begin(__name__, *wanted, quiet=quiet)
        self.pid = self._process.pid
        self.answered = 0
        """Questions that it has answered."""
        self._most = bounds.answer
        self._asking, self._ending = threading.RLock(), threading.Lock()
        self._held: tuple[str, ...] | None = None

    def ready(self, deadline: float) -> tuple[str, ...]:
        """Wait until it is confined; return what holds, as `confine` says. Errors as of `ask`."""
        with self._asking:
            if self._held is None:
                self._held = held_by(receive(self._end, MAX_HELD, deadline))
            return self._held

    def ask(self, question: bytes, deadline: float) -> bytes:
        """Return its answer; `Failed` where it says that it has none, and may be asked on.

        TimeoutError after `deadline`, in monotonic seconds, EOFError where it ended, OSError for
        what else breaks: then, and after Ctrl-C, end it, or it answers the next question with this.
        """
        with self._asking:
            self.ready(deadline)
            send(self._end, question, deadline)
            told = receive(self._end, self._most + 1, deadline)
            self.answered += 1
        if told[:1] == _ANSWERED:
            return told[1:]
        raise Failed(told[1:].decode("utf-8", "replace")[:500])

    def ended(self, within: float = 0.0) -> int | None:
        """Return its exit status if it ends by itself in so many seconds, negative for a signal."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(within)
        return None

    def end(self, patience: float = _PATIENCE) -> int:
        """End it, by force after so many seconds; return its status. Again does nothing more."""
        with self._ending:
            if self._process.returncode is None:
                with suppress(OSError):  # wakes the thread that waits for an answer
                    self._end.shutdown(socket.SHUT_RDWR)
                # What ended by itself is gone at once; its own status is the reason.
                if self.ended(patience) is None:
                    self._process.kill()
                    self._process.wait()
            with self._asking:
                self._end.close()
            return self._process.returncode


class Aside:
    """Asks a module's `answer` in a confined process; one question at a time, by any thread."""

    def __init__(self, module: str, bounds: Bounds = Bounds()) -> None:
        """`module` is a whole name, such as that in `__name__`; nothing is started yet."""
        self._module = module
        self._bounds = bounds
        self._lock = threading.Lock()
        self._child: Answerer | None = None
        self.held: tuple[str, ...] = ()
        """What confines the process: privileges, network, files, calls; known once it was asked."""

    @property
    def pid(self) -> int | None:
        """Number of the process that answers, while there is one."""
        return None if self._child is None else self._child.pid

    def ask(self, question: bytes) -> bytes:
        """Return the answer to `question`; `Failed` where there is none, whatever the cause."""
        with self._lock:
            deadline = time.monotonic() + self._bounds.wall
            try:
                self._child = self._child or Answerer(self._module, self._bounds)
                self.held = self._child.ready(deadline)
                return self._child.ask(question, deadline)
            except Failed:
                raise
            except TimeoutError:
                self._stop()
                raise Failed(f"more than {self._bounds.wall:g} seconds") from None
            except EOFError:
                raise Failed(self._ending("it ended without an answer")) from None
            except OSError as error:
                raise Failed(self._ending(str(error))) from None
            except BaseException:  # Ctrl-C: what it answers later must answer no later question
                self._stop()
                raise

    def _ending(self, error: str) -> str:
        """End the process and say how it had ended by itself."""
        # It closed its socket: it is about to end.
        status = None if self._child is None else self._child.ended(1.0)
        self._stop()
        if status == OUT_OF_MEMORY:
            return "out of memory"
        if status == -signal.SIGXCPU:
            return f"more than {self._bounds.cpu} seconds of processor time"
        if status is not None and status < 0:
            return f"its process was killed by signal {-status}"
        return error

    def _stop(self) -> None:
        if self._child is not None:
            self._child.end(patience=0.0)
        self._child = None

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._stop()

    def __enter__(self) -> "Aside":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def held_by(told: bytes) -> tuple[str, ...]:
    """Return what confines a process by its first words; OSError where these are others."""
    words = tuple(told.decode("utf-8", "replace").split())
    if not _HOLDS.issuperset(words):
        raise OSError("first words that are none")
    return words


def _serve(
    end: socket.socket, answer: Callable[[bytes], bytes], wall: int, cpu: int, memory: int
) -> None:
    at_rest = own_memory()
    held = confine(folder=_NOWHERE, readable=places(), programs=False)
    send(end, " ".join(held).encode())
    while True:
        question = receive(end, sys.maxsize)
        limit(cpu=cpu, file=0, memory=memory, used_memory=at_rest)
        signal.alarm(wall + _ALONE)
        try:
            told = _ANSWERED + answer(question)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - hostile bytes may raise anything
            told = _FAILED + f"{type(error).__name__}: {error}"[:500].encode("utf-8", "replace")
        signal.alarm(0)
        send(end, told)


def main() -> None:
    """Run as the process that an `Answerer` starts, until its parent closes the socket."""
    # No signal at the parent's death: the system sends it when the thread ends that began this
    # process. The socket tells of it; what is being answered then ends at its limits.
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    number, name, *bounds = sys.argv[1:]
    if not name.startswith(f"{PACKAGE}."):
        raise ValueError(name)
    with socket.socket(fileno=int(number)) as end:
        module = import_module(name)
        if hasattr(module, "load"):
            module.load()
        try:
            with suppress(OSError, EOFError):
                _serve(end, module.answer, *map(int, bounds))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    main()
