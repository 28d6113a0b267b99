"""Units and bytes: every place in a page's text leads back to its bytes."""

import random

import pytest

from truyvet.extractors.references.urls import Base
from truyvet.extractors.sites.finding import Finding, Page
from truyvet.extractors.sites.source import Source

TEXT = "Tiếng Việt 😀 <a href='đặt'>&amp;</a>\r\n"


@pytest.mark.parametrize(
    ("codec", "width"),
    [("utf-8", 1), ("windows-1258", 1), ("utf-16-le", 2), ("utf-16-be", 2), ("utf-32-be", 4)],
)
def test_every_piece_of_the_text_is_a_piece_of_the_bytes(codec: str, width: int) -> None:
    content = TEXT.encode(codec, "replace")
    source = Source(content, codec)
    assert source.width == width
    assert len(source.text) * width == len(content)
    luck = random.Random(codec)
    for _ in range(200):
        start = luck.randrange(len(source.text))
        end = luck.randint(start, len(source.text))
        raw = source.raw(start, end)
        assert raw == content[start * width : end * width]
        assert source.step(start, end) == f"bytes:{start * width}+{len(raw)}"


def test_letters_of_several_bytes_are_decoded_together() -> None:
    source = Source("<b>đặt</b>".encode(), "utf-8")
    start = source.text.index(">") + 1
    assert source.written(start, source.text.index("</")) == "đặt"


def test_character_references_are_resolved_in_values_only() -> None:
    source = Source(b"&lt;&#273;&amp;amp;", "us-ascii")
    assert source.written(0, 19) == "&lt;&#273;&amp;amp;"
    assert source.value(0, 19) == "<đ&amp;"


def test_units_that_are_no_letters_are_borne() -> None:
    source = Source(b"\xff\xff\xff\x7f<\0\0\0", "utf-32-le")
    assert source.text == "\ufffd<"
    assert Source(b"\x00\xd8<\0", "utf-16-le").value(0, 2) == "\ufffd<"


def test_blanks_around_a_value_are_off_and_letters_that_end_like_blanks_stay() -> None:
    taken: list[Finding] = []
    content = " \tgià à\n ".encode()  # à ends in the byte 0xA0, a blank of Latin-1
    page = Page(source=Source(content, "utf-8"), base=Base(""), take=taken.append)
    page.found("page-property", (0, len(content)))
    (one,) = taken
    assert page.source.raw(one.start, one.end) == "già à".encode()


def test_a_value_of_blanks_is_none() -> None:
    taken: list[Finding] = []
    page = Page(source=Source(b" \n", "us-ascii"), base=Base(""), take=taken.append)
    page.found("page-property", (0, 2))
    assert taken == []
