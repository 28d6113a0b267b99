"""Where a page came from, as the path of its item tells."""

import pytest

from truyvet.extractors.interface import Facts
from truyvet.extractors.sites.addresses import address_of


@pytest.mark.parametrize(
    ("path", "depth", "expected"),
    [
        ("a.warc/https://ex.vn/p", 1, "https://ex.vn/p"),
        ("1/https://ex.vn/x/capture.warc/https://ex.vn/p?q=1", 1, "https://ex.vn/p?q=1"),
        ("a.wacz/archive/data.warc.gz/http://ex.vn/", 2, "http://ex.vn/"),
        ("a.warc/https://web.archive.example/web/2026/https://ex.vn/", 1,
         "https://web.archive.example/web/2026/https://ex.vn/"),
        ("a.har/https://ex.vn/p", 1, "https://ex.vn/p"),
        ("luu/a.mhtml/https://ex.vn/p", 1, "https://ex.vn/p"),
        ("a.warc/https://ex.vn/p (request)", 1, "https://ex.vn/p"),
        ("3/https://ex.vn/p/dom.html", 0, "https://ex.vn/p"),
        ("a.warc/record-17", 1, ""),
        ("web/https://ex.vn/p.html", 0, ""),
        ("a.zip/https/ex.html", 1, ""),
        ("https://ex.vn/p", 0, "https://ex.vn/p"),
        ("dom.html", 0, ""),
    ],
)  # fmt: skip
def test_an_item_was_got_from(path: str, depth: int, expected: str) -> None:
    facts = Facts(id="0" * 64, path=path, size=1, sha256="0" * 64, depth=depth)
    assert address_of(facts) == expected
