"""Fetching: what is kept is what was on the wire, whatever the server's manners."""

import hashlib
import re
import threading

import msgspec
import pytest
from tests.collectors.wire.conftest import Fetch, MakeFetcher, Serve
from tests.site import odd
from tests.site.site import Site

from truyvet.collectors.wire.exchange import Request
from truyvet.collectors.wire.fetching import Fetcher
from truyvet.collectors.wire.given import Given
from truyvet.collectors.wire.names import Resolver
from truyvet.evidence.web.settings import WebSettings

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.mark.parametrize("path", [*odd.SAME, *odd.BODILESS, *odd.ERRORS])
@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
def test_both_directions_are_kept_byte_for_byte(
    site: Site, fetch: Fetch, path: str, secure: bool
) -> None:
    site.log.clear()
    came = fetch(site.secure_url(path) if secure else site.url(path), trust=str(site.ca_file))
    served = site.log.one(path)
    assert came.response.read() == served.response
    assert came.request == served.request
    assert (came.exchange.result, came.exchange.reason) == ("whole", "")
    assert came.exchange.response_size == len(served.response)
    assert came.exchange.request_size == len(served.request)


@pytest.mark.parametrize(
    ("path", "note"),
    [
        ("/odd/folded", "folded header"),
        ("/odd/bare-lf", "bare line feeds in the head"),
        ("/odd/early-hints", "interim answer 103"),
        ("/odd/leading-crlf", "empty lines before the status line"),
        ("/odd/length-and-chunked", "a length beside Transfer-Encoding"),
        ("/odd/two-same-lengths", "the same length twice"),
    ],
)
def test_oddities_are_noted(site: Site, fetch: Fetch, path: str, note: str) -> None:
    assert note in fetch(site.url(path)).notes


@pytest.mark.parametrize("status", sorted(odd.ERRORS.values()))
def test_an_error_of_the_server_is_a_whole_answer(site: Site, fetch: Fetch, status: int) -> None:
    path = next(path for path, known in odd.ERRORS.items() if known == status)
    assert fetch(site.url(path)).exchange.status == status


def test_the_facts_of_an_exchange_are_those_of_the_bytes(serve: Serve, fetch: Fetch) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=x\r\nContent-Length: 4\r\n\r\n"
    server = serve(head + b"body")
    came = fetch(server.url("/p"))
    facts = came.exchange
    assert (facts.head, facts.expected, facts.extra) == (len(head), 4, 0)
    assert facts.body_sha256 == hashlib.sha256(b"body").hexdigest()
    assert (facts.media, facts.method, facts.purpose) == ("text/html", "GET", "page")
    assert came.request == server.requests[0]


def test_times_are_in_their_order_and_in_microseconds(serve: Serve, fetch: Fetch) -> None:
    facts = fetch(serve(OK).url()).exchange
    times = [facts.started, facts.sent, facts.first, facts.last]
    assert times == sorted(times, key=str)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", str(one)) for one in times)


def test_the_connection_tells_both_ends_as_the_server_saw_them(site: Site, fetch: Fetch) -> None:
    site.log.clear()
    came = fetch(site.url("/odd/length"))
    link = site.log.one("/odd/length").link
    assert came.connection is not None
    assert (came.connection.local, came.connection.peer) == (link.peer, link.local)
    assert (came.connection.route, came.connection.tls) == ("direct", None)


def test_bytes_after_the_end_are_kept_and_counted(serve: Serve, fetch: Fetch) -> None:
    server = serve(OK + b"and more")
    came = fetch(server.url())
    assert came.response.read() == OK + b"and more"
    assert (came.exchange.extra, came.exchange.result) == (8, "whole")
    assert came.exchange.body_sha256 == hashlib.sha256(b"okand more").hexdigest()
    assert "bytes after the end" in came.notes


def test_bytes_after_the_end_are_not_kept_for_ever(serve: Serve, fetch: Fetch) -> None:
    closing = OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    came = fetch(serve(closing + bytes(3 << 20)).url())
    assert 1 << 20 < came.exchange.extra < 2 << 20


def test_one_connection_carries_many_exchanges(serve: Serve, fetcher: MakeFetcher) -> None:
    server, by = serve(*[OK] * 5), fetcher()
    keys = set()
    for _ in range(5):
        came = by.fetch(Request(url=server.url(), purpose="image"))
        assert came.response.read() == OK
        keys.add(came.connection_key)
        came.close()
    assert len(keys) == server.connections == 1


def test_a_connection_with_stray_bytes_is_not_used_again(
    serve: Serve, fetcher: MakeFetcher, fetch: Fetch
) -> None:
    server, by = serve(OK + b"HTTP/1.1 200 OK\r\n\r\nforged", OK, end="keep"), fetcher()
    first, second = fetch(server.url("/1"), by=by), fetch(server.url("/2"), by=by)
    assert first.connection_key != second.connection_key
    assert server.connections == 2


def test_a_connection_the_server_closed_meanwhile_is_replaced(
    serve: Serve, fetcher: MakeFetcher, fetch: Fetch
) -> None:
    server, by = serve(OK), fetcher()
    for path in ("/1", "/2", "/3"):
        came = fetch(server.url(path), by=by)
        assert (came.exchange.result, came.response.read()) == ("whole", OK)
        assert came.request == server.requests[-1]


@pytest.mark.parametrize("line", [b"Connection: close\r\n", b"connection: Keep-Alive, CLOSE\r\n"])
def test_a_server_that_wants_to_close_is_let_close(
    serve: Serve, fetcher: MakeFetcher, fetch: Fetch, line: bytes
) -> None:
    answer = OK.replace(b"\r\n\r\n", b"\r\n" + line + b"\r\n")
    server, by = serve(answer, answer, end="keep"), fetcher()
    assert fetch(server.url(), by=by).connection_key != fetch(server.url(), by=by).connection_key


def test_redirects_are_told_and_not_followed(site: Site, fetch: Fetch) -> None:
    came = fetch(site.url("/redirect/302"))
    assert (came.exchange.status, came.exchange.result) == (302, "whole")
    assert came.exchange.location.startswith("http")


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        (b"/there?x=1", "http://127.0.0.1:{port}/there?x=1"),
        (b"//example.vn/a", "http://example.vn/a"),
        ("/t\u00ecm".encode(), "http://127.0.0.1:{port}/t%C3%ACm"),
        (b"/t\xecm", "http://127.0.0.1:{port}/t%C3%ACm"),
        (b" ?q ", "http://127.0.0.1:{port}/page?q"),
        (b"javascript:alert(1)", "javascript:alert(1)"),
        (b"http://[", ""),
    ],
)
def test_a_location_is_made_absolute(
    serve: Serve, fetch: Fetch, location: bytes, leads_to: str
) -> None:
    head = b"HTTP/1.1 301 Gone\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n"
    server = serve(head)
    exchange = fetch(server.url("/page")).exchange
    assert exchange.location == leads_to.format(port=server.port)
    assert bool(exchange.notes) == (not leads_to)


def test_a_big_body_is_kept_whole(site: Site, fetch: Fetch) -> None:
    body = bytes(range(256)) * 12_000
    site.serve("/big", b"HTTP/1.1 200 OK\r\n\r\n" + body)
    came = fetch(site.url("/big"))
    assert came.response.read() == b"HTTP/1.1 200 OK\r\n\r\n" + body
    assert came.exchange.body_sha256 == hashlib.sha256(body).hexdigest()


def test_the_tee_is_told_every_byte_that_is_kept(site: Site, fetch: Fetch) -> None:
    told: list[bytes] = []
    came = fetch(site.url("/odd/chunked"), tee=told.append)
    assert b"".join(told) == came.response.read()


def test_what_is_asked_exactly_is_sent_exactly(serve: Serve, fetch: Fetch) -> None:
    server = serve(OK)
    came = fetch(server.url("/x"), exact=True, headers=(("X-One", "1"), ("x-one", "\xe9")))
    host = f"Host: 127.0.0.1:{server.port}\r\n".encode()
    assert server.requests == [b"GET /x HTTP/1.1\r\n" + host + b"X-One: 1\r\nx-one: \xe9\r\n\r\n"]
    assert came.request == server.requests[0]


def test_a_form_is_posted_with_its_length(serve: Serve, fetch: Fetch) -> None:
    server = serve(OK)
    came = fetch(server.url("/f"), method="POST", body=b"a=1&b=" + b"x" * 200_000)
    assert server.requests[0].endswith(b"x" * 200_000)
    assert b"\r\nContent-Length: 200006\r\n" in server.requests[0]
    assert came.request == server.requests[0]


def test_a_head_request_has_no_body_to_wait_for(serve: Serve, fetch: Fetch) -> None:
    server = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", end="keep")
    came = fetch(server.url(), method="HEAD")
    assert (came.exchange.result, came.exchange.expected) == ("whole", None)


def test_an_upgrade_ends_with_its_head(serve: Serve, fetch: Fetch) -> None:
    server = serve(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", end="keep")
    came = fetch(server.url())
    assert (came.exchange.result, came.exchange.status) == ("whole", 101)


def test_interim_answers_stand_before_the_head_and_are_counted(serve: Serve, fetch: Fetch) -> None:
    hint = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    came = fetch(serve(hint + hint + OK).url())
    assert (came.exchange.status, came.exchange.interim) == (200, 2 * len(hint))
    assert came.exchange.head == 2 * len(hint) + len(OK) - 2


def test_more_than_a_hundred_headers_lose_no_page(serve: Serve, fetch: Fetch) -> None:
    many = b"".join(b"X-%d: y\r\n" % n for n in range(3000))
    answer = b"HTTP/1.1 200 OK\r\n" + many + b"no colon here\r\nContent-Length: 2\r\n\r\nok"
    came = fetch(serve(answer, end="keep").url())
    assert (came.exchange.result, came.exchange.expected) == ("whole", 2)
    assert "a line without a colon in the head" in came.notes


def test_ipv6_is_asked_too(serve: Serve, fetch: Fetch) -> None:
    server = serve(OK, host="::1")
    came = fetch(server.url(host="[::1]"))
    assert came.response.read() == OK
    assert came.connection is not None
    assert came.connection.peer == f"[::1]:{server.port}"
    assert f"Host: [::1]:{server.port}\r\n".encode() in server.requests[0]


def test_the_next_address_is_tried_when_one_does_not_answer(serve: Serve, fetch: Fetch) -> None:
    server = serve(OK, host="::1")  # localhost is 127.0.0.1 first
    came = fetch(server.url(host="two.localhost"))
    assert came.exchange.result == "whole"
    assert came.connection is not None
    assert came.connection.peer == f"[::1]:{server.port}"
    assert came.connection.error == f"127.0.0.1:{server.port} connection refused"


def test_the_request_says_who_asks_and_what_it_reads(serve: Serve, fetch: Fetch) -> None:
    server = serve(OK)
    fetch(server.url("/a b\u0111?q=\u00e9#part"), referrer="http://other.example/secret?x")
    lines = server.requests[0].decode().split("\r\n")
    assert lines[:2] == ["GET /a%20b%C4%91?q=%C3%A9 HTTP/1.1", f"Host: 127.0.0.1:{server.port}"]
    assert "User-Agent: truyvet-test" in lines
    assert "Accept-Encoding: gzip, deflate, br, zstd" in lines
    assert "Accept-Language: vi,en;q=0.8" in lines
    assert "Referer: http://other.example/" in lines


def test_a_users_name_in_an_address_is_not_sent(serve: Serve, fetch: Fetch) -> None:
    server = serve(OK)
    came = fetch(server.url(host="bank.example:pw@127.0.0.1"))
    assert came.exchange.result == "whole"
    assert b"bank" not in server.requests[0]
    assert "the user's name in the address was not sent" in came.notes


def test_a_header_cannot_break_out_of_its_line(serve: Serve, fetch: Fetch) -> None:
    server = serve(OK)
    fetch(server.url(), headers=(("X-A", "1\r\nX-Forged: 2"),), exact=True)
    assert b"X-A: 1  X-Forged: 2\r\n" in server.requests[0]


@pytest.mark.parametrize("asked", [{"method": "GE T"}, {"headers": (("Bad Name\r\n", "x"),)}])
def test_what_no_request_may_say_is_refused(
    serve: Serve, fetch: Fetch, asked: dict[str, object]
) -> None:
    came = fetch(serve(OK).url(), **asked)
    assert (came.exchange.result, came.exchange.reason) == ("refused", "request: not to be sent")


def test_a_clock_that_is_handed_in_gives_all_times(serve: Serve) -> None:
    ticks = iter(range(1_700_000_000_000_000_000, 2_000_000_000_000_000_000, 1_000_000))
    settings = WebSettings(user_agent="x", allow_private=True)
    by = Fetcher(settings, Given(), Resolver(), lambda: next(ticks))
    came = by.fetch(Request(url=serve(OK).url(), purpose="page"))
    by.close()
    came.close()
    facts, connection = came.exchange, came.connection
    assert connection is not None
    times = [facts.started, connection.opened, facts.sent, facts.first]
    assert [str(one)[:19] for one in times] == ["2023-11-14T22:13:20"] * 4
    assert times == sorted(times, key=str)


def test_the_record_of_an_exchange_can_be_written_and_read_again(site: Site, fetch: Fetch) -> None:
    came = fetch(site.secure_url("/odd/chunked"), trust=str(site.ca_file))
    for record in (came.exchange, came.connection, came.name):
        assert record is not None
        assert msgspec.json.decode(msgspec.json.encode(record), type=type(record)) == record


def test_threads_fetch_side_by_side_with_one_resolver_and_one_jar(
    site: Site, fetcher: MakeFetcher
) -> None:
    given, names = Given(), Resolver()
    paths = [path for path in odd.SAME for _ in range(2)]
    results: list[tuple[str, bool]] = []

    def work(own: list[str], by: Fetcher) -> None:
        for path in own:
            came = by.fetch(Request(url=site.url(path), purpose="page"))
            results.append((came.exchange.result, bool(came.exchange.body_sha256)))
            came.close()

    threads = [
        threading.Thread(target=work, args=(paths[number::4], fetcher(given, names)))
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [("whole", True)] * len(paths)
