"""KML 2.2 (OGC 07-147r2) of what lies on a map, for Google Earth; with times for its slider.

What becomes a placemark is what `geojson` makes a feature.
"""

from collections.abc import Iterable
from typing import BinaryIO

from ..model import GraphEdge, GraphNode, Source
from .columns import edge_summary, with_facts
from .geojson import placed
from .interface import Written
from .places import Place, place_of
from .shelf import shelf
from .text import Text
from .threats import stamp

NAME = "kml"
ENDING = ".kml"
TITLE = "KML of places and of links to them, for Google Earth"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n'
    "<Document>"
)


def write(source: Source, target: BinaryIO) -> Written:
    """Write placemarks of places, and of links that say who was there."""
    text, nodes, edges, total = Text(), 0, 0, 0

    def say(line: str) -> None:
        target.write(line.encode())

    say(f"{_HEAD}<name>{text.xml(source.about.title)}</name>\n<Folder><name>places</name>\n")
    with shelf() as held:
        for node in source.nodes():
            total += 1
            place = place_of(node)
            held.keep([(node.id, [node.label, place])])
            if place is not None:
                nodes += 1
                say(_node(node, place, text))
        say("</Folder>\n<Folder><name>links</name>\n")
        for edge, start, end in placed(source, held):
            edges += 1
            places = [place for _, place in (start, end) if place is not None]
            say(_edge(edge, f"{start[0]} {edge.label} {end[0]}", places, text))
    note = f"{total - nodes:,} of {total:,} nodes have no place"
    say(f"</Folder>\n<description>{note}</description>\n</Document>\n</kml>\n")
    return Written(nodes=nodes, edges=edges, replaced=text.replaced, notes=(note,))


def _node(node: GraphNode, place: Place, text: Text) -> str:
    own = (
        ("id", text.id(node.id)), ("kind", node.kind), ("normal", node.value),
        ("pole", node.pole), ("degree", node.degree), ("names", "; ".join(node.names)),
        ("same", "; ".join(node.same)),
    )  # fmt: skip
    told = with_facts(own, node.facts)
    return _placemark(node.label or node.value, "", told, _point(place), text)


def _edge(edge: GraphEdge, name: str, places: list[Place], text: Text) -> str:
    own = (
        ("id", text.id(edge.id)), ("source", text.id(edge.source)),
        ("target", text.id(edge.target)), ("relation", edge.relation), ("count", edge.count),
        ("first", edge.first), ("last", edge.last), ("grade", edge.grade),
        ("about", edge_summary(edge)),
    )  # fmt: skip
    shape = _point(places[0])
    if len(places) == 2:
        shape = f"<LineString><coordinates>{_coordinates(places)}</coordinates></LineString>"
    return _placemark(name, _span(edge.first, edge.last), with_facts(own, edge.facts), shape, text)


def _placemark(name: str, when: str, told: dict[str, object], shape: str, text: Text) -> str:
    rows = "".join(
        f'<Data name="{text.xml(key)}"><value>{text.xml(str(value))}</value></Data>'
        for key, value in told.items()
    )
    return (
        f"<Placemark><name>{text.xml(name)}</name>{when}"
        f"<ExtendedData>{rows}</ExtendedData>{shape}</Placemark>\n"
    )


def _span(first: str, last: str) -> str:
    """Return from when to when; KML takes years, months, days and whole times."""
    begin, end = stamp(first), stamp(last)
    told = (f"<begin>{begin}</begin>" if begin else "") + (f"<end>{end}</end>" if end else "")
    return f"<TimeSpan>{told}</TimeSpan>" if told else ""


def _point(place: Place) -> str:
    return f"<Point><coordinates>{_coordinates([place])}</coordinates></Point>"


def _coordinates(places: Iterable[Place]) -> str:
    return " ".join(f"{east!r},{north!r}" for north, east in places)
