"""Who connects suspects: through whom the shortest paths between each two of them run.

For every pair, a node between gets the share of the pair's shortest paths that pass it: the
betweenness of Freeman (1977) for a subset (Brandes 2008), which networkx calls
`betweenness_centrality_subset`, without normalisation.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from ..evidence.errors import TruyvetError
from ..evidence.links.rows import NodeRow
from ..evidence.links.view import Links
from .shortest import shortest
from .steps import Steps

MAX_SUSPECTS = 100
"""Suspects of one question: each pair is a search."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Connector:
    """A node through which suspects hang together."""

    node: NodeRow
    """The node."""
    score: float
    """Sum of its shares of the shortest paths."""
    pairs: int
    """Pairs of suspects with a shortest path through it."""
    suspects: tuple[int, ...]
    """Numbers of the suspects of those pairs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Connection:
    """How two suspects hang together."""

    one: NodeRow
    """One of them."""
    two: NodeRow
    """The other."""
    length: int | None
    """Links on the shortest path; none where there is none within the hops asked for."""
    paths: int
    """Shortest paths."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Between:
    """The answer: who connects the suspects."""

    suspects: tuple[NodeRow, ...]
    """Those that were asked about."""
    connectors: tuple[Connector, ...]
    """Who connects them, the highest score first, at most the limit."""
    count: int
    """How many do."""
    connections: tuple[Connection, ...]
    """Each pair."""


def between(
    links: Links,
    steps: Steps,
    suspects: Sequence[NodeRow],
    *,
    hops: int = 6,
    limit: int | None = 50,
) -> Between:
    """Return who connects the suspects by paths of at most `hops` links.

    Raises `TruyvetError` E579 for more than `MAX_SUSPECTS`.
    """
    if len(suspects) > MAX_SUSPECTS:
        raise TruyvetError("E579", count=len(suspects), limit=MAX_SUSPECTS)
    scores: dict[int, float] = defaultdict(float)
    pairs: dict[int, int] = defaultdict(int)
    of: dict[int, set[int]] = defaultdict(set)
    connections = []
    for one, two in combinations(suspects, 2):
        web = shortest(steps, (one.id,), (two.id,), most=hops)
        total = 0 if web is None else web.count()
        length = None if web is None else web.length
        connections.append(Connection(one=one, two=two, length=length, paths=total))
        for node, paths in () if web is None else web.through().items():
            scores[node] += paths / total
            pairs[node] += 1
            of[node] |= {one.id, two.id}
    order = sorted(scores, key=lambda node: (-round(scores[node], 9), node))
    told = order if limit is None else order[:limit]
    rows = links.nodes(told)
    connectors = (
        Connector(
            node=rows[node], score=scores[node], pairs=pairs[node], suspects=tuple(sorted(of[node]))
        )
        for node in told
    )
    return Between(
        suspects=tuple(suspects),
        connectors=tuple(connectors),
        count=len(order),
        connections=tuple(connections),
    )
