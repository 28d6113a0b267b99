"""Links: questions to the second index, which is caught up first. What leaves are plain values.

Answers follow a `Lens`. Where it takes decisions into account, nodes that were decided to be the
same one are one: numbers that go in and out are those of the nodes that stand for them.
"""

import sqlite3
from array import array
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from ..case import Case
from ..errors import INDEX_ERRORS, TruyvetError, of_sqlite_error
from ..folding import folded, marked, spaced
from ..index import Index
from .earlier import look_ahead, look_back
from .exhibits import Exhibits
from .identity import Decision, read_decisions, settle
from .lenses import Filter, hide, listed, relations_of, statements_of
from .node import Node
from .opening import opened
from .resting import resting_inside
from .rows import EdgeRow, Lens, NodeRow, StatementRow
from .schema import LINKS_NAME

_AMONG = "id IN (SELECT value FROM json_each(?1))"
_MEMBER = "id = ?1 OR id IN (SELECT node FROM same WHERE root = ?1)"
_SHOWN = "degree > 0 OR id IN (SELECT node FROM names)"
OPEN = Lens()
"""The lens that lets everything that stands through."""
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_NODE = "SELECT id, kind, value, label, degree FROM nodes"
_NEAR = "SELECT edge FROM adj WHERE a IN (SELECT value FROM json_each(?1))"
_SAME_BY_LENS = (
    "DROP TABLE IF EXISTS temp.same",
    "CREATE TEMP TABLE same (node INTEGER PRIMARY KEY, root INTEGER NOT NULL)",
    "CREATE INDEX temp.same_by_root ON same (root)",
)
"""A table that stands before the stored one for as long as the file is open."""
_ONCE_NEAR = f"{_NEAR} UNION {_NEAR.replace('adj', 'gone')}"
_SPANS = (
    "count(*) AS count, coalesce(min(nullif(s.since, '')), ''),"
    " coalesce(max(nullif(iif(s.until = '', s.since, s.until), '')), '')"
)


class Links:
    """The links of a case, open for questions; made by `Links.open`."""

    def __init__(self, case: Case, index: Index, database: sqlite3.Connection) -> None:
        self.case = case
        """The case."""
        self.index = index
        """Its index, open for reading."""
        self.database = database
        """The second index, read-only, for questions that are not provided for here."""
        self._exhibits = Exhibits(case, index)
        self._hidden = dict[frozenset[str], str]()
        self._roots_of = dict[tuple[int, frozenset[str]], dict[int, int]]()
        self._utc = dict[int, str]()
        self._sources = dict[int, str]()

    @classmethod
    @contextmanager
    def open(cls, case: Case, index: Index | None = None) -> Iterator["Links"]:
        """Give the links of a case, caught up first; `index` where it is open already.

        Raises `TruyvetError` E572 where they are behind and cannot be written, E602 where the file
        turns out to be damaged: it is removed then, and the next opening builds it anew.
        """
        if index is None:
            with case.reading() as own, cls.open(case, own) as links:
                yield links
            return
        with opened(case, index) as database:
            try:
                yield cls(case, index, database)
            except INDEX_ERRORS as error:
                told = of_sqlite_error(error, case.folder / LINKS_NAME)
                if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE:
                    with suppress(OSError):
                        (case.folder / LINKS_NAME).unlink()
                raise told from error

    # What it knows

    def head(self) -> tuple[int, str]:
        """Return (entries of the ledger that it knows, hash of the last of them)."""
        return self.index.head() or (0, "")

    def counts(self) -> tuple[int, int, int]:
        """Return how many nodes, edges and statements stand today; names are no edges."""
        named = "SELECT node FROM main.names"
        shown = f"SELECT count(*) FROM main.nodes WHERE degree > 0 OR id IN ({named})"  # noqa: S608
        links = "FROM edges WHERE count > 0 AND relation NOT IN ('named', 'alias')"
        query = f"SELECT ({shown}), count(*), ifnull(sum(count), 0) {links}"
        row = self.database.execute(query).fetchone()
        return int(row[0]), int(row[1]), int(row[2])

    def skipped(self) -> int:
        """Return how many lines should say something of links and do not."""
        return int(self.database.execute("SELECT skipped FROM state").fetchone()[0])

    def decisions(self) -> list[Decision]:
        """Return all decisions on who is who, in the order of the ledger."""
        return read_decisions(self.database)

    # Nodes

    def find(self, node: Node) -> NodeRow | None:
        """Return the row of a node, or of the one that stands for it; none where nothing has it."""
        query = "SELECT id FROM nodes WHERE value = ? AND kind = ?"
        row = self.database.execute(query, (node.value, node.kind)).fetchone()
        return None if row is None else self.node(self.root(row[0]))

    def by_value(self, value: str) -> list[NodeRow]:
        """Return the nodes of any kind with exactly this value."""
        query = "SELECT id FROM nodes WHERE value = ? ORDER BY id"
        return self._standing(self.database.execute(query, (value,)))

    def named(self, text: str) -> list[NodeRow]:
        """Return the nodes that go by a name but for marks and case, the exactly accented first.

        As of an earlier time, who bore no such name then is found by that of today.
        """
        text = spaced(text)
        exact, rows = marked(text), list[Any]()
        for names in ("names", "main.names"):
            query = f"SELECT node, name FROM {names} WHERE folded = ? ORDER BY node, edge"  # noqa: S608
            rows = rows or self.database.execute(query, (folded(text),)).fetchall()
        rows.sort(key=lambda row: marked(row[1]) != exact)
        return self._standing(rows)

    def _standing(self, rows: Iterator[tuple[int, ...]] | list[tuple[int, ...]]) -> list[NodeRow]:
        return [self.node(one) for one in dict.fromkeys(self.root(row[0]) for row in rows)]

    def node(self, id: int) -> NodeRow:  # noqa: A002 - the number is called so everywhere
        """Return the node with this number; LookupError where there is none."""
        return self.nodes([id])[id]

    def nodes(self, ids: Collection[int]) -> dict[int, NodeRow]:
        """Return the nodes with these numbers, those that are there.

        One that stands for others bears the label of the first of them that has a name, and the
        degrees of all.
        """
        query = f"{_NODE} WHERE {_AMONG}"
        found = {row[0]: _node_row(row) for row in self.database.execute(query, (listed(ids),))}
        return found | {number: self._whole(found[number]) for number in self._with_members(found)}

    def _with_members(self, ids: Collection[int]) -> list[int]:
        query = "SELECT DISTINCT root FROM same WHERE root IN (SELECT value FROM json_each(?))"
        return [row[0] for row in self.database.execute(query, (listed(ids),))]

    def _whole(self, row: NodeRow) -> NodeRow:
        """Return a node that stands for others as what all of them are together."""
        members = self.members(row.id)
        named = (one.label for one in members if one.label != one.node.value)
        label = next(named, row.label)
        return replace(row, label=label, degree=sum(one.degree for one in members))

    def members(self, root: int) -> list[NodeRow]:
        """Return the nodes that a node stands for, itself first, each by itself."""
        query = f"{_NODE} WHERE {_MEMBER} ORDER BY id"
        return [_node_row(row) for row in self.database.execute(query, (root,))]

    def root(self, id: int) -> int:  # noqa: A002
        """Return the number of the node that stands for this one: mostly itself."""
        row = self.database.execute("SELECT root FROM same WHERE node = ?", (id,)).fetchone()
        return id if row is None else int(row[0])

    def names(self, id: int) -> list[str]:  # noqa: A002
        """Return the names and aliases of a node and of those it stands for, names first."""
        query = (
            "SELECT name FROM names WHERE node = ?1 OR node IN (SELECT node FROM same"
            " WHERE root = ?1) ORDER BY relation = 'alias', edge"
        )
        rows = self.database.execute(query, (id,))
        return list(dict.fromkeys(row[0] for row in rows))

    def all_nodes(self) -> Iterator[NodeRow]:
        """Yield all nodes that have links or names, by number, each by itself."""
        query = f"{_NODE} WHERE {_SHOWN} ORDER BY id"
        return map(_node_row, self.database.execute(query))

    def degrees(self, ids: Collection[int]) -> dict[int, int]:
        """Return how many edges nodes have, in and out, with all that they stand for."""
        given = listed(ids)
        query = "SELECT id, degree FROM nodes WHERE id IN (SELECT value FROM json_each(?))"
        found: dict[int, int] = dict(self.database.execute(query, (given,)).fetchall())
        query = (
            "SELECT s.root, sum(n.degree) FROM same AS s JOIN nodes AS n ON n.id = s.node"
            " WHERE s.root IN (SELECT value FROM json_each(?)) GROUP BY s.root"
        )
        return found | dict(self.database.execute(query, (given,)).fetchall())

    # Edges and statements

    def edges_at(self, ids: Collection[int], lens: Lens = OPEN) -> Iterator[EdgeRow]:
        """Yield all edges that have an end among the nodes, by number, each once.

        An edge inside a node that stands for several has both ends there.
        """
        roots, given = self.roots(lens), listed(self._expanded(ids, lens))
        near = _ONCE_NEAR if lens.as_of else _NEAR
        return self._edges(lens, f"e.id IN ({near})", (given,), roots)

    def edges_between(self, ids: Collection[int], lens: Lens = OPEN) -> Iterator[EdgeRow]:
        """Yield all edges that have both ends among the nodes, by number."""
        roots, given = self.roots(lens), listed(self._expanded(ids, lens))
        among = "IN (SELECT value FROM json_each(?1))"
        near = _ONCE_NEAR if lens.as_of else _NEAR
        clause = f"e.id IN ({near}) AND e.a {among} AND e.b {among}"
        return self._edges(lens, clause, (given,), roots)

    def edges(self, edge_ids: Collection[int], lens: Lens = OPEN) -> Iterator[EdgeRow]:
        """Yield the edges with these numbers, those that the lens leaves something of."""
        clause = "e.id IN (SELECT value FROM json_each(?1))"
        return self._edges(lens, clause, (listed(edge_ids),), self.roots(lens))

    def all_edges(self, lens: Lens = OPEN) -> Iterator[EdgeRow]:
        """Yield all edges by number."""
        return self._edges(lens, "1", (), self.roots(lens))

    def statements(self, edge_ids: Collection[int], lens: Lens = OPEN) -> Iterator[StatementRow]:
        """Yield the statements of edges that the lens lets through, by edge, entry and number."""
        passing = self._passing(lens)
        query = (
            "SELECT s.edge, s.seq, s.n, ifnull(lower(hex(i.item)), ''), s.since, s.until, s.grade,"  # noqa: S608
            " s.confidence, s.ended, s.sums, s.source, s.position"
            " FROM statements AS s CROSS JOIN edges AS e ON e.id = s.edge"
            " LEFT JOIN items AS i ON i.id = s.item"
            f" WHERE s.edge IN (SELECT value FROM json_each(?)) AND {passing.where}"
            " ORDER BY s.edge, s.seq, s.n"
        )
        rows = self.database.execute(query, (listed(edge_ids), *passing.values))
        for edge, seq, n, item, since, until, grade, sure, ended, sums, source, position in rows:
            yield StatementRow(
                edge=edge, seq=seq, n=n, item=item, since=since, until=until, grade=grade,
                confidence=sure, recorded=self.recorded(seq), ended=ended, raw_sums=sums,
                source=self._source(source), position=position,
            )  # fmt: skip

    def arrays(self, lens: Lens = OPEN) -> "tuple[array[int], array[int], array[int], array[int]]":
        """Return (edge numbers, their subjects, their objects, their counts), 64 bits each."""
        columns = array("q"), array("q"), array("q"), array("q")
        roots = self.roots(lens)
        query, values = self._query(lens, "1", ())
        rows = self.database.execute(f"SELECT id, a, b, count FROM ({query}) ORDER BY id", values)  # noqa: S608
        while batch := rows.fetchmany(50_000):
            ids, sources, targets, counts = zip(*batch, strict=True)
            columns[0].extend(ids)
            columns[1].extend([roots.get(one, one) for one in sources] if roots else sources)
            columns[2].extend([roots.get(one, one) for one in targets] if roots else targets)
            columns[3].extend(counts)
        return columns

    def _edges(
        self, lens: Lens, clause: str, values: tuple[object, ...], roots: dict[int, int]
    ) -> Iterator[EdgeRow]:
        query, given = self._query(lens, clause, values)
        for id_, a, b, relation, count, first, last in self.database.execute(query, given):
            yield EdgeRow(
                id=id_, a=roots.get(a, a), b=roots.get(b, b), relation=relation, count=count,
                first=first, last=last,
            )  # fmt: skip

    def _query(
        self, lens: Lens, clause: str, values: tuple[object, ...]
    ) -> tuple[str, tuple[object, ...]]:
        """Return the SQL for the edges that fulfil a clause whose only value, if any, is ?1."""
        related = relations_of(lens)
        if lens.is_open:
            columns = "e.id, e.a, e.b, e.relation, e.count, e.first, e.last"
            where = f"{clause} AND e.count > 0 AND {related.where}"
            query = f"SELECT {columns} FROM edges AS e WHERE {where} ORDER BY e.id"  # noqa: S608
            return query, (*values, *related.values)
        passing = self._passing(lens)
        query = (
            f"SELECT e.id, e.a, e.b, e.relation, {_SPANS} FROM edges AS e CROSS JOIN statements"  # noqa: S608
            f" AS s ON s.edge = e.id WHERE {clause} AND {related.where} AND {passing.where}"
            " GROUP BY e.id ORDER BY e.id"
        )
        return query, (*values, *related.values, *passing.values)

    def _passing(self, lens: Lens) -> Filter:
        entries = self.entries_at(lens.as_of) if lens.as_of else None
        return statements_of(lens, entries, self._hide(lens.without))

    def entries_at(self, as_of: str) -> int:
        """Return how many entries the ledger had at a UTC time, or at the end of a day."""
        query = "SELECT ifnull(max(seq) + 1, 0) FROM entries WHERE rtrim(utc, 'Z') <= ?"
        row = self.database.execute(query, (as_of.rstrip("Z") + "~",)).fetchone()
        return int(row[0])

    def recorded(self, seq: int) -> str:
        """Return the UTC time of an entry."""
        if seq not in self._utc:
            query = "SELECT utc FROM entries WHERE seq = ?"
            self._utc[seq] = str(self.database.execute(query, (seq,)).fetchone()[0])
        return self._utc[seq]

    def position(self, seq: int) -> int:
        """Return the byte offset of an entry's line in the ledger; `TruyvetError` E604 if none."""
        row = self.database.execute("SELECT position FROM entries WHERE seq = ?", (seq,)).fetchone()
        if row is None:
            raise TruyvetError("E604", item=f"entry {seq}")
        return int(row[0])

    def triple(self, edge: int) -> tuple[Node, str, Node]:
        """Return (subject, relation, object) of an edge, each node by itself (E604 if none)."""
        query = (
            "SELECT a.kind, a.value, e.relation, b.kind, b.value FROM edges AS e"
            " JOIN nodes AS a ON a.id = e.a JOIN nodes AS b ON b.id = e.b WHERE e.id = ?"
        )
        row = self.database.execute(query, (edge,)).fetchone()
        if row is None:
            raise TruyvetError("E604", item=f"edge {edge}")
        return Node(kind=row[0], value=row[1]), row[2], Node(kind=row[3], value=row[4])

    def _source(self, number: int) -> str:
        if not self._sources:
            self._sources = {0: ""}
            self._sources |= dict(self.database.execute("SELECT id, name FROM sources").fetchall())
        return self._sources[number]

    def _hide(self, without: frozenset[str]) -> str:
        """Return the temporary table of what lies in these items; empty for none."""
        if not without:
            return ""
        if without not in self._hidden:
            table = f"hidden_{len(self._hidden)}"
            hide(self.database, table, self._exhibits.within(without))
            self._hidden[without] = table
        return self._hidden[without]

    # Identity under a lens

    def identify_by(self, lens: Lens) -> None:
        """Let nodes be one as this lens has it, in all answers from now on.

        As of an earlier time they have the names, and as many links, as they had then.
        What is asked of a time before two were decided to be one is asked of one of them.
        """
        roots = self.roots(lens)
        if lens.as_of:
            look_back(self.database, self.entries_at(lens.as_of))
        else:
            look_ahead(self.database)
        for statement in _SAME_BY_LENS:
            self.database.execute(statement)
        self.database.executemany("INSERT INTO temp.same VALUES (?, ?)", roots.items())
        self._roots_of.clear()

    def roots(self, lens: Lens) -> dict[int, int]:
        """Return, for each node that is one with others by this lens, who stands for it."""
        if not lens.decisions:
            return {}
        asked = (self.entries_at(lens.as_of) if lens.as_of else -1, lens.without)
        if asked not in self._roots_of:
            idle = {one.seq for one in self.left_out(lens)}
            if lens.as_of or idle:
                told = read_decisions(self.database, asked[0] if lens.as_of else None)
                roots = settle(one for one in told if one.seq not in idle)[1]
            else:
                roots = dict(self.database.execute("SELECT node, root FROM main.same").fetchall())
            self._roots_of[asked] = roots
        return self._roots_of[asked]

    def left_out(self, lens: Lens) -> list[Decision]:
        """Return the decisions that do not count for this lens, which leaves items out.

        Two are not one by what lies in these items alone.
        """
        if not lens.without:
            return []
        before = self.entries_at(lens.as_of) if lens.as_of else None
        told = settle(read_decisions(self.database, before))[0]
        inside = self._exhibits.within(lens.without)
        return resting_inside(self.database, self.index, told, inside)

    def _expanded(self, ids: Collection[int], lens: Lens) -> Collection[int]:
        """Return the nodes with all that they stand for."""
        roots = self.roots(lens)
        if not roots:
            return ids
        if not lens.as_of and not lens.without:
            query = "SELECT node FROM same WHERE root IN (SELECT value FROM json_each(?))"
            found = self.database.execute(query, (listed(ids),)).fetchall()
            return {*ids, *(row[0] for row in found)}
        wanted = {roots.get(one, one) for one in ids}
        return {*wanted, *(node for node, root in roots.items() if root in wanted)}


def _node_row(row: tuple[int, str, str, str, int]) -> NodeRow:
    id_, kind, value, label, degree = row
    return NodeRow(id=id_, node=Node(kind=kind, value=value), label=label, degree=degree)
