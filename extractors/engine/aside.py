"""Running one function aside: in a confined process, for what hostile bytes are read for at once.

Not every reading of hostile bytes is a scan: a page that is being crawled, two pictures that are
compared. `Aside` keeps one process for a module of ours that has `answer(bytes) -> bytes`: it has
no network, may write nowhere and may be killed at any moment; the next question begins another.
What it answers is bytes of a hostile process: whoever asks decodes them strictly and bounded.
Run as `python -m truyvet.extractors.engine.aside FD MODULE CPU MEMORY`.
"""

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
from types import TracebackType

from .confinement import confine, limit, own_memory, places

PACKAGE = __package__.rpartition(".extractors.")[0]
"""Only modules of this package are run."""
_LENGTH = 8  # bytes before each message that say how long it is, big-endian
_ANSWERED, _FAILED = b"\0", b"\1"
_CHUNK = 1 << 20
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


class Aside:
    """Asks a module's `answer` in a confined process; one question at a time, by any thread."""

    def __init__(self, module: str, bounds: Bounds = Bounds()) -> None:
        """`module` is a whole name, such as that in `__name__`; nothing is started yet."""
        self._module = module
        self._bounds = bounds
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._end: socket.socket | None = None
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
                end = self._end or self._start(deadline)
                _send(end, question, deadline)
                told = _receive(end, self._bounds.answer + 1, deadline)
            except TimeoutError:
                self._stop()
                raise Failed(f"more than {self._bounds.wall:g} seconds") from None
            except (OSError, EOFError) as error:
                raise Failed(self._ending(str(error))) from None
            except BaseException:  # Ctrl-C: what it answers later must answer no later question
                self._stop()
                raise
        if told[:1] == _ANSWERED:
            return told[1:]
        raise Failed(told[1:].decode("utf-8", "replace")[:500])

    def _start(self, deadline: float) -> socket.socket:
        ours, theirs = socket.socketpair()
        wanted = (theirs.fileno(), self._module, self._bounds.cpu, self._bounds.memory)
        # -P: whatever lies in the folder an officer stands in is never imported.
        command = [sys.executable, "-P", "-m", __name__, *map(str, wanted)]
        with theirs:
            try:
                self._child = subprocess.Popen(
                    command, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL
                )
            except BaseException:
                ours.close()
                raise
        self._end = ours
        self.held = tuple(_receive(ours, 1 << 10, deadline).decode().split())
        return ours

    def _ending(self, error: str) -> str:
        """End the process and say how it had ended by itself."""
        child, end = self._child, self._end
        if child is not None:
            with suppress(subprocess.TimeoutExpired):  # it closed its socket: it is about to end
                child.wait(1.0)
        status = None if child is None else child.poll()
        self._stop()
        if child is None or end is None or status is None:
            return error
        if status == -signal.SIGXCPU:
            return f"more than {self._bounds.cpu} seconds of processor time"
        return f"its process was killed by signal {-status}" if status < 0 else error

    def _stop(self) -> None:
        if self._end is not None:
            self._end.close()
        if self._child is not None:
            self._child.kill()
            self._child.wait()
        self._end = self._child = None

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._stop()

    def __enter__(self) -> "Aside":
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process."""
        self.close()


def _send(end: socket.socket, content: bytes, deadline: float | None) -> None:
    _until(end, deadline)
    end.sendall(len(content).to_bytes(_LENGTH, "big"))
    end.sendall(content)


def _receive(end: socket.socket, most: int, deadline: float | None) -> bytes:
    size = int.from_bytes(_exactly(end, _LENGTH, deadline), "big")
    if size > most:
        raise OSError(f"an answer of {size} bytes")
    return bytes(_exactly(end, size, deadline))


def _exactly(end: socket.socket, size: int, deadline: float | None) -> bytearray:
    content = bytearray()
    while len(content) < size:
        _until(end, deadline)
        part = end.recv(min(_CHUNK, size - len(content)))
        if not part:
            raise EOFError("it ended without an answer")
        content += part
    return content


def _until(end: socket.socket, deadline: float | None) -> None:
    if deadline is not None:
        end.settimeout(max(0.001, deadline - time.monotonic()))


def _serve(end: socket.socket, answer: Callable[[bytes], bytes], cpu: int, memory: int) -> None:
    at_rest = own_memory()
    while True:
        try:
            question = _receive(end, sys.maxsize, None)
        except (OSError, EOFError):
            return
        limit(cpu=cpu, file=0, memory=memory, used_memory=at_rest)
        try:
            told = _ANSWERED + answer(question)
        except MemoryError:
            told = _FAILED + b"out of memory"
        except Exception as error:  # noqa: BLE001 - hostile bytes may raise anything
            told = _FAILED + f"{type(error).__name__}: {error}"[:500].encode("utf-8", "replace")
        _send(end, told, None)


def main() -> None:
    """Run as the process that `Aside` starts."""
    # No signal at the parent's death: the system sends it when the thread ends that began this
    # process. The socket tells of it; what is being answered then ends at its limits.
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    number, module, cpu, memory = sys.argv[1:]
    if not module.startswith(f"{PACKAGE}."):
        raise ValueError(module)
    with socket.socket(fileno=int(number)) as end:
        answer = import_module(module).answer
        held = confine(folder=_NOWHERE, readable=places(), programs=False)
        _send(end, " ".join(held).encode(), None)
        with suppress(OSError):
            _serve(end, answer, int(cpu), int(memory))


if __name__ == "__main__":
    main()
