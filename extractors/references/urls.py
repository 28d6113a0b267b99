"""References resolved the way browsers do (RFC 3986, section 5; URL Standard, "URL parsing").

Only http and https come out: scheme and host in lower case, default ports and fragments dropped,
dot segments removed, what no address may hold percent-encoded in UTF-8. International host names
are left as they are written. Nothing is guessed: what is no address gives nothing.
"""

import re
from urllib.parse import quote

MAX_URL = 8_192
"""Characters of an address; longer ones are dropped."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_AUTHORITY = re.compile(
    r"(?:([^@]*)@)?(\[[0-9A-Fa-f:.]+\]|[^\s\[\]:<>^|%\"`{}\\]+)(?::([0-9]{0,5}))?"
)
_PORTS = {"http": 80, "https": 443}
_DOTS = re.compile(r"/(?:\.|%2e){1,2}(?:/|\Z)", re.IGNORECASE)
_SINGLE = frozenset((".", "%2e"))
_DOUBLE = frozenset(("..", ".%2e", "%2e.", "%2e%2e"))
_BLANK = "".join(map(chr, range(0x21)))
_DROPPED = str.maketrans("", "", "\t\n\r")
_PLAIN = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%|^\\]*")
_PATH_KEPT = "-._~:/@!$&'()*+,;=%|^[]"
_QUERY_KEPT = "-._~:/?@!$&()*+,;=%|^[]`{}\\"
_PLACEHOLDERS = ("{{", "${", "<%")
"""What a template has where a program is to put an address; browsers never ask for it."""


class Base:
    """An address that references are resolved against."""

    def __init__(self, url: str) -> None:
        """Anything but an http or https address resolves only absolute references."""
        self.scheme, self.authority, self.path, self.query = "", "", "/", ""
        self.url = _absolute(_clean(url), self) or ""
        """The address itself, without its fragment; empty where it is none."""
        if self.url:
            self.scheme, _, rest = self.url.partition("://")
            self.authority, slash, rest = rest.partition("/")
            path, mark, query = (slash + rest).partition("?")
            self.path, self.query = path, mark + query
            self._folder = path[: path.rfind("/") + 1]

    def resolve(self, text: str) -> str:
        """Return the absolute address of a reference; empty where it leads nowhere on the web."""
        text = _clean(text)
        if not text or text[0] == "#" or len(text) > MAX_URL or _is_placeholder(text):
            return ""
        return _absolute(text, self)

    def based(self, text: str) -> "Base":
        """Return the base that a page sets by itself; this one where it sets none."""
        url = self.resolve(text)
        return Base(url) if url else self


def _clean(text: str) -> str:
    text = text.strip(_BLANK)
    return text.translate(_DROPPED) if "\n" in text or "\r" in text or "\t" in text else text


def _is_placeholder(text: str) -> bool:
    return any(mark in text for mark in _PLACEHOLDERS)


def _absolute(text: str, base: Base) -> str:
    """Return the address; `base.scheme` is empty while the base itself is made."""
    text = text.partition("#")[0]
    head, mark, query = text.partition("?")
    if "\\" in head:
        head = head.replace("\\", "/")
    found = _SCHEME.match(head)
    if found:
        scheme, rest = found[1].lower(), head[found.end() :]
        if scheme not in _PORTS:
            return ""
        if rest.startswith("//") or scheme != base.scheme:
            return _joined(scheme, rest.lstrip("/"), mark + query)
        head = rest  # an old habit that browsers keep: `http:page.html`
    if not base.scheme:
        return ""
    if head.startswith("//"):
        return _joined(base.scheme, head.lstrip("/"), mark + query)
    if not head:
        path, query = base.path, query if mark else base.query[1:]
        mark = "?" if query else mark
    else:
        path = head if head[0] == "/" else base._folder + head
    return _finished(f"{base.scheme}://{base.authority}", path, mark + query)


def _joined(scheme: str, rest: str, query: str) -> str:
    """Return the address of an authority and what follows it."""
    host, slash, path = rest.partition("/")
    found = _AUTHORITY.fullmatch(host)
    if not found or len(host) > 1024:
        return ""
    port = int(found[3]) if found[3] else _PORTS[scheme]
    if port > 65535:
        return ""
    shown = "" if port == _PORTS[scheme] else f":{port}"
    person = f"{quote(found[1], safe='-._~!$&()*+,;=%:')}@" if found[1] else ""
    return _finished(f"{scheme}://{person}{found[2].lower()}{shown}", slash + path or "/", query)


def _finished(origin: str, path: str, query: str) -> str:
    if _DOTS.search(path):
        path = _without_dots(path)
    if _PLAIN.fullmatch(path) is None:
        path = quote(path, safe=_PATH_KEPT, errors="replace")
    if query and (_PLAIN.fullmatch(query) is None or "'" in query):
        query = "?" + quote(query[1:], safe=_QUERY_KEPT, errors="replace")
    url = f"{origin}{path}{query}"
    return url if len(url) <= MAX_URL and url.isprintable() else ""


def _without_dots(path: str) -> str:
    """Remove dot segments (RFC 3986, section 5.2.4; escaped dots count as dots)."""
    kept: list[str] = []
    parts = path.split("/")
    for number, part in enumerate(parts):
        low = part.lower()
        last = number == len(parts) - 1
        if low in _DOUBLE:
            if len(kept) > 1:
                kept.pop()
            if last:
                kept.append("")
        elif low in _SINGLE:
            if last:
                kept.append("")
        else:
            kept.append(part)
    return "/".join(kept) or "/"
