"""Sitemaps and feeds."""

import gzip

import pytest
from tests.extractors.references.reads import found, uses

URLSET = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    "<url><loc> https://ex.vn/a?x=1&amp;y=2 </loc><lastmod>2026-01-01</lastmod>"
    "<image:image><image:loc>https://ex.vn/i.png</image:loc></image:image></url>"
    '<url><loc>https://ex.vn/b</loc><xhtml:link rel="alternate" href="https://ex.vn/en/b"/></url>'
    "</urlset>"
)
INDEX = (
    "<sitemapindex><sitemap><loc>https://ex.vn/s1.xml.gz</loc></sitemap>"
    "<sitemap><loc>/s2.xml</loc></sitemap></sitemapindex>"
)
RSS = (
    "<rss version='2.0'><channel><title>Tin mới</title><link>https://ex.vn/</link>"
    "<item><title>Bài 1</title><link>https://ex.vn/1</link>"
    "<enclosure url='https://ex.vn/1.mp3' type='audio/mpeg'/></item></channel></rss>"
)
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>Nguồn</title>"
    "<link rel='self' href='https://ex.vn/atom'/><entry><title>Bài</title>"
    "<link href='https://ex.vn/2'/></entry></feed>"
)


@pytest.mark.parametrize("media", ["application/xml", "text/xml", ""])
def test_a_sitemap_leads_to_its_pages(media: str) -> None:
    assert uses(URLSET, media) == [("link", "/a?x=1&y=2"), ("link", "/b"), ("link", "/en/b")]


def test_an_index_leads_to_sitemaps() -> None:
    assert uses(INDEX, "text/xml") == [("sitemap", "/s1.xml.gz"), ("sitemap", "/s2.xml")]


@pytest.mark.parametrize("media", ["application/gzip", "application/octet-stream", "text/plain"])
def test_a_packed_sitemap_is_unpacked(media: str) -> None:
    assert len(uses(gzip.compress(URLSET.encode()), media)) == 3


def test_a_packed_sitemap_that_goes_on_is_cut_and_said() -> None:
    bomb = gzip.compress(b"<urlset><url><loc>https://ex.vn/a</loc></url>" + b" " * (20 << 20))
    seen = found(bomb, "application/gzip")
    assert f"decoded, it has more than {8 << 20} bytes" in seen.problem


def test_what_else_is_packed_stays_so() -> None:
    seen = found(gzip.compress(b"<p>no list"), "application/gzip")
    assert (seen.media, seen.references) == ("application/gzip", ())


def test_a_damaged_packing_refers_to_nothing() -> None:
    assert found(gzip.compress(b"<urlset>")[:12] + b"xxxx", "application/gzip").references == ()


def test_feeds_lead_to_what_they_announce() -> None:
    assert uses(RSS, "application/rss+xml") == [
        ("link", "/"), ("link", "/1"), ("link", "/1.mp3"),
    ]  # fmt: skip
    assert uses(ATOM, "application/atom+xml") == [("link", "/2")]
    assert found(RSS, "application/rss+xml").title == "Tin mới"
    assert [one.text for one in found(RSS, "text/xml").references][1] == "Bài 1"


def test_a_sitemap_of_plain_text_is_a_line_each() -> None:
    lines = "https://ex.vn/1\r\n  https://ex.vn/2\nnot an address\n"
    seen = found(lines, "text/plain", url="https://ex.vn/sitemap.txt")
    assert [one.url for one in seen.references] == ["https://ex.vn/1", "https://ex.vn/2"]
    assert found(lines, "text/plain").references == ()


def test_a_damaged_sitemap_is_read_as_far_as_it_goes() -> None:
    assert uses(URLSET[:420], "text/xml")[:1] == [("link", "/a?x=1&y=2")]


def test_entities_are_not_looked_up_and_do_not_grow() -> None:
    entities = '<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a0 "https://ex.vn/">'
    entities += "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    seen = found(
        f"<!DOCTYPE urlset [{entities}]><urlset><url><loc>&f;</loc></url>"
        "<url><loc>&a9;</loc></url></urlset>",
        "text/xml",
    )
    assert "root:" not in repr(seen)
    assert len(seen.references) <= 1


def test_other_xml_is_no_list_and_a_page_in_xml_is_a_page() -> None:
    assert uses("<books><loc>https://ex.vn/</loc></books>", "text/xml") == []
    page = "<?xml version='1.0'?><!DOCTYPE html><html><body><a href='/x'>x</a></body></html>"
    assert uses(page, "application/xml") == [("link", "/x")]
    assert uses(page, "application/xhtml+xml") == [("link", "/x")]
