"""The collectors there are: one row for each module; others add theirs as entry points.

An installed package adds a collector with an entry point in the group `truyvet.collectors` that
names such a module. Only the collector that is asked for is imported.
"""

from importlib import import_module, metadata
from typing import Protocol, cast

from ..evidence.errors import TruyvetError
from .handle import CaptureFunction

GROUP = "truyvet.collectors"
COLLECTORS = {"files": ".files"}


class Collector(Protocol):
    """What a collector's module offers to the readers."""

    NAME: str
    """The word that entries bear."""
    capture: CaptureFunction
    """Meets what a handle points at."""


def collector(name: str) -> Collector:
    """Return the collector of this name; `TruyvetError` E505 when there is none."""
    if name in COLLECTORS:
        return cast("Collector", import_module(COLLECTORS[name], __package__))
    for point in metadata.entry_points(group=GROUP, name=name):
        return cast("Collector", point.load())
    raise TruyvetError("E505", name=name, known=", ".join(sorted(COLLECTORS)))
