"""Statements with those that no longer stand: by their name, or of nodes, whoever ended them."""

from collections.abc import Collection, Iterator

from ..acts import Retract
from .identity import Decision
from .lenses import listed
from .reading import entry_of
from .relation import NAMING
from .rows import StatementRow
from .view import Links

_ROWS = (
    "SELECT s.edge, s.seq, s.n, ifnull(lower(hex(i.item)), ''), s.since, s.until, s.grade,"
    " s.confidence, s.ended, s.sums, ifnull(o.name, ''), s.position"
    " FROM statements AS s LEFT JOIN items AS i ON i.id = s.item"
    " LEFT JOIN sources AS o ON o.id = s.source JOIN edges AS e ON e.id = s.edge"
)
_NEAR = (
    "SELECT id FROM edges WHERE a IN (SELECT value FROM json_each(?1))"
    " UNION SELECT edge FROM adj WHERE a IN (SELECT value FROM json_each(?1))"
    " UNION SELECT edge FROM gone WHERE a IN (SELECT value FROM json_each(?1))"
)
_NAMED = (
    "SELECT id FROM edges WHERE b IN (SELECT value FROM json_each(?1))"
    " AND relation IN ('named', 'alias')"
)
_ORDER = " ORDER BY s.seq, s.n, s.edge"


def by_name(links: Links, seq: int, n: int) -> list[StatementRow]:
    """Return what goes by this short name: mostly one, none where nothing links by it."""
    return list(_rows(links, "s.seq = ? AND s.n = ?", (seq, n)))


def ended_evidence(links: Links, told: Decision, as_of: str = "") -> dict[str, int]:
    """Return what a decision names as its evidence and officers ended, each with that entry.

    By then, where a time is given. What a later scan superseded was not found wrong.
    """
    ended = dict[str, int]()
    if not told.evidence:
        return ended
    entries = links.entries_at(as_of) if as_of else links.head()[0]
    for seq in links.index.examinations.retractions():
        act = entry_of(links, seq).act if seq < entries else None
        for name in act.statements if isinstance(act, Retract) else ():
            ended.setdefault(name, seq)
    return {name: ended[name] for name in told.evidence if name in ended}


def of_nodes(
    links: Links,
    ids: Collection[int] | None,
    *,
    relation: str | None = None,
    names: bool = True,
    mentions: bool = False,
    ended: bool = False,
) -> Iterator[StatementRow]:
    """Yield the statements about nodes, or about all, by entry and number.

    `names` lets those through that give a name, `mentions` what stands in items, `ended` those
    that no longer stand; a `relation` that is asked for counts alone.
    """
    clauses, values = ["1"], list[object]()
    if ids is not None:
        values.append(listed(ids))
        clauses.append(f"s.edge IN ({_near(links, values[0])})")
    if relation is not None:
        clauses.append("e.relation = ?")
        values.append(relation)
    else:
        left_out = [*(() if names else sorted(NAMING)), *(() if mentions else ("mentioned_in",))]
        clauses.append(f"e.relation NOT IN ({','.join('?' * len(left_out))})")
        values += left_out
    if not ended:
        clauses.append("s.ended = 0")
    yield from _rows(links, " AND ".join(clauses), tuple(values))


def _near(links: Links, given: object) -> str:
    """Return the SQL for the edges that have an end among the nodes `?1`."""
    text = "SELECT 1 FROM nodes WHERE id IN (SELECT value FROM json_each(?1)) AND kind IN"
    if links.database.execute(f"{text} ('name', 'alias')", (given,)).fetchone() is None:
        return _NEAR
    # That somebody is named so is told from his side only: all edges are looked through.
    return f"{_NEAR} UNION {_NAMED}"


def _rows(links: Links, where: str, values: tuple[object, ...]) -> Iterator[StatementRow]:
    query = f"{_ROWS} WHERE {where}{_ORDER}"
    for (
        edge,
        seq,
        n,
        item,
        since,
        until,
        grade,
        sure,
        ended,
        sums,
        source,
        position,
    ) in links.database.execute(query, values):
        yield StatementRow(
            edge=edge, seq=seq, n=n, item=item, since=since, until=until, grade=grade,
            confidence=sure, recorded=links.recorded(seq), ended=ended, raw_sums=sums,
            source=source, position=position,
        )  # fmt: skip
