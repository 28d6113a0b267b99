"""What several nodes have in common: whom and what each of them is linked with."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ..evidence.links.rows import EdgeRow, NodeRow
from ..evidence.links.view import Links
from .steps import Steps


@dataclass(frozen=True, kw_only=True, slots=True)
class Shared:
    """A node that several are linked with."""

    node: NodeRow
    """The node."""
    of: tuple[int, ...]
    """Numbers of those that are linked with it, in the order in which they were named."""
    edges: tuple[EdgeRow, ...]
    """The links."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Common:
    """The answer: what several nodes have in common."""

    asked: tuple[NodeRow, ...]
    """The nodes."""
    linked: tuple[int, ...]
    """How many nodes each of them is linked with."""
    shared: tuple[Shared, ...]
    """What is common, the most specific first, at most the limit."""
    count: int
    """How many there are."""
    direct: tuple[EdgeRow, ...]
    """Links among the nodes themselves."""


def common_of(
    links: Links,
    steps: Steps,
    asked: Sequence[NodeRow],
    *,
    least: int | None = None,
    limit: int | None = 50,
) -> Common:
    """Return the nodes that at least `least` of those asked are linked with; none for all of them.

    Those shared by more of them come first, then those of fewer links.
    """
    ids = [row.id for row in asked]
    neighbours = {one: steps.reached((one,)) - set(ids) for one in ids}
    of: dict[int, list[int]] = defaultdict(list)
    for one in ids:
        for node in neighbours[one]:
            of[node].append(one)
    found = [node for node, sharing in of.items() if len(sharing) >= (least or len(ids))]
    degrees = steps.degrees(found)
    found.sort(key=lambda node: (-len(of[node]), degrees[node], node))
    told = found if limit is None else found[:limit]
    rows, held = links.nodes(told), set(told)
    edges: dict[int, list[EdgeRow]] = defaultdict(list)
    direct = list[EdgeRow]()
    for edge in steps.edges_between([*ids, *told]):
        if edge.a in held and edge.b in neighbours:
            edges[edge.a].append(edge)
        elif edge.b in held and edge.a in neighbours:
            edges[edge.b].append(edge)
        elif edge.a in neighbours and edge.b in neighbours and edge.a != edge.b:
            direct.append(edge)
    return Common(
        asked=tuple(asked),
        linked=tuple(len(neighbours[one]) for one in ids),
        shared=tuple(
            Shared(node=rows[node], of=tuple(of[node]), edges=tuple(edges[node])) for node in told
        ),
        count=len(found),
        direct=tuple(direct),
    )
