"""What a record says of itself, in words for an observation."""

from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime

from ...evidence.records import Record as Written
from ...evidence.times import utc_of
from ...evidence.web.capture import Connection, Exchange, Name
from ...hashes.canonical import decode_record
from ..messages.heads import Head, charset_of, fields_of, lines_of, media_of
from .record import Record

OWN = "urn:truyvet:"
"""What the addresses of the metadata records begin with that our own captures hold."""
MAX_OWN = 16 << 20
"""Bytes of such a record."""
_OWN_TYPES: Mapping[str, type[Written]] = {
    "name": Name, "connection": Connection, "exchange": Exchange,
}  # fmt: skip


def facts_of(record: Record) -> dict[str, str]:
    """Return what a record's header, and the head of its message, tell."""
    digests = dict(record.digests)
    facts = {
        "type": record.kind,
        "record": record.place,
        "id": record.text(b"WARC-Record-ID").strip("<>"),
        "date": record.text(b"WARC-Date"),
        "ip": record.text(b"WARC-IP-Address"),
        "length": str(record.length),
        "truncated": record.text(b"WARC-Truncated"),
        "protocol": record.text(b"WARC-Protocol"),
        "refers-to": record.text(b"WARC-Refers-To-Target-URI").strip("<>"),
        "refers-to-date": record.text(b"WARC-Refers-To-Date"),
        "block-digest": digests.get("block", ""),
        "payload-digest": digests.get("payload", ""),
        "mime": record.media,
    }
    if isinstance(record.message, Head):
        facts |= _answered(record.message)
    return facts


def _answered(head: Head) -> dict[str, str]:
    def field(name: bytes) -> str:
        return head.first(name).decode("utf-8", "replace")

    return {
        "status": "" if head.status is None else f"{head.status:03d}",
        "reason": head.reason.decode("utf-8", "replace"),
        "mime": media_of(head),
        "charset": charset_of(head),
        "location": field(b"location"),
        "server": field(b"server"),
        "last-modified": field(b"last-modified"),
    }


def modified_of(record: Record) -> str | None:
    """Return when a server says that what it sent was last changed, in UTC; none if never."""
    if not isinstance(record.message, Head):
        return None
    text = record.message.first(b"last-modified").decode("ascii", "replace")
    try:
        moment = parsedate_to_datetime(text)
        return utc_of(int(moment.timestamp()) * 1_000_000_000) if moment.tzinfo else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def is_own(record: Record, block: bytes) -> bool:
    """Tell whether a record is one that our own captures hold: all of it stands elsewhere too."""
    kind = record.target.removeprefix(OWN).partition(":")[0]
    if record.kind != "metadata" or not record.target.startswith(OWN) or kind not in _OWN_TYPES:
        return False
    try:
        decode_record(block, _OWN_TYPES[kind])
    except ValueError:
        return False
    return True


def is_own_info(block: bytes) -> bool:
    """Tell whether a description is one of our own captures, whole: each field is told besides."""
    names = {name: value for name, _, value in info_fields(block)}
    return names.get("software", b"").startswith(b"truyvet") and fields_are_sound(block)


def info_fields(block: bytes) -> Iterator[tuple[str, int, bytes]]:
    """Yield (name, offset, value) of the fields of a `application/warc-fields` block."""
    lines, _, _ = lines_of(block, 0)
    place = 0
    for line in lines:
        place = block.index(line, place)
        name, colon, value = line.partition(b":")
        raw = value.strip(b" \t")
        if colon and raw and line[:1] not in b" \t":
            word = name.decode("ascii", "replace").strip().lower()
            yield word, place + len(name) + 1 + (len(value) - len(value.lstrip(b" \t"))), raw
        place += len(line)


def fields_are_sound(block: bytes) -> bool:
    """Tell whether a block is made of fields."""
    problems = list[str]()
    fields_of(lines_of(block, 0)[0], problems)
    return not problems
