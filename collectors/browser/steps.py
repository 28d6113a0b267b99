"""What is done with a page that is shown: wait, scroll through it, take its picture and its parts.

Each step is bounded and may fail without the others: what could be had is kept, what went wrong is
said. Scripts of ours run in a world of their own, which the page can neither see nor change.
"""

import base64
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from .lines import spool
from .protocol import Gone, Message, Refused, Trouble, Unanswered
from .rendered import Limits
from .visit import Visit

_MAX_FRAMES = 200
_SCROLL_PAUSE = 0.08
"""Seconds at each height: lazy pictures are asked for when a frame has been painted."""
_SCROLL_SCREENS = 4
"""How often the height of the picture is scrolled through at most."""
_SCROLL = """(y => {
  let box = document.scrollingElement || document.documentElement;
  if (box.scrollHeight <= innerHeight + 1) {
    let found = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
    for (; found && found !== box; found = found.parentElement)
      if (found.scrollHeight > found.clientHeight + 1 &&
          /auto|scroll|overlay/.test(getComputedStyle(found).overflowY)) { box = found; break; }
  }
  box.scrollTo({top: y, behavior: 'instant'});
  return [box.scrollHeight, box.clientHeight];
})"""
"""Scrolls the page, or the box in its middle where the page itself does not scroll."""
_PAPER: Message = {"paperWidth": 210 / 25.4, "paperHeight": 297 / 25.4}
"""A4 (ISO 216), in inches; Chromium's own choice is US Letter."""
_DOCTYPE = "document.doctype ? new XMLSerializer().serializeToString(document.doctype) : ''"
_TEXT = "document.body ? document.body.innerText : ''"


class Steps:
    """The steps with one page."""

    def __init__(self, visit: Visit, limits: Limits, folder: Path | None) -> None:
        self._visit = visit
        self._limits = limits
        self._folder = folder
        self.parts = dict[str, BinaryIO]()
        self.troubles = list[str]()
        """What went wrong, in order."""
        self.settled = True
        """Whether the network was quiet in the end."""
        self.title = ""
        self.url = ""

    def run(self, url: str) -> None:
        """Do all steps; stop where the page is no more."""
        try:
            if self._open(url):
                self._attempt("scrolling", self._scroll)
                self._attempt("address", self._address)
                for name, take in (
                    ("text.txt", self._text), ("dom.html", self._dom),
                    ("screenshot.png", self._picture), ("page.mhtml", self._archive),
                    ("page.pdf", self._print),
                ):  # fmt: skip
                    self._attempt(name, take)
            else:
                self._attempt("address", self._address)
        except Gone as error:
            self.troubles.append(str(error))

    def _attempt(self, name: str, step: Callable[[], None]) -> None:
        """Do a step, once more where the page hung in a script of its own that could be stopped."""
        for again in (True, False):
            try:
                step()
            except Unanswered as error:
                if again and self._was_freed():
                    continue
                self.troubles.append(f"{name}: {error}")
            except Refused as error:
                self.troubles.append(f"{name}: {error}")
            return

    def _was_freed(self) -> bool:
        """Stop a script that runs for ever; tell whether there was one and the page answers."""
        if self._answers():
            return False
        self.troubles.append("a script that ran without end was stopped")
        self._visit.driver.post("Runtime.terminateExecution", session=self._visit.page)
        return self._answers()

    def _answers(self) -> bool:
        """Tell whether the page answers at all."""
        try:
            wish: Message = {"expression": "1"}
            self._visit.call("Runtime.evaluate", wish, timeout=self._limits.answer / 4)
        except (Unanswered, Refused):
            return False
        return True

    def _open(self, url: str) -> bool:
        """Load the page; tell whether there is one."""
        visit, limits = self._visit, self._limits
        begun = time.monotonic()
        try:
            answer = visit.call("Page.navigate", {"url": url}, timeout=limits.load)
        except Unanswered:
            self.troubles.append(f"no answer of the server in {limits.load:g} s")
            visit.driver.post("Page.stopLoading", session=visit.page)
            return False
        except Refused as error:
            self.troubles.append(str(error))
            return False
        if reason := answer.get("errorText"):
            download = " (a download, not a page)" if answer.get("isDownload") else ""
            self.troubles.append(f"{reason}{download}")
            return False
        left = max(0.0, limits.load - (time.monotonic() - begun))
        if not visit.wait(left, lambda: visit.loaded or bool(visit.broken)):
            self.troubles.append(f"it was still loading after {limits.load:g} s")
            visit.driver.post("Page.stopLoading", session=visit.page)
        elif not visit.loaded:
            self.troubles.append(f"its bytes break off: {visit.broken}")
        self._settle()
        return True

    def _settle(self) -> None:
        """Wait for a quiet network; what is still under way then is waited for no more."""
        journal, quiet = self._visit.journal, self._limits.quiet
        if not self._visit.wait(self._limits.settle, lambda: journal.idle() >= quiet):
            self.settled = False
            journal.give_up()

    def _scroll(self) -> None:
        """Go down the page and back, so that what loads when it is seen is loaded."""
        end = time.monotonic() + self._limits.scroll
        depth = self._limits.height * _SCROLL_SCREENS
        y, height = 0, 1
        while y < height and y < depth and time.monotonic() < end:
            total, seen = self._evaluate(f"{_SCROLL}({y})")
            height, y = int(total) - int(seen), y + max(200, int(seen) * 9 // 10)
            self._visit.wait(_SCROLL_PAUSE, lambda: False)
        self._evaluate(f"{_SCROLL}({min(height, depth)})")
        if y < height:
            self.troubles.append(f"scrolled through {y} of {height} pixels")
        self._settle()
        self._evaluate(f"{_SCROLL}(0)")
        self._settle()

    def _address(self) -> None:
        """Ask where the browser stands; it knows without the page."""
        history = self._visit.call("Page.getNavigationHistory", timeout=self._limits.answer)
        entry = history["entries"][history["currentIndex"]]
        self.url, self.title = entry["url"], entry["title"][:4096]

    def _picture(self) -> None:
        """Take a picture of the whole page, as far as Chromium paints in one piece."""
        limits = self._limits
        size = self._visit.call("Page.getLayoutMetrics", timeout=limits.answer)["cssContentSize"]
        width = min(max(1, int(size["width"])), limits.width)
        height = min(max(1, int(size["height"])), limits.height)
        area = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        whole = {"format": "png", "captureBeyondViewport": True, "clip": area}
        answer = self._visit.call("Page.captureScreenshot", whole, timeout=limits.answer)
        if size["height"] > height or size["width"] > width:
            full = f"{int(size['width'])} x {int(size['height'])}"
            self.troubles.append(f"screenshot.png: cut at {width} x {height} of {full} pixels")
        self._keep("screenshot.png", [base64.b64decode(answer["data"])])

    def _print(self) -> None:
        timeout = 3 * self._limits.answer
        wish = _PAPER | {"printBackground": True, "transferMode": "ReturnAsStream"}
        stream = self._visit.call("Page.printToPDF", wish, timeout=timeout)["stream"]
        self._keep("page.pdf", self._stream(stream))

    def _stream(self, handle: str) -> Iterator[bytes]:
        done = False
        while not done:
            wish = {"handle": handle, "size": 1 << 20}
            answer = self._visit.call("IO.read", wish, timeout=self._limits.answer)
            text, done = answer["data"], answer["eof"]
            yield base64.b64decode(text) if answer.get("base64Encoded") else text.encode()
        self._visit.driver.post("IO.close", {"handle": handle}, session=self._visit.page)

    def _archive(self) -> None:
        timeout = 3 * self._limits.answer
        answer = self._visit.call("Page.captureSnapshot", {"format": "mhtml"}, timeout=timeout)
        self._keep("page.mhtml", [answer["data"].encode()])

    def _text(self) -> None:
        """Keep what a person can read, frame by frame."""
        self._keep("text.txt", self._of_frames(lambda ask: str(ask(_TEXT) or ""), "\n\n[{}]\n\n"))

    def _dom(self) -> None:
        """Keep the tree as it is now, with open and closed shadow trees, frame by frame."""
        self._keep("dom.html", self._of_frames(self._outer, "\n<!-- frame {} -->\n"))

    def _outer(self, ask: Callable[..., Any]) -> str:
        root = ask("document.documentElement", reference=True)
        if not root:
            return ""
        wish = {"objectId": root, "includeShadowDOM": True}
        html = ask(wish, method="DOM.getOuterHTML")["outerHTML"]
        doctype = ask(_DOCTYPE)
        return f"{doctype}\n{html}\n" if doctype else f"{html}\n"

    def _of_frames(
        self, read: Callable[[Callable[..., Any]], str], between: str
    ) -> Iterator[bytes]:
        """Yield what is read of each frame; a frame that does not answer is said and left out."""
        for number, (session, frame) in enumerate(self._frames()):
            ask = Asking(self._visit, session, frame["id"], self._limits.answer)
            try:
                text = read(ask)
            except (Refused, Unanswered) as error:
                if number == 0:
                    raise
                self.troubles.append(f"frame {frame['url'][:500]}: {error}")
                continue
            if number:
                address = frame["url"].replace("--", "%2D%2D").replace(">", "%3E")
                yield between.format(address).encode("utf-8", "replace")
            yield text.encode("utf-8", "replace")

    def _frames(self) -> list[tuple[str, Message]]:
        """Return (session, frame) of all frames, the page's own first."""
        found = list[tuple[str, Message]]()
        for session in (self._visit.page, *self._visit.frames):
            try:
                tree = self._visit.call(
                    "Page.getFrameTree", session=session, timeout=self._limits.answer
                )["frameTree"]
            except Gone:
                raise
            except Trouble:
                if session == self._visit.page:
                    raise
                continue
            waiting = [tree]
            while waiting and len(found) < _MAX_FRAMES:
                tree = waiting.pop(0)
                found.append((session, tree["frame"]))
                waiting = [*tree.get("childFrames", ()), *waiting]
        return found

    def _evaluate(self, expression: str) -> Any:
        """Return what a script of ours finds in the page's own frame."""
        visit = self._visit
        return Asking(visit, visit.page, visit.journal.main_frame, self._limits.answer)(expression)

    def _keep(self, name: str, pieces: Iterator[bytes] | list[bytes]) -> None:
        """Keep a part, cut where it is too long."""
        file = spool(self._folder)
        try:
            for piece in pieces:
                room = self._limits.part - file.tell()
                file.write(piece[:room])
                if len(piece) > room:
                    self.troubles.append(f"{name}: cut at {self._limits.part} bytes")
                    break
            file.seek(0)
        except BaseException:
            file.close()
            raise
        if name in self.parts:
            self.parts[name].close()
        self.parts[name] = file


class Asking:
    """Asks one frame, in a world of our own inside it."""

    def __init__(self, visit: Visit, session: str, frame: str, timeout: float) -> None:
        self._visit = visit
        self._session = session
        self._frame = frame
        self._timeout = timeout
        self._world: int | None = None

    def __call__(
        self, what: str | Message, *, reference: bool = False, method: str = "Runtime.evaluate"
    ) -> Any:
        """Return the value of an expression, or the id of the object it is; raise `Trouble`.

        With another `method`, `what` is its parameters and its answer is returned.
        """
        if isinstance(what, dict):
            return self._call(method, what)
        if self._world is None:
            wish = {"frameId": self._frame, "worldName": "truyvet"}
            self._world = self._call("Page.createIsolatedWorld", wish)["executionContextId"]
        answer = self._call(
            method,
            {"expression": what, "contextId": self._world, "returnByValue": not reference},
        )
        if "exceptionDetails" in answer:
            raise Refused(str(answer["exceptionDetails"].get("text", "exception")))
        result = answer.get("result", {})
        return result.get("objectId") if reference else result.get("value")

    def _call(self, method: str, parameters: Message) -> Message:
        return self._visit.call(method, parameters, session=self._session, timeout=self._timeout)
