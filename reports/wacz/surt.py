"""Searchable addresses of a CDXJ index (CDXJ 0.1.0, section "Searchable URL").

Host names stand reversed, so that a site stands together. A replay tool looks an address up by a
key that it makes itself, so what such tools leave out is left out here too: `www`, the port of the
scheme, a final slash, session ids, ways to write the same letter; parts of a query are sorted.
"""

import re
from urllib.parse import unquote_to_bytes, urlsplit

_PORTS = {"http": 80, "https": 443}
_WWW = re.compile(r"^www\d*\.")
_PATH_SESSION = re.compile(r"/\((?:(?:[a-z]\([0-9a-z]{24}\))+|[0-9a-z]{24})\)/(?=[^?]+\.aspx)")
_QUERY_SESSION = re.compile(
    r"(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}(?:&|$)|aspsessionid[a-z]{8}=[a-z]{24}(?:&|$)"
    r"|cfid=[^&]+&cftoken=[^&]+(?:&|$)"
)
MAX_ROUNDS = 20
"""How often escapes within escapes are undone: a hostile address may nest them without end."""


def searchable(url: str) -> str:
    """Return the key under which replay tools look for `url`; any but a web address as it is."""
    if not url.startswith(("http://", "https://")):
        return _escaped(url.encode("utf-8", "surrogatepass"), keep="%#")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").strip("."), parts.port
    except ValueError:
        return _escaped(url.lower().encode("utf-8", "surrogatepass"), keep="%#")
    key = host if ":" in host else ",".join(reversed(_WWW.sub("", host).split(".")))
    if port is not None and port != _PORTS[parts.scheme]:
        key += f":{port}"
    path = _PATH_SESSION.sub("/", _canonical(_straight(_plain(parts.path))))
    query = _QUERY_SESSION.sub("", _canonical(_plain(parts.query)))
    if query:
        query = "?" + "&".join(sorted(query.split("&"), key=lambda part: part.partition("=")[::2]))
    host_key = _escaped(key.encode("utf-8", "surrogatepass"), keep="%#")
    return f"{host_key}){path}{query}"


def _plain(text: str) -> bytes:
    """Undo percent-encoding until nothing is left to undo."""
    content = text.encode("utf-8", "surrogatepass")
    for _ in range(MAX_ROUNDS):
        undone = unquote_to_bytes(content)
        if undone == content:
            break
        content = undone
    return content


def _canonical(content: bytes) -> str:
    return _escaped(content).lower()


def _escaped(content: bytes, keep: str = "") -> str:
    """Return visible ASCII as it is, all else as %XX; so are `%` and `#`, unless kept."""
    return "".join(
        chr(byte) if 0x21 <= byte <= 0x7E and (byte not in b"%#" or chr(byte) in keep)
        else f"%{byte:02X}"
        for byte in content
    )  # fmt: skip


def _straight(path: bytes) -> bytes:
    """Return a path without empty and dot segments and without its final slash."""
    kept = list[bytes]()
    for segment in path.split(b"/")[1:]:
        if segment == b".." and kept:
            kept.pop()  # an empty one too
        elif segment != b".":
            kept.append(segment)
    return b"/" + b"/".join(filter(None, kept))
