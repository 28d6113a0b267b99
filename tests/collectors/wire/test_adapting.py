"""Connections kept alive: how many, for how long, and when not."""

from http.client import HTTPConnection

import pytest
from requests.adapters import HTTPAdapter
from tests.collectors.wire.conftest import Fetch, MakeFetcher, Serve

from truyvet.collectors.wire.adapting import MAX_KEPT, RecordedConnection, RecordingAdapter

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def test_the_adapter_is_one_of_requests_and_its_connections_are_urllib3s() -> None:
    assert issubclass(RecordingAdapter, HTTPAdapter)
    assert issubclass(RecordedConnection, HTTPConnection)


def test_not_more_connections_are_kept_than_a_thread_needs(
    serve: Serve, fetcher: MakeFetcher, fetch: Fetch
) -> None:
    by = fetcher()
    servers = [serve(OK, OK, end="keep") for _ in range(MAX_KEPT + 1)]
    for server in servers:
        fetch(server.url(), by=by)
    for server in reversed(servers):  # the first was closed to make room
        fetch(server.url(), by=by)
    assert [server.connections for server in servers] == [2] + [1] * MAX_KEPT


def test_each_host_has_a_connection_of_its_own(
    serve: Serve, fetcher: MakeFetcher, fetch: Fetch
) -> None:
    server, by = serve(OK, OK, end="keep"), fetcher()
    keys = [
        fetch(server.url(host=host), by=by).connection_key
        for host in ("localhost", "127.0.0.1", "localhost", "127.0.0.1")
    ]
    assert keys[:2] == keys[2:]
    assert keys[0] != keys[1]


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_what_must_not_be_sent_twice_gets_a_fresh_connection(
    serve: Serve, fetcher: MakeFetcher, fetch: Fetch, method: str
) -> None:
    server, by = serve(OK, OK, end="keep"), fetcher()
    fetch(server.url(), by=by)
    came = fetch(server.url(), by=by, method=method, body=b"x")
    assert came.exchange.result == "whole"
    assert server.connections == 2


def test_a_server_that_hangs_up_on_a_kept_connection_is_asked_once_more(
    serve: Serve, fetcher: MakeFetcher, fetch: Fetch
) -> None:
    # The second request is read and answered with nothing at all: only then it closes.
    server, by = serve(OK, b""), fetcher()
    fetch(server.url("/1"), by=by)
    came = fetch(server.url("/2"), by=by)
    assert (came.exchange.result, came.response.read()) == ("whole", OK)
    assert "asked again: the server had closed the kept connection" in came.notes
    assert came.request == server.requests[2] == server.requests[1]


def test_a_fresh_connection_that_brings_nothing_is_not_tried_again(
    serve: Serve, fetch: Fetch
) -> None:
    server = serve(b"")
    assert fetch(server.url()).exchange.reason == "closed without an answer"
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 2\r\n\r\nok!",
        b"HTTP/1.1 200 OK\r\n\r\nok",
    ],
)
def test_a_connection_of_doubtful_end_is_not_kept(
    serve: Serve, fetcher: MakeFetcher, fetch: Fetch, answer: bytes
) -> None:
    server, by = serve(answer), fetcher()
    keys = [fetch(server.url(), by=by).connection_key for _ in range(2)]
    assert keys[0] != keys[1]
    assert server.connections == 2


def test_a_tee_that_breaks_leaves_nothing_open(
    serve: Serve, fetcher: MakeFetcher, fetch: Fetch
) -> None:
    def broken(piece: bytes) -> None:
        raise BrokenPipeError("the browser has gone")

    server, by = serve(OK, end="keep"), fetcher()
    with pytest.raises(BrokenPipeError):
        fetch(server.url(), by=by, tee=broken)
    assert fetch(server.url(), by=by).exchange.result == "whole"
    assert server.connections == 2


def test_what_was_fetched_can_be_read_in_part(serve: Serve, fetch: Fetch) -> None:
    came = fetch(serve(OK).url())
    assert came.message(8) == OK[:8]
    assert came.message(10_000) == OK
