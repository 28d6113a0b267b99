"""Rules for what the network writes: e-mail, URL, domain, IPv4, IPv6, MAC, UUID."""

import ipaddress
import re

from .. import identifiers
from .. import network as forms
from .rule import Anchor, Rule, Spot, Words, spot, text_of
from .shapes import ALNUM, DIGITS, HEX, NAME, token

_LOCAL = NAME + b"._%+-"
_LABEL = rb"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?"
_MAIL = (
    rb"[A-Za-z0-9_][A-Za-z0-9._%+\-]{0,63}@(?:" + _LABEL + rb"\.){1,8}"
    rb"[A-Za-z][A-Za-z0-9\-]{0,22}[A-Za-z0-9]"
)
_PATH = rb"[A-Za-z0-9\-._~:/?#\[\]@!$&()*+,;=%\x80-\xff]"
_SCHEMES = (b"https", b"http", b"hxxps", b"hxxp", b"ftps", b"ftp")
_CLEAN = re.compile(
    rb"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&()*+,;=%]|\xe1[\xba\xbb][\x80-\xbf]|[\xc3\xc4][\x80-\xbf]"
    rb"|\xc6[\xa0\xa1\xaf\xb0]|\xcc[\x80-\xbf])+"
)
_NEXT = re.compile(rb"[,;)\]](?:https?|hxxps?|ftp)://", re.IGNORECASE)
_STRONG = (
    b"com net org edu gov mil int biz xyz top club site online shop store vip icu asia mobi"
    b" onion vn"
).split()  # fmt: skip
"""Top levels that make a name a domain wherever it stands."""
_COUNTRIES = (
    b"ae ar at au be br ca ch cl cn cz de dk es eu fi fr hk hu ie il ir jp kh kr kz la mx nl nz"
    b" ph pt ro ru sa se sg su th tr tw ua uk us za"
).split()
"""Top levels that need two labels before them: with one they are often endings of files."""
_PACKAGES = frozenset(
    b"com org net edu gov java javax jdk sun android androidx kotlin io vn microsoft system".split()
)
"""First labels of names of packages and classes, which are domains written backwards."""
_SHORT = rb"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = rb"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9][0-9]?)(?:\." + _SHORT + rb"){3}"
_G = rb"[0-9A-Fa-f]{1,4}"
_IPV6 = (
    rb"(?:" + _G + rb":){7}" + _G + rb"|(?:" + _G + rb":){1,6}(?::" + _G + rb"){1,6}"
    rb"|(?:" + _G + rb":){1,7}:"
)
_USED = tuple(map(ipaddress.IPv6Network, ("2000::/3", "fe80::/10", "fc00::/7", "ff00::/12")))
_H = rb"[0-9A-Fa-f]"
_OBJECTS = (b"2.5.4.", b"2.5.29.")  # object identifiers of X.500, in every program with TLS
_PRIVATE = 10  # the network of so many offices
_LOW = 10  # a first number up to it is as often a version's
_SMALL = 25  # four numbers below it are rather a version or a section than an address


def _mail(found: re.Match[bytes], words: Words) -> Spot | None:
    """Cut what is glued to the domain (a sentence, the next field) until its top level is one."""
    whole = found[0]
    if whole.rpartition(b".")[2][-1:].isdigit():
        whole = whole.rstrip(DIGITS)
    while True:
        normal = forms.email(whole.decode())
        if normal is not None:
            end = found.start() + len(whole)
            return Spot(found.start(), end, "email", normal.value, normal.confidence, normal.facts)
        host, point, _ = whole.rpartition(b".")
        if not point or b"@" not in host:
            return None
        whole = host


def _link(found: re.Match[bytes], words: Words) -> Spot | None:
    whole = trimmed(found[0])
    try:
        text = whole.decode()
    except UnicodeDecodeError:
        return None
    normal = forms.url(text)
    if normal is None:
        return None
    end = found.start() + len(whole)
    return Spot(found.start(), end, "url", normal.value, normal.confidence, normal.facts)


def trimmed(whole: bytes) -> bytes:
    """Return a link without what follows it: closing signs, points, the next link, noise."""
    clean = _CLEAN.match(whole)
    link = clean[0] if clean else b""
    after = _NEXT.search(link)
    if after is not None:
        link = link[: after.start()]
    for opened, closed in ((b"(", b")"), (b"[", b"]")):
        if closed in link:
            link = _balanced(link, opened[0], closed[0])
    return link.rstrip(b".,;:!?*([$&")


def _balanced(link: bytes, opened: int, closed: int) -> bytes:
    depth = 0
    for place, byte in enumerate(link):
        if byte == opened:
            depth += 1
        elif byte == closed:
            depth -= 1
            if depth < 0:
                return link[:place]
    return link


def _domain(found: re.Match[bytes], words: Words) -> Spot | None:
    labels = found[0].split(b".")
    last = labels[-1]
    if not (last.islower() or found[0].isupper()) or labels[0].lower() in _PACKAGES:
        return None
    normal = forms.domain(text_of(found))
    if normal is None:
        return None
    known = words.before("domain", found.start()) or labels[0].lower() == b"www"
    if last.lower() in _COUNTRIES and len(labels) < 3 and not known:
        return None
    sure = normal.confidence if normal.confidence == 100 else 90 if known else 75
    return spot(found, "domain", normal, sure)


def _ipv4(found: re.Match[bytes], words: Words) -> Spot | None:
    start, end = found.span()
    before = found.string[start - 2 : start]
    if words.before("version", start, 16) or (before[-1:] == b"/" and before != b"//"):
        return None  # a version; or a product's, as in Chrome/120.0.0.0
    if found[0].startswith(_OBJECTS):
        return None
    known = words.near("ip", start, end)
    parts = [int(part) for part in found[0].split(b".")]
    if not known and parts[0] != _PRIVATE and all(part < _SMALL for part in parts):
        return None
    return spot(
        found, "ipv4", forms.ipv4(text_of(found)), 90 if known else 50 if parts[0] <= _LOW else 70
    )


def _ipv6(found: re.Match[bytes], words: Words) -> Spot | None:
    normal = forms.ipv6(text_of(found))
    if normal is None or normal.value.startswith("ffff:"):
        return None  # a mask
    groups = [group for group in found[0].split(b":") if group]
    if len(groups) == 8 and all(len(group) == 2 for group in groups):
        return None  # a fingerprint or a dump
    known = words.near("ip", *found.span())
    address = ipaddress.IPv6Address(normal.value)
    if not known and (len(groups) < 2 or not any(address in some for some in _USED)):
        return None
    return spot(found, "ipv6", normal, 95 if known else 85)


def _mac(found: re.Match[bytes], words: Words) -> Spot | None:
    known = words.near("mac", *found.span())
    digits = found[0].translate(None, b":-.")
    mixed = not digits.isdigit() and not digits.isalpha()
    if not known and not mixed and found[0][2:3] != b":":
        return None  # times and dates are written so
    return spot(found, "mac", forms.mac(text_of(found)), 97 if known else 85 if mixed else 50)


def _uuid(found: re.Match[bytes], words: Words) -> Spot | None:
    return spot(found, "uuid", identifiers.uuid(text_of(found)))


_WITHIN = rb"(?:[A-Za-z0-9_](?:[A-Za-z0-9_\-]{0,61}[A-Za-z0-9_])?\.)"
_ENDS = _STRONG + _COUNTRIES
_DOMAIN = (
    _WITHIN + rb"{1,8}(?:" + b"|".join(_ENDS + [end.upper() for end in _ENDS]) + rb")"
    rb"|[Ww][Ww][Ww]\." + _WITHIN + rb"{1,7}[A-Za-z]{2,24}"
)
_NAME_BEFORE = rb"[A-Za-z0-9._\-/@\\%]"


def _domain_anchors() -> tuple[Anchor, ...]:
    """Return an anchor for each length of a top level, and one for www."""
    head = NAME + b"._-"
    sized: dict[int, list[bytes]] = {}
    for end in _ENDS:
        sized.setdefault(len(end), []).extend((end, end.upper()))
    ends = [
        Anchor(
            expression=rb"[A-Za-z0-9_]\.(?:" + b"|".join(some) + rb")[^A-Za-z0-9_\-@]",
            tail=size + 2, reach=560, head=head,
        )
        for size, some in sorted(sized.items())
    ]  # fmt: skip
    www = Anchor(expression=rb"[^A-Za-z0-9._\-/@\\%][Ww]{3}\.[A-Za-z0-9_]", tail=5)
    return (*ends, www)


RULES: tuple[Rule, ...] = (
    Rule(
        name="email", core=_MAIL, before=rb"[A-Za-z0-9_]", after=rb"-?[A-Za-z0-9]",
        anchors=(
            Anchor(
                expression=rb"[A-Za-z0-9._%+\-]@[A-Za-z0-9]", tail=2, reach=64, head=_LOCAL
            ),
        ),
        check=_mail, longest=700, asks=False,
    ),
    Rule(
        name="url", core=rb"(?i:hxxps?|https?|ftps?)://" + _PATH + rb"{2,2048}",
        before=b"", after=b"",
        anchors=tuple(
            Anchor(expression=scheme + rb"://", tail=len(scheme) + 3, caseless=True)
            for scheme in _SCHEMES
        ),
        check=_link, longest=2100, asks=False,
    ),
    Rule(
        name="domain", core=_DOMAIN, before=_NAME_BEFORE,
        after=rb"(?:[A-Za-z0-9_\-@(]|\.[A-Za-z0-9])",
        anchors=_domain_anchors(), check=_domain, longest=700,
    ),
    Rule(
        name="ipv4", core=_IPV4, before=rb"[0-9A-Za-z._\-]",
        after=rb"(?:[0-9A-Za-z_]|[.\-][0-9])",
        anchors=(
            token(_IPV4, 7, 15, DIGITS + b".", before=rb"[0-9A-Za-z._\-]", after=rb"[0-9A-Za-z_]"),
        ),
        check=_ipv4, longest=18,
    ),
    Rule(
        name="ipv6", core=_IPV6, before=rb"[0-9A-Za-z:.]", after=rb"(?:[0-9A-Za-z:]|\.[0-9])",
        anchors=(
            Anchor(
                expression=rb"[^0-9A-Za-z:.](?:" + _G + rb":){7}[0-9A-Fa-f]",
                tail=1, reach=40, head=HEX + b":",
            ),
            Anchor(
                expression=rb"[^0-9A-Za-z:.](?:" + _G + rb":){1,7}:",
                tail=0, reach=40, head=HEX + b":",
            ),
        ),
        check=_ipv6, longest=44,
    ),
    Rule(
        name="mac",
        core=rb"(?:%s{2}:){5}%s{2}|(?:%s{2}-){5}%s{2}|%s{4}\.%s{4}\.%s{4}" % ((_H,) * 7),
        before=rb"[0-9A-Za-z:.\-]", after=rb"(?:[0-9A-Za-z]|[:.\-][0-9A-Fa-f])",
        anchors=(
            token(
                rb"(?:%s{2}:){5}%s{2}|(?:%s{2}-){5}%s{2}" % ((_H,) * 4), 17, 17,
                before=rb"[0-9A-Za-z:.\-]",
            ),
            token(rb"%s{4}\.%s{4}\.%s{4}" % ((_H,) * 3), 14, 14, before=rb"[0-9A-Za-z:.\-]"),
        ),
        check=_mac, longest=20,
    ),
    Rule(
        name="uuid", core=rb"%s{8}-%s{4}-%s{4}-%s{4}-%s{12}" % ((_H,) * 5),
        before=ALNUM, after=ALNUM,
        anchors=(token(rb"%s{8}-%s{4}-%s{4}-%s{4}-%s{12}" % ((_H,) * 5), 36, 36),),
        check=_uuid, longest=48, asks=False,
    ),
)  # fmt: skip
"""The rules of this family."""
