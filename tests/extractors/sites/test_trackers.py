"""Ids with services: each form as the service's own instructions have it, and near misses."""

import pytest
from tests.extractors.sites.reads import normals, told

from truyvet.extractors.sites.trackers import MAX_IDS, TRACKERS

UUID = "01234567-89ab-cdef-0123-456789abcdef"
HEX32 = "0123456789abcdef0123456789abcdef"
HEX24 = "0123456789abcdef01234567"
KEY = "6Lc" + "a" * 37
FORMS = [
    ("gtag('config', 'G-TRUYVETX01')", "G-TRUYVETX01"),
    ("https://www.googletagmanager.com/gtag/js?id=G-ABCDEFGHIJ&l=x", "G-ABCDEFGHIJ"),
    ("ga('create', 'UA-1234567-12', 'auto')", "UA-1234567-12"),
    ("(window,document,'script','dataLayer','GTM-TV3D12')", "GTM-TV3D12"),
    ("gtag/js?id=GT-ABC12345&l=x", "GT-ABC12345"),
    ("'send_to': 'AW-123456789/AbC-D_efG'", "AW-123456789"),
    ("gtag('config','DC-12345678')", "DC-12345678"),
    ("gtag('config','OPT-ABC1234')", "OPT-ABC1234"),
    ('data-ad-client="ca-pub-1234567890123456"', "ca-pub-1234567890123456"),
    ("google.com, pub-1234567890123456, DIRECT", "ca-pub-1234567890123456"),
    ("var cx = '012345678901234567890:abc-defghij'",
     "google-custom-search:012345678901234567890:abc-defghij"),
    (f"maps.googleapis.com/maps/api/js?key=AIza{'b' * 35}&x", f"AIza{'b' * 35}"),
    ("1234567890-abcdefghijabcdefghijabcdefghijab.apps.googleusercontent.com",
     "1234567890-abcdefghijabcdefghijabcdefghijab.apps.googleusercontent.com"),
    ("fbq('init', '100000000000017');", "facebook-pixel:100000000000017"),
    ("facebook.com/tr?id=100000000000017&amp;ev=PageView", "facebook-pixel:100000000000017"),
    ("facebook.com/tr?ev=x&amp;id=100000000000018", "facebook-pixel:100000000000018"),
    ('<meta property="fb:app_id" content="123456789012345">', "facebook-app:123456789012345"),
    ("FB.init({ appId : '123456789012345', xfbml: true})", "facebook-app:123456789012345"),
    ("//connect.facebook.net/vi_VN/sdk.js#xfbml=1&appId=123456789012345",
     "facebook-app:123456789012345"),
    ("ttq.load('C4ABCDEFGHIJKLMNOPQR');", "tiktok-pixel:C4ABCDEFGHIJKLMNOPQR"),
    ("analytics.tiktok.com/i18n/pixel/events.js?sdkid=C4ABCDEFGHIJKLMNOPQR&lib=ttq",
     "tiktok-pixel:C4ABCDEFGHIJKLMNOPQR"),
    ("twq('config','o1abc')", "twitter-pixel:o1abc"),
    ('_linkedin_partner_id = "1234567";', "linkedin-insight:1234567"),
    ("pintrk('load', '2612345678901')", "pinterest-tag:2612345678901"),
    (f"snaptr('init', '{UUID}')", f"snapchat-pixel:{UUID}"),
    ('ym(12345678, "init", {})', "yandex-metrica:12345678"),
    ("https://mc.yandex.ru/watch/12345678", "yandex-metrica:12345678"),
    ("h._hjSettings={hjid:1234567,hjsv:6}", "hotjar:1234567"),
    ("static.hotjar.com/c/hotjar-1234567.js?sv=6", "hotjar:1234567"),
    ('(window, document, "clarity", "script", "abcdef1234")', "clarity:abcdef1234"),
    ("https://www.clarity.ms/tag/abcdef1234", "clarity:abcdef1234"),
    (f"data-cf-beacon='{{\"token\": \"{HEX32}\"}}'", f"cloudflare-beacon:{HEX32}"),
    ("_Hasync.push(['Histats.start', '1,1234567,4,0,0,0,00010000']);", "histats:1234567"),
    ("//sstatic1.histats.com/0.gif?1234567&101 histats.com/1234567.x", "histats:1234567"),
    ("var sc_project=12345678;", "statcounter:12345678"),
    ("https://c.statcounter.com/12345678/0/abc/1/", "statcounter:12345678"),
    ("hm.baidu.com/hm.js?" + HEX32, f"baidu-tongji:{HEX32}"),
    ("var u='//stats.ex.vn/matomo/'; _paq.push(['setSiteId', '7']);",
     "matomo:stats.ex.vn/matomo:7"),
    ("https://embed.tawk.to/" + HEX24 + "/default", f"tawk-to:{HEX24}"),
    ("window.__lc.license = 12345678;", "livechat:12345678"),
    (f'window.CRISP_WEBSITE_ID="{UUID}"', f"crisp:{UUID}"),
    ("https://widget.intercom.io/widget/ab12cd34", "intercom:ab12cd34"),
    ("//code.tidio.co/" + HEX32 + ".js", f"tidio:{HEX32}"),
    (f"static.zdassets.com/ekr/snippet.js?key={UUID}", f"zendesk:{UUID}"),
    ("//code.jivosite.com/widget/AbCdEf1234", "jivochat:AbCdEf1234"),
    ('<div class="zalo-chat-widget" data-oaid="579745863508352884">',
     "zalo-oa:579745863508352884"),
    ("subiz('setAccount', 'acabcdefghijklmnopqr')", "subiz:acabcdefghijklmnopqr"),
    (f'<div class="g-recaptcha" data-sitekey="{KEY}">', f"recaptcha:{KEY}"),
    (f"recaptcha/api.js?render={KEY}", f"recaptcha:{KEY}"),
    (f'<div class="h-captcha" data-sitekey="{UUID}">', f"hcaptcha:{UUID}"),
    ('data-sitekey="0x4AAAAAAABkMYinukE8nzYS"', "turnstile:0x4AAAAAAABkMYinukE8nzYS"),
    ("Stripe('pk_live_" + "a" * 24 + "')", "pk_live_" + "a" * 24),
    (f"dsn: 'https://{HEX32}@o12345.ingest.us.sentry.io/678901'",
     f"https://{HEX32}@o12345.ingest.us.sentry.io/678901"),
    (f"dsn: 'https://{HEX32}@sentry.ex.vn/12'", f"https://{HEX32}@sentry.ex.vn/12"),
    ('projectId: "shop-fake-1234"', "firebase:shop-fake-1234"),
    ("https://shop-fake-default-rtdb.firebaseio.com", "firebase:shop-fake-default-rtdb"),
    ('appId: "1:1234567890:web:0123456789abcdef"', "1:1234567890:web:0123456789abcdef"),
    (f"OneSignal.init({{ appId: '{UUID}' }})", f"onesignal:{UUID}"),
    ("cdn.optimizely.com/js/12345678901.js", "optimizely:12345678901"),
    ("//js.hs-scripts.com/1234567.js", "hubspot:1234567"),
    ("//sen-vang.disqus.com/embed.js", "disqus:sen-vang"),
    ('Shopify.shop = "sen-vang.myshopify.com";', "sen-vang.myshopify.com"),
    ("Bizweb.store = 'sen-vang.mysapo.net';", "sapo:sen-vang.mysapo.net"),
    ("Haravan.shop = 'sen-vang.myharavan.com';", "haravan:sen-vang.myharavan.com"),
    ('<html data-wf-site="5f0c8a1b2d3e4f5a6b7c8d9e">', "webflow:5f0c8a1b2d3e4f5a6b7c8d9e"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), FORMS)
def test_an_id_is_told_as_its_service_writes_it(written: str, expected: str) -> None:
    assert normals(f"<script>{written} </script>{written}", "tracker-id")[:1] == [expected]


NEAR = [
    "G-SHOCK", "G-ABCDEFGHI", "XG-TRUYVETX01", "G-TRUYVETX01-x", "UA-123-1", "AQUA-1234567-1",
    "UA-1234567", "GTM-7", "GTM-2024", "GTM-abcdef", "máy Samsung GT-I9300I", "RAW-123456789",
    "AW-1234", "DC-12345678", "pub-123", "ca-pub-12345678901234567", "AIzaShort", "ttq.load('x')",
    "fbq('track', '100000000000017')", "fbq('init', '123')", "facebook.com/tr?id=12",
    "ym(2026, 'x')", "hjid: 12", "sc_project=1", "6L" + "a" * 38, "0x4AAAA", "pk_live_x",
    "https://" + HEX32 + "@ex.vn/x", "data-oaid=''", "setSiteId', '7'", "embed.tawk.to/x",
    "client-id=short", "tag=abc-20",
]  # fmt: skip


@pytest.mark.parametrize("written", NEAR)
def test_a_near_miss_is_no_id(written: str) -> None:
    assert normals(f"<p>{written} </p>", "tracker-id") == []


def test_every_service_has_an_example_or_is_one_of_the_rest() -> None:
    seen = {one.facts["vendor"] for text, _ in FORMS for one in told(f"{text} ").of("tracker-id")}
    rest = {one.vendor for one in TRACKERS} - seen
    assert rest == {
        "51la", "addthis", "admicro", "amazon-associates", "amplitude", "cnzz", "comscore",
        "criteo", "firebase-app", "ladipage", "mapbox", "mixpanel", "new-relic", "paypal",
        "quantcast", "segment", "stripe-test", "vchat",
    } - seen  # fmt: skip


def test_an_id_tells_its_service_and_the_account_it_belongs_to() -> None:
    (one,) = told("<script>ga('create', 'UA-1234567-12')</script>").of("tracker-id")
    assert one.facts == {"vendor": "google-analytics", "account": "UA-1234567"}
    assert (one.raw, one.confidence) == ("UA-1234567-12", 95)


def test_an_id_in_plain_words_is_less_sure() -> None:
    (one,) = told("<p>mã UA-1234567-12 của tôi</p>").of("tracker-id")
    assert one.confidence == 75


def test_a_number_of_matomo_without_its_server_says_nothing() -> None:
    assert normals("<script>_paq.push(['setSiteId', '7']);</script>", "tracker-id") == []


def test_ids_come_in_order_of_place_each_once() -> None:
    page = "<script>fbq('init','100000000000017');gtag('config','G-TRUYVETX01')</script>"
    expected = ["facebook-pixel:100000000000017", "G-TRUYVETX01"]
    assert normals(page, "tracker-id") == expected


def test_ids_are_found_in_a_page_of_wide_letters() -> None:
    found = told("<p>Chào</p><script>gtag('config','G-TRUYVETX01')</script>".encode("utf-16"))
    (one,) = found.of("tracker-id")
    assert (one.normal, one.facts["encoding"]) == ("G-TRUYVETX01", "utf-16-le")
    assert one.value() == "G-TRUYVETX01".encode("utf-16-le")


def test_a_page_full_of_ids_is_told_in_part() -> None:
    page = "".join(f"'UA-{number}-1' " for number in range(10_000, 10_000 + MAX_IDS + 50))
    assert len(normals(page, "tracker-id")) == MAX_IDS


@pytest.mark.parametrize(
    "unit", ["G-A", "fbq('init',", "facebook.com/tr?&&&&", 'cx="partner-pub-', "h-captcha ", "AIza"]
)
def test_a_hostile_script_is_read_once(unit: str) -> None:
    assert normals(f"<script>{unit * 100_000}", "tracker-id") == []
