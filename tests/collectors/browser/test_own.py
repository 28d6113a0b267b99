"""The page's requests are told from the browser's own; in what two loads differ is told."""

import tempfile
from collections.abc import Iterator
from http.cookiejar import Cookie

import pytest

from truyvet.collectors.browser.cookies import as_parameters
from truyvet.collectors.browser.journal import Journal
from truyvet.collectors.browser.own import OwnRequests, document_of, host_of, sorted_out
from truyvet.collectors.browser.proxy import NotAnswered
from truyvet.collectors.browser.rendered import differences
from truyvet.collectors.wire.exchange import Fetched, Request
from truyvet.evidence.web.capture import Exchange

WHEN = "2026-01-01T00:00:00.000000Z"


def exchange(url: str, body: str = "a", status: int = 200, location: str = "") -> Exchange:
    return Exchange(
        number=0, purpose="browser", result="whole", started=WHEN, url=url, status=status,
        body_sha256=body * 64, location=location,
    )  # fmt: skip


def fetched(url: str, referrer: str = "") -> Fetched:
    line = f"Referer: {referrer}\r\n" if referrer else ""
    request = f"GET / HTTP/1.1\r\n{line}\r\n".encode()
    return Fetched(
        exchange=exchange(url), connection=None, connection_key=-1, name=None, request=request,
        response=tempfile.SpooledTemporaryFile(),  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def journal() -> Iterator[Journal]:
    made = Journal()
    made.addresses.update({"http://a.test/": "Document", "http://a.test/x.css": "Stylesheet"})
    made.documents.add("http://a.test/")
    yield made
    made.network.file.close()
    made.console.file.close()


def test_what_no_page_asked_for_is_counted_and_let_go(journal: Journal) -> None:
    all_fetched = [
        fetched("http://a.test/"), fetched("http://report.test/up"),
        fetched("http://b.test/late.png", "http://a.test/"), fetched("http://report.test/up"),
    ]  # fmt: skip
    kept, own = sorted_out(all_fetched, journal)
    assert [one.exchange.url for one in kept] == ["http://a.test/", "http://b.test/late.png"]
    assert own == {"report.test": 2}
    assert all_fetched[1].response.closed
    for one in kept:
        one.close()


def test_purposes_are_words_of_ours(journal: Journal) -> None:
    journal.addresses["http://a.test/frame"] = "Document"
    urls = ("http://a.test/", "http://a.test/x.css", "http://a.test/frame")
    kept, _ = sorted_out([fetched(url) for url in urls], journal)
    assert [one.exchange.purpose for one in kept] == ["page", "style", "frame"]
    for one in kept:
        one.close()


def test_the_browsers_own_requests_get_nothing_and_are_counted_once() -> None:
    own = OwnRequests()
    for _ in range(2):
        with pytest.raises(NotAnswered):
            own.answer(Request(url="https://update.test/x", purpose="browser"), lambda _: None)
    assert own.take() == {"update.test": 2}
    assert own.take() == {}


def test_the_document_is_the_last_that_is_no_redirect(journal: Journal) -> None:
    journal._shown = "http://a.test/"
    away = fetched("http://a.test/")
    away.exchange = exchange("http://a.test/", location="http://a.test/")
    last = fetched("http://a.test/")
    last.exchange = exchange("http://a.test/", body="b")
    assert document_of([away, last], journal) == last.exchange
    assert document_of([last, away], journal) == last.exchange
    assert document_of([away], journal) == away.exchange
    assert document_of([], journal) is None
    away.close()
    last.close()


def test_a_host_is_named_with_a_port_that_is_not_the_usual() -> None:
    assert host_of("https://u:p@a.test:443/x") == "a.test"
    assert host_of("https://a.test:8443/x") == "a.test:8443"
    assert host_of("nothing") == "?"


def test_equal_loads_do_not_differ() -> None:
    one = exchange("http://a/")
    assert differences(one, one, "http://a/#x", "http://a/") == ()
    assert differences(None, None, "http://a/", "http://a/") == ()


def test_loads_differ_in_document_status_and_address() -> None:
    plain, other = exchange("http://a/"), exchange("http://b/", "b", 403)
    assert differences(other, plain, "http://b/", "http://a/") == ("document", "status", "address")
    assert differences(exchange("http://a/", "b"), plain, "http://a/", "http://a/") == ("document",)
    assert differences(None, plain, "http://a/", "http://a/") == ("document", "status")


def cookie(domain: str, *, dotted: bool = False, secure: bool = False, end: int = 0) -> Cookie:
    return Cookie(
        0, "n", "v", None, False, domain, dotted, dotted, "/p", True, secure, end or None, not end,
        None, None, {},
    )  # fmt: skip


def test_a_cookie_for_one_host_goes_to_that_host_alone() -> None:
    (one,) = as_parameters([cookie("a.test", secure=True)])
    assert one["url"] == "https://a.test/"
    assert "domain" not in one
    assert (one["name"], one["value"], one["path"], one["secure"]) == ("n", "v", "/p", True)


def test_a_cookie_for_hosts_below_bears_its_domain() -> None:
    (one,) = as_parameters([cookie(".a.test", dotted=True, end=4_000_000_000)])
    assert (one["domain"], one["url"], one["expires"]) == (".a.test", "http://a.test/", 4e9)


def test_a_bare_name_is_meant_where_cookiejar_writes_local() -> None:
    urls = [one["url"] for one in as_parameters([cookie("localhost.local")])]
    assert urls == ["http://localhost.local/", "http://localhost/"]


def test_a_cookie_that_has_expired_stays_out() -> None:
    assert as_parameters([cookie("a.test", end=1)]) == []
