"""Addresses: one spelling for asking, one key for telling pages apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truyvet.collectors.crawl.urls import (
    MAX_URL,
    BadUrl,
    authority_of,
    has_session,
    host_of,
    is_ballast,
    normalise,
    origin_of,
    path_of,
    same_page,
    userinfo,
    with_scheme,
)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("HTTP://Example.VN", "http://example.vn/"),
        ("https://example.vn:443/a", "https://example.vn/a"),
        ("http://example.vn:80/a", "http://example.vn/a"),
        ("http://example.vn:443/a", "http://example.vn:443/a"),
        ("http://example.vn:/a", "http://example.vn/a"),
        ("http://example.vn:0080/a", "http://example.vn/a"),
        ("http://example.vn/a#phan-2", "http://example.vn/a"),
        ("http://example.vn?q=1", "http://example.vn/?q=1"),
        ("http://example.vn/a/./b/../c", "http://example.vn/a/c"),
        ("http://example.vn/../../a", "http://example.vn/a"),
        ("http://example.vn/a/%2e%2E/b", "http://example.vn/b"),
        ("http://example.vn/a/..", "http://example.vn/"),
        ("http://example.vn/a/.", "http://example.vn/a/"),
        ("http://example.vn//a//b", "http://example.vn//a//b"),
        ("  http://example.vn/a\n", "http://example.vn/a"),
        ("ht\ntp://exam\tple.vn/a", "http://example.vn/a"),
        ("http:\\\\example.vn\\a", "http://example.vn/a"),
        ("http:/example.vn/a", "http://example.vn/a"),
        ("http://example.vn/đức?tên=á", "http://example.vn/%C4%91%E1%BB%A9c?t%C3%AAn=%C3%A1"),
        ("http://example.vn/a b?c d", "http://example.vn/a%20b?c%20d"),
        ("http://example.vn/%c4%91", "http://example.vn/%c4%91"),
        ("http://example.vn/a%zz", "http://example.vn/a%zz"),
        ("http://example.vn/?a='b'", "http://example.vn/?a=%27b%27"),
        ("http://example.vn/a'b", "http://example.vn/a'b"),
        ("http://tiếngviệt.vn/", "http://xn--tingvit-5t4cyc.vn/"),
        ("http://BÜCHER.example/", "http://xn--bcher-kva.example/"),
        ("http://ex%61mple.vn/", "http://example.vn/"),
        ("http://my_shop.example.vn/", "http://my_shop.example.vn/"),
        ("http://user:secret@example.vn/", "http://example.vn/"),
        ("http://a@b@example.vn/", "http://example.vn/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("http://[2001:DB8:0:0::1]/", "http://[2001:db8::1]/"),
        ("http://127.1/", "http://127.0.0.1/"),
        ("http://0x7f000001/", "http://127.0.0.1/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0177.0.0.1/", "http://127.0.0.1/"),
        ("http:///example.vn/", "http://example.vn/"),
        ("http://example.vn./", "http://example.vn./"),
    ],
)
def test_an_address_is_written_as_a_browser_sends_it(written: str, asked: str) -> None:
    assert normalise(written) == asked


@pytest.mark.parametrize(
    "written",
    [
        "", "/a", "example.vn", "//example.vn/", "mailto:a@example.vn", "javascript:alert(1)",
        "data:text/html,x", "ftp://example.vn/", "file:///etc/passwd", "http://", "http:///a%20",
        "http://[::1", "http://[::1]x/", "http://[fe80::1%25eth0]/", "http://a b/",
        "http://example.vn:99999/", "http://example.vn:-1/", "http://example.vn:a/",
        "http://256.1.1.1/", "http://1.2.3.4.5/", "http://08.1.1.1/", "http://exa<mple/", "http://./",
        "http://%00/", f"http://{'a' * 300}/", "http://xn--\u0111/", "http://\u00ad/",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused_with_a_reason(written: str) -> None:
    with pytest.raises(BadUrl) as caught:
        normalise(written)
    assert str(caught.value)


def test_an_address_that_is_too_long_is_refused() -> None:
    assert normalise("http://a.vn/" + "a" * 8000)
    with pytest.raises(BadUrl, match="longer than 8192"):
        normalise("http://a.vn/" + "a" * MAX_URL)


@given(st.text(max_size=40), st.text(max_size=20))
def test_writing_an_address_again_changes_nothing(path: str, query: str) -> None:
    once = normalise(f"http://example.vn/{path}?{query}")
    assert normalise(once) == once
    assert once.isascii()
    assert once.isprintable()


@given(st.text(max_size=60))
def test_no_text_makes_writing_fail_otherwise_than_by_saying_so(text: str) -> None:
    for one in (text, f"http://{text}", f"https://a.vn:{text}"):
        try:
            assert normalise(one)
        except BadUrl:
            continue


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.vn/x?utm_source=zalo&fbclid=1", "http://a.vn/x"),
        ("http://a.vn/x?id=3&gclid=9", "http://a.vn/x?id=3"),
        ("http://a.vn/x?b=2&a=1", "http://a.vn/x?a=1&b=2"),
        ("http://a.vn/x?PHPSESSID=abc", "http://a.vn/x"),
        ("http://a.vn/x;jsessionid=AB12?a=1", "http://a.vn/x?a=1"),
        ("http://a.vn/x?sid=1", "http://a.vn/x?sid=2"),
        ("http://a.vn/%7Ean", "http://a.vn/~an"),
        ("http://a.vn/%c4%91", "http://a.vn/%C4%91"),
        ("http://a.vn/x?", "http://a.vn/x"),
        ("http://a.vn/x?a=%41", "http://a.vn/x?a=A"),
    ],
)
def test_two_ways_to_the_same_page_have_one_key(one: str, other: str) -> None:
    assert same_page(one) == same_page(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.vn/x", "https://a.vn/x"),
        ("http://a.vn/x", "http://a.vn/X"),
        ("http://a.vn/x", "http://a.vn/x/"),
        ("http://a.vn/x?id=3", "http://a.vn/x?id=4"),
        ("http://a.vn/a%2Fb", "http://a.vn/a/b"),
        ("http://a.vn/x?a=1%26b=2", "http://a.vn/x?a=1&b=2"),
        ("http://a.vn/x?side=1", "http://a.vn/x?side=2"),
    ],
)
def test_other_pages_have_other_keys(one: str, other: str) -> None:
    assert same_page(one) != same_page(other)


def test_what_tracks_and_what_names_a_session_is_ballast() -> None:
    assert all(map(is_ballast, ("utm_campaign", "FBCLID", "sid", "PHPSESSID", "ASPSESSIONIDQQ")))
    assert not any(map(is_ballast, ("id", "page", "side", "q", "s")))
    assert has_session("http://a.vn/x?a=1&sid=4")
    assert has_session("http://a.vn/x;jsessionid=1")
    assert not has_session("http://a.vn/x?utm_source=1")


def test_the_parts_of_an_address() -> None:
    url = "https://a.vn:8443/x/y?z=1"
    assert (origin_of(url), path_of(url)) == ("https://a.vn:8443", "/x/y?z=1")
    assert (authority_of(url), host_of(url)) == ("a.vn:8443", "a.vn")
    assert host_of("http://[::1]:80/") == "[::1]"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("example.vn", "https://example.vn"),
        ("example.vn:8080/x", "https://example.vn:8080/x"),
        ("localhost:8080", "https://localhost:8080"),
        ("//example.vn/x", "https://example.vn/x"),
        (" http://example.vn ", "http://example.vn"),
        ("mailto:a@example.vn", "mailto:a@example.vn"),
    ],
)
def test_an_address_without_a_scheme_is_meant_encrypted(typed: str, meant: str) -> None:
    assert with_scheme(typed) == meant


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("http://an:mat@a.vn/", "an:mat"), ("http:\\\\an:m@t@a.vn", "an:m@t"),
        ("http://a.vn/@x", ""),
        ("https:/an@a.vn", "an"), ("h\nttp://an@a.vn/", "an"), ("x", ""),
    ],
)  # fmt: skip
def test_a_name_in_an_address_is_seen(typed: str, found: str) -> None:
    assert userinfo(typed) == found
