"""What is not captured is told by its reason: the same page again, and what robots.txt asks for."""

import threading
from collections.abc import Callable

import pytest
from tests.collectors.crawl.conftest import Crawler
from tests.site import crawling
from tests.site.answers import Answer, Asked, page, redirect
from tests.site.site import Site

from truyvet.collectors.crawl.following import SESSION, SPELLED, TRACKED
from truyvet.evidence.web.capture import WebCapture

Paths = Callable[[list[WebCapture]], list[str]]
DEPTH_ONE = {"scope": "host", "depth": 1}
ASKED = "robots.txt asks to leave it alone"


def linking(*links: str) -> str:
    """Return a page with these links."""
    return "<title>x</title>" + "".join(f'<a href="{link}">x</a>' for link in links)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("/x?id=3", "/x?id=3&amp;utm_source=zalo&amp;fbclid=x1", TRACKED),
        ("/x?gclid=1", "/x", TRACKED),
        ("/x", "/x?sid=7", SESSION),
        ("/x?a=1&amp;b=2", "/x?b=2&amp;a=1", SPELLED),
    ],
)
def test_another_address_of_a_page_is_left_out_and_told(
    site: Site, crawler: Crawler, first: str, second: str, reason: str
) -> None:
    site.serve("/start", page(linking(first, second, second)))
    site.serve("/x", page("<p>x</p>"))
    crawler.crawl(site.url("/start"), **DEPTH_ONE)
    (left,) = crawler.ending().left_out
    assert (left.reason, left.count) == (reason, 1)
    assert left.examples == (site.url(second.replace("&amp;", "&")),)


def test_the_canonical_address_of_a_captured_page_is_told_where_it_was_not_asked_for(
    site: Site, crawler: Crawler
) -> None:
    site.serve("/start", page(linking("/x?utm_source=zalo")))
    site.serve("/x", page('<link rel="canonical" href="/x">'))
    crawler.crawl(site.url("/start"), **DEPTH_ONE)
    (left,) = crawler.ending().left_out
    assert (left.reason, left.examples) == (TRACKED, (site.url("/x"),))


def test_what_a_redirect_of_the_page_led_to_is_not_left_out(site: Site, crawler: Crawler) -> None:
    site.serve("/start", page(linking("/y?utm_source=zalo", "/next")))
    site.serve("/y", lambda asked: (redirect("/y") if asked.query else page("<p>y</p>"))(asked))
    site.serve("/next", page(linking("/y")))
    captures = crawler.crawl(site.url("/start"), depth=2, scope="host")
    assert site.url("/y") in {one.url for capture in captures for one in capture.exchanges}
    assert crawler.left_out() == {}


def test_all_given_addresses_are_captured_though_they_look_like_one_page(
    site: Site, crawler: Crawler, paths: Paths
) -> None:
    given = [site.url(path) for path in crawling.ARTICLES]
    captures = crawler.crawl(*given)
    assert paths(captures) == list(crawling.ARTICLES)
    again = Crawler(crawler.folder.parent / "again")
    run = again.begin(*given).pages()
    for kept in run:  # killed once the second one is recorded, or both
        again.keep(kept)
        if again.captures():
            break
    run.close()
    assert sorted(paths(again.crawl(*given))) == sorted(crawling.ARTICLES)


def test_links_from_a_given_page_are_followed_as_robots_asks(
    site: Site, crawler: Crawler, paths: Paths
) -> None:
    captures = crawler.crawl(site.url(crawling.START), **DEPTH_ONE)
    assert not set(paths(captures)) & set(crawling.PRIVATE)
    assert crawler.left_out()[ASKED] == len(crawling.PRIVATE)
    (said,) = crawler.ending().robots
    assert (said.effect, said.rules) == ("obeyed", 3)
    assert {one.purpose for one in captures} == {"page", "robots"}  # and no sitemap


def test_a_given_page_is_captured_whatever_robots_asks(
    site: Site, crawler: Crawler, paths: Paths
) -> None:
    site.serve("/robots.txt", page("User-agent: *\nDisallow: /", "text/plain"))
    site.serve("/start", page(linking("/about")))
    given = [site.url(path) for path in ("/start", "/crawl/private/1")]
    captures = crawler.crawl(*given, **DEPTH_ONE)
    assert set(paths(captures)) == {"/start", "/crawl/private/1"}
    assert {one.result for one in captures} == {"whole"}
    assert crawler.left_out()[ASKED] >= 1


def test_a_given_page_may_redirect_to_what_robots_asks_to_leave_alone(
    site: Site, crawler: Crawler
) -> None:
    known = threading.Event()

    def told(asked: Asked) -> Answer:
        known.set()  # a link was followed: what robots.txt says is known
        return page("<p>x</p>")(asked)

    def later(asked: Asked) -> Answer:
        known.wait(2)
        return redirect(site.url("/crawl/private/1"))(asked)

    site.serve("/start", page(linking("/told")))
    site.serve("/told", told)
    site.serve("/later", later)
    given = (site.url("/start"), site.other_url("/later"))
    captures = crawler.crawl(*given, jobs=2, **DEPTH_ONE)
    assert known.is_set()
    (capture,) = (one for one in captures if one.given == given[1])
    assert (capture.result, capture.url) == ("whole", site.url("/crawl/private/1"))


def test_robots_is_not_asked_for_where_no_link_is_followed(site: Site, crawler: Crawler) -> None:
    site.serve("/alone", page("<p>x</p>"))
    crawler.crawl(site.url("/alone"), **DEPTH_ONE)
    assert not site.log.exchanges("/robots.txt")


def test_links_are_followed_against_robots_for_a_reason(
    site: Site, crawler: Crawler, paths: Paths
) -> None:
    captures = crawler.crawl(site.url(crawling.START), ignore_robots="QĐ 12/2026", **DEPTH_ONE)
    assert set(crawling.PRIVATE) <= set(paths(captures))
    assert crawler.ending().robots[0].effect == "ignored"


def test_pages_of_servers_that_prove_nothing_are_counted(site: Site, crawler: Crawler) -> None:
    urls = [site.secure_url("/about", "self-signed"), site.secure_url("/about", "expired")]
    crawler.crawl(*urls, site.url("/about"), insecure=True, **DEPTH_ONE)
    assert crawler.ending().unverified >= 2
    assert sum(one.unverified for one in crawler.captures() if one.purpose == "page") == (
        crawler.ending().unverified
    )
