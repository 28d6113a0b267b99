"""Ways to reach whoever runs a page."""

import pytest
from tests.extractors.sites.reads import normals, told

from truyvet.extractors.sites.networks import network_of


def hidden(address: str, key: int = 0x5A) -> str:
    """Return an address as Cloudflare hides it."""
    return bytes([key, *(byte ^ key for byte in address.encode())]).hex()


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("mailto:A.b@Example.com", ["a.b@example.com"]),
        ("mailto:a@example.com,b@example.com?cc=c@example.com",
         ["a@example.com", "b@example.com"]),
        (" MAILTO:a%40example.com?subject=x", ["a@example.com"]),
        ("mailto:?subject=x", []),
        ("mailto:not an address", []),
        ("mailto:a@b.invalidtld", []),
    ],
)  # fmt: skip
def test_mail_links_offer(link: str, expected: list[str]) -> None:
    assert normals(f"<a href='{link}'>x</a>", "page-email") == expected


def test_a_mail_link_tells_its_subject_and_stands_where_the_address_does() -> None:
    (one,) = told("<a href='mailto:a@example.com?subject=Dat%20hang'>x</a>").of("page-email")
    assert one.raw == "a@example.com"
    assert one.facts == {"by": "mailto", "domain": "example.com", "subject": "Dat hang"}


@pytest.mark.parametrize("key", [0, 0x5A, 0xFF])
def test_an_address_that_cloudflare_hides_is_read(key: int) -> None:
    page = f'<a class="__cf_email__" data-cfemail="{hidden("an@example.com", key)}">[email]</a>'
    found = told(page)
    for kind in ("page-email", "email"):  # `entities` cannot see it, so its kind is told too
        (one,) = found.of(kind)
        assert (one.normal, one.facts["by"]) == ("an@example.com", "cloudflare")
        assert one.raw == hidden("an@example.com", key)


def test_a_link_to_a_hidden_address_is_read() -> None:
    page = f"<a href='/cdn-cgi/l/email-protection#{hidden('an@example.com?subject=x')}'>x</a>"
    assert normals(page, "email") == ["an@example.com"]


@pytest.mark.parametrize("value", ["", "5a", "zz" * 9, "5a3b3", hidden("no address")])
def test_what_hides_no_address_is_none(value: str) -> None:
    assert normals(f"<a data-cfemail='{value}'>", "email") == []


@pytest.mark.parametrize(
    ("link", "expected", "by"),
    [
        ("tel:+84912345678", "+84912345678", "tel"),
        ("tel:0912.345.678", "+84912345678", "tel"),
        ("TEL:%2B84%20912%20345%20678", "+84912345678", "tel"),
        ("tel:01683456789", "+84383456789", "tel"),
        ("sms:0912345678?body=x", "+84912345678", "sms"),
        ("callto:+84912345678", "+84912345678", "callto"),
        ("tel:19001234", "19001234", "tel"),
        ("https://zalo.me/0912345678", "+84912345678", "zalo"),
        ("zalo://conversation?phone=0912345678", "+84912345678", "zalo"),
        ("viber://chat?number=%2B84912345678", "+84912345678", "viber"),
        ("https://wa.me/84912345678", "+84912345678", "whatsapp"),
    ],
)
def test_links_offer_telephone_numbers(link: str, expected: str, by: str) -> None:
    (one,) = told(f"<a href='{link}'>x</a>").of("page-phone")
    assert (one.normal.removeprefix("+84"), one.facts["by"]) == (expected.removeprefix("+84"), by)


@pytest.mark.parametrize("link", ["tel:", "tel:abc", "tel:1", "https://zalo.me/quancaphe"])
def test_what_is_no_number_is_none(link: str) -> None:
    assert normals(f"<a href='{link}'>x</a>", "page-phone") == []


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://www.facebook.com/senvang.demo?ref=x", "facebook:senvang.demo"),
        ("//m.facebook.com/profile.php?id=100012345678901", "facebook:id:100012345678901"),
        ("https://zalo.me/0912345678", "zalo:+84912345678"),
        ("https://t.me/sen_vang", "telegram:sen_vang"),
        ("tg://resolve?domain=sen_vang", "telegram:sen_vang"),
        ("https://www.tiktok.com/@senvang.demo", "tiktok:senvang.demo"),
        ("https://www.youtube.com/@senvang", "youtube:senvang"),
        ("https://instagram.com/sen.vang", "instagram:sen.vang"),
        ("https://x.com/senvang", "x:senvang"),
        ("https://vn.linkedin.com/in/sen-vang-1/", "linkedin:in/sen-vang-1"),
        ("https://www.threads.net/@sen.vang", "threads:sen.vang"),
        ("https://line.me/R/ti/p/%40senvang", "line:@senvang"),
        ("https://discord.gg/AbCdEf", "discord:abcdef"),
        ("skype:live:sen.vang?chat", "skype:live:sen.vang"),
        ("weixin://contacts/profile/senvang", "wechat:senvang"),
        ("https://shopee.vn/senvang_shop", "shopee:senvang_shop"),
        ("https://github.com/senvang", "github:senvang"),
    ],
)
def test_links_lead_to_profiles(link: str, expected: str) -> None:
    assert normals(f"<a href='{link}'>x</a>", "page-profile") == [expected]


@pytest.mark.parametrize(
    "link",
    [
        "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fex.vn%2F",
        "https://www.facebook.com/", "https://twitter.com/intent/tweet?url=https://ex.vn/",
        "https://example.com/facebook.com/senvang", "https://notfacebook.com/senvang",
        "https://github.com/login", "https://t.me/share/url?url=https://ex.vn", "http://[",
    ],
)  # fmt: skip
def test_what_is_no_profile_is_none(link: str) -> None:
    assert normals(f"<a href='{link}'>x</a>", "page-profile") == []
    assert network_of(link) is None


def test_an_encoded_profile_is_told_under_its_own_kind_too() -> None:
    page = (
        "<iframe src='https://www.facebook.com/plugins/page.php?"
        "href=https%3A%2F%2Fwww.facebook.com%2Fsenvang.demo&amp;tabs'></iframe>"
    )
    found = told(page)
    assert [one.normal for one in found.of("facebook")] == ["senvang.demo"]
    assert [one.normal for one in found.of("page-profile")] == ["facebook:senvang.demo"]


def test_a_page_plugin_and_a_chat_of_facebook_name_their_page() -> None:
    page = (
        "<div class=fb-page data-href='https://www.facebook.com/senvang.demo'></div>"
        "<div class='fb-customerchat' page_id='100012345678901'></div>"
    )
    assert normals(page, "page-profile") == ["facebook:senvang.demo"]
    assert normals(page, "facebook") == ["id:100012345678901"]
