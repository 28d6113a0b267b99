"""What a collection of pages left out, and why: `crawl.json`, its last item.

Format: docs/spec/web.md. Addresses in it are what hostile servers sent.
"""

from typing import Literal

from ..records import Count, Record, Text

Effect = Literal["obeyed", "ignored", "absent", "unreachable"]
"""`absent`: there is none, all is allowed; `unreachable`: nothing of that site is."""


class LeftOut(Record, frozen=True, kw_only=True):
    """Addresses that were not captured for one reason."""

    count: Count
    """How many."""
    examples: tuple[str, ...] = ()
    """The first of them."""
    reason: Text
    """Why."""


class RobotsFile(Record, frozen=True, kw_only=True):
    """What a robots.txt said (RFC 9309)."""

    capture: Count
    """Number of its capture within the collection."""
    delay: Count | None = None
    """Pause between two pages that it asks for, in milliseconds, as it was obeyed."""
    effect: Effect
    """What became of it."""
    origin: str
    """Scheme, host and port that it speaks for."""
    rules: Count = 0
    """Rules that speak to us."""
    sitemaps: tuple[str, ...] = ()
    """Addresses of sitemaps that it names."""
    status: Count | None = None
    """Status code."""
    whole: bool = True
    """Whether all of it was read."""


class Crawl(Record, frozen=True, kw_only=True):
    """How a collection of pages ended."""

    bytes: Count
    """Bytes received in all."""
    ended: Literal["done", "max-pages", "max-bytes"]
    """Why it ended: nothing was left to capture, or a limit was met."""
    exchanges: Count
    """Exchanges in all."""
    left_out: tuple[LeftOut, ...] = ()
    """What was not captured, by reason."""
    pages: Count
    """Pages captured."""
    places: tuple[str, ...] = ()
    """Hosts, prefixes or domains that were held to lie within the scope."""
    queued: Count = 0
    """Pages that were met and not captured, where a limit ended it."""
    robots: tuple[RobotsFile, ...] = ()
    """What sites asked machines for."""
    sitemaps: Count = 0
    """Sitemaps captured."""
    unverified: Count = 0
    """Pages that came, all or in part, from servers whose certificate is not to be trusted."""
    version: Literal[1] = 1
    """Version of this format."""
