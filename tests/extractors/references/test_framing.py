"""What goes between the reader and its child, and the child by itself, ending with its parent."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from tests.extractors.references.reads import URL, answer

from truyvet.evidence.web.references import Found, Reference
from truyvet.extractors.engine import aside
from truyvet.extractors.engine.channel import begin, receive, send
from truyvet.extractors.references import framing, reading

PAGE = answer("<a href=/x>x</a>")

Child = tuple[socket.socket, subprocess.Popen[bytes]]


@pytest.fixture
def ours() -> Iterator[Child]:
    """A child just started, and our end of its socket."""
    running, end = begin(aside.__name__, reading.__name__, 10, 11, 256 << 20)
    with end, running:
        yield end, running
        running.kill()


def soon() -> float:
    return time.monotonic() + 30


def ask(end: socket.socket, message: bytes) -> None:
    send(end, framing.question_of(message, URL), soon())


def hear(end: socket.socket) -> Found:
    told = receive(end, framing.MAX_REPLY, soon())
    assert told[:1] == b"\0"
    return framing.found_in(told[1:])


def test_it_says_what_holds_and_then_answers_questions_in_order(ours: Child) -> None:
    end, _ = ours
    assert isinstance(aside.held_by(receive(end, aside.MAX_HELD, soon())), tuple)
    for number in range(3):
        ask(end, answer(f"<title>{number}</title>"))
    assert [hear(end).title for _ in range(3)] == ["0", "1", "2"]


def test_it_ends_by_itself_when_nobody_asks_any_more(ours: Child) -> None:
    end, running = ours
    receive(end, aside.MAX_HELD, soon())
    end.close()
    assert running.wait(30) == 0


def test_it_keeps_nothing_open_but_its_socket(ours: Child) -> None:
    end, running = ours
    receive(end, aside.MAX_HELD, soon())
    ask(end, PAGE)
    assert hear(end).references
    opened = [os.readlink(one) for one in Path(f"/proc/{running.pid}/fd").iterdir()]
    assert sum(name.startswith("socket:") for name in opened) <= 1 + _inherited()
    assert not [name for name in opened if name.startswith("/tmp/truyvet")]


def _inherited() -> int:
    """Return how many of the three standard streams are sockets here."""
    return sum(os.readlink(f"/proc/self/fd/{n}").startswith("socket:") for n in range(3))


def test_a_question_comes_as_it_was_asked() -> None:
    question = framing.question_of(PAGE, "https://ex.vn/đ")
    assert framing.asked_in(question) == (PAGE, "https://ex.vn/đ")


@pytest.mark.parametrize(("message", "url"), [(b"", ""), (b"", URL), (b"\0" * 9, ""), (PAGE, "\0")])
def test_address_and_message_are_never_mixed_up(message: bytes, url: str) -> None:
    assert framing.asked_in(framing.question_of(message, url)) == (message, url)


def test_an_address_is_cut_where_none_is_so_long() -> None:
    message, url = framing.asked_in(framing.question_of(PAGE, "đ" * 100_000))
    assert message == PAGE
    assert 0 < len(url) < 100_000


def test_what_runs_in_the_child_answers_with_what_is_read() -> None:
    told = reading.answer(framing.question_of(PAGE, URL))
    assert framing.found_in(told) == reading.read(PAGE, URL)


@pytest.mark.parametrize(
    "reply",
    [
        b"not json",
        b"{}" + b" " * 9 + b"x",
        b'{"title": 5}',
        b'{"references": [{"url": "javascript:x", "use": "link"}]}',
        b'{"references": [{"url": "http://x/\\n", "use": "link"}]}',
        b'{"references": [{"url": "http://x/", "use": "virus"}]}',
        b'{"canonical": "file:///etc/passwd"}',
        b'{"title": "' + b"a" * 501 + b'"}',
        b'{"problem": "' + b"a" * 3000 + b'"}',
    ],
)
def test_a_child_that_lies_is_not_believed(reply: bytes) -> None:
    with pytest.raises(aside.Failed):
        framing.found_in(reply)


def test_too_many_references_are_no_answer_of_ours() -> None:
    one = Reference(url="http://x/", use="link")
    with pytest.raises(aside.Failed):
        framing.found_in(msgspec.json.encode(Found(references=(one,) * 10_001)))
