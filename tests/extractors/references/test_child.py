"""The child by itself: what it says over its socket, and that it ends with its parent."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.extractors.references.reads import URL, answer

from truyvet.extractors.references import child as module
from truyvet.extractors.references import framing

PAGE = answer("<a href=/x>x</a>")


@pytest.fixture
def ours() -> Iterator[tuple[socket.socket, subprocess.Popen[bytes]]]:
    """A child just started, and our end of its socket."""
    end, theirs = socket.socketpair()
    command = [sys.executable, "-m", module.__name__, str(theirs.fileno()), str(256 << 20)]
    running = subprocess.Popen(command, pass_fds=(theirs.fileno(),))
    theirs.close()
    with end, running:
        yield end, running
        running.kill()


def soon() -> float:
    return time.monotonic() + 30


def test_it_says_what_holds_and_then_answers_questions_in_order(
    ours: tuple[socket.socket, subprocess.Popen[bytes]],
) -> None:
    end, _ = ours
    assert isinstance(framing.receive_ready(end, soon()).held, tuple)
    for number in range(3):
        framing.send_question(end, answer(f"<title>{number}</title>"), URL, soon())
    assert [framing.receive_found(end, soon()).title for _ in range(3)] == ["0", "1", "2"]


def test_it_ends_by_itself_when_nobody_asks_any_more(
    ours: tuple[socket.socket, subprocess.Popen[bytes]],
) -> None:
    end, running = ours
    framing.receive_ready(end, soon())
    end.close()
    assert running.wait(30) == 0


def test_it_keeps_nothing_open_but_its_socket(
    ours: tuple[socket.socket, subprocess.Popen[bytes]],
) -> None:
    end, running = ours
    framing.receive_ready(end, soon())
    framing.send_question(end, PAGE, URL, soon())
    assert framing.receive_found(end, soon()).references
    opened = [os.readlink(one) for one in Path(f"/proc/{running.pid}/fd").iterdir()]
    assert sum(name.startswith("socket:") for name in opened) <= 1 + _inherited()
    assert not [name for name in opened if name.startswith("/tmp/truyvet")]


def _inherited() -> int:
    """Return how many of the three standard streams are sockets here."""
    return sum(os.readlink(f"/proc/self/fd/{n}").startswith("socket:") for n in range(3))


def test_a_question_to_nobody_is_said() -> None:
    end, theirs = socket.socketpair()
    theirs.close()
    with end, pytest.raises(framing.Broken):
        framing.send_question(end, PAGE * 1000, URL, soon())


def test_nobody_who_asks_is_said() -> None:
    end, theirs = socket.socketpair()
    end.close()
    with theirs, pytest.raises(framing.Broken):
        framing.receive_question(theirs)


def test_one_who_does_not_listen_is_late() -> None:
    end, theirs = socket.socketpair()
    with end, theirs, pytest.raises(framing.Late):
        framing.send_question(end, bytes(16 << 20), URL, time.monotonic() + 0.1)


def test_a_deadline_that_has_passed_is_late_at_once() -> None:
    end, theirs = socket.socketpair()
    with end, theirs, pytest.raises(framing.Late):
        framing.send_question(end, b"", URL, time.monotonic() - 1)


def test_a_question_comes_as_it_was_asked() -> None:
    end, theirs = socket.socketpair()
    with end, theirs:
        framing.send_question(end, PAGE, "https://ex.vn/đ", soon())
        assert framing.receive_question(theirs) == (PAGE, "https://ex.vn/đ")
