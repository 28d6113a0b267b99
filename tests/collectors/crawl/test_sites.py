"""Sites: what a robots.txt counts for."""

import pytest

from truyvet.collectors.crawl.sites import is_bound
from truyvet.evidence.web.settings import WebSettings


@pytest.mark.parametrize("site", [False, True])
def test_a_page_that_a_link_led_to_is_always_bound(site: bool) -> None:
    assert is_bound(WebSettings(user_agent="t", site=site), "page", 1)


def test_a_given_page_is_bound_in_a_crawl_of_its_site_only() -> None:
    assert is_bound(WebSettings(user_agent="t", site=True), "page", 0)
    assert not is_bound(WebSettings(user_agent="t"), "page", 0)


@pytest.mark.parametrize("purpose", ["robots", "sitemap", "frame", "image", "style"])
def test_what_is_no_page_is_never_bound(purpose: str) -> None:
    assert not is_bound(WebSettings(user_agent="t", site=True), purpose, 3)
