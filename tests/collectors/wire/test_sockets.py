"""A connection whose bytes are taken down as they cross it."""

import contextlib
import socket
from collections.abc import Iterator

import pytest

from truyvet.collectors.wire.recording import Recording, Stopped
from truyvet.collectors.wire.sockets import Lost, RecordedSocket
from truyvet.evidence.web.capture import Connection
from truyvet.evidence.web.settings import WebSettings

FACTS = Connection(number=0, opened="2026-01-01T00:00:00.000000Z")
Pair = tuple[RecordedSocket, Recording, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    """A recorded end with its recording, and the bare other end."""
    here, there = socket.socketpair()
    recorded = RecordedSocket(here, FACTS, None)
    record = Recording(WebSettings(user_agent="x", timeout=1, time=5), lambda: 0, None)
    recorded.begin(record)
    yield recorded, record, there
    recorded.close()
    there.close()
    record.response.close()


def test_what_is_sent_is_taken_down(pair: Pair) -> None:
    recorded, record, there = pair
    recorded.sendall(b"GET / ")
    recorded.sendall(b"HTTP/1.1")
    assert bytes(record.sent) == there.recv(100) == b"GET / HTTP/1.1"


def test_what_is_received_is_taken_down(pair: Pair) -> None:
    recorded, record, there = pair
    there.sendall(b"HTTP")
    assert recorded.receive() == b"HTTP"
    record.response.seek(0)
    assert record.response.read() == b"HTTP"


def test_the_end_is_empty(pair: Pair) -> None:
    recorded, _, there = pair
    there.close()
    assert recorded.receive() == b""


def test_nothing_in_time_stops_the_exchange(pair: Pair) -> None:
    with pytest.raises(Stopped, match="idle: nothing for 1 s"):
        pair[0].receive()


@pytest.mark.parametrize("patience", [0.0, 0.01])
def test_with_patience_nothing_in_time_is_empty(pair: Pair, patience: float) -> None:
    assert pair[0].receive(patience) == b""


def test_what_waits_is_seen_without_waiting(pair: Pair) -> None:
    recorded, record, there = pair
    assert recorded.waiting() is None
    there.sendall(b"stray")
    assert recorded.waiting() == b"stray"
    there.close()
    assert recorded.waiting() == b""
    assert record.received == 0


def test_looking_at_what_waits_does_not_shorten_the_next_wait(pair: Pair) -> None:
    recorded, _, there = pair
    assert recorded.waiting() is None
    there.sendall(b"later")
    assert recorded.receive() == b"later"


def test_a_peer_that_reads_nothing_stops_the_sending(pair: Pair) -> None:
    recorded, record, there = pair
    with pytest.raises(Stopped, match="idle"):
        recorded.sendall(bytes(64 << 20))
    assert 0 < len(record.sent) < 64 << 20
    there.setblocking(False)
    got = 0
    while got < len(record.sent):
        got += len(there.recv(1 << 20))
    with pytest.raises(BlockingIOError):
        there.recv(1)


def test_sending_to_who_has_gone_is_noticed_when_reading(pair: Pair) -> None:
    recorded, record, there = pair
    there.close()
    recorded.sendall(b"GET")
    assert record.sent == b""
    with contextlib.suppress(Lost):
        assert recorded.receive() == b""


def test_every_connection_has_a_key_of_its_own() -> None:
    ends = [socket.socketpair() for _ in range(3)]
    recorded = [RecordedSocket(here, FACTS, None) for here, _ in ends]
    assert len({one.key for one in recorded}) == 3
    for one, (_, there) in zip(recorded, ends, strict=True):
        one.close()
        there.close()
