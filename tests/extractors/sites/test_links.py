"""Links of a page: where they stand, where they lead, what for."""

import pytest
from tests.extractors.sites.reads import URL, normals, told

from truyvet.extractors.sites.links import MAX_LINKS


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<a href='../x?a=1&amp;b=2#c'>x</a>", [("link", "https://ex.vn/x?a=1&b=2")]),
        ("<a href=y>x</a><area href=z>",
         [("link", "https://ex.vn/dir/y"), ("link", "https://ex.vn/dir/z")]),
        ("<img src=i.png srcset='1.png 1x, 2.png 2x'>",
         [("image", "https://ex.vn/dir/i.png"), ("image", "https://ex.vn/dir/1.png"),
          ("image", "https://ex.vn/dir/2.png")]),
        ("<img data-src='/lazy.png'>", [("image", "https://ex.vn/lazy.png")]),
        ("<script src=//cdn.vn/a.js></script>", [("script", "https://cdn.vn/a.js")]),
        ("<link rel=stylesheet href=/s.css>", [("style", "https://ex.vn/s.css")]),
        ("<iframe src=/f></iframe>", [("frame", "https://ex.vn/f")]),
        ("<form action=send.php>", [("form", "https://ex.vn/dir/send.php")]),
        ("<video><source src=/v.mp4></video>", [("media", "https://ex.vn/v.mp4")]),
        ("<base href=//o.vn/b/><a href=x>x</a>", [("link", "https://o.vn/b/x")]),
        ("<a href=#x>1</a><a href=javascript:x>2</a><a href=data:,x>3</a><a href>4</a>", []),
        ("<script>'<a href=no>'</script><!-- <a href=no> --><textarea><a href=no></textarea>", []),
    ],
)  # fmt: skip
def test_links_lead_to(markup: str, expected: list[tuple[str, str]]) -> None:
    found = told(markup, url=URL).of("page-link")
    assert [(one.facts["use"], one.normal) for one in found] == expected


def test_a_link_stands_where_its_locator_says_as_it_is_written() -> None:
    page = "<p>Đặt <a href=' ../đặt?a=1&amp;b ' rel=nofollow>Đặt <b>hàng</b></a>"
    (one,) = told(page, url=URL).of("page-link")
    assert one.raw == "../đặt?a=1&amp;b"
    assert one.normal == "https://ex.vn/%C4%91%E1%BA%B7t?a=1&b"
    assert one.facts == {"use": "link", "text": "Đặt hàng", "rel": "nofollow"}


def test_a_file_has_no_address_so_only_whole_links_have_a_normal_form() -> None:
    assert normals("<a href=/x>1</a><a href=http://h.vn>2</a>", "page-link") == ["", "http://h.vn/"]


def test_a_page_full_of_links_is_told_in_part() -> None:
    found = told("".join(f"<a href=/{number}>x</a>" for number in range(MAX_LINKS + 1)), url=URL)
    assert len(found.of("page-link")) == MAX_LINKS
    assert found.outcome.status == "partial"
    assert [one.text for one in found.outcome.defects] == [f"more than {MAX_LINKS} links"]


def test_as_many_links_as_are_told_are_all() -> None:
    found = told("".join(f"<a href=/{number}>x</a>" for number in range(MAX_LINKS)), url=URL)
    assert found.outcome.status == "ok"


def test_feeds_are_told_as_such() -> None:
    page = "<link rel=alternate type=application/rss+xml title='Tin mới' href=/feed/>"
    found = told(page, url=URL)
    (one,) = found.of("page-feed")
    assert (one.normal, one.facts["title"]) == ("https://ex.vn/feed/", "Tin mới")
    assert found.of("page-link") == []
