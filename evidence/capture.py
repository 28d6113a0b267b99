"""What a collector brings: a capture, that is the facts of one item and a stream of its bytes.

A capture that failed is a capture too, with its problem. Collectors make captures and never see
a case; the store takes the bytes.
"""

from dataclasses import dataclass
from typing import Protocol

from .item import Item, Problem


class ReadFailed(Exception):
    """The source gave an error instead of bytes; the message is the system's own reason."""


class Stream(Protocol):
    """The bytes of one item, read once, in order."""

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill `buffer` from where the last call ended; return the count, 0 at the end."""

    def problem(self) -> Problem | None:
        """Say, after the last byte was read, what was wrong with the reading."""

    def close(self) -> None:
        """Release the source."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Capture:
    """One thing of the outside world, as a collector met it."""

    item: Item
    """All that is known without reading it; `size` is what the source claims."""
    stream: Stream | None
    """Its bytes, or none where it has none or they could not be had."""
