"""`truyvet web`: pages in others' archives are listed and read beside our own captures."""

from typing import Any

import pytest
from tests.extractors.support.specimens import browser_log
from tests.extractors.webarchives.archives import answer, packed, record, response

PAGE = b"<html><title>Xin chao</title><p>Nguyen</p><a href='/tin'>Tin</a></html>"
HTML = "Content-Type: text/html; charset=utf-8"
SINGLE = (
    b"<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://s.example/ \n"
    b" saved date: Sat Nov 21 2026 10:00:00 GMT+0700\n--><title>Single</title></html>"
)
MHTML = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://m.example/\r\n"
    b"Subject: x\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n'
    b"--B\r\nContent-Type: text/html\r\nContent-Location: https://m.example/a\r\n\r\n"
    b"<html><title>Part</title></html>\r\n--B--\r\n"
)


def archive() -> bytes:
    """A page, a picture of it, the page again, and where another address leads."""
    again = record(
        "revisit", "https://example.com/2", answer(b"", HTML),
        "WARC-Refers-To-Target-URI: https://example.com/",
        "WARC-Refers-To-Date: 2026-11-20T02:00:00Z", media="application/http",
    )  # fmt: skip
    moved = record(
        "response", "https://example.com/old", answer(b"", HTML, status="302 Found"),
        media="application/http",
    )  # fmt: skip
    picture = response(b"GIF89a", "Content-Type: image/gif", target="https://example.com/a.gif")
    return packed(response(PAGE, HTML), picture, again, moved)


@pytest.fixture
def brought(an: Any) -> Any:
    """A case with one archive in each form."""
    forms = {"a.warc.gz": archive(), "b.har": browser_log(), "c.mhtml": MHTML, "d.html": SINGLE}
    for name, content in forms.items():
        (an.place / name).write_bytes(content)
    an.does("--case", "vu-01", "collect", "warc", *forms)
    return an


def listed(an: Any, *more: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = an.reads("--case", "vu-01", "web", "list", *more)
    return rows


def test_pages_in_archives_are_listed_with_their_items(brought: Any) -> None:
    rows = {row["url"]: row for row in listed(brought)}
    assert {url: (row["title"], row["status"], row["marks"][1:]) for url, row in rows.items()} == {
        "https://example.com/": ("Quán Cà Phê", 200, []),
        "https://example.com/2": ("Xin chao", 200, ["revisit"]),
        "https://example.com/old": ("", 302, []),
        "https://m.example/a": ("Part", None, []),
        "https://s.example/": ("Single", None, []),
    }  # fmt: skip
    assert {row["marks"][0] for row in rows.values()} == {"archive"}
    assert rows["https://example.com/2"]["started"] == "2026-11-20T02:00:00Z"
    shown = brought.does("--case", "vu-01", "web", "list")
    assert "2026-11-20 02:00:00Z\t200\thttps://example.com/2\tXin chao\tarchive revisit" in shown


def test_the_item_of_a_page_can_be_shown_and_read(brought: Any) -> None:
    again = next(row for row in listed(brought) if row["url"].endswith("/2"))
    name = again["capture"]
    assert "a.warc.gz/https://example.com/" in brought.does("--case", "vu-01", "show", name)
    (text, *_) = brought.reads("--case", "vu-01", "web", "text", name)
    assert (text["item"], text["text"]) == (name, "Xin chao\nNguyen\nTin")
    assert brought.does("--case", "vu-01", "web", "text", "https://example.com/2").startswith("Xin")


def test_an_address_of_several_pages_is_told(brought: Any) -> None:
    ran = brought.run("--case", "vu-01", "web", "text", "https://example.com/")
    assert (ran.returncode, "E562" in ran.stderr) == (1, True)


def test_links_of_a_page_are_told_once_it_was_scanned(brought: Any) -> None:
    name = next(row["capture"] for row in listed(brought) if row["title"] == "Xin chao")
    ran = brought.run("--case", "vu-01", "web", "links", name)
    assert "not looked for yet: truyvet scan" in ran.stderr
    brought.run("--case", "vu-01", "scan", "--only", "filetype,page")
    (link,) = brought.reads("--case", "vu-01", "web", "links", name)
    assert (link["url"], link["use"], link["text"]) == ("https://example.com/tin", "link", "Tin")


def test_a_list_can_be_narrowed(brought: Any) -> None:
    assert len(listed(brought, "--url", "https://example.com/")) == 4
    assert listed(brought, "--problems") == []
    assert len(listed(brought, "--entry", "2")) == 6  # which brought the archives
    assert len(listed(brought, "--entry", "3")) == 5  # which took them apart; one is its own page
    assert listed(brought, "--entry", "1") == []


def test_what_is_no_page_is_told_with_the_next_step(brought: Any) -> None:
    items = brought.reads("--case", "vu-01", "items")
    name = next(row["item"] for row in items if row["path"].endswith("a.gif"))
    ran = brought.run("--case", "vu-01", "web", "text", name)
    assert "E563" in ran.stderr
    assert f"truyvet show {name}" in ran.stderr
