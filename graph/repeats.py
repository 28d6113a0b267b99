"""Events that are told more than once: by tables that overlap, or by the records of both ends."""

from collections import Counter
from collections.abc import Collection, Iterable

from ..evidence.links.relation import RELATIONS
from ..evidence.links.rows import EdgeRow, StatementRow
from .steps import Steps

AT_ONCE = 2_000
"""Links whose statements are asked for in one query."""
Told = tuple[EdgeRow, StatementRow]
"""A statement, and the link it is of."""


def repeated_at(steps: Steps, edges: Collection[EdgeRow]) -> Counter[int]:
    """Return how many statements of each of these links, by number, tell an event once more."""
    events = {edge.id: edge for edge in edges if RELATIONS[edge.relation].event and edge.count > 1}
    numbers, found = list(events), Counter[int]()
    for start in range(0, len(numbers), AT_ONCE):
        for number, standing in steps.standing(numbers[start : start + AT_ONCE]).items():
            found[number] = len(repeats((events[number], told) for told in standing))
    return found


def repeats(told: Iterable[Told]) -> dict[str, str]:
    """Return, of these statements in the ledger's order, by name, which earlier one tells the same.

    The same are ends, relation, times and sums, stated of two items; twice in one item is two
    events. A day without a time of day tells an event only together with its sum.
    """
    firsts, times = dict[tuple[object, ...], StatementRow](), Counter[tuple[object, ...]]()
    found = dict[str, str]()
    for edge, row in told:
        if not RELATIONS[edge.relation].event or not ("T" in row.since or row.raw_sums):
            continue
        event = (edge.a, edge.relation, edge.b, row.since, row.until, row.raw_sums)
        times[event, row.item] += 1
        first = firsts.setdefault((event, times[event, row.item]), row)
        if first.item != row.item:
            found[row.name] = first.name
    return found
