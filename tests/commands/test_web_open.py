"""`truyvet web open`: a capture is shown again at its own address, out of the case alone."""

import io
import os
import shutil
from pathlib import Path

import pytest
from PIL import Image
from tests.commands.conftest import Officer
from tests.commands.support.capturing import bring
from tests.evidence.support.captures import Page, fetched
from tests.site import crawling
from tests.site.site import Site

from truyvet.collectors.browser.chromium import VARIABLE, find_chromium
from truyvet.commands.web_open import Answers, has_display
from truyvet.evidence.case import Case
from truyvet.evidence.errors import TruyvetError
from truyvet.evidence.web.reading import find_capture


@pytest.fixture(scope="module")
def chromium() -> Path:
    """The browser; without it pages cannot be shown."""
    try:
        return find_chromium(os.environ.get(VARIABLE), os.environ.get("PATH"))
    except TruyvetError as error:
        pytest.skip(f"{error.text}: {error.hint}")


@pytest.fixture(scope="module")
def officer(template: Path, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Officer:
    """An investigator who has captured three pages (entry 2): two of them have one body."""
    place = tmp_path_factory.mktemp("open") / "an"
    shutil.copytree(template, place, symlinks=True)
    keys = place / "config/truyvet/keys"
    settings = {"TRUYVET_CASE": "vu-01", "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    an = Officer(place=place, keys=keys, settings=settings)
    urls = [site.url("/home"), *(site.url(path) for path in crawling.SAME[:2])]
    an.does("collect", "web", *urls, "--allow-private")
    return an


@pytest.fixture(scope="module")
def shown(officer: Officer, site: Site, chromium: Path) -> Officer:
    """The same, who has shown a page in a browser too (entry 3)."""
    officer.does("collect", "web", site.secure_url("/about", "plain"), "--allow-private",
                 "--browser")  # fmt: skip
    return officer


def test_every_answer_is_the_servers_own(officer: Officer, site: Site) -> None:
    case = Case(officer.place / "vu-01")
    with case.reading() as index:
        answers = Answers(case, index, find_capture(case, index, "2.1"), rendered=False)
        for path in ("/home", "/", "/css/main.css", "/img/lazy.png"):
            sent = {one.response for one in site.log.exchanges(path)}
            assert answers.answer("GET", site.url(path)) in sent
        assert answers.answer("POST", site.url("/")) is None
        assert answers.answer("GET", site.url("/api/echo")) is None


def test_a_body_that_came_before_is_found_where_it_stands(officer: Officer, site: Site) -> None:
    case = Case(officer.place / "vu-01")
    url = site.url(crawling.SAME[1])
    with case.reading() as index:
        found = find_capture(case, index, url)
        assert found.record.exchanges[0].revisit
        answers = Answers(case, index, found, rendered=False)
        raw = answers.answer("GET", url)
    assert raw in {one.response for one in site.log.exchanges(crawling.SAME[1])}


def test_what_another_capture_of_the_collection_fetched_is_there(
    officer: Officer, site: Site
) -> None:
    case = Case(officer.place / "vu-01")
    with case.reading() as index:
        found = find_capture(case, index, site.url(crawling.SAME[1]))
        answers = Answers(case, index, found, rendered=False)
        assert answers.answer("GET", site.url("/css/main.css")) is not None


def test_altered_bytes_are_not_shown(officer: Officer, tmp_path: Path) -> None:
    place = tmp_path / "copy"
    shutil.copytree(officer.place / "vu-01", place, symlinks=True)
    case = Case(place)
    with case.reading() as index:
        found = find_capture(case, index, "2.1")
        path = case.store.path(found.rows["capture.warc"].sha256 or "")
        path.chmod(0o600)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        answers = Answers(case, index, found, rendered=False)
        with pytest.raises(TruyvetError, match="E302"):
            answers.answer("GET", found.record.exchanges[0].url)


def test_a_record_that_does_not_fit_its_bytes_is_not_shown(an: Officer) -> None:
    page = Page(exchanges=[fetched("http://shop.example/")], facts={"status": 500})
    bring(an.place / "vu-01", an.keys, page)
    ran = an.run("--case", "vu-01", "web", "open", "2.1", "--screenshot", "x.png")
    assert (ran.returncode, "E567" in ran.stderr) == (1, True)
    assert not (an.place / "x.png").exists()


def test_a_picture_is_taken_where_nobody_can_look(
    officer: Officer, site: Site, chromium: Path
) -> None:
    before = len(site.log.exchanges())
    ran = officer.run("web", "open", "2.1")
    assert ran.returncode == 0, ran
    with Image.open(officer.place / "2.1.png") as picture:
        assert picture.width == 1280
        assert picture.height > 3000
    assert "made now from 2.1" in ran.stderr
    assert f"  {site.url('/img/late.png')}\n" in ran.stderr
    assert ran.stdout == ""
    assert len(site.log.exchanges()) == before


def test_what_the_browser_loaded_shows_the_page_as_it_was(
    shown: Officer, site: Site, chromium: Path
) -> None:
    ran = shown.run("web", "open", "3.1", "--rendered", "--screenshot", "again.png")
    assert ran.returncode == 0, ran
    assert "not captured" not in ran.stderr
    case = Case(shown.place / "vu-01")
    with case.reading() as index:
        row = find_capture(case, index, "3.1").rows["screenshot.png"]
    then = b"".join(case.store.read(row.sha256 or ""))
    now = (shown.place / "again.png").read_bytes()
    pictures = [Image.open(io.BytesIO(one)).convert("RGB").tobytes() for one in (then, now)]
    assert pictures[0] == pictures[1]


def test_a_browser_without_its_sandbox_is_told_once(shown: Officer) -> None:
    ran = shown.run("web", "open", "3.1", "--screenshot", "bare.png")
    assert ran.stderr.count("Chromium runs without its sandbox") == (os.geteuid() == 0)


def test_a_page_that_no_browser_showed_has_no_rendering(officer: Officer) -> None:
    ran = officer.run("web", "open", "2.1", "--rendered")
    assert ran.returncode == 1
    assert "E533" in ran.stderr


@pytest.mark.parametrize(("target", "code"), [("evidence/link", "E108"), ("vu-01/x.png", "E111")])
def test_no_file_is_replaced_and_none_goes_into_the_case(
    officer: Officer, target: str, code: str
) -> None:
    ran = officer.run("web", "open", "2.1", "--screenshot", target)
    assert ran.returncode == 1
    assert code in ran.stderr


def test_without_chromium_the_next_step_is_told(officer: Officer) -> None:
    ran = officer.with_(TRUYVET_CHROMIUM="/nowhere/chromium").run(
        "web", "open", "2.1", "--screenshot", "none.png"
    )
    assert ran.returncode == 1
    assert "E531" in ran.stderr
    assert not (officer.place / "none.png").exists()


def test_an_item_that_is_no_capture_is_refused(officer: Officer) -> None:
    assert "E563" in officer.run("web", "open", "1.1").stderr


@pytest.mark.parametrize(
    ("environment", "system", "shown"),
    [
        ({}, "linux", False), ({"DISPLAY": ""}, "linux", False), ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True), ({}, "darwin", True),
    ],
)  # fmt: skip
def test_a_window_needs_a_display(environment: dict[str, str], system: str, shown: bool) -> None:
    assert has_display(environment, system) is shown
