"""The tokenizer: every value at its place, in any encoding, whatever the page holds."""

import pytest

from truyvet.extractors.sites.source import Source
from truyvet.extractors.sites.tags import MAX_ATTRIBUTES, Comment, Tag, pieces


def tags(page: str) -> list[tuple[str, dict[str, str]]]:
    """Return the name and attributes of each tag."""
    source = Source(page.encode(), "utf-8")
    return [
        (one.name, {name: source.value(*place) for name, place in one.attributes.items()})
        for one in pieces(source)
        if isinstance(one, Tag)
    ]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<A HREF=x>", [("a", {"href": "x"})]),
        ("<a href = 'x y' b>", [("a", {"href": "x y", "b": ""})]),
        ('<a href="a&amp;b>c"/>', [("a", {"href": "a&b>c"})]),
        ("<br/><img/src=x>", [("br", {}), ("img", {"src": "x"})]),
        ("<a href=x href=y>", [("a", {"href": "x"})]),
        ("<a title='đặt'>", [("a", {"title": "đặt"})]),
        ("<a =x>", [("a", {"=x": ""})]),
        ("<a b=>", [("a", {"b": ""})]),
        ("<script>'<b>'</SCRIPT ><i>", [("script", {}), ("i", {})]),
        ("<title><b></title><i>", [("title", {}), ("i", {})]),
        ("<script><b>", [("script", {})]),
        ("<!-- <b> --><i>", [("i", {})]),
        ("<!doctype html><?xml x?><i>", [("i", {})]),
        ("< b><3></i><i>", [("i", {})]),
        ("<a href='x", [("a", {"href": "x"})]),
        ("<", []),
        ("<a", [("a", {})]),
    ],
)
def test_tags_are_read(page: str, expected: list[tuple[str, dict[str, str]]]) -> None:
    assert tags(page) == expected


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_place_in_the_text_is_a_place_in_the_bytes(codec: str) -> None:
    content = "Đặt 😀 <a href='đây?a&amp;b'>".encode(codec)
    source = Source(content, codec)
    (one,) = pieces(source)
    assert isinstance(one, Tag)
    place = one.attributes["href"]
    assert source.raw(*place) == "đây?a&amp;b".encode(codec)
    assert source.value(*place) == "đây?a&b"
    offset, _, length = source.step(*place).removeprefix("bytes:").partition("+")
    assert content[int(offset) : int(offset) + int(length)] == source.raw(*place)


@pytest.mark.parametrize("codec", ["utf-16", "utf-32"])
def test_a_mark_tells_the_order_of_bytes(codec: str) -> None:
    for order in ("le", "be"):
        content = "\ufeff<a href=x>".encode(f"{codec}-{order}")
        (one,) = pieces(Source(content, codec))
        assert isinstance(one, Tag)
        assert one.name == "a"


def test_a_wide_page_that_ends_within_a_letter_is_read() -> None:
    assert Source("<a>".encode("utf-16-le") + b"<", "utf-16-le").text == "<a>"


def test_comments_end_where_browsers_end_them() -> None:
    source = Source(b"<!--a--!>b<!--c-->d<!--e", "us-ascii")
    found = [source.text[one.start : one.end] for one in pieces(source) if isinstance(one, Comment)]
    assert found == ["a", "c", "e"]


def test_no_more_attributes_than_are_read() -> None:
    page = "<a " + " ".join(f"a{number}=1" for number in range(MAX_ATTRIBUTES + 50)) + "><b>"
    (_, attributes), (name, _) = tags(page)
    assert (len(attributes), name) == (MAX_ATTRIBUTES, "b")


@pytest.mark.parametrize(
    "unit", ["<a ", "</a", "<!--", "<a href=", '<a b="', "<script", "<script>", "<a b='", "<!", "/"]
)
def test_a_hostile_page_is_read_once(unit: str) -> None:
    source = Source((unit * 200_000).encode(), "us-ascii")
    assert sum(1 for _ in pieces(source)) <= 200_000  # a quadratic reading would take hours
