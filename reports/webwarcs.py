"""Whether a WARC of a capture says what the capture's record says: what stands twice must agree.

Every exchange, connection and name is compared with its own record in the WARC, every answer's
status line and lengths with its bytes. Of a body nothing is read here but its length; digests are
compared by `webcaptures.check_capture`. Memory: one head, and the lists of the record.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

import msgspec

from ..collectors.warcs.headers import address_text, digits_of, ip_of
from ..collectors.warcs.records import NotARecord, Stored, block_of, digest_of, read_record, walk
from ..collectors.warcs.writing import PROFILE, URN, addresses_block
from ..collectors.wire.framing import HEAD_END, STATUS_LINE
from ..evidence.records import Record
from ..evidence.web.capture import Connection, Exchange, Name
from ..hashes.canonical import encode_record
from ..hashes.digest import sha256_hex

MAX_HEAD = 16 << 20
"""Bytes of an answer's head that are looked at; a capture takes far shorter ones."""
MAX_FACTS = 4 << 20
"""Length of facts in the WARC up to which it is told in what they differ."""
_LONGEST = 60  # letters of a value that are told
_BLANK = re.compile(rb"[\r\n]*+")

Pair: TypeAlias = tuple[str, object, object]
"""A fact, as the record tells it, as the WARC does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """One load of a page, as the record of its capture tells it."""

    exchanges: Sequence[Exchange]
    """By number."""
    connections: Sequence[Connection]
    """By number."""
    names: Sequence[Name]
    """In order."""
    begun: str = ""
    """When, in UTC: the date of the WARC's own record; empty where the record does not tell."""


def compare(file: BinaryIO, load: Load) -> Iterator[str]:
    """Yield in what the WARC in `file` and the record differ, in words."""
    for number, one in enumerate(load.exchanges):
        if one.number != number:
            yield f"exchange {number} has the number {one.number}"
        for text in dict.fromkeys(_exchange(file, load, one)):
            yield f"exchange {number}: {text}"
    for number, connection in enumerate(load.connections):
        if connection.number != number:
            yield f"connection {number} has the number {connection.number}"
    yield from _Walk(load).run(file)


@dataclass(slots=True)
class _Walk:
    """All records of a WARC in order: nothing may be there that is not told, nothing lack."""

    load: Load
    connections: Iterator[Connection] = field(init=False)
    names: Iterator[Name] = field(init=False)
    resolved: Iterator[Name] = field(init=False)
    begun: bool = False
    more: int = 0
    first: str = ""

    def __post_init__(self) -> None:
        self.connections = iter(self.load.connections)
        self.names = iter(self.load.names)
        self.resolved = (one for one in self.load.names if addresses_block(one))

    def run(self, file: BinaryIO) -> Iterator[str]:
        """Yield what differs."""
        places = {place.id: place for one in self.load.exchanges for place in one.records}
        try:
            for place, stored in walk(file):
                known = places.pop(place.id, None)
                if known is None:
                    yield from self._other(file, stored)
                elif known != place:
                    yield f"the record {place.id} stands at byte {place.offset}, not as told"
        except NotARecord as error:
            yield str(error)
            return
        if self.more:
            yield f"{self.more} of its records are not told of, the first is of {self.first}"
        lacking = {
            "exchanges": len(places),
            "connections": sum(1 for _ in self.connections),
            "names": sum(1 for _ in self.names) + sum(1 for _ in self.resolved),
        }
        for kind, count in lacking.items():
            if count:
                yield f"{count} records of {kind} are not in it"

    def _other(self, file: BinaryIO, stored: Stored) -> Iterator[str]:
        """Compare a record that belongs to no exchange; it is the next of its kind."""
        kind, target = stored["WARC-Type"], stored["WARC-Target-URI"]
        if kind == "warcinfo" and not self.begun:
            self.begun = True
            begun = self.load.begun
            yield from _told([("begin", begun, stored["WARC-Date"])] if begun else [])
        elif kind == "metadata" and target.startswith(f"{URN}connection:"):
            yield from self._connection(file, stored, next(self.connections, None))
        elif kind == "metadata" and target.startswith(f"{URN}name:"):
            yield from self._name(file, stored, next(self.names, None))
        elif kind == "response" and target.startswith("dns:"):
            yield from self._resolved(file, stored, next(self.resolved, None))
        else:
            self._untold(stored)

    def _connection(self, file: BinaryIO, stored: Stored, told: Connection | None) -> Iterator[str]:
        if told is None:
            return self._untold(stored)
        for text in _facts(file, stored, told, f"connection:{told.number}", told.opened):
            yield f"connection {told.number}: {text}"

    def _name(self, file: BinaryIO, stored: Stored, told: Name | None) -> Iterator[str]:
        if told is None:
            return self._untold(stored)
        for text in _facts(file, stored, told, f"name:{told.host}", told.resolved):
            yield f"name {told.host}: {text}"

    def _resolved(self, file: BinaryIO, stored: Stored, told: Name | None) -> Iterator[str]:
        if told is None:
            return self._untold(stored)
        for text in _told(_addresses(file, stored, told)):
            yield f"name {told.host}: {text}"

    def _untold(self, stored: Stored) -> None:
        """Count a record that the record of the capture does not tell of."""
        self.first = self.first or _short(stored["WARC-Target-URI"] or stored["WARC-Type"])
        self.more += 1


def _exchange(file: BinaryIO, load: Load, one: Exchange) -> Iterator[str]:
    kinds = ["metadata"]
    if one.request_size:
        kinds.insert(0, "request")
    if one.response_size:
        kinds.insert(0, "revisit" if one.revisit else "response")
    try:
        records = [read_record(file, place) for place in one.records]
    except NotARecord as error:
        yield str(error)
        return
    found = [record["WARC-Type"] for record in records]
    if found != kinds:
        yield f"its records are {', '.join(found) or 'none'}, not {', '.join(kinds)}"
        return
    first = one.records[0].id
    for index, record in enumerate(records):
        concurrent = digits_of(record["WARC-Concurrent-To"])
        yield from _told([("first record", first if index else "", concurrent)])
    for record in records[:-1]:
        yield from _told(_common(load, one, record))
    if one.response_size:
        yield from _told(_answer(file, one, records[0]))
    if one.request_size:
        yield from _told([("length of the request", one.request_size, records[-2].size)])
    plain = msgspec.structs.replace(one, records=())
    yield from _facts(file, records[-1], plain, f"exchange:{one.url}", one.started)


def _common(load: Load, one: Exchange, record: Stored) -> Iterator[Pair]:
    """Yield what request and answer tell alike."""
    yield "address", address_text(one.url), record["WARC-Target-URI"]
    yield "begin", one.started, record["WARC-Date"]
    peer = ""
    if one.connection is not None and one.connection < len(load.connections):
        carried = load.connections[one.connection]
        peer = ip_of(carried.peer) if carried.route == "direct" else ""
    yield "address of the other end", peer, record["WARC-IP-Address"]


def _answer(file: BinaryIO, one: Exchange, record: Stored) -> Iterator[Pair]:
    """Yield what the record tells of an answer, and what its bytes are."""
    digest = f"sha256:{one.body_sha256}" if one.body_sha256 else ""
    yield "digest of the body", digest, record["WARC-Payload-Digest"]
    if one.revisit:
        yield "kind of reference", PROFILE, record["WARC-Profile"]
        yield "address of the same body", address_text(one.revisit), _refers(record, "Target-URI")
        yield "date of the same body", one.revisit_date, _refers(record, "Date")
        yield "length of the head", one.head, record.size
    else:
        yield "length of the answer", one.response_size, record.size
        cut = (one.truncated or "unspecified") if one.result == "cut" else ""
        yield "truncation", cut, record["WARC-Truncated"]
    if one.head > MAX_HEAD:
        return
    status, interim, head = heads(b"".join(block_of(file, record, one.head or MAX_HEAD)))
    if one.head:
        yield "status", one.status, status
        yield "length of the interim answers", one.interim, interim
        yield "length of the head", one.head, head
    elif one.status is not None and status is not None:
        yield "status", one.status, status


def _refers(record: Stored, what: str) -> str:
    return record[f"WARC-Refers-To-{what}"]


def heads(block: bytes) -> tuple[int | None, int, int]:
    """Return the status of an answer, and where its interim answers and its head end.

    Status none: there is no status line. Head 0: it does not end here (RFC 9112, sections 2.2, 4).
    """
    interim = 0
    while True:
        begin = _BLANK.match(block, interim)
        at = begin.end() if begin else interim
        line, end = STATUS_LINE.match(block, at), HEAD_END.search(block, at)
        status = int(line[3]) if line else None
        if end is None or status is None:
            return status, interim, end.end() if end else 0
        if status == 101 or not 100 <= status < 200:
            return status, interim, end.end()
        interim = end.end()


def _addresses(file: BinaryIO, record: Stored, name: Name) -> Iterator[Pair]:
    yield "address", f"dns:{address_text(name.host)}", record["WARC-Target-URI"]
    yield "time", name.resolved, record["WARC-Date"]
    told = sha256_hex(addresses_block(name))
    yield "digest of the addresses", told, digest_of(file, record)


def _facts(file: BinaryIO, stored: Stored, told: Record, where: str, date: str) -> Iterator[str]:
    """Compare facts with the metadata record that holds them as well."""
    yield from _told([
        ("address of its facts", address_text(URN + where), stored["WARC-Target-URI"]),
        ("date of its facts", date, stored["WARC-Date"]),
    ])  # fmt: skip
    if sha256_hex(encode_record(told)) == digest_of(file, stored):
        return
    texts = []
    if stored.size <= MAX_FACTS:
        texts = list(_told(_members(told, b"".join(block_of(file, stored)))))
    yield from texts or ["its facts are not written as the WARC has them"]


def _members(told: Record, block: bytes) -> Iterator[Pair]:
    """Yield the members of facts that somebody may have altered."""
    try:
        found = msgspec.json.decode(block)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return
    if isinstance(found, dict):
        known = msgspec.to_builtins(told)
        for name in sorted(known.keys() | found.keys()):
            yield _short(name), known.get(name), found.get(name)


def _told(pairs: Iterable[Pair]) -> Iterator[str]:
    """Yield in words which of these are not alike."""
    for what, told, found in pairs:
        if told != found:
            yield f"{what}: told {_short(told)}, in the WARC {_short(found)}"


def _short(value: object) -> str:
    if value is None or value == "":
        return "none"
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
