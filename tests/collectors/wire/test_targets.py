"""Addresses taken apart, and what a page tells of itself when it asks for another."""

import pytest

from truyvet.collectors.wire.targets import BadTarget, led_to, referer, target_of


@pytest.mark.parametrize(
    ("url", "authority", "path"),
    [
        ("http://a.vn", "a.vn", "/"),
        ("http://a.vn?", "a.vn", "/?"),
        ("http://a.vn/?", "a.vn", "/?"),
        ("http://A.vn:80/B%2f%zz?c=d#e?f", "a.vn", "/B%2f%zz?c=d"),
        ("https://a.vn:8443/", "a.vn:8443", "/"),
        ("http://a.vn:443/", "a.vn:443", "/"),
        ("https://[2001:db8::1]/", "[2001:db8::1]", "/"),
        ("http://a.vn/á b\x7f", "a.vn", "/%C3%A1%20b%7F"),
        ("http://a.vn/../x//y", "a.vn", "/../x//y"),
        ("http://u:p@a.vn/", "a.vn", "/"),
    ],
)
def test_an_address_is_taken_apart(url: str, authority: str, path: str) -> None:
    target = target_of(url)
    assert (target.authority, target.path) == (authority, path)
    assert target.user == ("@" in url)


@pytest.mark.parametrize(
    "url", ["", "//a.vn", "mailto:a@b", "http://", "http://:80", "http://a:b/", "http://a:22/"]
)
def test_what_is_not_to_be_asked_has_no_target(url: str) -> None:
    with pytest.raises(BadTarget):
        target_of(url)


@pytest.mark.parametrize(
    ("url", "referrer", "told"),
    [
        ("http://a.vn/x", "http://a.vn/page?q#f", "http://a.vn/page?q"),
        ("http://b.vn/x", "http://a.vn/page?q", "http://a.vn/"),
        ("https://a.vn/x", "http://a.vn/page", "http://a.vn/"),
        ("http://a.vn/x", "https://a.vn/page", ""),
        ("https://a.vn:444/x", "https://a.vn/page", "https://a.vn/"),
        ("https://a.vn/x", "https://u:p@a.vn/page", "https://a.vn/page"),
        ("https://a.vn/x", "data:text/html,x", ""),
    ],
)
def test_a_referrer_tells_no_more_than_browsers_tell(url: str, referrer: str, told: str) -> None:
    assert referer(url, referrer) == told


def test_a_location_relative_to_nothing_leads_nowhere() -> None:
    assert led_to("http://a.vn/x/y", b"../z?q") == "http://a.vn/z?q"
    assert led_to("http://a.vn/", b"http://[bad") == ""
