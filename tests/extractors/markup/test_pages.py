"""What a page shows, hides and says of itself."""

import time

import pytest

from truyvet.extractors.markup.pages import Page, read_page, version


def shown(body: str) -> str:
    return read_page(f"<!doctype html><html><body>{body}</body></html>").text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>một</p><p>hai</p>", "một\nhai"),
        ("một<br>hai", "một\nhai"),
        ("09<b>12</b>34", "091234"),
        ("  a \n\n b  ", "a b"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a\tb\nc"),
        ("<ul><li>a<li>b</ul>", "a\nb"),
        ("a &amp; b &#7879; &eacute; &#x110;", "a & b ệ é Đ"),
        ("x < y", "x < y"),
        ("<img alt='ảnh thẻ'>", "ảnh thẻ"),
        ("<input placeholder='Mật khẩu'>", "Mật khẩu"),
        ("<input type=submit value='Gửi'>", "Gửi"),
        ("<input type=hidden value=secret>", ""),
        ("<style>p{}</style>x", "x"),
        ("<noscript>bật lên</noscript>", "bật lên"),
        ("<p>a</p", "a"),
        ("a\0b", "a\ufffdb"),
    ],
)
def test_what_is_shown_is_text(body: str, text: str) -> None:
    assert shown(body) == text


@pytest.mark.parametrize(
    "hiding",
    ["hidden", "style='display: none'", "style='VISIBILITY:hidden'", "style='font-size:0px'",
     "style='opacity:0'", "style='mso-hide:all'"],
)  # fmt: skip
def test_what_is_hidden_is_another_text(hiding: str) -> None:
    page = read_page(f"<p>a<div {hiding}>ẩn <b>danh</b></div>b")
    assert "ẩn" not in page.text
    assert "ẩn danh" in page.hidden
    assert page.text.split() == ["a", "b"]


@pytest.mark.parametrize("style", ["font-size:0.8em", "opacity:0.5", "display:block"])
def test_what_is_only_small_is_shown(style: str) -> None:
    assert read_page(f"<p style='{style}'>thấy</p>").text == "thấy"


def test_remarks_are_hidden() -> None:
    page = read_page("<p>a</p><!-- ghi chú -->")
    assert (page.text, page.hidden) == ("a", "ghi chú")


def test_scripts_are_apart() -> None:
    page = read_page("<p>a<script>var x = '<b>y</b>';</script></p>")
    assert (page.text, page.script) == ("a", "var x = '<b>y</b>';")


HEAD = (
    "<!-- saved from url=(0022)https://evil.example/a -->"
    '<html lang="vi"><head><title> Đăng \n nhập </title>'
    '<meta name="Generator" content="WordPress 6"><meta name=description content="Mô tả">'
    '<link rel="CANONICAL" href="https://x.example/y"><base href="https://b.example/">'
    '<meta http-equiv="Refresh" content="5; URL=\'https://go.example/\'">'
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Đăng nhập"), ("language", "vi"), ("generator", "WordPress 6"),
        ("description", "Mô tả"), ("canonical", "https://x.example/y"),
        ("base", "https://b.example/"), ("refresh", "https://go.example/"),
        ("saved-from", "https://evil.example/a"),
    ],
)  # fmt: skip
def test_a_page_says_of_itself(name: str, value: str) -> None:
    assert read_page(HEAD).marks[name] == value


def test_the_first_title_counts_and_begins_the_text() -> None:
    assert read_page("<title>a</title><p>b").text == "a\nb"


def test_a_form_tells_where_it_sends_and_what_it_asks() -> None:
    page = read_page(
        "<form action=' https://s.example/p.php ' method=POST><input type=password name=pw>"
        "<select name=bank></select></form><form></form>"
    )
    first, second = page.forms
    assert (first.action, first.method) == ("https://s.example/p.php", "post")
    assert first.fields == ["password:pw", "select:bank"]
    assert (second.action, second.method) == ("", "get")


def test_nothing_is_an_empty_page() -> None:
    assert read_page("") == Page()


HOSTILE = {
    "depth": "<div>" * 50_000 + "x" + "</div>" * 50_000 + "<p>end",
    "a long text": "<p>" + "x " * 3_000_000 + "<p>end",
    "attributes": "<a " + "x=y " * 100_000 + ">t</a><p>end",
    "angles": "<" * 100_000 + "<p>end",
    "entities": "&" * 100_000 + "<p>end",
    "styles": "<p style='" + "display " * 50_000 + "'>x<p>end",
    "closings": "</div>" * 100_000 + "<p>end",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_page_takes_little_time_and_is_read_to_its_end(kind: str) -> None:
    begun = time.perf_counter()
    assert read_page(HOSTILE[kind]).text.endswith("end")
    assert time.perf_counter() - begun < 5


def test_remarks_that_never_end_stop_nothing() -> None:
    assert read_page("<p>a" + "<!--" * 50_000).text == "a"


def test_entities_of_a_document_type_are_not_looked_up() -> None:
    text = '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/hostname">]><p>a &e; b'
    assert "&e;" in read_page(text).text


def test_lone_surrogates_stop_nothing() -> None:
    assert read_page("<p>a\ud800b").text == "a\ufffdb"


def test_the_parser_has_a_version() -> None:
    assert "libxml2" in version()
