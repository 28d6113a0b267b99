"""What the tests of the browser share: Chromium if there is one, the local site, its fetchers."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.site.site import Site

from truyvet.collectors.browser.chromium import VARIABLE, find_chromium
from truyvet.collectors.browser.rendering import Browser
from truyvet.collectors.wire.fetching import Fetcher
from truyvet.collectors.wire.given import Given
from truyvet.collectors.wire.names import Resolver
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.web.settings import WebSettings

NAME = "Mozilla/5.0 (compatible; Truyvet test)"


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The program; without it there is nothing to test."""
    try:
        return find_chromium(os.environ.get(VARIABLE), os.environ.get("PATH"))
    except TruyvetError as error:
        pytest.skip(f"{error.text}: {error.hint}")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The local site, with a log of every byte."""
    with Site() as running:
        yield running


@pytest.fixture(scope="module")
def make_browser(chromium: Path, site: Site) -> Callable[..., Browser]:
    """Make a browser whose proxy may ask this computer and trusts the site."""

    def make(given: Given | None = None) -> Browser:
        settings = WebSettings(user_agent=NAME, allow_private=True, timeout=5, time=20)
        given = given or Given()
        names = Resolver()
        return Browser(
            settings, given, names,
            fetchers=lambda: Fetcher(settings, given, names, trust=str(site.ca_file)),
            program=chromium,
        )  # fmt: skip

    return make


@pytest.fixture(scope="module")
def browser(make_browser: Callable[..., Browser]) -> Iterator[Browser]:
    """One browser for all tests of a file: starting one takes most of a second."""
    with make_browser() as running:
        yield running
