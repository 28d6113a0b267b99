"""Crawls: what is found is captured once, what is left out is told with its reason."""

import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest
from tests.collectors.crawl.conftest import Crawler
from tests.site import crawling
from tests.site.answers import Answer, Asked, answer, page, redirect
from tests.site.site import Site

from truyvet.collectors.crawl.following import NOT_FOLLOWED, OUTSIDE, SESSION, TOO_DEEP
from truyvet.collectors.crawl.state import DEAD, MAX_DEAD
from truyvet.collectors.crawl.traps import REASONS
from truyvet.evidence.web.capture import WebCapture

Paths = Callable[[list[WebCapture]], list[str]]
FULL = {"site": True, "scope": "host", "depth": 1000}


def only_pages(captures: list[WebCapture]) -> list[WebCapture]:
    """Captures without those of robots.txt and sitemaps."""
    return [one for one in captures if one.purpose == "page"]


def html(*links: str) -> str:
    return "<title>x</title>" + "".join(f'<a href="{link}">{link}</a>' for link in links)


@pytest.mark.parametrize("jobs", [1, 4])
def test_every_page_is_captured_exactly_once(
    site: Site, crawler: Crawler, paths: Paths, jobs: int
) -> None:
    captures = crawler.crawl(site.url(crawling.START), jobs=jobs, **FULL)
    counted = Counter(paths(captures))
    assert {
        path: counted[path] for path in (*crawling.PAGES, *crawling.SAME, *crawling.LISTED)
    } == (dict.fromkeys((*crawling.PAGES, *crawling.SAME, *crawling.LISTED), 1))
    assert max(counted.values()) == 1
    assert not counted.keys() & set(crawling.PRIVATE)


def test_what_every_page_needs_is_fetched_once(site: Site, crawler: Crawler) -> None:
    captures = crawler.crawl(site.url(crawling.START), jobs=4, **FULL)
    asked = Counter(one.url for capture in captures for one in capture.exchanges)
    for path in crawling.SHARED:
        assert asked[site.url(path)] == 1
    elsewhere = [one for one in captures if site.url("/crawl/shared.css") in one.elsewhere]
    assert len(elsewhere) > len(crawling.PAGES) - 2


def test_what_stands_elsewhere_is_recorded_before_or_with_it(site: Site, crawler: Crawler) -> None:
    captures = crawler.crawl(site.url(crawling.START), jobs=4, **FULL)
    brought = {one.url: capture.capture for capture in captures for one in capture.exchanges}
    for capture in captures:
        assert all(url in brought for url in capture.elsewhere)


def test_equal_bodies_refer_to_one_that_is_written(site: Site, crawler: Crawler) -> None:
    captures = crawler.crawl(site.url(crawling.START), **FULL)
    urls = set(map(site.url, crawling.SAME))
    revisits = {one.given: one.exchanges[0].revisit for one in captures if one.given in urls}
    written = {url for url, revisit in revisits.items() if not revisit}
    assert revisits.keys() == urls
    # Two pages are under way at a time; neither need know yet of the other's body.
    assert 1 <= len(written) <= 2
    assert set(revisits.values()) - {""} <= written


def test_equal_bodies_of_two_sites_are_written_for_each(site: Site, crawler: Crawler) -> None:
    given = [site.secure_url("/about", name) for name in ("good", "tls12")]
    one, other = crawler.crawl(*given, authorities=str(site.ca_file))
    assert one.exchanges[0].body_sha256 == other.exchanges[0].body_sha256
    assert [one.exchanges[0].revisit, other.exchanges[0].revisit] == ["", ""]


def test_the_traps_of_a_site_are_bounded_and_told(site: Site, crawler: Crawler) -> None:
    crawler.crawl(site.url(crawling.START), **FULL)
    told = crawler.left_out()
    assert {REASONS["calendar"], REASONS["repeating"], SESSION, OUTSIDE, NOT_FOLLOWED} <= set(told)
    assert told["robots.txt asks to leave it alone"] == len(crawling.PRIVATE)


def test_what_robots_said_is_recorded(site: Site, crawler: Crawler) -> None:
    captures = crawler.crawl(site.url(crawling.START), **FULL)
    (said,) = crawler.ending().robots
    assert (said.effect, said.status, said.rules) == ("obeyed", 200, 3)
    assert said.sitemaps == (site.url("/sitemap.xml"),)
    (capture,) = (one for one in captures if one.purpose == "robots")
    assert said.capture == capture.capture == 1
    assert crawler.ending().sitemaps == 3


def test_robots_can_be_ignored_with_a_reason(site: Site, crawler: Crawler, paths: Paths) -> None:
    captures = crawler.crawl(
        site.url(crawling.START), ignore_robots="QĐ 12/2026", **FULL | {"depth": 1}
    )
    assert set(crawling.PRIVATE) <= set(paths(captures))
    assert crawler.ending().robots[0].effect == "ignored"


def test_a_given_page_that_robots_refuses_is_recorded_as_refused(
    site: Site, crawler: Crawler
) -> None:
    captures = crawler.crawl(site.url("/crawl/private/"), **FULL)
    (capture,) = (one for one in captures if one.purpose == "page" and not one.depth)
    assert (capture.result, capture.reason) == ("refused", "robots.txt asks to leave it alone")
    assert not site.log.exchanges("/crawl/private/")


def test_a_redirect_to_what_robots_refuses_is_not_followed(site: Site, crawler: Crawler) -> None:
    site.serve("/out", redirect("/crawl/private/1"))
    captures = crawler.crawl(site.url("/out"), **FULL | {"depth": 0})
    (capture,) = (one for one in captures if one.purpose == "page")
    assert (capture.result, len(capture.exchanges)) == ("refused", 2)
    assert not site.log.exchanges("/crawl/private/1")


@pytest.mark.parametrize(
    ("status", "effect", "pages"),
    [("404 None", "absent", 2), ("403 No", "absent", 2), ("500 Bad", "unreachable", 1)],
)
def test_a_robots_txt_that_is_not_there_allows_and_one_that_fails_forbids(
    site: Site, crawler: Crawler, paths: Paths, status: str, effect: str, pages: int
) -> None:
    site.serve("/robots.txt", page("User-agent: *\nDisallow: /", "text/plain", status=status))
    site.serve("/sitemap.xml", page("", "text/xml", status="404 None"))
    site.serve("/start", page(html("/about")))
    captures = crawler.crawl(site.url("/start"), **FULL | {"depth": 1})
    assert crawler.ending().robots[0].effect == effect
    assert len(paths(captures)) == pages
    given = next(one for one in captures if one.purpose == "page" and not one.depth)
    assert given.result == ("whole" if pages == 2 else "refused")


def test_depth_ends_where_it_was_asked_to(site: Site, crawler: Crawler, paths: Paths) -> None:
    for n in range(5):
        site.serve(f"/d/{n}", page(html(f"/d/{n + 1}")))
    captures = only_pages(crawler.crawl(site.url("/d/0"), depth=2, scope="host"))
    assert paths(captures) == ["/d/0", "/d/1", "/d/2"]
    assert [one.depth for one in captures] == [0, 1, 2]
    assert captures[2].via == site.url("/d/1")
    assert crawler.left_out() == {TOO_DEEP: 1}


@pytest.mark.parametrize(
    ("scope", "found"),
    [("host", ["/s/", "/s/a/x", "/about"]), ("prefix", ["/s/", "/s/a/x"]), ("page", ["/s/"])],
)
def test_the_scope_decides_which_links_are_followed(
    site: Site, crawler: Crawler, paths: Paths, scope: str, found: list[str]
) -> None:
    site.serve("/s/", page(html("/s/a/x", "/about", site.other_url("/about"))))
    site.serve("/s/a/x", page(html("/s/")))
    captures = crawler.crawl(site.url("/s/"), depth=1, scope=scope)
    assert paths(captures) == found


def test_links_are_not_followed_without_depth(site: Site, crawler: Crawler, paths: Paths) -> None:
    assert paths(crawler.crawl(site.url(crawling.START))) == [crawling.START]
    assert not any(item.path == "crawl.json" for item in crawler.items)


def test_a_list_of_pages_is_captured_in_its_order(
    site: Site, crawler: Crawler, paths: Paths
) -> None:
    given = [site.url(f"/crawl/page/{n}") for n in (3, 1, 2)]
    captures = crawler.crawl(*given)
    assert sorted(one.given for one in captures) == sorted(given)
    assert {item.source for item in crawler.items if item.path.endswith("capture.json")} == {
        0,
        1,
        2,
    }


def test_the_crawl_ends_after_so_many_pages_and_says_so(
    site: Site, crawler: Crawler, paths: Paths
) -> None:
    captures = crawler.crawl(site.url(crawling.START), max_pages=5, **FULL)
    assert len(paths(captures)) == 5
    ending = crawler.ending()
    assert (ending.ended, ending.pages) == ("max-pages", 5)
    assert ending.queued == crawler.left_out()["max-pages"] > 0
    assert crawler.items[-1].problem is not None
    assert crawler.items[-1].problem.code == "cut"


def test_the_crawl_ends_after_so_many_bytes_and_says_so(
    site: Site, crawler: Crawler, paths: Paths
) -> None:
    captures = crawler.crawl(site.url(crawling.START), max_bytes=30_000, **FULL)
    ending = crawler.ending()
    assert ending.ended == "max-bytes"
    assert ending.bytes >= 30_000
    assert len(paths(captures)) < len(crawling.PAGES)


def test_a_page_met_by_a_redirect_is_not_captured_again(
    site: Site, crawler: Crawler, paths: Paths
) -> None:
    site.serve("/start", page(html("/r/1", "/r/2", "/target")))
    leading = redirect("/target")

    def late(asked: Asked) -> Answer:
        time.sleep(0.5)  # or it could be read first: it is asked for while the other is read
        return leading(asked)

    site.serve("/r/1", leading)
    site.serve("/r/2", late)
    site.serve("/target", page(html()))
    captures = only_pages(crawler.crawl(site.url("/start"), depth=3, scope="host"))
    assert len(site.log.exchanges("/target")) == 1
    assert paths(captures) == ["/start", "/r/1", "/r/2"]
    assert captures[2].elsewhere == (site.url("/target"),)


def test_a_picture_that_a_page_shows_and_links_is_fetched_once(
    site: Site, crawler: Crawler
) -> None:
    site.serve("/start", page('<img src="/img/a.png"><a href="/img/a.png">x</a>'))
    crawler.crawl(site.url("/start"), depth=2, scope="host")
    assert len(site.log.exchanges("/img/a.png")) == 1


def test_where_a_given_address_leads_within_its_domain_belongs_to_the_scope(
    site: Site, crawler: Crawler
) -> None:
    site.serve("/start", redirect(lambda asked: asked.origins["other"] + "/moved"))
    site.serve("/moved", page(html("/about")))
    captures = only_pages(crawler.crawl(site.url("/start"), depth=1, scope="host"))
    assert [one.url for one in captures] == [site.other_url("/moved"), site.other_url("/about")]


def test_sitemaps_are_not_asked_for_where_no_links_are_followed(
    site: Site, crawler: Crawler, paths: Paths
) -> None:
    captures = crawler.crawl(site.url("/about"), **FULL | {"depth": 0})
    assert [one.purpose for one in captures] == ["robots", "page"]


def test_meta_refresh_is_a_link(site: Site, crawler: Crawler, paths: Paths) -> None:
    captures = crawler.crawl(site.url("/redirect/meta"), depth=1, scope="host")
    assert paths(captures) == ["/redirect/meta", "/redirect/end"]


def test_a_host_that_no_longer_answers_is_given_up(
    site: Site, crawler: Crawler, paths: Paths
) -> None:
    dead = [f"/dead/{n}" for n in range(2 * MAX_DEAD)]
    site.serve("/start", page(html(*dead)))
    for path in dead:
        site.serve(path, b"", end="reset")
    captures = crawler.crawl(site.url("/start"), depth=1, scope="host")
    failed = [one for one in captures if one.result == "failed"]
    assert MAX_DEAD <= len(failed) < len(dead)
    assert crawler.left_out()[DEAD] == len(dead) - len(failed)


def test_pages_of_one_host_keep_their_distance(site: Site, crawler: Crawler) -> None:
    site.serve("/start", page(html("/about", "/news/1")))
    captures = crawler.crawl(site.url("/start"), depth=1, scope="host", pause=150)
    begun = sorted(one.started.utc for one in only_pages(captures))
    gaps = [_micros(later) - _micros(earlier) for earlier, later in pairwise(begun)]
    assert min(gaps) >= 140_000


def _micros(utc: str) -> int:
    from datetime import datetime

    return round(datetime.fromisoformat(utc).timestamp() * 1_000_000)


def test_a_crawl_delay_is_kept(site: Site, crawler: Crawler) -> None:
    site.serve("/sitemap.xml", page("", "text/xml", status="404 None"))
    site.serve("/start", page(html("/about")))
    captures = crawler.crawl(site.url("/start", "polite"), **FULL | {"depth": 1})
    pages = sorted(one.started.utc for one in captures if one.purpose == "page")
    assert _micros(pages[1]) - _micros(pages[0]) >= 990_000
    assert crawler.ending().robots[0].delay == 1000


def test_hostile_addresses_are_captured_under_items_of_their_own(
    site: Site, crawler: Crawler
) -> None:
    crawler.crawl(site.url("/hostile/"), depth=1, scope="host")
    found = [item.path for item in crawler.items]
    assert len(found) == len(set(found))
    assert all(path.isprintable() and path.isascii() for path in found)
    assert not any("/../" in path for path in found)


def test_secrets_go_to_the_given_host_only_and_into_no_record(site: Site, crawler: Crawler) -> None:
    other = site.other_url("/img/other.png")
    site.serve("/in", page(f'<img src="{other}"><img src="/img/a.png">'))
    crawler.let_in(("X-Token", "an-bi-mat-4711"), at=site.url("/"))
    (capture,) = crawler.crawl(site.url("/in"))
    assert site.log.one("/in").headers["x-token"] == "an-bi-mat-4711"
    assert "x-token" not in site.log.one("/img/other.png").headers
    assert capture.exchanges[0].redacted == ("X-Token",)
    stored = b"".join(
        path.read_bytes() for path in crawler.store.folder.rglob("*") if path.is_file()
    )
    assert b"an-bi-mat-4711" not in stored


def test_a_mistake_in_a_thread_ends_the_run_with_its_error(site: Site, crawler: Crawler) -> None:
    def broken(message: bytes, url: str) -> object:
        raise RuntimeError("a mistake")

    crawler.finder = broken  # type: ignore[assignment]
    with pytest.raises(RuntimeError, match="a mistake"):
        crawler.crawl(site.url("/about"))
    assert crawler.captures() == []


def test_an_answer_that_never_ends_does_not_keep_other_pages(site: Site, crawler: Crawler) -> None:
    site.serve("/start", page(html("/bad/stall", "/about", "/news/1")))
    captures = crawler.crawl(site.url("/start"), depth=1, scope="host", jobs=2, timeout=1, time=2)
    assert Counter(one.result for one in only_pages(captures)) == {"whole": 3, "cut": 1}


def test_cookies_that_a_site_sets_are_sent_back(site: Site, crawler: Crawler) -> None:
    def first(asked: Asked) -> object:
        return answer(html("/then"), headers=[("Set-Cookie", "phien=7")])

    site.serve("/first", first)  # type: ignore[arg-type]
    site.serve("/then", page("x"))
    crawler.crawl(site.url("/first"), depth=1, scope="host")
    assert site.log.one("/then").headers["cookie"] == "phien=7"
