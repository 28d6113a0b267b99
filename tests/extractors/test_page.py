"""The extractor `page`: pages, scripts and icons, and what it shares with `entities`."""

import base64
from http.client import HTTPConnection
from urllib.parse import urlsplit

import mmh3
import pytest
from tests.extractors.charsets.written import WRITERS
from tests.extractors.letters.laws import lawful, survives
from tests.site import scams
from tests.site.pictures import icon
from tests.site.site import Site

from truyvet.extractors import entities, page
from truyvet.extractors.sites.icons import icon_hash
from truyvet.extractors.sites.reading import MAX_BYTES
from truyvet.testing import Examination, examine

ICON = icon("scam")


@pytest.fixture(scope="module")
def shops() -> tuple[bytes, bytes]:
    """The pages of two made-up shops, as the test site sends them."""
    with Site() as site:
        address = urlsplit(site.url("/", "plain"))
        connection = HTTPConnection(str(address.hostname), int(address.port or 0), timeout=10)
        pages = []
        for path in (scams.FIRST, scams.SECOND):
            connection.request("GET", path)
            pages.append(connection.getresponse().read())
        connection.close()
    return pages[0], pages[1]


def values(found: Examination, kind: str) -> set[str]:
    """Return the normal forms of a kind."""
    return {seen.normal for seen in found.of(kind)}


def test_a_shop_tells_the_site_behind_it(shops: tuple[bytes, bytes]) -> None:
    found = lawful(page, shops[0], name="shop.html")
    assert values(found, "tracker-id") == {
        scams.GA, scams.OLD_GA, scams.GTM, scams.ADSENSE, f"facebook-pixel:{scams.PIXEL}",
    }  # fmt: skip
    assert values(found, "page-phone") == {scams.PHONE_NORMAL}
    assert values(found, "page-email") == {scams.MAIL}
    assert values(found, "page-profile") == {
        "facebook:senvang.demo", f"zalo:{scams.PHONE_NORMAL}", "telegram:senvang_sale_demo",
        "tiktok:senvang.demo",
    }  # fmt: skip
    assert values(found, "page-date") == {"2026-03-11T01:30:00Z"}


def test_two_shops_share_what_they_have_in_common(shops: tuple[bytes, bytes]) -> None:
    first, second = (examine(page, shop, name="shop.html") for shop in shops)
    shared = values(first, "tracker-id") & values(second, "tracker-id")
    assert shared == {scams.GA, scams.OLD_GA, scams.GTM}


def test_the_account_of_a_shop_is_found_by_entities(shops: tuple[bytes, bytes]) -> None:
    found = examine(entities, shops[0], name="shop.html")
    assert f"{scams.BIN}:{scams.ACCOUNT}" in values(found, "bank-account")


def test_the_kinds_that_entities_has_too_have_the_same_normal_form() -> None:
    written = b"<a href='https://www.facebook.com/senvang.demo'>x</a><p>an@example.com"
    encoded = (
        b"<a href='https://ex.vn/?url=https%3A%2F%2Fwww.facebook.com%2Fsenvang.demo'>x</a>"
        b"<a data-cfemail='5a3b341a3f223b372a363f74393537'>x</a>"
    )
    plain = examine(entities, written, name="a.html")
    decoded = examine(page, encoded, name="a.html")
    for kind in ("facebook", "email"):
        assert values(plain, kind) == values(decoded, kind) != set()


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_a_shop_in_any_unicode_tells_the_same(codec: str, shops: tuple[bytes, bytes]) -> None:
    def told(content: bytes) -> list[tuple[str, str]]:
        found = lawful(page, content, media_type="text/html")
        return [(seen.kind, seen.normal) for seen in found.observations]

    assert told(shops[0].decode().encode(codec)) == told(shops[0])


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_values_in_old_vietnamese_encodings_are_decoded(name: str) -> None:
    words = "Cộng hòa xã hội chủ nghĩa Việt Nam độc lập tự do hạnh phúc"
    content = WRITERS[name](f"<p>{words}<meta property=og:title content='Nguyễn Văn Đức'>")
    (one,) = lawful(page, content, media_type="text/html").of("page-property")
    assert one.normal == "Nguyễn Văn Đức"
    assert one.value() == WRITERS[name]("Nguyễn Văn Đức")


def test_a_script_tells_its_ids_and_nothing_else() -> None:
    script = b"gtag('config', 'G-TRUYVETX01'); var a = '<a href=/x>x</a>';" * 3
    found = lawful(page, script, name="app.js", media_type="application/javascript")
    assert {seen.kind for seen in found.observations} == {"tracker-id"}


def test_an_icon_has_the_hash_that_search_engines_list() -> None:
    found = lawful(page, ICON, name="https://ex.vn/favicon.ico")
    (one,) = found.observations
    assert (one.kind, one.raw) == ("favicon-hash", one.normal)
    assert one.normal == str(mmh3.hash(base64.encodebytes(ICON)))


def test_the_hash_is_of_lines_of_base64_each_with_its_end() -> None:
    assert icon_hash(b"") == "0"
    assert icon_hash(b"test") == str(mmh3.hash(b"dGVzdA==\n"))
    assert icon_hash(b"a" * 58) == str(mmh3.hash(b"YWFh" * 19 + b"\nYQ==\n"))


@pytest.mark.parametrize(
    ("name", "media"),
    [("favicon.png", "image/png"), ("favicon.svg", "image/svg+xml"), ("x", "image/x-icon")],
)
def test_what_is_named_or_known_as_an_icon_has_a_hash(name: str, media: str) -> None:
    found = examine(page, b"any picture", name=name, media_type=media)
    assert len(found.of("favicon-hash")) == 1


@pytest.mark.parametrize(
    ("name", "media"), [("photo.png", "image/png"), ("favicon.ico", "text/html")]
)
def test_a_picture_and_a_page_in_place_of_an_icon_have_none(name: str, media: str) -> None:
    assert examine(page, b"<p>404", name=name, media_type=media).of("favicon-hash") == []


def test_a_page_that_is_too_long_is_read_in_part() -> None:
    content = b"<a href=http://ex.vn/>x</a>" + b" " * MAX_BYTES + b"<a href=http://no.vn/>x</a>"
    found = examine(page, content, media_type="text/html")
    assert values(found, "page-link") == {"http://ex.vn/"}
    assert found.outcome.status == "partial"


def test_a_long_value_is_cut_with_its_place() -> None:
    content = b"<meta name=keywords content='" + b"a" * 9_000 + b"'>"
    (one,) = lawful(page, content, media_type="text/html").of("page-property")
    assert one.locator == ("bytes:29+4096",)


def test_an_item_that_is_no_page_is_left_alone() -> None:
    assert examine(page, b"PK\x03\x04", name="a.html").observations == []


def test_damaged_pages_are_survived(shops: tuple[bytes, bytes]) -> None:
    for content in shops:
        survives(page, content, name="shop.html", media_type="text/html")
