"""Files that change under our eyes: whatever is stored is marked, and nothing reads for ever."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from truyvet.collectors import files
from truyvet.evidence.capture import Capture, Stream
from truyvet.evidence.item import Item, Problem

Meet = Callable[..., Capture]
Take = Callable[..., dict[str, Item]]
Within = Callable[[float], AbstractContextManager[None]]
SIZE = 100_000


@pytest.fixture
def file(tree: Path) -> Path:
    """A file long enough to change in the middle of a reading."""
    path = tree / "log"
    path.write_bytes(b"x" * SIZE)
    os.utime(path, ns=(1_000_000_000, 2_000_000_000))
    return path


def begin(met: Capture) -> Stream:
    """Read the first bytes."""
    assert met.stream is not None
    assert met.stream.readinto(memoryview(bytearray(1000))) == 1000
    return met.stream


def end(stream: Stream) -> tuple[int, Problem | None]:
    """Read the rest; how much it was, and what the stream says."""
    buffer, total = memoryview(bytearray(1 << 20)), 0
    while count := stream.readinto(buffer):
        total += count
    return total, stream.problem()


def grow(path: Path) -> None:
    """Append."""
    with path.open("ab") as file:
        file.write(b"more")


def rewrite(path: Path) -> None:
    """Change bytes in place, with the length and the modification time as they were."""
    facts = path.stat()
    with path.open("r+b") as file:
        file.write(b"forged")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


CHANGES: list[Callable[[Path], object]] = [
    grow,
    rewrite,
    lambda path: os.truncate(path, 5000),
    lambda path: os.utime(path, ns=(0, 0)),
    lambda path: path.chmod(0o600 ^ path.stat().st_mode & 0o777),
    Path.unlink,
    lambda path: path.rename(path.with_name("moved")),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_while_reading_is_marked(
    file: Path, meet: Meet, change: Callable[[Path], object]
) -> None:
    stream = begin(meet(file))
    change(file)
    _, problem = end(stream)
    assert problem is not None
    assert problem.code == "changed"


def test_the_mark_says_both_lengths(file: Path, meet: Meet) -> None:
    stream = begin(meet(file))
    grow(file)
    _, problem = end(stream)
    assert problem is not None
    assert problem.text == f"{SIZE} bytes before, {SIZE + 4} after"


def test_what_was_appended_while_reading_is_read_too(file: Path, meet: Meet) -> None:
    stream = begin(meet(file))
    grow(file)
    assert end(stream)[0] == SIZE - 1000 + 4


def test_reading_alone_is_no_change(file: Path, meet: Meet) -> None:
    stream = begin(meet(file))
    file.read_bytes()
    assert end(stream) == (SIZE - 1000, None)


def test_a_file_that_changed_before_it_was_opened_is_sound(file: Path, take: Take) -> None:
    grow(file)
    assert take(file)["log"].problem is None


def test_a_file_that_went_away_while_reading_is_read_to_its_end(file: Path, meet: Meet) -> None:
    stream = begin(meet(file))
    file.unlink()
    assert end(stream)[0] == SIZE - 1000


def test_a_file_that_grows_without_end_is_cut_and_says_so(file: Path, meet: Meet) -> None:
    stream = begin(meet(file))
    os.truncate(file, SIZE + 2 * files.GROWTH_BYTES)
    read, problem = end(stream)
    assert SIZE <= read <= SIZE + files.GROWTH_BYTES
    assert problem is not None
    assert problem.code == "cut"


def test_a_file_that_grows_by_less_than_the_limit_is_read_whole(file: Path, meet: Meet) -> None:
    stream = begin(meet(file))
    os.truncate(file, SIZE + files.GROWTH_BYTES - 1)
    assert end(stream)[0] == SIZE + files.GROWTH_BYTES - 1 - 1000


WRITER = """
import sys
with open(sys.argv[1], "ab", buffering=0) as log:
    print("ready", flush=True)
    while True:
        log.write(b"y" * 65536)
"""


def test_a_log_that_another_program_writes_all_the_time_is_stored_and_marked(
    file: Path, take: Take, within: Within
) -> None:
    file.write_bytes(b"x" * (16 << 20))  # so that the reading takes a while
    command = [sys.executable, "-c", WRITER, str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout is not None
            writer.stdout.readline()
            with within(30):
                item = take(file)["log"]
                while item.problem is None:  # the writer had no turn meanwhile
                    item = take(file)["log"]
        finally:
            writer.kill()
    assert item.sha256 is not None
    assert item.problem.code in {"changed", "cut"}
