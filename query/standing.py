"""Statements about someone or something: counted by the index, told by their recorded lines."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..evidence.links.node import Node
from ..evidence.links.reading import evidence_of
from ..evidence.links.rows import NodeRow, StatementRow
from .endings import Ending, ending
from .source import Source

_PARTIES = ("person", "organization")
_BY_OFFICER = "s.source = 0"  # what an extractor saw is told as a sighting
_STATED_MENTION = (
    f"FROM links.statements AS s WHERE s.edge = e.id AND {_BY_OFFICER} AND s.ended = 0"
)
_NEAR = (
    " FROM links.adj AS x CROSS JOIN links.edges AS e ON e.id = x.edge"
    f" AND (e.relation <> 'mentioned_in' OR EXISTS (SELECT 1 {_STATED_MENTION}))"
)
_COUNT = (
    "CASE e.relation WHEN 'mentioned_in'"
    f" THEN (SELECT count(*) {_STATED_MENTION}) ELSE e.count END AS count"
)
_NAMED = "SELECT edge FROM links.names WHERE node IN (SELECT value FROM json_each(?1))"
STATEMENT = (
    "s.edge, s.seq, s.n, ifnull((SELECT lower(hex(item)) FROM links.items WHERE id = s.item), ''),"
    " s.since, s.until, s.grade, s.confidence, s.ended, s.sums,"
    " ifnull((SELECT name FROM links.sources WHERE id = s.source), ''), s.position"
)
"""What a row of the table `statements`, called `s`, is read by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """A statement, as its line says it."""

    name: str
    """Short name, `5:12`."""
    entry: int
    """Entry that recorded it."""
    recorded: str
    """When, UTC."""
    said_by: str
    """The officer, or the extractor with its version."""
    subject: str
    """Who or what, `kind:value`."""
    subject_label: str
    """Its name, where it has one; else its value."""
    relation: str
    """In what relation."""
    object: str
    """To whom or what."""
    object_label: str
    """Its name or value."""
    since: str
    """From when it holds, or when it happened."""
    until: str
    """Until when it holds."""
    grade: str
    """Admiralty grade."""
    item: str
    """Short name of the item it rests on; empty if none."""
    item_id: str
    """Id of that item."""
    path: str
    """Path of that item."""
    locator: tuple[str, ...]
    """Where in the item."""
    raw: str
    """As it stands there."""
    note: str
    """The officer's note."""
    facts: Mapping[str, str]
    """Details: amount, currency, duration …"""
    ended: Ending | None = None
    """How it was retracted; none while it stands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tie:
    """Someone or something that statements tie to another."""

    node: str
    """`kind:value`."""
    label: str
    """Its name or value."""
    relation: str
    """How."""
    count: int
    """Statements that say so."""
    first: str
    """Earliest time of them; empty where none has one."""
    last: str
    """Latest time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkCount:
    """How many statements there are about someone or something."""

    counts: Mapping[str, int]
    """By relation."""
    first: str
    """Earliest time of them; empty where none has one."""
    last: str
    """Latest time."""


def links_of(source: Source, members: Sequence[NodeRow]) -> LinkCount:
    """Count the statements about nodes that are one, by relation; sightings are left out."""
    ids = _listed(members)
    rows = source.database.execute(
        "SELECT relation, sum(count), min(nullif(first, '')), max(nullif(last, '')) FROM ("  # noqa: S608
        f"SELECT DISTINCT e.id, e.relation, {_COUNT}, e.first, e.last{_NEAR}"
        " WHERE x.a IN (SELECT value FROM json_each(?1))"
        " UNION SELECT id, relation, count, first, last FROM links.edges"
        f" WHERE id IN ({_NAMED})) GROUP BY relation ORDER BY relation",
        (ids,),
    ).fetchall()
    return LinkCount(
        counts={relation: count for relation, count, _, _ in rows},
        first=min((first for _, _, first, _ in rows if first), default=""),
        last=max((last for _, _, _, last in rows if last), default=""),
    )


def stated_of(source: Source, members: Sequence[NodeRow], limit: int) -> Iterator[Stated]:
    """Yield the first statements about nodes that are one, in ledger order; no sightings.

    Raises `TruyvetError` E604 where a line says otherwise than the index.
    """
    query = (
        f"SELECT {STATEMENT} FROM links.statements AS s"  # noqa: S608 - constants
        " CROSS JOIN links.edges AS t ON t.id = s.edge"
        f" AND (t.relation <> 'mentioned_in' OR {_BY_OFFICER}) WHERE s.ended = 0 AND s.edge IN ("
        f"SELECT e.id{_NEAR} WHERE x.a IN (SELECT value FROM json_each(?1)) UNION {_NAMED})"
        " ORDER BY s.seq, s.n LIMIT ?2"
    )
    for row in source.database.execute(query, (_listed(members), limit)).fetchall():
        yield stated(source, statement_row(source, row))


_ENDED = (
    " FROM temp.retracted AS w CROSS JOIN links.statements AS s ON (s.seq, s.n) = (w.seq, w.n)"
    " CROSS JOIN links.edges AS e ON e.id = s.edge"
    f" AND (e.relation <> 'mentioned_in' OR {_BY_OFFICER})"
)


def ended_of(source: Source, members: Sequence[NodeRow]) -> list[Stated]:
    """Return the statements about nodes that are one which officers ended, in ledger order.

    Raises `TruyvetError` E604 where a line says otherwise than the index.
    """
    if not source.retracts:
        return []
    ids = "(SELECT value FROM json_each(?1))"
    query = (
        f"SELECT w.ended, {STATEMENT}{_ENDED} WHERE e.a IN {ids} OR e.b IN {ids}"
        " ORDER BY s.seq, s.n"
    )
    rows = source.database.execute(query, (_listed(members),)).fetchall()
    return [
        replace(stated(source, statement_row(source, row)), ended=ending(source.links, seq))
        for seq, *row in rows
    ]


def ended_names(source: Source, text: str) -> list[NodeRow]:
    """Return the names that someone went by until a statement ended, but for marks and case."""
    if not source.retracts:
        return []
    query = (
        "SELECT DISTINCT n.id, n.kind, n.value, n.label, n.degree"
        f"{_ENDED} AND e.relation IN ('named', 'alias') CROSS JOIN links.nodes AS n ON n.id = e.b"
        " WHERE folded(n.value) = folded(?) ORDER BY n.id"
    )
    return [
        NodeRow(id=id_, node=Node(kind=kind, value=value), label=label, degree=degree)
        for id_, kind, value, label, degree in source.database.execute(query, (text,))
    ]


def ties_of(source: Source, members: Sequence[NodeRow], limit: int) -> Iterator[Tie]:
    """Yield who is tied to nodes that are one: persons and organizations, to those whatever is."""
    mine = [one.id for one in members]
    party = any(one.node.kind in _PARTIES for one in members)
    kinds = "" if party else f" AND n.kind IN {_PARTIES!r}"
    query = (
        "SELECT e.id, n.id, e.relation, e.count, e.first, e.last"  # noqa: S608
        f"{_NEAR} CROSS JOIN links.nodes AS n ON n.id = x.b"
        f" WHERE x.a IN (SELECT value FROM json_each(?1)){kinds}"
        " AND n.id NOT IN (SELECT value FROM json_each(?1))"
        " GROUP BY e.id ORDER BY e.count DESC, e.id LIMIT ?2"
    )
    for _, other, relation, count, first, last in source.database.execute(
        query, (_json(mine), limit)
    ).fetchall():
        row = source.links.node(source.links.root(other))
        yield Tie(
            node=str(row.node), label=row.label, relation=relation, count=count, first=first,
            last=last,
        )  # fmt: skip


def statement_row(source: Source, row: Sequence[Any]) -> StatementRow:
    """Return a row of the columns `STATEMENT` as the statement it is."""
    edge, seq, n, item, since, until, grade, sure, ended, sums, said_by, position = row
    return StatementRow(
        edge=edge, seq=seq, n=n, item=item, since=since, until=until, grade=grade,
        confidence=sure, recorded=source.links.recorded(seq), ended=ended, raw_sums=sums,
        source=said_by, position=position,
    )  # fmt: skip


def stated(source: Source, row: StatementRow) -> Stated:
    """Return a statement as its recorded line says it; `TruyvetError` E604 where that differs."""
    told = evidence_of(source.links, source.index, row)
    said = told.statement
    subject, object_ = (source.links.find(one) for one in (said.subject, said.object))
    return Stated(
        name=row.name,
        entry=row.seq,
        recorded=told.entry.time.utc,
        said_by=told.said_by,
        subject=str(said.subject),
        subject_label=subject.label if subject else said.subject.value,
        relation=said.relation,
        object=str(said.object),
        object_label=object_.label if object_ else said.object.value,
        since=said.since,
        until=said.until,
        grade=said.grade,
        item=told.item.name if told.item else "",
        item_id=row.item,
        path=told.item.path if told.item else "",
        locator=said.locator,
        raw=told.raw,
        note=said.note,
        facts=said.facts,
    )


def _listed(members: Collection[NodeRow]) -> str:
    return _json([one.id for one in members])


def _json(ids: Sequence[int]) -> str:
    return f"[{','.join(map(str, ids))}]"
