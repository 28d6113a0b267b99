"""A crawl that is ended at any point goes on after what is recorded: no page lost or doubled."""

from collections import Counter
from collections.abc import Callable
from contextlib import closing

import pytest
from tests.collectors.crawl.conftest import Crawler
from tests.site import crawling
from tests.site.answers import page
from tests.site.site import Site

from truyvet.evidence.item import Item
from truyvet.evidence.web.capture import WebCapture

Paths = Callable[[list[WebCapture]], list[str]]
FULL = {"site": True, "scope": "host", "depth": 1000}


def stop_after(crawler: Crawler, steps: int, url: str, **asked: object) -> bool:
    """Run until so many things were recorded; tell whether it was stopped."""
    with closing(crawler.begin(url, **asked).pages()) as pages:
        for kept in pages:
            crawler.keep(kept)
            steps -= bool(kept.block)
            if not steps:
                return True
    return False


def check_whole(crawler: Crawler, paths: Paths) -> None:
    """Every page once, every item under a name and number of its own, every reference led."""
    counted = Counter(paths(crawler.captures()))
    assert set(crawling.PAGES) | set(crawling.SAME) | set(crawling.LISTED) <= set(counted)
    assert max(counted.values()) == 1
    assert [item.n for item in crawler.items] == list(range(len(crawler.items)))
    names = [item.path for item in crawler.items]
    assert len(names) == len(set(names))
    brought = {one.url for capture in crawler.captures() for one in capture.exchanges}
    assert all(url in brought for one in crawler.captures() for url in one.elsewhere)


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_crawl_stopped_again_and_again_is_the_same_in_the_end(
    site: Site, crawler: Crawler, paths: Paths, jobs: int
) -> None:
    url = site.url(crawling.START)
    stops = 0
    for steps in (1, 2, 5, 20, 40, 60):
        stops += stop_after(crawler, steps, url, jobs=jobs, **FULL)
    crawler.crawl(url, jobs=jobs, **FULL)
    assert stops == 6
    check_whole(crawler, paths)
    assert crawler.left_out()["robots.txt asks to leave it alone"] == len(crawling.PRIVATE)


def test_settings_and_robots_are_recorded_once(site: Site, crawler: Crawler) -> None:
    for steps in (1, 2, 3):
        stop_after(crawler, steps, site.url(crawling.START), **FULL)
    crawler.crawl(site.url(crawling.START), **FULL)
    names = [item.path for item in crawler.items]
    assert names.count("settings.json") == 1
    assert sum(one.purpose == "robots" for one in crawler.captures()) == 1
    assert len(site.log.exchanges("/robots.txt")) <= 3
    assert crawler.ending().robots[0].effect == "obeyed"


def test_robots_are_obeyed_after_going_on_without_asking_again(
    site: Site, crawler: Crawler, paths: Paths
) -> None:
    stop_after(crawler, 4, site.url(crawling.START), **FULL)
    site.serve("/robots.txt", page("", "text/plain"))
    captures = crawler.crawl(site.url(crawling.START), **FULL)
    assert not set(paths(captures)) & set(crawling.PRIVATE)


def test_bodies_of_an_earlier_run_are_referred_to(site: Site, crawler: Crawler) -> None:
    same = {site.url(path) for path in crawling.SAME}
    while not same & {one.url for one in crawler.captures()}:
        stop_after(crawler, 5, site.url(crawling.START), **FULL)
    before = len(crawler.captures())
    captures = crawler.crawl(site.url(crawling.START), **FULL)
    later = [one for capture in captures[before:] for one in capture.exchanges if one.revisit]
    earlier = {one.url for capture in captures[:before] for one in capture.exchanges}
    assert any(one.revisit in earlier for one in later)
    asked = Counter(one.url for capture in captures for one in capture.exchanges)
    assert asked[site.url("/crawl/shared.css")] == 1


def test_a_capture_without_its_record_is_captured_anew_under_another_number(
    site: Site, crawler: Crawler, paths: Paths
) -> None:
    stop_after(crawler, 10, site.url(crawling.START), **FULL)
    lost = crawler.items.pop()  # a power cut has left half a group
    assert lost.path.endswith("capture.json")
    number = lost.path.partition("/")[0]
    crawler.crawl(site.url(crawling.START), **FULL)
    check_whole(crawler, paths)
    assert sum(item.path.startswith(f"{number}/") for item in crawler.items) == 1


def test_a_collection_that_was_ended_is_not_gone_on_with(site: Site, crawler: Crawler) -> None:
    crawler.crawl(site.url(crawling.START), **FULL)
    before: list[Item] = list(crawler.items)
    asked = len(site.log.exchanges("/crawl/page/1"))
    run = crawler.begin(site.url(crawling.START), **FULL)
    assert [kept for kept in run.pages() if kept.block] == []
    assert crawler.items == before
    assert len(site.log.exchanges("/crawl/page/1")) == asked
    assert run.crawl is not None
    assert run.crawl.pages == crawler.ending().pages


def test_limits_count_what_earlier_runs_have_captured(
    site: Site, crawler: Crawler, paths: Paths
) -> None:
    asked = FULL | {"max_pages": 12}
    for steps in (3, 6):
        stop_after(crawler, steps, site.url(crawling.START), **asked)
    captures = crawler.crawl(site.url(crawling.START), **asked)
    assert len(paths(captures)) == 12
    assert crawler.ending().ended == "max-pages"


def test_the_counts_at_the_end_are_those_of_all_runs(site: Site, crawler: Crawler) -> None:
    stop_after(crawler, 20, site.url(crawling.START), **FULL)
    captures = crawler.crawl(site.url(crawling.START), **FULL)
    exchanges = [one for capture in captures for one in capture.exchanges]
    ending = crawler.ending()
    assert ending.exchanges == len(exchanges)
    assert ending.bytes == sum(one.response_size for one in exchanges)
    assert ending.pages == sum(one.purpose == "page" for one in captures)


def test_ending_early_leaves_nothing_under_way(site: Site, crawler: Crawler) -> None:
    stop_after(crawler, 5, site.url(crawling.START), jobs=4, **FULL)
    assert not list((crawler.folder / "parts").iterdir())
    assert not (crawler.folder / "frontier.sqlite").exists()
