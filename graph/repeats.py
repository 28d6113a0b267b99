"""Events that several exhibits tell alike: tables that overlap, the records of both ends."""

from collections import Counter
from collections.abc import Collection, Iterable

from ..evidence.links.relation import RELATIONS
from ..evidence.links.rows import EdgeRow, StatementRow
from .steps import Steps

AT_ONCE = 2_000
"""Links whose statements are asked for in one query."""
Told = tuple[EdgeRow, StatementRow]
"""A statement, and the link it is of."""
_DAY = len("2026-03-14")


def repeated_at(steps: Steps, edges: Collection[EdgeRow]) -> Counter[int]:
    """Return how many statements of each of these links, by number, tell an event once more."""
    events = {edge.id: edge for edge in edges if RELATIONS[edge.relation].event}
    numbers, told = list(events), list[Told]()
    for start in range(0, len(numbers), AT_ONCE):
        for number, standing in steps.standing(numbers[start : start + AT_ONCE]).items():
            told += [(events[number], one) for one in standing]
    told.sort(key=lambda one: (one[1].seq, one[1].n))
    again = repeats(told)
    return Counter(row.edge for _, row in told if row.name in again)


def repeats(told: Iterable[Told]) -> dict[str, str]:
    """Return, of these statements in the ledger's order, by name, which earlier one is like it.

    Alike are ends, relation, times and sums, stated of two items; twice in one item is two events.
    A day without a time of day tells an event only together with its sum.
    """
    firsts, times = dict[tuple[object, ...], StatementRow](), Counter[tuple[object, ...]]()
    found = dict[str, str]()
    for edge, row in told:
        kind = RELATIONS[edge.relation]
        if not kind.event or not ("T" in row.since or (len(row.since) == _DAY and row.raw_sums)):
            continue
        ends = (min(edge.a, edge.b), max(edge.a, edge.b)) if kind.mutual else (edge.a, edge.b)
        event = (ends, edge.relation, row.since, row.until, row.raw_sums)
        times[event, row.item] += 1
        first = firsts.setdefault((event, times[event, row.item]), row)
        if first.item != row.item:
            found[row.name] = first.name
    return found
