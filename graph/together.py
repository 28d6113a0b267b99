"""Standing together: two that are mentioned in one item, as a link computed when it is asked for.

It is never stored (n mentions in an item would be n² links) and proves little: a list of a
thousand numbers links none of them. Items that mention more than `CROWD` are passed over and
counted. Where it counts, items themselves are no nodes.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from ..evidence.links.rows import EdgeRow, Lens, StatementRow
from ..evidence.links.view import Links
from .steps import Steps

CROWD = 200
"""Mentions in an item above which it links none of them."""


class TogetherSteps(Steps):
    """The links of a case, with those of standing together instead of mentions."""

    def __init__(
        self, links: Links, lens: Lens, *, hub: int = 0, ends: Collection[int] = ()
    ) -> None:
        """Take what is linked from `links`, as `Steps` does."""
        narrowed = lens.relations - {"mentioned_with"}
        super().__init__(
            links, replace(lens, mentions=False, relations=narrowed), hub=hub, ends=ends
        )
        self._only = bool(lens.relations) and not narrowed
        self._mentions = replace(lens, mentions=True, relations=frozenset({"mentioned_in"}))
        self._made: dict[tuple[int, int], int] = {}
        self._behind: dict[int, frozenset[int]] = {}
        self.crowded: set[int] = set()
        """Items that were passed over."""

    def _reached(self, ids: Collection[int]) -> set[int]:
        found = {end for edge in self._shared(ids) for end in (edge.a, edge.b)}
        return found if self._only else found | super()._reached(ids)

    def pairs(self, ids: Collection[int]) -> Iterator[tuple[int, int]]:
        """Yield (one of these, a node it is linked with), once for each link between them."""
        if not self._only:
            yield from super().pairs(ids)
        asked = set(ids)
        for edge in self._shared(asked):
            if edge.a in asked:
                yield edge.a, edge.b
            if edge.b in asked:
                yield edge.b, edge.a

    def tally(self, ids: Collection[int]) -> Counter[int]:
        """Return how many links each node has with these."""
        return Counter(other for _, other in self.pairs(ids))

    def edges_of(self, pairs: Iterable[tuple[int, int]]) -> Iterator[EdgeRow]:
        """Yield all edges between the two of each of these pairs, those made here last."""
        asked = list(pairs)
        wanted = {frozenset(pair) for pair in asked}
        if not self._only:
            yield from super().edges_of(asked)
        shared = self._shared(set().union(*wanted))
        yield from (edge for edge in shared if {edge.a, edge.b} in wanted)

    def cost(self, ids: Collection[int]) -> int:
        """Return about how many links a step from these looks at."""
        return super().cost(ids) * 4

    def edges_at(self, ids: Collection[int]) -> Iterator[EdgeRow]:
        """Yield all edges that begin or end at one of these, those of standing together last."""
        if not self._only:
            yield from super().edges_at(ids)
        yield from self._shared(ids)

    def edges_between(self, ids: Collection[int]) -> Iterator[EdgeRow]:
        """Yield all edges both ends of which are among these, likewise."""
        if not self._only:
            yield from super().edges_between(ids)
        asked = set(ids)
        yield from (edge for edge in self._shared(asked) if {edge.a, edge.b} <= asked)

    def stated_of(self, edges: Collection[EdgeRow]) -> dict[int, set[int]]:
        """Return for each of these edges its nodes; of standing together, those mentioned."""
        found = super().stated_of([edge for edge in edges if edge.id >= 0])
        for edge in edges:
            if edge.id < 0:
                behind = list(self.links.edges(self._behind[edge.id], self._mentions))
                found[edge.id] = set().union(*super().stated_of(behind).values())
        return found

    def standing(self, edges: Collection[int]) -> dict[int, list[StatementRow]]:
        """Return the statements of these edges; of standing together, the mentions behind it."""
        found = super().standing([edge for edge in edges if edge >= 0])
        for edge in edges:
            if edge < 0:
                found[edge] = list(self.links.statements(self._behind[edge], self._mentions))
        return found

    def _shared(self, ids: Collection[int]) -> list[EdgeRow]:
        """Return the links of standing together that one of these has, by their ends."""
        asked = set(ids)
        items = {edge.b for edge in self.links.edges_at(asked, self._mentions) if edge.a in asked}
        inside: dict[int, dict[int, list[EdgeRow]]] = defaultdict(lambda: defaultdict(list))
        for edge in self.links.edges_at(items, self._mentions):
            if edge.b in items:
                inside[edge.b][edge.a].append(edge)
        found: dict[tuple[int, int], list[EdgeRow]] = defaultdict(list)
        for item, mentioned in inside.items():
            if len(mentioned) > CROWD:
                self.crowded.add(item)
                continue
            for one, two in combinations(sorted(mentioned), 2):
                if one in asked or two in asked:
                    found[one, two] += mentioned[one] + mentioned[two]
        return [self._edge(pair, found[pair]) for pair in sorted(found)]

    def _edge(self, pair: tuple[int, int], mentions: list[EdgeRow]) -> EdgeRow:
        """Return a link of standing together; its number is negative and of this answer only."""
        number = self._made.setdefault(pair, -1 - len(self._made))
        self._behind[number] = frozenset(edge.id for edge in mentions)
        return EdgeRow(
            id=number,
            a=pair[0],
            b=pair[1],
            relation="mentioned_with",
            count=len({edge.b for edge in mentions}),
            first=min((edge.first for edge in mentions if edge.first), default=""),
            last=max((edge.last for edge in mentions), default=""),
        )
