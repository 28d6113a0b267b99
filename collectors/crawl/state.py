"""What a run knows of its crawl: what is queued, what came, what may be asked for next.

It is filled by captures, one after the other, whether they have just come or are recorded: so a
run that goes on stands where the killed one stood.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from ...evidence.web.capture import WebCapture
from ...evidence.web.crawl import Crawl, LeftOut
from ...evidence.web.settings import WebSettings
from .following import Following
from .frontier import Frontier, Page
from .known import Known
from .means import Allowance
from .pace import Pace
from .scope import Scope
from .sites import ROBOTS_PATH, Sites, is_bound
from .urls import authority_of, origin_of

MAX_DEAD = 10
"""Pages of a host that may fail in a row; then it is not asked any more."""
DEAD = f"its host gave no answer {MAX_DEAD} times in a row"


class State:
    """The state of one crawl; used by one thread."""

    def __init__(
        self,
        settings: WebSettings,
        urls: Sequence[str],
        folder: Path,
        decode: Callable[[bytes, int], bytes],
    ) -> None:
        """Queue the given `urls`; the frontier stands in `folder`. `decode`: see `Sites`."""
        self._settings = settings
        self.frontier = Frontier(folder)
        self._scope = Scope(settings.scope, urls)
        self._following = Following(settings, self.frontier, self._scope)
        self.sites = Sites(decode, ignored=bool(settings.ignore_robots))
        self.known = Known()
        self.pace = Pace(settings.pause / 1000, time.monotonic)
        self.allowance = Allowance(left=settings.max_bytes)
        self._asking = set[str]()
        self._dead = dict[str, int]()
        self._pages = self._exchanges = self._sitemaps = self._unverified = 0
        self._twins = set[str]()
        for source, url in enumerate(urls):
            if not self.frontier.add(Page(url=url, source=source)):
                # Two addresses of what looks like one page were given: both are asked for.
                self._twins.add(url)
                self.frontier.add(Page(url=url, source=source, exact=True))

    def recover(self, capture: WebCapture, source: int, body: bytes) -> None:
        """Take in a capture that is recorded."""
        self._pages += capture.purpose == "page"
        self.known.recover(capture)
        rendered = capture.rendering.exchanges if capture.rendering is not None else ()
        received = sum(one.response_size for one in (*capture.exchanges, *rendered))
        self.allowance.spend(received)
        self.take_in(capture, source, body)
        if capture.purpose == "robots":
            self.sites.number(origin_of(capture.given), capture.capture)

    def take_in(self, capture: WebCapture, source: int, body: bytes) -> None:
        """Take in a capture; `body` is the answer as it came, of a robots.txt."""
        self._exchanges += len(capture.exchanges)
        self._sitemaps += capture.purpose == "sitemap"
        self._unverified += capture.unverified and capture.purpose == "page"
        host = authority_of(capture.given)
        if capture.purpose == "robots":
            robots = self.sites.learn(capture, body)
            self._asking.discard(host)
            if not self._settings.ignore_robots:
                self.pace.ask_for(host, robots.delay)
            if self._settings.site and capture.result == "whole":
                self._following.sitemaps_of(capture, robots.sitemaps, source)
            return
        given = Page(
            url=capture.given,
            depth=capture.depth,
            source=source,
            purpose="sitemap" if capture.purpose == "sitemap" else "page",
            exact=not capture.depth and capture.given in self._twins,
        )
        self.frontier.done(given)
        if given.purpose == "page":
            for exchange in capture.exchanges:
                if exchange.purpose == "page" and exchange.url != given.url:
                    self.frontier.done(Page(url=exchange.url, depth=capture.depth, source=source))
            self._dead[host] = self._dead.get(host, 0) + 1 if capture.result == "failed" else 0
        self._following.follow(capture, source)

    def next(self, job: int) -> tuple[Page, str] | None:
        """Take the next page that may be asked for now, if there is one.

        With it comes why it is recorded as refused instead, or nothing.
        """
        while not self._limit():
            free = (host for host in self.frontier.hosts() if host not in self._asking)
            page = self.frontier.take([host for host in free if not self.pace.wait(host)])
            if page is None:
                return None
            bound = is_bound(self._settings, page.purpose, page.depth)
            if bound and not self.sites.knows(page.url):
                self.frontier.put_back(page)
                self._asking.add(page.host)
                url = origin_of(page.url) + ROBOTS_PATH
                return Page(url=url, depth=0, source=page.source, purpose="robots"), ""
            refusal = self._refusal(page, job) if page.purpose == "page" else ""
            if refusal is not None:
                self._pages += page.purpose == "page"
                self.pace.asked(page.host)
                return page, refusal
        return None

    def _refusal(self, page: Page, job: int) -> str | None:
        """Return why a page is refused, or nothing; none where it is left out."""
        bound = is_bound(self._settings, page.purpose, page.depth)
        asked = self.sites.refuses(page.url) if bound else ""
        if not page.depth:
            return asked  # what the officer gave is recorded, if only as refused
        if not asked and self._dead.get(page.host, 0) >= MAX_DEAD:
            asked = DEAD
        if asked:
            self.frontier.leave_out(page.url, asked)
        else:
            claim = self.known.claim(page.url, job, "document")
            if claim is None or claim.role == "frame":
                return ""
        self.frontier.done(page)
        return None

    def wait(self) -> float | None:
        """Return the seconds until a page may be asked for; none where no page waits."""
        hosts = [host for host in self.frontier.hosts() if host not in self._asking]
        if self._limit() or not hosts:
            return None
        return min(map(self.pace.wait, hosts))

    def _limit(self) -> Literal["", "max-pages", "max-bytes"]:
        if self._pages >= self._settings.max_pages:
            return "max-pages"
        return "max-bytes" if self.allowance.left <= 0 else ""

    def ending(self) -> Crawl:
        """Return what is to be told of the crawl when it has ended."""
        frontier = self.frontier
        queued = frontier.queued()
        left = [
            LeftOut(count=count, examples=tuple(examples), reason=reason)
            for reason, (count, examples) in sorted(frontier.left_out().items())
        ]
        if queued:
            examples = tuple(frontier.remaining(5))
            left.append(LeftOut(count=queued, examples=examples, reason=self._limit()))
        return Crawl(
            bytes=self._settings.max_bytes - self.allowance.left,
            ended=(self._limit() or "done") if queued else "done",
            exchanges=self._exchanges,
            left_out=tuple(left),
            pages=self._pages,
            places=self._scope.places(),
            queued=queued,
            robots=self.sites.records(),
            sitemaps=self._sitemaps,
            unverified=self._unverified,
        )
