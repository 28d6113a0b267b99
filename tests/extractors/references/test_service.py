"""The reader's children: confined, replaced when they die, hang or eat, asked by many threads."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.extractors.engine.interrupts import interrupt_waiting
from tests.extractors.references.reads import URL, answer

from truyvet.evidence.web.references import Found, Reference
from truyvet.extractors.references import framing
from truyvet.extractors.references.service import ReferenceReader

PAGE = answer("<title>Chào</title><a href=/x>x</a>")


@pytest.fixture(scope="module")
def reader() -> Iterator[ReferenceReader]:
    with ReferenceReader() as running:
        yield running


def test_a_page_is_read_by_a_child(reader: ReferenceReader) -> None:
    found = reader(PAGE, URL)
    assert found == Found(
        media="text/html",
        title="Chào",
        references=(Reference(url="https://ex.vn/x", use="link", text="x"),),
    )
    assert os.getpid() not in reader.pids


def test_the_child_is_confined_where_the_system_can(reader: ReferenceReader) -> None:
    reader(PAGE, URL)
    assert reader.held, "this system confines nothing"
    status = Path(f"/proc/{reader.pids[0]}/status").read_text(encoding="ascii")
    assert ("Seccomp:\t2" in status) == ("calls" in reader.held)
    assert ("NoNewPrivs:\t1" in status) == ("privileges" in reader.held)


def test_a_child_has_no_network_of_its_own(reader: ReferenceReader) -> None:
    reader(PAGE, URL)
    if "network" not in reader.held:
        pytest.skip("this system gives no network namespaces")
    own = os.readlink("/proc/self/ns/net")
    assert os.readlink(f"/proc/{reader.pids[0]}/ns/net") != own


def test_a_child_that_is_gone_is_replaced_before_the_next_page(reader: ReferenceReader) -> None:
    reader(PAGE, URL)
    (before,) = reader.pids
    os.kill(before, signal.SIGKILL)
    _until_gone(before)
    assert reader(PAGE, URL).title == "Chào"
    assert reader.pids != (before,)


def test_a_child_that_dies_at_a_page_costs_this_page_alone() -> None:
    with ReferenceReader() as reader, ThreadPoolExecutor(1) as thread:
        reader(PAGE, URL)
        (child,) = reader.pids
        os.kill(child, signal.SIGSTOP)
        asked = thread.submit(reader, PAGE, URL)
        _until(lambda: reader.busy == 1)
        os.kill(child, signal.SIGKILL)
        assert "died of signal 9" in asked.result().problem
        assert reader(PAGE, URL).title == "Chào"


def test_a_child_that_hangs_is_ended_and_replaced() -> None:
    with ReferenceReader(wall=0.3) as reader:
        reader.held  # noqa: B018 - it has begun
        (child,) = reader.pids
        os.kill(child, signal.SIGSTOP)
        assert reader(PAGE, URL) == Found(problem="reading the page took more than 0.3 seconds")
        assert reader.pids != (child,)
        _until_gone(child)


def test_a_page_that_needs_too_much_memory_says_so() -> None:
    with ReferenceReader(memory=48 << 20) as reader:
        greedy = answer("<br a=b>" * (1 << 20))
        assert reader(greedy, URL).problem == "reading the page took too much memory"
        assert reader(PAGE, URL).title == "Chào"


def test_an_answer_that_is_too_long_is_cut_and_said(reader: ReferenceReader) -> None:
    long = PAGE.replace(b"Content-Length", b"X") + b" " * framing.MAX_MESSAGE
    found = reader(long, URL)
    assert found.title == "Chào"
    assert found.problem


def test_many_threads_ask_two_children() -> None:
    def ask(number: int) -> str:
        return reader(answer(f"<title>{number}</title>"), URL).title

    with ReferenceReader(2) as reader, ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(200))) == [str(number) for number in range(200)]
        assert len(reader.pids) == 2


def test_a_closed_reader_says_so_and_leaves_no_process() -> None:
    reader = ReferenceReader(2)
    children = reader.pids
    reader.close()
    reader.close()
    assert reader(PAGE, URL).problem == "the reader of pages is closed"
    for child in children:
        _until_gone(child)


def test_closing_ends_calls_under_way_and_those_that_wait() -> None:
    reader = ReferenceReader()
    reader(PAGE, URL)
    os.kill(reader.pids[0], signal.SIGSTOP)
    with ThreadPoolExecutor(2) as threads:
        asked = [threads.submit(reader, PAGE, URL) for _ in range(2)]
        _until(lambda: reader.busy == 1)
        reader.close()
        assert all(one.result().problem for one in asked)


def test_an_odd_address_does_no_harm(reader: ReferenceReader) -> None:
    assert reader(PAGE, "\ud800\0" + "x" * 100_000).title == "Chào"


def test_ctrl_c_leaves_no_answer_behind_for_the_next_page() -> None:
    with ReferenceReader() as reader, ThreadPoolExecutor(1) as thread:
        reader.held  # noqa: B018 - it has begun
        (child,) = reader.pids
        os.kill(child, signal.SIGSTOP)
        thread.submit(interrupt_waiting)
        with pytest.raises(KeyboardInterrupt):
            reader(answer("<title>earlier</title>"), URL)
        _until_gone(child)
        assert reader(PAGE, URL).title == "Chào"


def test_a_child_that_prints_prints_nowhere(reader: ReferenceReader) -> None:
    reader(PAGE, URL)
    names = [os.readlink(f"/proc/{reader.pids[0]}/fd/{stream}") for stream in range(3)]
    assert names == [os.devnull] * 3


def _until_gone(pid: int) -> None:
    _until(lambda: not _runs(pid))


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(500):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("it never came about")
