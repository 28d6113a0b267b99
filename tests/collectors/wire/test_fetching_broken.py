"""Servers that break off, lie, never end or speak no HTTP: each ends in a record that says so."""

import pytest
from tests.collectors.wire.conftest import Fetch, Serve
from tests.site import bad
from tests.site.site import Site

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
GONE = "disconnect"
QUICK = ("/bad/drip", "/bad/head-drip", "/bad/stall", "/bad/silent")
"""Those that only time ends."""


def kept_of(site: Site, path: str, response: bytes) -> bool:
    """Tell whether what was captured is what was sent, as far as it reached us."""
    begin = site.log.one(path).begin
    return response.startswith(begin) or begin.startswith(response)


@pytest.mark.parametrize("path", [path for path in bad.CASES if path not in QUICK])
def test_a_bad_server_ends_in_a_record_with_its_bytes(site: Site, fetch: Fetch, path: str) -> None:
    site.log.clear()
    came = fetch(site.url(path), max_response=4 << 20)
    assert kept_of(site, path, came.response.read())
    whole = came.exchange.result == "whole"
    assert whole == (not came.exchange.reason)
    assert whole == (path in bad.LENGTHS or path == "/bad/gzip-cut")


@pytest.mark.parametrize(
    ("answer", "reason", "truncated"),
    [
        (OK + b"Content-Length: 20\r\n\r\n0123456789", "closed early: 10 of 20 bytes", GONE),
        (OK + b"Content-Le", "closed early: in the head", GONE),
        (CHUNKED + b"5\r\nab", "closed early: the last chunk is missing", GONE),
        (CHUNKED + b"0\r\nTrailer: x\r\n", "closed early: the last chunk is missing", GONE),
        (CHUNKED + b"<html>no chunk", "chunk: no length at byte 0 of the body", ""),
        (CHUNKED + b"2\r\nabc\r\n0\r\n\r\n", "chunk: no length at byte 5 of the body", ""),
    ],
)  # fmt: skip
def test_what_is_cut_says_how(
    serve: Serve, fetch: Fetch, answer: bytes, reason: str, truncated: str
) -> None:
    came = fetch(serve(answer).url())
    assert (came.exchange.result, came.exchange.reason) == ("cut", reason)
    assert came.exchange.truncated == truncated
    assert came.response.read() == answer


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"", "closed without an answer"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "not HTTP: no status line"),
        (b"<html>an old page</html>", "not HTTP: no status line"),
        (b"HTTP/1.1 OK\r\n\r\n", "not HTTP: no status line"),
        (b"HTTP/1" + b"1" * 5000 + b".1 200 OK\r\n\r\n", "not HTTP: no status line"),
        (b"HTT", "closed early: in the head"),
    ],
)
def test_what_is_no_answer_fails_and_keeps_its_bytes(
    serve: Serve, fetch: Fetch, answer: bytes, reason: str
) -> None:
    came = fetch(serve(answer).url())
    assert (came.exchange.result, came.exchange.reason) == ("failed", reason)
    assert (came.exchange.status, came.exchange.body_sha256) == (None, None)
    assert came.response.read() == answer
    assert came.connection is not None
    assert came.connection.peer.startswith("127.0.0.1:")


def test_a_service_that_only_greets_is_not_waited_for(serve: Serve, fetch: Fetch) -> None:
    server = serve(b"220 mail.example ESMTP\r\n", end="keep")
    came = fetch(server.url(), timeout=1)
    assert came.exchange.reason == "not HTTP: no status line"


@pytest.mark.parametrize("head", [OK + b"\r\n", OK + b"Content-Length: 5000000\r\n\r\n"])
def test_a_body_broken_off_by_a_reset_is_not_whole(site: Site, fetch: Fetch, head: bytes) -> None:
    site.serve("/reset", head + b"x" * 100, end="reset")
    came = fetch(site.url("/reset"))
    assert came.exchange.result == "cut"
    assert came.exchange.reason.endswith("connection reset")
    assert came.exchange.truncated == "disconnect"


def test_what_cuts_off_a_body_without_length_can_only_be_noted(site: Site, fetch: Fetch) -> None:
    came = fetch(site.secure_url("/bad/no-length-abrupt"), trust=str(site.ca_file))
    assert "TLS ended without a farewell" in came.notes


def test_a_body_is_kept_up_to_the_limit_of_size(serve: Serve, fetch: Fetch) -> None:
    answer = OK + b"\r\n" + bytes(100_000)
    came = fetch(serve(answer).url(), max_response=5000)
    assert (came.exchange.result, came.exchange.reason) == ("cut", "size: more than 5000 bytes")
    assert came.exchange.truncated == "length"
    assert came.response.read() == answer[:5000]


def test_a_body_of_just_the_limit_is_whole(serve: Serve, fetch: Fetch) -> None:
    answer = OK + b"Content-Length: 100\r\n\r\n" + bytes(100)
    assert fetch(serve(answer).url(), max_response=len(answer)).exchange.result == "whole"


def test_the_announced_length_reserves_nothing(serve: Serve, fetch: Fetch) -> None:
    came = fetch(serve(OK + b"Content-Length: 999999999999999\r\n\r\nx").url())
    assert came.exchange.reason == "closed early: 1 of 999999999999999 bytes"


@pytest.mark.parametrize("path", ["/bad/endless-headers", "/bad/huge-header", "/bad/endless-hints"])
def test_a_head_has_a_limit(site: Site, fetch: Fetch, path: str) -> None:
    came = fetch(site.url(path), max_head=20_000)
    assert came.exchange.reason == "head: more than 20000 bytes"
    assert 20_000 < came.exchange.response_size < 100_000


def test_trailers_have_a_limit(serve: Serve, fetch: Fetch) -> None:
    trailers = b"".join(b"T%d: x\r\n" % n for n in range(10_000))
    came = fetch(serve(CHUNKED + b"0\r\n" + trailers).url(), max_head=20_000)
    assert came.exchange.reason == "trailers: more than 20000 bytes"


def test_a_server_that_says_nothing_is_given_up(site: Site, fetch: Fetch) -> None:
    came = fetch(site.url("/bad/silent"), timeout=1)
    assert (came.exchange.result, came.exchange.reason) == ("failed", "idle: nothing for 1 s")


def test_a_server_that_stops_in_the_body_is_given_up(site: Site, fetch: Fetch) -> None:
    came = fetch(site.url("/bad/stall"), timeout=1)
    assert (came.exchange.result, came.exchange.reason) == ("cut", "idle: nothing for 1 s")
    assert came.exchange.truncated == "time"


@pytest.mark.parametrize("path", ["/bad/drip", "/bad/head-drip"])
def test_a_byte_now_and_then_does_not_hold_us_for_ever(site: Site, fetch: Fetch, path: str) -> None:
    came = fetch(site.url(path), time=1)
    assert came.exchange.result != "whole"
    assert came.exchange.reason == "time: more than 1 s"


def test_a_handshake_that_hangs_is_given_up(site: Site, fetch: Fetch) -> None:
    came = fetch(site.silent_url.replace("http:", "https:"), timeout=1)
    assert came.exchange.result == "failed"
    assert came.exchange.reason == "TLS: no handshake in time"


def test_nobody_listening_is_a_record_too(site: Site, fetch: Fetch) -> None:
    came = fetch(site.closed_url())
    assert (came.exchange.result, came.exchange.reason) == (
        "failed",
        "no answer: connection refused",
    )
    assert came.connection is not None
    assert came.connection.error.endswith("connection refused")
    assert (came.connection_key, came.request, came.response.read()) == (-1, b"", b"")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.vn/", "scheme: ftp"),
        ("example.vn", "scheme: none"),
        ("http://example.vn:25/", "port: 25"),
        ("http://example.vn:0/", "port: 0"),
        ("http://example.vn:99999/", "address: not to be read"),
        ("http:///path", "address: no host name"),
        ("http://a..b/", "address: no host name"),
        ("http://[::1/", "address: not to be read"),
        ("http://127.0.0.1/", "private address: 127.0.0.1 is a loopback address"),
        ("http://127.1/", "private address: 127.0.0.1 is a loopback address"),
        ("http://2130706433/", "private address: 127.0.0.1 is a loopback address"),
        ("https://[::ffff:10.0.0.1]/", "private address: ::ffff:a00:1 is a private address"),
        ("http://localhost/", "private address: 127.0.0.1 is a loopback address"),
        ("http://169.254.169.254/latest", "private address: 169.254.169.254 is a metadata address"),
    ],
)  # fmt: skip
def test_what_is_not_to_be_asked_is_refused(fetch: Fetch, url: str, reason: str) -> None:
    came = fetch(url, allow_private=False)
    assert (came.exchange.result, came.exchange.reason) == ("refused", reason)
    assert (came.request, came.connection_key) == (b"", -1)


def test_a_refused_address_gets_not_even_a_connection(serve: Serve, fetch: Fetch) -> None:
    server = serve(OK)
    fetch(server.url(), allow_private=False)
    assert server.connections == 0
