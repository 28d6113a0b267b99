"""WARC items on their way into a pack: records byte for byte, each a gzip member of its own."""

from collections.abc import Iterator, Sequence
from typing import IO, BinaryIO

from ...collectors.warcs.records import NotARecord, Stored, block_of, read_record, walk
from ...collectors.warcs.writing import URN
from ...evidence.case import Case
from ...evidence.durable import open_plain
from ...evidence.errors import TruyvetError
from ...evidence.web.capture import Exchange, Place
from ...hashes.digest import CHUNK_BYTES
from .lines import Entry, replays
from .members import Gzip, Zip
from .requests import MAX_BODY, query_of
from .selection import Taken


class Archive:
    """One WARC item."""

    def __init__(self, case: Case, zipped: Zip, taken: Taken) -> None:
        self._case = case
        self._zipped = zipped
        self._taken = taken
        exchanges = [one for one in taken.exchanges if one.records]
        self._answers: dict[str, Exchange] = {one.records[0].id: one for one in exchanges}
        self._places: dict[str, Place] = {
            place.id: place for one in exchanges for place in one.records
        }
        numbers = {one.connection for one in exchanges}
        self._connections = {f"{URN}connection:{number}" for number in numbers}

    def write(self) -> list[Entry]:
        """Copy the records; return those that can be shown again."""
        row = self._taken.row
        filename = f"{row.name}{'' if self._taken.whole else '-part'}.warc.gz"
        digest = row.sha256 or ""
        for _ in self._case.store.read(digest):
            pass  # raises where the bytes are not the ones that were stored
        entries = list[Entry]()
        with (
            open_plain(self._case.store.path(digest)) as file,
            self._zipped.member(f"archive/{filename}", stored=True) as member,
        ):
            gzip = Gzip(member)
            try:
                for place, record in walk(file):
                    if self._wanted(place, record):
                        with gzip.member() as span:
                            _copy(file, place, gzip)
                        entries += self._entry(file, place, record, filename, span)
            except NotARecord as error:
                raise TruyvetError("E566", item=row.name, reason=error) from error
        if self._places:
            reason = f"{len(self._places)} of its records are nowhere"
            raise TruyvetError("E566", item=row.name, reason=reason)
        return entries

    def _wanted(self, place: Place, record: Stored) -> bool:
        known = self._places.pop(place.id, None)
        if known is not None and known != place:
            raise NotARecord(f"a record stands at byte {place.offset}, not {known.offset}")
        if known is not None or self._taken.whole or record["WARC-Type"] == "warcinfo":
            return True
        return record["WARC-Target-URI"] in self._connections

    def _entry(
        self, file: BinaryIO, place: Place, record: Stored, filename: str, span: Sequence[int]
    ) -> Iterator[Entry]:
        exchange, kind = self._answers.get(place.id), record["WARC-Type"]
        if exchange is not None and replays(exchange) and kind in ("response", "revisit"):
            yield Entry(
                url=record["WARC-Target-URI"],
                date=record["WARC-Date"],
                media="warc/revisit" if kind == "revisit" else exchange.media or "unk",
                status=exchange.status or 0,
                digest=record["WARC-Payload-Digest"],
                filename=filename,
                offset=span[0],
                length=span[1],
                method=exchange.method,
                query=_query(file, exchange),
            )


def _query(file: BinaryIO, exchange: Exchange) -> str:
    """Return what the request of an exchange adds to its key."""
    if exchange.method == "GET":
        return ""
    for place in exchange.records[1:]:
        record = read_record(file, place)
        if record["WARC-Type"] == "request":
            return query_of(exchange.method, b"".join(block_of(file, record, MAX_BODY)))
    return query_of(exchange.method, b"")


def _copy(file: IO[bytes], place: Place, target: Gzip) -> None:
    file.seek(place.offset)
    left = place.length
    while left:
        chunk = file.read(min(left, CHUNK_BYTES))
        if not chunk:
            raise NotARecord("the file ends within a record")
        target.write(chunk)
        left -= len(chunk)
