"""Names to addresses: the answers are kept as the name server sent them."""

import base64
import threading
import time
from pathlib import Path
from typing import Any

import dns.message
import pytest
from tests.collectors.wire.conftest import Fetch, Serve
from tests.collectors.wire.support.nameserver import Change, NameServer

from truyvet.collectors.wire.names import Resolver
from truyvet.evidence.errors import TruyvetError

BOTH = {"page.test": [("A", "192.0.2.7"), ("AAAA", "2001:db8::7"), ("A", "192.0.2.8")]}


def resolver(server: NameServer, **asked: Any) -> Resolver:
    return Resolver(server.address, 0.3, **asked)


def test_both_kinds_of_address_come_ipv4_first() -> None:
    with NameServer(BOTH) as server:
        name = resolver(server).resolve("page.test")
    assert name.addresses == ("192.0.2.7", "192.0.2.8", "2001:db8::7")
    assert (name.source, name.error, name.host) == ("dns", "", "page.test")
    assert name.server == f"127.0.0.1#{server.port}"


def test_the_answers_are_the_bytes_that_were_sent() -> None:
    with NameServer(BOTH) as server:
        name = resolver(server).resolve("page.test")
    assert sorted(base64.b64decode(one) for one in name.answers) == sorted(server.sent)
    assert all(dns.message.from_wire(base64.b64decode(one)).answer for one in name.answers)


def test_the_time_is_that_of_the_question() -> None:
    with NameServer(BOTH) as server:
        name = resolver(server, clock=lambda: 1_700_000_000_123_456_789).resolve("page.test")
    assert name.resolved == "2023-11-14T22:13:20.123456Z"


def test_a_name_is_asked_for_once_in_a_run() -> None:
    with NameServer(BOTH, ttl=0) as server:
        names = resolver(server)
        first = names.resolve("page.test")
        assert names.resolve("page.test") is first
    assert len(server.questions) == 2


def test_threads_that_ask_at_once_share_one_question() -> None:
    with NameServer(BOTH) as server:
        names, found = resolver(server), []
        threads = [
            threading.Thread(target=lambda: found.append(names.resolve("page.test")))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(found) == 8
    assert sorted(server.questions) == ["page.test A", "page.test AAAA"]


@pytest.mark.parametrize("alias", ["near.test.", "far.test."])
def test_an_alias_is_followed(alias: str) -> None:
    records = {"page.test": [("CNAME", alias)], alias.rstrip("."): [("A", "192.0.2.9")]}
    with NameServer(records) as server:
        name = resolver(server).resolve("page.test")
    assert (name.addresses, name.host) == (("192.0.2.9",), "page.test")
    assert len(name.answers) == len(server.sent)


def test_aliases_in_a_circle_end() -> None:
    with NameServer({"a.test": [("CNAME", "b.test.")], "b.test": [("CNAME", "a.test.")]}) as server:
        name = resolver(server).resolve("a.test")
    assert (name.addresses, name.error) == ((), "no address")
    assert len(server.questions) < 20


@pytest.mark.parametrize(
    ("code", "error"), [(3, "no such name"), (2, "server: SERVFAIL"), (5, "server: REFUSED")]
)
def test_a_name_that_leads_nowhere_says_why(code: int, error: str) -> None:
    with NameServer({}, codes={"none.test": code}) as server:
        name = resolver(server).resolve("none.test")
    assert (name.addresses, name.error, name.source) == ((), error, "dns")
    assert len(name.answers) == 2


def test_a_name_without_an_address_says_so() -> None:
    with NameServer({}) as server:
        assert resolver(server).resolve("page.test").error == "no address"


def test_a_long_answer_is_fetched_over_tcp() -> None:
    with NameServer(BOTH, truncates=True) as server:
        name = resolver(server).resolve("page.test")
    assert len(name.addresses) == 3
    assert all(base64.b64decode(one) in server.sent for one in name.answers)


def test_a_silent_server_is_given_up_and_no_other_is_asked() -> None:
    with NameServer(BOTH, silent=True) as server:
        name = resolver(server).resolve("page.test")
    assert (name.error, name.source) == ("the name server does not answer", "dns")


@pytest.mark.parametrize(
    "forge", [lambda raw: b"\0\0" + raw[2:], lambda raw: raw[:9], lambda _: b"\xff" * 40]
)
def test_an_answer_to_no_question_of_ours_counts_for_nothing(forge: Change) -> None:
    with NameServer(BOTH, change=forge) as server:
        assert resolver(server).resolve("page.test").addresses == ()


@pytest.mark.parametrize(
    ("host", "addresses", "source"),
    [
        ("192.0.2.1", ("192.0.2.1",), "literal"),
        ("[2001:DB8::1]", ("2001:db8::1",), "literal"),
        ("127.1", ("127.0.0.1",), "literal"),
        ("localhost", ("127.0.0.9",), "system"),
        ("a.localhost", ("127.0.0.1", "::1"), "system"),
        ("Printer", ("10.0.0.9",), "system"),
    ],
)
def test_what_needs_no_name_server_asks_none(
    tmp_path: Path, host: str, addresses: tuple[str, ...], source: str
) -> None:
    table = tmp_path / "hosts"
    table.write_text("127.0.0.9 localhost\n10.0.0.9 printer\n")
    with NameServer({}) as server:
        name = resolver(server, hosts=table).resolve(host)
    assert (name.addresses, name.source, name.answers) == (addresses, source, ())
    assert server.questions == []


@pytest.mark.parametrize(("host", "error"), [("a..b", "no host name"), ("x.onion", "onion")])
def test_what_is_in_no_dns_is_not_asked_there(host: str, error: str) -> None:
    with NameServer({}) as server:
        assert error in resolver(server).resolve(host).error
    assert server.questions == []


def test_a_foreign_name_is_asked_for_in_ascii() -> None:
    with NameServer({"xn--cng-an-ixa.test": [("A", "192.0.2.1")]}) as server:
        assert resolver(server).resolve("công-an.test").addresses == ("192.0.2.1",)


@pytest.mark.parametrize(
    "server", ["dns.example", "1.2.3.4:x", "1.2.3.4:0", "1.2.3.4:70000", "[::1", ":53"]
)
def test_what_is_no_name_server_is_an_error(server: str) -> None:
    with pytest.raises(TruyvetError, match="E525"):
        Resolver(server)


def test_the_name_stands_beside_every_exchange_of_its_connection(
    serve: Serve, fetch: Fetch
) -> None:
    web = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    with NameServer({"page.test": [("A", "127.0.0.1")]}) as server:
        came = fetch(web.url(host="page.test"), names=resolver(server))
    assert came.name is not None
    assert came.name.addresses == ("127.0.0.1",)
    assert len(came.name.answers) == 2


def test_a_name_that_leads_to_a_private_address_is_refused(serve: Serve, fetch: Fetch) -> None:
    web = serve(b"")
    with NameServer({"evil.test": [("A", "127.0.0.1"), ("AAAA", "::1")]}) as server:
        came = fetch(web.url(host="evil.test"), names=resolver(server), allow_private=False)
    assert came.exchange.reason == "private address: 127.0.0.1 is a loopback address"
    assert came.connection is not None
    assert came.connection.error.count("not asked: loopback address") == 2
    assert web.connections == 0


def test_a_name_that_leads_nowhere_is_a_record_with_the_answers(fetch: Fetch) -> None:
    with NameServer({}, codes={"none.test": 3}) as server:
        came = fetch("http://none.test/", names=resolver(server))
    assert (came.exchange.result, came.exchange.reason) == ("failed", "no address: no such name")
    assert came.name is not None
    assert len(came.name.answers) == 2
    assert came.connection is None


def test_the_time_of_an_exchange_bounds_the_look_up() -> None:
    with NameServer(BOTH) as server:
        name = resolver(server).resolve("page.test", time.monotonic() - 1)
    assert name.error == "the name server does not answer"
