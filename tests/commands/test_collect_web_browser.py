"""Pages loaded by a browser from several https servers: what is whose, and what is not verified."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.site.site import Site

from truyvet.collectors.wire.targets import target_of
from truyvet.evidence.case import Case
from truyvet.evidence.web.reading import Captured, captures_of

NAMES = ("chromium", "chromium-browser", "google-chrome")
ORIGINS = ("good", "tls12", "self-signed")
PATH = "/unchanging"

pytestmark = pytest.mark.skipif(
    not (os.environ.get("TRUYVET_CHROMIUM") or any(map(shutil.which, NAMES))),
    reason="there is no Chromium on this computer",
)


@dataclass(frozen=True, kw_only=True)
class Done:
    """A collection of one page of each origin."""

    officer: Officer
    captures: dict[str, Captured]
    """By name of the listener."""


@pytest.fixture(scope="module")
def done(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Done:
    place = tmp_path_factory.mktemp("browser") / "an"
    shutil.copytree(template, place, symlinks=True)
    an = Officer(
        place=place, keys=place / "config/truyvet/keys", settings={"TRUYVET_CASE": "vu-01"}
    )
    with Site() as site:
        an = an.with_(REQUESTS_CA_BUNDLE=str(site.ca_file))
        urls = {name: site.url(PATH, name) for name in ORIGINS}
        asked = ("--browser", "--allow-private", "--insecure-record")
        an.does("collect", "web", *urls.values(), *asked)
    case = Case(place / "vu-01")
    with case.reading() as index:
        found = {one.record.given: one for one in captures_of(case, index)}
    return Done(officer=an, captures={name: found[url] for name, url in urls.items()})


def test_no_load_rests_on_a_record_of_another_port(done: Done) -> None:
    bodies = set()
    for found in done.captures.values():
        assert found.record.rendering is not None
        exchanges = (*found.record.exchanges, *found.record.rendering.exchanges)
        for one in exchanges:
            if one.revisit:
                assert target_of(one.revisit).origin == target_of(one.url).origin
        bodies.add(exchanges[0].body_sha256)
    assert len(bodies) == 1  # all three sites have the same page


def test_a_pack_of_one_site_holds_nothing_of_another(done: Done) -> None:
    names = [done.captures[name].name for name in ORIGINS]
    done.officer.does("export", "wacz", names[1], "-o", "one.wacz")
    exported = done.officer.reads("log")[-1]["act"]
    packed = {exported["name"], *(one["name"] for one in exported.get("more", ()))}
    assert not packed & {row.name for row in done.captures["good"].rows.values()}


def test_all_that_a_browser_made_of_an_untrusted_page_is_marked(done: Done) -> None:
    for name, found in done.captures.items():
        marks = {part: row.unverified for part, row in found.rows.items()}
        assert {"rendered.warc", "screenshot.png", "capture.json"} <= marks.keys()
        assert set(marks.values()) == {name == "self-signed"}
