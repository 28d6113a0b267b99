"""Watching one examination: what is emitted, whether its end is let through, what stays behind."""

import gc
import hashlib
import os
import signal
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from ..evidence.scans.locator import BYTES, NotALocator, parse_step
from ..evidence.scans.observation import MAX_RAW, Flag, Observation, TextLine
from ..evidence.scans.outcome import Outcome, ProblemCode, Status
from ..extractors.engine.emission import Emission, Ended, Found, NotEmittable
from ..extractors.interface import Emit, Extractor, Member
from .guard import Report
from .messages import Amounts

Tag = Literal["o", "t", "c"]
"""Which record a line holds: observation, text, child."""
_RECORDS: dict[Tag, type[Observation | TextLine | Found]] = {
    "o": Observation, "t": TextLine, "c": Found,
}  # fmt: skip


class Lines:
    """A `Sink` that writes a line for each result, checks its form, and hashes them all."""

    def __init__(self, path: Path, report: Report) -> None:
        self._out = path.open("wb")
        self._report = report
        self._digest = hashlib.sha256()
        self._amounts: Counter[str] = Counter()

    def observation(self, seen: Observation) -> None:
        """Take an observation."""
        self._amounts["records"] += 1
        self._write("o", seen)

    def text(self, line: TextLine) -> None:
        """Take a text."""
        self._amounts["text"] += len(line.text)
        self._write("t", line)

    def child(self, found: Found) -> None:
        """Take a child; its bytes are known by their hash."""
        self._amounts["children"] += 1
        self._amounts["output"] += (found.size or 0) if found.sha256 else 0
        self._write("c", msgspec.structs.replace(found, file="", inline=b""))

    def _write(self, tag: Tag, record: Observation | TextLine | Found) -> None:
        line = msgspec.json.encode(record)
        try:
            msgspec.json.decode(line, type=_RECORDS[tag])
        except msgspec.ValidationError as error:
            self._report("record", f"{error} in {line[:200].decode(errors='replace')}")
        line = tag.encode() + line + b"\n"
        self._digest.update(line)
        self._out.write(line)

    def close(self, outcome: Outcome) -> tuple[str, Amounts]:
        """Add how it ended; return the hash of all lines, and how much there was."""
        line = msgspec.json.encode(outcome)
        try:
            msgspec.json.decode(line, type=Outcome)
        except msgspec.ValidationError as error:
            self._report("record", f"{error} in {line[:200].decode(errors='replace')}")
        self._digest.update(line)
        self._out.write(b"e" + line + b"\n")
        self._out.close()
        return self._digest.hexdigest(), Amounts(**self._amounts)


class Watched:
    """An `Emit` that looks at every call before it passes it on."""

    def __init__(self, inner: Emission, module: Extractor, given: set[str], report: Report) -> None:
        """`given` are the steps that texts of earlier extractors begin with."""
        self._inner = inner
        self._module = module
        self._given = given
        self._report = report
        self.ended: Ended | None = None
        """The limit that was reached, if any."""

    def observation(
        self,
        kind: str,
        locator: str | Sequence[str],
        raw: bytes | str,
        *,
        normal: str = "",
        confidence: int = 100,
        facts: Mapping[str, str] | None = None,
        flag: Flag = "",
    ) -> None:
        """Take an observation; see `Emit`."""
        if kind not in self._module.KINDS:
            self._report("kinds", f"{kind!r} is emitted and not declared")
            return
        if len(raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw) > MAX_RAW:
            self._report("record", f"a raw value of more than {MAX_RAW} bytes in {kind}")
            return
        if self._declared(locator):
            with self._noticing():
                self._inner.observation(
                    kind, locator, raw,
                    normal=normal, confidence=confidence, facts=facts, flag=flag,
                )  # fmt: skip

    def child(self, locator: str, stream: BinaryIO | bytes | None, member: Member) -> None:
        """Take a child; see `Emit`."""
        if self._declared(locator):
            with self._noticing():
                self._inner.child(locator, stream, member)

    def text(self, locator: str | Sequence[str], text: str) -> None:
        """Take a text; see `Emit`."""
        if self._declared(locator):
            with self._noticing():
                self._inner.text(locator, text)

    def problem(self, code: ProblemCode, locator: str | Sequence[str], text: str) -> None:
        """Take a problem; see `Emit`."""
        if not locator or self._declared(locator):
            with self._noticing():
                self._inner.problem(code, locator, text)

    def outcome(self, status: Status | None = None, reason: str = "") -> Outcome:
        """Return how it ended, as the engine sums it up."""
        return self._inner.outcome(status, reason)

    def _declared(self, locator: str | Sequence[str]) -> bool:
        steps = [locator] if isinstance(locator, str) else list(locator)
        try:
            schemes = [parse_step(step)[0] for step in steps]
            scheme = schemes[0]
        except (NotALocator, IndexError) as error:
            self._report("steps", f"{str(locator)[:80]}: {error}")
            return False
        if scheme == BYTES or scheme in self._module.STEPS or steps[0] in self._given:
            return True
        self._report("steps", f"{scheme}: is written and not declared")
        return False

    def _noticing(self) -> "_Noticing":
        return _Noticing(self, self._report)


class _Noticing:
    """Notices the end as it passes, and whoever goes on after it."""

    def __init__(self, watched: Watched, report: Report) -> None:
        self._watched = watched
        self._report = report

    def __enter__(self) -> None:
        if self._watched.ended is not None:
            self._report("limits", f"it went on after: {self._watched.ended}")
            raise self._watched.ended

    def __exit__(self, _: object, error: object, __: object) -> None:
        if isinstance(error, Ended):
            self._watched.ended = error
        elif isinstance(error, NotEmittable):
            self._report("record", str(error))


_: type[Emit] = Watched


class Belongings:
    """What a process holds: open files and threads, to be compared with later."""

    def __init__(self) -> None:
        self.files = Counter(_open_files())
        self.threads = {thread.name for thread in threading.enumerate()}
        self.tasks = len(os.listdir("/proc/self/task"))

    def since(self, before: "Belongings") -> list[str]:
        """Return what there is more of than before."""
        more = [f"file {name}" for name in (self.files - before.files).elements()]
        more += [f"thread {name}" for name in sorted(self.threads - before.threads)]
        if self.tasks > before.tasks and not more:
            more.append(f"{self.tasks - before.tasks} threads of native code")
        return more


def settled() -> Belongings:
    """Return what is held after everything unreachable was given up."""
    gc.collect()
    return Belongings()


def children_left() -> list[str]:
    """End and name the child processes that this process has."""
    names = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            head, _, rest = stat.read_text().rpartition(")")
            pid, _, name = head.partition(" (")
            if int(rest.split()[1]) == os.getpid():
                os.kill(int(pid), signal.SIGKILL)
                os.waitpid(int(pid), 0)
                names.append(name)
    return names


def has_children() -> bool:
    """Tell whether this process has child processes, ended ones included."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _open_files() -> list[str]:
    found = []
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            target = os.readlink(f"/proc/self/fd/{name}")
            kind, bracket, _ = target.partition(":[")
            found.append(kind if bracket else target)
    return [target for target in found if not target.endswith("/fd")]
