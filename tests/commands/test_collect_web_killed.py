"""kill -9 at many moments of a crawl: it verifies each time, and no page is lost or doubled."""

import random
import signal

from tests.commands.conftest import Officer
from tests.commands.support.stopping import PAGES, command, cut_short, pages
from tests.site.site import Site

KILLS = 10


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
