"""The ego: whom and what a node is linked with, hop by hop, the strongest links first.

Everything within reach is counted; what is told, and drawn, are the strongest: of the first hop
those of most statements, further out those that hang on most of the nodes told before.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..evidence.links.rows import EdgeRow, NodeRow
from ..evidence.links.view import Links
from .steps import Steps


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbour:
    """A node within reach."""

    node: NodeRow
    """The node."""
    hop: int
    """How many links from the middle it is."""
    edges: tuple[EdgeRow, ...]
    """Its links with the nodes told one hop nearer, those of most statements first."""
    count: int
    """Statements of those links."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ego:
    """A node and what is around it."""

    middle: NodeRow
    """The node."""
    reached: tuple[int, ...]
    """How many nodes are one hop away, two hops …"""
    told: tuple[Neighbour, ...]
    """The strongest of them, by hop."""
    edges: tuple[EdgeRow, ...]
    """All links among the middle and the nodes told."""

    def ids(self) -> list[int]:
        """Return the numbers of all nodes told, the middle first."""
        return [self.middle.id, *(one.node.id for one in self.told)]


def ego_of(
    links: Links, steps: Steps, middle: NodeRow, *, hops: int = 1, limit: int | None = 50
) -> Ego:
    """Return what is within `hops` links; of each hop the `limit` strongest, none for all."""
    seen, frontier, inner = {middle.id}, {middle.id}, [middle.id]
    reached, chosen = list[int](), list[tuple[int, int]]()
    for hop in range(1, hops + 1):
        frontier = steps.reached(frontier) - seen
        seen |= frontier
        reached.append(len(frontier))
        inner = _strongest(steps, inner, frontier, limit, counted=hop == 1)
        chosen += [(node, hop) for node in inner]
        if not frontier:
            break
    ids = [middle.id, *(node for node, _ in chosen)]
    edges = tuple(steps.edges_between(ids))
    rows = links.nodes(ids)
    told = tuple(_neighbours(rows, middle.id, chosen, edges))
    return Ego(middle=rows[middle.id], reached=tuple(reached), told=told, edges=edges)


def _strongest(
    steps: Steps, inner: list[int], frontier: set[int], limit: int | None, *, counted: bool
) -> list[int]:
    """Return the nodes of a hop to be told, the strongest first."""
    strength: Counter[int] = Counter()
    if counted:
        (middle,) = inner
        for edge in steps.edges_at(inner):
            strength[edge.b if edge.a == middle else edge.a] += edge.count
    else:
        strength = steps.tally(inner)
    within = {node: count for node, count in strength.items() if node in frontier}
    if limit is None:
        within |= dict.fromkeys(frontier - within.keys(), 0)
    order = sorted(within, key=lambda node: (-within[node], node))
    return order if limit is None else order[:limit]


def _neighbours(
    rows: dict[int, NodeRow],
    middle: int,
    chosen: Iterable[tuple[int, int]],
    edges: Iterable[EdgeRow],
) -> Iterator[Neighbour]:
    hop_of = dict(chosen) | {middle: 0}
    inward: dict[int, list[EdgeRow]] = defaultdict(list)
    for edge in edges:
        for one, other in ((edge.a, edge.b), (edge.b, edge.a)):
            if hop_of[other] == hop_of[one] - 1:
                inward[one].append(edge)
    for node, hop in hop_of.items():
        if node != middle:
            held = sorted(inward[node], key=lambda edge: (-edge.count, edge.id))
            count = sum(edge.count for edge in held)
            yield Neighbour(node=rows[node], hop=hop, edges=tuple(held), count=count)
