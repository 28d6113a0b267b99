"""What the tests of stopped crawls share: a crawl of 60 pages, and a signal amid it."""

import os
import time
from collections import Counter

from tests.commands.conftest import Officer
from tests.site import crawling
from tests.site.site import Site

PAGES = {f"/crawl/page/{n}" for n in range(1, crawling.COUNT + 1)}


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
