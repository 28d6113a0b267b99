"""Scope: which links are followed."""

import pytest

from truyvet.collectors.crawl.scope import Scope, registered

GIVEN = "http://www.shop.example.com.vn/hang/ao.html"


@pytest.mark.parametrize(
    ("kind", "url", "within"),
    [
        ("page", GIVEN, False),
        ("host", "http://www.shop.example.com.vn/khac", True),
        ("host", "https://shop.example.com.vn/", True),
        ("host", "http://www.shop.example.com.vn:8080/", False),
        ("host", "http://example.com.vn/", False),
        ("prefix", "http://shop.example.com.vn/hang/quan.html?x=1", True),
        ("prefix", "http://shop.example.com.vn/hang/a/b", True),
        ("prefix", "http://shop.example.com.vn/hang", False),
        ("prefix", "http://shop.example.com.vn/hangmoi/", False),
        ("domain", "http://example.com.vn/", True),
        ("domain", "https://a.b.example.com.vn:8443/x", True),
        ("domain", "http://other.com.vn/", False),
        ("domain", "http://example.com.vn.evil.com/", False),
    ],
)
def test_what_lies_within(kind: str, url: str, within: bool) -> None:
    assert Scope(kind, [GIVEN]).holds(url) is within  # type: ignore[arg-type]


def test_every_given_address_widens_it() -> None:
    scope = Scope("host", ["http://a.vn/", "http://b.vn/"])
    assert scope.holds("http://a.vn/x")
    assert scope.holds("http://b.vn/x")
    assert scope.places() == ("a.vn", "b.vn")


def test_a_redirect_within_the_domain_is_followed_by_the_scope() -> None:
    scope = Scope("host", ["http://example.com.vn/"])
    assert not scope.widen("http://www.example.com.vn/")  # the same host
    assert scope.widen("http://m.example.com.vn/trang")
    assert scope.holds("http://m.example.com.vn/x")


def test_a_redirect_to_somebody_else_does_not_widen_it() -> None:
    scope = Scope("host", ["http://example.com.vn/"])
    assert not scope.widen("https://facebook.com/example")
    assert not scope.holds("https://facebook.com/")


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("a.b.example.vn", "example.vn"), ("shop.com.vn", "shop.com.vn"), ("com.vn", "com.vn"),
        ("localhost", "localhost"), ("10.0.0.1", "10.0.0.1"), ("[::1]", "[::1]"),
        ("a.example.vn.", "example.vn"), ("x.github.io", "x.github.io"),
    ],
)  # fmt: skip
def test_registered_domains(host: str, domain: str) -> None:
    assert registered(host) == domain


def test_a_page_scope_holds_nothing_and_names_no_place() -> None:
    assert Scope("page", [GIVEN]).places() == ()
