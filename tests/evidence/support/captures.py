"""Captured pages in few words: exchanges from memory, written as a collection of a case."""

import hashlib
import io
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from tests.evidence.support.scenes import Memory

from truyvet.collectors.warcs.capture import Known, body_key, write_capture
from truyvet.collectors.warcs.writing import Original, WarcWriter
from truyvet.collectors.wire.exchange import Fetched
from truyvet.evidence.acting import Acting
from truyvet.evidence.acts import SourcePath
from truyvet.evidence.case import Case
from truyvet.evidence.entry import Entry
from truyvet.evidence.intake import NOTHING, sum_up
from truyvet.evidence.item import Item
from truyvet.evidence.manifest import encode_items
from truyvet.evidence.records import Moment
from truyvet.evidence.web.capture import (
    Connection,
    Exchange,
    Name,
    Part,
    Rendering,
    Result,
    Tls,
    WebCapture,
    is_unverified,
)
from truyvet.evidence.web.settings import WebSettings
from truyvet.hashes.canonical import encode_record

MADE = "2026-03-14T02:15:00.000000Z"
SOFTWARE = "truyvet 0.1.0"


def at(second: int, micros: int = 0) -> str:
    """Return the time so many seconds after `MADE`."""
    return f"2026-03-14T02:{15 + second // 60:02}:{second % 60:02}.{micros:06}Z"


def answer(body: bytes = b"<h1>xin chao</h1>", media: str = "text/html", **more: str) -> bytes:
    """Return a response of HTTP/1.1 with a length."""
    lines = [f"Content-Type: {media}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return b"HTTP/1.1 200 OK\r\n" + "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def fetched(
    url: str,
    response: bytes = answer(),
    *,
    purpose: str = "page",
    second: int = 0,
    key: int = 0,
    tls: Tls | None = None,
    result: Result = "whole",
    request: bytes | None = None,
    name: Name | None = None,
    route: str = "direct",
    **facts: object,
) -> Fetched:
    """Return an exchange as the wire would bring it; a response without a head line was none."""
    head = response.find(b"\r\n\r\n") + 4 if b"\r\n\r\n" in response else 0
    spoken = head and response.startswith(b"HTTP/")
    lines = response[:head].decode("latin-1").split("\r\n")
    media = next((one[14:] for one in lines if one.lower().startswith("content-type: ")), "")
    told = {
        "body_sha256": hashlib.sha256(response[head:]).hexdigest() if head else None,
        "head": head,
        "media": media.partition(";")[0],
        "status": int(response[9:12]) if spoken else None,
    } | facts
    if request is None:
        path = "/" + url.split("/", 3)[3] if url.count("/") > 2 else "/"
        host = url.split("/")[2]
        request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode("ascii", "replace")
    exchange = Exchange(
        number=0,
        purpose=purpose,
        request_size=len(request),
        response_size=len(response),
        result=result,
        started=at(second),
        url=url,
        **told,  # type: ignore[arg-type]
    )
    connection = Connection(
        local="192.0.2.9:40000", number=0, opened=at(second), peer="192.0.2.1:443", route=route,
        tls=tls,
    )  # fmt: skip
    return Fetched(
        exchange=exchange, connection=None if key < 0 else connection, connection_key=key,
        name=name, request=request, response=io.BytesIO(response),
    )  # fmt: skip


def seeded(seed: int = 0) -> Callable[[int], bytes]:
    """Return what gives the same bytes for record ids in every run."""
    return random.Random(seed).randbytes


def written(
    *exchanges: Fetched, known: Known = lambda digest: None, seed: int = 0, made: str = MADE
) -> tuple[bytes, tuple[Exchange, ...], tuple[Connection, ...], tuple[Name, ...]]:
    """Return the WARC of a capture, and what is known of it."""
    file = io.BytesIO()
    writer = WarcWriter(file, software=SOFTWARE, made=made, random=seeded(seed))
    writer.info({"description": "a test"})
    told = write_capture(writer, exchanges, known)
    for one in exchanges:
        one.close()
    return file.getvalue(), *told


@dataclass(kw_only=True)
class Page:
    """A page to be captured: its exchanges, and what a browser made of it."""

    exchanges: Sequence[Fetched]
    """The first asks for the page."""
    title: str = ""
    """Its title."""
    elsewhere: tuple[str, ...] = ()
    """Needed addresses of other captures."""
    loaded: Sequence[Fetched] = ()
    """What a browser loaded."""
    parts: Mapping[str, bytes] = field(default_factory=dict)
    """What it made of it."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """Other facts of the record."""


class Collection:
    """Makes items of pages, as a crawl does: bodies that come again are revisits."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._items = [self._item("settings.json", encode_record(WebSettings(user_agent="t")), 0)]
        self._bodies: dict[str, Original] = {}
        self.records: list[WebCapture] = []

    def add(self, page: Page) -> WebCapture:
        """Capture a page."""
        number = len(self.records) + 1
        begun = page.exchanges[0].exchange.started
        warc, exchanges, connections, names = written(
            *page.exchanges, known=self._bodies.get, seed=2 * number, made=begun
        )
        self._learn(exchanges)
        files, rendering = {"capture.warc": warc}, None
        if page.loaded:
            files["rendered.warc"], rendering = self._rendered(page, number)
        files |= page.parts
        sizes = {name: (hashlib.sha256(c).hexdigest(), len(c)) for name, c in files.items()}
        last = [one for one in exchanges if one.purpose == "page"][-1]
        record = WebCapture(
            capture=number,
            connections=connections,
            elsewhere=page.elsewhere,
            ended=at(50),
            exchanges=exchanges,
            given=exchanges[0].url,
            names=names,
            parts=tuple(Part(name=n, sha256=sha, size=s) for n, (sha, s) in sizes.items()),
            rendering=rendering,
            result="whole",
            started=Moment(utc=exchanges[0].started, zone="+07:00"),
            status=last.status,
            title=page.title,
            url=last.url,
        )
        record = msgspec.structs.replace(record, **page.facts)
        files["capture.json"] = encode_record(record)
        unverified = is_unverified(exchanges, connections)
        for name, content in files.items():
            path = f"{number}/{record.given}/{name}"
            item = self._item(path, content, len(self._items))
            self._items.append(msgspec.structs.replace(item, unverified=unverified))
        self.records.append(record)
        return record

    def lose(self, path: str) -> None:
        """Leave an item out, as a run that was killed before it was written."""
        kept = [one for one in self._items if one.path != path]
        self._items = [msgspec.structs.replace(one, n=n) for n, one in enumerate(kept)]

    def finish(self, who: Acting) -> Entry:
        """Record the collection."""
        with self._case.writing() as writer:
            given = tuple(SourcePath(path=one.given) for one in self.records[:1])
            collecting = writer.begin_collect(who, "web", given, "")
            collecting.add(encode_items(self._items), sum_up(self._items, NOTHING))
            return writer.finish_collect(who, collecting, finished=True)

    def _rendered(self, page: Page, number: int) -> tuple[bytes, Rendering]:
        warc, exchanges, connections, names = written(
            *page.loaded, known=self._bodies.get, seed=2 * number + 1
        )
        self._learn(exchanges)
        return warc, Rendering(
            browser="Chromium 150", connections=connections, ended=at(55), exchanges=exchanges,
            final_url=exchanges[0].url, names=names, started=at(51), title="shown: " + page.title,
            viewport="1280x900",
        )  # fmt: skip

    def _learn(self, exchanges: tuple[Exchange, ...]) -> None:
        for one in exchanges:
            if (key := body_key(one)) and not one.revisit:
                self._bodies.setdefault(key, Original(url=one.url, date=one.started))

    def _item(self, path: str, content: bytes, n: int) -> Item:
        stored = self._case.store.put(Memory(content))
        return Item(
            collected=MADE, kind="file", n=n, path=path, sha256=stored.sha256, size=stored.size,
            source=0,
        )  # fmt: skip
