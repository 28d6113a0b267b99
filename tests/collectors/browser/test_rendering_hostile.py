"""Pages that misbehave: the rendering says what happened and keeps what could be had."""

import io
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image
from tests.site.answers import page
from tests.site.site import Site

from truyvet.collectors.browser.rendering import Browser, Limits, Rendered

SHORT = Limits(load=6, settle=3, quiet=0.4, scroll=3, answer=4)
Show = Callable[..., Rendered]


@pytest.fixture
def show(browser: Browser, site: Site) -> Iterator[Show]:
    """Show a page of this text."""
    shown: list[Rendered] = []

    def show(text: str, **limits: Any) -> Rendered:
        site.serve("/mine", page(text))
        given = replace(SHORT, **limits)
        shown.append(browser.render(site.url("/mine"), limits=given))
        return shown[-1]

    yield show
    for one in shown:
        one.close()


def text_of(shown: Rendered, name: str) -> str:
    return shown.parts[name].read().decode()


def said(shown: Rendered) -> list[tuple[str, str]]:
    found = map(json.loads, text_of(shown, "console.jsonl").splitlines())
    return [(one["event"], one.get("text", "")) for one in found]


def test_dialogs_are_dismissed_and_written_down(show: Show) -> None:
    shown = show(
        "<body>x<script>alert('xin chào');"
        "document.title = '' + confirm('chắc?') + prompt('tên?');"
        "onbeforeunload = (e) => { e.preventDefault(); return 'x'; }</script>"
    )
    assert [one for one in said(shown) if one[0] == "dialog"] == [
        ("dialog", "xin chào"), ("dialog", "chắc?"), ("dialog", "tên?"),
    ]  # fmt: skip
    assert (shown.rendering.title, shown.rendering.error) == ("falsenull", "")


def test_windows_prints_and_downloads_lead_nowhere(show: Show, site: Site) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-thing\r\nContent-Length: 4\r\n\r\n"
    site.serve("/thing.bin", head + b"abcd", end="keep")
    shown = show(
        "<body>x<iframe src='/thing.bin'></iframe>"
        "<script>window.open('/popped'); print(); document.title = 'after'</script>"
    )
    events = [event for event, _ in said(shown)]
    assert "popup" in events
    assert "download" in events
    assert shown.rendering.title == "after"
    assert "/popped" not in site.log.paths()
    assert b"abcd" in [one.message(1000)[-4:] for one in shown.fetched]


def test_a_script_without_end_is_stopped(show: Show) -> None:
    shown = show("<body>still here<script>setTimeout(() => { for (;;); }, 200)</script>", answer=2)
    assert shown.rendering.error == "a script that ran without end was stopped"
    assert "still here" in text_of(shown, "text.txt")
    assert "screenshot.png" in shown.parts


def test_a_tall_page_is_cut_in_the_picture_and_said_so(show: Show) -> None:
    shown = show(
        "<body style='margin:0'><div style='height:50000px;background:linear-gradient(red,blue)'>",
        scroll=1,
    )
    picture = Image.open(shown.parts["screenshot.png"])
    assert picture.size == (1280, 16384)
    assert "cut at 1280 x 16384 of 1280 x 50000 pixels" in shown.rendering.error


def test_a_page_that_grows_for_ever_is_left_in_the_end(show: Show) -> None:
    shown = show(
        "<body><div style='height:4000px'></div><script>onscroll = () => { const d = "
        "document.createElement('div'); d.style.height = '4000px'; document.body.append(d) }"
        "</script>", height=3000,
    )  # fmt: skip
    assert "scrolled through" in shown.rendering.error
    assert Image.open(shown.parts["screenshot.png"]).height == 3000


def test_a_box_that_scrolls_inside_the_page_is_scrolled_too(show: Show, site: Site) -> None:
    shown = show(
        "<body style='margin:0;overflow:hidden'><div style='height:100vh;overflow:auto'>"
        "<div style='height:9000px'></div><img loading=lazy src='/img/inner.png'></div>"
    )
    assert site.url("/img/inner.png") in [one.exchange.url for one in shown.fetched]


def test_websockets_are_refused_and_said_so(show: Show, site: Site) -> None:
    shown = show("<body>x<script>new WebSocket('ws://' + location.host + '/ws')</script>")
    reason = "websocket is not recorded, so it is not let through"
    assert shown.rendering.blocked == (f"{site.url('/ws')} {reason}",)
    assert "/ws" not in site.log.paths()


def test_workers_are_listened_to(show: Show, site: Site) -> None:
    site.serve("/worker.js", page("fetch('/api/items.json?of=worker')", "text/javascript"))
    site.serve("/shared.js", page("fetch('/api/items.json?of=shared')", "text/javascript"))
    shown = show("<body>x<script>new Worker('/worker.js'); new SharedWorker('/shared.js')</script>")
    urls = [one.exchange.url for one in shown.fetched]
    assert site.url("/api/items.json?of=worker") in urls
    assert site.url("/api/items.json?of=shared") in urls
    assert not any("127.0.0.1" in host for host in shown.rendering.housekeeping)


def test_text_that_is_no_unicode_stops_nobody(show: Show) -> None:
    shown = show("<body>x<script>console.log('\\ud800a'); document.title = '\\udc00b'</script>")
    assert ("console", "\ufffda") in said(shown)
    assert shown.rendering.title == "\ufffdb"


def test_a_page_that_fills_memory_is_held(show: Show) -> None:
    shown = show(
        "<body>x<script>const a = []; setInterval(() => { const b = new Uint8Array(3e8); b.fill(1);"
        " a.push(b) }, 1)</script>"
    )
    assert any(event in ("exception", "crash") for event, _ in said(shown))


def test_no_packet_goes_past_the_proxy(show: Show) -> None:
    """WebRTC asks a STUN server over UDP (RFC 8489), if it is let."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        show(
            f"<body>x<script>const c = new RTCPeerConnection({{iceServers: [{{urls:"
            f" 'stun:127.0.0.1:{port}'}}]}}); c.createDataChannel('x');"
            f" c.createOffer().then((o) => c.setLocalDescription(o))</script>"
        )
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.recv(1)


def test_an_untrusted_server_is_refused_and_recorded(browser: Browser, site: Site) -> None:
    url = site.secure_url("/", "self-signed")
    shown = browser.render(url, limits=SHORT)
    assert shown.document is not None
    assert shown.document.result == "refused"
    assert shown.rendering.error.startswith("the page itself: refused: certificate")
    assert shown.rendering.blocked[0].startswith(f"{url} certificate")
    shown.close()


def test_a_server_that_is_not_there_is_recorded(browser: Browser, site: Site) -> None:
    shown = browser.render(site.closed_url(), limits=SHORT)
    assert shown.document is not None
    assert shown.document.result == "failed"
    assert "connection refused" in shown.rendering.error
    shown.close()


def test_a_download_instead_of_a_page_is_said_so(browser: Browser, site: Site) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-thing\r\nContent-Length: 4\r\n\r\n"
    site.serve("/file.bin", head + b"abcd", end="keep")
    shown = browser.render(site.url("/file.bin"), limits=SHORT)
    assert "a download, not a page" in shown.rendering.error
    assert "screenshot.png" not in shown.parts
    assert shown.fetched[0].message(1000).endswith(b"abcd")
    shown.close()


def test_two_pages_at_the_same_time_keep_their_exchanges_apart(
    browser: Browser, site: Site
) -> None:
    found: dict[str, Rendered] = {}

    def render(path: str) -> None:
        found[path] = browser.render(site.url(path), limits=SHORT)

    threads = [threading.Thread(target=render, args=(path,)) for path in ("/about", "/news/1")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for path, shown in found.items():
        assert shown.document is not None
        assert shown.document.url == site.url(path)
        others = {one.exchange.url for one in shown.fetched} - {site.url("/favicon.ico")}
        assert others == {site.url(path)}
        shown.close()


def test_the_picture_of_a_page_without_anything_is_white(show: Show) -> None:
    shown = show("")
    picture = Image.open(io.BytesIO(shown.parts["screenshot.png"].read()))
    assert picture.convert("L").getextrema() == (255, 255)
