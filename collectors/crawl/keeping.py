"""Storing captures: their parts become objects, their facts `capture.json`, and all of it items.

One thread stores. Nothing here is recorded until the caller has taken the manifest lines in.
"""

import dataclasses
import time
from collections.abc import Iterable
from typing import BinaryIO

from msgspec.structs import replace

from ...evidence.acts import Totals
from ...evidence.intake import NOTHING, sum_up
from ...evidence.item import Item, Problem
from ...evidence.manifest import encode_items
from ...evidence.records import Record
from ...evidence.store import Store, Stored
from ...evidence.times import utc_of
from ...evidence.web.capture import (
    CRAWL_NAME,
    RECORD_NAME,
    SETTINGS_NAME,
    WARC_NAME,
    Part,
    WebCapture,
    is_unverified,
)
from ...evidence.web.crawl import Crawl
from ...evidence.web.settings import WebSettings
from ...hashes.canonical import encode_record
from .means import Captured


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What was stored since the last time, to be taken into the manifest."""

    block: bytes = b""
    """Manifest lines, each with its line end; none where only time has passed."""
    totals: Totals = NOTHING
    """What they sum up to."""
    pages: int = 0
    """Pages among them."""
    received: int = 0
    """Bytes received for them."""
    queued: int = 0
    """Pages that wait."""


class Keeper:
    """Makes items of captures."""

    def __init__(self, store: Store, first: int, capture: int) -> None:
        """`first` is the number of the next item, `capture` that of the next capture."""
        self._store = store
        self._n = first
        self.next_capture = capture

    def settings(self, settings: WebSettings) -> Kept:
        """Store how the collection was asked to capture."""
        return self._kept([self._record(settings, SETTINGS_NAME, 0, None)])

    def crawl(self, crawl: Crawl, problem: Problem | None) -> Kept:
        """Store what the collection left out."""
        return self._kept([self._record(crawl, CRAWL_NAME, 0, problem)])

    def captures(self, batch: Iterable[Captured], queued: int) -> Kept:
        """Store captures, which get their numbers in this order, and let go of their bytes."""
        items, pages, received = list[Item](), 0, 0
        for captured in batch:
            items += self._capture(captured)
            pages += captured.page.purpose == "page"
            received += sum(one.response_size for one in captured.capture.exchanges)
        kept = self._kept(items)
        return dataclasses.replace(kept, pages=pages, received=received, queued=queued)

    def _kept(self, items: list[Item]) -> Kept:
        return Kept(block=encode_items(items), totals=sum_up(items, NOTHING))

    def _capture(self, captured: Captured) -> list[Item]:
        number, self.next_capture = self.next_capture, self.next_capture + 1
        folder, source = f"{number}/{captured.capture.given}", captured.page.source
        reason = captured.capture.reason
        problem = Problem(code=captured.code, text=reason) if captured.code else None  # type: ignore[arg-type]
        unverified = _unverified(captured.capture)
        items, parts = list[Item](), list[Part]()
        for name, file in captured.files.items():
            file.seek(0)
            stored = self._store.put(_Spool(file))
            parts.append(Part(name=name, sha256=stored.sha256, size=stored.size))
            marked = problem if name == WARC_NAME else None
            item = self._item(f"{folder}/{name}", source, stored, marked)
            items.append(replace(item, unverified=unverified[name != WARC_NAME]))
        captured.close()
        record = replace(captured.capture, capture=number, parts=tuple(parts))
        captured.capture = record
        item = self._record(record, f"{folder}/{RECORD_NAME}", source, problem)
        items.append(replace(item, unverified=any(unverified)))
        return items

    def _record(self, record: Record, path: str, source: int, problem: Problem | None) -> Item:
        return self._item(path, source, self._store.place(encode_record(record)), problem)

    def _item(self, path: str, source: int, stored: Stored, problem: Problem | None) -> Item:
        n, self._n = self._n, self._n + 1
        return Item(
            collected=utc_of(time.time_ns() // 1000 * 1000),
            kind="file",
            n=n,
            path=path,
            problem=problem,
            sha256=stored.sha256,
            size=stored.size,
            source=source,
        )


def _unverified(capture: WebCapture) -> tuple[bool, bool]:
    """Return whether anything in the page's own load, and in the browser's, came unverified."""
    rendering = capture.rendering
    return (
        is_unverified(capture.exchanges, capture.connections),
        rendering is not None and is_unverified(rendering.exchanges, rendering.connections),
    )


class _Spool:
    """A `Stream` over a file of our own, which the caller closes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill `buffer`; see `Stream`."""
        return self._file.readinto(buffer)  # type: ignore[attr-defined,no-any-return]

    def problem(self) -> None:
        """Own files do not change while they are read."""

    def close(self) -> None:
        """The caller closes."""
