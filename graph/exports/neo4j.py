"""Tables for Neo4j's bulk import and Cypher that loads them, in a ZIP.

Heads follow neo4j-admin (`:ID`, `:LABEL`, `:START_ID`, `:END_ID`, `:TYPE`); lists are joined by the
unit separator U+001F, which no text here can hold. Cells are as they are: no spreadsheet's guard.
"""

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from ..model import GraphEdge, GraphNode, Source
from .columns import NODE, Cell, Survey, renamed, survey
from .interface import Written
from .text import Text
from .zips import pack

NAME = "neo4j"
ENDING = ".neo4j.zip"
TITLE = "CSV for neo4j-admin and Cypher with constraints, for Neo4j and Memgraph"
LISTS = frozenset({"names", "same"})
SEPARATOR = "\x1f"
_QUOTING = re.compile("[:`\\\\\"']")
"""What a head or a name in Cypher may not hold: it would end it, or begin a statement."""
_POLES = {"P": "Person_or_group", "O": "Object", "L": "Location", "E": "Event"}
_README = """\
An empty Neo4j database, in bulk (stop the database first):

  neo4j-admin database import full neo4j --nodes=nodes.csv --relationships=edges.csv \\
    --array-delimiter=U+001F --multiline-fields=true

Into a database with content: put both files into its import folder, then

  cypher-shell --param 'nodes => "file:///nodes.csv"' --param 'edges => "file:///edges.csv"' \\
    --file load.cypher

Memgraph: the same with memgraph.cypher, whose files lie in /import.
"""


def write(source: Source, target: BinaryIO) -> Written:
    """Write `nodes.csv`, `edges.csv`, `load.cypher`, `memgraph.cypher` and `README.txt`."""
    found, text = survey(source), Text()
    with pack(target) as files:
        files.table("nodes.csv", _node_heads(found), _nodes(source, found, text))
        files.table("edges.csv", _edge_heads(found), _edges(source, found, text))
        files.text("load.cypher", _cypher(found))
        files.text("memgraph.cypher", _memgraph(found))
        files.text("README.txt", _README)
    return Written(nodes=found.nodes, edges=found.edges, replaced=text.replaced)


def label_of(kind: str) -> str:
    """Return the label of a kind of node: `BankAccount`."""
    return "".join(part.capitalize() for part in kind.split("-"))


def type_of(relation: str) -> str:
    """Return the type of a relation: `LOGGED_IN_FROM`."""
    return relation.upper().replace("-", "_")


def _typed(names: Sequence[str], found: Survey) -> Iterator[str]:
    for name, head in zip(names, renamed(dict.fromkeys(names), _QUOTING), strict=True):
        kind = "string[]" if name in LISTS else found.type_of(name)
        yield head if kind == "string" else f"{head}:{kind}"


def _node_heads(found: Survey) -> list[str]:
    return ["id:ID", *_typed(found.node_columns()[1:], found), ":LABEL"]


def _edge_heads(found: Survey) -> list[str]:
    return [":START_ID", ":END_ID", ":TYPE", "id", *_typed(found.edge_columns()[3:], found)]


def _nodes(source: Source, found: Survey, text: Text) -> Iterator[Sequence[Cell]]:
    for node in source.nodes():
        rest = found.node_row(node)[len(NODE) :]
        yield [text.id(node.id), *_own(node, text), *_clean(rest, text), _labels(node)]


def _own(node: GraphNode, text: Text) -> Iterator[Cell]:
    yield from _clean((node.kind, node.label, node.value, node.pole, node.degree), text)
    yield SEPARATOR.join(map(text, node.names))
    yield SEPARATOR.join(map(text.id, node.same))


def _labels(node: GraphNode) -> str:
    return SEPARATOR.join(("Node", label_of(node.kind), _POLES.get(node.pole, "Object")))


def _edges(source: Source, found: Survey, text: Text) -> Iterator[Sequence[Cell]]:
    for edge in source.edges():
        yield [*_ends(edge, text), *_clean(found.edge_row(edge)[3:], text)]


def _ends(edge: GraphEdge, text: Text) -> tuple[str, ...]:
    start, end = text.id(edge.source), text.id(edge.target)
    return start, end, type_of(edge.relation), text.id(edge.id)


def _clean(cells: Sequence[Cell], text: Text) -> Iterator[Cell]:
    return (text(cell) if isinstance(cell, str) else cell for cell in cells)


def _cypher(found: Survey) -> str:
    """Return statements that load both files, whichever part of them is there already."""
    kinds = "\n".join(
        f"LOAD CSV WITH HEADERS FROM $nodes AS row WITH row WHERE row.kind = '{kind}'\n"
        f"CALL {{ WITH row MERGE (n:Node {{id: row.`id:ID`}}) SET n:{label_of(kind)}, "
        f"{_sets('n', _node_heads(found)[1:-1])} }} IN TRANSACTIONS OF 1000 ROWS;"
        for kind in found.kinds
    )
    relations = "\n".join(
        f"LOAD CSV WITH HEADERS FROM $edges AS row WITH row WHERE row.relation = '{relation}'\n"
        "CALL { WITH row MATCH (a:Node {id: row.`:START_ID`}), (b:Node {id: row.`:END_ID`}) "
        f"MERGE (a)-[r:{type_of(relation)} {{id: row.id}}]->(b) "
        f"SET {_sets('r', _edge_heads(found)[4:])} }} IN TRANSACTIONS OF 1000 ROWS;"
        for relation in found.relations
    )
    return f"{_constraints()}\n{kinds}\n{relations}\n"


def _memgraph(found: Survey) -> str:
    nodes = "\n".join(
        'LOAD CSV FROM "/import/nodes.csv" WITH HEADER AS row WITH row '
        f"WHERE row.kind = '{kind}'\nMERGE (n:Node {{id: row.`id:ID`}}) SET n:{label_of(kind)}, "
        f"{_sets('n', _node_heads(found)[1:-1])};"
        for kind in found.kinds
    )
    edges = "\n".join(
        'LOAD CSV FROM "/import/edges.csv" WITH HEADER AS row WITH row '
        f"WHERE row.relation = '{relation}'\n"
        "MATCH (a:Node {id: row.`:START_ID`}), (b:Node {id: row.`:END_ID`}) "
        f"MERGE (a)-[r:{type_of(relation)} {{id: row.id}}]->(b) "
        f"SET {_sets('r', _edge_heads(found)[4:])};"
        for relation in found.relations
    )
    head = "CREATE CONSTRAINT ON (n:Node) ASSERT n.id IS UNIQUE;\nCREATE INDEX ON :Node(normal);"
    return f"{head}\n{nodes}\n{edges}\n"


def _constraints() -> str:
    return (
        "CREATE CONSTRAINT node_id IF NOT EXISTS FOR (n:Node) REQUIRE n.id IS UNIQUE;\n"
        "CREATE INDEX node_normal IF NOT EXISTS FOR (n:Node) ON (n.normal);"
    )


def _sets(name: str, heads: Sequence[str]) -> str:
    return ", ".join(f"{name}.`{head.partition(':')[0]}` = {_value(head)}" for head in heads)


def _value(head: str) -> str:
    cell, (_, _, kind) = f"row.`{head}`", head.partition(":")
    if kind == "int":
        return f"toInteger({cell})"
    if kind == "double":
        return f"toFloat({cell})"
    return f"split({cell}, '\\u001F')" if kind == "string[]" else cell
