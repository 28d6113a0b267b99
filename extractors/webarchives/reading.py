"""Reading web archives: one record after another, or one at its place; damaged ones are named.

A record is what its header announces. Where what follows is no end of a record, the next header
is looked for: first inside the block (a length too long, or bytes that are missing), then after
it (a length too short, or foreign bytes). So one bad record costs no other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .blocks import measured, message_head, next_record, verdicts
from .headers import FIRST, MAX_HEADER, Header, parse_header
from .record import Record
from .tapes import Tape


@dataclass(frozen=True, kw_only=True, slots=True)
class Garbage:
    """Bytes between records that belong to none."""

    member: int
    """As `Record.member`."""
    inner: int
    """As `Record.inner`."""
    position: int
    """Byte of the tape."""
    length: int
    """How many."""


def records(tape: Tape, *, digests: bool = True) -> Iterator[Record | Garbage]:
    """Yield all records, and what stands between them, in order; memory: constant.

    `digests` asks for the digests of headers to be checked, which reads every block.
    """
    position, arc, last = 0, False, -1
    while True:
        position = _skipped(tape, position)
        header = _header(tape, position)
        if header is None:
            found = next_record(tape, position, None, arc=arc)
            end = found if found >= 0 else tape.end(position)
            if end > position:
                yield _garbage(tape, position, end)
            if found < 0:
                return
            position = found
            header = _header(tape, position)
            if header is None:
                return
        arc = header.version == "arc"
        record = _record(tape, position, header, digests=digests)
        record = replace(record, shared=record.member == last and record.inner > 0)
        last = record.member
        yield record
        position = record.after


def record_at(tape: Tape, member: int, inner: int = 0, *, digests: bool = False) -> Record:
    """Return the record at a place, which `Record.place` names; LookupError where none is."""
    position = tape.position(member, inner)
    header = _header(tape, position)
    if header is None or (tape.packed and tape.place(position) != (member, inner)):
        raise LookupError(f"no record at {member}+{inner}")
    return replace(_record(tape, position, header, digests=digests), member=member, inner=inner)


def header_of(tape: Tape, record: Record) -> bytes:
    """Return a record's header as it stands in the archive, with its empty line."""
    return tape.read(record.position, record.head)


def _header(tape: Tape, position: int) -> Header | None:
    raw = tape.read(position, FIRST)
    ended = b"\n\r\n" in raw or b"\n\n" in raw
    if len(raw) == FIRST and not ended and raw.startswith(b"WARC/"):
        raw = tape.read(position, MAX_HEADER)
    return parse_header(raw)


def _skipped(tape: Tape, position: int) -> int:
    """Return the first position that is no line end."""
    while raw := tape.read(position, 64):
        rest = raw.lstrip(b"\r\n")
        position += len(raw) - len(rest)
        if rest:
            break
    return position


def _garbage(tape: Tape, position: int, end: int) -> Garbage:
    last = tape.read(max(position, end - 4), min(4, end - position))
    length = end - position - (len(last) - len(last.rstrip(b"\r\n")))
    tape.read(position, 1)
    member, inner = tape.place(position)
    return Garbage(member=member, inner=inner, position=position, length=length)


def _record(tape: Tape, position: int, header: Header, *, digests: bool) -> Record:
    member, inner = tape.place(position)
    block = position + header.size
    record = Record(
        member=member,
        inner=inner,
        position=position,
        version=header.version,
        fields=header.fields,
        head=header.size,
        length=header.announced or 0,
        announced=header.announced,
        after=block,
    )
    message = message_head(tape, record)
    # Digests first: a compressed tape is read only once then, if the record is sound.
    checked = verdicts(tape, record, message) if digests else ()
    length, wrong = measured(tape, position, header)
    record = replace(record, length=length, after=block + length)
    if length != header.announced:
        message = message_head(tape, record)
        checked = verdicts(tape, record, message) if digests else ()
    problems = [*header.problems, *wrong]
    problems += [f"its {name} has another digest" for name, one in checked if one == "wrong"]
    last = tape.place(max(block + length - 1, position))[0]
    if header.version != "arc" and last != member and tape.packed:
        problems.append("it reaches over several compressed members")
    return replace(record, message=message, digests=checked, problems=tuple(problems))
