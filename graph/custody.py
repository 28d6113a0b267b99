"""The custody graph: which officer, by which act, brought which item; which items share bytes.

Node and edge kinds are those of W3C PROV-DM: agents (officers), activities (acts), entities
(items, and the bytes they consist of). It says nothing of suspects: those links come from what
is found in the items.
"""

from collections.abc import Iterable

import networkx as nx

from ..evidence.acts import Export, type_of
from ..evidence.entry import Entry, SignedEntry
from ..evidence.errors import TruyvetError
from ..evidence.index import Row

MAX_ITEMS = 100_000
"""Items in one graph: networkx keeps some kilobytes for each in memory."""


def custody_graph(entries: Iterable[SignedEntry], rows: Iterable[Row]) -> "nx.MultiDiGraph[str]":
    """Return the graph of these entries and items.

    Nodes carry `kind`, `label` and, by kind, `time`, `path`, `sha256`, `size`; edges carry
    `relation`. Raises `TruyvetError` E801 for more than `MAX_ITEMS` items.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for signed in entries:
        _add_entry(graph, signed.entry)
    for count, row in enumerate(rows):
        if count >= MAX_ITEMS:
            raise TruyvetError("E801", limit=MAX_ITEMS)
        _add_item(graph, row)
    return graph


def _add_entry(graph: "nx.MultiDiGraph[str]", entry: Entry) -> None:
    officer, act = f"officer:{entry.actor.key}", f"act:{entry.seq}"
    graph.add_node(officer, kind="agent", label=f"{entry.actor.name}, {entry.actor.unit}")
    label = f"{entry.seq} {type_of(entry.act)}"
    graph.add_node(act, kind="activity", label=label, time=entry.time.utc)
    graph.add_edge(act, officer, relation="wasAssociatedWith")
    if isinstance(entry.act, Export):
        for one in entry.act.items():
            graph.add_edge(act, f"item:{one.item}", relation="used")


def _add_item(graph: "nx.MultiDiGraph[str]", row: Row) -> None:
    item = f"item:{row.id}"
    graph.add_node(item, kind="entity", label=row.name, path=row.path, form=row.kind)
    graph.add_edge(item, f"act:{row.seq}", relation="wasGeneratedBy")
    if row.sha256 is not None:
        content = f"bytes:{row.sha256}"
        size = row.size or 0
        graph.add_node(content, kind="content", label=row.sha256[:12], sha256=row.sha256, size=size)
        graph.add_edge(item, content, relation="hasBytes")


def drop_unlisted(graph: "nx.MultiDiGraph[str]") -> None:
    """Remove what edges point at and no row described: items outside the chosen ones."""
    graph.remove_nodes_from([node for node, facts in graph.nodes(data=True) if not facts])


def shared_content(graph: "nx.MultiDiGraph[str]") -> list[tuple[str, list[str]]]:
    """Return (hash, paths) of bytes that more than one item consists of, most shared first."""
    shared = []
    for node, facts in graph.nodes(data=True):
        if facts.get("kind") == "content" and graph.in_degree(node) > 1:
            items = sorted(graph.nodes[item]["path"] for item in graph.predecessors(node))
            shared.append((str(facts["sha256"]), items))
    return sorted(shared, key=lambda pair: (-len(pair[1]), pair[0]))
