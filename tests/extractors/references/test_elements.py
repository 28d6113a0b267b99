"""Attributes in which programs on pages keep addresses for later, and what looks like one."""

import pytest
from tests.extractors.references.reads import found, uses

from truyvet.extractors.references.elements import LAZY


@pytest.mark.parametrize("name", sorted(LAZY))
def test_a_picture_that_waits_is_found_under_every_name(name: str) -> None:
    assert uses(f"<img {name}='/anh/1.jpg'>") == [("image", "/anh/1.jpg")]
    assert uses(f"<div {name}=\"url('/anh/2.jpg')\">") == [("image", "/anh/2.jpg")]


@pytest.mark.parametrize(
    "name", ["data-srcset", "data-lazy-srcset", "data-flickity-lazyload-srcset"]
)
def test_a_set_that_waits_is_found(name: str) -> None:
    assert uses(f"<source {name}='/1.jpg 1x, /2.jpg 2x'>") == [
        ("image", "/1.jpg"), ("image", "/2.jpg"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "use"),
    [
        ("img", "image"), ("iframe", "frame"), ("script", "script"), ("video", "media"),
        ("audio", "media"), ("section", "image"), ("a", "image"),
    ],
)  # fmt: skip
def test_what_waits_is_for_what_its_element_is_for(tag: str, use: str) -> None:
    assert uses(f"<{tag} data-src=/x.bin></{tag}>") == [(use, "/x.bin")]


@pytest.mark.parametrize(
    "value",
    ["", "true", "modal", '{"a": "/x"}', "[1/2]", "hai chữ / nữa", "<b/>", "javascript:x.y",
     "data:image/gif;base64,R0/", "{{ item.src }}", "${x}/y"],
)  # fmt: skip
def test_what_is_no_address_waits_for_something_else(value: str) -> None:
    escaped = value.replace("&", "&amp;").replace('"', "&quot;")
    assert uses(f'<div data-src="{escaped}" data-image="{escaped}">') == []


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<a href=x>a<br>b</a>", "ab"),
        ("<a href=x> <span> a </span> b </a>", "a b"),
        ("<a href=x title='t'><i></i></a>", "t"),
        ("<a href=x><img src=i><img src=j alt=no></a>", ""),
        ("<a href=x>&nbsp;a&nbsp;&amp;</a>", "a &"),
        ("<area href=x alt=v>", ""),
    ],
)
def test_links_have_words(markup: str, words: str) -> None:
    assert found(markup).references[0].text == words


def test_the_words_of_a_huge_link_are_read_no_further_than_needed() -> None:
    seen = found("<a href=x>" + "<b>chữ </b>" * 50_000 + "</a>")
    assert 0 < len(seen.references[0].text) <= 200
