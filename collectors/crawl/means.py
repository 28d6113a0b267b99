"""What the captures of one run share, and the limits they keep."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ...evidence.web.capture import WebCapture
from ...evidence.web.references import Finder
from ...evidence.web.settings import WebSettings
from .frontier import Page
from .known import Known
from .lines import Lines
from .pace import Pace

if TYPE_CHECKING:
    from ..browser.rendering import Browser

MAX_READ = 16 << 20
"""Bytes of one answer that are read for what it refers to."""
MAX_NEEDS = 5_000
"""Things that one page may need; a hostile page names them without end."""
MAX_FRAMES = 3
"""Frames within frames that are fetched."""
MAX_STYLES = 8
"""Stylesheets that import one another, one within the other."""
MAX_OUTLINKS = 100_000
"""Links of one page that are kept; twice what a sitemap may hold."""
MAX_ROUNDS = 3
"""Times that redirects may lead to one address: a page that sets a cookie may lead to itself."""
MAX_AHEAD = 8
"""Things of one page that are asked for at the same time; their answers wait to be written."""
IN_MEMORY = 1 << 20
"""Bytes of a capture's WARC that are held in memory; a larger one is a nameless file."""


class Stopped(Exception):
    """The run is being ended; what was begun is captured anew by the next one."""


@dataclass(kw_only=True, slots=True)
class Allowance:
    """Bytes that a collection may still receive."""

    left: int
    """How many; below 0 once the last answer was longer than that."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def spend(self, size: int) -> None:
        """Take bytes off."""
        with self._lock:
            self.left -= size


@dataclass(frozen=True, kw_only=True, slots=True)
class Means:
    """What every capture of a run works with."""

    settings: WebSettings
    """What the officer asked for."""
    lines: Lines
    """Where exchanges are made."""
    finder: Finder
    """Who reads pages."""
    known: Known
    """What the collection has."""
    pace: Pace
    """Who must be left in peace, and how long."""
    allowance: Allowance
    """Bytes that may still come."""
    stop: threading.Event
    """Set when the run is to end."""
    refuses: Callable[[str], str]
    """Why a redirect is not to be followed; an empty text where it is."""
    software: str
    """Product and version, for the WARC."""
    parts: Path
    """Folder for what is under way."""
    browser: "Browser | None" = None
    """Who shows pages, where they are shown."""


@dataclass(kw_only=True, slots=True)
class Captured:
    """A page as it was captured, before it is stored."""

    page: Page
    """What was asked for."""
    job: int
    """Number of the job."""
    capture: WebCapture
    """What is known of it; its number and its parts are set by whoever stores it."""
    code: str
    """Problem code of its items (docs/spec/case.md), or nothing."""
    files: dict[str, BinaryIO]
    """Name of each part to its bytes."""
    body: bytes = b""
    """The answer as it came, of a robots.txt."""

    def close(self) -> None:
        """Let go of the bytes."""
        for file in self.files.values():
            file.close()
