"""`truyvet collect web`: pages become items of one act; what cannot be had is told."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.commands.conftest import Officer
from tests.site.answers import page
from tests.site.site import Site

WEB = ("--case", "vu-01", "collect", "web")


def collected(officer: Officer, *arguments: str, status: int = 0) -> Any:
    """Collect and return the result."""
    given = (*WEB, *arguments, "--allow-private")
    (told,) = officer.reads(*given, status=status)
    return told


def items(officer: Officer, seq: int = 2) -> list[Any]:
    """The items of an entry."""
    found = officer.reads("--case", "vu-01", "items")
    return [one for one in found if one["item"].startswith(f"{seq}.")]


def test_a_page_becomes_items_of_one_act_and_the_case_verifies(an: Officer, site: Site) -> None:
    told = collected(an, site.url("/about"), "--note", "trang 1", "--authority", "QĐ 12/2026")
    assert (told["pages"], told["status"], told["ended"]) == (1, "complete", "done")
    paths = [item["path"] for item in items(an)]
    url = site.url("/about")
    assert paths == ["settings.json", f"1/{url}/capture.warc", f"1/{url}/capture.json"]
    assert "VALID" in an.does("--case", "vu-01", "verify")


def test_the_entry_names_collector_addresses_and_note(an: Officer, site: Site) -> None:
    collected(an, site.url("/about"), "--note", "trang 1")
    (*_, last) = (an.place / "vu-01/ledger/entries.jsonl").read_text().splitlines()
    act = json.loads(last)["entry"]["act"]
    assert (act["collector"], act["note"]) == ("web", "trang 1")
    assert act["sources"] == [{"path": site.url("/about")}]


def test_people_are_told_pages_exchanges_and_bytes(an: Officer, site: Site) -> None:
    ran = an.run(*WEB, site.url("/"), "--allow-private")
    assert ran.returncode == 0
    assert ran.stdout.startswith("entry 2: 1 page, ")
    assert "exchanges" in ran.stdout
    assert "(complete)" in ran.stdout


def test_a_page_that_cannot_be_had_is_told_with_its_reason_and_status_4(
    an: Officer, site: Site
) -> None:
    ran = an.run(*WEB, site.closed_url(), site.url("/about"), "--allow-private")
    assert ran.returncode == 4
    assert "1 of them not whole:" in ran.stderr
    assert "connection refused" in ran.stderr
    problems = [one["problem"] for one in items(an) if one.get("problem")]
    assert len(problems) == 2
    assert all(one.startswith("failed") for one in problems)


def test_a_page_that_is_not_there_is_a_page(an: Officer, site: Site) -> None:
    assert collected(an, site.url("/khong-co"))["status"] == "complete"


def test_private_addresses_are_refused_by_default(an: Officer, site: Site) -> None:
    ran = an.run(*WEB, site.url("/"))
    assert ran.returncode == 4
    assert "private address" in ran.stderr
    assert "hint: --allow-private asks" in ran.stderr


def test_addresses_may_come_from_a_file(an: Officer, site: Site) -> None:
    about, news = site.url("/about"), site.url("/news/1")
    lines = ("\ufeff# danh sách", "", f"  {about}  ", news, about, "")
    (an.place / "urls.txt").write_text("\n".join(lines))
    assert collected(an, "--list", "urls.txt")["pages"] == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"http://a.vn/\n/chi-co-duong-dan\x01:\n", "E510: line 2 of urls.txt"),
        (b"ftp://a.vn/\n", "E510: line 1 of urls.txt (ftp://a.vn/) cannot be captured: ftp:"),
        (b"\xff\xfe\x00", "E511"),
        (b"http://an:mat@a.vn/\n", "E512: line 1 of urls.txt"),
        (b"# nothing\n", "no address is given"),
    ],
)
def test_a_list_that_cannot_be_used_is_told_before_anything_is_asked(
    an: Officer, content: bytes, words: str
) -> None:
    (an.place / "urls.txt").write_bytes(content)
    ran = an.run(*WEB, "--list", "urls.txt")
    assert ran.returncode in (1, 2)
    assert words in ran.stderr
    assert len(items(an)) == 0


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ((), 2, "no address is given"),
        (("mailto:an@example.vn",), 1, "E510"),
        (("ftp://an:mat-khau@example.vn/",), 1, "(ftp://…@example.vn/)"),
        (("http://[::1",), 1, "E510"),
        (("https://an:mat-khau@example.vn/",), 1, "E512"),
        (("--list", "khong-co.txt"), 1, "E511"),
        (("http://a.vn/", "--tor", "--proxy", "http://b.vn:1"), 2, "exclude each other"),
        (("http://a.vn/", "--proxy", "ftp://b.vn"), 1, "E522"),
        (("http://a.vn/", "--header", "khong-co-gi"), 1, "E523"),
        (("http://a.vn/", "--cookies", "khong-co.txt"), 1, "E521"),
        (("http://a.vn/", "--scope", "host"), 2, "--depth"),
        (("http://a.vn/", "--scope", "page", "--depth", "1"), 2, "page follows no links"),
        (("http://a.vn/", "--ignore-robots", "QĐ 12"), 2, "without --depth"),
        (("http://a.vn/", "--depth", "1", "--ignore-robots", " "), 2, "say why"),
        (("http://a.vn/", "--max-bytes", "nhieu"), 2, "500MB"),
        (("http://a.vn/", "--resolver", "khong"), 1, "E525"),
        (("http://a.vn/", "--proxy", "http://127.0.0.1:1"), 1, "E524"),
    ],
)
def test_what_was_typed_wrongly_is_told_and_nothing_is_recorded(
    an: Officer, arguments: tuple[str, ...], status: int, words: str
) -> None:
    ran = an.run(*WEB, *arguments)
    assert (ran.returncode, "Traceback" in ran.stderr) == (status, False)
    assert words in ran.stderr
    assert "mat-khau" not in ran.stderr
    assert len(an.does("--case", "vu-01", "log").splitlines()) == 3


def test_an_address_without_a_scheme_is_taken_for_an_encrypted_one(an: Officer, site: Site) -> None:
    typed = site.not_tls_url.removeprefix("https://")
    ran = an.run(*WEB, typed, "--allow-private", "--timeout", "1")
    assert f"{typed} is taken for {site.not_tls_url}" in ran.stderr
    assert ran.returncode == 4


def test_links_are_followed_as_far_as_asked(an: Officer, site: Site) -> None:
    told = collected(an, site.url("/about"), "--depth", "1")
    assert told["pages"] == 2
    assert [one["path"] for one in items(an)][-1] == "crawl.json"


def test_what_was_left_out_is_told(an: Officer, site: Site) -> None:
    ran = an.run(*WEB, site.url("/redirect/chain/0"), site.url("/"), "--depth", "1",
                 "--max-pages", "3", "--allow-private")  # fmt: skip
    assert ran.returncode == 4
    assert "  crawl.json: cut: 3 known pages were left when --max-pages was reached" in ran.stderr
    assert "3 left out: max-pages" in ran.stderr


def test_settings_are_recorded_as_asked(an: Officer, site: Site) -> None:
    collected(an, site.url("/about"), "--timeout", "7", "--max-bytes", "3MB", "--rate", "4",
              "--user-agent", "Thử/1")  # fmt: skip
    an.does("--case", "vu-01", "export", "2.0", "-o", "settings.json")
    settings = json.loads((an.place / "settings.json").read_text())
    assert settings["timeout"] == 7
    assert settings["max_bytes"] == 3_000_000
    assert settings["pause"] == 250
    assert settings["user_agent"] == "Thử/1"


def test_captured_pages_are_examined_like_everything_else(an: Officer, site: Site) -> None:
    site.serve("/lien-he", page("<title>x</title><p>Gọi 0912 345 678</p>"))
    collected(an, site.url("/lien-he"))
    an.run("--case", "vu-01", "scan")
    seen = an.reads("--case", "vu-01", "observations", "--kind", "phone")
    assert any("912345678" in json.dumps(one).replace(" ", "") for one in seen)


def test_progress_is_shown_on_a_terminal(an: Officer, site: Site) -> None:
    status, shown = an.types(*WEB, site.url("/"), "--allow-private")
    assert status == 0
    assert "entry 2: 1 page, " in shown


def test_help_ends_with_an_example(an: Officer) -> None:
    for name in ("web", "site"):
        *_, last = an.does("collect", name, "--help").strip().splitlines()
        assert f"truyvet collect {name} https://" in last


def test_an_untrusted_server_is_captured_and_marked(an: Officer, site: Site) -> None:
    url = site.secure_url("/about", "self-signed")
    ran = an.run(*WEB, url, "--allow-private")
    assert ran.returncode == 4
    assert "hint: --ca-file FILE trusts" in ran.stderr
    told = collected(an, url, "--insecure-record")
    assert (told["status"], told["pages"], told["unverified_pages"]) == ("complete", 1, 1)
    ran = an.run(*WEB, url, "--allow-private", "--insecure-record")
    assert "1 page from a server that is not to be trusted (--insecure-record)\n" in ran.stderr
    assert "hint" not in ran.stderr


def test_links_are_followed_against_robots_for_a_reason_only(an: Officer, site: Site) -> None:
    asked = (site.url("/crawl/"), "--depth", "1")
    told = collected(an, *asked)
    assert told["left_out"]["robots.txt asks to leave it alone"] == 2
    assert told["left_out"]["met before with other tracking parameters, or with none"] == 1
    told = collected(an, *asked, "--ignore-robots", "QĐ 12/2026")
    assert "robots.txt asks to leave it alone" not in told["left_out"]


def test_the_frontier_and_its_folder_are_gone_afterwards(an: Officer, site: Site) -> None:
    collected(an, site.url("/about"), "--depth", "1")
    left = [path.name for path in Path(an.place / "vu-01/work").rglob("*") if path.is_file()]
    assert left == []


def test_authorities_that_are_given_are_trusted_and_stand_in_the_settings(
    an: Officer, site: Site
) -> None:
    told = collected(an, site.secure_url("/about"), "--ca-file", str(site.ca_file))
    assert told["status"] == "complete"
    settings = json.loads(an.does("--case", "vu-01", "show", "2.0", "--json"))
    content = next((an.place / "vu-01/objects").rglob(settings["sha256"])).read_text()
    assert json.loads(content)["authorities"] == str(site.ca_file)


def test_authorities_that_are_not_there_end_it_before_anything_is_recorded(
    an: Officer, site: Site
) -> None:
    ran = an.run(*WEB, site.secure_url("/about"), "--allow-private", "--ca-file", "nowhere.pem")
    assert ran.returncode == 1
    assert "E526" in ran.stderr
    assert len((an.place / "vu-01/ledger/entries.jsonl").read_text().splitlines()) == 2
