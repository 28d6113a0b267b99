"""Ctrl-C in a crawl: what was captured is kept, and the same command goes on with it."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from tests.commands.conftest import Officer
from tests.site import crawling
from tests.site.site import Site

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


def test_ctrl_c_keeps_what_was_captured_and_the_same_command_goes_on(
    an: Officer, site: Site
) -> None:
    assert cut_short(an, site, signal.SIGINT, 1.5) in (130, None)
    shown = (an.place / "output").read_text()
    if "stopped" not in shown:
        pytest.skip("the computer was too busy to begin in time")
    assert "items kept: give the same command again to go on" in shown
    assert "VALID" in an.does("--case", "vu-01", "verify")
    ran = an.run(*command(site))
    assert "going on after" in ran.stderr
    assert pages(an, site) == dict.fromkeys(PAGES, 1)


def test_other_options_begin_another_collection(an: Officer, site: Site) -> None:
    if cut_short(an, site, signal.SIGINT, 1.2) is None:
        pytest.skip("it ended before it could be stopped")
    ran = an.run(*command(site, "--max-pages", "2"))
    if "stopped" not in (an.place / "output").read_text():
        pytest.skip("the computer was too busy to begin in time")
    assert "going on after" not in ran.stderr
    assert "an unfinished collection of the same sources stays open" in ran.stderr
