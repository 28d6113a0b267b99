"""Servers that break off, lie, never end or are not to be trusted leave records with reasons."""

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.captured import Holdings, Kept
from tests.commands.support.stem import Ran
from tests.site import bad, redirects
from tests.site.site import UNTRUSTED, Site
from warcio.archiveiterator import ArchiveIterator

LIMITS = ("--jobs", "8", "--time", "3", "--timeout", "1", "--max-response", "2MB")
EARLY, CHUNK, NOTHING, NO_HTTP = "closed early", "chunk:", "closed without an answer", "not HTTP"
HEAD, SIZE, TIME, IDLE = "head:", "size:", "time:", "idle:"
EXPECTED = {
    "/bad/long-length": ("cut", EARLY), "/bad/body-close": ("cut", EARLY),
    "/bad/body-reset": ("cut", EARLY), "/bad/body-abrupt": ("cut", EARLY),
    "/bad/chunk-close": ("cut", EARLY), "/bad/chunk-no-end": ("cut", EARLY),
    "/bad/chunk-no-trailer-end": ("cut", EARLY), "/bad/chunk-size": ("cut", CHUNK),
    "/bad/chunk-negative": ("cut", CHUNK), "/bad/chunk-huge": ("cut", CHUNK),
    "/bad/chunk-short": ("cut", CHUNK), "/bad/chunk-endless-size": ("cut", CHUNK),
    "/bad/gzip-cut": ("whole", ""), "/bad/empty-reply": ("failed", NOTHING),
    "/bad/reset": ("failed", NOTHING), "/bad/head-close": ("cut", EARLY),
    "/bad/head-reset": ("cut", EARLY), "/bad/garbage": ("failed", NO_HTTP),
    "/bad/ssh": ("failed", NO_HTTP), "/bad/status-line": ("failed", NO_HTTP),
    "/bad/huge-header": ("cut", HEAD), "/bad/endless-headers": ("cut", HEAD),
    "/bad/endless-hints": ("failed", HEAD), "/bad/silent": ("failed", IDLE),
    "/bad/short-length": ("whole", ""), "/bad/two-lengths": ("whole", ""),
    "/bad/negative-length": ("whole", ""), "/bad/word-length": ("whole", ""),
    "/bad/huge-length": ("whole", ""), "/bad/endless": ("cut", SIZE),
    "/bad/drip": ("cut", TIME), "/bad/head-drip": ("cut", TIME),
    "/bad/endless-chunks": ("cut", SIZE), "/bad/stall": ("cut", IDLE),
}  # fmt: skip
"""Path -> how the exchange ends, and how its reason begins."""
ORIGINS = ("plain", "good")


@dataclass(frozen=True, kw_only=True)
class Done:
    """A collection that has ended, beside the site that it captured."""

    site: Site
    officer: Officer
    holdings: Holdings = field(repr=False)
    ran: Ran = field(repr=False)


@pytest.fixture(scope="module")
def done(template: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    place = tmp_path_factory.mktemp("bad") / "an"
    shutil.copytree(str(template), place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    with Site() as site:
        an = an.with_(REQUESTS_CA_BUNDLE=str(site.ca_file))
        urls = [site.url(path, origin) for origin in ORIGINS for path in (*EXPECTED, *bad.BOMBS)]
        urls += [site.url("/about", origin) for origin in UNTRUSTED]
        urls += [site.closed_url(), site.not_plain_url, site.not_tls_url, site.silent_url]
        urls += [site.url(f"/redirect/{name}") for name in ("loop", "there", "endless/0", "file")]
        urls += [site.url("/redirect/untrusted"), site.url("/about")]
        (place / "urls.txt").write_text("\n".join(urls) + "\n", encoding="utf-8")
        command = ("collect", "web", "--list", "urls.txt", "--allow-private", *LIMITS)
        ran = an.run("--case", "vu-01", *command, timeout=120)
        rows = an.reads("--case", "vu-01", "items", "--entry", "2")
        yield Done(site=site, officer=an, holdings=Holdings(place / "vu-01", rows), ran=ran)


def only(done: Done, url: str) -> Kept:
    """Return the last exchange that asked for this address."""
    return done.holdings.of(url)[-1]


def test_it_ends_partly_done_and_lists_what_is_not_whole(done: Done) -> None:
    assert done.ran.returncode == 4
    assert "Traceback" not in done.ran.stderr
    assert "not whole" in done.ran.stderr


def test_the_table_here_knows_every_bad_page() -> None:
    assert set(EXPECTED) == set(bad.CASES)


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("path", sorted(EXPECTED))
def test_a_bad_answer_ends_in_a_record_with_its_reason(done: Done, path: str, origin: str) -> None:
    one = only(done, done.site.url(path, origin))
    result, reason = EXPECTED[path]
    assert one.exchange.result == result
    assert one.exchange.reason.startswith(reason)
    assert bool(one.exchange.reason) == bool(reason)


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("path", sorted(EXPECTED))
def test_what_came_is_kept_and_is_what_the_server_sent(done: Done, path: str, origin: str) -> None:
    one = only(done, done.site.url(path, origin))
    served = [each.begin for each in one.served(done.site)]
    assert any(each.startswith(one.response) for each in served)
    if path not in (*bad.ENDLESS, "/bad/chunk-endless-size", *bad.NOTHING):
        assert one.response in served


@pytest.mark.parametrize("path", sorted(bad.CUT | bad.NOTHING | bad.ENDLESS))
def test_its_capture_says_that_it_is_not_whole_and_why(done: Done, path: str) -> None:
    capture = done.holdings.page(done.site.url(path))
    assert capture.result in ("incomplete" if path == "/bad/gzip-cut" else "cut", "failed")
    assert capture.reason


@pytest.mark.parametrize("path", sorted(bad.LENGTHS))
def test_a_lie_about_the_length_is_noted(done: Done, path: str) -> None:
    exchange = only(done, done.site.url(path)).exchange
    assert exchange.notes


@pytest.mark.parametrize("path", sorted(bad.BOMBS))
def test_a_bomb_is_kept_as_it_came_and_never_unpacked_whole(done: Done, path: str) -> None:
    one = only(done, done.site.url(path))
    assert one.exchange.result == "whole"
    assert one.response in [each.response for each in one.served(done.site)]
    assert len(one.response) < 1 << 20


@pytest.mark.parametrize("origin", UNTRUSTED)
def test_an_untrusted_server_is_refused_before_anything_is_asked(done: Done, origin: str) -> None:
    one = only(done, done.site.url("/about", origin))
    assert (one.exchange.result, one.request, one.response) == ("refused", b"", b"")
    assert one.exchange.reason.startswith("certificate:")
    assert one.connection is not None
    assert one.connection.tls is not None
    assert not one.connection.tls.verified
    assert one.connection.tls.chain, "what the server showed is kept"
    assert not done.site.log.exchanges("/about", origin=origin)


def test_where_nobody_answers_there_is_a_record_too(done: Done) -> None:
    gone = [one for one in done.holdings.captures if one.reason.startswith("no answer")]
    assert any("refused" in one.reason for one in gone)
    for url in (done.site.not_plain_url, done.site.not_tls_url, done.site.silent_url):
        capture = done.holdings.page(url)
        assert capture.result == "failed"
        assert capture.reason


@pytest.mark.parametrize("name", ["loop", "there", "endless/0", "file"])
def test_redirects_that_lead_nowhere_end(done: Done, name: str) -> None:
    capture = done.holdings.page(done.site.url(f"/redirect/{name}"))
    assert capture.result == "failed"
    assert "redirect" in capture.reason
    assert 1 <= len(capture.exchanges) <= 22


def test_a_redirect_to_an_untrusted_server_is_not_followed(done: Done) -> None:
    capture = done.holdings.page(done.site.url("/redirect/untrusted"))
    assert [one.result for one in capture.exchanges] == ["whole", "refused"]
    assert not done.site.log.exchanges(redirects.END, origin="self-signed")


def test_a_good_page_beside_them_is_whole(done: Done) -> None:
    assert done.holdings.page(done.site.url("/about")).result == "whole"


def test_every_problem_stands_on_its_item(done: Done) -> None:
    told = {row["path"]: row["problem"] for row in done.holdings.rows if row["problem"]}
    for capture in done.holdings.captures:
        if capture.result != "whole":
            (path,) = (
                row["path"]
                for row in done.holdings.rows
                if row["path"].startswith(f"{capture.capture}/")
                and row["path"].endswith("/capture.json")
            )
            assert path in told


def test_warcio_reads_what_there_is(done: Done) -> None:
    for content in done.holdings.warcs().values():
        for record in ArchiveIterator(io.BytesIO(content), no_record_parse=True):
            record.raw_stream.read()


def test_the_case_verifies(done: Done) -> None:
    assert "INVALID" not in done.officer.does("verify", "vu-01")


def test_without_leave_nothing_private_is_asked(an: Officer) -> None:
    with Site() as site:
        ran = an.run("--case", "vu-01", "collect", "web", site.url("/about"), site.url("/", "six"))
        assert ran.returncode == 4
        assert "private" in ran.stderr or "loopback" in ran.stderr
        assert not site.log.exchanges()
        assert not site.log.links


def test_with_insecure_record_an_untrusted_page_is_captured_and_marked(an: Officer) -> None:
    with Site() as site:
        given = site.url("/about", "self-signed")
        more = ("--allow-private", "--insecure-record")
        an.does("--case", "vu-01", "collect", "web", given, *more)
        holdings = Holdings(
            an.place / "vu-01", an.reads("--case", "vu-01", "items", "--entry", "2")
        )
        capture = holdings.page(given)
        (kept,) = holdings.kept
        assert capture.unverified
        assert kept.response == site.log.one("/about").response
        assert urlsplit(given).port == int(kept.connection.peer.rpartition(":")[2])  # type: ignore[union-attr]
        (listed,) = an.reads("--case", "vu-01", "web", "list")
        assert "unverified" in listed["marks"]


def test_what_an_untrusted_server_sent_is_marked_wherever_it_is_told(an: Officer) -> None:
    an = an.with_(TRUYVET_CASE="vu-01")
    with Site() as site:
        urls = site.url("/about", "self-signed"), site.url("/about")
        an.does("collect", "web", *urls, "--allow-private", "--insecure-record")
    marked = an.reads("items", "--unverified")
    assert [row["path"].rpartition("/")[2] for row in marked] == ["capture.warc", "capture.json"]
    assert an.does("items", "--entry", "2").count("[unverified]") == 2
    assert "certificate is not to be trusted" in an.does("show", marked[0]["item"])
    assert ", 2 unverified from " in an.does("log")
    ran = an.run("export", "wacz", marked[0]["item"], "-o", "x.wacz")
    assert "certificate is not to be trusted" in ran.stderr
    assert an.run("verify").returncode == 0
