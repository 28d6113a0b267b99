"""Accounts on networks: links of every form, handles beside the network's name, and other pages."""

import pytest
from tests.extractors.selectors.looks import found, normals, seen

from truyvet.extractors.selectors import normal
from truyvet.extractors.selectors.profiles import ROWS

LINKS = [
    ("facebook", "https://www.facebook.com/profile.php?id=100012345678901", "id:100012345678901"),
    ("facebook", "https://m.facebook.com/nguyen.van.a", "nguyen.van.a"),
    ("facebook", "fb.com/NguyenVanA", "nguyenvana"),
    ("facebook", "https://www.facebook.com/people/A-B/100012345678901/", "id:100012345678901"),
    ("facebook", "https://facebook.com/groups/chovietnam", "chovietnam"),
    ("facebook", "https://facebook.com/100012345678901", "id:100012345678901"),
    ("facebook", "m.me/nguyenvana", "nguyenvana"),
    ("zalo", "https://zalo.me/0912345678", "+84912345678"),
    ("zalo", "zalo.me/84912345678", "+84912345678"),
    ("zalo", "zalo.me/01683456789", "+84383456789"),
    ("zalo", "https://zalo.me/g/abcdef123", "g/abcdef123"),
    ("zalo", "https://zalo.me/1234567890123456789", "id:1234567890123456789"),
    ("telegram", "https://t.me/Durov", "durov"),
    ("telegram", "t.me/s/durov", "durov"),
    ("telegram", "https://t.me/+AbCdEfGhIjKlMnOp", "+AbCdEfGhIjKlMnOp"),
    ("telegram", "https://t.me/joinchat/AbCdEfGhIjKlMnOp", "+AbCdEfGhIjKlMnOp"),
    ("telegram", "https://t.me/c/1234567890/12", "id:1234567890"),
    ("telegram", "https://t.me/+84912345678", "+84912345678"),
    ("telegram", "tg://resolve?domain=durov", "durov"),
    ("tiktok", "https://www.tiktok.com/@abc.def", "abc.def"),
    ("instagram", "https://instagram.com/abc.def/", "abc.def"),
    ("x", "https://twitter.com/abc_def", "abc_def"),
    ("x", "x.com/abc_def/status/1", "abc_def"),
    ("youtube", "https://www.youtube.com/@abcdef", "abcdef"),
    ("youtube", "youtube.com/channel/UCuAXFkgsw1L7xaCfnd5JJOw", "id:UCuAXFkgsw1L7xaCfnd5JJOw"),
    ("youtube", "youtube.com/c/AbcDef", "abcdef"),
    ("whatsapp", "https://wa.me/84912345678", "+84912345678"),
    ("whatsapp", "https://api.whatsapp.com/send?phone=84912345678", "+84912345678"),
    ("whatsapp", "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv", "+AbCdEfGhIjKlMnOpQrStUv"),
    ("viber", "viber://chat?number=%2B84912345678", "+84912345678"),
    ("viber", "https://viber.click/84912345678", "+84912345678"),
    ("zing", "https://me.zing.vn/u/abcdef", "abcdef"),
    ("momo", "https://nhantien.momo.vn/0912345678", "+84912345678"),
    ("zalopay", "https://social.zalopay.vn/abc?phone=0912345678", "+84912345678"),
]
PAGES = [
    "https://www.facebook.com/sharer.php?u=1",
    "https://www.facebook.com/tr?id=1",
    "https://www.facebook.com/v2.10/plugins",
    "https://developers.facebook.com/docs/x",
    "https://t.me/share/url?url=1",
    "https://www.instagram.com/p/AbC123/",
    "https://twitter.com/intent/tweet?text=1",
    "https://www.youtube.com/watch?v=abc",
    "https://www.tiktok.com/tag/abc",
    "netflix.com/abc",
    "notfacebook.com/abcdef",
    "https://zalo.me/pc",
]


@pytest.mark.parametrize(("kind", "text", "value"), LINKS)
def test_a_link_has_one_form(kind: str, text: str, value: str) -> None:
    read = normal(kind, text)
    assert read is not None
    assert read.value == value


@pytest.mark.parametrize(("kind", "text", "value"), LINKS)
def test_a_link_is_found_in_a_text(kind: str, text: str, value: str) -> None:
    assert normals(kind, f"xem {text}, nhé") == [value]


@pytest.mark.parametrize("text", PAGES)
def test_other_pages_of_a_network_are_no_accounts(text: str) -> None:
    assert [one for one in found(text) if one.spot.kind in ROWS] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Telegram: @abc_def", "telegram"),
        ("tele @abc_def", "telegram"),
        ("TikTok @abc_def", "tiktok"),
        ("instagram: @abc_def.", "instagram"),
        ("twitter @abc_def", "x"),
        ("Facebook: @abc_def", ""),
    ],
)
def test_a_handle_belongs_to_the_network_before_it(text: str, kind: str) -> None:
    assert [(one[0], one[2]) for one in seen(text)] == ([(kind, "abc_def")] if kind else [])


@pytest.mark.parametrize(
    "text", ["@abc_def", "@property def", "a@telegram.x", "@abc then telegram"]
)
def test_a_handle_alone_is_nothing(text: str) -> None:
    assert [one for one in found(text) if one.spot.kind in ROWS] == []


def test_the_nearest_network_is_taken() -> None:
    assert normals("tiktok", "telegram, facebook, tiktok: @abcdef") == ["abcdef"]


def test_the_raw_value_is_the_link_without_its_scheme() -> None:
    assert ("telegram", "t.me/durov", "durov") in seen("https://t.me/durov")


def test_a_jid_of_whatsapp_is_a_number() -> None:
    read = normal("whatsapp", "84912345678@s.whatsapp.net")
    assert read is not None
    assert read.value == "+84912345678"
