"""What cannot be kept or waited for ends a rendering with its reason, and nothing in silence."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.collectors.browser.conftest import NAME
from tests.site.answers import page
from tests.site.site import Site

from truyvet.collectors.browser.rendered import USED_UP
from truyvet.collectors.browser.rendering import Browser, Limits, Rendered
from truyvet.collectors.crawl.means import Allowance
from truyvet.collectors.wire.exchange import Fetched, Request, Tee
from truyvet.collectors.wire.fetching import Fetcher
from truyvet.collectors.wire.given import Given
from truyvet.collectors.wire.names import Resolver
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.web.settings import WebSettings

SHORT = Limits(load=6, settle=3, quiet=0.4, scroll=3, answer=4)
FETCHES = (
    "<body>x<script>(async () => { for (let i = 0; i < 30; i++) "
    "await fetch('/big?' + i).then((r) => r.arrayBuffer()).catch(() => 0) })()</script>"
)


class Failing(Fetcher):
    """A fetcher whose disk, or whose program, fails at addresses that say so."""

    def fetch(self, request: Request, tee: Tee | None = None) -> Fetched:
        if request.url.endswith("/disk.png"):
            raise TruyvetError("E901", path="/tmp")
        if request.url.endswith("/fault.png"):
            raise ValueError("a fault of ours")
        return super().fetch(request, tee)


@pytest.fixture
def failing(chromium: Path, site: Site) -> Browser:
    settings = WebSettings(user_agent=NAME, allow_private=True, timeout=5, time=20)
    names = Resolver()
    return Browser(
        settings, Given(), names, program=chromium,
        fetchers=lambda: Failing(settings, Given(), names, trust=str(site.ca_file)),
    )  # fmt: skip


def show(
    browser: Browser, site: Site, text: str, allowance: Allowance | None = None, **limits: Any
) -> Rendered:
    site.serve("/mine", page(text))
    given = replace(SHORT, **limits)
    return browser.render(site.url("/mine"), limits=given, allowance=allowance)


def test_a_full_disk_ends_the_page_and_a_fault_is_told(failing: Browser, site: Site) -> None:
    with failing:
        with pytest.raises(TruyvetError) as caught:
            show(failing, site, "<body>x<img src='/disk.png'>")
        assert caught.value.code == "E901"
        shown = show(failing, site, "<body>x<img src='/fault.png'>")
    address = site.url("/fault.png")
    assert shown.rendering.error.startswith(f"asked for and not recorded: 1, such as {address}; ")
    assert shown.rendering.error.endswith("such as by ValueError('a fault of ours')")
    assert "screenshot.png" in shown.parts
    shown.close()


def test_a_page_receives_no_more_than_the_collection_may(browser: Browser, site: Site) -> None:
    site.serve("/big", page("x" * 200_000, "text/plain"))
    allowance = Allowance(left=1_000_000)
    shown = show(browser, site, FETCHES, allowance)
    received = sum(one.exchange.response_size for one in shown.fetched)
    assert 1_000_000 <= received < 1_300_000
    assert allowance.left == 1_000_000 - received
    assert USED_UP in shown.rendering.error
    assert "asked for and not recorded: 2" in shown.rendering.error
    shown.close()


def test_a_page_is_left_when_its_time_is_over(browser: Browser, site: Site) -> None:
    busy = "new Worker(URL.createObjectURL(new Blob(['for (;;);'])))"
    shown = show(
        browser, site, f"<body>x<script>for (let i = 0; i < 30; i++) {busy};"
        "setInterval(() => { const t = Date.now(); while (Date.now() - t < 900); }, 1)</script>",
        page=4,
    )  # fmt: skip
    assert "it was left after 4 s" in shown.rendering.error
    assert "page.pdf" not in shown.parts
    shown.close()
