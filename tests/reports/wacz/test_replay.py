"""Packs replayed by pywb, in a real browser, after the site itself has gone."""

import contextlib
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.evidence.support.captures import Collection, Page
from tests.evidence.support.people import Clock, acting
from tests.evidence.support.scenes import open_case
from tests.site import rich
from tests.site.site import Site

from truyvet.collectors.wire.exchange import Fetched, Request
from truyvet.collectors.wire.fetching import Fetcher
from truyvet.collectors.wire.given import Given
from truyvet.collectors.wire.names import Resolver
from truyvet.evidence.case import Case
from truyvet.evidence.web.reading import captures_of
from truyvet.evidence.web.settings import WebSettings

from .conftest import Packing

POSTED = json.dumps({"ten": "Đức", "so": 7}, ensure_ascii=False).encode()
SETTINGS = WebSettings(user_agent="t", allow_private=True)


def load(site: Site, fetcher: Fetcher, path: str = "/") -> list[Fetched]:
    """Fetch the rich page and all that it and its scripts ask for."""
    urls = [site.secure_url(one) for one in (path, *rich.PARTS, *rich.LIVE)]
    urls += [site.url(one, "second") for one in rich.OTHER]
    requests = [Request(url=url, purpose="data") for url in urls[1:]]
    media = (("Content-Type", "application/json"),)
    echo = site.secure_url("/api/echo")
    requests.append(Request(url=echo, purpose="data", method="POST", headers=media, body=POSTED))
    return [fetcher.fetch(one) for one in (Request(url=urls[0], purpose="page"), *requests)]


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A pack of the rich page, captured twice (all revisits then), and the page's address."""
    folder, who = tmp_path_factory.mktemp("replayed"), acting(clock=Clock(100))
    case = open_case(folder / "case", who)
    with Site() as site:
        fetcher = Fetcher(SETTINGS, Given(), Resolver(), trust=str(site.ca_file))
        collection = Collection(case)
        for _ in range(2):
            collection.add(Page(exchanges=load(site, fetcher), title=rich.TITLE))
        fetcher.close()
        url = site.secure_url("/")
    collection.finish(who)
    again = collection.records[1]
    assert sum(bool(one.revisit) for one in again.exchanges) > 10
    with Case(case.folder).reading() as index:
        packing = Packing(case, list(captures_of(case, index)))
    return packing.pack(folder / "x.wacz", 2), url


def free_port() -> int:
    """Return a port where nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def get(port: int, path: str) -> tuple[int, bytes]:
    """Ask the replaying server for a path; its status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


@pytest.fixture
def pywb(
    replayed: tuple[Path, str], webtools: Callable[[str], Path], tmp_path: Path
) -> Iterator[tuple[int, Path]]:
    """A pywb that replays the pack: its port and its log."""
    manager, wayback = webtools("wb-manager"), webtools("wayback")
    for command in (["init", "t"], ["add", "--unpack-wacz", "t", str(replayed[0])]):
        subprocess.run([manager, *command], cwd=tmp_path, capture_output=True, check=True)
    port, log = free_port(), tmp_path / "pywb.log"
    with log.open("wb") as file:
        server = subprocess.Popen(
            [wayback, "-b", "127.0.0.1", "-p", str(port)], cwd=tmp_path, stdout=file, stderr=file
        )
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                if get(port, "/t/")[0] == 200:
                    break
            time.sleep(0.1)
        yield port, log
    finally:
        server.terminate()
        server.wait()


def test_pywb_gives_every_body_as_it_was(
    pywb: tuple[int, Path], replayed: tuple[Path, str]
) -> None:
    port, _ = pywb
    with zipfile.ZipFile(replayed[0]) as pack:
        lines = pack.read("indexes/index.cdx").decode().splitlines()
    urls = {json.loads(line.split(" ", 2)[2])["url"] for line in lines if " {" in line}
    asked = sorted(url for url in urls if url.startswith("https:"))
    assert len(asked) > 20
    for url in asked:
        status, body = get(port, f"/t/20260314021500id_/{url}")
        assert status == 200, url
        assert body, url


def test_a_browser_shows_the_page_with_all_it_needs(
    pywb: tuple[int, Path], replayed: tuple[Path, str], tmp_path: Path
) -> None:
    chromium = os.environ.get("TRUYVET_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        pytest.skip("no chromium")
    port, log = pywb
    before = log.stat().st_size
    command = [
        chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--dump-dom",
        f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=10000",
        "--window-size=1280,5000", f"http://127.0.0.1:{port}/t/2026mp_/{replayed[1]}",
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, timeout=60, check=True)
    seen = log.read_bytes()[before:].decode("utf-8", "replace")
    asked = re.findall(r'"(?:GET|POST) (/t/[0-9]\S*) HTTP/1.1" ([0-9]{3})', seen)
    assert {status for _, status in asked} == {"200"}, asked
    fetched = " ".join(path for path, _ in asked)
    for path in ("/css/sub/more.css", "/img/bg.png", "/font/text.woff2", "/frame/same.html"):
        assert path in fetched
    for path in ("/api/items.json", "/api/echo", "/img/late.png", "/img/scrolled.png"):
        assert path in fetched
