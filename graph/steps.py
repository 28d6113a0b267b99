"""Steps from a set of nodes to those they are linked with: what every search is made of.

A whole frontier is expanded by one query (never a recursive one). Where the lens looks at no
single statement, the derived table `adj` alone answers; else the edges do, with their statements.
Nodes are those that stand for all that were decided to be the same.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, product

from ..evidence.links.relation import NAMING
from ..evidence.links.rows import EdgeRow, Lens, StatementRow
from ..evidence.links.view import Links

_FRONTIER = "FROM json_each(?1) AS one CROSS JOIN adj ON adj.a = one.value"
_ITEM = 1e4
"""What passing an item weighs: more than any path's logarithms."""
_SEEKS = 4
"""Pairs of nodes that are sought in the time in which a link is read and left aside."""
_COUNT_DEGREES = 20_000
"""Nodes of a frontier whose degrees are summed; above, their number tells enough."""


class Steps:
    """The links of a case, seen through a lens."""

    def __init__(
        self, links: Links, lens: Lens, *, hub: int = 0, ends: Collection[int] = ()
    ) -> None:
        """Take what is linked from `links`; only what `lens` lets through counts.

        With `hub`, nodes of more links than that are not reached, but for the ends.
        """
        self.links = links
        self.lens = lens
        self.hub = hub
        self.ends = frozenset(ends)
        self.roots: dict[int, int] = {}
        """For each node that is one with others, the one that stands for it."""
        self._members: dict[int, list[int]] = defaultdict(list)
        for node, root in links.roots(lens).items():
            self.roots[node] = root
            self._members[root].append(node)

    def reached(self, ids: Collection[int]) -> set[int]:
        """Return all nodes that are linked with any of these."""
        found = self._reached(ids)
        return found - self.hubs(found) if self.hub else found

    def hubs(self, ids: Collection[int]) -> set[int]:
        """Return those of these nodes that have too many links and are no ends."""
        degrees = self.links.degrees(ids)
        return {one for one, degree in degrees.items() if degree > self.hub} - self.ends

    def _reached(self, ids: Collection[int]) -> set[int]:
        if not self.lens.is_open:
            return {other for _, other in self._pairs_of_edges(ids)}
        clause, values = self._relations()
        query = f"SELECT DISTINCT adj.b {_FRONTIER}{clause}"
        rows = self.links.database.execute(query, (self._asked(ids), *values))
        found = set(chain.from_iterable(rows))
        return self._as_roots(found) if self.roots else found

    def tally(self, ids: Collection[int]) -> Counter[int]:
        """Return how many links each node has with these."""
        if not self.lens.is_open or self.roots:
            return Counter(other for _, other in self.pairs(ids))
        clause, values = self._relations()
        query = f"SELECT adj.b {_FRONTIER}{clause}"
        rows = self.links.database.execute(query, (self._asked(ids), *values))
        return Counter(chain.from_iterable(rows))

    def pairs(self, ids: Collection[int]) -> Iterator[tuple[int, int]]:
        """Yield (one of these, a node it is linked with), once for each edge between them."""
        if not self.lens.is_open:
            yield from self._pairs_of_edges(ids)
            return
        clause, values = self._relations()
        query = f"SELECT adj.a, adj.b {_FRONTIER}{clause}"
        rows = self.links.database.execute(query, (self._asked(ids), *values))
        if not self.roots:
            yield from rows
            return
        for one, other in rows:
            yield self.roots.get(one, one), self.roots.get(other, other)

    def edges_at(self, ids: Collection[int]) -> Iterator[EdgeRow]:
        """Yield all edges that begin or end at one of these, in their order."""
        return self.links.edges_at(ids, self.lens)

    def edges_between(self, ids: Collection[int]) -> Iterator[EdgeRow]:
        """Yield all edges both ends of which are among these, in their order."""
        if len(ids) ** 2 > _SEEKS * self.cost(ids):
            return self.links.edges_between(ids, self.lens)
        return Steps.edges_of(self, product(ids, ids))

    def edges_of(self, pairs: Iterable[tuple[int, int]]) -> Iterator[EdgeRow]:
        """Yield all edges between the two of each of these pairs, in their order.

        Each pair is sought by itself: a hub is not asked for all its links.
        """
        both = {pair for one, two in pairs for pair in self._expanded(one, two)}
        listed = f"[{','.join(f'[{one},{two}]' for one, two in both)}]"
        found = {row[0] for table in self._tables() for row in self._seek(table, listed)}
        return self.links.edges(found, self.lens)

    def _expanded(self, one: int, two: int) -> Iterable[tuple[int, int]]:
        """Return a pair with all that its two nodes stand for."""
        ones, twos = (one, *self._members.get(one, ())), (two, *self._members.get(two, ()))
        return product(ones, twos)

    def _tables(self) -> tuple[str, ...]:
        return ("adj", "gone") if self.lens.as_of else ("adj",)

    def _seek(self, table: str, listed: str) -> Iterator[tuple[int]]:
        query = (
            f"SELECT edge FROM json_each(?) AS pair CROSS JOIN {table} AS near"  # noqa: S608
            " ON near.a = pair.value ->> 0 AND near.b = pair.value ->> 1"
        )
        return self.links.database.execute(query, (listed,))

    def stated_of(self, edges: Collection[EdgeRow]) -> dict[int, set[int]]:
        """Return for each of these edges, by number, the nodes that it is stated of: themselves."""
        numbers = json.dumps([edge.id for edge in edges])
        query = "SELECT id, a, b FROM edges WHERE id IN (SELECT value FROM json_each(?))"
        rows = self.links.database.execute(query, (numbers,))
        return {number: {one, two} for number, one, two in rows}

    def standing(self, edges: Collection[int]) -> dict[int, list[StatementRow]]:
        """Return the statements that each of these edges rests on, in the order of the ledger."""
        found = dict[int, list[StatementRow]]()
        for statement in self.links.statements(edges, self.lens):
            found.setdefault(statement.edge, []).append(statement)
        return found

    def degrees(self, ids: Collection[int]) -> dict[int, int]:
        """Return how many links each node has in the whole case, as of then if it is asked so."""
        return self.links.degrees(ids)

    def weights(self, ids: Collection[int]) -> dict[int, float]:
        """Return how little it tells that a path passes each node.

        The logarithm of its links; an item weighs more than all else together: to stand in one
        item is less than a statement.
        """
        query = (
            "SELECT nodes.id FROM json_each(?) AS one CROSS JOIN nodes ON nodes.id = one.value"
            " WHERE nodes.kind = 'item'"
        )
        items = {row[0] for row in self.links.database.execute(query, (self._asked(ids),))}
        return {
            node: math.log(max(degree, 1)) + (_ITEM if node in items else 0)
            for node, degree in self.degrees(ids).items()
        }

    def cost(self, ids: Collection[int]) -> int:
        """Return about how many links a step from these would look at."""
        if len(ids) > _COUNT_DEGREES:
            return len(ids) * 10
        query = "SELECT sum(degree) FROM main.nodes WHERE id IN (SELECT value FROM json_each(?))"
        total: int | None = self.links.database.execute(query, (self._asked(ids),)).fetchone()[0]
        return total or 0

    def _asked(self, ids: Iterable[int]) -> str:
        """Return the nodes, and all that they stand for, as SQL takes them."""
        if not self.roots:
            return json.dumps(list(ids))
        return json.dumps(list({one for of in ids for one in (of, *self._members.get(of, ()))}))

    def _as_roots(self, ids: Iterable[int]) -> set[int]:
        roots = self.roots
        return {roots.get(one, one) for one in ids}

    def _relations(self) -> tuple[str, tuple[str, ...]]:
        """Return what the query is narrowed by, and its values."""
        wanted = self.lens.relations - NAMING
        if wanted:
            marks = ",".join("?" * len(wanted))
            clause = f"edges.relation IN ({marks})"
            if not self.lens.mentions:
                clause += " AND edges.relation <> 'mentioned_in'"
        elif not self.lens.mentions:
            clause = "edges.relation <> 'mentioned_in'"
        else:
            return "", ()
        return f" JOIN edges ON edges.id = adj.edge WHERE {clause}", tuple(sorted(wanted))

    def _pairs_of_edges(self, ids: Collection[int]) -> Iterator[tuple[int, int]]:
        asked = set(ids)
        for edge in self.edges_at(asked):
            if edge.a in asked:
                yield edge.a, edge.b
            if edge.b in asked:
                yield edge.b, edge.a
