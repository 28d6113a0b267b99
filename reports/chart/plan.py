"""The plan of a chart: every node with its place, every link with its bend.

Page and pictures are drawn from the same plan. Sizes tell how many links a node has in the chart.
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass

from ...evidence.errors import TruyvetError
from ...evidence.links.relation import RELATIONS
from ...graph.model import About, GraphEdge, GraphNode, Part
from .looks import FAMILY_OF, sort_of

LEAST, MOST = 6.0, 24.0
"""Pixels from the middle of a node to its rim."""
BEND = 0.22
"""How far links between the same two nodes lie apart, in parts of their length."""
MOST_BEND = 0.9
"""How far the outermost of many such links may bend."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A node and where it stands."""

    node: GraphNode
    """The node."""
    sort: str
    """Row of `looks.SORTS`."""
    links: int
    """Links it has in the chart."""
    x: float
    """Pixels from the left edge."""
    y: float
    """Pixels from the upper edge."""
    radius: float
    """Pixels from its middle to its rim."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A link and how it runs."""

    edge: GraphEdge
    """The link."""
    source: int
    """Number of the place where it begins."""
    target: int
    """Number of the place where it ends."""
    family: str
    """Row of `looks.FAMILIES`."""
    mutual: bool
    """Whether it has no direction."""
    bend: float
    """How far its middle lies to its left, in parts of its length; 0 if straight."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A whole chart."""

    about: About
    """What it is of."""
    places: tuple[Place, ...]
    """Nodes, in the order of the graph."""
    lines: tuple[Line, ...]
    """Links, in the order of the graph."""
    width: float
    """Pixels."""
    height: float
    """Pixels."""


def plan_of(part: Part) -> Plan:
    """Return the plan of a graph; raise `TruyvetError` E640 where it has no node."""
    import numpy as np

    from .crossings import covered
    from .layout import lay_out

    if not part.held_nodes:
        raise TruyvetError("E640", question=part.about.question)
    numbers = {node.id: number for number, node in enumerate(part.held_nodes)}
    ends = [(numbers[edge.source], numbers[edge.target]) for edge in part.held_edges]
    links = Counter(end for pair in ends for end in set(pair))
    radii = [_radius(links[number]) for number in range(len(numbers))]
    pairs = np.array(ends, dtype=np.int64).reshape(-1, 2)
    found = lay_out(len(numbers), pairs[:, 0], pairs[:, 1], np.array(radii))
    margin = MOST + 34.0
    places = tuple(
        Place(
            node=node, sort=sort_of(node), links=links[number], radius=round(radii[number], 2),
            x=round(float(found[number][0]) + margin, 2),
            y=round(float(found[number][1]) + margin, 2),
        )
        for number, node in enumerate(part.held_nodes)
    )  # fmt: skip
    return Plan(
        about=part.about,
        places=places,
        lines=_lines(part.held_edges, ends, covered(found, pairs, np.array(radii))),
        width=_room([place.x for place in places]),
        height=_room([place.y for place in places]),
    )


def _room(places: list[float]) -> float:
    """Return how much is needed so that there is as much beside the last node as the first."""
    return round(min(places) + max(places), 2)


def _radius(links: int) -> float:
    return min(LEAST + 2.2 * math.sqrt(links), MOST)


def _lines(
    edges: tuple[GraphEdge, ...], ends: list[tuple[int, int]], covered: set[int]
) -> tuple[Line, ...]:
    """Return the links; bent are those between the same two nodes, and those `covered`."""
    beside = defaultdict[tuple[int, int], list[int]](list)
    for number, (source, target) in enumerate(ends):
        beside[min(source, target), max(source, target)].append(number)
    bends = [0.0] * len(edges)
    for group in beside.values():
        apart = min(BEND, 2 * MOST_BEND / max(len(group) - 1, 1))
        for row, number in enumerate(group):
            side = apart * (row - (len(group) - 1) / 2)
            # Seen from the other end, left is right.
            bends[number] = side if ends[number][0] <= ends[number][1] else -side
    for number in covered:
        bends[number] = bends[number] or BEND
    return tuple(
        Line(
            edge=edge, source=source, target=target, bend=round(bends[number], 4),
            family=FAMILY_OF.get(edge.relation, "mention"),
            mutual=edge.relation in RELATIONS and RELATIONS[edge.relation].mutual,
        )
        for number, (edge, (source, target)) in enumerate(zip(edges, ends, strict=True))
    )  # fmt: skip
