"""Comparing captures for the commands about watches: each is read once, however often it serves."""

from collections.abc import Iterator

from ..evidence.case import Case
from ..evidence.index import Index
from ..evidence.web.reading import Captured
from ..evidence.web.watching import Watched
from ..extractors.engine.aside import Aside
from ..reports.comparing import Read, compare_captures, read
from ..reports.comparison import Comparison
from .watch_pages import Page


class Comparer:
    """Compares captures of one case."""

    def __init__(
        self, case: Case, index: Index, selectors: tuple[Watched, ...], aside: Aside | None
    ) -> None:
        """`aside` compares pictures (`pictures.comparing.comparer`); none leaves that out."""
        self._case = case
        self._index = index
        self._selectors = selectors
        self._aside = aside
        self._last: Read | None = None

    def compare(self, old: Captured | None, new: Captured, *, between: int = 0) -> Comparison:
        """Return what became of the page from one capture to the other."""
        before = None if old is None else self._read(old)
        after = self._read(new)
        self._last = after
        return compare_captures(
            before, after, selectors=self._selectors, aside=self._aside, between=between
        )

    def _read(self, captured: Captured) -> Read:
        # What is new in one comparison is what the next one begins with.
        if self._last is not None and self._last.side.name == captured.name:
            return self._last
        return read(self._case, self._index, captured)

    def follow(self, page: Page, captures: list[Captured]) -> Iterator[Comparison]:
        """Yield for each of these captures of a page what became of it since the one before."""
        for captured in captures:
            old, between = page.before(captured)
            yield self.compare(old, captured, between=between)
