"""`truyvet web`: what officers see of captured pages."""

import base64
from pathlib import Path

import pytest
from tests.commands.conftest import Officer
from tests.commands.support.capturing import bring
from tests.evidence.support.captures import Page, answer, at, fetched
from tests.evidence.web.test_certificates import certificate

from truyvet.evidence.case import Case
from truyvet.evidence.web.capture import Name, Outlink, Tls
from truyvet.evidence.web.reading import captures_of

SHOP = "https://shop.example/"
TLS = Tls(
    chain=(base64.b64encode(certificate()).decode(), base64.b64encode(b"broken").decode()),
    cipher="TLS_AES_128_GCM_SHA256",
    error="self-signed certificate",
    sni="shop.example",
    verified=False,
    version="TLSv1.3",
)
NAME = Name(
    addresses=("192.0.2.1",), host="shop.example", resolved=at(0), server="192.0.2.53:53",
    source="dns",
)  # fmt: skip


def front() -> Page:
    """A page after a redirect, with something missing, unverified."""
    moved = b"HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n"
    return Page(
        exchanges=[
            fetched(f"{SHOP}old", moved, location=SHOP, tls=TLS, name=NAME),
            fetched(SHOP, answer(b"<p>xin chao, goi 0912 345 678</p>"), second=1, tls=TLS),
            fetched(
                f"{SHOP}gone.png", b"", second=2, purpose="image", result="failed",
                reason="connection refused",
            ),
        ],
        elsewhere=(f"{SHOP}style.css",),
        title="Cửa hàng\u202e",
        facts={
            "result": "incomplete",
            "reason": "1 of 2 things are missing",
            "unverified": True,
            "outlinks": (
                Outlink(text="Tin\n tức", url=f"{SHOP}news", use="link"),
                Outlink(follow=False, url=f"{SHOP}search", use="form"),
            ),
        },
    )  # fmt: skip


def rendered() -> Page:
    """A page that a browser has shown."""
    page = fetched(f"{SHOP}about", answer(b"<p>about</p>"), second=10)
    return Page(
        exchanges=[page],
        loaded=[fetched(f"{SHOP}about", answer(b"<p>shown</p>"), second=51)],
        parts={"screenshot.png": b"\x89PNG", "text.txt": "Về chúng tôi\n\x1b[31mđỏ\n".encode()},
        title="About",
    )


def failed() -> Page:
    """A page of which no answer came."""
    gone = fetched("http://gone.example/", b"", second=20, result="failed", reason="no such name")
    return Page(exchanges=[gone], facts={"result": "failed", "reason": "no such name"})


@pytest.fixture
def web(an: Officer) -> Officer:
    """An with three captures in entry 2."""
    bring(an.place / "vu-01", an.keys, front(), rendered(), failed())
    return an.with_(TRUYVET_CASE="vu-01")


def test_list_shows_captures_newest_last_with_their_marks(web: Officer) -> None:
    head, *rows = web.does("web", "list").splitlines()
    assert head.split("\t") == ["capture", "time", "status", "url", "title", "marks"]
    assert [row.split("\t") for row in rows] == [
        ["2.1", "2026-03-14 02:15:00Z", "200", SHOP, "Cửa hàng\\u202e", "incomplete unverified"],
        ["2.3", "2026-03-14 02:15:10Z", "200", f"{SHOP}about", "About", "rendered"],
        ["2.8", "2026-03-14 02:15:20Z", "", "http://gone.example/", "", "failed"],
    ]


def test_list_can_be_narrowed(web: Officer) -> None:
    assert [one["capture"] for one in web.reads("web", "list", "--url", SHOP)] == ["2.1", "2.3"]
    assert [one["capture"] for one in web.reads("web", "list", "--problems")] == ["2.1", "2.8"]
    assert web.reads("web", "list", "--entry", "1") == []


def test_list_in_json_has_the_items_of_each_capture(web: Officer) -> None:
    second = web.reads("web", "list")[1]
    assert second["items"] == {
        "capture.warc": "2.3", "rendered.warc": "2.4", "screenshot.png": "2.5", "text.txt": "2.6",
        "capture.json": "2.7",
    }  # fmt: skip
    assert (second["rendered"], second["title"], second["status"]) == (True, "About", 200)


def test_a_page_that_lacks_something_has_one_word_for_it(web: Officer) -> None:
    (told,) = web.reads("web", "list", "--url", f"{SHOP}", "--problems")
    assert (told["result"], told["marks"]) == ("incomplete", ["incomplete", "unverified"])
    assert "incomplete, 1 of 2 things are missing" in web.does("web", "show", "2.1")


def test_an_odd_answer_is_marked_and_told_and_is_no_problem(an: Officer) -> None:
    odd = fetched(SHOP, notes=("a Content-Length that is no number",))
    bring(an.place / "vu-01", an.keys, Page(exchanges=[odd]))
    an = an.with_(TRUYVET_CASE="vu-01")
    assert an.reads("web", "list")[0]["marks"] == ["noted"]
    assert "a Content-Length that is no number" in an.does("web", "show", "2.1")
    assert an.reads("web", "list", "--problems") == []


def test_an_address_is_found_and_shown_in_its_own_letters(an: Officer) -> None:
    url = "http://xn--o-kia428t.localhost:8080/a"
    bring(an.place / "vu-01", an.keys, Page(exchanges=[fetched(url)]))
    an = an.with_(TRUYVET_CASE="vu-01")
    for typed in ("http://đảo.localhost:8080/a", "http://Đảo.localhost"):
        assert an.reads("web", "list", "--url", typed)[0]["host"] == "đảo.localhost"
        assert f"{url} (đảo.localhost)" in an.does("web", "show", typed)
    assert f"\t{url} (đảo.localhost)\t" in an.does("web", "list")


def test_show_tells_hops_addresses_and_certificates(web: Officer) -> None:
    shown = web.does("web", "show", "2.1")
    assert f"0  301  GET  {SHOP}old  (page)" in shown
    assert f"leads to {SHOP}" in shown
    assert "192.0.2.1:443" in shown
    assert "TLSv1.3  TLS_AES_128_GCM_SHA256  asked for shop.example" in shown
    assert "NOT VERIFIED: self-signed certificate" in shown
    assert "C=VN,CN=Cửa hàng; issued by CN=Test CA" in shown
    assert "valid 2026-01-02T03:04:05Z to 2026-04-02T03:04:05Z" in shown
    assert "certificate 1: sha256" in shown
    assert "UNREADABLE ValueError" in shown
    assert "shop.example to 192.0.2.1  by 192.0.2.53:53" in shown


def test_show_tells_what_was_needed_and_is_missing_or_elsewhere(web: Officer) -> None:
    shown = web.does("web", "show", "2.1")
    assert "needed and missing: 1" in shown
    assert f"{SHOP}gone.png" in shown
    assert "FAILED: connection refused" in shown
    assert "needed, stands in another capture: 1" in shown
    assert f"{SHOP}style.css" in shown


def test_show_says_that_the_records_were_checked(web: Officer) -> None:
    assert "checked: 8 records against their digests, 2 items" in web.does("web", "show", "2.1")


def test_show_finds_a_changed_byte(web: Officer) -> None:
    case = Case(web.place / "vu-01")
    with case.reading() as index:
        (row,) = [one.rows["capture.warc"] for one in captures_of(case, index)][:1]
    path = case.store.path(row.sha256 or "")
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"xin chao", b"xin CHAO"))
    ran = web.run("web", "show", "2.1")
    assert ran.returncode == 3
    assert "exchange 1: its block has another digest" in ran.stderr


def test_show_tells_a_record_that_says_something_else_than_the_warc(an: Officer) -> None:
    bring(an.place / "vu-01", an.keys, Page(exchanges=[fetched(SHOP)], facts={"status": 500}))
    ran = an.run("--case", "vu-01", "web", "show", "2.1")
    assert ran.returncode == 3
    assert "not as recorded: status: 500, and the last answer has 200" in ran.stderr
    told = an.run("--case", "vu-01", "web", "show", "2.1", "--json")
    assert (told.returncode, "and the last answer has 200" in told.stdout) == (3, True)


def test_show_tells_of_the_rendering(web: Officer) -> None:
    shown = web.does("web", "show", f"{SHOP}about")
    assert "Chromium 150, 1280x900" in shown
    assert "shown: About" in shown
    assert "another load than that of capture.warc, begun 41.0 s after it" in shown
    assert "the page came with the same body" in shown
    assert "stand in capture.warc alone" not in shown


def test_show_tells_in_what_the_load_of_the_browser_differs(an: Officer) -> None:
    parts = [fetched(f"{SHOP}{n}.png", purpose="image") for n in range(2)]
    page = Page(exchanges=[fetched(SHOP), *parts], loaded=[fetched(SHOP, second=51)])
    bring(an.place / "vu-01", an.keys, page)
    shown = an.does("--case", "vu-01", "web", "show", "2.1")
    assert "2 addresses stand in capture.warc alone" in shown
    assert "rendered: exchanges: 1" in shown


def test_show_in_json_has_the_record_and_the_certificates(web: Officer) -> None:
    (told,) = web.reads("web", "show", "2.1")
    assert told["record"]["exchanges"][0]["location"] == SHOP
    assert told["missing"] == [f"{SHOP}gone.png"]
    assert (told["checked"], told["problems"]) == (8, [])
    subjects = {one["subject"] for one in told["certificates"].values()}
    assert subjects == {"C=VN,CN=Cửa hàng", ""}


def test_a_hostile_title_cannot_turn_the_line(web: Officer) -> None:
    assert "\u202e" not in web.does("web", "show", "2.1")


def test_a_long_list_is_cut_unless_all_is_asked_for(an: Officer) -> None:
    many = [fetched(f"{SHOP}{n}", second=n % 60) for n in range(40)]
    bring(an.place / "vu-01", an.keys, Page(exchanges=many))
    shown = an.does("--case", "vu-01", "web", "show", "2.1")
    assert "… 10 more: --all" in shown
    assert "more: --all" not in an.does("--case", "vu-01", "web", "show", "2.1", "--all")


def test_links_are_redirects_then_links_in_order(web: Officer) -> None:
    rows = [line.split("\t") for line in web.does("web", "links", "2.1").splitlines()]
    assert rows[1:] == [
        ["redirect", SHOP, "301"],
        ["link", f"{SHOP}news", "Tin tức"],
        ["form", f"{SHOP}search", ""],
    ]


def test_links_of_one_use_can_be_had(web: Officer) -> None:
    (form,) = web.reads("web", "links", "2.1", "--use", "form")
    assert (form["url"], form["follow"], form["from"]) == (f"{SHOP}search", False, SHOP)


def test_text_is_what_the_browser_showed_without_control_characters(web: Officer) -> None:
    assert web.does("web", "text", "2.3") == "Về chúng tôi\n\\u001b[31mđỏ\n"


def test_text_is_of_one_load_at_a_time(web: Officer) -> None:
    ran = web.run("web", "text", "2.3", "--rendered", "--plain")
    assert (ran.returncode, "not both" in ran.stderr) == (2, True)


def test_a_capture_without_an_answer_is_not_opened(web: Officer) -> None:
    ran = web.run("web", "open", "2.8", "--screenshot", "none.png")
    assert (ran.returncode, "E535" in ran.stderr) == (1, True)
    assert "truyvet web show 2.8" in ran.stderr
    assert not (web.place / "none.png").exists()


def test_text_in_json_says_where_it_stands(web: Officer) -> None:
    assert web.reads("web", "text", "2.3")[0]["item"] == "2.6"


def test_a_page_without_text_is_told_with_the_next_step(web: Officer) -> None:
    ran = web.run("web", "text", "2.1")
    assert ran.returncode == 1
    assert "E564" in ran.stderr
    assert "truyvet scan" in ran.stderr


@pytest.mark.parametrize(
    ("capture", "code"),
    [("2.0", "E563"), ("9.9", "E105"), ("https://no.example/", "E561"), (SHOP[:10], "E562")],
)
def test_what_names_no_capture_is_told(web: Officer, capture: str, code: str) -> None:
    ran = web.run("web", "show", capture)
    assert (ran.returncode, code in ran.stderr) == (1, True), ran


def test_an_unreadable_record_is_told_and_the_rest_is_listed(web: Officer) -> None:
    case = Case(web.place / "vu-01")
    with case.reading() as index:
        row = next(iter(captures_of(case, index))).rows["capture.json"]
    path: Path = case.store.path(row.sha256 or "")
    path.chmod(0o600)
    path.write_bytes(b"{}")
    ran = web.run("web", "list", "--json")
    assert ran.returncode == 4
    assert ran.stdout.count("\n") == 2
    assert "unreadable record 2.2" in ran.stderr


def test_the_overview_names_every_command(an: Officer) -> None:
    shown = an.does("web", "--help")
    for name in ("list", "show", "text", "links", "open"):
        assert f"\n  {name} " in shown
