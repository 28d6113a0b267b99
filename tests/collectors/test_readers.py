"""Reader processes: order, limits, and what happens when one of them, or their parent, dies."""

import errno
import hashlib
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec
import pytest

from truyvet.collectors import files
from truyvet.collectors.handle import CaptureFunction, Handle
from truyvet.collectors.readers import (
    BATCH_BYTES,
    BATCH_ITEMS,
    MAX_WAITING,
    Read,
    Readers,
    batches,
    read_batch,
)
from truyvet.evidence.capture import Capture
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.item import Item, trusted_item
from truyvet.evidence.store import Store

Within = Callable[[float], AbstractContextManager[None]]


def handles(count: int, size: int = 0, path: bytes = b"") -> list[Handle]:
    """Handles of made-up files called by their numbers."""
    return [Handle(0, path, path + b"%d" % n, True, size) for n in range(count)]


def bare(handle: Handle, n: int) -> Capture:
    """Capture a made-up file that has no bytes."""
    item = Item(collected="2026-01-01T00:00:00Z", kind="file", n=n, path=handle.name.decode(),
                source=0)  # fmt: skip
    return Capture(item=item, stream=None)


def late_evens(handle: Handle, n: int) -> Capture:
    """Take long over every second batch."""
    if n % (2 * BATCH_ITEMS) == 0:
        time.sleep(0.05)
    return bare(handle, n)


def items_of(reads: Iterator[Read]) -> list[Item]:
    """The items of the manifest lines that came back."""
    return [trusted_item(line) for read in reads for line in read.block.splitlines()]


def test_a_batch_is_bounded_by_count() -> None:
    found = [len(batch) for batch in batches(handles(2 * BATCH_ITEMS + 1))]
    assert found == [BATCH_ITEMS, BATCH_ITEMS, 1]


def test_a_batch_is_bounded_by_bytes() -> None:
    found = [len(batch) for batch in batches(handles(5, size=BATCH_BYTES // 2))]
    assert found == [2, 2, 1]


def test_a_file_larger_than_a_batch_is_a_batch_of_its_own() -> None:
    large = [Handle(0, b"", b"large", True, 10 * BATCH_BYTES)]
    found = [[handle.name for handle in batch] for batch in batches(handles(1) + large)]
    assert found == [[b"0"], [b"large"]]


def test_nothing_makes_no_batch() -> None:
    assert list(batches([])) == []


def test_batches_are_made_as_they_are_asked_for() -> None:
    endless = batches(Handle(0, b"", b"%d" % n, True, 0) for n in itertools.count())
    assert len(next(endless)) == BATCH_ITEMS


def test_a_batch_is_numbered_from_the_number_given(store: Store) -> None:
    read = read_batch(store, bare, 40, handles(3))
    assert [item.n for item in items_of(iter([read]))] == [40, 41, 42]
    assert (read.totals.items, read.totals.bytes) == (3, 0)


def test_a_batch_counts_the_bytes_it_stored(store: Store, tree: Path) -> None:
    (tree / "a").write_text("12345")
    found = [Handle(0, os.fsencode(tree), b"tree", False, 0),
             Handle(0, os.fsencode(tree / "a"), b"tree/a", True, 5)]  # fmt: skip
    totals = read_batch(store, files.capture, 0, found).totals
    assert (totals.items, totals.stored, totals.bytes) == (2, 1, 5)


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_order_is_kept_however_long_a_reader_takes(case_folder: Path, jobs: int) -> None:
    count = 10 * BATCH_ITEMS + 7
    with Readers(case_folder, late_evens, jobs) as readers:
        items = items_of(readers.read(handles(count), 5))
    assert [item.n for item in items] == list(range(5, count + 5))
    assert [item.path for item in items] == [str(n) for n in range(count)]


def test_nothing_to_read_gives_nothing(case_folder: Path) -> None:
    with Readers(case_folder, bare, 2) as readers:
        assert list(readers.read([], 0)) == []


def test_handles_are_taken_only_as_far_ahead_as_the_memory_allows(case_folder: Path) -> None:
    taken = itertools.count()
    endless = (Handle(0, b"", b"%d" % n, True, 0) for n in taken)
    with Readers(case_folder, bare, 2) as readers:
        next(readers.read(endless, 0))
    assert next(taken) <= (MAX_WAITING + 2) * BATCH_ITEMS


def test_the_bytes_are_in_the_store_when_the_lines_come_back(
    case_folder: Path, store: Store, tree: Path
) -> None:
    for number in range(20):
        (tree / str(number)).write_text(f"content {number}")
    found = [Handle(0, os.fsencode(tree / str(n)), b"%d" % n, True, 9) for n in range(20)]
    with Readers(case_folder, files.capture, 2) as readers:
        items = items_of(readers.read(found, 0))
    for number, item in enumerate(items):
        expected = hashlib.sha256(f"content {number}".encode()).hexdigest()
        assert item.sha256 == expected
        assert store.has(expected)


def test_long_paths_do_not_make_parent_and_readers_wait_for_each_other(
    case_folder: Path, within: Within
) -> None:
    found = handles(12 * BATCH_ITEMS, path=b"d" * 3000 + b"/")
    with within(20), Readers(case_folder, bare, 2) as readers:
        assert len(items_of(readers.read(found, 0))) == len(found)


def test_long_answers_do_not_make_parent_and_readers_wait_for_each_other(
    case_folder: Path, within: Within
) -> None:
    def verbose(handle: Handle, n: int) -> Capture:
        met = bare(handle, n)
        return Capture(item=msgspec.structs.replace(met.item, target="t" * 20_000), stream=None)

    with within(20), Readers(case_folder, verbose, 2) as readers:
        assert len(items_of(readers.read(handles(12 * BATCH_ITEMS), 0))) == 12 * BATCH_ITEMS


def dying_at(number: int) -> CaptureFunction:
    """A capture whose process is killed when it comes to this number."""

    def capture(handle: Handle, n: int) -> Capture:
        if n == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return bare(handle, n)

    return capture


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_reader_is_an_error_with_a_code(
    case_folder: Path, jobs: int, within: Within
) -> None:
    with within(20), Readers(case_folder, dying_at(1000), jobs) as readers:
        reads = readers.read(handles(5000), 0)
        with pytest.raises(TruyvetError, match="E502"):
            list(reads)


def test_what_was_read_before_a_reader_was_killed_comes_first(
    case_folder: Path, within: Within
) -> None:
    found: list[Read] = []
    with (
        within(20),
        Readers(case_folder, dying_at(3 * BATCH_ITEMS), 1) as readers,
        pytest.raises(TruyvetError, match="E502"),
    ):
        found.extend(readers.read(handles(10 * BATCH_ITEMS), 0))
    assert [item.n for item in items_of(iter(found))] == list(range(len(found) * BATCH_ITEMS))


def raising(error: BaseException) -> CaptureFunction:
    """A capture that fails in a way no source can."""

    def capture(handle: Handle, n: int) -> Capture:
        raise error

    return capture


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "E901"), (errno.EROFS, "E902"), (errno.EIO, "E903")]
)
def test_an_error_of_the_store_comes_back_with_its_code(
    case_folder: Path, number: int, code: str
) -> None:
    error = OSError(number, os.strerror(number))
    with (
        Readers(case_folder, raising(error), 2) as readers,
        pytest.raises(TruyvetError, match=code),
    ):
        list(readers.read(handles(1), 0))


def test_a_mistake_of_ours_in_a_reader_is_an_error_with_a_code_and_no_traceback(
    case_folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with (
        Readers(case_folder, raising(ValueError("a bug")), 2) as readers,
        pytest.raises(TruyvetError, match=r"E502.*a bug"),
    ):
        list(readers.read(handles(1), 0))
    assert capfd.readouterr().err == ""


def test_an_inode_beyond_what_json_keeps_does_not_stop_a_collection(store: Store) -> None:
    real = os.stat(__file__)
    times = {"st_atime_ns": 0, "st_mtime_ns": 0, "st_ctime_ns": 0, "st_rdev": 0}
    facts = os.stat_result((real.st_mode, 1 << 60, *real[2:]), times)

    def capture(handle: Handle, n: int) -> Capture:
        where: dict[str, object] = {"n": n, "path": "a", "path_bytes": "", "source": 0}
        item = files._describe(handle, facts, where, "2026-01-01T00:00:00Z")
        return Capture(item=item, stream=None)

    found = [Handle(0, os.fsencode(__file__), b"a", True, 0)]
    assert read_batch(store, capture, 0, found).totals.items == 1


def processes_of(readers: Readers) -> list[int]:
    """Numbers of the processes behind a group of readers."""
    return [process.pid for process in readers._processes]


def is_alive(process: int) -> bool:
    """Tell whether a process runs; one that only waits to be counted as dead does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's /proc")


@needs_proc
def test_no_process_is_left_when_the_readers_are_not_needed_any_more(case_folder: Path) -> None:
    with Readers(case_folder, bare, 2) as readers:
        found = processes_of(readers)
        next(readers.read(handles(5000), 0))
    assert not any(map(is_alive, found))


PARENT = """
import sys, time
from pathlib import Path
from truyvet.collectors.handle import Handle
from truyvet.collectors.readers import Readers
from truyvet.evidence.capture import Capture
from truyvet.evidence.item import Item

def capture(handle, n):
    item = Item(kind="file", n=n, path="p" * int(sys.argv[2]), source=0)
    return Capture(item=item, stream=None)

with Readers(Path(sys.argv[1]), capture, 2) as readers:
    reads = readers.read((Handle(0, b"", b"", True, 0) for _ in range(100_000)), 0)
    next(reads)
    print(*[process.pid for process in readers._processes], flush=True)
    time.sleep(60)
"""


@needs_proc
@pytest.mark.parametrize("length", [1, 5_000])
def test_readers_end_within_seconds_when_their_parent_is_killed(
    case_folder: Path, length: int
) -> None:
    command = [sys.executable, "-c", PARENT, str(case_folder), str(length)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        found = [int(word) for word in parent.stdout.readline().split()]
        parent.kill()
        parent.wait()
        try:
            assert len(found) == 2
            assert ended(found, seconds=10)
        finally:
            for process in filter(is_alive, found):
                os.kill(process, signal.SIGKILL)
        assert parent.stderr is not None
        assert parent.stderr.read() == b""


def ended(found: list[int], seconds: float) -> bool:
    """Wait until none of the processes is alive."""
    limit = time.monotonic() + seconds
    while any(map(is_alive, found)) and time.monotonic() < limit:
        time.sleep(0.05)
    return not any(map(is_alive, found))
