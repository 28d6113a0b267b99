"""A site to be crawled: linked pages, shared parts, duplicates, sitemaps, traps, a login.

`PAGES` are the pages that a crawl of `/crawl/` must find. `GUARDED` need a cookie or a header.
"""

import gzip

from tests.site.answers import Answer, Asked, Page, answer, page, redirect
from tests.site.pictures import png

START = "/crawl/"
COUNT = 60
"""Ordinary pages, /crawl/page/1 and on, which link to one another."""
PAGES = (START, *(f"/crawl/page/{n}" for n in range(1, COUNT + 1)), "/crawl/seven")
SHARED = ("/crawl/shared.css", "/crawl/logo.png")
"""What every page needs."""
SAME = tuple(f"/crawl/print/{n}" for n in range(1, 6))
"""Pages with one and the same body (over 256 bytes)."""
LISTED = tuple(f"/crawl/listed/{n}" for n in range(1, 6))
"""Pages that only the sitemaps name."""
PRIVATE = ("/crawl/private/", "/crawl/private/1")
"""Pages that robots.txt asks to leave alone."""
GUARDED = "/crawl/members/"
TOKEN = "an-bi-mat-4711"
"""The secret: header `X-Token`, or cookie `session`."""
ARTICLES = ("/crawl/article?id=3", "/crawl/article?id=3&utm_source=zalo&fbclid=x1")
"""One article under two addresses; both name the first as canonical."""
ROBOTS = """# trang thử
User-agent: *
Disallow: /crawl/private/
Allow: /crawl/private/allowed
Disallow: /crawl/*.tmp$

User-agent: SlowBot
Crawl-delay: 30
Disallow: /

Sitemap: {base}/sitemap.xml
"""
_HEAD = (
    '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>{more}'
    '<link rel="stylesheet" href="/crawl/shared.css"></head><body>'
    '<img src="/crawl/logo.png" alt="">{body}</body></html>'
)


def _links(*targets: str) -> str:
    return "".join(f'<p><a href="{target}">Xem {target}</a></p>' for target in targets)


def _page(title: str, body: str, more: str = "") -> Answer:
    return answer(_HEAD.format(title=title, body=body, more=more))


def _start(asked: Asked) -> Answer:
    first = ("/crawl/page/1", "page/2", "./page/3#phan-2", "/crawl/seven", *SAME, *ARTICLES)
    traps = (
        "/crawl/calendar/2026/03", "/crawl/shop?sid=0", "/crawl/deep/sub/", GUARDED, *PRIVATE,
        "/crawl/nofollow", "/crawl/page/1?b=2&a=1", "/crawl/page/1?a=1&b=2",
    )  # fmt: skip
    away = ("http://elsewhere.test/", "mailto:a@example.com", "javascript:void(0)", "ftp://x.test/")
    return _page("Trang đầu", _links(*first, *traps, *away))


def _numbered(asked: Asked) -> Answer:
    word = asked.path.rpartition("/")[2]
    if not word.isdigit() or not 1 <= int(word) <= COUNT:
        return missing(asked)
    return _page(f"Trang {word}", _ordinary(int(word)))


def _ordinary(number: int) -> str:
    to = [n for n in (number + 1, 2 * number, 2 * number + 1) if n <= COUNT]
    own = f'<img src="/crawl/pic/{number}.png" alt=""><h1>Trang {number}</h1>'
    prose = f"<p>Nội dung của trang số {number}, không trang nào giống.</p>"
    return own + prose + _links(*(f"/crawl/page/{n}" for n in to), START)


def _seven(asked: Asked) -> Answer:
    """The same body as page 7."""
    return _page("Trang 7", _ordinary(7))


def _calendar(asked: Asked) -> Answer:
    """A month, with the next and the one before, without end."""
    year, month = (int(word) for word in asked.path.split("/")[3:5])
    after = (year, month + 1) if month < 12 else (year + 1, 1)
    before = (year, month - 1) if month > 1 else (year - 1, 12)
    to = (f"/crawl/calendar/{y}/{m:02d}" for y, m in (before, after))
    return _page(f"Lịch {month}/{year}", f"<h1>{month}/{year}</h1>" + _links(*to))


def _shop(asked: Asked) -> Answer:
    """The same shop, under a new session id in every link."""
    number = sum(map(ord, asked.query)) * 7919 + len(asked.query)
    to = (f"/crawl/shop?sid={number:x}{n}" for n in range(3))
    return _page("Cửa hàng", "<h1>Cửa hàng</h1>" + _links(*to))


def _deep(asked: Asked) -> Answer:
    return _page("Sâu", '<a href="sub/">sâu hơn</a> <a href="../sub/sub/">nữa</a>')


def _article(asked: Asked) -> Answer:
    return _page("Bài 3", "<h1>Bài 3</h1>", f'<link rel="canonical" href="{ARTICLES[0]}">')


def _members(asked: Asked) -> Answer:
    """Let in whoever knows the secret, and say it back."""
    cookie, token = asked.headers.get("cookie", ""), asked.headers.get("x-token", "")
    if TOKEN in (token, *(part.partition("=")[2] for part in cookie.split("; "))):
        body = f"<h1>Thành viên</h1><p>Cookie: {cookie}</p><p>X-Token: {token}</p>"
        return _page("Thành viên", body + _links("/crawl/members/list"))
    return redirect("/crawl/login")(asked)


def _login(asked: Asked) -> Answer:
    form = '<form method="post"><input name="user"><input name="password" type="password"></form>'
    made = _page("Đăng nhập", form)
    return answer(b"".join(map(bytes, made.body)), status="403 Forbidden")  # type: ignore[arg-type]


def missing(asked: Asked) -> Answer:
    """Return what the site says of a page it does not have."""
    return answer("<title>Không có</title><h1>404</h1><p>Không có trang này</p>", status="404 None")


def robots(asked: Asked) -> Answer:
    """Return robots.txt for whoever asks; the origin `polite` wants a second between pages."""
    text = ROBOTS.format(base=asked.origins[asked.origin])
    if asked.origin == "polite":
        text = "User-agent: *\nCrawl-delay: 1\nDisallow: /crawl/private/\n"
    return answer(text, "text/plain")


def _sitemaps(asked: Asked) -> Answer:
    base = asked.origins[asked.origin]
    xmlns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    start = '<?xml version="1.0" encoding="UTF-8"?>\n'
    if asked.path == "/sitemap.xml":
        maps = (
            f"<sitemap><loc>{base}/{one}</loc></sitemap>" for one in ("map-1.xml", "map-2.xml.gz")
        )
        return answer(f"{start}<sitemapindex {xmlns}>{''.join(maps)}</sitemapindex>", "text/xml")
    held = LISTED[:3] if asked.path == "/map-1.xml" else LISTED[3:]
    urls = (f"<url><loc>{base}{path}</loc><lastmod>2026-03-11</lastmod></url>" for path in held)
    body = f"{start}<urlset {xmlns}>{''.join(urls)}</urlset>"
    if asked.path.endswith(".gz"):
        return answer(gzip.compress(body.encode(), mtime=0), "application/gzip")
    return answer(body, "text/xml")


def pages() -> tuple[dict[str, Page], dict[str, Page]]:
    """Return pages by path, and by how a path begins."""
    said = "<h1>Bản in</h1>" + "<p>Một nội dung dưới nhiều địa chỉ.</p>" * 12
    same = _page("Bản in", said)
    stay = _page(
        "Không theo", _links("/crawl/unfollowed"), '<meta name="robots" content="nofollow">'
    )
    exact: dict[str, Page] = {
        START: _start,
        "/crawl/seven": _seven,
        "/crawl/shared.css": page("body { background: url(/crawl/logo.png) }", "text/css"),
        "/crawl/logo.png": page(png("crawl", 120, 60), "image/png"),
        "/crawl/article": _article,
        "/crawl/shop": _shop,
        "/crawl/login": _login,
        "/crawl/nofollow": lambda asked: stay,
        GUARDED: _members,
        "/crawl/members/list": _members,
        "/robots.txt": robots,
        **dict.fromkeys(("/sitemap.xml", "/map-1.xml", "/map-2.xml.gz"), _sitemaps),
        **dict.fromkeys(SAME, lambda asked: same),
    }
    return exact, {
        "/crawl/page/": _numbered,
        "/crawl/pic/": lambda asked: answer(png(asked.path), "image/png"),
        "/crawl/calendar/": _calendar,
        "/crawl/deep/": _deep,
        "/crawl/private/": lambda asked: _page("Riêng", "<h1>Riêng</h1>"),
        "/crawl/listed/": lambda asked: _page("Trong sơ đồ", f"<h1>{asked.path}</h1>"),
    }
