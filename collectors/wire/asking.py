"""The request: headers as a browser would send them, in an order, honest about who asks.

Sources: RFC 9110 (request headers), W3C Referrer Policy. No header tells more than it must; the
accepted codings are those a reader of the capture can undo.
"""

from requests import PreparedRequest

from ...evidence.web.settings import WebSettings
from .exchange import Request
from .given import Given, sent
from .recording import Recording
from .routes import Route
from .targets import Target, referer

ANYTHING = "*/*"
ACCEPT = {
    "page": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "frame": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "image": "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
    "icon": "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
    "style": "text/css,*/*;q=0.1",
}
"""What is preferred, by purpose."""
LANGUAGES = "vi,en;q=0.8"
CODINGS = "gzip, deflate, br, zstd"

Headers = list[tuple[str, str]]


class Unsendable(ValueError):
    """A method or a header that none may send; nothing of the request was sent."""


class Asked(PreparedRequest):
    """A request ready to be sent; `lines` are its headers in order, as often as they are given."""

    def __init__(self, target: Target, request: Request, lines: Headers, on_line: str) -> None:
        super().__init__()
        self.method = request.method
        self.url = request.url
        self.body = request.body or None
        self.target = target
        self.lines = lines
        self.on_line = on_line
        self.recording: Recording | None = None


def prepare(
    request: Request, target: Target, settings: WebSettings, given: Given, route: Route
) -> Asked:
    """Make the request to be sent; secrets of `given` go in only where they may."""
    lines = list(request.headers) if request.exact else _lines(request, target, settings, given)
    known = {name.lower() for name, _ in lines}
    if "host" not in known:
        lines.insert(0, ("Host", target.authority))
    bodily = request.body or request.method in ("POST", "PUT", "PATCH")
    if bodily and not known & {"content-length", "transfer-encoding"}:
        lines.append(("Content-Length", str(len(request.body))))
    on_line = target.path
    if target.scheme == "http" and route.forwards:
        on_line = target.origin + target.path
        if secret := route.authorization(given.proxy):
            lines.append(("Proxy-Authorization", secret))
    asked = Asked(target, request, lines, on_line)
    if not request.exact and "cookie" not in known:
        _add_cookies(asked, given)
    return asked


def _lines(request: Request, target: Target, settings: WebSettings, given: Given) -> Headers:
    """Ours, each replaced by one of the same name that was given or that the request brings."""
    lines = {
        "host": ("Host", target.authority),
        "user-agent": ("User-Agent", settings.user_agent),
        "accept": ("Accept", ACCEPT.get(request.purpose, ANYTHING)),
        "accept-language": ("Accept-Language", LANGUAGES),
        "accept-encoding": ("Accept-Encoding", CODINGS),
        "connection": ("Connection", "keep-alive"),
    }
    if request.referrer and (text := referer(request.url, request.referrer)):
        lines["referer"] = ("Referer", text)
    others = [*given.headers_for(target.origin), *request.headers]
    for name, _ in others:
        lines.pop(name.lower(), None)
    kept = [line for key, line in lines.items() if key != "host"]
    host = [lines["host"]] if "host" in lines else []
    return [*host, *kept, *others]


def _add_cookies(asked: Asked, given: Given) -> None:
    asked.headers = {"Host": asked.target.authority}  # type: ignore[assignment]
    if value := given.cookies.header_for(asked):
        asked.lines.append(("Cookie", value))


def as_sent(value: str) -> bytes:
    """Return a header's value as bytes, without what would end its line."""
    return sent(value.replace("\r", " ").replace("\n", " "))
