"""Pace: hosts rest between pages, and longer where they ask for it."""

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from truyvet.collectors.crawl.pace import FIRST_REST, MAX_REST, Pace, rest_asked_for


class Clock:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_host_rests_between_two_pages_and_others_do_not() -> None:
    clock = Clock()
    pace = Pace(2.0, clock)
    assert pace.wait("a.vn") == 0
    pace.asked("a.vn")
    assert (pace.wait("a.vn"), pace.wait("b.vn")) == (2.0, 0)
    clock.now += 2.5
    assert pace.wait("a.vn") == 0


def test_without_a_rest_nobody_waits() -> None:
    pace = Pace(0, Clock())
    pace.asked("a.vn")
    assert pace.wait("a.vn") == 0


@pytest.mark.parametrize(("ours", "theirs", "kept"), [(1, 5, 5), (5, 1, 5), (1, None, 1)])
def test_the_longer_of_two_rests_is_kept(ours: float, theirs: float | None, kept: float) -> None:
    pace = Pace(ours, Clock())
    pace.ask_for("a.vn", theirs)
    pace.asked("a.vn")
    assert pace.wait("a.vn") == kept


def test_an_overloaded_host_rests_and_no_host_keeps_us_for_ever() -> None:
    pace = Pace(1, Clock())
    pace.back_off("a.vn", 30)
    pace.asked("a.vn")
    assert pace.wait("a.vn") == 30
    pace.back_off("a.vn", 1e9)
    assert pace.wait("a.vn") == MAX_REST


@pytest.mark.parametrize(
    ("head", "attempt", "seconds"),
    [
        (b"HTTP/1.1 503 x\r\nRetry-After: 7\r\n\r\n", 0, 7),
        (b"HTTP/1.1 503 x\nretry-after:0\n\n", 3, 0),
        (b"HTTP/1.1 503 x\r\n\r\n", 0, FIRST_REST),
        (b"HTTP/1.1 503 x\r\n\r\n", 2, 4 * FIRST_REST),
        (b"HTTP/1.1 503 x\r\nRetry-After: soon\r\n\r\n", 1, 2 * FIRST_REST),
        (b"HTTP/1.1 503 x\r\nRetry-After: -4\r\n\r\n", 0, FIRST_REST),
        (b"HTTP/1.1 503 x\r\nX-Retry-After: 4\r\n\r\n", 0, FIRST_REST),
        (b"\xff\xfe", 0, FIRST_REST),
    ],
)
def test_what_a_server_asks_for(head: bytes, attempt: int, seconds: float) -> None:
    assert rest_asked_for(head, attempt, 0.0) == seconds


def test_a_date_to_come_again_is_understood() -> None:
    now = datetime(2026, 3, 14, tzinfo=UTC)
    later = format_datetime(datetime(2026, 3, 14, 0, 1, tzinfo=UTC), usegmt=True)
    head = b"HTTP/1.1 429 x\r\nRetry-After: " + later.encode() + b"\r\n\r\n"
    assert rest_asked_for(head, 0, now.timestamp()) == 60
    assert rest_asked_for(head, 0, now.timestamp() + 90) == 0
