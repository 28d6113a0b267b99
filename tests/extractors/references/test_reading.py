"""Answers as they are on the wire: codings, media types, encodings, damage."""

import gzip
import random
import zlib

import brotli
import pytest
import zstandard
from tests.extractors.charsets.written import TEXT, WRITERS
from tests.extractors.references.reads import URL, answer, found, uses

from truyvet.extractors.references.reading import MAX_PAGE, read

PAGE = "<!doctype html><title>Chào</title><a href=/x>Đặt hàng</a>"
SEEN = [("link", "/x")]


@pytest.mark.parametrize(
    ("coding", "content"),
    [
        ("gzip", gzip.compress(PAGE.encode(), mtime=0)),
        ("deflate", zlib.compress(PAGE.encode())),
        ("br", brotli.compress(PAGE.encode())),
        ("zstd", zstandard.compress(PAGE.encode())),
    ],
)
def test_content_codings_are_undone(coding: str, content: bytes) -> None:
    seen = found(content, "text/html", f"Content-Encoding: {coding}")
    assert (seen.title, seen.problem) == ("Chào", "")


def test_chunks_are_undone_with_trailers() -> None:
    body = PAGE.encode()
    chunked = b"5\r\n%b\r\n%x;x=y\r\n%b\r\n0\r\nX: y\r\n\r\n" % (body[:5], len(body) - 5, body[5:])
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    seen = read(head + chunked, URL)
    assert (seen.title, seen.problem) == ("Chào", "")


def test_a_page_of_another_page_length_is_read_and_said() -> None:
    message = answer(PAGE).replace(b"Content-Length: ", b"Content-Length: 9")
    seen = read(message, URL)
    assert [one.url for one in seen.references] == ["https://ex.vn/x"]
    assert "Content-Length" in seen.problem


def test_a_bomb_is_cut_and_said() -> None:
    bomb = gzip.compress(b"<a href=/first>x</a>" + b" " * (4 * MAX_PAGE))
    seen = found(bomb, "text/html", "Content-Encoding: gzip")
    assert [one.url for one in seen.references] == ["https://ex.vn/first"]
    assert seen.problem.startswith(f"decoded, it has more than {MAX_PAGE} bytes")


@pytest.mark.parametrize("media", ["", "application/octet-stream"])
@pytest.mark.parametrize("page", [PAGE, f"\ufeff\n<!-- x --><html>{PAGE}", "<A HREF=/x>Đ</A>"])
def test_a_page_without_a_media_type_is_known_by_its_first_bytes(media: str, page: str) -> None:
    assert uses(page, media) == SEEN
    assert found(page, media).media == "text/html"


@pytest.mark.parametrize("media", ["text/plain", "image/png", "application/json", "text/csv"])
def test_what_is_no_page_by_its_media_type_is_not_read_as_one(media: str) -> None:
    seen = found(PAGE, media)
    assert (seen.references, seen.media) == ((), media)


def test_a_drawing_is_read() -> None:
    drawing = "<svg xmlns='http://www.w3.org/2000/svg'><image href='/i.png'/></svg>"
    assert uses(drawing, "image/svg+xml") == [("image", "/i.png")]


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_pages_in_old_vietnamese_encodings_are_read(name: str) -> None:
    body = WRITERS[name](f"<title>{TEXT.splitlines()[0]}</title><a href=/x>{TEXT}</a>")
    seen = found(body, "text/html; charset=iso-8859-1")
    assert seen.title == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert seen.references[0].text.startswith("Cộng hòa xã hội")


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_pages_in_unicode_are_read_whatever_they_claim(codec: str) -> None:
    seen = found(PAGE.encode(codec), "text/html; charset=windows-1252")
    assert (seen.title, len(seen.references)) == ("Chào", 1)


def test_the_encoding_of_the_head_counts_before_that_of_the_page() -> None:
    page = '<meta charset="koi8-r"><title>Привет</title>'.encode("windows-1251")
    assert found(page, "text/html; charset=windows-1251").title == "Привет"
    assert found(page.replace(b"koi8-r", b"windows-1251"), "text/html").title == "Привет"


def test_a_page_with_broken_letters_is_read() -> None:
    assert uses(b"<title>\xc3\x28\xff</title>" + PAGE.encode() * 3, "text/html") == SEEN


def test_an_answer_without_a_head_is_a_page_of_http_0_9() -> None:
    assert [one.url for one in read(PAGE.encode(), URL).references] == ["https://ex.vn/x"]


@pytest.mark.parametrize("message", [b"", b"\r\n\r\n", b"HTTP/1.1 204 -\r\n\r\n", b"\0" * 99])
def test_an_empty_answer_refers_to_nothing(message: bytes) -> None:
    assert read(message, URL).references == ()


def test_an_address_that_is_none_is_borne() -> None:
    assert read(answer(PAGE), "nowhere").references == ()


def test_damaged_answers_never_raise() -> None:
    luck = random.Random(11)
    whole = answer(
        gzip.compress(PAGE.encode() * 20, mtime=0),
        "text/html",
        "Content-Encoding: gzip",
        "Link: </a>; rel=next",
    )
    for _ in range(300):
        damaged = bytearray(whole[: luck.randrange(1, len(whole))])
        for _ in range(luck.randrange(6)):
            damaged[luck.randrange(len(damaged))] = luck.randrange(256)
        assert "could not be read" not in read(bytes(damaged), URL).problem
