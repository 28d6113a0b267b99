"""One page: with all it needs, each redirect an exchange, every failure with its reason."""

import io

import pytest
from tests.collectors.crawl.conftest import Crawler
from tests.site import rich
from tests.site.answers import Asked, answer, page, raw
from tests.site.site import Site
from warcio.archiveiterator import ArchiveIterator

from truyvet.collectors.crawl import means
from truyvet.evidence.web.capture import WebCapture
from truyvet.evidence.web.references import Found


def urls(capture: WebCapture, **wanted: str) -> list[str]:
    """Addresses of the exchanges whose facts are as wanted."""
    return [
        one.url for one in capture.exchanges
        if all(getattr(one, name) == value for name, value in wanted.items())
    ]  # fmt: skip


def html(*parts: str) -> str:
    return "<!doctype html><title>Thử</title>" + "".join(parts)


def test_a_page_comes_with_everything_it_needs(site: Site, crawler: Crawler) -> None:
    capture = crawler.page(site.url("/"))
    here = [site.url(path) for path in rich.PARTS]
    there = [site.other_url(path) for path in rich.OTHER]
    assert set(here + there) <= set(urls(capture, result="whole"))
    assert capture.result == "whole"
    assert (capture.title, capture.status) == (rich.TITLE, 200)


def test_where_it_leads_is_kept_and_not_fetched(site: Site, crawler: Crawler) -> None:
    capture = crawler.page(site.url("/"))
    links = {one.url for one in capture.outlinks if one.use == "link"}
    assert {site.url(path) for path in rich.LINKS} <= links | {site.url("/files/report.pdf")}
    assert not links & set(urls(capture))
    assert not any(one.follow for one in capture.outlinks if "lang=vi" in one.url)


def test_the_bytes_of_the_record_are_those_that_the_server_sent(
    site: Site, crawler: Crawler
) -> None:
    capture = crawler.page(site.url("/"))
    (warc,) = (crawler.read(item) for item in crawler.items if item.path.endswith(".warc"))
    for exchange in capture.exchanges:
        place = exchange.records[0]
        block = warc[place.offset : place.offset + place.length].partition(b"\r\n\r\n")[2][:-4]
        if not exchange.revisit and exchange.url.startswith(site.url("/")):
            path = exchange.url.removeprefix(site.url("/")[:-1])
            assert block == site.log.one(path).response


def test_another_reader_of_warcs_reads_every_record(site: Site, crawler: Crawler) -> None:
    capture = crawler.page(site.url("/"))
    (warc,) = (crawler.read(item) for item in crawler.items if item.path.endswith(".warc"))
    records = ArchiveIterator(io.BytesIO(warc), check_digests="raise")
    kinds = []
    for record in records:
        record.content_stream().read()
        kinds.append(record.rec_type)
    assert kinds[0] == "warcinfo"
    assert kinds.count("response") + kinds.count("revisit") >= len(capture.exchanges)


def test_its_items_stand_in_one_folder_with_the_record_last(site: Site, crawler: Crawler) -> None:
    url = site.url("/about?x=1")
    crawler.page(url)
    assert [item.path for item in crawler.items] == [
        "settings.json", f"1/{url}/capture.warc", f"1/{url}/capture.json",
    ]  # fmt: skip
    assert [item.n for item in crawler.items] == [0, 1, 2]
    (capture,) = crawler.captures()
    assert [(part.name, part.sha256) for part in capture.parts] == [
        ("capture.warc", crawler.items[1].sha256)
    ]


def test_each_redirect_is_an_exchange_of_its_own(site: Site, crawler: Crawler) -> None:
    capture = crawler.page(site.url("/redirect/chain/5"))
    assert [one.status for one in capture.exchanges] == [302] * 6 + [200]
    assert (capture.given, capture.url) == (
        site.url("/redirect/chain/5"),
        site.url("/redirect/end"),
    )
    assert capture.result == "whole"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/redirect/loop", "in a circle"),
        ("/redirect/there", "in a circle"),
        ("/redirect/endless/", "more than 20 redirects"),
        ("/redirect/file", "not http or https"),
        ("/redirect/javascript", "not http or https"),
    ],
)
def test_redirects_that_lead_nowhere_end_in_a_record(
    site: Site, crawler: Crawler, path: str, reason: str
) -> None:
    capture = crawler.page(site.url(path))
    assert capture.result == "failed"
    assert reason in capture.reason
    assert capture.exchanges[-1].status == 302
    assert [item.problem.code for item in crawler.items if item.problem] == ["failed", "failed"]


def test_redirects_are_followed_as_far_as_the_settings_allow(site: Site, crawler: Crawler) -> None:
    capture = crawler.page(site.url("/redirect/chain/5"), max_redirects=2)
    assert len(capture.exchanges) == 3
    assert "more than 2 redirects" in capture.reason


def test_a_page_that_sets_a_cookie_and_leads_to_itself_is_had(site: Site, crawler: Crawler) -> None:
    def gate(asked: Asked) -> bytes:
        if "vao=1" in asked.headers.get("cookie", ""):
            return answer(html("Vào rồi"))  # type: ignore[return-value]
        where = [("Location", asked.path), ("Set-Cookie", "vao=1")]
        return answer("", status="302 Found", headers=where)  # type: ignore[return-value]

    site.serve("/gate", gate)  # type: ignore[arg-type]
    capture = crawler.page(site.url("/gate"))
    assert (capture.result, capture.title) == ("whole", "Thử")


def test_a_page_that_is_not_there_is_a_page(site: Site, crawler: Crawler) -> None:
    capture = crawler.page(site.url("/khong-co"))
    assert (capture.result, capture.status) == ("whole", 404)
    assert not any(item.problem for item in crawler.items)


@pytest.mark.parametrize("path", ["/bad/empty-reply", "/bad/garbage", "/bad/reset"])
def test_a_server_that_says_nothing_ends_in_a_record(
    site: Site, crawler: Crawler, path: str
) -> None:
    capture = crawler.page(site.url(path))
    assert capture.result == "failed"
    assert capture.reason
    assert {item.problem.code for item in crawler.items if item.problem} == {"failed"}


@pytest.mark.parametrize("path", ["/bad/body-close", "/bad/chunk-close", "/bad/long-length"])
def test_a_page_that_breaks_off_is_kept_as_far_as_it_came(
    site: Site, crawler: Crawler, path: str
) -> None:
    capture = crawler.page(site.url(path))
    assert capture.result == "cut"
    assert {item.problem.code for item in crawler.items if item.problem} == {"cut"}


def test_a_page_whose_coding_breaks_off_is_incomplete(site: Site, crawler: Crawler) -> None:
    capture = crawler.page(site.url("/bad/gzip-cut"))
    assert capture.result == "incomplete"
    assert "could be read" in capture.reason
    assert {item.problem.code for item in crawler.items if item.problem} == {"incomplete"}


def test_a_closed_port_is_a_failed_page(site: Site, crawler: Crawler) -> None:
    capture = crawler.page(site.closed_url())
    assert (capture.result, capture.status) == ("failed", None)
    assert "refused" in capture.reason


def test_private_addresses_are_refused_unless_allowed(site: Site, crawler: Crawler) -> None:
    capture = crawler.page(site.url("/"), allow_private=False)
    assert capture.result == "refused"
    assert "loopback" in capture.reason
    assert {item.problem.code for item in crawler.items if item.problem} == {"refused"}
    assert not site.log.exchanges("/")


def test_a_missing_picture_that_the_server_does_not_have_is_no_problem(
    site: Site, crawler: Crawler
) -> None:
    site.serve("/p", page(html('<img src="/khong-co.png">')))
    assert crawler.page(site.url("/p")).result == "whole"


def test_a_needed_thing_that_cannot_be_had_makes_the_page_incomplete(
    site: Site, crawler: Crawler
) -> None:
    dead = site.closed_url()
    site.serve("/p", page(html(f'<img src="{dead}a.png">', '<img src="/img/logo.png">')))
    capture = crawler.page(site.url("/p"))
    assert capture.result == "incomplete"
    assert "1 of what it needs" in capture.reason
    assert f"{dead}a.png" in capture.reason
    assert site.url("/img/logo.png") in urls(capture, result="whole")
    assert {item.problem.code for item in crawler.items if item.problem} == {"incomplete"}


def test_a_dead_host_is_not_asked_for_every_picture(site: Site, crawler: Crawler) -> None:
    dead = site.closed_url()
    site.serve("/p", page(html(*(f'<img src="{dead}{n}.png">' for n in range(9)))))
    capture = crawler.page(site.url("/p"))
    assert len(urls(capture, result="failed")) == 3
    refused = [one for one in capture.exchanges if one.result == "refused"]
    assert len(refused) == 6
    assert "no answer several times" in refused[0].reason
    assert "9 of what it needs" in capture.reason


def test_frames_are_fetched_with_what_they_need_to_a_certain_depth(
    site: Site, crawler: Crawler
) -> None:
    for n in range(6):
        inner = f'<iframe src="/f/{n + 1}"></iframe><img src="/img/f{n}.png"><a href="/l/{n}">x</a>'
        site.serve(f"/f/{n}", page(html(inner)))
    capture = crawler.page(site.url("/f/0"))
    asked = {url.removeprefix(site.url("/")) for url in urls(capture)}
    assert {"f/3", "img/f3.png"} <= asked
    assert "f/4" not in asked
    assert site.url("/l/3") in {one.url for one in capture.outlinks}


def test_a_frame_that_holds_itself_is_fetched_once(site: Site, crawler: Crawler) -> None:
    site.serve("/self", page(html('<iframe src="/self"></iframe><iframe src="/self?1"></iframe>')))
    capture = crawler.page(site.url("/self"))
    assert sorted(urls(capture)) == [site.url("/self"), site.url("/self?1")]


def test_styles_that_import_one_another_for_ever_end(site: Site, crawler: Crawler) -> None:
    site.serve("/p", page(html('<link rel="stylesheet" href="/s/0">')))
    for n in range(20):
        site.serve(f"/s/{n}", page(f'@import "/s/{n + 1}";', "text/css"))
    assert len(urls(crawler.page(site.url("/p")), purpose="style")) == means.MAX_STYLES


def test_the_same_body_twice_is_written_once(site: Site, crawler: Crawler) -> None:
    site.serve("/p", page(html('<img src="/img/a.png"><img src="/two.png">')))
    site.serve("/two.png", lambda asked: site._prefixes["/img/"](_renamed(asked)))
    capture = crawler.page(site.url("/p"))
    first, second = (one for one in capture.exchanges if one.purpose == "image")
    assert first.body_sha256 == second.body_sha256
    if second.response_size - second.head >= 256:
        assert (second.revisit, second.revisit_date) == (first.url, first.started)


def _renamed(asked: Asked) -> Asked:
    from dataclasses import replace

    return replace(asked, path="/img/a.png")


def test_what_cannot_be_read_is_told(site: Site, crawler: Crawler) -> None:
    crawler.finder = lambda message, url: Found(problem="the reader died")
    capture = crawler.page(site.url("/about"))
    assert capture.result == "incomplete"
    assert "the reader died" in capture.reason


def test_pictures_are_not_given_to_the_reader(site: Site, crawler: Crawler) -> None:
    asked: list[str] = []

    def finder(message: bytes, url: str) -> Found:
        asked.append(url)
        return Found()

    crawler.finder = finder
    crawler.page(site.url("/img/a.png"))
    assert asked == []


def test_an_overloaded_server_is_asked_again_in_the_same_capture(
    site: Site, crawler: Crawler
) -> None:
    def busy(asked: Asked) -> object:
        if asked.count < 2:
            return answer("bận", status="503 Busy", headers=[("Retry-After", "0")])
        return answer(html("rảnh"))

    site.serve("/busy", busy)  # type: ignore[arg-type]
    capture = crawler.page(site.url("/busy"))
    assert [one.status for one in capture.exchanges] == [503, 503, 200]
    assert (capture.status, capture.title) == (200, "Thử")


def test_a_server_that_asks_for_too_long_a_pause_is_taken_at_its_word(
    site: Site, crawler: Crawler
) -> None:
    busy = answer("bận", status="429 Many", headers=[("Retry-After", "86400")])
    site.serve("/busy", lambda asked: busy)
    capture = crawler.page(site.url("/busy"))
    assert [one.status for one in capture.exchanges] == [429]
    assert capture.result == "whole"


def test_addresses_that_are_none_are_passed_over(site: Site, crawler: Crawler) -> None:
    odd = ("data:image/png,x", "javascript:1", "http://[", "blob:x", "", "#top", "mailto:a@x.vn")
    site.serve("/p", page(html(*(f'<img src="{one}"><a href="{one}">x</a>' for one in odd))))
    capture = crawler.page(site.url("/p"))
    assert capture.result == "whole"
    assert all(url.startswith("http") for url in urls(capture))


def test_memory_for_a_body_without_references_is_a_nameless_file(
    site: Site, crawler: Crawler
) -> None:
    size = 3 * means.IN_MEMORY
    head = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: %d\r\n\r\n" % size
    site.serve("/big", raw(head, bytes(size), end="keep"))
    capture = crawler.page(site.url("/big"))
    assert capture.exchanges[0].response_size == len(head) + size
    assert not list((crawler.folder / "parts").iterdir())


@pytest.mark.parametrize("media", ["application/octet-stream", "application/pdf", "text/plain"])
def test_a_long_download_is_whole_though_nobody_reads_it_all(
    site: Site, crawler: Crawler, media: str
) -> None:
    size = means.MAX_READ + 1000
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: {size}\r\n\r\n"
    site.serve("/tai-ve", raw(head.encode(), b"a" * size, end="keep"))
    assert crawler.page(site.url("/tai-ve")).result == "whole"


def test_a_page_too_long_to_be_read_whole_is_told(site: Site, crawler: Crawler) -> None:
    site.serve("/dai", page(html("<p>a</p>" * (means.MAX_READ // 8))))
    assert "could be read" in crawler.page(site.url("/dai")).reason


def test_a_body_longer_than_allowed_is_cut_there(site: Site, crawler: Crawler) -> None:
    capture = crawler.page(site.url("/bad/endless"), max_response=100_000)
    assert capture.result == "cut"
    assert capture.exchanges[0].response_size <= 200_000


def test_an_untrusted_server_is_refused_or_marked(site: Site, crawler: Crawler) -> None:
    url = site.secure_url("/about", "self-signed")
    assert crawler.page(url).result == "refused"


def test_an_untrusted_server_is_captured_where_that_is_asked_for(
    site: Site, crawler: Crawler
) -> None:
    capture = crawler.page(site.secure_url("/about", "self-signed"), insecure=True)
    assert (capture.result, capture.unverified) == ("whole", True)


def test_items_of_an_untrusted_server_are_marked_one_by_one(site: Site, crawler: Crawler) -> None:
    kept = list(crawler.begin(site.secure_url("/about", "self-signed"), insecure=True).pages())
    for one in kept:
        crawler.keep(one)
    marked = {item.path.rpartition("/")[2]: item.unverified for item in crawler.items}
    assert marked == {"settings.json": False, "capture.warc": True, "capture.json": True}
    assert sum(one.totals.unverified for one in kept) == 2


def test_what_was_refused_did_not_come_from_an_untrusted_server(
    site: Site, crawler: Crawler
) -> None:
    crawler.page(site.secure_url("/about", "self-signed"))
    assert not any(item.unverified for item in crawler.items)
