"""What a page needs, fetched ahead by idle threads: at the same time, written in its order."""

import threading
from dataclasses import replace

import pytest
from tests.collectors.crawl.conftest import Crawler
from tests.collectors.crawl.test_page import html, urls
from tests.site.answers import Answer, Asked, Page, answer, page, redirect
from tests.site.site import Site

from truyvet.collectors import web
from truyvet.collectors.crawl.lines import Fetches
from truyvet.collectors.crawl.run import Place
from truyvet.collectors.wire.exchange import Fetched, Request

PICTURES = 12


@pytest.fixture
def gallery(site: Site) -> str:
    """Address of a page of pictures."""
    names = [f"/gallery/{n}.png" for n in range(PICTURES)]
    for name in names:
        site.serve(name, page(f"picture {name}".encode(), "image/png"))
    site.serve("/gallery", page(html(*(f'<img src="{name}">' for name in names))))
    return site.url("/gallery")


def counting(most: list[int]) -> Page:
    """Return a page that keeps in `most` how many asked for it at the same time."""
    lock, under_way = threading.Lock(), [0]

    def counted(asked: Asked) -> Answer:
        with lock:
            under_way[0] += 1
            most.append(under_way[0])
        threading.Event().wait(0.02)
        with lock:
            under_way[0] -= 1
        return answer(asked.path.encode(), "image/png")

    return counted


def test_two_things_that_a_page_needs_are_asked_for_at_the_same_time(
    site: Site, crawler: Crawler
) -> None:
    both = threading.Barrier(2)

    def waiting(asked: Asked) -> Answer:
        both.wait(10)  # answers only when the other one is asked for as well
        return answer(asked.path.encode(), "image/png")

    site.serve("/a.png", waiting)
    site.serve("/b.png", waiting)
    site.serve("/p", page(html('<img src="/a.png"><img src="/b.png">')))
    capture = crawler.page(site.url("/p"), jobs=2)
    assert urls(capture, result="whole") == [site.url(path) for path in ("/p", "/a.png", "/b.png")]


def test_with_one_job_one_thing_comes_after_the_other(
    site: Site, crawler: Crawler, gallery: str
) -> None:
    most = list[int]()
    counted = counting(most)
    for number in range(PICTURES):
        site.serve(f"/gallery/{number}.png", counted)
    crawler.page(gallery)
    assert most == [1] * PICTURES


def test_no_more_exchanges_are_under_way_than_jobs(
    site: Site, crawler: Crawler, gallery: str
) -> None:
    most = list[int]()
    counted = counting(most)
    for number in range(PICTURES):
        site.serve(f"/gallery/{number}.png", counted)
    crawler.page(gallery, jobs=3)
    assert len(most) == PICTURES
    assert max(most) <= 3


@pytest.mark.parametrize("jobs", [1, 2, 8])
def test_they_are_written_in_the_order_of_the_page(
    crawler: Crawler, gallery: str, jobs: int
) -> None:
    capture = crawler.page(gallery, jobs=jobs)
    wanted = [gallery, *(f"{gallery}/{n}.png" for n in range(PICTURES))]
    assert urls(capture, result="whole") == wanted
    offsets = [one.records[0].offset for one in capture.exchanges]
    assert offsets == sorted(offsets)


def test_a_redirect_to_what_is_fetched_ahead_is_fetched_once(site: Site, crawler: Crawler) -> None:
    site.serve("/moved.png", redirect("/there.png"))
    site.serve("/there.png", page(b"there", "image/png"))
    site.serve("/p", page(html('<img src="/moved.png"><img src="/there.png">')))
    capture = crawler.page(site.url("/p"), jobs=4)
    asked = [site.url(path) for path in ("/p", "/moved.png", "/there.png")]
    assert (urls(capture), capture.result) == (asked, "whole")


class Breaking:
    """Fetches, but no picture."""

    def __init__(self, fetcher: Fetches) -> None:
        self._fetcher = fetcher

    def fetch(self, request: Request, /) -> Fetched:
        """Ask; a picture is a mistake."""
        if request.purpose == "image":
            raise RuntimeError("a mistake")
        return self._fetcher.fetch(request)

    def close(self) -> None:
        """Close its connections."""
        self._fetcher.close()


def test_a_mistake_while_fetching_ahead_ends_the_run_with_its_error(
    crawler: Crawler, gallery: str
) -> None:
    order = crawler.order(gallery, jobs=4)
    order = replace(order, fetcher=lambda: Breaking(crawler.order(gallery).fetcher()))
    parts = crawler.folder / "parts"
    place = Place(store=crawler.store, folder=crawler.folder, parts=parts, recorded=())
    with pytest.raises(RuntimeError, match="a mistake"):
        list(web.collect(order, place).pages())
