"""Sites: what the robots.txt of each asks for, and what of it is kept to.

A robots.txt speaks for one scheme, host and port (RFC 9309, section 2.3). Where there is none, all
is allowed; where it cannot be had, nothing is, until it can.
"""

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from ...evidence.web.capture import WebCapture
from ...evidence.web.crawl import Effect, RobotsFile
from ...evidence.web.settings import WebSettings
from .robots import ALL_ALLOWED, ALL_REFUSED, MAX_ROBOTS, Robots, read_robots
from .urls import origin_of, path_of

AGENT = "truyvet"
"""Our product token (RFC 9309, section 2.2.1)."""
ROBOTS_PATH = "/robots.txt"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Said:
    robots: Robots
    record: RobotsFile


class Sites:
    """What the sites of a crawl ask for."""

    def __init__(self, decode: Callable[[bytes, int], bytes], *, ignored: bool) -> None:
        """`decode` takes a response message's codings off; at most so many bytes of it."""
        self._decode = decode
        self._ignored = ignored
        self._said = dict[str, _Said]()

    def knows(self, url: str) -> bool:
        """Tell whether the robots.txt that speaks for an address was asked for."""
        return origin_of(url) in self._said

    def learn(self, capture: WebCapture, body: bytes) -> Robots:
        """Take in a robots.txt that was captured; `body` is the answer as it came."""
        robots, effect = self._read(capture, body)
        origin = origin_of(capture.given)
        record = RobotsFile(
            capture=capture.capture,
            delay=None if robots.delay is None else int(robots.delay * 1000),
            effect="ignored" if self._ignored else effect,
            origin=origin,
            rules=len(robots.rules),
            sitemaps=robots.sitemaps,
            status=capture.status,
            whole=robots.whole,
        )
        self._said[origin] = _Said(robots=robots, record=record)
        return robots

    def _read(self, capture: WebCapture, body: bytes) -> tuple[Robots, Effect]:
        status = capture.status or 0
        if capture.result == "failed" and capture.exchanges[-1].result == "whole":
            return ALL_ALLOWED, "absent"  # its redirects lead nowhere (section 2.3.1.2)
        if capture.result != "whole" or status >= 500:
            return ALL_REFUSED, "unreachable"
        if not 200 <= status < 300:
            return ALL_ALLOWED, "absent"
        return read_robots(self._decode(body, MAX_ROBOTS + 1), AGENT), "obeyed"

    def refuses(self, url: str) -> str:
        """Return why the site asks to leave an address alone, if it does and is obeyed."""
        said = self._said.get(origin_of(url))
        if said is None or self._ignored:
            return ""
        if said.record.effect == "unreachable":
            return "robots.txt cannot be had"
        rule = said.robots.refuses(path_of(url))
        return "" if rule is None else "robots.txt asks to leave it alone"

    def number(self, origin: str, capture: int) -> None:
        """Take note of the number under which a robots.txt was recorded."""
        said = self._said[origin]
        record = replace(said.record, capture=capture)
        self._said[origin] = _Said(robots=said.robots, record=record)

    def records(self) -> tuple[RobotsFile, ...]:
        """Return what each site said, by origin."""
        return tuple(said.record for _, said in sorted(self._said.items()))


def is_bound(settings: WebSettings, purpose: str, depth: int) -> bool:
    """Tell whether robots.txt counts for what is asked for `depth` links from a given address.

    Of a site it speaks of all pages; of single ones only of those that links led to.
    """
    return purpose == "page" and (settings.site or depth > 0)
