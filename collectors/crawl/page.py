"""One page: asked for with all it needs to be seen again, and written into its WARC.

What it needs is fetched in its order: stylesheets with what they need, frames as documents with
needs of their own. Where more than one exchange may be under way, idle threads fetch some of it
ahead. Exchanges are written down in that order and let go of, so that memory does not grow with
the page. What another capture of the collection has is listed and not fetched again.
"""

import re
import secrets
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from ...evidence.times import moment_of
from ...evidence.web.capture import (
    WARC_NAME,
    Connection,
    Exchange,
    Name,
    Outcome,
    Outlink,
    WebCapture,
    is_unverified,
)
from ...evidence.web.references import NEEDED, Found, Use
from ..warcs.capture import write_capture
from ..warcs.writing import Original, WarcWriter
from ..wire.exchange import Fetched
from .asking import Answer, Aside, Asking
from .frontier import Page
from .known import role_of
from .means import (
    IN_MEMORY,
    MAX_AHEAD,
    MAX_FRAMES,
    MAX_NEEDS,
    MAX_OUTLINKS,
    MAX_STYLES,
    Captured,
    Means,
)
from .urls import BadUrl, normalise

_REFERRING = re.compile(r"html|xml|css|script|manifest")
_SHOWN = 3  # things named in the reason of a page that lacks some


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """Something that a page needs."""

    url: str
    """Normalised address."""
    use: Use
    """What for."""
    referrer: str
    """Who needs it."""
    frames: int
    """Frames it stands in."""
    styles: int
    """Stylesheets that led to it."""


class PageCapture:
    """The capture of one page; used once, by one thread."""

    def __init__(
        self, means: Means, page: Page, job: int, refusal: str = "", aside: Aside | None = None
    ) -> None:
        """`refusal` is why the page is recorded as refused and not asked for, if it is.

        `aside` has what the page needs fetched ahead; without it one thing comes after the other.
        """
        self._refusal = refusal
        self._means = means
        self._page = page
        self._job = job
        self._asking = Asking(means, page, job, aside)
        self._ahead = 1 if aside is None else MAX_AHEAD
        self._needs = deque[Need]()
        self._next = deque[Need]()
        self._needed = set[str]()
        self._outlinks = dict[tuple[str, str], Outlink]()
        self._found = Found()
        self._lacking = list[str]()
        self._unread = list[str]()
        self._answer: Answer | None = None

    def run(self) -> Captured:
        """Capture it; raises `Stopped`, and `OSError` where the disk fails."""
        started, begun = time.time_ns(), time.monotonic_ns()
        spool = new_spool(self._means)
        try:
            writer = new_writer(self._means, spool, started)
            exchanges, connections, names = write_capture(writer, self._fetched(), self._original)
            self._means.known.learn(exchanges, self._job)
            return self._captured(spool, exchanges, connections, names, started, begun)
        except BaseException:
            spool.close()
            raise
        finally:
            self._asking.close()

    def _captured(
        self,
        spool: BinaryIO,
        exchanges: tuple[Exchange, ...],
        connections: tuple[Connection, ...],
        names: tuple[Name, ...],
        started: int,
        begun: int,
    ) -> Captured:
        answer = self._answered()
        result, code, reason = self._judged(answer)
        capture = WebCapture(
            canonical=self._canonical(),
            capture=0,
            connections=connections,
            depth=self._page.depth,
            duration=(time.monotonic_ns() - begun) // 1000,
            elsewhere=tuple(self._asking.elsewhere),
            ended=moment_of(time.time_ns()).utc,
            exchanges=exchanges,
            given=self._page.url,
            names=names,
            outlinks=tuple(self._outlinks.values()),
            purpose=self._page.purpose,
            reason=reason[:4096],
            result=result,
            started=moment_of(started),
            status=answer.exchange.status,
            title=self._found.title,
            unverified=is_unverified(exchanges, connections),
            url=answer.exchange.url,
            via=self._page.via,
        )
        is_robots = self._page.purpose == "robots"
        return Captured(
            page=self._page,
            job=self._job,
            capture=capture,
            code=code,
            files={WARC_NAME: spool},
            body=answer.message if is_robots else b"",
        )

    def _original(self, key: str) -> Original | None:
        # What robots.txt said is read again from its own record when a crawl goes on.
        if self._page.purpose == "robots":
            return None
        return self._means.known.original(key, self._job)

    def _answered(self) -> Answer:
        if self._answer is None:
            raise TypeError("a capture begins with its page")
        return self._answer

    def _fetched(self) -> Iterator[Fetched]:
        """Give every exchange of the capture in the order it was made."""
        page, means = self._page, self._means
        if page.purpose != "page" or not page.depth:
            means.known.take(page.url, self._job)
        self._answer = yield from self._asking.ask(
            page.url, page.purpose, page.via, refusal=self._refusal
        )
        if page.purpose == "robots":
            return
        self._found = self._read(self._answer)
        self._answer = Answer(exchange=self._answer.exchange, fault=self._answer.fault)
        here = self._answer.exchange.url
        self._take_in(self._found, here, frames=0, styles=0)
        while self._look_ahead():
            yield from self._need(self._next.popleft())

    def _read(self, answer: Answer) -> Found:
        if not answer.message:
            return Found()
        found = self._means.finder(answer.message, answer.exchange.url)
        # What turns out to refer to nothing, a long download, was not to be read whole.
        if found.problem and _REFERRING.search(found.media or "html"):
            self._unread.append(f"{answer.exchange.url}: {found.problem}")
        return found

    def _take_in(self, found: Found, here: str, *, frames: int, styles: int) -> None:
        """Queue what an answer needs, and keep where it leads."""
        for reference in found.references:
            try:
                url = normalise(reference.url)
            except BadUrl:
                continue  # data:, mailto:, javascript: and what is no address lead nowhere here
            if reference.use in NEEDED:
                if self._page.purpose == "page":
                    self._queue(url, reference.use, here, frames=frames, styles=styles)
            elif not styles and len(self._outlinks) < MAX_OUTLINKS:
                follow = found.follow and reference.follow
                link = Outlink(url=url, use=reference.use, text=reference.text, follow=follow)
                self._outlinks.setdefault((url, reference.use), link)

    def _queue(self, url: str, use: Use, here: str, *, frames: int, styles: int) -> None:
        frames += use == "frame"
        styles += use == "style"
        if url in self._needed or frames > MAX_FRAMES or styles > MAX_STYLES:
            return
        if len(self._needed) >= MAX_NEEDS:
            if len(self._needed) == MAX_NEEDS:
                self._lacking.append(f"more than {MAX_NEEDS} things")
            return
        self._needed.add(url)
        self._needs.append(Need(url=url, use=use, referrer=here, frames=frames, styles=styles))

    def _look_ahead(self) -> bool:
        """Take what is needed next for us, and have some of it begun; tell whether there is any."""
        while self._needs and len(self._next) < self._ahead:
            need = self._needs.popleft()
            if self._asking.is_elsewhere(need.url, role_of(need.use)):
                continue
            if self._next:  # the first one is for this thread
                self._asking.begin(need.url, need.use, need.referrer)
            self._next.append(need)
        return bool(self._next)

    def _need(self, need: Need) -> Iterator[Fetched]:
        answer = yield from self._asking.ask(need.url, need.use, need.referrer)
        if not answer.is_whole:
            self._lacking.append(f"{need.url}: {answer.fault or answer.exchange.reason}")
        if answer.message:
            found, here = self._read(answer), answer.exchange.url
            self._take_in(found, here, frames=need.frames, styles=need.styles)

    def _canonical(self) -> str:
        try:
            return normalise(self._found.canonical) if self._found.canonical else ""
        except BadUrl:
            return ""

    def _judged(self, answer: Answer) -> tuple[Outcome, str, str]:
        """Return how the page came out, its problem code, and why."""
        exchange = answer.exchange
        if answer.fault:
            return "failed", "failed", answer.fault
        if exchange.result != "whole":
            return exchange.result, exchange.result, exchange.reason
        if self._lacking:
            count, shown = len(self._lacking), "; ".join(self._lacking[:_SHOWN])
            more = "; …" if count > _SHOWN else ""
            return "incomplete", "incomplete", f"{count} of what it needs not whole: {shown}{more}"
        if self._unread:
            return "incomplete", "incomplete", f"not all of it could be read: {self._unread[0]}"
        return "whole", "", ""


def new_spool(means: Means) -> BinaryIO:
    """Return a file for a capture's bytes; it vanishes when it is closed."""
    spool = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(means.parts))  # noqa: SIM115
    return cast("BinaryIO", spool)


def new_writer(means: Means, file: BinaryIO, started: int) -> WarcWriter:
    """Return a writer of `file` that has written its warcinfo; `started` in ns since 1970."""
    made = moment_of(started).utc
    writer = WarcWriter(file, software=means.software, made=made, random=secrets.token_bytes)
    writer.info({"http-header-user-agent": means.settings.user_agent})
    return writer
