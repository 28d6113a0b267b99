"""The threads that capture pages; what they bring is taken up by the thread that started them.

One that has no page fetches what the page of another needs, if there is a line for it.
"""

import threading
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue

from .frontier import Page
from .means import Captured, Means, Stopped
from .page import PageCapture
from .showing import show

GRACE = 5.0
"""Seconds that an exchange under way is given when a run is ended, before its line is cut."""


class Workers:
    """As many threads as captures may be under way."""

    def __init__(self, means: Means, count: int) -> None:
        self._means = means
        self._tasks: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        # With one line nothing is fetched ahead: each exchange in the order of the page.
        self._aside = self._tasks.put if means.settings.jobs > 1 else None
        self._done: SimpleQueue[Captured | BaseException] = SimpleQueue()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def start(self, page: Page, job: int, refusal: str) -> None:
        """Have a page captured; see `PageCapture`."""
        self._tasks.put(partial(self._capture, page, job, refusal))

    def next(self, seconds: float) -> Captured | None:
        """Return a page that was captured, or none after `seconds`; raises what a thread raised."""
        try:
            found = self._done.get(timeout=seconds)
        except Empty:
            return None
        if isinstance(found, BaseException):
            raise found
        return found

    def stop(self) -> None:
        """End the threads; what they have not finished is dropped."""
        self._means.stop.set()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join(GRACE / len(self._threads))
        self._means.lines.close()
        for thread in self._threads:
            thread.join(GRACE / len(self._threads))
        while not self._done.empty():
            left = self._done.get()
            if isinstance(left, Captured):
                left.close()

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None and not self._means.stop.is_set():
            task()

    def _capture(self, page: Page, job: int, refusal: str) -> None:
        try:
            captured = PageCapture(self._means, page, job, refusal, self._aside).run()
            self._done.put(show(self._means, captured))
        except Stopped:
            return
        except BaseException as error:  # noqa: BLE001 - the thread that waits must hear of it
            self._done.put(error)
