"""One question to several name servers."""

import time

import pytest
from tests.collectors.wire.support.nameserver import NameServer

from truyvet.collectors.wire.questions import NoAnswer, ask

PAGE = {"page.test": [("A", "192.0.2.7")]}
NOBODY = ("127.0.0.1", 9)


def at(server: NameServer) -> tuple[str, int]:
    return ("127.0.0.1", server.port)


def test_the_next_server_is_asked_when_one_does_not_answer() -> None:
    with NameServer(PAGE, silent=True) as silent, NameServer(PAGE) as server:
        replies = ask("page.test", [NOBODY, at(silent), at(server)], 0.2)
    assert (replies.addresses, replies.server) == (["192.0.2.7"], f"127.0.0.1#{server.port}")


def test_the_next_server_is_asked_when_one_cannot_look_it_up() -> None:
    with NameServer({}, codes={"page.test": 2}) as broken, NameServer(PAGE) as server:
        replies = ask("page.test", [at(broken), at(server)], 0.5)
    assert replies.addresses == ["192.0.2.7"]


def test_that_there_is_no_such_name_is_an_answer() -> None:
    with NameServer({}, codes={"page.test": 3}) as server, NameServer(PAGE) as other:
        replies = ask("page.test", [at(server), at(other)], 0.5)
    assert replies.error == "no such name"
    assert other.questions == []


def test_the_shortest_time_to_live_counts() -> None:
    with NameServer(PAGE, ttl=77) as server:
        assert ask("page.test", [at(server)], 0.5).ttl <= 77


@pytest.mark.parametrize("servers", [[], [NOBODY]])
def test_without_a_server_there_is_no_answer(servers: list[tuple[str, int]]) -> None:
    with pytest.raises(NoAnswer):
        ask("page.test", servers, 0.1)


def test_noise_does_not_prolong_the_wait() -> None:
    with NameServer(PAGE, change=lambda _: b"noise of a stranger") as server:
        begun = time.monotonic()
        with pytest.raises(NoAnswer):
            ask("page.test", [at(server)], 0.1)
    assert time.monotonic() - begun < 60  # it comes to an end at all


@pytest.mark.parametrize("name", ["x" * 64 + ".test", ".".join(["abc"] * 80)])
def test_a_name_that_dns_cannot_hold_has_no_answer(name: str) -> None:
    with NameServer(PAGE) as server, pytest.raises(NoAnswer):
        ask(name, [at(server)], 0.1)


def test_an_answer_over_tcp_that_drips_for_ever_is_given_up() -> None:
    with NameServer(PAGE, truncates=True, drips=True) as server:
        replies = ask("page.test", [at(server)], 0.3)
    assert (replies.error, replies.addresses) == ("server: its answer did not end", [])


def test_the_next_server_is_asked_when_an_answer_does_not_end() -> None:
    with NameServer(PAGE, truncates=True, drips=True) as drips, NameServer(PAGE) as server:
        replies = ask("page.test", [at(drips), at(server)], 0.3)
    assert (replies.addresses, replies.error) == (["192.0.2.7"], "")


def test_an_answer_over_tcp_to_another_question_is_none() -> None:
    def change(answer: bytes) -> bytes:
        truncated = bool(answer[2] & 2)
        return answer if truncated else b"\0\0" + answer[2:]

    with NameServer(PAGE, truncates=True, change=change) as server:
        assert ask("page.test", [at(server)], 0.3).addresses == []


def test_nothing_is_asked_after_the_end() -> None:
    with NameServer(PAGE) as server, pytest.raises(NoAnswer):
        ask("page.test", [at(server)], 0.3, time.monotonic() - 1)
