"""`truyvet collect site`: a site by its links, kind to its server, and told what was left out."""

import json
from collections import Counter
from typing import Any

from tests.commands.conftest import Officer
from tests.site import crawling
from tests.site.site import Site

SITE = ("--case", "vu-01", "collect", "site")


def crawled(officer: Officer, *arguments: str, status: int = 0) -> Any:
    """Crawl and return the result."""
    given = (*SITE, *arguments, "--allow-private", "--rate", "0")
    (told,) = officer.reads(*given, status=status)
    return told


def pages(officer: Officer, site: Site) -> Counter[str]:
    """Paths of the captured pages."""
    root = site.url("/").rstrip("/")
    found = Counter[str]()
    for item in officer.reads("--case", "vu-01", "items"):
        folder, _, name = item["path"].rpartition("/")
        if name == "capture.json":
            found[folder.partition("/")[2].removeprefix(root)] += 1
    return found


def test_a_site_is_captured_page_by_page_and_verifies(an: Officer, site: Site) -> None:
    told = crawled(an, site.url(crawling.START), "--jobs", "2")
    found = pages(an, site)
    assert set(crawling.PAGES) | set(crawling.LISTED) <= set(found)
    assert max(found.values()) == 1
    assert not set(found) & set(crawling.PRIVATE)
    assert told["left_out"]["robots.txt asks to leave it alone"] == 2
    assert "VALID" in an.does("--case", "vu-01", "verify")


def test_ignoring_robots_needs_a_reason_that_is_recorded(an: Officer, site: Site) -> None:
    url = site.url("/crawl/private/")
    assert an.run(*SITE, url, "--ignore-robots", " ").returncode == 2
    crawled(an, url, "--depth", "0", "--ignore-robots", "QĐ 12/2026")
    assert "/crawl/private/" in pages(an, site)
    an.does("--case", "vu-01", "export", "2.0", "-o", "settings.json")
    settings = json.loads((an.place / "settings.json").read_text())
    assert settings["ignore_robots"] == "QĐ 12/2026"


def test_a_given_page_that_robots_refuses_is_told_with_status_4(an: Officer, site: Site) -> None:
    ran = an.run(*SITE, site.url("/crawl/private/"), "--allow-private", "--depth", "0")
    assert ran.returncode == 4
    assert "refused: robots.txt asks to leave it alone" in ran.stderr


def test_a_crawl_ends_where_the_officer_said(an: Officer, site: Site) -> None:
    told = crawled(an, site.url(crawling.START), "--max-pages", "4", status=4)
    assert (told["pages"], told["ended"], told["status"]) == (4, "max-pages", "partial")
    assert "max-pages" in told["first_problems"][0]


def test_servers_are_spared_unless_the_officer_says_otherwise(an: Officer, site: Site) -> None:
    an.run(*SITE, site.url("/about"), "--allow-private", "--depth", "0")
    an.does("--case", "vu-01", "export", "2.0", "-o", "settings.json")
    settings = json.loads((an.place / "settings.json").read_text())
    assert (settings["pause"], settings["site"], settings["scope"]) == (200, True, "host")
