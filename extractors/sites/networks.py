"""Profiles by link: those that `selectors.profiles` reads, and networks that are links alone."""

import re
from urllib.parse import unquote, urlsplit

from ..selectors.finding.profiles import HOSTS, SCHEMES
from ..selectors.normal import Normal
from ..selectors.profiles import ROWS

_KNOWN = {host.decode(): network for host, network in HOSTS.items()}
_APPS = {scheme.decode(): network for scheme, network in SCHEMES.items()}
_PAGES: tuple[tuple[str, str, str], ...] = (
    ("linkedin", "linkedin.com", r"/((?:in|company|school)/[\w%.\-]{2,100})"),
    ("threads", "threads.net", r"/@([\w.]{2,30})"),
    ("threads", "threads.com", r"/@([\w.]{2,30})"),
    ("pinterest", "pinterest.com", r"/(?!pin/|search/|ideas/)([\w\-]{3,40})"),
    ("github", "github.com", r"/(?!orgs|topics|search|login|features)([A-Za-z0-9\-]{1,39})"),
    ("line", "line.me", r"/(?:R/)?ti/p/(@?[\w.~%\-]{3,80})"),
    ("line", "lin.ee", r"/(\w{4,20})"),
    ("discord", "discord.gg", r"/([\w\-]{2,40})"),
    ("discord", "discord.com", r"/invite/([\w\-]{2,40})"),
    ("vk", "vk.com", r"/([\w.]{2,40})"),
    ("ok", "ok.ru", r"/((?:profile|group)/\d{3,20})"),
    ("kakao", "pf.kakao.com", r"/(_\w{2,20})"),
    ("weibo", "weibo.com", r"/((?:u/\d{5,15})|[\w\-]{2,30})"),
    ("wechat", "u.wechat.com", r"/([\w\-]{10,60})"),
    ("reddit", "reddit.com", r"/((?:u|user|r)/[\w\-]{2,30})"),
    ("shopee", "shopee.vn", r"/(?!product/|search|m/|buyer/)([\w.\-]{4,40})(?:[?/]|\Z)"),
    ("lazada", "lazada.vn", r"/shop/([\w\-]{2,60})"),
    ("medium", "medium.com", r"/@([\w.\-]{2,40})"),
    ("twitch", "twitch.tv", r"/(\w{3,25})"),
    ("snapchat", "snapchat.com", r"/add/([\w.\-]{2,30})"),
    ("patreon", "patreon.com", r"/(\w{2,60})"),
    ("paypal", "paypal.me", r"/(\w{2,60})"),
)
"""Network, host, path with the account."""
_ADDED = {
    host: (network, re.compile(path, re.IGNORECASE | re.ASCII)) for network, host, path in _PAGES
}
_SKYPE = re.compile(r"skype:([\w.:\-]{3,60})(?:\?|\Z)", re.IGNORECASE | re.ASCII)
_WECHAT = re.compile(r"weixin://(?:dl/chat\?|contacts/profile/)([\w\-]{3,40})", re.IGNORECASE)


def network_of(link: str) -> tuple[str, Normal] | None:
    """Return the network and the account of a profile's link; None where it is no profile."""
    link = f"https:{link}" if link.startswith("//") else link
    scheme, colon, _ = link.partition(":")
    if colon and scheme.lower() in _APPS:
        return _read(_APPS[scheme.lower()], link)
    for network, pattern in (("skype", _SKYPE), ("wechat", _WECHAT)):
        if found := pattern.match(link):
            return network, Normal(value=found[1].lower(), confidence=95)
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    for known in (host, host.partition(".")[2]):
        if known in _KNOWN:
            read = _read(_KNOWN[known], link)
            if read is not None:
                return read
        if known in _ADDED:
            network, path = _ADDED[known]
            if found := path.match(parts.path):
                return network, Normal(value=unquote(found[1]).lower(), confidence=90)
    return None


def _read(network: str, link: str) -> tuple[str, Normal] | None:
    found = ROWS[network].normal(link, "VN")
    return None if found is None else (network, found)
