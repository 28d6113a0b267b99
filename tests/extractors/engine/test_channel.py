"""The channel to a process of our own: messages whole, in time, and nothing else handed on."""

import os
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from truyvet.extractors.engine import aside, nursery
from truyvet.extractors.engine.channel import begin, exactly, receive, send
from truyvet.extractors.references import reading

Ends = tuple[socket.socket, socket.socket]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture
def ends() -> Iterator[Ends]:
    """The two ends of a connection."""
    one, other = socket.socketpair()
    with one, other:
        yield one, other


def soon(seconds: float = 30) -> float:
    """A deadline."""
    return time.monotonic() + seconds


@contextmanager
def answerer() -> Iterator[tuple[int, socket.socket]]:
    """Process number of one that answers, as soon as it does, and our end."""
    process, end = begin(aside.__name__, reading.__name__, 10, 11, 256 << 20, quiet=True)
    with end, process:
        receive(end, aside.MAX_HELD, soon())
        yield process.pid, end
        process.kill()


def test_messages_arrive_as_they_were_sent_and_in_order(ends: Ends) -> None:
    for content in (b"one", b"", b"\0" * 9):
        send(ends[0], content)
    assert [receive(ends[1], 9) for _ in range(3)] == [b"one", b"", b"\0" * 9]


def test_what_comes_piece_by_piece_is_whole(ends: Ends) -> None:
    content = os.urandom(5 << 20)
    thread = threading.Thread(target=send, args=(ends[0], content))
    thread.start()
    assert receive(ends[1], len(content), soon()) == content
    thread.join()


def test_nothing_beyond_what_is_wanted_is_read(ends: Ends) -> None:
    ends[0].sendall(b"abcde")
    assert exactly(ends[1], 0) == b""
    assert exactly(ends[1], 3) == b"abc"
    assert exactly(ends[1], 2) == b"de"


@pytest.mark.parametrize("kept", [0, 1, 7, 8, 10])
def test_an_end_in_the_middle_is_no_message(kept: int, ends: Ends) -> None:
    ends[0].sendall((struct.pack(">Q", 3) + b"abc")[:kept])
    ends[0].close()
    with pytest.raises(EOFError, match="it ended"):
        receive(ends[1], 3)


def test_a_longer_message_than_is_taken_is_not_read(ends: Ends) -> None:
    ends[0].sendall(struct.pack(">Q", 11))
    with pytest.raises(OSError, match="an answer of 11 bytes"):
        receive(ends[1], 10)


def test_who_says_half_a_message_is_late(ends: Ends) -> None:
    ends[0].sendall(struct.pack(">Q", 10) + b"{")
    with pytest.raises(TimeoutError):
        receive(ends[1], 10, soon(0.1))


def test_who_says_a_little_at_a_time_is_late_all_the_same(ends: Ends) -> None:
    def dribble() -> None:
        with suppress(OSError):  # until nobody hears any more
            while True:
                ends[0].sendall(b"\0")
                time.sleep(0.0002)

    thread = threading.Thread(target=dribble)
    thread.start()
    try:
        with pytest.raises(TimeoutError):
            exactly(ends[1], 16 << 20, soon(0.2))
    finally:
        ends[1].close()
        thread.join()


def test_a_deadline_that_has_passed_is_late_at_once(ends: Ends) -> None:
    ends[0].sendall(b"a")
    with pytest.raises(TimeoutError):
        exactly(ends[1], 1, soon(-1))
    with pytest.raises(TimeoutError):
        send(ends[0], b"", soon(-1))


def test_one_who_does_not_listen_is_late(ends: Ends) -> None:
    with pytest.raises(TimeoutError):
        send(ends[0], bytes(16 << 20), soon(0.1))


def test_a_message_to_nobody_is_said(ends: Ends) -> None:
    ends[1].close()
    with pytest.raises(BrokenPipeError):
        send(ends[0], b"anybody?", soon())


def test_a_process_gets_its_end_and_its_arguments() -> None:
    process, end = begin("json.tool", "--no-such-option", quiet=True)
    with end, process:
        assert process.wait(30) == 2
        assert end.recv(1) == b""  # its end was the only one left


@LINUX
def test_a_process_has_one_socket_and_no_end_of_ours() -> None:
    with answerer() as (first, _), answerer() as (second, _):
        for pid in (first, second):
            opened = [os.readlink(one) for one in Path(f"/proc/{pid}/fd").iterdir()]
            assert sum(name.startswith("socket:") for name in opened) == 1


@LINUX
def test_a_process_never_imports_from_the_folder_one_stands_in() -> None:
    with answerer() as (pid, _):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    assert words[1:4] == [b"-P", b"-m", aside.__name__.encode()]


def test_a_process_ends_when_its_parent_closes_the_socket() -> None:
    for module, *rest in ((nursery.__name__,), (aside.__name__, reading.__name__, 1, 1, 1 << 30)):
        process, end = begin(module, *rest, quiet=True)
        with process:
            end.close()
            assert process.wait(30) is not None
