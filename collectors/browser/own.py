"""Which requests are the page's, and which are the browser's own (housekeeping).

The browser's own are refused where they come over a proxy of their own; the few that Chromium
makes in a page's name without telling (reports of errors) are kept out of the evidence. Both are
counted by host.
"""

import threading
from collections import Counter
from http import HTTPStatus
from urllib.parse import urlsplit

import msgspec

from ...evidence.web.capture import Exchange
from ..wire.exchange import Fetched, Request, Tee
from .journal import Journal
from .proxy import NotAnswered

PURPOSES = {
    "Stylesheet": "style", "Image": "image", "Media": "media", "Font": "font", "Script": "script",
    "Manifest": "manifest", "TextTrack": "media",
}  # fmt: skip
"""Chromium's words for what something is, in those of `references.Use`; all else is `data`."""


class OwnRequests:
    """Answers what a browser asks for itself: with nothing. Counts it by host."""

    def __init__(self) -> None:
        self._count = Counter[str]()
        self._lock = threading.Lock()

    def answer(self, request: Request, tee: Tee) -> bool:
        """Refuse a request."""
        self.refused(request.url, "")
        raise NotAnswered(HTTPStatus.FORBIDDEN, "nothing goes out but what pages ask for")

    def refused(self, url: str, reason: str) -> None:
        """Count a request."""
        with self._lock:
            self._count[host_of(url)] += 1

    def stop(self) -> None:
        """There is never anything under way."""

    def take(self) -> Counter[str]:
        """Return host to number of requests since this was last asked."""
        with self._lock:
            count, self._count = self._count, Counter()
            return count


def sorted_out(fetched: list[Fetched], journal: Journal) -> tuple[list[Fetched], Counter[str]]:
    """Keep what the page asked for and say what for; let go of all else, counted by host."""
    kept, own = list[Fetched](), Counter[str]()
    origins = {_origin(url) for url in journal.addresses}
    for one in fetched:
        url = one.exchange.url
        if journal.knows(url) or _origin(_referrer(one)) in origins:
            purpose = _purpose(url, journal)
            one.exchange = msgspec.structs.replace(one.exchange, purpose=purpose)
            kept.append(one)
        else:
            own[host_of(url)] += 1
            one.close()
    return kept, own


def document_of(fetched: list[Fetched], journal: Journal) -> Exchange | None:
    """Return the exchange that brought the page itself, the last one where it was loaded again."""
    found = [one.exchange for one in fetched if one.exchange.url == journal.document]
    return next((one for one in reversed(found) if not one.location), found[-1] if found else None)


def host_of(url: str) -> str:
    """Return the host of an address, with its port where it has one."""
    return urlsplit(url).netloc.rpartition("@")[2].removesuffix(":443") or "?"


def _purpose(url: str, journal: Journal) -> str:
    kind = journal.addresses.get(url.partition("#")[0], "")
    if kind == "Document":
        return "page" if url in journal.documents else "frame"
    return PURPOSES.get(kind, "data")


def _origin(url: str) -> str:
    return "/".join(url.split("/", 3)[:3])


def _referrer(fetched: Fetched) -> str:
    """Return the page that a request says it comes from."""
    head = fetched.request.partition(b"\r\n\r\n")[0]
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"referer":
            return value.strip().decode("latin-1")
    return "none"
