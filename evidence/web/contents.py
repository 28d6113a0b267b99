"""What is inside a capture, as scans have read it: bodies, texts, observations.

Reads only, by the index; nothing is shown on its word alone that stands in no object.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ..case import Case
from ..examined import Sighted
from ..index import Index, Row
from ..lookup import read_item
from ..sighting import texts_of
from .capture import RENDERED_WARC_NAME, WARC_NAME, Exchange, WebCapture
from .reading import Captured, captures_of

TEXT_NAME, PICTURE_NAME, DOM_NAME = "text.txt", "screenshot.png", "dom.html"
"""Last parts of the paths of what a browser made of a page."""
MAX_TEXT = 8 << 20
"""Characters of text that are read of one capture."""


def page_exchanges(record: WebCapture) -> tuple[Exchange, ...]:
    """Return the exchanges that asked for the page itself: redirects first, the page last."""
    return tuple(one for one in record.exchanges if one.purpose == record.purpose)


def is_answered(record: WebCapture) -> bool:
    """Tell whether the page came, in whole or part: redirects that lead nowhere are no page."""
    return any(one.status is not None and not one.location for one in page_exchanges(record))


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """The inside of one capture."""

    layout: Case
    """The case."""
    index: Index
    """Its index."""
    captured: Captured
    """The capture."""

    def part(self, name: str) -> Row | None:
        """Return its item of this name, if it has bytes."""
        row = self.captured.rows.get(name)
        return row if row is not None and row.sha256 is not None else None

    def is_scanned(self) -> bool:
        """Tell whether its exchanges were examined, so that there is something to go by."""
        row = self.part(WARC_NAME)
        return row is not None and bool(self.index.examinations.done_for(row.id))

    def bodies(self) -> list[Row]:
        """Return the items that hold what servers sent, and what a browser made of it.

        The files that pack them are left out: times and counts of our own stand there.
        """
        shown = [row for name in (DOM_NAME, TEXT_NAME) if (row := self.part(name)) is not None]
        packs = [self.part(name) for name in (WARC_NAME, RENDERED_WARC_NAME)]
        return shown + [one for row in packs if row is not None for one in self._below(row)]

    def _below(self, row: Row) -> list[Row]:
        found, todo, known = list[Row](), [row.id], {row.id}
        while todo:
            for child in self.index.inside(todo.pop()):
                if child.id not in known:
                    known.add(child.id)
                    found.append(child)
                    todo.append(child.id)
        return found

    def seen(self, rows: Iterable[Row]) -> list[tuple[Row, Sighted]]:
        """Return what scans have seen in these items, each with its item."""
        examinations = self.index.examinations
        return [(row, one) for row in rows for one in examinations.observations(item=row.id)]

    def page_items(self) -> list[Row]:
        """Return the items that hold the page itself: its body, then what was found inside it.

        A page whose body was captured before under another address of the collection is found
        there; none where no scan has unpacked it.
        """
        exchanges = page_exchanges(self.captured.record)
        if not exchanges:
            return []
        page, inside = exchanges[-1], self
        if page.revisit:
            found = _original(self.layout, self.index, self.captured.seq, page)
            if found is None:
                return []
            inside, page = (
                Contents(layout=self.layout, index=self.index, captured=found[0]),
                found[1],
            )
        warc = inside.part(WARC_NAME)
        if warc is None or not page.records:
            return []
        wanted = f"warc:{page.records[0].offset}/payload"
        for row in self.index.inside(warc.id):
            if read_item(self.layout, self.index, row).locator == wanted:
                return [row, *self._below(row)]
        return []

    def page_text(self) -> str | None:
        """Return what a scan has read in the page itself; none where it has read nothing."""
        for row in self.page_items():
            texts = [one.text for one in texts_of(self.layout, self.index, row.id)]
            if texts:
                return "\n".join(texts)[:MAX_TEXT]
        return None

    def rendered_text(self) -> str | None:
        """Return the text that a browser showed; none where the page was not rendered."""
        row = self.part(TEXT_NAME)
        return None if row is None else self.read(row, 4 * MAX_TEXT).decode("utf-8", "replace")

    def picture(self, most: int) -> bytes | None:
        """Return the screenshot; none where there is none of at most `most` bytes."""
        row = self.part(PICTURE_NAME)
        if row is None or (row.size or 0) > most:
            return None
        return self.read(row, most)

    def read(self, row: Row, most: int) -> bytes:
        """Return the first `most` bytes of an item; `TruyvetError` E301, E302."""
        content = bytearray()
        for chunk in self.layout.store.read(row.sha256 or ""):
            content += chunk[: most - len(content)]
        return bytes(content)


def _original(
    case: Case, index: Index, seq: int, page: Exchange
) -> tuple[Captured, Exchange] | None:
    """Return the capture, and the exchange in it, whose body an exchange refers to."""
    for captured in captures_of(case, index, seq=seq):
        for one in captured.record.exchanges:
            same = (one.url, one.body_sha256) == (page.revisit, page.body_sha256)
            if same and not one.revisit and one.result == "whole":
                return captured, one
    return None
