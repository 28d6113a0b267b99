"""The site knows every byte it said, and says what its sections promise."""

import gzip
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from tests.site import bad, charsets, crawling, hostile, odd, scams
from tests.site.site import SECURE, UNTRUSTED, Site

from truyvet.extractors.charsets import decode
from truyvet.testing import examine


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def asked(site: Site, path: str, origin: str = "plain", *, method: str = "GET") -> bytes:
    """Ask over a connection of our own and return every byte until the end, or 2 s of silence."""
    address = urlsplit(site.url("/", origin))
    host = str(address.hostname)
    with socket.create_connection((host, address.port), timeout=2) as raw:
        used: socket.socket = raw
        if address.scheme == "https":
            context = ssl.create_default_context(cafile=site.ca_file)
            used = context.wrap_socket(raw, server_hostname=host, suppress_ragged_eofs=True)
        with used:
            head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            used.sendall(head.encode())
            found = b""
            try:
                while piece := used.recv(1 << 16):
                    found += piece
            except OSError:
                pass
            return found


@pytest.mark.parametrize("origin", ["plain", "other", "good", "tls12", "tls13"])
def test_the_log_has_what_the_client_got(site: Site, origin: str) -> None:
    for path in ("/", "/odd/folded", "/odd/latin", "/odd/chunked", "/bad/body-close"):
        got = asked(site, path, origin)
        assert got == site.log.exchanges(path, origin=origin)[-1].response
        assert got.startswith(b"HTTP/1.1 200")


def test_the_log_has_what_the_client_sent(site: Site) -> None:
    asked(site, "/search?q=%C4%91", method="GET")
    served = site.log.one("/search?q=%C4%91")
    assert served.request == (
        b"GET /search?q=%C4%91 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    )
    assert (served.method, served.path, served.headers["host"]) == ("GET", "/search", "x")


def test_every_trusted_listener_is_trusted_and_no_other(site: Site) -> None:
    for origin in SECURE:
        if origin in UNTRUSTED:
            with pytest.raises(ssl.SSLCertVerificationError):
                asked(site, "/about", origin)
        else:
            assert b"200 OK" in asked(site, "/about", origin)
            assert len(site.log.exchanges("/about", origin=origin)[0].link.chain) == 2


def test_the_versions_of_tls_are_those_promised(site: Site) -> None:
    for origin, version in (("tls12", "TLSv1.2"), ("tls13", "TLSv1.3")):
        asked(site, "/about", origin)
        assert site.log.exchanges("/about", origin=origin)[-1].link.version == version


@pytest.mark.parametrize("path", odd.SAME)
def test_odd_answers_hold_the_content_that_curl_reads(site: Site, path: str) -> None:
    if path.startswith("/odd/coding/") or "gzip" in path or path == "/odd/length-and-chunked":
        assert asked(site, path)  # not every curl knows all codings
        return
    if not shutil.which("curl"):
        pytest.skip("no curl on this machine")
    ran = subprocess.run(
        ["curl", "-sS", "--max-time", "5", site.url(path)], capture_output=True, check=False
    )
    assert ran.stdout == odd.CONTENT, ran.stderr


@pytest.mark.parametrize("path", sorted(bad.CUT))
def test_cut_answers_begin_well(site: Site, path: str) -> None:
    if path != "/bad/chunk-endless-size":
        assert asked(site, path).startswith(b"HTTP/1.1 200 OK\r\n")


def test_bombs_are_small_on_the_wire(site: Site) -> None:
    for path in bad.BOMBS:
        assert len(asked(site, path)) < 1 << 20


@pytest.mark.parametrize("path", sorted(charsets.PAGES))
def test_pages_in_old_encodings_say_the_words(site: Site, path: str) -> None:
    body = asked(site, path).partition(b"\r\n\r\n")[2]
    charset = charsets.PAGES[path][0]
    assert charsets.WORDS in decode(body, charset)


def test_every_crawlable_page_is_reached_by_links_from_the_start(site: Site) -> None:
    seen, waiting = set[str](), [crawling.START]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        text = asked(site, path).decode()
        waiting += [to for to in crawling.PAGES if f'"{to}"' in text or f'"{to[7:]}"' in text]
    assert seen | {"/crawl/page/2", "/crawl/page/3"} == set(crawling.PAGES)


def test_sitemaps_name_pages_that_are_there(site: Site) -> None:
    first = asked(site, "/map-1.xml").decode()
    second = gzip.decompress(asked(site, "/map-2.xml.gz").partition(b"\r\n\r\n")[2]).decode()
    for path in crawling.LISTED:
        assert site.url(path) in first + second
        assert b"200 OK" in asked(site, path)


def test_the_login_lets_in_who_knows_the_secret(site: Site) -> None:
    assert b"302 Found" in asked(site, crawling.GUARDED)
    head = f"GET {crawling.GUARDED} HTTP/1.0\r\nX-Token: {crawling.TOKEN}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", site.port()), timeout=2) as used:
        used.sendall(head.encode())
        found = b""
        while piece := used.recv(1 << 16):
            found += piece
    assert crawling.TOKEN.encode() in found


def test_the_payment_code_can_be_read(site: Site) -> None:
    from truyvet.extractors import qr

    body = asked(site, scams.QR).partition(b"\r\n\r\n")[2]
    (seen,) = (one for one in examine(qr, body).observations if one.kind == "qr")
    assert scams.ACCOUNT in seen.raw


def test_hostile_names_answer(site: Site) -> None:
    for name in hostile.NAMES:
        assert asked(site, name).startswith(b"HTTP/1.1 200"), name


def test_a_version_changes_the_watched_page_and_no_other(site: Site) -> None:
    before, stays = asked(site, "/watched"), asked(site, "/unchanging")
    site.set_version(2)
    assert asked(site, "/watched") != before
    assert asked(site, "/unchanging") == stays


def test_bytes_of_a_test_are_served_as_they_are(site: Site) -> None:
    site.serve("/mine", b"HTTP/1.1 200 OK\r\n\r\nx\xff")
    assert asked(site, "/mine") == b"HTTP/1.1 200 OK\r\n\r\nx\xff"


def test_head_brings_the_head_alone(site: Site) -> None:
    got = asked(site, "/about", method="HEAD")
    assert got.endswith(b"\r\n\r\n")
    assert b"Content-Length" in got
