"""Keeping the processes in which extractors are tried: started, asked, and killed in time."""

import os
import select
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from .breach import Rule
from .messages import Opening, Order, Reply, Said
from .trial import make_surroundings

PREPARE_SECONDS = 120.0
"""What loading and preparing may take; rule sets are compiled then."""
END_SECONDS = 2.0
"""What a process may take to end when it is told to."""
_POLL_SECONDS = 0.1
_START = "import sys; from truyvet.testing.room import serve; serve(int(sys.argv[1]))"


class Room:
    """A process with one extractor in it."""

    def __init__(self, opening: Opening, seed: int, disk: int) -> None:
        """`seed` of the interpreter's hashes; `disk`: bytes that temporary files may take."""
        self._work = Path(opening.work)
        self._disk = disk
        self._buffer = b""
        self._pid = 0
        self._log = self._work / "log"
        receive, send = os.pipe()
        self._replies = receive
        environment = dict(os.environ) | make_surroundings(self._work)
        environment |= {"PYTHONHASHSEED": str(seed), "PYTHONDONTWRITEBYTECODE": "1"}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, str(send)],
                stdin=subprocess.PIPE, stdout=log, stderr=log, env=environment,
                pass_fds=(send,), cwd=self._work / "current", start_new_session=True,
            )  # fmt: skip
        os.close(send)
        self._write(msgspec.json.encode(opening))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def loaded(self) -> Reply:
        """Return what was seen of the module itself."""
        return self._awaited(PREPARE_SECONDS, "prepare")

    def ready(self) -> Reply:
        """Wait for the process to be prepared; pid 0 where that failed."""
        reply = self._awaited(PREPARE_SECONDS, "prepare")
        self._pid = reply.pid
        return reply

    def ask(self, order: Order, wall: float) -> Reply:
        """Give an order; an answer of a process that had to be killed says why."""
        os.truncate(self._log, 0)
        self._write(msgspec.json.encode(order))
        reply = self._awaited(wall, "wall")
        if reply.said == "died" and self._process.poll() is None:
            self.ready()
        return reply

    @property
    def alive(self) -> bool:
        """Whether it can be asked something."""
        return self._pid != 0

    def close(self) -> None:
        """End the process and all it left."""
        if self._process.stdin is not None and not self._process.stdin.closed:
            with suppress(OSError):
                self._process.stdin.close()
        if not self._silent(END_SECONDS):
            self._kill(self._pid)
            self._kill(self._process.pid)
        self._process.wait()
        with suppress(OSError):
            os.close(self._replies)

    def _silent(self, seconds: float) -> bool:
        """Wait until nobody can reply any more; tell whether that came about in time."""
        last = time.monotonic() + seconds
        while (left := last - time.monotonic()) > 0:
            if not select.select([self._replies], [], [], left)[0]:
                return False
            if not os.read(self._replies, 1 << 16):
                return True
        return False

    def _awaited(self, wall: float, rule: Rule) -> Reply:
        """Return the next reply that is no beat; kill what lets itself be waited for."""
        at, since = "the beginning", time.monotonic()
        killed: Said | None = None
        while True:
            reply = self._next()
            if reply is not None and reply.said == "beat":
                at, since = reply.at, time.monotonic()
            elif reply is not None:
                return reply if reply.said != "died" else self._obituary(reply, killed, at)
            elif killed is None and (killed := self._verdict(wall, rule, at, since)) is not None:
                self._kill(self._pid or self._process.pid)

    def _verdict(self, wall: float, rule: Rule, at: str, since: float) -> Said | None:
        if time.monotonic() - since > wall:
            return Said(rule=rule, text=f"{at} took more than {wall:g} s")
        if (held := _bytes_below(self._work)) > self._disk:
            return Said(rule="disk", text=f"{at} wrote {held} bytes, more than {self._disk}")
        return None

    def _obituary(self, reply: Reply, killed: Said | None, at: str) -> Reply:
        for private in self._work.glob("*-*"):
            shutil.rmtree(private, ignore_errors=True)
        if killed is not None:
            return msgspec.structs.replace(reply, breaches=[killed])
        cause = f"exit status {reply.code}"
        if reply.code < 0:
            cause = signal.Signals(-reply.code).name
        said = Said(rule="died", text=f"{at} ended the process: {cause}{self._last_words()}")
        return msgspec.structs.replace(reply, breaches=[said])

    def _next(self) -> Reply | None:
        """Return a reply if there is one now, or that all is over."""
        if b"\n" not in self._buffer:
            if not select.select([self._replies], [], [], _POLL_SECONDS)[0]:
                return None
            part = os.read(self._replies, 1 << 16)
            self._buffer += part
            if not part:
                self._pid = 0
                self._process.wait()
                return Reply(said="died", code=self._process.returncode)
        line, found, rest = self._buffer.partition(b"\n")
        if not found:
            return None
        self._buffer = rest
        return msgspec.json.decode(line, type=Reply)

    def _last_words(self) -> str:
        with self._log.open("rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - 4096))
            lines = log.read().decode(errors="replace").split("\n")
        words = [line.strip() for line in lines if line.strip()]
        return f" ({words[-1][:200]})" if words else ""

    def _write(self, line: bytes) -> None:
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.write(line + b"\n")
                self._process.stdin.flush()

    def _kill(self, pid: int) -> None:
        if pid > 0:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)


def _bytes_below(folder: Path) -> int:
    """Return how many bytes the files below a folder occupy; files may vanish meanwhile."""
    total = 0
    for place, _, names in os.walk(folder):  # ignores folders that have vanished
        for name in names:
            with suppress(OSError):
                total += os.lstat(os.path.join(place, name)).st_blocks * 512
    return total
