"""Pages as people and phishers write them: entities, nesting, broken tags, forms, marks."""

import html

import pytest

from truyvet.extractors.markup.pages import Page, read_page

ENTITIES = [
    "&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;", "&eacute;", "&agrave;", "&acirc;", "&ecirc;",
    "&ocirc;", "&atilde;", "&otilde;", "&Aacute;", "&yacute;", "&euro;", "&copy;", "&hellip;",
    "&#273;", "&#x111;", "&#X1EC7;", "&#7879;", "&#128512;", "&#32;", "&mdash;", "&laquo;",
]  # fmt: skip


def shown(body: str) -> str:
    return read_page(f"<!doctype html><html><body>{body}</body></html>").text


def marks(head: str) -> dict[str, str]:
    return read_page(f"<html><head>{head}</head><body>x</body></html>").marks


def form(inside: str, attributes: str = "") -> tuple[str, str, list[str]]:
    (only,) = read_page(f"<form {attributes}>{inside}</form>").forms
    return only.action, only.method, only.fields


@pytest.mark.parametrize("entity", ENTITIES)
def test_an_entity_is_what_the_library_says(entity: str) -> None:
    assert shown(f"<p>a{entity}b").split() == f"a{html.unescape(entity)}b".split()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("&unknown;", "&unknown;"), ("a && b", "a && b"), ("&#0;", ""), ("a & b", "a & b"),
        ("&amp;lt;", "&lt;"), ("&ecirc&#803;", "ê\u0323"),
    ],
)  # fmt: skip
def test_what_is_no_entity_stays_or_goes(body: str, text: str) -> None:
    assert shown(f"<p>{body}</p>").replace("\ufffd", "") == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>a<p>b", "a\nb"), ("<div>a<div>b</div>c</div>d", "a\nb\nc\nd"),
        ("<b>a<i>b</b>c</i>d", "abcd"), ("<p>a</div>b", "ab"), ("<p>a</p></p></p>b", "a\nb"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "a\nb\nc"), ("<b>a", "a"), ("<p>a<", "a<"),
        ("<p>Xin\n\tchào\n\t\tanh</p>", "Xin chào anh"), ("<td>a\tb<td>c", "a b\tc"),
        ("<p class='x>a</p>", ""), ("<p>a</p><p", "a"), ("<P>A</P>", "A"), ("<p/>a", "a"),
        ("<a href=x>1</a><a href=y>2</a>", "12"), ("a<hr>b", "a\nb"), ("a<wbr>b", "ab"),
        ("<h1>a</h1>b", "a\nb"), ("<table><tr><td>a</td><td>b</td></tr></table>", "a\tb"),
        ("<table>a<tr><td>b</table>c", "a\nb\nc"), ("<dl><dt>a<dd>b</dl>", "a\nb"),
        ("<select><option>a<option>b</select>", "a\nb"), ("<textarea>a\nb</textarea>", "a b"),
        ("<button>Gửi</button>", "Gửi"), ("<label>Tên<input></label>", "Tên"),
        ("<pre>a\n  b</pre>", "a b"), ("<x-y>a</x-y>", "a"), ("<o:p>a</o:p>", "a"),
        ("<iframe src=x>no</iframe>", "no"), ("<svg><title>t</title><text>a</text></svg>", "t\na"),
        ("<img alt=''>", ""), ("<img alt=' '>", ""), ("<a title='T'>a</a>", "T a"),
        ("<button aria-label='Đóng'>x</button>", "Đóng x"), ("<p>\u200ba\u00a0b", "\u200ba b"),
        ("<![CDATA[a]]>b", "b"), ("<?xml x?>a", "a"), ("<p>a<!doctype html>b", "ab"),
        ("<input type=reset value=R><input type=BUTTON value=B>", "R B"),
        ("<input type=text value=typed>", ""),
    ],
)  # fmt: skip
def test_broken_and_nested_tags_show_their_words(body: str, text: str) -> None:
    assert shown(body) == text


@pytest.mark.parametrize(
    ("body", "seen", "unseen"),
    [
        ("<p>a<span style='display:none'>b<i>c</i></span>d", "ad", "bc"),
        ("<div hidden><p>a<p>b</div>c", "c", "a\nb"),
        ("<div style='display:none'>a<div style='display:block'>b</div></div>c", "c", "a\nb"),
        ("<template><p>a</p></template>b", "b", "a"),
        ("<div hidden><img alt='a'></div>b", "b", "a"),
        ("<div hidden><script>s</script>a</div>b", "b", "a"),
        ("a<!-- b --><!-- c -->", "a", "b\nc"),
        ("<p style='font-size: 0'>a</p>b", "b", "a"),
        ("<p style='color:red; DISPLAY : NONE'>a</p>b", "b", "a"),
        ("<p style='max-height:0;overflow:hidden'>a</p>b", "b", "a"),
        ("<p style='display:none>a</p>b", "", ""),
        ("<p hidden=''>a</p>b", "b", "a"),
        ("<p style='displaynone'>a</p>b", "a\nb", ""),
        ("<input hidden placeholder='x'>b", "b", "x"),
        ("<div hidden>a", "", "a"),
        ("<p hidden>a<p>b", "b", "a"),
    ],
)
def test_what_is_hidden_is_apart_from_what_is_shown(body: str, seen: str, unseen: str) -> None:
    page = read_page(f"<html><body>{body}</body></html>")
    assert (page.text, page.hidden) == (seen, unseen)


def test_only_the_first_title_is_the_title_of_the_page() -> None:
    page = read_page("<title>Một</title><body><svg><title>Biểu tượng</title></svg><p>chữ")
    assert page.marks["title"] == "Một"
    assert page.text == "Một\nBiểu tượng\nchữ"


@pytest.mark.parametrize(
    ("head", "name", "value"),
    [
        ("<meta name=GENERATOR content=' X '>", "generator", "X"),
        ("<meta content=Y name=generator><meta name=generator content=Z>", "generator", "Y"),
        ("<meta name=author content='Trần Văn A'>", "author", "Trần Văn A"),
        ("<meta http-equiv=refresh content='0;url=https://a.example/?b=c;d'>", "refresh",
         "https://a.example/?b=c;d"),
        ("<meta http-equiv=REFRESH content='3; URL = \"/x\"'>", "refresh", "/x"),
        ("<link rel='alternate canonical' href=' /c '>", "canonical", "/c"),
        ("<base target=_top><base href=/b><base href=/d>", "base", "/b"),
        ("<title> a\n\tb </title>", "title", "a b"),
        ("<title>&lt;b&gt;</title>", "title", "<b>"),
        ("<!-- saved from url=(0014)about:internet -->", "saved-from", "about:internet"),
    ],
)  # fmt: skip
def test_a_mark_is_the_first_of_its_kind(head: str, name: str, value: str) -> None:
    assert marks(head)[name] == value


@pytest.mark.parametrize(
    "head",
    ["<meta name=generator>", "<meta content=x>", "<meta http-equiv=refresh content=5>",
     "<link rel=stylesheet href=/c>", "<link rel=canonical>", "<base>", "<title></title>",
     "<title> \n </title>", "<!-- saved from nowhere -->", "<meta name=generator content=' '>"],
)  # fmt: skip
def test_what_says_nothing_is_no_mark(head: str) -> None:
    assert marks(head) == {}


@pytest.mark.parametrize(
    ("inside", "attributes", "told"),
    [
        ("", "", ("", "get", [])),
        ("", "action=/a method=' POST '", ("/a", "post", [])),
        ("<input>", "", ("", "get", ["text:"])),
        ("<input name=a><input type=PASSWORD name=b>", "", ("", "get", ["text:a", "password:b"])),
        ("<textarea name=t></textarea><select name=s></select>", "",
         ("", "get", ["textarea:t", "select:s"])),
        ("<input name='tên đăng nhập'>", "", ("", "get", ["text:tên đăng nhập"])),
        ("<div><table><tr><td><input name=deep></table></div>", "", ("", "get", ["text:deep"])),
        ("<input name='" + "x" * 300 + "'>", "", ("", "get", ["text:" + "x" * 95])),
        ("<input type=hidden name=id value=7>", "action='//a.example'", ("//a.example", "get",
         ["hidden:id"])),
    ],
)  # fmt: skip
def test_a_form_is_told(inside: str, attributes: str, told: tuple[str, str, list[str]]) -> None:
    assert form(inside, attributes) == told


def test_a_field_outside_of_any_form_belongs_to_none() -> None:
    assert read_page("<input name=a>").forms == []


def test_a_form_of_a_thousand_fields_keeps_two_hundred() -> None:
    assert len(form("<input name=a>" * 1000)[2]) == 200


def test_scripts_of_all_places_are_together() -> None:
    page = read_page("<head><script>one()</script></head><p>a<script>two('<p>')</script>")
    assert page.script.split("\n") == ["one()", "two('<p>')"]
    assert page.text == "a"


def test_a_page_cut_anywhere_shows_no_more_than_the_whole() -> None:
    whole = (
        "<html><title>T</title><body><p>một</p><div hidden>hai</div><form action=/x></form></html>"
    )
    for length in range(len(whole)):
        page = read_page(whole[:length])
        assert isinstance(page, Page)
        assert len(page.forms) <= 1
