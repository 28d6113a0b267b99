"""What the second index, `links.db`, answers with; its numbers mean nothing elsewhere."""

from dataclasses import dataclass

from .node import Node


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeRow:
    """A node; where several were decided to be the same one, the one that stands for them."""

    id: int
    """Its number."""
    node: Node
    """Kind and value."""
    label: str
    """Its first name by a statement, an item's path, else its value."""
    degree: int
    """Edges it has, in and out, of all relations but names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EdgeRow:
    """All statements of one relation from one node to another."""

    id: int
    """Its number."""
    a: int
    """Number of the subject."""
    b: int
    """Number of the object."""
    relation: str
    """A row of `relation.RELATIONS`."""
    count: int
    """Statements, of those that the lens lets through where the query counts them."""
    first: str
    """Earliest time of them, UTC or a part of it; empty where none has one."""
    last: str
    """Latest time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementRow:
    """A statement, or a mention in an item."""

    edge: int
    """Edge it is part of."""
    seq: int
    """Entry that recorded it."""
    n: int
    """Number in that entry."""
    item: str
    """Id of the item it rests on; empty if none."""
    since: str
    """When it happened, or from when it holds; empty if unknown."""
    until: str
    """Until when it holds."""
    grade: str
    """Admiralty grade, or empty."""
    confidence: int
    """0 to 100."""
    recorded: str
    """UTC time of the entry."""
    ended: int
    """Entry that retracted or superseded it; 0 while it stands."""
    raw_sums: str = ""
    """Amount and currency as `1500000 VND`, duration as `640 s`; empty if neither."""
    source: str = ""
    """Extractor that made it; empty for an officer's own statement."""
    position: int = 0
    """Byte offset of its line in the list of its entry."""

    @property
    def name(self) -> str:
        """Short name, such as `5:12`."""
        return f"{self.seq}:{self.n}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Lens:
    """Which statements count; the empty one lets everything that stands through."""

    as_of: str = ""
    """Only what was recorded by this UTC time (or day: its end), and not ended by then."""
    since: str = ""
    """Only what holds or happened at or after; what has no time is let through."""
    until: str = ""
    """Only what holds or happened at or before; likewise."""
    least_grade: str = ""
    """Only statements graded so or better in both letters; what has no grade counts as F6."""
    relations: frozenset[str] = frozenset()
    """Only these relations; none for all but names."""
    without: frozenset[str] = frozenset()
    """Ids of items whose statements do not count, with those of all that lies in them."""
    mentions: bool = True
    """Whether `mentioned_in` counts."""
    decisions: bool = True
    """Whether nodes that were decided to be the same are one."""

    @property
    def is_open(self) -> bool:
        """Tell whether it needs no look at single statements."""
        return not (self.as_of or self.since or self.until or self.least_grade or self.without)
