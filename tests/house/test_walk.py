"""The walk of a collected file goes down only: no room calls one that stands above it.

Every call of a real run is traced, in the readers' processes too: a reader is forked, and a fork
keeps the tracing and the file it writes to. A call counts from the nearest caller that is ours,
so that a library between two rooms hides nothing. Values go back up by being returned; a generator
that its caller advances is a call downward; a function of a higher room that was handed down and
is called there is a call upward, and none is wanted. One thing is handed down on purpose: the
`Stream` of a `Capture`, evidence's own noun, whose bytes the store draws as one advances a
generator.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest

import truyvet
from truyvet.cli import main
from truyvet.evidence.capture import Stream

ROOMS = {
    "hashes": 0, "evidence": 1, "collectors": 2, "extractors": 2, "graph": 3, "query": 3,
    "reports": 4, "commands": 5, "cli.py": 6,
}  # fmt: skip
STREAM = {name for name in vars(Stream) if not name.startswith("_")}
ROOT = f"{Path(truyvet.__file__).parent}{os.sep}"
CLEAN = pytest.mark.skipif(
    sys.platform != "linux", reason="readers are forked, and so traced, on Linux only"
)


class Step(NamedTuple):
    """A call from one room into another."""

    process: str
    """Number of the process in which it was made."""
    caller: str
    """Room and function that called."""
    called: str
    """Room and function that was called."""

    @property
    def upward(self) -> bool:
        """Whether it goes from a lower room to a higher one, and is not the drawing of a stream."""
        if self.caller.startswith("evidence:") and self.called.rpartition(".")[2] in STREAM:
            return False
        ranks = [ROOMS[name.partition(":")[0]] for name in (self.caller, self.called)]
        return ranks[0] < ranks[1]


def room_of(frame: FrameType) -> str | None:
    """The room that a frame's code stands in; none where it is not ours."""
    path = frame.f_code.co_filename
    if not path.startswith(ROOT):
        return None
    room = path.removeprefix(ROOT).partition(os.sep)[0]
    return room if room in ROOMS else None


def caller_of(frame: FrameType) -> FrameType | None:
    """The nearest frame below that is ours."""
    below = frame.f_back
    while below is not None and room_of(below) is None:
        below = below.f_back
    return below


@contextmanager
def traced(file: Path) -> Iterator[None]:
    """Write each kind of call between two rooms to `file`, once for each process."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    seen: set[tuple[int, str, str]] = set()

    def trace(frame: FrameType, event: str, argument: Any) -> None:
        if event != "call" or (room := room_of(frame)) is None:
            return
        caller = caller_of(frame)
        if caller is None or (above := room_of(caller)) == room:
            return
        names = f"{above}:{caller.f_code.co_qualname}", f"{room}:{frame.f_code.co_qualname}"
        step = (os.getpid(), *names)
        if step not in seen:
            seen.add(step)
            os.write(descriptor, "\t".join(map(str, step)).encode() + b"\n")

    sys.setprofile(trace)
    try:
        yield
    finally:
        sys.setprofile(None)
        os.close(descriptor)


@pytest.fixture
def steps(tmp_path: Path) -> Callable[..., list[Step]]:
    """Run a command in this process and return its calls between rooms."""

    def steps(*arguments: str, status: int = 0) -> list[Step]:
        file = tmp_path / "steps"
        file.unlink(missing_ok=True)
        with traced(file):
            ended = main(arguments)
        assert ended == status
        return [Step(*line.split("\t")) for line in file.read_text().splitlines()]

    return steps


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an officer stands: with a key, a case and something to collect."""
    monkeypatch.setenv("TRUYVET_KEYS", str(tmp_path / "keys"))
    (tmp_path / "evidence").mkdir()
    for name in ("photo.jpg", "copy.jpg", "note.txt"):
        (tmp_path / "evidence" / name).write_text(name.partition(".")[2])
    os.mkfifo(tmp_path / "evidence" / "pipe")
    main(["key", "new", "--name", "An", "--unit", "PA05", "--no-passphrase"])
    main(["case", "new", str(tmp_path / "case"), "--title", "T", "--number", "1"])
    return tmp_path


def rooms(steps: list[Step]) -> set[tuple[str, str]]:
    """Which rooms call which."""
    return {(step.caller.partition(":")[0], step.called.partition(":")[0]) for step in steps}


@CLEAN
def test_the_walk_of_a_collected_file_goes_down_only(
    place: Path, steps: Callable[..., list[Step]]
) -> None:
    found = steps("--case", f"{place}/case", "collect", "files", f"{place}/evidence", status=4)
    assert not [step for step in found if step.upward]
    down = {("cli.py", "commands"), ("commands", "collectors"), ("commands", "evidence"),
            ("collectors", "evidence"), ("evidence", "hashes")}  # fmt: skip
    assert down <= rooms(found)


@CLEAN
def test_the_readers_are_traced_too(place: Path, steps: Callable[..., list[Step]]) -> None:
    found = steps("--case", f"{place}/case", "collect", "files", f"{place}/evidence", status=4)
    elsewhere = [step for step in found if step.process != str(os.getpid())]
    assert ("collectors", "evidence") in rooms(elsewhere)


@CLEAN
@pytest.mark.parametrize(
    "arguments",
    [("collect", "files", "{}/evidence", "--dry-run"), ("items",), ("items", "--json"),
     ("show", "1.1"), ("log",), ("verify",), ("case", "show"), ("case", "reindex"),
     ("export", "1.1", "-o", "{}/copy"), ("graph", "custody", "-o", "{}/g.graphml"),
     ("report", "custody", "-o", "{}/r.html")],
    ids=" ".join,
)  # fmt: skip
def test_every_other_command_goes_down_only(
    place: Path, steps: Callable[..., list[Step]], arguments: tuple[str, ...]
) -> None:
    case = ("--case", f"{place}/case")
    main([*case, "collect", "files", f"{place}/evidence"])
    found = steps(*case, *(argument.format(place) for argument in arguments))
    assert not [step for step in found if step.upward]


# The tracing itself: a trace that sees nothing proves nothing.


def test_a_function_of_a_higher_room_that_is_called_below_is_seen(tmp_path: Path) -> None:
    from truyvet.collectors.handle import Handle
    from truyvet.collectors.readers import read_one
    from truyvet.commands.output import size_text
    from truyvet.evidence.layout import Layout

    store = Layout(tmp_path).store
    with traced(tmp_path / "steps"), pytest.raises(AttributeError):
        read_one(store, lambda handle, n: size_text(handle.size), 0, Handle(0, b"", b"", True, 0))  # type: ignore[arg-type,return-value]
    (line,) = (tmp_path / "steps").read_text().splitlines()
    step = Step(*line.split("\t"))
    assert step.upward
    assert (step.caller, step.called) == ("collectors:read_one", "commands:size_text")
