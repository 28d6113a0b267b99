"""Addresses resolved as browsers do: examples of RFC 3986 and of the URL Standard's own tests."""

import pytest

from truyvet.extractors.references.urls import MAX_URL, Base

RFC = "http://a/b/c/d;p?q"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("g", "http://a/b/c/g"),
        ("./g", "http://a/b/c/g"),
        ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("//g", "http://g/"),
        ("?y", "http://a/b/c/d;p?y"),
        ("g?y", "http://a/b/c/g?y"),
        ("g#s", "http://a/b/c/g"),
        (";x", "http://a/b/c/;x"),
        ("g;x=1/./y", "http://a/b/c/g;x=1/y"),
        (".", "http://a/b/c/"),
        ("..", "http://a/b/"),
        ("../..", "http://a/"),
        ("../../../../g", "http://a/g"),
        ("/./g", "http://a/g"),
        ("g.", "http://a/b/c/g."),
        ("..g", "http://a/b/c/..g"),
        ("./g/.", "http://a/b/c/g/"),
        ("g?y/../x", "http://a/b/c/g?y/../x"),
        ("http:g", "http://a/b/c/g"),
    ],
)
def test_the_examples_of_rfc_3986_resolve(written: str, meant: str) -> None:
    assert Base(RFC).resolve(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("  /x \n", "https://ex.vn/x"),
        ("/a\n\tb", "https://ex.vn/ab"),
        ("\\\\cdn.vn\\i.png", "https://cdn.vn/i.png"),
        ("\\a\\b", "https://ex.vn/a/b"),
        ("/a?x\\y", "https://ex.vn/a?x\\y"),
        ("HTTPS://EX.VN:443/A", "https://ex.vn/A"),
        ("http://ex.vn:80", "http://ex.vn/"),
        ("http://ex.vn:0080/", "http://ex.vn/"),
        ("http://ex.vn:8080", "http://ex.vn:8080/"),
        ("http:////ex.vn/a", "http://ex.vn/a"),
        ("http:ex.vn/a", "http://ex.vn/a"),
        ("https:a", "https://ex.vn/dir/a"),
        ("//u:p@h.vn/", "https://u:p@h.vn/"),
        ("http://[2001:DB8::1]:81/", "http://[2001:db8::1]:81/"),
        ("http://tiếng-việt.vn/đ", "http://tiếng-việt.vn/%C4%91"),
        ("a b", "https://ex.vn/dir/a%20b"),
        ("a%20b%zz", "https://ex.vn/dir/a%20b%zz"),
        ('?q="a" <b>', "https://ex.vn/dir/p?q=%22a%22%20%3Cb%3E"),
        ("?q='x'", "https://ex.vn/dir/p?q=%27x%27"),
        ("/a/%2e%2E/b", "https://ex.vn/b"),
        ("/a/.%2e", "https://ex.vn/"),
        ("?", "https://ex.vn/dir/p?"),
        ("x?y#z", "https://ex.vn/dir/x?y"),
    ],
)
def test_the_habits_of_browsers_are_kept(written: str, meant: str) -> None:
    assert Base("https://ex.vn/dir/p?old#f").resolve(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "", "  ", "#top", "javascript:alert(1)", "JavaScript:x", "mailto:a@b.vn", "tel:0912",
        "data:image/png;base64,AA", "about:blank", "blob:https://x/1", "ftp://h/f", "file:///etc",
        "http://", "https://", "http:///", "http://a b/", "http://h:99999/", "http://h:x/",
        "http://[::1/", "http://a%00b/", "http://a<b/", "{{ url }}", "/x/${id}", "<%= url %>",
        "x" * (MAX_URL + 1),
    ],
)  # fmt: skip
def test_what_leads_nowhere_on_the_web_is_nothing(written: str) -> None:
    assert Base("https://ex.vn/").resolve(written) == ""


def test_an_address_never_holds_what_ends_a_line() -> None:
    for code in range(0x2100):
        url = Base("http://h/").resolve(f"/a{chr(code)}b")
        assert url.isprintable()
        assert " " not in url


def test_percent_encoding_that_makes_it_too_long_drops_it() -> None:
    assert Base("http://h/").resolve("/" + "ế" * (MAX_URL // 4)) == ""


def test_a_base_that_is_no_address_resolves_absolute_ones_alone() -> None:
    base = Base("warc:17")
    assert base.url == ""
    assert base.resolve("https://x.vn/a") == "https://x.vn/a"
    assert base.resolve("/a") == ""
    assert base.resolve("//x.vn/a") == ""


def test_a_page_moves_its_base_and_one_that_is_none_moves_nothing() -> None:
    base = Base("http://h/a/b")
    assert base.based("/c/").resolve("d") == "http://h/c/d"
    assert base.based("//o.vn").resolve("d") == "http://o.vn/d"
    assert base.based("javascript:x").resolve("d") == "http://h/a/d"


def test_resolving_again_changes_nothing() -> None:
    base = Base("https://ex.vn/dir/")
    for written in ("a b?c d", "đường/đi", "../x'y?z'", "//u@h.vn:81/%zz", "/a|b^c"):
        once = base.resolve(written)
        assert base.resolve(once) == once
