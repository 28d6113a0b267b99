"""Paths: by which links two nodes hang together, each with the statements it rests on.

Shorter paths come first, of equal ones those that pass fewer items (to stand in one item is less
than a statement), then the more specific: through nodes of few links. Those of very many (hubs: a
hotline, a mail provider) prove little; they are named with the number of paths that run through
them, and can be barred.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise, permutations
from typing import TYPE_CHECKING

from ..evidence.links.identity import Decision
from ..evidence.links.rows import EdgeRow, Lens, NodeRow, StatementRow
from ..evidence.links.view import Links
from .merged import Merged
from .model import MAX_EVIDENCE
from .shortest import Route, Web, routes, shortest, specificity
from .steps import Steps
from .timeorder import Ordered, carriers, in_time_order
from .together import TogetherSteps

if TYPE_CHECKING:
    from .snapshot import Snapshot

HOPS = 8
"""Links on the longest path that is looked for, unless told otherwise."""
HUB = 500
"""Links above which a node is a hub, unless told otherwise."""
MAX_HUBS = 10
"""Hubs that an answer names; it tells how many there are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """How paths are looked for."""

    lens: Lens
    """Which statements count."""
    paths: int = 5
    """Paths that are told."""
    hops: int = HOPS
    """Links on the longest one that is looked for."""
    hub: int = HUB
    """Links above which a node is a hub."""
    avoid_hubs: bool = False
    """Whether no path may pass a hub."""
    in_time_order: bool = False
    """Whether no link may come before the one before it."""
    together: bool = False
    """Whether standing in one item is a link, instead of the item being a node."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hop:
    """A step of a path."""

    start: NodeRow
    """From here."""
    end: NodeRow
    """To there."""
    edges: tuple[EdgeRow, ...]
    """All links between the two, in either direction."""
    statements: tuple[StatementRow, ...]
    """The first `MAX_EVIDENCE` statements of each of the links, oldest first.

    In time order the one that carries comes before them.
    """
    count: int
    """Statements they rest on altogether."""
    carrier: StatementRow | None = None
    """In time order: the statement by which the path goes on; it is not before the one of the hop
    before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Path:
    """One way from one end to the other."""

    nodes: tuple[NodeRow, ...]
    """From end to end."""
    hops: tuple[Hop, ...]
    """What leads from each to the next."""
    specificity: float
    """Sum of the logarithms of the degrees of the nodes it passes: less is more specific."""
    decisions: tuple[tuple[Decision, ...], ...] = ()
    """For each node the decisions by which it is one, as far as the links on both sides need it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Passed:
    """A hub, and the shortest paths through it."""

    node: NodeRow
    """The hub."""
    paths: int
    """How many."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Survival:
    """What becomes of a link without an exhibit."""

    with_it: int | None
    """Links on the shortest path with it; none where there is no path, 0 where both are one."""
    without: int | None
    """Without it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paths:
    """The answer: by which links two nodes hang together."""

    start: NodeRow
    """One end."""
    goal: NodeRow
    """The other."""
    question: Question
    """What was asked."""
    found: tuple[Path, ...]
    """The paths, shortest and most specific first."""
    shortest: int
    """How many paths of the least length there are; 0 where there is none."""
    is_cut: bool
    """Whether there are paths of the least length that were not even counted."""
    hubs: tuple[Passed, ...]
    """Hubs on shortest paths, those of most paths first, at most `MAX_HUBS`."""
    hub_count: int
    """How many hubs are on shortest paths."""
    hidden: int
    """Shortest paths that are not told because they pass a hub."""
    hidden_length: int | None
    """Links on each of those; none where nothing is hidden."""
    survival: Survival | None
    """What becomes of it without the exhibits that the lens leaves out."""
    left_out: tuple[Decision, ...] = ()
    """Decisions that do not count, as what they rest on lies in these exhibits alone."""


def find_paths(
    links: Links,
    start: NodeRow,
    goal: NodeRow,
    question: Question,
    snapshot: "Snapshot | None" = None,
) -> Paths:
    """Return the paths between two nodes.

    `snapshot` answers faster where the lens asks for no single statements. Raises `TruyvetError`
    E578 where a path in time order would have to look at too much.
    """
    ends = (start.id, goal.id)
    steps = _steps(links, question, snapshot)
    every = _least(steps, ends, question)
    hubs = _hubs(links, every, question)
    barred = question.avoid_hubs and bool(hubs)
    told = every
    if barred:
        steps = _steps(links, question, snapshot, hub=question.hub, ends=ends)
        told = _least(steps, ends, question)
    chosen = list(islice(told.routes(steps, ends, question), question.paths))
    ranked_hubs = sorted(hubs.items(), key=lambda pair: (-pair[1], pair[0]))
    rows = links.nodes({one for one, _ in ranked_hubs[:MAX_HUBS]})
    survival = None
    if question.lens.without:
        before = _length_with(links, question, ends, snapshot)
        survival = Survival(with_it=before, without=every.length)
    return Paths(
        start=start,
        goal=goal,
        question=question,
        found=tuple(_told(links, steps, chosen, question)),
        shortest=told.count,
        is_cut=told.is_cut,
        hubs=tuple(Passed(node=rows[one], paths=count) for one, count in ranked_hubs[:MAX_HUBS]),
        hub_count=len(hubs),
        hidden=every.count - (told.count if told.length == every.length else 0) if barred else 0,
        hidden_length=every.length if barred else None,
        survival=survival,
        left_out=tuple(links.left_out(question.lens)),
    )


class _Least:
    """The paths of the least length, in one of two ways of looking for them."""

    def __init__(self, web: Web | None, ordered: Ordered | None) -> None:
        self.web = web
        self.ordered = ordered
        self.is_cut = ordered is not None and ordered.is_cut
        if ordered is not None:
            self.count = len(ordered.routes)
            self.length = len(ordered.routes[0]) - 1 if ordered.routes else None
        else:
            self.count = 0 if web is None else web.count()
            self.length = None if web is None else web.length

    def passed(self) -> dict[int, int]:
        """Return how many of the paths pass each node between the ends."""
        if self.ordered is not None:
            return Counter(node for route in self.ordered.routes for node in route[1:-1])
        return {} if self.web is None else self.web.through()

    def routes(self, steps: Steps, ends: tuple[int, int], question: Question) -> Iterator[Route]:
        """Yield the paths in the order in which they are told, then longer ones if there are."""
        if self.ordered is not None:
            inner = {node for route in self.ordered.routes for node in route[1:-1]}
            weights = steps.weights(inner)
            yield from sorted(
                self.ordered.routes,
                key=lambda route: (sum(weights[one] for one in route[1:-1]), route),
            )
        elif self.web is not None:
            yield from routes(steps, *ends, most=question.hops, web=self.web)


def _least(steps: Steps, ends: tuple[int, int], question: Question) -> _Least:
    start, goal = ends
    if question.in_time_order:
        return _Least(None, in_time_order(steps, start, goal, most=question.hops))
    return _Least(shortest(steps, (start,), (goal,), most=question.hops), None)


def _steps(
    links: Links,
    question: Question,
    snapshot: "Snapshot | None",
    *,
    hub: int = 0,
    ends: Collection[int] = (),
) -> Steps:
    if question.together:
        return TogetherSteps(links, question.lens, hub=hub, ends=ends)
    if snapshot is None or question.in_time_order:
        return Steps(links, question.lens, hub=hub, ends=ends)
    from .arrays import steps_for

    return steps_for(links, question.lens, snapshot, hub=hub, ends=ends)


def _length_with(
    links: Links, question: Question, ends: tuple[int, int], snapshot: "Snapshot | None"
) -> int | None:
    """Return how long the shortest path is with the exhibits that are left out."""
    whole = replace(question, lens=replace(question.lens, without=frozenset()))
    if not links.left_out(question.lens):
        return _least(_steps(links, whole, snapshot), ends, whole).length
    # With them, more nodes are one.
    links.identify_by(whole.lens)
    try:
        one, two = (links.root(end) for end in ends)
        return 0 if one == two else _least(_steps(links, whole, None), (one, two), whole).length
    finally:
        links.identify_by(question.lens)


def _hubs(links: Links, least: _Least, question: Question) -> dict[int, int]:
    """Return the hubs that the paths pass, each with the number of paths."""
    passed = least.passed()
    degrees = links.degrees(passed)
    return {node: paths for node, paths in passed.items() if degrees[node] > question.hub}


def _told(links: Links, steps: Steps, chosen: list[Route], question: Question) -> Iterator[Path]:
    """Yield the paths with what their hops rest on."""
    nodes = {node for route in chosen for node in route}
    pairs = {frozenset(pair) for route in chosen for pair in pairwise(route)}
    between: dict[frozenset[int], list[EdgeRow]] = defaultdict(list)
    for edge in steps.edges_of((one, two) for pair in pairs for one, two in permutations(pair)):
        between[frozenset((edge.a, edge.b))].append(edge)
    standing = steps.standing([one.id for some in between.values() for one in some])
    rows, degrees, merged = links.nodes(nodes), steps.degrees(nodes), Merged(steps)
    for route in chosen:
        hops = [
            _hop(rows[one], rows[two], between[frozenset((one, two))], standing)
            for one, two in pairwise(route)
        ]
        if question.in_time_order:
            hops = _carried(hops, standing)
        path = tuple(rows[one] for one in route)
        yield Path(
            nodes=path,
            hops=tuple(hops),
            specificity=specificity(degrees, route[1:-1]),
            decisions=tuple(_resting(merged, path, hops)),
        )


def _resting(
    merged: Merged, path: Iterable[NodeRow], hops: list[Hop]
) -> Iterator[tuple[Decision, ...]]:
    """Yield for each node the decisions that the hops on both its sides rest on."""
    for place, node in enumerate(path):
        beside = hops[max(place - 1, 0) : place + 1]
        yield tuple(merged.under([node], [edge for hop in beside for edge in hop.edges]))


def _hop(
    start: NodeRow, end: NodeRow, edges: list[EdgeRow], standing: dict[int, list[StatementRow]]
) -> Hop:
    told = [one for edge in edges for one in standing.get(edge.id, [])[:MAX_EVIDENCE]]
    count = sum(len(standing.get(edge.id, [])) for edge in edges)
    return Hop(start=start, end=end, edges=tuple(edges), statements=tuple(told), count=count)


def _carried(hops: list[Hop], standing: dict[int, list[StatementRow]]) -> list[Hop]:
    """Return hops with the statements that carry each in time order, which then come first."""
    found = carriers(
        [(one, edge.relation) for edge in hop.edges for one in standing.get(edge.id, [])]
        for hop in hops
    )
    return [
        replace(hop, carrier=one, statements=tuple(dict.fromkeys((one, *hop.statements))))
        if one is not None
        else hop
        for hop, one in zip(hops, found, strict=True)
    ]
