"""A capture through the command line, held against what the server says it sent, byte for byte."""

import base64
import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.captured import Holdings, Kept
from tests.site import charsets, hostile, odd, redirects, rich
from tests.site.site import Site
from warcio.archiveiterator import ArchiveIterator

REDIRECTS = (
    *(f"/redirect/{status}" for status in redirects.STATUSES), "/redirect/chain/5",
    "/redirect/relative", "/redirect/utf8", "/redirect/newline", "/redirect/other",
    "/redirect/fragment",
)  # fmt: skip
PATHS = (
    *odd.SAME, *odd.BODILESS, *odd.ERRORS, "/odd/extra", "/odd/unknown-coding",
    *charsets.PAGES, *REDIRECTS, "/tagged",
)  # fmt: skip
ORIGINS = ("plain", "good", "six")


@dataclass(frozen=True, kw_only=True)
class Done:
    """A collection that has ended, beside the site that it captured."""

    site: Site
    officer: Officer
    holdings: Holdings = field(repr=False)
    status: int
    said: str = field(repr=False)


@pytest.fixture(scope="module")
def done(template: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    place = tmp_path_factory.mktemp("captured") / "an"
    shutil.copytree(str(template), place, symlinks=True)
    an = Officer(place=place, keys=place / "config/truyvet/keys")
    with Site() as site:
        an = an.with_(REQUESTS_CA_BUNDLE=str(site.ca_file))  # wins over others that are set
        origins = [name for name in ORIGINS if name in site.origins]
        urls = [site.url(path, origin) for origin in origins for path in PATHS]
        urls += [site.url("/"), site.secure_url("/", "tls12"), site.secure_url("/", "tls13")]
        urls += [site.url(name) for name in hostile.NAMES]
        (place / "urls.txt").write_text("\n".join(urls) + "\n", encoding="utf-8")
        ran = an.run(
            "--case", "vu-01", "collect", "web", "--list", "urls.txt", "--allow-private", "--json",
            timeout=120,
        )  # fmt: skip
        rows = an.reads("--case", "vu-01", "items", "--entry", "2")
        yield Done(
            site=site,
            officer=an,
            holdings=Holdings(place / "vu-01", rows),
            status=ran.returncode,
            said=ran.stdout + ran.stderr,
        )


def where(one: Kept) -> tuple[str, str]:
    return one.exchange.url, one.exchange.reason


def test_it_ends_well(done: Done) -> None:
    assert "Traceback" not in done.said
    assert done.status in (0, 4), done.said


def test_every_given_address_has_a_capture_of_its_own(done: Done) -> None:
    given = (done.officer.place / "urls.txt").read_text(encoding="utf-8").split()
    assert len(done.holdings.captures) == len(set(given))
    assert [one.capture for one in done.holdings.captures] == list(range(1, len(set(given)) + 1))


def test_every_response_is_what_the_server_sent(done: Done) -> None:
    wrong = [
        where(one)
        for one in done.holdings.kept
        if one.response not in [served.response for served in one.served(done.site)]
    ]
    assert not wrong


def test_every_request_is_what_the_server_got(done: Done) -> None:
    wrong = [
        where(one)
        for one in done.holdings.kept
        if one.request not in [served.request for served in one.served(done.site)]
    ]
    assert not wrong


def test_nothing_was_asked_that_is_not_recorded(done: Done) -> None:
    recorded = sum(1 for one in done.holdings.kept if one.request)
    assert recorded == len(done.site.log.exchanges())


def test_all_of_these_odd_answers_are_whole(done: Done) -> None:
    assert [where(one) for one in done.holdings.kept if one.exchange.result != "whole"] == []


def test_peer_and_own_address_are_those_of_the_connection(done: Done) -> None:
    for one in done.holdings.kept:
        assert one.connection is not None
        for served in one.served(done.site):
            assert one.connection.peer == served.link.local
            assert one.connection.local == served.link.peer


def test_certificates_cipher_and_version_are_those_of_the_connection(done: Done) -> None:
    versions = set()
    for one in done.holdings.kept:
        if not one.exchange.url.startswith("https:"):
            assert one.connection is None or one.connection.tls is None
            continue
        assert one.connection is not None
        tls = one.connection.tls
        assert tls is not None
        (link,) = {served.link.number: served.link for served in one.served(done.site)}.values()
        assert [base64.b64decode(cert) for cert in tls.chain] == list(link.chain)
        assert (tls.cipher, tls.version) == (link.cipher, link.version)
        assert (tls.verified, tls.error, tls.alpn) == (True, "", link.alpn)
        versions.add(tls.version)
    assert versions == {"TLSv1.2", "TLSv1.3"}


def test_the_record_names_the_address_of_the_server(done: Done) -> None:
    for one in done.holdings.kept:
        assert one.answer is not None
        assert one.connection is not None
        assert one.answer["WARC-IP-Address"] == one.connection.peer.rpartition(":")[0].strip("[]")


@pytest.mark.parametrize("path", odd.SAME)
def test_an_odd_answer_has_its_head_as_it_came(done: Done, path: str) -> None:
    (one,) = done.holdings.of(done.site.url(path))
    (served,) = one.served(done.site)
    head = served.response[: one.exchange.head]
    assert one.response.startswith(head)
    ends = (b"\r\n\r\n", b"\n\n")
    assert head.endswith(ends)
    assert one.exchange.status == 200


def test_a_body_that_came_before_is_referred_to(done: Done) -> None:
    revisits = [
        one for one in done.holdings.kept if one.answer and one.answer["WARC-Type"] == "revisit"
    ]
    assert revisits
    for one in revisits:
        assert one.answer is not None
        original = one.answer["WARC-Refers-To-Target-URI"]
        assert original == one.exchange.revisit
        assert done.holdings.of(original)


def test_statuses_are_those_that_were_sent(done: Done) -> None:
    for path, status in odd.ERRORS.items():
        (one,) = done.holdings.of(done.site.url(path))
        assert one.exchange.status == status
        assert one.exchange.result == "whole"


def test_each_hop_of_a_redirect_is_an_exchange_of_one_capture(done: Done) -> None:
    capture = done.holdings.page(done.site.url("/redirect/chain/5"))
    assert capture.url == done.site.url(redirects.END)
    hops = [one.url for one in capture.exchanges if one.purpose == "page"]
    names = [f"/redirect/chain/{number}" for number in (5, 4, 3, 2, 1, 0)]
    assert hops == [done.site.url(path) for path in (*names, redirects.END)]


def test_a_redirect_to_another_host_is_followed(done: Done) -> None:
    capture = done.holdings.page(done.site.url("/redirect/other"))
    assert capture.url == done.site.other_url(redirects.END)


@pytest.mark.parametrize("origin", ["plain", "tls12"])
def test_a_page_is_captured_with_all_it_needs(done: Done, origin: str) -> None:
    capture = done.holdings.page(done.site.url("/", origin))
    other = "other" if origin == "plain" else "second"
    got = {one.url for one in capture.exchanges} | set(capture.elsewhere)
    assert {done.site.url(path, origin) for path in rich.PARTS} <= got
    assert {done.site.url(path, other) for path in rich.OTHER} <= got
    assert (capture.result, capture.title) == ("whole", rich.TITLE)


def test_a_page_tells_where_it_leads(done: Done) -> None:
    capture = done.holdings.page(done.site.url("/"))
    leads = {one.url.partition("#")[0] for one in capture.outlinks}
    assert {done.site.url(path) for path in rich.LINKS} <= leads


def test_hostile_names_stay_in_their_place(done: Done) -> None:
    paths = [row["path"] for row in done.holdings.rows]
    assert len(paths) == len(set(paths))
    for folder in done.officer.place.rglob("*"):
        assert folder.name not in ("passwd", "root", "win.ini", "con", "id")
    for name in hostile.NAMES:
        assert len(done.holdings.of(done.site.url(name)) or [done.holdings.page]) == 1


def test_warcio_reads_every_record_and_its_digests_hold(done: Done) -> None:
    kinds: dict[str, int] = {}
    for path, content in done.holdings.warcs().items():
        for record in ArchiveIterator(io.BytesIO(content), check_digests="raise"):
            record.raw_stream.read()
            assert record.digest_checker.passed is not False, path
            kinds[record.rec_type] = kinds.get(record.rec_type, 0) + 1
    assert kinds["response"] + kinds["revisit"] == len(done.holdings.kept)
    assert kinds["request"] == len(done.holdings.kept)
    assert kinds["warcinfo"] == len(done.holdings.warcs())


def test_the_case_verifies(done: Done) -> None:
    told = done.officer.does("verify", "vu-01")
    assert "VALID" in told
    assert "INVALID" not in told


def test_the_captures_are_listed(done: Done) -> None:
    listed = done.officer.reads("--case", "vu-01", "web", "list")
    assert {one["url"] for one in listed} == {one.url for one in done.holdings.captures}


def test_settings_tell_how_it_was_asked(done: Done) -> None:
    settings = json.loads(done.holdings.contents["settings.json"])
    assert settings["allow_private"] is True
    assert settings["user_agent"].startswith("Mozilla/5.0 (compatible; truyvet/")
