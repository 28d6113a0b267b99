"""What Chromium tells of one page while it is shown: its requests, and what it says aloud.

Source: the events of the domains Network, Runtime, Log, Page and Inspector of the Chrome DevTools
Protocol, from the page and from all that belongs to it (frames, workers, service workers). Heads
and bodies stand in the WARC; here stands why something was asked for and how it fared.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ...evidence.times import moment_of
from .lines import Lines
from .protocol import Message

MAX_ADDRESSES = 200_000
"""Addresses remembered of one page; a page that asks for more is told apart no further."""
SILENT_SECONDS = 3.0
"""After that long without a byte, an answer that has begun is waited for no more."""
_ENDLESS = frozenset({"EventSource", "WebSocket", "Ping", "Preflight", "CSPViolationReport"})
"""Kinds of requests that nobody waits for."""


class Journal:
    """Takes in the events of one page; written by one thread, asked by another."""

    def __init__(self, folder: Path | None = None) -> None:
        """Begin; `folder` is where temporary files go."""
        self.network = Lines(folder)
        self.console = Lines(folder)
        self.addresses = dict[str, str]()
        """Addresses asked for, without fragments, and Chromium's word for what each is."""
        self.frames = set[str]()
        """Ids of its frames."""
        self.main_frame = ""
        """Id of the page's own frame."""
        self._asked_for = ""
        self._shown = ""
        self.documents = set[str]()
        """Addresses of all documents that it asked for."""
        self._under_way = dict[str, tuple[str, float | None]]()
        self._active = time.monotonic()
        self._offset: float | None = None
        self._lock = threading.Lock()

    def knows(self, url: str) -> bool:
        """Tell whether the page, or anything that belongs to it, asked for this address."""
        return url.partition("#")[0] in self.addresses or len(self.addresses) >= MAX_ADDRESSES

    @property
    def document(self) -> str:
        """Return the address of what the page's own frame shows, or was to show."""
        return (self._shown or self._asked_for).partition("#")[0]

    def idle(self) -> float:
        """Return for how many seconds no request has been under way."""
        now = time.monotonic()
        with self._lock:
            waited_for = (
                heard is None or now - heard < SILENT_SECONDS
                for _, heard in self._under_way.values()
            )
            return 0.0 if any(waited_for) else now - self._active

    def take(self, session: str, target: str, method: str, parameters: Message) -> None:
        """Take in one event of a session whose target is of this type."""
        taker = _TAKERS.get(method)
        if taker is not None:
            taker(self, session, target, parameters)

    def say(self, event: str, **fields: Any) -> None:
        """Write into the console what the page did that shows nowhere else."""
        self.console.add(event=event, time=_utc(time.time()), **fields)

    def forget(self, session: str) -> None:
        """Wait no longer for requests of a target that is gone."""
        with self._lock:
            for key in [key for key, (of, _) in self._under_way.items() if of == session]:
                del self._under_way[key]

    def give_up(self) -> None:
        """Wait no longer for what is under way now."""
        with self._lock:
            self._under_way.clear()

    def _learn(self, url: str, kind: str) -> None:
        if len(self.addresses) < MAX_ADDRESSES and url.startswith("http"):
            self.addresses.setdefault(url.partition("#")[0], kind)

    def _begin(self, session: str, key: str, kind: str) -> None:
        with self._lock:
            self._active = time.monotonic()
            if kind not in _ENDLESS:
                self._under_way[key] = session, None

    def _heard(self, session: str, target: str, event: Message) -> None:
        """Learn that an answer comes: one that nobody reads to its end is never told as ended."""
        key = event["requestId"]
        with self._lock:
            if key in self._under_way:
                self._active = time.monotonic()
                self._under_way[key] = self._under_way[key][0], self._active

    def _end(self, key: str) -> None:
        with self._lock:
            self._active = time.monotonic()
            self._under_way.pop(key, None)

    def _time(self, parameters: Message) -> str:
        """Return an event's time; the browser's own clock counts from its start."""
        stamp = parameters.get("timestamp")
        if stamp is None or self._offset is None:
            return _utc(time.time())
        return _utc(stamp + self._offset)

    def _asked(self, session: str, target: str, event: Message) -> None:
        request, kind = event["request"], event.get("type", "")
        if "wallTime" in event:
            self._offset = event["wallTime"] - event["timestamp"]
        redirect = event.get("redirectResponse")
        if redirect:
            self._response(session, target, event, redirect)
        url = request["url"]
        self._learn(url, kind)
        if kind == "Document" and len(self.frames) < MAX_ADDRESSES:
            self.frames.add(event.get("frameId", ""))
        if kind == "Document" and event.get("frameId") == self.main_frame:
            self._asked_for = url
            if len(self.documents) < MAX_ADDRESSES:
                self.documents.add(url.partition("#")[0])
        if not url.startswith(("data:", "blob:", "chrome")):
            self._begin(session, event["requestId"], kind)
        initiator = event.get("initiator", {})
        self.network.add(
            event="request", time=self._time(event), id=event["requestId"], target=target,
            method=request["method"], url=url, type=kind, document=event.get("documentURL"),
            has_body=request.get("hasPostData"), initiator=initiator.get("type"),
            initiator_url=_initiator(initiator), line=initiator.get("lineNumber"),
        )  # fmt: skip

    def _answered(self, session: str, target: str, event: Message) -> None:
        self._heard(session, target, event)
        self._response(session, target, event, event["response"])

    def _response(self, session: str, target: str, event: Message, response: Message) -> None:
        self._learn(response["url"], event.get("type", ""))
        self.network.add(
            event="response", time=self._time(event), id=event["requestId"], target=target,
            url=response["url"], status=response["status"], media=response.get("mimeType"),
            protocol=response.get("protocol"), source=_source(response),
            timing=_timing(response.get("timing")),
        )  # fmt: skip

    def _remembered(self, session: str, target: str, event: Message) -> None:
        self.network.add(event="from-memory-cache", id=event["requestId"], target=target)

    def _finished(self, session: str, target: str, event: Message) -> None:
        self._end(event["requestId"])
        self.network.add(
            event="finished", time=self._time(event), id=event["requestId"], target=target,
            size=int(event.get("encodedDataLength", 0)),
        )  # fmt: skip

    def _failed(self, session: str, target: str, event: Message) -> None:
        self._end(event["requestId"])
        self.network.add(
            event="failed", time=self._time(event), id=event["requestId"], target=target,
            reason=event.get("errorText"), blocked=event.get("blockedReason"),
            canceled=event.get("canceled") or None,
        )  # fmt: skip

    def _websocket(self, session: str, target: str, event: Message) -> None:
        self.network.add(
            event="websocket", time=self._time(event), id=event["requestId"], target=target,
            url=event["url"],
        )  # fmt: skip

    def _logged(self, session: str, target: str, event: Message) -> None:
        frames = event.get("stackTrace", {}).get("callFrames", [])
        text = " ".join(map(_argument, event.get("args", [])))
        self.console.add(
            event="console", time=_utc(event["timestamp"] / 1000), target=target,
            level=event["type"], text=text, **_where(frames[0] if frames else {}),
        )  # fmt: skip

    def _threw(self, session: str, target: str, event: Message) -> None:
        details = event["exceptionDetails"]
        text = details.get("exception", {}).get("description") or details.get("text", "")
        self.console.add(
            event="exception", time=_utc(event["timestamp"] / 1000), target=target, text=text,
            **_where(details),
        )  # fmt: skip

    def _noted(self, session: str, target: str, event: Message) -> None:
        entry = event["entry"]
        self.console.add(
            event="log", time=_utc(entry["timestamp"] / 1000), target=target, level=entry["level"],
            source=entry["source"], text=entry["text"], **_where(entry),
        )  # fmt: skip

    def _navigated(self, session: str, target: str, event: Message) -> None:
        frame = event["frame"]
        url = frame.get("unreachableUrl") or frame["url"]
        if frame["id"] == self.main_frame and url.startswith("http"):
            self._shown = url

    def _opened(self, session: str, target: str, event: Message) -> None:
        self.say("popup", url=event.get("url"), text="opened a window; it was closed")

    def _dialog(self, session: str, target: str, event: Message) -> None:
        self.say("dialog", url=event.get("url"), level=event.get("type"), text=event.get("message"))


_TAKERS: dict[str, Callable[[Journal, str, str, Message], None]] = {
    "Network.requestWillBeSent": Journal._asked,
    "Network.responseReceived": Journal._answered,
    "Network.requestServedFromCache": Journal._remembered,
    "Network.dataReceived": Journal._heard,
    "Network.loadingFinished": Journal._finished,
    "Network.loadingFailed": Journal._failed,
    "Network.webSocketCreated": Journal._websocket,
    "Runtime.consoleAPICalled": Journal._logged,
    "Runtime.exceptionThrown": Journal._threw,
    "Log.entryAdded": Journal._noted,
    "Page.frameNavigated": Journal._navigated,
    "Page.windowOpen": Journal._opened,
    "Page.javascriptDialogOpening": Journal._dialog,
}
"""What takes in which event."""


def _initiator(initiator: Message) -> str:
    frames = initiator.get("stack", {}).get("callFrames", [])
    url = initiator.get("url") or (frames[0].get("url") if frames else "")
    return str(url or "")


def _source(response: Message) -> str:
    if response.get("fromServiceWorker"):
        return "service-worker"
    if response.get("fromDiskCache"):
        return "cache"
    return "prefetch" if response.get("fromPrefetchCache") else "network"


def _timing(timing: Message | None) -> dict[str, int] | None:
    """Return the steps of a load in microseconds since it was asked for (ResourceTiming)."""
    if not timing:
        return None
    names = ("sendStart", "sendEnd", "receiveHeadersStart", "receiveHeadersEnd", "workerStart")
    return {name: round(timing[name] * 1000) for name in names if timing.get(name, -1) >= 0}


def _where(place: Message) -> dict[str, Any]:
    return {"url": place.get("url"), "line": place.get("lineNumber")}


def _argument(argument: Message) -> str:
    """Return what was logged, as the console shows it."""
    if "value" in argument:
        return str(argument["value"])
    return str(
        argument.get("unserializableValue") or argument.get("description") or argument.get("type")
    )


def _utc(seconds: float) -> str:
    """Return a time in seconds since 1970 as UTC; one that no calendar has is that of its start."""
    return moment_of(round(seconds * 1_000_000) * 1000 if 0 <= seconds < 1e11 else 0).utc
