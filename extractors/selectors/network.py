"""Addresses of the network: e-mail, URL, domain, IPv4, IPv6, MAC."""

import ipaddress
import re
from functools import lru_cache
from hashlib import sha3_256
from importlib import resources
from urllib.parse import unquote

from .normal import Normal, Row

_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._%+\-]{0,63}")
_PORTS = {"http": "80", "https": "443", "ftp": "21", "ftps": "990", "ws": "80", "wss": "443"}
_URL = re.compile(
    r"([a-z][a-z0-9+.\-]*)://(?:([^/?#@]*)@)?(\[[^\]/]*\]|[^/?#:]*)(:\d*)?(.*)", re.S | re.I
)
_NAMESPACES = re.compile(
    r"(?:www\.w3\.org|schemas\.|ns\.adobe\.com|purl\.org|xmlns\.|(?:www\.)?openoffice\.org"
    r"|docs\.oasis-open\.org|ns\.useplus\.org|iptc\.org|cipa\.jp|ns\.google\.com|openxmlformats\.)"
)
_PRIVATE = (
    ("loopback", "is_loopback"),
    ("link-local", "is_link_local"),
    ("multicast", "is_multicast"),
    ("private", "is_private"),
    ("reserved", "is_reserved"),
)
_CACHE = 1 << 14


@lru_cache(1)
def top_level() -> frozenset[str]:
    """Return the top-level domains that exist, in their ASCII form."""
    text = resources.files(__package__).joinpath("tlds.txt").read_text("ascii")
    return frozenset(word for line in text.splitlines() if line[:1] != "#" for word in line.split())


@lru_cache(_CACHE)
def domain(text: str, region: str = "") -> Normal | None:
    """Read a domain name: real top level, labels as RFC 1035 has them; onion with its checksum."""
    name = refanged(text).lower().rstrip(".")
    if not name.isascii():
        try:
            name = name.encode("idna").decode()
        except UnicodeError:
            return None
    labels = name.split(".")
    if len(name) > 253 or len(labels) < 2 or labels[-1] not in top_level():
        return None
    if not all(map(_LABEL.fullmatch, labels)):
        return None
    if labels[-1] == "onion" and not _onion(labels[-2]):
        return None
    facts = {"tld": labels[-1]}
    if "xn--" in name:
        facts["unicode"] = _shown(name)
    return Normal(value=name, confidence=100 if labels[-1] == "onion" else 80, facts=facts)


def _shown(name: str) -> str:
    try:
        return name.encode().decode("idna")
    except UnicodeError:
        return ""


def _onion(label: str) -> bool:
    """Tell whether a label is a v3 onion service: key, checksum, version (rend-spec-v3, 6)."""
    import base64
    import binascii

    try:
        content = base64.b32decode(label.upper())
    except binascii.Error:
        return False
    if len(content) != 35 or content[34] != 3:
        return False
    return sha3_256(b".onion checksum" + content[:32] + b"\x03").digest()[:2] == content[32:34]


def refanged(text: str) -> str:
    """Return a text without what reports put into addresses so that nobody clicks them."""
    for broken in ("[.]", "(.)", "[dot]", "(dot)"):
        text = text.replace(broken, ".")
    return text.replace("[:]", ":").replace("[@]", "@").replace("[at]", "@")


@lru_cache(_CACHE)
def email(text: str, region: str = "") -> Normal | None:
    """Read an e-mail address (RFC 5321); the normal form is in lower case."""
    local, _, host = refanged(text.strip().removeprefix("mailto:")).rpartition("@")
    found = domain(host)
    if _LOCAL.fullmatch(local) is None or ".." in local or found is None:
        return None
    return Normal(
        value=f"{local.lower()}@{found.value}", confidence=95, facts={"domain": found.value}
    )


@lru_cache(_CACHE)
def url(text: str, region: str = "") -> Normal | None:
    """Read a URL (RFC 3986): scheme and host in lower case, no default port, not defanged."""
    found = _URL.fullmatch(refanged(text) if "[" in text or "(" in text else text)
    if found is None:
        return None
    scheme, user, host, port, rest = found.groups()
    scheme, host = scheme.lower().replace("hxx", "htt"), unquote(host).lower().rstrip(".")
    confidence = _host_confidence(host)
    if not confidence:
        return None
    port = (port or "")[1:]
    facts = {"host": host.strip("[]"), "scheme": scheme}
    if text[:3].lower() == "hxx" or "[.]" in text:
        facts["defanged"] = "yes"
    if user:
        facts["user"] = user
    if _NAMESPACES.match(host):
        confidence, facts["role"] = 20, "namespace"
    whole = f"{scheme}://{user + '@' if user else ''}{host}"
    whole += f":{port}" if port and port != _PORTS.get(scheme) else ""
    return Normal(value=whole + (rest or "/"), confidence=confidence, facts=facts)


def _host_confidence(host: str) -> int:
    """Return how sure a host is one: 0 for none, 50 for a name without a top level."""
    if host.startswith("["):
        try:
            ipaddress.IPv6Address(host[1:-1])
        except ValueError:
            return 0
        return 95
    last = host.rpartition(".")[2]
    if last.isdigit():
        try:
            ipaddress.IPv4Address(host)
        except ValueError:
            return 0
        return 95
    if domain(host) is not None:
        return 95
    return 50 if _LABEL.fullmatch(host) and len(host) > 1 and host.isascii() else 0


@lru_cache(_CACHE)
def ipv4(text: str, region: str = "") -> Normal | None:
    """Read an IPv4 address, defanged or not; network masks and 0.x are none."""
    try:
        address = ipaddress.IPv4Address(refanged(text.strip()))
    except ValueError:
        return None
    first = address.packed[0]
    if first == 0 or first == 255:
        return None
    return Normal(value=str(address), confidence=70, facts={"scope": _scope(address)})


@lru_cache(_CACHE)
def ipv6(text: str, region: str = "") -> Normal | None:
    """Read an IPv6 address; the normal form is RFC 5952's. `::` and `::1` tell nothing."""
    try:
        address = ipaddress.IPv6Address(text.strip().strip("[]"))
    except ValueError:
        return None
    if int(address) < 2 or address.scope_id is not None:
        return None
    facts = {"scope": _scope(address)}
    if address.ipv4_mapped is not None:
        facts["ipv4"] = str(address.ipv4_mapped)
    return Normal(value=str(address), confidence=85, facts=facts)


def _scope(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    return next((word for word, test in _PRIVATE if getattr(address, test)), "public")


def mac(text: str, region: str = "") -> Normal | None:
    """Read a MAC address in any grouping; the normal form is `00:1a:2b:3c:4d:5e`."""
    digits = text.lower().translate(str.maketrans("", "", ":-. "))
    if len(digits) != 12 or not set(digits) <= set("0123456789abcdef") or len(set(digits)) < 3:
        return None
    value = ":".join(digits[place : place + 2] for place in range(0, 12, 2))
    first = int(digits[:2], 16)
    facts = {"oui": value[:8]}
    if first & 1:
        facts["cast"] = "group"
    if first & 2:
        facts["administration"] = "local"
    return Normal(value=value, confidence=90, facts=facts)


ROWS: dict[str, Row] = {
    "domain": Row(title="domain name", normal=domain),
    "email": Row(title="e-mail address", normal=email),
    "ipv4": Row(title="IPv4 address", normal=ipv4),
    "ipv6": Row(title="IPv6 address", normal=ipv6),
    "mac": Row(title="MAC address of a network interface", normal=mac),
    "url": Row(title="URL", normal=url),
}
"""The kinds of this family."""
