"""One page in the browser: all that belongs to it is attached to, and let run.

Frames of other sites, workers and service workers are targets of their own in Chromium; each is
held until we listen to it, so that no request of theirs is missed. Windows that the page opens are
closed, its dialogs dismissed, its downloads denied; all of it is written down.
"""

import time
from collections.abc import Callable
from pathlib import Path

from ...evidence.errors import TruyvetError
from .journal import Journal
from .protocol import Driver, Gone, Message

ATTACH: Message = {
    "autoAttach": True,
    "waitForDebuggerOnStart": True,
    "flatten": True,
    "filter": [
        {"type": name} for name in ("page", "iframe", "worker", "shared_worker", "service_worker")
    ],
}
"""Which targets are attached to, and that they wait for us."""
_QUIET: Message = {"maxTotalBufferSize": 1, "maxResourceBufferSize": 1}
"""Chromium need not keep bodies for us: they come over the proxy."""
_POLL = 0.05
_MAX_TARGETS = 500
"""Targets of one page; a page that starts more than that is not followed into them."""


class Visit:
    """The targets of one page; events come from the driver's thread."""

    def __init__(
        self, driver: Driver, viewport: tuple[int, int], folder: Path | None, seconds: float
    ) -> None:
        """`viewport` is width and height in CSS pixels; after `seconds` the page is left."""
        self.driver = driver
        self._seconds = seconds
        self._end_at = time.monotonic() + seconds
        self.context = ""
        """Id of the browser context made for it."""
        self.journal = Journal(folder)
        self.page = ""
        """Session of the page itself."""
        self.ready = False
        """Whether all that we listen to was asked for."""
        self.loaded = False
        """Whether the load event has come."""
        self.broken = ""
        """Why it never will: the bytes of the page itself ended before their end."""
        self.leaving = False
        """Whether we end it ourselves."""
        self.over = ""
        """Why the page is no more."""
        self.failure: TruyvetError | None = None
        """E901-E903 where our own side could not keep what came; it is told by ending."""
        self.losses = list[str]()
        """What else went wrong on our side: each is a request of which nothing is recorded."""
        self.frames = list[str]()
        """Sessions of frames that are targets of their own."""
        self._viewport = viewport
        self._document = ""
        self._kinds = dict[str, str]()
        self._targets = dict[str, str]()

    def begin(self, seconds: float) -> bool:
        """Wait until the page is there and its own program listens; tell whether it is.

        Before that, Chromium would tell nothing of the first things that a page asks for.
        """
        if not self.wait(seconds, lambda: self.ready):
            return False
        for method, parameters in (
            ("Network.enable", _QUIET), ("Runtime.evaluate", {"expression": "1"}),
        ):  # fmt: skip
            self.call(method, parameters, timeout=seconds)
        return True

    def call(
        self,
        method: str,
        parameters: Message | None = None,
        *,
        timeout: float,
        session: str = "",
    ) -> Message:
        """Ask the page itself, or another target of it; raise `Trouble`."""
        left = self._left()
        return self.driver.call(
            method, parameters, session=session or self.page, timeout=min(timeout, left)
        )

    def wait(self, seconds: float, done: Callable[[], bool]) -> bool:
        """Wait until `done`, at most so long; tell whether it is. Raises `Gone`."""
        end = time.monotonic() + seconds
        while not done():
            self._left()
            if self.driver.gone:
                raise Gone(self.driver.gone)
            if time.monotonic() >= end:
                return False
            time.sleep(_POLL)
        return True

    def _left(self) -> float:
        """Return the seconds that are left for the page; raise `Gone` where there are none."""
        if self.over:
            raise Gone(self.over)
        left = self._end_at - time.monotonic()
        if left <= 0:
            raise Gone(f"it was left after {self._seconds:g} s, with all that was not done by then")
        return left

    def fail(self, error: Exception) -> None:
        """Learn, from any thread, that our own side failed; a full disk ends the page."""
        if isinstance(error, TruyvetError):
            self.failure = self.failure or error
            self._end("our own side failed")
        else:
            self.losses.append(repr(error)[:200])

    def attached(self, session: str, target: Message) -> bool:
        """Take in a new target of this page; tell whether it is listened to in this session."""
        kind, name = target["type"], target["targetId"]
        if kind == "page" and self.page:
            self.journal.say("popup", url=target.get("url"), text="opened a window; it was closed")
            self.driver.post("Target.closeTarget", {"targetId": name})
            return False
        if name in self._targets or len(self._targets) >= _MAX_TARGETS:
            self._let_run(session)
            self.driver.post("Target.detachFromTarget", {"sessionId": session})
            return False
        self._targets[name] = session
        self._kinds[session] = kind
        if kind == "page":
            self._start_page(session, name)
        elif kind == "iframe":
            self.frames.append(session)
            self.driver.post("Page.enable", session=session)
        self.driver.post("Network.enable", _QUIET, session=session)
        for domain in ("Runtime.enable", "Log.enable"):
            self.driver.post(domain, session=session)
        self.driver.post("Target.setAutoAttach", ATTACH, session=session)
        self._let_run(session)
        self.ready = self.ready or kind == "page"
        return True

    def _start_page(self, session: str, target: str) -> None:
        width, height = self._viewport
        self.page = session
        self.journal.main_frame = target  # Chromium gives a page and its own frame one id
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        for method in ("Page.enable", "Inspector.enable", "DOM.enable"):
            self.driver.post(method, session=session)
        self.driver.post("Emulation.setDeviceMetricsOverride", size, session=session)

    def _let_run(self, session: str) -> None:
        self.driver.post("Runtime.runIfWaitingForDebugger", session=session)

    def detached(self, session: str) -> None:
        """Let go of a target that is no more."""
        self.journal.forget(session)
        self._kinds.pop(session, None)
        self._targets = {name: of for name, of in self._targets.items() if of != session}
        if session in self.frames:
            self.frames.remove(session)
        if session == self.page:
            self._end("the page closed itself")

    def crashed(self, session: str) -> None:
        """Learn that the program of a target died."""
        self.journal.say("crash", text=f"the {self._kinds.get(session, 'target')} crashed")
        self.journal.forget(session)
        if session == self.page:
            self._end("the page crashed")

    def _end(self, reason: str) -> None:
        self.over = self.over or reason
        if self.page:
            self.driver.abandon(self.page, self.over)

    def take(self, session: str, method: str, parameters: Message) -> None:
        """Take in an event of one of this page's targets."""
        if method == "Inspector.targetCrashed" and not self.leaving:
            self.crashed(session)
        elif method == "Page.loadEventFired" and session == self.page:
            self.loaded = True
        elif method == "Page.frameNavigated" and session == self.page:
            frame = parameters["frame"]
            if frame["id"] == self.journal.main_frame:
                self._document, self.broken = frame.get("loaderId", ""), ""
        elif method == "Network.loadingFailed" and parameters["requestId"] == self._document:
            if not parameters.get("canceled"):
                self.broken = str(parameters["errorText"])
        elif method == "Page.javascriptDialogOpening":
            leave = parameters.get("type") == "beforeunload"
            self.driver.post("Page.handleJavaScriptDialog", {"accept": leave}, session=session)
        self.journal.take(session, self._kinds.get(session, ""), method, parameters)


class Visits:
    """The pages of one browser: tells each its events."""

    def __init__(self) -> None:
        self._by_context = dict[str, Visit]()
        self._by_session = dict[str, Visit]()
        self.driver: Driver | None = None

    def begin(self, visit: Visit) -> None:
        """Follow a page from now on."""
        self._by_context[visit.context] = visit

    def end(self, visit: Visit) -> None:
        """Follow a page no longer."""
        self._by_context.pop(visit.context, None)
        for session in [key for key, of in list(self._by_session.items()) if of is visit]:
            self._by_session.pop(session, None)

    def take(self, session: str, method: str, parameters: Message) -> None:
        """Take in an event; called by the driver's thread alone."""
        try:
            self._take(session, method, parameters)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            # What a page has taken over may tell anything; nothing of it may end this thread.
            visit = self._by_session.get(session)
            if visit is not None:
                visit.journal.say("unreadable", text=f"{method}: {error!r}")

    def _take(self, session: str, method: str, parameters: Message) -> None:
        if method == "Target.attachedToTarget":
            self._attach(session, parameters["sessionId"], parameters["targetInfo"])
        elif method == "Target.detachedFromTarget":
            visit = self._by_session.pop(parameters["sessionId"], None)
            if visit is not None:
                visit.detached(parameters["sessionId"])
        elif method == "Browser.downloadWillBegin":
            self._download(parameters)
        elif (visit := self._by_session.get(session)) is not None:
            visit.take(session, method, parameters)

    def _attach(self, parent: str, session: str, target: Message) -> None:
        context = target.get("browserContextId", "")
        visit = self._by_session.get(parent) or self._by_context.get(context)
        if visit is not None:
            if visit.attached(session, target):
                self._by_session[session] = visit
        elif self.driver is not None:
            self.driver.post("Runtime.runIfWaitingForDebugger", session=session)

    def _download(self, parameters: Message) -> None:
        """Write a denied download down with the page whose frame began it."""
        for visit in list(self._by_context.values()):
            if parameters.get("frameId") in visit.journal.frames or len(self._by_context) == 1:
                name = parameters.get("suggestedFilename")
                visit.journal.say("download", url=parameters.get("url"), text=name)
