"""Handles: what a walk finds and a reader takes up, cheap to send between processes."""

from collections.abc import Callable
from typing import NamedTuple, Protocol, TypeAlias

from ..evidence.capture import Capture
from ..evidence.item import Problem


class Handle(NamedTuple):
    """Points at one thing of a source; plain, because millions of them are sent to readers."""

    source: int
    """Which source it belongs to, from 0."""
    path: bytes
    """Where it is, for opening it."""
    name: bytes
    """Its path below the source, as the item will bear it."""
    regular: bool
    """Whether it has bytes to read."""
    size: int
    """How many, as its folder tells."""
    problem: Problem | None = None
    """What went wrong when it was listed."""


class Listing(Protocol):
    """Knows what was taken in already."""

    def has(self, source: int, path: bytes, size: int | None, modified: int | None, /) -> bool:
        """Tell whether this path was taken in with this size and modification time (ns)."""


class Unseen:
    """The listing of a collection that begins: nothing was taken in."""

    def has(self, source: int, path: bytes, size: int | None, modified: int | None, /) -> bool:
        """Nothing was."""
        return False


CaptureFunction: TypeAlias = Callable[[Handle, int], Capture]
"""Meets what a handle points at and makes a capture with this item number."""
