"""Two made-up scam shops that share a tracker and a phone, and a page that changes between visits.

All persons, numbers and accounts are invented: accounts begin with 0000, phones with 0900 000.
"""

from tests.site.answers import Answer, Asked, Page, answer, page
from tests.site.pictures import icon, png, transfer

GA = "G-TRUYVETX01"
GTM = "GTM-TVDEMO1"
ADSENSE = "ca-pub-0000000000000017"
PIXEL = "100000000000017"
OLD_GA = "UA-00000017-1"
"""Ids that both shops share (the pixel and AdSense: only the first)."""
PHONE = "0900 000 017"
PHONE_NORMAL = "+84900000017"
ACCOUNT, BANK, BIN, HOLDER = "0000123456700", "Vietcombank", "970436", "LE VAN HAI"
OTHER_ACCOUNT = "0000998877000"
MAIL = "hotro@sale-senvang.example.com"
PUBLISHED = "2026-03-11T08:30:00+07:00"
FIRST, SECOND = "/scam/", "/shop/"
QR = "/scam/vietqr.png"
TRACKERS = f"""<script>
window.dataLayer = window.dataLayer || [];
function gtag() {{ dataLayer.push(arguments); }}
gtag('js', new Date()); gtag('config', '{GA}'); gtag('config', '{OLD_GA}');
(function (w, l, i) {{ w[l] = w[l] || []; w.gtmId = i; }})(window, 'dataLayer', '{GTM}');
</script>"""
_PIXEL = f"""<script>
window.fbq = window.fbq || function () {{}}; fbq('init', '{PIXEL}'); fbq('track', 'PageView');
</script>
<script>(window.adsbygoogle = window.adsbygoogle || []).push({{
  google_ad_client: "{ADSENSE}", enable_page_level_ads: true }});</script>"""
_FIRST = f"""<!DOCTYPE html>
<html lang="vi" prefix="og: http://ogp.me/ns#"><head><meta charset="utf-8">
<title>Sen Vàng – xả kho điện thoại 90%</title>
<meta property="og:title" content="Xả kho 90%"><meta property="og:site_name" content="Sen Vàng">
<meta property="og:image" content="/scam/phone.png">
<meta property="article:published_time" content="{PUBLISHED}">
<meta name="description" content="Chuyển khoản trước, giao hàng sau">
<link rel="icon" href="/scam/icon.ico"><link rel="stylesheet" href="/scam/shop.css">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "Store",
"name": "Sen Vàng", "telephone": "+84900000017", "email": "{MAIL}",
"sameAs": ["https://www.facebook.com/senvang.demo", "https://zalo.me/0900000017"],
"address": {{"@type": "PostalAddress", "addressLocality": "Hà Nội"}}}}</script>
{TRACKERS}{_PIXEL}</head><body>
<h1>Điện thoại mới 100%, giá chỉ 990.000đ</h1><img src="/scam/phone.png" alt="điện thoại">
<p>Đặt cọc 200.000đ vào tài khoản <b>{ACCOUNT}</b> {BANK}, chủ tài khoản {HOLDER}.</p>
<p>Hoặc quét mã: <img src="{QR}" alt="VietQR"></p>
<p>Gọi/Zalo: <a href="tel:+84900000017">{PHONE}</a>, thư:
<a href="mailto:{MAIL}?subject=Dat%20hang">{MAIL}</a>,
<a href="https://t.me/senvang_sale_demo">Telegram</a>,
<a href="https://www.facebook.com/senvang.demo">Facebook</a>,
<a href="https://zalo.me/0900000017">Zalo</a>, <a href="https://www.tiktok.com/@senvang.demo">TikTok</a>
</p><a href="/scam/order">Đặt hàng</a>
<form action="/scam/order" method="post"><input name="sdt" type="tel"><input name="cccd">
<input name="otp" type="password"></form></body></html>
"""
_SECOND = f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>Kho máy giá gốc</title>
<link rel="icon" href="/scam/icon.ico">{TRACKERS}</head><body><h1>Kho máy giá gốc</h1>
<p>Chuyển khoản {OTHER_ACCOUNT} Techcombank, TRAN VAN MAU. Hotline {PHONE.replace(" ", ".")}</p>
</body></html>
"""


def _changing(asked: Asked) -> Answer:
    """The page that `Site.set_version` changes: words, a picture, and from 2 on an account."""
    version = asked.version
    account = f"<p>Tài khoản mới: {OTHER_ACCOUNT} Techcombank</p>" if version >= 2 else ""
    phone = f"<p>Gọi {PHONE}</p>" if version >= 3 else ""
    return answer(
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Bản {version}</title>'
        f"</head><body><h1>Thông báo</h1><p>Phần này không đổi.</p><p>Bản số {version}</p>"
        f'{account}{phone}<img src="/watched/{version}.png" alt=""></body></html>'
    )


def pages() -> tuple[dict[str, Page], dict[str, Page]]:
    """Return pages by path, and by how a path begins."""
    order = "<!doctype html><title>Đặt hàng</title><p>Cọc 200.000đ vào {0} {1}</p>"
    exact: dict[str, Page] = {
        FIRST: page(_FIRST),
        SECOND: page(_SECOND),
        "/scam/order": page(order.format(ACCOUNT, BANK)),
        "/scam/shop.css": page("h1 { color: #c00 } body { font-family: sans-serif }", "text/css"),
        "/scam/phone.png": page(png("phone", 160, 120), "image/png"),
        "/scam/icon.ico": page(icon("scam"), "image/x-icon"),
        QR: lambda asked: answer(transfer(BIN, ACCOUNT, HOLDER, 200_000), "image/png"),
        "/watched": _changing,
        "/unchanging": page("<!doctype html><title>Không đổi</title><p>Luôn thế</p>"),
    }
    return exact, {"/watched/": lambda asked: answer(png(asked.path, 200, 80), "image/png")}
