"""Addresses: written one way for asking, and one way for telling whether two are the same page.

`normalise` writes an address as a browser would send it (WHATWG URL, for http and https only);
`same_page` is for comparing only: what tracks a visitor, or names his session, is taken out of it
(RFC 3986, section 6.2.2, for the rest). No address is looked up here.
"""

import re
from functools import lru_cache
from urllib.parse import unquote_to_bytes

_PARTS = re.compile(r"([a-z][a-z0-9+.\-]*):(?:[/\\]*)([^/\\?#]*)([^?#]*)(\?[^#]*)?", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_HOST_AND_PORT = re.compile(r"[^/?#@:\s]+:[0-9]{1,5}(?:[/?#]|$)")
_DROPPED = re.compile(r"[\t\n\r]")
_ENDS = "".join(map(chr, range(0x21)))
_FORBIDDEN = re.compile(r"[\x00-\x20\"#%/:<>?@\[\\\]^`{|}\x7f]")
PORTS = {"http": 80, "https": 443}
"""Ports that are not written."""
MAX_URL = 8_192
"""Characters of an address; servers commonly refuse longer ones."""

_PATH_UNSAFE = re.compile(r"[^!-~]|[\"<>^`{}]")
_QUERY_UNSAFE = re.compile(r"[^!-~]|[\"<>']")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh"
    r"|mc_cid|mc_eid|_ga|_gl|zarsrc|_hsenc|_hsmi|mkt_tok|vero_id|oly_enc_id|oly_anon_id"
    r"|wt_mc|__twitter_impression|fb_action_ids|fb_action_types|fb_source)",
    re.IGNORECASE,
)
"""Parameters that say how a visitor came; they choose no page."""
SESSION = re.compile(
    r"(?:phpsessid|jsessionid|aspsessionid\w*|asp\.net_sessionid|sid|sessionid|session_id|cfid"
    r"|cftoken|zenid|oscsid|s_id)",
    re.IGNORECASE,
)
"""Parameters that name a visitor's session."""
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?]*", re.IGNORECASE)


class BadUrl(ValueError):
    """The text is no address that can be asked for; the message says why."""


def normalise(text: str) -> str:
    """Return the http or https address `text` as it is asked for; `BadUrl` where it is none.

    Name and password in an address are left out: what a page offers is not used to log in.
    """
    cleaned = _DROPPED.sub("", text.strip(_ENDS))
    if len(cleaned) > MAX_URL:
        raise BadUrl(f"longer than {MAX_URL} characters")
    match = _PARTS.match(cleaned)
    if match is None:
        raise BadUrl("not an absolute address")
    scheme = match[1].lower()
    if scheme not in PORTS:
        raise BadUrl(f"{scheme}: is not http or https")
    host, port = _authority(match[2].rpartition("@")[2])
    shown = "" if port in (None, PORTS[scheme]) else f":{port}"
    path = _encoded(_without_dots(match[3].replace("\\", "/")), _PATH_UNSAFE)
    query = _encoded(match[4] or "", _QUERY_UNSAFE)
    return f"{scheme}://{host}{shown}{path}{query}"


def userinfo(text: str) -> str:
    """Return the `name:password` before the `@` of an address, or nothing."""
    match = _PARTS.match(_DROPPED.sub("", text.strip(_ENDS)))
    return match[2].rpartition("@")[0] if match else ""


def with_scheme(text: str) -> str:
    """Return `text` with `https://` before it where it names no scheme."""
    cleaned = text.strip(_ENDS)
    if cleaned.startswith("//"):
        return f"https:{cleaned}"
    if not _SCHEME.match(cleaned) or _HOST_AND_PORT.match(cleaned):
        return f"https://{cleaned}"
    return cleaned


@lru_cache(maxsize=4096)
def _authority(text: str) -> tuple[str, int | None]:
    if text.startswith("["):
        literal, bracket, rest = text[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise BadUrl("its host is no IPv6 address")
        return _ipv6(literal), _port(rest[1:])
    name, _, port = text.partition(":")
    return _host(name), _port(port)


def _port(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or int(text[:6]) > 65_535 or len(text) > 5:
        raise BadUrl("its port is no number up to 65535")
    return int(text)


def _ipv6(text: str) -> str:
    from ipaddress import AddressValueError, IPv6Address

    try:
        address = IPv6Address(text)
    except AddressValueError as error:
        raise BadUrl("its host is no IPv6 address") from error
    if address.scope_id is not None:
        raise BadUrl("its host names a network card")
    return f"[{address.compressed}]"


def _host(text: str) -> str:
    raw = unquote_to_bytes(text.encode("utf-8", "replace"))
    name = raw.decode("utf-8", "replace")
    if not name.isascii():
        name = _punycode(name)
    name = name.lower()
    if not name or _FORBIDDEN.search(name) or name in (".", ".."):
        raise BadUrl("it names no host")
    if len(name) > 253 + name.endswith("."):
        raise BadUrl("its host is longer than 253 characters")
    last = name.removesuffix(".").rpartition(".")[2]
    if last.isdigit() or re.fullmatch(r"0x[0-9a-f]*", last):
        return _ipv4(name.removesuffix("."))
    return name


def _punycode(name: str) -> str:
    import idna

    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise BadUrl("its host is no name that can be asked for") from error


def _ipv4(text: str) -> str:
    """Return the address that browsers read here: `0x7f.1` and `2130706433` are 127.0.0.1."""
    parts = text.split(".")
    try:
        numbers = [_number(part) for part in parts]
    except ValueError as error:
        raise BadUrl("its host is no IPv4 address") from error
    *first, last = numbers
    if len(parts) > 4 or any(n > 255 for n in first) or last >= 256 ** (5 - len(parts)):
        raise BadUrl("its host is no IPv4 address")
    value = last + sum(n * 256 ** (3 - at) for at, n in enumerate(first))
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


def _number(text: str) -> int:
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    if len(text) > 1 and text.startswith("0"):
        return int(text, 8)
    if not text.isdigit():
        raise ValueError(text)
    return int(text)


def _without_dots(path: str) -> str:
    """Return an absolute path without dot segments (RFC 3986, section 5.2.4)."""
    if "." not in path and "%2" not in path:
        return path or "/"
    kept = list[str]()
    segments = path.split("/")[1:]
    for at, segment in enumerate(segments):
        plain = segment.replace("%2e", ".").replace("%2E", ".")
        if plain == "..":
            del kept[-1:]
        if plain in (".", ".."):
            if at == len(segments) - 1:
                kept.append("")
            continue
        kept.append(segment)
    return "/" + "/".join(kept)


def _encoded(text: str, unsafe: re.Pattern[str]) -> str:
    if not unsafe.search(text):
        return text
    return unsafe.sub(
        lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace")), text
    )


def same_page(url: str) -> str:
    """Return what normalised addresses of the same page share; not an address to ask for."""
    head, mark, query = url.partition("?")
    if ";" in head:
        head = _PATH_SESSION.sub("", head)
    if "%" in head:
        head = _ESCAPE.sub(_unescaped, head)
    if not mark:
        return head
    if "%" in query:
        query = _ESCAPE.sub(_unescaped, query)
    kept = [pair for pair in query.split("&") if pair and not is_ballast(pair.partition("=")[0])]
    return f"{head}?{'&'.join(sorted(kept))}" if kept else head


def is_ballast(parameter: str) -> bool:
    """Tell whether a parameter of this name tracks a visitor or names his session."""
    return bool(TRACKING.fullmatch(parameter) or SESSION.fullmatch(parameter))


def has_session(url: str) -> bool:
    """Tell whether an address names a session."""
    return bool(_PATH_SESSION.search(url.partition("?")[0])) or _names(url, SESSION)


def has_tracking(url: str) -> bool:
    """Tell whether an address says how its visitor came."""
    return _names(url, TRACKING)


def _names(url: str, parameters: re.Pattern[str]) -> bool:
    query = url.partition("?")[2]
    return any(parameters.fullmatch(pair.partition("=")[0]) for pair in query.split("&"))


def _unescaped(match: re.Match[str]) -> str:
    byte = int(match[1], 16)
    return chr(byte) if byte in _UNRESERVED else f"%{match[1].upper()}"


def origin_of(url: str) -> str:
    """Return scheme, host and port of a normalised address, such as `https://a.vn:8443`."""
    return url[: _path_start(url)]


def path_of(url: str) -> str:
    """Return path and query of a normalised address."""
    return url[_path_start(url) :]


def authority_of(url: str) -> str:
    """Return host and port of a normalised address, as written in it."""
    return url[url.index("://") + 3 : _path_start(url)]


def host_of(url: str) -> str:
    """Return the host of a normalised address; of an IPv6 address with its brackets."""
    authority = authority_of(url)
    if authority.startswith("["):
        return authority[: authority.index("]") + 1]
    return authority.partition(":")[0]


def _path_start(url: str) -> int:
    return url.index("/", url.index("://") + 3)
