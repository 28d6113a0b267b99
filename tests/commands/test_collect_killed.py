"""kill -9 and Ctrl-C at many moments of a real collection: it verifies each time, and goes on."""

import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from truyvet.collectors.handle import Handle
from truyvet.collectors.readers import Readers
from truyvet.commands.interrupt import uninterrupted
from truyvet.evidence.capture import Capture

FOLDERS, FILES = 9, 500  # more items than are synced at once, so that something is kept
MOMENTS = 10
HOLE = "last"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's /proc")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree of some thousand small files."""
    root = tmp_path_factory.mktemp("many")
    for folder in range(FOLDERS):
        (root / str(folder)).mkdir()
        for number in range(FILES):
            (root / str(folder) / f"{number}.txt").write_text(f"{folder} {number}\n" * 20)
    (root / HOLE).touch()
    return root


@contextmanager
def held_up(tree: Path) -> Iterator[None]:
    """Keep a collection busy for a minute with its last file: no signal comes too late."""
    os.truncate(tree / HOLE, 100 << 30)
    yield
    os.truncate(tree / HOLE, 0)


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    try:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    except FileNotFoundError:
        return []
    return list(map(int, listed.split()))


def is_alive(process: int) -> bool:
    """Tell whether a process runs; one that only waits to be counted as dead does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def interrupt(officer: Any, source: Path, number: int, seconds: float, note: str) -> int | None:
    """Start collecting and send a signal after some seconds; the status, or none where it ended."""
    arguments = ("--case", "vu-01", "collect", "files", str(source), "--note", note)
    with officer.starts(*arguments, output=officer.place / "output") as running:
        time.sleep(seconds)
        readers = children(running.pid)
        if running.poll() is not None:
            return None
        running.send_signal(number)
        running.wait(timeout=30)
    limit = time.monotonic() + 10
    while any(map(is_alive, readers)) and time.monotonic() < limit:
        time.sleep(0.02)
    left = list(filter(is_alive, readers))
    for reader in left:
        os.kill(reader, signal.SIGKILL)
    assert not left, "readers outlive the command"
    status: int = running.returncode
    return status


def sound(officer: Any) -> bool:
    """Tell whether the case verifies with nothing but an unfinished collection to tell of."""
    answer = officer.run("verify", "vu-01", "--json")
    codes = set(json.loads(answer.stdout)["counts"])
    return answer.returncode == 0 and all(code.startswith("W") for code in codes)


def goes_on_to_its_end(officer: Any, source: Path, note: str) -> bool:
    """Give the command again; tell whether each path is there once and nothing else is found.

    A run that was faster than the signal has recorded a collection of its own, as whole as this.
    """
    officer.does("--case", "vu-01", "collect", "files", str(source), "--note", note)
    (answer,) = officer.reads("verify", "vu-01")
    assert answer["findings"] == []
    entries = [entry for entry in officer.reads("--case", "vu-01", "log") if entry["seq"] > 1]
    for entry in entries:
        rows = officer.reads("--case", "vu-01", "items", "--entry", str(entry["seq"]))
        paths = Counter(row["path"] for row in rows)
        assert set(paths.values()) == {1}
        assert len(paths) == FOLDERS * (FILES + 1) + 2
    return bool(entries)


def test_a_collection_killed_ten_times_verifies_each_time_and_is_whole_in_the_end(
    an: Any, many: Path
) -> None:
    for moment in range(MOMENTS):
        interrupt(an, many, signal.SIGKILL, 0.12 + 0.03 * moment, "killed")
        assert sound(an), f"moment {moment}"
    assert goes_on_to_its_end(an, many, "killed")


def test_a_collection_interrupted_ten_times_verifies_each_time_and_is_whole_in_the_end(
    an: Any, many: Path
) -> None:
    for moment in range(MOMENTS):
        status = interrupt(an, many, signal.SIGINT, 0.16 + 0.03 * moment, "interrupted")
        said = (an.place / "output").read_text()
        assert status in {None, 130} or "(complete)" in said, f"moment {moment}: {said}"
        assert "Traceback" not in said
        assert sound(an), f"moment {moment}"
    assert goes_on_to_its_end(an, many, "interrupted")


def test_an_interrupted_collection_says_how_to_go_on(an: Any, case: Path, many: Path) -> None:
    arguments = ("--case", "vu-01", "collect", "files", str(many), "--note", "said")
    with held_up(many), an.starts(*arguments, output=an.place / "output") as running:
        while len(list((case / "objects").glob("*/*"))) < 50:
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=30) == 130
    said = (an.place / "output").read_text()
    assert "give the same command again to go on" in said
    assert said.endswith("truyvet: interrupted\n")


def test_a_terminated_collection_verifies_and_goes_on(an: Any, many: Path) -> None:
    interrupt(an, many, signal.SIGTERM, 0.3, "terminated")
    assert sound(an)
    assert goes_on_to_its_end(an, many, "terminated")


def test_a_killed_reader_ends_the_collection_which_then_goes_on(an: Any, many: Path) -> None:
    arguments = ("--case", "vu-01", "collect", "files", str(many), "--note", "reader")
    with held_up(many), an.starts(*arguments, output=an.place / "output") as running:
        while not children(running.pid):
            time.sleep(0.01)
        os.kill(children(running.pid)[0], signal.SIGKILL)
        assert running.wait(timeout=30) == 1
    said = (an.place / "output").read_text()
    assert "E502" in said
    assert "Traceback" not in said
    assert sound(an)
    assert goes_on_to_its_end(an, many, "reader")


def test_a_killed_opening_of_a_case_leaves_no_half_case(an: Any) -> None:
    for moment in range(MOMENTS):
        name = f"new-{moment}"
        arguments = ("case", "new", name, "--title", "x", "--number", "1")
        with an.starts(*arguments, output=an.place / "output") as running:
            time.sleep(0.08 + 0.01 * moment)
            running.kill()
        assert not (an.place / name).exists() or an.run("verify", name).returncode == 0


def test_an_interrupted_verification_ends_quietly(an: Any, many: Path) -> None:
    an.does("--case", "vu-01", "collect", "files", str(many))
    for moment in range(MOMENTS):
        with an.starts("verify", "vu-01", output=an.place / "output") as running:
            time.sleep(0.15 + 0.03 * moment)
            os.killpg(running.pid, signal.SIGINT)  # a terminal tells every process of the group
            try:
                running.wait(timeout=20)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(running.pid, signal.SIGKILL)
        assert "Traceback" not in (an.place / "output").read_text(), f"moment {moment}"


def nothing(handle: Handle, n: int) -> Capture:
    """Capture nothing; these readers only stand by."""
    raise NotImplementedError


def interrupted_within(done: list[str]) -> None:
    """Send Ctrl-C to this very process while it holds it back."""
    with uninterrupted():
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.2)
        done.append("made safe")


def test_ctrl_c_is_held_back_while_something_is_made_safe(tmp_path: Path) -> None:
    done: list[str] = []
    with Readers(tmp_path, nothing, 2), pytest.raises(KeyboardInterrupt):
        interrupted_within(done)
    assert done == ["made safe"]
