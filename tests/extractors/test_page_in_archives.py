"""Pages inside web archives: they know their own address, so their links have a normal form."""

import json

from truyvet.extractors import har as har_row
from truyvet.extractors import page, web
from truyvet.extractors import warc as warc_row
from truyvet.extractors.interface import Extractor
from truyvet.testing import unfold

BODY = b"<!doctype html><html><body><a href='../x?a=1'>x</a><img src=i.png></body></html>"
URL = "https://ex.vn/tin/1.html"
LINKS = {"https://ex.vn/x?a=1", "https://ex.vn/tin/i.png"}


def warc() -> bytes:
    """Return a WARC of one response."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(BODY)
    block = http + BODY
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"WARC-Date: 2026-03-01T00:00:00Z\r\nWARC-Target-URI: {URL}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def har() -> bytes:
    """Return a HAR of one exchange."""
    response = {
        "status": 200, "statusText": "OK", "httpVersion": "HTTP/1.1", "headers": [], "cookies": [],
        "content": {"mimeType": "text/html", "size": len(BODY), "text": BODY.decode()},
        "redirectURL": "", "headersSize": -1, "bodySize": len(BODY),
    }  # fmt: skip
    request = {"method": "GET", "url": URL, "headers": [], "queryString": [], "cookies": []}
    entry = {
        "startedDateTime": "2026-03-01T00:00:00Z", "time": 1, "request": request,
        "response": response, "cache": {}, "timings": {},
    }  # fmt: skip
    log = {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": [entry]}
    return json.dumps({"log": log}).encode()


def mhtml() -> bytes:
    """Return a web archive of one part."""
    head = (
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; "
        'type="text/html"; boundary="B"\r\n\r\n--B\r\nContent-Type: text/html\r\n'
        f"Content-Location: {URL}\r\n\r\n"
    )
    return head.encode() + BODY + b"\r\n--B--\r\n"


def links(content: bytes, name: str, row: Extractor) -> set[str]:
    """Return where the pages inside an archive lead."""
    items = unfold(content, [row, page], name=name)
    return {seen.normal for item in items for seen in item.of("page-link")}


def test_a_page_in_a_warc_knows_its_address() -> None:
    assert links(warc(), "a.warc", warc_row) == LINKS


def test_a_page_in_a_har_knows_its_address() -> None:
    assert links(har(), "a.har", har_row) == LINKS


def test_a_page_in_a_web_archive_knows_its_address() -> None:
    assert links(mhtml(), "a.mhtml", web) == LINKS


def test_a_page_of_its_own_does_not() -> None:
    assert links(BODY, "1.html", web) == {""}
