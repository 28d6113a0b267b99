"""Interleaved timing of commands: every round runs each of them once, in shuffled order.

Each run has its own new folder in a part of the disk where new files cost what they
should (places.py), and nothing is removed while a series of many files runs. Dirty
pages are written back before each run: nobody pays for the one before him.

Wall time is `time.perf_counter` around the process. CPU time and the largest process
come from wait4 and cover every descendant that was waited for. The memory of the whole
tree is polled and counts shared pages once a process: an upper bound.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from places import Places

POLL_S = 0.1  # a sample costs about 0.2 ms: 0.2 % of one core
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """A process to start."""

    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    """Added to the environment of the benchmark."""


def nothing(folder: Path) -> None:
    """Prepare nothing."""


def do_nothing() -> None:
    """Do nothing before a round or a run."""


def no_problems(folder: Path) -> Iterator[str]:
    """Find no problem."""
    yield from ()


def no_parts(folder: Path) -> Mapping[str, float]:
    """Know no parts."""
    return {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Contender:
    """One row of a table: what is run and how its result is checked."""

    key: str
    """Short name, unique in a series: `A`, `C`, `borg`."""
    label: str
    command: Callable[[Path], Command]
    """The timed process, given the fresh folder of this run."""
    prepare: Callable[[Path], None] = nothing
    """Untimed work in the fresh folder: an empty case, an empty repository."""
    problems: Callable[[Path], Iterator[str]] = no_problems
    """What is wrong with the result; looked for after the clock stopped."""
    parts: Callable[[Path], Mapping[str, float]] = no_parts
    """Seconds of parts that the command itself reports."""
    synced: str = "no"
    """Whether the result is on the disk when the command ends."""
    missing: str = ""
    """Why it cannot run here; empty when it can."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One run."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of user and system time, all descendants."""
    largest: int
    """Resident bytes of the largest single process."""
    tree: int
    """Resident bytes of all processes together, polled; 0 when the run was too short."""
    others: float
    """Cores that everything else kept busy meanwhile, write-back by the kernel included."""
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """All runs of one table."""

    contenders: tuple[Contender, ...]
    samples: Mapping[str, tuple[Sample, ...]]
    """By key; place n is round n. Empty for what is missing or failed."""
    failures: Mapping[str, str]
    """By key: why there are no samples."""
    creation: tuple[float, ...]
    """Seconds that a new empty file cost just before each run, in the order of the runs."""

    def ratios(self, key: str, against: str) -> list[float]:
        """Return wall time of `key` over that of `against`, round by round."""
        pairs = zip(self.samples[key], self.samples[against], strict=True)
        return [one.wall / other.wall for one, other in pairs]


class TreeMemory:
    """Polls the resident memory of a process and its descendants."""

    def __init__(self, pid: int) -> None:
        """Start polling `pid`."""
        self._pid = pid
        self._peak = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._poll, daemon=True)
        self._thread.start()

    def peak(self) -> int:
        """Stop polling and return the largest sum seen, in bytes."""
        self._stop.set()
        self._thread.join()
        return self._peak

    def _poll(self) -> None:
        while not self._stop.wait(POLL_S):
            self._peak = max(self._peak, sum(resident(pid) for pid in tree(self._pid)))


def tree(pid: int) -> Iterator[int]:
    """Yield `pid` and its descendants, as far as they still run."""
    yield pid
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from tree(int(child))
    except OSError:
        return  # it ended while we looked


def resident(pid: int) -> int:
    """Return the resident bytes of one process, 0 when it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES
    except (OSError, IndexError):
        return 0


def busy_seconds() -> float:
    """Return the seconds all cores together have worked since the machine started."""
    user, nice, system = Path("/proc/stat").read_text().split()[1:4]
    return (int(user) + int(nice) + int(system)) / TICKS_PER_S


def run_once(contender: Contender, folder: Path) -> Sample | str:
    """Run one contender in a fresh folder; return the sample or what went wrong."""
    contender.prepare(folder)
    command = contender.command(folder)
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **command.env}
    os.sync()
    with (folder / "stdout").open("xb") as out, (folder / "stderr").open("xb") as err:
        busy = busy_seconds()
        started = time.perf_counter()
        process = subprocess.Popen(
            command.argv,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            env=environment,
            cwd=folder,
        )
        memory = TreeMemory(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        busy = busy_seconds() - busy
    process.returncode = os.waitstatus_to_exitcode(status)
    peak = memory.peak()
    if process.returncode:
        tail = (folder / "stderr").read_text(errors="replace").strip()[-300:]
        return f"exit status {process.returncode}: {tail}"
    if found := list(contender.problems(folder)):
        return "; ".join(found)
    cpu = usage.ru_utime + usage.ru_stime
    return Sample(
        wall=wall,
        cpu=cpu,
        largest=usage.ru_maxrss * 1024,
        tree=peak,
        others=max(0.0, busy - cpu) / wall,
        parts=contender.parts(folder),
    )


def run_series(
    contenders: Sequence[Contender],
    folder: Path,
    *,
    rounds: int,
    seed: int,
    before_round: Callable[[], None],
    before_run: Callable[[], None],
    keep: bool,
) -> Series:
    """Run every contender once a round, in an order that `seed` shuffles anew each round.

    `before_round` brings the machine into the state a round starts from, `before_run`
    reads the source into the cache. With `keep` false a run's folder is removed right
    after it: only for runs that leave few files. A contender that fails once is left
    out from then on and has no samples.
    """
    failures = {one.key: one.missing for one in contenders if one.missing}
    samples: dict[str, list[Sample]] = {one.key: [] for one in contenders}
    before_round()
    places = Places(folder)
    for number in range(rounds):
        if number:
            before_round()
        order = [one for one in contenders if one.key not in failures]
        random.Random(f"{seed}/{number}").shuffle(order)
        for one in order:
            place = places.take(f"{number:02d}-{one.key}")
            before_run()
            result = run_once(one, place)
            if isinstance(result, str):
                failures[one.key] = result
                samples[one.key].clear()
                say(f"round {number + 1} {one.key}: {result}")
            else:
                samples[one.key].append(result)
                say(f"round {number + 1} {one.key}: {result.wall:.3f} s")
            if not keep:
                shutil.rmtree(place)
    return Series(
        contenders=tuple(contenders),
        samples={key: tuple(runs) for key, runs in samples.items()},
        failures=failures,
        creation=tuple(places.costs),
    )


def say(line: str) -> None:
    """Show progress, apart from the table on stdout."""
    print(line, file=sys.stderr, flush=True)
