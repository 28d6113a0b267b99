"""Hosts as they stand in URLs: a domain is known where a URL of it is.

A URL's normal form (RFC 3986) begins with scheme and host in lower case, so that those of one host
stand beside each other in an index. A URL with a user's name before the host is not among them;
addresses (IPv4) are seen in URLs by the extractor of entities itself.
"""

from contextlib import suppress

SCHEMES = ("ftp", "ftps", "http", "https", "ws", "wss")
"""Schemes of the URLs that are looked for."""
HOST = "domain"
"""Kind of selector that is the host of a URL."""
URL = "url"
"""Kind of selector that is one."""
BEHIND = ("/", ":", "?", "#", "")
"""What stands behind the host of a URL; empty for its end."""
_FIRST, _AFTER = "#", "@"
"""Of what stands behind a host the smallest character, and one above the greatest."""


def url_starts(host: str) -> list[str]:
    """Return how the URLs of a host begin: with `www.` before it too, and in its own letters."""
    forms = [host]
    if "xn--" in host:
        with suppress(UnicodeError):
            forms.append(host.encode().decode("idna"))
    www = "" if host.startswith("www.") else "www."
    hosts = dict.fromkeys(before + form for form in forms for before in ("", www))
    return [f"{scheme}://{one}" for scheme in SCHEMES for one in hosts]


def url_spans(host: str) -> list[tuple[str, str]]:
    """Return the spans, ends excluded, between which the URLs of a host stand in an index."""
    return [(start + _FIRST, start + _AFTER) for start in url_starts(host)]


def is_url_of(url: str, host: str) -> bool:
    """Tell whether a URL is of this host; others stand in its spans too, as `host.other.com`."""
    return any(
        url.startswith(start) and url[len(start) : len(start) + 1] in BEHIND
        for start in url_starts(host)
    )
