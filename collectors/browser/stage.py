"""Where pages are shown: a running Chromium and a proxy for each page.

Every page has a browser context and a proxy of its own, so that what its proxy hears is the page's.
What Chromium asks for itself (updates, sign-in) goes to another proxy, which refuses it and counts.
Cookies, caches and service workers of one page are unknown to the next.
"""

import os
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ...evidence.errors import TruyvetError
from .chromium import VARIABLE, Chromium, find_chromium
from .identity import make_identity
from .lines import let_go
from .own import OwnRequests
from .peers import Session
from .protocol import Message, Trouble
from .proxy import Answerer, Proxy
from .rendered import Limits
from .steps import Steps
from .visit import ATTACH, Visit, Visits

ANSWER_SECONDS = 15.0
"""What the browser itself, not a page, is given to answer."""
_LOOK_SECONDS = 0.3
"""How often a window is looked for that a person may have closed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A page that was shown and is gone; its files are open."""

    visit: Visit
    """What was heard of it."""
    steps: Steps
    """What was taken down of it."""

    @property
    def failure(self) -> TruyvetError | None:
        """Return E901-E903 where our own side could not keep what came."""
        journal = self.visit.journal
        return self.visit.failure or journal.network.failure or journal.console.failure

    def close(self) -> None:
        """Let go of its files."""
        for lines in (self.visit.journal.console, self.visit.journal.network):
            let_go(lines.file)
        for file in self.steps.parts.values():
            let_go(file)


class Stage:
    """A Chromium of our own, started with the first page. Threads may share it."""

    def __init__(
        self,
        *,
        name: str = "",
        viewport: tuple[int, int] = (1280, 900),
        program: Path | None = None,
        folder: Path | None = None,
        headless: bool = True,
    ) -> None:
        """Find Chromium; raise `TruyvetError` E530 or E531 where there is none.

        `name` is how it names itself to servers; its own way if empty. `folder` is where temporary
        files go; the system's own place if none is given.
        """
        self._program = program or find_chromium(os.environ.get(VARIABLE), os.environ.get("PATH"))
        self._extra = (f"--user-agent={name}",) if name else ()
        self._viewport = viewport
        self._folder = folder
        self._headless = headless
        self._identity = make_identity(folder)
        self._visits = Visits()
        self._own_proxy: Proxy | None = None
        self._chromium: Chromium | None = None
        self._closed = False
        self._lock = threading.Lock()
        self.own = OwnRequests()
        """What the browser asked for itself."""

    def __enter__(self) -> "Stage":
        """Return itself; nothing is started yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the browser for sure."""
        self.close()

    def close(self) -> None:
        """End the browser for sure; what is being shown ends with trouble."""
        with self._lock:
            self._closed = True
            self._end()

    def product(self) -> str:
        """Return product and version of the browser that runs, and whether it has its sandbox."""
        chromium = self._running()
        return chromium.product + ("" if chromium.sandboxed else " (without sandbox: run by root)")

    def show(
        self, url: str, answerer: Answerer, limits: Limits, cookies: Iterable[Message] = ()
    ) -> "Shown":
        """Show a page and take it down; whatever goes wrong stands in its troubles.

        `answerer` answers what it asks for; nothing of it is under way any more on return.
        Raises `TruyvetError` E532 where Chromium itself does not start, E901-E903 (or `OSError`)
        where our own side could not keep what came.
        """
        chromium = self._running()
        visit = Visit(chromium.driver, self._viewport, self._folder, limits.page)
        steps = Steps(visit, limits, self._folder)
        shown = Shown(visit=visit, steps=steps)
        try:
            self._show(chromium, shown, url, answerer, cookies)
            if failure := shown.failure:
                raise failure
        except BaseException:
            shown.close()
            raise
        return shown

    def _show(
        self,
        chromium: Chromium,
        shown: Shown,
        url: str,
        answerer: Answerer,
        cookies: Iterable[Message],
    ) -> None:
        """Open a context for the page, do its steps, and leave it."""
        visit, steps = shown.visit, shown.steps
        proxy = Proxy(answerer, self._identity, Session(chromium.guard).holds, visit.fail)
        try:
            context = self._context(chromium, proxy)
            visit.context = context
            self._visits.begin(visit)
            self._prepare(chromium, context, cookies)
            blank: Message = {"url": "about:blank", "browserContextId": context}
            chromium.driver.call("Target.createTarget", blank, timeout=ANSWER_SECONDS)
            if visit.begin(ANSWER_SECONDS):
                steps.run(url)
            else:
                steps.troubles.append("the browser opened no page")
            visit.leaving = True
            gone: Message = {"browserContextId": context}
            chromium.driver.call("Target.disposeBrowserContext", gone, timeout=ANSWER_SECONDS)
        except Trouble as error:
            steps.troubles.append(str(error))
            self._give_up(chromium)
        finally:
            self._visits.end(visit)
            answerer.stop()
            proxy.close()

    def open(self, url: str, answerer: Answerer) -> None:
        """Open a window for a person, and wait until all windows are closed.

        Raises `TruyvetError` E532 where Chromium does not start, or opens none.
        """
        chromium = self._running()
        proxy = Proxy(answerer, self._identity, Session(chromium.guard).holds)
        try:
            context = self._context(chromium, proxy)
            window: Message = {"url": url, "browserContextId": context, "newWindow": True}
            chromium.driver.call("Target.createTarget", window, timeout=ANSWER_SECONDS)
            while self._is_open(chromium, context):
                time.sleep(_LOOK_SECONDS)
        except Trouble as error:
            if not chromium.driver.gone:
                reason = str(error)
                raise TruyvetError("E532", path=self._program, reason=reason) from error
        finally:
            answerer.stop()
            proxy.close()

    def _is_open(self, chromium: Chromium, context: str) -> bool:
        targets = chromium.driver.call("Target.getTargets", timeout=ANSWER_SECONDS)["targetInfos"]
        return any(
            one["type"] == "page" and one.get("browserContextId") == context for one in targets
        )

    def _context(self, chromium: Chromium, proxy: Proxy) -> str:
        wish: Message = {
            "disposeOnDetach": True,
            "proxyServer": f"http://{proxy.address}",
            "proxyBypassList": "<-loopback>",
        }
        answer = chromium.driver.call("Target.createBrowserContext", wish, timeout=ANSWER_SECONDS)
        return str(answer["browserContextId"])

    def _prepare(self, chromium: Chromium, context: str, cookies: Iterable[Message]) -> None:
        """Deny downloads, and set the cookies that let the officer in."""
        deny: Message = {"behavior": "deny", "browserContextId": context, "eventsEnabled": True}
        chromium.driver.call("Browser.setDownloadBehavior", deny, timeout=ANSWER_SECONDS)
        for cookie in cookies:
            # One by one: Chromium takes none of a list with one that it does not like.
            wish: Message = {"cookies": [cookie], "browserContextId": context}
            try:
                chromium.driver.call("Storage.setCookies", wish, timeout=ANSWER_SECONDS)
            except Trouble:
                if chromium.driver.gone:
                    raise

    def _running(self) -> Chromium:
        """Return the browser, started anew where it has ended."""
        with self._lock:
            if self._chromium is not None and self._chromium.driver.gone:
                self._end()
            if self._closed:
                raise TruyvetError("E532", path=self._program, reason="it was closed")
            if self._chromium is None:
                self._start()
            assert self._chromium is not None  # noqa: S101 - for mypy
            return self._chromium

    def _start(self) -> None:
        self._own_proxy = Proxy(self.own, self._identity, lambda *_: True)
        try:
            chromium = Chromium(
                self._program, self._visits.take, proxy=self._own_proxy.address,
                trusted=self._identity.pin, folder=self._folder, extra=self._extra,
                headless=self._headless,
            )  # fmt: skip
            self._chromium = chromium
            self._visits.driver = chromium.driver
            if self._headless:
                chromium.driver.call("Target.setAutoAttach", ATTACH, timeout=ANSWER_SECONDS)
        except Trouble as error:
            self._end()
            raise TruyvetError("E532", path=self._program, reason=error) from error
        except BaseException:
            self._end()
            raise

    def _give_up(self, chromium: Chromium) -> None:
        """End a browser that no longer does what it is asked; the next page starts another."""
        with self._lock:
            if self._chromium is chromium:
                self._end()

    def _end(self) -> None:
        chromium, self._chromium = self._chromium, None
        if chromium is not None:
            chromium.close()
        if self._own_proxy is not None:
            self._own_proxy.close()
            self._own_proxy = None
