"""Commands without the start of an interpreter: forks of a process that has imported them all.

That process, the stem, is small and has one thread. A fork of the test process itself would copy
the tables of a memory that holds tens of thousands of tests, and import the command anew.
"""

import atexit
import functools
import gc
import importlib
import io
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping, Sequence
from multiprocessing.connection import wait
from pathlib import Path
from typing import NoReturn

from truyvet.extractors.engine import channel

Ran = subprocess.CompletedProcess[str]
MOST = 8 << 20
"""Bytes of the longest message."""
STREAMS = b"s"
"""What the descriptors of stdout and stderr come with."""


class Stem:
    """The stem as the test process sees it."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        # -P: the modules beside this one must not be taken for others of their names.
        command = [sys.executable, "-P", __file__, str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()])
        self._turn = threading.Lock()

    def end(self) -> None:
        """Let the stem see that nothing more will come, and wait until it is gone."""
        self._socket.close()
        self._process.wait()

    def run(
        self,
        arguments: Sequence[str],
        place: Path,
        environment: Mapping[str, str],
        timeout: float | None = None,
    ) -> Ran:
        """Run a command in `place`; its status, stdout and stderr.

        Raises `subprocess.TimeoutExpired` after `timeout` seconds; the command is killed then.
        """
        asked = json.dumps([list(arguments), str(place), dict(environment)]).encode()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, self._turn:
            socket.send_fds(self._socket, [STREAMS], [out.fileno(), err.fileno()])
            channel.send(self._socket, asked)
            process = int(channel.receive(self._socket, MOST))
            if timeout is not None and not wait([self._socket], timeout):
                os.kill(process, signal.SIGKILL)
                channel.receive(self._socket, MOST)
                raise subprocess.TimeoutExpired(list(arguments), timeout)
            code = int(channel.receive(self._socket, MOST))
            out.seek(0)
            err.seek(0)
            return Ran(list(arguments), code, out.read().decode(), err.read().decode())


@functools.cache
def stem() -> Stem:
    """The one stem of this process, started when it is first needed."""
    started = Stem()
    atexit.register(started.end)
    return started


def serve(connection: socket.socket) -> None:
    """Run commands until the test process is gone. This and all below runs in the stem."""
    from truyvet import commands

    for module in pkgutil.iter_modules(commands.__path__, f"{commands.__name__}."):
        importlib.import_module(module.name)
    gc.freeze()
    while True:
        asked, streams, _, _ = socket.recv_fds(connection, len(STREAMS), 2)
        if not asked:
            return
        arguments, place, environment = json.loads(channel.receive(connection, MOST))
        process = os.fork()
        if process == 0:
            connection.close()
            become(arguments, place, environment, streams)
        for stream in streams:
            os.close(stream)
        channel.send(connection, b"%d" % process)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        channel.send(connection, b"%d" % code)


def become(
    arguments: list[str], place: str, environment: dict[str, str], streams: list[int]
) -> NoReturn:
    """Become the command."""
    from truyvet.cli import main

    status = 1
    try:
        for number, target in enumerate((os.open(os.devnull, os.O_RDONLY), *streams)):
            os.dup2(target, number)
            os.close(target)
        sys.stdin = io.TextIOWrapper(io.FileIO(0))
        sys.stdout, sys.stderr = (io.TextIOWrapper(io.FileIO(n, "w"), "utf-8") for n in (1, 2))
        os.chdir(place)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = ["truyvet", *arguments]
        status = main(arguments)
    except BaseException:  # noqa: BLE001 - a fork must not return into the stem
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as ours:
        serve(ours)
