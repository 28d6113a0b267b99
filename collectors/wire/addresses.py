"""Addresses that no page lies on: of this computer, of private networks, of nobody.

Sources: IANA's registries of special-purpose addresses (RFC 6890), RFC 6052, RFC 3056.
A hostile page must not make us ask machines inside our own network. What counts is the address
that is connected to, so that a name which changes its answer between two look-ups gains nothing.
"""

import ipaddress
from functools import lru_cache

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

METADATA = {"169.254.169.254", "168.63.129.16", "100.100.100.200", "fd00:ec2::254"}
"""Where cloud machines are told their secrets; one of them is no private address at all."""

SPECIAL_V4 = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "carrier-grade NAT",
    "127.0.0.0/8": "loopback",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "reserved",
    "192.0.2.0/24": "documentation",
    "192.88.99.0/24": "reserved",
    "192.168.0.0/16": "private",
    "198.18.0.0/15": "benchmarking",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
}
SPECIAL_V6 = {
    "::/128": "this network",
    "::1/128": "loopback",
    "64:ff9b:1::/48": "private",
    "100::/64": "reserved",
    "2001::/23": "reserved",
    "2001:db8::/32": "documentation",
    "3fff::/20": "documentation",
    "5f00::/16": "reserved",
    "fc00::/7": "private",
    "fe80::/10": "link-local",
    "fec0::/10": "private",
    "ff00::/8": "multicast",
}
EMBEDDING = {
    "::/96": 0,  # IPv4-compatible, given up long ago, still understood by some systems
    "::ffff:0:0/96": 0,  # IPv4-mapped
    "64:ff9b::/96": 0,  # NAT64
    "2002::/16": 80,  # 6to4
}
"""IPv6 networks that carry an IPv4 address, and how many bits lie to the right of it."""

GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
"""The only part of IPv6 that IANA has given out as global unicast (RFC 4291, section 2.4)."""
STANDING_FOR_V4 = (ipaddress.IPv6Network("::ffff:0:0/96"), ipaddress.IPv6Network("64:ff9b::/96"))
"""Outside of it, what systems turn into the IPv4 address inside: mapped, and NAT64."""

_V4 = [(ipaddress.IPv4Network(net), kind) for net, kind in SPECIAL_V4.items()]
_V6 = [(ipaddress.IPv6Network(net), kind) for net, kind in SPECIAL_V6.items()]
_EMBEDDING = [(ipaddress.IPv6Network(net), bits) for net, bits in EMBEDDING.items()]


@lru_cache(maxsize=4096)
def refusal(address: str) -> str:
    """Return why this IP address is not asked, such as `loopback address`; empty if it may be.

    What is no IP address is refused too.
    """
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "no IP address"
    kind = _kind(known)
    return f"{kind} address" if kind else ""


def _kind(address: Address) -> str:
    if str(address) in METADATA:
        return "metadata"
    if isinstance(address, ipaddress.IPv4Address):
        return next((kind for net, kind in _V4 if address in net), "")
    kind = next((kind for net, kind in _V6 if address in net), "")
    if kind:
        return kind
    for network, bits in _EMBEDDING:
        if address in network:
            kind = _kind(ipaddress.IPv4Address(int(address) >> bits & 0xFFFFFFFF))
    allowed = address in GLOBAL_V6 or any(address in network for network in STANDING_FOR_V4)
    return kind or ("" if allowed else "reserved")


def written(address: str, port: int) -> str:
    """Return address and port in one, IPv6 in brackets (RFC 3986, section 3.2.2)."""
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
