"""The request as it is made, before anything is sent."""

import pytest

from truyvet.collectors.wire.asking import ACCEPT, as_sent, prepare
from truyvet.collectors.wire.exchange import Request
from truyvet.collectors.wire.given import Given
from truyvet.collectors.wire.routes import route_of
from truyvet.collectors.wire.targets import target_of
from truyvet.evidence.web.settings import WebSettings

DIRECT = route_of("direct")


def lines(request: Request, given: Given | None = None, route: str = "direct") -> dict[str, str]:
    """Return the headers that a request would be sent with, by their name as written."""
    settings = WebSettings(user_agent="Truyvet/1 (test)")
    asked = prepare(request, target_of(request.url), settings, given or Given(), route_of(route))
    assert len(dict(asked.lines)) == len(asked.lines)
    return dict(asked.lines)


def page(url: str = "http://a.vn/", **asked: object) -> Request:
    return Request(url=url, **({"purpose": "page"} | asked))  # type: ignore[arg-type]


def test_headers_come_in_the_order_of_browsers() -> None:
    assert list(lines(page(referrer="http://a.vn/x"))) == [
        "Host", "User-Agent", "Accept", "Accept-Language", "Accept-Encoding", "Connection",
        "Referer",
    ]  # fmt: skip


@pytest.mark.parametrize("purpose", [*ACCEPT, "script", "robots"])
def test_what_is_accepted_depends_on_the_purpose(purpose: str) -> None:
    assert lines(page(purpose=purpose))["Accept"] == ACCEPT.get(purpose, "*/*")


def test_a_header_of_the_request_replaces_ours() -> None:
    found = lines(page(headers=(("accept", "text/plain"), ("HOST", "other"))))
    assert found["accept"] == "text/plain"
    assert found["HOST"] == "other"
    assert not {"Accept", "Host"} & set(found)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_a_request_that_may_have_a_body_tells_its_length(method: str) -> None:
    assert lines(page(method=method))["Content-Length"] == "0"
    assert lines(page(method=method, body=b"abc"))["Content-Length"] == "3"


def test_a_length_that_is_given_is_not_given_twice() -> None:
    found = lines(page(method="POST", body=b"a", headers=(("content-length", "1"),)))
    assert "Content-Length" not in found


def test_an_exact_request_is_given_a_host_and_nothing_else() -> None:
    assert lines(page(exact=True, referrer="http://a.vn/x")) == {"Host": "a.vn"}


def test_secrets_go_to_their_origin_only() -> None:
    given = Given(headers=(("X-Token", "t"),), origins=frozenset({"https://a.vn"}))
    assert lines(page("https://a.vn/x"), given)["X-Token"] == "t"
    for url in ("http://a.vn/", "https://a.vn:444/", "https://b.a.vn/", "https://a.vn.evil/"):
        assert "X-Token" not in lines(page(url), given)


def test_only_a_forwarding_proxy_is_told_its_password_in_the_request() -> None:
    given = Given(proxy="pw")
    assert "Proxy-Authorization" in lines(page(), given, "http://u@p:1")
    assert "Proxy-Authorization" not in lines(page("https://a.vn/"), given, "http://u@p:1")
    assert "Proxy-Authorization" not in lines(page(), given, "socks5h://u@p:1")
    assert "Proxy-Authorization" not in lines(page(), given, "http://p:1")


@pytest.mark.parametrize(
    ("value", "raw"),
    [("a", b"a"), ("\xe9", b"\xe9"), ("\u0111", "\u0111".encode()), ("a\r\nb", b"a  b")],
)
def test_a_value_is_sent_on_one_line(value: str, raw: bytes) -> None:
    assert as_sent(value) == raw
