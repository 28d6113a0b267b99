"""What saved pages carry in themselves."""

import base64
from urllib.parse import quote

import pytest
from tests.extractors.letters.laws import lawful, survives

from truyvet.extractors import web
from truyvet.extractors.webarchives.embedded import content_at, embedded, remark_of
from truyvet.testing.bench import examine, resolve

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
DATA = b"data:image/png;base64," + base64.b64encode(PNG)
REMARK = (
    b"<!--\n Page saved with SingleFile \n url: https://a.example/x?y=1 \n"
    b" saved date: Sat Nov 21 2026 10:00:00 GMT+0700 (Indochina Time)\n-->"
)


def page(body: bytes) -> bytes:
    return b"<!DOCTYPE html> <html lang=vi>" + REMARK + b"<head><title>x</title></head>" + body


def held(body: bytes) -> list[bytes | None]:
    found = lawful(web, page(b"<body>" + body), name="a.html")
    return [child.content for child in found.children]


def test_the_remark_tells_address_and_time_where_they_stand() -> None:
    content = page(b"")
    found = lawful(web, content, name="a.html")
    (seen,) = found.of("page-saved-from")
    assert seen.raw == "https://a.example/x?y=1"
    assert seen.locator == (f"bytes:{content.index(b'https')}+23",)
    assert seen.facts["program"] == "SingleFile"
    (saved,) = found.of("page-saved")
    assert saved.raw == "Sat Nov 21 2026 10:00:00 GMT+0700 (Indochina Time)"
    assert found.of("web-archive")[0].facts == {"format": "SingleFile"}


def test_a_remark_with_more_lines_is_read() -> None:
    content = REMARK.replace(b" saved date", b" info: a note\n saved date")
    remark = remark_of(content)
    assert remark is not None
    assert remark.saved.startswith(b"Sat")


@pytest.mark.parametrize("content", [b"", b"<!-- saved -->", REMARK[:40], REMARK[:-60]])
def test_what_is_no_remark_is_none(content: bytes) -> None:
    assert remark_of(content) is None


@pytest.mark.parametrize(
    "body",
    [
        b'<img src="' + DATA + b'">',
        b"<img src='" + DATA + b"'>",
        b"<img src=" + DATA + b">",
        b"<style>a{background:url(" + DATA + b")}</style>",
        b"<style>a{background:url( '" + DATA + b"' )}</style>",
        b'<img src="' + DATA.replace(b"data:image", b"DATA:Image") + b'">',
        b'<img src="' + DATA.rstrip(b"=") + b'">',
        b'<img src="' + DATA.replace(b"=", b"%3D") + b'">',
    ],
)
def test_a_picture_in_a_page_is_an_item(body: bytes) -> None:
    assert held(body) == [PNG]


def test_text_in_an_address_is_unquoted() -> None:
    svg = b"<svg>" + b"x" * 80 + b"</svg>"
    assert held(b'<img src="data:image/svg+xml;charset=utf-8,%b">' % quote(svg).encode()) == [svg]


def test_the_same_address_twice_is_one_item() -> None:
    assert held(b'<img src="%b"><img src="%b">' % (DATA, DATA)) == [PNG]


def test_a_dot_is_no_item() -> None:
    assert held(b'<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">') == []


def test_damaged_base64_is_named() -> None:
    content = page(b'<img src="' + DATA[:60] + b"*" + DATA[60:] + b'">')
    found = lawful(web, content, name="a.html")
    assert "base64 is damaged" in found.outcome.defects[0].text


def test_an_item_is_named_by_its_place_and_type() -> None:
    content = page(b'<img src="' + DATA + b'">')
    (child,) = lawful(web, content, name="a.html").children
    place = content.index(b"data:image")
    assert child.name == f"data-{place}.png"
    assert child.found.locator == f"html:data/{place}+{len(DATA)}"


def test_words_are_no_addresses() -> None:
    assert list(embedded(b"data: see below, data:text, metadata:x/y;z")) == []


@pytest.mark.parametrize("step", ["html:data/0+5", "html:data/x", "html:data/9999999+1",
                                  "html:data/1+99999999"])  # fmt: skip
def test_a_step_that_leads_nowhere_is_a_lookup_error(step: str) -> None:
    with pytest.raises(LookupError):
        resolve(web, page(b""), (step,))


def test_only_what_is_an_address_has_content() -> None:
    with pytest.raises(LookupError):
        content_at(DATA, 1, 20)
    assert content_at(DATA, 0, len(DATA)) == (PNG, "")


def test_damage_stops_nothing() -> None:
    content = page(b'<img src="' + DATA + b'">')
    survives(web, content, name="a.html", media_type="text/html")


MHTML = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.example/\r\n"
    b"Subject: x\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n'
    b"--B\r\nContent-Type: text/html\r\nContent-Location: https://x.example/a\r\n\r\n<html></html>\r\n"
    b"--B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
    b"Content-Location: https://x.example/b.png\r\n\r\niVBORw0KGgo=\r\n--B--\r\n"
)


def test_an_archive_of_a_browser_is_counted() -> None:
    found = examine(web, MHTML, name="a.mhtml")
    assert found.of("web-archive")[0].facts == {"format": "MHTML", "parts": "2"}
    assert found.outcome.status == "ok"


def test_an_archive_of_a_browser_that_is_cut_off_is_named() -> None:
    found = examine(web, MHTML[: -len(b"--B--\r\n") - 4], name="a.mhtml")
    assert found.outcome.status == "corrupt"
    assert len(found.children) == 2
