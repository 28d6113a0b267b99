"""Ctrl-C in a crawl: what was captured is kept, and the same command goes on with it."""

import signal

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.stopping import PAGES, command, cut_short, pages
from tests.site.site import Site


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
