"""The collectors there are: one row for each module; others add theirs as entry points.

An installed package adds a collector with an entry point in the group `truyvet.collectors` that
names such a module. Only the collector that is asked for is imported.
"""

from importlib import import_module, metadata
from typing import Protocol, cast

from ..evidence.errors import TruyvetError
from .handle import CaptureFunction

GROUP = "truyvet.collectors"
COLLECTORS = {"files": ".files", "table": ".tables", "warc": ".warc", "web": ".web"}


class Collector(Protocol):
    """What every collector's module offers; besides, it has `capture` or `collect`.

    `capture(handle, n)` makes one item of one handle, in a reader process (`OneByOne`).
    `collect(order, place)` makes many items of what is ordered, in the process that records them.
    """

    NAME: str
    """The word that entries bear."""


class OneByOne(Collector, Protocol):
    """A collector that makes one item of one handle."""

    capture: CaptureFunction
    """Meets what a handle points at."""


def collector(name: str) -> Collector:
    """Return the collector of this name; `TruyvetError` E505 when there is none."""
    if name in COLLECTORS:
        return cast("Collector", import_module(COLLECTORS[name], __package__))
    for point in metadata.entry_points(group=GROUP, name=name):
        return cast("Collector", point.load())
    raise TruyvetError("E505", name=name, known=", ".join(sorted(COLLECTORS)))


def one_by_one(name: str) -> OneByOne:
    """Return the collector of this name, one that captures handle by handle (E505)."""
    found = collector(name)
    if not hasattr(found, "capture"):
        raise TruyvetError("E505", name=name, known=", ".join(sorted(COLLECTORS)))
    return cast("OneByOne", found)
