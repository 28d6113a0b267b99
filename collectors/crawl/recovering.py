"""What an earlier, killed run of the same collection has recorded, read back from its manifest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from ...evidence.item import Item
from ...evidence.store import Store
from ...evidence.web.capture import CRAWL_NAME, RECORD_NAME, SETTINGS_NAME, WARC_NAME, WebCapture
from ...hashes.canonical import decode_record

MAX_RECORDED = 4 << 20
"""Bytes of a record in a WARC that are read back; a robots.txt is far shorter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Recovered:
    """A capture that is recorded."""

    capture: WebCapture
    """What is known of it."""
    source: int
    """Number of the given address that it goes back to."""
    body: bytes = b""
    """The answer as it came, of a robots.txt."""


class Recovery:
    """Reads the manifest once; what it says besides captures is known when it was read."""

    def __init__(self, store: Store, items: Iterable[Item]) -> None:
        self._store = store
        self._items = items
        self.next_n = 0
        """Number of the next item."""
        self.next_capture = 1
        """Number of the next capture; a number that was begun with is never given again."""
        self.has_settings = False
        """Whether the settings are recorded."""
        self.is_ended = False
        """Whether the end is recorded."""

    def captures(self) -> Iterator[Recovered]:
        """Yield the recorded captures in order; raises `TruyvetError` E301, E302."""
        warcs = dict[str, str]()
        for item in self._items:
            self.next_n = item.n + 1
            folder, _, name = item.path.rpartition("/")
            self.has_settings |= item.path == SETTINGS_NAME
            self.is_ended |= item.path == CRAWL_NAME
            if not folder or item.sha256 is None:
                continue
            number = int(PurePosixPath(folder).parts[0])
            self.next_capture = max(self.next_capture, number + 1)
            if name == WARC_NAME:
                warcs = {folder: item.sha256}
            elif name == RECORD_NAME:
                capture = decode_record(b"".join(self._store.read(item.sha256)), WebCapture)
                body = self._body(warcs.get(folder), capture)
                yield Recovered(capture=capture, source=item.source, body=body)

    def _body(self, warc: str | None, capture: WebCapture) -> bytes:
        """Return the last answer of a robots.txt, out of its WARC."""
        if capture.purpose != "robots" or warc is None or not capture.exchanges:
            return b""
        exchange = capture.exchanges[-1]
        if not exchange.records or not exchange.response_size:
            return b""
        place = exchange.records[0]
        with self._store.path(warc).open("rb") as file:
            file.seek(place.offset)
            record = file.read(min(place.length, MAX_RECORDED))
        return record.partition(b"\r\n\r\n")[2][: exchange.response_size]
