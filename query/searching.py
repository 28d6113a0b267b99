"""Searching a case: a query in the language of docs/guide/query.md, answered item by item.

Where words were asked for, the items come by how well their texts fit: those that hold a word with
marks just as it was typed first, then by BM25. All others come in the order of the ledger.
"""

from collections.abc import Iterator
from typing import Any

from ..evidence.index import Row
from .conditions import NEWEST_TEXT, on_items, on_statements
from .gathering import Found, Place, gather
from .language import Query, parse
from .plan import Text, leaves, planned
from .source import Source
from .standing import STATEMENT, stated, statement_row
from .terms import Piece

MAX_RANKED = 16
"""Words and phrases that ranking looks at; all of them must be found."""
_COLUMNS = (
    "items.seq, items.n, lower(hex(items.id)), items.kind, items.path, items.size,"
    " iif(items.sha256 IS NULL, NULL, lower(hex(items.sha256))), items.modified, items.problem,"
    " items.position, iif(items.parent IS NULL, NULL, lower(hex(items.parent))), items.unverified"
)
_NEWEST = (
    "NOT EXISTS (SELECT 1 FROM main.items AS later WHERE later.id = items.id"
    " AND (later.seq, later.n) > (items.seq, items.n))"
)
_ALONE = (
    "FROM main.acts AS a CROSS JOIN links.statements AS s ON s.seq = a.seq"
    " CROSS JOIN links.edges AS e ON e.id = s.edge"
    " WHERE a.type = 'state' AND s.item IS NULL AND s.ended = 0"
)


class Search:
    """A query, ready to be put to one case."""

    def __init__(self, source: Source, query: str | Query, text: str = "") -> None:
        """Read the query; one that was read before, and how it was typed, serves many cases.

        Raises `TruyvetError` E590, E591 or E592 for what cannot be asked, E105 for an item that
        there is not.
        """
        self._source = source
        typed = query if isinstance(query, str) else text
        parsed = parse(query) if isinstance(query, str) else query
        self._plan = planned(source, parsed, typed)
        self._asked = list(leaves(self._plan))
        self._items = on_items(source, self._plan)
        self._alone = on_statements(source, self._plan)

    def count(self) -> tuple[int, int]:
        """Return how many (items, statements that rest on none) there are."""
        items = f"SELECT count(*) FROM main.items AS items WHERE ({self._items.sql}) AND {_NEWEST}"  # noqa: S608
        alone = f"SELECT count(*) {_ALONE} AND ({self._alone.sql})"
        run = self._source.database.execute
        return (
            run(items, self._items.given).fetchone()[0],
            run(alone, self._alone.given).fetchone()[0],
        )

    def found(self, limit: int | None = None) -> Iterator[Found]:
        """Yield what was found, items before statements that rest on none, at most `limit`.

        Raises `TruyvetError` E604 where a recorded line says otherwise than an index.
        """
        left = -1 if limit is None else limit
        for row, score, texts in self._rows(left):
            left -= 1 if left > 0 else 0
            yield gather(self._source, row, self._asked, score, texts)
        query = f"SELECT {STATEMENT} {_ALONE} AND ({self._alone.sql}) ORDER BY s.seq, s.n LIMIT ?"
        for one in self._source.database.execute(query, (*self._alone.given, left)):
            told = stated(self._source, statement_row(self._source, one))
            yield Found(item=None, stated=(told,), stated_count=1)

    def _rows(self, limit: int) -> Iterator[tuple[Row, float, list[Place]]]:
        ranked = self._ranking()
        where = f"WHERE ({self._items.sql}) AND {_NEWEST}"
        if ranked is None:
            query = (
                f"SELECT {_COLUMNS}, 0.0, '' FROM main.items AS items {where}"  # noqa: S608
                " ORDER BY items.seq, items.n LIMIT ?"
            )
            given: tuple[object, ...] = self._items.given
        else:
            query = (
                f"{ranked.sql} SELECT {_COLUMNS}, ifnull(best.score, 0.0), ifnull(best.texts, '')"  # noqa: S608
                " FROM main.items AS items"
                f" LEFT JOIN best ON best.item = items.id {where}"
                " ORDER BY ifnull(best.exact, 0) DESC, best.score IS NULL, best.score,"
                " items.seq, items.n LIMIT ?"
            )
            given = (*ranked.given, *self._items.given)
        for *facts, score, texts in self._source.database.execute(query, (*given, limit)):
            yield _row(facts), score, _places(texts)

    def _ranking(self) -> Piece | None:
        """Return the table `best`: item, how many phrases stand as typed, and its score."""
        phrases = [leaf.phrase for leaf in self._asked if isinstance(leaf, Text)][:MAX_RANKED]
        if not phrases:
            return None
        match = " OR ".join(f"({phrase.match('folded')})" for phrase in phrases)
        accented = [phrase.match("marked") for phrase in phrases if phrase.accented]
        exact = " + ".join(
            "(hit.id IN (SELECT rowid FROM main.words WHERE words MATCH ?))" for _ in accented
        )
        newest = NEWEST_TEXT if self._source.retexts else "1"
        sql = (
            "WITH hit AS MATERIALIZED (SELECT rowid AS id, bm25(words) AS score FROM main.words"  # noqa: S608
            " WHERE words MATCH ?), best AS MATERIALIZED (SELECT t.item AS item,"
            f" max({exact or '0'}) AS exact, min(hit.score) AS score,"
            " group_concat(printf('%.6f:%d:%d', hit.score, t.seq, t.position), ' ') AS texts"
            f" FROM hit CROSS JOIN main.texts AS t ON t.id = hit.id WHERE {newest} GROUP BY t.item)"
        )
        return Piece(sql=sql, given=(match, *accented))


def _row(facts: list[Any]) -> Row:
    *most, unverified = facts
    return Row(**dict(zip(Row.__slots__, (*most, bool(unverified)), strict=True)))


def _places(texts: str) -> list[Place]:
    """Return the texts of an item, the best fitting first."""
    parts = (text.split(":") for text in texts.split())
    ranked = sorted((float(score), int(seq), int(position)) for score, seq, position in parts)
    return [(seq, position) for _, seq, position in ranked]
