"""Web archives made for tests: records, whole files, and what reads them back."""

import gzip
import io

from truyvet.extractors.webarchives.reading import Garbage, records
from truyvet.extractors.webarchives.record import Record
from truyvet.extractors.webarchives.sources import source_of_file
from truyvet.extractors.webarchives.tapes import Tape, tape_of

PAGE = b"<html><title>Xin chao</title>" + b"".join(b"<p>%d 0912345678" % n for n in range(400))


def record(
    kind: str = "resource",
    target: str = "https://example.com/",
    block: bytes = PAGE,
    *fields: str,
    media: str = "text/html",
    length: int | None = None,
    end: bytes = b"\r\n\r\n",
    version: str = "1.1",
    line: str = "\r\n",
) -> bytes:
    """Return a WARC record; `length` is announced where it is not the block's own."""
    announced = len(block) if length is None else length
    lines = [
        f"WARC/{version}", f"WARC-Type: {kind}", f"WARC-Target-URI: {target}",
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>",
        "WARC-Date: 2026-11-20T02:00:00Z", *fields, f"Content-Type: {media}",
        f"Content-Length: {announced}", "", "",
    ]  # fmt: skip
    return line.join(lines).encode() + block + end


def answer(body: bytes, *fields: str, status: str = "200 OK") -> bytes:
    """Return an HTTP response message."""
    return "\r\n".join((f"HTTP/1.1 {status}", *fields, "", "")).encode() + body


def response(body: bytes, *fields: str, target: str = "https://example.com/") -> bytes:
    """Return a record of a response."""
    return record("response", target, answer(body, *fields), media="application/http")


def packed(*members: bytes) -> bytes:
    """Return gzip members, one for each."""
    return b"".join(gzip.compress(member, mtime=0) for member in members)


def tape(content: bytes) -> Tape:
    """Return the tape of an archive."""
    found = tape_of(source_of_file(io.BytesIO(content)))
    assert found is not None
    return found


def read(content: bytes) -> tuple[list[Record], list[Garbage]]:
    """Return the records and the garbage of an archive."""
    found = list(records(tape(content)))
    return (
        [one for one in found if isinstance(one, Record)],
        [one for one in found if isinstance(one, Garbage)],
    )


def problems(content: bytes) -> list[tuple[str, str]]:
    """Return (place, problem) of all records."""
    return [(one.place, text) for one in read(content)[0] for text in one.problems]
