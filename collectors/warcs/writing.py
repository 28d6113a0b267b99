"""Writes WARC/1.1 files (ISO 28500:2017): every block is the exact bytes, no head is rewritten.

Digests are SHA-256 in hexadecimal, as browsertrix and warcio read them. The payload of an answer
is what follows its head as it came, with its transfer coding. What is known besides (an exchange,
its connection, a name's resolution) stands in metadata records as canonical JSON, under addresses
of its own, so that no replay takes it for a page.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Protocol

import msgspec

from ...evidence.records import Record
from ...evidence.web.capture import Connection, Exchange, Name, Place
from ...hashes.canonical import encode_record
from ...hashes.digest import CHUNK_BYTES, sha256_hex
from ..wire.exchange import Fetched
from .headers import END, address_text, digits_of, head_of, ip_of, record_id, spelled

PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
"""Profile of revisit records (WARC/1.1, section 6.7.2)."""
JSON = "application/json"
URN = "urn:truyvet:"
"""What the addresses of our own metadata records begin with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Original:
    """The record that holds a body which came again."""

    url: str
    """Its WARC-Target-URI."""
    date: str
    """Its WARC-Date: UTC with six digits after the second."""


class Sink(Protocol):
    """What records are written to: a file, or what makes a gzip member of each."""

    def write(self, content: bytes, /) -> object:
        """Take all of these bytes."""

    def tell(self) -> int:
        """Return how many were taken."""


class WarcWriter:
    """Appends records to a file that is open for writing; memory: one chunk of a body."""

    def __init__(
        self, file: Sink, *, software: str, made: str, random: Callable[[int], bytes]
    ) -> None:
        """`made` is the UTC time (microseconds) that the file's first record bears.

        `random` gives the bytes that record ids are made of: `secrets.token_bytes`.
        """
        self._file = file
        self._software = software
        self._made = made
        self._random = random
        self._at = file.tell()
        self._info = ""

    def info(self, fields: Mapping[str, str]) -> Place:
        """Write the warcinfo record: what wrote the file, and `fields` about the crawl."""
        facts = {
            "software": self._software,
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/"
            "warc-format/warc-1.1/",
        } | dict(fields)
        lines = (f"{name}: {' '.join(value.split())}\r\n" for name, value in facts.items())
        block = "".join(lines).encode("utf-8", "replace")
        place = self._whole("warcinfo", self._made, "application/warc-fields", block, ())
        self._info = spelled(place.id)
        return place

    def name(self, name: Name) -> tuple[Place, ...]:
        """Write how a name was resolved: what it led to (`dns:`, RFC 4501), and all facts."""
        places: tuple[Place, ...] = ()
        if block := addresses_block(name):
            host = address_text(name.host)
            fields = (("WARC-Target-URI", f"dns:{host}"), ("WARC-IP-Address", ip_of(name.server)))
            places = (self._whole("response", name.resolved, "text/dns", block, fields),)
        return (*places, self._facts(name, f"name:{name.host}", name.resolved, places))

    def connection(self, connection: Connection) -> Place:
        """Write what is known of a connection: peer, TLS, certificates."""
        where = f"connection:{connection.number}"
        return self._facts(connection, where, connection.opened, ())

    def exchange(
        self, fetched: Fetched, exchange: Exchange, revisit: Original | None = None
    ) -> tuple[Place, ...]:
        """Write response (or revisit, with the head alone), request and metadata records.

        `exchange` is what the metadata record says. Nothing is written for what did not come or
        was not sent. `fetched.response` is left at any position.
        """
        places: tuple[Place, ...] = ()
        common = [("WARC-Target-URI", address_text(exchange.url)), *_carried(fetched)]
        fetched.response.seek(0)
        start = fetched.response.read(CHUNK_BYTES)
        if start:
            fields = [*common, *_protocols(fetched, start)]
            places = (self._answer(fetched, exchange, revisit, start, fields),)
        if fetched.request:
            fields = [*common, *_concurrent(places)]
            media = "application/http;msgtype=request"
            date = exchange.started
            places += (self._whole("request", date, media, fetched.request, fields),)
        plain = msgspec.structs.replace(exchange, records=())
        return (*places, self._facts(plain, f"exchange:{exchange.url}", exchange.started, places))

    def resource(
        self, url: str, date: str, media: str, chunks: Callable[[], Iterable[bytes]]
    ) -> Place:
        """Write a resource record; `chunks` gives its bytes and is called twice."""
        digest, size = hashlib.sha256(), 0
        for chunk in chunks():
            digest.update(chunk)
            size += len(chunk)
        spelled = f"sha256:{digest.hexdigest()}"
        fields = [("WARC-Target-URI", address_text(url)), ("WARC-Payload-Digest", spelled)]
        return self._write("resource", date, media, fields, spelled, size, chunks())

    def _answer(
        self,
        fetched: Fetched,
        exchange: Exchange,
        revisit: Original | None,
        start: bytes,
        fields: list[tuple[str, str]],
    ) -> Place:
        """Write what came; a body that came before is left out and referred to."""
        spoken = start.startswith(b"HTTP/")
        media = "application/http;msgtype=response" if spoken else "application/octet-stream"
        block = _Block(fetched.response, start, exchange)
        if exchange.head:
            fields.append(("WARC-Payload-Digest", f"sha256:{block.payload}"))
        if revisit is not None:
            fields += [
                ("WARC-Profile", PROFILE),
                ("WARC-Refers-To-Target-URI", address_text(revisit.url)),
                ("WARC-Refers-To-Date", revisit.date),
            ]
            fetched.response.seek(0)
            head = fetched.response.read(exchange.head)
            return self._whole("revisit", exchange.started, media, head, fields)
        if exchange.result == "cut":
            fields.append(("WARC-Truncated", exchange.truncated or "unspecified"))
        digest = f"sha256:{block.digest}"
        return self._write(
            "response", exchange.started, media, fields, digest, block.size, block.chunks()
        )

    def _facts(self, record: Record, where: str, date: str, concurrent: tuple[Place, ...]) -> Place:
        fields = [("WARC-Target-URI", address_text(URN + where)), *_concurrent(concurrent)]
        return self._whole("metadata", date, JSON, encode_record(record), fields)

    def _whole(
        self, kind: str, date: str, media: str, block: bytes, fields: Iterable[tuple[str, str]]
    ) -> Place:
        digest = f"sha256:{sha256_hex(block)}"
        return self._write(kind, date, media, fields, digest, len(block), (block,))

    def _write(
        self,
        kind: str,
        date: str,
        media: str,
        fields: Iterable[tuple[str, str]],
        digest: str,
        size: int,
        chunks: Iterable[bytes],
    ) -> Place:
        """Write one record whose block has this digest and length."""
        name = record_id(self._random(16))
        head = head_of((
            ("WARC-Type", kind),
            ("WARC-Record-ID", name),
            ("WARC-Date", date),
            ("WARC-Warcinfo-ID", self._info),
            *fields,
            ("Content-Type", media),
            ("WARC-Block-Digest", digest),
            ("Content-Length", str(size)),
        ))  # fmt: skip
        self._file.write(head)
        written = 0
        for chunk in chunks:
            self._file.write(chunk)
            written += len(chunk)
        if written != size:
            raise ValueError(f"{size} bytes were announced, {written} came")
        self._file.write(END)
        length = len(head) + size + len(END)
        place = Place(id=digits_of(name), offset=self._at, length=length)
        self._at += length
        return place


def addresses_block(name: Name) -> bytes:
    """Return what a name led to in master file format (RFC 4027); empty where nobody was asked.

    The first line is the custom of crawlers.
    """
    if not name.addresses or name.source not in ("dns", "system"):
        return b""
    stamp = "".join(filter(str.isdigit, name.resolved))[:14]
    host = address_text(name.host)
    lines = (
        f"{host}.\tIN\t{'AAAA' if ':' in address else 'A'}\t{address_text(address)}\r\n"
        for address in name.addresses
    )
    return "".join((stamp, "\r\n", *lines)).encode("ascii")


class _Block:
    """The bytes of an answer: hashed once, then given chunk by chunk; small ones are kept."""

    def __init__(self, file: BinaryIO, start: bytes, exchange: Exchange) -> None:
        """`start` is its first chunk; what follows the exchange's head is the payload.

        The payload's digest is that of the exchange, where the wire has made it as bytes came.
        """
        self._file = file
        self._start = start
        digest, payload, size = hashlib.sha256(), hashlib.sha256(), 0
        head = exchange.head
        for chunk in self.chunks():
            digest.update(chunk)
            if exchange.body_sha256 is None:
                payload.update(chunk if size >= head else memoryview(chunk)[head - size :])
            size += len(chunk)
        self.digest = digest.hexdigest()
        self.payload = exchange.body_sha256 or payload.hexdigest()
        self.size = size

    def chunks(self) -> Iterator[bytes]:
        yield self._start
        if len(self._start) == CHUNK_BYTES:
            self._file.seek(CHUNK_BYTES)
            while chunk := self._file.read(CHUNK_BYTES):
                yield chunk


def _carried(fetched: Fetched) -> list[tuple[str, str]]:
    """Return the server's address, where we spoke with it and not with a proxy."""
    connection = fetched.connection
    if connection is None or connection.route != "direct":
        return []
    return [("WARC-IP-Address", ip_of(connection.peer))]


def _protocols(fetched: Fetched, start: bytes) -> list[tuple[str, str]]:
    """Return the protocols that carried it, as browsertrix names them (WARC proposal 42)."""
    found = []
    if start.startswith((b"HTTP/1.0", b"HTTP/1.1")):
        found.append(("WARC-Protocol", start[:8].decode("ascii").lower()))
    tls = fetched.connection.tls if fetched.connection else None
    if tls is not None and tls.version:
        found.append(("WARC-Protocol", tls.version.lower().replace("v", "/", 1)))
        found.append(("WARC-Cipher-Suite", tls.cipher))
    return found


def _concurrent(places: tuple[Place, ...]) -> list[tuple[str, str]]:
    """Return the reference to the first record of the same event."""
    return [("WARC-Concurrent-To", spelled(place.id)) for place in places[:1]]
