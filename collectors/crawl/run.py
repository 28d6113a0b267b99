"""The run of a collection: hands pages to threads, stores what they bring, and goes on from there.

One thread owns store, frontier and records. A collection that was killed is continued by taking
its recorded captures up in their order, as if they had just come; a page whose `capture.json` is
not recorded was not captured. What relies on another capture is recorded with it or after it.
"""

import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...evidence.item import Item, Problem
from ...evidence.store import Store
from ...evidence.web.crawl import Crawl
from ...evidence.web.references import Finder
from ...evidence.web.settings import WebSettings
from .keeping import Keeper, Kept
from .lines import Fetches, Lines
from .means import Captured, Means
from .recovering import Recovery
from .state import State
from .urls import origin_of
from .workers import Workers

if TYPE_CHECKING:
    from ..browser.rendering import Browser

MAX_HELD = 64
"""Captures that may wait for another one they rely on: bounds memory and open files."""
BEAT = 0.5
"""Seconds after which a run tells that it lives, though nothing came."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """What is to be captured, and with what."""

    settings: WebSettings
    """What the officer asked for."""
    urls: tuple[str, ...]
    """The given addresses, normalised."""
    fetcher: Callable[[], Fetches]
    """Makes one of the fetchers, of which there are as many as jobs."""
    finder: Finder
    """Reads pages."""
    decode: Callable[[bytes, int], bytes]
    """Takes the codings off a response message; returns at most so many bytes of its body."""
    software: str
    """Product and version, for the WARC."""
    browser: "Browser | None" = None
    """Shows pages, where they are to be shown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a collection is put together."""

    store: Store
    """Takes the bytes."""
    folder: Path
    """The collection's own, for the frontier."""
    parts: Path
    """For what is under way."""
    recorded: Iterable[Item]
    """Items that an earlier run has left, in order."""


class Run:
    """One run of a collection; used once."""

    def __init__(self, order: Order, place: Place) -> None:
        settings = order.settings
        self._settings = settings
        self._store = place.store
        self._recovery = Recovery(place.store, place.recorded)
        self._state = state = State(settings, order.urls, place.folder, order.decode)
        self._means = Means(
            settings=settings,
            lines=Lines(order.fetcher, settings.jobs),
            finder=order.finder,
            known=state.known,
            pace=state.pace,
            allowance=state.allowance,
            stop=threading.Event(),
            refuses=state.sites.refuses,
            software=order.software,
            parts=place.parts,
            browser=order.browser,
        )
        # More captures than exchanges at a time: while one page is read another is fetched.
        self._slots = settings.jobs + (settings.jobs + 1) // 2
        self._jobs = 0
        self._under_way = set[int]()
        self._turn = 1
        self._arrived = dict[int, Captured]()
        self._held = dict[int, Captured]()
        self.crawl: Crawl | None = None
        """How the crawl ended, once it has."""

    @property
    def under_way(self) -> int:
        """How many pages are being captured."""
        return len(self._under_way)

    def pages(self) -> Generator[Kept, None, None]:
        """Capture; yield what is to be recorded, and now and then nothing, as a sign of life.

        Raises what a thread raised, `OSError` for the disk. Close the iterator to end early: then
        what it has yielded stands, and another run of the same order goes on after it.
        """
        try:
            keeper = yield from self._begin()
            if not self._recovery.is_ended:
                yield from self._capture(keeper)
            self.crawl = self._state.ending()
            if not self._recovery.is_ended:
                yield from self._end(keeper, self.crawl)
        finally:
            for captured in (*self._held.values(), *self._arrived.values()):
                captured.close()
            self._state.frontier.close()

    def _begin(self) -> Generator[Kept, None, Keeper]:
        for one in self._recovery.captures():
            self._state.recover(one.capture, one.source, one.body)
        keeper = Keeper(self._store, self._recovery.next_n, self._recovery.next_capture)
        if not self._recovery.has_settings:
            yield keeper.settings(self._settings)
        return keeper

    def _capture(self, keeper: Keeper) -> Iterator[Kept]:
        workers = Workers(self._means, self._slots)
        try:
            while self._hand_out(workers):
                captured = workers.next(self._patience())
                if captured is None:
                    yield Kept(queued=self._state.frontier.queued())
                    continue
                self._under_way.discard(captured.job)
                self._arrived[captured.job] = captured
                for one in self._in_turn():
                    self._held[one.job] = one
                    self._state.take_in(one.capture, one.page.source, one.body)
                ready = self._ready()
                if ready:
                    yield self._keep(keeper, ready)
        finally:
            workers.stop()

    def _in_turn(self) -> Iterator[Captured]:
        """Give what has arrived: in the order it was begun where that makes nobody wait."""
        if self._settings.jobs > 1:
            self._turn = min(self._arrived)
        while self._turn in self._arrived:
            yield self._arrived.pop(self._turn)
            self._turn += 1

    def _hand_out(self, workers: Workers) -> bool:
        """Give the threads work; tell whether anything is to be waited for."""
        waiting = len(self._held) + len(self._arrived)
        while len(self._under_way) < self._slots and waiting < MAX_HELD:
            found = self._state.next(self._jobs + 1)
            if found is None:
                break
            self._jobs += 1
            self._under_way.add(self._jobs)
            workers.start(found[0], self._jobs, found[1])
        return bool(self._under_way) or self._state.wait() is not None

    def _patience(self) -> float:
        wait = self._state.wait() if len(self._under_way) < self._slots else None
        return BEAT if wait is None else min(BEAT, wait)

    def _ready(self) -> list[Captured]:
        """Return the captures that rely on nothing but what is recorded and one another."""
        open_jobs = self._under_way | self._held.keys() | self._arrived.keys()
        ready, before = set(self._held), -1
        relied = {job: self._means.known.relied_on(job) & open_jobs for job in ready}
        while len(ready) != before:
            before = len(ready)
            ready = {job for job in ready if relied[job] <= ready}
        return [self._held[job] for job in sorted(ready)]

    def _keep(self, keeper: Keeper, ready: list[Captured]) -> Kept:
        kept = keeper.captures(ready, self._state.frontier.queued())
        for captured in ready:
            del self._held[captured.job]
            self._means.known.recorded(captured.job)
            if captured.page.purpose == "robots":
                origin = origin_of(captured.page.url)
                self._state.sites.number(origin, captured.capture.capture)
        return kept

    def _end(self, keeper: Keeper, crawl: Crawl) -> Iterator[Kept]:
        problem = None
        if crawl.ended != "done":
            left = "1 known page was" if crawl.queued == 1 else f"{crawl.queued} known pages were"
            text = f"{left} left when --{crawl.ended} was reached"
            problem = Problem(code="cut", text=text)
        if self._settings.site or self._settings.depth or crawl.left_out:
            yield keeper.crawl(crawl, problem)
