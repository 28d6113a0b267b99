"""kill -9 at many moments of a crawl: it verifies each time, and no page is lost or doubled."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from tests.commands.conftest import Officer
from tests.site import crawling
from tests.site.site import Site

KILLS = 10
PAGES = {f"/crawl/page/{n}" for n in range(1, crawling.COUNT + 1)}


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The local site, for all tests of this file."""
    with Site() as running:
        yield running


def command(site: Site, *more: str) -> tuple[str, ...]:
    """Crawl the 60 pages, a little slowly."""
    start = site.url("/crawl/page/1")
    asked = ("--depth", "100", "--scope", "prefix", "--rate", "40", "--allow-private", *more)
    return ("--case", "vu-01", "collect", "web", start, *asked)


def pages(officer: Officer, site: Site) -> Counter[str]:
    """Paths of the captured pages."""
    root, found = site.url("/").rstrip("/"), Counter[str]()
    for item in officer.reads("--case", "vu-01", "items"):
        folder, _, name = item["path"].rpartition("/")
        if name == "capture.json" and not folder.endswith("/robots.txt"):
            found[folder.partition("/")[2].removeprefix(root)] += 1
    return found


def cut_short(officer: Officer, site: Site, number: int, seconds: float) -> int | None:
    """Crawl and send a signal after some seconds; the status, or none where it had ended."""
    with officer.starts(*command(site), output=officer.place / "output") as running:
        time.sleep(seconds)
        if running.poll() is not None:
            return None
        os.kill(running.pid, number)
        return running.wait(timeout=30)


def test_a_crawl_killed_at_many_moments_completes_with_each_page_once(
    an: Officer, site: Site
) -> None:
    moments, ended = random.Random(4), 0
    for _ in range(KILLS):
        ended += cut_short(an, site, signal.SIGKILL, moments.uniform(0.35, 1.3)) is None
        assert "VALID" in an.does("--case", "vu-01", "verify")
    if not ended:
        an.does(*command(site))
    assert pages(an, site) == dict.fromkeys(PAGES, 1)
    assert "VALID" in an.does("--case", "vu-01", "verify")
    assert not any((an.place / "vu-01/work").rglob("frontier.sqlite"))
