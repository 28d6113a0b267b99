"""The reader against others: pages by BeautifulSoup, addresses by the standard library."""

import random
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from tests.extractors.references.reads import URL, found

from truyvet.extractors.references.urls import Base

TAGS = ("div", "p", "b", "span", "ul", "li", "table", "tr", "td", "section", "em", "h2")
WORDS = ("đặt hàng", "giá", "xem thêm", "&amp; nữa", "a &lt; b", "liên hệ")
PLACES = {"a": "href", "img": "src", "script": "src", "iframe": "src", "area": "href"}
SEGMENTS = ("a", "b.html", "..", ".", "x;y", "đ", "a b", "%C4%91", "1,2", "~u", "(x)")


def address(luck: random.Random) -> str:
    """Return a reference without what browsers alone read in their own way."""
    path = "/".join(luck.choices(SEGMENTS, k=luck.randint(1, 4)))
    head = luck.choice(("", "", "/", "//o.vn/", "https://h.vn/", "http://h.vn:8080/"))
    query = luck.choice(("", "", "?a=1&b=2", "?q=x/../y"))
    return head + path + query + luck.choice(("", "", "#f"))


def page(luck: random.Random) -> str:
    """Return a page of nested tags, some of which are not closed."""
    parts, opened = ["<!doctype html><html><body>"], list[str]()
    for _ in range(luck.randint(5, 60)):
        turn = luck.random()
        if turn < 0.4:
            tag = luck.choice(TAGS)
            opened.append(tag)
            parts.append(f"<{tag} class='x y' data-n={luck.randint(0, 9)}>")
        elif turn < 0.6 and opened:
            parts.append(f"</{opened.pop()}>")
        elif turn < 0.85:
            tag = luck.choice(list(PLACES))
            parts.append(f'<{tag} {PLACES[tag]}="{address(luck)}">{luck.choice(WORDS)}</{tag}>')
        else:
            parts.append(luck.choice(WORDS))
    return "".join(parts)


def by_others(text: str) -> set[str]:
    """Return what BeautifulSoup and the standard library find."""
    soup = BeautifulSoup(text, "html.parser")
    seen = set()
    for tag, attribute in PLACES.items():
        for element in soup.find_all(tag):
            seen.add(Base("").resolve(urljoin(URL, str(element[attribute]))))
    return seen


@pytest.mark.parametrize("seed", range(40))
def test_a_page_refers_to_what_others_find_in_it(seed: int) -> None:
    text = page(random.Random(seed))
    assert {one.url for one in found(text).references} == by_others(text)


@pytest.mark.parametrize("base", ["http://a.vn", "http://a.vn/b/c/d;p?q", "https://a.vn/b/../c/"])
def test_addresses_resolve_as_by_the_standard_library(base: str) -> None:
    luck = random.Random(base)
    normal = Base(base)
    for _ in range(2_000):
        written = address(luck)
        expected = Base("").resolve(urljoin(normal.url, written.strip()))
        assert normal.resolve(written) == expected, written


def test_any_text_gives_an_address_or_nothing() -> None:
    luck = random.Random(5)
    signs = "/\\:?#@[]%. \t\n'\"<>đ\u202e\ud800\0aAhttps"
    base = Base("https://ex.vn/a/b?c")
    for _ in range(20_000):
        url = base.resolve("".join(luck.choices(signs, k=luck.randint(0, 12))))
        assert not url or (url.startswith(("http://", "https://")) and url.isprintable())
        assert "#" not in url
        assert base.resolve(url) == url
