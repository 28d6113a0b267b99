"""Lines of the index (CDXJ 0.1.0) and of the list of pages (WACZ 1.1.1, pages.jsonl)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ...evidence.web.capture import Exchange
from .surt import searchable


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A record that can be shown again."""

    url: str
    """Its WARC-Target-URI."""
    date: str
    """Its WARC-Date."""
    media: str
    """Media type, or `warc/revisit`."""
    status: int
    """Status code."""
    digest: str
    """WARC-Payload-Digest."""
    filename: str
    """Name of the WARC file."""
    offset: int
    """First byte of its gzip member."""
    length: int
    """Length of that member."""
    method: str = "GET"
    """How it was asked for."""
    query: str = ""
    """What method and body add to its key."""

    def line(self) -> str:
        """Return its line of the index; numbers are text, as all tools write them."""
        told = {
            "url": self.url, "mime": self.media, "status": str(self.status),
            "digest": self.digest, "length": str(self.length), "offset": str(self.offset),
            "filename": self.filename,
        }  # fmt: skip
        url = self.url
        if self.query:
            told |= {"method": self.method, "requestBody": self.query.partition("&")[2]}
            url += ("&" if "?" in url else "?") + self.query
        return f"{searchable(url)} {stamp(self.date)} {json.dumps(told)}\n"


def index_text(entries: list[Entry]) -> bytes:
    """Return the index: all lines, sorted by their bytes."""
    return b"".join(sorted(entry.line().encode("ascii", "backslashreplace") for entry in entries))


def replays(exchange: Exchange) -> bool:
    """Tell whether an exchange can be shown again: whether an answer of a server is stored."""
    return exchange.status is not None and bool(exchange.records)


def stamp(date: str) -> str:
    """Return a UTC time as 14 digits."""
    return "".join(filter(str.isdigit, date))[:14]


def seconds(date: str) -> str:
    """Return a UTC time without what is below a second."""
    return f"{date[:19]}Z"


def pages_text(pages: list[Mapping[str, object]], title: str) -> bytes:
    """Return the list of pages; the first line tells what it is."""
    head: dict[str, object] = {"format": "json-pages-1.0", "id": "pages", "title": title}
    if any("text" in page for page in pages):
        head["hasText"] = True
    lines = (json.dumps(line, ensure_ascii=False) + "\n" for line in (head, *pages))
    return "".join(lines).encode("utf-8", "replace")
