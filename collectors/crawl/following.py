"""Following: which of the links of a captured page become pages of the frontier."""

from collections.abc import Iterator

from ...evidence.web.capture import WebCapture
from ...evidence.web.settings import WebSettings
from .frontier import Frontier, Page, Purpose
from .scope import Scope
from .traps import REASONS, Traps
from .urls import BadUrl, has_session, has_tracking, normalise, same_page

FOLLOWED = frozenset({"link", "refresh", "sitemap"})
MAX_SITEMAPS = 1_000
"""Sitemaps that one collection asks for: an index may name 50,000, and each as many again."""
MAX_MET = 500_000
"""Addresses remembered as judged before, so that what every page links to costs nothing."""

OUTSIDE = "outside the scope"
TOO_DEEP = "more links away than asked for"
NOT_FOLLOWED = "the page asks machines not to follow the link"
SESSION = "met before with another session id"
TRACKED = "met before with other tracking parameters, or with none"
SPELLED = "met before, its address written another way"
TOO_MANY_SITEMAPS = f"more than {MAX_SITEMAPS} sitemaps"


class Following:
    """Judges links by scope, depth, the wish of the page, and traps."""

    def __init__(self, settings: WebSettings, frontier: Frontier, scope: Scope) -> None:
        self._settings = settings
        self._frontier = frontier
        self.scope = scope
        self._traps = Traps()
        self._met = set[str]()
        self._sitemaps = 0

    def follow(self, capture: WebCapture, source: int) -> None:
        """Queue where a capture leads; the same captures in the same order queue the same."""
        if capture.purpose == "robots":
            return
        if not capture.depth and self.scope.kind != "page":
            self.scope.widen(capture.url)
        for url, purpose, depth, follow in self._leads(capture):
            if depth and url in self._met:
                continue
            page = Page(url=url, depth=depth, via=capture.url, source=source, purpose=purpose)
            if purpose == "sitemap":
                self.sitemap(page)
            else:
                self._judge(page, follow=follow)

    def _leads(self, capture: WebCapture) -> Iterator[tuple[str, Purpose, int, bool]]:
        """Yield (address, purpose, depth, whether machines may follow)."""
        below = capture.depth + (capture.purpose == "page")
        if capture.canonical and capture.canonical != capture.url and capture.depth:
            yield capture.canonical, "page", capture.depth, True
        for link in capture.outlinks:
            if link.use in FOLLOWED:
                is_map = link.use == "sitemap" and capture.purpose == "sitemap"
                if link.use != "sitemap" or is_map:
                    yield link.url, "sitemap" if is_map else "page", below, link.follow

    def _judge(self, page: Page, *, follow: bool) -> None:
        frontier, url = self._frontier, page.url
        if self.scope.kind == "page":
            return
        met = frontier.met_as(page)
        if met is not None:
            if met != url:
                frontier.leave_out(url, _same_as(met, url), exactly=True)
        elif not self.scope.holds(url):
            frontier.leave_out(url, OUTSIDE)
        elif page.depth > self._settings.depth:
            frontier.leave_out(url, TOO_DEEP)
            return  # nearer pages may lead there too
        elif not follow and self._settings.site and not self._settings.ignore_robots:
            frontier.leave_out(url, NOT_FOLLOWED)
            return
        elif (trap := self._traps.caught(same_page(url))) is not None:
            frontier.leave_out(url, REASONS[trap])
        else:
            frontier.add(page)
        if len(self._met) < MAX_MET:
            self._met.add(url)

    def sitemap(self, page: Page) -> None:
        """Queue a sitemap."""
        if self._sitemaps >= MAX_SITEMAPS:
            self._frontier.leave_out(page.url, TOO_MANY_SITEMAPS)
        elif self._frontier.add(page):
            self._sitemaps += 1

    def sitemaps_of(self, capture: WebCapture, named: tuple[str, ...], source: int) -> None:
        """Queue the sitemaps that a robots.txt names, or the usual one."""
        if not self._settings.depth:
            return
        urls = [*named] or [capture.given.removesuffix("/robots.txt") + "/sitemap.xml"]
        for text in urls:
            try:
                url = normalise(text)
            except BadUrl:
                continue
            page = Page(url=url, depth=1, via=capture.given, source=source, purpose="sitemap")
            self.sitemap(page)


def _same_as(met: str, url: str) -> str:
    """Return why an address is taken for that of a page that was met under another one."""
    if has_session(met) or has_session(url):
        return SESSION
    return TRACKED if has_tracking(met) or has_tracking(url) else SPELLED
