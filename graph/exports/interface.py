"""What a writer gives back, and what every format's module offers."""

from dataclasses import dataclass
from typing import BinaryIO, Protocol

from ..model import Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What was written."""

    nodes: int
    """Nodes in the file."""
    edges: int
    """Links in the file."""
    replaced: int
    """Characters that no format can hold, each now U+FFFD."""
    notes: tuple[str, ...] = ()
    """What the format could not take, and how much of it, for people."""


class Exporter(Protocol):
    """A module of this folder."""

    NAME: str
    """The word that `--format` takes."""
    ENDING: str
    """How the names of its files end."""
    TITLE: str
    """What it is and who opens it, in a line."""

    def write(self, source: Source, target: BinaryIO) -> Written:
        """Write a graph: constant memory, and the same bytes for the same graph.

        The graph is read twice at most.
        """
