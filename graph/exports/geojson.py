"""GeoJSON (RFC 7946) of what lies on a map: places, and links that say who was there.

A link with a place at one end is a point there, with one at both ends a line between them. Nodes
without a place are no features: how many there are stands in the file's `truyvet` member.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from ..model import GraphEdge, GraphNode, Source
from .columns import evidence_fields, with_facts
from .interface import Written
from .places import PLACING, Place, place_of
from .shelf import Shelf, shelf
from .streams import Counted, Json
from .text import Text

NAME = "geojson"
ENDING = ".geojson"
TITLE = "GeoJSON of places and of links to them, for maps"


def write(source: Source, target: BinaryIO) -> Written:
    """Write features of places, and of `PLACING` links whose one end at least has a place."""
    text, nodes, edges, all_nodes = Text(), Counted(), Counted(), Counted()
    json, about = Json(target, text), source.about

    def features(held: Shelf) -> Iterator[dict[str, Any]]:
        for node in all_nodes.over(source.nodes()):
            place = place_of(node)
            held.keep([(node.id, [node.label, place])])
            if place is not None:
                nodes.count += 1
                yield _feature(text.id(node.id), _point(place), _node(node, text))
        for edge, start, end in placed(source, held):
            edges.count += 1
            yield _feature(text.id(edge.id), _line(start[1], end[1]), _edge(edge, start, end, text))

    with shelf() as held:
        json.raw('{"type":"FeatureCollection","features":')
        json.list(features(held))
    without = all_nodes.count - nodes.count
    told = {"title": about.title, "question": about.question, "nodes": all_nodes.count,
            "without_place": without}  # fmt: skip
    json.raw(f',\n"truyvet":{json.value(told)}}}\n')
    note = f"{without:,} of {all_nodes.count:,} nodes have no place"
    return Written(nodes=nodes.count, edges=edges.count, replaced=text.replaced, notes=(note,))


End = tuple[str, Place | None]
"""Label and place of an end of a link."""


def placed(source: Source, held: Shelf) -> Iterator[tuple[GraphEdge, End, End]]:
    """Yield the links that lie on a map, with their ends; `held` knows label and place of each."""
    for edge in source.edges():
        if edge.relation in PLACING:
            start, end = held.get(edge.source), held.get(edge.target)
            if start[1] is not None or end[1] is not None:
                yield edge, (start[0], start[1]), (end[0], end[1])


def _feature(one: str, geometry: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": one, "geometry": geometry, "properties": told}


def _point(place: Place) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [place[1], place[0]]}


def _line(start: Place | None, end: Place | None) -> dict[str, Any]:
    there = [[place[1], place[0]] for place in (start, end) if place is not None]
    if len(there) == 2:
        return {"type": "LineString", "coordinates": there}
    return {"type": "Point", "coordinates": there[0]}


def _node(node: GraphNode, text: Text) -> dict[str, Any]:
    own = (
        ("id", text.id(node.id)), ("kind", node.kind), ("name", node.label), ("label", node.label),
        ("normal", node.value), ("pole", node.pole), ("degree", node.degree),
        ("names", list(node.names)), ("same", list(node.same)),
    )  # fmt: skip
    return with_facts(own, node.facts)


def _edge(edge: GraphEdge, start: End, end: End, text: Text) -> dict[str, Any]:
    own = (
        ("id", text.id(edge.id)), ("name", f"{start[0]} {edge.label} {end[0]}"),
        ("source", text.id(edge.source)), ("target", text.id(edge.target)),
        ("relation", edge.relation), ("label", edge.label), ("count", edge.count),
        ("first", edge.first), ("last", edge.last), ("grade", edge.grade),
    )  # fmt: skip
    told = with_facts(own, edge.facts)
    if edge.evidence:
        told["evidence"] = [evidence_fields(one) for one in edge.evidence]
    return told
