"""Loading statements into the second index: numbering nodes, sorting statements into edges.

Statements wait in a temporary table until all that is new is read; then they are sorted into
edges at once. A node's number is its place in the order of appearance, an edge's the number of
its first statement: a rebuild gives the same numbers as catching up bit by bit. Memory: nodes that
were met, up to `MAX_KNOWN` of them.
"""

import sqlite3
from collections.abc import Callable

from ..folding import folded
from .schema import INDEXES, STAGE, statements_in

MAX_KNOWN = 1_200_000
"""Nodes kept in memory with their numbers (about 200 MB); one that was forgotten is looked up."""
BATCH = 20_000
"""Rows given to SQLite at a time."""
Fresh = tuple[int, int, int, str, int, int, int | None, int, str, str, str, int, int, str]
"""A row of the table `fresh`."""
_NODES_INDEX = "CREATE UNIQUE INDEX nodes_value ON nodes (value, kind)"
_SPANS = (
    "coalesce(min(nullif({0}since, '')), ''),"
    " coalesce(max(nullif(iif({0}until = '', {0}since, {0}until), '')), '')"
)
_FACTS = "seq, n, item, source, since, until, grade, confidence, position, sums"


class Loader:
    """Takes statements into an open database, within one transaction of the caller."""

    def __init__(self, database: sqlite3.Connection, *, bulk: bool) -> None:
        """`bulk` says that the database is empty and has no indexes yet."""
        self._database = database
        self._bulk = bulk
        self._nodes = dict[str, int]()
        self._whole = bulk  # whether `_nodes` holds all nodes there are
        self._new_nodes = list[tuple[int, str, str, str, int]]()
        self._items = dict[str, int]()
        self._fresh = list[Fresh]()
        self._item_nodes = list[tuple[int, str]]()
        self.last = int(database.execute("SELECT last FROM state").fetchone()[0])
        """Number of the last statement."""
        self._last_node = self._greatest("nodes")
        self._last_item = self._greatest("items")
        self._sources = {
            name: (number, -1) for number, name in database.execute("SELECT id, name FROM sources")
        }
        for statement in statements_in(STAGE):
            database.execute(statement)
        if bulk:
            database.execute("DROP INDEX nodes_value")

    def _greatest(self, table: str) -> int:
        return int(self._database.execute(f"SELECT ifnull(max(id), 0) FROM {table}").fetchone()[0])  # noqa: S608

    def node(self, kind: str, value: str) -> int:
        """Return a node's number; a new one gets the next."""
        name = f"{kind}:{value}"
        number = self._nodes.get(name)
        if number is None:
            number = None if self._whole else self._stored(kind, value)
            if number is None:
                number = self._last_node = self._last_node + 1
                self._new_nodes.append((number, kind, value, value, 0))
                if kind == "item":
                    self._item_nodes.append((number, value))
            if len(self._nodes) >= MAX_KNOWN:
                self._forget()
            self._nodes[name] = number
        return number

    def _stored(self, kind: str, value: str) -> int | None:
        query = "SELECT id FROM nodes WHERE value = ? AND kind = ?"
        row = self._database.execute(query, (value, kind)).fetchone()
        return None if row is None else int(row[0])

    def _forget(self) -> None:
        """Forget the nodes in memory; from now on they are looked up."""
        self._flush()
        if self._bulk and self._whole:
            self._database.execute(_NODES_INDEX)
        self._whole = False
        self._nodes.clear()

    def item(self, item: str) -> int:
        """Return the number of an item that statements rest on."""
        number = self._items.get(item)
        if number is None:
            number = self.known_item(item)
            if number is None:
                number = self._last_item = self._last_item + 1
                row = (number, bytes.fromhex(item))
                self._database.execute("INSERT INTO items VALUES (?,?)", row)
            if len(self._items) >= MAX_KNOWN // 4:
                self._items.clear()
            self._items[item] = number
        return number

    def known_item(self, item: str) -> int | None:
        """Return the number of an item, if any statement rests on it."""
        number = self._items.get(item)
        if number is None:
            query = "SELECT id FROM items WHERE item = ?"
            row = self._database.execute(query, (bytes.fromhex(item),)).fetchone()
            number = None if row is None else int(row[0])
        return number

    def source(self, name: str, seq: int) -> int:
        """Return the number of an extractor that made a statement in the entry `seq`."""
        known = self._sources.get(name)
        if known is None:
            known = self._sources[name] = (len(self._sources) + 1, seq)
            self._database.execute("INSERT INTO sources VALUES (?,?)", (known[0], name))
        return known[0]

    def sources_before(self, seq: int) -> dict[str, int]:
        """Return the extractors that made statements before the entry `seq`, with their numbers."""
        return {name: number for name, (number, since) in self._sources.items() if since < seq}

    def add(self, rows: list[Fresh]) -> None:
        """Take in statements, numbered from `last` + 1 on."""
        self._fresh += rows
        self.last += len(rows)
        if len(self._fresh) >= BATCH:
            self._flush()

    def retract(self, seq: int, n: int, ended: int) -> None:
        """End statement `n` of entry `seq`, if there is one, by the entry `ended`."""
        self._database.execute("INSERT INTO retracted VALUES (?,?,?)", (seq, n, ended))

    def supersede(self, rows: list[tuple[int, int, int]]) -> None:
        """End what was said of items by extractors before: (item, source, entry) triples."""
        self._database.executemany("INSERT INTO examined VALUES (?,?,?)", rows)

    def _flush(self) -> None:
        self._database.executemany("INSERT INTO nodes VALUES (?,?,?,?,?)", self._new_nodes)
        marks = ",".join("?" * 14)
        self._database.executemany(f"INSERT INTO fresh VALUES ({marks})", self._fresh)  # noqa: S608
        self._new_nodes.clear()
        self._fresh.clear()

    def finish(self, path_of: Callable[[str], str]) -> None:
        """Sort all that came in into its place; `path_of` gives an item's path for its label."""
        self._flush()
        if self._bulk and self._whole:
            self._database.execute(_NODES_INDEX)
        self._nodes.clear()
        self._sort()
        if self._bulk:
            for statement in statements_in(INDEXES):
                if "edges_ends" not in statement:
                    self._database.execute(statement)
        self._end()
        self._count()
        self._connect()
        self._name()
        labels = [(path_of(item) or item, number) for number, item in self._item_nodes]
        self._database.executemany("UPDATE nodes SET label = ? WHERE id = ?", labels)
        for table in ("fresh", "examined", "retracted", "touched"):
            self._database.execute(f"DROP TABLE temp.{table}")
        self._database.execute("UPDATE state SET last = ?", (self.last,))

    def _sort(self) -> None:
        """Make an edge for each new (subject, object, relation), and hang statements on edges."""
        known = (
            ""
            if self._bulk
            else " WHERE NOT EXISTS (SELECT 1 FROM edges AS e"
            " WHERE (e.a, e.b, e.relation) = (f.a, f.b, f.relation))"
        )
        self._database.execute(
            f"INSERT INTO edges SELECT min(id), a, b, relation, count(*), {_SPANS.format('')}"  # noqa: S608
            f" FROM fresh AS f{known} GROUP BY a, b, relation ORDER BY 1"
        )
        if self._bulk:
            self._database.execute("CREATE UNIQUE INDEX edges_ends ON edges (a, b, relation)")
        self._database.execute(
            f"INSERT INTO statements (edge, {_FACTS}, ended) SELECT e.id, {_FACTS}, 0"  # noqa: S608
            " FROM fresh AS f CROSS JOIN edges AS e"
            " ON (e.a, e.b, e.relation) = (f.a, f.b, f.relation)"
        )
        if not self._bulk:
            self._database.execute(
                "INSERT OR IGNORE INTO touched SELECT e.id FROM fresh AS f CROSS JOIN edges AS e"
                " ON (e.a, e.b, e.relation) = (f.a, f.b, f.relation)"
            )

    def _end(self) -> None:
        """End statements that were retracted or superseded, by the first entry that did so."""
        endings = (
            "SELECT s.edge, s.seq, s.n, r.ended FROM retracted AS r CROSS JOIN statements AS s"
            " ON (s.seq, s.n) = (r.seq, r.n) AND s.ended = 0"
            " UNION ALL SELECT s.edge, s.seq, s.n, x.seq FROM examined AS x"
            " CROSS JOIN statements AS s ON (s.item, s.source) = (x.item, x.source)"
            " AND s.seq < x.seq AND s.ended = 0"
        )
        self._database.execute(
            "CREATE TEMP TABLE endings AS SELECT edge, seq, n, min(ended) AS ended"  # noqa: S608
            f" FROM ({endings}) GROUP BY edge, seq, n"
        )
        self._database.execute(
            "UPDATE statements SET ended = o.ended FROM temp.endings AS o WHERE"
            " (statements.edge, statements.seq, statements.n) = (o.edge, o.seq, o.n)"
        )
        self._database.execute("INSERT OR IGNORE INTO touched SELECT edge FROM endings")
        self._database.execute("DROP TABLE temp.endings")

    def _count(self) -> None:
        """Count the statements that stand on each edge that was touched."""
        self._database.execute(
            "UPDATE edges SET (count, first, last) = ("  # noqa: S608
            f"SELECT count(*), {_SPANS.format('s.')} FROM statements AS s"
            " WHERE s.edge = edges.id AND s.ended = 0) WHERE id IN (SELECT edge FROM touched)"
        )

    def _connect(self) -> None:
        """Lay edges into `adj`, or into `gone` where nothing of them stands; count degrees."""
        execute = self._database.execute
        if self._bulk:
            which, nodes = "1", "1"
        else:
            which = "id IN (SELECT edge FROM touched)"
            ends = f"SELECT a FROM edges WHERE {which} UNION SELECT b FROM edges WHERE {which}"  # noqa: S608
            nodes = f"id IN ({ends})"
            for table in ("adj", "gone"):
                for one, two in (("a", "b"), ("b", "a")):
                    execute(
                        f"DELETE FROM {table} WHERE (a, b, edge) IN"  # noqa: S608
                        f" (SELECT {one}, {two}, id FROM edges WHERE {which})"
                    )
        # In bulk both ways read the index `edges_ends` alone: edges that are gone are few.
        ended = "id IN (SELECT id FROM edges WHERE count = 0)"
        for table, some in (("gone", ended), ("adj", "id NOT IN (SELECT edge FROM gone)")):
            whole = f"relation NOT IN ('named', 'alias') AND {some} AND {which}"
            execute(
                f"INSERT INTO {table} SELECT a, b, id FROM edges WHERE {whole} UNION ALL"  # noqa: S608
                f" SELECT b, a, id FROM edges WHERE a <> b AND {whole} ORDER BY 1, 2, 3"
            )
        degree = "(SELECT count(*) FROM adj WHERE a = nodes.id)"
        execute(f"UPDATE nodes SET degree = {degree} WHERE {nodes}")  # noqa: S608

    def _name(self) -> None:
        """Gather names, and label the nodes that bear them."""
        which = "" if self._bulk else " AND e.id IN (SELECT edge FROM touched)"
        query = (
            "SELECT e.id, e.a, n.value, e.relation, e.count FROM edges AS e JOIN nodes AS n"  # noqa: S608
            f" ON n.id = e.b WHERE e.relation IN ('named', 'alias'){which}"
        )
        rows = self._database.execute(query).fetchall()
        self._database.executemany("DELETE FROM names WHERE edge = ?", [(row[0],) for row in rows])
        names = [
            (edge, node, name, folded(name), relation)
            for edge, node, name, relation, count in rows
            if count
        ]
        self._database.executemany("INSERT INTO names VALUES (?,?,?,?,?)", names)
        self._database.executemany(
            "UPDATE nodes SET label = coalesce((SELECT name FROM names WHERE node = nodes.id"
            " ORDER BY relation = 'alias', edge LIMIT 1), value) WHERE id = ?",
            sorted({(row[1],) for row in rows}),
        )
