"""What the tests of captures share: the exchanges of a case with their bytes, read by hand.

WARC files are taken apart here by a reader of our own (ISO 28500:2017, section 4), not by the
product's: a fault of the writer would hide in the reader that knows it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from tests.site.log import Served
from tests.site.site import Site

from truyvet.evidence.web.capture import Connection, Exchange, WebCapture
from truyvet.hashes.canonical import decode_record


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record of a WARC file."""

    fields: tuple[tuple[str, str], ...]
    """Names in lower case, in order."""
    block: bytes
    offset: int
    length: int

    def __getitem__(self, name: str) -> str:
        """Return the only value of a field; "" where there is none."""
        found = [value for key, value in self.fields if key == name.lower()]
        assert len(found) < 2, (name, found)
        return found[0] if found else ""


def records(content: bytes) -> Iterator[Record]:
    """Yield the records; AssertionError where the form is not that of WARC/1.1."""
    at = 0
    while at < len(content):
        head, end, _ = content[at:].partition(b"\r\n\r\n")
        assert end, f"no end of the header of the record at {at}"
        lines = head.decode("utf-8").split("\r\n")
        assert lines[0] == "WARC/1.1", lines[0]
        pairs = (line.partition(":") for line in lines[1:])
        fields = tuple((name.lower(), value.strip()) for name, _, value in pairs)
        size = int(dict(fields)["content-length"])
        begin = at + len(head) + 4
        block = content[begin : begin + size]
        after = begin + size + 4
        assert content[begin + size : after] == b"\r\n\r\n", f"no end of the record at {at}"
        yield Record(fields=fields, block=block, offset=at, length=after - at)
        at = after


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One exchange as the case has it."""

    capture: WebCapture
    """The capture's record."""
    exchange: Exchange
    """Its own facts."""
    connection: Connection | None
    """What carried it."""
    request: bytes
    """Block of the request record; empty where there is none."""
    answer: Record | None
    """The response or revisit record."""
    response: bytes = field(repr=False)
    """The whole response, a revisit's body taken from where it refers to."""

    @property
    def target(self) -> str:
        """What was asked for, as a request line has it."""
        parts = urlsplit(self.exchange.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def served(self, site: Site) -> list[Served]:
        """Return what the site says of it: exchanges of this target on this connection."""
        if self.connection is None:
            return []
        found = site.log.exchanges(self.target)
        return [one for one in found if one.link.peer == self.connection.local]


class Holdings:
    """The captures of one entry of a case."""

    def __init__(self, case: Path, rows: list[dict[str, Any]]) -> None:
        """`rows` are the items of the entry, as `truyvet items --json` prints them."""
        self._objects = case / "objects"
        self.rows = rows
        self.contents = {row["path"]: self.content(row) for row in rows if row["sha256"]}
        self._bodies: dict[str, bytes] = {}
        self.captures = [
            decode_record(content, WebCapture)
            for path, content in self.contents.items()
            if path.endswith("/capture.json")
        ]
        self.kept = list(self._all())

    def content(self, row: dict[str, Any]) -> bytes:
        """Return the stored bytes of an item, checked against its name."""
        content = (self._objects / row["sha256"][:2] / row["sha256"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
        return content

    def warcs(self) -> dict[str, bytes]:
        """Return the WARC files by their path."""
        return {path: held for path, held in self.contents.items() if path.endswith(".warc")}

    def of(self, url: str) -> list[Kept]:
        """Return the exchanges that asked for this address."""
        return [one for one in self.kept if one.exchange.url == url]

    def page(self, url: str) -> WebCapture:
        """Return the record of the capture that this address was given for."""
        (found,) = (one for one in self.captures if one.given == url)
        return found

    def _all(self) -> Iterator[Kept]:
        for path, content in self.contents.items():
            if path.endswith("/capture.json"):
                capture = decode_record(content, WebCapture)
                warc = self.contents.get(path.removesuffix(".json") + ".warc", b"")
                yield from self._of(capture, warc)

    def _of(self, capture: WebCapture, warc: bytes) -> Iterator[Kept]:
        by_offset = {one.offset: one for one in records(warc)}
        for exchange in capture.exchanges:
            own = [by_offset[place.offset] for place in exchange.records]
            for one, place in zip(own, exchange.records, strict=True):
                name = f"<urn:uuid:{UUID(hex=place.id)}>"
                assert (one.length, one["WARC-Record-ID"]) == (place.length, name)
            kinds = {one["WARC-Type"]: one for one in own}
            answer = kinds.get("response") or kinds.get("revisit")
            number = exchange.connection
            yield Kept(
                capture=capture,
                exchange=exchange,
                connection=None if number is None else capture.connections[number],
                request=kinds["request"].block if "request" in kinds else b"",
                answer=answer,
                response=self._whole(exchange, answer),
            )

    def _whole(self, exchange: Exchange, answer: Record | None) -> bytes:
        if answer is None:
            return b""
        if answer["WARC-Type"] == "response":
            body = answer.block[exchange.head :]
            self._bodies[f"sha256:{hashlib.sha256(body).hexdigest()}"] = body
            return answer.block
        return answer.block + self._bodies[answer["WARC-Payload-Digest"]]
