"""The record of an exchange while it happens: limits, times, bytes."""

import pytest

from truyvet.collectors.wire.recording import IN_MEMORY, Recording, Stopped
from truyvet.evidence.web.settings import WebSettings


def recording(tee: list[bytes] | None = None, **limits: int) -> Recording:
    """A recording whose clock goes on by a microsecond each time it is looked at."""
    ticks = iter(range(0, 10**9, 1000))
    settings = WebSettings(user_agent="x", **limits)  # type: ignore[arg-type]
    return Recording(settings, lambda: next(ticks), None if tee is None else tee.append)


def test_what_is_received_is_kept_in_its_order() -> None:
    record = recording()
    for piece in (b"one ", b"two ", b"three"):
        assert record.came(piece) == piece
    record.response.seek(0)
    assert record.response.read() == b"one two three"
    assert record.received == 13
    record.response.close()


def test_first_and_last_byte_have_their_times() -> None:
    record = recording()
    record.went(b"GET")
    record.came(b"a")
    record.came(b"b")
    assert (record.sent_at, record.first, record.last) == (0, 1000, 2000)
    record.response.close()


def test_the_time_of_sending_is_that_of_the_first_byte() -> None:
    record = recording()
    record.went(b"GET ")
    record.went(b"/")
    assert (bytes(record.sent), record.sent_at) == (b"GET /", 0)
    record.response.close()


def test_a_piece_over_the_limit_is_kept_up_to_it_and_the_next_stops() -> None:
    told: list[bytes] = []
    record = recording(told, max_response=5)
    assert record.came(b"1234567") == b"12345"
    with pytest.raises(Stopped, match="size: more than 5 bytes"):
        record.came(b"8")
    assert (record.received, told) == (5, [b"12345"])
    record.response.close()


def test_a_big_response_lies_on_disk() -> None:
    record = recording()
    record.came(bytes(IN_MEMORY))
    assert not getattr(record.response, "_rolled", None)
    record.came(b"x")
    assert getattr(record.response, "_rolled", None)
    record.response.close()


def test_patience_is_the_shortest_of_the_limits() -> None:
    record = recording(timeout=30, time=300)
    assert record.patience() == 30
    assert record.patience(0.0) == 0
    assert record.patience(99) == 30
    record.response.close()


def test_patience_ends_with_the_time_of_the_exchange() -> None:
    record = recording(timeout=30, time=0)
    with pytest.raises(Stopped, match="time: more than 0 s"):
        record.patience()
    assert str(record.late()) == "time: more than 0 s"
    record.response.close()


def test_what_is_sent_again_replaces_what_got_no_answer() -> None:
    record = recording()
    record.went(b"GET /")
    record.again()
    record.went(b"GET /")
    assert bytes(record.sent) == b"GET /"
    assert record.sent_at == 1000
    record.response.close()
