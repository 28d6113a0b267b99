"""What a browser made of a page: a value between the browser and whoever writes it down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

import msgspec

from ...evidence.web.capture import Exchange, Rendering
from ..wire.exchange import Fetched
from .lines import let_go
from .shelf import Shelf

PARTS = (
    "screenshot.png", "page.pdf", "page.mhtml", "dom.html", "text.txt", "console.jsonl",
    "network.jsonl",
)  # fmt: skip
"""Names of the parts of a rendering, in the order they are written down; any may be missing."""


USED_UP = "the bytes that this collection may receive are used up"
"""Why a page is shown no further."""
PAGE_SECONDS = 180.0
"""How long a page may take in all, with its frames and workers.

A hostile one makes every step wait as long as it may; an honest one that is slow in loading and
never quiet is through with scrolling after two minutes, and its picture is still to be taken.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How long and how far a page is followed; where one is met, `Rendering.error` says so."""

    load: float = 60.0
    """Seconds until the load event."""
    settle: float = 15.0
    """Seconds that are waited for the network to be quiet, each time."""
    quiet: float = 1.0
    """Seconds without a request under way that count as quiet."""
    scroll: float = 30.0
    """Seconds spent with scrolling."""
    answer: float = 20.0
    """Seconds for one answer of the page; an archive or a print gets three times that."""
    height: int = 16_384
    """Height of the picture in CSS pixels: what Chromium paints in one piece."""
    width: int = 4_096
    """Its width."""
    part: int = 256 << 20
    """Bytes of one part."""
    page: float = PAGE_SECONDS
    """Seconds for all of it; then it is left, with what was taken down until then."""


@dataclass(kw_only=True, slots=True)
class Rendered:
    """One page as a browser showed it. `close` lets go of all bytes."""

    rendering: Rendering
    """Facts; exchanges, connections and names are set by whoever writes `rendered.warc`."""
    parts: Mapping[str, BinaryIO]
    """Name (of `PARTS`) to a temporary file at position 0; what could not be had is missing."""
    fetched: list[Fetched]
    """What the browser loaded over the recording proxy, in the order it was begun."""
    shelf: Shelf
    """Where the bytes of `fetched` are."""
    document: Exchange | None = None
    """The exchange that brought the page itself, after redirects; none where there is none."""
    closed: bool = field(default=False)
    """Whether the bytes are gone."""

    def compared(self, plain: Exchange | None, url: str) -> Rendering:
        """Return the rendering with `differs` set against the plain load.

        `plain` is that load's exchange of the page itself, after redirects; `url` where it ended.
        """
        return msgspec.structs.replace(
            self.rendering, differs=differences(self.document, plain, self.rendering.final_url, url)
        )

    def close(self) -> None:
        """Let go of all bytes."""
        self.closed = True
        for part in self.parts.values():
            let_go(part)
        self.drop_fetched()

    def drop_fetched(self) -> None:
        """Let go of the bytes of what was loaded, once they are written down."""
        for fetched in self.fetched:
            fetched.close()
        self.shelf.close()


def differences(
    document: Exchange | None, plain: Exchange | None, final: str, url: str
) -> tuple[str, ...]:
    """Return in what two loads of a page differ: `document`, `status`, `address`.

    A load that brought nothing differs in everything that the other one has.
    """
    found = []
    if (document and document.body_sha256) != (plain and plain.body_sha256):
        found.append("document")
    if (document and document.status) != (plain and plain.status):
        found.append("status")
    if final.partition("#")[0] != url.partition("#")[0]:
        found.append("address")
    return tuple(found)
