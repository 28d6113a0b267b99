"""What a page refers to, as whoever reads the page tells whoever fetches.

The reader runs confined and knows nothing of a network; the fetcher never parses a page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Use = Literal[
    "link", "image", "style", "script", "frame", "font", "media", "icon", "form", "refresh",
    "manifest", "data", "sitemap",
]  # fmt: skip
"""What a page refers to something for. `data`: what a preload or an import fetches besides."""

NEEDED: frozenset[Use] = frozenset(
    {"image", "style", "script", "frame", "font", "media", "icon", "manifest", "data"}
)
"""Uses without which a page cannot be seen again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """One reference of a page."""

    url: str
    """Absolute address, resolved against the page's base; as written otherwise."""
    use: Use
    """What for."""
    text: str = ""
    """Words of a link for people, cut at 200 characters."""
    follow: bool = True
    """Whether the page asks no machine to stay away from it (rel=nofollow)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What was found in one answer of a server."""

    media: str = ""
    """Media type by header or by content, without parameters."""
    title: str = ""
    """Title, cut at 500 characters."""
    canonical: str = ""
    """Address that the page calls its own."""
    follow: bool = True
    """Whether the page asks no machine to follow its links (meta robots)."""
    references: tuple[Reference, ...] = ()
    """In the order of the page, each (url, use) once."""
    problem: str = ""
    """Why this may not be all: damage, a limit, a reader that died."""


Finder: TypeAlias = Callable[[bytes, str], Found]
"""Reads a whole HTTP response message as it was on the wire, got from this URL. Never raises."""
