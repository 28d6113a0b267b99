"""On which decisions an answer rests: those by which nodes that it shows as one are one.

A node that stands for several bears links of all of them. Where a link is of another than the node
that is shown, the answer rests on the decisions between the two.
"""

from collections import deque
from collections.abc import Collection, Hashable, Iterable
from typing import TypeVar

from ..evidence.links.identity import Decision, read_decisions, settle
from ..evidence.links.rows import EdgeRow, NodeRow
from .steps import Steps

Node = TypeVar("Node", bound=Hashable)
Beside = dict[Node, list[tuple[int, Node]]]
"""For each node the entries that made it one with another, and with which."""


class Merged:
    """The decisions by which nodes are one for some steps."""

    def __init__(self, steps: Steps) -> None:
        """Take the decisions that count as of then, and without the exhibits left out."""
        self._steps = steps
        self._decisions = dict[int, Decision]()
        self._beside: Beside[int] = {}
        if not steps.roots:
            return
        links, as_of = steps.links, steps.lens.as_of
        before = links.entries_at(as_of) if as_of else None
        settled, _ = settle(read_decisions(links.database, before))
        idle = {one.seq for one in links.left_out(steps.lens)}
        self._decisions = {
            one.seq: one
            for one in settled
            if one.decision == "same"
            and one.is_live
            and one.confirms is None
            and one.seq not in idle
        }
        self._beside = beside((seq, one.a, one.b) for seq, one in self._decisions.items())

    def under(self, nodes: Iterable[NodeRow], edges: Collection[EdgeRow]) -> list[Decision]:
        """Return the decisions that these nodes with these links rest on, by entry."""
        if not self._decisions:
            return []
        roots, found = self._steps.roots, set[int]()
        borne = {one for ends in self._steps.stated_of(edges).values() for one in ends}
        for node in nodes:
            others = {one for one in borne if roots.get(one, one) == node.id}
            found.update(between(self._beside, node.id, others))
        return [self._decisions[seq] for seq in sorted(found)]


def beside(decisions: Iterable[tuple[int, Node, Node]]) -> Beside[Node]:
    """Return decisions (entry, node, node), in the order of the ledger, by their nodes."""
    found: Beside[Node] = {}
    for seq, left, right in sorted(decisions, key=lambda told: told[0]):
        found.setdefault(left, []).append((seq, right))
        found.setdefault(right, []).append((seq, left))
    return found


def between(decisions: Beside[Node], one: Node, others: Iterable[Node]) -> set[int]:
    """Return the fewest of the decisions that make each of the others `one`.

    Those that none does are left aside.
    """
    by: dict[Node, tuple[int, Node]] = {}
    waiting, seen = deque([one]), {one}
    while waiting:
        node = waiting.popleft()
        for seq, other in decisions.get(node, ()):
            if other not in seen:
                seen.add(other)
                by[other] = seq, node
                waiting.append(other)
    found = set[int]()
    for other in others:
        while other != one and other in by:
            seq, other = by[other]
            found.add(seq)
    return found
