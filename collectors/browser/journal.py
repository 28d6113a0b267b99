"""What Chromium tells of one page while it is shown: its requests, and what it says aloud.

Source: the events of the domains Network, Runtime, Log, Page and Inspector of the Chrome DevTools
Protocol, from the page and from all that belongs to it (frames, workers, service workers). Heads
and bodies stand in the WARC; here stands why something was asked for and how it fared.
"""

import re
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from ...evidence.times import moment_of
from .lines import Lines
from .protocol import Message

MAX_ADDRESSES = 50_000
"""Addresses remembered of one page; a page that asks for more is told apart no further."""
MAX_TEXT = 16 << 20
"""Characters of them in all, and `_ENTRY` for each: one may be as long as two million."""
_ENTRY = 100
_MAX_WAITING = 8_192
"""Characters of an address that is remembered while it is waited for."""
SILENT_SECONDS = 3.0
"""After that long without a byte, an answer that has begun is waited for no more."""
_ENDLESS = frozenset({"EventSource", "WebSocket", "Ping", "Preflight", "CSPViolationReport"})
"""Kinds of requests that nobody waits for."""
_VAGUE = frozenset({"", "Other", "Fetch"})
"""Kinds that do not say what something is for."""
_REDIRECTED = "non-authoritative-reason"
_USERINFO = re.compile(r"^(https?://)[^/?#@]*@")
_UNHEARD = re.compile(r"net::ERR_(?:EMPTY_RESPONSE|CONNECTION_|PROXY_|TUNNEL_|SOCKET_|SSL_)")
"""Chromium's words for a proxy that did not answer it."""


class Journal:
    """Takes in the events of one page; written by one thread, asked by another."""

    def __init__(self, folder: Path | None = None) -> None:
        """Begin; `folder` is where temporary files go."""
        self.network = Lines(folder)
        self.console = Lines(folder)
        self.addresses = dict[str, str]()
        """Addresses asked for, without fragments, and Chromium's word for what each is."""
        self.answered = set[str]()
        """Addresses of which the browser had an answer from our proxy, or waited for one in vain.

        Each must have been recorded.
        """
        self._room = MAX_TEXT
        self._full = False
        self.frames = set[str]()
        """Ids of its frames."""
        self.main_frame = ""
        """Id of the page's own frame."""
        self._asked_for = ""
        self._shown = ""
        self.documents = set[str]()
        """Addresses of all documents that it asked for."""
        self._under_way = dict[str, tuple[str, str, float | None]]()
        self._active = time.monotonic()
        self._offset: float | None = None
        self._lock = threading.Lock()

    def knows(self, url: str) -> bool:
        """Tell whether the page, or anything that belongs to it, asked for this address."""
        return self._full or url.partition("#")[0] in self.addresses

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
                for *_, heard in self._under_way.values()
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
            for key in [key for key, (of, *_) in self._under_way.items() if of == session]:
                del self._under_way[key]

    def give_up(self) -> None:
        """Wait no longer for what is under way now."""
        with self._lock:
            self._under_way.clear()

    def _learn(self, url: str, kind: str) -> None:
        address = url.partition("#")[0]
        known = self.addresses.get(address)
        if known is None and address.startswith("http") and self._fits(address):
            self.addresses[address] = kind
        elif known in _VAGUE:  # a service worker passes on what the page asked for as a picture
            self.addresses[address] = kind or known

    def _hear(self, url: str) -> None:
        """Learn that our proxy was asked for an address."""
        address = _USERINFO.sub(r"\1", url.partition("#")[0])
        if address.startswith("http") and address not in self.answered and self._fits(address):
            self.answered.add(address)

    def _fits(self, address: str) -> bool:
        """Tell whether another address may be remembered; take up its room."""
        self._room -= len(address) + _ENTRY
        self._full = self._full or self._room < 0 or len(self.addresses) >= MAX_ADDRESSES
        return not self._full

    def _begin(self, session: str, key: str, kind: str, url: str) -> None:
        with self._lock:
            self._active = time.monotonic()
            if kind not in _ENDLESS and len(self._under_way) < MAX_ADDRESSES:
                self._under_way[key] = session, url if len(url) <= _MAX_WAITING else "", None

    def _heard(self, session: str, target: str, event: Message) -> None:
        """Learn that an answer comes: one that nobody reads to its end is never told as ended."""
        key = event["requestId"]
        with self._lock:
            if key in self._under_way:
                self._active = time.monotonic()
                self._under_way[key] = *self._under_way[key][:2], self._active

    def _end(self, key: str) -> str:
        """Wait for a request no longer; return its address where it was waited for."""
        with self._lock:
            self._active = time.monotonic()
            return self._under_way.pop(key, ("", "", None))[1]

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
            if url.partition("#")[0] not in self.documents and self._fits(url):
                self.documents.add(url.partition("#")[0])
        if not url.startswith(("data:", "blob:", "chrome")):
            self._begin(session, event["requestId"], kind, url)
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
        if _source(response) == "network" and not _is_own(response):
            self._hear(response["url"])
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
        url = self._end(event["requestId"])
        if _UNHEARD.match(event.get("errorText", "")) and not event.get("blockedReason"):
            self._hear(url)
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


def _is_own(response: Message) -> bool:
    """Tell whether Chromium itself made an answer: a redirect to https that it knows of (HSTS)."""
    names = {name.lower() for name in response.get("headers", {})}
    return response.get("status") == HTTPStatus.TEMPORARY_REDIRECT and _REDIRECTED in names


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
