"""What a link graph is when it leaves the case: nodes and edges as values, with their evidence.

A `Part` is held in memory: an ego, a path, the answer to a question. A `Source` yields its nodes
and edges, so that a graph of millions is written in constant memory. Order is that of the ids:
the same graph gives the same bytes in every format.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

MAX_EVIDENCE = 20
"""Pieces of evidence that an edge carries along; `count` tells how many there are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One statement that an edge rests on."""

    name: str
    """Short name, `5:12`."""
    entry: int
    """Entry of the ledger that recorded it."""
    said_by: str
    """Officer, or extractor with its version."""
    recorded: str
    """When, UTC."""
    item: str = ""
    """Short name of the item it stands in, `2.17`; empty for an officer's own statement."""
    path: str = ""
    """Path of the item."""
    sha256: str = ""
    """Hash of the item's bytes."""
    locator: tuple[str, ...] = ()
    """Where in the item."""
    raw: str = ""
    """As it stands there."""
    since: str = ""
    """When it happened, or from when it holds: UTC or a part of it."""
    until: str = ""
    """Until when it holds."""
    grade: str = ""
    """Admiralty grade."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Details: amount, currency, duration …"""


@dataclass(frozen=True, kw_only=True, slots=True)
class GraphNode:
    """Someone or something."""

    id: str
    """`kind:value`, the same in every export."""
    kind: str
    """A row of `evidence.links.node.KINDS`."""
    value: str
    """Normal form."""
    label: str
    """What people read: a name, or the value."""
    pole: str
    """Person, object, location, event: P, O, L, E."""
    degree: int = 0
    """Links it has in the whole case."""
    names: tuple[str, ...] = ()
    """Names and aliases."""
    same: tuple[str, ...] = ()
    """Ids of the nodes that were decided to be the same one."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Details: latitude, longitude, metrics …"""


@dataclass(frozen=True, kw_only=True, slots=True)
class GraphEdge:
    """A link between two nodes: all statements of one relation in one direction."""

    id: str
    """Unique in the graph."""
    source: str
    """Id of the subject's node."""
    target: str
    """Id of the object's node."""
    relation: str
    """A row of `evidence.links.relation.RELATIONS`."""
    label: str
    """How it reads."""
    count: int
    """Statements it rests on."""
    first: str = ""
    """Earliest time of them, UTC or a part of it."""
    last: str = ""
    """Latest time of them."""
    grade: str = ""
    """Best grade of them."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Sums: amount by currency …"""
    evidence: tuple[Evidence, ...] = ()
    """The first `MAX_EVIDENCE` of what it rests on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """What a graph is of."""

    title: str
    """One line for people."""
    cases: tuple[str, ...]
    """Numbers of the cases."""
    question: str
    """The command that gave it, such as `path A B`."""
    entries: int
    """Entries of the ledger that it knows."""
    as_of: str = ""
    """Only what was recorded by then; empty for all."""
    recorded: str = ""
    """UTC time of the last of those entries; empty where there is no ledger."""
    notes: tuple[str, ...] = ()
    """What it leaves out: hidden hubs, limits that were reached."""


class Source(Protocol):
    """A graph that can be read again and again, in the order of the ids."""

    @property
    def about(self) -> About:
        """What it is of."""

    def nodes(self) -> Iterator[GraphNode]:
        """Yield the nodes."""

    def edges(self) -> Iterator[GraphEdge]:
        """Yield the edges; both ends are among the nodes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A graph that is held in memory; a `Source`."""

    about: About
    """What it is of."""
    held_nodes: tuple[GraphNode, ...]
    """Its nodes, by id."""
    held_edges: tuple[GraphEdge, ...]
    """Its edges, by id."""

    def nodes(self) -> Iterator[GraphNode]:
        """Yield the nodes."""
        return iter(self.held_nodes)

    def edges(self) -> Iterator[GraphEdge]:
        """Yield the edges."""
        return iter(self.held_edges)
