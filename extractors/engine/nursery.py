"""The nursery: a process that prepares all extractors once and forks workers on request.

It never sees evidence, so a worker forked from it begins clean however its forerunner ended, and
begins at once: rules are compiled and libraries loaded. It speaks with its parent over one socket,
runs no thread, and ends with its parent. Run as `python -m truyvet.extractors.engine.nursery FD`.
"""

import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

from .. import table
from ..interface import Extractor
from ..settings import Settings
from .confinement import die_with, places
from .messages import (
    FORK,
    REAP,
    Broken,
    Fork,
    Forked,
    Prepared,
    Ready,
    Reap,
    Reaped,
    Setting,
    receive,
    send,
)
from .state import SharedState
from .worker import serve


class Nursery:
    """The nursery, from its own point of view."""

    def __init__(self, end: socket.socket, parent: int) -> None:
        self._end = end
        self._parent = parent
        setting = receive(end, Setting)
        self._settings: Settings = setting.settings
        self._readable = (*places(), *map(Path, setting.readable))
        self._modules: dict[str, Extractor] = {}
        self._prepared: dict[str, object] = {}
        self._numbers = {name: number for number, name in enumerate(setting.extractors)}
        send(end, Ready(extractors=tuple(map(self._prepare, setting.extractors))))

    def _prepare(self, name: str) -> Prepared:
        try:
            module = table.extractor(name)
            configuration = dict(module.configuration(self._settings))
            self._prepared[name] = module.prepare(self._settings)
        except Exception as failed:  # noqa: BLE001 - named to the officer, the others go on
            return Prepared(name=name, error=f"{type(failed).__name__}: {failed}"[:500])
        self._modules[name] = module
        limits = module.LIMITS
        return Prepared(
            name=name,
            version=module.VERSION,
            configuration=configuration,
            programs=bool(module.PROGRAMS),
            wall=limits.wall,
            memory=limits.memory,
            output=limits.output,
        )

    def serve(self) -> None:
        """Fork and reap as asked, until the parent is gone."""
        while True:
            # One byte says what follows; with a wish for a worker come its two descriptors.
            wish, descriptors, _, _ = socket.recv_fds(self._end, 1, 2)
            if wish == FORK:
                self._fork(*descriptors)
            elif wish == REAP:
                send(self._end, Reaped(status=_reap(receive(self._end, Reap).pid)))
            else:
                raise Broken("the parent is gone")

    def _fork(self, theirs: int, shared: int) -> None:
        wanted = receive(self._end, Fork)
        me = os.getpid()
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                die_with(me)
                os.setsid()
                self._end.close()
                self._become(wanted, socket.socket(fileno=theirs), SharedState(shared))
                status = 0
            finally:
                os._exit(status)
        os.close(theirs)
        os.close(shared)
        send(self._end, Forked(pid=pid))

    def _become(self, wanted: Fork, end: socket.socket, state: SharedState) -> None:
        serve(
            end,
            self._modules,
            self._numbers,
            self._prepared,
            self._settings,
            folder=Path(wanted.folder),
            state=state,
            readable=self._readable,
            programs=wanted.programs,
        )


def _reap(pid: int) -> int:
    """Kill a worker with all it started and return how it ended."""
    found, status = os.waitpid(pid, os.WNOHANG)
    with suppress(OSError):  # what it started shares its group
        os.killpg(pid, signal.SIGKILL)
    if not found:
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def main() -> None:
    """Run as the process that the pool starts."""
    parent = os.getppid()
    die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    end = socket.socket(fileno=int(sys.argv[1]))
    with suppress(Broken):
        Nursery(end, parent).serve()


if __name__ == "__main__":
    main()
