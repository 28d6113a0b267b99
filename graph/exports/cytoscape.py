"""Cytoscape.js JSON (`.cyjs`), for Cytoscape, cytoscape.js and networkx.

`value` repeats the id, because networkx takes that for a node's name; the normal form of the value
is `normal`, as in every format.
"""

from typing import Any, BinaryIO

from ..model import GraphEdge, GraphNode, Source
from .columns import evidence_fields, with_facts
from .interface import Written
from .streams import Json
from .text import Text

NAME = "cytoscape"
ENDING = ".cyjs"
TITLE = "Cytoscape.js JSON, for Cytoscape and web pages"


def write(source: Source, target: BinaryIO) -> Written:
    """Write a graph as Cytoscape.js JSON."""
    text = Text()
    json = Json(target, text)
    about = source.about
    named = {"name": about.title, "question": about.question, "cases": list(about.cases)}
    json.raw('{"format_version":"1.0","generated_by":"truyvet",'
             '"target_cytoscapejs_version":"~3.0","directed":true,"multigraph":true,')  # fmt: skip
    json.raw(f'"data":{json.value(named)},\n"elements":{{"nodes":')
    nodes = json.list({"data": _node(node, text)} for node in source.nodes())
    json.raw(',\n"edges":')
    edges = json.list({"data": _edge(edge, text)} for edge in source.edges())
    json.raw("}}\n")
    return Written(nodes=nodes, edges=edges, replaced=text.replaced)


def _node(node: GraphNode, text: Text) -> dict[str, Any]:
    one = text.id(node.id)
    own = (
        ("id", one), ("value", one), ("name", node.label or one), ("kind", node.kind),
        ("label", node.label), ("normal", node.value), ("pole", node.pole),
        ("degree", node.degree), ("names", list(node.names)), ("same", list(node.same)),
    )  # fmt: skip
    return with_facts(own, node.facts)


def _edge(edge: GraphEdge, text: Text) -> dict[str, Any]:
    one = text.id(edge.id)
    own = (
        ("id", one), ("source", text.id(edge.source)), ("target", text.id(edge.target)),
        ("key", one), ("name", edge.label), ("interaction", edge.relation),
        ("relation", edge.relation), ("label", edge.label), ("count", edge.count),
        ("first", edge.first), ("last", edge.last), ("grade", edge.grade),
    )  # fmt: skip
    told = with_facts(own, edge.facts)
    if edge.evidence:
        told["evidence"] = [evidence_fields(one) for one in edge.evidence]
    return told
