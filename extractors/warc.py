"""Web archives: WARC (ISO 28500) and ARC files, plain or compressed; each record becomes one item.

A compressed archive is read here and not by `streams`: a record is found by the byte of the file
at which its compressed member begins, as indexes (CDX) of such files write it, nothing is stored
twice, and one damaged member costs no other. A record that begins inside a member has two numbers,
`0+1234`. Children are the payloads with all codings undone; the bytes as they were on the wire
have locators of their own; heads of answers are texts. A record that carries no more than a head
(a request, a revisit, an answer without a body) has its block as a child, so that every record with
bytes is an item. In our own captures these, and their metadata, are none: `capture.json` has them.
"""

from collections.abc import Mapping
from importlib import import_module, metadata
from io import BytesIO
from typing import BinaryIO, cast

from ..evidence.scans.locator import span
from ..evidence.scans.observation import MAX_RAW
from .interface import Accepts, Emit, ItemView, Limits, Member
from .messages.bodies import Body, body
from .messages.heads import Head
from .selectors import normal
from .settings import Settings
from .webarchives import sayings, wacz
from .webarchives.blocks import Block, block_of, payload_of
from .webarchives.reading import Garbage, header_of, record_at, records
from .webarchives.record import Record, field_span, parse_place
from .webarchives.sources import source_of_view
from .webarchives.tapes import Tape, tape_of

NAME = "warc"
VERSION = "2"
ACCEPTS = Accepts(
    media=("application/warc", "application/gzip", "application/zstd", "application/wacz"),
    magic=(b"WARC/", b"filedesc://", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"),
    names=(".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz", ".wacz"),
)
LIMITS = Limits(wall=3_600.0, cpu=3_600, children=1_000_000, records=1_000_000)
KINDS: Mapping[str, str] = {
    "web-archive": "the item is an archive of web pages: its form, how many records of what types",
    "web-response": "a recorded answer of a server: its address",
    "web-record": "a record of another kind: its address",
    "web-name": "how the name of a host was resolved",
    "warc-info": "what a web archive says of who made it and how",
    "foreign-bytes": "bytes between records that belong to none",
    "ipv4": "IPv4 address that answered",
    "ipv6": "IPv6 address that answered",
    **wacz.KINDS,
}
STEPS: Mapping[str, str] = {
    "warc": "`warc:1234/payload`: what the record at this byte carries, codings undone; `/body`: "
    "as it was on the wire; `/block`, `/header`: the record's parts; `/head`: head of the answer "
    "in it, as text; `warc:0+1234/…`: within a compressed member",
    **wacz.STEPS,
}
PROGRAMS: tuple[str, ...] = ()

MAX_KNOWN = 1 << 18
"""Records that revisits are looked up among: bounds memory."""
MAX_INFO = 1 << 20
"""Bytes of a description of the archive that are looked at."""
MAX_HELD = 1 << 20
"""Bytes of a block that is held until it is known whether it belongs to a capture of our own."""
NOT_ONE = "no record of a web archive begins it"
_SHOWN = 64
_WORDS = {name: f" ({name})" for name in ("request", "revisit", "metadata", "warcinfo")}
_TYPES = (
    "warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion",
    "continuation",
)  # fmt: skip


def configuration(settings: Settings, /) -> Mapping[str, str]:
    """Return the versions of the libraries that undo codings."""
    return {name: metadata.version(name) for name in ("brotli", "zstandard")}


def prepare(settings: Settings, /) -> object:
    """Load them."""
    return import_module("brotli"), import_module("zstandard")


def extract(view: ItemView, emit: Emit, /) -> None:
    """Emit every record, and name what is damaged."""
    if wacz.is_package(view):
        wacz.examine(view, emit)
        return
    source = source_of_view(view)
    tape, content = tape_of(source), tape_of(source)
    if tape is None or content is None:
        if view.facts.name.endswith(ACCEPTS.names):
            emit.problem("corrupt", "", NOT_ONE)
        return
    _Archive(tape, content, emit).examine(view)


class _Archive:
    """One examination: one tape to find records, another to read what they carry."""

    def __init__(self, tape: Tape, content: Tape, emit: Emit) -> None:
        self._tape = tape
        self._content = content
        self._emit = emit
        self._known: dict[int, str] = {}
        self._shared = False
        self._told: set[tuple[int, str]] = set()
        self._counts = dict.fromkeys((*_TYPES, "other", "damaged"), 0)
        self._forms: set[str] = set()
        self._addresses: set[str] = set()
        self._waiting: list[tuple[Record, str, bytes]] = []

    def examine(self, view: ItemView) -> None:
        for one in records(self._tape):
            if isinstance(one, Garbage):
                self._foreign(one)
            else:
                self._counts[one.kind if one.kind in _TYPES else "other"] += 1
                self._forms.add("ARC" if one.version == "arc" else f"WARC/{one.version}")
                self._counts["damaged"] += self._record(one)
            self._members()
        self._settle(ours=False)
        self._members()
        total = sum(self._counts.values()) - self._counts["damaged"]
        facts = {"format": " ".join(sorted(self._forms)), "records": str(total)}
        facts |= {name: str(count) for name, count in self._counts.items() if count}
        raw = view.read(0, 4)
        self._emit.observation("web-archive", span(0, len(raw)), raw, facts=facts)

    def _members(self) -> None:
        """Name the damaged members that were met."""
        for fault in self._tape.faults:
            if (fault.member, fault.text) not in self._told:
                self._told.add((fault.member, fault.text))
                self._emit.problem("corrupt", span(fault.member, 1), fault.text)

    def _foreign(self, garbage: Garbage) -> None:
        text = f"{garbage.length} bytes at byte {garbage.member} belong to no record"
        where = span(garbage.position, min(garbage.length, _SHOWN))
        if self._tape.packed:
            text = f"{garbage.length} bytes in the member at byte {garbage.member} belong to none"
            self._emit.problem("corrupt", span(garbage.member, 1), text)
            return
        raw = self._tape.read(garbage.position, min(garbage.length, _SHOWN))
        facts = {"offset": str(garbage.position), "length": str(garbage.length)}
        self._emit.observation("foreign-bytes", where, raw, facts=facts, flag="metadata")
        self._emit.problem("corrupt", where, text)

    def _record(self, record: Record) -> bool:
        """Emit a record; tell whether it is damaged."""
        damaged = bool(record.problems)
        for problem in record.problems:
            text = f"the record at byte {record.place}: {problem}"
            self._emit.problem("corrupt", f"warc:{record.place}/block", text)
        if record.shared and not self._shared:
            self._shared = True
            text = f"several records share the compressed member at byte {record.member}"
            self._emit.problem("corrupt", f"warc:{record.place}/block", text)
        if self._is_own(record):
            self._settle(ours=True)
            return damaged
        if record.kind != "request" or len(self._waiting) > 1:
            self._settle(ours=False)
        if record.kind == "warcinfo":
            self._info(record)
        elif _is_name(record):
            answers = block_of(self._content, record).read()
            self._say("web-name", record, {"answers": answers.decode("utf-8", "replace")})
            self._wait(record, "payload")
        else:
            kind = "web-response" if record.kind in ("response", "revisit") else "web-record"
            if record.kind != "request":
                self._say(kind, record, {"revisit-of": self._origin(record)})
            damaged |= self._carry(record)
            if isinstance(record.message, Head):
                self._answered(record)
        return damaged

    def _is_own(self, record: Record) -> bool:
        if not record.target.startswith(sayings.OWN) or record.length > sayings.MAX_OWN:
            return False
        return sayings.is_own(record, block_of(self._content, record).read())

    def _say(self, kind: str, record: Record, more: dict[str, str]) -> None:
        """Emit an observation whose value is the record's address, where it stands."""
        header = header_of(self._content, record)
        found = field_span(header, b"WARC-Target-URI")
        if record.version == "arc":
            found = 0, header.find(b" ")
        place, length = found or (0, header.find(b"\n"))
        length = min(length, MAX_RAW)
        if length <= 0:
            return
        facts = {name: text for name, text in (sayings.facts_of(record) | more).items() if text}
        self._emit.observation(
            kind,
            self._within(record, "header", place, length),
            header[place : place + length],
            normal=record.target if found else "",
            facts=facts,
            flag="mismatch" if "wrong" in dict(record.digests).values() else "",
        )

    def _answered(self, record: Record) -> None:
        """Emit the head of an answer as text, and the address that gave it, each address once.

        A head that waits to become an item is no text besides.
        """
        if not any(one is record for one, _, _ in self._waiting):
            self._headed(record)
        header = header_of(self._content, record)
        found = field_span(header, b"WARC-IP-Address")
        address = record.text(b"WARC-IP-Address")
        if found is None or address in self._addresses or len(self._addresses) >= MAX_KNOWN:
            return
        self._addresses.add(address)
        kind = "ipv6" if ":" in address else "ipv4"
        read = normal(kind, address)
        if read is not None:
            raw = header[found[0] : found[0] + found[1]]
            where = self._within(record, "header", *found)
            self._emit.observation(kind, where, raw, normal=read.value, facts=read.facts)

    def _headed(self, record: Record) -> None:
        head = _head(self._content, record)
        self._emit.text(f"warc:{record.place}/head", head.decode("utf-8", "replace"))

    def _within(self, record: Record, part: str, place: int, length: int) -> list[str]:
        """Return the locator of some bytes of a part."""
        if self._tape.packed:
            return [f"warc:{record.place}/{part}", span(place, length)]
        start = record.block if part == "block" else record.position
        return [span(start + place, length)]

    def _info(self, record: Record) -> None:
        block = block_of(self._content, record).read(MAX_INFO)
        for name, place, raw in sayings.info_fields(block):
            cut = raw[:MAX_RAW]
            where = self._within(record, "block", place, len(cut))
            facts = {"field": name, "record": record.place}
            self._emit.observation("warc-info", where, cut, facts=facts)
        if not sayings.is_own_info(block):
            self._child(record, "block", block_of(self._content, record))

    def _origin(self, record: Record) -> str:
        """Return which record of this file a revisit refers to; remember what others may mean."""
        date, target = b"WARC-Date", record.target
        if record.kind == "revisit":
            date = b"WARC-Refers-To-Date"
            target = record.text(b"WARC-Refers-To-Target-URI").strip("<>") or target
        name = record.text(b"WARC-Refers-To" if record.kind == "revisit" else b"WARC-Record-ID")
        digest = record.text(b"WARC-Payload-Digest")
        keys = [hash(key) for key in (("id", name), ("at", target, record.text(date)),
                                      ("is", digest)) if key[-1]]  # fmt: skip
        if record.kind == "revisit":
            return next((self._known[key] for key in keys if key in self._known), "")
        if record.kind in ("response", "resource") and len(self._known) < MAX_KNOWN:
            for key in keys:
                self._known.setdefault(key, record.place)
        return ""

    def _carry(self, record: Record) -> bool:
        """Emit what a record carries as a child, if anything; tell whether that is damaged."""
        if record.kind == "revisit":
            self._wait(record, "block")
            return False
        if record.message is None:
            self._child(record, "payload", block_of(self._content, record))
            return False
        decoded = _decoded(self._content, record)
        if not self._child(record, "payload", decoded):
            self._wait(record, "block")
        for fault in decoded.faults:
            text = f"the record at byte {record.place}: {fault.text}"
            self._emit.problem(fault.code, f"warc:{record.place}/payload", text)
        return bool(decoded.faults)

    def _wait(self, record: Record, part: str) -> None:
        """Hold a record's block until the next record says whose capture it belongs to."""
        if record.length > MAX_HELD:
            self._child(record, part, block_of(self._content, record))
        else:
            held = block_of(self._content, record).read()
            self._waiting.append((record, part, held))

    def _settle(self, *, ours: bool) -> None:
        """Make items of the blocks that wait; of those of our own captures only texts."""
        for record, part, held in self._waiting:
            if not ours:
                self._child(record, part, BytesIO(held))
            elif isinstance(record.message, Head):
                self._headed(record)
        self._waiting.clear()

    def _child(self, record: Record, part: str, stream: "_Stream") -> bool:
        """Emit a child; tell whether there was anything to emit."""
        begun = _Begun(stream)
        if not begun.first:
            return False
        word = _WORDS.get(record.kind, "")
        if not word and part == "block":
            word = " (head)"
        name = (record.target or f"record-{record.place}") + word
        member = Member(name=name, modified=sayings.modified_of(record))
        self._emit.child(f"warc:{record.place}/{part}", cast("BinaryIO", begun), member)
        return True


_Stream = Block | Body | BytesIO


def _is_name(record: Record) -> bool:
    """Tell whether a record says how a name was resolved."""
    return record.target.startswith("dns:") and record.length <= MAX_RAW


class _Begun:
    """A stream whose first bytes were looked at."""

    def __init__(self, stream: "_Stream") -> None:
        self._stream = stream
        self.first = stream.read(1 << 16)

    def read(self, size: int = -1, /) -> bytes:
        if self.first and size >= 0:
            chunk, self.first = self.first[:size], self.first[size:]
            return chunk
        chunk, self.first = self.first, b""
        return chunk + self._stream.read(size)


def _head(tape: Tape, record: Record) -> bytes:
    """Return the head of the answer in a record, as it came."""
    if not isinstance(record.message, Head):
        raise LookupError(f"no answer at {record.place}")
    return block_of(tape, record).read(record.message.size)


def _decoded(tape: Tape, record: Record) -> Body:
    """Return the payload of a record's message, codings undone."""
    if record.message is None:
        raise LookupError(f"no message at {record.place}")
    return body(payload_of(tape, record, record.message), record.message)


def resolve(view: ItemView, step: str, /) -> bytes:
    """Return a part of a record; LookupError where there is none."""
    if step.startswith("wacz:"):
        return wacz.resolve(view, step)
    place, _, part = step.removeprefix("warc:").partition("/")
    tape = tape_of(source_of_view(view))
    if tape is None:
        raise LookupError(step[:200])
    record = record_at(tape, *parse_place(place))
    if part == "header":
        return header_of(tape, record)
    if part == "block" or (part in ("body", "payload") and record.message is None):
        return block_of(tape, record).read()
    if part == "body":
        return payload_of(tape, record, record.message).read()
    if part == "payload":
        return _decoded(tape, record).read()
    if part == "head":
        return _head(tape, record).decode("utf-8", "replace").encode()
    raise LookupError(step[:200])
