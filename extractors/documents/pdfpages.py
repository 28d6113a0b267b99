"""The text of a PDF's pages, and the pictures of pages that have none.

Text comes in the order of the page's content, as pypdf reads it. The work is bounded by a count
of operators over all pages, so that the same file is always read as far.
"""

from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import LimitReachedError

from ..interface import ItemView
from .findings import Finding, Seen, Trouble, Words
from .pdffile import DAMAGE, Exhausted, bounded, opened, trouble, unlock

MAX_OPERATORS = 4_000_000
"""Operators that are followed in one file, 17 µs each: a book of 1,000 pages has a million."""
_PAGE_TOO_LARGE = 500_000  # operators that a page costs which passes a limit of pypdf
MAX_TEXT = 4 << 20
"""Characters of one page."""
MAX_PICTURES = 20
"""Pictures of one page that are given out: a scanned page is one, or a few strips."""


class Budget:
    """Counts operators over all pages of a file."""

    def __init__(self) -> None:
        self._left = MAX_OPERATORS

    def __call__(self, *_: Any) -> None:
        """Take one operator; `Exhausted` when there were too many."""
        if not self.spare(1):
            raise Exhausted(f"more than {MAX_OPERATORS} operators")

    def spare(self, count: int) -> bool:
        """Take operators; tell whether there were as many left."""
        self._left -= count
        return self._left >= 0


def read(reader: PdfReader) -> Iterator[Finding]:
    """Yield the number of pages and the text of each."""
    try:
        count = len(reader.pages)
    except DAMAGE as error:
        yield trouble(error, "pdf:pages")
        return
    yield Seen(kind="document-property", step="pdf:pages", raw=str(count), facts={"name": "pages"})
    budget = Budget()
    for number in range(1, count + 1):
        here = f"pdf:page/{number}"
        try:
            text = page_text(reader.pages[number - 1], budget)
        except Exhausted as error:
            yield trouble(error, here)
            return
        except DAMAGE as error:
            yield trouble(error, here)
            if isinstance(error, LimitReachedError) and not budget.spare(_PAGE_TOO_LARGE):
                yield Trouble(code="partial", why="too many pages that pass a limit")
                return
            continue
        yield Words(step=here, text=text)


def page_text(page: PageObject, budget: Budget) -> str:
    """Return the text of a page, one of `DAMAGE` where it cannot be read."""
    return page.extract_text(visitor_operand_before=budget)[:MAX_TEXT]


def page_images(view: ItemView) -> Iterator[tuple[str, bytes]]:
    """Yield (step, picture) of pages without text: `pdf:page/3/image/0`, a picture file's bytes.

    Which pages have text is known from `view.texts`, so `pdf` comes before whoever asks. What
    cannot be read is left out: `pdf` has named it.
    """
    with bounded():
        try:
            reader = opened(view.open(), view.facts.size)
            if reader.is_encrypted and unlock(reader, view.settings.passwords) is None:
                return
            count = len(reader.pages)
        except DAMAGE:
            return
        known = {line.locator for line in view.texts}
        for number in range(1, count + 1):
            if (f"pdf:page/{number}",) not in known:
                yield from _pictures(reader, number)


def _pictures(reader: PdfReader, number: int) -> Iterator[tuple[str, bytes]]:
    try:
        keys = reader.pages[number - 1].images.keys()[:MAX_PICTURES]
    except DAMAGE:
        return
    for n in range(len(keys)):
        try:
            yield f"pdf:page/{number}/image/{n}", picture(reader, number, n)
        except (*DAMAGE, SyntaxError):  # pillow's word for a broken picture
            continue


def picture(reader: PdfReader, number: int, n: int) -> bytes:
    """Return a picture of a page as the bytes of a picture file."""
    page = reader.pages[number - 1]
    keys = page.images.keys()
    return bytes(page.images[keys[n]].data)


def resolve(reader: PdfReader, number: int, n: int | None) -> bytes:
    """Return a page's text or one of its pictures; LookupError where there is none."""
    if not 1 <= number <= len(reader.pages):
        raise LookupError(f"no page {number}")
    try:
        if n is None:
            page = reader.pages[number - 1]
            text = page_text(page, Budget())
            return text.encode("utf-8", "replace")
        return picture(reader, number, n)
    except (*DAMAGE, SyntaxError) as error:
        raise LookupError(f"page {number} cannot be read") from error
