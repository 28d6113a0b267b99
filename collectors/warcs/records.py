"""Reads records that `writing` wrote, one at a known place; it is no reader of foreign files.

What a place says is not believed: a head that does not begin there, or a block that reaches
beyond it, is `NotARecord`.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ...evidence.web.capture import Place
from ...hashes.digest import CHUNK_BYTES
from .headers import END, VERSION, digits_of

MAX_HEAD_BYTES = 64 << 10
"""Length of a record's head; addresses in it are as long as a request may carry them."""
_DIGITS = 19  # of a length that no file reaches


class NotARecord(ValueError):
    """There is no record of ours at this place; the message says why."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A record in a file."""

    fields: dict[str, str]
    """Its headers, by name in lower case."""
    block: int
    """First byte of its block in the file."""
    size: int
    """Length of its block."""

    def __getitem__(self, name: str) -> str:
        """Return a header's value; empty where there is none."""
        return self.fields.get(name.lower(), "")


def read_record(file: BinaryIO, place: Place) -> Stored:
    """Read the head of the record at `place`; its block is not read."""
    if place.offset >= file.seek(0, 2):  # no system is asked to go where nothing can be
        raise NotARecord("no record begins there")
    file.seek(place.offset)
    start = file.read(min(place.length, MAX_HEAD_BYTES))
    head, ended, _ = start.partition(b"\r\n\r\n")
    if not start.startswith(VERSION) or not ended:
        raise NotARecord("no record begins there")
    fields = _fields(head)
    size, rest = _length(fields), len(head) + 4 + len(END)
    if size is None or size + rest != place.length:
        raise NotARecord("its length is not that of its place")
    if digits_of(fields.get("warc-record-id", "")) != place.id:
        raise NotARecord("it has another id")
    return Stored(fields, place.offset + len(head) + 4, size)


def _length(fields: dict[str, str]) -> int | None:
    """Return the length of a block; none where it is not one that a file may have."""
    size = fields.get("content-length", "")
    return int(size) if size.isdecimal() and len(size) < _DIGITS else None


def _fields(head: bytes) -> dict[str, str]:
    lines = head.decode("ascii", "replace").split("\r\n")[1:]
    pairs = (line.partition(": ") for line in lines)
    return {name.lower(): value for name, _, value in pairs}


def walk(file: BinaryIO) -> Iterator[tuple[Place, Stored]]:
    """Yield every record of a file from its begin on; raises `NotARecord` where one is broken."""
    at, end = 0, file.seek(0, 2)
    while at < end:
        file.seek(at)
        head, ended, _ = file.read(MAX_HEAD_BYTES).partition(b"\r\n\r\n")
        fields = _fields(head)
        size = _length(fields)
        if not head.startswith(VERSION) or not ended or size is None:
            raise NotARecord(f"no record begins at byte {at}")
        block = at + len(head) + 4
        length = len(head) + 4 + size + len(END)
        if at + length > end:
            raise NotARecord(f"the record at byte {at} ends beyond the file")
        name = digits_of(fields.get("warc-record-id", ""))
        yield Place(id=name, offset=at, length=length), Stored(fields, block, size)
        at += length


def block_of(file: BinaryIO, record: Stored, limit: int | None = None) -> Iterator[bytes]:
    """Yield the bytes of the record's block in chunks, at most `limit` of them."""
    file.seek(record.block)
    left = record.size if limit is None else min(record.size, limit)
    while left and (chunk := file.read(min(left, CHUNK_BYTES))):
        left -= len(chunk)
        yield chunk


def digest_of(file: BinaryIO, record: Stored) -> str:
    """Return the SHA-256 of the record's block, in hexadecimal."""
    digest = hashlib.sha256()
    for chunk in block_of(file, record):
        digest.update(chunk)
    return digest.hexdigest()


def check_record(file: BinaryIO, place: Place, head: int = 0) -> str:
    """Return in what the record at `place` differs from its own digests; empty if in nothing.

    `head` is the length of the head of a response: what follows is its payload.
    """
    try:
        record = read_record(file, place)
    except NotARecord as error:
        return str(error)
    whole, payload, at = hashlib.sha256(), hashlib.sha256(), 0
    for chunk in block_of(file, record):
        whole.update(chunk)
        payload.update(chunk if at >= head else chunk[head - at :])
        at += len(chunk)
    if record["WARC-Block-Digest"] != f"sha256:{whole.hexdigest()}":
        return "its block has another digest"
    told = record["WARC-Payload-Digest"]
    revisited = record["WARC-Type"] == "revisit"
    if told and not revisited and told != f"sha256:{payload.hexdigest()}":
        return "its payload has another digest"
    return ""
