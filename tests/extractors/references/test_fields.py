"""What the heads of answers refer to."""

import pytest
from tests.extractors.references.reads import found, uses

from truyvet.extractors.references.fields import links
from truyvet.extractors.references.reading import read
from truyvet.extractors.references.relations import refresh_of


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("</a.css>; rel=stylesheet", [("style", "/a.css")]),
        ("</a.css>; rel=preload; as=style, </b.js>;rel=preload;as=script",
         [("style", "/a.css"), ("script", "/b.js")]),
        ('</a,b;c>; title="x, y; z"; rel="preload"', [("data", "/a,b;c")]),
        ("<https://cdn.vn>; rel=preconnect, </f.woff2>; rel=preload; as=font; crossorigin",
         [("font", "/f.woff2")]),
        ('</other>; rel=next; anchor="#x"', []),
        ("broken, </a.css>; rel=stylesheet", [("style", "/a.css")]),
        ("<", []),
        ("</a>; rel", []),
    ],
)  # fmt: skip
def test_link_fields_refer_to(written: str, expected: list[tuple[str, str]]) -> None:
    assert uses("", "text/html", f"Link: {written}") == expected


def test_a_canonical_address_may_stand_in_the_head() -> None:
    assert found("", "text/html", 'Link: </c>; rel="canonical"').canonical == "https://ex.vn/c"


def test_parameters_are_told_the_first_time() -> None:
    assert links(r'<a>; rel=x; REL=y; t="q\"uoted"') == [("a", {"rel": "x", "t": 'q"uoted'})]


def test_the_head_is_relative_to_the_answer_not_to_the_base_of_its_page() -> None:
    page = "<base href=/other/><img src=i>"
    assert uses(page, "text/html", "Link: <s.css>; rel=stylesheet") == [
        ("style", "/dir/s.css"), ("image", "/other/i"),
    ]  # fmt: skip


def test_refresh_and_location_lead_on() -> None:
    assert uses("", "text/html", "Refresh: 5; url=/next") == [("refresh", "/next")]
    message = b"HTTP/1.1 302 Found\r\nLocation: ../x\r\n\r\n"
    (one,) = read(message, "http://h/a/b/c").references
    assert (one.use, one.url) == ("refresh", "http://h/a/x")


def test_location_of_a_page_that_came_means_nothing() -> None:
    assert uses("", "text/html", "Location: /x") == []


@pytest.mark.parametrize("value", ["nofollow", "googlebot: noindex, nofollow", "NONE"])
def test_a_head_asks_machines_not_to_follow(value: str) -> None:
    assert not found("<a href=x>x</a>", "text/html", f"X-Robots-Tag: {value}").follow


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0;url=/a", "/a"), ("0; URL='/a b' x", "/a b"), ('5,url="/a"', "/a"), ("1 /a", "/a"),
        ("0;/a", "/a"), (" 3 ; url = /a?b;c", "/a?b;c"), ("0.5;url=x", "x"), ("5", ""), ("", ""),
        ("url=/a", ""), ("0;", ""), ("0;url=", ""), ("soon; url=/a", ""),
    ],
)  # fmt: skip
def test_a_refresh_means(written: str, meant: str) -> None:
    assert refresh_of(written) == meant


@pytest.mark.parametrize("unit", ["<a>;", "<", '<a>; b="', "<a>;b;", ";", "\\"])
def test_a_hostile_field_is_read_once(unit: str) -> None:
    assert len(links(unit * 20_000)) <= 20_000
