"""Text that is more than text."""

import time

import pytest

from truyvet.extractors.signatures.sniffing import text_type

MAILS = [
    b"From: a@b.vn\nTo: c@d.vn\nSubject: x\n\nbody",
    b"Received: from x by y; date\nMessage-ID: <1@b>\n\n",
    b"Return-Path: <>\r\nDelivered-To: a@b.vn\r\n\r\n",
    b"X-Mozilla-Status: 0001\nFrom: a@b.vn\nDate: x\nSubject: y\n\n",
    b"\r\nDelivered-To: a@b.vn\r\nReceived: by x\r\nFrom: y\r\n\r\n",
    b"Subject: long\n folded\nFrom: a\nTo: b\n\n",
]
PAGES = [
    b"<!DOCTYPE html><p>x",
    b"<html><body></body></html>",
    b"\xef\xbb\xbf  <HTML><BODY>x</BODY></HTML>",
    b"<!-- remark --><!-- > --><html></html>",
    b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html xmlns="y"></html>',
    b"<div class=m>x</div>",
    "<html><body>Đ</body></html>".encode("utf-16"),
]
PLAIN = [
    b"",
    b"just words",
    b"key: value\nother: value\n",
    b"From: me\nI write to you",
    b"HTTP/1.1 200 OK\nDate: x\nContent-Type: text/html\nServer: y\n\n",
    b"Date: x\nContent-Type: y\nServer: z\n\n",
    b"<?xml version='1.0'?><table><a>x</a></table>",
    b"<?php echo '<html></html>'; ?>",
    b"<b> is a tag without an end",
    b"From here on it is 10:30 in 2024",
    b"<note><p>x</p></note>",
]


@pytest.mark.parametrize("head", MAILS)
def test_a_mail_is_recognised(head: bytes) -> None:
    assert text_type(head) == "message/rfc822"


@pytest.mark.parametrize("head", PAGES)
def test_a_page_is_recognised(head: bytes) -> None:
    assert text_type(head) == "text/html"


@pytest.mark.parametrize("head", PLAIN)
def test_other_text_is_not(head: bytes) -> None:
    assert text_type(head) == ""


@pytest.mark.parametrize(
    ("head", "media"),
    [
        (b"From a@b.vn Mon Jan  1 10:00:00 2024\nFrom: x\n", "application/mbox"),
        (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", "application/warc"),
        (b"<svg xmlns='x'></svg>", "image/svg+xml"),
        (b"<?xml version='1.0'?>\n<!-- x -->\n<svg></svg>", "image/svg+xml"),
        (
            b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x/\r\n"
            b"Subject: y\r\nDate: z\r\nContent-Type: multipart/related\r\n\r\n",
            "multipart/related",
        ),
    ],
)
def test_other_forms_are_recognised(head: bytes, media: str) -> None:
    assert text_type(head) == media


@pytest.mark.parametrize(
    "head",
    [b"<!-- x --> " * 20_000, b"<!--" * 50_000, b"<?" * 50_000, b"\n" * 128_000, b"A: b\n" * 25_000,
     b" " * 128_000, b"From " + b"2" * 128_000],
)  # fmt: skip
def test_a_hostile_beginning_takes_no_time(head: bytes) -> None:
    begun = time.perf_counter()
    text_type(head)
    assert time.perf_counter() - begun < 0.5
