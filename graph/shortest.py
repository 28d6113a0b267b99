"""All shortest paths between nodes, as one acyclic graph: bidirectional, level by level.

From both ends whole frontiers are expanded, always the one that costs less, until they meet
(Pohl 1971). The first level at which they meet holds every node half-way of some shortest path;
from there the levels are walked back. Nothing else of the case is read.
"""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from random import Random

from .stepping import Stepping

Route = tuple[int, ...]
"""Numbers of the nodes from one end to the other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Web:
    """All shortest paths between two sets of nodes."""

    levels: tuple[frozenset[int], ...]
    """Nodes by how many steps they are from the start; the first and last are the ends."""
    after: Mapping[int, frozenset[int]]
    """For each node but the last, those of the next level that it is linked with."""

    @property
    def length(self) -> int:
        """Links on each of the paths."""
        return len(self.levels) - 1

    def nodes(self) -> set[int]:
        """Return all nodes of all paths."""
        return set().union(*self.levels)

    def count(self, barred: Collection[int] = ()) -> int:
        """Return how many paths there are that pass none of these nodes between their ends."""
        ahead = self._paths_ahead(frozenset(barred) - self.levels[0] - self.levels[-1])
        return sum(ahead[node] for node in self.levels[0])

    def through(self) -> dict[int, int]:
        """Return how many paths pass each node between the ends."""
        ahead = self._paths_ahead(frozenset())
        behind = dict.fromkeys(self.levels[0], 1)
        for level in self.levels[:-1]:
            for node in level:
                for later in self.after[node]:
                    behind[later] = behind.get(later, 0) + behind[node]
        return {node: ahead[node] * behind[node] for level in self.levels[1:-1] for node in level}

    def one_of_all(self, chance: Random) -> Route:
        """Return one of the paths, each as likely as any other."""
        ahead = self._paths_ahead(frozenset())
        route, choice = list[int](), sorted(self.levels[0])
        while choice:
            node = chance.choices(choice, [ahead[one] for one in choice])[0]
            route.append(node)
            choice = sorted(self.after.get(node, ())) if len(route) < len(self.levels) else []
        return tuple(route)

    def _paths_ahead(self, barred: frozenset[int]) -> dict[int, int]:
        ahead = dict.fromkeys(self.levels[-1], 1)
        for level in reversed(self.levels[:-1]):
            for node in level:
                paths = sum(ahead[later] for later in self.after[node])
                ahead[node] = 0 if node in barred else paths
        return ahead


class _Side:
    """What was reached from one end."""

    def __init__(self, start: Collection[int]) -> None:
        self.levels = [frozenset(start)]
        self.seen = set(start)

    @property
    def frontier(self) -> frozenset[int]:
        return self.levels[-1]

    def advance(self, reached: set[int]) -> frozenset[int]:
        reached -= self.seen
        self.seen |= reached
        self.levels.append(frozenset(reached))
        return self.frontier


def shortest(
    steps: Stepping,
    starts: Collection[int],
    goals: Collection[int],
    *,
    most: int,
    barred: Collection[int] = (),
) -> Web | None:
    """Return all shortest paths from any start to any goal, of at most `most` links, or none.

    Barred nodes are passed by no path, but may be its ends.
    """
    one, two = _Side(starts), _Side(goals)
    forbidden = set(barred) - one.seen - two.seen
    meeting = one.frontier & two.frontier
    length = 0
    while not meeting:
        if length >= most or not one.frontier or not two.frontier:
            return None
        near = steps.cost(one.frontier) <= steps.cost(two.frontier)
        side, other = (one, two) if near else (two, one)
        reached = steps.reached(side.frontier)
        reached -= forbidden
        meeting = side.advance(reached) & other.seen
        length += 1
    return _walked_back(steps, one, two, meeting)


def _walked_back(steps: Stepping, one: _Side, two: _Side, meeting: frozenset[int]) -> Web:
    """Return the paths through the nodes where the two sides met."""
    after: dict[int, set[int]] = {}
    levels = [meeting]
    for earlier in reversed(one.levels[:-1]):
        before = set[int]()
        for node, found in _linked(steps, levels[0], earlier):
            after.setdefault(found, set()).add(node)
            before.add(found)
        levels.insert(0, frozenset(before))
    for later in reversed(two.levels[:-1]):
        behind = set[int]()
        for node, found in _linked(steps, levels[-1], later):
            after.setdefault(node, set()).add(found)
            behind.add(found)
        levels.append(frozenset(behind))
    held = {node: frozenset(following) for node, following in after.items()}
    return Web(levels=tuple(levels), after=held)


def _linked(
    steps: Stepping, nodes: frozenset[int], others: frozenset[int]
) -> Iterator[tuple[int, int]]:
    """Yield the linked pairs of one of `nodes` and one of `others`, from the cheaper side."""
    if steps.cost(nodes) <= steps.cost(others):
        yield from ((node, found) for node, found in steps.pairs(nodes) if found in others)
    else:
        yield from ((found, other) for other, found in steps.pairs(others) if found in nodes)


def specificity(degrees: Mapping[int, int], nodes: Collection[int]) -> float:
    """Return how unspecific it is to pass these nodes: the sum of the logarithms of their degrees.

    Somebody who is linked with thousands says little of two that are linked with him.
    """
    return math.fsum(math.log(max(degrees.get(node, 1), 1)) for node in nodes)


def ranked(
    web: Web, weighing: Mapping[int, float], *, passing_starts: bool = False
) -> Iterator[Route]:
    """Yield the paths, those of the least weight first; of equal ones that of smaller numbers.

    What the nodes between the ends weigh is added up; `passing_starts` counts the first nodes too:
    something lies before them.
    """
    goals = web.levels[-1]
    weights = {node: 0.0 if node in goals else weighing.get(node, 0.0) for node in web.nodes()}
    ahead = _least_ahead(web, weights)
    heap: list[tuple[float, Route, float]] = []
    for start in sorted(web.levels[0]):
        passed = weights[start] if passing_starts else 0.0
        heappush(heap, (round(passed + ahead[start], 9), (start,), passed))
    while heap:
        _, route, passed = heappop(heap)
        if len(route) == len(web.levels):
            yield route
            continue
        for later in web.after[route[-1]]:
            by_then = passed + weights[later]
            heappush(heap, (round(by_then + ahead[later], 9), (*route, later), by_then))


def _least_ahead(web: Web, weights: Mapping[int, float]) -> dict[int, float]:
    """Return for each node the least that must still be passed to a goal."""
    ahead = dict.fromkeys(web.levels[-1], 0.0)
    for level in reversed(web.levels[:-1]):
        for node in level:
            ahead[node] = min(weights[later] + ahead[later] for later in web.after[node])
    return ahead


def routes(
    steps: Stepping, start: int, goal: int, *, most: int, web: Web | None = None
) -> Iterator[Route]:
    """Yield the simple paths in the order of their length, then of their weight (Yen 1971).

    `web` are the shortest ones where they are known. Each longer path costs a search from every
    node of the one before.
    """
    web = web or shortest(steps, (start,), (goal,), most=most)
    if web is None:
        return
    found: list[Route] = []
    for route in ranked(web, steps.weights(web.nodes())):
        found.append(route)
        yield route
    detours: list[tuple[int, float, Route]] = []
    known, looked = set(found), 0
    while True:
        for route in found[looked:]:
            for detour in _detours(steps, route, found, goal, most):
                if detour not in known:
                    known.add(detour)
                    inner = detour[1:-1]
                    cost = round(math.fsum(steps.weights(inner).values()), 9)
                    heappush(detours, (len(detour), cost, detour))
        looked = len(found)
        if not detours:
            return
        found.append(heappop(detours)[2])
        yield found[-1]


def _detours(
    steps: Stepping, route: Route, found: Collection[Route], goal: int, most: int
) -> Iterator[Route]:
    """Yield the best path that leaves `route` at each of its nodes where no path found did."""
    for at in range(len(route) - 1):
        prefix = route[: at + 1]
        taken = {other[at + 1] for other in found if other[: at + 1] == prefix}
        onward = steps.reached((route[at],)) - taken - set(prefix)
        web = shortest(steps, onward, (goal,), most=most - at - 1, barred=prefix)
        if web is not None:
            weights = steps.weights(web.nodes())
            yield prefix + next(ranked(web, weights, passing_starts=True))
