"""What pages say of themselves for machines."""

import pytest
from tests.extractors.sites.reads import normals, told

STORE = """<script type="application/ld+json">{"@context": "https://schema.org",
"@graph": [{"name": "S\\u1eefa xe", "@type": ["Store", "LocalBusiness"],
"telephone": "0912 345 678", "email": "mailto:an@example.com", "taxID": "0101234567",
"address": {"@type": "PostalAddress", "streetAddress": "1 Tràng Tiền", "x": {"name": "no type"}},
"sameAs": ["https://www.facebook.com/sen.vang", "https://ex.vn/"]},
{"@type": "Article", "datePublished": "2026-03-11T08:30:00+07:00", "dateModified": "2026-03-12",
"author": {"@type": "Person", "name": "Lê \\"Hải\\""}}]}</script>"""


def statements(page: str) -> list[tuple[str, str, str]]:
    """Return (type, name, value) of each property."""
    return [
        (one.facts.get("type", ""), one.facts["name"], one.normal)
        for one in told(page).of("page-property")
    ]


def test_json_ld_is_told_property_by_property() -> None:
    assert statements(STORE) == [
        ("", "name", "no type"),
        ("", "type", "PostalAddress"),
        ("PostalAddress", "streetAddress", "1 Tràng Tiền"),
        ("Store", "name", "Sữa xe"),
        ("", "type", "Store"),
        ("", "type", "LocalBusiness"),
        ("Store", "taxID", "0101234567"),
        ("Store", "sameAs", "https://ex.vn/"),
        ("", "type", "Person"),
        ("Person", "name", 'Lê "Hải"'),
        ("", "type", "Article"),
    ]


def test_json_ld_offers_contacts_profiles_and_times() -> None:
    assert normals(STORE, "page-phone") == ["+84912345678"]
    assert normals(STORE, "page-email") == ["an@example.com"]
    assert normals(STORE, "page-profile") == ["facebook:sen.vang"]
    dates = told(STORE).of("page-date")
    assert [(one.facts["role"], one.normal) for one in dates] == [
        ("published", "2026-03-11T01:30:00Z"), ("modified", "2026-03-12"),
    ]  # fmt: skip


def test_a_value_stands_where_it_is_written_escapes_and_all() -> None:
    found = told(STORE).of("page-property")
    assert [one.raw for one in found if one.normal in ("Sữa xe", 'Lê "Hải"')] == [
        "S\\u1eefa xe", 'Lê \\"Hải\\"',
    ]  # fmt: skip


@pytest.mark.parametrize(
    "damaged",
    [
        '{"@type": "Store", "name": "Sen',
        '{"@type": "Store", "name": "Sen",}',
        '{"@type": "Store" "name": "Sen"}',
        '{"@type": "Store", "name": "Sen"}}}]',
        '[[{"@type": "Store", "name": "Sen"',
        '{"@type": "Store", "name": "Sen", "x": "\\ud800\\q"}',
    ],
)
def test_damaged_json_ld_is_read_as_far_as_it_makes_sense(damaged: str) -> None:
    page = f"<script type=application/ld+json>{damaged}</script>"
    assert ("Store", "name", "Sen") in statements(page)


@pytest.mark.parametrize("unit", ['{"a":', "[", '"', "{", '{"a":[', "]", ",", '\\"', ":"])
def test_hostile_json_is_read_once_and_not_too_deep(unit: str) -> None:
    assert statements(f"<script type=application/ld+json>{unit * 100_000}") == []


@pytest.mark.parametrize(
    ("markup", "by", "name", "value"),
    [
        ('<meta property="og:site_name" content=" Sen Vàng ">', "opengraph", "og:site_name",
         "Sen Vàng"),
        ('<meta name="twitter:site" content="@senvang">', "twitter", "twitter:site", "@senvang"),
        ("<meta name=Keywords content='a, b'>", "meta", "keywords", "a, b"),
        ("<meta name=apple-itunes-app content='app-id=123'>", "meta", "apple-itunes-app",
         "app-id=123"),
        ("<meta itemprop=name content='Sen'>", "microdata", "name", "Sen"),
        ("<span itemprop=streetAddress> 1  Tràng Tiền </span>", "microdata", "streetAddress",
         "1 Tràng Tiền"),
    ],
)  # fmt: skip
def test_metas_and_microdata_are_told(markup: str, by: str, name: str, value: str) -> None:
    (one,) = told(markup).of("page-property")
    assert (one.facts["by"], one.facts["name"], one.normal) == (by, name, value)


@pytest.mark.parametrize(
    "markup",
    [
        "<meta name=viewport content='width=1'>", "<meta charset=utf-8>", "<meta content=x>",
        "<meta property=og:title content=''>", "<span itemprop=name></span>",
        "<span itemprop=other>x</span>",
    ],
)  # fmt: skip
def test_other_metas_say_nothing(markup: str) -> None:
    assert statements(markup) == []


@pytest.mark.parametrize(
    ("markup", "role", "moment"),
    [
        ('<meta property="article:published_time" content="2026-03-11T08:30:00+07:00">',
         "published", "2026-03-11T01:30:00Z"),
        ("<meta property='og:updated_time' content='2026-03-11'>", "modified", "2026-03-11"),
        ("<meta itemprop=datePublished content='2026-03-11'>", "published", "2026-03-11"),
        ("<time datetime='2026-03-11 08:30'>x</time>", "shown", "2026-03-11T08:30:00"),
        ("<time class='entry-date published' datetime='2026-03-11'>", "published", "2026-03-11"),
        ("<time class=updated datetime='2026-03-11'>", "modified", "2026-03-11"),
        ("<time pubdate datetime='2026-03-11'>", "published", "2026-03-11"),
        ("<time itemprop=dateModified datetime='2026-03-11'>", "modified", "2026-03-11"),
    ],
)  # fmt: skip
def test_times_are_told_with_what_they_are_of(markup: str, role: str, moment: str) -> None:
    (one,) = told(markup).of("page-date")
    assert (one.facts["role"], one.normal) == (role, moment)


def test_a_span_of_time_is_no_date() -> None:
    assert normals("<time datetime=PT5M>x</time><time datetime='08:30'>y</time>", "page-date") == []


@pytest.mark.parametrize(
    ("name", "vendor"),
    [
        ("google-site-verification", "google"), ("msvalidate.01", "bing"),
        ("yandex-verification", "yandex"), ("facebook-domain-verification", "facebook"),
        ("p:domain_verify", "pinterest"), ("zalo-platform-site-verification", "zalo"),
        ("naver-site-verification", "naver"),
    ],
)  # fmt: skip
def test_proofs_of_ownership_are_told(name: str, vendor: str) -> None:
    (one,) = told(f"<meta name='{name}' content='aB_1'>").of("site-verification")
    assert (one.raw, one.normal, one.facts) == ("aB_1", f"{vendor}:aB_1", {"vendor": vendor})


def test_microdata_offers_contacts() -> None:
    page = "<b itemprop=telephone>0912 345 678</b><a itemprop=email href=mailto:a@example.com>x</a>"
    found = told(page)
    assert [one.raw for one in found.of("page-phone")] == ["0912 345 678"]
    assert {one.normal for one in found.of("page-email")} == {"a@example.com"}
