"""A page with everything that pages have today: styles, scripts, frames, lazy and late pictures.

The page is in Vietnamese. Its parts stand in `PARTS`: what a capture needs to show it again.
"""

from tests.site.answers import Answer, Asked, Page, answer, page, redirect
from tests.site.pictures import icon, png

TITLE = "Cửa hàng Sen Vàng – trang thử"
PARTS = (
    "/css/main.css", "/css/sub/more.css", "/css/print.css", "/css/img/deep.png", "/img/bg.png",
    "/font/text.woff2", "/js/app.js", "/js/module.js", "/img/logo.png", "/img/wide.png",
    "/img/wide-2x.png", "/img/source.png", "/img/lazy.png", "/img/inline-style.png",
    "/img/poster.png", "/frame/same.html", "/img/frame.png", "/favicon.ico", "/img/apple.png",
    "/app.webmanifest",
)  # fmt: skip
"""Paths that a reader of HTML and CSS finds (of the same origin)."""
LIVE = ("/api/items.json", "/api/echo", "/img/late.png", "/img/scrolled.png", "/sw.js")
"""Paths that only a browser asks for."""
OTHER = ("/frame/other.html", "/img/other.png")
"""Paths on the origin `other`."""
LINKS = ("/about", "/about?lang=vi&x=1", "/news/1", "/files/report.pdf")
"""Where it leads on the same origin."""

_PAGE = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{title}</title>
<meta name="description" content="Một trang thử có dấu tiếng Việt: ăâđêôơư">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="/favicon.ico"><link rel="apple-touch-icon" href="/img/apple.png">
<link rel="manifest" href="/app.webmanifest"><link rel="canonical" href="/">
<link rel="stylesheet" href="/css/main.css"><link rel="stylesheet" href="/css/print.css"
 media="print"><script src="/js/app.js" defer></script>
<script type="module" src="/js/module.js"></script>
<style>.box {{ background: url('/img/inline-style.png') }}</style></head>
<body><h1 class="box">Cửa hàng Sen Vàng</h1>
<p>Liên hệ: <a href="tel:+84900000010">0900 000 010</a>,
<a href="mailto:senvang@example.com">senvang@example.com</a></p>
<img src="/img/logo.png" alt="biểu trưng" width="48" height="32">
<img src="/img/wide.png" srcset="/img/wide.png 1x, /img/wide-2x.png 2x" alt="">
<picture><source srcset="/img/source.png" type="image/png"><img src="/img/logo.png" alt="">
</picture>
<video poster="/img/poster.png" width="48" height="32"></video>
<iframe src="/frame/same.html" width="200" height="60"></iframe>
<iframe src="{other}/frame/other.html" width="200" height="60"></iframe>
<nav><a href="/about">Giới thiệu</a> <a href="/about?lang=vi&amp;x=1" rel="nofollow">Giới thiệu
(2)</a> <a href="/news/1#binh-luan">Tin</a> <a href="files/report.pdf">Báo cáo</a>
<a href="https://t.me/senvang_demo">Telegram</a></nav>
<form action="/search" method="get"><input name="q"></form>
<form action="/api/echo" method="post"><input name="so-dien-thoai"></form>
<ul id="items"></ul><div id="late"></div><div style="height:3000px"></div>
<img src="/img/lazy.png" loading="lazy" alt="" width="48" height="32">
<div id="scrolled"></div><p id="end">Hết trang</p></body></html>
"""
_SCRIPT = """
"use strict";
console.log("xin chào từ trang thử");
fetch("/api/items.json").then((r) => r.json()).then((items) => {
  for (const item of items) {
    const line = document.createElement("li");
    line.textContent = item;
    document.getElementById("items").append(line);
  }
});
fetch("/api/echo", { method: "POST", headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ ten: "Đức", so: 7 }) });
setTimeout(() => {
  const late = new Image();
  late.src = "/img/late.png";
  document.getElementById("late").append(late);
}, 400);
new IntersectionObserver((seen, watcher) => {
  if (!seen[0].isIntersecting) return;
  const picture = new Image();
  picture.src = "/img/scrolled.png";
  document.getElementById("scrolled").append(picture);
  watcher.disconnect();
}).observe(document.getElementById("scrolled"));
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").catch((error) => console.warn(String(error)));
}
"""
_WORKER = """
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => event.respondWith(fetch(event.request)));
"""
_MAIN = """@charset "utf-8";
@import url("sub/more.css") screen;
@font-face { font-family: Chu; src: url(../font/text.woff2) format("woff2"); }
body { background: url( '../img/bg.png' ) repeat-x; font-family: Chu, sans-serif; }
h1::before { content: "★ Đặc biệt "; }
"""
_MORE = "/* url(never.png) */ h1 { background-image: url(../img/deep.png), url(data:,x) }\n"
_FRAME = '<!doctype html><meta charset="utf-8"><title>Khung</title><p>{words}</p><img src="{src}">'
_APP = '{"name": "Sen Vàng", "icons": [{"src": "/img/apple.png", "sizes": "16x16"}]}'
_ITEMS = '["Trà sen", "Cà phê", "Mứt gừng"]'


def home(asked: Asked) -> Answer:
    """Return the page."""
    other = asked.origins["other" if asked.origins[asked.origin].startswith("http:") else "second"]
    return answer(_PAGE.format(title=TITLE, other=other))


def echo(asked: Asked) -> Answer:
    """Return the body of the request, and its method."""
    return answer(
        b'{"method": "%s", "body": %s}' % (asked.method.encode(), asked.body or b"null"),
        "application/json",
    )


def _picture(asked: Asked) -> Answer:
    return answer(png(asked.path), "image/png", headers=[("Cache-Control", "max-age=60")])


def _tagged(asked: Asked) -> Answer:
    """Answer 304 to whoever has the page."""
    if asked.headers.get("if-none-match") == '"sen-1"':
        head = b'HTTP/1.1 304 Not Modified\r\nETag: "sen-1"\r\n\r\n'
        return Answer(head=head)
    return answer("<p>Trang có ETag</p>", headers=[("ETag", '"sen-1"')])


def pages() -> tuple[dict[str, Page], dict[str, Page]]:
    """Return pages by path, and by how a path begins."""
    script = "text/javascript; charset=utf-8"
    words = "<!doctype html><title>Giới thiệu</title><h1>Giới thiệu</h1><a href='/'>Trang đầu</a>"
    exact: dict[str, Page] = {
        "/": home,
        "/about": page(words),
        "/css/main.css": page(_MAIN, "text/css"),
        "/css/sub/more.css": page(_MORE, "text/css"),
        "/css/print.css": page("p { color: black }", "text/css"),
        "/font/text.woff2": page(b"wOF2\0\1\0\0" + bytes(40), "font/woff2"),
        "/js/app.js": page(_SCRIPT, script),
        "/js/module.js": page("export const one = 1;\n", script),
        "/sw.js": page(_WORKER, script),
        "/api/items.json": page(_ITEMS, "application/json"),
        "/api/echo": echo,
        "/app.webmanifest": page(_APP, "application/manifest+json"),
        "/favicon.ico": page(icon("sen"), "image/vnd.microsoft.icon"),
        "/frame/same.html": page(_FRAME.format(words="cùng gốc", src="/img/frame.png")),
        "/frame/other.html": page(_FRAME.format(words="gốc khác", src="/img/other.png")),
        "/files/report.pdf": page(b"%PDF-1.4\n%%EOF\n", "application/pdf"),
        "/search": lambda asked: answer(f"<title>Tìm</title><p>{asked.query}</p>"),
        "/tagged": _tagged,
        "/home": redirect("/"),
    }
    return exact, {
        "/img/": _picture,
        "/css/img/": _picture,
        "/news/": lambda asked: answer(f"<title>Tin</title><p>Tin {asked.path}</p>"),
    }
