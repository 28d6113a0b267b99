"""Paths in time order: what is passed on can go from one end to the other.

An event (a call, a payment) can be taken at its time only, what stands (a number that is used)
as long as it holds, and always where no time is known; an event without a time cannot be put in
order and is not taken. Parts of a date reach from their beginning to their end.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..evidence.errors import TruyvetError
from ..evidence.links.relation import RELATIONS
from ..evidence.links.rows import StatementRow
from .shortest import Route
from .steps import Steps

MAX_LOOKED = 400_000
"""Links whose statements are looked at: guards memory."""
MAX_ROUTES = 2_000
"""Paths of the least length that are told apart before the most specific are chosen."""
_EVER = "~"
"""After every time: ISO 8601 is written in letters that sort before it."""

Span = tuple[str, str]
"""From when to when a link can be taken."""
_Taken = dict[int, dict[int, list[Span]]]
"""By node, where a link leads and when."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ordered:
    """The shortest paths in time order."""

    routes: tuple[Route, ...]
    """Each once; none where there is none."""
    is_cut: bool
    """Whether there are more of them."""


def span_of(statement: StatementRow, relation: str) -> Span | None:
    """Return when a statement can be taken; none where it cannot be put in order.

    What ends before it begins can not.
    """
    since = statement.since.removesuffix("Z")
    until = statement.until.removesuffix("Z")
    if RELATIONS[relation].event:
        if not since:
            return None
        until = until or since
    until += _EVER
    return (since, until) if since <= until else None


def carriers(hops: Iterable[Iterable[tuple[StatementRow, str]]]) -> list[StatementRow | None]:
    """Return for each hop of a path, of its statements and their relations, the one that carries.

    It is the one by which the end of the hop is reached first by who comes from the hop before;
    none where, and after, nothing can be taken.
    """
    found, time = list[StatementRow | None](), ""
    for hop in hops:
        best: tuple[str, tuple[int, int], StatementRow] | None = None
        for one, relation in hop:
            span = span_of(one, relation)
            if span is not None and span[1] >= time:
                taken = (max(time, span[0]), (one.seq, one.n), one)
                best = min(best or taken, taken, key=lambda told: told[:2])
        time = _EVER * 2 if best is None else best[0]
        found.append(best and best[2])
    return found


def in_time_order(steps: Steps, start: int, goal: int, *, most: int) -> Ordered:
    """Return the paths of the least number of links, none of which comes before the one before it.

    Raises `TruyvetError` E578 where more links would have to be looked at than memory bears.
    """
    arrival = {start: ""}
    frontier = {start: ""}
    taken: list[_Taken] = []
    looked = 0
    while goal not in frontier:
        if len(taken) >= most or not frontier:
            return Ordered(routes=(), is_cut=False)
        onward = _onward(steps, frontier, most=MAX_LOOKED - looked)
        looked += sum(map(len, onward.values()))
        taken.append(onward)
        frontier = _arrivals(onward, frontier, arrival)
        arrival |= frontier
    found = list[Route]()
    for route in _routes(taken, _departures(taken, goal), start):
        if len(found) == MAX_ROUTES:
            return Ordered(routes=tuple(found), is_cut=True)
        found.append(route)
    return Ordered(routes=tuple(found), is_cut=False)


def _onward(steps: Steps, frontier: dict[int, str], *, most: int) -> _Taken:
    """Return the links from these nodes with the times at which they can be taken."""
    edges = {}
    for edge in steps.edges_at(frontier):
        edges[edge.id] = edge
        if len(edges) > most:
            raise TruyvetError("E578", limit=MAX_LOOKED)
    ends = {end for one in edges.values() for end in (one.a, one.b)}
    barred = steps.hubs(ends) if steps.hub else set()
    onward: _Taken = defaultdict(lambda: defaultdict(list))
    for number, standing in steps.standing(edges).items():
        edge = edges[number]
        spans = [span for one in standing if (span := span_of(one, edge.relation)) is not None]
        for one, other in ((edge.a, edge.b), (edge.b, edge.a)):
            if spans and one in frontier and other != one and other not in barred:
                onward[one][other] += spans
    return onward


def _arrivals(onward: _Taken, frontier: dict[int, str], arrival: dict[int, str]) -> dict[int, str]:
    """Return the nodes that are reached earlier than by fewer links, and when."""
    reached: dict[int, str] = {}
    for node, others in onward.items():
        for other, spans in others.items():
            by_then = _arrive(spans, frontier[node])
            if by_then is not None and by_then < min(
                arrival.get(other, _EVER * 2), reached.get(other, _EVER * 2)
            ):
                reached[other] = by_then
    return reached


def _arrive(spans: list[Span], time: str) -> str | None:
    """Return the earliest time at which the link can have been taken by one there at `time`."""
    return min((max(time, since) for since, until in spans if until >= time), default=None)


def _departures(taken: list[_Taken], goal: int) -> list[dict[int, str]]:
    """Return by level until when one may be at a node and still come to the goal."""
    levels = [{goal: _EVER}]
    for onward in reversed(taken):
        latest: dict[int, str] = {}
        for node, others in onward.items():
            for other, spans in others.items():
                by_then = levels[0].get(other)
                if by_then is None:
                    continue
                usable = [min(until, by_then) for since, until in spans if since <= by_then]
                if usable:
                    latest[node] = max(latest.get(node, ""), max(usable))
        levels.insert(0, latest)
    return levels


def _routes(taken: list[_Taken], latest: list[dict[int, str]], start: int) -> Iterator[Route]:
    """Yield the paths; none is begun that does not come to the goal."""
    open_: list[tuple[Route, str]] = [((start,), "")]
    while open_:
        route, time = open_.pop()
        level = len(route) - 1
        if level == len(taken):
            yield route
            continue
        for other, spans in sorted(taken[level].get(route[-1], {}).items(), reverse=True):
            by_then = _arrive(spans, time)
            until = latest[level + 1].get(other)
            if until is not None and by_then is not None and by_then <= until:
                open_.append(((*route, other), by_then))
