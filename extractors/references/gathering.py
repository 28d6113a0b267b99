"""What is gathered while a page is read: references in order, each once, and never too many."""

from ...evidence.web.references import Found, Reference, Use
from .urls import Base

MAX_REFERENCES = 10_000
"""References of one page; more are a trap, and said."""
MAX_BYTES = 16 << 20
"""Characters of all references of one page."""
MAX_TEXT = 200
"""Characters of a link's words."""
MAX_TITLE = 500
"""Characters of a title."""


class Gathered:
    """References of one page, on their way."""

    def __init__(self, base: Base) -> None:
        self.base = base
        """What references are resolved against."""
        self.media = ""
        """Media type."""
        self.title = ""
        """Title."""
        self.canonical = ""
        """Address that the page calls its own."""
        self.follow = True
        """Whether links may be followed."""
        self.over = False
        """Whether there were more than are taken: reading on is useless."""
        self._seen: dict[tuple[str, Use], Reference] = {}
        self._room = MAX_BYTES
        self._problems: dict[str, None] = {}

    def add(self, text: str, use: Use, words: str = "", *, follow: bool = True) -> None:
        """Take a reference as it is written; what leads nowhere on the web is left out."""
        url = self.base.resolve(text)
        if not url or (url, use) in self._seen:
            return
        if len(self._seen) >= MAX_REFERENCES or self._room < len(url):
            self.over = True
            self.problem(f"more than {len(self._seen)} references")
            return
        self._room -= len(url) + len(words)
        self._seen[url, use] = Reference(url=url, use=use, text=words[:MAX_TEXT], follow=follow)

    def problem(self, words: str) -> None:
        """Say why this may not be all."""
        if len(self._problems) < 8:
            self._problems[words[:200]] = None

    def found(self) -> Found:
        """Return all of it."""
        return Found(
            media=self.media[:200],
            title=" ".join(self.title.split())[:MAX_TITLE],
            canonical=self.canonical,
            follow=self.follow,
            references=tuple(self._seen.values()),
            problem="; ".join(self._problems),
        )
