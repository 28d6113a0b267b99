"""What is read from a graph file: nodes and edges with their attributes as text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from ...evidence.errors import TruyvetError

MAX_ELEMENTS = 1_000_000
"""Nodes and edges of a file that is compared; they are held in memory."""


class NotAGraph(ValueError):
    """The file is not what it should be; the text says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadEdge:
    """A link in a file."""

    id: str
    """Its id there; empty where it has none."""
    source: str
    """Id of the node it comes from."""
    target: str
    """Id of the node it goes to."""
    facts: Mapping[str, str]
    """Its attributes, `relation` among them where the file tells it."""


@dataclass(kw_only=True, slots=True)
class Drawn:
    """A graph as a file holds it."""

    nodes: dict[str, dict[str, str]] = field(default_factory=dict)
    """Attributes by the id of the node there."""
    edges: list[ReadEdge] = field(default_factory=list)
    """The links, in their order."""

    def node(self, one: str, facts: dict[str, str]) -> None:
        """Take a node; NotAGraph where it has no id or its id is taken."""
        if not one or one in self.nodes:
            raise NotAGraph(f"node id {one[:80]!r} is empty or stands twice")
        self.nodes[one] = facts
        self._check()

    def edge(self, one: str, source: str, target: str, facts: dict[str, str]) -> None:
        """Take a link; NotAGraph where an end is missing."""
        if not source or not target:
            raise NotAGraph(f"link {one[:80]!r} has no end")
        self.edges.append(ReadEdge(id=one, source=source, target=target, facts=facts))
        self._check()

    def check_ends(self) -> None:
        """Raise NotAGraph where a link ends in no node of the file."""
        for edge in self.edges:
            for end in (edge.source, edge.target):
                if end not in self.nodes:
                    raise NotAGraph(f"a link ends in {end[:80]!r}, which is no node of the file")

    def _check(self) -> None:
        if len(self.nodes) + len(self.edges) > MAX_ELEMENTS:
            raise TruyvetError("E634", path="the file", size=f"over {MAX_ELEMENTS:,} elements",
                               limit=f"{MAX_ELEMENTS:,}")  # fmt: skip


Reader = Callable[[BinaryIO], Drawn]
"""Reads a file; NotAGraph where it is none of the format."""
COLUMNS = frozenset({
    "id", "kind", "label", "normal", "pole", "degree", "names", "same", "source", "target",
    "relation", "count", "first", "last", "grade", "more", "evidence",
})  # fmt: skip
"""Names of our own attributes."""
