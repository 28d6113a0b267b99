"""From the index back to the evidence: graphs whose edges carry what they rest on.

What the index says of a statement is only where to look: every piece of evidence is read from the
line that the ledger commits to (`evidence.links.reading`), and the index lying is an error.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from itertools import islice

from ..evidence.case import Case
from ..evidence.index import Index
from ..evidence.links.node import KINDS
from ..evidence.links.reading import evidence_of
from ..evidence.links.relation import RELATIONS
from ..evidence.links.rows import EdgeRow, Lens, NodeRow, StatementRow
from ..evidence.links.view import Links
from .model import MAX_EVIDENCE, About, Evidence, GraphEdge, GraphNode, Part
from .steps import Steps

AT_ONCE = 500
"""Nodes or edges whose names or statements are asked for in one query."""


def part_of(
    case: Case,
    links: Links,
    node_ids: Collection[int],
    edges: Iterable[EdgeRow],
    about: About,
    lens: Lens,
    steps: Steps | None = None,
) -> Part:
    """Return the nodes and edges as a graph, with the evidence of each edge read back.

    Ends of edges are added to the nodes. `steps` are those that gave the edges where they were
    not those of the lens alone. Raises `TruyvetError` E604 where a line says otherwise than the
    index, E301 or E302 where it is gone.
    """
    held = {edge.id: edge for edge in edges}
    ids = set(node_ids).union(*((edge.a, edge.b) for edge in held.values()))
    rows = links.nodes(ids)
    nodes = sorted(graph_nodes(links, rows.values(), lens), key=node_order)
    named = {number: str(row.node) for number, row in rows.items()}
    steps = steps or Steps(links, lens)
    told = graph_edges(steps, (held[number] for number in sorted(held)), named, evidence=True)
    return Part(about=about, held_nodes=tuple(nodes), held_edges=tuple(told))


def about_of(
    case: Case,
    links: Links,
    lens: Lens,
    *,
    title: str,
    question: str,
    notes: tuple[str, ...] = (),
) -> About:
    """Return what a graph of this case is of."""
    _, opening = case.opening()
    entries, _ = links.head()
    query = "SELECT utc FROM entries WHERE seq = ?"
    last = links.database.execute(query, (entries - 1,)).fetchone()
    return About(
        title=title,
        cases=(opening.number,),
        question=question,
        entries=entries,
        as_of=lens.as_of,
        recorded=last[0] if last else "",
        notes=notes,
    )


def node_order(node: GraphNode) -> tuple[str, str]:
    """Return what nodes are ordered by: value, then kind."""
    return node.value, node.kind


def graph_nodes(links: Links, rows: Iterable[NodeRow], lens: Lens) -> Iterator[GraphNode]:
    """Yield nodes with their names and, where decisions count, all that was decided the same."""
    remaining = iter(rows)
    while block := list(islice(remaining, AT_ONCE)):
        members = _members(links, block, lens)
        names = _names(links, [one.id for row in block for one in members[row.id]])
        for row in block:
            same = members[row.id]
            told = dict.fromkeys(name for one in same for name in names[one.id])
            yield GraphNode(
                id=str(row.node),
                kind=row.node.kind,
                value=row.node.value,
                label=row.label,
                pole=KINDS[row.node.kind].pole,
                degree=row.degree,
                names=tuple(told),
                same=tuple(str(one.node) for one in same if one.id != row.id),
                facts=_facts(links.index, row),
            )


def _members(links: Links, rows: list[NodeRow], lens: Lens) -> dict[int, list[NodeRow]]:
    """Return for each node all that it stands for, itself first."""
    found = {row.id: [row] for row in rows}
    if not lens.decisions:
        return found
    marks = ",".join("?" * len(rows))
    query = f"SELECT DISTINCT root FROM same WHERE root IN ({marks})"  # noqa: S608 - marks
    for (root,) in links.database.execute(query, [row.id for row in rows]):
        found[root] += [one for one in links.members(root) if one.id != root]
    return found


def _names(links: Links, ids: list[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        marks = ",".join("?" * len(some))
        query = f"SELECT node, name FROM names WHERE node IN ({marks}) ORDER BY edge"  # noqa: S608
        for node, name in links.database.execute(query, some):
            names[node].append(name)
    return names


def _facts(index: Index, row: NodeRow) -> dict[str, str]:
    """Return what the value itself tells: a place's position, an item's name and path."""
    if row.node.kind == "geo":
        latitude, _, longitude = row.node.value.partition(",")
        return {"latitude": latitude, "longitude": longitude}
    if row.node.kind == "item":
        for item in index.items(name=row.node.value):
            told = {"item": item.name, "path": item.path, "sha256": item.sha256 or ""}
            return {name: text for name, text in told.items() if text}
    return {}


def graph_edges(
    steps: Steps, rows: Iterable[EdgeRow], named: Mapping[int, str], *, evidence: bool
) -> Iterator[GraphEdge]:
    """Yield edges in the given order, with best grade, sums and, if asked, their evidence."""
    remaining = iter(rows)
    while block := list(islice(remaining, AT_ONCE)):
        standing = steps.standing([row.id for row in block])
        for row in block:
            told = standing.get(row.id, [])
            first = told[:MAX_EVIDENCE] if evidence else []
            yield GraphEdge(
                id=f"e{row.id}" if row.id >= 0 else f"t{-row.id}",
                source=named[row.a],
                target=named[row.b],
                relation=row.relation,
                label=RELATIONS[row.relation].title,
                count=len(told),
                first=row.first,
                last=row.last,
                grade=min((one.grade for one in told if one.grade), default=""),
                facts=sums_of(told),
                evidence=tuple(read_evidence(steps.links, one) for one in first),
            )


def read_evidence(links: Links, row: StatementRow) -> Evidence:
    """Return a statement as its line says it; raises as `part_of`."""
    told = evidence_of(links, links.index, row)
    said, item = told.statement, told.item
    return Evidence(
        name=row.name,
        entry=row.seq,
        said_by=told.said_by,
        recorded=told.entry.time.utc,
        item=item.name if item else "",
        path=item.path if item else "",
        sha256=(item.sha256 or "") if item else "",
        locator=tuple(said.locator),
        raw=told.raw,
        since=said.since,
        until=said.until,
        grade=said.grade,
        facts=dict(said.facts),
    )


def sums_of(statements: Iterable[StatementRow]) -> dict[str, str]:
    """Return what amounts and durations add up to, by currency or unit: `sum VND`, `sum s`."""
    sums: dict[str, Decimal] = {}
    for statement in statements:
        text, _, unit = statement.raw_sums.partition(" ")
        try:
            amount = Decimal(text)
        except InvalidOperation:
            continue  # what is no number has no sum; the evidence shows it as it stands
        if unit and amount.is_finite():
            sums[unit] = sums.get(unit, Decimal(0)) + amount
    return {f"sum {unit}": f"{sums[unit]:f}" for unit in sorted(sums)}
