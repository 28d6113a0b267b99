"""The web capture that the vectors show: a page behind a redirect, and one that was refused.

No network is asked: the exchanges are written by hand, and go through the writer of WARC files as
those of a real capture do.
"""

import base64
import io
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from truyvet.collectors.warcs.capture import write_capture
from truyvet.collectors.warcs.writing import WarcWriter
from truyvet.collectors.wire.exchange import Fetched
from truyvet.evidence.acts import SourcePath
from truyvet.evidence.item import Item, Problem
from truyvet.evidence.records import Moment, Record
from truyvet.evidence.web.capture import (
    CRAWL_NAME,
    RECORD_NAME,
    SETTINGS_NAME,
    WARC_NAME,
    Connection,
    Exchange,
    Name,
    Outlink,
    Part,
    WebCapture,
)
from truyvet.evidence.web.crawl import Crawl, LeftOut
from truyvet.evidence.web.settings import WebSettings
from truyvet.hashes.canonical import encode_record
from truyvet.hashes.digest import sha256_hex

from .good_cases import open_case, take_in
from .officers import AN, TOOL, Desk
from .recipes import Codes

START, PAGE, HIDDEN = (f"http://hoantien.example{path}" for path in ("/", "/vi/", "/quan-tri/"))
SOURCES = (SourcePath(path=START), SourcePath(path="https://192.0.2.9/"))
ADDRESS = "192.0.2.7"
DAY = "2026-03-14T02:16:"
TOKEN = "Bearer chia-khoa"
DNS = (
    bytes.fromhex("1a2b81800001000100000000")
    + b"\x08hoantien\x07example\0"
    + bytes.fromhex("00010001c00c000100010000003c0004c0000207")
)
"""An answer of a name server (RFC 1035): one address."""
MOVED = b"HTTP/1.1 302 Found\r\nLocation: /vi/\r\nContent-Length: 0\r\n\r\n"
HTML = (
    "<!doctype html><title>Hoàn tiền 100%</title>"
    '<p>Gọi 0912 345 678</p><a href="/quan-tri/">Quản trị</a>'
).encode()
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"


def request(path: str) -> bytes:
    """Return a request as it was sent, the given secret masked."""
    head = f"GET {path} HTTP/1.1\r\nHost: hoantien.example\r\nAuthorization: {'*' * len(TOKEN)}"
    return f"{head}\r\n\r\n".encode()


def fetched(number: int, url: str, path: str, response: bytes, **facts: object) -> Fetched:
    """Describe one exchange with the site, a second after the one before it."""
    head = response.index(b"\r\n\r\n") + 4
    at = f"{DAY}{number:02d}"
    exchange = Exchange(
        body_sha256=sha256_hex(response[head:]),
        expected=len(response) - head,
        first=f"{at}.180000Z",
        head=head,
        last=f"{at}.190000Z",
        number=0,
        purpose="page",
        redacted=("Authorization",),
        request_size=len(request(path)),
        response_size=len(response),
        result="whole",
        sent=f"{at}.120000Z",
        started=f"{at}.100000Z",
        status=int(response[9:12]),
        url=url,
    )
    return Fetched(
        exchange=replace(exchange, **facts),
        connection=Connection(
            local="198.51.100.20:50312",
            number=0,
            opened=f"{DAY}01.110000Z",
            peer=f"{ADDRESS}:80",
        ),
        connection_key=1,
        name=Name(
            addresses=(ADDRESS,),
            answers=(base64.b64encode(DNS).decode(),),
            host="hoantien.example",
            resolved=f"{DAY}01.105000Z",
            server="198.51.100.1:53",
            source="dns",
        ),
        request=request(path),
        response=io.BytesIO(response),
    )


def refused() -> Fetched:
    """Describe an exchange that was not begun: the certificate was not to be trusted."""
    reason = "certificate: self-signed certificate"
    at = f"{DAY}05.100000Z"
    return Fetched(
        exchange=Exchange(
            number=0,
            purpose="page",
            reason=reason,
            result="refused",
            started=at,
            url=SOURCES[1].path,
        ),
        connection=None,
        connection_key=-1,
        name=Name(addresses=("192.0.2.9",), host="192.0.2.9", resolved=at, source="literal"),
        request=b"",
        response=io.BytesIO(),
    )


def captures(random: Callable[[int], bytes]) -> list[tuple[WebCapture, bytes]]:
    """Return the two captures, without their parts, each with its WARC file."""
    found = []
    exchanges = [
        fetched(1, START, "/", MOVED, location=PAGE),
        fetched(2, PAGE, "/vi/", ANSWER % len(HTML) + HTML, media="text/html"),
    ]
    for number, group in enumerate((exchanges, [refused()]), 1):
        first, last = group[0].exchange, group[-1].exchange
        file = io.BytesIO()
        software = f"truyvet/{TOOL.version}"
        writer = WarcWriter(file, software=software, made=first.started, random=random)
        writer.info({})
        written, connections, names = write_capture(writer, group, lambda _: None)
        capture = WebCapture(
            capture=number,
            connections=connections,
            duration=1_090_000,
            ended=last.last or last.started,
            exchanges=written,
            given=first.url,
            names=names,
            reason=last.reason,
            result=last.result,
            started=Moment(utc=first.started, zone="+07:00"),
            status=last.status,
            url=last.url,
        )
        found.append((capture, file.getvalue()))
    link = Outlink(text="Quản trị", url=HIDDEN, use="link")
    page, warc = found[0]
    found[0] = replace(page, outlinks=(link,), title="Hoàn tiền 100%"), warc
    return found


class _Lines:
    """The items of the collection, and their bytes."""

    def __init__(self) -> None:
        self.items = list[Item]()
        self.contents = list[bytes]()

    def add(
        self, path: str, content: bytes, source: int = 0, problem: Problem | None = None
    ) -> None:
        """Add an item."""
        n = len(self.items)
        self.contents.append(content)
        self.items.append(
            Item(
                collected=f"{DAY}{n:02d}.500000Z",
                kind="file",
                n=n,
                path=path,
                problem=problem,
                sha256=sha256_hex(content),
                size=len(content),
                source=source,
            )
        )

    def record(
        self, path: str, record: Record, source: int = 0, problem: Problem | None = None
    ) -> None:
        """Add an item that holds a record."""
        self.add(path, encode_record(record), source, problem)


def captured(folder: Path) -> Codes:
    """Two addresses captured: a page behind a redirect, and a server nobody should trust."""
    desk = Desk("captured")
    case = open_case(folder, desk)
    settings = WebSettings(
        depth=1, headers=("Authorization",), scope="host", site=True, user_agent="Truyvet/0.1.0"
    )
    crawl = Crawl(
        bytes=len(MOVED) + len(ANSWER % len(HTML)) + len(HTML),
        ended="done",
        exchanges=3,
        left_out=(
            LeftOut(count=1, examples=(HIDDEN,), reason="robots.txt asks to leave it alone"),
        ),
        pages=2,
    )
    lines = _Lines()
    lines.record(SETTINGS_NAME, settings)
    for source, (capture, warc) in enumerate(captures(desk.random)):
        whole = capture.result == "whole"
        problem = None if whole else Problem(code="refused", text=capture.reason)
        place = f"{capture.capture}/{capture.given}"
        part = Part(name=WARC_NAME, sha256=sha256_hex(warc), size=len(warc))
        lines.add(f"{place}/{WARC_NAME}", warc, source, problem)
        record = replace(capture, parts=(part,))
        lines.record(f"{place}/{RECORD_NAME}", record, source, problem)
    lines.record(CRAWL_NAME, crawl)
    with case.writing() as writer:
        acting = desk.acting(AN, purpose="báo cáo của nạn nhân")
        collecting = writer.begin_collect(acting, "web", SOURCES, "")
        take_in(writer, collecting, lines.items, lines.contents)
        writer.finish_collect(acting, collecting, finished=True)
    return {}


CAPTURED = {"captured": captured}
"""Good vectors of captured pages."""
