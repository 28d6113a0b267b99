"""A real page in a real browser: what it loads is recorded to the byte, what it shows is kept."""

import io
import json
import re
from collections.abc import Callable, Iterator
from http.cookiejar import Cookie
from typing import Any

import pytest
from PIL import Image
from tests.collectors.browser.conftest import NAME
from tests.site import crawling, rich
from tests.site.site import Site

from truyvet.collectors.browser.rendering import Browser, Rendered
from truyvet.collectors.wire.cookies import Cookies
from truyvet.collectors.wire.given import Given, origins_of


@pytest.fixture(scope="module")
def rendered(browser: Browser, site: Site) -> Iterator[Rendered]:
    """The rich page over https."""
    shown = browser.render(site.secure_url("/"))
    yield shown
    shown.close()


def part(shown: Rendered, name: str) -> bytes:
    shown.parts[name].seek(0)
    return shown.parts[name].read()


def lines(shown: Rendered, name: str) -> list[Any]:
    return [json.loads(line) for line in part(shown, name).splitlines()]


def paths(shown: Rendered) -> list[str]:
    return ["/" + one.exchange.url.split("/", 3)[3] for one in shown.fetched]


def test_every_byte_is_the_servers_own(rendered: Rendered, site: Site) -> None:
    assert len(rendered.fetched) >= 20
    for fetched in rendered.fetched:
        path = "/" + fetched.exchange.url.split("/", 3)[3]
        served = [one.response for one in site.log.exchanges(path)]
        assert fetched.message(1 << 24) in served


def test_the_requests_are_those_the_server_got(rendered: Rendered, site: Site) -> None:
    for fetched in rendered.fetched:
        path = "/" + fetched.exchange.url.split("/", 3)[3]
        assert fetched.request in [one.request for one in site.log.exchanges(path)]


def test_all_that_a_browser_needs_is_there(rendered: Rendered) -> None:
    found = set(paths(rendered))
    seen = set(rich.LIVE) | {"/img/lazy.png", "/css/sub/more.css", "/frame/same.html"}
    assert seen <= found
    assert set(rich.OTHER) <= found


def test_a_post_is_recorded_with_its_body(rendered: Rendered) -> None:
    post = next(one for one in rendered.fetched if one.exchange.method == "POST")
    assert json.loads(post.request.partition(b"\r\n\r\n")[2]) == {"ten": "Đức", "so": 7}


def test_the_browser_names_itself_as_the_settings_say(rendered: Rendered) -> None:
    assert all(f"User-Agent: {NAME}\r\n".encode() in one.request for one in rendered.fetched)


def test_connections_to_servers_are_verified(rendered: Rendered) -> None:
    connections = [one.connection for one in rendered.fetched if one.connection]
    assert connections
    assert all(one.tls is not None and one.tls.verified for one in connections)


def test_everything_is_said_to_be_for_something(rendered: Rendered) -> None:
    purposes = {
        path: one.exchange.purpose
        for path, one in zip(paths(rendered), rendered.fetched, strict=True)
    }
    assert purposes["/"] == "page"
    assert purposes["/frame/same.html"] == "frame"
    assert purposes["/css/main.css"] == "style"
    assert purposes["/js/app.js"] == purposes["/sw.js"] == "script"
    assert purposes["/img/late.png"] == "image"
    assert purposes["/api/items.json"] == "data"


def test_nothing_of_the_page_counts_as_the_browsers_own(rendered: Rendered, site: Site) -> None:
    own = rendered.rendering.housekeeping
    assert not any("127.0.0.1" in host for host in own)
    asked = {"/" + one.exchange.url.split("/", 3)[3] for one in rendered.fetched}
    assert {one.target for one in site.log.exchanges()} <= asked


def test_the_record_says_what_came_of_it(rendered: Rendered, site: Site) -> None:
    record = rendered.rendering
    assert record.error == ""
    assert record.settled
    assert record.title == rich.TITLE
    assert record.final_url == site.secure_url("/")
    assert record.viewport == "1280x900"
    assert record.browser.startswith("Chrome/")
    assert record.started < record.ended
    assert record.blocked == ()


def test_the_picture_shows_the_page_to_its_end(rendered: Rendered) -> None:
    picture = Image.open(io.BytesIO(part(rendered, "screenshot.png")))
    assert picture.width == 1280
    assert picture.height > 3000
    bottom = picture.convert("L").crop((0, picture.height - 200, 200, picture.height))
    assert bottom.getextrema() != (255, 255)


def test_the_text_is_what_a_person_reads_with_all_frames(rendered: Rendered) -> None:
    text = part(rendered, "text.txt").decode()
    assert text.startswith("Cửa hàng Sen Vàng\n")
    assert all(word in text for word in ("Trà sen", "Hết trang", "cùng gốc", "gốc khác"))
    assert "console.log" not in text


def test_the_tree_is_as_scripts_left_it(rendered: Rendered) -> None:
    html = part(rendered, "dom.html").decode()
    assert html.startswith("<!DOCTYPE html>\n<html")
    assert '<div id="late"><img src="/img/late.png">' in html
    assert html.count("<!-- frame https://127.0.0.1:") == 2


def test_archive_and_print_are_what_they_are_called(rendered: Rendered) -> None:
    printed = part(rendered, "page.pdf")
    assert printed.startswith(b"%PDF-")
    box = re.search(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", printed)
    assert box is not None
    assert [float(side) for side in box.groups()] == pytest.approx([595, 842], abs=1)  # A4, points
    archive = part(rendered, "page.mhtml")
    assert b"multipart/related" in archive
    assert b"/frame/other.html" in archive


def test_what_the_page_says_aloud_is_written_down(rendered: Rendered) -> None:
    said = lines(rendered, "console.jsonl")
    hello = next(one for one in said if one["event"] == "console")
    assert hello["text"] == "xin chào từ trang thử"
    assert hello["url"].endswith("/js/app.js")


def test_each_request_is_in_the_network_log_with_its_answer(rendered: Rendered) -> None:
    log = lines(rendered, "network.jsonl")
    asked = {one["url"] for one in log if one["event"] == "request"}
    answered = {one["url"] for one in log if one["event"] == "response"}
    for fetched in rendered.fetched:
        assert fetched.exchange.url in asked & answered


def test_the_network_log_tells_what_came_from_a_service_worker(rendered: Rendered) -> None:
    log = lines(rendered, "network.jsonl")
    late = [one for one in log if one["event"] == "response" and "lazy.png" in one["url"]]
    assert {(one["target"], one["source"]) for one in late} == {
        ("page", "service-worker"),
        ("service_worker", "network"),
    }


def test_no_header_stands_in_the_network_log(rendered: Rendered) -> None:
    assert b"User-Agent" not in part(rendered, "network.jsonl")


def test_the_document_is_told_from_all_else(rendered: Rendered, site: Site) -> None:
    assert rendered.document is not None
    assert rendered.document.url == site.secure_url("/")
    assert rendered.document.status == 200


def test_redirects_are_exchanges_of_their_own(browser: Browser, site: Site) -> None:
    shown = browser.render(site.url("/redirect/chain/2"))
    assert [one.exchange.status for one in shown.fetched[:3]] == [302, 302, 302]
    assert shown.document is not None
    assert shown.rendering.final_url == shown.document.url == site.url("/redirect/end")
    shown.close()


def test_given_cookies_and_headers_let_in_and_are_masked(
    make_browser: Callable[..., Browser], site: Site
) -> None:
    cookie = Cookie(
        0, "session", crawling.TOKEN, None, False, "127.0.0.1", False, False, "/", True, False,
        None, True, None, None, {},
    )  # fmt: skip
    url = site.url(crawling.GUARDED)
    given = Given(
        headers=(("X-Secret", "rất-bí-mật"),), cookies=Cookies((cookie,)), origins=origins_of([url])
    )
    with make_browser(given) as browser:
        site.log.clear()
        shown = browser.render(url)
        other = browser.render(site.other_url("/about"))
    served = site.log.exchanges(crawling.GUARDED)[0]
    assert f"session={crawling.TOKEN}".encode() in served.request
    assert "rất-bí-mật".encode() in served.request
    assert shown.document is not None
    assert shown.document.status == 200
    assert set(shown.fetched[0].exchange.redacted) == {"X-Secret", "Cookie"}
    for fetched in (*shown.fetched, *other.fetched):
        assert crawling.TOKEN.encode() not in fetched.request
        assert "rất-bí-mật".encode() not in fetched.request
    assert b"X-Secret" not in other.fetched[0].request
    shown.close()
    other.close()
