"""All that a rich page needs is found in what its server really says, read step by step."""

import socket
from urllib.parse import urlsplit

from tests.site import rich
from tests.site.site import Site

from truyvet.evidence.web.references import NEEDED
from truyvet.extractors.references.service import ReferenceReader


def said(url: str) -> bytes:
    """Return the answer of a server, every byte of it."""
    address = urlsplit(url)
    path = address.path + (f"?{address.query}" if address.query else "")
    with socket.create_connection((str(address.hostname), int(address.port or 80)), 10) as end:
        end.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        whole = b""
        while piece := end.recv(1 << 16):
            whole += piece
    return whole


def test_reading_page_sheets_and_frames_finds_all_that_the_page_needs() -> None:
    with Site() as site, ReferenceReader() as reader:
        start = site.url("/", "plain")
        found, waiting = {start}, [start]
        links: set[str] = set()
        while waiting:
            url = waiting.pop()
            seen = reader(said(url), url)
            assert seen.problem == ""
            for one in seen.references:
                if one.use in NEEDED and one.url not in found:
                    found.add(one.url)
                    waiting += [one.url] if one.url.startswith(start) else []
                elif one.use == "link" and url == start:
                    links.add(one.url)
    missing = {site.url(path, "plain") for path in rich.PARTS} - found - {site.url("/favicon.ico")}
    assert missing == set()
    assert {site.url(path, "plain") for path in rich.LINKS} <= links
    assert not {site.url("/never.png", "plain")} & found
