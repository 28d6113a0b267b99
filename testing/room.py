"""The process in which an extractor is tried: loads it, prepares it, and forks to examine.

Like the engine's workers, examinations run in a process forked from a prepared one; when that
process dies, a new one is forked, so that a crash costs nothing but itself. Orders come by
standard input, replies go to the descriptor that is given, both as JSON lines.
"""

import ctypes
import importlib
import importlib.util
import os
import sys
import time
from pathlib import Path
from typing import NoReturn, cast

import msgspec

from ..extractors.interface import Extractor
from .form import breaches_of_configuration, breaches_of_form
from .guard import Guard
from .messages import Opening, Order, Reply, Said
from .trial import Notes, Trials
from .watch import children_left

_BEAT_SECONDS = 0.2
_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
_LIMITS = ("wall", "cpu", "memory", "records", "children", "text", "output", "depth")


class Line:
    """The connection to the kit."""

    def __init__(self, replies: int) -> None:
        self._replies = replies
        self._last = 0.0

    def say(self, reply: Reply) -> None:
        """Send a reply."""
        line = msgspec.json.encode(reply) + b"\n"
        while line:
            line = line[os.write(self._replies, line) :]

    def beat(self, what: str) -> None:
        """Say what begins, unless something was said just before."""
        if time.monotonic() - self._last > _BEAT_SECONDS:
            self._last = time.monotonic()
            self.say(Reply(said="beat", at=what))

    def heard(self) -> bytes:
        """Return the next line; empty at the end. There is never more than one under way."""
        line = b""
        while not line.endswith(b"\n"):
            part = os.read(0, 1 << 16)
            if not part:
                return b""
            line += part
        return line


def load(opening: Opening) -> object | None:
    """Return the module, by its name or from its file; ImportError and what it raises itself."""
    if not opening.file:
        return importlib.import_module(opening.module)
    spec = importlib.util.spec_from_file_location(opening.module, opening.file)
    if spec is None or spec.loader is None:
        raise ImportError(opening.module)
    module = importlib.util.module_from_spec(spec)
    sys.modules[opening.module] = module
    spec.loader.exec_module(module)
    return module


def serve(replies: int) -> None:
    """Do what the kit orders until it says nothing more."""
    line, notes = Line(replies), Notes()
    opening = msgspec.json.decode(line.heard(), type=Opening)
    guard = Guard(notes.report)
    guard.install()
    module, usable = None, False
    try:
        module = load(opening)
        faults, usable = breaches_of_form(module)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
        faults = [Said(rule="form", text=f"cannot be loaded: {type(error).__name__}: {error}")]
    if not usable:
        line.say(Reply(said="loaded", breaches=[*faults, *notes.taken()]))
        return
    extractor = cast("Extractor", module)
    guard.programs = frozenset(extractor.PROGRAMS)
    configuration, more = breaches_of_configuration(extractor, opening.settings)
    faults += more
    limits = {name: float(getattr(extractor.LIMITS, name)) for name in _LIMITS}
    line.say(
        Reply(
            said="loaded", configuration=configuration, breaches=[*faults, *notes.taken()],
            limits=limits, name=extractor.NAME,
        )
    )  # fmt: skip
    try:
        prepared = extractor.prepare(opening.settings)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
        notes.report("prepare", f"raises {type(error).__name__}: {error}")
        line.say(Reply(said="ready", breaches=notes.taken()))
        return
    trials = Trials(extractor, opening.settings, prepared, Path(opening.work), guard, notes)
    _keep_one_alive(line, trials, notes)


def _keep_one_alive(line: Line, trials: Trials, notes: Notes) -> None:
    """Fork a process that carries out orders, and another whenever it dies."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    while True:
        pid = os.fork()
        if pid == 0:
            _obey(line, trials, notes)
        _, status = os.waitpid(pid, 0)
        children_left()
        code = os.waitstatus_to_exitcode(status)
        if code == _END:
            return
        line.say(Reply(said="died", code=code))


_END = 86
"""Exit status of a process that was told nothing more; any other is a death."""


def _obey(line: Line, trials: Trials, notes: Notes) -> NoReturn:
    os.setsid()
    trials.begin()
    line.say(Reply(said="ready", pid=os.getpid(), breaches=notes.taken()))
    while text := line.heard():
        line.say(trials.carry_out(msgspec.json.decode(text, type=Order), line.beat))
    os._exit(_END)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
